"""A leg over time: its speed, its gate, the moment it rose."""

import math

import pytest

from posecoach.core.config import Thresholds
from posecoach.core.motion import Gate, LegGate, LegSpeed, RiseTime

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


def test_the_time_of_rising() -> None:
    """The first frame at or above the level; a second rise counts anew."""
    rise = RiseTime()
    assert math.isnan(rise.time_s)
    seen = []
    for time_s, angle_deg in enumerate([50, 79, 80, 120, 60, 90]):
        rise(float(time_s), angle_deg, 80.0)
        seen.append(rise.time_s)
    assert seen[2:] == [2.0, 2.0, 2.0, 5.0]


def test_an_unseen_leg_has_not_risen() -> None:
    """Without the angle or the level nothing is noted, and nothing is forgotten."""
    rise = RiseTime()
    rise(0.0, 90.0, NAN)
    rise(1.0, NAN, 80.0)
    assert math.isnan(rise.time_s)
    rise(1.5, 60.0, 80.0)
    rise(2.0, 90.0, 80.0)
    rise(3.0, NAN, 80.0)
    rise(4.0, 90.0, 80.0)
    assert rise.time_s == 2.0


def test_a_leg_that_is_found_up_was_not_seen_to_rise() -> None:
    """A recording that begins in mid-hold says nothing about the way in."""
    rise = RiseTime()
    rise(0.0, 130.0, 80.0)
    assert math.isnan(rise.time_s)
    rise(1.0, 60.0, 80.0)
    rise(2.0, 130.0, 80.0)
    assert rise.time_s == 2.0
