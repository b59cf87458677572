"""How the trunk lies: slope, chest, turn, near side; checked on the stick figure."""

import math
from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.config import Thresholds
from posecoach.core.landmarks import Pose, Side
from posecoach.core.trunk import NO_TRUNK, Trunk, torso_px, trunk_of
from tests.core.synthetic import HALF_WIDTH, TORSO_PX, drawn, resting

CFG = Thresholds()


def missing(pose: Pose, *indices: int) -> Pose:
    """Take some landmarks away, in the image and in space."""
    points, world = pose.points_px.copy(), pose.world_m.copy()
    points[list(indices)] = world[list(indices)] = np.nan
    return replace(pose, points_px=points, world_m=world)


@pytest.mark.parametrize("near", list(Side))
def test_on_the_back(near: Side) -> None:
    """Lying on the back, side-on: no slope, the chest straight up, no turn."""
    trunk = trunk_of(resting(near=near).pose())
    assert trunk.elevation_deg == pytest.approx(0, abs=1e-9)
    assert trunk.chest_deg == pytest.approx(90)
    assert trunk.yaw_deg == pytest.approx(0, abs=1e-9)
    assert trunk.is_supine(CFG)


@pytest.mark.parametrize("near", list(Side))
def test_the_near_side_is_the_one_with_the_smaller_depth(near: Side) -> None:
    """Twice the body's width in px for shoulders and hips, positive with the left near."""
    sign = 1 if near is Side.LEFT else -1
    difference = trunk_of(resting(near=near).pose()).depth_difference
    assert difference == pytest.approx(sign * 4 * HALF_WIDTH * TORSO_PX)


@pytest.mark.parametrize("near", list(Side))
@pytest.mark.parametrize("slope_deg", [20, 44, 46, 90])
def test_sitting_up(near: Side, slope_deg: float) -> None:
    """The slope is the trunk's; beyond 45° nobody lies any more."""
    trunk = trunk_of(resting(near=near, trunk_deg=slope_deg).pose())
    assert trunk.elevation_deg == pytest.approx(slope_deg)
    assert trunk.chest_deg == pytest.approx(90 - slope_deg)
    assert trunk.is_supine(CFG) == (slope_deg < 45)


def test_head_down_is_as_steep() -> None:
    """A trunk that hangs head first at 60° does not lie either."""
    trunk = trunk_of(resting(trunk_deg=-60.0).pose())
    assert trunk.elevation_deg == pytest.approx(-60)
    assert not trunk.is_supine(CFG)


@pytest.mark.parametrize(("roll_deg", "chest_deg"), [(0, 90), (60, 30), (90, 0), (180, -90)])
def test_the_chest_tells_supine_from_side_and_prone(roll_deg: float, chest_deg: float) -> None:
    """On the side the chest looks level, prone it looks down."""
    trunk = trunk_of(resting(roll_deg=roll_deg).pose())
    assert trunk.chest_deg == pytest.approx(chest_deg, abs=1e-6)
    assert trunk.is_supine(CFG) == (chest_deg >= 20)


@pytest.mark.parametrize("near", list(Side))
@pytest.mark.parametrize("yaw_deg", [-60, -20, 30, 80])
def test_yaw_is_positive_with_the_head_farther_away(near: Side, yaw_deg: float) -> None:
    """The turn away from side-on comes back with its sign, whichever side is near."""
    pose = drawn(near=near, yaw_deg=yaw_deg).pose()
    assert trunk_of(pose).yaw_deg == pytest.approx(yaw_deg)
    head_is_farther = pose.world_m[7, 2] > pose.world_m[23, 2]
    assert head_is_farther == (yaw_deg > 0)


def test_yaw_does_not_stop_anybody_from_lying() -> None:
    """Seen along the body a person lies as much as side-on."""
    assert trunk_of(resting(yaw_deg=80).pose()).is_supine(CFG)


@pytest.mark.parametrize("index", [11, 12, 23, 24])
def test_a_missing_joint_leaves_no_posture(index: int) -> None:
    """Without one of the four nothing is known, and nobody is called supine."""
    trunk = trunk_of(missing(resting().pose(), index))
    assert math.isnan(trunk.elevation_deg)
    assert math.isnan(trunk.chest_deg)
    assert math.isnan(trunk.yaw_deg)
    assert not trunk.is_supine(CFG)


def test_no_trunk_is_not_supine() -> None:
    """What is not seen is no evidence of lying."""
    assert not NO_TRUNK.is_supine(CFG)


def test_torso_length() -> None:
    """From mid-shoulder to mid-hip, 200 px in the figure; missing if a joint is missing."""
    pose = resting().pose()
    assert torso_px(pose) == pytest.approx(TORSO_PX)
    assert math.isnan(torso_px(missing(pose, 12)))


def test_a_torso_without_length_is_none() -> None:
    """All landmarks on one spot are no body: nothing may be divided by its length."""
    spot = replace(resting().pose(), points_px=np.full((33, 2), 7.0))
    assert math.isnan(torso_px(spot))


@pytest.mark.parametrize(
    ("rest_deg", "now_deg", "levelled_deg"),
    [(0.0, 30.0, 30.0), (20.0, 50.0, 30.0), (-20.0, 10.0, 30.0), (40.0, 70.0, 45.0)],
)
def test_elevation_counts_from_rest(rest_deg: float, now_deg: float, levelled_deg: float) -> None:
    """A camera's roll is taken away, up to 25°; who rested at 40° was reclining."""
    trunk = Trunk(elevation_deg=now_deg, chest_deg=60.0, yaw_deg=0.0, depth_difference=1.0)
    level = trunk.levelled(rest_deg, Thresholds())
    assert level.elevation_deg == pytest.approx(levelled_deg)
    assert level.chest_deg == trunk.chest_deg
