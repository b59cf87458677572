"""The surface of the legs: flesh, trousers, skirt, feet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.geometry import Frame3, Vec, smooth, unit
from sample_videos.body.posture import SIDES
from sample_videos.body.solids import (
    CLOTH_GLOSS,
    LEFT_LEG,
    RIGHT_LEG,
    SKIN_GLOSS,
    TRUNK,
    WHITE,
    Solids,
)

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.outfit import Outfit, Rgb

_SKIRT_FOLDS = 5
_SKIRT_LENGTH = 0.88  # of the thigh


def add_legs(
    solids: Solids, joints: dict[str, Vec], feet: dict[str, Frame3], build: Build, outfit: Outfit
) -> None:
    """Both legs as they are dressed, from hips, knees, ankles and the feet's axes."""
    for side in SIDES:
        _leg(solids, joints, feet[side], build, outfit, side)
    if outfit.skirt:
        _skirt(solids, joints, build, outfit)


def _leg(
    solids: Solids, j: dict[str, Vec], foot: Frame3, b: Build, outfit: Outfit, side: str
) -> None:
    group = LEFT_LEG if side == "L" else RIGHT_LEG
    r = b.limb
    hip, knee, ankle = j["hip" + side], j["kn" + side], j["an" + side]
    thigh, shank = unit(knee - hip), unit(ankle - knee)
    back = unit(-foot.axes[:, 0] + (foot.axes[:, 0] @ shank) * shank)
    bend = unit(thigh - shank + 1e-9)
    skin = outfit.skin
    hip_in = hip + thigh * 0.02
    mid = hip + thigh * b.thigh_m * 0.5
    solids.cone(group, (hip_in, mid), (0.088 * r, 0.076 * r), skin, 0.03)
    solids.cone(group, (mid, knee), (0.076 * r, 0.054 * r), skin, 0.03)
    solids.cone(
        group, (knee + bend * 0.006 * r, knee + shank * 0.03), (0.051 * r, 0.049 * r), skin, 0.02
    )
    calf = knee + shank * b.shank_m * 0.28
    solids.cone(group, (knee, calf), (0.050 * r, 0.050 * r), skin, 0.02)
    solids.cone(group, (calf, ankle), (0.048 * r, 0.032 * r), skin, 0.02)
    muscle = [knee + shank * b.shank_m * share + back * 0.016 * r for share in (0.16, 0.42)]
    solids.cone(group, (muscle[0], muscle[1]), (0.044 * r, 0.040 * r), skin, 0.03)
    if outfit.leg_cover * (b.thigh_m + b.shank_m) > b.thigh_m + 0.5 * b.shank_m:
        thick = outfit.loose_m + 0.003
        solids.cone(
            group, (muscle[0], muscle[1]), (0.044 * r + thick, 0.040 * r + thick),
            outfit.bottom, 0.03, CLOTH_GLOSS,
        )  # fmt: skip
    _trousers(solids, (hip_in, knee, ankle), b, outfit, group)
    _foot(solids, (foot, ankle, knee), b, outfit, group)


def _trousers(
    solids: Solids, line: tuple[Vec, Vec, Vec], b: Build, outfit: Outfit, group: int
) -> None:
    hip, knee, ankle = line
    r, loose, cloth = b.limb, outfit.loose_m, outfit.bottom
    total = b.thigh_m + b.shank_m
    covered = outfit.leg_cover * total
    thigh_share = min(covered / b.thigh_m, 1.0)
    end = hip + (knee - hip) * thigh_share
    wide = 0.088 + (0.056 - 0.088) * thigh_share
    solids.cone(
        group, (hip, end), (0.090 * r + loose * 0.5, wide * r + loose), cloth, 0.012, CLOTH_GLOSS
    )
    middle = hip + (knee - hip) * 0.5 * thigh_share
    solids.cone(
        group,
        (middle, end),
        (0.077 * r + loose * 0.8, wide * r + loose),
        cloth,
        0.012,
        CLOTH_GLOSS,
    )
    if covered > b.thigh_m:
        share = (covered - b.thigh_m) / b.shank_m
        calf = knee + (ankle - knee) * min(share, 0.30)
        cuff = knee + (ankle - knee) * share
        solids.cone(
            group, (knee, calf), (0.054 * r + loose, 0.054 * r + loose), cloth, 0.02, CLOTH_GLOSS
        )
        solids.cone(
            group,
            (calf, cuff),
            (0.054 * r + loose, (0.034 + 0.5 * loose) * r + loose),
            cloth,
            0.015,
            CLOTH_GLOSS,
        )


def lower_rgb(outfit: Outfit) -> Rgb:
    """Colour of what is worn at the hips."""
    if not outfit.skirt:
        return outfit.bottom
    red, green, blue = (0.45 * c + 0.04 for c in outfit.top)
    return red, green, blue


def _skirt(solids: Solids, joints: dict[str, Vec], b: Build, outfit: Outfit) -> None:
    """One cloth round both thighs: cones from hip to hem, from the left thigh to the right one."""
    hips = [joints["hip" + side] for side in SIDES]
    thighs = [joints["kn" + side] - hip for side, hip in zip(SIDES, hips, strict=True)]
    apart = float(np.linalg.norm(unit(thighs[0]) - unit(thighs[1])))
    for i in range(_SKIRT_FOLDS):
        share = i / (_SKIRT_FOLDS - 1)
        inside = 1.0 - abs(2.0 * share - 1.0)
        # Taut between the thighs, and riding up where they part.
        length = _SKIRT_LENGTH * (1.0 - 0.8 * smooth(1.6 * inside) * smooth(apart - 0.15))
        start = (1 - share) * hips[0] + share * hips[1]
        hem = start + length * ((1 - share) * thighs[0] + share * thighs[1])
        radii = tuple(r * b.limb * (1.0 - 0.35 * inside) for r in (0.104, 0.092))
        solids.cone(TRUNK, (start, hem), (radii[0], radii[1]), lower_rgb(outfit), 0.05, CLOTH_GLOSS)


def _foot(
    solids: Solids, line: tuple[Frame3, Vec, Vec], b: Build, outfit: Outfit, group: int
) -> None:
    frame, ankle, knee = line
    length, deep = b.foot_m, b.ankle_height_m
    size = b.size
    rgb = outfit.shoe if outfit.shoes else outfit.skin
    gloss = 0.08 if outfit.shoes else SKIN_GLOSS
    fat = 1.12 if outfit.shoes else 1.0
    heel = frame.at(-0.13 * length, 0, deep - 0.034 * size)
    ball = frame.at(0.48 * length, 0, deep - 0.025 * size)
    tip = frame.at(0.68 * length, 0, deep - 0.020 * size)
    solids.cone(group, (ankle, ball), (0.033 * size * fat, 0.022 * size), rgb, 0.03, gloss)
    solids.cone(group, (heel, ball), (0.033 * size, 0.025 * size * fat), rgb, 0.03, gloss)
    for y in (-0.020, 0.018):
        shift = frame.axes[:, 1] * y * size
        solids.cone(
            group,
            (ball + shift * 0.6, tip + shift),
            (0.025 * size, 0.019 * size),
            rgb,
            0.025,
            gloss,
        )
    solids.cone(group, (ankle, heel), (0.035 * size * fat, 0.033 * size), rgb, 0.03, gloss)
    if outfit.shoes:
        sole = (0.42 * length * 1.02, 0.040 * size, 0.008)
        solids.box(group, frame, (0.27 * length, 0, deep - 0.008), sole, WHITE, 0.004, 0.05, 0.007)
        solids.cone(
            group,
            (ankle, ankle + (knee - ankle) * 0.10),
            (0.036 * size, 0.038 * b.limb),
            WHITE,
            0.008,
            CLOTH_GLOSS,
        )
