"""How far head, shoulders, hips and feet have left their rest, and how sure that is.

Lengths in torso lengths, across the rest line, away from the floor; NaN means not seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.geometry import Points, fit_rigid
from posecoach.core.landmarks import FACE, INDEX, Pose, Side
from posecoach.core.uncertainty import COVERS, READING_PX

if TYPE_CHECKING:
    from posecoach.core.rest import Rest

# Ear canal to the back of the head over ear canal to the tip of the nose, about 0.10 m over
# 0.12 m (headboard measures "tragion" and "pronasale to back of head" of the ANSUR survey).
_OCCIPUT_PER_NOSE = 0.8
_FACE = np.array(FACE)
_EAR_LEFT, _EAR_RIGHT = 7, 8
_NOSE = 0

# What a still body's landmarks stray by from where they were at rest, torso: the face's eleven
# hold each other; a shoulder goes along with the arm that reaches for the knee, by 2 cm.
_FACE_STRAYS, _SHOULDER_STRAYS = 0.012, 0.045
# A camera that looks down by 20 degrees sees a rise 6 % too small, one 30 degrees off side-on
# a torso 13 % too short.
_SCALE = 0.1


@dataclass(frozen=True)
class Lift:
    """A rise, and the half width of the interval that covers the true one in about 95 %."""

    torso: float
    uncertainty_torso: float


UNSEEN = Lift(math.nan, math.nan)


def head_lift(pose: Pose, rest: Rest) -> Lift:
    """Rise of the back of the head from its rest.

    The head is a rigid body: its motion since rest is fitted to the eleven landmarks of the
    face and carries the point at the back of the head, which lies opposite the nose behind
    the ears and is never seen. The ear alone rises by half as much when the head nods up,
    because it lies near the axis. A head that turns to the side is no rigid picture: what the
    fit leaves over is part of the uncertainty.
    """
    motion = fit_rigid(rest.points_px[_FACE], pose.points_px[_FACE])
    rise = rest.lift_torso(motion.apply(rest.occiput_px), rest.occiput_px)
    return _with_doubt(rise, rest, _FACE_STRAYS, motion.residual / rest.torso_px)


def shoulder_lift(pose: Pose, rest: Rest) -> Lift:
    """Rise of the lower shoulder from its rest; of the near one, where the far one is not seen.

    Shoulders that curl up rise both. Who rolls lifts one, and that has a rule of its own.
    """
    near = joint_lift(pose, rest, rest.near_side, "shoulder")
    far = joint_lift(pose, rest, rest.near_side.other, "shoulder")
    lower = far if far < near else near  # beside a NaN no comparison holds: the near one speaks
    return _with_doubt(lower, rest, _SHOULDER_STRAYS, 0.0)


def occiput_of(points_px: Points) -> Points:
    """(2,): the point at the back of the head of (33, 2) landmarks."""
    ears = (points_px[_EAR_LEFT] + points_px[_EAR_RIGHT]) / 2
    occiput: Points = ears - _OCCIPUT_PER_NOSE * (points_px[_NOSE] - ears)
    return occiput


def joint_lift(pose: Pose, rest: Rest | None, side: Side, joint: str) -> float:
    """Rise of one landmark; NaN without a rest."""
    if rest is None:
        return math.nan
    index = INDEX[side, joint]
    return rest.lift_torso(pose.points_px[index], rest.points_px[index])


def _with_doubt(rise: float, rest: Rest, strays: float, left_over: float) -> Lift:
    if math.isnan(rise):
        return UNSEEN
    reading = READING_PX / rest.torso_px
    return Lift(rise, COVERS * math.hypot(strays, reading, left_over, _SCALE * rise))
