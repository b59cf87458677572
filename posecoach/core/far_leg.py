"""Whether the far leg is seen for itself, or hidden behind the near one.

Seen from the side the near leg can hide the far one, and the landmarker then lays the far
leg onto the near one, with high visibility and a confident angle. Two legs drawn together
look the same. So a far leg that lies on the near one is no evidence of its own; whether it
may be inferred is decided by the routine and by how steady it is: a far leg that is really
there keeps its place beside the near one, a guessed one swings.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds
    from posecoach.core.landmarks import Pose

_WINDOW_S = 1.0  # one look: several frames even at 10 fps, short against a hold


@dataclass(frozen=True)
class FarLeg:
    """What is known of the far leg.

    Attributes
    ----------
    hidden
        It lies on the near leg in the image: no evidence of its own.
    unsteady
        It is hidden and swings about the near leg: it is being guessed.
    """

    hidden: bool
    unsteady: bool


class FarLegWatch:
    """Follows the gap between the legs over the last second."""

    def __init__(self, cfg: Thresholds) -> None:
        self._cfg = cfg
        self._gaps: deque[tuple[float, float, float]] = deque()
        self._hidden = False

    def reset(self) -> None:
        """Forget: after a time in which nobody was seen."""
        self._gaps.clear()
        self._hidden = False

    def __call__(self, time_s: float, pose: Pose, torso: float) -> FarLeg:
        """Judge one frame.

        Parameters
        ----------
        torso
            Length of the torso, px.
        """
        points = pose.points_px
        knees, ankles = (points[25] - points[26]).tolist(), (points[27] - points[28]).tolist()
        apart = max(math.hypot(*knees), math.hypot(*ankles)) / torso
        if not math.isnan(apart):  # else no news of the gap, the last judgement stands
            # Once hidden it must come clearly away; once seen it may come a little closer.
            limit = self._cfg.leg_apart_torso * (1.15 if self._hidden else 0.85)
            self._hidden = apart < limit
            self._remember(time_s, knees[0] / torso, knees[1] / torso)
        unsteady = self._hidden and self._swing() > self._cfg.leg_unsteady_torso
        return FarLeg(self._hidden, unsteady)

    def _remember(self, time_s: float, x: float, y: float) -> None:
        self._gaps.append((time_s, x, y))
        while time_s - self._gaps[0][0] > _WINDOW_S:
            self._gaps.popleft()

    def _swing(self) -> float:
        if len(self._gaps) < 3:
            return 0.0
        spread = np.std(np.array([gap[1:3] for gap in self._gaps]), axis=0)
        return float(np.hypot(*spread))
