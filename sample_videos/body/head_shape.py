"""The surface of the head: skull, face, hair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.geometry import unit
from sample_videos.body.posture import SIDES, SIGN
from sample_videos.body.solids import HAIR, HAIR_GLOSS, HEAD, SKIN_GLOSS, WHITE, Solids

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.geometry import Frame3
    from sample_videos.body.outfit import Outfit, Rgb
    from sample_videos.body.skeleton import Skeleton

# Locks of long hair: root in the head's frame, and length.
_LOCKS = (
    (0.055, 0.0, -0.060, 0.25), (0.060, -0.045, -0.052, 0.24), (0.060, 0.045, -0.052, 0.24),
    (0.070, -0.072, -0.020, 0.20), (0.070, 0.072, -0.020, 0.20),
)  # fmt: skip
_ON_FLOOR_M = 0.02
_LIP: Rgb = (0.42, 0.16, 0.14)
_DARK: Rgb = (0.02, 0.015, 0.012)


def add_head(solids: Solids, skeleton: Skeleton, b: Build, outfit: Outfit) -> None:
    """Skull, face and hair, in the head's axes."""
    frame, k, skin = skeleton.head, b.head_size, outfit.skin

    def ball(
        at: tuple[float, float, float], r: tuple[float, float, float], rgb: Rgb = skin,
        melt: float = 0.02, group: int = HEAD, gloss: float = SKIN_GLOSS,
    ) -> None:  # fmt: skip
        scaled = (at[0] * k, at[1] * k, at[2] * k)
        solids.ball(group, frame, scaled, (r[0] * k, r[1] * k, r[2] * k), rgb, melt * k, gloss)

    ball((0.085, 0, 0.008), (0.098, 0.073, 0.094))
    ball((0.028, 0, 0.050), (0.072, 0.058, 0.052))
    ball((-0.020, 0, 0.080), (0.030, 0.030, 0.026), melt=0.03)
    solids.cone(
        HEAD,
        (frame.at(0.072 * k, 0, 0.098 * k), frame.at(0.040 * k, 0, 0.116 * k)),
        (0.009 * k, 0.0135 * k),
        skin,
        0.012,
    )
    ball((0.034, 0, 0.106), (0.010, 0.017, 0.010), melt=0.008)
    ball((0.005, 0, 0.101), (0.0065, 0.024, 0.008), _LIP, 0.003)
    for side in SIDES:
        s = SIGN[side]
        ball((0.070, s * 0.031, 0.090), (0.0085, 0.014, 0.008), WHITE, 0.002)
        ball((0.070, s * 0.031, 0.0955), (0.0062, 0.0062, 0.0045), _DARK, 0.0)
        a, c = (
            frame.at(0.086 * k, s * 0.015 * k, 0.098 * k),
            frame.at(0.087 * k, s * 0.047 * k, 0.086 * k),
        )
        dark: Rgb = (outfit.hair_rgb[0] * 0.7, outfit.hair_rgb[1] * 0.7, outfit.hair_rgb[2] * 0.7)
        solids.cone(HEAD, (a, c), (0.0045 * k, 0.0038 * k), dark, 0.002)
        ball((0.045, s * 0.077, 0.006), (0.028, 0.009, 0.018), melt=0.006)
    hair = outfit.hair_rgb
    ball((0.106, 0, -0.004), (0.092, 0.081, 0.092), hair, 0.01, HAIR, HAIR_GLOSS)
    ball((0.060, 0, -0.030), (0.085, 0.076, 0.066), hair, 0.02, HAIR, HAIR_GLOSS)
    for side in SIDES:
        ball(
            (0.080, SIGN[side] * 0.066, 0.022), (0.040, 0.012, 0.024), hair, 0.01, HAIR, HAIR_GLOSS
        )
    if outfit.hair == "bun":
        ball((0.205, 0, -0.02), (0.040, 0.042, 0.040), hair, 0.02, HAIR, HAIR_GLOSS)
    if outfit.hair == "long":
        for root in _LOCKS:
            _lock(solids, frame, k, root, hair)


def _lock(
    solids: Solids, frame: Frame3, k: float, root: tuple[float, float, float, float], rgb: Rgb
) -> None:
    """A lock of hair: it hangs down behind the neck, and spreads where it meets the floor."""
    x, y, z, length = (value * k for value in root)
    start = frame.at(x, y, z)
    back = -frame.axes[:, 2]
    way = unit(np.array([0.0, 0.0, -1.0]) + 0.35 * back + 0.3 * (y / k) * frame.axes[:, 1])
    hangs = length
    if way[2] < -0.05:
        hangs = min(length, max((float(start[2]) - _ON_FLOOR_M) / -float(way[2]), 0.0))
    bend = start + hangs * way
    crown = frame.axes[:, 0] + 2.5 * (y / k) * frame.axes[:, 1]
    tip = bend + (length - hangs) * unit(crown * [1.0, 1.0, 0.0])
    thick = (0.040 if abs(y) < 0.05 * k else 0.030) * k
    solids.cone(HAIR, (start, bend), (thick, thick * 0.8), rgb, 0.05, HAIR_GLOSS)
    solids.cone(HAIR, (bend, tip), (thick * 0.8, thick * 0.65), rgb, 0.05, HAIR_GLOSS)
