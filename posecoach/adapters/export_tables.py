"""The tables that every tabular export writes: holds, faults and frames, checked cell by cell.

A column's unit is in its name, as everywhere in posecoach. A cell that could not be measured
is None: an empty cell, a null, never 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from posecoach.adapters.frames_csv import read_number
from posecoach.core.attempts import Doubt, HoldVerdict
from posecoach.core.faults import FaultKind, Severity
from posecoach.core.legs import Legs
from posecoach.errors import ImproperValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

Cell: TypeAlias = "float | int | bool | str | tuple[str, ...] | None"
Row: TypeAlias = "dict[str, Cell]"


class Kind(Enum):
    """What the cells of a column are."""

    NUMBER = "number"
    WHOLE = "whole number"
    FLAG = "yes or no"
    TEXT = "text"
    TEXTS = "texts"


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    keys
        Where its value lies in the session's document, from the outside in.
    allowed
        For a text, all that it can be.
    """

    name: str
    kind: Kind
    keys: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()

    @property
    def unit(self) -> str | None:
        """As its name says; None: it has none."""
        return next((u for end, u in _UNITS.items() if self.name.endswith(end)), None)


_LARGEST = 1e12  # a whole number has no end in JSON; past this none is ours
_UNITS = {"_deg": "deg", "_s": "s", "_torso": "torso length"}


def _values(of: type[Enum]) -> tuple[str, ...]:
    return tuple(member.value for member in of)


def _number(name: str, *keys: str) -> Column:
    return Column(name, Kind.NUMBER, keys or (name,))


HOLD_COLUMNS = (
    Column("index", Kind.WHOLE, ("index",)),
    Column("legs", Kind.TEXT, ("legs",), _values(Legs)),
    Column("verdict", Kind.TEXT, ("verdict",), _values(HoldVerdict)),
    Column("unsure_because", Kind.TEXT, ("unsure_because",), _values(Doubt)),
    _number("start_s"),
    _number("end_s"),
    _number("credited_s"),
    _number("rejected_s"),
    _number("paused_s"),
    _number("hip_flexion_left_median_deg", "hip_flexion_deg", "left", "median"),
    _number("hip_flexion_left_peak_deg", "hip_flexion_deg", "left", "peak"),
    _number("hip_flexion_right_median_deg", "hip_flexion_deg", "right", "median"),
    _number("hip_flexion_right_peak_deg", "hip_flexion_deg", "right", "peak"),
    _number("gain_deg"),
)

FAULT_COLUMNS = (
    Column("hold", Kind.WHOLE, ("hold",)),
    Column("kind", Kind.TEXT, ("kind",), _values(FaultKind)),
    Column("severity", Kind.TEXT, ("severity",), _values(Severity)),
    _number("start_s"),
    _number("end_s"),
)


def hold_rows(document: Mapping[str, Any]) -> Iterator[Row]:
    """One row an attempt.

    Raises
    ------
    ValueError
        The document is not what a review writes; the message says where.
    """
    for entry in _entries(document, "holds"):
        yield _row(entry, HOLD_COLUMNS)


def fault_rows(document: Mapping[str, Any]) -> Iterator[Row]:
    """One row a fault, in order of time; ``hold`` is the attempt's index, None outside.

    Raises
    ------
    ValueError
        As :func:`hold_rows`.
    """
    rows = [_row(entry, FAULT_COLUMNS) for entry in _entries(document, "faults")]
    for hold in _entries(document, "holds"):
        of_hold = {"hold": hold.get("index")}
        rows += [_row({**entry, **of_hold}, FAULT_COLUMNS) for entry in _entries(hold, "faults")]
    yield from sorted(rows, key=_start_s)


def _start_s(row: Row) -> float:
    value = row["start_s"]
    return value if isinstance(value, float) else -math.inf


def _entries(document: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    entries = document.get(key)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ImproperValueError("'{key}' is not a list of objects", key=key)
    return entries


def _row(entry: Mapping[str, Any], columns: tuple[Column, ...]) -> Row:
    return {column.name: _cell(entry, column) for column in columns}


def _cell(entry: Mapping[str, Any], column: Column) -> Cell:
    value: Any = entry
    for key in column.keys:
        value = value.get(key) if isinstance(value, dict) else None
    if value is None:
        return None
    if column.kind is Kind.TEXT:
        return _checked_text(value, column)
    return _checked_number(value, column)


def _checked_text(value: object, column: Column) -> str:
    if not isinstance(value, str) or value not in column.allowed:
        raise ImproperValueError(
            "'{name}' is none of {allowed}", name=column.name, allowed=", ".join(column.allowed)
        )
    return value


def _checked_number(value: object, column: Column) -> float | int:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < _LARGEST:
        raise ImproperValueError("'{name}' is not a number", name=column.name)
    if column.kind is Kind.NUMBER:
        return float(value)
    if isinstance(value, int):
        return value
    raise ImproperValueError("'{name}' is not a whole number", name=column.name)


# --- frames -----------------------------------------------------------------------------------

_FRAME_KINDS = {
    "far_leg_hidden": Kind.FLAG,
    "legs_drawn": Kind.TEXTS,
    "faults": Kind.TEXTS,
}
_BETWEEN = {"legs_drawn": "+", "faults": " "}


def frame_column(name: str) -> Column:
    """The column of frames.csv with this name: numbers have their unit in it."""
    column = Column(name, _FRAME_KINDS.get(name, Kind.TEXT))
    return column if column.unit is None else Column(name, Kind.NUMBER)


def frame_cell(text: str, column: Column) -> Cell:
    """Read one cell of frames.csv.

    Raises
    ------
    ValueError
        It is not what the column holds.
    """
    if column.kind is Kind.TEXTS:
        return tuple(text.split(_BETWEEN[column.name])) if text else ()
    if text == "":
        return None
    if column.kind is Kind.TEXT:
        return text
    if column.kind is Kind.FLAG:
        if text not in {"yes", "no"}:
            raise ImproperValueError("{name} is neither yes nor no", name=column.name)
        return text == "yes"
    value = read_number(text)
    if not math.isfinite(value):
        raise ImproperValueError("{name} is not finite", name=column.name)
    return value
