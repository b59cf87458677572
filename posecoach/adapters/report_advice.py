"""What the report says first: the sums, the comfort range, and the one thing to mend.

The one thing is chosen by what it cost, because that is what mending it gives back:

1. whatever kept the most holds from counting. At a tie a fault goes before what the camera
   missed, and that before holds that were let go early: a fault is mended at once by moving,
   while longer is nobody's duty;
2. if every hold counted, the blocking fault that cost the most seconds;
3. then the advice that concerns the most holds;
4. else nothing: then it says what went well.

Among equals the order of :class:`FaultKind` decides, in which they are cued live too.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from statistics import median
from typing import TYPE_CHECKING

from posecoach.core.attempts import Doubt, FlexionSummary, HoldVerdict
from posecoach.core.faults import Fault, FaultKind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from posecoach.adapters.report_model import HoldRow, ReportData
    from posecoach.core.landmarks import Side


class Reason(str, Enum):
    """Why a thing is worth mending."""

    LOST = "lost"  # a fault kept holds from counting
    OUTSIDE = "outside"  # a fault kept holds from beginning
    DOUBT = "doubt"  # the picture does not allow a judgement
    TOO_SHORT = "too_short"
    NO_START = "no_start"  # no hold, and no rest to measure against
    NO_ATTEMPT = "no_attempt"
    SECONDS = "seconds"  # a fault cost seconds, but no hold
    ADVICE = "advice"
    WELL = "well"  # nothing to mend


@dataclass(frozen=True)
class Advice:
    """The one thing.

    Attributes
    ----------
    what
        The fault or the doubt, where there is one.
    holds
        How many holds it concerns.
    seconds_s
        How long it lasted in all.
    look_s
        Where to look at it; None: nowhere.
    """

    reason: Reason
    what: FaultKind | Doubt | None = None
    holds: int = 0
    seconds_s: float = 0.0
    look_s: float | None = None


@dataclass(frozen=True)
class Ledger:
    """The seconds of all holds."""

    credited_s: float
    rejected_s: float
    paused_s: float

    @property
    def total_s(self) -> float:
        """All of them."""
        return self.credited_s + self.rejected_s + self.paused_s


def ledger(holds: Iterable[HoldRow]) -> Ledger:
    """Add up what the holds' seconds were booked as."""
    holds = tuple(holds)
    return Ledger(
        sum(hold.credited_s for hold in holds),
        sum(hold.rejected_s for hold in holds),
        sum(hold.paused_s for hold in holds),
    )


def comfort_deg(holds: Iterable[HoldRow], side: Side) -> FlexionSummary | None:
    """The range one leg was held in: the median of its holds, and the highest peak.

    Holds that counted speak, or all of them where none did; None if the leg was seen in none.
    """
    seen = [
        hold
        for hold in holds
        if side in hold.legs.sides and not math.isnan(hold.flexion.of(side).median_deg)
    ]
    counted = [hold for hold in seen if hold.verdict is HoldVerdict.VALID]
    summaries = [hold.flexion.of(side) for hold in counted or seen]
    if not summaries:
        return None
    return FlexionSummary(
        median(s.median_deg for s in summaries), max(s.peak_deg for s in summaries)
    )


def one_thing(data: ReportData) -> Advice:
    """Choose what to mend next time; see the module's text for the rule."""
    lost = [*_faults_that_cost_holds(data), *_doubts(data), *_too_short(data)]
    if lost:
        return max(lost, key=lambda advice: advice.holds)  # the first of equals
    if not data.holds:
        return Advice(Reason.NO_START if data.rest_s is None else Reason.NO_ATTEMPT)
    seconds = list(_by_kind(data, Severity.BLOCKS, Reason.SECONDS))
    if seconds:
        return max(seconds, key=lambda advice: advice.seconds_s)
    advised = list(_by_kind(data, Severity.ADVISES, Reason.ADVICE))
    return max(advised, key=lambda advice: advice.holds, default=Advice(Reason.WELL))


def _faults_that_cost_holds(data: ReportData) -> list[Advice]:
    """Blocking faults in holds that did not count, or in their place; the longest first."""
    found = []
    for kind in FaultKind:
        failed = [
            hold
            for hold in data.holds
            if hold.verdict in (HoldVerdict.FAULTED, HoldVerdict.TOO_SHORT)
        ]
        inside = [spans for hold in failed if (spans := _of_kind(hold.faults, kind))]
        # Held still, but not close enough: no attempt begins, so it stands outside of all.
        outside = _of_kind(data.faults, kind) if kind is FaultKind.NOT_CLOSE_ENOUGH else []
        if kind.severity is Severity.BLOCKS and (inside or outside):
            spans = [*(fault for group in inside for fault in group), *outside]
            reason = Reason.LOST if inside else Reason.OUTSIDE
            found.append(_advice(reason, kind, spans, len(inside) + len(outside)))
    return sorted(found, key=lambda advice: -advice.seconds_s)


def _doubts(data: ReportData) -> Iterator[Advice]:
    counts = Counter(hold.doubt for hold in data.holds if hold.doubt is not None)
    for doubt in Doubt:
        if doubt in counts:
            first = next(hold for hold in data.holds if hold.doubt is doubt)
            yield Advice(Reason.DOUBT, doubt, counts[doubt], look_s=first.start_s)


def _too_short(data: ReportData) -> Iterator[Advice]:
    short = [
        hold
        for hold in data.holds
        if hold.verdict is HoldVerdict.TOO_SHORT
        and not any(fault.kind.severity is Severity.BLOCKS for fault in hold.faults)
    ]
    if short:
        yield Advice(Reason.TOO_SHORT, None, len(short), look_s=short[0].start_s)


def _by_kind(data: ReportData, severity: Severity, reason: Reason) -> Iterator[Advice]:
    """Each kind of a severity with the holds that have it, or none of them but the time between."""
    for kind in FaultKind:
        if kind.severity is severity:
            inside = [spans for hold in data.holds if (spans := _of_kind(hold.faults, kind))]
            if inside:
                spans = [fault for group in inside for fault in group]
                yield _advice(reason, kind, spans, len(inside))


def _of_kind(faults: Iterable[Fault], kind: FaultKind) -> list[Fault]:
    return [fault for fault in faults if fault.kind is kind]


def _advice(reason: Reason, kind: FaultKind, spans: list[Fault], holds: int) -> Advice:
    longest = max(spans, key=lambda fault: fault.end_s - fault.start_s)
    seconds_s = sum(fault.end_s - fault.start_s for fault in spans)
    return Advice(reason, kind, holds, seconds_s, longest.start_s)
