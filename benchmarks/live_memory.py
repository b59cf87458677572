"""Whether the live loop's memory grows: one session, in one process, for as long as is asked."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.live_turn import fps_of, live
from posecoach.adapters.voice import open_voice

if TYPE_CHECKING:
    from posecoach.adapters.camera_types import LiveSource
    from posecoach.adapters.looking import Look

_SAMPLE_EVERY_S = 5.0
_PRINT_EVERY_S = 180.0
_WARM_UP_S = 120.0  # model, fonts, caches; a tenth of a short run


class MemoryWatch:
    """Samples this process's memory while the loop runs, and prints it now and then.

    Attributes
    ----------
    samples
        Seconds since the beginning, and MiB.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._print_every_s = min(_PRINT_EVERY_S, seconds / 8)
        self._began_s = time.perf_counter()
        self._sample_s = self._print_s = 0.0
        self._judged = 0
        self.samples: list[tuple[float, float]] = []

    def _elapsed_s(self) -> float:
        return time.perf_counter() - self._began_s

    def is_over(self) -> bool:
        """Whether the time is over."""
        return self._elapsed_s() >= self._seconds

    def judged(self, _source: LiveSource, _look: Look | None, *, drawn: bool) -> None:  # noqa: ARG002 - of no matter here
        """Count, and look at the memory when it is time to."""
        self._judged += 1
        now_s = self._elapsed_s()
        if now_s < self._sample_s:
            return
        self._sample_s += _SAMPLE_EVERY_S
        self.samples.append((now_s, memory_mib()))
        if now_s >= self._print_s:
            self._print_s += self._print_every_s
            minutes, held = now_s / 60, self.samples[-1][1]
            print(f"  {minutes:6.1f} min {held:8.1f} MiB  {self._judged:8} frames", flush=True)

    def attended(self) -> None:
        """Nothing is looked at here."""


def memory_mib() -> float:
    """What this process holds now; the most so far where the system does not tell."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        pages = int(statm.read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def growth(samples: list[tuple[float, float]]) -> tuple[float, float, float]:
    """How much a run's memory has grown.

    Parameters
    ----------
    samples
        Seconds, increasing, and MiB; the warm-up at their beginning does not count.

    Returns
    -------
    tuple of float
        The means of the first and of the last quarter, MiB, and the growth between them, MiB
        an hour.
    """
    at, held = np.array(samples).T
    at, held = (values[at >= min(_WARM_UP_S, 0.1 * at[-1])] for values in (at, held))
    quarter = max(1, len(at) // 4)
    first, last = held[:quarter].mean(), held[-quarter:].mean()
    hours = (at[-quarter:].mean() - at[:quarter].mean()) / 3600
    return first, last, (last - first) / hours


def watch_memory(video: Path, fps: float, seconds: float) -> None:
    """Coach for so long, speech included, and print what the process holds."""
    print(f"one session of {seconds:g} s, source of {fps:g} frames/s, memory of the process:")
    voice, note = open_voice("speech", "en", print, null_device=True)
    if note:
        print(note)
    watch = MemoryWatch(seconds)
    try:
        live(video, fps / fps_of(video), watch, voice)
    finally:
        voice.close()
    first, last, an_hour = growth(watch.samples)
    print(f"  first quarter {first:.1f} MiB, last {last:.1f} MiB: {an_hour:+.1f} MiB an hour")
