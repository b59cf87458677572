"""Whole sessions (`tests.core.scenes`): one leg at a time."""

import itertools
import math

import pytest

from posecoach.core.attempts import HoldVerdict
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs
from tests.core.scenes import (
    FLOOR,
    UP,
    judged,
    single,
    the_hold,
)
from tests.core.synthetic import (
    drawn,
    film,
    judge,
    resting,
    steady,
)


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
