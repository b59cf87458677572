"""Trunk and head in the world: turned and placed as asked, and what of them is lowest.

World axes, metres: x along the mat towards the head, y away from a camera on the person's
left, z up; the floor is z = 0. Every part's own axes: x towards the head, y to the person's
right, z to the front.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.geometry import Frame3, Vec, rotation, smooth
from sample_videos.body.posture import SIDES
from sample_videos.body.shape import Triple, chest_balls, seat_balls, waist_ball
from sample_videos.body.side_lying import head_on_hand

if TYPE_CHECKING:
    from sample_videos.body.posture import Posture
    from sample_videos.body.spine import Spine

# The pelvis rolls up once the hips have used up their own range: measured share of lumbar
# and pelvic motion beyond about 95 degrees.
_PELVIS_FROM_DEG = 95.0
_PELVIS_SHARE = 0.42
_PELVIS_MOST_DEG = 24.0
# How much of the roll one leg alone brings about.
_PELVIS_ONE_LEG = 0.65
# Flesh gives way by this much under weight.
_SOFT_M = 0.004


@dataclass(frozen=True, eq=False)
class Trunk:
    """The frames in the world of pelvis (origin: mid-hip), lumbar point, chest and head."""

    pelvis: Frame3
    lumbar: Frame3
    chest: Frame3
    head: Frame3

    @property
    def level(self) -> float:
        """1 lying, 0 upright: how much of the lumbar length lies along the floor."""
        return math.hypot(*self.lumbar.axes[:2, 0])

    @property
    def on_side(self) -> float:
        """0 on back or front, 1 lying on a side."""
        return self.level * smooth((abs(float(self.lumbar.axes[2, 1])) - 0.72) / 0.24)

    @property
    def upright(self) -> float:
        """0 while the back carries the body, 1 where legs do."""
        front_up = float(self.lumbar.axes[2, 2])
        return min(max((0.85 - front_up) / 0.3, 0.0), 1.0) * (1.0 - self.on_side)

    def part(self, name: str) -> Frame3:
        """The frame of ``pelvis``, ``lumbar``, ``chest`` or ``head``."""
        frames = {
            "pelvis": self.pelvis, "lumbar": self.lumbar, "chest": self.chest, "head": self.head
        }  # fmt: skip
        return frames[name]


def pelvis_roll_deg(posture: Posture) -> float:
    """How far the pelvis rolls up, front towards the head, in deep flexion; 0 to 24 degrees."""
    over = sorted(
        posture.leg(s).air * max(0.0, posture.leg(s).flexion_deg - _PELVIS_FROM_DEG) for s in SIDES
    )
    share = _PELVIS_ONE_LEG * over[1] + (1 - _PELVIS_ONE_LEG) * over[0]
    return min(_PELVIS_SHARE * share, _PELVIS_MOST_DEG)


class TrunkPlacer:
    """Places the trunk of one body.

    Parameters
    ----------
    spine
        The trunk in body axes.
    """

    def __init__(self, spine: Spine) -> None:
        self._spine = spine
        self._seat = seat_balls(spine.build)
        self._flanks = [("chest", *ball) for ball in chest_balls(spine.build)]
        self._flanks.append(("lumbar", *waist_ball(spine.build)))

    def place(self, posture: Posture, at: Vec) -> Trunk:
        """The trunk of a posture, the origin of its body axes at a point (3,) in m."""
        lumbar, chest, head = self._spine.frames(
            posture.head_lift_m, posture.shoulder_lift_m, posture.head_turn_deg
        )
        turn = (
            rotation(2, posture.heading_deg)
            @ rotation(1, -posture.pitch_deg)
            @ rotation(0, posture.roll_deg)
        )
        tilt = lumbar.axes @ rotation(1, pelvis_roll_deg(posture))
        hip = lumbar.origin - tilt @ np.array([self._spine.lumbar_x_m, 0.0, 0.0])

        def placed(frame: Frame3) -> Frame3:
            return Frame3(at + turn @ frame.origin, turn @ frame.axes)

        trunk = Trunk(placed(Frame3(hip, tilt)), placed(lumbar), placed(chest), placed(head))
        if trunk.on_side <= 0.0:
            return trunk
        floor_z_m = self.lowest_z_m(trunk)
        return replace(trunk, head=head_on_hand(trunk, self._spine, floor_z_m))

    def lowest_z_m(self, trunk: Trunk) -> float:
        """Height of the lowest of the balls on which the trunk lies; the head is not asked."""
        b = self._spine.build
        r, edge, far = b.back_m, 0.056 * b.limb, self._spine.shoulder_x_m
        points = [(trunk.lumbar.at(0.0, 0.0, 0.0), r), (trunk.pelvis.at(0.0, 0.0, 0.0), r)]
        points += [(trunk.pelvis.at(0.0, y, 0.0), r) for y in (-0.06, 0.06)]
        points += [(trunk.chest.at(far, 0.0, 0.0), r)]
        points += [(trunk.chest.at(far, s * b.shoulder_half_m, 0.0), edge) for s in (-1, 1)]
        low = min(float(centre[2]) - radius for centre, radius in points)
        low = min(low, *(_ball_low_m(trunk, *ball) + _SOFT_M for ball in self._seat))
        # On the back and the front the balls above carry: all there is was measured on them.
        give = _SOFT_M + 0.05 * (1.0 - trunk.on_side)
        return min(low, *(_ball_low_m(trunk, *ball) + give for ball in self._flanks))


def _ball_low_m(trunk: Trunk, part: str, at: Triple, radii: Triple) -> float:
    """Height of the lowest point of an ellipsoid of the trunk."""
    frame = trunk.part(part)
    return float(frame.at(*at)[2] - np.linalg.norm(frame.axes[2] * np.array(radii)))
