"""What is said when: from where the session stands to keys for a voice.

Nothing is said twice because it is still so, and nothing urges. Where nobody can look at a
screen everything that matters has its line: what to do, what counted, why not, what is next.

A line that could not be said in time is made anew while its moment lasts (:data:`_MOMENTS`), and
is gone with it: who holds already is not told which knee is next. What became of a hold is not
lost with its moment: the next line begins with it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from posecoach.core.breathing import BreathPacer
from posecoach.core.checker import Phase
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.flow import Pause, Stage
from posecoach.core.hold_count import HoldCountdown, VerdictTeller
from posecoach.core.setup_keys import Advice
from posecoach.core.speech_queue import PATIENCE_S
from posecoach.core.spoken_cues import CueTeller
from posecoach.core.utterance import Priority, SpokenKey, Utterance

if TYPE_CHECKING:
    from posecoach.core.coach import CoachStep
    from posecoach.core.flow import FlowStep
    from posecoach.core.landmarks import Side
    from posecoach.core.routine import Routine

# All in seconds, each with its reason.
_SAFETY_AFTER_S = 1.0  # the welcome has begun by then; the queue keeps the line until it is over
_LINE_GAP_S = 3.0  # between two lines: time to take one in
_SETTLE_AGAIN_S = 30.0  # who is still not seen lying still may have missed it
_PACER_AFTER_S = 4.0  # what to do in a stage has been said by then
_REST_LEAST_S = 5.0  # a shorter rest is over when it has been told


Key = SpokenKey | CueKey | FaultKind | Advice
_BETWEEN = (Stage.RESTING, Stage.READY)  # two holds
_VERDICTS = frozenset({SpokenKey.COUNTED, SpokenKey.NOT_COUNTED, SpokenKey.UNSURE})
_INVITATIONS: frozenset[Key] = frozenset(
    {SpokenKey.BEGIN_SIDE, SpokenKey.OTHER_SIDE, CueKey.DRAW_IN}
)
_AFTER_VERDICTS = _INVITATIONS | {SpokenKey.REST, SpokenKey.ENOUGH_FOR_TODAY}
_MOMENTS: dict[Key, frozenset[Stage]] = {
    SpokenKey.WELCOME: frozenset({Stage.WELCOME, Stage.SETTLING, Stage.READY}),
    SpokenKey.SETTLE: frozenset({Stage.SETTLING}),
    SpokenKey.READY: frozenset({Stage.READY}),
    SpokenKey.REST: frozenset({Stage.RESTING}),
    SpokenKey.PAUSED: frozenset({Stage.PAUSED}),
    SpokenKey.RESUMED: frozenset({Stage.WELCOME, Stage.SETTLING, *_BETWEEN}),
    SpokenKey.CAMERA_LOST: frozenset({Stage.PAUSED}),
    Advice.COVERED: frozenset({Stage.PAUSED}),
    Advice.FROZEN: frozenset({Stage.PAUSED}),
    SpokenKey.CAMERA_BACK: frozenset(Stage) - {Stage.FINISHED},
    SpokenKey.FINISHED: frozenset({Stage.FINISHED}),
    **dict.fromkeys(_INVITATIONS, frozenset({Stage.READY})),
}
"""The stages in which a line is still so; what has none here has a way of its own."""


class Announcer:
    """Says, frame by frame, what the person on the mat should hear.

    Parameters
    ----------
    routine
        The prescription.
    pacer
        Whether to breathe along.
    """

    def __init__(self, routine: Routine, *, pacer: bool = True) -> None:
        self._lines = _SessionLines()
        self._verdicts = VerdictTeller()
        self._cues = CueTeller()
        self._countdown = HoldCountdown(routine)
        self._pacer = BreathPacer() if pacer else None

    def __call__(self, step: CoachStep, flow: FlowStep) -> tuple[Utterance, ...]:
        """What this frame causes to be said; mostly nothing."""
        verdict = self._verdicts(step, flow)
        count = self._countdown(step)
        cue = self._cues(step, flow)
        if flow.pause is Pause.ASKED:  # who wants quiet is not told what counted
            verdict = None
        said = [
            verdict,
            self._lines(step, flow, told=verdict is not None),
            cue,
            count if flow.stage is Stage.WORKING else None,
            self._breath(step, flow, cue),
        ]
        return tuple(utterance for utterance in said if utterance is not None)

    def unheard(self, utterance: Utterance) -> None:
        """Take note that something was dropped before it was said.

        A cue or a line is said again while it is still so, the safety line until it is heard, a
        verdict with the next line; numbers and breaths have had their moment.
        """
        key = utterance.key
        if key is SpokenKey.UNSURE:
            self._verdicts.unheard()
        if utterance.priority is Priority.SESSION or key in _VERDICTS:
            self._lines.unheard(utterance)
        elif isinstance(key, CueKey | FaultKind):
            self._cues.unheard(key)

    def _breath(self, step: CoachStep, flow: FlowStep, cue: Utterance | None) -> Utterance | None:
        if self._pacer is None:
            return None
        if cue is not None and cue.key is FaultKind.NOT_CLOSE_ENOUGH:
            self._pacer.said_closer(flow.time_s)
        # A leg is raised and held still short of what the routine asks for; nothing is held.
        free = flow.stage is Stage.READY and not step.working
        short = free and FaultKind.NOT_CLOSE_ENOUGH in step.faults.confirmed
        sure = FaultKind.NOT_CLOSE_ENOUGH not in step.faults.easing
        settling = flow.stage is Stage.SETTLING and flow.calibrated
        heard_out = flow.time_s - flow.since_s >= _PACER_AFTER_S
        wanted = short or (heard_out and (settling or flow.stage is Stage.WORKING))
        return self._pacer(flow.time_s, wanted=wanted, may_come_closer=short and sure)


class _SessionLines:
    """The lines of the session's course: at most one at a frame, the newest due one first."""

    def __init__(self) -> None:
        self._last: FlowStep | None = None
        self._offered: Utterance | None = None
        self._again: Utterance | None = None
        self._verdict: Utterance | None = None
        self._welcomed_s = 0.0
        self._safety_due = True
        self._due: SpokenKey | None = None
        self._invite = self._enough_due = False
        self._line_s = self._line_before_s = -math.inf
        self._told_s = -math.inf
        self._settle_s = -math.inf

    def unheard(self, utterance: Utterance) -> None:
        """Take note that a line, or a verdict, was dropped; what a later line replaced is over."""
        is_verdict = utterance.key in _VERDICTS
        verdict = utterance if is_verdict else utterance.verdict
        # While an attempt lasts a doubt is about this one, and said anew with it.
        if verdict is not None and self._last is not None and self._last.stage is not Stage.WORKING:
            self._verdict = verdict
        self._safety_due |= utterance.key is SpokenKey.SAFETY
        self._enough_due |= utterance.key is SpokenKey.ENOUGH_FOR_TODAY
        if utterance is self._offered:
            self._line_s = self._line_before_s  # nobody has heard it: what is next need not wait
            self._again = utterance if utterance.key in _MOMENTS else None

    def __call__(self, step: CoachStep, flow: FlowStep, *, told: bool) -> Utterance | None:
        """The line for this frame; ``told``: a verdict is being said."""
        before, self._last = self._last, flow
        if told:
            self._told_s = flow.time_s
        if before is None:
            self._enter(None, flow)
            line: Utterance | None = _line(SpokenKey.WELCOME, flow)
        else:
            if before.stage is not flow.stage:
                self._enter(before, flow)
            line = (
                self._turn(before, flow) or self._once_more(step, flow) or self._waiting(step, flow)
            )
        line = self._with_verdict(line, flow)
        if line is not None:
            self._line_before_s, self._line_s = self._line_s, flow.time_s
            self._offered, self._again = line, None
            if line.key is SpokenKey.WELCOME:
                self._welcomed_s = flow.time_s
        return line

    # --- what could not be said in time -----------------------------------------------------

    def _once_more(self, step: CoachStep, flow: FlowStep) -> Utterance | None:
        """The line that was dropped, as it is now; forgotten when its moment is over."""
        again = self._again
        if again is None or (again.key in _INVITATIONS and step.phase is not Phase.REST):
            return None
        self._again = None
        if flow.stage not in _MOMENTS[again.key]:
            return None
        value = again.value
        if again.key is SpokenKey.REST:
            if flow.rest_left_s < _REST_LEAST_S:
                return None
            value = math.ceil(flow.rest_left_s)
        return replace(again, cause_s=flow.time_s, value=value, verdict=None)

    def _with_verdict(self, line: Utterance | None, flow: FlowStep) -> Utterance | None:
        """Put a verdict that was dropped before the line, or in its place where none is due."""
        verdict = self._verdict
        if verdict is None or flow.stage not in _BETWEEN:
            return line
        comes = self._due is not None or flow.time_s - self._line_s <= PATIENCE_S  # or waits
        if line is None and not comes:
            self._verdict = None
            return replace(verdict, priority=Priority.SESSION, cause_s=flow.time_s)
        if line is None or line.key not in _AFTER_VERDICTS:
            return line
        self._verdict = None
        return replace(line, verdict=verdict)

    # --- what a change brings ---------------------------------------------------------------

    def _enter(self, before: FlowStep | None, flow: FlowStep) -> None:
        """A new stage makes what was due before it pointless."""
        self._due, self._invite = None, flow.stage is Stage.READY
        if flow.stage is Stage.WORKING:
            self._verdict = None
        if flow.stage is Stage.SETTLING:
            self._settle_s = -math.inf
        elif flow.stage is Stage.READY:
            first = before is None or before.stage in (Stage.WELCOME, Stage.SETTLING)
            self._due = SpokenKey.READY if first else None
        elif flow.stage is Stage.RESTING and not flow.least_done:
            self._due = SpokenKey.REST

    def _turn(self, before: FlowStep, flow: FlowStep) -> Utterance | None:
        """What is said at the very moment."""
        self._enough_due |= flow.least_done and not before.least_done
        if flow.stage is Stage.FINISHED:
            ends = before.stage is not Stage.FINISHED
            return _line(SpokenKey.FINISHED, flow, flow.valid_holds) if ends else None
        if flow.pause is not before.pause:
            key = _pause_key(before.pause, flow.pause)
            if key is not None:
                return _line(key, flow)
        if self._enough_due and flow.stage in (Stage.SETTLING, *_BETWEEN):
            self._enough_due = False
            return _line(SpokenKey.ENOUGH_FOR_TODAY, flow, flow.valid_holds)
        return None

    # --- what waits for its moment ------------------------------------------------------------

    def _waiting(self, step: CoachStep, flow: FlowStep) -> Utterance | None:
        if flow.stage in (Stage.PAUSED, Stage.FINISHED):
            return None
        if self._safety_due and flow.time_s - self._welcomed_s >= _SAFETY_AFTER_S:
            self._safety_due = False
            return _line(SpokenKey.SAFETY, flow)
        if flow.time_s - self._line_s < _LINE_GAP_S:
            return None
        return self._settle(flow) or self._due_line(flow) or self._invitation(step, flow)

    def _settle(self, flow: FlowStep) -> Utterance | None:
        waits = flow.stage is Stage.SETTLING and (not flow.calibrated or math.isinf(self._settle_s))
        if not waits or flow.time_s - self._settle_s < _SETTLE_AGAIN_S:
            return None
        self._settle_s = flow.time_s
        return _line(SpokenKey.SETTLE, flow)

    def _due_line(self, flow: FlowStep) -> Utterance | None:
        due, self._due = self._due, None
        if due is SpokenKey.REST:
            if flow.rest_left_s < _REST_LEAST_S:
                return None
            return _line(due, flow, math.ceil(flow.rest_left_s))
        return None if due is None else _line(due, flow)

    def _invitation(self, step: CoachStep, flow: FlowStep) -> Utterance | None:
        """To the next hold, once, when the legs are down; not after the least is done."""
        calm = step.phase is Phase.REST and flow.time_s - self._told_s >= _LINE_GAP_S
        if not (self._invite and calm):
            return None
        self._invite = False
        if flow.least_done:
            return None
        if flow.side is None:
            return Utterance(CueKey.DRAW_IN, Priority.SESSION, flow.time_s)
        other = flow.last_side is flow.side.other
        key = SpokenKey.OTHER_SIDE if other else SpokenKey.BEGIN_SIDE
        return _line(key, flow, side=flow.side)


_CAMERA_KEYS: dict[Pause, SpokenKey | Advice] = {
    Pause.CAMERA: SpokenKey.CAMERA_LOST,
    Pause.BLACK: Advice.COVERED,  # waiting would not help: somebody has to do something
    Pause.FROZEN: Advice.FROZEN,
}


def _pause_key(before: Pause | None, now: Pause | None) -> SpokenKey | Advice | None:
    """The line for a change of why the session stands still."""
    if now in _CAMERA_KEYS:
        return _CAMERA_KEYS[now]
    if before in _CAMERA_KEYS:
        return SpokenKey.CAMERA_BACK
    if now is None:
        return SpokenKey.RESUMED
    return SpokenKey.PAUSED if before is None else None


def _line(
    key: SpokenKey | Advice, flow: FlowStep, value: int | None = None, side: Side | None = None
) -> Utterance:
    return Utterance(key, Priority.SESSION, flow.time_s, value, side)
