"""The session as it would be if it ended now, while it goes on.

What is kept must not wait for the end of a session: a killed process has no end. So every
moment has its own whole session, the open attempt included.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from posecoach.core.attempts import AttemptWatch, HoldRecord
from posecoach.core.faults import Fault
from posecoach.core.session import SessionBuilder

if TYPE_CHECKING:
    from posecoach.core.coach import Coach, CoachStep
    from posecoach.core.config import Thresholds
    from posecoach.core.rest import Rest
    from posecoach.core.routine import Routine
    from posecoach.core.session import Session


@dataclass(frozen=True)
class _Standstill:
    """What a builder asks of a coach that has finished, of one that has not."""

    record: HoldRecord | None
    faults: tuple[Fault, ...]
    rests: tuple[Rest, ...]
    camera_moved_s: tuple[float, ...]

    def finish(self) -> tuple[HoldRecord | None, tuple[Fault, ...]]:
        """What is open, as far as it is known."""
        return self.record, self.faults


class SoFar:
    """Adds up a coach's steps and tells the session at any moment; the coach goes on."""

    def __init__(self, routine: Routine, cfg: Thresholds) -> None:
        self._cfg = cfg
        self._builder = SessionBuilder(cfg)
        self._watch = AttemptWatch(routine, cfg)
        self._open_since_s: float | None = None
        self._last: CoachStep | None = None

    def add(self, step: CoachStep) -> None:
        """Take in one step."""
        self._builder.add(step)
        self._last = step
        attempt = step.hold.attempt
        if attempt is None or step.measurement is None:
            return
        if attempt.start_s != self._open_since_s:
            self._watch.begin()
            self._open_since_s = attempt.start_s
        calibrated = step.rest is not None
        self._watch.add(step.frame.time_s, step.measurement, step.drawn, calibrated=calibrated)

    def session(self, coach: Coach) -> Session:
        """Everything up to the last step, with the open attempt judged as it stands.

        Seconds of it that are not yet known to be good are booked as paused: they do not
        count, and they are no fault.
        """
        now = _Standstill(
            self._open_record(), self._open_faults(), coach.rests, coach.camera_moved_s
        )
        # A builder reads four things of a coach, and a standstill has them all.
        return self._builder.finish(cast("Coach", now))

    def _open_record(self) -> HoldRecord | None:
        attempt = None if self._last is None else self._last.hold.attempt
        if attempt is None or attempt.end_s - attempt.start_s < self._cfg.attempt_least_s:
            return None
        paused_s = attempt.paused_s + attempt.pending_s
        return self._watch.record(replace(attempt, paused_s=paused_s, pending_s=0.0))

    def _open_faults(self) -> tuple[Fault, ...]:
        if self._last is None:
            return ()
        now_s = self._last.frame.time_s
        confirmed = self._last.faults.confirmed
        return tuple(Fault(kind, since_s, now_s) for kind, since_s in confirmed.items())
