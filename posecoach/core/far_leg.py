"""Whether the far leg is seen for itself, or hidden behind the near one.

Seen from the side the near leg can hide the far one, and the landmarker then lays the far
leg onto the near one, with high visibility and a confident angle. Two legs drawn together
look the same. So a far leg that lies on the near one is no evidence of its own; whether it
may be inferred is decided by the routine and by how steady it is: a far leg that is really
there keeps its place beside the near one, a guessed one swings. An ankle that stands clear shows
that there is a leg of its own, yet tells nothing of the thigh of a knee that is hidden.

The landmarker has another sense for it, which follows slowly but is no copy: how well it sees
the far knee. A leg that goes behind the near one fades; one that stays on the floor while the
near leg leaves it, or that is let down first, emerges. A far leg that emerges and is still laid
onto the near one is not where it is said to be.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.core.lasting import Lasting

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds
    from posecoach.core.landmarks import Pose

_KNEES = [25, 26]
_SIGHT_STEP = 0.05  # the landmarker's sight of a knee that stays where it is wanders by less
_WINDOW_S = 1.0  # one look: several frames even at 10 fps, short against a hold


@dataclass(frozen=True)
class FarLeg:
    """What is known of the far leg.

    Attributes
    ----------
    hidden
        Its knee lies on the near one in the image: the thigh is no evidence of its own.
    unsteady
        Knee and ankle lie on the near leg, and swing about it: the leg is being guessed.
    foot_hidden
        Its ankle lies on the near one: the foot is no evidence of its own.
    """

    hidden: bool
    unsteady: bool
    foot_hidden: bool = False


class FarLegWatch:
    """Follows the gap between the legs over the last second."""

    def __init__(self, cfg: Thresholds) -> None:
        self._cfg = cfg
        self._gaps: deque[tuple[float, float, float]] = deque()
        self._knee_hidden = self._foot_hidden = self._leg_hidden = False

    def reset(self) -> None:
        """Forget: after a time in which nobody was seen."""
        self._gaps.clear()
        self._knee_hidden = self._foot_hidden = self._leg_hidden = False

    def trade_legs(self) -> None:
        """The legs bore each other's names: every gap was seen the other way round."""
        self._gaps = deque((time_s, -x, -y) for time_s, x, y in self._gaps)

    def __call__(self, time_s: float, pose: Pose, torso: float) -> FarLeg:
        """Judge one frame.

        Parameters
        ----------
        torso
            Length of the torso, px.
        """
        points = pose.points_px
        knees, ankles = (points[25] - points[26]).tolist(), (points[27] - points[28]).tolist()
        knees_apart, ankles_apart = math.hypot(*knees) / torso, math.hypot(*ankles) / torso
        if not math.isnan(knees_apart):  # else no news of the gap, the last judgement stands
            self._knee_hidden = self._is_on(knees_apart, before=self._knee_hidden)
            leg_apart = max(knees_apart, ankles_apart)  # without an ankle the knees have to do
            self._leg_hidden = self._is_on(leg_apart, before=self._leg_hidden)
            self._foot_hidden = self._is_on(ankles_apart, before=self._foot_hidden)
            self._remember(time_s, knees[0] / torso, knees[1] / torso)
        unsteady = self._leg_hidden and self._swing() > self._cfg.leg_unsteady_torso
        return FarLeg(self._knee_hidden, unsteady, self._foot_hidden)

    def _is_on(self, apart: float, *, before: bool) -> bool:
        """Once hidden it must come clearly away; once seen it may come a little closer."""
        return apart < self._cfg.leg_apart_torso * (1.15 if before else 0.85)

    def _remember(self, time_s: float, x: float, y: float) -> None:
        self._gaps.append((time_s, x, y))
        while time_s - self._gaps[0][0] > _WINDOW_S:
            self._gaps.popleft()

    def _swing(self) -> float:
        if len(self._gaps) < 3:
            return 0.0
        return math.sqrt(sum(_variance([gap[i] for gap in self._gaps]) for i in (1, 2)))


def _variance(values: list[float]) -> float:
    # Plain floats: numpy takes ten times as long for so few.
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / len(values)


class CopyWatch:
    """Whether a hidden far leg is only a copy of the near one, which is raised."""

    def __init__(self, cfg: Thresholds) -> None:
        self._longest_s = cfg.lost_grace_s
        self._lasting = Lasting()
        self.reset()

    def reset(self) -> None:
        """Forget: nobody was seen, or the near leg stands."""
        self._low, self._high = math.inf, -math.inf
        self._emerging = False

    def __call__(self, time_s: float, pose: Pose, far_leg: FarLeg, *, near_raised: bool) -> bool:
        """Judge one frame.

        It is so for as long as one leg follows the other up or down, no longer: whom a better
        light shows the far knee of two legs that stay drawn is not told to have let one go.
        """
        if not near_raised:
            self.reset()
        # Of the two knees the far one is seen worse, whatever their names.
        self._follow(float(pose.visibility[_KNEES].min()))
        is_copy = near_raised and far_leg.hidden and self._emerging
        for_s = self._lasting(time_s, is_copy)
        return is_copy and for_s <= self._longest_s

    def _follow(self, sight: float) -> None:
        """Whether it has last risen or fallen by a step, from its lowest or highest since."""
        self._low, self._high = min(self._low, sight), max(self._high, sight)
        if not self._emerging and sight >= self._low + _SIGHT_STEP:
            self._emerging, self._high = True, sight
        elif self._emerging and sight <= self._high - _SIGHT_STEP:
            self._emerging, self._low = False, sight
