"""Where a coached session stands: from the welcome to the routine's end.

Two rules:

1. The machine is :data:`TRANSITIONS`, a table of (stage, signal) to stage. What a frame means
   is decided before, in one place (:meth:`SessionFlow._signal`).
2. The person leads. Whatever is held counts, on either side and at any time; no gesture is a
   command; nobody is asked to go on.

Time is the frames' own. While there is no picture (the camera is lost) the loop goes on
stepping the coach with frames in which nobody is seen: time passes for a person, too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from posecoach.core.attempts import HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.landmarks import Side
from posecoach.core.lasting import Lasting
from posecoach.core.legs import Legs, PerLeg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posecoach.core.attempts import HoldRecord
    from posecoach.core.coach import CoachStep
    from posecoach.core.config import Thresholds
    from posecoach.core.routine import Routine

# All in seconds, each with its reason.
OPENING_S = 16.0  # a welcome of 4 s and a safety line of 12 s (30 words, 150 a minute)
SETTLE_S = 24.0  # the instruction, 4 s, and "a few slow breaths": two at six a minute
DEFAULT_REST_S = 10.0  # where the routine names no rest: one slow breath
BACK_S = 1.0  # a glimpse of somebody is no return
IDLE_S = 60.0  # three times the longest rest prescribed: who wants one more has begun by then
GONE_S = 180.0  # out of view for longer than a pillow, the door or the telephone takes
_ROUNDING_S = 1e-6


class Stage(str, Enum):
    """Where the session stands."""

    WELCOME = "welcome"  # the welcome and the safety line
    SETTLING = "settling"  # lie still: calibration, a few slow breaths
    READY = "ready"  # the next hold may begin
    WORKING = "working"  # an attempt is open
    RESTING = "resting"  # between two holds
    PAUSED = "paused"  # nobody in view, no picture, or asked for
    FINISHED = "finished"  # the routine is done


class Signal(str, Enum):
    """What a frame says of the session; the order is that of the table's columns."""

    GREET = "greet"  # the opening lines are not over
    SETTLE = "settle"  # not calibrated, or the first breaths are not done
    FREE = "free"  # nothing keeps the next hold from beginning
    REST = "rest"  # the rest between two holds is not over
    WORK = "work"  # an attempt is open
    ABSENT = "absent"  # nobody has been seen for a while
    HALT = "halt"  # a pause was asked for, or the camera gives no picture to go by
    DONE = "done"  # the routine's end


class Event(str, Enum):
    """What comes from outside the picture."""

    PAUSE = "pause"
    RESUME = "resume"
    CAMERA_LOST = "camera_lost"
    CAMERA_BLACK = "camera_black"
    CAMERA_FROZEN = "camera_frozen"
    CAMERA_BACK = "camera_back"
    RECALIBRATE = "recalibrate"


class Pause(str, Enum):
    """Why a session stands still."""

    ASKED = "asked"
    CAMERA = "camera"  # it is lost
    BLACK = "black"  # it shows nothing
    FROZEN = "frozen"  # it shows the same all the time
    NOBODY = "nobody"


_OF_CAMERA = {
    Event.CAMERA_LOST: Pause.CAMERA,
    Event.CAMERA_BLACK: Pause.BLACK,
    Event.CAMERA_FROZEN: Pause.FROZEN,
    Event.CAMERA_BACK: None,
}

_W, _S, _R, _K = Stage.WELCOME, Stage.SETTLING, Stage.READY, Stage.WORKING
_B, _P, _F = Stage.RESTING, Stage.PAUSED, Stage.FINISHED

_ROWS: dict[Stage, tuple[Stage, ...]] = {
    # GREET, SETTLE, FREE, REST, WORK, ABSENT, HALT, DONE
    Stage.WELCOME: (_W, _S, _R, _B, _K, _P, _P, _F),
    Stage.SETTLING: (_S, _S, _R, _B, _K, _P, _P, _F),
    Stage.READY: (_R, _S, _R, _B, _K, _P, _P, _F),
    Stage.WORKING: (_R, _S, _R, _B, _K, _P, _P, _F),
    Stage.RESTING: (_B, _S, _R, _B, _K, _P, _P, _F),
    Stage.PAUSED: (_W, _S, _R, _B, _K, _P, _P, _F),
    Stage.FINISHED: (_F, _F, _F, _F, _F, _F, _F, _F),
}

TRANSITIONS: dict[tuple[Stage, Signal], Stage] = {
    (stage, signal): after
    for stage, row in _ROWS.items()
    for signal, after in zip(Signal, row, strict=True)
}


@dataclass(frozen=True)
class FlowStep:
    """Where the session stands after one frame.

    Attributes
    ----------
    time_s
        The frame's.
    stage, since_s
        The stage, and since when it has been so.
    pause
        Why it stands still, if it does.
    calibrated
        The start position is known.
    valid_holds
        Closed holds that count.
    per_side
        In how many of them each leg was drawn.
    side
        The leg to draw up next (or the one that is drawn, in mid-hold it does not change);
        None where both are.
    last_side
        The leg of the last hold that counted or could not be told; None before.
    rest_left_s
        Until the next set, s; 0 where no rest runs.
    least_done
        The least the routine asks for is done.
    """

    time_s: float
    stage: Stage
    since_s: float
    pause: Pause | None
    calibrated: bool
    valid_holds: int
    per_side: PerLeg[int]
    side: Side | None
    last_side: Side | None
    rest_left_s: float
    least_done: bool


class SessionFlow:
    """Follows one session, frame by frame.

    Parameters
    ----------
    routine, cfg
        The prescription and the thresholds.
    opening_s, settle_s
        For how long the opening lines are said, and the first breaths taken, s; 0 where there
        is nothing to be heard.
    """

    def __init__(
        self,
        routine: Routine,
        cfg: Thresholds,
        *,
        opening_s: float = OPENING_S,
        settle_s: float = SETTLE_S,
    ) -> None:
        self._routine, self._cfg = routine, cfg
        self._opening_s, self._settle_s = opening_s, settle_s
        self._stage, self._stage_since_s = Stage.WELCOME, 0.0
        self._start_s: float | None = None
        self._opened = False  # the person has been ready or at work once
        self._asked = self._away = False
        self._camera: Pause | None = None
        self._calibrate_since_s = -math.inf
        self._rest_until_s = -math.inf
        self._per_side = PerLeg(0, 0)
        self._last_side: Side | None = None
        self._absent, self._present, self._settled = Lasting(), Lasting(), Lasting()
        self._idle, self._gone = Lasting(), Lasting()

    def __call__(self, step: CoachStep, events: Iterable[Event] = ()) -> FlowStep:
        """Take in one frame, and what happened since the last one."""
        time_s = step.frame.time_s
        if self._start_s is None:
            self._start_s = self._stage_since_s = time_s
        for event in events:
            self._take(event, time_s)
        if step.record is not None:
            self._book(step.record)
        self._look_for_somebody(step)
        after = TRANSITIONS[self._stage, self._signal(step, self._start_s)]
        if after is not self._stage:
            self._stage, self._stage_since_s = after, time_s
        self._opened |= after in (Stage.READY, Stage.WORKING)
        return self._now(step)

    # --- what comes in ----------------------------------------------------------------------

    def _take(self, event: Event, time_s: float) -> None:
        if event in (Event.PAUSE, Event.RESUME):
            self._asked = event is Event.PAUSE
        elif event is Event.RECALIBRATE:
            self._calibrate_since_s = time_s
        else:
            self._camera = _OF_CAMERA[event]

    def _book(self, record: HoldRecord) -> None:
        """Count a closed attempt.

        A rest follows what was held, also where it cannot be told how well. After an attempt
        that failed the next one may begin at once.
        """
        if record.verdict not in (HoldVerdict.VALID, HoldVerdict.UNSURE):
            return
        self._rest_until_s = record.attempt.end_s + self._rest_s
        sides = self._sides_of(record)
        if record.verdict is HoldVerdict.VALID:
            for side in sides:
                self._per_side = self._per_side.replaced(side, self._per_side.of(side) + 1)
        if self._routine.is_single:
            self._last_side = sides[0]

    def _sides_of(self, record: HoldRecord) -> tuple[Side, ...]:
        """The legs a hold is booked for; one hold of a single-leg routine is one leg's."""
        if self._routine.is_single and record.legs is Legs.BOTH:
            return (self._next_side(),)
        return record.legs.sides

    def _look_for_somebody(self, step: CoachStep) -> None:
        """Away only after a while, and back only after a moment."""
        time_s, absent = step.frame.time_s, step.phase is Phase.ABSENT
        absent_s = self._absent(time_s, absent)
        present_s = self._present(time_s, not absent)
        if absent_s > self._cfg.lost_grace_s:
            self._away = True
        elif present_s >= BACK_S:
            self._away = False

    # --- what it means ----------------------------------------------------------------------

    def _signal(self, step: CoachStep, start_s: float) -> Signal:
        """The first that is so."""
        time_s = step.frame.time_s
        over = self._has_most() or self._has_left(step)
        halted = self._asked or self._camera is not None
        greeting = not self._opened and time_s - start_s < self._opening_s
        settled = self._is_settled(step, waiting=not (halted or greeting))
        signals = {
            Signal.DONE: over,
            Signal.HALT: halted,
            Signal.WORK: step.hold.attempt is not None,
            # Before the start nobody is missed: the person is on the way to the mat.
            Signal.ABSENT: self._away and self._opened,
            Signal.REST: time_s < self._rest_until_s,
            Signal.GREET: greeting,
            Signal.SETTLE: not settled,
        }
        return next((signal for signal, is_so in signals.items() if is_so), Signal.FREE)

    def _is_calibrated(self, step: CoachStep) -> bool:
        """Lying still has been seen, and since the last wish for it for long enough."""
        if step.rest is None:
            return False
        return step.rest.end_s >= self._calibrate_since_s + self._cfg.rest_s

    def _is_settled(self, step: CoachStep, *, waiting: bool) -> bool:
        """Calibrated; the first time the breaths are to be taken, too."""
        calibrated = self._is_calibrated(step)
        breathed_s = self._settled(step.frame.time_s, calibrated and waiting)
        return calibrated and (self._opened or breathed_s >= self._settle_s - _ROUNDING_S)

    def _has_most(self) -> bool:
        wanted = self._routine.repetitions
        return wanted is not None and self._fewest() >= wanted[1]

    def _has_least(self) -> bool:
        wanted = self._routine.repetitions
        return wanted is not None and self._fewest() >= wanted[0]

    def _fewest(self) -> int:
        return min(self._per_side.left, self._per_side.right)

    def _has_left(self, step: CoachStep) -> bool:
        """The least is done, and for a good while nobody has begun anything, or been there.

        Getting up is a pause as any other, for whoever comes back in time. Not where a pause was
        asked for or there is no picture: that says nothing.
        """
        time_s = step.frame.time_s
        halted = self._asked or self._camera is not None
        free = step.hold.attempt is None and not halted and time_s >= self._rest_until_s
        calm = step.phase in (Phase.REST, Phase.NOT_SUPINE, Phase.ABSENT)
        idle_s = self._idle(time_s, free and calm and not self._away)
        gone_s = self._gone(time_s, free and self._away)
        return self._has_least() and (idle_s >= IDLE_S or gone_s >= GONE_S)

    # --- what comes out ---------------------------------------------------------------------

    @property
    def _rest_s(self) -> float:
        return DEFAULT_REST_S if self._routine.rest_s is None else self._routine.rest_s

    def _next_side(self) -> Side:
        """Sides alternate, but for one that has had its most while the other has not."""
        if self._last_side is None:
            return Side.LEFT
        side, wanted = self._last_side.other, self._routine.repetitions
        done = wanted is not None and self._per_side.of(side) >= wanted[1]
        missing = wanted is not None and self._per_side.of(side.other) < wanted[1]
        return side.other if done and missing else side

    def _pause(self) -> Pause | None:
        if self._stage is not Stage.PAUSED:
            return None
        if self._camera is not None:
            return self._camera
        return Pause.ASKED if self._asked else Pause.NOBODY

    def _now(self, step: CoachStep) -> FlowStep:
        time_s, single = step.frame.time_s, self._routine.is_single
        counts = self._per_side
        return FlowStep(
            time_s=time_s,
            stage=self._stage,
            since_s=self._stage_since_s,
            pause=self._pause(),
            calibrated=self._is_calibrated(step),
            valid_holds=counts.left + counts.right if single else counts.left,
            per_side=counts,
            side=self._next_side() if single else None,
            last_side=self._last_side,
            rest_left_s=max(0.0, self._rest_until_s - time_s),
            least_done=self._has_least(),
        )
