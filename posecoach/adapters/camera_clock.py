"""The clock of a live session: seconds since its first frame."""

from __future__ import annotations

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """A monotonic clock that can be waited on; tests bring their own."""

    def now_s(self) -> float:
        """Seconds since some moment; never goes back."""

    def wait(self, stop: threading.Event, wait_s: float) -> None:
        """Return after that many seconds, or as soon as `stop` is set."""


class SystemClock:
    """The machine's own. `time.monotonic` moves in steps of 16 ms on older Windows Pythons."""

    def now_s(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.perf_counter()

    def wait(self, stop: threading.Event, wait_s: float) -> None:
        """Return after that many seconds, or as soon as `stop` is set."""
        stop.wait(max(0.0, wait_s))


class SessionClock:
    """Counts from the first frame on, and goes on whatever happens to the camera.

    Parameters
    ----------
    clock
        What it reads.
    speed
        Session seconds in a second of `clock`; other than 1 only for recordings in tests.
    """

    def __init__(self, clock: Clock, speed: float = 1.0) -> None:
        self.clock = clock
        self.stop = threading.Event()
        self._speed = speed
        self._origin_s: float | None = None

    def begin(self) -> None:
        """Make this moment 0, the first time it is called."""
        if self._origin_s is None:
            self._origin_s = self.clock.now_s()

    def now_s(self) -> float:
        """Seconds since the beginning; 0 before it."""
        if self._origin_s is None:
            return 0.0
        return (self.clock.now_s() - self._origin_s) * self._speed

    def wait_until(self, time_s: float) -> None:
        """Return at that session time, or as soon as the session is stopped."""
        left_s = (time_s - self.now_s()) / self._speed
        if left_s > 0.0:
            self.clock.wait(self.stop, left_s)
