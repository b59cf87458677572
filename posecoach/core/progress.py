"""What weeks of practice come to: what may be next, how often today, how far, left and right.

Nothing here urges anybody on. It says what may be next where there is reason to, says the
opposite with pain, and says nothing where too little is known. Days are numbers (1 is the
first of January of the year 1, as the calendar's ordinals), so there is no clock in here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.landmarks import Side
from posecoach.core.legs import PerLeg, per_leg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posecoach.core.legs import Legs

PAIN_FREE_DAYS = 3
"""Verywell Health lets beginners go on to both legs after "a few" days without pain; fewer
than three is a coincidence."""

PAIN_RECENT_DAYS = 14
"""After two weeks without practice what was pain-free before says little: begin anew."""

PAIN_MODERATE = 4
"""On the 0 to 10 scale 1 to 3 is called mild, 4 and more moderate: no longer a matter of
which variant."""

LEGS_WINDOW_DAYS = 28
"""Four weeks: hips do not change faster, and older holds are of another body."""

LEGS_LEAST_HOLDS = 3
"""A median of fewer is the one hold that went wrong."""

LEGS_DIFFER_DEG = 10.0
"""The camera's 95 % limits of one reading are -8 to +10 degrees, and left and right are
often seen from different sides: less may be the camera."""

REACHES_LEAST = 3
"""The first reach is tried with care; the median of three is what the hips give."""

REACH_MARGIN_DEG = 5.0
"""A hold must be within reach on a stiff day too, and one reading is off by 3 to 5 degrees."""

SUGGESTED_STEP_DEG = 5.0
"""Finer would claim more than the camera knows."""

SUGGESTED_LEAST_DEG = 90.0
"""Feet flat on the floor give up to 70, and a hold is let go 10 below what is asked: from a
thigh past the vertical on the two cannot be confused."""

_DAYS_A_WEEK = 7


@dataclass(frozen=True)
class ValidHold:
    """A hold that counted; hip flexion is the hold's median, degrees, NaN where not seen."""

    legs: Legs
    hip_flexion_deg: PerLeg[float]


@dataclass(frozen=True)
class Practice:
    """One session, as far as progress asks.

    Attributes
    ----------
    day
        The person's own calendar day, as an ordinal.
    is_single
        Its routine draws one leg at a time.
    holds
        Those that counted.
    pain
        As told afterwards, 0 to 10; None: not told.
    reached_deg
        Where legs were held still short of what the routine asks, degrees.
    """

    day: int
    is_single: bool
    holds: tuple[ValidHold, ...] = ()
    pain: int | None = None
    reached_deg: tuple[float, ...] = ()


# --- what may be next -------------------------------------------------------------------------


class NextStep(str, Enum):
    """What the last days say about the next ones."""

    BOTH_MAY_BE_NEXT = "both_may_be_next"  # pain-free with one leg: both may be tried
    STAY_SINGLE = "stay_single"  # some pain with one leg: not both; ask a professional
    BACK_TO_SINGLE = "back_to_single"  # some pain with both: one leg; ask a professional
    STOP_AND_ASK = "stop_and_ask"  # more than mild pain: leave it until somebody has looked


def next_step(practices: Sequence[Practice], today: int) -> NextStep | None:
    """What the person may be told now; None: nothing.

    Only what was told counts: a day without an answer is neither pain-free nor painful, and
    neither makes nor breaks the row of days. The last day with an answer decides about pain.
    A pain-free day is one with an answer, each of them 0, and each leg held singly at
    least once.
    """
    recent = [p for p in practices if 0 <= today - p.day < PAIN_RECENT_DAYS]
    told = [p for p in recent if p.pain is not None]
    if not told:
        return None
    last_day = max(p.day for p in told)
    worst = _worst([p for p in told if p.day == last_day])
    if worst.pain:
        return _with_pain(worst)
    tried_both = any(not p.is_single and p.holds for p in recent)
    days = _pain_free_days(recent)
    return NextStep.BOTH_MAY_BE_NEXT if days >= PAIN_FREE_DAYS and not tried_both else None


def _worst(told: Iterable[Practice]) -> Practice:
    # Of two that hurt alike the one with both legs speaks: the advice is the more careful.
    return max(told, key=lambda p: (p.pain or 0, not p.is_single))


def _with_pain(worst: Practice) -> NextStep:
    if worst.pain is not None and worst.pain >= PAIN_MODERATE:
        return NextStep.STOP_AND_ASK
    return NextStep.STAY_SINGLE if worst.is_single else NextStep.BACK_TO_SINGLE


def _pain_free_days(practices: Sequence[Practice]) -> int:
    """Pain-free days of single legs since the last painful one."""
    painful = [p.day for p in practices if p.pain]
    since = max(painful, default=-1)
    singles = [p for p in practices if p.is_single and p.day > since]
    days = {p.day for p in singles if p.pain is not None}
    return sum(_both_sides_held([p for p in singles if p.day == day]) for day in days)


def _both_sides_held(practices: Iterable[Practice]) -> bool:
    held = {side for p in practices for hold in p.holds for side in hold.legs.sides}
    return held == set(Side)


# --- how often today --------------------------------------------------------------------------


class TodayState(str, Enum):
    """Today's sessions against the routine's."""

    NONE_YET = "none_yet"
    BEGUN = "begun"  # fewer than the least
    ENOUGH = "enough"  # within least and most
    AT_MOST = "at_most"  # no more today
    BEYOND = "beyond"  # more than the routine says


@dataclass(frozen=True)
class Today:
    """How many sessions with a counted hold there were today, and how many it says."""

    done: int
    least: int
    most: int

    @property
    def state(self) -> TodayState:
        """Where that stands."""
        if self.done > self.most:
            return TodayState.BEYOND
        if self.done == self.most:
            return TodayState.AT_MOST
        if self.done >= self.least:
            return TodayState.ENOUGH
        return TodayState.BEGUN if self.done else TodayState.NONE_YET


def today_of(practices: Iterable[Practice], today: int, per_day: tuple[int, int]) -> Today:
    """Count today's sessions; one without a counted hold is none."""
    done = sum(p.day == today and bool(p.holds) for p in practices)
    return Today(done, *per_day)


# --- how far ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spread:
    """Hip flexion over some holds, degrees; all NaN where there are none."""

    low_deg: float
    median_deg: float
    high_deg: float
    holds: int


@dataclass(frozen=True)
class WeekComfort:
    """The comfort range of one week, from its Monday on, of each leg that was drawn."""

    monday: int
    hip_flexion_deg: PerLeg[Spread]


def weekly_comfort(practices: Sequence[Practice]) -> tuple[WeekComfort, ...]:
    """The comfort range of every week with a counted hold, in order of time."""
    mondays = sorted({_monday(p.day) for p in practices if p.holds})
    return tuple(_week(monday, practices) for monday in mondays)


def _monday(day: int) -> int:
    return day - (day - 1) % _DAYS_A_WEEK  # day 1 was a Monday


def _week(monday: int, practices: Sequence[Practice]) -> WeekComfort:
    ours = [p for p in practices if _monday(p.day) == monday]
    return WeekComfort(monday, per_leg(lambda side: spread_of(ours, side)))


def spread_of(practices: Iterable[Practice], side: Side) -> Spread:
    """One leg's range over every counted hold that drew it; a leg not seen is left out."""
    angles = [
        hold.hip_flexion_deg.of(side)
        for p in practices
        for hold in p.holds
        if side in hold.legs.sides
    ]
    seen = [deg for deg in angles if not math.isnan(deg)]
    if not seen:
        return Spread(math.nan, math.nan, math.nan, 0)
    return Spread(min(seen), float(np.median(seen)), max(seen), len(seen))


# --- left against right -----------------------------------------------------------------------


@dataclass(frozen=True)
class LegsCompared:
    """The legs' medians of the last weeks, degrees.

    Attributes
    ----------
    closer
        The leg that comes closer by more than the camera may be wrong; None: no telling.
    """

    median_deg: PerLeg[float]
    closer: Side | None


def compare_legs(practices: Iterable[Practice], today: int) -> LegsCompared | None:
    """Left against right; None with too few holds of either."""
    recent = [p for p in practices if 0 <= today - p.day < LEGS_WINDOW_DAYS]
    spreads = per_leg(lambda side: spread_of(recent, side))
    if min(spreads.left.holds, spreads.right.holds) < LEGS_LEAST_HOLDS:
        return None
    medians = per_leg(lambda side: spreads.of(side).median_deg)
    difference = medians.left - medians.right
    side = Side.LEFT if difference > 0 else Side.RIGHT
    return LegsCompared(medians, side if abs(difference) > LEGS_DIFFER_DEG else None)


# --- what a hold may ask ----------------------------------------------------------------------


def suggest_comfort_deg(practices: Sequence[Practice], asked_deg: float) -> float | None:
    """The ``comfort_deg`` that fits a person whose hips do not reach the one asked for.

    Parameters
    ----------
    practices
        Sessions under the routine in question.
    asked_deg
        What it asks for.

    Returns
    -------
    float or None
        Lower than ``asked_deg``, in steps of 5. None: a hold was counted, so it is reached;
        too little is known; or what is reached cannot be told from feet on the floor. It
        never goes up: how much closer is the person's own affair.
    """
    reached = [deg for p in practices for deg in p.reached_deg]
    is_reached = any(p.holds for p in practices) or max(reached, default=0.0) >= asked_deg
    if is_reached or len(reached) < REACHES_LEAST:
        return None
    usual_deg = float(np.median(reached)) - REACH_MARGIN_DEG
    suggested = math.floor(usual_deg / SUGGESTED_STEP_DEG) * SUGGESTED_STEP_DEG
    return suggested if suggested >= SUGGESTED_LEAST_DEG else None


# --- all of it --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What the routine of the last session asks.

    Attributes
    ----------
    practices
        The recent sessions that asked the same, to see whether it fits.
    """

    comfort_deg: float
    per_day: tuple[int, int] | None
    practices: tuple[Practice, ...]


@dataclass(frozen=True)
class Overview:
    """Everything that there is to say of the weeks behind; None: nothing, or not enough."""

    weeks: tuple[WeekComfort, ...]
    today: Today | None
    next_step: NextStep | None
    legs: LegsCompared | None
    suggested_comfort_deg: float | None


def overview_of(practices: Sequence[Practice], asked: Asked, today: int) -> Overview:
    """Add up the weeks behind, as of one day."""
    per_day = asked.per_day
    return Overview(
        weeks=weekly_comfort(practices),
        today=None if per_day is None else today_of(practices, today, per_day),
        next_step=next_step(practices, today),
        legs=compare_legs(practices, today),
        suggested_comfort_deg=suggest_comfort_deg(asked.practices, asked.comfort_deg),
    )
