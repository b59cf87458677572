"""The guide on the terminal: the stretch taught before anyone lies down.

Its pictures come from :mod:`posecoach.adapters.guide_blocks`, where there are colours to draw
them with. The page is made by :mod:`posecoach.adapters.guide_html` from the same words and figures.
"""

from __future__ import annotations

import textwrap
from importlib import resources
from typing import TYPE_CHECKING

from posecoach.adapters.guide_drawing import placement_text
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.adapters.words import DEFAULT_LANGUAGE
from posecoach.adapters.words.guide import CATALOGUES
from posecoach.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from posecoach.adapters.words.guide_texts import GuideWords, Step
    from posecoach.core.routine import Routine

_WIDTH = 80  # longer lines are hard to read, however wide the terminal is
_NARROWEST = 24  # below, words would be cut
_NOTHING = "–"


def guide_words(lang: str) -> GuideWords:
    """The texts of a language.

    Raises
    ------
    UsageError
        If there are none.
    """
    if lang not in CATALOGUES:
        raise UsageError(
            "no language '{lang}'; there are {known}", lang=lang, known=", ".join(CATALOGUES)
        )
    return CATALOGUES[lang]


def offer_guide_line(lang: str) -> str:
    """One line for somebody who is here for the first time."""
    return guide_words(lang).offer.format(command=guide_command(lang))


def guide_command(lang: str, *, html: bool = False) -> str:
    """What to type for the guide in a language."""
    chosen = "" if lang == DEFAULT_LANGUAGE else f" --lang {lang}"
    return f"posecoach guide{chosen}" + " --html" * html


def picture_bytes(name: str) -> bytes:
    """A step's picture as it ships, a JPEG file."""
    return (resources.files("posecoach") / "guide_pictures" / f"{name}.jpg").read_bytes()


# --- figures, from the routine files ----------------------------------------------------------


def figure_rows(words: GuideWords) -> list[tuple[str, ...]]:
    """A row for each variant: its name, hold, repetitions, rest and times a day."""
    return [
        (title, *_figures(load_routine(name), words)) for name, (title, _) in words.variants.items()
    ]


def _figures(routine: Routine, words: GuideWords) -> tuple[str, str, str, str]:
    times = _range_text(routine.repetitions, words)
    if routine.is_single and routine.repetitions is not None:
        times = words.a_side.format(n=times)
    return (
        _hold_text(routine, words),
        times,
        _NOTHING
        if routine.rest_s is None
        else words.seconds.format(n=words.number(routine.rest_s)),
        _range_text(routine.per_day, words),
    )


def _hold_text(routine: Routine, words: GuideWords) -> str:
    number = words.number(routine.hold_s)
    if routine.hold_max_s is not None and routine.hold_max_s > routine.hold_s:
        number = words.range.format(least=number, most=words.number(routine.hold_max_s))
    return words.seconds.format(n=number)


def _range_text(ends: tuple[int, int] | None, words: GuideWords) -> str:
    if ends is None:
        return _NOTHING
    least, most = ends
    return str(least) if least == most else words.range.format(least=least, most=most)


def filled(text: str, words: GuideWords) -> str:
    """A text of the guide with the long hold's figures and the laptop's place in it."""
    hold, _, rest, _ = _figures(load_routine(DEFAULT_ROUTINE), words)
    return text.format(hold=hold, rest=rest, **placement_text(words))


# --- terminal ---------------------------------------------------------------------------------


def print_guide(console: Console, lang: str = DEFAULT_LANGUAGE) -> None:
    """Print the whole guide; lines are at most 80 characters long.

    The steps' pictures are drawn where the console has the colours.

    Raises
    ------
    UsageError
        If there is no such language.
    """
    words = guide_words(lang)
    page = _Page(console)
    page.line(words.title, "bold underline")
    page.paragraph(words.lead)
    page.paragraph(words.careful, "bold yellow")
    page.section(words.why_title, *words.why)
    page.section(words.muscles_title)
    _tell_pairs(page, words.muscles, words)
    page.paragraph(words.muscles_remark)
    page.section(words.safety_title)
    _tell_safety(page, words)
    on_a_page = words.html_sharper if page.draws else words.html_shows
    page.section(words.steps_title, on_a_page.format(command=guide_command(lang, html=True)))
    _tell_steps(page, words)
    page.section(words.variants_title)
    _tell_variants(page, words)
    page.section(words.place_title)
    _tell_pairs(page, words.place, words)
    page.section(words.ready_title)
    _tell_pairs(page, words.ready, words, "bold cyan")
    page.section(words.sources_title, *words.sources)


class _Page:
    """Lines on a console, wrapped here: rich would break a line at a no-break space."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = max(_NARROWEST, min(console.width, _WIDTH))
        from posecoach.adapters.guide_blocks import can_draw  # noqa: PLC0415 - as rich below

        self.draws = can_draw(console, self.width)

    def section(self, title: str, *paragraphs: str) -> None:
        """A title with a rule after it, and what follows."""
        rule = "─" * max(0, self.width - len(title) - 1)
        self.line(f"{title} {rule}", "bold blue")
        for text in paragraphs:
            self.paragraph(text)

    def line(self, text: str, style: str = "", first: str = "", indent: str = "") -> None:
        """A text that goes on over lines; ``first`` and ``indent`` are what they begin with."""
        from rich.text import Text  # noqa: PLC0415 - the one-line offer needs none of it

        whole = textwrap.fill(text, self.width, initial_indent=first, subsequent_indent=indent)
        self.console.print(Text(whole, style=style), soft_wrap=True)

    def paragraph(self, text: str, style: str = "", indent: str = "") -> None:
        """The same with an empty line below."""
        self.line(text, style, indent, indent)
        self.console.print()


def _tell_pairs(
    page: _Page, pairs: Iterable[tuple[str, str]], words: GuideWords, style: str = "bold"
) -> None:
    for name, text in pairs:
        page.line(name, style)
        page.paragraph(filled(text, words), indent="  ")


def _tell_safety(page: _Page, words: GuideWords) -> None:
    for listed in words.safety:
        page.line(listed.title, "bold")
        for item in listed.items:
            page.line(item, first="- ", indent="  ")
        if listed.remark:
            page.line(listed.remark)
        page.console.print()
    page.paragraph(words.not_medical)


def _tell_steps(page: _Page, words: GuideWords) -> None:
    for number, step in enumerate(words.steps, start=1):
        _tell_step(page, f"{number}. {step.title}", step, words)
    page.paragraph(filled(words.letting_go, words))
    _tell_step(page, words.grip.title, words.grip, words)


def _tell_step(page: _Page, title: str, step: Step, words: GuideWords) -> None:
    page.line(title, "bold")
    page.line(filled(step.text, words), first="  ", indent="  ")
    if page.draws:
        from posecoach.adapters.guide_blocks import drawn  # noqa: PLC0415 - as rich above

        page.console.print(drawn(step.picture, page.width), soft_wrap=True)
        page.paragraph(step.alt, "dim italic", "  ")
    else:
        page.paragraph(f"[{words.picture}] {step.alt}", "dim italic", "  ")


def _tell_variants(page: _Page, words: GuideWords) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - the one-line offer needs none of it
    from rich.table import Table  # noqa: PLC0415 - as above

    form, *figures = words.columns
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(form)
    for column in figures:
        table.add_column(column, no_wrap=True)
    for row in figure_rows(words):
        table.add_row(*row)
    page.console.print(table, width=page.width)
    page.console.print()
    _tell_pairs(page, words.variants.values(), words)
    for remark in words.variants_remarks:
        page.paragraph(remark)
