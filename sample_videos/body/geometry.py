"""Vectors, rotations, and the two solvers the rig needs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Vec = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Frame3:
    """A place and three axes (columns: head, right, front) in the world."""

    origin: Vec
    axes: Vec

    def at(self, x: float, y: float, z: float) -> Vec:
        """World position of a local point."""
        point: Vec = self.origin + self.axes @ np.array([x, y, z])
        return point


def angle_deg(a: Vec, b: Vec) -> float:
    """Angle between two vectors, 0 to 180 degrees."""
    return math.degrees(math.atan2(float(np.linalg.norm(np.cross(a, b))), float(a @ b)))


def unit(v: Vec) -> Vec:
    """Length 1, same direction."""
    result: Vec = v / max(float(np.linalg.norm(v)), 1e-12)
    return result


def rotation(axis: int, deg: float) -> Vec:
    """Right-handed rotation about a coordinate axis."""
    c, s = math.cos(math.radians(deg)), math.sin(math.radians(deg))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    m = np.eye(3)
    m[i, i] = m[j, j] = c
    m[i, j], m[j, i] = -s, s
    return m


def bisect(f: Callable[[float], float], low: float, high: float, steps: int = 48) -> float:
    """Where an increasing ``f`` crosses 0 in [low, high]; the nearer end if it does not."""
    if f(low) >= 0:
        return low
    if f(high) <= 0:
        return high
    for _ in range(steps):
        mid = (low + high) / 2
        low, high = (low, mid) if f(mid) > 0 else (mid, high)
    return (low + high) / 2


def smooth(share: float) -> float:
    """0 below 0, 1 above 1, between them a curve without a kink."""
    s = min(max(share, 0.0), 1.0)
    return s * s * (3.0 - 2.0 * s)


def two_bone(start: Vec, goal: Vec, lengths: tuple[float, float], pole: Vec) -> tuple[Vec, Vec]:
    """Middle and end joint of two bones from ``start`` towards ``goal``, bent towards ``pole``."""
    a, b = lengths
    way = goal - start
    distance = float(np.linalg.norm(way))
    reach = min(max(distance, abs(a - b) + 1e-6), a + b - 1e-9)
    along = unit(way)
    side = unit(pole - (pole @ along) * along)
    x = (a * a - b * b + reach * reach) / (2 * reach)
    middle: Vec = start + x * along + math.sqrt(max(a * a - x * x, 0.0)) * side
    end: Vec = start + reach * along
    return middle, end
