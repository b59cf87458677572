"""A leg over time: its speed, its gate, the moment it rose."""

import math

import pytest

from posecoach.core.config import Thresholds
from posecoach.core.legs import PerLeg
from posecoach.core.motion import Gate, LegGate, LegSpeed, WayIn

CFG = Thresholds()
NAN = math.nan


@pytest.mark.parametrize("fps", [2, 5, 15, 30, 60, 240])
def test_the_speed_of_a_steady_pull(fps: float) -> None:
    """50 degrees a second are that at any frame rate, from the second frame on."""
    speed = LegSpeed()
    values = [speed(k / fps, 55 + 50 * k / fps) for k in range(20)]
    assert math.isnan(values[0])
    assert values[1:] == pytest.approx([50.0] * 19)


def test_a_jump_of_one_frame_is_spread_over_the_window() -> None:
    """10 degrees in a thirtieth of a second are 300 deg/s, over a quarter second 40."""
    speed = LegSpeed()
    values = [speed(k / 32, 10.0 if k == 16 else 0.0) for k in range(40)]
    assert max(abs(v) for v in values[1:]) == pytest.approx(40.0)


def test_letting_go_is_negative() -> None:
    """Positive while drawing in, negative while letting go."""
    speed = LegSpeed()
    speed(0.0, 130.0)
    assert speed(0.5, 100.0) == pytest.approx(-60.0)


def test_an_unseen_leg_has_no_speed_and_no_past() -> None:
    """NaN out, and two new frames are needed."""
    speed = LegSpeed()
    speed(0.0, 50.0)
    assert math.isnan(speed(0.1, NAN))
    assert math.isnan(speed(0.2, 90.0))
    assert speed(0.3, 91.0) == pytest.approx(10.0)


def test_the_same_time_twice_has_no_speed() -> None:
    """No time, no speed, and no division by it."""
    speed = LegSpeed()
    speed(0.0, 50.0)
    assert math.isnan(speed(0.0, 60.0))


def gates(*frames: tuple[float, float], enter_deg: float = 105.0) -> list[Gate]:
    """What a gate says of each (time, angle)."""
    gate = LegGate(enter_deg, CFG)
    return [gate(time_s, angle_deg) for time_s, angle_deg in frames]


def test_the_gate_opens_at_enter_and_closes_below_leave() -> None:
    """105 in, 95 still in, below 95 leaving, after 0.4 s down, and 104 is not in again."""
    frames = [(0, 104.9), (1, 105.0), (2, 95.0), (3, 94.9), (3.3, 94), (3.45, 94), (4, 104.9)]
    assert gates(*frames) == [
        Gate.DOWN,
        Gate.DRAWN,
        Gate.DRAWN,
        Gate.LEAVING,
        Gate.LEAVING,
        Gate.DOWN,
        Gate.DOWN,
    ]


def test_a_short_dip_is_no_release() -> None:
    """Back above the leave threshold in time: drawn all along, and the next dip starts anew."""
    frames = [(0, 120), (1, 80), (1.3, 96), (1.5, 80), (1.8, 80), (1.95, 80)]
    assert gates(*frames) == [
        Gate.DRAWN,
        Gate.LEAVING,
        Gate.DRAWN,
        Gate.LEAVING,
        Gate.LEAVING,
        Gate.DOWN,
    ]


def test_an_unseen_leg_stays_what_it_was() -> None:
    """Down stays down; drawn is unseen and drawn again."""
    assert gates((0, NAN), (1, NAN)) == [Gate.DOWN, Gate.DOWN]
    assert gates((0, 120), (1, NAN), (2, 120)) == [Gate.DRAWN, Gate.UNSEEN, Gate.DRAWN]


def test_a_lower_routine_has_a_lower_gate() -> None:
    """Comfort at 85: in from 85, out below 75."""
    assert gates((0, 84), (1, 85), (2, 76), (3, 74), enter_deg=85.0) == [
        Gate.DOWN,
        Gate.DRAWN,
        Gate.DRAWN,
        Gate.LEAVING,
    ]


@pytest.mark.parametrize(
    ("angle_deg", "unsure", "down_after_s"),
    [(85.0, False, 0.4), (85.0, True, 3.0), (70.0, True, 0.4)],
)
def test_a_leg_that_is_seen_badly_is_let_go_later(
    angle_deg: float, unsure: bool, down_after_s: float
) -> None:
    """Raised but not drawn for three seconds, or on the floor for 0.4 s: then it is let go."""
    gate = LegGate(105.0, CFG)
    gate(0.0, 120.0)
    states = [gate(0.1 + k / 16, angle_deg, unsure=unsure) for k in range(80)]
    assert states.index(Gate.DOWN) / 16 == pytest.approx(down_after_s, abs=0.1)


def test_let_go_must_come_in_again() -> None:
    """Between the thresholds a leg that was let go is down."""
    gate = LegGate(105.0, CFG)
    assert gate(0.0, 120.0) is Gate.DRAWN
    gate.let_go()
    assert gate(0.1, 100.0) is Gate.DOWN


def way_in(*frames: tuple[float, float, float]) -> WayIn:
    """A way in after each (time, left, right), degrees above the level of being up."""
    way = WayIn()
    for time_s, left_deg, right_deg in frames:
        way(time_s, PerLeg(left_deg, right_deg), drawn_deg=25.0)
    return way


def test_one_leg_after_the_other() -> None:
    """The first rises at 1 s and the second at 2 s: one alone is up for a second."""
    way = way_in((0, -9, -9), (1, 5, -9), (1.5, 9, -5), (2, 9, 1), (3, 9, 9))
    assert (way.began_s, way.one_up_s) == (1.0, pytest.approx(0.5))


def test_exchanged_names_change_nothing() -> None:
    """Left becomes right on the way: the time in which one alone is up goes on."""
    way = way_in((0, -9, -9), (1, 5, -9), (1.5, -9, 9), (1.8, 9, -9), (2, 9, 1))
    assert way.one_up_s == pytest.approx(0.8)


def test_both_at_once() -> None:
    """Up in the same frame: no time between."""
    assert way_in((0, -9, -9), (1, 5, 4), (2, 9, 9)).one_up_s == 0.0


def test_legs_found_up_were_not_seen_to_rise() -> None:
    """No beginning, until both have been down."""
    assert math.isnan(way_in((0, 9, -9), (1, 9, 9)).began_s)
    assert way_in((0, 9, 9), (1, -1, -1), (2, 9, 9)).began_s == 2.0


def test_a_leg_that_was_drawn_alone_came_first() -> None:
    """The first has gone the whole way and stays there before the second has begun."""
    frames = [(0.0, -9.0, -9.0), (1.0, 5.0, -9.0), (1.1, 30.0, -9.0)]
    assert way_in(*frames, (1.2, 30.0, 5.0)).one_up_s == pytest.approx(0.1)
    assert way_in(*frames, (1.25, 30.0, -9.0), (1.3, 30.0, 5.0)).one_up_s == math.inf


def test_a_short_fall_of_both_is_no_new_way_in() -> None:
    """No leg is let go and drawn in again within half a second; within one it may be."""
    up = [(0.0, -9.0, -9.0), (1.0, 5.0, -9.0), (1.3, 5.0, -9.0), (1.4, -9.0, -9.0)]
    misread = way_in(*up, (1.7, -9.0, -9.0), (1.8, 5.0, 5.0))
    assert (misread.began_s, misread.one_up_s) == (1.0, math.inf), "and nobody is accused"
    assert way_in(*up, (2.0, -9.0, -9.0), (2.1, 5.0, 5.0)).began_s == 2.1


def test_a_leg_that_fell_back_had_not_risen() -> None:
    """Both seemed to rise as one, then one is down again: nobody is accused of what follows."""
    both = [(0.0, -9.0, -9.0), (1.0, 5.0, 4.0), (1.2, 30.0, 29.0)]
    assert way_in(*both).one_up_s == 0.0
    assert way_in(*both, (1.3, 33.0, -5.0), (2.0, 33.0, 30.0)).one_up_s == math.inf


@pytest.mark.parametrize("renamed", [False, True])
def test_a_leg_that_jumps_up_was_laid_onto_the_other(renamed: bool) -> None:
    """Faster than legs rise, also just before either counts as up; a changed name is no jump."""
    jumped = [(0.0, -12.0, -27.0), (0.07, -9.0, -27.0), (0.14, -5.0, -1.0), (0.21, 2.0, 8.0)]
    smooth = [(0.0, -12.0, -14.0), (0.07, -9.0, -11.0), (0.14, -5.0, -6.0), (0.21, 2.0, 1.0)]
    if renamed:
        jumped, smooth = (
            [(t, b, a) if t > 0.1 else (t, a, b) for t, a, b in frames]
            for frames in (jumped, smooth)
        )
    assert way_in(*jumped).one_up_s == math.inf
    assert way_in(*smooth).one_up_s == 0.0


def test_both_that_jump_have_risen_at_once() -> None:
    """None can have been laid onto the other one: between two pictures far apart, say."""
    assert way_in((0.0, -30.0, -30.0), (0.1, 5.0, 4.0), (0.2, 9.0, 9.0)).one_up_s == 0.0


def test_an_old_jump_accuses_as_any_other_way_in() -> None:
    """Half a second after it the legs are where they are seen."""
    jumped = [(0.0, -30.0, -30.0), (0.05, -30.0, -5.0), (0.5, -9.0, -9.0)]
    assert way_in(*jumped, (0.6, 5.0, 4.0), (0.7, 9.0, 9.0)).one_up_s == 0.0


def test_behind_a_raised_leg_nobody_knows_what_rises() -> None:
    """The other one is not seen while one is up: no beginning, and nobody is accused."""
    way = way_in((0, -9, -9), (1, 5, NAN), (1.5, 9, NAN), (2, 9, 9))
    assert math.isnan(way.began_s)


def test_an_unseen_leg_is_no_news() -> None:
    """What is not seen neither rises nor falls; coming down again begins anew."""
    way = way_in((0, -9, -9), (1, 5, -9), (1.5, NAN, -9), (2, 9, -9), (2.5, -9, -9), (3.1, -9, -9))
    assert math.isnan(way.began_s)
    assert way_in((0, -9, -9), (1, 5, -9), (1.5, NAN, -9), (2, 9, -9)).one_up_s == 1.0
