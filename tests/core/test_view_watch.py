"""A pushed camera is told from a moving body."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.config import Thresholds
from posecoach.core.geometry import PlaneMotion, fit_affine
from posecoach.core.landmarks import Side
from posecoach.core.view_watch import ViewWatch
from tests.core.synthetic import TORSO_PX, Figure, Keyframe, drawn, film, resting, steady
from tests.core.test_trunk import missing

CFG = Thresholds()
LEFT_ARM_AND_LEG = [13, 15, 25, 27]
COMPARED = [*range(11), 11, 12, 23, 24, *LEFT_ARM_AND_LEG]


def motions(
    keyframes: Sequence[Keyframe],
    end_s: float = 6.0,
    fps: float = 30.0,
    gone: Sequence[int] = (),
    gone_from_s: float = 0.0,
) -> list[tuple[float, PlaneMotion]]:
    """When the camera was seen to move in a film, and how; some joints go missing."""
    watch, found = ViewWatch(CFG), []
    for frame in film(keyframes, steady(end_s, fps)):
        assert frame.pose is not None
        pose = missing(frame.pose, *gone) if frame.time_s >= gone_from_s else frame.pose
        motion = watch(frame.time_s, pose, Side.LEFT, TORSO_PX)
        if motion is not None:
            found.append((frame.time_s, motion))
    return found


def change(before: Figure, after: Figure) -> list[Keyframe]:
    """Still for two seconds, a change within a quarter second, and still again."""
    return [(0.0, before), (2.0, before), (2.25, after), (10.0, after)]


@pytest.mark.parametrize("fps", [5, 10, 30, 60])
def test_a_push_is_noticed_once(fps: float) -> None:
    """50 px aside and 40 px up, half a second after the picture stands still again."""
    before, after = drawn(), drawn(x_px=690.0, y_px=410.0)
    ((time_s, motion),) = motions(change(before, after), fps=fps)
    assert 2.25 < time_s < 3.0
    moved = motion.apply(before.pose().points_px)
    np.testing.assert_allclose(moved, after.pose().points_px, atol=1.0)


def test_swept_from_the_push_until_it_can_be_told() -> None:
    """The hips are on the move, or were within half a second, and by more than a breath."""
    for after, is_swept in ((drawn(x_px=690.0), True), (drawn(x_px=655.0), False)):
        watch, swept = ViewWatch(CFG), []
        assert not watch.is_swept(TORSO_PX)
        for frame in film(change(drawn(), after), steady(4.0)):
            assert frame.pose is not None
            watch(frame.time_s, frame.pose, Side.LEFT, TORSO_PX)
            swept.append(watch.is_swept(TORSO_PX))
        times_s = [k / 30 for k, is_so in enumerate(swept) if is_so]
        assert bool(times_s) is is_swept
        assert all(2.1 < time_s < 2.8 for time_s in times_s)


def test_a_knee_that_wanders_under_hands_does_not_hide_a_push() -> None:
    """It changes how much the picture seems stretched, though head, arms and trunk are not."""
    before, after = drawn().pose(), drawn(x_px=700.0).pose()
    points = after.points_px.copy()
    points[25] += [0.0, -0.2 * TORSO_PX]
    points[27] += [0.0, -0.25 * TORSO_PX]
    after = replace(after, points_px=points)
    assert fit_affine(before.points_px[COMPARED], points[COMPARED]).stretch > CFG.nudge_stretch
    watch = ViewWatch(CFG)
    found = [watch(k / 30, before if k < 60 else after, Side.LEFT, TORSO_PX) for k in range(120)]
    assert sum(motion is not None for motion in found) == 1


def test_hips_that_lift_are_no_camera() -> None:
    """A bridge moves hips and knees and leaves shoulders and head where they were."""
    lifted = []
    for frame in film([(0.0, resting())], steady(4.0)):
        assert frame.pose is not None
        points = frame.pose.points_px.copy()
        share = min(1.0, max(0.0, (frame.time_s - 2.0) / 0.5))
        points[[23, 24]] -= [0.0, 0.35 * share * TORSO_PX]
        points[[25, 26]] -= [0.0, 0.20 * share * TORSO_PX]
        lifted.append((frame.time_s, replace(frame.pose, points_px=points)))
    watch = ViewWatch(CFG)
    found = [watch(time_s, pose, Side.LEFT, TORSO_PX) for time_s, pose in lifted]
    assert found == [None] * len(found)


def test_a_small_push_is_less_than_a_breath() -> None:
    """Up to 0.12 torso nothing is made of it."""
    assert motions(change(drawn(), drawn(x_px=640 + 0.11 * TORSO_PX))) == []
    assert len(motions(change(drawn(), drawn(x_px=640 + 0.13 * TORSO_PX)))) == 1


@pytest.mark.parametrize(
    "after",
    [
        drawn(head_lift=0.5),
        drawn(shoulder_lift=0.4, head_lift=0.4),
        drawn(130 + 30, 130 + 30, trunk_deg=30.0),  # a curl, the thighs where they were
        drawn(90, 90),
        resting(),
        drawn(yaw_deg=30.0),
        drawn(hands_on=False),
    ],
)
def test_a_moving_body_is_no_moving_camera(after: Figure) -> None:
    """Head, shoulders, trunk or legs that move do not move all landmarks as one."""
    assert motions(change(drawn(), after)) == []


@pytest.mark.parametrize("trunk_deg", [15.0, 30.0, 60.0])
def test_a_body_that_rocks_up_with_hugged_knees_is_no_turning_camera(trunk_deg: float) -> None:
    """All landmarks turn as one about the hips: the shoulders are up, and that must be seen."""
    assert motions(change(drawn(), drawn(trunk_deg=trunk_deg))) == []


def test_a_body_that_never_lies_still_tells_nothing() -> None:
    """Always on the move: there is nothing to compare with."""
    slide = [(0.0, drawn(x_px=300.0)), (6.0, drawn(x_px=1000.0))]
    assert motions(slide) == []


def test_a_head_alone_tells_nothing() -> None:
    """Trunk and limbs out of sight: a head that rises is no camera that sinks."""
    rest_of_body = [*range(11, 15), *range(23, 33), 15, 16]
    script = change(drawn(), drawn(head_lift=0.5))
    assert motions(script, gone=rest_of_body, gone_from_s=1.9) == []
    assert motions(change(drawn(), drawn(x_px=740.0)), gone=[12], gone_from_s=1.9) == []


def test_hidden_limbs_do_not_matter() -> None:
    """Head and trunk are enough to see a camera move."""
    assert len(motions(change(drawn(), drawn(x_px=740.0)), gone=LEFT_ARM_AND_LEG)) == 1


def test_nothing_seen_says_nothing() -> None:
    """All missing: no motion, and no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert motions(change(drawn(), drawn(x_px=740.0)), gone=range(33)) == []
        assert motions(change(drawn(), drawn(x_px=740.0)), gone=range(33), gone_from_s=2.1) == []


def test_without_a_torso_nothing_is_still() -> None:
    """No unit to measure in, no motion."""
    watch = ViewWatch(CFG)
    for k, figure in enumerate([drawn()] * 10 + [drawn(x_px=740.0)] * 10):
        assert watch(k / 10, figure.pose(), Side.LEFT, math.nan) is None


def test_reset_forgets() -> None:
    """Who comes back may lie elsewhere; that is no camera motion."""
    watch = ViewWatch(CFG)
    found = []
    for k in range(60):
        if k == 30:
            watch.reset()
        figure = drawn() if k < 30 else drawn(x_px=740.0)
        found.append(watch(k / 30, figure.pose(), Side.LEFT, TORSO_PX))
    assert found == [None] * 60
