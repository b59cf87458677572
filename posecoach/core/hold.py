"""The hold ledger: every second of an attempt is booked once.

Two rules:

1. The machine is :data:`TRANSITIONS`, a table of (state, signal) to state. What the legs and
   the rules mean is decided before; here only signals and times count.
2. For any sequence ``credited + rejected + paused == end - start`` of every attempt.

Time between two frames belongs to the signal of the earlier one. What is not yet known (a
breach that may be no fault, a leg that may not be released, a person who may come back or lie
down again) is kept aside as pending and booked when it is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds


class State(str, Enum):
    """Where the hold stands."""

    READY = "ready"  # legs are down; the next hold may begin
    HOLDING = "holding"  # the clock runs
    DOUBT = "doubt"  # something may be wrong: pending
    FAULTED = "faulted"  # a blocking fault, still within its grace
    LOST = "lost"  # out of sight, still within its grace
    SPOILT = "spoilt"  # cannot become valid; booked on until the release
    SPENT = "spent"  # closed; the legs must come down before the next


class Signal(str, Enum):
    """What a frame says of the hold."""

    DOWN = "down"  # the legs are not drawn
    GOOD = "good"  # drawn, and no blocking rule broken
    SUSPECT = "suspect"  # drawn, a blocking rule broken but not for long
    FAULT = "fault"  # drawn, with a blocking fault
    OFF_BACK = "off_back"  # drawn, but not lying on the back, and for long enough to be sure
    LEAVING = "leaving"  # the leg reads as let go, but not for long
    LOST = "lost"  # cannot be seen


class Clock(str, Enum):
    """Two clocks that can run out."""

    FAULT_GRACE = "fault_grace"
    LOST_GRACE = "lost_grace"


_R, _H, _D, _F = State.READY, State.HOLDING, State.DOUBT, State.FAULTED
_L, _SPOILT, _SPENT = State.LOST, State.SPOILT, State.SPENT

TRANSITIONS: dict[tuple[State, Signal | Clock], State] = {
    (_R, Signal.DOWN): _R,
    (_R, Signal.GOOD): _H,
    (_R, Signal.SUSPECT): _D,
    (_R, Signal.FAULT): _F,
    (_R, Signal.OFF_BACK): _R,
    (_R, Signal.LEAVING): _R,
    (_R, Signal.LOST): _R,
    (_H, Signal.DOWN): _R,
    (_H, Signal.GOOD): _H,
    (_H, Signal.SUSPECT): _D,
    (_H, Signal.FAULT): _F,
    (_H, Signal.OFF_BACK): _D,
    (_H, Signal.LEAVING): _D,
    (_H, Signal.LOST): _L,
    (_D, Signal.DOWN): _R,
    (_D, Signal.GOOD): _H,
    (_D, Signal.SUSPECT): _D,
    (_D, Signal.FAULT): _F,
    (_D, Signal.OFF_BACK): _D,
    (_D, Signal.LEAVING): _D,
    (_D, Signal.LOST): _L,
    (_F, Signal.DOWN): _R,
    (_F, Signal.GOOD): _H,
    (_F, Signal.SUSPECT): _D,
    (_F, Signal.FAULT): _F,
    (_F, Signal.OFF_BACK): _D,
    (_F, Signal.LEAVING): _D,
    (_F, Signal.LOST): _L,
    (_F, Clock.FAULT_GRACE): _SPOILT,
    (_L, Signal.DOWN): _R,
    (_L, Signal.GOOD): _H,
    (_L, Signal.SUSPECT): _D,
    (_L, Signal.FAULT): _F,
    (_L, Signal.OFF_BACK): _D,
    (_L, Signal.LEAVING): _D,
    (_L, Signal.LOST): _L,
    (_L, Clock.LOST_GRACE): _SPENT,
    (_SPOILT, Signal.DOWN): _R,
    (_SPOILT, Signal.GOOD): _SPOILT,
    (_SPOILT, Signal.SUSPECT): _SPOILT,
    (_SPOILT, Signal.FAULT): _SPOILT,
    (_SPOILT, Signal.OFF_BACK): _SPOILT,
    (_SPOILT, Signal.LEAVING): _SPOILT,
    (_SPOILT, Signal.LOST): _SPOILT,
    (_SPOILT, Clock.LOST_GRACE): _SPENT,
    (_SPENT, Signal.DOWN): _R,
    (_SPENT, Signal.GOOD): _SPENT,
    (_SPENT, Signal.SUSPECT): _SPENT,
    (_SPENT, Signal.FAULT): _SPENT,
    (_SPENT, Signal.OFF_BACK): _SPENT,
    (_SPENT, Signal.LEAVING): _SPENT,
    (_SPENT, Signal.LOST): _SPENT,
}

_OPEN = frozenset({_H, _D, _F, _L, _SPOILT})


class Account(str, Enum):
    """Where a second of an attempt is booked."""

    CREDITED = "credited"
    REJECTED = "rejected"
    PAUSED = "paused"


@dataclass(frozen=True)
class Attempt:
    """An attempt's ledger, open or closed; times in s.

    Attributes
    ----------
    credited_s, rejected_s, paused_s
        The three accounts; for a closed attempt they add up to ``end_s - start_s``.
    pending_s
        Not booked yet (0 once closed).
    spoilt
        A blocking fault outlasted its grace.
    counted_s
        Credited seconds that count towards the target: those before it was spoilt.
    lost_out
        It was closed because the person stayed out of sight.
    """

    start_s: float
    end_s: float
    credited_s: float = 0.0
    rejected_s: float = 0.0
    paused_s: float = 0.0
    pending_s: float = 0.0
    counted_s: float = 0.0
    spoilt: bool = False
    lost_out: bool = False


@dataclass(frozen=True)
class HoldStatus:
    """The ledger after one frame.

    Attributes
    ----------
    state
        Of the machine.
    attempt
        The open attempt, if any.
    closed
        The attempt that this frame closed, if any.
    """

    state: State
    attempt: Attempt | None
    closed: Attempt | None


class HoldLedger:
    """Books one person's attempts, one after the other."""

    def __init__(self, cfg: Thresholds) -> None:
        self._cfg = cfg
        self._state = State.READY
        self._last: tuple[float, Signal] | None = None
        self._start_s = 0.0
        self._books = dict.fromkeys(Account, 0.0)
        self._pending: list[tuple[Signal, float]] = []
        self._fault_since_s: float | None = None
        self._lost_since_s: float | None = None
        self._doubt_since_s: float | None = None
        self._off_back_since_s: float | None = None
        self._credited_when_spoilt_s: float | None = None

    def __call__(self, time_s: float, signal: Signal) -> HoldStatus:
        """Take in one frame.

        Raises
        ------
        ValueError
            If time does not go forward.
        """
        closed: Attempt | None = None
        if self._last is not None:
            closed = self._pass_time(time_s)
        status = self._move(time_s, signal)
        self._last = (time_s, signal)
        return HoldStatus(status.state, status.attempt, status.closed or closed)

    def finish(self) -> Attempt | None:
        """Close what is open: the recording ends with the last frame."""
        if self._last is None or self._state not in _OPEN:
            return None
        return self._close(self._last[0])

    # --- time ---------------------------------------------------------------------------

    def _pass_time(self, time_s: float) -> Attempt | None:
        """Put the time since the last frame aside; see whether a grace ran out."""
        assert self._last is not None  # the caller has checked; mypy cannot see it
        last_s, last_signal = self._last
        dt_s = time_s - last_s
        if dt_s <= 0:
            raise ValueError(f"time must go forward: {time_s} s after {last_s} s")
        if self._state not in _OPEN:
            return None
        unseen = last_signal is Signal.LOST or dt_s > self._cfg.frame_gap_s
        if unseen:
            self._lost_since_s = last_s if self._lost_since_s is None else self._lost_since_s
            self._enter(Signal.LOST)
            if self._fault_since_s is not None:
                self._fault_since_s += dt_s  # what nobody saw uses up no grace for a fault
        self._pending.append((Signal.LOST if unseen else last_signal, dt_s))
        return self._run_out(time_s)

    def _run_out(self, time_s: float) -> Attempt | None:
        """Let the graces run out; a lost attempt ends when it was last seen."""
        since = self._lost_since_s
        # Seen again, but in doubt whether let go: the loss is over, its end not yet known.
        may_lose = (self._state, Clock.LOST_GRACE) in TRANSITIONS
        if may_lose and since is not None and time_s - since > self._cfg.lost_grace_s:
            return self._lose(since)
        since = self._fault_since_s
        if (
            self._state is State.FAULTED
            and since is not None
            and time_s - since > self._cfg.fault_grace_s
        ):
            self._state = TRANSITIONS[self._state, Clock.FAULT_GRACE]
            self._credited_when_spoilt_s = self._books[Account.CREDITED]
        return None

    def _lose(self, since_s: float) -> Attempt:
        end = TRANSITIONS[self._state, Clock.LOST_GRACE]
        attempt = self._close(since_s, lost_out=True)
        self._state = end
        return attempt

    # --- signals ------------------------------------------------------------------------

    def _move(self, time_s: float, signal: Signal) -> HoldStatus:
        before = self._state
        after = TRANSITIONS[before, signal]
        if before not in _OPEN and after in _OPEN:
            self._open(time_s)
        self._note_since(time_s, signal)
        closed = None
        if before in _OPEN and after not in _OPEN:
            closed = self._close(self._release_s(time_s))
        elif after in _OPEN:
            self._settle(time_s, signal)
        self._state = after
        return HoldStatus(after, self._attempt(time_s) if after in _OPEN else None, closed)

    def _enter(self, signal: Signal) -> None:
        self._state = TRANSITIONS[self._state, signal]

    def _note_since(self, time_s: float, signal: Signal) -> None:
        """Keep the beginnings of fault, loss, leaving and not lying on the back."""
        if signal in (Signal.SUSPECT, Signal.FAULT):
            self._fault_since_s = time_s if self._fault_since_s is None else self._fault_since_s
        elif signal is Signal.GOOD:
            self._fault_since_s = None
        if signal is Signal.LEAVING:
            self._doubt_since_s = time_s if self._doubt_since_s is None else self._doubt_since_s
        elif signal not in (Signal.DOWN, Signal.LOST):
            self._doubt_since_s = None
        if signal is Signal.OFF_BACK:
            self._note_off_back(time_s)
        elif signal in (Signal.SUSPECT, Signal.FAULT, Signal.GOOD):
            self._off_back_since_s = None
        if signal is Signal.LOST:
            self._lost_since_s = time_s if self._lost_since_s is None else self._lost_since_s

    def _note_off_back(self, time_s: float) -> None:
        """What was suspected until now has come true: it began with the suspicion."""
        place = len(self._pending)
        since_s = time_s
        while place and self._pending[place - 1][0] is Signal.SUSPECT:
            place -= 1
            since_s -= self._pending[place][1]
            self._pending[place] = (Signal.OFF_BACK, self._pending[place][1])
        if self._off_back_since_s is None:
            # Sums of durations round: never before the attempt itself.
            self._off_back_since_s = max(since_s, self._start_s)

    def _release_s(self, time_s: float) -> float:
        """When the legs were let go: the first doubt or loss that led to this moment."""
        since = (self._lost_since_s, self._doubt_since_s, self._off_back_since_s)
        return min([time_s, *(s for s in since if s is not None)])

    def _settle(self, time_s: float, signal: Signal) -> None:
        """Book what is now known."""
        if signal in (Signal.LOST, Signal.LEAVING, Signal.OFF_BACK):
            return
        if signal is Signal.SUSPECT:
            self._book_settled(time_s)
            return
        self._lost_since_s = None
        for kind, duration_s in self._pending:
            self._books[_account(kind, signal)] += duration_s
        self._pending.clear()

    def _book_settled(self, time_s: float) -> None:
        """Book all that came before the current breach; an earlier one was no fault."""
        self._lost_since_s = None
        while self._pending and any(kind is not Signal.SUSPECT for kind, _ in self._pending):
            kind, duration_s = self._pending.pop(0)
            self._books[_account(kind, Signal.GOOD)] += duration_s
            if kind is Signal.SUSPECT:
                self._fault_since_s = None
        if self._fault_since_s is None:
            self._fault_since_s = time_s - sum(duration_s for _, duration_s in self._pending)

    # --- opening and closing --------------------------------------------------------------

    def _open(self, time_s: float) -> None:
        self._start_s = time_s
        self._books = dict.fromkeys(Account, 0.0)
        self._pending.clear()
        self._fault_since_s = self._lost_since_s = self._doubt_since_s = None
        self._off_back_since_s = None
        self._credited_when_spoilt_s = None

    def _close(self, end_s: float, *, lost_out: bool = False) -> Attempt:
        self._book_until(end_s)
        attempt = self._attempt(end_s, lost_out=lost_out)
        self._state = State.READY
        self._pending.clear()
        self._lost_since_s = None
        return attempt

    def _book_until(self, end_s: float) -> None:
        """Book the pending time up to the end; what lies after it is no part of the attempt."""
        room_s = end_s - self._start_s - sum(self._books.values())
        for kind, duration_s in self._pending:
            share_s = min(duration_s, max(0.0, room_s))
            self._books[_account(kind, Signal.GOOD)] += share_s
            room_s -= share_s
        self._pending.clear()

    def _attempt(self, end_s: float, *, lost_out: bool = False) -> Attempt:
        books, frozen_s = self._books, self._credited_when_spoilt_s
        return Attempt(
            start_s=self._start_s,
            end_s=end_s,
            credited_s=books[Account.CREDITED],
            rejected_s=books[Account.REJECTED],
            paused_s=books[Account.PAUSED],
            pending_s=sum(duration_s for _, duration_s in self._pending),
            counted_s=books[Account.CREDITED] if frozen_s is None else frozen_s,
            spoilt=frozen_s is not None,
            lost_out=lost_out,
        )


def _account(kind: Signal, outcome: Signal) -> Account:
    """Where pending time goes, once it is known what it led to."""
    if kind is Signal.LOST:
        return Account.PAUSED
    if kind in (Signal.FAULT, Signal.OFF_BACK) or (
        kind is Signal.SUSPECT and outcome is Signal.FAULT
    ):
        return Account.REJECTED
    return Account.CREDITED
