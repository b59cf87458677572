"""The seam between a live session and whoever sits at the laptop: a window, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from posecoach.adapters.camera_types import LiveFrame
    from posecoach.adapters.looking import Look
    from posecoach.core.coach import CoachStep
    from posecoach.core.flow import FlowStep
    from posecoach.core.setup_gate import SetupStep

ATTEND_EVERY_S = 0.03
"""Keys and window are attended to so often, whatever is waited for."""


class Key(Enum):
    """What can be asked for at the keyboard."""

    QUIT = "q"
    PAUSE = "space"
    MUTE = "m"
    RECALIBRATE = "r"
    SNAPSHOT = "s"
    FULL_SCREEN = "f"


SESSION_KEYS = frozenset({Key.PAUSE, Key.RECALIBRATE})
"""What they do is about a session: before it has begun they do nothing."""


@dataclass(frozen=True)
class Status:
    """What the picture shows beside the coaching.

    Attributes
    ----------
    said
        What was said last, as long as it is news; empty: nothing.
    recording
        The picture itself is being kept.
    """

    muted: bool = False
    recording: bool = False
    said: str = ""


class Front(Protocol):
    """Shows a session, and hears the keys; no call waits for the camera or the model."""

    def attend(self, newest: LiveFrame | None, /) -> tuple[Key, ...]:
        """Keep the window alive; the keys since the last call.

        ``newest`` is the camera's last picture: it is shown where the model is late.
        """

    def show_setup(
        self, look: Look | None, step: CoachStep, setup: SetupStep, status: Status, /
    ) -> None:
        """Show a frame of the setting up; without a look, that there is no picture."""

    def show(self, look: Look | None, step: CoachStep, flow: FlowStep, status: Status, /) -> None:
        """Show a frame of the session; without a look, that there is no picture."""

    def show_summary(self, held_s: float, /) -> bool:
        """Show what it came to, with the seconds held; False: nobody could look at it."""

    def snapshot(self) -> None:
        """Keep what is shown as a picture."""

    def close(self) -> None:
        """Take the window away."""


class NoFront:
    """Nobody sits there."""

    def attend(self, _newest: LiveFrame | None, /) -> tuple[Key, ...]:
        """No keys."""
        return ()

    def show_setup(
        self, _look: Look | None, _step: CoachStep, _setup: SetupStep, _status: Status, /
    ) -> None:
        """Nothing is shown."""

    def show(
        self, _look: Look | None, _step: CoachStep, _flow: FlowStep, _status: Status, /
    ) -> None:
        """Nothing is shown."""

    def show_summary(self, _held_s: float, /) -> bool:
        """Nobody looks."""
        return False

    def snapshot(self) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing is there to be closed."""
