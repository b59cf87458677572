"""A whole session added up: holds with their faults, what lies outside, what was not seen."""

from collections.abc import Sequence

import pytest

from posecoach.core.attempts import HoldVerdict
from posecoach.core.coach import Coach
from posecoach.core.config import Thresholds
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import PoseFrame, Side
from posecoach.core.repair import legs_exchanged
from posecoach.core.replay import find_rests
from posecoach.core.routine import Routine
from posecoach.core.session import Session, SessionBuilder
from tests.core.scenes import both, during
from tests.core.synthetic import (
    HEIGHT_PX,
    WIDTH_PX,
    Keyframe,
    drawn,
    film,
    resting,
    steady,
)

CFG = Thresholds()


def session_of(frames: Sequence[PoseFrame], legs: str = "both") -> Session:
    """Add up a film as replay does."""
    size = {"width_px": WIDTH_PX, "height_px": HEIGHT_PX}
    rests = find_rests(frames, CFG, **size)
    coach = Coach(Routine("test", legs, 5.0), CFG, rests=rests, **size)
    builder = SessionBuilder(CFG)
    for frame in frames:
        builder.add(coach.step(frame))
    return builder.finish(coach)


def filmed(script: Sequence[Keyframe], end_s: float, fps: float = 30.0) -> Session:
    """Film a script and add it up."""
    return session_of(film(script, steady(end_s, fps)))


def test_nothing() -> None:
    """No frame: everything is zero or not known."""
    session = session_of([])
    assert (session.holds, session.faults, session.valid_holds) == ((), (), 0)
    assert (session.frames, session.pose_frames) == (0, 0)
    assert (session.duration_s, session.lost_s, session.swaps_repaired) == (0.0, 0.0, 0)
    assert session.near_side is None
    assert session.rest is None
    assert session.camera_moved_s == ()


def test_an_empty_room() -> None:
    """Frames without anybody: nobody was lost, because nobody was there."""
    session = filmed([(0.0, None)], 2.0, 10.0)
    assert (session.frames, session.pose_frames, session.lost_s) == (21, 0, 0.0)
    assert session.duration_s == 2.0
    assert session.near_side is None


def test_every_attempt_is_listed_and_only_valid_ones_count() -> None:
    """A long hold and a short one: two holds, one valid."""
    second = [(t + 14.0, figure) for t, figure in both(8.0)]
    session = filmed([*both(), *second], 26.0)
    verdicts = [hold.record.verdict for hold in session.holds]
    assert verdicts == [HoldVerdict.VALID, HoldVerdict.TOO_SHORT]
    assert session.valid_holds == 1
    assert session.near_side is Side.LEFT
    assert session.rest is not None
    assert session.rest.start_s == 0.0
    assert session.frames == session.pose_frames == 26 * 30 + 1


def test_a_fault_belongs_to_its_hold_and_is_cut_to_it() -> None:
    """Hands off until after the release: listed with the hold, and within it."""
    session = filmed(both(hands_on=False), 16.0)
    (hold,) = session.holds
    (fault,) = hold.faults
    assert fault.kind is FaultKind.HANDS_OFF
    attempt = hold.record.attempt
    assert attempt.start_s <= fault.start_s <= fault.end_s <= attempt.end_s
    assert session.faults == ()


def test_a_fault_in_two_holds_is_listed_with_each() -> None:
    """The head goes up in one hold and comes down in the next."""
    script = both(12.0)
    script[4] = (10.0, drawn())
    head: list[Keyframe] = [
        (10.001, drawn(head_lift=0.4)),
        (12.0, drawn(head_lift=0.4)),
        (12.5, drawn(80, 80, head_lift=0.4)),
        (13.3, drawn(80, 80, head_lift=0.4)),
        (14.0, drawn(head_lift=0.4)),
        (16.0, drawn(head_lift=0.4)),
        (16.001, drawn()),
        (19.0, drawn()),
        (20.5, resting()),
    ]
    session = filmed([*script[:5], *head], 22.0)
    assert len(session.holds) == 2
    for hold in session.holds:
        assert FaultKind.HEAD_UP in {fault.kind for fault in hold.faults}
        for fault in hold.faults:
            assert hold.record.attempt.start_s <= fault.start_s
            assert fault.end_s <= hold.record.attempt.end_s
    assert all(fault.kind is not FaultKind.HEAD_UP for fault in session.faults)


def test_a_fault_of_a_moment_belongs_to_its_hold() -> None:
    """Both legs at once is said of one moment, without a length; it is the hold's."""
    script = [(0.0, resting()), (3.0, resting()), (4.5, drawn()), (12.0, drawn())]
    session = filmed([*script, (13.5, resting())], 16.0)
    (hold,) = session.holds
    assert [fault.kind for fault in hold.faults] == [FaultKind.BOTH_AT_ONCE]
    assert session.faults == ()


def test_a_fault_outside_any_hold_is_the_sessions() -> None:
    """Held at 98°: no attempt, the fault is listed on its own."""
    script = [(0.0, resting()), (3.0, resting()), (5.0, drawn(98, 98)), (11.0, drawn(98, 98))]
    session = filmed(script, 11.0)
    assert session.holds == ()
    (fault,) = session.faults
    assert fault.kind is FaultKind.NOT_CLOSE_ENOUGH
    assert fault.end_s == 11.0


def test_faults_come_in_order_of_time() -> None:
    """Shoulders first, hands off all along: sorted by their beginning."""
    script = both(14.0, *during(8.0, 9.0, drawn(head_lift=0.4, hands_on=False)), hands_on=False)
    script = [(t, f and f.but(hands_on=False)) for t, f in script]
    (hold,) = filmed(script, 17.0).holds
    starts = [fault.start_s for fault in hold.faults]
    assert len(starts) == 2
    assert starts == sorted(starts)


def test_an_attempt_open_at_the_end_is_listed() -> None:
    """The recording ends in mid-hold."""
    session = filmed(both(), 11.5)
    (hold,) = session.holds
    assert hold.record.attempt.end_s == 11.5


def test_lost_time_is_between_the_first_and_the_last_sight() -> None:
    """Nobody from 8 to 10 s is lost; nobody before and after the session is not."""
    script = [(t + 4.0, figure) for t, figure in both(16.0, *during(8.0, 10.0, None))]
    session = filmed([(0.0, None), *script, (22.0, None)], 30.0, 10.0)
    assert session.lost_s == pytest.approx(2.0, abs=0.11)
    assert session.duration_s == 30.0
    assert session.pose_frames < session.frames


def test_a_gap_between_frames_is_lost_time() -> None:
    """No frame for five seconds, though somebody is there before and after."""
    times = [t for t in steady(20.0, 10.0) if not 13.9 < t < 18.9]
    session = session_of(film([(0.0, resting())], times))
    assert session.lost_s == pytest.approx(5.1, abs=0.11)


def test_swaps_and_camera_moves_are_counted() -> None:
    """One exchange of the legs, one push of the camera."""
    script = [
        (0.0, resting()),
        (3.0, resting()),
        (4.5, drawn(130, 55)),
        (9.0, drawn(130, 55)),
        (9.3, drawn(130, 55, x_px=720.0)),
        (12.0, drawn(130, 55, x_px=720.0)),
    ]
    frames = [
        PoseFrame(f.time_s, legs_exchanged(f.pose) if f.pose and 6 <= f.time_s < 7 else f.pose)
        for f in film(script, steady(12.0))
    ]
    session = session_of(frames, "single")
    assert session.swaps_repaired == 1
    (moved_s,) = session.camera_moved_s
    assert 9.3 < moved_s < 10.3


def test_one_leg_alone_is_noted_where_both_are_asked_for() -> None:
    """The left leg passes 105° at 4.0 s, 95° at 11.2 s, and is let go 0.4 s later: 7.6 s."""
    script = [
        (0.0, resting()),
        (3.0, resting()),
        (4.5, drawn(130, 55)),
        (10.5, drawn(130, 55)),
        (12.0, resting()),
        (14.0, resting()),
    ]
    session = filmed(script, 14.0)
    assert not session.holds
    assert session.one_leg_s == pytest.approx(7.6, abs=0.1)
    assert session_of(film(script, steady(14.0)), "single").one_leg_s == 0.0
