"""The capture: a thread of its own that keeps only the newest frame.

It opens the camera, looks whether the picture lives, and brings a lost camera back, all on one
clock. The loop that takes the frames never waits for any of it.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from posecoach.adapters.camera_feed import FeedLostError, fitted
from posecoach.adapters.camera_slot import NewestFrame, RateWatch, StageWatch
from posecoach.adapters.camera_types import (
    CameraEvent,
    CameraEventKind,
    CameraInfo,
    CaptureStats,
    LiveFrame,
    SourceKind,
)
from posecoach.adapters.camera_watch import GIVE_UP_S, STALL_S, ConnectionWatch, PictureWatch
from posecoach.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from posecoach.adapters.camera_clock import SessionClock
    from posecoach.adapters.camera_feed import Feed, FeedOpener

_RETRY_S = 0.5  # between two tries to reach a lost camera
_LEAST_STEP_S = 1e-6  # between two frames, should the clock not have moved
_HEED_S = 0.1  # between two looks whether to stop, while the first picture is awaited
_JOIN_S = 5.0  # longer than any read of a camera blocks
_EVENTS_KEPT = 100  # for a loop that never looks


class Camera:
    """An open camera or recording; see `LiveSource` for how a loop uses it.

    Made by `posecoach.adapters.camera.open_camera`. Frames keep the size of the first one;
    a camera that comes back in another size is fitted into it and RESIZED is said.

    Parameters
    ----------
    opener
        Opens the camera, and opens it again.
    session
        The clock; it begins with the first frame.
    open_timeout_s
        How long opening and the first picture may take.
    too_slow
        What to say when they take longer.
    give_up_s
        How long a lost camera is waited for.
    should_stop
        Whether Ctrl-C was pressed: opening ends at once, whatever the driver does.

    Raises
    ------
    InputError
        The camera cannot be opened, or gives no picture.
    KeyboardInterrupt
        `should_stop` said so.
    """

    info: CameraInfo

    def __init__(
        self,
        opener: FeedOpener,
        session: SessionClock,
        *,
        open_timeout_s: float,
        too_slow: str,
        give_up_s: float = GIVE_UP_S,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._opener, self._session = opener, session
        stall_s = math.inf if opener.kind is SourceKind.RECORDING else STALL_S
        self._lock = threading.Lock()
        self._connection = ConnectionWatch(stall_s, give_up_s)
        self._events: deque[CameraEvent] = deque(maxlen=_EVENTS_KEPT)
        self._picture = PictureWatch(may_freeze=opener.kind is not SourceKind.RECORDING)
        self._slot = NewestFrame()
        self._stages, self._rate = StageWatch("grab", "decode", "check"), RateWatch()
        self._own_px = (0, 0)
        self._index, self._last_s = 0, -math.inf
        first = opener() if opener.opens_in_main_thread else None
        self._thread = threading.Thread(
            target=self._run, args=(first,), name="camera-capture", daemon=True
        )
        self._thread.start()
        self._await_first_frame(open_timeout_s, too_slow, should_stop)

    def _await_first_frame(
        self, open_timeout_s: float, too_slow: str, should_stop: Callable[[], bool]
    ) -> None:
        arrived, until_s = False, time.monotonic() + open_timeout_s
        try:
            while not arrived and time.monotonic() < until_s:
                if should_stop():
                    raise KeyboardInterrupt
                arrived = self._slot.wait(_HEED_S)
        finally:
            if not arrived:  # the thread may hang in a driver; it is told to end, not waited for
                self._session.stop.set()
        if not arrived:
            raise InputError.worded(too_slow)

    def __enter__(self) -> Camera:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the capture and let go of the camera; safe to call twice.

        A read that blocks ends by itself after about three seconds.
        """
        self._session.stop.set()
        self._slot.close()
        self._thread.join(_JOIN_S)

    # --- the loop's side ------------------------------------------------------------------

    @property
    def is_over(self) -> bool:
        """Whether no frame will come any more."""
        return self._slot.is_over

    def latest(self, timeout_s: float) -> LiveFrame | None:
        """Wait for a frame that was not handed out yet; None if none comes in that time.

        Raises
        ------
        InputError
            A recording that cannot be decoded any further.
        """
        return self._slot.take(timeout_s)

    def newest(self) -> LiveFrame | None:
        """The last frame captured, handed out or not; to be looked at, not drawn on."""
        return self._slot.newest

    def events(self) -> tuple[CameraEvent, ...]:
        """What has happened since the last call, in order."""
        self._tick()
        with self._lock:
            happened = tuple(self._events)
            self._events.clear()
        return happened

    def stats(self) -> CaptureStats:
        """Figures so far."""
        return CaptureStats(
            captured=self._slot.captured,
            dropped=self._slot.dropped,
            fps=self._rate.fps(),
            losses=self._connection.losses,
            stages=self._stages.times(),
        )

    def now_s(self) -> float:
        """The time on the frames' clock."""
        return self._session.now_s()

    # --- the thread's side ------------------------------------------------------------------

    def _run(self, first: Feed | None) -> None:
        failure = None
        try:
            self._capture(first or self._opener())
        except Exception as error:  # noqa: BLE001 - raised again where frames are taken
            failure = error
        finally:
            self._slot.close(failure)

    def _capture(self, feed: Feed | None) -> None:
        """Capture until the end, over every loss."""
        while feed is not None:
            try:
                self._pump(feed)
            except FeedLostError:
                if self._index == 0:
                    raise
                with self._lock:
                    self._events.extend(self._connection.failed(self._session.now_s()))
            else:
                return
            finally:
                feed.close()
            feed = self._reopened()

    def _reopened(self) -> Feed | None:
        """Try until the camera is there again; None: stopped, or given up."""
        self._picture.reset()
        while True:
            self._session.clock.wait(self._session.stop, _RETRY_S)
            self._tick()
            if self._session.stop.is_set() or self._connection.has_given_up:
                return None
            try:
                return self._opener()
            except InputError:
                continue

    def _pump(self, feed: Feed) -> None:
        """Capture one connection's frames until it is lost, at its end, or stopped."""
        clock = self._session.clock
        while not self._session.stop.is_set() and not self._connection.has_given_up:
            started_s = clock.now_s()
            time_s = feed.grab(self._session)
            grabbed_s = clock.now_s()
            if self._session.stop.is_set():
                return
            if time_s is None:
                kind = CameraEventKind.CUT_SHORT if feed.is_cut_short else CameraEventKind.ENDED
                self._say([CameraEvent(kind, self._session.now_s())])
                return
            image = feed.picture()
            decoded_s = clock.now_s()
            self._hand_over(feed.name, image, time_s, grabbed_s)
            self._stages.add(
                grab=grabbed_s - started_s,
                decode=decoded_s - grabbed_s,
                check=clock.now_s() - decoded_s,
            )

    def _hand_over(
        self, name: str, image: NDArray[np.uint8], time_s: float, grabbed_s: float
    ) -> None:
        """Check a picture and put it where the loop finds it."""
        time_s = max(time_s, self._last_s + _LEAST_STEP_S)
        image = self._in_one_size(name, image, time_s)
        with self._lock:
            self._events.extend(self._connection.saw_frame(time_s))
        self._say(self._picture(image, time_s))
        unchanged_s = self._picture.unchanged_s
        self._slot.put(LiveFrame(self._index, time_s, image, grabbed_s, unchanged_s))
        self._rate.add(time_s)
        self._index, self._last_s = self._index + 1, time_s

    def _in_one_size(self, name: str, image: NDArray[np.uint8], time_s: float) -> NDArray[np.uint8]:
        own_px = (image.shape[1], image.shape[0])
        if self._index == 0:
            asked_px = self._opener.asked_px
            self.info = CameraInfo(name, self._opener.kind, *own_px, own_px, asked_px)
        elif own_px != self._own_px:
            self._say([CameraEvent(CameraEventKind.RESIZED, time_s, own_px)])
        self._own_px = own_px
        return fitted(image, (self.info.width_px, self.info.height_px))

    def _tick(self) -> None:
        """Note that time has passed; called from both sides, as a driver may hang."""
        with self._lock:
            self._events.extend(self._connection.tick(self._session.now_s()))
        if self._connection.has_given_up:
            self._slot.close()

    def _say(self, events: Iterable[CameraEvent]) -> None:
        with self._lock:
            self._events.extend(events)
