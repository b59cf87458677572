"""Notices that the camera has moved, as when the laptop is pushed in mid-hold.

A body cannot move every landmark alike; a camera does. So each time the body is still, it is
compared with the last time it was still: if one motion of the picture carries all landmarks
over, hips included, with hardly a turn and no more stretch than another view of them has, the
view has moved and not the body. Knee and ankle must be carried over as well, but how much the
picture is stretched is read off the rest of the body: hands cover a drawn knee, and its landmarks
wander. A body curled up can turn as a whole, too, but about its hips
and by more. (A person who is slid along on the mat looks the same, and is treated the same:
the rest line moves along.)
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.geometry import PlaneMotion, Points, fit_affine
from posecoach.core.landmarks import FACE, INDEX, Pose, Side

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds

_STILL_S = 0.5
_SAMPLE_S = 0.1
_ROUNDING_S = 1e-6
_TRUNK = [INDEX[side, joint] for side in Side for joint in ("shoulder", "hip")]
_TRUNK_ROWS = slice(len(FACE), len(FACE) + len(_TRUNK))
_HIPS = [len(FACE) + 1, len(FACE) + 3]  # where the hips stand among the rows compared
_ABOVE_KNEE = slice(-2)  # all but knee and ankle, which stand last
_NEAR = ("elbow", "wrist", "knee", "ankle")
_COMPARED = {
    side: np.array([*FACE, *_TRUNK, *(INDEX[side, joint] for joint in _NEAR)]) for side in Side
}


class ViewWatch:
    """Compares one stillness with the next."""

    def __init__(self, cfg: Thresholds) -> None:
        self._cfg = cfg
        self._recent: deque[tuple[float, Points]] = deque()
        self._hips: deque[list[float]] = deque()  # their middle, in each of the recent
        self._anchor: Points | None = None

    def reset(self) -> None:
        """Forget: nobody was seen, and what came back may lie elsewhere."""
        self._recent.clear()
        self._hips.clear()
        self._anchor = None

    def __call__(self, time_s: float, pose: Pose, near: Side, torso: float) -> PlaneMotion | None:
        """The motion of the picture since the last stillness, if it is one.

        Parameters
        ----------
        near
            The side towards the camera: the other one is guessed too often.
        torso
            Length of the torso, px.
        """
        if self._recent and time_s - self._recent[-1][0] < _SAMPLE_S - _ROUNDING_S:
            return None
        points = pose.points_px[_COMPARED[near]]
        self._recent.append((time_s, points))
        # Plain floats: numpy takes several times as long for so few.
        (x1, y1), (x2, y2) = points[_HIPS].tolist()
        self._hips.append([(x1 + x2) / 2.0, (y1 + y2) / 2.0])
        while time_s - self._recent[0][0] > _STILL_S + _ROUNDING_S:
            self._recent.popleft()
            self._hips.popleft()
        watched_s = time_s - self._recent[0][0] + _ROUNDING_S
        if watched_s < _STILL_S - _SAMPLE_S or not self._is_still(torso):
            return None
        before, self._anchor = self._anchor, points
        return None if before is None else self._camera_motion(before, points, torso)

    def is_swept(self, torso: float) -> bool:
        """Whether the hips have just been moved as far as by a push, in the last half second.

        Until the body is still again nobody knows whether it was the camera.
        """
        farthest = max((math.dist(self._hips[-1], then) for then in self._hips), default=0.0)
        return farthest > self._cfg.nudge_torso * torso

    def _is_still(self, torso: float) -> bool:
        now, then = self._recent[-1][1].tolist(), self._recent[0][1].tolist()
        ways = [math.dist(a, b) for a, b in zip(now, then, strict=True)]
        if any(map(math.isnan, ways[_TRUNK_ROWS])):  # a head or a leg alone may well move as one
            return False
        limit_px = self._cfg.rest_still_torso * torso
        return not any(way > limit_px for way in ways)  # beside a NaN no comparison holds

    def _camera_motion(self, before: Points, now: Points, torso: float) -> PlaneMotion | None:
        hips_way = np.hypot(*(now[_HIPS] - before[_HIPS]).mean(axis=0)) / torso
        if not hips_way > self._cfg.nudge_torso:
            return None
        motion = fit_affine(before, now)
        is_close = motion.residual < self._cfg.nudge_residual_torso * torso
        is_turned = abs(motion.turn_deg) >= self._cfg.nudge_turn_deg
        if not is_close or is_turned:
            return None
        stretch = fit_affine(before[_ABOVE_KNEE], now[_ABOVE_KNEE]).stretch
        return motion if stretch < self._cfg.nudge_stretch else None
