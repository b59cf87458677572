"""One turn of a loop over a recording in a camera's place: the bare model loop, or the live one."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from posecoach.adapters.model_store import ensure_model
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.core.config import Thresholds
from posecoach.live_frames import LiveFrames
from posecoach.live_session import LiveSession, Rules, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from posecoach.adapters.camera_types import LiveSource
    from posecoach.adapters.estimator import PatientEstimator
    from posecoach.adapters.front import Front, Key
    from posecoach.adapters.looking import Look
    from posecoach.adapters.voice import Voice

_WARM_UP = 10  # frames: the first load the networks and are another matter


@dataclass
class Turn:
    """What one turn came to.

    Attributes
    ----------
    frames, drawn
        Judged; those of them whose picture was handed to the window.
    wall_s, cpu_s
        The turn's length, and what the process used meanwhile.
    added_s, painted_s
        Of each picture: from the model's answer until the window had it, and until it had
        painted it at the latest, with the two milliseconds that OpenCV then sleeps.
    age_s
        Of each frame, when its loop was done with it.
    """

    frames: int = 0
    drawn: int = 0
    wall_s: float = 0.0
    cpu_s: float = 0.0
    added_s: list[float] = field(default_factory=list)
    painted_s: list[float] = field(default_factory=list)
    age_s: list[float] = field(default_factory=list)

    def __add__(self, other: Turn) -> Turn:
        return Turn(
            self.frames + other.frames,
            self.drawn + other.drawn,
            self.wall_s + other.wall_s,
            self.cpu_s + other.cpu_s,
            self.added_s + other.added_s,
            self.painted_s + other.painted_s,
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


class Watch(Protocol):
    """Looks on while the live loop runs, and ends it."""

    def is_over(self) -> bool:
        """Whether the turn's time is over."""

    def judged(self, source: LiveSource, look: Look | None, *, drawn: bool) -> None:
        """Take in one step of the loop, when all is done for it."""

    def attended(self) -> None:
        """The window was let live: what it had is painted."""


class Meter:
    """Measures one turn; the first frames do not count."""

    def __init__(self, speed: float, seconds: float) -> None:
        self._speed, self._seconds = speed, seconds
        self._began_s = self._cpu_s = 0.0
        self._seen = 0
        self._to_paint: float | None = None
        self.turn = Turn()

    def is_over(self) -> bool:
        """Whether the turn's time is over."""
        return self._seen > _WARM_UP and time.perf_counter() - self._began_s >= self._seconds

    def judged(self, source: LiveSource, look: Look | None, *, drawn: bool) -> None:
        """Note how late it is."""
        now_s = time.perf_counter()
        self._seen += 1
        if self._seen == _WARM_UP:
            self._began_s, self._cpu_s = now_s, time.process_time()
        if self._seen <= _WARM_UP or look is None:
            return
        turn = self.turn
        turn.frames += 1
        turn.age_s.append((source.now_s() - look.frame.time_s) / self._speed)
        turn.wall_s, turn.cpu_s = now_s - self._began_s, time.process_time() - self._cpu_s
        if drawn:
            turn.drawn += 1
            turn.added_s.append(now_s - look.ready_s)
            self._to_paint = look.ready_s

    def attended(self) -> None:
        """Note when the last picture was on the screen at the latest."""
        if self._to_paint is not None:
            self.turn.painted_s.append(time.perf_counter() - self._to_paint)
            self._to_paint = None


class Watched:
    """A front that does its work, and then tells the watch."""

    def __init__(self, front: Front, source: LiveSource, watch: Watch) -> None:
        self._front, self._source, self._watch = front, source, watch

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the front has
        return getattr(self._front, name)

    @property
    def _pictures(self) -> int:
        return getattr(self._front, "pictures", 0)  # without a window there are none

    def attend(self, newest: Any) -> tuple[Key, ...]:  # noqa: ANN401 - passed on
        """Let it live, then tell."""
        keys = self._front.attend(newest)
        self._watch.attended()
        return keys

    def show(self, look: Look | None, *others: Any) -> None:  # noqa: ANN401 - passed on
        """Show it, then tell."""
        before = self._pictures
        self._front.show(look, *others)
        self._watch.judged(self._source, look, drawn=self._pictures > before)


def opened(video: Path, speed: float) -> LiveSource:
    """The recording as a camera, begun again at its end."""
    from posecoach.adapters.camera import CameraOptions, open_camera

    return open_camera(str(video), CameraOptions(loop=True, speed=speed))


@contextmanager
def spread(*, apart: bool) -> Iterator[Callable[[], None]]:
    """Give the model a processor of its own, where that is asked for.

    Whatever thread calls what this gives keeps to the first processor; every other thread that
    begins meanwhile keeps to the others. A kernel that spreads threads over idle processors does
    as much by itself. One that packs them, as some virtual machines' do, puts the window's thread
    on the model's processor although another one is idle, and it waits there for the next tick.

    Raises
    ------
    OSError
        There is one processor, or a thread cannot be kept to one here.
    """
    if not apart:
        yield lambda: None
        return
    if not hasattr(os, "sched_setaffinity"):
        raise OSError("on this system a thread cannot be kept to a processor")
    every = os.sched_getaffinity(0)
    first, *others = sorted(every)
    if not others:
        raise OSError("there is one processor only")
    os.sched_setaffinity(0, others)
    try:
        yield lambda: os.sched_setaffinity(0, {first})
    finally:
        os.sched_setaffinity(0, every)


def bare(video: Path, speed: float, seconds: float, *, apart: bool = False) -> Turn:
    """Take, find, nothing else."""
    turn = Turn()
    model = ensure_model()
    with (
        spread(apart=apart) as keep_apart,
        opened(video, speed) as source,
        _loaded(model.path, Thresholds(), keep_apart) as estimate,
    ):
        for _ in range(_WARM_UP):
            frame = source.latest(1.0)
            if frame is not None:
                estimate(frame.image_rgb, frame.time_s)
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


def _loaded(model: Path, cfg: Thresholds, keep_apart: Callable[[], None]) -> PatientEstimator:
    """Load the model, in the thread that will ask it; its own threads stay on that processor."""
    from posecoach.adapters.estimator import PatientEstimator

    keep_apart()
    return PatientEstimator(model, cfg)


def live(video: Path, speed: float, watch: Watch, voice: Voice, *, apart: bool = False) -> None:
    """The whole loop, with a window where there is a display, until the watch ends it."""
    from posecoach.adapters.looking import ThreadLooker
    from posecoach.adapters.session_json import ModelInfo, SourceInfo
    from posecoach.adapters.store_log import SessionLog, StoreSink
    from posecoach.live import LiveOptions, front_of

    cfg, model = Thresholds(), ensure_model()
    routine = replace(load_routine(DEFAULT_ROUTINE), repetitions=None)  # it has no end
    rules = Rules(routine, cfg)
    with (
        spread(apart=apart) as keep_apart,
        opened(video, speed) as source,
        tempfile.TemporaryDirectory() as folder,
    ):
        front = front_of(LiveOptions(rules), source, lambda line: print(line, file=sys.stderr))
        session = LiveSession(
            rules,
            source,
            Speaker(voice, "en"),
            cast("Front", Watched(front, source, watch)),
            stopped=watch.is_over,
        )
        info = SourceInfo(source.info.name, source.info.width_px, source.info.height_px)
        with (
            ThreadLooker(source, lambda: _loaded(model.path, cfg, keep_apart)) as looker,
            SessionLog(Path(folder) / "history" / "sessions.db") as log,
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


def fps_of(video: Path) -> float:
    """Frames a second as the file says."""
    from posecoach.adapters.native import av

    with av.open(str(video)) as container:
        return float(container.streams.video[0].average_rate or 30)
