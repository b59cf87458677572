"""Where every joint is: forward kinematics, and the few angles that have to be solved.

World axes, metres: x along the mat towards the head, y away from a camera on the person's
left, z up; the floor is z = 0. Body axes: x towards the head, y to the person's right,
z to the front; of a person on the back they are the world's.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.assembling import assemble
from sample_videos.body.balance import centre_of_mass, middle_of_feet
from sample_videos.body.geometry import Frame3, Vec, angle_deg, unit
from sample_videos.body.hip import hip_of
from sample_videos.body.legs import Legs
from sample_videos.body.outfit import Outfit
from sample_videos.body.posture import Leg, Posture
from sample_videos.body.spine import Spine
from sample_videos.body.trunk import Trunk, TrunkPlacer, pelvis_roll_deg

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.shape import Triple
    from sample_videos.body.skeleton import Skeleton

# Standing up, hip height and legs depend on each other: so often they are put right.
_STAND_STEPS = 16
_BALANCE_STEPS = 3


class Rig:
    """A body that takes postures.

    Parameters
    ----------
    build
        Its lengths and thickness.
    pillow_m
        Height of the pillow under the head.
    outfit
        What is worn: hands lie on it.
    towel_m
        Thickness of the towel under the sacrum, as it is when lain on.

    Attributes
    ----------
    rest
        The skeleton at rest: on the back, both feet on the floor.
    rest_ear_z_m, rest_shoulder_z_m
        Height of mid-ear and mid-shoulder above the floor at rest.
    """

    def __init__(
        self,
        build: Build,
        pillow_m: float = 0.0,
        outfit: Outfit | None = None,
        towel_m: float = 0.0,
    ) -> None:
        self.build = build
        self.outfit = outfit or Outfit()
        self.pillow_m = max(pillow_m, math.radians(build.stoop_deg) * 0.2)
        self._spine = Spine(build, self.pillow_m, towel_m)
        self._placer = TrunkPlacer(self._spine)
        on_back = self._placer.place(Posture(), np.array([0.0, 0.0, build.back_m]))
        self._legs = Legs(self._spine, self.outfit, on_back)
        _, chest, head = self._spine.frames(0.0, 0.0, 0.0)
        self.rest_ear_z_m = float(head.at(*self.ear_offset)[2]) + build.back_m
        self.rest_shoulder_z_m = float(self._spine.mid_shoulder(chest)[2]) + build.back_m
        self.rest = self.skeleton(Posture())

    @property
    def ear_offset(self) -> Triple:
        """Mid-ear in m in the head's frame (origin: its pivot at the top of the neck)."""
        return self._spine.ear_offset

    @property
    def occiput(self) -> tuple[Triple, float]:
        """Centre and radius, in m, of the back of the head in the head's frame."""
        return self._spine.occiput

    def neck_base(self, chest: Frame3) -> Vec:
        """Where the neck leaves the trunk, (3,) in m, in the axes the chest is given in."""
        return self._spine.neck_base(chest)

    def pelvis_roll_deg(self, posture: Posture) -> float:
        """How far the pelvis rolls up in deep flexion."""
        return pelvis_roll_deg(posture)

    def rest_foot_x_m(self, flexion_deg: float = 50.0) -> float:
        """Where a foot stands (see `Leg`) so that the resting hip has exactly this flexion."""
        return self._legs.rest_foot_x_m(flexion_deg)

    def skeleton(self, posture: Posture) -> Skeleton:
        """Every joint in the world."""
        return self._standing(posture) if posture.stance > 0.5 else self._on_the_floor(posture)

    def angles_of(self, posture: Posture, skeleton: Skeleton, side: str) -> Leg:
        """A standing leg as it is, told in angles: the same place with ``air`` 1."""
        j, pelvis = skeleton.joints, skeleton.pelvis
        lumbar = Frame3(pelvis.at(self._spine.lumbar_x_m, 0.0, 0.0), pelvis.axes)
        hip = hip_of(Trunk(pelvis, lumbar, skeleton.chest, skeleton.head), self._spine, side)
        leg = replace(posture.leg(side), air=0.0)
        told = hip.told(leg, j["kn" + side], j["an" + side])
        shank = unit(j["an" + side] - j["kn" + side])
        way = skeleton.foot[side].axes[:, 0]
        return replace(told, air=1.0, ankle_deg=angle_deg(way, -shank))

    def _on_the_floor(self, posture: Posture) -> Skeleton:
        """Laid on the floor; what is upright raised until its legs do not sink into it."""
        height = -self._placer.lowest_z_m(self._placer.place(posture, np.zeros(3)))
        trunk = self._placer.place(posture, np.array([0.0, 0.0, height]))
        for _ in range(_STAND_STEPS if trunk.upright > 0 else 0):
            low = self._legs.lowest_z_m(self._legs.place(posture, trunk))
            height += max(0.0, -low) * trunk.upright
            trunk = self._placer.place(posture, np.array([0.0, 0.0, height]))
        return self._at(posture, np.array([posture.x_m, posture.y_m, height + posture.lift_m]))

    def _standing(self, posture: Posture) -> Skeleton:
        """On the feet: the hips moved over them until the weight is where it should be."""
        at = np.array([posture.x_m, posture.y_m, posture.hip_z_m])
        skeleton = self._at(posture, at)
        for _ in range(_BALANCE_STEPS if posture.balance > 0 else 0):
            short = middle_of_feet(skeleton)[0] - centre_of_mass(skeleton)[0]
            at[0] += posture.balance * float(short) / 0.85
            skeleton = self._at(posture, at)
        return skeleton

    def _at(self, posture: Posture, at: Vec) -> Skeleton:
        trunk = self._placer.place(posture, at)
        legs = self._legs.place(posture, trunk)
        return assemble(posture, trunk, legs, self._spine, self.outfit)
