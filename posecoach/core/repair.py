"""Landmarks made believable: what cannot be true is removed, exchanged legs are put right.

MediaPipe reports high visibility for hidden joints, so position, bone length and continuity
count too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.landmarks import Pose, PoseFrame
from posecoach.core.trunk import torso_px

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds
    from posecoach.core.geometry import Points

_LEFT_LEG = np.array([25, 27, 29, 31])  # knee, ankle, heel, foot; the hips stay
_RIGHT_LEG = _LEFT_LEG + 1
_KNEE_AND_ANKLE = (25, 27)  # of the left leg; the right one's follow
_THIGHS = ((23, 25), (24, 26))
_SHANKS = ((25, 27), (26, 28))
_FEET_LEFT = np.array([27, 29, 31])


@dataclass(frozen=True, eq=False)
class Repaired:
    """A frame after repair, and whether this frame began an exchange of the legs."""

    frame: PoseFrame
    swap_began: bool


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
    size = np.array([width_px, height_px], dtype=np.float64)
    outside = (points < -cfg.outside_frame * size) | (points > (1 + cfg.outside_frame) * size)
    points[outside.any(axis=1) | (pose.visibility < cfg.visibility_least)] = np.nan
    longest_px = cfg.bone_longest_torso * torso_px(pose)
    for side, (hip, knee) in enumerate(_THIGHS):
        if _length(points, hip, knee) > longest_px:
            points[knee] = np.nan
            points[_FEET_LEFT + side] = np.nan
    for side, (knee, ankle) in enumerate(_SHANKS):
        if _length(points, knee, ankle) > longest_px:
            points[_FEET_LEFT + side] = np.nan
    return replace(pose, points_px=points)


def _length(points: Points, a: int, b: int) -> float:
    return math.hypot(points[a, 0] - points[b, 0], points[a, 1] - points[b, 1])


def legs_exchanged(pose: Pose) -> Pose:
    """Copy with left and right exchanged from the knees down."""
    order = np.arange(33)
    order[_LEFT_LEG], order[_RIGHT_LEG] = _RIGHT_LEG, _LEFT_LEG
    return Pose(
        pose.points_px[order], pose.depth[order], pose.visibility[order], pose.world_m[order]
    )


class LegSwapRepair:
    """Keeps left left: exchanges the legs back when the landmarker exchanges them.

    A leg cannot jump to where the other one was, so two legs that are apart and seem to
    trade places have been renamed. Of two namings the one that was seen for longer, with the
    legs apart, is the true one: a slip of the landmarker in mid-hold lasts for frames, and a
    wrong naming while the legs part is soon mended. When the legs lie together nothing tells
    them apart, so the landmarker's own naming is taken again; after a gap too.
    """

    def __init__(self, width_px: int, height_px: int, cfg: Thresholds) -> None:
        self._size = (width_px, height_px)
        self._cfg = cfg
        self._last: PoseFrame | None = None
        self._apart_since_s: float | None = None
        self._exchanged_since_s: float | None = None

    def __call__(self, frame: PoseFrame) -> Repaired:
        """Repair one frame; frames come in order of time."""
        if frame.pose is None:
            return Repaired(frame, swap_began=False)
        pose = without_implausible(frame.pose, *self._size, self._cfg)
        before_s = self._exchanged_since_s
        self._exchanged_since_s = self._exchanged_since(pose, frame.time_s)
        is_exchanged = self._exchanged_since_s is not None
        repaired = PoseFrame(frame.time_s, legs_exchanged(pose) if is_exchanged else pose)
        self._last = repaired
        return Repaired(repaired, swap_began=is_exchanged and before_s is None)

    def _exchanged_since(self, pose: Pose, time_s: float) -> float | None:
        """Since when the names are exchanged; None: they are not."""
        last, torso = self._last, torso_px(pose)
        is_apart = _legs_gap_px(pose.points_px) >= self._cfg.leg_apart_torso * torso
        is_fresh = last is None or time_s - last.time_s > self._cfg.swap_memory_s
        if is_fresh or not is_apart or self._apart_since_s is None:
            self._apart_since_s = time_s if is_apart else None
            return None
        assert last is not None  # or it were fresh
        assert last.pose is not None  # only frames with a pose are kept
        gain_px = _gain_by_exchange_px(pose.points_px.tolist(), last.pose.points_px.tolist())
        if not gain_px > self._cfg.swap_gain_torso * torso:
            return None
        since_s = time_s if self._exchanged_since_s is None else self._exchanged_since_s
        if time_s - since_s > since_s - self._apart_since_s:
            self._apart_since_s = since_s  # the other naming has been seen for longer
            return None
        return since_s


def _gain_by_exchange_px(now: list[list[float]], before: list[list[float]]) -> float:
    """By how much knees and ankles would have moved less, each, under exchanged names."""
    gain = 0.0
    for left in _KNEE_AND_ANKLE:
        right = left + 1
        as_named = _way_px(now[left], before[left]) + _way_px(now[right], before[right])
        crossed = _way_px(now[left], before[right]) + _way_px(now[right], before[left])
        # A joint that was missing takes no side.
        gain += 0.0 if math.isnan(as_named + crossed) else as_named - crossed
    return gain / (2 * len(_KNEE_AND_ANKLE))


def _way_px(a: list[float], b: list[float]) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])


def _legs_gap_px(points: Points) -> float:
    """The wider of the gaps between the knees and between the ankles; 0 where unseen."""
    gaps = [_length(points, left, left + 1) for left in _KNEE_AND_ANKLE]
    return max((gap for gap in gaps if not math.isnan(gap)), default=0.0)
