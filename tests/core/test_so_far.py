"""The session as it would be if it ended now: the same as one that did."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from posecoach.core.attempts import HoldVerdict
from posecoach.core.coach import Coach
from posecoach.core.config import Thresholds
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import PoseFrame
from posecoach.core.routine import Routine
from posecoach.core.session import Session, SessionBuilder
from posecoach.core.so_far import SoFar
from tests.core.synthetic import HEIGHT_PX, WIDTH_PX, drawn, film, resting, steady

CFG = Thresholds()
ROUTINE = Routine("test", "both", 5.0)
TWO_HOLDS = film(
    [
        (0.0, resting()), (3.0, resting()), (4.5, drawn()), (11.0, drawn()), (12.5, resting()),
        (14.0, resting()), (15.5, drawn(head_lift=0.4)), (20.0, drawn(head_lift=0.4)),
    ],
    steady(20.0, 10.0),
)  # fmt: skip


def new_coach() -> Coach:
    """A live coach, which knows no rest beforehand."""
    return Coach(ROUTINE, CFG, width_px=WIDTH_PX, height_px=HEIGHT_PX)


def ended_after(frames: Sequence[PoseFrame]) -> Session:
    """The session of a recording that ends with these frames."""
    coach, builder = new_coach(), SessionBuilder(CFG)
    for frame in frames:
        builder.add(coach.step(frame))
    return builder.finish(coach)


def so_far(frames: Sequence[PoseFrame]) -> Session:
    """The same told of a session that goes on."""
    coach, now = new_coach(), SoFar(ROUTINE, CFG)
    for frame in frames:
        now.add(coach.step(frame))
    return now.session(coach)


def test_before_the_first_frame() -> None:
    """Nothing has been yet."""
    session = SoFar(ROUTINE, CFG).session(new_coach())
    assert (session.holds, session.faults, session.frames) == ((), (), 0)


@pytest.mark.parametrize("frames", range(1, len(TWO_HOLDS) + 1, 7))
def test_at_any_moment_it_is_the_session_that_ended_there(frames: int) -> None:
    """Holds, their legs, angles, verdicts and the faults; only pending seconds wait as paused."""
    now, ended = so_far(TWO_HOLDS[:frames]), ended_after(TWO_HOLDS[:frames])
    assert (now.frames, now.rest is None) == (ended.frames, ended.rest is None)
    assert now.valid_holds == ended.valid_holds
    assert len(now.holds) == len(ended.holds)
    for mine, other in zip(now.holds, ended.holds, strict=True):
        assert repr(mine.record.hip_flexion_deg) == repr(other.record.hip_flexion_deg)
        assert (mine.record.legs, mine.record.doubt) == (other.record.legs, other.record.doubt)
        attempt = mine.record.attempt
        booked_s = attempt.credited_s + attempt.rejected_s + attempt.paused_s
        assert booked_s == pytest.approx(attempt.end_s - attempt.start_s)
        assert attempt.credited_s <= other.record.attempt.credited_s + 1e-9
        assert {fault.kind for fault in mine.faults} == {fault.kind for fault in other.faults}


def test_telling_it_changes_nothing() -> None:
    """The coach goes on as if nobody had asked."""
    coach, now, builder = new_coach(), SoFar(ROUTINE, CFG), SessionBuilder(CFG)
    for frame in TWO_HOLDS:
        step = coach.step(frame)
        builder.add(step)
        now.add(step)
        now.session(coach)
    assert repr(builder.finish(coach)) == repr(ended_after(TWO_HOLDS))


def test_an_open_hold_that_has_reached_its_target_counts() -> None:
    """Cut off in the middle of a hold of 6 s out of 5, it is valid already."""
    frames = [frame for frame in TWO_HOLDS if frame.time_s <= 10.5]
    session = so_far(frames)
    assert [hold.record.verdict for hold in session.holds] == [HoldVerdict.VALID]


def test_an_open_fault_is_told() -> None:
    """A head that is still up is a fault up to now."""
    fault = so_far(TWO_HOLDS).holds[-1].faults[0]
    assert fault.kind is FaultKind.HEAD_UP
    assert fault.end_s == TWO_HOLDS[-1].time_s


def test_an_attempt_of_a_moment_is_none() -> None:
    """A leg on its way is not told as a hold."""
    frames = [frame for frame in TWO_HOLDS if frame.time_s <= 4.6]
    assert so_far(frames).holds == ()


def test_nobody_in_view_adds_nothing_to_the_open_attempt() -> None:
    """The attempt stays what was seen of it; its seconds out of sight do not count."""
    script = [(0.0, resting()), (3.0, resting()), (4.5, drawn()), (9.0, drawn())]
    gone = film([*script, (9.05, None), (11.0, None)], steady(11.0, 10.0))
    session = so_far(gone)
    assert len(session.holds) == 1
    assert session.holds[0].record.attempt.paused_s > 1.0
