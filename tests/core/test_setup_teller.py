"""What is said of the setup: seldom, once, and never over what is already true."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from posecoach.core.faults import FaultKind
from posecoach.core.setup_gate import SetupStep
from posecoach.core.setup_keys import NO_PICTURE, Advice
from posecoach.core.setup_teller import (
    ADVICE_AGAIN_S,
    ADVICE_PAUSE_S,
    SetupTeller,
    setup_utterance,
)
from posecoach.core.utterance import Priority, SpokenKey, Utterance


def at(
    time_s: float, advice: Advice | None, *, ready: bool = False, anyway: bool = False
) -> SetupStep:
    """A step of the gate."""
    open_kinds = (FaultKind.HEAD_UP,) if anyway else ()
    return SetupStep(time_s, {}, advice, None, math.nan, ready, 0.0, anyway, open_kinds, 15.0, None)


def heard(teller: SetupTeller, *steps: SetupStep) -> list[tuple[float, object]]:
    """When what is said."""
    said = [teller(step) for step in steps]
    return [(utterance.cause_s, utterance.key) for utterance in said if utterance is not None]


def test_the_same_is_said_again_only_after_a_while() -> None:
    """Whoever walks around the laptop is not told every eight seconds."""
    steps = [at(t / 10, Advice.TOO_FAR) for t in range(400)]
    times_s = [time_s for time_s, _ in heard(SetupTeller(), *steps)]
    assert times_s == [0.0, ADVICE_AGAIN_S, 2 * ADVICE_AGAIN_S]


def test_at_most_one_advice_in_eight_seconds() -> None:
    """However often what is wrong changes."""
    changing = [Advice.TOO_FAR, Advice.FEET_CUT, None]
    steps = [at(t / 10, changing[t // 7 % 3]) for t in range(600)]
    times_s = [time_s for time_s, _ in heard(SetupTeller(), *steps)]
    assert len(times_s) >= 6
    assert min(b - a for a, b in pairwise(times_s)) >= ADVICE_PAUSE_S


@pytest.mark.parametrize(
    ("ready", "key"), [(True, SpokenKey.SETUP_READY), (False, SpokenKey.SETUP_ANYWAY)]
)
def test_the_beginning_is_said_once_and_ends_it(ready: bool, key: SpokenKey) -> None:
    """At once, also right after an advice; afterwards nothing is said any more."""
    teller = SetupTeller()
    steps = [
        at(0.0, Advice.TOO_FAR),
        at(1.0, None, ready=ready, anyway=not ready),
        at(1.1, None, ready=ready, anyway=not ready),
        at(30.0, Advice.TOO_DARK),
    ]
    assert heard(teller, *steps) == [(0.0, Advice.TOO_FAR), (1.0, key)]


@pytest.mark.parametrize("advice", sorted(NO_PICTURE))
def test_a_picture_that_is_gone_is_said_at_once(advice: Advice) -> None:
    """Right after another advice, and when all was right; then like any other."""
    teller = SetupTeller()
    steps = [at(0.0, Advice.TOO_FAR), *(at(1.0 + t / 10, advice) for t in range(200))]
    steps += [at(30.0, None, ready=True), at(31.0, advice)]
    assert heard(teller, *steps) == [
        (0.0, Advice.TOO_FAR),
        (1.0, advice),
        (1.0 + ADVICE_AGAIN_S, advice),
        (30.0, SpokenKey.SETUP_READY),
        (31.0, advice),
    ]


def test_without_a_session_nothing_starts_by_lying_still() -> None:
    """`check` goes on advising; only all being right is its end."""
    teller = SetupTeller(begins=False)
    steps = [at(0.0, Advice.TOO_FAR, anyway=True), at(20.0, None, ready=True, anyway=True)]
    assert heard(teller, *steps) == [(0.0, Advice.TOO_FAR), (20.0, SpokenKey.SETUP_READY)]


def test_what_was_not_heard_is_said_sooner() -> None:
    """A dropped advice comes again at once; another one's loss changes nothing."""
    for lost, again_s in ((Advice.TOO_FAR, 0.1), (Advice.TOO_DARK, ADVICE_AGAIN_S)):
        teller = SetupTeller()
        assert teller(at(0.0, Advice.TOO_FAR)) is not None
        teller.unheard(setup_utterance(lost, 0.0))
        steps = [at(t / 10, Advice.TOO_FAR) for t in range(1, 300)]
        assert heard(teller, *steps)[0][0] == again_s


def test_that_all_is_right_is_said_until_it_is_heard() -> None:
    """An advice was being said just then."""
    teller = SetupTeller()
    ready = teller(at(0.0, None, ready=True))
    assert ready is not None
    teller.unheard(ready)
    assert heard(teller, at(0.6, None, ready=True)) == [(0.6, SpokenKey.SETUP_READY)]


def test_an_advice_is_a_line() -> None:
    """It matters as much as lines of the session do."""
    expected = Utterance(Advice.TOO_DARK, Priority.SESSION, 3.0)
    assert setup_utterance(Advice.TOO_DARK, 3.0) == expected
