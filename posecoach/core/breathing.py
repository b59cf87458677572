"""The breathing pacer: when to breathe in and out, and when "a little closer" may be said.

Six breaths a minute is the rate at which heart and breath swing together in most people
(Lehrer and Gevirtz 2014, heart rate variability biofeedback); breathing out takes the longer
part of it, because that is when muscles let go.
"""

from __future__ import annotations

import math

from posecoach.core.utterance import Priority, SpokenKey, Utterance

BREATH_S = 10.0
IN_S = 4.0
CLOSER_EVERY_S = 3 * BREATH_S  # an invitation with every breath would be urging


class BreathPacer:
    """Emits the beginning of each breath in and out while it is wanted."""

    def __init__(self) -> None:
        self._start_s: float | None = None
        self._phases = 0
        self._closer_s = -math.inf

    def said_closer(self, time_s: float) -> None:
        """Somebody else has invited to come closer: that counts, too."""
        self._closer_s = time_s

    def __call__(self, time_s: float, *, wanted: bool, may_come_closer: bool) -> Utterance | None:
        """Take in one moment.

        Parameters
        ----------
        wanted
            Whether to breathe along; the first breath begins when this becomes so.
        may_come_closer
            A leg is raised and held still, and the routine asks for more than it has reached.
        """
        if not wanted:
            self._start_s = None
            return None
        if self._start_s is None:
            self._start_s, self._phases = time_s, 0
        breaths = int((time_s - self._start_s) // BREATH_S)
        begin_s = self._start_s + breaths * BREATH_S
        is_out = time_s - begin_s >= IN_S
        phases = 2 * breaths + 1 + is_out
        if phases == self._phases:
            return None
        self._phases = phases
        # A breath noticed late has begun when it was due: the queue drops what is stale.
        due_s = begin_s + IN_S * is_out
        if is_out and may_come_closer and due_s - self._closer_s >= CLOSER_EVERY_S:
            self._closer_s = due_s
            return Utterance(SpokenKey.CLOSER, Priority.ENCOURAGE, due_s)
        key = SpokenKey.BREATHE_OUT if is_out else SpokenKey.BREATHE_IN
        return Utterance(key, Priority.BREATH, due_s)
