"""Cameras for tests: scripted frames on a scripted clock, as fast as the machine can.

`ScriptedSource` stands in for an open camera in tests of the live loop: no thread, no waiting,
the same outcome each time. `ScriptedOpener` feeds the real capture thread.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.adapters.camera_clock import SessionClock
from posecoach.adapters.camera_feed import FeedLostError
from posecoach.adapters.camera_types import (
    CameraEvent,
    CameraInfo,
    CaptureStats,
    LiveFrame,
    SourceKind,
)

Image = NDArray[np.uint8]


class ScriptedClock:
    """A clock that moves only when it is waited on or told to; any number of threads."""

    def __init__(self, now_s: float = 1000.0) -> None:
        self._lock = threading.Lock()
        self._now_s = now_s

    def now_s(self) -> float:
        """The scripted time."""
        return self._now_s

    def advance(self, step_s: float) -> None:
        """Let time pass: what a loop's own work would take."""
        with self._lock:
            self._now_s += step_s

    def wait(self, stop: threading.Event, wait_s: float) -> None:
        """Let that time pass at once."""
        if not stop.is_set():
            self.advance(max(0.0, wait_s))
        threading.Event().wait(0.0002)  # the other thread wants to run too


def noise(seed: int, width: int = 64, height: int = 48, *, base: int = 90) -> Image:
    """A grey picture with a sensor's noise, another one for each seed."""
    grain = np.random.default_rng(seed).integers(0, 12, (height, width, 3))
    return np.asarray(base + grain, np.uint8)


def steady(count: int, fps: float = 30.0) -> Iterator[tuple[float, Image]]:
    """Live pictures at an even pace."""
    return ((i / fps, noise(i % 97)) for i in range(count))


class ScriptedSource:
    """A `LiveSource` without camera and thread.

    Time passes while the loop waits in `latest`, and when the test advances the clock to say
    how long the loop's own work took. Frames that came up meanwhile are dropped and counted,
    but for the newest, as a camera would.

    Parameters
    ----------
    frames
        Times in session seconds, increasing, and pictures; read one ahead, so that hours of
        them need no memory.
    events
        What happens to the camera, in order of time.
    """

    def __init__(
        self,
        frames: Iterable[tuple[float, Image]],
        events: Sequence[CameraEvent] = (),
        clock: ScriptedClock | None = None,
        kind: SourceKind = SourceKind.WEBCAM,
    ) -> None:
        self.clock = clock or ScriptedClock()
        self._origin_s = self.clock.now_s()
        self._coming = iter(frames)
        self._events = deque(events)
        self._index = self._dropped = 0
        self._next = next(self._coming, None)
        self._newest: LiveFrame | None = None
        height, width = (48, 64) if self._next is None else self._next[1].shape[:2]
        self.info = CameraInfo("scripted", kind, width, height, (width, height))

    def __enter__(self) -> ScriptedSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_over(self) -> bool:
        """Whether every frame was handed out or dropped."""
        return self._next is None

    def latest(self, timeout_s: float) -> LiveFrame | None:
        """The newest frame that is due; else time passes until one is, or until the timeout."""
        if self._next is None:
            return None
        until_next_s = self._next[0] - self.now_s()
        if until_next_s > timeout_s:
            self.clock.advance(timeout_s)
            return None
        self.clock.advance(max(0.0, until_next_s))
        return self._newest_due()

    def _newest_due(self) -> LiveFrame | None:
        newest = None
        while self._next is not None and (newest is None or self._next[0] <= self.now_s()):
            self._dropped += newest is not None
            time_s, image = self._next
            newest = LiveFrame(self._index, time_s, image, self._origin_s + time_s)
            self._index += 1
            self._next = next(self._coming, None)
        self._newest = newest
        return newest

    def newest(self) -> LiveFrame | None:
        """The last frame handed out."""
        return self._newest

    def events(self) -> tuple[CameraEvent, ...]:
        """What has happened by now."""
        happened = []
        while self._events and self._events[0].time_s <= self.now_s():
            happened.append(self._events.popleft())
        return tuple(happened)

    def stats(self) -> CaptureStats:
        """Frames so far."""
        return CaptureStats(self._index, self._dropped, fps=float("nan"))

    def now_s(self) -> float:
        """The scripted session time."""
        return self.clock.now_s() - self._origin_s

    def close(self) -> None:
        """No more frames."""
        self._next = None


@dataclass(frozen=True)
class Connection:
    """What one connection to a scripted camera gives before it is lost.

    Attributes
    ----------
    images
        Its pictures.
    step_s
        Time between them.
    before_each
        Called in the capture thread before each picture: to make it wait.
    refused
        The connection does not come about.
    """

    images: Iterable[Image] = ()
    step_s: float = 1 / 30
    before_each: Callable[[], object] = lambda: None
    refused: bool = False


class ScriptedOpener:
    """Opens one scripted connection after the other; when there is none left it is refused."""

    kind = SourceKind.WEBCAM
    asked_px = (64, 48)
    opens_in_main_thread = False

    def __init__(self, clock: ScriptedClock, *connections: Connection) -> None:
        self._clock, self._connections = clock, deque(connections)
        self.tries = 0
        self.open_now = 0

    def __call__(self) -> ScriptedFeed:
        """Open the next connection."""
        self.tries += 1
        script = self._connections.popleft() if self._connections else Connection(refused=True)
        if script.refused:
            raise FeedLostError("the scripted camera is away")
        self.open_now += 1
        return ScriptedFeed(self, self._clock, script)


class ScriptedFeed:
    """One scripted connection."""

    name = "scripted"

    is_cut_short = False

    def __init__(self, opener: ScriptedOpener, clock: ScriptedClock, script: Connection) -> None:
        self._opener, self._clock, self._script = opener, clock, script
        self._images = iter(script.images)
        self._image: Image | None = None

    def grab(self, session: SessionClock) -> float:
        """Let the scripted time pass."""
        self._script.before_each()
        self._image = next(self._images, None)
        if self._image is None:
            raise FeedLostError("the scripted camera was unplugged")
        session.begin()
        self._clock.wait(session.stop, self._script.step_s)
        return session.now_s()

    def picture(self) -> Image:
        """The scripted picture."""
        assert self._image is not None
        return self._image

    def close(self) -> None:
        """Note that it is closed."""
        self._opener.open_now -= 1
