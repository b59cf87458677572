"""The guide's pictures on a colour terminal: half blocks, a character for two pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import Color
from rich.style import Style
from rich.text import Text

from posecoach.adapters.guide import picture_bytes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rich.console import Console

_BLOCK = "▀"  # its upper half has the text's colour, its lower one the background's
_LEAST_COLUMNS = 40  # on fewer a leg is three characters thick, and a hand is none
_SHOWN = (0.09, 0.88)  # of the height: above is wall, below is floor


def can_draw(console: Console, columns: int) -> bool:
    """Whether a picture can be shown so many columns wide.

    It can on a terminal that knows the character and has 256 colours or more, as ``COLORTERM``
    and ``TERM`` tell of it, unless ``NO_COLOR`` asks for none.
    """
    return (
        console.is_terminal
        and console.color_system in ("truecolor", "256")
        and not console.no_color
        and columns >= _LEAST_COLUMNS
        and _is_known(console.encoding)
    )


def _is_known(encoding: str) -> bool:
    try:
        _BLOCK.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def drawn(picture: str, columns: int) -> Text:
    """A step's picture; the console takes the nearest of the colours that it has."""
    text = Text()
    rows = _pixels(picture, columns)
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        if text:
            text.append("\n")
        for above, below in zip(upper.tolist(), lower.tolist(), strict=True):
            text.append(_BLOCK, Style.from_color(Color.from_rgb(*above), Color.from_rgb(*below)))
    return text


def _pixels(picture: str, columns: int) -> NDArray[np.uint8]:
    """(even, columns, 3) uint8, red, green, blue; a half block is as high as it is wide."""
    # Imported here: where nothing is drawn the guide is there at once.
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    image = cv2.imdecode(np.frombuffer(picture_bytes(picture), np.uint8), cv2.IMREAD_COLOR)
    assert image is not None  # it ships with us; mypy cannot see it
    height, width = image.shape[:2]
    top, bottom = (round(share * height) for share in _SHOWN)
    rows = 2 * round((bottom - top) * columns / width / 2)
    small = cv2.resize(image[top:bottom], (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(small[:, :, ::-1], np.uint8)
