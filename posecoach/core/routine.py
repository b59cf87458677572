"""A prescription: which legs, how long, how often. Files are read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from posecoach.errors import Phrase, RoutineError

LEGS = ("both", "single")
LONGEST_HOLD_S = 600.0  # ten minutes: longer is a typo, in seconds or in milliseconds
DEFAULT_COMFORT_DEG = 105.0
"""Feet flat on the floor give 45 to 70 degrees, a thigh past the vertical 90, and passive hip
flexion ends near 120 to 140: from here the lower back is being stretched."""
COMFORT_RANGE_DEG = (70.0, 150.0)  # below, feet flat would count; above, no hip goes


@dataclass(frozen=True)
class Routine:
    """One prescription, checked.

    Attributes
    ----------
    name
        Shown to the person.
    legs
        ``both``, or ``single`` (one leg at a time, sides alternating).
    hold_s
        Seconds a hold must be held to count.
    hold_max_s
        After this many seconds the person is told to let go; None: no upper end.
    repetitions, per_day
        (least, most); single: repetitions per side.
    rest_s
        Rest between two holds, s.
    comfort_deg
        Hip flexion that a hold needs, degrees.
    source
        Who prescribed it.
    """

    name: str
    legs: str
    hold_s: float
    hold_max_s: float | None = None
    repetitions: tuple[int, int] | None = None
    per_day: tuple[int, int] | None = None
    rest_s: float | None = None
    comfort_deg: float = DEFAULT_COMFORT_DEG
    source: str = ""

    @property
    def is_single(self) -> bool:
        """One leg at a time."""
        return self.legs == "single"


def routine_from(table: Mapping[str, Any]) -> Routine:
    """Check a table (a parsed routine file) and make a routine of it.

    Raises
    ------
    RoutineError
        Unknown or missing key, wrong type, or a value out of range; the message names the
        key, the value and what is allowed.
    """
    known = [f.name for f in fields(Routine)]
    for key in table:
        if key not in known:
            raise RoutineError(
                "unknown key '{key}'; known keys are {known}", key=key, known=", ".join(known)
            )
    for key in ("name", "legs", "hold_s"):
        if key not in table:
            raise RoutineError("the key '{key}' is missing", key=key)
    hold_s = _seconds("hold_s", table["hold_s"])
    return Routine(
        name=_text("name", table["name"]),
        legs=_legs(table["legs"]),
        hold_s=hold_s,
        hold_max_s=_hold_max_s(table.get("hold_max_s"), hold_s),
        repetitions=_range("repetitions", table.get("repetitions")),
        per_day=_range("per_day", table.get("per_day")),
        rest_s=None if "rest_s" not in table else _seconds("rest_s", table["rest_s"]),
        comfort_deg=_number(
            "comfort_deg", table.get("comfort_deg", DEFAULT_COMFORT_DEG), *COMFORT_RANGE_DEG
        ),
        source=_text("source", table.get("source", "-")) if "source" in table else "",
    )


def with_hold(routine: Routine, hold_s: float) -> Routine:
    """The same routine with another hold length; an upper end below it goes away.

    Raises
    ------
    RoutineError
        If ``hold_s`` is not a number of seconds above 0 and at most ten minutes.
    """
    checked = _seconds("hold", hold_s)
    values = {f.name: getattr(routine, f.name) for f in fields(Routine)}
    longest = routine.hold_max_s
    values |= {"hold_s": checked}
    values |= {"hold_max_s": longest if longest is not None and longest >= checked else None}
    return Routine(**values)


def _number(key: str, value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise RoutineError("{key} = {value}: a number is needed", key=key, value=repr(value))
    if not least <= value <= most:  # NaN neither
        # A whole number has no end, and one past the largest float cannot be shown as one.
        is_huge = isinstance(value, int) and abs(value) > 1e300
        shown = Phrase("a huge number") if is_huge else f"{value:g}"
        raise RoutineError(
            "{key} = {shown}: {least:g} to {most:g} is allowed",
            key=key,
            shown=shown,
            least=least,
            most=most,
        )
    return float(value)


def _seconds(key: str, value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 0.1:
        raise RoutineError("{key} = {value:g}: at least 0.1 s is needed", key=key, value=value)
    if not isinstance(value, bool) and value in (0, 0.0):
        raise RoutineError("{key} = {value}: more than 0 s is needed", key=key, value=value)
    return _number(key, value, 0.1, LONGEST_HOLD_S)


def _hold_max_s(value: object, hold_s: float) -> float | None:
    if value is None:
        return None
    return _number("hold_max_s", value, hold_s, LONGEST_HOLD_S)


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RoutineError(
            "{key} = {value}: a text that is not empty is needed", key=key, value=repr(value)
        )
    return value


def _legs(value: object) -> str:
    if not isinstance(value, str) or value not in LEGS:
        raise RoutineError(
            "legs = {value}: one of {known} is allowed", value=repr(value), known=", ".join(LEGS)
        )
    return value


def _range(key: str, value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    wrong = RoutineError(
        "{key} = {value}: [least, most] of whole numbers from 1 is allowed",
        key=key,
        value=repr(value),
    )
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise wrong
    least, most = value
    if any(isinstance(n, bool) or not isinstance(n, int) for n in (least, most)):
        raise wrong
    if not 1 <= least <= most:
        raise wrong
    return least, most
