"""Which language a call is made in, whatever else is wrong in it."""

from __future__ import annotations

import pytest

from posecoach.cli_language import asked_language


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("", None),
        ("live", None),
        ("live --lang fr", "fr"),
        ("live --lang=fr --hold", "fr"),
        ("--help --lang fr", "fr"),
        ("live --hold --lang fr", "fr"),
        ("history --lang fr feel --lang en", "en"),
        ("live --lang fr --lang xx", "fr"),
        ("live --lang xx", None),
        ("live --lang", None),
        ("live --lang=", None),
        ("live --lang FR", None),
        ("review fr", None),
        ("review --language fr", None),
        ("review -- --lang fr", None),
        ("review --lang fr -- --lang en", "fr"),
    ],
)
def test_the_language_is_the_last_known_one_that_is_asked_for(line: str, lang: str | None) -> None:
    """In either spelling, anywhere before a double dash; a bare word is none."""
    assert asked_language(line.split()) == lang
