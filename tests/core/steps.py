"""Coach steps made by hand, for tests of what comes after the judgement."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from posecoach.core.attempts import Doubt, FlexionSummary, HoldRecord, HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.coach import CoachStep
from posecoach.core.cues import Cue, CueKey
from posecoach.core.faults import FaultKind, FaultsNow
from posecoach.core.hold import Attempt, HoldStatus, State
from posecoach.core.landmarks import PoseFrame, Side
from posecoach.core.legs import Legs, PerLeg
from posecoach.core.rest import Rest

NO_FAULTS = FaultsNow(frozenset(), {}, ())
NO_SUMMARY = FlexionSummary(math.nan, math.nan)


def rest_until(end_s: float) -> Rest:
    """A time of lying still; only its end matters here."""
    points = np.zeros((33, 2))
    flexion = PerLeg(55.0, 55.0)
    return Rest(end_s - 2.0, end_s, Side.LEFT, 200.0, points, np.array([0.0, -1.0]), flexion)


LONG_AGO = rest_until(2.0)
"""A rest found before everything else."""


@dataclass(frozen=True)
class At:
    """A coach step in few words: at rest, calibrated, nothing held; change what matters.

    ``open_s`` is when the open attempt began and ``counted_s`` what is credited to it.
    """

    phase: Phase = Phase.REST
    cue: CueKey | FaultKind = CueKey.DRAW_IN
    rest: Rest | None = LONG_AGO
    open_s: float | None = None
    counted_s: float = 0.0
    state: State = State.READY
    confirmed: tuple[FaultKind, ...] = ()
    easing: tuple[FaultKind, ...] = ()
    working: tuple[Side, ...] = ()

    def but(self, **changes: object) -> At:
        """Copy with some things changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # names are checked at run time

    def __call__(self, time_s: float, record: HoldRecord | None = None) -> CoachStep:
        """The step at this time, with the attempt that it closes."""
        attempt = None
        if self.open_s is not None:
            attempt = Attempt(
                self.open_s, time_s, credited_s=self.counted_s, counted_s=self.counted_s
            )
        faults = replace(
            NO_FAULTS,
            confirmed=dict.fromkeys(self.confirmed, time_s),
            easing=frozenset(self.easing),
        )
        closed = None if record is None else record.attempt
        return CoachStep(
            frame=PoseFrame(time_s, None),
            measurement=None,
            phase=self.phase,
            working=self.working,
            faults=faults,
            hold=HoldStatus(self.state, attempt, closed),
            record=record,
            valid_holds=0,
            cue=Cue(self.cue, time_s),
            rest=self.rest,
            swap_began=False,
        )


LYING = At()
ABSENT = At(phase=Phase.ABSENT, cue=CueKey.NOT_SEEN)
SITTING = At(phase=Phase.NOT_SUPINE, cue=CueKey.LIE_DOWN)


def holding(open_s: float, counted_s: float = 0.0) -> At:
    """In mid-hold."""
    return At(
        phase=Phase.DRAWN,
        cue=CueKey.HOLD,
        open_s=open_s,
        counted_s=counted_s,
        state=State.HOLDING,
    )


def closed(
    verdict: HoldVerdict = HoldVerdict.VALID,
    end_s: float = 0.0,
    *,
    legs: Legs = Legs.BOTH,
    doubt: Doubt | None = None,
    counted_s: float = 0.0,
) -> HoldRecord:
    """A judged attempt."""
    attempt = Attempt(end_s - 10.0, end_s, counted_s=counted_s)
    return HoldRecord(legs, attempt, verdict, doubt, PerLeg(NO_SUMMARY, NO_SUMMARY), math.nan)
