"""What holds of every French text, whatever it is for."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module

import pytest

from posecoach.adapters import wording, words

CATALOGUES: dict[str, object] = {"wording": wording.FRENCH}
for _found in pkgutil.iter_modules(words.__path__):
    _module = import_module(f"{words.__name__}.{_found.name}")
    if hasattr(_module, "CATALOGUES"):
        CATALOGUES[_found.name] = _module.CATALOGUES["fr"]
ONLY_HEARD = ("spoken.", "setup.spoken.")  # voices know the apostrophe of the keyboard best


def texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every text of a catalogue with its place in it."""
    if isinstance(value, str):
        yield where, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, f"{where}.{key}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{where}.{index}")


EVERY_TEXT = [pair for name, catalogue in CATALOGUES.items() for pair in texts(catalogue, name)]


def wrong(pattern: str) -> list[tuple[str, str]]:
    """The texts in which this is found."""
    return [(where, text) for where, text in EVERY_TEXT if re.search(pattern, text)]


def test_every_catalogue_is_looked_at() -> None:
    """The rules below have something to hold: each area of words, and hundreds of texts."""
    assert {"batch", "camera", "display", "guide", "history", "live", "rejudge"} <= set(CATALOGUES)
    assert {"report", "review", "screen", "setup", "sound", "spoken"} <= set(CATALOGUES)
    assert len(EVERY_TEXT) > 400


@pytest.mark.parametrize(
    "mistake",
    [
        r"(?<![\u00a0\u202f])[:;?!»](?![\w/])",  # but in an address and in {seconds:g}
        r"«(?!\u00a0)",
        r"[\d}] (?:s|m|cm|px|Mo)\b|[\d}] %",
        r"\.\.\.|  ",
    ],
    ids=["high punctuation", "opening quotes", "units", "dots and double blanks"],
)
def test_french_is_typeset_as_french(mistake: str) -> None:
    """No-break spaces before high punctuation, inside guillemets and before units."""
    assert wrong(mistake) == []


def test_apostrophes_are_printed_ones() -> None:
    """What is read has ’; only what is heard and never printed in a page may do without."""
    straight = [where for where, _ in wrong(r"\w'\w")]
    assert [where for where in straight if not where.startswith(ONLY_HEARD)] == []


def test_everybody_is_addressed_alike() -> None:
    """Always vous, and never as a man or as a woman."""
    assert wrong(r"(?i)\b(tu|toi|ton|tes|t’es)\b") == []
    assert wrong(r"\b(vous êtes|vous seule?|[Rr]estez) (allongée?|assise?|petite?)\b") == []


def test_a_fault_of_form_has_one_name() -> None:
    """« Faute », in the report, the history, the overview and the comparison alike."""
    assert wrong(r"(?i)(?<!par )\bdéfauts?\b") == []
