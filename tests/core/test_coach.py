"""Whole sessions (`tests.core.scenes`): holds that are good, or too short."""

import itertools

import pytest

from posecoach.core.attempts import HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.cues import CueKey
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs
from tests.core.scenes import (
    FLOOR,
    HOLD_BEGINS_S,
    JUST_AFTER_S,
    UP,
    both,
    judged,
    phases,
    the_hold,
)
from tests.core.synthetic import (
    drawn,
    resting,
)


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
