"""The form rules, and how long a breach must last before it is a fault."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from posecoach.core.config import Thresholds


class Severity(str, Enum):
    """What a fault does to the hold."""

    BLOCKS = "blocks"
    ADVISES = "advises"


class FaultKind(str, Enum):
    """The form rules, blocking ones first, in the order in which they are cued."""

    NOT_SUPINE = "not_supine"
    HEAD_UP = "head_up"
    SHOULDERS_UP = "shoulders_up"
    LEG_STRAIGHT = "leg_straight"
    NOT_CLOSE_ENOUGH = "not_close_enough"
    HANDS_OFF = "hands_off"
    JERKY = "jerky"
    BOTH_AT_ONCE = "both_at_once"
    FREE_LEG_UP = "free_leg_up"

    @property
    def severity(self) -> Severity:
        """Whether it stops the hold's clock."""
        return Severity.BLOCKS if self in _BLOCKING else Severity.ADVISES


_BLOCKING = frozenset(
    {
        FaultKind.NOT_SUPINE,
        FaultKind.HEAD_UP,
        FaultKind.SHOULDERS_UP,
        FaultKind.LEG_STRAIGHT,
        FaultKind.NOT_CLOSE_ENOUGH,
    }
)


@dataclass(frozen=True)
class Fault:
    """One fault from its first to its last moment, s."""

    kind: FaultKind
    start_s: float
    end_s: float


@dataclass(frozen=True)
class FaultsNow:
    """The rules' state at one moment.

    Attributes
    ----------
    suspected
        Broken, but not yet for long enough.
    confirmed
        Broken for long enough; with the time it began, s.
    ended
        Faults that have just come to their end.
    easing
        Those of the confirmed that are not broken just now: perhaps over, perhaps flicker.
    """

    suspected: frozenset[FaultKind]
    confirmed: Mapping[FaultKind, float]
    ended: tuple[Fault, ...]
    easing: frozenset[FaultKind] = frozenset()

    @property
    def blocking(self) -> bool:
        """A confirmed fault stops the clock."""
        return _any_blocks(self.confirmed.keys() - self.easing)

    @property
    def may_block(self) -> bool:
        """A breach that is not yet a fault, or no longer surely one, would stop the clock."""
        return _any_blocks(self.suspected | self.easing)


def _any_blocks(kinds: Iterable[FaultKind]) -> bool:
    return any(kind.severity is Severity.BLOCKS for kind in kinds)


@dataclass
class _Breach:
    """A rule being broken: since when, last when, and when it was first kept again."""

    since_s: float
    last_s: float
    kept_s: float | None = None
    confirmed: bool = False


class FaultTracker:
    """Turns moment-by-moment breaches into faults with a beginning and an end."""

    def __init__(self, cfg: Thresholds) -> None:
        self._clear_s = cfg.fault_clear_s
        self._least_s = {
            FaultKind.NOT_SUPINE: cfg.not_supine_s,
            FaultKind.HEAD_UP: cfg.head_up_s,
            FaultKind.SHOULDERS_UP: cfg.shoulders_up_s,
            FaultKind.LEG_STRAIGHT: cfg.leg_straight_s,
            FaultKind.NOT_CLOSE_ENOUGH: cfg.not_close_enough_s,
            FaultKind.HANDS_OFF: cfg.hands_off_s,
            FaultKind.JERKY: cfg.jerky_s,
            FaultKind.BOTH_AT_ONCE: 0.0,  # judged once, from the whole way in
            FaultKind.FREE_LEG_UP: cfg.free_leg_up_s,
        }
        self._gap_s = cfg.frame_gap_s
        self._breaches: dict[FaultKind, _Breach] = {}
        self._last_s = -math.inf

    def __call__(self, time_s: float, broken: Mapping[FaultKind, bool]) -> FaultsNow:
        """Take in one moment.

        Parameters
        ----------
        broken
            For each rule that can be judged now, whether it is broken. A rule that is not
            named cannot be judged: its state stays for a moment, then it has ended when it
            was last seen broken. So has every breach where frames lie too far apart: nobody
            knows what was between them.
        """
        ended = list(self._end_all()) if time_s - self._last_s > self._gap_s else []
        self._last_s = time_s
        ended += [
            fault
            for kind, is_broken in broken.items()
            if (fault := self._take(kind, is_broken, time_s)) is not None
        ]
        unseen = [kind for kind in self._breaches if kind not in broken]
        ended += [fault for kind in unseen if (fault := self._fade(kind, time_s)) is not None]
        return self._now(broken, tuple(ended))

    def _end_all(self, until_s: float | None = None) -> Iterator[Fault]:
        """End every breach: what is broken still, then, or else when it was last seen so."""
        for kind, breach in self._breaches.items():
            if breach.confirmed:
                end_s = breach.last_s if until_s is None else until_s
                yield Fault(kind, breach.since_s, breach.kept_s or end_s)
        self._breaches.clear()

    def finish(self, time_s: float) -> tuple[Fault, ...]:
        """End every confirmed fault: the recording is over."""
        return tuple(self._end_all(time_s))

    def _take(self, kind: FaultKind, is_broken: bool, time_s: float) -> Fault | None:
        breach = self._breaches.get(kind)
        if is_broken:
            if breach is None:
                breach = self._breaches[kind] = _Breach(time_s, time_s)
            breach.last_s, breach.kept_s = time_s, None
            breach.confirmed |= time_s - breach.since_s >= self._least_s[kind]
            return None
        if breach is None:
            return None
        breach.kept_s = time_s if breach.kept_s is None else breach.kept_s
        if breach.confirmed and time_s - breach.last_s < self._clear_s:
            return None
        del self._breaches[kind]
        return Fault(kind, breach.since_s, breach.kept_s) if breach.confirmed else None

    def _fade(self, kind: FaultKind, time_s: float) -> Fault | None:
        breach = self._breaches[kind]
        if time_s - breach.last_s < self._clear_s:
            return None
        del self._breaches[kind]
        return Fault(kind, breach.since_s, breach.last_s) if breach.confirmed else None

    def _now(self, broken: Mapping[FaultKind, bool], ended: tuple[Fault, ...]) -> FaultsNow:
        suspected = {
            kind
            for kind, breach in self._breaches.items()
            if not breach.confirmed and broken.get(kind, False)
        }
        confirmed = {
            kind: breach.since_s for kind, breach in self._breaches.items() if breach.confirmed
        }
        easing = {
            kind
            for kind, breach in self._breaches.items()
            if breach.confirmed and breach.kept_s is not None
        }
        return FaultsNow(frozenset(suspected), confirmed, ended, frozenset(easing))
