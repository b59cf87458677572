"""Values over time: each change follows the minimum-jerk law of human movement.

T. Flash and N. Hogan, "The coordination of arm movements", J. Neurosci. 5 (1985) 1688-1703.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sample_videos.body.posture import Arm


def minimum_jerk(share: float) -> float:
    """Share of the way done at a share of the time; both 0..1."""
    s = min(max(share, 0.0), 1.0)
    return s * s * s * (10.0 + s * (6.0 * s - 15.0))


@dataclass
class Track:
    """One number over time: a start value and the moves that change it."""

    initial: float
    moves: list[tuple[float, float, float, float]] = field(default_factory=list)

    def move(self, start_s: float, over_s: float, value: float) -> None:
        """Go to ``value`` from where it is at ``start_s``; a later move cuts this one off."""
        self.moves.append((start_s, over_s, self.at(start_s), value))

    def at(self, time_s: float) -> float:
        """The value at a time."""
        for start, over, first, last in reversed(self.moves):
            if time_s >= start:
                share = minimum_jerk((time_s - start) / over) if over > 0 else 1.0
                return first + (last - first) * share
        return self.initial


@dataclass
class HandTrack:
    """A hand's ways from place to place."""

    place: str
    moves: list[tuple[float, float, str, str]] = field(default_factory=list)

    def move(self, start_s: float, over_s: float, place: str) -> None:
        """Go to a place; begins when the way before is finished."""
        before = self.place
        if self.moves:
            begun, took, _, before = self.moves[-1]
            start_s = max(start_s, begun + took)
        if place != before:
            self.moves.append((start_s, over_s, before, place))

    def at(self, time_s: float) -> Arm:
        """Between which places the hand is, and how far."""
        for start, over, first, last in reversed(self.moves):
            if time_s >= start:
                return Arm(first, last, minimum_jerk((time_s - start) / over) if over > 0 else 1.0)
        return Arm(self.place, self.place, 1.0)
