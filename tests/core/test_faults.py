"""A breach becomes a fault when it lasts, and ends when it has been kept for a while."""

from collections.abc import Mapping

import numpy as np
import pytest

from posecoach.core.config import Thresholds
from posecoach.core.faults import Fault, FaultKind, FaultsNow, FaultTracker, Severity

CFG = Thresholds()
HEAD = FaultKind.HEAD_UP

LEAST_S = {
    FaultKind.NOT_SUPINE: 0.5,
    FaultKind.HEAD_UP: 0.5,
    FaultKind.SHOULDERS_UP: 0.5,
    FaultKind.LEG_STRAIGHT: 0.5,
    FaultKind.NOT_CLOSE_ENOUGH: 2.0,
    FaultKind.HANDS_OFF: 2.0,
    FaultKind.JERKY: 0.25,
    FaultKind.BOTH_AT_ONCE: 0.0,
    FaultKind.FREE_LEG_UP: 0.5,
}
BLOCKING = {
    FaultKind.NOT_SUPINE,
    FaultKind.HEAD_UP,
    FaultKind.SHOULDERS_UP,
    FaultKind.LEG_STRAIGHT,
    FaultKind.NOT_CLOSE_ENOUGH,
}


def run(
    tracker: FaultTracker, *moments: tuple[float, bool | None], kind: FaultKind = HEAD
) -> list[FaultsNow]:
    """Feed one rule: broken, kept, or None for not judged."""

    def named(is_broken: bool | None) -> Mapping[FaultKind, bool]:
        return {} if is_broken is None else {kind: is_broken}

    return [tracker(time_s, named(is_broken)) for time_s, is_broken in moments]


def ended(states: list[FaultsNow]) -> list[Fault]:
    """All faults that ended on the way."""
    return [fault for state in states for fault in state.ended]


def test_blocking_rules_come_first_and_are_those_of_the_design() -> None:
    """The order of the kinds is the order in which they are cued."""
    kinds = list(FaultKind)
    assert set(kinds[: len(BLOCKING)]) == BLOCKING
    for kind in kinds:
        assert (kind.severity is Severity.BLOCKS) == (kind in BLOCKING)


@pytest.mark.parametrize("kind", list(FaultKind))
def test_every_rule_has_its_own_patience(kind: FaultKind) -> None:
    """Suspected until it has lasted, then confirmed with the time it began."""
    tracker = FaultTracker(CFG)
    for time_s in np.arange(0, 3, 1 / 32):
        state = tracker(float(time_s), {kind: True})
        lasted = time_s >= LEAST_S[kind]
        assert state.confirmed == ({kind: 0.0} if lasted else {})
        assert state.suspected == (frozenset() if lasted else {kind})
        assert state.blocking == (lasted and kind in BLOCKING)
        assert state.may_block == (not lasted and kind in BLOCKING)


def test_a_short_breach_is_no_fault() -> None:
    """Kept again before it lasted: forgotten at once, and the next one begins anew."""
    states = run(FaultTracker(CFG), (0, True), (0.4, True), (0.45, False), (0.5, True), (0.9, True))
    assert not any(state.confirmed for state in states)
    assert not states[2].suspected
    assert ended(states) == []


def test_a_fault_ends_when_it_was_first_kept() -> None:
    """It stays for the clearing time of 0.3 s, then it has ended at the first kept frame."""
    states = run(FaultTracker(CFG), (0, True), (1, True), (1.1, False), (1.2, False), (1.4, False))
    assert [bool(state.confirmed) for state in states] == [False, True, True, True, False]
    assert ended(states) == [Fault(HEAD, 0, 1.1)]
    assert states[-1].ended == (Fault(HEAD, 0, 1.1),)


def test_a_flicker_does_not_cut_a_fault_in_two() -> None:
    """Kept for less than 0.3 s: the same fault goes on."""
    frames = [(0.0, True), (1.0, True), (1.1, False), (1.2, True), (1.3, False), (1.6, False)]
    states = run(FaultTracker(CFG), *frames)
    assert ended(states) == [Fault(HEAD, 0, 1.3)]


def test_a_fault_that_cannot_be_judged_stays_a_moment() -> None:
    """Unseen for 0.3 s it has ended when it was last seen broken."""
    states = run(FaultTracker(CFG), (0, True), (1, True), (1.2, None), (1.4, None), (2, None))
    assert [bool(state.confirmed) for state in states] == [False, True, True, False, False]
    assert ended(states) == [Fault(HEAD, 0, 1)]


def test_a_suspicion_that_cannot_be_judged_fades() -> None:
    """Unseen it is neither suspected nor forgotten at once; later it is forgotten."""
    states = run(FaultTracker(CFG), (0, True), (0.2, None), (0.25, True), (0.5, True))
    assert [bool(state.suspected) for state in states[:3]] == [True, False, True]
    assert states[-1].confirmed == {HEAD: 0}
    states = run(FaultTracker(CFG), (0, True), (0.2, None), (0.4, None), (0.45, True), (0.9, True))
    assert not states[-1].confirmed
    assert ended(states) == []


def test_a_hole_in_the_recording_joins_no_breaches() -> None:
    """What was broken before it and after it may have been kept between."""
    states = run(FaultTracker(CFG), (0.0, True), (0.1, True), (2.9, True), (3.0, True))
    assert not any(state.confirmed for state in states)
    assert states[-1].suspected == {HEAD}
    known = [(0.0, True), (1.0, True), (5.0, True), (5.1, True)]
    states = run(FaultTracker(CFG), *known)
    assert ended(states) == [Fault(HEAD, 0.0, 1.0)]
    assert not states[-1].confirmed


def test_rules_do_not_disturb_each_other() -> None:
    """Two faults, each with its own beginning and end."""
    tracker = FaultTracker(CFG)
    hands = FaultKind.HANDS_OFF
    found: list[Fault] = []
    for tick in range(40):
        time_s = tick / 8
        state = tracker(time_s, {HEAD: 1 <= time_s < 2, hands: 1.5 <= time_s < 4})
        found += state.ended
    assert found == [Fault(HEAD, 1.0, 2.0), Fault(hands, 1.5, 4.0)]


def test_advice_does_not_block() -> None:
    """Hands off, for long or not yet, leaves the clock alone."""
    states = run(FaultTracker(CFG), (0, True), (2, True), kind=FaultKind.HANDS_OFF)
    assert states[0].suspected
    assert states[1].confirmed
    assert not any(state.blocking or state.may_block for state in states)


def test_finish_ends_what_is_confirmed() -> None:
    """At the end of the recording a fault ends, at its last frame or when it was kept."""
    tracker = FaultTracker(CFG)
    tracker(0.0, {HEAD: True, FaultKind.HANDS_OFF: True, FaultKind.JERKY: True})
    tracker(0.6, {HEAD: True, FaultKind.HANDS_OFF: True, FaultKind.JERKY: True})
    tracker(0.7, {HEAD: True, FaultKind.HANDS_OFF: True, FaultKind.JERKY: False})
    assert set(tracker.finish(0.7)) == {Fault(HEAD, 0.0, 0.7), Fault(FaultKind.JERKY, 0.0, 0.7)}
    assert tracker.finish(0.7) == ()


def test_finish_in_the_clearing_time() -> None:
    """Kept since 0.8 and still being watched at 0.9: it ended at 0.8."""
    tracker = FaultTracker(CFG)
    run(tracker, (0, True), (0.7, True), (0.8, False), (0.9, False))
    assert tracker.finish(0.9) == (Fault(HEAD, 0, 0.8),)
