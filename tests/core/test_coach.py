"""Whole sessions of the stick figure, whose verdict can be worked out on paper.

The usual script rests for 3 s, draws up the left leg from 55° to 130° in 1.5 s (50° a second,
so it passes 105° after 1.0 s), then the right one. The hold so begins at 5.5 s. It is let go
in 1.5 s: 0.7 s after the beginning of that the legs pass 95°, and there the hold ends.
"""

import itertools
import math
import warnings
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.core.attempts import Doubt, HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.coach import Coach
from posecoach.core.config import Thresholds
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.hold import State
from posecoach.core.landmarks import INDEX, Pose, PoseFrame, Side
from posecoach.core.legs import Legs
from posecoach.core.patient import choose_patient
from posecoach.core.repair import legs_exchanged
from posecoach.core.replay import find_rests
from posecoach.core.routine import Routine
from tests.core.synthetic import (
    DRAWN_HIP_DEG,
    HEIGHT_PX,
    REST_HIP_DEG,
    TORSO_PX,
    WIDTH_PX,
    Figure,
    Judged,
    Keyframe,
    drawn,
    film,
    judge,
    resting,
    steady,
)
from tests.core.test_trunk import missing

CFG = Thresholds()
FLOOR, UP = REST_HIP_DEG, DRAWN_HIP_DEG
HOLD_BEGINS_S = 5.5
JUST_AFTER_S = 0.001


def both(end_s: float = 12.0, *inside: Keyframe, **changes: object) -> list[Keyframe]:
    """The usual script; the hold is let go at `end_s`; `changes` apply throughout."""
    script: list[Keyframe] = [
        (0.0, resting(**changes)),
        (3.0, resting(**changes)),
        (4.5, drawn(UP, FLOOR, **changes)),
        (6.0, drawn(**changes)),
        *inside,
        (end_s, drawn(**changes)),
        (end_s + 1.5, resting(**changes)),
    ]
    return script


def during(start_s: float, end_s: float, figure: Figure | None) -> list[Keyframe]:
    """Something else in the middle of a hold, from one moment to another."""
    if figure is None:
        return [(start_s, None), (end_s, drawn())]
    return [
        (start_s, drawn()),
        (start_s + JUST_AFTER_S, figure),
        (end_s, figure),
        (end_s + JUST_AFTER_S, drawn()),
    ]


def single(left: float, right: float, end_s: float = 12.0, **changes: object) -> list[Keyframe]:
    """One leg: drawn from 3.0 to 4.5 s (a hold from 4.0 s), let go at `end_s`."""
    return [
        (0.0, resting(**changes)),
        (3.0, resting(**changes)),
        (4.5, drawn(left, right, **changes)),
        (end_s, drawn(left, right, **changes)),
        (end_s + 1.5, resting(**changes)),
    ]


def judged(script: Sequence[Keyframe], fps: float = 30.0, **how: object) -> Judged:
    """Film a script to two seconds after its end, and judge it."""
    frames = film(script, steady(script[-1][0] + 2.0, fps))
    return judge(frames, **how)  # type: ignore[arg-type]  # passed on as given


def the_hold(session: Judged) -> tuple[HoldVerdict, Doubt | None]:
    """The only attempt of a session."""
    (record,) = session.records
    return record.verdict, record.doubt


def phases(session: Judged) -> list[Phase]:
    """The phases in order, each once."""
    return [phase for phase, _ in itertools.groupby(step.phase for step in session.steps)]


# --- good holds and short ones ----------------------------------------------------------------


@pytest.mark.parametrize("near", list(Side))
@pytest.mark.parametrize("live", [False, True])
def test_a_good_hold(near: Side, live: bool) -> None:
    """Both legs, one after the other, hands on, head down: valid, without a single fault."""
    session = judged(both(near=near), live=live)
    (record,) = session.records
    assert (record.verdict, record.doubt, record.legs) == (HoldVerdict.VALID, None, Legs.BOTH)
    assert record.attempt.start_s == pytest.approx(HOLD_BEGINS_S, abs=0.07)
    assert record.attempt.end_s == pytest.approx(12.7, abs=0.07)
    assert record.attempt.credited_s == pytest.approx(7.2, abs=0.07)
    assert record.hip_flexion_deg.left.median_deg == pytest.approx(UP, abs=0.1)
    assert record.gain_deg == pytest.approx(0.0, abs=1.0)
    assert session.faults == []
    rest = session.steps[-1].rest
    assert rest is not None
    assert rest.near_side is near


def test_the_phases_of_a_session() -> None:
    """Rest, drawing in, drawn, releasing, rest."""
    found = phases(judged(both()))
    drawn_at = found.index(Phase.DRAWN)
    assert found[0] is found[-1] is Phase.REST
    assert set(found[1:drawn_at]) <= {Phase.DRAWING_IN, Phase.REST}
    assert Phase.DRAWING_IN in found[:drawn_at]
    assert found[drawn_at + 1] is Phase.RELEASING
    assert found.count(Phase.DRAWN) == 1


def test_the_count_rises_when_the_target_is_reached_and_not_at_the_release() -> None:
    """A hold of 5 s that began at 5.5 s counts from 10.5 s on."""
    session = judged(both())
    counted_s = next(step.frame.time_s for step in session.steps if step.valid_holds)
    assert counted_s == pytest.approx(10.5, abs=0.1)
    assert session.steps[-1].valid_holds == 1


def test_what_is_said_in_a_good_session() -> None:
    """Draw in, hold, enough, and draw in again."""
    session = judged([*both(18.0), (25.0, resting())])
    said = [key for key, _ in itertools.groupby(step.cue.key for step in session.steps)]
    assert said == [CueKey.DRAW_IN, CueKey.HOLD, CueKey.ENOUGH, CueKey.DRAW_IN]


def test_too_short() -> None:
    """Let go at 8 s: 3.2 s held."""
    session = judged(both(8.0))
    assert the_hold(session) == (HoldVerdict.TOO_SHORT, None)
    assert session.records[0].attempt.credited_s == pytest.approx(3.2, abs=0.07)
    assert session.steps[-1].valid_holds == 0


def test_a_leg_on_its_way_is_no_attempt() -> None:
    """Drawn for less than a second: no hold, not even a short one."""
    assert judged(both(6.0 + JUST_AFTER_S)).records != []
    quick = [(0.0, resting()), (3.0, resting()), (4.5, drawn()), (5.2, resting())]
    assert judged(quick).records == []


def test_two_holds() -> None:
    """Released in between, each has its own account and verdict."""
    second = [(t + 14.0, figure) for t, figure in both(8.0)]
    session = judged([*both(), *second])
    assert session.verdicts == ["valid", "too_short"]
    assert session.records[1].attempt.start_s == pytest.approx(14 + HOLD_BEGINS_S, abs=0.07)


def test_one_leg_let_go_ends_a_hold_with_both() -> None:
    """The right leg down at 10 s, the left one held on: over."""
    one_down = [(10.0, drawn()), (11.5, drawn(UP, FLOOR))]
    session = judged([*both(6.01)[:-2], *one_down, (16.0, drawn(UP, FLOOR)), (17.5, resting())])
    (record,) = session.records
    assert record.attempt.end_s == pytest.approx(10.7, abs=0.07)


# --- faults -----------------------------------------------------------------------------------

HEAD, SHOULDERS = {"head_lift": 0.4}, {"shoulder_lift": 0.4}


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


# --- one leg ----------------------------------------------------------------------------------


@pytest.mark.parametrize("near", list(Side))
@pytest.mark.parametrize("working", list(Side))
def test_one_leg(near: Side, working: Side) -> None:
    """Near or far, left or right: that leg, and no fault."""
    left = working is Side.LEFT
    script = single(UP if left else FLOOR, FLOOR if left else UP, near=near)
    session = judged(script, legs="single")
    assert the_hold(session) == (HoldVerdict.VALID, None)
    (record,) = session.records
    assert record.legs is Legs(working.value)
    assert record.attempt.start_s == pytest.approx(4.0, abs=0.07)
    assert record.attempt.credited_s == pytest.approx(8.7, abs=0.07)
    assert session.faults == []


@pytest.mark.parametrize("near", list(Side))
def test_a_far_leg_that_is_laid_on_the_near_one_is_not_drawn(near: Side) -> None:
    """The near leg hides the far knee and the landmarker reads 130° there too: one leg."""
    left = near is Side.LEFT
    script = single(UP if left else FLOOR, FLOOR if left else UP, near=near)
    script[2:4] = [(t, f and f.but(laid_on=True)) for t, f in script[2:4]]
    session = judged(script, legs="single")
    assert the_hold(session) == (HoldVerdict.VALID, None)
    (record,) = session.records
    assert record.legs is Legs(near.value)
    # From 75° on the near leg hides the far one; what is told of it is what was seen before.
    far = record.hip_flexion_deg.of(near.other)
    assert math.isnan(far.median_deg)
    assert session.faults == []


def test_sides_alternate() -> None:
    """Left, down, right: two holds, each with its own leg."""
    second = [(t + 14, figure) for t, figure in single(FLOOR, UP)[1:]]
    session = judged([*single(UP, FLOOR), *second], legs="single")
    assert [record.legs for record in session.records] == [Legs.LEFT, Legs.RIGHT]
    assert session.verdicts == ["valid", "valid"]


def test_legs_that_cross_over_are_two_holds() -> None:
    """The right leg comes up before the left one is down: the next attempt, not the same."""
    script = [
        *single(UP, FLOOR, 10.0)[:-1],
        (11.5, drawn()),
        (13.0, drawn(FLOOR, UP)),
        (20.0, drawn(FLOOR, UP)),
        (21.5, resting()),
    ]
    session = judged(script, legs="single")
    assert [record.legs for record in session.records] == [Legs.LEFT, Legs.RIGHT]
    first, second = (record.attempt for record in session.records)
    assert first.end_s == pytest.approx(12.2, abs=0.1)
    assert second.start_s >= first.end_s


def test_a_hold_goes_over_to_the_leg_that_can_be_seen() -> None:
    """The near leg is drawn after the far one and hides it: the hold goes on with the near one.

    With the left side near the right leg is drawn first; then the left leg comes up before
    it, the right one cannot be seen any more, and the hold is the left one's from there on.
    """
    script = [*single(FLOOR, UP, 8.0)[:-1], (9.5, drawn()), (16.0, drawn()), (17.5, resting())]
    session = judged(script, legs="single")
    (record,) = session.records
    assert record.attempt.start_s == pytest.approx(4.0, abs=0.07)
    assert record.attempt.end_s == pytest.approx(16.7, abs=0.1)
    working = [step.working for step in session.steps if step.working]
    assert [sides for sides, _ in itertools.groupby(working)] == [(Side.RIGHT,), (Side.LEFT,)]


def test_of_two_legs_found_drawn_the_near_one_works() -> None:
    """Back in view with both legs up, 150° and 110°: the one towards the camera is taken."""
    for near in Side:
        up = drawn(150, 110, near=near)
        frames = film([(0.0, resting(near=near)), (3.0, None), (4.0, up)], steady(5.0))
        assert judge(frames, legs="single").steps[-1].working == (near,)


def test_the_free_foot_off_the_floor_is_advice() -> None:
    """The right leg hovers at 85° while the left one is held."""
    script = [*single(UP, FLOOR)[:3], (6.0, drawn(UP, 85.0)), (12.0, drawn(UP, 85.0))]
    session = judged([*script, (13.5, resting())], legs="single")
    assert the_hold(session) == (HoldVerdict.VALID, None)
    assert session.fault_kinds == {FaultKind.FREE_LEG_UP}


def test_one_leg_is_not_enough_for_both() -> None:
    """The routine asks for both legs; one is no attempt."""
    assert judged(single(UP, FLOOR)).records == []


# --- out of sight -----------------------------------------------------------------------------


def test_a_fault_ends_when_it_was_last_seen() -> None:
    """The head is up and then nobody is there: the fault is not drawn out into the unseen."""
    session = judged([*both()[:4], (8.0, drawn()), (8.001, drawn(**HEAD)), (9.0, None)])
    (fault,) = session.faults
    assert fault.kind is FaultKind.HEAD_UP
    assert fault.end_s == pytest.approx(9.0 - 1 / 30, abs=1e-6)


@pytest.mark.parametrize("live", [False, True])
def test_rest_begins_anew_after_nobody_was_seen(live: bool) -> None:
    """Seen for a second, away, and seen for a second again: that is no rest of 1.5 s."""
    script = [(0.0, resting()), (1.0, None), (3.0, resting()), (4.0, None), (6.0, resting())]
    session = judge(film(script, steady(8.0)), live=live)
    rest = session.steps[-1].rest
    assert rest is not None
    assert rest.start_s == pytest.approx(6.0, abs=0.05)


def test_who_comes_back_is_seen_afresh() -> None:
    """After an absence no filter, no gap between the legs and no view is remembered."""
    frames = film(
        [(0.0, resting()), (3.0, drawn(90, 90)), (4.0, None), (6.0, drawn(120, 98, x_px=760.0))],
        steady(8.0),
    )
    coach = Coach(Routine("test", "both", 5.0), CFG, width_px=WIDTH_PX, height_px=HEIGHT_PX)
    steps = {round(frame.time_s, 3): coach.step(frame) for frame in frames}
    away, back = steps[3.9].measurement, steps[6.0].measurement
    assert away is not None
    assert back is not None
    assert away.far_leg.hidden
    # The ankles lie 0.33 apart: less than a hidden leg has to come clear, more than a new one.
    gap = drawn(120, 98).pose().points_px[[25, 26, 27, 28]] / TORSO_PX
    apart = max(math.dist(gap[0], gap[1]), math.dist(gap[2], gap[3]))
    assert 0.85 * CFG.leg_apart_torso < apart < 1.15 * CFG.leg_apart_torso
    assert not back.far_leg.hidden
    # Rest is left when the legs have moved already: its thigh is a hair longer than this one.
    assert back.hip_flexion_deg.left == pytest.approx(120.0, abs=0.3)
    assert coach.camera_moved_s == ()


def test_the_view_is_forgotten_with_the_person() -> None:
    """Who comes back to lie half a torso farther on has not pushed the camera."""
    script = [(0.0, resting()), (4.0, None), (6.0, resting(x_px=740.0)), (9.0, resting(x_px=740))]
    coach = Coach(Routine("test", "both", 5.0), CFG, width_px=WIDTH_PX, height_px=HEIGHT_PX)
    for frame in film(script, steady(9.0)):
        coach.step(frame)
    assert coach.camera_moved_s == ()


def test_two_seconds_out_of_sight() -> None:
    """Paused, and the hold goes on."""
    session = judged(both(16.0, *during(8.0, 10.0, None)))
    assert the_hold(session) == (HoldVerdict.VALID, None)
    attempt = session.records[0].attempt
    assert attempt.paused_s == pytest.approx(2.0, abs=0.05)
    assert attempt.credited_s == pytest.approx(16.7 - HOLD_BEGINS_S - 2.0, abs=0.1)
    assert {s.phase for s in session.steps if 8.01 < s.frame.time_s < 9.9} == {Phase.ABSENT}
    assert session.steps[-1].valid_holds == 1


def test_five_seconds_out_of_sight() -> None:
    """The attempt ended when last seen; what was missed may have been held: unsure."""
    session = judged(both(18.0, *during(8.0, 13.0, None)))
    assert the_hold(session) == (HoldVerdict.UNSURE, Doubt.OUT_OF_SIGHT)
    attempt = session.records[0].attempt
    assert attempt.end_s == pytest.approx(8.0, abs=0.05)
    assert attempt.credited_s == pytest.approx(2.5, abs=0.07)
    said = {step.cue.key for step in session.steps}
    assert {CueKey.NOT_SEEN, CueKey.LET_GO} <= said


def test_let_go_while_out_of_sight() -> None:
    """Away for 2.9 s and back with the legs on their way down: held until last seen."""
    down = [(8.0, None), (10.9, drawn(90, 90)), (11.5, resting()), (15.0, resting())]
    session = judged([*both(12.0)[:4], *down])
    assert the_hold(session) == (HoldVerdict.TOO_SHORT, None)
    assert session.records[0].attempt.end_s == pytest.approx(8.0, abs=0.05)


def test_nobody_at_all() -> None:
    """An empty room: no attempt, no rest, and it is said."""
    session = judge(film([(0.0, None)], steady(5.0)))
    assert session.records == []
    assert session.faults == []
    assert {step.phase for step in session.steps} == {Phase.ABSENT}
    assert all(step.measurement is None and step.working == () for step in session.steps)
    assert {step.cue.key for step in session.steps} == {CueKey.NOT_SEEN}


def test_a_single_leg_out_of_sight_for_a_moment() -> None:
    """The near ankle, knee and hip hidden for a second: paused, then it goes on."""
    frames = film(single(UP, FLOOR), steady(15.0))
    joints = [INDEX[Side.LEFT, joint] for joint in ("knee", "ankle")]
    hidden = [
        replace(f, pose=missing(f.pose, *joints)) if f.pose and 8 <= f.time_s < 9 else f
        for f in frames
    ]
    session = judge(hidden, legs="single")
    assert the_hold(session) == (HoldVerdict.VALID, None)
    assert session.records[0].attempt.paused_s == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("index", [11, 23, 7])
def test_what_cannot_be_judged_is_paused_and_not_passed(index: int) -> None:
    """A shoulder, a hip, or all of the face unseen for two seconds: neither good nor bad."""
    frames = film(both(16.0), steady(18.0))
    gone = range(11) if index == 7 else [index]
    hidden = [
        replace(f, pose=missing(f.pose, *gone)) if f.pose and 8 <= f.time_s < 10 else f
        for f in frames
    ]
    session = judge(hidden)
    assert the_hold(session) == (HoldVerdict.VALID, None)
    attempt = session.records[0].attempt
    assert attempt.paused_s == pytest.approx(2.0, abs=0.05)
    assert attempt.credited_s == pytest.approx(16.7 - HOLD_BEGINS_S - 2.0, abs=0.1)


# --- calibration ------------------------------------------------------------------------------


def test_no_rest_anywhere_is_unsure() -> None:
    """Held from the first frame to the last: nothing to measure the head against."""
    session = judge(film([(0.0, drawn())], steady(12.0)))
    assert the_hold(session) == (HoldVerdict.UNSURE, Doubt.NO_REST)
    assert session.records[0].attempt.credited_s == 12.0
    assert session.steps[-1].valid_holds == 0, "not counted while it is open either"


REST_LATER: list[Keyframe] = [
    (0.0, drawn()),
    (2.0, drawn()),
    (2.0 + JUST_AFTER_S, drawn(**HEAD)),
    (6.0, drawn(**HEAD)),
    (6.0 + JUST_AFTER_S, drawn()),
    (12.0, drawn()),
    (13.5, resting()),
    (17.0, resting()),
]


def test_a_rest_that_comes_later_judges_what_came_before() -> None:
    """Replay knows the whole recording: the head was up, and it is faulted."""
    session = judged(REST_LATER)
    assert the_hold(session) == (HoldVerdict.FAULTED, None)
    assert session.fault_kinds == {FaultKind.HEAD_UP}


def test_live_a_rest_that_comes_later_is_too_late() -> None:
    """Live nobody could have told."""
    session = judged(REST_LATER, live=True)
    assert the_hold(session) == (HoldVerdict.UNSURE, Doubt.NO_REST)


def test_live_and_replay_agree_once_rest_was_seen() -> None:
    """The same film, judged as it goes on or afterwards: the same attempts."""
    script = [*both(16.0, *during(8.0, 11.0, drawn(**HEAD)))]
    live, replay = judged(script, live=True), judged(script)
    assert live.verdicts == replay.verdicts
    assert [r.attempt for r in live.records] == [r.attempt for r in replay.records]


@pytest.mark.parametrize(("yaw_deg", "sure"), [(-60, False), (-40, True), (40, True), (60, False)])
def test_an_oblique_view_is_unsure(yaw_deg: float, sure: bool) -> None:
    """Beyond 50° from side-on angles cannot be told; nearer they can."""
    verdict, doubt = the_hold(judged(both(yaw_deg=float(yaw_deg))))
    expected = (HoldVerdict.VALID, None) if sure else (HoldVerdict.UNSURE, Doubt.OBLIQUE)
    assert (verdict, doubt) == expected


def test_a_far_leg_that_swings_is_unsure() -> None:
    """Behind the near leg the far one jumps by ±0.12 torso: it is being guessed."""
    frames = film(both(), steady(15.0))
    shaken = []
    for k, frame in enumerate(frames):
        assert frame.pose is not None
        points = frame.pose.points_px.copy()
        if 6.0 <= frame.time_s <= 12.0:
            points[[26, 28], 1] += 0.12 * TORSO_PX * (-1) ** k
        shaken.append(replace(frame, pose=replace(frame.pose, points_px=points)))
    assert the_hold(judge(shaken)) == (HoldVerdict.UNSURE, Doubt.FAR_LEG)


def sighted(script: Sequence[Keyframe], sight: Sequence[tuple[float, float]]) -> Judged:
    """Judge a film in which the landmarker sees the far (right) knee so well, by time."""
    frames = []
    for frame in film(script, steady(script[-1][0] + 2.0)):
        assert frame.pose is not None
        visibility = frame.pose.visibility.copy()
        visibility[26] = np.interp(frame.time_s, *zip(*sight, strict=True))
        frames.append(replace(frame, pose=replace(frame.pose, visibility=visibility)))
    return judge(frames)


LAID_ON = [  # the near leg rises alone, and the landmarker lays the far one onto it
    (0.0, resting(laid_on=True)),
    (3.0, resting(laid_on=True)),
    (4.5, drawn(UP, FLOOR, laid_on=True)),
    (6.5, drawn(UP, FLOOR, laid_on=True)),
    (6.6, drawn()),
    (13.0, drawn()),
    (14.5, resting()),
]


def test_no_attempt_begins_with_a_leg_laid_onto_the_other() -> None:
    """The far knee comes into sight as the near leg leaves it, and fades as it follows."""
    session = sighted(LAID_ON, [(3.0, 0.5), (4.5, 0.7), (6.3, 0.7), (6.8, 0.5)])
    (record,) = session.records
    assert record.attempt.start_s == pytest.approx(6.5, abs=0.2)
    assert FaultKind.BOTH_AT_ONCE not in session.fault_kinds, "what it did was not seen"


def test_legs_that_rise_together_begin_at_once() -> None:
    """The same to the eye, but the far knee fades from the first: both are up."""
    session = sighted(LAID_ON, [(3.0, 0.7), (4.5, 0.5)])
    (record,) = session.records
    assert record.attempt.start_s == pytest.approx(4.0, abs=0.1)
    assert FaultKind.BOTH_AT_ONCE in session.fault_kinds


def test_a_leg_that_stands_after_all_was_not_drawn() -> None:
    """Laid onto the near leg for half a second, then seen on the floor: the hold comes later."""
    script = [
        *both()[:2],
        (4.5, drawn(UP, UP)),
        (4.6, drawn(UP, FLOOR)),
        (6.0, drawn(UP, FLOOR)),
        (7.0, drawn()),
        *LAID_ON[-2:],
    ]
    (record,) = judged(script).records
    assert record.attempt.start_s == pytest.approx(6.67, abs=0.1)


@pytest.mark.parametrize(("off_s", "is_end"), [(1.0, True), (4.0, False)])
def test_hands_that_let_go_before_the_legs_come_down(off_s: float, is_end: bool) -> None:
    """Behind the near leg the far one may come down first: the hold ends with the grip.

    Hands that were off for longer were off, and the hold went on.
    """
    off = drawn(hands_on=False)
    end_s = 10.0 + off_s
    script = [*both()[:4], (10.0, off), (end_s, off), (end_s + 1.5, resting(hands_on=False))]
    (record,) = judged(script).records
    expected_s = 10.0 if is_end else end_s + 1.5 * 35 / 75
    assert record.attempt.end_s == pytest.approx(expected_s, abs=0.2)
    assert record.attempt.credited_s == pytest.approx(
        record.attempt.end_s - record.attempt.start_s, abs=1e-6
    )


def test_a_far_leg_that_reads_low_for_a_while_splits_no_hold() -> None:
    """85 degrees for a second and a half, the near leg drawn all the while: one hold, all of it."""
    script = both(14.0, *during(8.0, 9.5, drawn(130, 85)))
    (record,) = judged(script).records
    assert record.attempt.credited_s == pytest.approx(14.7 - 5.67, abs=0.3)


def test_a_camera_that_is_pushed_in_mid_hold() -> None:
    """The picture shifts by a quarter torso up: within a second the rest line moves along."""
    pushed = [(9.0, drawn()), (9.3, drawn(y_px=400.0)), (16.0, drawn(y_px=400.0))]
    script = [*both()[:4], *pushed, (17.5, resting(y_px=400.0)), (20.0, resting(y_px=400.0))]
    for live in (False, True):
        session = judged(script, live=live)
        assert session.verdicts == ["valid"]
        assert session.records[0].attempt.rejected_s < 1.0
        assert all(fault.end_s < 10.0 for fault in session.faults)


def test_a_camera_that_is_pushed_upwards_lifts_no_shoulder() -> None:
    """The picture rises by 0.25 torso in a tenth of a second: no fault, no second lost."""
    pushed = [(9.0, drawn()), (9.1, drawn(y_px=400.0)), (16.0, drawn(y_px=400.0))]
    script = [*both()[:4], *pushed, (17.5, resting(y_px=400.0)), (20.0, resting(y_px=400.0))]
    session = judged(script)
    assert session.fault_kinds == set()
    (record,) = session.records
    assert record.attempt.rejected_s == record.attempt.paused_s == 0.0


def test_the_coach_tells_when_the_camera_moved_and_what_it_rests_on() -> None:
    """Once, soon after the push; the rest before it and the one that was carried along."""
    pushed = [(9.0, drawn()), (9.3, drawn(y_px=400.0)), (14.0, drawn(y_px=400.0))]
    frames = film([*both()[:4], *pushed], steady(14.0))
    size = {"width_px": WIDTH_PX, "height_px": HEIGHT_PX}
    rests = find_rests(frames, CFG, **size)
    coach = Coach(Routine("test", "both", 5.0), CFG, rests=rests, **size)
    for frame in frames:
        coach.step(frame)
    (moved_s,) = coach.camera_moved_s
    assert 9.3 < moved_s < 10.3
    assert len(rests) == 1
    assert [rest.start_s for rest in coach.rests] == [0.0, moved_s]
    np.testing.assert_allclose(coach.rests[1].points_px[23, 1], 400.0, atol=1.0)
    assert coach.doubt() is None


# --- robustness -------------------------------------------------------------------------------

ROCKS: dict[str, list[Figure]] = {
    "towards the chest and back": [drawn(UP + 5, UP + 5), drawn(UP - 5, UP - 5)],
    "near the threshold": [drawn(106, 106), drawn(96, 96)],
    "from side to side": [drawn(roll_deg=5.0), drawn(roll_deg=-5.0)],
}


@pytest.mark.parametrize("name", list(ROCKS))
def test_rocking_stays_one_hold(name: str) -> None:
    """±5° once a second is part of the exercise: one hold, no fault."""
    one, other = ROCKS[name]
    rocking = [(6.5 + k * 0.5, (one, other)[k % 2]) for k in range(13)]
    session = judged([*both()[:4], *rocking, (13.0, drawn()), (14.5, resting())])
    assert the_hold(session) == (HoldVerdict.VALID, None)
    assert session.faults == []
    assert session.records[0].attempt.rejected_s == 0.0


FAULTY = both(16.0, *during(8.0, 11.0, drawn(**HEAD)))
AWAY = both(16.0, *during(8.0, 10.0, None))


@pytest.mark.parametrize("fps", [5, 15, 30, 60])
@pytest.mark.parametrize(
    ("script", "verdict", "counted_s"),
    [
        (both(), "valid", 7.2),
        (both(8.0), "too_short", 3.2),
        (FAULTY, "faulted", 2.5),
        (AWAY, "valid", 9.2),
    ],
    ids=["good", "short", "head up", "away"],
)
def test_any_frame_rate(fps: float, script: list[Keyframe], verdict: str, counted_s: float) -> None:
    """The same verdict, and the seconds that count to within one frame interval (or 0.1 s)."""
    session = judged(script, fps)
    assert session.verdicts == [verdict]
    attempt = session.records[0].attempt
    assert attempt.counted_s == pytest.approx(counted_s, abs=max(1 / fps, 0.1))


@settings(max_examples=8)
@given(st.integers(0, 2**32 - 1))
def test_an_uneven_frame_rate(seed: int) -> None:
    """Frames 10 to 200 ms apart, as phones make them: the same verdicts and seconds."""
    gaps = np.random.default_rng(seed).uniform(0.01, 0.2, 400)
    times = [t for t in np.cumsum(gaps) - gaps[0] if t < 20.0]
    good, faulty = judge(film(both(), times)), judge(film(FAULTY, times))
    assert good.verdicts == ["valid"]
    assert good.records[0].attempt.counted_s == pytest.approx(7.2, abs=0.3)
    assert faulty.verdicts == ["faulted"]
    assert faulty.records[0].attempt.counted_s == pytest.approx(2.5, abs=0.3)


def test_times_may_begin_anywhere() -> None:
    """A recording that begins at 1000 s gives the same, a thousand seconds later."""
    frames = film(both(), steady(15.0))
    late = [replace(frame, time_s=frame.time_s + 1000.0) for frame in frames]
    early, later = judge(frames).records[0], judge(late).records[0]
    assert later.verdict is early.verdict
    assert later.attempt.start_s == pytest.approx(early.attempt.start_s + 1000.0)
    assert later.attempt.credited_s == pytest.approx(early.attempt.credited_s)


def turned(pose: Pose, turn_deg: float) -> Pose:
    """The same body in a picture that is tilted about its middle."""
    turn = np.radians(turn_deg)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    middle = np.array([WIDTH_PX / 2, HEIGHT_PX / 2])
    world = pose.world_m.copy()
    world[:, :2] = world[:, :2] @ rotation.T
    return replace(pose, points_px=(pose.points_px - middle) @ rotation.T + middle, world_m=world)


@pytest.mark.parametrize("turn_deg", [-20.0, 20.0])
def test_a_tilted_camera(turn_deg: float) -> None:
    """Rest and lifts are measured along the body and not along the picture."""
    for script, verdict in ((both(), "valid"), (FAULTY, "faulted")):
        frames = film(script, steady(18.0))
        tilted = [
            replace(f, pose=None if f.pose is None else turned(f.pose, turn_deg)) for f in frames
        ]
        session, level = judge(tilted), judge(frames)
        assert session.verdicts == [verdict]
        counted = session.records[0].attempt.counted_s
        assert counted == pytest.approx(level.records[0].attempt.counted_s)


def test_two_people() -> None:
    """A therapist kneels beside, another person sits: the one who lies is judged."""
    frames = film(both(), steady(15.0))
    therapist = resting(trunk_deg=80.0, x_px=900.0).pose()
    chosen: list[PoseFrame] = []
    last = None
    for k, frame in enumerate(frames):
        assert frame.pose is not None
        people = [therapist, frame.pose] if k % 2 else [frame.pose, therapist]
        last = choose_patient(people, CFG, last)
        chosen.append(replace(frame, pose=last))
    assert judge(chosen).records == judge(frames).records


def test_a_hold_goes_on_when_its_leg_is_named_anew() -> None:
    """Named wrongly until, in mid-hold, the other foot stands: one hold, put down to its leg."""
    turned = {"yaw_deg": 30.0}
    floor, up, free = (drawn(*hips, **turned) for hips in ((55, 55), (130, 55), (130, 75)))
    script = [(0, floor), (3, floor), (4, free), (6, free), (7, up), (14, up), (15, floor)]
    frames = film(script, steady(17.0))
    wrong = [
        replace(f, pose=legs_exchanged(f.pose)) if f.pose and f.time_s >= 3 else f for f in frames
    ]
    told, true = judge(wrong, legs="single"), judge(frames, legs="single")
    assert next(step.working for step in told.steps if step.working) == (Side.RIGHT,)
    assert [record.legs for record in told.records] == [Legs.LEFT]
    assert told.records[0].attempt.credited_s == pytest.approx(
        true.records[0].attempt.credited_s, abs=0.25
    )


def test_swaps_are_repaired_and_told() -> None:
    """Exchanged legs from 8 to 9 s of a single-leg hold: one swap, the same verdict."""
    frames = film(single(UP, FLOOR), steady(15.0))
    swapped = [
        replace(f, pose=legs_exchanged(f.pose)) if f.pose and 8 <= f.time_s < 9 else f
        for f in frames
    ]
    session = judge(swapped, legs="single")
    assert sum(step.swap_began for step in session.steps) == 1
    assert session.records == judge(frames, legs="single").records


@pytest.mark.parametrize("later_s", [1.0, 0.5, math.nan])
def test_time_must_go_forward(later_s: float) -> None:
    """Backwards, standing still, or no time at all: refused, and both times are named."""
    coach = Coach(Routine("test", "both", 5.0), CFG, width_px=WIDTH_PX, height_px=HEIGHT_PX)
    coach.step(PoseFrame(1.0, resting().pose()))
    with pytest.raises(ValueError, match=rf"{later_s} s after 1\.0 s"):
        coach.step(PoseFrame(later_s, resting().pose()))


def test_no_frames() -> None:
    """Nothing in, nothing out."""
    session = judge([])
    assert (session.records, session.faults, session.steps) == ([], [], [])


NOWHERE = replace(
    resting().pose(), points_px=np.full((33, 2), np.nan), world_m=np.full((33, 3), np.nan)
)
ONE_SPOT = replace(resting().pose(), points_px=np.full((33, 2), 300.0), world_m=np.zeros((33, 3)))


@pytest.mark.parametrize("broken", [NOWHERE, ONE_SPOT], ids=["all missing", "on one spot"])
@pytest.mark.parametrize("legs", ["both", "single"])
def test_broken_landmarks_are_no_evidence(broken: Pose, legs: str) -> None:
    """A second of nonsense in mid-hold is paused; nothing but nonsense is nothing; no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        only = judge([PoseFrame(k / 10, broken) for k in range(50)], legs=legs)
        assert (only.records, only.faults) == ([], [])
        frames = film(both() if legs == "both" else single(UP, FLOOR), steady(15.0))
        mixed = [replace(f, pose=broken) if 8 <= f.time_s < 9 else f for f in frames]
        session = judge(mixed, legs=legs)
    assert session.verdicts == ["valid"]
    assert session.records[0].attempt.paused_s == pytest.approx(1.0, abs=0.1)


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_any_nonsense_leaves_the_books_in_order(seed: int) -> None:
    """Random postures, missing joints and gaps: whatever comes of it adds up, and no warning."""
    random = np.random.default_rng(seed)
    frames, time_s = [], 0.0
    figure = resting()
    for _ in range(250):
        time_s += float(random.choice([0.03, 0.1, 0.5, 2.5], p=[0.6, 0.3, 0.07, 0.03]))
        if random.random() < 0.1:
            hips = random.uniform(0, 150, 2)
            figure = drawn(*hips, trunk_deg=float(random.choice([0.0, 0.0, 30.0, 80.0])))
        pose = figure.pose()
        if random.random() < 0.1:
            pose = missing(pose, *random.integers(0, 33, 5))
        frames.append(PoseFrame(time_s, None if random.random() < 0.1 else pose))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for legs in ("both", "single"):
            session = judge(frames, legs=legs, live=bool(seed % 2))
            for record in session.records:
                a = record.attempt
                total = a.credited_s + a.rejected_s + a.paused_s
                assert total == pytest.approx(a.end_s - a.start_s, abs=1e-6)
                assert 0 <= a.counted_s <= a.credited_s + 1e-9
            for before, after in itertools.pairwise(session.records):
                assert before.attempt.end_s <= after.attempt.start_s
            for fault in session.faults:
                assert fault.start_s <= fault.end_s


def test_a_frame_per_second_still_works() -> None:
    """At 1 fps a hold of ten seconds is told from one of three."""
    assert judged(both(20.0), 1.0, hold_s=10.0).verdicts == ["valid"]
    assert judged(both(9.0), 1.0, hold_s=10.0).verdicts == ["too_short"]


def test_states_seen_on_the_way() -> None:
    """The hold machine's state travels with each step."""
    session = judged(both(16.0, *during(8.0, 11.0, drawn(**HEAD))))
    states = [state for state, _ in itertools.groupby(s.hold.state for s in session.steps)]
    assert states[0] is states[-1] is State.READY
    assert {State.HOLDING, State.FAULTED, State.SPOILT} <= set(states)
