"""A hold in spoken numbers: how much is left while it lasts, what became of it when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.core.attempts import Doubt, HoldVerdict
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind, Severity
from posecoach.core.hold import State
from posecoach.core.utterance import Priority, SpokenKey, Utterance

if TYPE_CHECKING:
    from posecoach.core.attempts import HoldRecord
    from posecoach.core.coach import CoachStep
    from posecoach.core.flow import FlowStep
    from posecoach.core.hold import Attempt
    from posecoach.core.landmarks import Side
    from posecoach.core.routine import Routine

_LAST = (3, 2, 1)
_LAST_FROM_S = 5.0  # shorter holds are over before anyone has listened to numbers
_TEN_FROM_S = 25.0  # "ten left" says little when not much more than ten had to be held
_HALF_FROM_S = 20.0  # a half of less than ten seconds says less than the last three
_DOUBT_AFTER_S = 2.0  # a shorter lift may not be meant as a hold
_ROUNDING_S = 1e-6


def _marks(routine: Routine) -> dict[float, tuple[SpokenKey | CueKey, int | None]]:
    """What is said when so many seconds are credited."""
    hold_s = routine.hold_s
    marks: dict[float, tuple[SpokenKey | CueKey, int | None]] = {}
    if hold_s >= _LAST_FROM_S:
        marks |= {hold_s - n: (SpokenKey.SECONDS_LEFT, n) for n in _LAST}
    if hold_s >= _TEN_FROM_S:
        marks[hold_s - 10] = (SpokenKey.SECONDS_LEFT, 10)
    if hold_s >= _HALF_FROM_S:
        marks[hold_s / 2] = (SpokenKey.HALF_WAY, None)
    if routine.hold_max_s is not None and routine.hold_max_s > hold_s:
        marks[routine.hold_max_s] = (CueKey.LET_GO, None)
    return marks


class HoldCountdown:
    """Counts a hold down, by the seconds credited and not by the clock on the wall."""

    def __init__(self, routine: Routine) -> None:
        self._marks = _marks(routine)
        self._start_s: float | None = None
        self._counted_s = 0.0

    def __call__(self, step: CoachStep) -> Utterance | None:
        """The mark that this frame has passed.

        Silent where the hold cannot count: spoilt, or without a rest to measure against.
        """
        attempt = step.hold.attempt
        if attempt is None:
            self._start_s = None
            return None
        if attempt.start_s != self._start_s:
            self._start_s, self._counted_s = attempt.start_s, 0.0
        before_s, self._counted_s = self._counted_s, attempt.counted_s
        passed = [
            mark for mark in self._marks if before_s < mark - _ROUNDING_S <= attempt.counted_s
        ]
        if not passed or step.rest is None or step.hold.state is not State.HOLDING:
            return None
        mark = max(passed)
        key, value = self._marks[mark]
        priority = Priority.CUE if isinstance(key, CueKey) else Priority.COUNT
        # Seconds are credited at the next frame: the mark was passed a little earlier.
        late_s = attempt.counted_s - mark
        return Utterance(key, priority, step.frame.time_s - late_s, value)


class VerdictTeller:
    """Says what became of each attempt, and keeps for it what went wrong.

    Without a start position to measure against nothing can be told: that is said while the
    attempt lasts, so that nobody holds half a minute for it.
    """

    def __init__(self) -> None:
        self._last_s: float | None = None
        self._faulty_s: dict[FaultKind, float] = {}
        self._doubted = False

    def unheard(self) -> None:
        """A doubt was not said after all."""
        self._doubted = False

    def __call__(self, step: CoachStep, flow: FlowStep) -> Utterance | None:
        """The verdict on the attempt that this frame closed, or an early doubt."""
        told = None
        if step.record is not None:
            told = self._tell(step.record, flow)
        if step.hold.attempt is None:
            self._faulty_s, self._doubted = {}, False
        else:
            self._note(step)
            told = told or self._doubt(step.hold.attempt, step, flow)
        self._last_s = flow.time_s
        return told

    def _doubt(self, attempt: Attempt, step: CoachStep, flow: FlowStep) -> Utterance | None:
        early = flow.time_s - attempt.start_s < _DOUBT_AFTER_S
        if early or self._doubted or step.rest is not None:
            return None
        self._doubted = True
        key, why = SpokenKey.UNSURE, Doubt.NO_REST
        return Utterance(key, Priority.COUNT, flow.time_s, why=why)

    def _note(self, step: CoachStep) -> None:
        """Add up for how long each blocking fault has been there."""
        last_s = step.frame.time_s if self._last_s is None else self._last_s
        for kind, since_s in step.faults.confirmed.items():
            if kind.severity is Severity.BLOCKS:
                known_s = self._faulty_s.get(kind, last_s - since_s)
                self._faulty_s[kind] = known_s + step.frame.time_s - last_s

    def _tell(self, record: HoldRecord, flow: FlowStep) -> Utterance | None:
        if record.doubt is Doubt.NO_REST and self._doubted:
            return None
        side = _side_of(record, flow)
        if record.verdict is HoldVerdict.VALID:
            key, value = SpokenKey.COUNTED, flow.valid_holds
            return Utterance(key, Priority.COUNT, flow.time_s, value, side)
        if record.verdict is HoldVerdict.UNSURE:
            key = SpokenKey.UNSURE
            return Utterance(key, Priority.COUNT, flow.time_s, None, side, record.doubt)
        key = SpokenKey.NOT_COUNTED
        if record.verdict is HoldVerdict.FAULTED:
            return Utterance(key, Priority.COUNT, flow.time_s, None, side, self._worst())
        # A second that is not full is not said: 29.9 of 30 s are 29.
        return Utterance(key, Priority.COUNT, flow.time_s, int(record.attempt.counted_s), side)

    def _worst(self) -> FaultKind | None:
        return max(self._faulty_s, key=lambda kind: self._faulty_s[kind], default=None)


def _side_of(record: HoldRecord, flow: FlowStep) -> Side | None:
    """The leg that worked, where the routine works one at a time."""
    sides = record.legs.sides
    return sides[0] if flow.side is not None and len(sides) == 1 else None
