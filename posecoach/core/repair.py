"""Landmarks made believable: what cannot be true is removed, exchanged legs are put right.

MediaPipe reports high visibility for hidden joints, so position, bone length and continuity
count too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.landmarks import Pose, PoseFrame
from posecoach.core.standing_leg import StandingLeg
from posecoach.core.trunk import torso_px

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds
    from posecoach.core.geometry import Points
    from posecoach.core.rest import Rest

_LEFT_LEG = np.array([25, 27, 29, 31])  # knee, ankle, heel, foot; the hips stay
_RIGHT_LEG = _LEFT_LEG + 1
_LEGS = [25, 26, 27, 28]
_OTHERS = [1, 0, 3, 2]  # the same with left and right exchanged
# In torso lengths of way, as all evidence: what the first sight, and then each second with the
# legs apart, tells for the landmarker's names, what an exchange costs, and the most that is
# kept in mind.
_AT_FIRST, _TRUST_PER_S, _SWITCH, _MOST = 0.1, 0.3, 0.05, 2.0
_HIPS_TO_ANKLES = slice(23, 29)  # left and right by turns
_FEET_LEFT = _LEFT_LEG[1:]


@dataclass(frozen=True, eq=False)
class Repaired:
    """A frame after repair.

    Attributes
    ----------
    swap_began
        The landmarker exchanged the legs from this frame on, and they were put right.
    renamed
        The legs bore each other's names until this frame: what was known of the left one was
        true of the right one.
    """

    frame: PoseFrame
    swap_began: bool
    renamed: bool = False


def without_implausible(pose: Pose, width_px: int, height_px: int, cfg: Thresholds) -> Pose:
    """Copy with NaN for landmarks far outside the picture, unseen, or on impossible bones.

    Parameters
    ----------
    pose
        As the landmarker gave it.
    width_px, height_px
        Of the frame.
    """
    points = pose.points_px.copy()
    middle, reach = _believed_region(width_px, height_px, cfg.outside_frame)
    outside = (abs(points - middle) > reach).any(axis=1)
    points[outside | (pose.visibility < cfg.visibility_least)] = np.nan
    longest_px = cfg.bone_longest_torso * torso_px(pose)
    legs = points[_HIPS_TO_ANKLES].tolist()
    for side, (hip, knee, ankle) in enumerate((legs[::2], legs[1::2])):
        if math.dist(hip, knee) > longest_px:
            points[_LEFT_LEG + side] = np.nan
        elif math.dist(knee, ankle) > longest_px:
            points[_FEET_LEFT + side] = np.nan
    return Pose(points, pose.depth, pose.visibility, pose.world_m)


@lru_cache(maxsize=4)
def _believed_region(width_px: int, height_px: int, margin: float) -> tuple[Points, Points]:
    """Middle of the picture, and how far from it a landmark may lie along x and along y."""
    size = np.array([width_px, height_px], dtype=np.float64)
    return size / 2.0, (0.5 + margin) * size


def legs_exchanged(pose: Pose) -> Pose:
    """Copy with left and right exchanged from the knees down."""
    order = np.arange(33)
    order[_LEFT_LEG], order[_RIGHT_LEG] = _RIGHT_LEG, _LEFT_LEG
    return Pose(
        pose.points_px[order], pose.depth[order], pose.visibility[order], pose.world_m[order]
    )


class LegSwapRepair:
    """Keeps left left: exchanges the legs back when the landmarker exchanges them.

    Two accounts of what happened are carried along: that the landmarker names the legs as
    they are, and that it has exchanged them. Three things tell for one or the other:

    - way: a leg cannot jump to where the other one was. Between two pictures in which the
      legs are apart, what a leg moved faster than legs are moved tells against an account;
      so one that jumps, even by way of the middle, has been renamed.
    - the floor: a foot that stands, stands where its leg lay at rest, whether the other one
      is raised or stands too. The two places differ but little, yet for as long as it stands.
    - the landmarker is right more often than not, so a wrong naming while the legs part is
      mended: of two namings the one that was seen for longer wins.

    While the legs are together the way tells nothing, and what was known fades.
    """

    def __init__(self, width_px: int, height_px: int, cfg: Thresholds) -> None:
        self._size = (width_px, height_px)
        self._cfg = cfg
        self._standing = StandingLeg()
        self._forget()
        self._last_s = -math.inf

    def __call__(self, frame: PoseFrame, rest: Rest | None = None) -> Repaired:
        """Repair one frame; frames come in order of time.

        Parameters
        ----------
        rest
            Where the legs lay; None: not known.
        """
        if frame.pose is None:
            return Repaired(frame, swap_began=False)
        pose = without_implausible(frame.pose, *self._size, self._cfg)
        was_exchanged, jumped = self._exchanged, self._weigh(frame.time_s, pose, rest)
        self._last_s = frame.time_s
        changed = self._exchanged is not was_exchanged
        repaired = PoseFrame(frame.time_s, legs_exchanged(pose) if self._exchanged else pose)
        return Repaired(
            repaired,
            swap_began=self._exchanged and changed,
            renamed=self._reference is not None and changed is not jumped,
        )

    @property
    def _exchanged(self) -> bool:
        return self._for_names < 0

    def _forget(self) -> None:
        # By how much more the account tells in which the names are right, torso lengths.
        self._for_names = _AT_FIRST
        self._reference: tuple[float, Points] | None = None  # the legs when last apart

    def _weigh(self, time_s: float, pose: Pose, rest: Rest | None) -> bool:
        """Take in the evidence of one frame; whether the names jumped in it."""
        dt_s = time_s - self._last_s
        if dt_s > self._cfg.swap_memory_s:
            self._forget()
            self._standing.reset()
            dt_s = 0.0
        torso = torso_px(pose)
        apart = _legs_gap_px(pose.points_px) >= self._cfg.leg_apart_torso * torso
        standing = self._standing(time_s, pose, rest, apart=apart)
        if not apart:
            self._for_names *= math.exp(-dt_s / self._cfg.swap_memory_s)
            # Enough to name them as they stand; little of it outlives their way past each other.
            self._tell(standing * dt_s, max(_AT_FIRST, abs(self._for_names)))
            return False
        jump = self._take_way(time_s, pose.points_px[_LEGS] / torso)
        self._tell((_TRUST_PER_S + standing) * dt_s)
        return jump

    def _tell(self, more: float, most: float = _MOST) -> None:
        self._for_names = min(most, max(-most, self._for_names + more))

    def _take_way(self, time_s: float, legs: Points) -> bool:
        """Carry both accounts over from when the legs were last apart."""
        before, self._reference = self._reference, (time_s, legs)
        if before is None:
            return False
        since_s, then = before
        free = self._cfg.leg_speed_torso_s * (time_s - since_s)
        kept, crossed = _way_beyond(legs, then, free), _way_beyond(legs[_OTHERS], then, free)
        right, wrong = max(0.0, -self._for_names), max(0.0, self._for_names)
        still_right = min(right + kept, wrong + crossed + _SWITCH)
        still_wrong = min(wrong + kept, right + crossed + _SWITCH)
        self._for_names = still_wrong - still_right
        return crossed + _SWITCH < kept


def _way_beyond(legs: Points, then: Points, free: float) -> float:
    """How much farther than ``free`` knees and ankles have come, together; NaN takes no side."""
    way = np.hypot(*(legs - then).T) - free
    return float(np.nansum(np.maximum(way, 0.0)))


def _legs_gap_px(points: Points) -> float:
    """The wider of the gaps between the knees and between the ankles; 0 where unseen."""
    left_knee, right_knee, left_ankle, right_ankle = points[_LEGS].tolist()
    gaps = math.dist(left_knee, right_knee), math.dist(left_ankle, right_ankle)
    return max((gap for gap in gaps if not math.isnan(gap)), default=0.0)
