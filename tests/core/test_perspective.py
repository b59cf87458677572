"""What perspective does to an angle is undone, and roll is not taken for it."""

import math

import numpy as np
import pytest

from posecoach.core.geometry import Points, fit_affine, joint_flexion_deg
from posecoach.core.perspective import SIDE_ON, perspective_at_rest


def seen(point_m: tuple[float, float], yaw_deg: float, height_m: float) -> Points:
    """A point of the sagittal plane (along the trunk to the head, up) as a camera sees it.

    The camera stands 2.4 m away and looks level; positive yaw: the head is farther away.
    """
    along, up = point_m
    yaw = math.radians(yaw_deg)
    depth = 2.4 + along * math.sin(yaw)
    return np.array([along * math.cos(yaw), height_m - up]) / depth * 600.0


def true_and_measured(flexion_deg: float, yaw_deg: float, height_m: float) -> tuple[float, float]:
    """Flexion of a level trunk's thigh in the picture, raw and corrected."""
    turn = math.radians(flexion_deg)
    knee_m = (-0.43 * math.cos(turn), 0.1 + 0.43 * math.sin(turn))
    points = [seen(p, yaw_deg, height_m) for p in ((0.45, 0.1), (0.0, 0.1), knee_m)]
    view = perspective_at_rest(points[1], points[0], yaw_deg)
    return joint_flexion_deg(*points), joint_flexion_deg(*(view.in_plane(p) for p in points))


@pytest.mark.parametrize("yaw_deg", [-30.0, -20.0, -10.0, 0.0, 10.0, 20.0, 30.0])
@pytest.mark.parametrize("height_m", [0.3, 0.55, 1.2])
def test_a_drawn_leg_from_any_usual_camera(yaw_deg: float, height_m: float) -> None:
    """120 degrees are read within 3, from everywhere; raw they are up to 12 off."""
    _, corrected = true_and_measured(120.0, yaw_deg, height_m)
    assert corrected == pytest.approx(120.0, abs=3.0)


def test_without_it_the_angle_is_far_off() -> None:
    """30 degrees nearer the head, from a table: the case that it is made for."""
    raw, corrected = true_and_measured(120.0, -30.0, 1.2)
    assert abs(raw - 120.0) > 8.0 > 3 * abs(corrected - 120.0) / 2


@pytest.mark.parametrize("roll_deg", [-25.0, -15.0, 15.0, 25.0])
def test_a_rolled_camera_changes_no_angle(roll_deg: float) -> None:
    """Exactly side-on the tilt beyond what perspective explains is roll."""
    view = perspective_at_rest(
        np.zeros(2), np.array([100.0, 100 * math.tan(math.radians(roll_deg))]), 0.0
    )
    assert abs(view.tilt_deg) < 1.0


@pytest.mark.parametrize("to_head", [-1.0, 1.0])
def test_the_head_at_either_side(to_head: float) -> None:
    """Mirrored, the same angle comes out."""
    hip, shoulder, knee = (
        np.zeros(2),
        np.array([100.0 * to_head, 6.0]),
        np.array([30.0 * to_head, -90.0]),
    )
    view = perspective_at_rest(hip, shoulder, -20.0)
    flexion = joint_flexion_deg(*(view.in_plane(p) for p in (shoulder, hip, knee)))
    assert flexion == pytest.approx(joint_flexion_deg(shoulder, hip, knee) + 3.0, abs=3.0)
    assert view.tilt_deg == pytest.approx(math.degrees(math.atan2(6.0, 100.0)))


def test_what_is_missing_corrects_nothing() -> None:
    """A joint or the yaw not seen, or no length: the picture as it is."""
    there, nowhere = np.array([100.0, 5.0]), np.full(2, np.nan)
    for hip, shoulder, yaw_deg in (
        (nowhere, there, 0.0),
        (there, nowhere, 0.0),
        (np.zeros(2), there, math.nan),
        (there, there, 10.0),
    ):
        assert perspective_at_rest(hip, shoulder, yaw_deg) is SIDE_ON
    assert np.isnan(SIDE_ON.in_plane(nowhere)).all()


def test_a_pushed_camera_sees_the_same_plane() -> None:
    """Angles after any motion of the picture are those before it."""
    rng = np.random.default_rng(3)
    before = rng.normal(size=(6, 2)) * 100
    after = before @ np.array([[0.95, 0.03], [-0.05, 1.02]]).T + (7.0, -3.0)
    motion = fit_affine(before, after)
    assert motion.residual == pytest.approx(0.0, abs=1e-9)
    view = perspective_at_rest(before[0], before[1], 12.0)
    then = joint_flexion_deg(*view.in_plane(before[:3]))
    now = joint_flexion_deg(*view.seen_after(motion).in_plane(after[:3]))
    assert now == pytest.approx(then)


def test_an_affine_motion_needs_four_points() -> None:
    """Three fit any motion exactly, so they prove none."""
    points = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [np.nan, 1.0]])
    assert np.isnan(fit_affine(points, points).matrix).all()
    points[3] = (1.0, 1.0)
    np.testing.assert_allclose(fit_affine(points, points + 2).shift, [2.0, 2.0])
