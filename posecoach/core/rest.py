"""Calibration: where this body lies when it rests, found while it lies still.

The rest line runs through ear, shoulder and hip of the near side. It carries the floor's
direction, the camera's tilt, a pillow under the neck and this body's own thickness, so that
a lift is measured against the person's own rest and not against a norm.
"""

from __future__ import annotations

import math
from bisect import bisect_right, insort
from collections import deque
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.geometry import PlaneMotion, Points, line_direction
from posecoach.core.landmarks import INDEX, Pose, Side
from posecoach.core.legs import PerLeg
from posecoach.core.lifts import occiput_of
from posecoach.core.measure import chains_at, hip_flexion_at
from posecoach.core.perspective import SIDE_ON, Perspective, perspective_at_rest
from posecoach.core.trunk import Trunk, torso_px

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posecoach.core.chain import Chain
    from posecoach.core.config import Thresholds

_SAMPLE_S = 0.1  # ten looks a second are plenty for a median, at any frame rate
_ROUNDING_S = 1e-6


@dataclass(frozen=True, eq=False)
class Rest:
    """One time of lying still in the start position.

    Attributes
    ----------
    start_s, end_s
        From when to when it lay still.
    near_side
        The side towards the camera.
    torso_px
        Mid-shoulder to mid-hip, px: the unit of every lift.
    points_px
        (33, 2) median positions over the last breath; NaN where never seen.
    up
        (2,) unit vector in the image, across the rest line and away from the floor.
    hip_flexion_deg
        Of each leg at rest; NaN where unseen.
    trunk_elevation_deg
        Of the trunk at rest: the camera's roll, and what the person lies on.
    perspective
        How the picture shows the plane in which the legs move.
    """

    start_s: float
    end_s: float
    near_side: Side
    torso_px: float
    points_px: Points
    up: Points
    hip_flexion_deg: PerLeg[float]
    trunk_elevation_deg: float = 0.0
    perspective: Perspective = SIDE_ON

    @cached_property
    def chains(self) -> PerLeg[Chain]:
        """Shoulder, hip and knee of both sides, perspective undone."""
        return chains_at(self.points_px, self.perspective)

    @cached_property
    def occiput_px(self) -> Points:
        """(2,): where the back of the head lies."""
        return occiput_of(self.points_px)

    @cached_property
    def _up(self) -> tuple[float, float]:
        return float(self.up[0]), float(self.up[1])

    def lift_torso(self, now: Points, then: Points) -> float:
        """How far a point has risen from ``then``, across the rest line, in torso lengths."""
        # Plain floats: numpy takes three times as long for two numbers.
        (x, y), (was_x, was_y), (up_x, up_y) = now.tolist(), then.tolist(), self._up
        rise_px: float = (x - was_x) * up_x + (y - was_y) * up_y
        return rise_px / self.torso_px

    def moved(self, motion: PlaneMotion) -> Rest:
        """The same rest seen after the camera has moved."""
        points = motion.apply(self.points_px)
        # The rest line is carried along; up is across it, on the side on which it was.
        along = motion.matrix @ np.array([-self.up[1], self.up[0]])
        along /= np.hypot(*along)
        return replace(
            self,
            torso_px=self.torso_px * math.sqrt(abs(float(np.linalg.det(motion.matrix)))),
            points_px=points,
            up=np.array([along[1], -along[0]]),
            perspective=self.perspective.seen_after(motion),
        )


def near_side_of(depth_difference: float) -> Side:
    """Which side is towards the camera (see :class:`Trunk`)."""
    return Side.LEFT if depth_difference >= 0 else Side.RIGHT


def up_from_rest_line(points_px: Points, near: Side) -> Points:
    """Unit normal of the rest line that points upwards in the image.

    Parameters
    ----------
    points_px
        (33, 2) landmarks at rest.

    Returns
    -------
    (2,) array
        NaN if ear, shoulder or hip of the near side is missing.
    """
    spine = points_px[[INDEX[near, "hip"], INDEX[near, "shoulder"], INDEX[near, "ear"]]]
    along = line_direction(spine)
    normal = np.array([along[1], -along[0]])
    return normal if normal[1] <= 0 else -normal


class RestFinder:
    """Finds rest causally: hands out the current rest as long as the body lies still."""

    def __init__(self, cfg: Thresholds) -> None:
        self._cfg = cfg
        self._samples: deque[tuple[float, Points, Trunk]] = deque()
        self._since_s = 0.0

    def reset(self) -> None:
        """Forget: after a time in which nobody was seen."""
        self._samples.clear()

    def __call__(
        self, time_s: float, pose: Pose, trunk: Trunk, hip_flexion_deg: PerLeg[float]
    ) -> Rest | None:
        """The rest that has lasted until now, or None.

        Parameters
        ----------
        pose
            After repair; NaN landmarks are left out of the medians.
        hip_flexion_deg
            Of both legs; an unseen leg does not speak against rest.
        """
        if not self._may_be_rest(trunk, hip_flexion_deg):
            self.reset()
            return None
        if self._samples and time_s - self._samples[-1][0] < _SAMPLE_S - _ROUNDING_S:
            return None
        if self._samples and not self._is_still(pose):
            self.reset()
        if not self._samples:
            self._since_s = time_s
        self._samples.append((time_s, pose.points_px, trunk))
        while time_s - self._samples[0][0] > self._cfg.rest_window_s:
            self._samples.popleft()
        if time_s - self._since_s < self._cfg.rest_s - _ROUNDING_S:
            return None
        return self._rest(time_s)

    def _may_be_rest(self, trunk: Trunk, hip_flexion_deg: PerLeg[float]) -> bool:
        most = np.fmax(hip_flexion_deg.left, hip_flexion_deg.right)
        return trunk.is_supine(self._cfg) and not most > self._cfg.rest_flexion_deg

    def _is_still(self, pose: Pose) -> bool:
        spine = [INDEX[side, joint] for side in Side for joint in ("ear", "shoulder", "hip")]
        # The oldest sample is the anchor: slow sliding adds up and is noticed too.
        way = pose.points_px[spine] - self._samples[0][1][spine]
        farthest = np.nanmax(np.append(np.hypot(way[:, 0], way[:, 1]), 0.0))
        return bool(farthest <= self._cfg.rest_still_torso * torso_px(pose))

    def _rest(self, time_s: float) -> Rest | None:
        stack = np.stack([sample[1] for sample in self._samples])
        points = np.median(stack, axis=0)  # NaN at any time: that landmark was not at rest
        trunks = [sample[2] for sample in self._samples]
        near = near_side_of(float(np.median([trunk.depth_difference for trunk in trunks])))
        up = up_from_rest_line(points, near)
        shoulders, hips = (points[11] + points[12]) / 2, (points[23] + points[24]) / 2
        torso = float(np.hypot(*(shoulders - hips)))
        if not (np.isfinite(up).all() and torso > 0):
            return None
        elevation_deg = float(np.median([trunk.elevation_deg for trunk in trunks]))
        perspective = perspective_at_rest(
            points[INDEX[near, "hip"]],
            points[INDEX[near, "shoulder"]],
            float(np.median([trunk.yaw_deg for trunk in trunks])),
        )
        # Of the median posture: in the last frame a leg may be on its way up already.
        flexion = hip_flexion_at(perspective.in_plane(points))
        return Rest(
            self._since_s, time_s, near, torso, points, up, flexion, elevation_deg, perspective
        )


class RestBook:
    """All rests known so far, and which of them to measure against at a time."""

    def __init__(self, rests: Iterable[Rest] = ()) -> None:
        self._rests = list(rests)
        self._forgotten: list[Rest] = []
        self._moved_s: list[float] = []

    def __len__(self) -> int:
        return len(self._rests)

    @property
    def rests(self) -> Sequence[Rest]:
        """In order of time; those that were set aside, too: they have been measured against."""
        return (*self._forgotten, *self._rests)

    @property
    def moved_s(self) -> tuple[float, ...]:
        """When the camera was seen to move, s."""
        return tuple(self._moved_s)

    def add(self, rest: Rest, cfg: Thresholds) -> None:
        """Note a rest; one that goes on takes the place of its own beginning.

        A rest with the head or the shoulders up, hips where they were, is no new rest line;
        unless the head alone has lain higher for so long that it lies on something.
        """
        if self._rests and self._rests[-1].start_s == rest.start_s:
            self._rests.pop()
        known = self._rests[-1] if self._rests else None
        if known is None or not is_lifted(rest, known, cfg) or is_propped(rest, known, cfg):
            self._rests.append(rest)

    def at(self, time_s: float) -> Rest | None:
        """The latest rest that had begun by then; before the first one, the first one.

        The second half is for replay: a recording may begin in mid-hold and show the rest
        only later.
        """
        if not self._rests:
            return None
        index = bisect_right([rest.start_s for rest in self._rests], time_s)
        return self._rests[max(0, index - 1)]

    def forget(self) -> None:
        """Set aside what is known: measure against nothing until rest is seen anew."""
        self._forgotten += self._rests
        self._rests.clear()

    def move_from(self, time_s: float, motion: PlaneMotion) -> None:
        """The camera moved: what holds from now on is the last rest, seen from there."""
        rest = self.at(time_s)
        if rest is None:
            return
        self._moved_s.append(time_s)
        moved = replace(rest.moved(motion), start_s=time_s, end_s=time_s)
        insort(self._rests, moved, key=lambda known: known.start_s)


def is_lifted(rest: Rest, known: Rest, cfg: Thresholds) -> bool:
    """Whether head or shoulder lie higher than in a known rest, with the hips in place."""
    near = known.near_side
    hip = INDEX[near, "hip"]
    hip_way = float(np.hypot(*(rest.points_px[hip] - known.points_px[hip]))) / known.torso_px
    in_place = hip_way < cfg.moved_torso / 2
    return in_place and (
        _rise(rest, known, "ear") > cfg.head_up_torso / 2 or _shoulder_is_up(rest, known, cfg)
    )


def is_propped(rest: Rest, known: Rest, cfg: Thresholds) -> bool:
    """Whether a head that lies higher than in a known rest lies on a pillow, say."""
    return rest.end_s - rest.start_s >= cfg.pillow_s and not _shoulder_is_up(rest, known, cfg)


def _shoulder_is_up(rest: Rest, known: Rest, cfg: Thresholds) -> bool:
    return _rise(rest, known, "shoulder") > cfg.shoulders_up_torso / 2


def _rise(rest: Rest, known: Rest, joint: str) -> float:
    """Of a joint of the near side from one rest to the other, torso lengths."""
    index = INDEX[known.near_side, joint]
    return known.lift_torso(rest.points_px[index], known.points_px[index])
