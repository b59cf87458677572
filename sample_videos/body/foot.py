"""The foot: flat where it stands, at the ankle's angle in the air."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.geometry import Frame3, Vec, unit

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.posture import Leg

_UP = np.array([0.0, 0.0, 1.0])
_DOWN = np.array([0.0, 0.0, -1.0])


@dataclass(frozen=True, eq=False)
class Foot:
    """A foot in the world: places (3,) in m, ways as unit vectors.

    Attributes
    ----------
    ankle, heel, toe
        Joint centre, and the middle of the flesh of heel and ball.
    way, down
        At right angles: from the heel to the toes, and out of the sole.
    """

    ankle: Vec
    heel: Vec
    toe: Vec
    way: Vec
    down: Vec

    @property
    def frame(self) -> Frame3:
        """Origin at the ankle; x to the toes, z out of the sole."""
        across = np.cross(self.way, self.down)
        return Frame3(self.ankle, np.column_stack([self.way, across, self.down]))


def place_foot(leg: Leg, build: Build, ankle: Vec, shank: Vec, forward: Vec) -> Foot:
    """The foot of a leg, at an ankle (3,) in m.

    ``shank`` and ``forward`` are unit vectors from knee to ankle and out of the shin's front.
    """
    a = math.radians(leg.ankle_deg)
    free = unit(-math.cos(a) * shank + math.sin(a) * forward)
    level = np.array([forward[0], forward[1], 0.0]) - 1e-9
    if float(np.linalg.norm(level)) < 0.05:
        level = np.array([shank[0], shank[1], 0.0])
    stand = (1 - leg.foot_up) * unit(level) + leg.foot_up * _UP
    near = min(1.0, leg.air * 1.6)
    way = unit((1 - near) * unit(stand) + near * free)
    flat_down = _DOWN * (1 - leg.foot_up) + unit(level) * leg.foot_up * -1
    down = unit((1 - near) * flat_down + near * shank)
    down = unit(down - (down @ way) * way)
    sole = build.ankle_height_m
    heel = ankle + down * (sole - 0.026 * build.size) - way * 0.20 * build.foot_m
    toe = ankle + down * (sole - 0.016 * build.size) + way * 0.72 * build.foot_m
    return Foot(ankle, heel, toe, way, down)
