"""The place where the newest frame waits; older ones are dropped and counted, never queued."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from posecoach.adapters.camera_types import StageTime

if TYPE_CHECKING:
    from posecoach.adapters.camera_types import LiveFrame


class NewestFrame:
    """Holds one frame; one thread puts, another takes.

    Attributes
    ----------
    newest
        The last frame put, taken or not: for whoever only wants to look.
    captured, dropped
        Frames put; those of them that were replaced before they were taken.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._frame: LiveFrame | None = None
        self.newest: LiveFrame | None = None
        self._failure: Exception | None = None
        self._is_closed = False
        self.captured = self.dropped = 0

    def put(self, frame: LiveFrame) -> None:
        """Offer a newer frame; the one that still waits is dropped. Once closed: nothing."""
        with self._changed:
            if self._is_closed:
                return
            self.captured += 1
            self.dropped += self._frame is not None
            self._frame = self.newest = frame
            self._changed.notify_all()

    def close(self, failure: Exception | None = None) -> None:
        """No more frames will come; a failure is raised where frames are taken."""
        with self._changed:
            self._failure = failure or self._failure
            self._is_closed = True
            self._changed.notify_all()

    def take(self, timeout_s: float) -> LiveFrame | None:
        """Wait for a frame and take it away; None after the time, or once closed and empty."""
        with self._changed:
            self._changed.wait_for(self._has_news, timeout_s)
            frame, self._frame = self._frame, None
            if frame is None and self._failure is not None:
                raise self._failure
            return frame

    def wait(self, timeout_s: float) -> bool:
        """Wait until there is a frame or none will come; whether that was in time."""
        with self._changed:
            arrived = self._changed.wait_for(self._has_news, timeout_s)
            if self._frame is None and self._failure is not None:
                raise self._failure
            return arrived

    @property
    def is_over(self) -> bool:
        """Whether the last frame was taken and no more will come; a failure is still raised."""
        with self._changed:
            return self._is_closed and self._frame is None and self._failure is None

    def _has_news(self) -> bool:
        return self._frame is not None or self._is_closed


class StageWatch:
    """How long each stage takes, over the last few hundred frames."""

    _KEPT = 300  # ten seconds at 30 frames a second

    def __init__(self, *stages: str) -> None:
        self._lock = threading.Lock()
        self._taken_s = {stage: deque[float](maxlen=self._KEPT) for stage in stages}

    def add(self, **taken_s: float) -> None:
        """Note a frame's times."""
        with self._lock:
            for stage, time_s in taken_s.items():
                self._taken_s[stage].append(time_s)

    def times(self) -> dict[str, StageTime]:
        """Median and 95th percentile of each stage that has run."""
        with self._lock:
            kept = {stage: list(taken) for stage, taken in self._taken_s.items() if taken}
        return {
            stage: StageTime(*(float(np.percentile(taken, p)) for p in (50, 95)))
            for stage, taken in kept.items()
        }


class RateWatch:
    """Frames a second over the last seconds."""

    _WINDOW_S = 5.0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times_s: deque[float] = deque(maxlen=1000)

    def add(self, time_s: float) -> None:
        """Note a frame."""
        with self._lock:
            self._times_s.append(time_s)
            while time_s - self._times_s[0] > self._WINDOW_S:
                self._times_s.popleft()

    def fps(self) -> float:
        """Frames a second; NaN with fewer than two."""
        with self._lock:
            if len(self._times_s) < 2:
                return float("nan")
            return (len(self._times_s) - 1) / (self._times_s[-1] - self._times_s[0])
