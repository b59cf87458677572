"""Which cue is worth saying aloud now: only when it changes, only where it helps, not too often."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posecoach.core.checker import Phase
from posecoach.core.cues import CUE_PAUSE_S, CueKey
from posecoach.core.faults import FaultKind, Severity
from posecoach.core.flow import Stage
from posecoach.core.hold import State
from posecoach.core.lasting import Lasting
from posecoach.core.utterance import Priority, Utterance

if TYPE_CHECKING:
    from posecoach.core.coach import CoachStep
    from posecoach.core.flow import FlowStep

_SAID_IN: dict[Stage, frozenset[CueKey]] = {
    Stage.WELCOME: frozenset(),
    Stage.SETTLING: frozenset({CueKey.NOT_SEEN, CueKey.LIE_DOWN}),
    Stage.READY: frozenset({CueKey.LIE_DOWN, CueKey.LET_GO}),
    Stage.WORKING: frozenset({CueKey.NOT_SEEN, CueKey.HOLD, CueKey.ENOUGH, CueKey.LET_GO}),
    Stage.RESTING: frozenset({CueKey.LET_GO}),
    Stage.PAUSED: frozenset(),
    Stage.FINISHED: frozenset(),
}
"""States are said where they tell something new: out of a hold, nobody in view is a pause, and
"draw in" is an invitation of its own."""
_FAULTS_IN = frozenset({Stage.SETTLING, Stage.READY, Stage.WORKING, Stage.RESTING})

# Landmarks flicker, and people turn over: said only after this time, s.
_UNSEEN_S = 1.0
_NOT_LYING_S = 3.0

_PRIORITIES = {CueKey.HOLD: Priority.ENCOURAGE, FaultKind.NOT_CLOSE_ENOUGH: Priority.CUE}
"""Not close enough keeps a hold from beginning, but nothing needs to stop for it."""

Key = CueKey | FaultKind


def priority_of(key: Key) -> Priority:
    """What a cue may keep from being said, or interrupt."""
    if key in _PRIORITIES:
        return _PRIORITIES[key]
    blocks = isinstance(key, FaultKind) and key.severity is Severity.BLOCKS
    return Priority.BLOCKING if blocks else Priority.CUE


@dataclass(frozen=True)
class _Said:
    """The last cue while it is still in force; when one was said, and when a blocking one."""

    key: Key | None = None
    time_s: float = -math.inf
    blocking_s: float = -math.inf

    def then(self, key: Key, time_s: float) -> _Said:
        """What is so after one more."""
        blocks = priority_of(key) is Priority.BLOCKING
        return _Said(key, time_s, time_s if blocks else self.blocking_s)


class CueTeller:
    """Says the cue in force when it has changed.

    Between two cues lie :data:`posecoach.core.cues.CUE_PAUSE_S`; only what stops the clock is
    said at once after something that does not, because its grace is shorter than the pause.
    """

    def __init__(self) -> None:
        self._said = self._before = _Said()
        self._unseen, self._not_lying = Lasting(), Lasting()

    def unheard(self, key: Key) -> None:
        """It was not said after all: it may be said once more, while it is still so."""
        if key is self._said.key:
            self._said = self._before

    def __call__(self, step: CoachStep, flow: FlowStep) -> Utterance | None:
        """The cue to say at this frame, if one."""
        time_s, key = flow.time_s, _key_of(step)
        is_so = self._is_so(step, key)
        if not _helps(key, flow):
            self._said = replace(self._said, key=None)
            return None
        if key is self._said.key or not is_so or not self._may_speak(time_s, key):
            return None
        self._before, self._said = self._said, self._said.then(key, time_s)
        return Utterance(key, priority_of(key), time_s)

    def _is_so(self, step: CoachStep, key: Key) -> bool:
        """A cue stays in force for a while: whether it is true of this very frame."""
        time_s = step.frame.time_s
        unseen = step.phase is Phase.ABSENT or step.hold.state is State.LOST
        unseen_s = self._unseen(time_s, unseen)
        not_lying_s = self._not_lying(time_s, step.phase is Phase.NOT_SUPINE)
        if isinstance(key, FaultKind):
            return key in step.faults.confirmed
        if key is CueKey.NOT_SEEN:
            return unseen_s >= _UNSEEN_S
        return key is not CueKey.LIE_DOWN or not_lying_s >= _NOT_LYING_S

    def _may_speak(self, time_s: float, key: Key) -> bool:
        is_urgent = priority_of(key) is Priority.BLOCKING
        last_s = self._said.blocking_s if is_urgent else self._said.time_s
        return time_s - last_s >= CUE_PAUSE_S


def _key_of(step: CoachStep) -> Key:
    """The cue in force; where it cannot count any more nobody is kept at mending it."""
    return CueKey.LET_GO if step.hold.state is State.SPOILT else step.cue.key


def _helps(key: Key, flow: FlowStep) -> bool:
    if isinstance(key, FaultKind):
        return flow.stage in _FAULTS_IN
    if key is CueKey.LIE_DOWN and flow.least_done:
        return False  # who has done enough may get up
    return key in _SAID_IN[flow.stage]
