"""A recording's coach: what it knows before the first frame."""

from __future__ import annotations

from posecoach.core.config import Thresholds
from posecoach.core.replay import replay_coach
from posecoach.core.routine import Routine
from tests.core.synthetic import HEIGHT_PX, WIDTH_PX, drawn, film, resting, steady


def test_a_rest_that_comes_late_is_known_from_the_first_frame() -> None:
    """Drawn legs at the start are measured against the rest that is seen seven seconds later."""
    keyframes = [(0.0, drawn()), (4.0, drawn()), (5.0, resting()), (9.0, resting())]
    frames = list(film(keyframes, steady(9.0, 10.0)))
    routine = Routine("test", "both", 2.0)
    coach = replay_coach(frames, routine, Thresholds(), width_px=WIDTH_PX, height_px=HEIGHT_PX)
    first = coach.step(frames[0])
    assert first.rest is not None
    assert first.rest.start_s > 4.5
