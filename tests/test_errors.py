"""A line of an error: its English, its pieces, and its way through a pickle."""

import pickle
from pathlib import Path

import pytest

from posecoach.errors import (
    ImproperValueError,
    InputError,
    ModelError,
    Phrase,
    PoseCoachError,
    phrase_of,
)


def shouted(template: str) -> str:
    """A language whose words are those of English in capitals, but for the fields."""
    return template.replace("is", "IS").replace("bad", "BAD").replace("No", "NO")


def test_a_line_is_its_template_with_the_fields_in_it() -> None:
    """Numbers keep their form, anything else is its text."""
    error = InputError("{path} is {n:.1f} of {of}", path=Path("a/b"), n=2.25, of=[1])
    assert str(error) == "a/b is 2.2 of [1]"


def test_without_fields_braces_are_braces() -> None:
    """A line that is whole already may hold any name, also of a file called {0}."""
    assert str(InputError.worded("{0}: {} is gone")) == "{0}: {} is gone"
    assert str(InputError("{path} is gone", path="{0}")) == "{0} is gone"


def test_a_worded_error_is_of_its_kind() -> None:
    """The exit code goes with the kind."""
    assert type(ModelError.worded("weg")) is ModelError


def test_errors_and_phrases_within_a_line_are_translated_with_it() -> None:
    """However deep; a name that looks like a word of the line stays as it is."""
    inner = InputError("{key} is {what}", key="is", what=Phrase("bad"))
    outer = ModelError("{path} is bad: {why}", path="bad", why=inner)
    assert outer.phrase.text(shouted) == "bad IS BAD: is IS BAD"
    assert str(outer) == "bad is bad: is is bad"


def test_the_systems_reason_is_a_piece() -> None:
    """Its words without number and name; those of other errors are the whole text."""
    full = OSError(28, "No space left on device", "/some/file")
    assert str(InputError("not written ({why})", why=full)) == (
        "not written (No space left on device)"
    )
    assert phrase_of(full).text(shouted) == "NO space left on device"
    assert str(phrase_of(ValueError("{odd}"))) == "{odd}"


@pytest.mark.parametrize("kind", [InputError, ImproperValueError])
def test_an_error_survives_a_pickle(kind: type[PoseCoachError]) -> None:
    """Workers send theirs home: kind, line and pieces."""
    error = kind("{path}: {why} ({n:,})", path=Path("x"), why=OSError(5, "No"), n=1000)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error) == "x: No (1,000)"
    assert again.phrase == error.phrase
    assert again.phrase.text(shouted) == "x: NO (1,000)"


def test_phrases_are_equal_by_what_they_say() -> None:
    """A note that was told once is known again."""
    one, same = Phrase("{a} is {b}", a=1, b="x"), Phrase("{a} is {b}", a=1, b="x")
    assert (one, hash(one)) == (same, hash(same))
    assert one != Phrase("{a} is {b}", a=1, b="y")
    assert one != "1 is x"


def test_an_improper_value_is_a_value_error() -> None:
    """Whoever reads a value need not know whose rule it broke."""
    with pytest.raises(ValueError, match="3 is bad"):
        raise ImproperValueError("{n} is bad", n=3)
