"""The window as the front of a live session: draws what is shown, gives the keys."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from posecoach.adapters.front import Status
from posecoach.adapters.setup_table import advice_line
from posecoach.adapters.silhouette import draw_silhouette
from posecoach.adapters.snapshot import save_snapshot
from posecoach.adapters.words import live
from posecoach.adapters.words.setup import CATALOGUES
from posecoach.core.checker import Phase
from posecoach.core.landmarks import PoseFrame
from posecoach.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from posecoach.adapters.camera_types import LiveFrame
    from posecoach.adapters.front import Key
    from posecoach.adapters.live_screen import LiveScreen
    from posecoach.adapters.looking import Look
    from posecoach.adapters.window import Window
    from posecoach.core.coach import CoachStep
    from posecoach.core.flow import FlowStep
    from posecoach.core.setup_gate import SetupStep

    Image = NDArray[np.uint8]

LATE_S = 0.1
"""A picture that has stood for so long is replaced by the camera's newest, judged or not."""


LEAST_APART_S = 0.031
"""Pictures stand at least so long: thirty a second are as smooth as a camera. Where the model
gives more, all are judged and some are not drawn, for drawing takes from the model's time."""


class WindowFront:
    """Shows a session in a window; everything is called from the thread that opened it.

    Parameters
    ----------
    folder
        Where snapshots go.
    told
        Told where a snapshot lies, or in one line why there is none.

    Attributes
    ----------
    pictures
        How many were shown.
    """

    def __init__(
        self,
        window: Window,
        screen: LiveScreen,
        lang: str,
        *,
        folder: Path,
        told: Callable[[Path | OutputError], None],
    ) -> None:
        self._window, self._screen, self._lang = window, screen, lang
        self._folder, self._told = folder, told
        self._shown_s = self._due_s = float("-inf")
        self.pictures = 0
        self._last: tuple[CoachStep, FlowStep, Status] | None = None
        self._setup: tuple[CoachStep, SetupStep, Status] | None = None
        self._last_index = -1
        self._is_blind = False  # what was shown last has no picture to be replaced by a newer one
        self._canvas: Image | None = None

    def attend(self, newest: LiveFrame | None) -> tuple[Key, ...]:
        """Let the window live; where the model is late, show the camera's picture all the same."""
        is_late = time.perf_counter() - self._shown_s > LATE_S
        if newest is not None and is_late and not self._is_blind:
            self._show_unjudged(newest)
        return self._window.keys()

    def _show_unjudged(self, newest: LiveFrame) -> None:
        """With what is known of the frame before; before the first one, the bare picture."""
        if newest.index == self._last_index:
            return
        self._last_index = newest.index
        if self._last is not None:
            step, flow, status = self._last
            self._fit()
            self._put(self._screen.draw(newest.image_rgb, step, flow, status))
        elif self._setup is not None:
            self._draw_setup(newest.image_rgb, *self._setup)
        else:
            self._put(np.ascontiguousarray(newest.image_rgb[:, ::-1]))

    def show_setup(
        self, look: Look | None, step: CoachStep, setup: SetupStep, status: Status
    ) -> None:
        """The picture with the outline to lie down in, and the one thing to change."""
        is_news = self._setup is None or setup.ready is not self._setup[1].ready
        self._setup, self._is_blind = (step, setup, status), look is None
        if self._is_due() or is_news:  # the last picture of all may be the one that says so
            self._last_index = -1 if look is None else look.frame.index
            image = None if look is None else look.frame.image_rgb
            self._draw_setup(image, step, setup, status)

    def _draw_setup(
        self, image_rgb: Image | None, step: CoachStep, setup: SetupStep, status: Status
    ) -> None:
        image = None if image_rgb is None else image_rgb.copy()
        if image is not None and not setup.may_begin:
            draw_silhouette(image, head_left=bool(setup.head_left))
        self._fit()
        self._put(self._screen.draw_setup(image, step, self._setup_line(setup), status))

    def _setup_line(self, setup: SetupStep) -> str:
        words = CATALOGUES[self._lang]
        if setup.advice is not None:
            return advice_line(setup, words, self._lang)
        return words.well_seen if setup.ready else live.CATALOGUES[self._lang].lie_down

    def show(self, look: Look | None, step: CoachStep, flow: FlowStep, status: Status) -> None:
        """A judged frame; without a look there is no picture."""
        self._last, self._is_blind = (step, flow, status), look is None
        if not self._is_due():
            return
        self._last_index = -1 if look is None else look.frame.index
        self._fit()
        image = None if look is None else look.frame.image_rgb
        self._put(self._screen.draw(image, step, flow, status))

    def show_summary(self, held_s: float) -> bool:
        """What it came to, in the place of the picture; False: nothing was ever shown."""
        if self._last is None or not self._window.is_open:
            return False
        step, flow, status = self._last
        self._fit()
        nobody = replace(
            step, frame=PoseFrame(flow.time_s, None), measurement=None, phase=Phase.REST
        )
        quiet = Status(muted=status.muted)
        self._put(self._screen.draw(None, nobody, flow, quiet, held_s=held_s))
        return True

    def snapshot(self) -> None:
        """Keep what is shown."""
        if self._canvas is None:
            return
        try:
            now = datetime.now().astimezone()
            self._told(save_snapshot(self._folder, self._canvas, now))
        except OutputError as error:
            self._told(error)

    def close(self) -> None:
        """Take the window away."""
        self._window.close()

    def _is_due(self) -> bool:
        """Whether a picture may follow; one that comes late does not delay those after it."""
        now_s = time.perf_counter()
        if now_s < self._due_s:
            return False
        self._due_s = max(self._due_s + LEAST_APART_S, now_s + LEAST_APART_S / 2)
        return True

    def _fit(self) -> None:
        size = self._window.size
        if size is not None:
            self._screen.fit(*size)

    def _put(self, canvas: Image) -> None:
        self._canvas = canvas
        self._window.show(canvas)
        self.pictures += 1
        self._shown_s = time.perf_counter()
