"""The one thing to mend: what cost the most, by the rule in the module's text."""

import math

import numpy as np
import pytest

from posecoach.adapters.report_advice import Reason, comfort_deg, ledger, one_thing
from posecoach.adapters.report_model import HoldRow, ReportData, Track
from posecoach.core.attempts import Doubt, FlexionSummary, HoldVerdict
from posecoach.core.faults import Fault, FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs, PerLeg
from posecoach.core.routine import Routine

VALID, SHORT, FAULTED, UNSURE = HoldVerdict
UNSEEN = FlexionSummary(math.nan, math.nan)


def hold(
    verdict: HoldVerdict,
    *faults: Fault,
    legs: Legs = Legs.BOTH,
    doubt: Doubt | None = None,
    flexion: tuple[float, float] = (130.0, 134.0),
    start_s: float = 0.0,
) -> HoldRow:
    """One attempt of 20 s, half of it rejected where there are faults."""
    angles = FlexionSummary(*flexion)
    seconds = (10.0, 10.0, 0.0) if faults else (20.0, 0.0, 0.0)
    both = PerLeg(*(angles if side in legs.sides else UNSEEN for side in (Side.LEFT, Side.RIGHT)))
    return HoldRow(1, legs, start_s, start_s + 20.0, *seconds, verdict, doubt, both, faults)


def fault(kind: FaultKind, seconds: float = 3.0, start_s: float = 1.0) -> Fault:
    """A fault of a length."""
    return Fault(kind, start_s, start_s + seconds)


def data(*holds: HoldRow, faults: tuple[Fault, ...] = (), rest: bool = True) -> ReportData:
    """A session of these."""
    return ReportData(
        name="x.mp4",
        note=None,
        duration_s=100.0,
        near_side=Side.LEFT,
        model=None,
        routine=Routine("r", "both", 30.0),
        holds=holds,
        faults=faults,
        lost_s=0.0,
        rest_s=(0.0, 3.0) if rest else None,
        camera_moved_s=(),
        track=Track(np.array([0.0]), {}),
    )


def test_what_cost_the_most_holds_is_said() -> None:
    """Two holds lost to the shoulders outweigh one lost to the head, however long."""
    found = one_thing(
        data(
            hold(FAULTED, fault(FaultKind.HEAD_UP, 15.0)),
            hold(FAULTED, fault(FaultKind.SHOULDERS_UP)),
            hold(SHORT, fault(FaultKind.SHOULDERS_UP, 4.0, 50.0)),
        )
    )
    assert (found.reason, found.what) == (Reason.LOST, FaultKind.SHOULDERS_UP)
    assert (found.holds, found.seconds_s, found.look_s) == (2, 7.0, 50.0)


def test_at_a_tie_the_fault_that_lasted_longer_is_said() -> None:
    """Both cost the same hold; the shoulders cost more of it."""
    faults = fault(FaultKind.HEAD_UP, 2.0), fault(FaultKind.SHOULDERS_UP, 9.0)
    assert one_thing(data(hold(FAULTED, *faults))).what is FaultKind.SHOULDERS_UP


def test_full_equals_go_by_the_order_in_which_they_are_cued() -> None:
    """The head comes before the shoulders, in whatever order they were seen."""
    faults = fault(FaultKind.SHOULDERS_UP), fault(FaultKind.HEAD_UP)
    assert one_thing(data(hold(FAULTED, *faults))).what is FaultKind.HEAD_UP


def test_a_fault_goes_before_a_hold_that_was_let_go_early() -> None:
    """Nobody is asked to hold longer while something can be mended by moving."""
    found = one_thing(data(hold(SHORT), hold(FAULTED, fault(FaultKind.HEAD_UP))))
    assert found.what is FaultKind.HEAD_UP


def test_what_the_camera_missed_goes_before_a_short_hold() -> None:
    """A hold that cannot be judged may well have been good."""
    found = one_thing(data(hold(SHORT), hold(UNSURE, doubt=Doubt.OBLIQUE)))
    assert (found.reason, found.what) == (Reason.DOUBT, Doubt.OBLIQUE)


def test_most_holds_let_go_early_are_said() -> None:
    """Three short holds outweigh one that a fault cost; advice in them changes nothing."""
    short = hold(SHORT, fault(FaultKind.JERKY), start_s=7.0)
    found = one_thing(
        data(short, hold(SHORT), hold(SHORT), hold(FAULTED, fault(FaultKind.HEAD_UP)))
    )
    assert (found.reason, found.holds, found.look_s) == (Reason.TOO_SHORT, 3, 7.0)


def test_a_hold_that_never_began_is_lost_too() -> None:
    """Held still but not close enough stands outside of all holds."""
    found = one_thing(data(faults=(fault(FaultKind.NOT_CLOSE_ENOUGH, 12.0),)))
    assert (found.reason, found.what) == (Reason.OUTSIDE, FaultKind.NOT_CLOSE_ENOUGH)


def test_sitting_up_between_the_holds_is_nothing_to_mend() -> None:
    """Only faults in a hold, or in the place of one, cost anything."""
    found = one_thing(data(hold(VALID), faults=(fault(FaultKind.NOT_SUPINE),)))
    assert found.reason is Reason.WELL


def test_where_every_hold_counted_lost_seconds_come_next() -> None:
    """A blocking fault that cost seconds goes before any advice."""
    found = one_thing(
        data(hold(VALID, fault(FaultKind.JERKY), fault(FaultKind.HEAD_UP)), hold(VALID))
    )
    assert (found.reason, found.what) == (Reason.SECONDS, FaultKind.HEAD_UP)


def test_advice_is_said_where_nothing_else_is() -> None:
    """The advice that concerns the most holds."""
    found = one_thing(
        data(
            hold(VALID, fault(FaultKind.JERKY)),
            hold(VALID, fault(FaultKind.HANDS_OFF)),
            hold(VALID, fault(FaultKind.JERKY)),
        )
    )
    assert (found.reason, found.what, found.holds) == (Reason.ADVICE, FaultKind.JERKY, 2)


@pytest.mark.parametrize(("rest", "reason"), [(False, Reason.NO_START), (True, Reason.NO_ATTEMPT)])
def test_no_hold_at_all_says_what_was_missing(rest: bool, reason: Reason) -> None:
    """The start position, or the hold itself."""
    assert one_thing(data(rest=rest)).reason is reason


def test_the_comfort_range_is_of_the_holds_that_counted() -> None:
    """The median of their medians, and their highest peak."""
    holds = (
        hold(VALID, flexion=(120.0, 125.0)),
        hold(VALID, flexion=(130.0, 132.0)),
        hold(SHORT, flexion=(140.0, 149.0)),
    )
    assert comfort_deg(holds, Side.LEFT) == FlexionSummary(125.0, 132.0)


def test_each_leg_has_its_own_range() -> None:
    """A leg that was at rest says nothing about how far it goes."""
    holds = (hold(SHORT, legs=Legs.RIGHT),)
    assert comfort_deg(holds, Side.LEFT) is None
    assert comfort_deg(holds, Side.RIGHT) == FlexionSummary(130.0, 134.0)


def test_every_second_is_in_the_ledger() -> None:
    """Credited and rejected add up over the holds."""
    sums = ledger([hold(VALID), hold(FAULTED, fault(FaultKind.HEAD_UP))])
    assert (sums.credited_s, sums.rejected_s, sums.paused_s, sums.total_s) == (
        30.0,
        10.0,
        0.0,
        40.0,
    )
