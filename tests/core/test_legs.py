"""Values per leg, and which legs are meant."""

import pytest

from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs, PerLeg, per_leg


def test_a_value_for_each_leg() -> None:
    """Each side has its own value, made by a function of the side."""
    names = per_leg(lambda side: side.value.upper())
    assert (names.of(Side.LEFT), names.of(Side.RIGHT)) == ("LEFT", "RIGHT")


def test_mirrored_exchanges_the_sides() -> None:
    """What was the left leg's is the right one's."""
    assert PerLeg(1, 2).mirrored() == PerLeg(2, 1)


def test_replacing_one_leg_keeps_the_other() -> None:
    """The copy differs on one side only; the original stays."""
    pair = PerLeg(1, 2)
    assert pair.replaced(Side.LEFT, 9) == PerLeg(9, 2)
    assert pair.replaced(Side.RIGHT, 9) == PerLeg(1, 9)
    assert pair == PerLeg(1, 2)


@pytest.mark.parametrize("legs", list(Legs))
def test_legs_and_sides_are_two_views_of_the_same(legs: Legs) -> None:
    """The sides of some legs make those legs again."""
    assert Legs.of(legs.sides) is legs


def test_the_sides_of_each() -> None:
    """Both is left and right; one is itself; none is None."""
    assert Legs.BOTH.sides == (Side.LEFT, Side.RIGHT)
    assert Legs.RIGHT.sides == (Side.RIGHT,)
    assert Legs.of([]) is None
