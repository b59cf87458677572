"""What weeks of practice come to: what may be next, how often, how far, left and right."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs, PerLeg
from posecoach.core.progress import (
    LEGS_DIFFER_DEG,
    PAIN_RECENT_DAYS,
    Asked,
    NextStep,
    Practice,
    Today,
    TodayState,
    ValidHold,
    compare_legs,
    next_step,
    overview_of,
    spread_of,
    suggest_comfort_deg,
    today_of,
    weekly_comfort,
)

TODAY = 740_000  # any day, as an ordinal
MONDAY = TODAY - (TODAY - 1) % 7


def held(legs: str = "both", left_deg: float = 120.0, right_deg: float = 120.0) -> ValidHold:
    """A counted hold."""
    return ValidHold(Legs(legs), PerLeg(left_deg, right_deg))


BOTH_SIDES = (held("left"), held("right"))


def single(days_ago: int, pain: int | None = 0) -> Practice:
    """A session of single legs, each held once."""
    return Practice(TODAY - days_ago, is_single=True, holds=BOTH_SIDES, pain=pain)


def double(days_ago: int, pain: int | None = 0) -> Practice:
    """A session with both legs, one hold."""
    return Practice(TODAY - days_ago, is_single=False, holds=(held(),), pain=pain)


# --- what may be next -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("practices", "expected"),
    [
        ([], None),
        ([single(2), single(1)], None),
        ([single(2), single(1), single(0)], NextStep.BOTH_MAY_BE_NEXT),
        ([single(9), single(5), single(0)], NextStep.BOTH_MAY_BE_NEXT),
        ([single(2), single(1), single(1)], None),
        ([single(3), single(2), single(1, None), single(0)], NextStep.BOTH_MAY_BE_NEXT),
        ([single(3), single(2), single(1), double(0)], None),
        ([double(30), single(3), single(2), single(1)], NextStep.BOTH_MAY_BE_NEXT),
        ([single(3), single(2, 1), single(1), single(0)], None),
        ([single(4, 1), single(3), single(2), single(1)], NextStep.BOTH_MAY_BE_NEXT),
        ([single(2), single(1), single(0, 1)], NextStep.STAY_SINGLE),
        ([single(2, 1), single(1, None)], NextStep.STAY_SINGLE),
        ([single(2, 1), single(1)], None),
        ([double(0, 3)], NextStep.BACK_TO_SINGLE),
        ([single(0, 2), double(0, 2)], NextStep.BACK_TO_SINGLE),
        ([single(0, 3), double(0, 2)], NextStep.STAY_SINGLE),
        ([single(0, 4)], NextStep.STOP_AND_ASK),
        ([double(0, 10), double(0, 0)], NextStep.STOP_AND_ASK),
        ([single(0, None)], None),
    ],
    ids=[
        "nothing",
        "two days are no few",
        "three days",
        "days off are no harm",
        "two sessions of a day are one day",
        "a day without an answer does not break the row",
        "both legs were tried already",
        "both legs were tried long ago",
        "pain in between begins the row anew",
        "three days after the pain",
        "pain today",
        "a later day without an answer does not heal",
        "a later pain-free day does",
        "pain with both legs",
        "pain with either",
        "the worse one speaks",
        "more than mild",
        "the worst of a day speaks",
        "no answer at all",
    ],
)
def test_next_step(practices: list[Practice], expected: NextStep | None) -> None:
    """Pain-free days with single legs let both be tried; pain says the opposite."""
    assert next_step(practices, TODAY) is expected


def test_old_days_and_days_to_come_say_nothing() -> None:
    """After two weeks without practice neither pain nor its absence counts."""
    days = [single(PAIN_RECENT_DAYS + n) for n in range(5)]
    assert next_step(days, TODAY) is None
    assert next_step([single(PAIN_RECENT_DAYS, 9)], TODAY) is None
    assert next_step([single(PAIN_RECENT_DAYS - 1, 9)], TODAY) is NextStep.STOP_AND_ASK
    assert next_step([single(-1, 9)], TODAY) is None


def test_a_day_counts_when_each_leg_was_held() -> None:
    """Three days of the left leg alone say nothing about both; the sides may be in two sessions."""
    left = [replace(single(n), holds=(held("left"),)) for n in range(3)]
    assert next_step(left, TODAY) is None
    right = replace(left[0], holds=(held("right"),))
    assert next_step([*left[1:], left[0], right], TODAY) is None
    rights = [replace(one, holds=(held("right"),)) for one in left]
    assert next_step([*left, *rights], TODAY) is NextStep.BOTH_MAY_BE_NEXT
    nothing_held = [replace(single(n), holds=()) for n in range(3)]
    assert next_step(nothing_held, TODAY) is None


# --- how often today --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "state"),
    [
        (0, TodayState.NONE_YET),
        (1, TodayState.BEGUN),
        (2, TodayState.ENOUGH),
        (3, TodayState.AT_MOST),
        (4, TodayState.BEYOND),
    ],
)
def test_today_against_two_to_three(done: int, state: TodayState) -> None:
    """Each number of sessions has its own state."""
    assert Today(done, 2, 3).state is state


def test_once_a_day_is_enough_at_once() -> None:
    """Where least and most are the same there is nothing in between."""
    assert Today(1, 1, 1).state is TodayState.AT_MOST


def test_today_counts_sessions_with_a_hold() -> None:
    """Yesterday's do not count, nor one in which nothing counted."""
    practices = [double(1), double(0), replace(double(0), holds=()), double(0)]
    assert today_of(practices, TODAY, (1, 3)) == Today(2, 1, 3)


# --- how far ----------------------------------------------------------------------------------


def test_weeks_begin_on_monday() -> None:
    """Sunday and the Monday after it are two weeks; a week without a counted hold is left out."""
    sunday = Practice(MONDAY - 1, is_single=False, holds=(held(left_deg=100.0),))
    monday = Practice(MONDAY, is_single=False, holds=(held(left_deg=110.0),))
    empty = Practice(MONDAY - 20, is_single=False)
    weeks = weekly_comfort([monday, sunday, empty])
    assert [week.monday for week in weeks] == [MONDAY - 7, MONDAY]
    assert [week.hip_flexion_deg.left.median_deg for week in weeks] == [100.0, 110.0]


def test_a_monday_is_a_monday() -> None:
    """The arithmetic agrees with the calendar."""
    from datetime import date  # noqa: PLC0415 - the core itself may not know it

    assert date.fromordinal(MONDAY).weekday() == 0
    week = weekly_comfort([Practice(MONDAY + 6, is_single=False, holds=(held(),))])
    assert week[0].monday == MONDAY


def test_the_spread_of_a_leg() -> None:
    """From the least to the most, with the middle; only holds that drew the leg, where seen."""
    practice = Practice(
        TODAY,
        is_single=True,
        holds=(
            held("left", 100.0, 55.0),
            held("left", 104.0, 55.0),
            held("left", 120.0, 55.0),
            held("left", math.nan, 55.0),
            held("right", 50.0, 111.0),
        ),
    )
    left, right = spread_of([practice], Side.LEFT), spread_of([practice], Side.RIGHT)
    assert (left.low_deg, left.median_deg, left.high_deg, left.holds) == (100.0, 104.0, 120.0, 3)
    assert (right.low_deg, right.high_deg, right.holds) == (111.0, 111.0, 1)


def test_a_leg_never_drawn_has_no_spread() -> None:
    """It is NaN, not 0."""
    spread = spread_of([], Side.LEFT)
    assert spread.holds == 0
    assert math.isnan(spread.median_deg)


# --- left against right -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("difference", "closer"),
    [
        (0.0, None),
        (LEGS_DIFFER_DEG, None),
        (LEGS_DIFFER_DEG + 1.0, Side.LEFT),
        (-LEGS_DIFFER_DEG - 1.0, Side.RIGHT),
    ],
)
def test_legs_compared(difference: float, closer: Side | None) -> None:
    """A leg is called closer only beyond what the camera may be wrong by."""
    practice = Practice(
        TODAY, is_single=False, holds=(held(left_deg=110 + difference, right_deg=110),) * 3
    )
    compared = compare_legs([practice], TODAY)
    assert compared is not None
    assert compared.closer is closer
    assert compared.median_deg == PerLeg(110.0 + difference, 110.0)


def test_too_few_or_too_old_holds_are_not_compared() -> None:
    """Two holds are no median; four weeks ago it was another body."""
    two = Practice(TODAY, is_single=False, holds=(held(), held()))
    assert compare_legs([two], TODAY) is None
    three = Practice(TODAY - 28, is_single=False, holds=(held(),) * 3)
    assert compare_legs([three], TODAY) is None
    assert compare_legs([replace(three, day=TODAY - 27)], TODAY) is not None


# --- what a hold may ask ----------------------------------------------------------------------


def reaching(*reached_deg: float) -> list[Practice]:
    """A session in which nothing counted."""
    return [Practice(TODAY, is_single=False, reached_deg=reached_deg)]


@pytest.mark.parametrize(
    ("reached_deg", "suggested_deg"),
    [
        ((), None),
        ((98.0, 99.0), None),
        ((98.0, 99.0, 101.0), 90.0),
        ((100.0, 100.0, 100.0), 95.0),
        ((104.9, 104.9, 104.9), 95.0),
        ((98.0, 99.0, 105.0), None),
        ((94.0, 94.0, 94.0), None),
        ((80.0, 100.0, 100.0, 101.0), 95.0),
    ],
    ids=[
        "nothing",
        "two are too few",
        "five below the middle, rounded down",
        "no rounding",
        "just short",
        "reached once: nothing to mend",
        "cannot be told from feet on the floor",
        "the first careful one does not decide",
    ],
)
def test_suggested_comfort(reached_deg: tuple[float, ...], suggested_deg: float | None) -> None:
    """Learnt from rests short of what is asked, always lower, never below the vertical."""
    assert suggest_comfort_deg(reaching(*reached_deg), 105.0) == suggested_deg


def test_who_has_a_counted_hold_needs_no_lower_one() -> None:
    """A counted hold has reached what is asked."""
    practices = [*reaching(99.0, 99.0, 99.0), double(0)]
    assert suggest_comfort_deg(practices, 105.0) is None


# --- all of it --------------------------------------------------------------------------------


def test_overview() -> None:
    """Everything together, of the same practices."""
    practices = [single(2), single(1), single(0)]
    seen = overview_of(practices, Asked(105.0, (1, 2), tuple(practices)), TODAY)
    assert seen.next_step is NextStep.BOTH_MAY_BE_NEXT
    assert seen.today == Today(1, 1, 2)
    assert seen.weeks == weekly_comfort(practices)
    assert seen.legs == compare_legs(practices, TODAY)
    assert seen.suggested_comfort_deg is None


def test_a_routine_that_says_no_number_a_day() -> None:
    """There is nothing to hold today against; what is reached is still learnt from."""
    practices = reaching(98.0, 99.0, 101.0)
    seen = overview_of(practices, Asked(105.0, None, tuple(practices)), TODAY)
    assert seen.today is None
    assert seen.suggested_comfort_deg == 90.0
