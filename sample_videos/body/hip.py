"""One hip: from a leg's angles to the ways its bones go, and from its joints back to angles."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.geometry import Vec, angle_deg, unit
from sample_videos.body.posture import SIGN

if TYPE_CHECKING:
    from sample_videos.body.posture import Leg
    from sample_videos.body.spine import Spine
    from sample_videos.body.trunk import Trunk

# A knee as straight as this has no side to which it bends.
_STRAIGHT_DEG = 1.0


@dataclass(frozen=True, eq=False)
class Hip:
    """One hip in the world.

    Attributes
    ----------
    side
        ``L`` or ``R``, the person's own.
    centre
        The joint's centre, (3,) in m.
    up, front, out
        Unit vectors at right angles: up the line from mid-hip to mid-shoulder, to the
        person's front, and outwards on this side.
    """

    side: str
    centre: Vec
    up: Vec
    front: Vec
    out: Vec

    def thigh(self, flexion_deg: float, splay_deg: float) -> tuple[Vec, Vec]:
        """Unit vectors along the thigh and out of its front, at an exact hip flexion."""
        f, s = math.radians(flexion_deg), math.radians(splay_deg)
        forward = math.cos(s) * self.front + math.sin(s) * self.out
        along: Vec = -math.cos(f) * self.up + math.sin(f) * forward
        normal: Vec = math.sin(f) * self.up + math.cos(f) * forward
        return along, normal

    def flexion_deg(self, thigh: Vec) -> float:
        """Trunk-thigh angle of a thigh that goes this way, (3,) of any length: 0 in line."""
        return 180.0 - angle_deg(self.up, thigh)

    def told(self, leg: Leg, knee: Vec, ankle: Vec) -> Leg:
        """The leg with angles between those of joints (``air`` 0) and those it has (1)."""
        thigh, shank = unit(knee - self.centre), unit(ankle - knee)
        flexion = self.flexion_deg(thigh)
        splay = math.degrees(math.atan2(float(thigh @ self.out), float(thigh @ self.front)))
        bend = angle_deg(thigh, shank)
        twist = self._twist_deg(self.thigh(flexion, splay), shank) if bend > _STRAIGHT_DEG else 0.0
        a = leg.air
        return replace(
            leg,
            flexion_deg=flexion + a * (leg.flexion_deg - flexion),
            splay_deg=splay + a * (leg.splay_deg - splay),
            knee_deg=bend + a * (leg.knee_deg - bend),
            twist_deg=twist + a * (leg.twist_deg - twist),
        )

    def _twist_deg(self, thigh: tuple[Vec, Vec], shank: Vec) -> float:
        """How far the shank of a bent knee is turned about the thigh."""
        along, normal = thigh
        back = unit(shank - (shank @ along) * along)
        aside = np.cross(along, normal)
        twist = math.degrees(math.atan2(float(back @ aside), float(-(back @ normal))))
        return twist * SIGN[self.side]


def hip_of(trunk: Trunk, spine: Spine, side: str) -> Hip:
    """The hip of a side of a trunk in the world."""
    centre = trunk.pelvis.at(0.0, SIGN[side] * spine.build.hip_half_m, 0.0)
    up = unit(spine.mid_shoulder(trunk.chest) - trunk.pelvis.origin)
    right = trunk.lumbar.axes[:, 1]
    right = unit(right - (right @ up) * up)
    return Hip(side, centre, up, np.cross(up, right), SIGN[side] * right)


def behind_knee(thigh: tuple[Vec, Vec], twist_deg: float, side: str) -> Vec:
    """Unit vector at right angles to a thigh (see `Hip.thigh`), to where its knee bends."""
    along, normal = thigh
    t = math.radians(twist_deg) * SIGN[side]
    back: Vec = -math.cos(t) * normal + math.sin(t) * np.cross(along, normal)
    return back


def shank_way(along: Vec, back: Vec, knee_deg: float) -> Vec:
    """Unit vector along the shank of a knee bent so far; ``along`` and ``back`` of its thigh."""
    k = math.radians(knee_deg)
    shank: Vec = math.cos(k) * along + math.sin(k) * back
    return shank
