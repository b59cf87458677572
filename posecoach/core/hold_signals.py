"""What one frame says of the hold: legs, posture and rules together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from posecoach.core.checker import hands_are_off
from posecoach.core.faults import FaultKind
from posecoach.core.hold import Signal
from posecoach.core.lasting import Lasting
from posecoach.core.motion import Gate

if TYPE_CHECKING:
    from posecoach.core.checker import Moment
    from posecoach.core.config import Thresholds
    from posecoach.core.faults import FaultsNow
    from posecoach.core.routine import Routine


class HoldSignals:
    """Makes the ledger's signal of each moment."""

    def __init__(self, routine: Routine, cfg: Thresholds) -> None:
        self._both = not routine.is_single
        self._cfg = cfg
        self._hands_off = Lasting()

    def __call__(
        self, time_s: float, moment: Moment, faults: FaultsNow, broken: dict[FaultKind, bool]
    ) -> Signal:
        """Take in one moment and the rules' state after it."""
        may_let_go = self._may_let_go(time_s, moment)
        by_legs = self._by_legs(moment)
        if by_legs is not None:
            return by_legs
        by_posture = self._by_posture(time_s, moment, faults, broken)
        if by_posture is not None:
            return by_posture
        by_rules = _by_rules(moment, faults, broken)
        return Signal.LEAVING if by_rules is Signal.GOOD and may_let_go else by_rules

    def was_laid_on(self, moment: Moment) -> bool:
        """Whether one of two legs that have hardly been drawn stands on the floor after all.

        No leg comes down so soon: it stood there while its reading lay on the other one.
        """
        flexion = moment.measurement.hip_flexion_deg
        is_young = moment.attempt_age_s < self._cfg.attempt_least_s
        lowest_deg = min((flexion.of(side) for side in moment.working), default=math.inf)
        return self._both and is_young and lowest_deg < self._cfg.raised_least_deg

    def _by_legs(self, moment: Moment) -> Signal | None:
        """What the gates say; None: drawn."""
        if not moment.working or self.was_laid_on(moment):
            return Signal.DOWN
        gates = [moment.gates.of(side) for side in moment.working]
        if Gate.UNSEEN in gates:
            return Signal.LOST
        return Signal.LEAVING if Gate.LEAVING in gates else None

    def _may_let_go(self, time_s: float, moment: Moment) -> bool:
        """Whether a leg may be on its way down where it cannot be seen.

        The hands let go first, then one leg after the other; the far one goes down behind the
        near one, and comes out from behind it. Hands that stay off while the legs stay drawn
        were no beginning of that.
        """
        off = _is_open(moment) and bool(hands_are_off(moment, self._cfg))
        for_s = self._hands_off(time_s, off)
        hidden = self._both and moment.measurement.far_leg.hidden
        return off and hidden and (for_s <= self._cfg.hands_off_s or moment.laid_on)

    def _by_posture(
        self, time_s: float, moment: Moment, faults: FaultsNow, broken: dict[FaultKind, bool]
    ) -> Signal | None:
        """What the trunk says; None: lying, or not yet sure."""
        if FaultKind.NOT_SUPINE not in broken:
            return Signal.LOST
        if broken[FaultKind.NOT_SUPINE] and not _is_open(moment):
            return Signal.DOWN  # sitting with bent hips is not an attempt at this stretch
        if FaultKind.NOT_SUPINE not in faults.confirmed.keys() - faults.easing:
            return None
        # Who sits up or rolls over and stays so has left the start position.
        for_s = time_s - faults.confirmed[FaultKind.NOT_SUPINE]
        return Signal.DOWN if for_s > self._cfg.fault_grace_s else Signal.OFF_BACK


def _by_rules(moment: Moment, faults: FaultsNow, broken: dict[FaultKind, bool]) -> Signal:
    """What the form rules say of legs that are drawn."""
    lies = not broken[FaultKind.NOT_SUPINE]
    if moment.rest is not None and lies and not _lifts_seen(broken):
        return Signal.SUSPECT if moment.swept else Signal.LOST
    if faults.blocking:
        return Signal.FAULT
    return Signal.SUSPECT if faults.may_block else Signal.GOOD


def _is_open(moment: Moment) -> bool:
    return not math.isnan(moment.attempt_age_s)


def _lifts_seen(broken: dict[FaultKind, bool]) -> bool:
    return FaultKind.HEAD_UP in broken and FaultKind.SHOULDERS_UP in broken
