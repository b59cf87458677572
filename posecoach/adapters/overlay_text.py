"""Lettering: the one place that knows which fonts the installed OpenCV has.

OpenCV 5 carries TrueType fonts of its own (``cv2.FontFace``). Older ones have stroke fonts
only, which know no degree sign and no accents; there the sign is drawn as a small circle and
accents are left off.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import cv2

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CAP_HEIGHT = 0.7
"""Height of a capital or a figure, as a share of the type size."""

LINE_HEIGHT = 1.18
"""From one line's foot to the next, as a share of the type size."""

DESCENT = 0.24
"""How far a letter such as g hangs below the line's foot, as a share of the type size."""

_LEAST_SIZE_SHARE = 0.55  # smaller than that and a text is no longer for a glance
_REGULAR, _BOLD = 400, 650
_HERSHEY_CAP_UNITS = 21.0  # of the stroke fonts, at scale 1
_FOLDED = str.maketrans(
    {"–": "-", "—": "-", "’": "'", "‘": "'", "…": "...", "“": '"', "”": '"', "«": '"', "»": '"'}
)

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""


@dataclass(frozen=True)
class Ink:
    """How a text is set: type size in px, colour, weight."""

    size_px: float
    colour: Colour
    bold: bool = False


class Typeface(Protocol):
    """Sets one line of text."""

    def width_px(self, text: str, ink: Ink) -> float:
        """How far the line runs."""
        ...

    def draw(
        self, image: NDArray[np.uint8], text: str, foot: tuple[float, float], ink: Ink
    ) -> None:
        """Draw the line in place; ``foot`` is the left end of its base line, x and y in px."""
        ...


class TrueType:
    """OpenCV 5's built-in sans serif."""

    def __init__(self) -> None:
        self._face = cv2.FontFace("sans")
        # The first use of each weight loads it; that must not fall into the first frame.
        self.width_px("0", Ink(20, (0, 0, 0)))
        self.width_px("0", Ink(20, (0, 0, 0), bold=True))

    def width_px(self, text: str, ink: Ink) -> float:
        """Advance width of the line."""
        weight = _BOLD if ink.bold else _REGULAR
        size = _whole_size(ink)
        box = cv2.getTextSize((0, 0), text, (0, 0), self._face, size, weight)
        return float(box[2])

    def draw(
        self, image: NDArray[np.uint8], text: str, foot: tuple[float, float], ink: Ink
    ) -> None:
        """Draw the line in place."""
        weight = _BOLD if ink.bold else _REGULAR
        at = (round(foot[0]), round(foot[1]))
        cv2.putText(image, text, at, ink.colour, self._face, _whole_size(ink), weight)


class Hershey:
    """The stroke font of every OpenCV."""

    _FONT = cv2.FONT_HERSHEY_DUPLEX
    _DEGREE_WIDTH, _DEGREE_RADIUS = 0.34, 0.11  # shares of the type size

    def width_px(self, text: str, ink: Ink) -> float:
        """Width of the line's strokes."""
        parts = _folded(text).split("°")
        strokes = sum(self._part_width(part, ink) for part in parts)
        return strokes + (len(parts) - 1) * self._DEGREE_WIDTH * ink.size_px

    def draw(
        self, image: NDArray[np.uint8], text: str, foot: tuple[float, float], ink: Ink
    ) -> None:
        """Draw the line in place, degree signs as circles."""
        x, y = foot
        thickness = self._thickness(ink)
        for number, part in enumerate(_folded(text).split("°")):
            if number:
                radius = self._DEGREE_RADIUS * ink.size_px
                centre = (round(x + 1.3 * radius), round(y - CAP_HEIGHT * ink.size_px + radius))
                cv2.circle(image, centre, round(radius), ink.colour, thickness, cv2.LINE_AA)
                x += self._DEGREE_WIDTH * ink.size_px
            at = (round(x), round(y))
            scale = self._scale(ink)
            cv2.putText(image, part, at, self._FONT, scale, ink.colour, thickness, cv2.LINE_AA)
            x += self._part_width(part, ink)

    def _part_width(self, part: str, ink: Ink) -> float:
        if not part:
            return 0.0
        return float(
            cv2.getTextSize(part, self._FONT, self._scale(ink), self._thickness(ink))[0][0]
        )

    @staticmethod
    def _scale(ink: Ink) -> float:
        return CAP_HEIGHT * ink.size_px / _HERSHEY_CAP_UNITS

    @staticmethod
    def _thickness(ink: Ink) -> int:
        return max(1, round(ink.size_px * (0.085 if ink.bold else 0.05)))


def best_typeface() -> Typeface:
    """The TrueType face where this OpenCV has one that works, else the stroke font."""
    try:
        return TrueType()
    except (AttributeError, cv2.error):  # OpenCV 4; or 5, built without fonts
        return Hershey()


@dataclass(frozen=True)
class SetText:
    """Lines that fit their box, and the ink they fit in."""

    lines: tuple[str, ...]
    ink: Ink

    @property
    def height_px(self) -> float:
        """From the top of the first line's capitals to the lowest of the last line."""
        spaced = (len(self.lines) - 1) * LINE_HEIGHT
        return (spaced + CAP_HEIGHT + DESCENT) * self.ink.size_px


def set_text(typeface: Typeface, text: str, ink: Ink, width_px: float, height_px: float) -> SetText:
    """Break a text into lines; set it smaller until it fits the box.

    What does not fit at a little over half the size is cut off with an ellipsis.
    """
    smallest = ink.size_px * _LEAST_SIZE_SHARE
    size = ink.size_px
    while True:
        tried = Ink(size, ink.colour, ink.bold)
        lines = _broken(typeface, text, tried, width_px)
        done = SetText(tuple(lines), tried)
        is_narrow = all(typeface.width_px(line, tried) <= width_px for line in lines)
        if is_narrow and done.height_px <= height_px:
            return _balanced(typeface, text, done, width_px)
        if size <= smallest:
            return _cut(typeface, done, width_px, height_px)
        size = max(smallest, size * 0.94)


def _broken(typeface: Typeface, text: str, ink: Ink, width_px: float) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):  # not at a no-break space
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and typeface.width_px(longer, ink) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(typeface: Typeface, text: str, done: SetText, width_px: float) -> SetText:
    """The same number of lines, of about the same length: no word left alone on the last."""
    best = done.lines
    for share in (0.9, 0.8, 0.7, 0.6):
        lines = _broken(typeface, text, done.ink, share * width_px)
        widest = max((typeface.width_px(line, done.ink) for line in lines), default=0.0)
        if len(lines) > len(best) or widest > width_px:
            break
        best = tuple(lines)
    return SetText(best, done.ink)


def _cut(typeface: Typeface, text: SetText, width_px: float, height_px: float) -> SetText:
    ink = text.ink
    room = 1 + int(max(0.0, height_px / ink.size_px - CAP_HEIGHT - DESCENT) / LINE_HEIGHT)
    lines = [*text.lines[:room]]
    if room < len(text.lines):
        lines[-1] += "…"
    for number, line in enumerate(lines):
        lines[number] = _shortened(typeface, line, ink, width_px)
    return SetText(tuple(lines), ink)


def _shortened(typeface: Typeface, line: str, ink: Ink, width_px: float) -> str:
    stem = line
    while stem and typeface.width_px(line, ink) > width_px:
        stem = stem[:-1].rstrip("…")
        line = f"{stem}…"
    return line


def _whole_size(ink: Ink) -> int:
    return max(1, round(ink.size_px))


def _folded(text: str) -> str:
    """What the stroke font can draw: ASCII and the degree sign."""
    plain = unicodedata.normalize("NFKD", text.translate(_FOLDED).replace("°", "\0"))
    kept = (c for c in plain if not unicodedata.combining(c))
    return "".join("°" if c == "\0" else c if c.isascii() else "?" for c in kept)
