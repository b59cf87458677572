"""What to tell the person now, or nothing: few words, the most important first.

A cue is a key; its wording lives in the catalogues of the adapters, in each language.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from posecoach.core.checker import Phase
from posecoach.core.faults import FaultKind, FaultsNow, Severity
from posecoach.core.hold import State

if TYPE_CHECKING:
    from posecoach.core.hold import HoldStatus

CUE_PAUSE_S = 3.0  # at most one new cue in this time: a voice that never rests is not heard
_UNSEEN_LEAST_S = 0.5  # who is seen again is told so at once, but a single lost picture is no flash


class CueKey(str, Enum):
    """States worth a word; faults are cued by their own kind."""

    NOT_SEEN = "not_seen"
    LIE_DOWN = "lie_down"
    DRAW_IN = "draw_in"
    HOLD = "hold"
    ENOUGH = "enough"
    LET_GO = "let_go"


@dataclass(frozen=True)
class Cue:
    """What is said, and since when it has been so."""

    key: CueKey | FaultKind
    since_s: float


class CueChooser:
    """Chooses one cue; keeps it for a while, unless something blocking comes up."""

    def __init__(self) -> None:
        self._cue: Cue | None = None

    def __call__(
        self, time_s: float, phase: Phase, faults: FaultsNow, hold: HoldStatus, *, enough: bool
    ) -> Cue:
        """The cue for this frame.

        Parameters
        ----------
        enough
            The open attempt has reached its target.
        """
        key = _most_important(phase, faults, hold, enough=enough)
        if self._cue is None or (key != self._cue.key and self._may_change(time_s, key)):
            self._cue = Cue(key, time_s)
        return self._cue

    def _may_change(self, time_s: float, key: CueKey | FaultKind) -> bool:
        assert self._cue is not None  # the caller has checked; mypy cannot see it
        mended = isinstance(self._cue.key, FaultKind) and not isinstance(key, FaultKind)
        urgent = isinstance(key, FaultKind) and key.severity is Severity.BLOCKS
        is_seen_again = self._cue.key is CueKey.NOT_SEEN
        pause_s = _UNSEEN_LEAST_S if is_seen_again else CUE_PAUSE_S
        return mended or urgent or time_s - self._cue.since_s >= pause_s


def _most_important(
    phase: Phase, faults: FaultsNow, hold: HoldStatus, *, enough: bool
) -> CueKey | FaultKind:
    for kind in FaultKind:  # blocking ones come first
        if kind in faults.confirmed:
            return kind
    if phase is Phase.ABSENT or hold.state is State.LOST:
        return CueKey.NOT_SEEN
    if phase is Phase.NOT_SUPINE:
        return CueKey.LIE_DOWN
    if hold.state in (State.SPENT, State.SPOILT):
        return CueKey.LET_GO
    if hold.attempt is not None:
        return CueKey.ENOUGH if enough else CueKey.HOLD
    return CueKey.DRAW_IN
