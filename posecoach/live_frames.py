"""The frames of a live session as the one loop takes them, and what happens beside them.

A camera that is lost, frozen or black, and a pause that was asked for, are time in which
nobody is seen: the loop goes on stepping, because time passes for the person, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.adapters.camera_types import CameraEventKind
from posecoach.adapters.front import ATTEND_EVERY_S
from posecoach.adapters.landmark_log import rounded
from posecoach.core.flow import Event
from posecoach.core.landmarks import PoseFrame
from posecoach.errors import PoseCoachError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from posecoach.adapters.camera_types import CameraEvent, LiveSource
    from posecoach.adapters.looking import Look, Looker

BLIND_EVERY_S = 0.1  # steps while there is no picture

# What each means for the session; of several the first is told.
_BLIND = {
    CameraEventKind.LOST: Event.CAMERA_LOST,
    CameraEventKind.BLACK: Event.CAMERA_BLACK,
    CameraEventKind.FROZEN: Event.CAMERA_FROZEN,
}
# What the picture itself is like; whether there is one is told apart from it.
_PICTURE = frozenset({CameraEventKind.FROZEN, CameraEventKind.BLACK, CameraEventKind.CLEAR})


class LiveFrames:
    """Waits for looks, and makes of them what the coach is stepped with.

    Parameters
    ----------
    attend
        Called at every turn, also while nothing comes: whoever sits at the laptop is heard,
        and the window lives.
    on_camera
        Told of everything that happens to the camera.

    Attributes
    ----------
    look
        What came with the frame that was handed out last; None: it shows nobody.
    handed
        That frame, before any repair; None: none yet.
    failure
        Why the source ended, where it failed; what was seen until then is whole.
    gave_up
        The source ended because a lost camera did not come back.
    """

    def __init__(
        self,
        source: LiveSource,
        looker: Looker,
        *,
        attend: Callable[[], None],
        on_camera: Callable[[CameraEvent], None],
    ) -> None:
        self._source, self._looker = source, looker
        self._attend, self._on_camera = attend, on_camera
        self._troubles: set[CameraEventKind] = set()
        self._events: list[Event] = []
        self._paused = False
        self._last_s = float("-inf")
        self.look: Look | None = None
        self.handed: PoseFrame | None = None
        self.failure: PoseCoachError | None = None
        self.gave_up = False

    @property
    def is_over(self) -> bool:
        """Whether nothing will come any more."""
        return self.failure is not None or self._looker.is_over

    @property
    def trouble(self) -> CameraEventKind | None:
        """Why there is no picture to go by: LOST, BLACK or FROZEN; None: there is one."""
        return next((kind for kind in _BLIND if kind in self._troubles), None)

    @property
    def is_paused(self) -> bool:
        """Whether a pause was asked for."""
        return self._paused

    def pause(self, *, paused: bool) -> None:
        """Stand still, or go on."""
        if paused is not self._paused:
            self._paused = paused
            self._events.append(Event.PAUSE if paused else Event.RESUME)

    def fail(self, error: PoseCoachError) -> None:
        """Nothing more is to come, for this reason."""
        self.failure = error

    def add(self, event: Event) -> None:
        """Something happened beside the picture."""
        self._events.append(event)

    def take_events(self) -> tuple[Event, ...]:
        """What has happened since the last call."""
        events = tuple(self._events)
        self._events.clear()
        return events

    def until(self, is_over: Callable[[], bool]) -> Iterator[PoseFrame]:
        """Frames in strictly increasing time, until it is over or the source is."""
        while not (is_over() or self.is_over):
            self._attend()
            look = self._next()
            self._take_camera_events()
            frame = self._blind_frame(look) if self._is_blind() else self._seen_frame(look)
            if frame is not None and frame.time_s > self._last_s:
                self._last_s, self.handed = frame.time_s, frame
                yield frame
        self._take_camera_events()  # why the source is over may be the last of them

    def _next(self) -> Look | None:
        try:
            return self._looker.next(ATTEND_EVERY_S)
        except PoseCoachError as error:
            self.failure = error
            return None

    def _is_blind(self) -> bool:
        return self._paused or bool(self._troubles)

    def _seen_frame(self, look: Look | None) -> PoseFrame | None:
        if look is None:
            return None
        self.look = look
        return look.pose

    def _blind_frame(self, look: Look | None) -> PoseFrame | None:
        """Nobody, ten times a second; at the picture's time where there is one."""
        time_s = self._source.now_s() if look is None else look.frame.time_s
        if time_s - self._last_s < BLIND_EVERY_S:
            return None
        self.look = None
        return rounded(PoseFrame(time_s, None))

    def _take_camera_events(self) -> None:
        for event in self._source.events():
            before = self.trouble
            self.gave_up |= event.kind is CameraEventKind.GAVE_UP
            if event.kind in _PICTURE:
                self._troubles -= _PICTURE
            if event.kind is CameraEventKind.BACK:
                self._troubles.discard(CameraEventKind.LOST)
            if event.kind in _BLIND:
                self._troubles.add(event.kind)
            now = self.trouble
            if now is not before:
                self._events.append(Event.CAMERA_BACK if now is None else _BLIND[now])
            self._on_camera(event)
