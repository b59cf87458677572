"""The live screen's and the display's catalogues: complete in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from string import Formatter
from types import ModuleType

import pytest

from posecoach.adapters.display import NoDisplay
from posecoach.adapters.front import Key
from posecoach.adapters.words import display, screen
from posecoach.core.flow import Pause
from posecoach.core.landmarks import Side

MODULES = pytest.mark.parametrize("module", [display, screen], ids=["display", "screen"])


def texts(words: object) -> Iterator[tuple[str, str]]:
    """Every text of a catalogue with its name."""
    for field in fields(words):  # type: ignore[arg-type]  # a dataclass, whichever
        value = getattr(words, field.name)
        if isinstance(value, Mapping):
            yield from ((f"{field.name}.{key}", text) for key, text in value.items())
        else:
            yield field.name, value


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@MODULES
def test_no_text_is_missing(module: ModuleType) -> None:
    """The same texts in each language, none empty, one line, with the same placeholders."""
    assert set(module.CATALOGUES) == {"en", "fr"}
    english, french = dict(texts(module.ENGLISH)), dict(texts(module.FRENCH))
    assert french.keys() == english.keys()
    for name, text in french.items():
        assert text.strip()
        assert placeholders(text) == placeholders(english[name])
        assert "\n" not in text + english[name]


def test_every_key_has_words() -> None:
    """Whatever may be found, pressed or shown can be said."""
    for words in screen.CATALOGUES.values():
        assert list(words.keys) == list(Key)
        assert set(words.pauses) == set(Pause)
        assert set(words.sides) == set(Side)
    for reasons in display.CATALOGUES.values():
        assert set(reasons.reasons) == set(NoDisplay)


def test_without_a_window_it_goes_on() -> None:
    """Every reason says that it goes on with sound alone, and by which name that goes."""
    for words in display.CATALOGUES.values():
        for text in words.reasons.values():
            assert "--headless" in text
            assert re.search("going on with sound alone|continue avec le son seul", text)
