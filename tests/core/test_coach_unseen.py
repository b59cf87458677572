"""Whole sessions (`tests.core.scenes`): out of sight, and what cannot be told."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.attempts import Doubt, HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.coach import Coach
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import INDEX, Side
from posecoach.core.replay import find_rests
from posecoach.core.routine import Routine
from tests.core.scenes import (
    CFG,
    FLOOR,
    HEAD,
    HOLD_BEGINS_S,
    JUST_AFTER_S,
    UP,
    both,
    during,
    judged,
    single,
    the_hold,
)
from tests.core.synthetic import (
    HEIGHT_PX,
    TORSO_PX,
    WIDTH_PX,
    Judged,
    Keyframe,
    drawn,
    film,
    judge,
    resting,
    steady,
)
from tests.core.test_trunk import missing


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
