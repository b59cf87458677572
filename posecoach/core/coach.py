"""One step of coaching: a frame's landmarks in, everything that follows from them out.

``Coach.step`` knows no clock, file or camera: time is the frame's own. Live coaching and
replay are the same calls.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posecoach.core.attempts import AttemptWatch, HoldRecord, HoldVerdict, reaches
from posecoach.core.checker import Moment, Phase, broken_rules, phase_of
from posecoach.core.cues import Cue, CueChooser
from posecoach.core.far_leg import CopyWatch, FarLegWatch
from posecoach.core.faults import Fault, FaultKind, FaultsNow, FaultTracker
from posecoach.core.hold import HoldLedger, HoldStatus, Signal
from posecoach.core.hold_signals import HoldSignals
from posecoach.core.landmarks import Pose, PoseFrame, Side
from posecoach.core.lasting import Lasting
from posecoach.core.legs import PerLeg, per_leg
from posecoach.core.measure import Measurement, hip_flexion, measure
from posecoach.core.measure_smoothing import Smoother
from posecoach.core.motion import Gate, LegGate, LegSpeed, WayIn
from posecoach.core.repair import LegSwapRepair
from posecoach.core.rest import Rest, RestBook, RestFinder, near_side_of
from posecoach.core.trunk import Trunk, torso_px, trunk_of
from posecoach.core.view_watch import ViewWatch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posecoach.core.attempts import Doubt
    from posecoach.core.config import Thresholds
    from posecoach.core.hold import Attempt
    from posecoach.core.routine import Routine

_WAY_IN_S = 8.0  # a leg that rose earlier did so for some other reason


@dataclass(frozen=True, eq=False)
class CoachStep:
    """All that is known after one frame; every sink reads this and nothing else.

    Attributes
    ----------
    frame
        The landmarks after repair.
    measurement
        Smoothed; None while nobody is seen.
    phase, working
        What the person does, and with which legs drawn.
    faults
        The rules' state.
    hold
        The ledger's state.
    record
        The attempt that this frame closed, judged.
    valid_holds
        So far, the open attempt included once it has reached its target.
    cue
        What to tell the person.
    rest
        The calibration in force.
    swap_began
        The legs' names were exchanged from this frame on, and repaired.
    drawn
        Every drawn leg, also one that makes no hold by itself.
    """

    frame: PoseFrame
    measurement: Measurement | None
    phase: Phase
    working: tuple[Side, ...]
    faults: FaultsNow
    hold: HoldStatus
    record: HoldRecord | None
    valid_holds: int
    cue: Cue
    rest: Rest | None
    swap_began: bool
    drawn: tuple[Side, ...] = ()


class Coach:
    """Judges a sequence of frames under one routine.

    Parameters
    ----------
    routine, cfg
        The prescription and the thresholds; the routine's ``comfort_deg`` is the hip flexion
        that a hold needs.
    width_px, height_px
        Of the frames.
    rests
        Replay: every rest of the recording, found beforehand (:mod:`posecoach.core.replay`). Live:
        None, rest is looked for as time goes on.
    known
        Live: rests that were seen before the session began, by another coach.
    """

    def __init__(
        self,
        routine: Routine,
        cfg: Thresholds,
        *,
        width_px: int,
        height_px: int,
        rests: Iterable[Rest] | None = None,
        known: Iterable[Rest] = (),
    ) -> None:
        self._routine, self._cfg = routine, cfg
        self._size_px = (width_px, height_px)
        self._repair = LegSwapRepair(width_px, height_px, cfg)
        self._finder = RestFinder(cfg) if rests is None else None
        self._book = RestBook(known if rests is None else rests)
        self._view = ViewWatch(cfg)
        self._far_leg = FarLegWatch(cfg)
        self._copies = CopyWatch(cfg)
        self._near_up = Lasting()
        self._signals = HoldSignals(routine, cfg)
        self._smooth = Smoother(cfg)
        self._speeds = PerLeg(LegSpeed(), LegSpeed())
        self._way_in = WayIn()
        self._supine_since_s = math.inf
        self._gates = per_leg(lambda _side: LegGate(routine.comfort_deg, cfg))
        self._faults = FaultTracker(cfg)
        self._ledger = HoldLedger(cfg)
        self._watch = AttemptWatch(routine, cfg)
        self._cues = CueChooser()
        self._near: Side | None = None
        self._working: tuple[Side, ...] = ()
        self._valid = 0
        self._last: CoachStep | None = None

    @property
    def rests(self) -> tuple[Rest, ...]:
        """Every rest known so far."""
        return tuple(self._book.rests)

    @property
    def camera_moved_s(self) -> tuple[float, ...]:
        """When the camera was seen to move, s."""
        return self._book.moved_s

    def doubt(self) -> Doubt | None:
        """Why the open attempt cannot be judged as yet."""
        return self._watch.doubt()

    def step(self, frame: PoseFrame) -> CoachStep:
        """Judge one frame; frames come in strictly increasing time.

        Raises
        ------
        ValueError
            If time does not go forward.
        """
        if self._last is not None and not frame.time_s > self._last.frame.time_s:
            raise ValueError(
                f"time must go forward: {frame.time_s} s after {self._last.frame.time_s} s"
            )
        repaired = self._repair(frame, self._book.at(frame.time_s))
        if repaired.renamed:
            self._trade_names()
        if repaired.frame.pose is None:
            step = self._nobody(frame)
        else:
            step = self._somebody(repaired.frame, repaired.frame.pose, repaired.swap_began)
        self._last = step
        return step

    def recalibrate(self) -> None:
        """Live: look for the start position anew, as after moving the mat or the pillow.

        Until it is seen lifts cannot be measured, and an open attempt may end in doubt.
        """
        if self._finder is not None:
            self._finder.reset()
            self._book.forget()
            self._view.reset()

    def finish(self) -> tuple[HoldRecord | None, tuple[Fault, ...]]:
        """Close the open attempt and the open faults: there are no more frames."""
        end_s = self._last.frame.time_s if self._last is not None else 0.0
        attempt = self._ledger.finish()
        return self._judge(attempt), self._faults.finish(end_s)

    def _trade_names(self) -> None:
        """What was known of the left leg was true of the right one: the legs go on as they are."""
        self._gates, self._speeds = self._gates.mirrored(), self._speeds.mirrored()
        self._smooth.trade_legs()
        self._far_leg.trade_legs()
        self._working = tuple(side.other for side in self._working)

    # --- one frame ------------------------------------------------------------------------

    def _nobody(self, frame: PoseFrame) -> CoachStep:
        if self._finder is not None:
            self._finder.reset()
        self._smooth.reset()
        self._view.reset()
        self._far_leg.reset()
        self._copies.reset()
        self._way_in.reset()
        self._supine_since_s = math.inf
        gates = per_leg(lambda side: self._gates.of(side)(frame.time_s, math.nan))
        for side in Side:
            self._speeds.of(side)(frame.time_s, math.nan)
        if Gate.UNSEEN not in (gates.left, gates.right):
            self._working = ()
        faults = self._faults(frame.time_s, {})
        hold = self._ledger(frame.time_s, Signal.LOST)
        return self._close_step(frame, None, Phase.ABSENT, faults, hold, swap_began=False)

    def _somebody(self, frame: PoseFrame, pose: Pose, swap_began: bool) -> CoachStep:
        moment = self._look(frame.time_s, pose)
        self._working = moment.working
        broken = broken_rules(moment, self._cfg)
        was_open = self._ledger_open()
        broken |= self._at_once(frame.time_s)
        faults = self._faults(frame.time_s, broken)
        if self._signals.was_laid_on(moment):
            for side in Side:
                self._gates.of(side).let_go()
        signal = self._signals(frame.time_s, moment, faults, broken)
        hold = self._ledger(frame.time_s, signal)
        self._follow(frame.time_s, moment, hold, was_open=was_open)
        phase = phase_of(moment, self._cfg)
        drawn = _drawn_sides(moment.gates)
        return self._close_step(
            frame, moment.measurement, phase, faults, hold, swap_began=swap_began, drawn=drawn
        )

    def _look(self, time_s: float, pose: Pose) -> Moment:
        """Measure, smooth, and see what each leg does."""
        trunk = trunk_of(pose)
        torso_now = torso_px(pose)
        rest = self._calibrate(time_s, pose, trunk)
        near = self._near_side(trunk, rest)
        torso = torso_now if rest is None else rest.torso_px
        motion = self._view(time_s, pose, near, torso)
        if motion is not None:
            self._book.move_from(time_s, motion)
            rest = self._book.at(time_s)
        if rest is not None:
            trunk = trunk.levelled(rest.trunk_elevation_deg, self._cfg)
        far = self._far_leg(time_s, pose, torso)
        raw = measure(pose, trunk, far, near, rest, torso, self._size_px)
        seen = self._smooth(time_s, self._believed(raw))
        flexion = seen.hip_flexion_deg
        near_raised = flexion.of(near) >= self._cfg.raised_least_deg
        laid_on = self._copies(time_s, pose, far, near_raised=near_raised)
        speed = per_leg(lambda side: self._speeds.of(side)(time_s, flexion.of(side)))
        follows = self._near_up(time_s, near_raised) <= _WAY_IN_S and not self._ledger_open()
        if laid_on and follows:  # no attempt begins with a copy
            flexion = flexion.replaced(near.other, math.nan)
        if trunk.is_supine(self._cfg):
            level = per_leg(lambda side: self._rise_level(rest, side))
            heights = per_leg(lambda side: flexion.of(side) - level.of(side))
            drawn_deg = self._routine.comfort_deg - max(level.left, level.right)
            self._way_in(time_s, heights, drawn_deg)
            self._supine_since_s = min(self._supine_since_s, time_s)
        else:
            self._way_in.reset()
            self._supine_since_s = math.inf
        gates = self._gate(time_s, flexion, near)
        return Moment(
            seen,
            speed,
            gates,
            self._working_legs(gates, near, time_s),
            self._routine.is_single,
            self._routine.comfort_deg,
            rest,
            self._attempt_age_s(time_s),
            time_s - self._supine_since_s,
            self._view.is_swept(torso),
            laid_on,
        )

    def _gate(self, time_s: float, flexion: PerLeg[float], near: Side) -> PerLeg[Gate]:
        """Whether each leg is drawn; beside a drawn near leg the far one is seen badly."""
        leave_deg = self._routine.comfort_deg - self._cfg.hip_hysteresis_deg
        beside = flexion.of(near) >= leave_deg and not self._routine.is_single

        def gate(side: Side) -> Gate:
            unsure = beside and side is not near
            return self._gates.of(side)(time_s, flexion.of(side), unsure=unsure)

        return per_leg(gate)

    def _calibrate(self, time_s: float, pose: Pose, trunk: Trunk) -> Rest | None:
        if self._finder is not None:
            found = self._finder(time_s, pose, trunk, hip_flexion(pose))
            if found is not None:
                self._book.add(found, self._cfg)
        return self._book.at(time_s)

    def _near_side(self, trunk: Trunk, rest: Rest | None) -> Side:
        if rest is not None:
            return rest.near_side
        if self._near is None and not math.isnan(trunk.depth_difference):
            self._near = near_side_of(trunk.depth_difference)
        return self._near or Side.LEFT

    def _believed(self, seen: Measurement) -> Measurement:
        """Take away the reading of a far leg that may be a copy of the near one.

        Hidden means that it lies on the near leg in the image. Behind a near leg that stands
        it stands too, as far as anyone can see. Behind a near leg that is raised it may be
        raised, or stand unseen. With single legs that is the rule, and a reading laid onto
        the near leg would be a guess. With both legs the far one lies behind the near one by
        prescription, and the reading counts as long as it is steady (``FarLeg.unsteady``,
        see :class:`AttemptWatch`).
        """
        near_raised = seen.hip_flexion_deg.of(seen.near_side) >= self._cfg.raised_least_deg
        if not (self._routine.is_single and seen.far_leg.hidden and near_raised):
            return seen
        far = seen.near_side.other
        return replace(
            seen,
            hip_flexion_deg=seen.hip_flexion_deg.replaced(far, math.nan),
            knee_flexion_deg=seen.knee_flexion_deg.replaced(far, math.nan),
            foot_lift_torso=seen.foot_lift_torso.replaced(far, math.nan),
        )

    def _rise_level(self, rest: Rest | None, side: Side) -> float:
        if rest is None or math.isnan(rest.hip_flexion_deg.of(side)):
            return self._cfg.raised_least_deg
        return (rest.hip_flexion_deg.of(side) + self._routine.comfort_deg) / 2.0

    # --- legs -------------------------------------------------------------------------------

    def _working_legs(self, gates: PerLeg[Gate], near: Side, time_s: float) -> tuple[Side, ...]:
        """The legs of the open attempt, or those that make one now; empty for none."""
        up = tuple(side for side in Side if gates.of(side) is not Gate.DOWN)
        if not self._routine.is_single:
            return up if len(up) == len(Side) else ()
        drawn = tuple(side for side in up if gates.of(side) is Gate.DRAWN)
        if not self._working:
            return (near,) if near in drawn else drawn
        ours = self._working[0]
        other_drawn = gates.of(ours.other) is Gate.DRAWN
        if (
            gates.of(ours) is not Gate.DRAWN
            and other_drawn
            and self._hands_over(gates.of(ours), time_s)
        ):
            return (ours.other,)
        return self._working if ours in up else ()

    def _hands_over(self, ours: Gate, time_s: float) -> bool:
        """Whether the attempt goes on with the other leg, which is drawn.

        It does when our leg vanished behind the other: what can be seen is the other one. It
        does too when the attempt is so young that the first leg was a misreading on the way
        in. Else our leg was let go and the other one drawn: that is the next attempt.
        """
        is_young = self._attempt_age_s(time_s) < self._cfg.attempt_least_s
        return ours is Gate.UNSEEN or is_young

    def _at_once(self, time_s: float) -> dict[FaultKind, bool]:
        """Judge the way in of an attempt with both legs, once, when it has settled.

        Not as it begins: the second leg may still be on its way.
        """
        last_age_s = (
            math.nan if self._last is None else self._attempt_age_s(self._last.frame.time_s)
        )
        settles = last_age_s < self._cfg.attempt_least_s <= self._attempt_age_s(time_s)
        on_the_way_s = time_s - self._way_in.began_s
        if self._routine.is_single or not settles or not on_the_way_s < _WAY_IN_S:
            return {}
        return {FaultKind.BOTH_AT_ONCE: self._way_in.one_up_s < self._cfg.at_once_s}

    # --- the attempt --------------------------------------------------------------------------

    def _attempt_age_s(self, time_s: float) -> float:
        """How long the attempt has been open; NaN without one."""
        attempt = None if self._last is None else self._last.hold.attempt
        return math.nan if attempt is None else time_s - attempt.start_s

    def _ledger_open(self) -> bool:
        return self._last is not None and self._last.hold.attempt is not None

    def _follow(self, time_s: float, moment: Moment, hold: HoldStatus, *, was_open: bool) -> None:
        if hold.attempt is None:
            return
        if not was_open:
            self._watch.begin()
        drawn = _drawn_sides(moment.gates)
        self._watch.add(time_s, moment.measurement, drawn, calibrated=moment.rest is not None)

    def _judge(self, attempt: Attempt | None) -> HoldRecord | None:
        if attempt is None or attempt.end_s - attempt.start_s < self._cfg.attempt_least_s:
            return None
        record = self._watch.record(attempt)
        self._valid += record.verdict is HoldVerdict.VALID
        return record

    def _close_step(
        self,
        frame: PoseFrame,
        seen: Measurement | None,
        phase: Phase,
        faults: FaultsNow,
        hold: HoldStatus,
        *,
        swap_began: bool,
        drawn: tuple[Side, ...] = (),
    ) -> CoachStep:
        record = self._judge(hold.closed)
        enough = hold.attempt is not None and reaches(hold.attempt, self._routine)
        counts_already = enough and self._watch.doubt() is None
        return CoachStep(
            frame=frame,
            measurement=seen,
            phase=phase,
            working=self._working if seen is not None else (),
            faults=faults,
            hold=hold,
            record=record,
            valid_holds=self._valid + int(counts_already),
            cue=self._cues(frame.time_s, phase, faults, hold, enough=enough),
            rest=self._book.at(frame.time_s),
            swap_began=swap_began,
            drawn=drawn,
        )


def _drawn_sides(gates: PerLeg[Gate]) -> tuple[Side, ...]:
    return tuple(side for side in Side if gates.of(side) in (Gate.DRAWN, Gate.LEAVING))
