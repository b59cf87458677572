"""Clips to the loudspeaker, one at a time, through miniaudio.

miniaudio's wheel brings its own way to the sound of Windows (WASAPI), macOS (Core Audio) and
Linux (PulseAudio or PipeWire, ALSA); sounddevice's needs a PortAudio from the system on Linux.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import miniaudio
import numpy as np

from posecoach.adapters.voice_tones import RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from numpy.typing import NDArray

    Clip = NDArray[np.int16]

_PERIOD_MS = 40  # what is asked of a device at a time: short, for a prompt start and end
_FADE = RATE_HZ // 50  # samples; a clip that is cut off would click
_REAL = [backend for backend in miniaudio.Backend if backend is not miniaudio.Backend.NULL]


class Player:
    """A loudspeaker that is kept open: silence between the clips.

    Parameters
    ----------
    null_device
        Play at a clip's own pace to nowhere: for tests, where there is no loudspeaker.
    """

    def __init__(self, *, null_device: bool = False) -> None:
        self._lock = threading.Lock()
        self._clip: Clip = np.empty(0, np.int16)
        self._ended: Callable[[], None] | None = None
        # Unless the backends are named, miniaudio takes its null device where there is no other.
        self._device = miniaudio.PlaybackDevice(
            nchannels=1,
            sample_rate=RATE_HZ,
            buffersize_msec=_PERIOD_MS,
            backends=[miniaudio.Backend.NULL] if null_device else _REAL,
            app_name="posecoach",
        )
        stream = self._stream()
        next(stream)
        self._device.start(stream)

    def play(self, clip: Clip, ended: Callable[[], None]) -> None:
        """Play now, in the place of what is playing; ``ended`` is called from another thread.

        A clip that is replaced or stopped does not say that it has ended.
        """
        with self._lock:
            self._clip, self._ended = clip, ended

    def stop(self) -> None:
        """Fall silent, without a click."""
        with self._lock:
            rest = self._clip[:_FADE]
            self._clip = np.rint(rest * np.linspace(1.0, 0.0, rest.size)).astype(np.int16)
            self._ended = None

    def close(self) -> None:
        """Give the device back."""
        self._device.close()

    def _stream(self) -> Generator[Clip, int, None]:
        frames = yield np.empty((0, 1), np.int16)
        while True:
            chunk, ended = self._take(frames)
            if ended is not None:
                ended()
            frames = yield chunk

    def _take(self, frames: int) -> tuple[Clip, Callable[[], None] | None]:
        """Take the next samples, and what to call when they are the clip's last."""
        with self._lock:
            taken, self._clip = self._clip[:frames], self._clip[frames:]
            ended = self._ended if self._clip.size == 0 else None
            if ended is not None:
                self._ended = None
        chunk = np.zeros((frames, 1), np.int16)
        chunk[: taken.size, 0] = taken
        return chunk, ended
