"""A hand: a stiff palm, fingers that bend at knuckle and middle joint, and how it grips."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.geometry import Vec, bisect
from sample_videos.body.solids import distances_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sample_videos.body.geometry import Frame3

# Wrist to knuckles, the finger's first bone, and the rest of it, of an average man's hand.
KNUCKLE_M, BONE_M, TIP_M = 0.080, 0.043, 0.035
# An open hand at rest is a little bent; as far as this a gripping one bends.
RELAXED_DEG = (8.0, 16.0)
_MOST_DEG = (72.0, 78.0)
# From its wrist a palm lies along what it grips, or is turned away from it or towards it.
_TIP_DEG = (-50.0, 70.0)
# Skin sinks so far into what is gripped.
_PRESSED_M = 0.003
_PALM_M, _PALM_R_M = np.array([0.02, 0.05, 0.08]), np.array([0.019, 0.018, 0.014])
_BONE_R_M, _TIP_R_M = 0.011, 0.0085


@dataclass(frozen=True, eq=False)
class Hand:
    """Frame of the palm (origin: the wrist; x along it, z out of its inside) and the bends."""

    frame: Frame3
    knuckle_deg: float
    finger_deg: float

    def points(self, size: float) -> tuple[Vec, Vec]:
        """Points along palm and fingers, (P, 3), and the flesh round them in m, (P,)."""
        axes, bends_deg = self.frame.axes, (self.knuckle_deg, self.finger_deg)
        return hand_points(self.frame.origin, axes[:, 0], axes[:, 2], size, bends_deg)


def finger_joints(
    start: Vec, along: Vec, palm: Vec, size: float, bends_deg: tuple[float, float]
) -> tuple[Vec, Vec]:
    """Middle joint and tip of a finger whose knuckle is at ``start``."""
    first, second = math.radians(bends_deg[0]), math.radians(sum(bends_deg))
    middle: Vec = start + BONE_M * size * (math.cos(first) * along + math.sin(first) * palm)
    tip: Vec = middle + TIP_M * size * (math.cos(second) * along + math.sin(second) * palm)
    return middle, tip


def palm_points(wrist: Vec, fingers: Vec, size: float) -> tuple[Vec, Vec]:
    """Points along the palm, (3, 3), and the flesh round them in m, (3,)."""
    return wrist + _PALM_M[:, None] * size * fingers, _PALM_R_M * size


def hand_points(
    wrist: Vec, fingers: Vec, palm: Vec, size: float, bends_deg: tuple[float, float]
) -> tuple[Vec, Vec]:
    """Points along palm and fingers, (P, 3), and the flesh round them in m, (P,).

    ``fingers`` and ``palm`` are unit vectors along the palm and out of its inside.
    """
    knuckle = wrist + KNUCKLE_M * size * fingers
    middle, tip = finger_joints(knuckle, fingers, palm, size, bends_deg)
    points, radii = palm_points(wrist, fingers, size)
    bent = np.array([_BONE_R_M, _TIP_R_M, _TIP_R_M]) * size
    return np.vstack([points, middle, (middle + tip) / 2, tip]), np.append(radii, bent)


def grip(
    wrist: Vec,
    ways: tuple[Vec, Vec],
    skin: NDArray[np.float64],
    around: NDArray[np.float64],
    size: float,
) -> tuple[Vec, Vec, tuple[float, float]]:
    """A hand laid on a surface: way of its palm, of the palm's inside, and its bends in degrees.

    The palm is tipped towards the surface, and then each joint bent, until they meet it.

    Parameters
    ----------
    ways
        Unit vectors at right angles: the way the hand is to go, and into the surface.
    skin, around
        Solids whose surface it is; and all that fingers can meet beside it.
    """
    along, into = ways

    def turned(deg: float) -> tuple[Vec, Vec]:
        turn = math.radians(deg)
        c, s = math.cos(turn), math.sin(turn)
        return c * along + s * into, c * into - s * along

    def palm_sunk_m(deg: float) -> float:
        return _sunk_m(skin, palm_points(wrist, turned(deg)[0], size))

    fingers, palm = turned(bisect(palm_sunk_m, *_TIP_DEG, 16))

    def sunk_m(bends_deg: tuple[float, float], points: slice) -> float:
        where, radii = hand_points(wrist, fingers, palm, size, bends_deg)
        return _sunk_m(around, (where[points], radii[points]))

    first = bisect(lambda deg: sunk_m((deg, 0.0), slice(3, 4)), 0.0, _MOST_DEG[0], 14)
    second = bisect(lambda deg: sunk_m((first, deg), slice(4, 6)), 0.0, _MOST_DEG[1], 14)
    return fingers, palm, (first, second)


def _sunk_m(solids: NDArray[np.float64], flesh: tuple[Vec, Vec]) -> float:
    """How deep points with flesh round them are pressed in, more than skin gives way."""
    points, radii = flesh
    return -float((distances_m(solids, points) - radii).min()) - _PRESSED_M
