"""Which leg is which, told by the foot on the floor.

A leg that is drawn up leaves the other one standing where it lay at rest, and legs that come
down come back to where they lay. From the side the two places lie close together, one a little
higher in the picture, but a foot stands there for long, and nothing hides it. Legs that both stand
a little off their places are still the nearer to their own, together.

A drawn near leg hides the far one, and the landmarker may lay the far one onto it, so that both
seem to rise. When it finds out, one of them stands again within a few pictures, sooner than a leg
comes down, and whichever name it bears: that is the far leg, which nobody saw. The near one was in
full view all the time.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, TypeAlias

from posecoach.core.landmarks import Side

if TYPE_CHECKING:
    from posecoach.core.landmarks import Pose
    from posecoach.core.rest import Rest

Joints: TypeAlias = "list[list[float]]"
Way: TypeAlias = "tuple[float, float]"

_LOOK_S = 0.3  # a foot that has not moved for so long stands
_FRAME_S = 0.1  # the look may be shorter by a frame, at 10 fps
_STILL_TORSO = 0.06
_AT_REST_TORSO, _AWAY_TORSO = 0.3, 0.5
_PLACE_SD_TORSO = 0.1  # how well the landmarker knows where a knee or an ankle is
_MOST = 5.0  # beyond this something else is wrong
_RAISED_TORSO = 0.25  # both legs beyond this have left their places
_WAY_IN_S = 1.5  # from the floor to the chest
_FOUND_OUT_S = 0.5  # less than a leg takes to come down from there
_FOUND_OUT = 2.0  # as much as a place that was 0.2 torso lengths the nearer
_JOINTS = [25, 26, 27, 28]  # left and right knee, left and right ankle
_LEGS = (0, 1)  # left, right


class StandingLeg:
    """Compares the legs that stand with both legs' places at rest, frame by frame."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, Joints]] = deque()
        self._copy = _CopyFoundOut()

    def reset(self) -> None:
        """Forget: nobody was seen."""
        self._seen.clear()
        self._copy = _CopyFoundOut()

    def __call__(self, time_s: float, pose: Pose, rest: Rest | None, *, apart: bool) -> float:
        """How much this frame tells for the landmarker's names; below 0: against them.

        Parameters
        ----------
        apart
            Whether the legs are: not the one on the other.

        Returns
        -------
        float
            The logarithm of the likelihoods' ratio, 0 where no leg stands, or where a knee or an
            ankle is not seen.
        """
        # Plain floats: numpy takes ten times as long for so few.
        now: Joints = pose.points_px[_JOINTS].tolist()
        self._seen.append((time_s, now))
        while time_s - self._seen[0][0] > _LOOK_S:
            self._seen.popleft()
        if rest is None or time_s - self._seen[0][0] < _LOOK_S - _FRAME_S:
            return 0.0
        then: Joints = rest.points_px[_JOINTS].tolist()
        torso = rest.torso_px
        ways = [[_ways(now, leg, then, place, torso) for place in _LEGS] for leg in _LEGS]
        if any(math.isnan(way) for leg in ways for place in leg for way in place):
            return 0.0
        off = _off(ways[0]), _off(ways[1])
        stand = [off[n] < _AT_REST_TORSO and self._stands(n, torso) for n in _LEGS]
        raised = [off[n] > _AWAY_TORSO for n in _LEGS]
        told = sum(_told_by(n, ways) for n in _LEGS if stand[n] and (stand[1 - n] or raised[1 - n]))
        left_behind = self._copy(time_s, off, apart=apart)
        if left_behind is not None:
            is_far = (left_behind == 0) is (rest.near_side is Side.RIGHT)
            told += _FOUND_OUT if is_far else -_FOUND_OUT
        return min(_MOST, max(-_MOST, told))

    def _stands(self, leg: int, torso: float) -> bool:
        now, limit_px = self._seen[-1][1], _STILL_TORSO * torso
        return all(
            math.dist(then[joint], now[joint]) <= limit_px
            for _, then in self._seen
            for joint in (leg, leg + 2)
        )


class _CopyFoundOut:
    """Follows two legs that rise as one until one of them is on the floor after all."""

    def __init__(self) -> None:
        self._stood_s = self._as_one_s = -math.inf

    def __call__(self, time_s: float, off_torso: tuple[float, float], *, apart: bool) -> int | None:
        """Which name the leg bears that was on the floor all the time; None: not known."""
        low, high = sorted(off_torso)
        if high < _RAISED_TORSO:
            self._stood_s = time_s
        elif low > _RAISED_TORSO and not apart and time_s - self._stood_s < _WAY_IN_S:
            self._as_one_s = time_s
        is_found_out = apart and low < _AT_REST_TORSO and high > _AWAY_TORSO
        if not is_found_out or time_s - self._as_one_s > _FOUND_OUT_S:
            return None
        return off_torso.index(low)


def _off(places: list[Way]) -> float:
    """How far a leg's knee and ankle are from the place at rest that is nearer to both."""
    return min(max(way) for way in places)


def _told_by(leg: int, ways: list[list[Way]]) -> float:
    """How much nearer a leg is to its own place than to the other one's."""
    own, others = ways[leg][leg], ways[leg][1 - leg]
    more = sum(other**2 - mine**2 for mine, other in zip(own, others, strict=True))
    return more / (2 * _PLACE_SD_TORSO**2)


def _ways(now: Joints, leg: int, then: Joints, place: int, torso: float) -> Way:
    """How far knee and ankle are from where a leg's lay at rest, torso lengths."""
    return (
        math.dist(now[leg], then[place]) / torso,
        math.dist(now[leg + 2], then[place + 2]) / torso,
    )
