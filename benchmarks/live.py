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
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from posecoach.adapters.model_store import ensure_model
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.adapters.voice import MutedVoice, Transcript
from posecoach.adapters.words import spoken
from posecoach.core.config import Thresholds
from posecoach.live_frames import LiveFrames
from posecoach.live_session import LiveSession, Rules, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posecoach.adapters.camera_types import LiveSource
    from posecoach.adapters.front import Front
    from posecoach.adapters.looking import Look

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
        self.frames: LiveFrames | None = None
        self.memory_mib: list[float] = []

    def is_over(self) -> bool:
        """Whether the turn's time is over."""
        return self._seen > self._WARM_UP and (time.perf_counter() - self._began_s >= self._seconds)

    def __call__(self, look: Look | None) -> None:
        """Take in one frame, when it has been shown."""
        now_s = time.perf_counter()
        self._seen += 1
        if self._seen == self._WARM_UP:
            self._began_s, self._cpu_s = now_s, time.process_time()
        if self._seen <= self._WARM_UP or look is None:
            return
        turn = self.turn
        turn.frames += 1
        turn.added_s.append(now_s - look.ready_s)
        turn.age_s.append((self._source.now_s() - look.frame.time_s) / self._speed)
        turn.wall_s, turn.cpu_s = now_s - self._began_s, time.process_time() - self._cpu_s
        if turn.wall_s >= _MEMORY_EVERY_S * len(self.memory_mib):
            self.memory_mib.append(memory_mib())


def memory_mib() -> float:
    """What this process holds now; the most so far where the system does not tell."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        pages = int(statm.read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


class Shown:
    """A front that shows, and then tells the meter."""

    def __init__(self, front: Front, meter: Meter) -> None:
        self._front, self._meter = front, meter

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the front has
        return getattr(self._front, name)

    def show(self, look: Look | None, *others: Any) -> None:  # noqa: ANN401 - passed on
        """Show it, then measure."""
        self._front.show(look, *others)
        self._meter(look)


def live(video: Path, speed: float, seconds: float) -> tuple[Turn, list[float]]:
    """The whole loop, with a window where there is a display."""
    from posecoach.adapters.estimator import PatientEstimator
    from posecoach.adapters.looking import ThreadLooker
    from posecoach.adapters.session_json import ModelInfo, SourceInfo
    from posecoach.adapters.store_log import SessionLog, StoreSink
    from posecoach.live import LiveOptions, front_of

    cfg, model = Thresholds(), ensure_model()
    routine = replace(load_routine(DEFAULT_ROUTINE), repetitions=None)  # it has no end
    rules = Rules(routine, cfg)
    with opened(video, speed) as source:
        meter = Meter(source, speed, seconds)
        front = front_of(LiveOptions(rules), source, lambda line: print(line, file=sys.stderr))
        session = LiveSession(
            rules,
            source,
            Speaker(Transcript(spoken.CATALOGUES["en"], MutedVoice()), "en"),
            cast("Front", Shown(front, meter)),
            stopped=meter.is_over,
        )
        info = SourceInfo(source.info.name, source.info.width_px, source.info.height_px)
        with (
            ThreadLooker(source, lambda: PatientEstimator(model.path, cfg)) as looker,
            SessionLog(Path(tempfile.mkdtemp()) / "history" / "sessions.db") as log,
        ):
            frames = LiveFrames(
                source, looker, attend=session.attend, on_camera=lambda _event: None
            )
            session.coach(
                frames,
                lambda coach: (
                    StoreSink(log, coach, routine, cfg, info, ModelInfo(model.name, model.sha256)),
                ),
            )
        front.close()
    return meter.turn, meter.memory_mib


# --- the start ----------------------------------------------------------------------------------

_START = """
import sys, time
from pathlib import Path
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.core.config import Thresholds
from posecoach import live
from posecoach.adapters.window_front import WindowFront
from posecoach.live_session import Rules

put = WindowFront._put
def first(self, canvas):
    put(self, canvas)
    self._window.keys()
    print(time.time(), flush=True)
    raise SystemExit
WindowFront._put = first
live.coach_live(
    live.LiveOptions(Rules(load_routine(DEFAULT_ROUTINE), Thresholds()), camera=sys.argv[1],
                     voice="mute"),
    lambda line: print(line, file=sys.stderr),
)
"""


def start_s(video: Path) -> float:
    """From starting the program to the first picture in its window."""
    began_s = time.time()
    done = subprocess.run(
        [sys.executable, "-c", _START, str(video)],
        capture_output=True,
        text=True,
        timeout=_START_LIMIT_S,
        check=False,
    )
    lines = done.stdout.split()
    return float(lines[-1]) - began_s if lines else float("nan")


# --- the report ---------------------------------------------------------------------------------


def ms(values_s: Sequence[float]) -> str:
    """Median and 95th percentile, ms."""
    if not values_s:
        return "–"
    median, p95 = (1000 * float(np.percentile(values_s, p)) for p in (50, 95))
    return f"median {median:.1f} ms, p95 {p95:.1f} ms"


def compare(video: Path, speed: float, seconds: float, rounds: int) -> list[float]:
    """Let the loops take turns, and print; what the live loop held of memory over time."""
    bares, lives, memory = Turn(), Turn(), [memory_mib()]
    ratios = []
    for _ in range(rounds):
        one, (other, held) = bare(video, speed, seconds), live(video, speed, seconds)
        bares, lives = bares + one, lives + other
        memory += held
        ratios.append(other.fps / one.fps)
    print(f"  bare: {bares.fps:.1f} frames/s, {bares.cpu:.2f} cores, age {ms(bares.age_s)}")
    print(f"  live: {lives.fps:.1f} frames/s, {lives.cpu:.2f} cores, age {ms(lives.age_s)}")
    print(f"  judged: {statistics.median(ratios):.3f} of the bare loop's rate (aim 0.97)")
    print(f"  after the model: {ms(lives.added_s)} (aim: p95 8)")
    return memory


def main() -> None:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=DEFAULT_VIDEO)
    parser.add_argument("--duration", type=float, default=30.0, help="seconds a turn")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--fps", default="30,60", help="of the source")
    asked = parser.parse_args()
    own_fps = fps_of(asked.video)
    start = [start_s(asked.video) for _ in range(3)]
    print(f"first picture after {statistics.median(start):.2f} s (aim 2.0)")
    for fps in map(float, asked.fps.split(",")):
        print(f"source of {fps:g} frames/s:")
        memory = compare(asked.video, fps / own_fps, asked.duration, asked.rounds)
        print(f"  memory: {memory[0]:.0f} MiB before, then {memory[1]:.0f} … {memory[-1]:.0f}")


def fps_of(video: Path) -> float:
    """Frames a second as the file says."""
    from posecoach.adapters.native import av

    with av.open(str(video)) as container:
        return float(container.streams.video[0].average_rate or 30)


if __name__ == "__main__":
    main()
