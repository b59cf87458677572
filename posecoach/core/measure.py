"""What is seen in one frame, as numbers: no thresholds that judge, no memory.

Angles in degrees, lengths in torso lengths; NaN means not seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.chain import FAR, NEAR, Chain, flexion_against_middle_deg, likeliest
from posecoach.core.geometry import (
    Points,
    distance_to_polyline,
    flexion_deg,
    joint_flexion_deg,
)
from posecoach.core.landmarks import INDEX, Pose, Side
from posecoach.core.legs import PerLeg, per_leg
from posecoach.core.lifts import UNSEEN, head_lift, joint_lift, shoulder_lift
from posecoach.core.perspective import SIDE_ON, Perspective
from posecoach.core.uncertainty import Sight, causes_of

if TYPE_CHECKING:
    from posecoach.core.far_leg import FarLeg
    from posecoach.core.rest import Rest
    from posecoach.core.trunk import Trunk

_UNKNOWN = PerLeg(math.nan, math.nan)
_JOINTS = ("shoulder", "hip", "knee", "ankle")
_CHAIN = {side: np.array([INDEX[side, joint] for joint in _JOINTS]) for side in Side}
_GRIPPED = {
    side: np.array(
        [
            *(INDEX[side, joint] for joint in ("hip", "knee", "ankle")),
            *(INDEX[wrist, "wrist"] for wrist in Side),
        ]
    )
    for side in Side
}
_CHAINS = np.concatenate([_CHAIN[Side.LEFT], _CHAIN[Side.RIGHT]])
# Without the ankles: what makes a hip's angle.
_HIPS = np.concatenate([_CHAIN[Side.LEFT][:3], _CHAIN[Side.RIGHT][:3]])


@dataclass(frozen=True)
class Measurement:
    """One frame's measures; NaN where not seen.

    Attributes
    ----------
    hip_flexion_deg
        Trunk-thigh angle per leg: 180 minus the angle shoulder-hip-knee; 0 with the thigh
        in line with the trunk, positive in flexion. Contains the lumbar share. The far thigh is
        measured against the trunk's middle line. Perspective is
        taken out as far as rest has shown it, and the joints are moved to where they are
        likeliest (:mod:`posecoach.core.chain`).
    knee_flexion_deg
        180 minus the angle hip-knee-ankle, per leg.
    head_lift_torso
        Rise of the back of the head from its rest, across the rest line.
    shoulder_lift_torso, pelvis_curl_torso
        The same for the lower shoulder and for the near hip.
    hand_distance_torso
        Per leg, of the nearer wrist to the leg between mid-thigh and mid-shin.
    foot_lift_torso
        Per leg, rise of the ankle from its rest.
    trunk
        Its posture and the view.
    far_leg
        Whether the far leg is seen for itself.
    near_side
        The side towards the camera.
    hip_flexion_uncertainty_deg
        Half width of the interval that covers each leg's true hip flexion in about 95 % of
        pictures (:mod:`posecoach.core.uncertainty`); NaN where the flexion is.
    head_lift_uncertainty_torso, shoulder_lift_uncertainty_torso
        The same of the two lifts that are judged.
    """

    hip_flexion_deg: PerLeg[float]
    knee_flexion_deg: PerLeg[float]
    head_lift_torso: float
    shoulder_lift_torso: float
    pelvis_curl_torso: float
    hand_distance_torso: PerLeg[float]
    foot_lift_torso: PerLeg[float]
    trunk: Trunk
    far_leg: FarLeg
    near_side: Side
    hip_flexion_uncertainty_deg: PerLeg[float] = _UNKNOWN
    head_lift_uncertainty_torso: float = math.nan
    shoulder_lift_uncertainty_torso: float = math.nan


def hip_flexion(pose: Pose) -> PerLeg[float]:
    """Trunk-thigh angle of both legs in the image, degrees."""
    return hip_flexion_at(pose.points_px)


def hip_flexion_at(points_px: Points) -> PerLeg[float]:
    """The same of (33, 2) landmarks, such as the median posture of a rest."""
    return per_leg(
        lambda side: joint_flexion_deg(
            points_px[INDEX[side, "shoulder"]],
            points_px[INDEX[side, "hip"]],
            points_px[INDEX[side, "knee"]],
        )
    )


def chains_at(points: Points, perspective: Perspective = SIDE_ON) -> PerLeg[Chain]:
    """Shoulder, hip, knee and ankle of both sides of (33, 2) landmarks, perspective undone."""
    left, right = perspective.in_plane(points[_CHAINS]).reshape(2, 8).tolist()
    return PerLeg(_chain(*left), _chain(*right))


def _chain(*values: float) -> Chain:
    x1, y1, x2, y2, x3, y3, x4, y4 = values
    return Chain((x1, y1), (x2, y2), (x3, y3), (x4, y4))


def likeliest_chains(points_px: Points, rest: Rest) -> PerLeg[Chain]:
    """The same, moved to where they are likeliest after what rest has shown."""
    now = chains_at(points_px, rest.perspective)
    near = rest.near_side
    return per_leg(
        lambda side: likeliest(now.of(side), rest.chains.of(side), NEAR if side is near else FAR)
    )


def knee_flexion(pose: Pose) -> PerLeg[float]:
    """Knee flexion of both legs in the image, degrees."""
    return per_leg(
        lambda side: joint_flexion_deg(
            pose.at(side, "hip"), pose.at(side, "knee"), pose.at(side, "ankle")
        )
    )


def hand_distance_torso(pose: Pose, side: Side, torso: float) -> float:
    """Distance of the nearer seen wrist to a leg between mid-thigh and mid-shin."""
    # Plain floats: numpy takes ten times as long for so few.
    hip, knee, ankle, left, right = pose.points_px[_GRIPPED[side]].tolist()
    if math.isnan(ankle[0]):
        ankle = knee  # the shin is out of the picture; the thigh is not
    grip = (_middle(hip, knee), (knee[0], knee[1]), _middle(knee, ankle))
    ways = [distance_to_polyline((x, y), grip) for x, y in (left, right)]
    return min((way for way in ways if not math.isnan(way)), default=math.nan) / torso


def _middle(a: list[float], b: list[float]) -> tuple[float, float]:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def measure(
    pose: Pose,
    trunk: Trunk,
    far_leg: FarLeg,
    near: Side,
    rest: Rest | None,
    torso: float,
    size_px: tuple[int, int] | None = None,
) -> Measurement:
    """Measure one frame.

    Parameters
    ----------
    pose
        After repair.
    rest
        What lifts are measured against; without it they are NaN.
    torso
        Torso length, px.
    size_px
        Width and height of the picture, outside of which the landmarker guesses.
    """
    head = UNSEEN if rest is None else head_lift(pose, rest)
    shoulder = UNSEEN if rest is None else shoulder_lift(pose, rest)
    chains = chains_at(pose.points_px) if rest is None else likeliest_chains(pose.points_px, rest)

    world = world_flexion(pose.world_m)
    outside = outside_px(pose.points_px[_HIPS], size_px)

    def sight(side: Side) -> Sight:
        return Sight(
            torso_px=torso,
            knee_visibility=float(pose.visibility[INDEX[side, "knee"]]),
            knee_hidden=side is not near and far_leg.hidden,
            foot_hidden=side is not near and far_leg.foot_hidden,
            outside_torso=outside.of(side) / torso,
            yaw_deg=trunk.yaw_deg if rest is None else rest.perspective.yaw_deg,
            rest_known=rest is not None,
            world_deg=world.of(side),
        )

    return Measurement(
        hip_flexion_deg=_flexion_deg(chains, near),
        knee_flexion_deg=knee_flexion(pose),
        head_lift_torso=head.torso,
        shoulder_lift_torso=shoulder.torso,
        pelvis_curl_torso=joint_lift(pose, rest, near, "hip"),
        hand_distance_torso=per_leg(lambda side: hand_distance_torso(pose, side, torso)),
        foot_lift_torso=per_leg(lambda side: joint_lift(pose, rest, side, "ankle")),
        trunk=trunk,
        far_leg=far_leg,
        near_side=near,
        hip_flexion_uncertainty_deg=per_leg(
            lambda side: causes_of(chains.of(side), sight(side)).half_width_deg
        ),
        head_lift_uncertainty_torso=head.uncertainty_torso,
        shoulder_lift_uncertainty_torso=shoulder.uncertainty_torso,
    )


def _flexion_deg(chains: PerLeg[Chain], near: Side) -> PerLeg[float]:
    """Of the near leg against its own side of the trunk, which is seen best."""
    far_deg = flexion_against_middle_deg(chains.of(near.other), chains.of(near))
    return PerLeg(far_deg, far_deg).replaced(near, chains.of(near).flexion_deg)


def world_flexion(world_m: Points) -> PerLeg[float]:
    """Trunk-thigh angle of both legs in space, degrees; NaN if a joint is missing."""
    joints = world_m[_HIPS].tolist()
    return PerLeg(flexion_deg(*joints[:3]), flexion_deg(*joints[3:]))


def outside_px(joints_px: Points, size_px: tuple[int, int] | None) -> PerLeg[float]:
    """How far the farthest of each side's three joints lies outside the picture; 0: inside.

    Parameters
    ----------
    joints_px
        (6, 2): shoulder, hip and knee of the left, the right.
    """
    if size_px is None:
        return PerLeg(0.0, 0.0)
    width, height = size_px

    def outside(*values: float) -> float:
        xs, ys = values[::2], values[1::2]
        return max(0.0, -min(xs), max(xs) - width, -min(ys), max(ys) - height)

    left, right = joints_px.reshape(2, 6).tolist()
    return PerLeg(outside(*left), outside(*right))
