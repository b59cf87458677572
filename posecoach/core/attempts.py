"""What an attempt adds up to: its verdict, its angles, and what cannot be told."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs, PerLeg, per_leg

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from posecoach.core.config import Thresholds
    from posecoach.core.hold import Attempt
    from posecoach.core.measure import Measurement
    from posecoach.core.routine import Routine

_ROUNDING_S = 1e-6
_GAIN_SHARE = 0.2  # first and last fifth: long enough for a median, short against the hold
_GAIN_LEAST_S = 5.0  # shorter holds are over before the tissue gives way

_SEEN_SHARE = 0.5  # a leg seen for less of the attempt has no median worth the name


class HoldVerdict(str, Enum):
    """What became of an attempt."""

    VALID = "valid"
    TOO_SHORT = "too_short"
    FAULTED = "faulted"
    UNSURE = "unsure"


class Doubt(str, Enum):
    """Why a verdict is unsure."""

    NO_REST = "no_rest"  # nothing to measure lifts against
    OBLIQUE = "oblique"  # the camera looks along the body
    FAR_LEG = "far_leg"  # the far leg is hidden and its reading swings
    OUT_OF_SIGHT = "out_of_sight"  # the missing seconds may have been held


@dataclass(frozen=True)
class FlexionSummary:
    """Hip flexion of one leg over an attempt, degrees; NaN where never seen."""

    median_deg: float
    peak_deg: float


@dataclass(frozen=True)
class HoldRecord:
    """A closed attempt with its verdict."""

    legs: Legs
    attempt: Attempt
    verdict: HoldVerdict
    doubt: Doubt | None
    hip_flexion_deg: PerLeg[FlexionSummary]
    gain_deg: float


@dataclass(frozen=True)
class _Sample:
    time_s: float
    dt_s: float
    flexion: PerLeg[float]
    drawn: tuple[Side, ...]
    calibrated: bool
    oblique: bool
    guessed: bool


class AttemptWatch:
    """Collects the evidence of the open attempt, frame by frame."""

    def __init__(self, routine: Routine, cfg: Thresholds) -> None:
        self._routine = routine
        self._cfg = cfg
        self._samples: list[_Sample] = []
        self._last_s: float | None = None

    def begin(self) -> None:
        """Forget the attempt before."""
        self._samples.clear()
        self._last_s = None

    def add(
        self, time_s: float, seen: Measurement, drawn: tuple[Side, ...], *, calibrated: bool
    ) -> None:
        """Note one frame of the open attempt."""
        dt_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        self._samples.append(
            _Sample(
                time_s,
                min(dt_s, self._cfg.frame_gap_s),
                seen.hip_flexion_deg,
                drawn,
                calibrated,
                abs(seen.trunk.yaw_deg) > self._cfg.oblique_deg,
                not self._routine.is_single and seen.far_leg.unsteady,
            )
        )

    def doubt(self) -> Doubt | None:
        """Why this attempt cannot be judged, if most of its evidence does not allow it."""
        if self._share(lambda s: not s.calibrated) > 0.5:
            return Doubt.NO_REST
        if self._share(lambda s: s.oblique) > 0.5:
            return Doubt.OBLIQUE
        if self._share(lambda s: s.guessed) > 0.5:
            return Doubt.FAR_LEG
        return None

    def record(self, attempt: Attempt) -> HoldRecord:
        """Judge the closed attempt."""
        doubt = self.doubt() or self._out_of_sight(attempt)
        return HoldRecord(
            legs=self._legs(),
            attempt=attempt,
            verdict=HoldVerdict.UNSURE if doubt else self._verdict(attempt),
            doubt=doubt,
            hip_flexion_deg=per_leg(lambda side: self._summary(side, attempt)),
            gain_deg=self._gain_deg(attempt),
        )

    def _verdict(self, attempt: Attempt) -> HoldVerdict:
        if reaches(attempt, self._routine):
            return HoldVerdict.VALID
        would_be = attempt.credited_s + attempt.rejected_s >= self._routine.hold_s - _ROUNDING_S
        if attempt.spoilt or would_be:
            return HoldVerdict.FAULTED
        return HoldVerdict.TOO_SHORT

    def _out_of_sight(self, attempt: Attempt) -> Doubt | None:
        if reaches(attempt, self._routine) or attempt.spoilt:
            return None
        missed = attempt.credited_s + attempt.paused_s >= self._routine.hold_s - _ROUNDING_S
        return Doubt.OUT_OF_SIGHT if attempt.lost_out or missed else None

    def _share(self, is_so: Callable[[_Sample], bool]) -> float:
        total = sum(sample.dt_s for sample in self._samples)
        return sum(s.dt_s for s in self._samples if is_so(s)) / total if total > 0 else 0.0

    def _legs(self) -> Legs:
        """The legs that were drawn for most of the attempt."""
        if not self._routine.is_single:
            return Legs.BOTH
        seconds: dict[Legs, float] = {}
        for sample in self._samples:
            legs = Legs.of(sample.drawn)
            if legs is not None:
                seconds[legs] = seconds.get(legs, 0.0) + sample.dt_s
        return max(seconds, key=lambda legs: seconds[legs])

    def _flexions(self, side: Side, attempt: Attempt) -> NDArray[np.float64]:
        values = [s.flexion.of(side) for s in self._samples if s.time_s <= attempt.end_s]
        return np.array([value for value in values if not math.isnan(value)])

    def _summary(self, side: Side, attempt: Attempt) -> FlexionSummary:
        values = self._flexions(side, attempt)
        if len(values) < _SEEN_SHARE * len(self._samples):
            return FlexionSummary(math.nan, math.nan)
        return FlexionSummary(float(np.median(values)), float(np.max(values)))

    def _gain_deg(self, attempt: Attempt) -> float:
        """How much closer the thigh came: last fifth minus first fifth, working legs' mean."""
        if attempt.end_s - attempt.start_s < _GAIN_LEAST_S:
            return math.nan
        gains = []
        for side in self._legs().sides:
            values = self._flexions(side, attempt)
            part = max(1, int(len(values) * _GAIN_SHARE))
            if len(values):
                gains.append(float(np.median(values[-part:]) - np.median(values[:part])))
        return float(np.mean(gains)) if gains else math.nan


def reaches(attempt: Attempt, routine: Routine) -> bool:
    """Whether the seconds that count reach the routine's target."""
    return attempt.counted_s >= routine.hold_s - _ROUNDING_S
