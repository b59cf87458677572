"""The panel with every text: hold clock, count, cue, note, phase.

Each part is drawn again only when what it says has changed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posecoach.adapters.overlay_marks import GREY, SKY_BLUE, WHITE, Mark, draw_mark
from posecoach.adapters.overlay_panel import BACKGROUND, Panel, middle
from posecoach.adapters.overlay_text import CAP_HEIGHT, Ink
from posecoach.core.faults import FaultKind, Severity
from posecoach.core.hold import State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posecoach.adapters.overlay_layout import Box, Layout
    from posecoach.adapters.overlay_text import Colour, Typeface
    from posecoach.adapters.wording import Catalogue
    from posecoach.core.attempts import HoldRecord
    from posecoach.core.coach import CoachStep
    from posecoach.core.cues import CueKey
    from posecoach.core.routine import Routine

    Image = NDArray[np.uint8]

_TRACK: Colour = (62, 62, 66)
_QUIET: Colour = (185, 185, 185)
_RING_STEPS = 360  # a degree: finer than the eye follows
_UNTIMED = "untimed"
_STANDING = frozenset({State.FAULTED, State.LOST, State.SPOILT})


class Hud:
    """Draws the panel on the canvas, in place.

    Parameters
    ----------
    layout
        Where the parts stand.
    routine
        Target and repetitions.
    words, typeface
        The texts' language and lettering.
    last
        The last attempt, where the session did not begin with this panel.
    """

    def __init__(
        self,
        layout: Layout,
        routine: Routine,
        words: Catalogue,
        typeface: Typeface,
        last: HoldRecord | None = None,
    ) -> None:
        self._layout, self._routine = layout, routine
        self._words = words
        self._unit = layout.unit_px
        self._panel = Panel(typeface)
        self._ring = _Ring(layout.ring.width)
        self.last = last

    def draw(
        self,
        canvas: Image,
        step: CoachStep,
        hip_angle: str,
        headline: str | None = None,
        *,
        timed: bool = True,
    ) -> None:
        """Bring the panel up to date.

        ``hip_angle`` is shown here if it is not empty; ``headline`` stands in the cue's place.
        Before a session nothing is ``timed``: there is neither clock nor count.
        """
        if step.record is not None:
            self.last = step.record
        if timed:
            self._draw_clock(canvas, step)
            self._draw_count(canvas, step.valid_holds)
        else:
            for box in (self._layout.ring, self._layout.count):
                self._panel.changed(canvas, box, _UNTIMED)
        self._draw_cue(canvas, step.cue.key, headline)
        self._draw_note(canvas, step)
        phase = self._words.phases[step.phase]
        if hip_angle:
            phase += ", " + self._words.hip.format(angle=hip_angle)
        self._draw_line(canvas, self._layout.phase, phase)

    # --- parts --------------------------------------------------------------------------

    def _draw_clock(self, canvas: Image, step: CoachStep) -> None:
        attempt, target_s = step.hold.attempt, self._routine.hold_s
        counted_s = 0.0 if attempt is None else attempt.counted_s
        state = step.hold.state
        is_standing = state in _STANDING
        degrees = int(_RING_STEPS * min(1.0, (counted_s + 1e-6) / target_s))
        seconds = str(int(counted_s + 1e-6))
        box = self._layout.ring
        part = self._panel.changed(canvas, box, (seconds, is_standing, state is State.SPOILT))
        if part is None:
            self._ring.go_on(canvas[box.slices], degrees)
            return
        self._ring.draw(part, degrees, running=not is_standing)
        under = self._under_clock(state)
        side = self._layout.ring.width
        number = self._panel.fit(
            seconds, Ink(0.52 * side, WHITE, bold=True), 0.7 * side, 0.6 * side
        )
        caption = self._panel.fit(under, Ink(0.125 * side, _QUIET), 0.5 * side, 0.125 * side)
        self._panel.put(
            part, number, 0.45 * side - 0.5 * number.ink.size_px * CAP_HEIGHT, centred=True
        )
        self._panel.put(part, caption, 0.72 * side, centred=True)

    def _under_clock(self, state: State) -> str:
        if state is State.SPOILT:
            return self._words.not_counting
        if state in _STANDING:
            return self._words.paused
        return self._words.target_text(self._routine)

    def _draw_count(self, canvas: Image, valid_holds: int) -> None:
        box = self._layout.count
        part = self._panel.changed(canvas, box, valid_holds)
        if part is None:
            return
        number, caption = str(valid_holds), self._words.count_text(self._routine)
        if self._layout.beside:
            ink = Ink(1.2 * box.height, WHITE, bold=True)
            figure = self._panel.fit(number, ink, 0.5 * box.width, 1.2 * box.height)
            left = self._panel.put(part, figure, middle(box.height, figure)) + 12 * self._unit
            room = box.width - left
            said = self._panel.fit(caption, Ink(20 * self._unit, _QUIET), room, box.height)
            self._panel.put(part, said, middle(box.height, said), left)
        else:
            ink = Ink(74 * self._unit, WHITE, bold=True)
            figure = self._panel.fit(number, ink, box.width, 74 * self._unit)
            said = self._panel.fit(
                caption, Ink(18 * self._unit, _QUIET), box.width, 42 * self._unit
            )
            self._panel.put(part, figure, 6 * self._unit, centred=True)
            self._panel.put(part, said, 74 * self._unit, centred=True)

    def _draw_cue(self, canvas: Image, key: CueKey | FaultKind, headline: str | None) -> None:
        box = self._layout.cue
        part = self._panel.changed(canvas, box, key if headline is None else (headline,))
        if part is None:
            return
        left = 0.0
        if headline is None and isinstance(key, FaultKind):
            blocks = key.severity is Severity.BLOCKS
            radius = (8 if self._layout.beside else 11) * self._unit
            centre = np.array([1.8 * radius, 1.9 * radius])
            draw_mark(part, Mark.FAULT if blocks else Mark.SUSPECTED, centre, radius)
            left = 4.2 * radius
        size = (29 if self._layout.beside else 38) * self._unit
        text = self._words.cues[key] if headline is None else headline
        said = self._panel.fit(text, Ink(size, WHITE, bold=True), box.width - left, box.height)
        # In a column texts hang from the top; in the bar one line stands where two would.
        in_bar = min(middle(box.height, said), box.height - said.height_px)
        self._panel.put(part, said, 0.05 * size if self._layout.beside else in_bar, left)

    def _draw_note(self, canvas: Image, step: CoachStep) -> None:
        text = ""
        if step.rest is None and step.measurement is not None:
            text = self._words.not_calibrated
        elif self.last is not None:
            text = self._words.last_hold_text(self.last)
        part = self._panel.changed(canvas, self._layout.note, text)
        if part is not None and text:
            box = self._layout.note
            ink = Ink((17 if self._layout.beside else 20) * self._unit, WHITE)
            self._panel.put(part, self._panel.fit(text, ink, box.width, box.height), 2 * self._unit)

    def _draw_line(self, canvas: Image, box: Box, text: str) -> None:
        part = self._panel.changed(canvas, box, text)
        if part is not None:
            ink = Ink((15 if self._layout.beside else 17) * self._unit, GREY)
            line = self._panel.fit(text, ink, box.width, box.height)
            end = 0.0 if self._layout.beside else box.width - self._panel.width(line)
            self._panel.put(part, line, 2 * self._unit, end)


class _Ring:
    """A ring that fills clockwise from the top; drawn once in each colour, then cut."""

    def __init__(self, side_px: int) -> None:
        self._side = side_px
        self._wedge = np.zeros((side_px, side_px), np.uint8)
        self._empty = self._full(_TRACK)
        self._running, self._standing = self._full(SKY_BLUE), self._full(GREY)
        rings = np.stack([self._empty, self._running, self._standing])
        self._band = np.asarray((rings != BACKGROUND).any(axis=(0, 3)), np.uint8)
        self._colour, self._degrees = self._running, 0

    def _full(self, colour: Colour) -> Image:
        image = np.full((self._side, self._side, 3), BACKGROUND, np.uint8)
        width = max(2, round(0.1 * self._side))
        radius = max(1, round(self._side / 2 - width / 2 - 1))
        centre = (self._side // 2, self._side // 2)
        cv2.circle(image, centre, radius, colour, width, cv2.LINE_AA)
        return image

    def draw(self, part: Image, degrees: int, *, running: bool) -> None:
        """Fill so many degrees of the ring; covers the whole part."""
        self._colour = self._running if running else self._standing
        np.copyto(part, self._empty)
        self._fill(part, degrees)

    def go_on(self, part: Image, degrees: int) -> None:
        """Fill it otherwise; what stands inside the ring stays."""
        if degrees == self._degrees:
            return
        if degrees < self._degrees:
            cv2.copyTo(self._empty, self._band, part)
        self._fill(part, degrees)

    def _fill(self, part: Image, degrees: int) -> None:
        self._degrees = degrees
        if degrees >= _RING_STEPS:
            cv2.copyTo(self._colour, self._band, part)
        elif degrees > 0:
            self._wedge[:] = 0
            cv2.fillPoly(self._wedge, [self._corners(degrees / _RING_STEPS)], 1)
            np.bitwise_and(self._wedge, self._band, out=self._wedge)
            cv2.copyTo(self._colour, self._wedge, part)

    def _corners(self, share: float) -> NDArray[np.int32]:
        angles = np.linspace(0.0, math.tau * share, 2 + int(12 * share))
        rim = 0.62 * self._side * np.stack([np.sin(angles), -np.cos(angles)], axis=1)
        corners = np.concatenate([[[0.0, 0.0]], rim]) + self._side / 2
        return np.asarray(np.rint(corners), dtype=np.int32)
