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
    ANGLE = "angle"  # the leg is so near to counting as let go that it may have been
    LIFT = "lift"  # head or shoulders are so near to counting as lifted that they may, or may not


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
    flexion: PerLeg[float]


@dataclass(frozen=True)
class _Lifted:
    """A lift beside its limit: above it, and so near that it may be on the other side."""

    is_up: bool
    is_near: bool


def _lifted(lift: float, limit: float, doubt: float) -> _Lifted:
    return _Lifted(lift > limit, abs(lift - limit) < doubt)


class AttemptWatch:
    """Collects the evidence of the open attempt, frame by frame."""

    def __init__(self, routine: Routine, cfg: Thresholds) -> None:
        self._routine = routine
        self._cfg = cfg
        self.begin()

    def begin(self) -> None:
        """Forget the attempt before."""
        self._samples: list[_Sample] = []
        self._last_s: float | None = None
        self._total_s = 0.0
        self._doubtful_s = dict.fromkeys(Doubt, 0.0)
        self._lifted_s = self._perhaps_lifted_s = 0.0
        self._drawn_s = dict.fromkeys(Legs, 0.0)

    def add(
        self, time_s: float, seen: Measurement, drawn: tuple[Side, ...], *, calibrated: bool
    ) -> None:
        """Note one frame of the open attempt."""
        dt_s = 0.0 if self._last_s is None else min(time_s - self._last_s, self._cfg.frame_gap_s)
        self._last_s = time_s
        self._total_s += dt_s
        self._samples.append(_Sample(time_s, seen.hip_flexion_deg))
        if (legs := Legs.of(drawn)) is not None:
            self._drawn_s[legs] += dt_s
        doubts = {
            Doubt.NO_REST: not calibrated,
            Doubt.OBLIQUE: abs(seen.trunk.yaw_deg) > self._cfg.oblique_deg,
            Doubt.FAR_LEG: not self._routine.is_single and seen.far_leg.unsteady,
            Doubt.ANGLE: self._may_be_let_go(seen, drawn),
            Doubt.LIFT: self._may_be_lifted(seen),
        }
        for doubt, is_so in doubts.items():
            self._doubtful_s[doubt] += dt_s * is_so
        if any(lift.is_up for lift in self._lifts(seen)):
            self._lifted_s += dt_s
            self._perhaps_lifted_s += dt_s * doubts[Doubt.LIFT]

    def _may_be_let_go(self, seen: Measurement, drawn: tuple[Side, ...]) -> bool:
        """Whether the near leg, drawn, is within its uncertainty of counting as let go.

        Of the far leg ``unsteady`` speaks: its angle is half an inference, and what the routine
        allows to infer is not doubted for being inferred.
        """
        near = seen.near_side
        leave_deg = self._routine.comfort_deg - self._cfg.hip_hysteresis_deg
        doubt_deg = self._cfg.doubt_share * seen.hip_flexion_uncertainty_deg.of(near)
        return near in drawn and seen.hip_flexion_deg.of(near) - doubt_deg < leave_deg

    def _may_be_lifted(self, seen: Measurement) -> bool:
        """Whether it hangs on a lift within its uncertainty if the form is good."""
        lifts = self._lifts(seen)
        surely_up = any(lift.is_up and not lift.is_near for lift in lifts)
        return not surely_up and any(lift.is_near for lift in lifts)

    def _lifts(self, seen: Measurement) -> tuple[_Lifted, ...]:
        cfg = self._cfg
        head_doubt, shoulder_doubt = (
            0.0 if math.isnan(half_width) else cfg.doubt_share * half_width
            for half_width in (
                seen.head_lift_uncertainty_torso,
                seen.shoulder_lift_uncertainty_torso,
            )
        )
        return (
            _lifted(seen.head_lift_torso, cfg.head_up_torso, head_doubt),
            _lifted(seen.shoulder_lift_torso, cfg.shoulders_up_torso, shoulder_doubt),
        )

    def doubt(self) -> Doubt | None:
        """Why this attempt cannot be judged, if most of its evidence does not allow it."""
        half_s = self._total_s / 2
        return next((d for d, seconds in self._doubtful_s.items() if seconds > half_s), None)

    def record(self, attempt: Attempt) -> HoldRecord:
        """Judge the closed attempt."""
        doubt = self.doubt()
        if doubt in (Doubt.ANGLE, Doubt.LIFT) and not reaches(attempt, self._routine):
            doubt = None  # with the legs lower, or the head higher, it would be no hold either
        if self._perhaps_faulted(attempt):
            doubt = doubt or Doubt.LIFT
        doubt = doubt or self._out_of_sight(attempt)
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

    def _perhaps_faulted(self, attempt: Attempt) -> bool:
        """Whether what spoilt it was for the most part a lift that may have been none."""
        spoilt = attempt.spoilt and not reaches(attempt, self._routine)
        return spoilt and self._perhaps_lifted_s > self._lifted_s / 2

    def _out_of_sight(self, attempt: Attempt) -> Doubt | None:
        if reaches(attempt, self._routine) or attempt.spoilt:
            return None
        missed = attempt.credited_s + attempt.paused_s >= self._routine.hold_s - _ROUNDING_S
        return Doubt.OUT_OF_SIGHT if attempt.lost_out or missed else None

    def _legs(self) -> Legs:
        """The legs that were drawn for most of the attempt."""
        if not self._routine.is_single:
            return Legs.BOTH
        return max(Legs, key=lambda legs: self._drawn_s[legs])

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
            # Only where the leg was drawn: the ways in and out are no gain.
            values = values[values >= self._routine.comfort_deg - self._cfg.hip_hysteresis_deg]
            part = max(1, int(len(values) * _GAIN_SHARE))
            if len(values):
                gains.append(float(np.median(values[-part:]) - np.median(values[:part])))
        return float(np.mean(gains)) if gains else math.nan


def reaches(attempt: Attempt, routine: Routine) -> bool:
    """Whether the seconds that count reach the routine's target."""
    return attempt.counted_s >= routine.hold_s - _ROUNDING_S
