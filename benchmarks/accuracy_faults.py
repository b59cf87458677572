"""True faults against the flags of the product: pure, as all of the matching.

A true fault is found if the same kind is flagged while it lasts, or within its slack after.
The rules of a hold are the product's business only while the prescribed legs are drawn: what
breaks them is demanded for that time, and its delay counts from there. Neither demanded nor
held against the product is the rest of such a fault, one that lasted hardly longer than the
least that its rule asks for, and a head or shoulders that rise on the way to or from sitting
up: that is `not_supine`. In scripts that are not the stretch only faults of posture are
compared.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.accuracy_match import SIDES, Span, true_faults
from posecoach.core.config import Thresholds
from posecoach.core.faults import FaultKind
from posecoach.core.routine import DEFAULT_COMFORT_DEG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.accuracy_match import Row, Truth

KINDS = tuple(kind.value for kind in FaultKind)
POSTURE_KINDS = frozenset({"not_supine", "head_up", "shoulders_up"})
_HOLD_KINDS = POSTURE_KINDS | {"hands_off", "free_leg_up"}
_IN_PASSING = frozenset({"head_up", "shoulders_up"})
_PASSING_S = 1.5
_SPARE_S = 0.25  # above the rule's least: four frames at 15 fps
_EARLY_S, _SLACK_S = 0.3, 1.0
# Judged once the whole way in has been seen.
_SLACK_OF_KIND_S = {"both_at_once": 4.0}
_FLICKER_S = 0.3
_CFG = Thresholds()
_LEAST_S = {
    "not_supine": _CFG.not_supine_s,
    "head_up": _CFG.head_up_s,
    "shoulders_up": _CFG.shoulders_up_s,
    "leg_straight": _CFG.leg_straight_s,
    "not_close_enough": _CFG.not_close_enough_s,
    "hands_off": _CFG.hands_off_s,
    "free_leg_up": _CFG.free_leg_up_s,
}


@dataclass(frozen=True)
class FaultScore:
    """One kind of fault in one clip; delays in s from its true beginning to the flag."""

    demanded: int = 0
    found: int = 0
    flagged: int = 0
    right: int = 0
    delays_s: tuple[float, ...] = ()


def match_faults(
    truth: Truth, rows: Sequence[Row], *, single: bool, is_stretch: bool
) -> dict[str, FaultScore]:
    """Each kind's true faults against the flags in ``frames.csv``."""
    demanded, excused = _sorted_out(truth, drawn_spans(truth, single=single))
    kinds = [k for k in KINDS if is_stretch or k in POSTURE_KINDS]
    if not single:  # with both legs prescribed there is no free leg
        kinds = [k for k in kinds if k != "free_leg_up"]
    return {
        kind: _score(
            kind,
            [span for k, span in demanded if k == kind],
            [span for k, span in excused if k == kind],
            flags(rows, kind),
        )
        for kind in kinds
    }


def _sorted_out(
    truth: Truth, drawn: Sequence[Span]
) -> tuple[list[tuple[str, Span]], list[tuple[str, Span]]]:
    """The faults that must be found, and those that may be."""
    every = true_faults(truth)
    upright = [span for kind, span in every if kind == "not_supine"]
    demanded: list[tuple[str, Span]] = []
    excused: list[tuple[str, Span]] = []
    for kind, whole in every:
        excused += [(kind, whole)] * (kind in _HOLD_KINDS)
        passing = kind in _IN_PASSING and any(whole.overlap_s(u) > -_PASSING_S for u in upright)
        least_s = _LEAST_S.get(kind, 0.0)
        for span in [whole] if kind not in _HOLD_KINDS else _common(whole, drawn):
            brief = least_s > 0 and _seen_s(truth, span) < least_s + _SPARE_S
            (excused if passing or brief else demanded).append((kind, span))
    return demanded, excused


def _common(span: Span, others: Iterable[Span]) -> list[Span]:
    """What a span shares with each of the others."""
    return [
        Span(max(span.start_s, other.start_s), min(span.end_s, other.end_s))
        for other in others
        if span.overlap_s(other) > 0
    ]


def drawn_spans(truth: Truth, *, single: bool) -> list[Span]:
    """When the prescribed legs are drawn, whatever the trunk does: in at 105, out at 95 degrees."""
    leave_deg = DEFAULT_COMFORT_DEG - _CFG.hip_hysteresis_deg
    frames, up = truth["frames"], set[str]()
    found: list[Span] = []
    for frame, later in pairwise(frames):
        up = {
            side
            for side in SIDES
            if frame["flex"][side] >= (leave_deg if side in up else DEFAULT_COMFORT_DEG)
        }
        if len(up) < (1 if single else 2):
            continue
        joined = bool(found) and found[-1].end_s == frame["t"]
        start_s = found.pop().start_s if joined else frame["t"]
        found.append(Span(start_s, later["t"]))
    return found


def _seen_s(truth: Truth, span: Span) -> float:
    """How much of a span shows the person."""
    times = [f["t"] for f in truth["frames"]]
    first, last = bisect_left(times, span.start_s), bisect_left(times, span.end_s)
    ends = [*times, times[-1]][1:]
    seen = [truth["frames"][i]["visible"] for i in range(first, last)]
    return float(sum(ends[first + i] - times[first + i] for i, is_so in enumerate(seen) if is_so))


def flags(rows: Iterable[Row], kind: str) -> list[Span]:
    """When a fault was flagged; gaps of a moment are flicker."""
    found: list[Span] = []
    for row in rows:
        if kind not in row["faults"].split():
            continue
        time_s = float(row["time_s"])
        if found and time_s - found[-1].end_s <= _FLICKER_S:
            found[-1] = Span(found[-1].start_s, time_s)
        else:
            found.append(Span(time_s, time_s))
    return found


def _score(kind: str, demanded: list[Span], excused: list[Span], flagged: list[Span]) -> FaultScore:
    slack_s = _SLACK_OF_KIND_S.get(kind, _SLACK_S)

    def meet(true: Span, flag: Span) -> bool:
        return Span(true.start_s - _EARLY_S, true.end_s + slack_s).overlap_s(flag) >= 0

    hits = [[flag for flag in flagged if meet(true, flag)] for true in demanded]
    delays = [
        max(0.0, hit[0].start_s - true.start_s)
        for true, hit in zip(demanded, hits, strict=True)
        if hit
    ]
    right = [flag for flag in flagged if any(meet(true, flag) for true in demanded)]
    wrong = [f for f in flagged if f not in right and not any(meet(t, f) for t in excused)]
    return FaultScore(
        demanded=len(demanded),
        found=len(delays),
        flagged=len(right) + len(wrong),
        right=len(right),
        delays_s=tuple(delays),
    )
