"""The live picture: the review's overlay, mirrored and large, and what a session adds to it.

Everything that a live session adds stands beside the picture, never on it. It is told by words
and by shapes, on a dark ground of its own, so that neither the room's light nor the colours of
a recording decide whether it can be read. How large: :mod:`posecoach.adapters.live_layout`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from posecoach.adapters.front import Status
from posecoach.adapters.live_layout import live_layout_of
from posecoach.adapters.live_parts import LiveParts
from posecoach.adapters.overlay import Overlay
from posecoach.adapters.overlay_text import best_typeface
from posecoach.core.cues import CueKey
from posecoach.core.flow import Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posecoach.adapters.overlay_text import Typeface
    from posecoach.adapters.wording import Catalogue
    from posecoach.adapters.words.screen import ScreenWords
    from posecoach.core.coach import CoachStep
    from posecoach.core.flow import FlowStep
    from posecoach.core.routine import Routine

    Image = NDArray[np.uint8]

LARGEST_PX = (1920, 1080)
"""A canvas has no more pixels than this: on a 4K screen drawing would take the time of four."""

_SMALLEST_PX = (320, 180)
_SILENT = Status()


class LiveScreen:
    """Composes the picture of a live session, frame after frame.

    Parameters
    ----------
    width_px, height_px
        Of the frames.
    routine
        As the overlay takes it.
    words, screen_words
        The overlay's texts, and this screen's, of one language.
    typeface
        The lettering; the best that this OpenCV has if None.
    """

    def __init__(
        self,
        width_px: int,
        height_px: int,
        routine: Routine,
        *,
        words: Catalogue,
        screen_words: ScreenWords,
        typeface: Typeface | None = None,
    ) -> None:
        self._frame_px, self._words = (width_px, height_px), screen_words
        self._no_picture = np.zeros((height_px, width_px, 3), np.uint8)
        face = best_typeface() if typeface is None else typeface
        layout = live_layout_of(self._frame_px)
        self._overlay = Overlay(
            width_px,
            height_px,
            routine,
            mirror=True,
            words=words,
            typeface=face,
            layout=layout.overlay,
        )
        self._parts = LiveParts(layout, routine, screen_words, face)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture, px."""
        return self._overlay.size

    def fit(self, width_px: int, height_px: int) -> None:
        """Make the picture as large as the window's inside, so that nobody need scale it.

        As many pixels as :data:`LARGEST_PX` at most, and no smaller than can be drawn on; then
        the window scales. To be called before every frame: it does nothing unless the size is
        another.
        """
        scale = min(1.0, math.sqrt(math.prod(LARGEST_PX) / (width_px * height_px)))
        canvas = (
            max(_SMALLEST_PX[0], round(scale * width_px)),
            max(_SMALLEST_PX[1], round(scale * height_px)),
        )
        if canvas != self.size:
            layout = live_layout_of(self._frame_px, canvas)
            self._overlay.lay_out(layout.overlay)
            self._parts.lay_out(layout)

    def draw(
        self,
        image_rgb: Image | None,
        step: CoachStep,
        flow: FlowStep,
        status: Status = _SILENT,
        *,
        held_s: float | None = None,
    ) -> Image:
        """Draw one frame of a session.

        Parameters
        ----------
        image_rgb
            (height, width, 3) uint8, not mirrored; None: there is no picture.
        step, flow
            What is known of this frame, and where the session stands.
        status
            What is on, and what was said.
        held_s
            Seconds credited in all, for the summary at the end; None: they are not named.

        Returns
        -------
        (height, width, 3) uint8 array
            Of ``size``, red, green, blue. The same buffer every time: copy it to keep it.

        Raises
        ------
        ValueError
            If the image has not the promised size and type.
        """
        headline = headline_of(step, flow, self._words, held_s)
        canvas = self._drawn(image_rgb, step, headline)
        self._parts.draw(canvas, status, flow)
        return canvas

    def draw_setup(
        self, image_rgb: Image | None, step: CoachStep, advice: str, status: Status = _SILENT
    ) -> Image:
        """Draw one frame before the session: the picture, if there is one, and what to change."""
        canvas = self._drawn(image_rgb, step, advice, timed=False)
        self._parts.draw(canvas, status, None)
        return canvas

    def _drawn(
        self, image_rgb: Image | None, step: CoachStep, headline: str | None, *, timed: bool = True
    ) -> Image:
        image = self._no_picture if image_rgb is None else image_rgb
        return self._overlay.draw(image, step, headline, timed=timed)


def headline_of(
    step: CoachStep, flow: FlowStep, words: ScreenWords, held_s: float | None
) -> str | None:
    """What is to be done now; None: the cue says it.

    The cue is the coach's, and knows only the body. Between the holds the session knows
    more; in a hold, and while the person does not lie there yet, nothing matters as much.
    """
    if flow.pause is not None:
        return words.pauses[flow.pause]
    if flow.stage in (Stage.READY, Stage.SETTLING) and step.cue.key is not CueKey.DRAW_IN:
        return None
    seconds = math.ceil(flow.rest_left_s)
    texts = {
        Stage.WELCOME: words.welcome,
        Stage.SETTLING: words.breathing if flow.calibrated else words.settling,
        Stage.READY: words.ready,
        Stage.RESTING: words.resting.format(n=seconds) if seconds else words.rest_over,
        Stage.FINISHED: words.finished_text(flow.valid_holds, held_s),
    }
    return texts.get(flow.stage)
