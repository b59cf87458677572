"""One clip's truth against what the pipeline said of it: pure, no file is opened here.

Input is what anyone has: the truth file, the session JSON, the rows of ``frames.csv``, and
for the raw figures the recorded landmarks' own angles. Output is a :class:`ClipScore`.

What is demanded of the product, and what is not:

- Hip flexion is compared in every picture in which the person is seen lying on the back.
- An attempt is matched with the session's hold that shares most time with it, if that is at
  least half of the shorter one. Attempts under 1 s (the product's own least) and, where both
  legs are prescribed, those with one leg are not demanded.
- The right count follows from the truth by the ledger's rules: seconds seen without a
  blocking fault, until one has lasted longer than its grace.

Faults are matched in :mod:`benchmarks.accuracy_faults`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from posecoach.core.config import Thresholds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from benchmarks.accuracy_faults import FaultScore
    from benchmarks.accuracy_uncertainty import Told

Truth = dict[str, Any]
Session = dict[str, Any]
Row = dict[str, str]

SIDES = {"L": "left", "R": "right"}
_LEAST_OVERLAP = 0.5
_CFG = Thresholds()


@dataclass(frozen=True)
class Span:
    """A stretch of time, s."""

    start_s: float
    end_s: float

    def overlap_s(self, other: Span) -> float:
        """Time that both share; 0 or less: none."""
        return min(self.end_s, other.end_s) - max(self.start_s, other.start_s)


@dataclass(frozen=True, eq=False)
class FlexionSamples:
    """Hip flexion of both legs in every picture compared; all arrays (n,).

    Attributes
    ----------
    measured_deg, raw_deg
        The product's, and the image angle of the unrepaired landmarks; NaN: not measured.
    near
        The leg towards the camera.
    hidden
        The product said that it cannot see this (far) leg for itself.
    raised
        The foot is off the floor.
    hold
        Number of the true attempt in which this leg is held, -1 outside.
    """

    time_s: NDArray[np.float64]
    true_deg: NDArray[np.float64]
    measured_deg: NDArray[np.float64]
    raw_deg: NDArray[np.float64]
    near: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    raised: NDArray[np.bool_]
    hold: NDArray[np.int64]


@dataclass(frozen=True)
class HoldMatch:
    """Errors (measured less true) of one attempt that was found, s.

    ``end_s`` is NaN where the recording ends within the hold.
    """

    start_s: float
    end_s: float
    credited_s: float
    verdict: str


@dataclass(frozen=True)
class Counts:
    """Valid holds expected and found.

    Attributes
    ----------
    missed
        Expected and not counted; ``missed_unsure`` of them because the verdict was unsure.
    false
        Counted although nothing there was worth it.
    attempts, attempts_found
        True attempts, and those that the session has a hold for.
    wrong_leg
        Found, but put down to the other leg.
    unsure, holds
        Holds with that verdict, and all in the session.
    """

    expected: int = 0
    missed: int = 0
    missed_unsure: int = 0
    false: int = 0
    attempts: int = 0
    attempts_found: int = 0
    wrong_leg: int = 0
    unsure: int = 0
    holds: int = 0

    @property
    def exact(self) -> bool:
        """The session has the right holds and no other."""
        return self.missed == 0 and self.false == 0


@dataclass(frozen=True)
class Tracking:
    """How well the person was followed; frames in which somebody is to be seen."""

    visible_frames: int
    lost_frames: int
    lost_s: float
    swaps_repaired: int


@dataclass(frozen=True, eq=False)
class ClipScore:
    """Everything that a clip adds to the report."""

    name: str
    script: str
    half: str
    is_stretch: bool
    yaw_deg: float
    height_m: float
    flexion: FlexionSamples
    holds: tuple[HoldMatch, ...]
    counts: Counts
    faults: Mapping[str, FaultScore]
    tracking: Tracking
    told: Mapping[str, Told] = field(default_factory=dict)


# --- hip flexion ------------------------------------------------------------------------------


def flexion_samples(
    truth: Truth, rows: Sequence[Row], raw: Mapping[str, Sequence[float]]
) -> FlexionSamples:
    """Pair every picture's true and measured hip flexion.

    Parameters
    ----------
    rows
        Of ``frames.csv``, one a picture.
    raw
        Image angle of the recorded landmarks, ``"L"`` and ``"R"``, one a picture.
    """
    upright = [span for kind, span in true_faults(truth) if kind == "not_supine"]
    holds = [(a["legs"], Span(a["start_s"], a["end_s"])) for a in truth["attempts"]]
    table: list[tuple[float, ...]] = []
    for number, (row, frame) in enumerate(paired(truth, rows)):
        time_s = frame["t"]
        if not frame["visible"] or any(within(time_s, span) for span in upright):
            continue
        for side, name in SIDES.items():
            near = truth["near"] == name
            inside = [i for i, (legs, s) in enumerate(holds) if side in legs and within(time_s, s)]
            table.append(
                (
                    time_s,
                    frame["flex"][side],
                    number_in(row[f"hip_flexion_{name}_deg"]),
                    raw[side][number],
                    near,
                    not near and row["far_leg_hidden"] == "yes",
                    side in frame["feet_up"],
                    inside[0] if inside else -1,
                )
            )
    columns = np.array(table, dtype=np.float64).reshape(-1, 8).T
    time_s, true_deg, measured_deg, raw_deg = columns[:4]
    near, hidden, raised = columns[4:7].astype(bool)
    return FlexionSamples(
        time_s, true_deg, measured_deg, raw_deg, near, hidden, raised, columns[7].astype(np.int64)
    )


def true_faults(truth: Truth) -> list[tuple[str, Span]]:
    """Kind and time of each fault of the truth."""
    return [(f["kind"], Span(f["start_s"], f["end_s"])) for f in truth["faults"]]


def paired(truth: Truth, rows: Sequence[Row]) -> list[tuple[Row, dict[str, Any]]]:
    """Each row with the true frame of its time.

    Raises
    ------
    ValueError
        A row has no true frame within 2 ms: the two are not of one recording.
    """
    frames = truth["frames"]
    times = [frame["t"] for frame in frames]
    found = []
    for row in rows:
        time_s = float(row["time_s"])
        place = bisect_left(times, time_s - 0.002)
        if place == len(times) or abs(times[place] - time_s) > 0.002:
            raise ValueError(f"{truth['script']}: no true frame at {time_s} s; render it again")
        found.append((row, frames[place]))
    return found


def number_in(cell: str) -> float:
    """What a cell says; an empty one says that nothing was measured."""
    return float(cell) if cell else math.nan


def within(time_s: float, span: Span) -> bool:
    """Whether a time lies in a span, its end not included."""
    return span.start_s <= time_s < span.end_s


# --- holds ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _TrueHold:
    span: Span
    legs: str
    credit_s: float
    counts: bool


def true_holds(truth: Truth, *, single: bool, hold_s: float) -> list[_TrueHold]:
    """The attempts that this prescription asks for, and whether each must count."""
    return [
        _TrueHold(
            Span(a["start_s"], a["end_s"]),
            a["legs"],
            a["credit_s"],
            counted_s(truth, a) >= hold_s,
        )
        for a in truth["attempts"]
        if a["end_s"] - a["start_s"] >= _CFG.attempt_least_s and (single or a["legs"] == "LR")
    ]


def counted_s(truth: Truth, attempt: Mapping[str, Any]) -> float:
    """Seconds of a true attempt that count: until a fault or a loss outlasts its grace.

    Same definitions as the truth's own ``credit_s``, which has no grace.
    """
    torso_m = truth["torso_m"]
    frames = [f for f in truth["frames"] if attempt["start_s"] <= f["t"] < attempt["end_s"]]
    ends = [*(f["t"] for f in frames[1:]), attempt["end_s"]]
    counted = wrong_s = lost_s = 0.0
    for frame, end_s in zip(frames, ends, strict=True):
        dt_s = end_s - frame["t"]
        if not frame["visible"]:
            lost_s += dt_s
        elif _is_blocked(frame, attempt["legs"], torso_m):
            wrong_s += dt_s
        else:
            counted, wrong_s, lost_s = counted + dt_s, 0.0, 0.0
        if wrong_s > _CFG.fault_grace_s or lost_s > _CFG.lost_grace_s:
            break
    return counted


def _is_blocked(frame: Mapping[str, Any], legs: str, torso_m: float) -> bool:
    return (
        frame["head_off_m"] >= _CFG.head_up_torso * torso_m
        or frame["shoulder_lift_m"] >= _CFG.shoulders_up_torso * torso_m
        or any(frame["knee"][side] < _CFG.knee_bent_deg for side in legs)
    )


def match_holds(
    truth: Truth, session: Session, *, single: bool, hold_s: float
) -> tuple[tuple[HoldMatch, ...], Counts]:
    """Pair true attempts with the session's holds; the errors, and the counts."""
    expected = true_holds(truth, single=single, hold_s=hold_s)
    holds = session["holds"]
    pairs = _best_pairs([h.span for h in expected], [Span(h["start_s"], h["end_s"]) for h in holds])
    end_of_all_s = truth["frames"][-1]["t"]
    matches, missed, unsure, wrong_leg = [], 0, 0, 0
    for i, true in enumerate(expected):
        hold = holds[pairs[i]] if i in pairs else None
        if hold is not None:
            matches.append(_errors(true, hold, end_of_all_s))
            wrong_leg += single and hold["legs"] != _LEGS[true.legs]
        if true.counts and (hold is None or hold["verdict"] != "valid"):
            missed += 1
            unsure += hold is not None and hold["verdict"] == "unsure"
    deserved = {pairs[i] for i, true in enumerate(expected) if true.counts and i in pairs}
    false = [k for k, h in enumerate(holds) if h["verdict"] == "valid" and k not in deserved]
    return tuple(matches), Counts(
        expected=sum(true.counts for true in expected),
        missed=missed,
        missed_unsure=unsure,
        false=len(false),
        attempts=len(expected),
        attempts_found=len(matches),
        wrong_leg=wrong_leg,
        unsure=sum(h["verdict"] == "unsure" for h in holds),
        holds=len(holds),
    )


_LEGS = {"L": "left", "R": "right", "LR": "both"}


def _errors(true: _TrueHold, hold: Mapping[str, Any], end_of_all_s: float) -> HoldMatch:
    cut = true.span.end_s >= end_of_all_s
    return HoldMatch(
        hold["start_s"] - true.span.start_s,
        math.nan if cut else hold["end_s"] - true.span.end_s,
        hold["credited_s"] - true.credit_s,
        hold["verdict"],
    )


def _best_pairs(true: Sequence[Span], found: Sequence[Span]) -> dict[int, int]:
    """One to one, those that share most time first."""
    shared = [
        (a.overlap_s(b), i, k)
        for i, a in enumerate(true)
        for k, b in enumerate(found)
        if a.overlap_s(b) >= _LEAST_OVERLAP * min(a.end_s - a.start_s, b.end_s - b.start_s)
        and a.overlap_s(b) > 0
    ]
    pairs: dict[int, int] = {}
    for _, i, k in sorted(shared, reverse=True):
        if i not in pairs and k not in pairs.values():
            pairs[i] = k
    return pairs


# --- tracking ---------------------------------------------------------------------------------


def tracking(truth: Truth, session: Session, rows: Sequence[Row]) -> Tracking:
    """How often a person in plain view was not found."""
    visible = [row for row, frame in paired(truth, rows) if frame["visible"]]
    return Tracking(
        visible_frames=len(visible),
        lost_frames=sum(not row["near_side"] for row in visible),
        lost_s=session["tracking"]["lost_s"],
        swaps_repaired=session["tracking"]["swaps_repaired"],
    )
