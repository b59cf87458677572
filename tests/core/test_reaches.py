"""How far legs were drawn and held where the routine asks for more."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from posecoach.core.coach import Coach, CoachStep
from posecoach.core.config import Thresholds
from posecoach.core.landmarks import Side
from posecoach.core.reaches import ReachWatch
from posecoach.core.routine import Routine
from tests.core.synthetic import HEIGHT_PX, WIDTH_PX, Figure, film, resting, steady

CFG = Thresholds()


def steps_of(figure: Figure, legs: str, times: int = 1, end_s: float = 3.0) -> list[CoachStep]:
    """Rest, then a posture held for three seconds, as often as asked."""
    script = [(0.0, resting()), (3.0, resting())]
    for n in range(times):
        at_s = 4.0 + 6.0 * n
        script += [(at_s, figure), (at_s + end_s, figure), (at_s + 4.0, resting())]
    coach = Coach(Routine("t", legs, 5.0), CFG, width_px=WIDTH_PX, height_px=HEIGHT_PX)
    return [coach.step(frame) for frame in film(script, steady(script[-1][0] + 1.0, 10.0))]


def watched(steps: list[CoachStep], legs: str) -> tuple[float, ...]:
    """What a watch makes of them."""
    watch = ReachWatch(Routine("t", legs, 5.0), CFG)
    for step in steps:
        watch.add(step)
    return watch.reached_deg


def test_both_legs_short_of_it() -> None:
    """Both are as close as the one that is less so."""
    reached = watched(steps_of(Figure(left_hip_deg=98.0, right_hip_deg=94.0), "both"), "both")
    assert reached == pytest.approx((94.0,), abs=1.0)


def test_each_rest_is_a_reach() -> None:
    """Three times short of it are three reaches."""
    figure = Figure(left_hip_deg=97.0, right_hip_deg=97.0)
    assert len(watched(steps_of(figure, "both", times=3), "both")) == 3


def test_a_single_leg() -> None:
    """Of single legs the raised one speaks."""
    reached = watched(steps_of(Figure(left_hip_deg=97.0), "single"), "single")
    assert reached == pytest.approx((97.0,), abs=1.0)


def test_a_leg_that_waits_for_the_other_is_no_reach() -> None:
    """With both legs asked for, one leg up and one foot on the floor teaches nothing."""
    assert watched(steps_of(Figure(left_hip_deg=100.0), "both"), "both") == ()


def test_a_hold_is_no_reach() -> None:
    """Who comes close enough leaves holds instead."""
    assert watched(steps_of(Figure(left_hip_deg=125.0, right_hip_deg=125.0), "both"), "both") == ()


@pytest.mark.parametrize("legs", ["both", "single"])
def test_a_leg_that_is_not_seen_does_not_speak(legs: str) -> None:
    """The other one does; with neither seen there is no reach."""
    steps = steps_of(Figure(left_hip_deg=97.0, right_hip_deg=97.0), legs)

    def without(*sides: Side) -> list[CoachStep]:
        changed = []
        for step in steps:
            assert step.measurement is not None
            flexion = step.measurement.hip_flexion_deg
            for side in sides:
                flexion = flexion.replaced(side, math.nan)
            seen = replace(step.measurement, hip_flexion_deg=flexion)
            changed.append(replace(step, measurement=seen))
        return changed

    assert watched(without(Side.RIGHT), legs) == pytest.approx((97.0,), abs=1.0)
    assert watched(without(Side.LEFT, Side.RIGHT), legs) == ()


def test_a_moment_out_of_sight_is_left_out() -> None:
    """A frame without anybody adds nothing to the reach around it."""
    steps = steps_of(Figure(left_hip_deg=97.0, right_hip_deg=97.0), "both")
    hidden = [replace(step, measurement=None) if n % 2 else step for n, step in enumerate(steps)]
    assert watched(hidden, "both") == pytest.approx((97.0,), abs=1.0)


def test_an_endless_session_stays_small() -> None:
    """After fifty reaches no more are kept."""
    steps = steps_of(Figure(left_hip_deg=97.0, right_hip_deg=97.0), "both")
    assert len(watched(steps * 60, "both")) == 50
