"""What is read and heard about the setup: complete in every language, and nothing urges."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import fields
from string import Formatter

import pytest

from posecoach.adapters.guide import guide_words
from posecoach.adapters.guide_drawing import placement_text
from posecoach.adapters.wording import CATALOGUES as SHOWN
from posecoach.adapters.words.setup import CATALOGUES, ENGLISH, FRENCH, SetupWords
from posecoach.core.setup_gate import SetupStep
from posecoach.core.setup_keys import Advice, Check, Result, Way

EVERY = pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)


def texts_of(words: SetupWords) -> dict[object, str]:
    """Every text by where it stands."""
    texts: dict[object, str] = {}
    for field in fields(words):
        value = getattr(words, field.name)
        if isinstance(value, Mapping):
            texts |= {(field.name, key): text for key, text in value.items()}
        elif isinstance(value, tuple):
            texts |= {(field.name, index): text for index, text in enumerate(value)}
        else:
            texts[field.name] = value
    return texts


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def advised(advice: Advice | None, way: Way | None = None, deg: float = math.nan) -> SetupStep:
    """A step of the gate with this advice."""
    return SetupStep(1.0, {}, advice, way, deg, False, 0.0, False, (), 15.0, None)


@EVERY
def test_catalogue_is_complete(words: SetupWords) -> None:
    """Every advice, check, result and way has its text; none is empty or of two lines."""
    assert set(words.spoken) == set(words.lines) == set(Advice)
    assert set(words.checks) == set(Check)
    assert set(words.results) == set(Result)
    assert set(words.ways) == set(Way)
    for text in texts_of(words).values():
        assert text.strip()
        assert "\n" not in text


def test_the_languages_have_the_same_gaps() -> None:
    """Both have the same texts with the same placeholders, and there is no third."""
    english, french = texts_of(ENGLISH), texts_of(FRENCH)
    assert {key: placeholders(text) for key, text in english.items()} == {
        key: placeholders(text) for key, text in french.items()
    }
    assert set(CATALOGUES) == set(SHOWN)


@EVERY
def test_what_is_heard_is_short(words: SetupWords) -> None:
    """An advice is over in four seconds, and neither shouts nor urges."""
    for text in words.spoken.values():
        assert len(text.split()) <= 16, text
        assert "!" not in text
        assert not {"must", "devez", "harder", "forcez"} & set(re.findall(r"\w+", text.lower()))


@EVERY
def test_a_way_is_named_only_where_it_is_known(words: SetupWords) -> None:
    """With it: left or right, seen from behind, and degrees; without it, the same in plain."""
    for advice in words.pointed:
        for way in Way:
            line = words.advice_line(advised(advice, way, 15.0), "2 m")
            assert line is not None
            assert words.ways[way] in line
            assert "15°" in line
        assert words.advice_line(advised(advice), "2 m") == words.lines[advice]
    far = words.advice_line(advised(Advice.TOO_FAR, Way.LEFT, 15.0), "2 m")
    assert far is not None
    assert "2 m" in far
    assert words.advice_line(advised(None), "2 m") is None


@pytest.mark.parametrize("lang", CATALOGUES)
def test_distances_are_worded_as_one_says_them(lang: str) -> None:
    """Nobody says « à 2 à 2,5 m », or "to 2 to 2.5 m"."""
    distance = placement_text(guide_words(lang))["distance"]
    assert re.search(r"\d (à|to) \d", distance)
    for line in CATALOGUES[lang].lines.values():
        assert not re.search(r"\b(à|to) \d\S* (à|to) ", line.format(distance=distance)), line
