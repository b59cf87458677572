"""What is heard, as text: complete, calm, and never with a gap."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from string import Formatter

import pytest

from posecoach.adapters.wording import CATALOGUES as SHOWN
from posecoach.adapters.words import sound, spoken
from posecoach.adapters.words.spoken import CATALOGUES, SpokenWords, text_of, texts_to_prepare
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.setup_keys import Advice
from posecoach.core.utterance import Priority, SpokenKey, Utterance

KEYS = (*SpokenKey, *CueKey, *FaultKind, *Advice)
EVERY = pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)


def said(
    words: SpokenWords,
    key: SpokenKey | CueKey | FaultKind | Advice,
    value: int | None = None,
    side: Side | None = None,
) -> str:
    """The text of an utterance."""
    return text_of(Utterance(key, Priority.CUE, 0.0, value, side), words)


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def every_text(words: SpokenWords) -> list[str]:
    """All texts of a catalogue."""
    return [text for field in fields(words) for text in getattr(words, field.name).values()]


@EVERY
def test_catalogue_is_complete(words: SpokenWords) -> None:
    """Every key has a line, a line with a gap has one without, and none is empty."""
    assert set(words.lines) == set(KEYS)
    assert set(words.sides) == set(Side)
    assert set(words.plain) == {key for key, line in words.lines.items() if placeholders(line)}
    assert set(words.singular) <= set(words.plain)
    assert all(text.strip() for text in every_text(words))
    assert len(set(words.lines.values())) == len(words.lines)


def test_the_languages_leave_the_same_gaps() -> None:
    """A number or a side that is said in one language is said in the other."""
    english, french = spoken.ENGLISH, spoken.FRENCH
    for field in fields(SpokenWords):
        ours, theirs = getattr(english, field.name), getattr(french, field.name)
        assert {key: placeholders(text) for key, text in ours.items()} == {
            key: placeholders(text) for key, text in theirs.items()
        }, field.name


@EVERY
def test_a_text_has_no_gap_whatever_is_missing(words: SpokenWords) -> None:
    """With or without a number and a side, what comes out is words."""
    for key in KEYS:
        for value in (None, 0, 1, 2, 10):
            for side in (None, *Side):
                text = said(words, key, value, side)
                assert text.strip()
                assert not set("{}") & set(text)
                assert "None" not in text


@EVERY
def test_numbers_and_sides_are_heard(words: SpokenWords) -> None:
    """What the utterance brings is in the text, and a side tells left from right."""
    assert "3" in said(words, SpokenKey.SECONDS_LEFT, 3)
    assert "12" in said(words, SpokenKey.FINISHED, 12)
    assert "20" in said(words, SpokenKey.REST, 20)
    for key in (SpokenKey.BEGIN_SIDE, SpokenKey.OTHER_SIDE):
        left, right = (said(words, key, side=side) for side in (Side.LEFT, Side.RIGHT))
        assert words.sides[Side.LEFT] in left
        assert words.sides[Side.RIGHT] in right


@EVERY
def test_a_verdict_is_said_before_its_line(words: SpokenWords) -> None:
    """Two sentences, each as it would be alone."""
    counted = Utterance(SpokenKey.COUNTED, Priority.COUNT, 0.0, 2)
    line = Utterance(SpokenKey.OTHER_SIDE, Priority.SESSION, 1.0, None, Side.LEFT)
    alone = [text_of(one, words) for one in (counted, line)]
    assert text_of(replace(line, verdict=counted), words) == " ".join(alone)


def test_one_is_said_as_one() -> None:
    """A single second or hold is not put in the plural, and none is not announced at all."""
    assert said(spoken.ENGLISH, SpokenKey.REST, 1) == "Rest for one second."
    assert said(spoken.FRENCH, SpokenKey.REST, 1) == "Reposez-vous une seconde."
    assert "One hold counted" in said(spoken.ENGLISH, SpokenKey.FINISHED, 1)
    assert "counted" not in said(spoken.ENGLISH, SpokenKey.FINISHED, 0)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (spoken.ENGLISH, ("disc herniation", "doctor", "hurts", "behind the thigh", "pillow")),
        (spoken.FRENCH, ("hernie discale", "médical", "mal", "derrière|arrière", "coussin")),
    ],
    ids=CATALOGUES,
)
def test_the_safety_line_says_all_it_must(words: SpokenWords, meant: tuple[str, ...]) -> None:
    """Who should not, when to stop, what to do about the knee and the head."""
    for what in meant:
        assert re.search(what, said(words, SpokenKey.SAFETY)), what


@EVERY
def test_nothing_urges(words: SpokenWords) -> None:
    """No line shouts or sends anyone past comfort; closer comes with its condition."""
    urging = {"harder", "push", "must", "force", "further", "try", "more"}
    urging |= {"forcez", "poussez", "plus fort", "devez", "essayez", "encore"}
    for key, text in words.lines.items():
        assert "!" not in text
        assert not urging & set(re.findall(r"\w+", text.lower())), key
    for key in (SpokenKey.CLOSER, FaultKind.NOT_CLOSE_ENOUGH):
        assert re.search(r"if comfortable|si c'est agréable", words.lines[key])


def test_what_is_prepared_covers_what_needs_no_number() -> None:
    """The countdown comes first; texts with an unknown number are left out; none comes twice."""
    texts = list(texts_to_prepare(spoken.ENGLISH))
    assert texts[:4] == ["10.", "3.", "2.", "1."]
    assert said(spoken.ENGLISH, SpokenKey.OTHER_SIDE, side=Side.LEFT) in texts
    assert spoken.ENGLISH.lines[FaultKind.HEAD_UP] in texts
    assert not any(placeholders(text) for text in texts)
    assert len(set(texts)) == len(texts)


def test_the_notes_about_the_sound_are_complete() -> None:
    """Each way to fail has one line in each language, and no two have the same."""
    for words in sound.CATALOGUES.values():
        notes = [getattr(words, field.name) for field in fields(words)]
        assert all(note.strip() and "\n" not in note for note in notes)
        assert len(set(notes)) == len(notes)


def test_the_same_languages_everywhere() -> None:
    """Whoever may choose a language for the screen may choose it for the sound."""
    assert set(CATALOGUES) == set(sound.CATALOGUES) == set(SHOWN) == {"en", "fr"}
