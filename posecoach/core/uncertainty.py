"""How far a measured hip flexion may be from the true one, made up from its causes.

Each cause is a standard deviation in degrees that follows from geometry and from what is known
of bodies, cameras and the landmarker; independent causes add as squares. The half width of
an interval that covers about 95 % is what a measurement carries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posecoach.core.chain import Chain

# 1.96 for 95 % of a normal error, less because the causes overlap: a misplaced knee makes the
# image and the world angle disagree, and jitters. This one number is fitted (on the
# development half of the rendered clips); it scales all causes alike.
COVERS = 1.4
# Each landmark across its segment, torso: what a still body's landmarks differ by from the
# joint's centre, and what a picture cannot be read finer than.
_JOINT_TORSO, READING_PX = 0.035, 1.0
# A hidden knee lies somewhere behind a thigh that is 0.3 torso thick (uniform: 0.3 / sqrt 12).
_HIDDEN_KNEE_TORSO = 0.087
# With this much doubt in the landmarker's own mind the knee is where the other knee is.
_DOUBTED_KNEE_TORSO = 0.3
# Thighs are led outwards by about so much, and the camera looks down on them by about 15 deg.
_LED_OUT_DEG, _LOOKS_DOWN = 10.0, 0.27
# What of the trunk's tilt at rest is its own or the camera's roll and no perspective; without a
# rest nothing is taken out, and a camera 30 deg off tilts it by 9.
_TILT_DEG, _TILT_NO_REST_DEG = 2.5, 6.0
# The yaw from world landmarks; and cameras that look down by 0 to 30 deg flatten by 0 to 13 %.
_YAW_DEG, _FLATTENED_DEG = 8.0, math.degrees(0.04)
# The world angle's error is about 1.5 times the image's, so of what they differ by a third is
# the image's: 1 / (1 + 1.5 squared).
_OWN_SHARE = 0.3
_SHORTEST_TORSO = 0.3  # a segment that points at the camera has no direction to speak of


@dataclass(frozen=True)
class Causes:
    """Standard deviations, degrees, each by its own cause; NaN where nothing is measured.

    Attributes
    ----------
    joints
        Shoulder, hip and knee are each a little misplaced; more so the fewer pixels the person
        has, and beyond the picture's border.
    knee
        The knee is hidden, or the landmarker doubts it.
    view
        What a camera that is not side-on does to the angle, as far as it is not known.
    disagreement
        Image and world landmarks tell different angles.
    """

    joints: float
    knee: float
    view: float
    disagreement: float

    @property
    def half_width_deg(self) -> float:
        """Of the interval that covers the true angle in about 95 % of pictures."""
        return COVERS * math.hypot(self.joints, self.knee, self.view, self.disagreement)


@dataclass(frozen=True)
class Sight:
    """How well a leg is seen.

    Attributes
    ----------
    torso_px
        The person's size.
    knee_visibility
        The landmarker's own, 0..1.
    knee_hidden, foot_hidden
        They are the far ones and lie on the near leg.
    outside_torso
        How far the farthest of shoulder, hip and knee lies outside the picture.
    yaw_deg
        How far the view is from side-on.
    rest_known
        Whether perspective has been learnt.
    world_deg
        The same angle from the world landmarks; NaN: not known.
    """

    torso_px: float
    knee_visibility: float
    knee_hidden: bool
    foot_hidden: bool
    outside_torso: float
    yaw_deg: float
    rest_known: bool
    world_deg: float


def causes_of(chain: Chain, sight: Sight) -> Causes:
    """Why this chain's angle may be wrong, and by how much.

    Parameters
    ----------
    chain
        In px.
    """
    flexion_deg = chain.flexion_deg
    trunk, thigh = (
        max(_SHORTEST_TORSO, math.dist(chain.hip, end) / sight.torso_px)
        for end in (chain.shoulder, chain.knee)
    )
    apart = abs(flexion_deg - sight.world_deg)
    return Causes(
        joints=_by_joints(flexion_deg, trunk, thigh, sight),
        knee=_by_knee(thigh, sight),
        view=_by_view(flexion_deg, sight),
        disagreement=0.0 if math.isnan(apart) else _OWN_SHARE * apart,
    )


def with_jitter(half_width: float, jitter: float) -> float:
    """A half width with one more cause, which only time shows; both in one unit.

    Parameters
    ----------
    jitter
        How far the measure strays from its smooth course: the landmarks shimmer, or the limb
        moves faster than the filter follows. A standard deviation.
    """
    return math.hypot(half_width, COVERS * jitter)


def _by_joints(flexion_deg: float, trunk: float, thigh: float, sight: Sight) -> float:
    """Three joints misplaced across their segments (lengths in torso).

    Shoulder and knee turn one segment each, the hip turns both: the less, the more folded.
    """
    misplaced = math.hypot(_JOINT_TORSO, READING_PX / sight.torso_px, sight.outside_torso / 2)
    fold = math.cos(math.radians(180.0 - flexion_deg))
    turns = 2 / trunk**2 + 2 / thigh**2 - 2 * fold / (trunk * thigh)
    return math.degrees(misplaced * math.sqrt(turns))


def _by_knee(thigh: float, sight: Sight) -> float:
    hidden = _HIDDEN_KNEE_TORSO if sight.knee_hidden else 0.0
    if sight.knee_hidden and sight.foot_hidden:
        return math.degrees(hidden / thigh)
    # A foot that stands clear of a knee that does not: one of them is not where it is said to be.
    doubt = min(1.0, max(0.0, 1.0 - sight.knee_visibility))
    return math.degrees(max(hidden, _DOUBTED_KNEE_TORSO * math.sqrt(doubt)) / thigh)


def _by_view(flexion_deg: float, sight: Sight) -> float:
    """The trunk lies, so the thigh rises above it by its flexion.

    A thigh led outwards is shifted across the picture as far as the camera sees it from in
    front or from above. A wrong tilt turns the trunk and spares what is upright; a wrong
    stretch turns what is aslant.
    """
    rises, yaw = math.radians(flexion_deg), math.radians(min(60.0, abs(sight.yaw_deg)))
    led_out = _LED_OUT_DEG * math.hypot(math.sin(yaw), _LOOKS_DOWN)
    tilt = _TILT_DEG if sight.rest_known else _TILT_NO_REST_DEG
    stretch = _YAW_DEG * math.tan(yaw) + _FLATTENED_DEG
    return math.hypot(
        led_out, tilt * math.sin(rises) ** 2, stretch * math.sin(rises) * math.cos(rises)
    )
