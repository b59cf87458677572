"""The drawn picture: the frame with the near side's skeleton, and a panel with every text.

For a glance, and the same for review and live. Only :class:`CoachStep` is read; nothing is
measured or judged here. All colours are red, green, blue, like the frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from posecoach.adapters.overlay_body import BodyPainter
from posecoach.adapters.overlay_hud import Hud
from posecoach.adapters.overlay_layout import layout_of
from posecoach.adapters.overlay_panel import BACKGROUND
from posecoach.adapters.overlay_text import best_typeface
from posecoach.adapters.wording import ENGLISH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posecoach.adapters.overlay_layout import Layout
    from posecoach.adapters.overlay_text import Typeface
    from posecoach.adapters.wording import Catalogue
    from posecoach.core.coach import CoachStep
    from posecoach.core.routine import Routine


class Overlay:
    """Draws one session, frame after frame.

    Parameters
    ----------
    width_px, height_px
        Of the frames; the landmarks are in this size.
    routine
        Its target, repetitions and legs are shown.
    mirror
        Show the picture mirrored, as a live window does; texts are never mirrored, and the
        frames and landmarks that are handed in are not either.
    words
        The texts' language.
    typeface
        The lettering; the best that this OpenCV has if None.
    layout
        Where things stand; the review's if None. Where its picture has another size than the
        frames, the drawn-on frame is scaled to it. What no box of it covers is the caller's.

    Raises
    ------
    ValueError
        If a side is below 1 px.
    """

    def __init__(
        self,
        width_px: int,
        height_px: int,
        routine: Routine,
        *,
        mirror: bool = False,
        words: Catalogue = ENGLISH,
        typeface: Typeface | None = None,
        layout: Layout | None = None,
    ) -> None:
        self._mirror, self._frame_shape = mirror, (height_px, width_px, 3)
        self._routine, self._words = routine, words
        self._face = best_typeface() if typeface is None else typeface
        self._body = BodyPainter(width_px, height_px, mirror=mirror, typeface=self._face)
        self._hud: Hud | None = None
        self.lay_out(layout_of(width_px, height_px) if layout is None else layout)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the drawn picture, px; both even."""
        return self._layout.width_px, self._layout.height_px

    def lay_out(self, layout: Layout) -> None:
        """Draw on a new canvas from now on; what was said of the last hold stays."""
        self._layout = layout
        last = None if self._hud is None else self._hud.last
        self._hud = Hud(layout, self._routine, self._words, self._face, last)
        self._canvas = np.zeros((layout.height_px, layout.width_px, 3), np.uint8)
        self._canvas[layout.panel.slices] = BACKGROUND
        shown = self._canvas[layout.picture.slices]
        self._is_scaled = shown.shape != self._frame_shape
        self._frame = np.zeros(self._frame_shape, np.uint8) if self._is_scaled else shown

    def draw(
        self,
        image_rgb: NDArray[np.uint8],
        step: CoachStep,
        headline: str | None = None,
        *,
        timed: bool = True,
    ) -> NDArray[np.uint8]:
        """Draw one frame.

        Parameters
        ----------
        image_rgb
            (height, width, 3) uint8, not mirrored. It is not changed.
        step
            What is known of this frame.
        headline
            Stands in the cue's place.
        timed
            Whether there is a session, with a clock and a count.

        Returns
        -------
        (height, width, 3) uint8 array
            Of ``size``. The same buffer every time: it holds until the next call, and is
            not to be drawn on; copy it to keep it.

        Raises
        ------
        ValueError
            If the image has not the promised size and type.
        """
        if image_rgb.shape != self._frame_shape or image_rgb.dtype != np.uint8:
            raise ValueError(
                f"an image of {self._frame_shape} uint8 is due, not "
                f"{image_rgb.shape} {image_rgb.dtype}"
            )
        picture, box = self._frame, self._layout.picture
        if self._mirror:
            cv2.flip(image_rgb, 1, dst=picture)
        else:
            np.copyto(picture, image_rgb)
        hip_angle = self._body.draw(picture, step)
        if self._is_scaled:
            cv2.resize(picture, (box.width, box.height), dst=self._canvas[box.slices])
        assert self._hud is not None  # lay_out has made it; mypy cannot see it
        self._hud.draw(self._canvas, step, hip_angle, headline, timed=timed)
        return self._canvas
