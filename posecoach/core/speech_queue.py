"""Who may speak: one thing at a time, never a backlog, in time or not at all.

Two places, each for one utterance: one for what has a moving cause (a count, a cue, a breath),
one for a line of the session's course. Both are spoken within half a second of their cause or
dropped; whoever made a line is told so, and makes it anew while it is still so. Whatever comes
later takes the place of what waits, unless that matters more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.core.utterance import Priority, SpokenKey, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

# All in seconds, each with its reason.
PATIENCE_S = 0.5  # later, and it would speak of something that is no longer so
LASTING_PATIENCE_S = 60.0  # to be heard, if late
_ROUNDING_S = 1e-9

_LASTING = frozenset(
    # Who should not, and when to stop; and that all is over, which does not cease to be so.
    {SpokenKey.SAFETY, SpokenKey.FINISHED}
)

_GIVES_WAY_TO = {
    # The pacer is the background of everything else; an encouragement only stops for what
    # stops the clock.
    Priority.BREATH: frozenset(Priority) - {Priority.BREATH},
    Priority.ENCOURAGE: frozenset({Priority.BLOCKING}),
}


@dataclass(frozen=True)
class Spoken:
    """What to say now.

    Attributes
    ----------
    utterance
        What.
    interrupts
        Something less important is being said: it is to be cut short.
    """

    utterance: Utterance
    interrupts: bool


def patience_s(utterance: Utterance) -> float:
    """For how long after its cause something may still be said, s."""
    return LASTING_PATIENCE_S if utterance.key in _LASTING else PATIENCE_S


def _keep_quiet(_utterance: Utterance) -> None:
    """Nobody wants to know what was dropped."""


class SpeechQueue:
    """Chooses what is said next.

    Parameters
    ----------
    on_dropped
        Told of everything that was offered and will never be said.
    """

    def __init__(self, on_dropped: Callable[[Utterance], None] = _keep_quiet) -> None:
        self._on_dropped = on_dropped
        self._moving: Utterance | None = None
        self._line: Utterance | None = None
        self._speaking: Priority | None = None

    @property
    def waiting(self) -> tuple[Utterance, ...]:
        """What has been offered and may still be said: at most two."""
        return tuple(u for u in (self._moving, self._line) if u is not None)

    def offer(self, utterance: Utterance) -> None:
        """Something to say; it takes the place of what waits there and matters no more."""
        self._drop_stale(utterance.cause_s)
        if utterance.priority is Priority.SESSION:
            self._line = self._prefer(self._line, utterance)
        else:
            self._moving = self._prefer(self._moving, utterance)

    def next(self, now_s: float, busy: bool) -> Spoken | None:
        """What to say now; whoever asks says it.

        Parameters
        ----------
        now_s
            On the frames' clock.
        busy
            What was handed out last is still being said.
        """
        self._drop_stale(now_s)
        if not busy:
            self._speaking = None
        chosen = self._first()
        if chosen is None or (busy and not self._may_interrupt(chosen.priority)):
            return None
        if chosen is self._line:
            self._line = None
        else:
            self._moving = None
        self._speaking = chosen.priority
        return Spoken(chosen, interrupts=busy)

    def _first(self) -> Utterance | None:
        """A count or a cue is not made anew, a line is; the rest is less than either."""
        moving, line = self._moving, self._line
        if line is None or (moving is not None and moving.priority >= Priority.COUNT):
            return moving
        return line

    def _may_interrupt(self, priority: Priority) -> bool:
        return self._speaking is not None and priority in _GIVES_WAY_TO.get(self._speaking, ())

    def _prefer(self, waiting: Utterance | None, new: Utterance) -> Utterance:
        if waiting is None:
            return new
        keeps = waiting.key is SpokenKey.SAFETY or waiting.priority > new.priority
        self._on_dropped(new if keeps else waiting)
        return waiting if keeps else new

    def _drop_stale(self, now_s: float) -> None:
        if self._moving is not None and _is_stale(self._moving, now_s):
            stale, self._moving = self._moving, None
            self._on_dropped(stale)
        if self._line is not None and _is_stale(self._line, now_s):
            stale, self._line = self._line, None
            self._on_dropped(stale)


def _is_stale(utterance: Utterance, now_s: float) -> bool:
    return now_s - utterance.cause_s > patience_s(utterance) + _ROUNDING_S
