"""Trunk and legs become a whole skeleton: face and feet, and the arms that reach round them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.arms import ArmContext, place_arm
from sample_videos.body.hip import hip_of
from sample_videos.body.leg_shape import add_legs
from sample_videos.body.posture import SIDES, SIGN
from sample_videos.body.skeleton import Skeleton
from sample_videos.body.solids import Solids

if TYPE_CHECKING:
    from sample_videos.body.geometry import Vec
    from sample_videos.body.hand import Hand
    from sample_videos.body.legs import PlacedLeg
    from sample_videos.body.outfit import Outfit
    from sample_videos.body.posture import Posture
    from sample_videos.body.spine import Spine
    from sample_videos.body.trunk import Trunk


def assemble(
    posture: Posture, trunk: Trunk, legs: dict[str, PlacedLeg], spine: Spine, outfit: Outfit
) -> Skeleton:
    """Every joint in the world; trunk and legs (by side) are placed, the arms are found here.

    World axes, metres: x along the mat towards the head, y away from a camera on the person's
    left, z up; the floor is z = 0.
    """
    b, joints = spine.build, _trunk_joints(trunk, spine)
    for side, leg in legs.items():
        joints |= {name + side: place for name, place in leg.joints.items()}
    joints |= _face(trunk, spine)
    feet = {side: leg.foot.frame for side, leg in legs.items()}
    hands: dict[str, Hand] = {}
    solids = Solids()
    add_legs(solids, joints, feet, b, outfit)
    table = np.array(solids.rows)
    props = np.array([posture.prop_x_m, posture.y_m])
    for side in SIDES:
        hip = hip_of(trunk, spine, side)
        axes = (hip.up, hip.front, hip.out)
        context = ArmContext(b, outfit, side, axes, trunk, joints, table, props)
        placed_arm = place_arm(posture.arm(side), context)
        joints["el" + side], joints["wr" + side], hands[side] = placed_arm
    return Skeleton(joints, trunk.pelvis, trunk.chest, trunk.head, feet, hands, posture.breath)


def _trunk_joints(trunk: Trunk, spine: Spine) -> dict[str, Vec]:
    joints: dict[str, Vec] = {}
    half_m = spine.build.shoulder_half_m
    for side in SIDES:
        joints["sh" + side] = trunk.chest.at(spine.shoulder_x_m, SIGN[side] * half_m, 0.0)
        joints["hip" + side] = hip_of(trunk, spine, side).centre
    joints["neck"] = spine.neck_base(trunk.chest)
    return joints


def _face(trunk: Trunk, spine: Spine) -> dict[str, Vec]:
    joints: dict[str, Vec] = {}
    head, k = trunk.head, spine.build.head_size
    x, _, z = spine.ear_offset
    for side in SIDES:
        joints["ear" + side] = head.at(x, SIGN[side] * 0.075 * k, z)
        joints["eye" + side] = head.at(0.070 * k, SIGN[side] * 0.032 * k, 0.098 * k)
    joints["nose"] = head.at(0.036 * k, 0.0, 0.124 * k)
    joints["crown"] = head.at(0.178 * k, 0.0, 0.01 * k)
    return joints
