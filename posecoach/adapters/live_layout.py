"""Where things stand on the live screen, and how large they must be: pure geometry.

How large
---------
The count and the clock are read from the mat, 2.5 m away, on a 13-inch screen that is filled.
ISO 9241-303 asks for characters of at least 16 minutes of arc and recommends 20 to 22; taken
is 22', for somebody who lies down without glasses: at 20/40 vision, the least that a letter can
be read at is 10' (5' at 20/20), so that 22' is twice what such eyes need. That is

    2500 mm * tan(22' / 60) = 16.0 mm

and a 13.0-inch screen of 16:9 is 330.2 mm * 9 / sqrt(337) = 161.9 mm high (13.3 inches: 165.6),
so that a figure must have 16.0 / 161.9 = 9.9 % of the screen's height:

    76 px of 768, 107 px of 1080, and 89 of the 900 units below.

The clock's figures are 0.52 * 0.7 of the ring's side high, the count's 74 * 0.7 of the bar's
units (:mod:`posecoach.adapters.overlay_hud`): a ring of 260 and a unit of 1.8 give 95 and 93,
before the lettering's own shape. What is to be done now, in the bar, has 48 of 900, 12', on one
line, and never less than half of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.overlay_layout import Box, Layout

if TYPE_CHECKING:
    from collections.abc import Callable

    Place = Callable[[float, float, float, float], Box]

# In units: 1600 x 900 of them are laid in the middle of the canvas, whatever its shape.
_WIDTH, _HEIGHT = 1600, 900
_PICTURE = (1280, 720)  # at most; the bar lies below, the column beside
_UNIT = 1.8  # of the overlay's bar, which the cue and the count are set in
_INSET = 22
_COUNT_HEIGHT = 116 * _UNIT
_SIGNS_HEIGHT, _SIDE_HEIGHT = 76, 104
_NOTE_X = 864  # left of it what was said: the longest, on safety, in three lines
_RING_STACKED, _RING_BESIDE = 260, 350
_COUNT_BESIDE = 220
_ROOMY = 600  # units of column from which on ring and count stand side by side


@dataclass(frozen=True)
class LiveLayout:
    """The overlay's boxes and those that a live session adds.

    Attributes
    ----------
    overlay
        For :class:`posecoach.adapters.overlay.Overlay`.
    signs
        What is always on: the recording, and that it is muted.
    side
        The leg to draw up.
    said, keys
        What was said last; the keys that may be pressed.
    unit_px
        One of 1600 across and 900 down.
    """

    overlay: Layout
    signs: Box
    side: Box
    said: Box
    keys: Box
    unit_px: float


def live_layout_of(
    frame_px: tuple[int, int], canvas_px: tuple[int, int] = (_WIDTH, _HEIGHT)
) -> LiveLayout:
    """Lay out a canvas for frames of a size.

    Parameters
    ----------
    frame_px, canvas_px
        Width and height.

    Raises
    ------
    ValueError
        If a side is below 1 px, or the canvas too small for the least letter.
    """
    if min(frame_px) < 1 or canvas_px[0] < 160 or canvas_px[1] < 90:
        raise ValueError(f"a canvas of {canvas_px} px cannot show frames of {frame_px} px")
    unit = min(canvas_px[0] / _WIDTH, canvas_px[1] / _HEIGHT)
    left = (canvas_px[0] - _WIDTH * unit) / 2
    top = (canvas_px[1] - _HEIGHT * unit) / 2

    def place(x: float, y: float, width: float, height: float) -> Box:
        at, end = (left + x * unit, top + y * unit), (x + width, y + height)
        corner = (round(left + end[0] * unit), round(top + end[1] * unit))
        start = (round(at[0]), round(at[1]))
        return Box(*start, max(1, corner[0] - start[0]), max(1, corner[1] - start[1]))

    return _laid_out(frame_px, canvas_px, unit, place)


def _laid_out(
    frame_px: tuple[int, int], canvas_px: tuple[int, int], unit: float, place: Place
) -> LiveLayout:
    scale = min(_PICTURE[0] / frame_px[0], _PICTURE[1] / frame_px[1])
    wide, tall = scale * frame_px[0], scale * frame_px[1]
    ring, count, signs, side = _column(wide, place)
    bar = _PICTURE[1]
    overlay = Layout(
        *canvas_px,
        picture=place(0, (bar - tall) / 2, wide, tall),
        panel=Box(0, 0, *canvas_px),
        ring=ring,
        count=count,
        cue=place(_INSET, bar + 8, _PICTURE[0] - 2 * _INSET, 96),
        note=place(_NOTE_X, bar + 108, _PICTURE[0] - _NOTE_X, 68),
        phase=place(_PICTURE[0] + 10, bar + 134, _WIDTH - _PICTURE[0] - 10 - _INSET, 30),
        unit_px=_UNIT * unit,
        beside=False,
    )
    said = place(_INSET, bar + 108, _NOTE_X - 2 * _INSET, 68)
    keys = place(_PICTURE[0] + 10, bar + 12, _WIDTH - _PICTURE[0] - 10 - _INSET, 102)
    return LiveLayout(overlay, signs, side, said, keys, unit)


def _column(left: float, place: Place) -> tuple[Box, Box, Box, Box]:
    """Ring, count, signs and side, beside a picture that ends at ``left``."""
    room = _WIDTH - left
    inner = (left + _INSET, room - 2 * _INSET)
    signs = place(inner[0], 16, inner[1], _SIGNS_HEIGHT)
    if room >= _ROOMY:
        x = left + (room - _RING_BESIDE - 20 - _COUNT_BESIDE) / 2
        ring = place(x, 140, _RING_BESIDE, _RING_BESIDE)
        y = 140 + (_RING_BESIDE - _COUNT_HEIGHT) / 2
        count = place(x + _RING_BESIDE + 20, y, _COUNT_BESIDE, _COUNT_HEIGHT)
        side = place(inner[0], 560, inner[1], _SIDE_HEIGHT)
    else:
        ring = place(left + (room - _RING_STACKED) / 2, 106, _RING_STACKED, _RING_STACKED)
        count = place(inner[0], 382, inner[1], _COUNT_HEIGHT)
        side = place(inner[0], 606, inner[1], _SIDE_HEIGHT)
    # Drawn as a square of the ring's width.
    return Box(ring.x, ring.y, ring.width, ring.width), count, signs, side
