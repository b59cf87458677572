"""What a live source gives to the loop: frames, events, figures; and the seam itself.

No library is needed for these, so that tests and the loop can use them without a camera.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from posecoach.adapters.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, eq=False)
class LiveFrame(Frame):
    """The newest picture when it was asked for.

    Attributes
    ----------
    index
        Counts every captured frame from 0; what is left out was dropped as stale.
    time_s
        Seconds on the session's clock since the first frame, read as the frame was grabbed
        (a recording's own timestamp); strictly increasing, also over a lost camera.
    grabbed_s
        The source's raw clock at that moment: ``clock.now_s() - grabbed_s`` is the frame's age.
    unchanged_s
        How long the picture has been the very same, s. A camera's noise changes every
        picture: after half a second nothing should be credited on it.
    """

    grabbed_s: float
    unchanged_s: float = 0.0


class CameraEventKind(str, Enum):
    """What can happen to a camera while a session runs."""

    LOST = "lost"  # unplugged, out of reach, or silent; it is tried again
    BACK = "back"  # the session goes on
    GAVE_UP = "gave_up"  # it did not come back; the source is over
    FROZEN = "frozen"  # the same picture for some time
    BLACK = "black"  # lens covered, shutter closed
    CLEAR = "clear"  # neither frozen nor black any more
    RESIZED = "resized"  # the camera's own size changed; frames keep theirs
    ENDED = "ended"  # a recording is at its end; the source is over
    CUT_SHORT = "cut_short"  # the same, but the rest of the recording is missing


@dataclass(frozen=True)
class CameraEvent:
    """One change of a camera's state.

    Attributes
    ----------
    time_s
        When it was noticed, on the frames' clock.
    size_px
        RESIZED: the camera's new width and height.
    """

    kind: CameraEventKind
    time_s: float
    size_px: tuple[int, int] | None = None


class SourceKind(str, Enum):
    """Where frames come from."""

    WEBCAM = "webcam"
    STREAM = "stream"
    RECORDING = "recording"


@dataclass(frozen=True)
class CameraInfo:
    """What is known of an open source.

    Attributes
    ----------
    name
        The camera's own name where it has one; an address without its password; a path.
    width_px, height_px
        Size of every frame; landmarks in pixels are in this size.
    asked_px
        The size that a webcam was asked for; None elsewhere.
    own_px
        The size that the source had of itself when it was opened.
    """

    name: str
    kind: SourceKind
    width_px: int
    height_px: int
    own_px: tuple[int, int]
    asked_px: tuple[int, int] | None = None

    @property
    def is_other_size(self) -> bool:
        """Whether the camera gives another size than it was asked for."""
        return self.asked_px is not None and self.asked_px != self.own_px


@dataclass(frozen=True)
class StageTime:
    """How long one stage of the capture took over the last few hundred frames, s."""

    median_s: float
    p95_s: float


@dataclass(frozen=True)
class CaptureStats:
    """Figures of the capture so far.

    Attributes
    ----------
    captured, dropped
        Frames grabbed; those of them that were replaced by a newer one before being taken.
    fps
        Frames captured a second, over the last seconds with frames; NaN before the second.
    losses
        How often the camera was lost.
    stages
        ``grab`` (waiting for the camera), ``decode``, ``check`` (frozen, black, size).
    """

    captured: int
    dropped: int
    fps: float
    losses: int = 0
    stages: Mapping[str, StageTime] = field(default_factory=dict)


class LiveSource(AbstractContextManager["LiveSource"], Protocol):
    """What the live loop needs of a camera; a context manager that closes it.

    A loop takes frames until ``is_over``, and looks at the events as often as it likes::

        while not source.is_over:
            frame = source.latest(0.2)
            for event in source.events(): ...
    """

    @property
    def info(self) -> CameraInfo:
        """What was opened."""

    @property
    def is_over(self) -> bool:
        """Whether no frame will come any more."""

    def latest(self, timeout_s: float) -> LiveFrame | None:
        """Wait for a frame that was not handed out yet; None if none comes in that time."""

    def newest(self) -> LiveFrame | None:
        """The last frame captured, handed out or not; to be looked at, not drawn on."""

    def events(self) -> tuple[CameraEvent, ...]:
        """What has happened since the last call, in order."""

    def stats(self) -> CaptureStats:
        """Figures so far."""

    def now_s(self) -> float:
        """The time on the frames' clock."""

    def close(self) -> None:
        """Let go of the camera; safe to call twice."""
