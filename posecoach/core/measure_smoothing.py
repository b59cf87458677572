"""A measurement over time: calm where it is judged against a threshold, and how calm it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posecoach.core.legs import PerLeg, per_leg
from posecoach.core.smoothing import Jitter, OneEuro
from posecoach.core.uncertainty import with_jitter

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds
    from posecoach.core.landmarks import Side
    from posecoach.core.measure import Measurement

_LIFT_BETA = 100.0  # lifts are in torso lengths: a hundredth weighs as much as a degree


class Smoother:
    """One Euro filters for the measures that are judged against a threshold."""

    def __init__(self, cfg: Thresholds) -> None:
        def for_angle(_side: Side) -> OneEuro:
            return OneEuro(cfg.euro_cutoff_hz, cfg.euro_beta)

        self._hips, self._knees = per_leg(for_angle), per_leg(for_angle)
        self._jitters = PerLeg(Jitter(), Jitter())
        lift_beta = cfg.euro_beta * _LIFT_BETA
        self._head = OneEuro(cfg.euro_cutoff_hz, lift_beta)
        self._shoulder = OneEuro(cfg.euro_cutoff_hz, lift_beta)
        self._head_jitter, self._shoulder_jitter = Jitter(), Jitter()

    def trade_legs(self) -> None:
        """The legs bore each other's names."""
        self._hips, self._knees = self._hips.mirrored(), self._knees.mirrored()
        self._jitters = self._jitters.mirrored()

    def reset(self) -> None:
        """Forget: nobody was seen."""
        for pair in (self._hips, self._knees):
            pair.left.reset()
            pair.right.reset()
        self._head.reset()
        self._shoulder.reset()

    def __call__(self, time_s: float, seen: Measurement) -> Measurement:
        """Smooth one frame's measures; what strays from its course is less sure."""
        hips, knees = seen.hip_flexion_deg, seen.knee_flexion_deg
        smooth = per_leg(lambda s: self._hips.of(s)(time_s, hips.of(s)))
        jitter = per_leg(lambda s: self._jitters.of(s)(time_s, hips.of(s), smooth.of(s)))
        sure = seen.hip_flexion_uncertainty_deg
        head = self._head(time_s, seen.head_lift_torso)
        shoulder = self._shoulder(time_s, seen.shoulder_lift_torso)
        return replace(
            seen,
            hip_flexion_deg=smooth,
            hip_flexion_uncertainty_deg=per_leg(lambda s: with_jitter(sure.of(s), jitter.of(s))),
            knee_flexion_deg=per_leg(lambda s: self._knees.of(s)(time_s, knees.of(s))),
            head_lift_torso=head,
            shoulder_lift_torso=shoulder,
            head_lift_uncertainty_torso=with_jitter(
                seen.head_lift_uncertainty_torso,
                self._head_jitter(time_s, seen.head_lift_torso, head),
            ),
            shoulder_lift_uncertainty_torso=with_jitter(
                seen.shoulder_lift_uncertainty_torso,
                self._shoulder_jitter(time_s, seen.shoulder_lift_torso, shoulder),
            ),
        )
