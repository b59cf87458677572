"""What a leg does over time: its speed, whether it is drawn, when it rose."""

from __future__ import annotations

import math
from collections import deque
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds

_SPEED_WINDOW_S = 0.25  # a pull lasts longer, a landmark's jump does not


class LegSpeed:
    """Rate of change of an angle over the last quarter second, deg/s."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float]] = deque()

    def __call__(self, time_s: float, angle_deg: float) -> float:
        """Speed at this frame; NaN until two frames are known and after an unseen one."""
        if math.isnan(angle_deg):
            self._samples.clear()
            return math.nan
        self._samples.append((time_s, angle_deg))
        # Keep one sample beyond the window, so that it is spanned at any frame rate.
        while len(self._samples) > 2 and time_s - self._samples[1][0] >= _SPEED_WINDOW_S:
            self._samples.popleft()
        first_s, first_deg = self._samples[0]
        if time_s <= first_s:
            return math.nan
        return (angle_deg - first_deg) / (time_s - first_s)


class Gate(str, Enum):
    """Whether a leg is drawn."""

    DOWN = "down"
    DRAWN = "drawn"
    LEAVING = "leaving"
    UNSEEN = "unseen"


class LegGate:
    """Drawn or not, with hysteresis; a short dip is not yet a release.

    Parameters
    ----------
    enter_deg
        Hip flexion from which a leg is drawn.
    """

    def __init__(self, enter_deg: float, cfg: Thresholds) -> None:
        self._enter_deg = enter_deg
        self._leave_deg = enter_deg - cfg.hip_hysteresis_deg
        self._confirm_s = cfg.release_confirm_s
        self._drawn = False
        self._leaving_since_s: float | None = None

    def __call__(self, time_s: float, hip_flexion_deg: float) -> Gate:
        """Take in one frame; an unseen leg (NaN) stays what it was."""
        if not self._drawn:
            self._drawn = hip_flexion_deg >= self._enter_deg
            return Gate.DRAWN if self._drawn else Gate.DOWN
        if math.isnan(hip_flexion_deg):
            return Gate.UNSEEN
        if hip_flexion_deg >= self._leave_deg:
            self._leaving_since_s = None
            return Gate.DRAWN
        if self._leaving_since_s is None:
            self._leaving_since_s = time_s
        if time_s - self._leaving_since_s < self._confirm_s:
            return Gate.LEAVING
        self._drawn, self._leaving_since_s = False, None
        return Gate.DOWN


class RiseTime:
    """When a leg last rose past a level: midway between rest and drawn."""

    def __init__(self) -> None:
        self._above: bool | None = None  # not seen yet: a leg found up was not seen to rise
        self.time_s = math.nan

    def __call__(self, time_s: float, angle_deg: float, level_deg: float) -> None:
        """Take in one frame; an unseen leg has not moved."""
        if math.isnan(angle_deg) or math.isnan(level_deg):
            return
        above = angle_deg >= level_deg
        if above and self._above is False:
            self.time_s = time_s
        self._above = above
