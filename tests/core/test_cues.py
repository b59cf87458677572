"""What is said: the most important thing, few words, not too often."""

import pytest

from posecoach.core.checker import Phase
from posecoach.core.cues import Cue, CueChooser, CueKey
from posecoach.core.faults import FaultKind, FaultsNow
from posecoach.core.hold import Attempt, HoldStatus, State

OPEN = HoldStatus(State.HOLDING, Attempt(0.0, 5.0), None)
READY = HoldStatus(State.READY, None, None)
HEAD, HANDS, JERKY = FaultKind.HEAD_UP, FaultKind.HANDS_OFF, FaultKind.JERKY


def faults(*kinds: FaultKind) -> FaultsNow:
    """These faults, confirmed."""
    return FaultsNow(frozenset(), dict.fromkeys(kinds, 0.0), ())


def first(
    phase: Phase, hold: HoldStatus, *kinds: FaultKind, enough: bool = False
) -> CueKey | FaultKind:
    """What is said first of all."""
    return CueChooser()(0.0, phase, faults(*kinds), hold, enough=enough).key


@pytest.mark.parametrize(
    ("phase", "hold", "enough", "expected"),
    [
        (Phase.REST, READY, False, CueKey.DRAW_IN),
        (Phase.DRAWING_IN, READY, False, CueKey.DRAW_IN),
        (Phase.RELEASING, READY, False, CueKey.DRAW_IN),
        (Phase.DRAWN, OPEN, False, CueKey.HOLD),
        (Phase.DRAWN, OPEN, True, CueKey.ENOUGH),
        (Phase.ABSENT, READY, False, CueKey.NOT_SEEN),
        (Phase.DRAWN, HoldStatus(State.LOST, OPEN.attempt, None), False, CueKey.NOT_SEEN),
        (Phase.NOT_SUPINE, READY, False, CueKey.LIE_DOWN),
        (Phase.DRAWN, HoldStatus(State.SPENT, None, None), False, CueKey.LET_GO),
        (Phase.DRAWN, HoldStatus(State.SPOILT, OPEN.attempt, None), True, CueKey.LET_GO),
    ],
)
def test_each_state_has_its_word(
    phase: Phase, hold: HoldStatus, enough: bool, expected: CueKey
) -> None:
    """Without faults the phase and the hold decide."""
    assert first(phase, hold, enough=enough) is expected


def test_faults_come_first_and_blocking_ones_before_advice() -> None:
    """Of several faults one is said."""
    assert first(Phase.DRAWN, OPEN, HANDS) is HANDS
    assert first(Phase.DRAWN, OPEN, HANDS, HEAD) is HEAD
    assert first(Phase.ABSENT, READY, HANDS) is HANDS


def say(chooser: CueChooser, time_s: float, *kinds: FaultKind, enough: bool = False) -> Cue:
    """One frame of a hold."""
    return chooser(time_s, Phase.DRAWN, faults(*kinds), OPEN, enough=enough)


def test_a_cue_stays_with_the_time_it_began() -> None:
    """While nothing changes the same cue is in force."""
    chooser = CueChooser()
    assert say(chooser, 1.0) == Cue(CueKey.HOLD, 1.0)
    assert say(chooser, 50.0) == Cue(CueKey.HOLD, 1.0)


def test_at_most_one_new_cue_in_three_seconds() -> None:
    """The next calm word waits for its turn."""
    chooser = CueChooser()
    say(chooser, 0.0)
    assert say(chooser, 2.9, enough=True).key is CueKey.HOLD
    assert say(chooser, 3.0, enough=True) == Cue(CueKey.ENOUGH, 3.0)


@pytest.mark.parametrize(("seen_after_s", "key"), [(0.4, CueKey.NOT_SEEN), (0.5, CueKey.HOLD)])
def test_who_is_seen_again_is_not_told_otherwise(seen_after_s: float, key: CueKey) -> None:
    """At once, but for a flash; the next loss waits its turn as any word does."""
    chooser = CueChooser()
    lost = HoldStatus(State.LOST, OPEN.attempt, None)
    say(chooser, 0.0)
    assert chooser(9.0, Phase.ABSENT, faults(), lost, enough=False).key is CueKey.NOT_SEEN
    assert say(chooser, 9.0 + seen_after_s).key is key
    again_s = 9.1 + seen_after_s
    assert chooser(again_s, Phase.ABSENT, faults(), lost, enough=False).key is key


def test_advice_waits_and_blocking_does_not() -> None:
    """What stops the clock is said at once, also right after advice."""
    chooser = CueChooser()
    say(chooser, 0.0)
    assert say(chooser, 1.0, HANDS).key is CueKey.HOLD
    assert say(chooser, 1.1, HANDS, HEAD) == Cue(HEAD, 1.1)
    assert say(chooser, 1.5, HANDS).key is HEAD, "another fault's advice waits"
    assert say(chooser, 4.2, HANDS) == Cue(HANDS, 4.2)
    assert say(chooser, 4.3, FaultKind.LEG_STRAIGHT).key is FaultKind.LEG_STRAIGHT


def test_a_mended_fault_is_not_said_on() -> None:
    """As soon as it is mended the calm word is back."""
    chooser = CueChooser()
    say(chooser, 0.0, HEAD)
    assert say(chooser, 0.5) == Cue(CueKey.HOLD, 0.5)
    say(chooser, 4.0, JERKY)
    assert say(chooser, 4.1) == Cue(CueKey.HOLD, 4.1)
