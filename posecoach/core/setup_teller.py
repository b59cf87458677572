"""What is said while the setup is looked at: one thing to change, heard out, now and then."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from posecoach.core.setup_keys import NO_PICTURE, Advice
from posecoach.core.utterance import Priority, SpokenKey, Utterance

if TYPE_CHECKING:
    from posecoach.core.setup_gate import SetupStep

# Both in seconds, each with its reason.
ADVICE_PAUSE_S = 8.0  # 4 to hear an advice, 4 to begin to follow it
ADVICE_AGAIN_S = 16.0  # the same once more: who walks around a laptop needs about that long


def setup_utterance(advice: Advice, time_s: float) -> Utterance:
    """An advice as something to say, like a line of the session."""
    return Utterance(advice, Priority.SESSION, time_s)


class SetupTeller:
    """Says the advice in force, then that the session begins; afterwards nothing.

    Parameters
    ----------
    begins
        A session follows, so that somebody who lies still starts it anyway; else only all
        being right is the end.
    """

    def __init__(self, *, begins: bool = True) -> None:
        self._begins = begins
        self._said: Advice | None = None
        self._said_s = -math.inf
        self._over = False

    def unheard(self, utterance: Utterance) -> None:
        """Take note that something was dropped before it was said: it need not wait twice."""
        if utterance.key is self._said:
            self._said, self._said_s = None, -math.inf
        if not isinstance(utterance.key, Advice):
            self._over = False

    def __call__(self, setup: SetupStep) -> Utterance | None:
        """What to say at this frame, if anything."""
        if setup.advice in NO_PICTURE:  # also when all was right a moment ago
            return self._advise(setup.advice, setup.time_s, pause_s=0.0)
        if self._over:
            return None
        if setup.ready or (setup.may_begin and self._begins):
            self._over, self._said = True, None
            key = SpokenKey.SETUP_READY if setup.ready else SpokenKey.SETUP_ANYWAY
            return Utterance(key, Priority.SESSION, setup.time_s)
        return self._advise(setup.advice, setup.time_s, pause_s=ADVICE_PAUSE_S)

    def _advise(self, advice: Advice | None, time_s: float, *, pause_s: float) -> Utterance | None:
        """Say what is news after a pause, and the same once more after a longer one."""
        pause_s = ADVICE_AGAIN_S if advice is self._said else pause_s
        if advice is None or time_s - self._said_s < pause_s:
            return None
        self._said, self._said_s = advice, time_s
        return setup_utterance(advice, time_s)
