"""What `posecoach check` prints: lines while it looks, and a table of the results."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from posecoach.adapters.guide import guide_words
from posecoach.adapters.guide_drawing import placement_text
from posecoach.core.setup_checks import Check, Result

if TYPE_CHECKING:
    from rich.console import Console

    from posecoach.adapters.camera_types import CameraInfo
    from posecoach.adapters.words.setup import SetupWords
    from posecoach.core.setup_gate import SetupStep

_COLOURS = {Result.PASSED: "blue", Result.FAILED: "red", Result.UNKNOWN: "magenta"}

Row = tuple[str, Result, str]


def advice_line(setup: SetupStep | None, words: SetupWords, lang: str) -> str:
    """The one thing to change, or that there was too little to tell."""
    distance = placement_text(guide_words(lang))["distance"]
    line = None if setup is None else words.advice_line(setup, distance)
    return words.nothing_wrong if line is None else line


def size_text(info: CameraInfo, words: SetupWords) -> str:
    """The picture's size, and which was asked for where it is another."""
    own = _pixels(info.own_px)
    if info.asked_px is None or not info.is_other_size:
        return own
    return words.size.format(own=own, asked=_pixels(info.asked_px))


def check_rows(setup: SetupStep | None, words: SetupWords) -> list[Row]:
    """A row for each check of the gate, with what there is to tell of it."""
    return [_row(check, setup, words) for check in Check]


def print_results(console: Console, rows: list[Row], words: SetupWords) -> None:
    """Print the table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in words.heading:
        table.add_column(name)
    for name, result, found in rows:
        # Names of cameras and files are no markup.
        table.add_row(name, Text(words.results[result], _COLOURS[result]), Text(found))
    console.print(table)


def _row(check: Check, setup: SetupStep | None, words: SetupWords) -> Row:
    if setup is None:
        return words.checks[check], Result.UNKNOWN, ""
    rated = check is Check.FRAME_RATE and not math.isnan(setup.fps)
    found = words.rate.format(n=f"{setup.fps:.0f}") if rated else ""
    return words.checks[check], setup.results[check], found


def _pixels(size_px: tuple[int, int]) -> str:
    return f"{size_px[0]}×{size_px[1]}"
