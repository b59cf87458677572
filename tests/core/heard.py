"""A whole session as it is heard: coach, flow, announcer and queue, and a voice made of time.

The voice says nothing; it is busy for as long as a calm voice would need, so that what is
dropped and what waits is as it would be in a room:

- a count is over in 0.6 s, a breath's tone in 0.5 s, the safety line in 12 s;
- a cue takes 2 s, every other line 3 s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from posecoach.core.announce import Announcer
from posecoach.core.coach import Coach, CoachStep
from posecoach.core.conductor import Conductor
from posecoach.core.flow import Event, FlowStep, SessionFlow
from posecoach.core.landmarks import PoseFrame
from posecoach.core.utterance import Priority, SpokenKey, Utterance

_LONG_S = {SpokenKey.SAFETY: 12.0, SpokenKey.SECONDS_LEFT: 0.6, SpokenKey.COUNTED: 1.5}
_LONG_S |= {SpokenKey.BREATHE_IN: 0.5, SpokenKey.BREATHE_OUT: 0.5, SpokenKey.HALF_WAY: 1.0}


def length_s(utterance: Utterance) -> float:
    """How long a calm voice needs for it."""
    if utterance.verdict is not None:
        return length_s(utterance.verdict) + length_s(replace(utterance, verdict=None))
    if isinstance(utterance.key, SpokenKey) and utterance.key in _LONG_S:
        return _LONG_S[utterance.key]
    return 3.0 if utterance.priority is Priority.SESSION else 2.0


def words_of(said: Utterance) -> str:
    """Its key and what is in it, after the verdict that it brings."""
    details = [
        "" if said.value is None else f"{said.value}",
        "" if said.side is None else f"{said.side.value}",
        "" if said.why is None else f"({said.why.value})",
    ]
    words = " ".join([said.key.value, *filter(None, details)])
    return words if said.verdict is None else f"{words_of(said.verdict)}, {words}"


@dataclass(frozen=True)
class Heard:
    """One thing that was said: when, and whether it cut something short."""

    time_s: float
    utterance: Utterance
    interrupts: bool

    def __str__(self) -> str:
        """A line for a person to read: time, what, and what is in it."""
        return f"{self.time_s:6.1f}  {words_of(self.utterance)}"


class Room:
    """Everything between a judged frame and the ear."""

    def __init__(self, flow: SessionFlow, announcer: Announcer) -> None:
        self.conductor = Conductor(flow, announcer)
        self.busy_until_s = 0.0
        self.most_waiting = 0

    def __call__(
        self, step: CoachStep, events: Iterable[Event] = ()
    ) -> tuple[FlowStep, list[Heard]]:
        """One frame; where the session stands, and what begins to be said."""
        busy = step.frame.time_s < self.busy_until_s
        now, spoken = self.conductor(step, events, busy=busy)
        self.most_waiting = max(self.most_waiting, len(self.conductor.waiting))
        if spoken is None:
            return now, []
        self.busy_until_s = now.time_s + length_s(spoken.utterance)
        return now, [Heard(now.time_s, spoken.utterance, spoken.interrupts)]


@dataclass(frozen=True)
class Listened:
    """A session from its first to its last frame."""

    heard: list[Heard]
    flows: list[FlowStep]
    steps: list[CoachStep]

    @property
    def keys(self) -> list[str]:
        """What was said, in order."""
        return [one.utterance.key.value for one in self.heard]

    @property
    def stages(self) -> list[str]:
        """The stages that the session went through."""
        names = [flow.stage.value for flow in self.flows]
        return [name for i, name in enumerate(names) if i == 0 or name != names[i - 1]]


def listen(
    frames: Iterable[PoseFrame],
    coach: Coach,
    room: Room,
    events: Mapping[float, Event] | None = None,
) -> Listened:
    """Coach these frames live; an event comes with the first frame at its time or later."""
    waiting = sorted((events or {}).items())
    session = Listened([], [], [])
    for frame in frames:
        now = [event for time_s, event in waiting if time_s <= frame.time_s]
        waiting = [(time_s, event) for time_s, event in waiting if time_s > frame.time_s]
        step = coach.step(frame)
        flow, heard = room(step, now)
        session.heard.extend(heard)
        session.flows.append(flow)
        session.steps.append(step)
    return session
