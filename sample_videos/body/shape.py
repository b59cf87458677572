"""The outer shape over a skeleton: a list of solids in smooth unions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sample_videos.body.geometry import Frame3
from sample_videos.body.hand import KNUCKLE_M, finger_joints
from sample_videos.body.head_shape import add_head
from sample_videos.body.leg_shape import add_legs, lower_rgb
from sample_videos.body.posture import SIDES, SIGN
from sample_videos.body.solids import CLOTH_GLOSS, HEAD, LEFT_ARM, RIGHT_ARM, TRUNK, Solids

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.hand import Hand
    from sample_videos.body.outfit import Outfit, Rgb
    from sample_videos.body.skeleton import Skeleton


Triple = tuple[float, float, float]


def seat_balls(b: Build) -> list[tuple[str, Triple, Triple]]:
    """Part, centre and radii of the ellipsoids of the trunk that can lie or sit on the floor."""
    size, girth, deep = b.size, b.girth, b.back_m
    hips = 1.08 if b.sex == "female" else 1.0
    seat = (0.105 * size, 0.092 * size * girth**0.6 * hips, (deep - 0.004) * 0.92)
    balls: list[tuple[str, Triple, Triple]] = [
        ("pelvis", (-0.03 * size, SIGN[s] * 0.068 * size * hips, -0.012 * size), seat)
        for s in SIDES
    ]
    waist = (0.10 * size, 0.158 * size * girth**0.7, deep * 0.97)
    return [*balls, ("pelvis", (0.055 * size, 0.0, 0.004), waist)]


def waist_ball(b: Build, breath: float = 0.0) -> tuple[Triple, Triple]:
    """Centre and radii of what is between chest and pelvis."""
    belly = (0.086 + 0.05 * max(0.0, b.girth - 1.0)) * b.size * b.girth**0.6 * (1 + 0.05 * breath)
    wide = b.shoulder_half_m * 0.76 * b.girth
    return (0.0, 0.0, 0.012 * b.girth), (0.15 * b.size, wide, belly)


def chest_balls(b: Build, breath: float = 1.0) -> list[tuple[Triple, Triple]]:
    """Centre and radii of the chest's ellipsoids, in the chest's frame."""
    size, girth, deep, wide, far = b.size, b.girth, b.back_m, b.shoulder_half_m, 0.52 * b.trunk_m
    thick = deep * 1.10 * breath
    balls: list[tuple[Triple, Triple]] = [
        ((far - 0.075 * size, 0.0, 0.012), (0.150 * size, wide * 0.86, thick)),
        ((far - 0.17 * size, 0.0, 0.006), (0.155 * size, wide * 0.80 * girth**0.5, thick)),
        ((0.02, 0.0, 0.004), (0.14 * size, wide * 0.78 * girth**0.7, deep * 1.02 * breath)),
    ]
    if b.sex == "female":
        bust = (0.058 * size, 0.062 * size, 0.052 * size * girth**0.5)
        balls += [((far - 0.15 * size, SIGN[s] * 0.075 * size, 0.075 * size), bust) for s in SIDES]
    return balls


def figure(
    skeleton: Skeleton, build: Build, outfit: Outfit, first_group: int = 0
) -> NDArray[np.float64]:
    """All solids of one person, (N, COLUMNS)."""
    solids = Solids(first_group)
    _trunk(solids, skeleton, build, outfit)
    add_legs(solids, skeleton.joints, skeleton.foot, build, outfit)
    for side in SIDES:
        _arm(solids, skeleton, build, outfit, side)
    add_head(solids, skeleton, build, outfit)
    return solids.table()


def _trunk(solids: Solids, skeleton: Skeleton, b: Build, outfit: Outfit) -> None:
    size = b.size
    breath = 1.0 + 0.035 * skeleton.breath
    chest, pelvis = skeleton.chest, skeleton.pelvis
    top, low = outfit.top, lower_rgb(outfit)

    def shirt(frame: Frame3, at: tuple[float, float, float], r: tuple[float, float, float]) -> None:
        solids.ball(TRUNK, frame, at, r, top, 0.05, CLOTH_GLOSS)

    for at, r in chest_balls(b, breath):
        shirt(chest, at, r)
    middle = Frame3((chest.origin + pelvis.at(0.05, 0, 0)) / 2, pelvis.axes)
    shirt(middle, *waist_ball(b, skeleton.breath))
    for side in SIDES:
        solids.cone(
            TRUNK,
            (
                skeleton.joints["neck"] - chest.axes[:, 0] * 0.02,
                skeleton.joints["sh" + side] + chest.axes[:, 0] * 0.012,
            ),
            (0.052 * size, 0.050 * b.limb),
            top,
            0.03,
            CLOTH_GLOSS,
        )
    for _, at, radii in seat_balls(b):
        solids.ball(TRUNK, pelvis, at, radii, low, 0.03, CLOTH_GLOSS)
    neck = skeleton.joints["neck"]
    solids.cone(
        HEAD,
        (neck - chest.axes[:, 0] * 0.03, skeleton.head.at(0.02, 0, -0.005)),
        (0.060 * size, 0.053 * size),
        outfit.skin,
        0.02,
    )


def _arm(solids: Solids, skeleton: Skeleton, b: Build, outfit: Outfit, side: str) -> None:
    group = LEFT_ARM if side == "L" else RIGHT_ARM
    j, r, skin = skeleton.joints, b.limb, outfit.skin
    shoulder, elbow, wrist = j["sh" + side], j["el" + side], j["wr" + side]
    upper, lower = elbow - shoulder, wrist - elbow
    solids.cone(group, (shoulder, elbow), (0.050 * r, 0.039 * r), skin, 0.015)
    solids.cone(
        group,
        (shoulder + upper * 0.35, shoulder + upper * 0.65),
        (0.047 * r, 0.044 * r),
        skin,
        0.02,
    )
    solids.cone(group, (elbow, elbow + lower * 0.35), (0.038 * r, 0.041 * r), skin, 0.02)
    solids.cone(group, (elbow + lower * 0.3, wrist), (0.040 * r, 0.026 * r), skin, 0.02)
    reach = outfit.sleeve * 2
    cloth, gloss = outfit.top, CLOTH_GLOSS
    off = 0.010 + outfit.loose_m * 0.3
    upper_share = max(min(reach, 1.0), 0.08)
    solids.cone(
        group,
        (shoulder, shoulder + upper * upper_share),
        (0.055 * r + 0.004, (0.054 - 0.013 * upper_share) * r + off),
        cloth,
        0.012,
        gloss,
    )
    solids.cone(
        TRUNK,
        (shoulder - skeleton.chest.axes[:, 0] * 0.02, shoulder + upper * 0.12),
        (0.050 * r, 0.050 * r),
        cloth,
        0.04,
        gloss,
    )
    if reach > 1.0:
        solids.cone(
            group,
            (elbow, elbow + lower * (reach - 1.0)),
            (0.042 * r + off, 0.031 * r + off * 0.7),
            cloth,
            0.02,
            gloss,
        )
    _hand(solids, skeleton.hand[side], b, skin, group)


def _hand(solids: Solids, hand: Hand, b: Build, skin: Rgb, group: int) -> None:
    s, frame = b.segment_m("hand") / 0.0862, hand.frame
    along, palm = frame.axes[:, 0], frame.axes[:, 2]
    bends_deg = (hand.knuckle_deg, hand.finger_deg)
    solids.ball(group, frame, (0.045 * s, 0, 0), (0.050 * s, 0.038 * s, 0.019 * s), skin, 0.015)
    for i, length in enumerate((0.92, 1.0, 0.95, 0.82)):
        y = (-0.027 + 0.018 * i) * s
        knuckle = frame.at(0.92 * KNUCKLE_M * s, y, 0)
        middle, tip = finger_joints(knuckle, along, palm, s * length, bends_deg)
        solids.cone(group, (knuckle, middle), (0.011 * s, 0.0100 * s), skin, 0.006)
        solids.cone(group, (middle, tip), (0.0100 * s, 0.0085 * s), skin, 0.003)
    # The thumb goes round with the fingers.
    share = min(hand.knuckle_deg / 60.0, 1.0)
    ball = frame.at(0.02 * s, -0.028 * s, 0.006)
    end = frame.at(0.085 * s, (-0.055 + 0.008 * share) * s, (0.02 + 0.020 * share) * s)
    solids.cone(group, (ball, end), (0.014 * s, 0.010 * s), skin, 0.012)
