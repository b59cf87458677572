"""The history's catalogues: complete in every language."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date

import pytest

from posecoach.adapters.words.history import CATALOGUES, ENGLISH, FRENCH, HistoryWords
from posecoach.core.landmarks import Side
from posecoach.core.progress import NextStep, TodayState


def texts(words: HistoryWords) -> Iterator[tuple[str, str]]:
    """Every text of a catalogue with its name."""
    for field in fields(words):
        value = getattr(words, field.name)
        if isinstance(value, Mapping):
            yield from ((f"{field.name}.{key}", text) for key, text in value.items())
        elif isinstance(value, tuple):
            yield from ((f"{field.name}.{n}", text) for n, text in enumerate(value))
        else:
            yield field.name, value


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_catalogues_are_found_by_their_language() -> None:
    """English and French, each under its own code."""
    assert {code: words.language for code, words in CATALOGUES.items()} == {"en": "en", "fr": "fr"}


@pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)
def test_no_text_is_missing(words: HistoryWords) -> None:
    """The same texts in each language, none empty, each with the same placeholders."""
    english, ours = dict(texts(ENGLISH)), dict(texts(words))
    assert ours.keys() == english.keys()
    assert all(text.strip() for text in ours.values())
    assert {name: placeholders(text) for name, text in ours.items()} == {
        name: placeholders(text) for name, text in english.items()
    }


@pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)
def test_every_key_of_the_core_has_words(words: HistoryWords) -> None:
    """Whatever progress may say can be said."""
    assert set(words.next_steps) == set(NextStep)
    assert set(words.today) == set(TodayState)
    assert set(words.closer) == set(Side)
    assert (len(words.weekdays), len(words.months)) == (7, 12)


def test_dates() -> None:
    """Short and long, and the first of a month in French."""
    day = date(2026, 3, 1)
    assert (ENGLISH.short(day), ENGLISH.long(day)) == ("Sun 1 Mar", "1 Mar 2026")
    assert (FRENCH.short(day), FRENCH.long(day)) == ("dim. 1er mars", "1er mars 2026")
    assert FRENCH.short(date(2026, 8, 11)) == "mar. 11 août"


@pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)
def test_pain_never_gets_encouragement(words: HistoryWords) -> None:
    """What is said with pain names a professional; nothing that is said sets a goal."""
    for step in (NextStep.STAY_SINGLE, NextStep.BACK_TO_SINGLE, NextStep.STOP_AND_ASK):
        assert re.search("physiotherapist or doctor|kinésithérapeute ou", words.next_steps[step])
        assert "gentle-double" not in words.next_steps[step]
    for _, text in texts(words):
        assert not re.search(r"\b(must|only|still to go|more to|devez|encore \{)", text), text
