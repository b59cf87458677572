"""The table on the terminal: what a person reads after a review."""

import io
from collections.abc import Mapping
from dataclasses import fields, replace
from string import Formatter

import pytest
from rich.console import Console

from posecoach.adapters import wording
from posecoach.adapters.tables import print_review
from posecoach.adapters.words.review import ENGLISH, FRENCH, ReviewWords
from posecoach.core.routine import Routine
from posecoach.core.session import Session
from tests.core.synthetic import drawn, film, resting, steady
from tests.core.test_session import session_of

BOTH = Routine("test", "both", 5.0)


def said(session: Session, routine: Routine = BOTH) -> str:
    """What is printed, at the width of a plain terminal."""
    stream = io.StringIO()
    print_review(Console(file=stream, width=80), session, routine)
    return stream.getvalue()


@pytest.fixture
def held() -> Session:
    """One hold of both legs, over 5 s long."""
    script = [(0.0, resting()), (3.0, resting()), (4.5, drawn()), (11.0, drawn())]
    return session_of(film([*script, (12.5, resting()), (14.0, resting())], steady(14.0)))


def test_a_hold_is_a_row_and_fits_the_terminal(held: Session) -> None:
    """Verdict, times, seconds and angles, in one line of at most 80 characters."""
    lines = said(held).splitlines()
    assert lines[0] == "1 valid of 1 attempt (test: 5 s, both legs)"
    assert "valid" in lines[2]
    assert "130°, 130°" in lines[2]
    assert all(len(line) <= 80 for line in lines)


def test_one_leg_alone_is_explained(held: Session) -> None:
    """Who lifts one leg under a routine for both is told which routine fits."""
    alone = replace(held, holds=(), one_leg_s=11.9)
    assert "--routine gentle-single" in said(alone).replace("\n", " ")
    assert "--routine" not in said(alone, replace(BOTH, legs="single"))
    assert "--routine" not in said(replace(alone, one_leg_s=2.0))
    # The ways in and out of a hold take a leg alone, too.
    assert "--routine" not in said(replace(held, one_leg_s=9.0))
    assert "--routine" in said(replace(held, one_leg_s=11.0))


def test_french_has_every_text(held: Session) -> None:
    """The same rows in French, with its decimal comma."""
    stream = io.StringIO()
    print_review(Console(file=stream, width=80), held, BOTH, FRENCH)
    text = stream.getvalue()
    assert "1 compté sur 1 essai (test\u00a0: 5\u00a0s, les deux jambes)" in text
    two = replace(held, holds=held.holds * 2)
    stream = io.StringIO()
    print_review(Console(file=stream, width=80), two, replace(BOTH, hold_s=5.5), FRENCH)
    assert "Comptés\u00a0: 2 sur 2 essais (test\u00a0: 5,5\u00a0s" in stream.getvalue()
    assert "," in text.splitlines()[2]
    assert all(len(line) <= 80 for line in text.splitlines())


def test_french_has_its_decimal_comma_in_the_target_too(held: Session) -> None:
    """A hold of half seconds is told with a comma, on the terminal and on the picture."""
    half = replace(BOTH, hold_s=5.5)
    stream = io.StringIO()
    print_review(Console(file=stream, width=80), held, half, FRENCH)
    assert "5,5\u00a0s, les deux jambes" in stream.getvalue()
    assert "5.5 s, both legs" in said(held, half)
    assert wording.FRENCH.target_text(half) == "sur 5,5\u00a0s"
    assert wording.ENGLISH.target_text(half) == "of 5.5\u00a0s"


def test_the_catalogues_are_complete() -> None:
    """Both languages word the same things, with the same placeholders, and nothing is empty."""
    for name in (field.name for field in fields(ReviewWords)):
        english, french = getattr(ENGLISH, name), getattr(FRENCH, name)
        if isinstance(english, str):
            assert french.strip()
            assert places_in(english) == places_in(french), name
        elif isinstance(english, Mapping):
            assert english.keys() == french.keys()
        else:
            assert len(english) == len(french)


def places_in(text: str) -> set[str]:
    """Names of the placeholders."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
