"""What a live session adds to the overlay: signs, the next side, the last words, the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from posecoach.adapters.overlay_marks import BLACK, GREY, SHIFT, VERMILLION, WHITE, fixed_point
from posecoach.adapters.overlay_panel import Panel, middle
from posecoach.adapters.overlay_text import Ink
from posecoach.core.flow import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from posecoach.adapters.front import Status
    from posecoach.adapters.live_layout import LiveLayout
    from posecoach.adapters.overlay_text import Colour, Typeface
    from posecoach.adapters.words.screen import ScreenWords
    from posecoach.core.flow import FlowStep
    from posecoach.core.routine import Routine

    Image = NDArray[np.uint8]
    Icon = Callable[[Image, float, float, float], None]

_QUIET: Colour = (185, 185, 185)
_SIGN, _KEY, _SAID, _LEG, _ABOVE_LEG = 28, 21, 26, 56, 30  # type sizes, in units
_KEY_ROWS = 3


class LiveParts:
    """Draws on the boxes that the overlay leaves free, in place.

    Parameters
    ----------
    layout
        Where the parts stand.
    routine
        Whether it has sides.
    words, typeface
        The texts' language and lettering.
    """

    def __init__(
        self, layout: LiveLayout, routine: Routine, words: ScreenWords, typeface: Typeface
    ) -> None:
        self._routine, self._words, self._typeface = routine, words, typeface
        self.lay_out(layout)

    def lay_out(self, layout: LiveLayout) -> None:
        """Draw on a new canvas from now on."""
        self._layout, self._unit = layout, layout.unit_px
        self._panel = Panel(self._typeface)

    def draw(self, canvas: Image, status: Status, flow: FlowStep | None) -> None:
        """Bring the parts up to date; without a flow the session has not begun."""
        self._draw_signs(canvas, status)
        self._draw_said(canvas, status.said)
        self._draw_keys(canvas, in_session=flow is not None)
        self._draw_side(canvas, *(("", "") if flow is None else self._side_texts(flow)))

    # --- parts ----------------------------------------------------------------------------

    def _draw_signs(self, canvas: Image, status: Status) -> None:
        box = self._layout.signs
        part = self._panel.changed(canvas, box, (status.recording, status.muted))
        if part is None:
            return
        signs: list[tuple[Icon, str]] = []
        if status.recording:
            signs.append((_draw_record, self._words.recording))
        if status.muted:
            signs.append((_draw_muted, self._words.muted))
        row = box.height / 2
        for number, (icon, text) in enumerate(signs):
            icon(part, 0.5 * row, (number + 0.5) * row, 0.34 * row)
            left = 1.15 * row
            ink = Ink(_SIGN * self._unit, WHITE, bold=True)
            said = self._panel.fit(text, ink, box.width - left, row)
            self._panel.put(part, said, number * row + middle(row, said), left)

    def _side_texts(self, flow: FlowStep) -> tuple[str, str]:
        """Above, and the leg: which one now, which one next; at the end how many each."""
        words = self._words
        if flow.stage is Stage.FINISHED:
            if not self._routine.is_single:
                return "", ""
            each = flow.per_side
            return "", words.each_side.format(left=each.left, right=each.right)
        above = words.this_side if flow.stage is Stage.WORKING else words.next_side
        return above, words.both if flow.side is None else words.sides[flow.side]

    def _draw_side(self, canvas: Image, above: str, leg: str) -> None:
        box, unit = self._layout.side, self._unit
        part = self._panel.changed(canvas, box, (above, leg))
        if part is None or not leg:
            return
        small = self._panel.fit(above, Ink(_ABOVE_LEG * unit, _QUIET), box.width, 40 * unit)
        # The leg's own letters: no smaller than the words allow, on one line.
        ink = Ink(_LEG * unit, WHITE, bold=True)
        large = self._panel.fit(leg, ink, box.width, _LEG * unit)
        self._panel.put(part, small, 2 * unit, centred=True)
        self._panel.put(part, large, 38 * unit, centred=True)

    def _draw_said(self, canvas: Image, text: str) -> None:
        box = self._layout.said
        part = self._panel.changed(canvas, box, text)
        if part is None or not text:
            return
        ink = Ink(_SAID * self._unit, _QUIET)
        said = self._panel.fit(self._words.said.format(text=text), ink, box.width, box.height)
        self._panel.put(part, said, 2 * self._unit)

    def _draw_keys(self, canvas: Image, *, in_session: bool) -> None:
        """In two columns, each key before what it does."""
        box, unit = self._layout.keys, self._unit
        keys = self._words.key_list(in_session=in_session)
        part = self._panel.changed(canvas, box, keys)
        if part is None:
            return
        column, row = box.width / 2, box.height / _KEY_ROWS
        for number, (name, does) in enumerate(keys):
            x, y = number // _KEY_ROWS * column, number % _KEY_ROWS * row
            key = self._panel.fit(name, Ink(_KEY * unit, WHITE, bold=True), 0.45 * column, row)
            right = self._panel.put(part, key, y + middle(row, key), x)
            ink = Ink(_KEY * unit, GREY)
            room = column - (right - x) - 14 * unit
            text = self._panel.fit(does, ink, room, row)
            self._panel.put(part, text, y + middle(row, text), right + 8 * unit)


def _draw_record(part: Image, x: float, y: float, radius: float) -> None:
    """The disc that every recorder wears, in a ring so that its colour is not all there is."""
    for size, colour in ((1.0, WHITE), (0.8, BLACK), (0.62, VERMILLION)):
        _disc(part, x, y, size * radius, colour)


def _draw_muted(part: Image, x: float, y: float, radius: float) -> None:
    """A loudspeaker, crossed out."""
    shape = np.array([(-1, -0.4), (-0.5, -0.4), (0.2, -0.95), (0.2, 0.95), (-0.5, 0.4), (-1, 0.4)])
    cv2.fillPoly(part, [fixed_point(shape * radius + (x, y))], WHITE, cv2.LINE_AA, SHIFT)
    width = max(1, round(0.22 * radius))
    for cross in ([(0.4, -0.4), (1.1, 0.4)], [(0.4, 0.4), (1.1, -0.4)]):
        line = fixed_point(np.array(cross) * radius + (x, y))
        cv2.polylines(part, [line], False, VERMILLION, width, cv2.LINE_AA, SHIFT)


def _disc(part: Image, x: float, y: float, radius: float, colour: Colour) -> None:
    centre = fixed_point(np.array([x, y])).tolist()
    size = max(1, round(radius * (1 << SHIFT)))
    cv2.circle(part, centre, size, colour, cv2.FILLED, cv2.LINE_AA, SHIFT)
