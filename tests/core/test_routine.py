"""Prescriptions: what is allowed is taken, what is not is named with what would be."""

import math
import re

import pytest

from posecoach.core.routine import Routine, routine_from, with_hold
from posecoach.errors import RoutineError

LEAST = {"name": "mine", "legs": "both", "hold_s": 30}
FULL = LEAST | {
    "hold_max_s": 45.0,
    "repetitions": [3, 4],
    "per_day": [1, 3],
    "rest_s": 20,
    "comfort_deg": 100,
    "source": "my physiotherapist",
}
HUGE = 10**400


def test_the_least_that_is_needed() -> None:
    """Three keys are enough; the others have their defaults."""
    assert routine_from(LEAST) == Routine("mine", "both", 30.0)


def test_everything_that_can_be_said() -> None:
    """Whole numbers of seconds and degrees become numbers, pairs become pairs."""
    routine = routine_from(FULL)
    assert routine == Routine(
        "mine", "both", 30.0, 45.0, (3, 4), (1, 3), 20.0, 100.0, "my physiotherapist"
    )
    assert isinstance(routine.hold_s, float)
    assert not routine.is_single
    assert routine_from(LEAST | {"legs": "single"}).is_single


@pytest.mark.parametrize("key", sorted(LEAST))
def test_a_missing_key_is_named(key: str) -> None:
    """Each of the three is required."""
    table = {k: v for k, v in LEAST.items() if k != key}
    with pytest.raises(RoutineError, match=f"the key '{key}' is missing"):
        routine_from(table)


def test_an_unknown_key_is_named_with_the_known_ones() -> None:
    """A typing mistake does not pass in silence."""
    with pytest.raises(RoutineError, match=r"'hold_sec'.*name, legs, hold_s, hold_max_s"):
        routine_from(LEAST | {"hold_sec": 5})


NUMBERS = [
    ("hold_s", 0, "0", "more than 0 s"),
    ("hold_s", 0.0, "0.0", "more than 0 s"),
    ("hold_s", 0.05, "0.05", "at least 0.1 s"),
    ("hold_s", -5, "-5", "0.1 to 600"),
    ("hold_s", 601, "601", "0.1 to 600"),
    ("hold_s", math.nan, "nan", "0.1 to 600"),
    ("hold_s", math.inf, "inf", "0.1 to 600"),
    ("hold_s", -math.inf, "-inf", "0.1 to 600"),
    ("hold_s", HUGE, "a huge number", "0.1 to 600"),
    ("hold_s", -HUGE, "a huge number", "0.1 to 600"),
    ("hold_s", "30", "'30'", "a number is needed"),
    ("hold_s", True, "True", "a number is needed"),
    ("hold_s", False, "False", "a number is needed"),
    ("hold_s", None, "None", "a number is needed"),
    ("hold_s", [30], "[30]", "a number is needed"),
    ("hold_max_s", 29.9, "29.9", "30 to 600"),
    ("hold_max_s", 1000, "1000", "30 to 600"),
    ("hold_max_s", "no", "'no'", "a number is needed"),
    ("rest_s", -1, "-1", "0.1 to 600"),
    ("rest_s", 0, "0", "more than 0 s"),
    ("comfort_deg", 69, "69", "70 to 150"),
    ("comfort_deg", 151, "151", "70 to 150"),
    ("comfort_deg", math.nan, "nan", "70 to 150"),
    ("comfort_deg", "wide", "'wide'", "a number is needed"),
]
TEXTS = [
    ("name", "", "''", "a text that is not empty"),
    ("name", "  ", "'  '", "a text that is not empty"),
    ("name", 7, "7", "a text that is not empty"),
    ("source", "", "''", "a text that is not empty"),
    ("source", 3.5, "3.5", "a text that is not empty"),
    ("legs", "left", "'left'", "one of both, single"),
    ("legs", 2, "2", "one of both, single"),
    ("legs", ["both"], "['both']", "one of both, single"),
]
PAIRS = [
    (key, value, repr(value), "[least, most] of whole numbers from 1")
    for key in ("repetitions", "per_day")
    for value in (3, [3], [3, 4, 5], [4, 3], [0, 3], [1.0, 2], [True, 2], "34", {"least": 3})
]


@pytest.mark.parametrize(("key", "value", "shown", "allowed"), [*NUMBERS, *TEXTS, *PAIRS])
def test_each_mistake_names_key_value_and_what_is_allowed(
    key: str, value: object, shown: str, allowed: str
) -> None:
    """One line that says what stands there and what may stand there."""
    with pytest.raises(RoutineError, match=re.escape(allowed)) as caught:
        routine_from(LEAST | {key: value})
    message = str(caught.value)
    assert message.startswith(f"{key} = {shown}: ")
    assert "\n" not in message
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hold_s", 0.1),
        ("hold_s", 600),
        ("hold_max_s", 30),
        ("comfort_deg", 70),
        ("comfort_deg", 150),
        ("repetitions", [1, 1]),
    ],
)
def test_the_ends_of_each_range_are_allowed(key: str, value: object) -> None:
    """What the message allows is allowed, and kept as it is."""
    kept = getattr(routine_from(FULL | {"hold_max_s": 600} | {key: value}), key)
    assert kept == (tuple(value) if isinstance(value, list) else value)


def test_another_hold_length() -> None:
    """Only the hold changes, as long as the upper end still lies above it."""
    routine = routine_from(FULL)
    assert with_hold(routine, 10) == routine_from(FULL | {"hold_s": 10})
    assert with_hold(routine, 45.0).hold_max_s == 45.0


def test_a_hold_beyond_the_upper_end_takes_it_away() -> None:
    """60 s cannot end at 45; a routine without an upper end has none."""
    longer = with_hold(routine_from(FULL), 60.0)
    assert (longer.hold_s, longer.hold_max_s) == (60.0, None)
    assert with_hold(routine_from(LEAST), 60.0).hold_max_s is None


@pytest.mark.parametrize("hold_s", [0.0, -1.0, 0.01, 601.0, math.nan, math.inf])
def test_a_wrong_hold_length_is_refused(hold_s: float) -> None:
    """The same limits as in a file, named after the option."""
    with pytest.raises(RoutineError, match=r"^hold = "):
        with_hold(routine_from(LEAST), hold_s)
