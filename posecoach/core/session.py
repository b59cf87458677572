"""A whole session: the steps of the coach added up."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posecoach.core.attempts import HoldVerdict

if TYPE_CHECKING:
    from posecoach.core.attempts import HoldRecord
    from posecoach.core.coach import Coach, CoachStep
    from posecoach.core.config import Thresholds
    from posecoach.core.faults import Fault
    from posecoach.core.landmarks import Side
    from posecoach.core.rest import Rest


@dataclass(frozen=True)
class Hold:
    """One attempt with the faults that fall into it."""

    record: HoldRecord
    faults: tuple[Fault, ...]


@dataclass(frozen=True, eq=False)
class Session:
    """What a recording, or an hour on the mat, came to; times in s.

    Attributes
    ----------
    holds
        Every attempt, the failed ones too, in order of time.
    faults
        Those outside the attempts.
    frames, pose_frames
        Frames judged, and those of them with somebody in view.
    lost_s
        Time in which nobody was in view, between the first and the last sight.
    swaps_repaired
        How often the landmarker exchanged the legs' names.
    near_side
        The side towards the camera; None if nobody was seen at rest.
    rest
        The first calibration; None: there was none.
    camera_moved_s
        When the camera was seen to move.
    one_leg_s
        Time in which one leg alone was drawn and made no hold: the routine wants both.
    """

    holds: tuple[Hold, ...]
    faults: tuple[Fault, ...]
    frames: int
    pose_frames: int
    duration_s: float
    lost_s: float
    swaps_repaired: int
    near_side: Side | None
    rest: Rest | None
    camera_moved_s: tuple[float, ...]
    one_leg_s: float = 0.0

    @property
    def valid_holds(self) -> int:
        """Holds that count."""
        return sum(hold.record.verdict is HoldVerdict.VALID for hold in self.holds)


class SessionBuilder:
    """Adds up a coach's steps; keeps the holds and faults, not the frames."""

    def __init__(self, cfg: Thresholds) -> None:
        self._cfg = cfg
        self._records: list[HoldRecord] = []
        self._faults: list[Fault] = []
        self._frames = self._pose_frames = self._swaps = 0
        self._lost_s = self._unseen_s = self._one_leg_s = 0.0
        self._last_s = math.nan
        self._seen_before = False

    def add(self, step: CoachStep) -> None:
        """Take in one step."""
        self._frames += 1
        self._swaps += step.swap_began
        self._faults += step.faults.ended
        if step.record is not None:
            self._records.append(step.record)
        if len(step.drawn) == 1 and step.hold.attempt is None and self._frames > 1:
            gone = step.frame.time_s - self._last_s
            self._one_leg_s += gone if gone <= self._cfg.frame_gap_s else 0.0
        self._count_loss(step)

    def _count_loss(self, step: CoachStep) -> None:
        """Time out of view counts once the person is back: before and after is not a loss."""
        time_s = step.frame.time_s
        gone = time_s - self._last_s if self._seen_before else 0.0
        seen = step.measurement is not None
        if not seen or gone > self._cfg.frame_gap_s:
            self._unseen_s += gone
        if seen:
            self._pose_frames += 1
            self._seen_before = True
            self._lost_s += self._unseen_s
            self._unseen_s = 0.0
        self._last_s = time_s

    def finish(self, coach: Coach) -> Session:
        """Close the coach and add everything up."""
        record, faults = coach.finish()
        records = [*self._records, *([record] if record is not None else [])]
        all_faults = sorted([*self._faults, *faults], key=lambda f: (f.start_s, f.kind.value))
        holds = tuple(Hold(r, _clipped(all_faults, r)) for r in records)
        first = coach.rests[0] if coach.rests else None
        return Session(
            holds=holds,
            faults=tuple(f for f in all_faults if not any(_overlap(f, r) for r in records)),
            frames=self._frames,
            pose_frames=self._pose_frames,
            duration_s=0.0 if math.isnan(self._last_s) else self._last_s,
            lost_s=self._lost_s,
            swaps_repaired=self._swaps,
            near_side=None if first is None else first.near_side,
            rest=first,
            camera_moved_s=coach.camera_moved_s,
            one_leg_s=self._one_leg_s,
        )


def _overlap(fault: Fault, record: HoldRecord) -> bool:
    """Whether a fault falls into an attempt; one that ends as the attempt begins does not."""
    attempt = record.attempt
    if fault.start_s == fault.end_s:
        return attempt.start_s <= fault.start_s <= attempt.end_s
    return fault.start_s < attempt.end_s and fault.end_s > attempt.start_s


def _clipped(faults: list[Fault], record: HoldRecord) -> tuple[Fault, ...]:
    """The faults that fall into an attempt, each cut to the attempt."""
    attempt = record.attempt
    return tuple(
        replace(
            fault,
            start_s=max(fault.start_s, attempt.start_s),
            end_s=min(fault.end_s, attempt.end_s),
        )
        for fault in faults
        if _overlap(fault, record)
    )
