"""Whole sessions (`tests.core.scenes`): who is out of sight for a while, or part of them."""

import math
from dataclasses import replace

import pytest

from posecoach.core.attempts import Doubt, HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.coach import Coach
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import INDEX, Side
from posecoach.core.routine import Routine
from tests.core.scenes import (
    CFG,
    FLOOR,
    HEAD,
    HOLD_BEGINS_S,
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
