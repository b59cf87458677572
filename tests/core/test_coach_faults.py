"""Whole sessions (`tests.core.scenes`): what spoils a hold, and what does not."""

import pytest

from posecoach.core.attempts import HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.coach import Coach
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.routine import Routine
from tests.core.scenes import (
    CFG,
    FLOOR,
    HEAD,
    HOLD_BEGINS_S,
    JUST_AFTER_S,
    SHOULDERS,
    UP,
    both,
    during,
    judged,
    phases,
    the_hold,
)
from tests.core.synthetic import (
    HEIGHT_PX,
    WIDTH_PX,
    Keyframe,
    drawn,
    film,
    judge,
    resting,
    steady,
)


@pytest.mark.parametrize(
    ("changes", "kind"), [(HEAD, FaultKind.HEAD_UP), (SHOULDERS, FaultKind.SHOULDERS_UP)]
)
def test_a_fault_within_its_grace(changes: dict[str, float], kind: FaultKind) -> None:
    """Up for a second: that second is rejected, the hold goes on and is valid."""
    session = judged(both(16.0, *during(8.0, 9.0, drawn(**changes))))
    assert the_hold(session) == (HoldVerdict.VALID, None)
    attempt = session.records[0].attempt
    assert not attempt.spoilt
    assert attempt.rejected_s == pytest.approx(1.0, abs=0.1)
    assert attempt.credited_s == pytest.approx(16.7 - HOLD_BEGINS_S - 1.0, abs=0.15)
    (fault,) = session.faults
    assert fault.kind is kind
    assert (fault.start_s, fault.end_s) == pytest.approx((8.0, 9.0), abs=0.1)


@pytest.mark.parametrize(
    ("changes", "kind"), [(HEAD, FaultKind.HEAD_UP), (SHOULDERS, FaultKind.SHOULDERS_UP)]
)
def test_a_fault_beyond_its_grace(changes: dict[str, float], kind: FaultKind) -> None:
    """Up for three seconds: spoilt, only the 2.5 s before it count, and that is said."""
    session = judged(both(16.0, *during(8.0, 11.0, drawn(**changes))))
    assert the_hold(session) == (HoldVerdict.FAULTED, None)
    attempt = session.records[0].attempt
    assert attempt.spoilt
    assert attempt.counted_s == pytest.approx(2.5, abs=0.1)
    assert attempt.rejected_s == pytest.approx(3.0, abs=0.1)
    assert session.fault_kinds == {kind}
    assert {kind, CueKey.LET_GO} <= {step.cue.key for step in session.steps}
    assert session.steps[-1].valid_holds == 0


@pytest.mark.parametrize(("fault_s", "spoilt"), [(1.9, False), (2.1, True)])
def test_the_grace_is_of_the_fault_itself(fault_s: float, spoilt: bool) -> None:
    """The time that a fault is kept before it is over belongs neither to it nor to its grace."""
    session = judged(both(16.0, *during(8.0, 8.0 + fault_s, drawn(**HEAD))), fps=60)
    assert session.records[0].attempt.spoilt is spoilt


def test_a_look_around_is_no_fault() -> None:
    """The head up for 0.4 s costs nothing."""
    session = judged(both(12.0, *during(8.0, 8.4, drawn(**HEAD))))
    assert session.faults == []
    assert session.records[0].attempt.credited_s == pytest.approx(7.2, abs=0.07)


def test_the_head_up_from_the_first_frame_of_the_hold() -> None:
    """Up before the legs are and until after the release: nothing is credited."""
    script = both(head_lift=0.4)
    script[0] = (0.0, resting())
    script[1:2] = [(2.5, resting()), (3.0, resting(head_lift=0.4))]
    session = judged(script)
    assert the_hold(session) == (HoldVerdict.FAULTED, None)
    attempt = session.records[0].attempt
    assert attempt.credited_s == pytest.approx(0.0, abs=0.1)
    assert attempt.rejected_s == pytest.approx(7.2, abs=0.1)


def test_a_recording_that_ends_in_mid_fault() -> None:
    """The last frame closes the attempt and the fault."""
    script = both(16.0, *during(8.0, 15.0, drawn(**HEAD)))
    session = judge(film(script, steady(12.0)))
    assert the_hold(session) == (HoldVerdict.FAULTED, None)
    assert session.records[0].attempt.end_s == 12.0
    assert [(f.kind, f.end_s) for f in session.faults] == [(FaultKind.HEAD_UP, 12.0)]


def test_a_pillow_is_no_fault() -> None:
    """The head rests 0.3 above the rest line of a body without a pillow, all the time."""
    session = judged(both(head_lift=0.3))
    assert session.faults == []
    assert session.verdicts == ["valid"]


def test_rocking_up_with_hugged_knees_is_a_fault() -> None:
    """Head, shoulders and legs turn up by 30° as one and stay there: no camera did that."""
    curled = drawn(trunk_deg=30.0)
    session = judged(both(16.0, (8.0, drawn()), (8.5, curled), (14.0, curled), (14.5, drawn())))
    assert the_hold(session) == (HoldVerdict.FAULTED, None)
    assert {FaultKind.HEAD_UP, FaultKind.SHOULDERS_UP} <= session.fault_kinds
    assert session.records[0].attempt.rejected_s == pytest.approx(6.0, abs=0.6)


def test_sitting_up_in_mid_hold_ends_it() -> None:
    """Hugging the knees while sitting for three seconds parts what was held before and after."""
    sitting = [(8.0, drawn()), (8.5, drawn(trunk_deg=70.0)), (11.5, drawn(trunk_deg=70.0))]
    session = judged(both(18.0, *sitting, (12.0, drawn())))
    first, second = session.records
    assert (first.verdict, second.verdict) == (HoldVerdict.TOO_SHORT, HoldVerdict.VALID)
    # The head leaves the mat at once; on the way down the trunk passes 45 degrees after 25/70.
    assert first.attempt.end_s == pytest.approx(8.0, abs=0.1)
    assert second.attempt.start_s == pytest.approx(11.5 + 0.5 * 25 / 70, abs=0.05)
    assert first.attempt.rejected_s == 0.0
    assert session.fault_kinds == {FaultKind.NOT_SUPINE}, "legs that stay drawn are not pulled in"
    assert CueKey.LIE_DOWN in {s.cue.key for s in session.steps} or FaultKind.NOT_SUPINE in {
        s.cue.key for s in session.steps
    }


def test_sitting_up_for_a_moment_only_stops_the_clock() -> None:
    """For 1.5 s, within the grace: one attempt, and that time is rejected."""
    sitting = [(8.0, drawn()), (8.2, drawn(trunk_deg=70.0)), (9.5, drawn(trunk_deg=70.0))]
    (record,) = judged(both(16.0, *sitting, (9.7, drawn()))).records
    assert record.verdict is HoldVerdict.VALID
    assert record.attempt.rejected_s == pytest.approx(1.5, abs=0.15)


@pytest.mark.parametrize("changes", [{"trunk_deg": 80.0}, {"roll_deg": 180.0}, {"roll_deg": 90.0}])
def test_knees_to_the_chest_without_lying_is_no_attempt(changes: dict[str, float]) -> None:
    """Sitting, prone or on the side: not this stretch."""
    session = judged(both(**changes))
    assert session.records == []
    assert set(phases(session)) == {Phase.NOT_SUPINE}
    assert session.steps[-1].rest is None


def test_hands_off_is_advice() -> None:
    """Without hands the hold is valid and the advice is given."""
    session = judged(both(hands_on=False))
    assert the_hold(session) == (HoldVerdict.VALID, None)
    (fault,) = session.faults
    assert fault.kind is FaultKind.HANDS_OFF
    assert fault.start_s == pytest.approx(HOLD_BEGINS_S, abs=0.07)


def test_a_straight_leg() -> None:
    """Hips at 130° with the left knee at 20°: the hamstrings are stretched, nothing counts."""
    script = both()
    straight = [(t, f.but(left_knee_deg=20.0) if 3 < t < 13 and f else f) for t, f in script]
    session = judged(straight)
    assert the_hold(session) == (HoldVerdict.FAULTED, None)
    assert session.fault_kinds == {FaultKind.LEG_STRAIGHT}
    assert session.records[0].attempt.credited_s == pytest.approx(0.0, abs=0.1)


def test_not_close_enough() -> None:
    """The legs held at 98° (the first from 4.5 s on): no attempt, but it is said why."""
    script = [
        (0.0, resting()),
        (3.0, resting()),
        (4.5, drawn(98, FLOOR)),
        (6.0, drawn(98, 98)),
        (12.0, drawn(98, 98)),
        (13.5, resting()),
    ]
    session = judged(script)
    assert session.records == []
    (fault,) = session.faults
    assert fault.kind is FaultKind.NOT_CLOSE_ENOUGH
    assert (fault.start_s, fault.end_s) == pytest.approx((4.5, 12.0), abs=0.35)


def test_not_close_enough_with_both_legs_alike() -> None:
    """Legs that come up together are measured against the start position, not their own way up."""
    script = [(0.0, resting()), (3.0, resting()), (5.0, drawn(98, 98)), (11.0, drawn(98, 98))]
    session = judged([*script, (12.5, resting())])
    assert session.records == []
    assert session.fault_kinds == {FaultKind.NOT_CLOSE_ENOUGH}


def test_close_enough_for_a_lower_routine() -> None:
    """The same with a comfort of 90°: a valid hold and no word about it."""
    script = [(0.0, resting()), (3.0, resting()), (4.5, drawn(98, FLOOR)), (6.0, drawn(98, 98))]
    frames = film([*script, (12.0, drawn(98, 98)), (13.5, resting())], steady(15))
    size = {"width_px": WIDTH_PX, "height_px": HEIGHT_PX}
    coach = Coach(Routine("gentle", "both", 5.0, comfort_deg=90.0), CFG, **size)
    steps = [coach.step(frame) for frame in frames]
    records = [step.record for step in steps if step.record is not None]
    assert [record.verdict for record in records] == [HoldVerdict.VALID]
    assert not any(step.faults.ended for step in steps)


@pytest.mark.parametrize(("gap_s", "at_once"), [(0.0, True), (0.3, True), (0.7, False)])
def test_both_at_once_or_one_after_the_other(gap_s: float, at_once: bool) -> None:
    """Legs that rise within half a second rise together; it is advice."""
    script = [
        (0.0, resting()),
        (3.0, resting()),
        (3.0 + gap_s, drawn(FLOOR + 50 * gap_s, FLOOR, left_knee_deg=110 + 20 * gap_s / 1.5)),
        (4.5, drawn(UP, UP - 50 * gap_s)),
        (4.5 + gap_s + JUST_AFTER_S, drawn()),
        (12.0, drawn()),
        (13.5, resting()),
    ]
    session = judged(script)
    assert the_hold(session) == (HoldVerdict.VALID, None)
    assert session.fault_kinds == ({FaultKind.BOTH_AT_ONCE} if at_once else set())


@pytest.mark.parametrize(
    "hidden",
    [
        [(0.0, drawn())],  # the recording begins in mid-hold
        [(0.0, resting()), (3.0, None), (5.0, drawn())],  # nobody was seen while they rose
    ],
)
def test_legs_that_rise_unseen_accuse_nobody(hidden: list[Keyframe]) -> None:
    """Found drawn: nobody knows how they came up."""
    session = judged([*hidden, (12.0, drawn()), (13.5, resting()), (17.0, resting())])
    assert session.verdicts == ["valid"]
    assert session.faults == []


@pytest.mark.parametrize(("way_in_s", "jerky"), [(0.3, True), (0.45, True), (0.9, False)])
def test_jerky(way_in_s: float, jerky: bool) -> None:
    """75° in 0.3 s are 250° a second, in 0.9 s 83; more than 120 is a pull. It is advice."""
    script = [
        (0.0, resting()),
        (3.0, resting()),
        (3.0 + way_in_s, drawn(UP, FLOOR)),
        (5.0, drawn(UP, FLOOR)),
        (6.5, drawn()),
        (12.0, drawn()),
        (13.5, resting()),
    ]
    session = judged(script)
    assert the_hold(session) == (HoldVerdict.VALID, None)
    assert session.fault_kinds == ({FaultKind.JERKY} if jerky else set())
