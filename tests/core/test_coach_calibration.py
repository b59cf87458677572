"""Whole sessions (`tests.core.scenes`): what rest, view and far leg allow to be told."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.attempts import Doubt, HoldVerdict
from posecoach.core.coach import Coach
from posecoach.core.faults import FaultKind
from posecoach.core.replay import find_rests
from posecoach.core.routine import Routine
from tests.core.scenes import (
    CFG,
    FLOOR,
    HEAD,
    JUST_AFTER_S,
    UP,
    both,
    during,
    judged,
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
