"""One Euro smoothing, aware of time, and how far the signal strays from it.

After G. Casiez, N. Roussel, D. Vogel: "1 € Filter: A Simple Speed-based Low-pass Filter for
Noisy Input in Interactive Systems", CHI 2012: a low-pass filter whose cut-off rises with the
speed of the signal, so that rest is calm and motion does not lag.
"""

from __future__ import annotations

import math

_DERIVATIVE_CUTOFF_HZ = 1.0  # the paper's default
_JITTER_S = 0.5  # several frames even at 10 fps, short against a hold


def _weight(cutoff_hz: float, dt_s: float) -> float:
    return 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff_hz * dt_s))


class OneEuro:
    """One scalar's filter.

    Parameters
    ----------
    cutoff_hz
        Cut-off at rest; lower is calmer.
    beta
        How much the cut-off rises per unit of speed; higher lags less.
    """

    def __init__(self, cutoff_hz: float, beta: float) -> None:
        self._cutoff_hz = cutoff_hz
        self._beta = beta
        self._last: tuple[float, float] | None = None
        self._speed = 0.0

    def reset(self) -> None:
        """Forget everything: the next value passes unchanged."""
        self._last = None
        self._speed = 0.0

    def __call__(self, time_s: float, value: float) -> float:
        """Smooth one value.

        A missing value (NaN) is missing in the output and forgets the past: what was
        unseen may have moved anywhere. Time must not go backwards; the same time again
        returns the last value.

        Raises
        ------
        ValueError
            If time goes backwards.
        """
        if math.isnan(value):
            self.reset()
            return value
        if self._last is None:
            self._last = (time_s, value)
            return value
        last_s, last = self._last
        dt_s = time_s - last_s
        if dt_s < 0:
            raise ValueError(f"time goes backwards: {time_s} s after {last_s} s")
        if dt_s == 0:
            return last
        share = _weight(_DERIVATIVE_CUTOFF_HZ, dt_s)
        self._speed += share * ((value - last) / dt_s - self._speed)
        smooth = last + _weight(self._cutoff_hz + self._beta * abs(self._speed), dt_s) * (
            value - last
        )
        self._last = (time_s, smooth)
        return smooth


class Jitter:
    """How far a signal has strayed from its smooth course over about the last half second."""

    def __init__(self) -> None:
        self._last_s: float | None = None
        self._squared = 0.0

    def __call__(self, time_s: float, value: float, smooth: float) -> float:
        """Root mean square of value less smooth; a missing value (NaN) forgets the past."""
        if math.isnan(value):
            self._last_s, self._squared = None, 0.0
            return value
        dt_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        share = 1.0 - math.exp(-dt_s / _JITTER_S)
        self._squared += share * ((value - smooth) ** 2 - self._squared)
        return math.sqrt(self._squared)
