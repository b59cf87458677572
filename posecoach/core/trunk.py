"""How the trunk lies in space, from the world landmarks."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from posecoach.core.config import Thresholds
from posecoach.core.geometry import elevation_deg
from posecoach.core.landmarks import Pose

_TRUNK = [11, 12, 23, 24]  # shoulders, hips; left before right


@dataclass(frozen=True)
class Trunk:
    """Posture of the trunk relative to the camera's horizontal; NaN = not seen.

    Attributes
    ----------
    elevation_deg
        Of the way from mid-hip to mid-shoulder above the horizontal: 0 lying, 90 upright.
    chest_deg
        Of the direction in which the chest points: 90 supine, 0 on the side or upright,
        -90 prone.
    yaw_deg
        How far from side-on: 0 when the trunk lies across the picture, positive when the
        head is farther from the camera than the hips.
    depth_difference
        MediaPipe's z of the right shoulder and hip minus that of the left: positive when
        the left side is nearer to the camera.
    """

    elevation_deg: float
    chest_deg: float
    yaw_deg: float
    depth_difference: float

    def is_supine(self, cfg: Thresholds) -> bool:
        """Lying on the back, as far as can be seen; False where it cannot be seen."""
        return (
            abs(self.elevation_deg) <= cfg.supine_trunk_deg
            and self.chest_deg >= cfg.supine_chest_deg
        )

    def levelled(self, rest_elevation_deg: float, cfg: Thresholds) -> Trunk:
        """The same trunk, its elevation counted from that at rest.

        A camera that stands askew tilts every trunk alike, and rest shows by how much. More
        than a camera can be askew is not taken away: then the person rested reclined.
        """
        most = cfg.camera_roll_deg
        roll = min(most, max(-most, rest_elevation_deg))
        return replace(self, elevation_deg=self.elevation_deg - roll)


NO_TRUNK = Trunk(math.nan, math.nan, math.nan, math.nan)


def trunk_of(pose: Pose) -> Trunk:
    """Posture of a pose's trunk.

    The chest direction is (left minus right) x (hip to shoulder): with x right, y down and
    z away from the camera it points out of the front of the body.
    """
    # Plain floats: numpy takes several times as long for so few.
    world, depth = pose.world_m[_TRUNK].tolist(), pose.depth[_TRUNK].tolist()
    left_shoulder, right_shoulder, left_hip, right_hip = world
    corners = list(zip(left_shoulder, right_shoulder, left_hip, right_hip, strict=True))
    spine = [(ls + rs - lh - rh) / 2.0 for ls, rs, lh, rh in corners]
    across = [(ls - rs + lh - rh) / 2.0 for ls, rs, lh, rh in corners]
    chest = [
        across[1] * spine[2] - across[2] * spine[1],
        across[2] * spine[0] - across[0] * spine[2],
        across[0] * spine[1] - across[1] * spine[0],
    ]
    return Trunk(
        elevation_deg=elevation_deg(spine),
        chest_deg=elevation_deg(chest),
        yaw_deg=math.degrees(math.atan2(spine[2], abs(spine[0]))),
        depth_difference=depth[1] + depth[3] - depth[0] - depth[2],
    )


def torso_px(pose: Pose) -> float:
    """Length from mid-shoulder to mid-hip in the image, px; NaN if missing or 0."""
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = pose.points_px[_TRUNK].tolist()
    length = math.hypot(x1 + x2 - x3 - x4, y1 + y2 - y3 - y4) / 2.0
    return length or math.nan  # no body has no length
