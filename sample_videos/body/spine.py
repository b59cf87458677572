"""Trunk and head in body axes: two hinges and a neck, bent until the lifts asked for are there.

Body axes, metres, origin at mid-hip of a trunk without any lift: x towards the head, y to the
person's right, z to the front.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.geometry import Frame3, Vec, bisect, rotation
from sample_videos.body.shape import Triple, chest_balls
from sample_videos.body.solids import Solids, distances_m

if TYPE_CHECKING:
    from sample_videos.body.build import Build

# Tip of the nose, lips and chin in the head's frame, as shares of its size, and how deep each
# may press into the chest: the flesh under a chin gives way.
_CHIN = ((0.034, 0.116), (0.005, 0.108), (-0.020, 0.104))
_CHIN_SOFT_M = np.array([0.0, 0.005, 0.025])
_KEPT = 64


class Spine:
    """Where lumbar point, chest and head are for given lifts.

    Parameters
    ----------
    build
        Lengths and thickness.
    pillow_m
        Height of the pillow under the head.
    towel_m
        Thickness of the towel under the sacrum: it arches the lumbar spine.

    Attributes
    ----------
    lumbar_x_m, thorax_x_m
        From mid-hip up the trunk to its two hinges.
    shoulder_x_m
        From the upper hinge, the chest's origin, to mid-shoulder.
    """

    def __init__(self, build: Build, pillow_m: float, towel_m: float) -> None:
        self.build = build
        self.lumbar_x_m = 0.30 * build.trunk_m
        self.thorax_x_m = 0.48 * build.trunk_m
        self.shoulder_x_m = build.trunk_m - self.thorax_x_m
        self._arch = rotation(1, math.degrees(math.asin(towel_m / self.thorax_x_m)))
        self._solved: dict[tuple[float, float, float], tuple[Frame3, Frame3, Frame3]] = {}
        self._rest_bend_deg = self._solve_rest_bend(pillow_m)
        self._nod_deg = self._solve_chin()

    @property
    def ear_offset(self) -> Triple:
        """Mid-ear in m in the head's frame (origin: its pivot at the top of the neck)."""
        k = self.build.head_size
        return (0.045 * k, 0.0, 0.012 * k)

    @property
    def occiput(self) -> tuple[Triple, float]:
        """Centre and radius, in m, of the back of the head in the head's frame."""
        k = self.build.head_size
        return (0.075 * k, 0.0, -0.005 * k), 0.093 * k

    def mid_shoulder(self, chest: Frame3) -> Vec:
        """The middle between the shoulders, (3,) in m, in the axes the chest is given in."""
        return chest.at(self.shoulder_x_m, 0.0, 0.0)

    def neck_base(self, chest: Frame3) -> Vec:
        """Where the neck leaves the trunk, (3,) in m, in the axes the chest is given in."""
        x = self.shoulder_x_m + 0.035 * self.build.size
        return chest.at(x, 0.0, -0.012 * self.build.size)

    def frames(
        self, head_lift_m: float, shoulder_lift_m: float, head_turn_deg: float
    ) -> tuple[Frame3, Frame3, Frame3]:
        """Lumbar point, chest and head in body axes.

        Ears and shoulders are raised along z by the lifts, as far as neck and chest bend;
        a positive turn takes the nose to the person's left.
        """
        asked = (head_lift_m, shoulder_lift_m, head_turn_deg)
        if asked not in self._solved:
            if len(self._solved) > _KEPT:
                self._solved.clear()
            self._solved[asked] = self._solve(*asked)
        return self._solved[asked]

    def _chest(self, curl_deg: float) -> Frame3:
        turn = rotation(1, -curl_deg)
        pivot = np.array([self.thorax_x_m, 0.0, 0.0])
        return Frame3(pivot, turn)

    def _head(self, chest: Frame3, bend_deg: float, turn_deg: float) -> Frame3:
        """Neck and head share the bend."""
        neck_m = 0.105 * self.build.size
        base = self.neck_base(chest)
        neck = chest.axes @ rotation(1, -bend_deg * 0.6 + 4.0)
        top = base + neck @ np.array([neck_m, 0.0, 0.0])
        axes = chest.axes @ rotation(1, -bend_deg) @ rotation(0, turn_deg)
        return Frame3(top, axes)

    def _shoulder_z_m(self, curl_deg: float) -> float:
        return float(self.mid_shoulder(self._chest(curl_deg))[2])

    def _ear_z_m(self, chest: Frame3, bend_deg: float) -> float:
        return float(self._head(chest, bend_deg, 0.0).at(*self.ear_offset)[2])

    def _solve_rest_bend(self, pillow_m: float) -> float:
        """Neck bend at which the back of the head lies on the floor or pillow."""
        centre, radius = self.occiput
        floor = -self.build.back_m + pillow_m - 0.006
        chest = self._chest(0.0)

        def gap(bend: float) -> float:
            return float(self._head(chest, bend, 0.0).at(*centre)[2]) - radius - floor

        return bisect(gap, -40.0, 60.0)

    def _solve_chin(self) -> float:
        """How far the neck bends from rest until face and chest touch."""
        chest, k = self._chest(0.0), self.build.head_size
        solids = Solids()
        for at, radii in chest_balls(self.build):
            solids.ball(0, chest, at, radii, (0.0, 0.0, 0.0))
        table = np.array(solids.rows)

        def inside(bend: float) -> float:
            head = self._head(chest, self._rest_bend_deg + bend, 0.0)
            face = np.array([head.at(x * k, 0.0, z * k) for x, z in _CHIN])
            return -float((distances_m(table, face) + _CHIN_SOFT_M).min())

        return bisect(inside, 0.0, 75.0, 30)

    def _solve(
        self, head_lift_m: float, shoulder_lift_m: float, turn_deg: float
    ) -> tuple[Frame3, Frame3, Frame3]:
        """As `frames`: first the chest curls, then the neck bends, each by bisection."""
        rest_shoulder = self._shoulder_z_m(0.0)
        curl = bisect(
            lambda deg: self._shoulder_z_m(deg) - rest_shoulder - shoulder_lift_m, 0.0, 70.0
        )
        chest = self._chest(curl)
        rest_ear = self._ear_z_m(self._chest(0.0), self._rest_bend_deg)
        bend = bisect(
            lambda deg: self._ear_z_m(chest, deg) - rest_ear - head_lift_m,
            self._rest_bend_deg - 45.0,
            self._rest_bend_deg + self._nod_deg,
        )
        below = np.array([self.thorax_x_m - self.lumbar_x_m, 0.0, 0.0])
        hinge = np.array([self.thorax_x_m, 0.0, 0.0])
        lumbar = Frame3(hinge - self._arch @ below, self._arch)
        return lumbar, chest, self._head(chest, bend, turn_deg)
