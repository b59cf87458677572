"""The hold machine: every cell of its table, and a ledger that always adds up."""

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.core.config import Thresholds
from posecoach.core.hold import (
    TRANSITIONS,
    Attempt,
    Clock,
    HoldLedger,
    HoldStatus,
    Signal,
    State,
)

CFG = Thresholds()
FAULT_GRACE_S, LOST_GRACE_S = CFG.fault_grace_s, CFG.lost_grace_s
STEP_S = 1 / 16  # a power of two, so that sums are exact

DOWN, GOOD, SUSPECT = Signal.DOWN, Signal.GOOD, Signal.SUSPECT
FAULT, LEAVING, LOST = Signal.FAULT, Signal.LEAVING, Signal.LOST
OFF_BACK = Signal.OFF_BACK

OPEN = {State.HOLDING, State.DOUBT, State.FAULTED, State.LOST, State.SPOILT}

Run = tuple[Signal, float]
"""A signal, and for how many seconds it lasts."""

WAYS: dict[State, list[Run]] = {
    State.READY: [(DOWN, 1.0)],
    State.HOLDING: [(GOOD, 1.0)],
    State.DOUBT: [(GOOD, 1.0), (SUSPECT, 0.25)],
    State.FAULTED: [(GOOD, 1.0), (FAULT, 1.0)],
    State.LOST: [(GOOD, 1.0), (LOST, 1.0)],
    State.SPOILT: [(GOOD, 1.0), (FAULT, 3.0)],
    State.SPENT: [(GOOD, 1.0), (LOST, 4.0)],
}


class Walk:
    """Feeds a ledger sixteen frames a second and keeps what came of it."""

    def __init__(self, *runs: Run) -> None:
        self.ledger = HoldLedger(CFG)
        self.time_s = 0.0
        self.closed: list[Attempt] = []
        self.status = HoldStatus(State.READY, None, None)
        for signal, duration_s in runs:
            self.go(signal, duration_s)

    def frame(self, signal: Signal) -> HoldStatus:
        """Send one frame and go on by a step."""
        self.status = self.ledger(self.time_s, signal)
        if self.status.closed is not None:
            self.closed.append(self.status.closed)
        self.time_s += STEP_S
        return self.status

    def go(self, signal: Signal, duration_s: float) -> HoldStatus:
        """Send a signal for some seconds."""
        for _ in range(round(duration_s / STEP_S)):
            self.frame(signal)
        return self.status

    def finish(self) -> list[Attempt]:
        """Close what is open; every attempt of the walk."""
        last = self.ledger.finish()
        return self.closed if last is None else [*self.closed, last]


def attempts(*runs: Run) -> list[Attempt]:
    """Every attempt of a walk."""
    return Walk(*runs).finish()


def accounts(attempt: Attempt) -> tuple[float, float, float]:
    """Credited, rejected, paused."""
    return attempt.credited_s, attempt.rejected_s, attempt.paused_s


def check_attempt(attempt: Attempt) -> None:
    """What holds of any closed attempt."""
    assert attempt.pending_s == 0
    assert min(accounts(attempt)) >= 0
    length_s = attempt.end_s - attempt.start_s
    assert sum(accounts(attempt)) == pytest.approx(length_s, abs=1e-6)
    assert 0 <= attempt.counted_s <= attempt.credited_s + 1e-9


# --- the table ------------------------------------------------------------------------------


def test_the_table_is_complete() -> None:
    """A cell for each state and signal, and for the clocks only where they run."""
    signals = set(itertools.product(State, Signal))
    clocks = {
        (State.FAULTED, Clock.FAULT_GRACE),
        (State.LOST, Clock.LOST_GRACE),
        (State.SPOILT, Clock.LOST_GRACE),
    }
    assert set(TRANSITIONS) == signals | clocks


@pytest.mark.parametrize("state", list(State))
def test_each_state_is_reached_by_its_way(state: State) -> None:
    """The walks that the cells are tested from end where they should."""
    assert Walk(*WAYS[state]).status.state is state


@pytest.mark.parametrize(
    ("state", "signal"),
    [cell for cell in TRANSITIONS if isinstance(cell[1], Signal)],
    ids=lambda value: value.value,
)
def test_every_signal_in_every_state(state: State, signal: Signal) -> None:
    """One more frame moves the machine as the table says; attempts open and close with it."""
    walk = Walk(*WAYS[state])
    before = len(walk.closed)
    status = walk.frame(signal)
    assert status.state is TRANSITIONS[state, signal]
    assert (status.attempt is not None) == (status.state in OPEN)
    closes = state in OPEN and status.state not in OPEN
    assert len(walk.closed) - before == int(closes)
    for attempt in walk.finish():
        check_attempt(attempt)


def test_the_clock_of_a_fault() -> None:
    """Faulted for longer than the grace is spoilt; the attempt stays open and is not counted."""
    walk = Walk(*WAYS[State.FAULTED])
    status = walk.go(FAULT, FAULT_GRACE_S)
    assert status.state is TRANSITIONS[State.FAULTED, Clock.FAULT_GRACE]
    assert status.attempt is not None
    assert status.attempt.spoilt
    assert walk.closed == []


@pytest.mark.parametrize("state", [State.LOST, State.SPOILT])
def test_the_clock_of_a_loss(state: State) -> None:
    """Lost for longer than the grace is spent, whether it was spoilt before or not."""
    walk = Walk(*WAYS[state])
    status = walk.go(LOST, LOST_GRACE_S + 0.5)
    assert status.state is TRANSITIONS[state, Clock.LOST_GRACE]
    assert status.attempt is None
    (attempt,) = walk.closed
    assert attempt.lost_out
    assert attempt.spoilt == (state is State.SPOILT)
    check_attempt(attempt)


# --- what is booked where ---------------------------------------------------------------------


def test_a_good_hold_is_credited_from_the_first_frame_to_the_release() -> None:
    """Ten seconds drawn are ten seconds credited; the frame that is down ends it."""
    (attempt,) = attempts((DOWN, 1), (GOOD, 10), (DOWN, 1))
    assert (attempt.start_s, attempt.end_s) == (1.0, 11.0)
    assert accounts(attempt) == (10.0, 0.0, 0.0)
    assert attempt.counted_s == 10.0
    assert not attempt.spoilt
    assert not attempt.lost_out


def test_a_recording_that_ends_in_mid_hold() -> None:
    """The hold ends with the last frame."""
    (attempt,) = attempts((GOOD, 10))
    assert attempt.end_s == 10.0 - STEP_S
    assert attempt.credited_s == attempt.end_s


def test_nothing_to_finish() -> None:
    """No frame, or no attempt, or one that is closed: nothing to close."""
    assert HoldLedger(CFG).finish() is None
    assert attempts((DOWN, 1)) == []
    assert len(attempts((GOOD, 2), (DOWN, 1))) == 1


def test_a_second_hold_needs_a_release() -> None:
    """Two attempts with one frame between them; two accounts."""
    first, second = attempts((GOOD, 5), (DOWN, STEP_S), (GOOD, 3), (DOWN, 1))
    assert accounts(first) == (5.0, 0.0, 0.0)
    assert accounts(second) == (3.0, 0.0, 0.0)
    assert first.end_s <= second.start_s


def test_after_a_loss_the_legs_must_come_down_first() -> None:
    """Seen again with the legs still drawn: nobody knows, and nothing is counted."""
    walk = Walk((GOOD, 5), (LOST, 4), (GOOD, 20))
    assert walk.status.state is State.SPENT
    assert len(walk.finish()) == 1
    walk.go(DOWN, 0.5)
    walk.go(GOOD, 2)
    assert walk.status.state is State.HOLDING
    assert len(walk.finish()) == 2


@pytest.mark.parametrize(("fault_s", "spoilt"), [(1.9, False), (2.0, False), (2.1, True)])
def test_the_grace_of_a_fault(fault_s: float, spoilt: bool) -> None:
    """Up to 2 s it pauses the clock and the hold goes on; longer, what follows is not counted."""
    ledger = HoldLedger(CFG)
    for time_s, signal in (
        (0.0, GOOD),
        (1.0, GOOD),
        (1.0 + STEP_S, FAULT),
        (1.0 + STEP_S + fault_s / 2, FAULT),
        (1.0 + STEP_S + fault_s, GOOD),
        (4.5, GOOD),
        (6.0, GOOD),
    ):
        ledger(time_s, signal)
    attempt = ledger.finish()
    assert attempt is not None
    assert attempt.spoilt is spoilt
    assert attempt.rejected_s == pytest.approx(fault_s)
    assert attempt.credited_s == pytest.approx(6.0 - fault_s)
    assert attempt.counted_s == pytest.approx(1.0 + STEP_S if spoilt else 6.0 - fault_s)


@pytest.mark.parametrize(("lost_s", "lost_out"), [(2.9, False), (3.0, False), (3.1, True)])
def test_the_grace_of_a_loss(lost_s: float, lost_out: bool) -> None:
    """Up to 3 s it pauses the clock and the hold goes on; longer, the attempt has ended."""
    ledger = HoldLedger(CFG)
    closed = None
    frames = [(0.0, GOOD), (1.0, GOOD), (2.0, LOST), (2.0 + lost_s / 2, LOST)]
    frames += [(2.0 + lost_s, GOOD), (6.5, GOOD)]
    for time_s, signal in frames:
        closed = ledger(time_s, signal).closed or closed
    attempt = closed or ledger.finish()
    assert attempt is not None
    assert attempt.lost_out is lost_out
    if lost_out:
        assert (attempt.start_s, attempt.end_s) == (0.0, 2.0)
        assert accounts(attempt) == (2.0, 0.0, 0.0)
    else:
        assert accounts(attempt) == pytest.approx((6.5 - lost_s, 0.0, lost_s))


def test_what_nobody_saw_uses_up_no_grace_for_a_fault() -> None:
    """A fault of 0.75 s, 2.5 s out of sight and 0.5 s more of it: 1.25 s were seen."""
    (attempt,) = attempts((GOOD, 5.0), (FAULT, 0.75), (LOST, 2.5), (FAULT, 0.5), (GOOD, 5.0))
    assert not attempt.spoilt
    assert attempt.paused_s == 2.5
    long = [(GOOD, 5.0), (FAULT, 1.25), (LOST, 2.5), (FAULT, 1.0), (GOOD, 5.0)]
    assert attempts(*long)[0].spoilt


def test_a_suspicion_before_a_loss_is_not_the_fault_after_it() -> None:
    """One frame's flicker, nobody for 2.5 s, then a fault well within its grace."""
    runs = [(GOOD, 5.0), (SUSPECT, STEP_S), (LOST, 2.5), (SUSPECT, 0.5), (FAULT, 1.0), (GOOD, 5.0)]
    (attempt,) = attempts(*runs)
    assert not attempt.spoilt
    assert accounts(attempt) == (10.0, 1.5, 2.5)
    longer = [*runs[:4], (FAULT, 2.0), *runs[5:]]
    assert attempts(*longer)[0].spoilt


def test_graces_begin_anew_each_time() -> None:
    """Three faults of 1.5 s each, with good time between them, never spoil."""
    (attempt,) = attempts(*[(GOOD, 1.0), (FAULT, 1.5)] * 3, (GOOD, 1.0), (DOWN, 1.0))
    assert not attempt.spoilt
    assert accounts(attempt) == (4.0, 4.5, 0.0)
    assert attempt.counted_s == 4.0


def test_a_suspicion_that_becomes_a_fault_is_rejected_from_its_beginning() -> None:
    """Retroactive: the half second in which it was not yet a fault was not good."""
    (attempt,) = attempts((GOOD, 2.0), (SUSPECT, 0.5), (FAULT, 0.5), (GOOD, 2.0), (DOWN, 1))
    assert accounts(attempt) == (4.0, 1.0, 0.0)


def test_a_suspicion_that_was_none_is_credited() -> None:
    """Retroactive: a look around costs nothing."""
    (attempt,) = attempts((GOOD, 2.0), (SUSPECT, 0.25), (GOOD, 2.0), (DOWN, 1))
    assert accounts(attempt) == (4.25, 0.0, 0.0)


def test_a_suspicion_is_pending_until_it_is_known() -> None:
    """In doubt the seconds stand in no account."""
    walk = Walk((GOOD, 2.0), (SUSPECT, 0.5))
    assert walk.status.attempt is not None
    # From the first suspect frame to the last one, which is the present.
    assert walk.status.attempt.pending_s == 0.5 - STEP_S
    assert walk.status.attempt.credited_s == 2.0


def test_the_grace_begins_with_the_suspicion() -> None:
    """Suspected for 0.5 s and faulty for 1.75 s: the fault lasted longer than 2 s."""
    (attempt,) = attempts((GOOD, 1.0), (SUSPECT, 0.5), (FAULT, 1.75), (GOOD, 5.0), (DOWN, 1.0))
    assert attempt.spoilt
    assert attempt.counted_s == 1.0
    assert accounts(attempt) == (6.0, 2.25, 0.0)


def test_a_dip_that_was_no_release_is_credited() -> None:
    """A leg that reads as let go for a moment, and is not."""
    (attempt,) = attempts((GOOD, 2.0), (LEAVING, 0.25), (GOOD, 2.0), (DOWN, 1))
    assert accounts(attempt) == (4.25, 0.0, 0.0)


def test_a_release_counts_from_its_first_sign() -> None:
    """Retroactive: the hold ended when the leg began to read as let go."""
    (attempt,) = attempts((GOOD, 2.0), (LEAVING, 0.375), (DOWN, 1))
    assert attempt.end_s == 2.0
    assert accounts(attempt) == (2.0, 0.0, 0.0)


def test_a_release_out_of_sight_counts_from_the_loss() -> None:
    """Lost for two seconds, then seen with the legs down: held until last seen."""
    for between in ([], [(LEAVING, 0.25)]):
        (attempt,) = attempts((GOOD, 2.0), (LOST, 2.0), *between, (DOWN, 1))
        assert attempt.end_s == 2.0
        assert accounts(attempt) == (2.0, 0.0, 0.0)


def test_a_release_that_is_lost_halfway_counts_from_its_first_sign() -> None:
    """Leaving, out of sight, and down: it ended with the first sign of leaving."""
    (attempt,) = attempts((GOOD, 2.0), (LEAVING, 0.25), (LOST, 1.0), (DOWN, 1))
    assert attempt.end_s == 2.0


def test_a_doubt_after_a_long_loss_is_waited_for() -> None:
    """Back after 2.9 s, the leg reads as let go for a moment: what it was is known only then."""
    good = attempts((GOOD, 2.0), (LOST, 2.875), (LEAVING, 0.375), (GOOD, 1.0), (DOWN, 1.0))
    assert [accounts(a) for a in good] == [(3.375, 0.0, 2.875)]
    let_go = attempts((GOOD, 2.0), (LOST, 2.875), (LEAVING, 0.375), (DOWN, 1.0))
    assert [accounts(a) for a in let_go] == [(2.0, 0.0, 0.0)]


def test_a_gap_after_a_doubt_after_a_loss_is_a_loss() -> None:
    """Leaving after a loss, then no frame for a minute: nobody knows what happened."""
    ledger = HoldLedger(CFG)
    for time_s, signal in ((0.0, GOOD), (1.0, LOST), (2.0, LEAVING)):
        ledger(time_s, signal)
    status = ledger(62.0, GOOD)
    assert status.state is State.SPENT
    assert status.closed is not None
    assert (status.closed.end_s, status.closed.lost_out) == (1.0, True)


def test_a_fault_in_the_first_frame() -> None:
    """Opened with the head up: rejected from the first frame on, and it can be mended."""
    (attempt,) = attempts((FAULT, 1.0), (GOOD, 4.0), (DOWN, 1))
    assert attempt.start_s == 0.0
    assert accounts(attempt) == (4.0, 1.0, 0.0)
    (spoilt,) = attempts((FAULT, 5.0), (GOOD, 4.0), (DOWN, 1))
    assert spoilt.spoilt
    assert spoilt.counted_s == 0.0


def test_a_fault_in_the_last_frame() -> None:
    """The time before the last frame was good; the last frame has no time of its own."""
    (attempt,) = attempts((GOOD, 4.0), (FAULT, STEP_S))
    assert attempt.end_s == 4.0
    assert accounts(attempt) == (4.0, 0.0, 0.0)


def test_an_attempt_that_opens_in_suspicion() -> None:
    """Opened with the head up, which becomes a fault: all of it is rejected."""
    (attempt,) = attempts((DOWN, 1.0), (SUSPECT, 0.5), (FAULT, 0.5), (DOWN, 1.0))
    assert accounts(attempt) == (0.0, 1.0, 0.0)


def test_a_suspicion_at_the_release_is_credited() -> None:
    """Letting go lifts the shoulders for a moment: never long enough to be a fault."""
    (attempt,) = attempts((GOOD, 2.0), (SUSPECT, 0.25), (DOWN, 1))
    assert accounts(attempt) == (2.25, 0.0, 0.0)


def test_a_suspicion_after_a_loss_keeps_the_loss_paused() -> None:
    """Suspect after lost books the loss and waits for itself."""
    (attempt,) = attempts((GOOD, 1.0), (LOST, 1.0), (SUSPECT, 0.5), (FAULT, 0.5), (DOWN, 1.0))
    assert accounts(attempt) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("gap_s", "expected"),
    [
        (2.0, (4.0, 0.0, 0.0)),  # 1 fps and slower cameras: still one and the same hold
        (2.5, (2.0, 0.0, 2.5)),  # nothing was seen in between
        (3.5, (1.0, 0.0, 0.0)),  # and nobody knows what happened
    ],
)
def test_time_gaps(gap_s: float, expected: tuple[float, float, float]) -> None:
    """Frames farther apart than 2 s leave time unseen: paused, and a loss beyond its grace."""
    ledger = HoldLedger(CFG)
    closed = None
    for time_s in (0.0, 1.0, 1.0 + gap_s, 2.0 + gap_s):
        closed = ledger(time_s, GOOD).closed or closed
    attempt = closed or ledger.finish()
    assert attempt is not None
    assert attempt.lost_out == (gap_s > LOST_GRACE_S)
    assert accounts(attempt) == expected


def test_an_unseen_gap_of_a_spoilt_attempt() -> None:
    """Spoilt, then unseen: still spoilt when seen again, spent when it was long."""
    walk = Walk(*WAYS[State.SPOILT])
    walk.time_s += 2.5
    assert walk.frame(GOOD).state is State.SPOILT
    walk.time_s += 3.5
    assert walk.frame(GOOD).state is State.SPENT


@pytest.mark.parametrize("later_s", [1.0, 0.5])
def test_time_must_go_forward(later_s: float) -> None:
    """Backwards, or standing still, is refused; the message names both times."""
    ledger = HoldLedger(CFG)
    ledger(1.0, GOOD)
    with pytest.raises(ValueError, match=rf"{later_s} s after 1\.0 s"):
        ledger(later_s, GOOD)


def test_a_spoilt_attempt_is_booked_on() -> None:
    """The figures go on to tell what was done, and only the counted seconds stay."""
    (attempt,) = attempts((GOOD, 1), (FAULT, 3), (GOOD, 2), (LOST, 1), (GOOD, 1), (DOWN, 1))
    assert accounts(attempt) == (4.0, 3.0, 1.0)
    assert attempt.counted_s == 1.0


# --- any sequence ---------------------------------------------------------------------------

gap_s = st.one_of(
    st.sampled_from([1 / 60, 1 / 30, 0.1, 0.5, 1.0]),
    st.floats(0.001, 1.0),
    st.floats(1.5, 5.0),
)
sequence = st.lists(st.tuples(st.sampled_from(Signal), gap_s), max_size=60)


def walked(frames: Iterable[tuple[Signal, float]]) -> tuple[list[Attempt], list[HoldStatus]]:
    """Every attempt and every status of a sequence of signals and the gaps after them."""
    ledger, time_s = HoldLedger(CFG), 0.0
    statuses = []
    for signal, after_s in frames:
        statuses.append(ledger(time_s, signal))
        time_s += after_s
    last = ledger.finish()
    closed = [status.closed for status in statuses] + [last]
    return [attempt for attempt in closed if attempt is not None], statuses


@settings(max_examples=500)
@given(sequence)
def test_any_sequence_adds_up(frames: list[tuple[Signal, float]]) -> None:
    """Every second of every attempt is booked once; attempts follow one another."""
    found, _ = walked(frames)
    for attempt in found:
        check_attempt(attempt)
    for before, after in itertools.pairwise(found):
        assert before.start_s <= before.end_s <= after.start_s


@settings(max_examples=300)
@given(sequence)
def test_any_open_attempt_adds_up_too(frames: list[tuple[Signal, float]]) -> None:
    """While it is open the three accounts and what is pending make the time since its start."""
    _, statuses = walked(frames)
    for status in statuses:
        assert (status.attempt is not None) == (status.state in OPEN)
        if status.attempt is not None:
            attempt = status.attempt
            booked = sum(accounts(attempt)) + attempt.pending_s
            assert booked == pytest.approx(attempt.end_s - attempt.start_s, abs=1e-6)


@settings(max_examples=200)
@given(sequence)
def test_only_good_time_can_be_credited(frames: list[tuple[Signal, float]]) -> None:
    """A sequence without one good, suspect or leaving frame credits nothing."""
    harsh = [
        (FAULT if signal in (GOOD, SUSPECT, LEAVING) else signal, after_s)
        for signal, after_s in frames
    ]
    found, _ = walked(harsh)
    assert all(attempt.credited_s == pytest.approx(0.0, abs=1e-9) for attempt in found)


# --- not lying on the back ------------------------------------------------------------------


def test_off_the_back_ends_where_it_was_first_suspected() -> None:
    """Let go while off the back, or given up: the time since the suspicion is no part of it."""
    (attempt,) = attempts((GOOD, 4.0), (SUSPECT, 0.5), (OFF_BACK, 1.5), (DOWN, 1.0))
    assert (attempt.start_s, attempt.end_s) == (0.0, 4.0)
    assert accounts(attempt) == (4.0, 0.0, 0.0)


def test_back_on_the_back_in_time_goes_on() -> None:
    """The time off the back is rejected, the suspicion before it with it."""
    (attempt,) = attempts((GOOD, 4.0), (SUSPECT, 0.5), (OFF_BACK, 1.0), (GOOD, 3.0))
    assert accounts(attempt) == pytest.approx((7.0, 1.5, 0.0), abs=STEP_S)
    assert not attempt.spoilt


def test_off_the_back_after_another_fault() -> None:
    """A head that was up before sitting up has been booked; the end is where sitting began."""
    (attempt,) = attempts((GOOD, 4.0), (FAULT, 1.0), (OFF_BACK, 1.0), (DOWN, 1.0))
    assert attempt.end_s == 5.0
    assert accounts(attempt) == (4.0, 1.0, 0.0)
