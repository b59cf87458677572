"""A help page in another language than English.

click hands over a page piece by piece; each piece is looked up in a catalogue, by its English.
What is not in it, such as names and values, stays as it is.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OPTION = re.compile(r"(?P<names>-[^\s,]+(?:, -[^\s,]+)*)(?: (?P<metavar>.+))?")
_BRACKET = re.compile(r"(?:^| {2})\[")  # at the end: what click, or our own text, says of values
_AND, _DEFAULT = "; ", "default: "


def in_words(text: str, words: Mapping[str, str]) -> str:
    """A help text, paragraph by paragraph; the catalogue does not mind where lines are broken."""
    paragraphs = (" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n"))
    return "\n\n".join(words.get(paragraph, paragraph) for paragraph in paragraphs)


class HelpPage(click.HelpFormatter):
    """Writes the page of a command with the words of a catalogue."""

    def __init__(
        self, words: Mapping[str, str], *, width: int | None, max_width: int | None
    ) -> None:
        super().__init__(width=width, max_width=max_width)
        self._words = words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the first line; ``args`` are metavars."""
        shown = " ".join(self._word(piece) for piece in args.split(" "))
        super().write_usage(prog, shown, prefix or f"{self._word('Usage:')} ")

    def write_heading(self, heading: str) -> None:
        """Write a section's heading, which click ends with a colon."""
        super().write_heading(self._word(f"{heading}:").removesuffix(":"))

    def write_text(self, text: str) -> None:
        """Write what a command is for."""
        super().write_text(in_words(text, self._words))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options, or commands: those come worded, for click has shortened them."""
        super().write_dl([self._row(*row) for row in rows], col_max, col_spacing)

    def _row(self, first: str, second: str) -> tuple[str, str]:
        option = _OPTION.fullmatch(first)
        if option is None:
            return first, second
        names, metavar = option.groups()
        spelt = names if metavar is None else f"{names} {self._word(metavar)}"
        about, *brackets = _BRACKET.split(second)
        said = [self._word(about)] if about else []
        said += [f"[{self._values(bracket.removesuffix(']'))}]" for bracket in brackets]
        return spelt, "  ".join(said)

    def _values(self, bracket: str) -> str:
        """What a bracket says of the values that an option takes."""
        return self._word(_AND).join(self._value(said) for said in bracket.split(_AND))

    def _value(self, said: str) -> str:
        if not said.startswith(_DEFAULT):
            return said
        default = self._word(said.removeprefix(_DEFAULT))
        return self._word("default: {default}").format(default=default)

    def _word(self, english: str) -> str:
        return self._words.get(english, english)
