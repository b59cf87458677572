"""Legs in the world: standing on the floor, in the air, or on the way between.

World axes, metres: x along the mat towards the head, z up; the floor is z = 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.foot import Foot, place_foot
from sample_videos.body.geometry import Vec, bisect, smooth, two_bone, unit
from sample_videos.body.hip import Hip, behind_knee, hip_of, shank_way
from sample_videos.body.posture import SIDES, SIGN, Leg, Posture
from sample_videos.body.side_lying import leg_laid_down

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.outfit import Outfit
    from sample_videos.body.spine import Spine
    from sample_videos.body.trunk import Trunk


@dataclass(frozen=True, eq=False)
class PlacedLeg:
    """One leg in the world: the centre of its knee, (3,) in m, and its foot."""

    knee: Vec
    foot: Foot

    @property
    def joints(self) -> dict[str, Vec]:
        """Places (3,) in m by the names of `Skeleton.joints`, without the side's letter."""
        foot = self.foot
        return {"kn": self.knee, "an": foot.ankle, "heel": foot.heel, "toe": foot.toe}


class Legs:
    """Places the legs of one body under a trunk.

    Parameters
    ----------
    spine
        The trunk, with the build of the whole body.
    outfit
        What is worn: on the side a leg lies on the cloth of the other.
    rest_trunk
        The trunk as it is at rest: what `rest_foot_x_m` is measured on.
    """

    def __init__(self, spine: Spine, outfit: Outfit, rest_trunk: Trunk) -> None:
        self._spine, self._outfit, self._rest_trunk = spine, outfit, rest_trunk
        self._rest_foot_x_m = self.rest_foot_x_m()

    @property
    def _build(self) -> Build:
        return self._spine.build

    def place(self, posture: Posture, trunk: Trunk) -> dict[str, PlacedLeg]:
        """Both legs of a posture, by side."""
        return {side: self._place(posture, trunk, side) for side in SIDES}

    def lowest_z_m(self, legs: dict[str, PlacedLeg]) -> float:
        """Height of the lowest point of both legs; 0 for feet that stand on the floor."""
        size = self._build.size
        radii = {"an": 0.045 * size, "heel": 0.026 * size, "toe": 0.016 * size}
        radii["kn"] = 0.052 * self._build.limb
        return min(
            float(leg.joints[name][2]) - radius
            for leg in legs.values()
            for name, radius in radii.items()
        )

    def rest_foot_x_m(self, flexion_deg: float = 50.0) -> float:
        """Where a foot stands (see `Leg`) so that the resting hip has exactly this flexion."""
        hip = hip_of(self._rest_trunk, self._spine, "L")

        def too_little(foot_x_m: float) -> float:
            posture = Posture(left=Leg(foot_x_m=foot_x_m))
            knee, _ = self._planted(posture, self._rest_trunk, hip)
            return flexion_deg - hip.flexion_deg(knee - hip.centre)

        return bisect(too_little, 0.25 * self._build.thigh_m, 1.6 * self._build.thigh_m)

    def _place(self, posture: Posture, trunk: Trunk, side: str) -> PlacedLeg:
        leg, b = posture.leg(side), self._build
        hip = hip_of(trunk, self._spine, side)
        if leg.air < 1.0:
            leg = hip.told(leg, *self._planted(posture, trunk, hip))
        leg = leg_laid_down(leg, trunk, hip, b, self._outfit)
        thigh = hip.thigh(leg.flexion_deg, leg.splay_deg)
        along, back = thigh[0], behind_knee(thigh, leg.twist_deg, side)
        knee = hip.centre + b.thigh_m * along
        lying = trunk.upright < 0.5
        bend = self._clear_of_floor(leg, knee, along, back) if lying else leg.knee_deg
        k, shank = math.radians(bend), shank_way(along, back, bend)
        forward: Vec = unit(math.sin(k) * along - math.cos(k) * back)
        return PlacedLeg(knee, place_foot(leg, b, knee + b.shank_m * shank, shank, forward))

    def _planted(self, posture: Posture, trunk: Trunk, hip: Hip) -> tuple[Vec, Vec]:
        """Knee and ankle of a foot that stands (or a heel that lies) on the floor."""
        b, leg = self._build, posture.leg(hip.side)
        foot_x = self._rest_foot_x_m if math.isnan(leg.foot_x_m) else leg.foot_x_m
        heading = trunk.lumbar.axes[:, 1].copy()
        heading[2] = 0.0
        out = SIGN[hip.side] * unit(heading)
        feet = np.cross(out * SIGN[hip.side], np.array([0.0, 0.0, -1.0]))
        splay = b.hip_half_m + 0.012 + math.sin(math.radians(leg.splay_deg)) * b.thigh_m * 0.55
        along = feet * (foot_x + self._spine.lumbar_x_m * trunk.level)
        ankle = trunk.lumbar.origin + along + out * splay
        if posture.stance > 0.5:
            ankle[0] = posture.feet_x_m
        ankle[2] = self._ankle_z_m(leg)
        # Knees point up while the hips are low, forwards (and a little out) over standing feet.
        high = smooth((float(hip.centre[2]) - 0.17 * b.size) / (0.30 * b.size))
        up = np.array([0.0, 0.0, 1.0])
        pole = (1 - 0.7 * high) * up + (1.2 * high - 0.2) * feet + (0.10 + 0.25 * high) * out
        return two_bone(hip.centre, ankle, (b.thigh_m, b.shank_m), pole)

    def _ankle_z_m(self, leg: Leg) -> float:
        """Height of the ankle over a sole that stands, or a heel that lies, on the floor."""
        b = self._build
        return b.ankle_height_m * (1 - leg.foot_up) + 0.05 * b.size * leg.foot_up

    def _clear_of_floor(self, leg: Leg, knee: Vec, along: Vec, back: Vec) -> float:
        """Knee flexion, less where the ankle would sink below its height above the floor."""
        low = self._ankle_z_m(leg)
        need = (low - float(knee[2])) / self._build.shank_m
        # z of the shank is A cos k + B sin k = R cos(k - phase): it dips below ``need`` between
        # two angles, and the smaller of them is the foot on the floor.
        amplitude = math.hypot(float(along[2]), float(back[2]))
        k = math.radians(leg.knee_deg)
        if need <= -amplitude or leg.air <= 0.0:
            return leg.knee_deg
        phase = math.atan2(float(back[2]), float(along[2]))
        half = math.acos(min(max(need / amplitude, -1.0), 1.0))
        touch, leave = (phase + half) % (2 * math.pi), (phase - half) % (2 * math.pi)
        if touch < k < leave and float(knee[2]) > low:
            return math.degrees(touch)
        return leg.knee_deg
