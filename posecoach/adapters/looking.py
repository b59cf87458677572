"""Where a live picture meets the model: the newest frame in, the frame and its landmarks out.

Two ways, one behaviour. With a window the model works in a thread of its own, so that the
picture and the keys never wait for it; without one there is nobody to wait.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from posecoach.adapters.landmark_log import rounded

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from posecoach.adapters.camera_types import LiveFrame, LiveSource
    from posecoach.core.landmarks import PoseFrame

    Estimate = Callable[[NDArray[np.uint8], float], PoseFrame]

UNCHANGED_LONGEST_S = 0.5
"""A picture that has been the very same for longer shows nobody: a camera's noise never stops."""

_TICK_S = 0.1  # how often the thread looks whether it shall end
_JOIN_S = 5.0  # a heavy model takes half a second for a frame
# Judging takes a millisecond, so looks wait only where a window holds everything up, as some do
# while they are dragged; each of them holds its picture.
_LOOKS_KEPT = 8
# From a look to the next the model runs half a millisecond of Python, in short stretches between
# native calls. Judged at once, each of these waits for the interpreter: two milliseconds in all.
# Windows' older Pythons cannot sleep for less than its timer's tick.
_HEAD_START_S = 0.0 if sys.platform == "win32" and sys.version_info < (3, 11) else 0.0004


class Estimator(AbstractContextManager["Estimator"], Protocol):
    """Finds landmarks; a context manager that frees the model."""

    def __call__(self, image_rgb: NDArray[np.uint8], time_s: float, /) -> PoseFrame:
        """Find the patient's landmarks in the next frame."""


@dataclass(frozen=True, eq=False)
class Look:
    """One frame with what the model saw in it.

    Attributes
    ----------
    pose
        Rounded as a recording keeps it, so that a replay is judged on the same numbers;
        without a pose where the picture stands still.
    model_s
        How long the model took, s.
    ready_s
        When it was done, on `time.perf_counter`.
    """

    frame: LiveFrame
    pose: PoseFrame
    model_s: float
    ready_s: float


class Looker(AbstractContextManager["Looker"], Protocol):
    """Looks at a source; leaving its block ends it and frees the model."""

    @property
    def is_over(self) -> bool:
        """Whether nothing will come any more."""

    def next(self, timeout_s: float) -> Look | None:
        """Wait for the next look; None if none comes in that time.

        Raises
        ------
        PoseCoachError
            The model cannot be loaded, or the source failed.
        """


class DirectLooker:
    """Looks in the caller's own thread.

    Parameters
    ----------
    make
        Loads the model; called at the first look.
    """

    def __init__(self, source: LiveSource, make: Callable[[], Estimator]) -> None:
        self._source, self._make = source, make
        self._estimator: Estimator | None = None

    @property
    def is_over(self) -> bool:
        """Whether the source is over."""
        return self._source.is_over

    def next(self, timeout_s: float) -> Look | None:
        """Take the newest frame and look at it."""
        if self._estimator is None:
            self._estimator = self._make().__enter__()
        frame = self._source.latest(timeout_s)
        if frame is None:
            return None
        began_s = time.perf_counter()
        pose = self._estimator(frame.image_rgb, frame.time_s)
        ready_s = time.perf_counter()
        pose = rounded(pose)
        if frame.unchanged_s > UNCHANGED_LONGEST_S:
            pose = type(pose)(pose.time_s, None)
        return Look(frame, pose, ready_s - began_s, ready_s)

    def __enter__(self) -> DirectLooker:
        return self

    def __exit__(self, *_: object) -> None:
        if self._estimator is not None:
            self._estimator.__exit__(None, None, None)
            self._estimator = None


class ThreadLooker:
    """Looks in a thread of its own, which does not wait for what is done with its looks.

    Each look is handed out, in order; only where several wait the model waits as well.
    """

    def __init__(self, source: LiveSource, make: Callable[[], Estimator]) -> None:
        self._direct = DirectLooker(source, make)
        self._looks: queue.Queue[Look | Exception | None] = queue.Queue(_LOOKS_KEPT)
        self._stop = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="pose-model", daemon=True)

    @property
    def is_over(self) -> bool:
        """Whether the last look was taken and no more will come."""
        return self._ended

    def next(self, timeout_s: float) -> Look | None:
        """Wait for the thread's next look, until the model is at the one after it."""
        try:
            look = self._looks.get(timeout=timeout_s) if timeout_s > 0 else self._looks.get_nowait()
        except queue.Empty:
            return None
        if isinstance(look, Exception):
            self._ended = True
            raise look
        self._ended = look is None
        if look is not None:
            time.sleep(max(0.0, look.ready_s + _HEAD_START_S - time.perf_counter()))
        return look

    def __enter__(self) -> ThreadLooker:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        with suppress(queue.Empty):
            self._looks.get_nowait()
        self._thread.join(_JOIN_S)

    # --- the thread's side ------------------------------------------------------------------

    def _run(self) -> None:
        last: Exception | None = None
        try:
            with self._direct:
                while not self._stop.is_set() and not self._direct.is_over:
                    look = self._direct.next(_TICK_S)
                    if look is not None:
                        self._put(look)
        except Exception as error:  # noqa: BLE001 - raised again where looks are taken
            last = error
        self._put(last)

    def _put(self, look: Look | Exception | None) -> None:
        while not self._stop.is_set():
            with suppress(queue.Full):
                self._looks.put(look, timeout=_TICK_S)
                return
