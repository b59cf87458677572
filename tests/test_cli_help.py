"""Every piece of every help page has its French: all pages are written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click
import pytest

from posecoach.adapters.routine_files import DEFAULT_ROUTINE
from posecoach.adapters.words import help as help_words
from posecoach.adapters.words.help import FRENCH
from posecoach.cli import cli
from posecoach.cli_help import HelpPage, in_words
from posecoach.cli_language import listen


class Asked(dict[str, str]):
    """A catalogue that remembers what it was asked for."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(words)
        self.keys_asked: set[str] = set()

    def get(self, key: str, default: str) -> str:  # type: ignore[override]  # no other is asked
        """Look up a piece of a page."""
        self.keys_asked.add(key)
        return super().get(key, default)


def commands(lang: str) -> Iterator[click.Context]:
    """Every command, as if its help was asked for in a language."""

    def within(
        command: click.Command, name: str | None, above: click.Context | None
    ) -> Iterator[click.Context]:
        context = command.make_context(name, [], parent=above, resilient_parsing=True)
        listen(context, ["--lang", lang])
        yield context
        if isinstance(command, click.Group):
            for inner, one in command.commands.items():
                yield from within(one, inner, context)

    return within(cli, "posecoach", None)


def pages(lang: str) -> list[str]:
    """Every help page in a language."""
    return [context.get_help() for context in commands(lang)]


def values() -> set[str]:
    """What is typed as it is in every language: defaults and choices."""
    parameters = [one for context in commands("en") for one in context.command.params]
    kinds = [one.type for one in parameters]
    choices = {f"[{'|'.join(one.choices)}]" for one in kinds if isinstance(one, click.Choice)}
    return {str(one.default) for one in parameters} | choices | {DEFAULT_ROUTINE}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What all French pages look up."""
    words = Asked(FRENCH)
    monkeypatch.setattr(help_words, "CATALOGUES", {"fr": words})
    monkeypatch.setattr("posecoach.cli_command.CATALOGUES", {"fr": words})
    assert len(pages("fr")) > 12
    return words.keys_asked


def test_every_piece_has_its_french(asked: set[str]) -> None:
    """Whatever a page says is looked up, and found unless it is a value."""
    assert asked - FRENCH.keys() - values() == set()


def test_no_french_is_there_for_nothing(asked: set[str]) -> None:
    """What no page says any more has none."""
    assert FRENCH.keys() - asked == set()


def test_every_help_is_on_the_pages(asked: set[str]) -> None:
    """The pages that are looked at are whole: a help, or its beginning, is one of the pieces."""
    for context in commands("en"):
        for one in context.command.params:
            help_text = getattr(one, "help", None)
            assert help_text is None or help_text.partition("  [")[0] in asked
        assert context.command.help is not None
        assert {" ".join(part.split()) for part in context.command.help.split("\n\n")} <= asked


def test_no_word_of_english_is_left() -> None:
    """Between names and values; also in what click has cut off."""
    words = {word for page in pages("fr") for word in page.split()}
    assert not words & {"the", "and", "is", "of", "or", "Show", "Usage:", "COMMAND", "FILE"}


def test_what_fits_in_english_fits_in_french() -> None:
    """In a list of commands none is cut off that is whole in English."""

    def cut(lang: str) -> set[str]:
        lines = [line for page in pages(lang) for line in page.splitlines()]
        return {line.split()[0] for line in lines if line.endswith("...") and line[0] == " "}

    assert cut("fr") <= cut("en") != set()


def test_english_pages_are_clicks_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the character: no class of ours has a hand in them."""
    ours = pages("en")
    for hook in ("make_formatter", "format_commands"):
        for owner in ("_Context", "Group"):
            monkeypatch.delattr(f"posecoach.cli_command.{owner}.{hook}", raising=False)
    assert pages("en") == ours


def test_both_languages_have_the_same_places() -> None:
    """A default is told in both."""
    for english, french in FRENCH.items():
        assert ("{default}" in english) == ("{default}" in french)
        assert french.strip()


def test_a_page_is_worded_piece_by_piece() -> None:
    """Metavars, paragraphs, and what brackets say; names and values stay."""
    words = {
        "Usage:": "Wie:",
        "FILE": "DATEI",
        "Two lines. Two.": "Zwei.",
        "Options:": "Dazu:",
        "What it is.": "Was es ist.",
        "default: {default}": "sonst {default}",
        "the last": "der letzte",
    }
    page = HelpPage(words, width=60, max_width=None)
    page.write_usage("run", "FILE REST")
    page.write_text("Two\nlines. Two.\n\nUnknown.")
    with page.section("Options"):
        page.write_dl(
            [
                ("-o, --one FILE", "What it is.  [default: the last]  [x>=1]"),
                ("--two A B", "[default: 3; x>=1]"),
                ("three", "What it is."),
            ]
        )
    assert page.getvalue().splitlines() == [
        "Wie: run DATEI REST",
        "Zwei.",
        "",
        "Unknown.",
        "",
        "Dazu:",
        "  -o, --one DATEI  Was es ist.  [sonst der letzte]  [x>=1]",
        "  --two A B        [sonst 3; x>=1]",
        "  three            What it is.",
    ]


def test_no_break_spaces_hold() -> None:
    """French has one before a colon; no line begins with it."""
    page = HelpPage({"x": "à vous\u00a0: oui"}, width=14, max_width=None)
    page.write_text("x")
    assert page.getvalue() == "à vous\u00a0: oui\n"
    narrow = HelpPage({"x": "à vous\u00a0: oui"}, width=7, max_width=None)
    narrow.write_text("x")
    assert narrow.getvalue().splitlines() == ["à", "vous\u00a0:", "oui"]


def test_a_text_without_words_stays() -> None:
    """Its paragraphs are kept apart."""
    assert in_words("One\n    line.\n\n    Two.", {"Two.": "Deux."}) == "One line.\n\nDeux."
