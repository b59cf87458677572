"""Which leg is which, told by the foot on the floor.

A leg that is drawn up leaves the other one standing where it lay at rest. From the side the
two places lie close together, one a little higher in the picture, but the foot stands there
for as long as the other leg is raised, and nothing hides it.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posecoach.core.geometry import Points
    from posecoach.core.landmarks import Pose
    from posecoach.core.rest import Rest

_LOOK_S = 0.3  # a foot that has not moved for so long stands
_FRAME_S = 0.1  # the look may be shorter by a frame, at 10 fps
_STILL_TORSO = 0.06
_AT_REST_TORSO, _AWAY_TORSO = 0.3, 0.5
_PLACE_SD_TORSO = 0.1  # how well the landmarker knows where a knee or an ankle is
_MOST = 5.0  # beyond this something else is wrong
_LEFT_LEG = (25, 27)  # knee and ankle


class StandingLeg:
    """Compares the standing leg with both legs' places at rest, frame by frame."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, Points]] = deque()

    def reset(self) -> None:
        """Forget: nobody was seen."""
        self._seen.clear()

    def __call__(self, time_s: float, pose: Pose, rest: Rest | None) -> float:
        """How much this frame tells for the landmarker's names; below 0: against them.

        Returns
        -------
        float
            The logarithm of the likelihoods' ratio, 0 where no leg stands, or where both do.
        """
        points = pose.points_px
        self._seen.append((time_s, points))
        while time_s - self._seen[0][0] > _LOOK_S:
            self._seen.popleft()
        if rest is None or time_s - self._seen[0][0] < _LOOK_S - _FRAME_S:
            return 0.0
        return sum(self._told_by(side, points, rest) for side in (0, 1))

    def _told_by(self, side: int, points: Points, rest: Rest) -> float:
        """The same, told by the leg with one of the two names (0 left, 1 right)."""
        leg, other = ([joint + s for joint in _LEFT_LEG] for s in (side, 1 - side))
        own, others = _ways(points, leg, rest, leg), _ways(points, leg, rest, other)
        near = min(own.max(), others.max())
        raised = min(_ways(points, other, rest, place).max() for place in (leg, other))
        if not (near < _AT_REST_TORSO and raised > _AWAY_TORSO and self._stands(leg, rest)):
            return 0.0
        told = float((others**2 - own**2).sum()) / (2 * _PLACE_SD_TORSO**2)
        return min(_MOST, max(-_MOST, told))

    def _stands(self, leg: list[int], rest: Rest) -> bool:
        now = self._seen[-1][1][leg]
        ways = [np.hypot(*(then[leg] - now).T).max() for _, then in self._seen]
        return bool(max(ways) <= _STILL_TORSO * rest.torso_px)


def _ways(points: Points, leg: list[int], rest: Rest, place: list[int]) -> Points:
    """(2,): how far knee and ankle are from where a leg's lay at rest, torso lengths."""
    way: Points = np.hypot(*(points[leg] - rest.points_px[place]).T) / rest.torso_px
    return way
