"""The report's catalogues: complete, alike, and calm."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

import pytest

from posecoach.adapters.words.report import CATALOGUES, ENGLISH
from posecoach.adapters.words.report_fields import ReportWords
from posecoach.core.attempts import Doubt
from posecoach.core.faults import FaultKind


def texts(words: ReportWords) -> Iterator[tuple[str, str]]:
    """Every text with a name for it."""
    for field in fields(words):
        value = getattr(words, field.name)
        if isinstance(value, Mapping):
            yield from ((f"{field.name}.{key}", text) for key, text in value.items())
        elif isinstance(value, tuple):
            yield from ((f"{field.name}.{n}", text) for n, text in enumerate(value))
        else:
            yield field.name, value


@pytest.mark.parametrize("lang", CATALOGUES)
def test_catalogues_say_the_same(lang: str) -> None:
    """The same texts with the same placeholders, and none empty."""
    words = dict(texts(CATALOGUES[lang]))
    english = dict(texts(ENGLISH))
    assert words.keys() == english.keys()
    for name, text in words.items():
        assert text.strip() or name == "thousands", name
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english[name])), name
    assert CATALOGUES[lang].language == lang


@pytest.mark.parametrize("lang", CATALOGUES)
def test_every_fault_and_doubt_has_its_advice(lang: str) -> None:
    """A new rule cannot be forgotten here."""
    words = CATALOGUES[lang]
    assert set(words.mend_fault) == set(FaultKind)
    assert set(words.mend_doubt) == set(Doubt)


def test_nothing_urges() -> None:
    """No harder, deeper, further, more; closer only if it is comfortable."""
    for name, text in texts(ENGLISH):
        if name.startswith(("mend", "well", "why")):
            assert not re.search(r"\b(harder|push|force|deeper|further|must|more)\b", text), name
            assert "closer" not in text or "if that is comfortable" in text, name


@pytest.mark.parametrize(
    ("lang", "value", "digits", "expected"),
    [
        ("en", 1234.56, 1, "1,234.6"),
        ("fr", 1234.56, 1, "1\u202f234,6"),
        ("en", -0.04, 1, "0.0"),
        ("fr", -3.0, 0, "−3"),
    ],
)
def test_numbers_are_written_as_the_language_does(
    lang: str, value: float, digits: int, expected: str
) -> None:
    """Decimal and thousands marks, a true minus, and no minus nought."""
    assert CATALOGUES[lang].number(value, digits) == expected
