"""Parts of a panel: each is drawn again only when what it says has changed."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from posecoach.adapters.overlay_text import CAP_HEIGHT, DESCENT, LINE_HEIGHT, set_text

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy as np
    from numpy.typing import NDArray

    from posecoach.adapters.overlay_layout import Box
    from posecoach.adapters.overlay_text import Colour, SetText, Typeface

    Image = NDArray[np.uint8]

BACKGROUND: Colour = (20, 20, 22)


class Panel:
    """Sets texts on the parts of a canvas, in place.

    Parameters
    ----------
    typeface
        The lettering.
    """

    def __init__(self, typeface: Typeface) -> None:
        self._typeface = typeface
        # A clock is drawn several times a second with the same few texts.
        self.fit = lru_cache(maxsize=64)(partial(set_text, typeface))
        self._said: dict[Box, Hashable] = {}

    def changed(self, canvas: Image, box: Box, says: Hashable) -> Image | None:
        """The part's empty pixels if it has something new to say."""
        if self._said.get(box) == says:
            return None
        self._said[box] = says
        part = canvas[box.slices]
        part[:] = BACKGROUND
        return part

    def width(self, text: SetText) -> float:
        """How far the longest line runs, px."""
        return max((self._typeface.width_px(line, text.ink) for line in text.lines), default=0.0)

    def put(
        self, part: Image, text: SetText, top: float, left: float = 0.0, *, centred: bool = False
    ) -> float:
        """Draw lines from a top downwards; returns how far to the right they run."""
        right = left
        for number, line in enumerate(text.lines):
            width = self._typeface.width_px(line, text.ink)
            x = (part.shape[1] - width) / 2 if centred else left
            foot = top + (CAP_HEIGHT + number * LINE_HEIGHT) * text.ink.size_px
            self._typeface.draw(part, line, (x, foot), text.ink)
            right = max(right, x + width)
        return right


def middle(height_px: float, text: SetText) -> float:
    """The top of a text whose capitals stand in the middle of a height."""
    return 0.5 * (height_px - text.height_px + DESCENT * text.ink.size_px)
