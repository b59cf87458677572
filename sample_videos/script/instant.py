"""One instant as it really is: measures of the true joints."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.posture import SIDES

if TYPE_CHECKING:
    from sample_videos.body.geometry import Vec
    from sample_videos.body.rig import Rig
    from sample_videos.body.skeleton import Skeleton

# Lying is a trunk nearer to level than this, a raised foot one higher than that.
_UPRIGHT_DEG = 45.0
_LIFTED_M = 0.05
# A hand on a leg: no farther than this from its bones, on limbs of average thickness.
_ON_LEG_M = 0.15


@dataclass(frozen=True)
class Instant:
    """True measures at one time; angles in degrees, lifts in m, sides as letters.

    ``head_lift_m`` is the rise of the ears, ``head_off_m`` how far the skull is off what it
    rests on: a head that nods up leaves the pillow by much more than its ears rise, and what
    should stay down is the head. ``hands`` lists the hands that are on a raised leg, as
    ``"L"``, ``"R"``, ``"LR"`` or ``""``; ``feet_up`` the feet that are off the floor;
    ``supine`` whether the trunk lies on its back. ``present``: the person is in the room;
    ``visible``: and in the picture, which is not black.
    """

    time_s: float
    visible: bool
    flexion_deg: dict[str, float]
    knee_deg: dict[str, float]
    head_lift_m: float
    head_off_m: float
    shoulder_lift_m: float
    hands: str
    feet_up: str
    supine: bool
    present: bool = True


def measure(
    skeleton: Skeleton, rig: Rig, time_s: float, *, visible: bool = True, present: bool = True
) -> Instant:
    """Everything true of a skeleton, against what the rig's body is at rest."""
    j = skeleton.joints
    ear = float(j["earL"][2] + j["earR"][2]) / 2 - rig.rest_ear_z_m
    shoulder = float(j["shL"][2] + j["shR"][2]) / 2 - rig.rest_shoulder_z_m
    flexion = {s: skeleton.flexion_deg(s) for s in SIDES}
    feet = "".join(s for s in SIDES if _foot_height(skeleton, rig, s) > _LIFTED_M)
    hands = "".join(s for s in SIDES if _on_a_leg(skeleton, rig, s, feet))
    knee = {s: skeleton.knee_deg(s) for s in SIDES}
    supine = _supine(skeleton)
    off = _skull_centre_z_m(skeleton, rig) - _skull_centre_z_m(rig.rest, rig)
    return Instant(
        time_s, visible, flexion, knee, ear, off, shoulder, hands, feet, supine, present
    )  # fmt: skip


def _skull_centre_z_m(skeleton: Skeleton, rig: Rig) -> float:
    """Of the ball that the back of the head is: its lowest point is a radius below."""
    centre, _ = rig.occiput
    return float(skeleton.head.at(*centre)[2])


def _foot_height(skeleton: Skeleton, rig: Rig, side: str) -> float:
    """Of the lower of heel and ball above where they are when the foot stands."""
    j = skeleton.joints
    heel = float(j["heel" + side][2]) - 0.026 * rig.build.size
    toe = float(j["toe" + side][2]) - 0.016 * rig.build.size
    return min(heel, toe)


def _supine(skeleton: Skeleton) -> bool:
    """Trunk within 45 degrees of the floor, and its front within 45 degrees of up."""
    trunk = skeleton.trunk / np.linalg.norm(skeleton.trunk)
    front = skeleton.chest.axes[2, 2]
    limit = math.sin(math.radians(_UPRIGHT_DEG))
    return bool(abs(trunk[2]) < limit and front > limit)


def _on_a_leg(skeleton: Skeleton, rig: Rig, side: str, feet_up: str) -> bool:
    """Whether the wrist is at a raised leg between mid-thigh and mid-shin."""
    wrist = skeleton.joints["wr" + side]
    for leg in feet_up:
        hip, knee, ankle = (skeleton.joints[n + leg] for n in ("hip", "kn", "an"))
        near = min(_gap(wrist, (hip + knee) / 2, knee), _gap(wrist, knee, (knee + ankle) / 2))
        if near < _ON_LEG_M * rig.build.limb:
            return True
    return False


def _gap(p: Vec, a: Vec, b: Vec) -> float:
    """Distance of a point from a line segment."""
    way = b - a
    share = min(max(float((p - a) @ way) / float(way @ way), 0.0), 1.0)
    return float(np.linalg.norm(p - a - share * way))
