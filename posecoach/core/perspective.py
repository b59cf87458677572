"""What perspective does to an angle, learnt while the person rests, and how to undo it.

A camera that is not exactly side-on sees the near end of the trunk larger and lower: the
floor's line tilts in the picture while an upright thigh stays upright, so the angle between
them is wrong by the tilt (9° for a camera 0.55 m high that stands 30° nearer the head). It
also sees everything that lies along the trunk foreshortened. At rest the trunk lies level, so
the tilt is there to be read; how far the camera is from side-on the world landmarks say.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from posecoach.core.geometry import PlaneMotion, Points

# Height of the lens above the lying trunk over its distance: 0.2 to 1.1 m above, 2 to 3 m away.
_DEPRESSION = (0.05, 0.5)
# How well the world landmarks know the yaw at rest, and the most that is still a side view.
_YAW_SD_DEG, _YAW_MOST_DEG = 8.0, 50.0
# A laptop on its feet rolls by less; a phone against a cup by more.
_ROLL_CLEAR_DEG = 5.0


@dataclass(frozen=True, eq=False)
class Perspective:
    """How the picture shows the plane in which trunk and thigh move.

    Attributes
    ----------
    to_plane
        (2, 2): applied to image vectors (x right, y down) it gives vectors in that plane, up
        to one scale.
    tilt_deg
        The part of the trunk's tilt at rest that is perspective: positive, head end lower.
    yaw_deg
        How far from side-on: positive when the head is farther from the camera.
    """

    to_plane: Points
    tilt_deg: float
    yaw_deg: float

    def in_plane(self, points_px: Points) -> Points:
        """Carry (..., 2) image points over; NaN stays NaN."""
        moved: Points = points_px @ self.to_plane.T
        return moved

    def seen_after(self, motion: PlaneMotion) -> Perspective:
        """The same plane after the picture has moved, as by a pushed camera."""
        back = np.linalg.inv(motion.matrix)
        return Perspective(self.to_plane @ back, self.tilt_deg, self.yaw_deg)


SIDE_ON = Perspective(np.eye(2), 0.0, 0.0)
"""No correction: a camera exactly at the side, or nothing known."""


def perspective_at_rest(hip_px: Points, shoulder_px: Points, yaw_deg: float) -> Perspective:
    """Learn it from the near side's trunk at rest.

    Parameters
    ----------
    hip_px, shoulder_px
        (2,) of the near side, image positions.
    yaw_deg
        Of the trunk at rest (:attr:`posecoach.core.trunk.Trunk.yaw_deg`).

    Returns
    -------
    Perspective
        ``SIDE_ON`` if anything is missing. What is left of the tilt when perspective has had
        its share is the camera's roll, which turns trunk and thigh alike and harms no angle.
    """
    along = shoulder_px - hip_px
    if not (np.isfinite(along).all() and math.isfinite(yaw_deg) and abs(along[0]) > 0):
        return SIDE_ON
    yaw_deg = min(_YAW_MOST_DEG, max(-_YAW_MOST_DEG, yaw_deg))
    to_head = math.copysign(1.0, float(along[0]))
    tilt_deg = math.degrees(math.atan2(float(along[1]), abs(float(along[0]))))
    explained_deg = _explained_deg(tilt_deg, yaw_deg)
    roll = math.radians(explained_deg - tilt_deg) * to_head
    level = np.array([[math.cos(roll), -math.sin(roll)], [math.sin(roll), math.cos(roll)]])
    stretch = 1.0 / math.cos(math.radians(yaw_deg))
    unshear = np.array([[stretch, 0.0], [-math.tan(math.radians(explained_deg)) * to_head, 1.0]])
    return Perspective(unshear @ level, explained_deg, yaw_deg)


def _explained_deg(tilt_deg: float, yaw_deg: float) -> float:
    """How much of the tilt is perspective.

    All that a usual camera explains. More than that shows that the camera is askew, and the
    farther it is beyond, the less the tilt says: then a camera in the middle of the usual
    ones is the best guess.
    """
    low_deg, high_deg = _tilts_explained_deg(yaw_deg)
    nearest_deg = min(high_deg, max(low_deg, tilt_deg))
    trust = max(0.0, 1.0 - abs(tilt_deg - nearest_deg) / _ROLL_CLEAR_DEG)
    middle_deg = (low_deg + high_deg) / 2
    return middle_deg + trust * (nearest_deg - middle_deg)


def _tilts_explained_deg(yaw_deg: float) -> tuple[float, float]:
    """Least and most tilt that cameras of every usual height show at about this yaw.

    A level line at depression d (height over distance) that recedes at yaw y tilts by
    atan(d tan y); where the head is nearer (y below 0), its end is lower.
    """
    yaws = (yaw_deg - _YAW_SD_DEG, yaw_deg + _YAW_SD_DEG)
    tilts = [
        -math.degrees(math.atan(depression * math.tan(math.radians(yaw))))
        for depression in _DEPRESSION
        for yaw in yaws
    ]
    return min(tilts), max(tilts)
