"""Lying on a side: the neck bends down to the hand under the head, one leg lies on the other.

World axes, metres: z up; the floor is z = 0. Every part's own axes: x towards the head, y to
the person's right, z to the front.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sample_videos.body.geometry import Frame3, bisect, rotation
from sample_videos.body.hip import behind_knee, shank_way
from sample_videos.body.posture import SIGN

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.hip import Hip
    from sample_videos.body.outfit import Outfit
    from sample_videos.body.posture import Leg
    from sample_videos.body.spine import Spine
    from sample_videos.body.trunk import Trunk


def head_on_hand(trunk: Trunk, spine: Spine, floor_z_m: float) -> Frame3:
    """The head in the world, laid on the hand below it by as much as the trunk is on its side.

    ``floor_z_m`` is the height, in m, of what the trunk lies on.
    """
    chest, head, b = trunk.chest, trunk.head, spine.build
    base, k = spine.neck_base(chest), b.head_size
    lower = 1.0 if chest.axes[2, 1] < 0 else -1.0

    def bent(deg: float) -> Frame3:
        turn = chest.axes @ rotation(2, lower * deg) @ chest.axes.T
        return Frame3(base + turn @ (head.origin - base), turn @ head.axes)

    def sunk(deg: float) -> float:
        low = float(bent(deg).at(0.085 * k, 0.0, 0.008 * k)[2]) - 0.075 * k
        return floor_z_m + 0.042 * b.size - low

    return bent(trunk.on_side * bisect(sunk, 0.0, 38.0, 24))


def leg_laid_down(leg: Leg, trunk: Trunk, hip: Hip, build: Build, outfit: Outfit) -> Leg:
    """A drawn leg, splayed and twisted until the lower lies on the floor, the upper on it.

    By as much as the trunk is on its side and the leg in the air; else the leg as it is.
    """
    share = trunk.on_side * leg.air
    if share <= 0.0:
        return leg
    right_up = float(trunk.lumbar.axes[2, 1])
    is_upper = SIGN[hip.side] * right_up > 0
    cloth = outfit.loose_m + (0.02 if outfit.skirt else 0.0)
    knee_z = 0.054 * build.limb + cloth + is_upper * (0.108 * build.limb + 2 * cloth)
    ankle_z = 0.066 * build.size + is_upper * 0.082 * build.size
    way = 1.0 if is_upper else -1.0

    def knee_gap(splay_deg: float) -> float:
        along, _ = hip.thigh(leg.flexion_deg, splay_deg)
        return way * (float((hip.centre + build.thigh_m * along)[2]) - knee_z)

    splay = bisect(knee_gap, -50.0, 50.0, 30)
    thigh = hip.thigh(leg.flexion_deg, splay)
    knee = hip.centre + build.thigh_m * thigh[0]

    def ankle_gap(twist_deg: float) -> float:
        shank = shank_way(thigh[0], behind_knee(thigh, twist_deg, hip.side), leg.knee_deg)
        return float((knee + build.shank_m * shank)[2]) - ankle_z

    turn = 1.0 if ankle_gap(30.0) > ankle_gap(-30.0) else -1.0
    twist = turn * bisect(lambda deg: ankle_gap(turn * deg), -60.0, 60.0, 30)
    return replace(
        leg,
        splay_deg=leg.splay_deg + share * (splay - leg.splay_deg),
        twist_deg=leg.twist_deg + share * (twist - leg.twist_deg),
    )
