"""What a report tells, read from the files that a review leaves in its folder.

The files may come from anywhere: each value is checked before it is used.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from posecoach.adapters.frames_csv import read_number
from posecoach.adapters.paths import shown_path
from posecoach.adapters.result_names import FRAMES_NAME, SESSION_NAME
from posecoach.adapters.session_reader import read_session, routine_of, thresholds_of
from posecoach.core.attempts import Doubt, FlexionSummary, HoldVerdict
from posecoach.core.config import Thresholds
from posecoach.core.faults import Fault, FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs, PerLeg
from posecoach.errors import ImproperValueError, InputError, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from posecoach.core.routine import Routine

    Series = NDArray[np.float64]

_MEASURES = (
    *(f"{joint}_flexion_{side}_deg" for joint in ("hip", "knee") for side in ("left", "right")),
    "head_lift_torso",
    "shoulder_lift_torso",
    "hand_distance_left_torso",
    "hand_distance_right_torso",
    "foot_lift_left_torso",
    "foot_lift_right_torso",
    "trunk_elevation_deg",
    "yaw_deg",
)
_LARGEST = 1e9  # seconds or degrees beyond this are damage, and a whole number has no end
_UNCERTAINTIES = (
    *(f"{side.value}_hip_flexion_uncertainty_deg" for side in Side),
    "head_lift_uncertainty_torso",
    "shoulder_lift_uncertainty_torso",
)


@dataclass(frozen=True)
class HoldRow:
    """One attempt; times and bookings in s, angles in degrees, NaN where not seen."""

    number: int
    legs: Legs
    start_s: float
    end_s: float
    credited_s: float
    rejected_s: float
    paused_s: float
    verdict: HoldVerdict
    doubt: Doubt | None
    flexion: PerLeg[FlexionSummary]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, eq=False)
class Track:
    """The measurements of every frame.

    Attributes
    ----------
    time_s
        (n,) strictly increasing.
    columns
        By the name in frames.csv, each (n,); NaN where not seen.
    """

    time_s: Series
    columns: dict[str, Series]

    def flexion_deg(self, side: Side) -> Series:
        """Hip flexion of one leg."""
        return self.columns[f"hip_flexion_{side.value}_deg"]

    def uncertainty_deg(self, side: Side) -> Series | None:
        """Half width of the band that should hold the true one; None: the review did not tell."""
        return self.columns.get(f"{side.value}_hip_flexion_uncertainty_deg")

    def lift_torso(self, what: str) -> Series:
        """Lift of ``head`` or ``shoulder``."""
        return self.columns[f"{what}_lift_torso"]

    def lift_uncertainty_torso(self, what: str) -> Series | None:
        """The same as :meth:`uncertainty_deg`, of a lift."""
        return self.columns.get(f"{what}_lift_uncertainty_torso")


@dataclass(frozen=True, eq=False)
class ReportData:
    """All that the report is made from.

    Attributes
    ----------
    name
        The recording's file name, as text that is not to be trusted.
    note
        What was wrong with it; None: nothing.
    faults
        Those outside the holds.
    rest_s
        When the first rest was seen, from and to; None: never.
    one_leg_s
        How long one leg alone was drawn and made no hold.
    cfg
        The thresholds that it was judged with.
    annotated
        Whether an annotated video in the folder is of this session, as far as is known.
    """

    name: str
    note: str | None
    duration_s: float
    near_side: Side | None
    model: str | None
    routine: Routine
    holds: tuple[HoldRow, ...]
    faults: tuple[Fault, ...]
    lost_s: float
    rest_s: tuple[float, float] | None
    camera_moved_s: tuple[float, ...]
    track: Track
    one_leg_s: float = 0.0
    cfg: Thresholds = field(default_factory=Thresholds)
    annotated: bool = True

    @property
    def valid_holds(self) -> int:
        """Holds that count."""
        return sum(hold.verdict is HoldVerdict.VALID for hold in self.holds)


def read_report(folder: Path) -> ReportData:
    """Read session.json and frames.csv.

    Raises
    ------
    InputError
        One of them is missing, broken, or of another schema.
    """
    path = folder / SESSION_NAME
    document = read_session(path)
    try:
        cfg = thresholds_of(document, path)
        return _report(document, path, read_track(folder / FRAMES_NAME), cfg)
    except (KeyError, TypeError, ValueError) as error:
        what = Phrase("no {key}", key=str(error)) if isinstance(error, KeyError) else error
        raise InputError(
            "{path} is not a session as posecoach writes it ({why}); review the recording again",
            path=shown_path(path),
            why=what,
        ) from error


def read_track(path: Path) -> Track:
    """Read frames.csv; columns it does not know are left alone.

    Raises
    ------
    InputError
        It is missing, has no rows, or a cell is not a number.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            names = [n for n in (*_MEASURES, *_UNCERTAINTIES) if n in (rows.fieldnames or ())]
            _require_columns(rows.fieldnames or ())
            cells = [[_cell(row[name]) for name in ("time_s", *names)] for row in rows]
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, csv.Error) as error:  # ValueError: not UTF-8 neither
        raise _broken_frames(path, error) from error
    table = np.array(cells, dtype=float).reshape(len(cells), 1 + len(names))
    if not len(table) or not (np.diff(table[:, 0]) > 0).all() or np.isnan(table[:, 0]).any():
        raise _broken_frames(path, Phrase("its times do not advance"))
    return Track(table[:, 0], dict(zip(names, table[:, 1:].T, strict=True)))


def _require_columns(names: Sequence[str]) -> None:
    missing = {"time_s", *_MEASURES} - set(names)
    if missing:
        raise ImproperValueError("no column {names}", names=min(missing))


def _cell(text: str | None) -> float:
    """A number, NaN where the cell is empty; infinity is no measurement."""
    value = read_number(text) if text else math.nan
    return value if math.isfinite(value) else math.nan


def _broken_frames(path: Path, why: Phrase | Exception) -> InputError:
    return InputError(
        "{path} is damaged ({why}); review the recording again", path=shown_path(path), why=why
    )


def _unreadable(path: Path, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(
            "{path} is not there; name a folder that 'posecoach review --out' wrote",
            path=shown_path(path),
        )
    return InputError(
        "{path} cannot be read ({why}); name a folder that may be read",
        path=shown_path(path),
        why=error,
    )


# --- the document -------------------------------------------------------------------------------


def holds_of(document: Mapping[str, Any]) -> tuple[HoldRow, ...]:
    """Every attempt of a ``posecoach.session/1`` document.

    Raises
    ------
    KeyError, TypeError, ValueError
        A field is missing or not what it should be.
    """
    return _each(_hold, document["holds"])


def _report(document: dict[str, Any], path: Path, track: Track, cfg: Thresholds) -> ReportData:
    source, rest = document["source"], document["calibration"]
    near = source["near_side"]
    return ReportData(
        name=_last_part(_text(source["path"])),
        note=None if source["note"] is None else _text(source["note"]),
        duration_s=_number(source["duration_s"]),
        near_side=None if near is None else Side(near),
        model=None if document["model"]["name"] is None else _text(document["model"]["name"]),
        routine=routine_of(document, path),
        holds=holds_of(document),
        faults=_each(_fault, document["faults"]),
        lost_s=_number(document["tracking"]["lost_s"]),
        rest_s=None
        if rest["start_s"] is None
        else (_number(rest["start_s"]), _number(rest["end_s"])),
        camera_moved_s=_each(_number, rest["camera_moved_s"]),
        track=track,
        one_leg_s=_number(document.get("one_leg_s", 0.0)),  # sessions did not say it at first
        cfg=cfg,
        annotated=source.get("annotated") is not False,  # sessions did not say it at first
    )


def _hold(value: dict[str, Any]) -> HoldRow:
    flexion = value["hip_flexion_deg"]
    doubt = value["unsure_because"]
    return HoldRow(
        number=int(_number(value["index"])),
        legs=Legs(value["legs"]),
        start_s=_number(value["start_s"]),
        end_s=_number(value["end_s"]),
        credited_s=_number(value["credited_s"]),
        rejected_s=_number(value["rejected_s"]),
        paused_s=_number(value["paused_s"]),
        verdict=HoldVerdict(value["verdict"]),
        doubt=None if doubt is None else Doubt(doubt),
        flexion=PerLeg(_flexion(flexion["left"]), _flexion(flexion["right"])),
        faults=_each(_fault, value["faults"]),
    )


def _flexion(value: dict[str, Any]) -> FlexionSummary:
    median, peak = (
        math.nan if value[key] is None else _number(value[key]) for key in ("median", "peak")
    )
    return FlexionSummary(median, peak)


def _fault(value: dict[str, Any]) -> Fault:
    return Fault(FaultKind(value["kind"]), _number(value["start_s"]), _number(value["end_s"]))


def _each(make: Callable[[Any], Any], values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(make(value) for value in values)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ImproperValueError("{value} where a number is needed", value=f"{value!r:.40}")
    if not abs(value) <= _LARGEST:  # NaN neither
        raise ImproperValueError("{value} where a number is needed", value=f"{value!r:.40}")
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ImproperValueError("{value} where a text is needed", value=f"{value!r:.40}")
    return value


def _last_part(path: str) -> str:
    """The file's name, whichever system wrote the path."""
    return path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or path
