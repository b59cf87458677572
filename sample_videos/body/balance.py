"""Where the weight is: the centre of mass, and what it stands on.

Masses and centres of mass as fractions: P. de Leva, J. Biomech. 29 (1996) 1223-1230, table 4
(male and female hardly differ where a few centimetres matter: the male ones).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.posture import SIDES

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.geometry import Vec
    from sample_videos.body.skeleton import Skeleton

_TRUNK, _HEAD = 0.4346, 0.0694
# Of the trunk from the shoulders; the head's is about its middle.
_TRUNK_AT = 0.43
# (from joint, to joint, mass, share of the way)
_LIMBS = (
    ("sh", "el", 0.0271, 0.577), ("el", "wr", 0.0162 + 0.0061, 0.60),
    ("hip", "kn", 0.1416, 0.410), ("kn", "an", 0.0433, 0.446), ("heel", "toe", 0.0137, 0.44),
)  # fmt: skip


def centre_of_mass(skeleton: Skeleton) -> Vec:
    """Of the whole body, in m."""
    j = skeleton.joints
    shoulders, hips = (j["shL"] + j["shR"]) / 2, (j["hipL"] + j["hipR"]) / 2
    total = (
        _TRUNK * (shoulders + _TRUNK_AT * (hips - shoulders))
        + _HEAD * (j["crown"] + j["nose"] + j["earL"] + j["earR"]) / 4
    )
    for a, b, mass, share in _LIMBS:
        for side in SIDES:
            total = total + mass * (j[a + side] + share * (j[b + side] - j[a + side]))
    mass = _TRUNK + _HEAD + 2 * sum(row[2] for row in _LIMBS)
    return np.asarray(total / mass)


def middle_of_feet(skeleton: Skeleton) -> Vec:
    """Where somebody who stands at ease has their weight: a little before the ankles."""
    j = skeleton.joints
    return np.asarray(sum(0.45 * j["toe" + s] + 0.55 * j["heel" + s] for s in SIDES) / len(SIDES))


def support_x_m(skeleton: Skeleton, build: Build) -> tuple[float, float]:
    """From where to where along the mat feet, and hands on the floor, can carry."""
    j, size = skeleton.joints, build.size
    places = [float(j[name + s][0]) for name in ("heel", "toe") for s in SIDES]
    places += [
        float(skeleton.hand[side].frame.at(0.12 * size, 0.0, 0.0)[0])
        for side in SIDES
        if float(j["wr" + side][2]) < 0.165 * size
    ]
    return min(places) - 0.02 * size, max(places) + 0.03 * size
