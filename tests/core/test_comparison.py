"""Two judgements side by side: which attempts are the same, what changed, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.core.attempts import Doubt, FlexionSummary, HoldRecord, HoldVerdict
from posecoach.core.comparison import Change, HoldChange, Reason, ReasonKind, Tally, compare
from posecoach.core.faults import Fault, FaultKind
from posecoach.core.hold import Attempt
from posecoach.core.legs import Legs, PerLeg
from posecoach.core.session import Hold

VALID, SHORT = HoldVerdict.VALID, HoldVerdict.TOO_SHORT
FAULTED, UNSURE = HoldVerdict.FAULTED, HoldVerdict.UNSURE
UNSEEN = FlexionSummary(math.nan, math.nan)


def hold(
    start_s: float,
    end_s: float,
    verdict: HoldVerdict = VALID,
    *faults: Fault,
    credited_s: float | None = None,
    doubt: Doubt | None = None,
    spoilt: bool = False,
) -> Hold:
    """An attempt; all of it is credited unless said otherwise."""
    credited = end_s - start_s if credited_s is None else credited_s
    rejected = end_s - start_s - credited
    attempt = Attempt(start_s, end_s, credited, rejected, counted_s=credited, spoilt=spoilt)
    record = HoldRecord(Legs.BOTH, attempt, verdict, doubt, PerLeg(UNSEEN, UNSEEN), math.nan)
    return Hold(record, faults)


def head_up(start_s: float, end_s: float) -> Fault:
    """A blocking fault."""
    return Fault(FaultKind.HEAD_UP, start_s, end_s)


def compared(
    old: Sequence[Hold], new: Sequence[Hold], targets_s: tuple[float, float] = (10.0, 10.0)
) -> tuple[HoldChange, ...]:
    """Compare under these targets."""
    return compare(old, new, old_target_s=targets_s[0], new_target_s=targets_s[1])


def only(
    old: Hold, new: Hold, targets_s: tuple[float, float] = (10.0, 10.0)
) -> tuple[Change, list[ReasonKind], tuple[Reason, ...]]:
    """Compare one attempt with one."""
    (change,) = compared([old], [new], targets_s)
    return change.change, [reason.kind for reason in change.reasons], change.reasons


# --- matching ---------------------------------------------------------------------------------


def test_the_same_twice_is_the_same() -> None:
    """Nothing is noticed where nothing changed."""
    holds = [hold(5, 20), hold(30, 36, SHORT)]
    changes = compared(holds, holds)
    assert [change.change for change in changes] == [Change.SAME, Change.SAME]
    assert not any(change.is_noticed for change in changes)
    assert not any(change.reasons for change in changes)


def test_nothing_and_nothing_is_nothing() -> None:
    """Two sessions without an attempt have nothing to compare."""
    assert compared([], []) == ()


def test_attempts_that_overlap_are_the_same_one() -> None:
    """Their order and times may differ; those that touch without overlap are two."""
    old, new = [hold(5, 20), hold(30, 40)], [hold(6, 19), hold(40, 50)]
    changes = compared(old, new)
    assert [(c.change, c.old, c.new) for c in changes] == [
        (Change.SAME, old[0], new[0]),
        (Change.GONE, old[1], None),
        (Change.NEW, None, new[1]),
    ]


def test_the_longest_overlap_is_the_same_one() -> None:
    """A hold that falls into two goes on in its longer part; the other was part of it."""
    old, new = [hold(5, 20)], [hold(5, 9, SHORT), hold(10, 20)]
    split, same = compared(old, new)
    assert (split.change, split.new) == (Change.NEW, new[0])
    assert [reason.kind for reason in split.reasons] == [ReasonKind.SPLIT]
    assert (same.change, same.old, same.new) == (Change.SAME, old[0], new[1])


def test_two_that_become_one() -> None:
    """The longer one goes on, the other is part of it now."""
    old, new = [hold(5, 9, SHORT), hold(10, 20)], [hold(5, 20)]
    first, second = compared(old, new)
    gone = first if first.change is Change.GONE else second
    assert gone.old == old[0]
    assert [reason.kind for reason in gone.reasons] == [ReasonKind.JOINED]


def test_an_attempt_of_one_judgement_only() -> None:
    """It says that the legs were drawn under the one rules and not under the others."""
    (gone,) = compared([hold(5, 20)], [])
    assert gone.reasons == (Reason(ReasonKind.NOT_DRAWN, new_s=15.0),)
    (new,) = compared([], [hold(5, 20)])
    assert new.reasons == (Reason(ReasonKind.DRAWN, new_s=15.0),)
    assert gone.is_noticed
    assert new.is_noticed


spans = st.lists(st.floats(0.1, 20), max_size=12).map(
    lambda gaps: [
        hold(sum(gaps[:i]), sum(gaps[: i + 1]))
        for i in range(0, len(gaps), 2)
        if sum(gaps[: i + 1]) > sum(gaps[:i])
    ]
)


@given(spans, spans)
def test_every_attempt_is_in_exactly_one_change(old: list[Hold], new: list[Hold]) -> None:
    """None is lost, none is told twice, and all stand in order of time."""
    changes = compared(old, new)
    assert sorted(id(c.old) for c in changes if c.old) == sorted(map(id, old))
    assert sorted(id(c.new) for c in changes if c.new) == sorted(map(id, new))
    starts = [(c.new or c.old or hold(0, 1)).record.attempt.start_s for c in changes]
    assert starts == sorted(starts)


# --- why --------------------------------------------------------------------------------------


def test_a_fault_that_lasts_longer() -> None:
    """Stricter rules see more of the fault; advice and what became better explain nothing."""
    old = hold(5, 25, VALID, head_up(8, 9), Fault(FaultKind.LEG_STRAIGHT, 5, 6))
    new = hold(5, 25, FAULTED, head_up(7, 15), Fault(FaultKind.JERKY, 5, 6))
    change, _, reasons = only(old, new)
    assert change is Change.VERDICT
    head = Reason(ReasonKind.MORE_FAULT, fault=FaultKind.HEAD_UP, old_s=1.0, new_s=8.0)
    assert reasons == (head,)


def test_a_fault_that_lasts_shorter() -> None:
    """Milder rules see less of it; two of one kind are added up."""
    old = hold(5, 25, FAULTED, head_up(7, 10), head_up(12, 14))
    _, _, reasons = only(old, hold(5, 25, VALID))
    head = Reason(ReasonKind.LESS_FAULT, fault=FaultKind.HEAD_UP, old_s=5.0, new_s=0.0)
    assert reasons == (head,)


def test_a_flicker_of_a_fault_is_no_reason() -> None:
    """A twentieth of a second is not shown, so it explains nothing."""
    old = hold(5, 16, VALID, head_up(8, 9))
    _, kinds, _ = only(old, hold(5, 16, SHORT, head_up(8, 9.04), credited_s=9.9))
    assert kinds == [ReasonKind.COUNTED]


def test_another_target() -> None:
    """What changed is what is asked for, not what was done."""
    _, _, reasons = only(hold(5, 16), hold(5, 16, SHORT), (10.0, 30.0))
    assert reasons == (Reason(ReasonKind.TARGET, old_s=10.0, new_s=30.0),)


def test_a_fault_and_another_target() -> None:
    """Both are told."""
    _, kinds, _ = only(hold(5, 16), hold(5, 16, FAULTED, head_up(6, 15)), (10.0, 9.0))
    assert kinds == [ReasonKind.MORE_FAULT, ReasonKind.TARGET]


def test_another_grace() -> None:
    """The same fault spoils the hold now: it is the grace that changed."""
    fault = head_up(8, 11)
    old, new = hold(5, 16, SHORT, fault), hold(5, 16, FAULTED, fault, spoilt=True)
    assert only(old, new)[1] == [ReasonKind.GRACE]
    assert only(new, old)[1] == [ReasonKind.GRACE]


def test_the_seconds_are_booked_otherwise() -> None:
    """Where nothing else explains it, what counted is told."""
    _, _, reasons = only(hold(5, 16), hold(7, 16, SHORT))
    assert reasons == (Reason(ReasonKind.COUNTED, old_s=11.0, new_s=9.0),)


def test_it_cannot_be_told_any_more() -> None:
    """The doubt is the one reason: faults and seconds do not matter then."""
    new = hold(5, 16, UNSURE, head_up(6, 15), doubt=Doubt.OBLIQUE)
    _, _, reasons = only(hold(5, 16), new, (10.0, 30.0))
    assert reasons == (Reason(ReasonKind.DOUBT, doubt=Doubt.OBLIQUE),)


def test_it_can_be_told_now() -> None:
    """The doubt that is over comes first, then what decided."""
    old = hold(5, 16, UNSURE, doubt=Doubt.NO_REST)
    _, _, reasons = only(old, hold(5, 16, FAULTED, head_up(6, 15)))
    assert [reason.kind for reason in reasons] == [ReasonKind.CERTAIN, ReasonKind.MORE_FAULT]
    assert reasons[0].doubt is Doubt.NO_REST


def test_the_same_verdict_with_other_seconds_is_noticed() -> None:
    """The fault that took the seconds is told, either way."""
    old, new = hold(5, 25), hold(5, 25, VALID, head_up(8, 9), credited_s=19.0)
    for one, other, kind in (
        (old, new, ReasonKind.MORE_FAULT),
        (new, old, ReasonKind.LESS_FAULT),
    ):
        (change,) = compared([one], [other])
        assert change.change is Change.SAME
        assert change.is_noticed
        assert [reason.kind for reason in change.reasons] == [kind]


# --- counting ---------------------------------------------------------------------------------


def test_attempts_are_counted_by_verdict() -> None:
    """And their credited seconds are added up; tallies add to a tally of all."""
    one = Tally.of([hold(0, 10), hold(20, 25, SHORT)])
    other = Tally.of([hold(0, 10, FAULTED, credited_s=2.0)])
    assert (one.attempts, one.valid, one.credited_s) == (2, 1, 15.0)
    both = one + other
    assert both.verdicts == {VALID: 1, SHORT: 1, FAULTED: 1, UNSURE: 0}
    assert both.credited_s == pytest.approx(17.0)


def test_an_empty_tally_is_zero() -> None:
    """It adds nothing."""
    assert (Tally().attempts, Tally().valid, Tally().credited_s) == (0, 0, 0.0)
    assert Tally() + Tally.of([hold(0, 10)]) == Tally.of([hold(0, 10)])
