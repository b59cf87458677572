"""How far legs were drawn and held where the routine asks for more.

Below the routine's ``comfort_deg`` there is no attempt, so a person whose hips do not go
that far leaves no hold to learn from. The rests on the way (``not_close_enough``) do.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.faults import FaultKind

if TYPE_CHECKING:
    from posecoach.core.coach import CoachStep
    from posecoach.core.config import Thresholds
    from posecoach.core.routine import Routine

_MOST = 50  # far more than are needed to learn from; keeps an endless session flat in memory


class ReachWatch:
    """Collects the hip flexion at which legs were held still short of the routine's."""

    def __init__(self, routine: Routine, cfg: Thresholds) -> None:
        self._is_single = routine.is_single
        self._least_deg = cfg.raised_least_deg
        self._samples_deg: list[float] = []
        self._reached_deg: list[float] = []

    @property
    def reached_deg(self) -> tuple[float, ...]:
        """Median hip flexion of each such rest, degrees, in order of time."""
        return tuple(self._reached_deg)

    def add(self, step: CoachStep) -> None:
        """Take in one step; a frame without a reading says nothing."""
        if FaultKind.NOT_CLOSE_ENOUGH not in step.faults.confirmed:
            self._close()
        elif step.measurement is not None and FaultKind.NOT_CLOSE_ENOUGH not in step.faults.easing:
            flexion = step.measurement.hip_flexion_deg
            legs = sorted((flexion.left, flexion.right), key=lambda deg: (math.isnan(deg), deg))
            # Both legs are as close as the one that is less so; of a single leg only the
            # raised one speaks. NaN sorts last and stands for a leg that is not seen.
            self._samples_deg.append(_highest(legs) if self._is_single else legs[0])

    def _close(self) -> None:
        seen = [deg for deg in self._samples_deg if not math.isnan(deg)]
        self._samples_deg.clear()
        if not seen or len(self._reached_deg) >= _MOST:
            return
        reached = float(np.median(seen))
        if reached >= self._least_deg:  # else one leg waits for the other, foot on the floor
            self._reached_deg.append(reached)


def _highest(legs: list[float]) -> float:
    return legs[0] if math.isnan(legs[1]) else legs[1]
