"""``python -m benchmarks.live``: what the live loop adds to the bare model loop.

Over a recording played at its own pace, or faster, in a camera's place; the two loops take
turns in one process, because machines are shared and noisy:

- **bare**: take the newest frame, find landmarks, nothing else;
- **live**: the whole loop with a window: judgement, sound (what is said is written down, not
  played), history, drawing, showing.

Printed of each: frames judged a second, the process's CPU as a share of one core, memory; of
the live loop the time from the model's answer to the picture on the screen, and both loops'
age of a frame when it is done. A child process times the start: from nothing to the first
picture. ``--duration 3600`` is the hour that shows whether memory grows. Without a display
the window is left out, and that is said.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from posecoach.adapters.model_store import ensure_model
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.adapters.voice import MutedVoice
from posecoach.core.config import Thresholds
from posecoach.live_session import Rules, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posecoach.adapters.camera_types import LiveSource
    from posecoach.adapters.front import Front

DEFAULT_VIDEO = Path("sample_videos/both_knees.mp4")
_START_LIMIT_S = 60.0
_MEMORY_EVERY_S = 10.0


@dataclass
class Turn:
    """One turn of one loop."""

    frames: int = 0
    wall_s: float = 0.0
    cpu_s: float = 0.0
    added_s: list[float] = field(default_factory=list)
    age_s: list[float] = field(default_factory=list)

    def __add__(self, other: Turn) -> Turn:
        return Turn(
            self.frames + other.frames,
            self.wall_s + other.wall_s,
            self.cpu_s + other.cpu_s,
            self.added_s + other.added_s,
            self.age_s + other.age_s,
        )

    @property
    def fps(self) -> float:
        """Frames judged a second."""
        return self.frames / self.wall_s

    @property
    def cpu(self) -> float:
        """Cores in use."""
        return self.cpu_s / self.wall_s


def opened(video: Path, speed: float) -> LiveSource:
    """The recording as a camera, begun again at its end."""
    from posecoach.adapters.camera import CameraOptions, open_camera

    return open_camera(str(video), CameraOptions(loop=True, speed=speed))


def bare(video: Path, speed: float, seconds: float) -> Turn:
    """Take, find, nothing else."""
    from posecoach.adapters.estimator import PatientEstimator

    turn = Turn()
    model = ensure_model()
    with opened(video, speed) as source, PatientEstimator(model.path, Thresholds()) as estimate:
        _warm_up(source, estimate)
        began_s, cpu_s = time.perf_counter(), time.process_time()
        while time.perf_counter() - began_s < seconds:
            frame = source.latest(0.2)
            if frame is None:
                continue
            estimate(frame.image_rgb, frame.time_s)
            turn.frames += 1
            turn.age_s.append((source.now_s() - frame.time_s) / speed)
        turn.wall_s, turn.cpu_s = time.perf_counter() - began_s, time.process_time() - cpu_s
    return turn


def _warm_up(source: LiveSource, estimate: object) -> None:
    """The first frames load the networks and are another matter."""
    assert callable(estimate)
    for _ in range(10):
        frame = source.latest(1.0)
        if frame is not None:
            estimate(frame.image_rgb, frame.time_s)


class Meter:
    """A sink that measures, and ends the turn; the first frames do not count."""

    _WARM_UP = 10

    def __init__(self, source: LiveSource, speed: float, seconds: float) -> None:
        self._source, self._speed, self._seconds = source, speed, seconds
        self._began_s = self._cpu_s = 0.0
        self._seen = 0
        self.turn = Turn()
        self.frames: object = None
        self.memory_mib: list[float] = []

    def is_over(self) -> bool:
        """Whether the turn's time is over."""
        return self._seen > self._WARM_UP and (time.perf_counter() - self._began_s >= self._seconds)

    def __call__(self, _step: object) -> None:
        """Take in one frame, when it has been shown."""
        now_s = time.perf_counter()
        self._seen += 1
        look = getattr(self.frames, "look", None)
        if self._seen == self._WARM_UP:
            self._began_s, self._cpu_s = now_s, time.process_time()
        if self._seen <= self._WARM_UP or look is None:
            return
        self.turn.frames += 1
        self.turn.added_s.append(now_s - look.ready_s)
        self.turn.age_s.append((self._source.now_s() - look.frame.time_s) / self._speed)
        self.turn.wall_s = now_s - self._began_s
        self.turn.cpu_s = time.process_time() - self._cpu_s
        if self.turn.wall_s >= _MEMORY_EVERY_S * len(self.memory_mib):
            self.memory_mib.append(memory_mib())


def memory_mib() -> float:
    """What this process holds now; the most so far where the system does not tell."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        pages = int(statm.read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
