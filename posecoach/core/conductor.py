"""From a judged frame to the next thing to say: the session's course, the lines, who may speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.core.flow import Stage
from posecoach.core.speech_queue import SpeechQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posecoach.core.announce import Announcer
    from posecoach.core.coach import CoachStep
    from posecoach.core.flow import Event, FlowStep, SessionFlow
    from posecoach.core.speech_queue import Spoken
    from posecoach.core.utterance import Utterance


class Conductor:
    """Leads one session; knows no voice and no clock but the frames'."""

    def __init__(self, flow: SessionFlow, announcer: Announcer) -> None:
        self._flow, self._announcer = flow, announcer
        self._queue = SpeechQueue(announcer.unheard)

    @property
    def waiting(self) -> tuple[Utterance, ...]:
        """What may still be said: at most two."""
        return self._queue.waiting

    def __call__(
        self, step: CoachStep, events: Iterable[Event] = (), *, busy: bool
    ) -> tuple[FlowStep, Spoken | None]:
        """Take in one frame.

        Parameters
        ----------
        events
            What happened since the last one.
        busy
            What was handed out last is still being said.

        Returns
        -------
        tuple of FlowStep and Spoken or None
            Where the session stands; what to say now, and whoever gets it says it.
        """
        now = self._flow(step, events)
        for utterance in self._announcer(step, now):
            self._queue.offer(utterance)
        return now, self._queue.next(now.time_s, busy)

    def is_done(self, now: FlowStep, *, busy: bool) -> bool:
        """Whether the routine is at its end, and has been told so to the last word."""
        return now.stage is Stage.FINISHED and not self.waiting and not busy
