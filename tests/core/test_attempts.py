"""What an attempt adds up to: each verdict, each doubt, its angles."""

import math
from dataclasses import replace

import pytest

from posecoach.core.attempts import AttemptWatch, Doubt, HoldRecord, HoldVerdict, reaches
from posecoach.core.config import Thresholds
from posecoach.core.far_leg import FarLeg
from posecoach.core.hold import Attempt
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs, PerLeg
from posecoach.core.measure import Measurement
from posecoach.core.routine import Routine
from tests.core.test_checker import HOLDING, LYING

CFG = Thresholds()
BOTH = Routine("both", "both", 10.0)
SINGLE = Routine("single", "single", 10.0)
GOOD = Attempt(0.0, 12.0, credited_s=12.0, counted_s=12.0)
BOTH_SIDES, LEFT = (Side.LEFT, Side.RIGHT), (Side.LEFT,)
OBLIQUE = replace(HOLDING, trunk=replace(LYING, yaw_deg=-51.0))
SWINGING = replace(HOLDING, far_leg=FarLeg(hidden=True, unsteady=True))


def watched(
    *parts: tuple[float, Measurement],
    routine: Routine = BOTH,
    drawn: tuple[Side, ...] = BOTH_SIDES,
    calibrated: bool = True,
) -> AttemptWatch:
    """Watch ten frames a second: each part for so many seconds."""
    watch = AttemptWatch(routine, CFG)
    tick = 0
    for duration_s, seen in parts:
        for _ in range(round(duration_s * 10)):
            watch.add(tick / 10, seen, drawn, calibrated=calibrated)
            tick += 1
    return watch


def record(attempt: Attempt, routine: Routine = BOTH) -> HoldRecord:
    """Judge an attempt whose evidence is fine."""
    return watched((12.0, HOLDING), routine=routine).record(attempt)


@pytest.mark.parametrize(
    ("attempt", "verdict", "doubt"),
    [
        (GOOD, HoldVerdict.VALID, None),
        (replace(GOOD, credited_s=10.0, counted_s=10.0), HoldVerdict.VALID, None),
        # Rounding of a thousand frame intervals is no reason to fail.
        (replace(GOOD, credited_s=10.0 - 1e-9, counted_s=10.0 - 1e-9), HoldVerdict.VALID, None),
        (replace(GOOD, credited_s=9.9, counted_s=9.9), HoldVerdict.TOO_SHORT, None),
        # Spoilt: only what came before counts.
        (replace(GOOD, counted_s=2.0, spoilt=True), HoldVerdict.FAULTED, None),
        # Spoilt after the target was reached: it was held.
        (replace(GOOD, counted_s=11.0, spoilt=True), HoldVerdict.VALID, None),
        # Long enough but for the faulty seconds.
        (replace(GOOD, credited_s=9.0, rejected_s=1.5, counted_s=9.0), HoldVerdict.FAULTED, None),
        (replace(GOOD, credited_s=8.0, rejected_s=1.5, counted_s=8.0), HoldVerdict.TOO_SHORT, None),
        # The missing seconds may have been held.
        (
            replace(GOOD, credited_s=8.0, paused_s=2.0, counted_s=8.0),
            HoldVerdict.UNSURE,
            Doubt.OUT_OF_SIGHT,
        ),
        (replace(GOOD, credited_s=8.0, paused_s=1.9, counted_s=8.0), HoldVerdict.TOO_SHORT, None),
        (
            replace(GOOD, credited_s=2.0, counted_s=2.0, lost_out=True),
            HoldVerdict.UNSURE,
            Doubt.OUT_OF_SIGHT,
        ),
        (replace(GOOD, lost_out=True), HoldVerdict.VALID, None),
        (replace(GOOD, counted_s=2.0, spoilt=True, lost_out=True), HoldVerdict.FAULTED, None),
    ],
)
def test_verdicts(attempt: Attempt, verdict: HoldVerdict, doubt: Doubt | None) -> None:
    """With a target of 10 s the ledger alone decides, as long as the evidence is fine."""
    found = record(attempt)
    assert (found.verdict, found.doubt) == (verdict, doubt)
    assert found.attempt is attempt
    assert reaches(attempt, BOTH) == (verdict is HoldVerdict.VALID)


@pytest.mark.parametrize(("bad", "doubt"), [(OBLIQUE, Doubt.OBLIQUE), (SWINGING, Doubt.FAR_LEG)])
def test_most_of_the_evidence_decides(bad: Measurement, doubt: Doubt) -> None:
    """Five bad seconds of twelve are not enough for a doubt, seven are."""
    assert watched((7.0, HOLDING), (5.0, bad)).doubt() is None
    watch = watched((5.0, HOLDING), (7.0, bad))
    assert watch.doubt() is doubt
    found = watch.record(GOOD)
    assert (found.verdict, found.doubt) == (HoldVerdict.UNSURE, doubt)


def near_the_limit(left_deg: float, right_deg: float) -> Measurement:
    """The left leg near the camera; both angles known to 10 deg; let go is below 95."""
    return replace(
        HOLDING,
        hip_flexion_deg=PerLeg(left_deg, right_deg),
        hip_flexion_uncertainty_deg=PerLeg(10.0, 10.0),
    )


@pytest.mark.parametrize(
    ("seen", "drawn", "expected"),
    [
        (near_the_limit(99.5, 130.0), BOTH_SIDES, Doubt.ANGLE),
        (near_the_limit(100.5, 130.0), BOTH_SIDES, None),
        # Of the far leg its own doubt speaks, and a leg on the floor is not in question.
        (near_the_limit(130.0, 96.0), BOTH_SIDES, None),
        (near_the_limit(60.0, 130.0), (Side.RIGHT,), None),
        # Nothing is known of how sure the angle is.
        (replace(HOLDING, hip_flexion_deg=PerLeg(96.0, 96.0)), BOTH_SIDES, None),
    ],
    ids=["within", "clear", "far", "on the floor", "unknown"],
)
def test_an_angle_within_its_uncertainty_of_letting_go_is_unsure(
    seen: Measurement, drawn: tuple[Side, ...], expected: Doubt | None
) -> None:
    """One standard deviation, half of the uncertainty, must lie between it and the limit."""
    found = watched((12.0, seen), drawn=drawn).record(GOOD)
    assert found.doubt is expected
    assert found.verdict is (HoldVerdict.VALID if expected is None else HoldVerdict.UNSURE)


def test_what_would_not_count_anyway_does_not_hang_on_the_angle() -> None:
    """Had the leg been lower, a hold too short would be none: it is too short for sure."""
    too_short = replace(GOOD, credited_s=5.0, counted_s=5.0)
    found = watched((12.0, near_the_limit(97.0, 130.0))).record(too_short)
    assert (found.verdict, found.doubt) == (HoldVerdict.TOO_SHORT, None)


def lifted(head: float, shoulder: float = 0.0) -> Measurement:
    """Lifts of head (its limit is 0.15) and shoulders (0.12), each known to 0.04."""
    return replace(
        HOLDING,
        head_lift_torso=head,
        shoulder_lift_torso=shoulder,
        head_lift_uncertainty_torso=0.04,
        shoulder_lift_uncertainty_torso=0.04,
    )


SPOILT = replace(GOOD, credited_s=3.0, rejected_s=9.0, counted_s=3.0, spoilt=True)


@pytest.mark.parametrize(
    ("seen", "attempt", "expected"),
    [
        (lifted(0.12), GOOD, None),
        (lifted(0.14), GOOD, Doubt.LIFT),
        (lifted(0.0, 0.11), GOOD, Doubt.LIFT),
        (lifted(0.16), SPOILT, Doubt.LIFT),
        (lifted(0.18), SPOILT, None),
        # One of them is up for sure, so it does not matter that the other one may be.
        (lifted(0.3, 0.13), SPOILT, None),
        (replace(HOLDING, head_lift_torso=0.149), GOOD, None),
    ],
    ids=["clear", "head", "shoulders", "perhaps down", "surely up", "one for sure", "unknown"],
)
def test_a_lift_within_its_uncertainty_of_the_limit_is_unsure(
    seen: Measurement, attempt: Attempt, expected: Doubt | None
) -> None:
    """A hold neither counts nor is spoilt by what may be on the other side of the limit."""
    assert watched((12.0, seen)).record(attempt).doubt is expected


def test_too_short_is_too_short_wherever_the_head_is() -> None:
    """A head that may be up cannot make a short hold long enough."""
    short = replace(GOOD, credited_s=6.0, counted_s=6.0)
    found = watched((6.0, lifted(0.14))).record(short)
    assert (found.verdict, found.doubt) == (HoldVerdict.TOO_SHORT, None)


def test_what_spoils_a_hold_is_what_decides_and_not_its_good_seconds() -> None:
    """Nine good seconds do not make a head surely up that was perhaps up for three."""
    perhaps = watched((9.0, lifted(0.0)), (3.0, lifted(0.16))).record(SPOILT)
    assert (perhaps.verdict, perhaps.doubt) == (HoldVerdict.UNSURE, Doubt.LIFT)
    surely = watched((9.0, lifted(0.0)), (1.0, lifted(0.16)), (2.0, lifted(0.3))).record(SPOILT)
    assert (surely.verdict, surely.doubt) == (HoldVerdict.FAULTED, None)


def test_without_rest_nothing_is_sure() -> None:
    """No rest, no lifts: a hold that cannot be judged is neither passed nor failed."""
    found = watched((12.0, HOLDING), calibrated=False).record(GOOD)
    assert (found.verdict, found.doubt) == (HoldVerdict.UNSURE, Doubt.NO_REST)


def test_no_rest_is_said_before_the_view() -> None:
    """One reason is given: the one that comes first."""
    assert watched((12.0, OBLIQUE), calibrated=False).doubt() is Doubt.NO_REST


def test_a_single_leg_needs_no_far_leg() -> None:
    """The swinging far leg of the single-leg variant is no doubt: it is not drawn."""
    assert watched((12.0, SWINGING), routine=SINGLE, drawn=LEFT).doubt() is None


def test_an_unknown_view_is_no_oblique_one() -> None:
    """A trunk that was never seen in space does not make the view oblique."""
    blind = replace(HOLDING, trunk=replace(LYING, yaw_deg=math.nan))
    assert watched((12.0, blind)).doubt() is None


def test_without_time_there_is_no_doubt() -> None:
    """Before the second frame nothing can be said."""
    assert AttemptWatch(BOTH, CFG).doubt() is None
    assert watched((0.1, OBLIQUE)).doubt() is None


def test_a_gap_does_not_weigh_as_evidence() -> None:
    """A minute without frames counts as at most one frame gap."""
    watch = AttemptWatch(BOTH, CFG)
    for time_s in (0.0, 1.0, 2.0, 3.0):
        watch.add(time_s, HOLDING, BOTH_SIDES, calibrated=True)
    watch.add(60.0, OBLIQUE, BOTH_SIDES, calibrated=True)
    assert watch.doubt() is None


def test_begin_forgets() -> None:
    """The next attempt has evidence of its own."""
    watch = watched((12.0, OBLIQUE))
    watch.begin()
    assert watch.doubt() is None
    watch.add(100.0, HOLDING, BOTH_SIDES, calibrated=True)
    watch.add(100.1, HOLDING, BOTH_SIDES, calibrated=True)
    assert watch.record(GOOD).verdict is HoldVerdict.VALID


# --- which legs, which angles -----------------------------------------------------------------


def test_both_by_prescription() -> None:
    """The double-leg routine holds both legs."""
    assert record(GOOD).legs is Legs.BOTH


@pytest.mark.parametrize(
    ("drawn", "legs"),
    [(LEFT, Legs.LEFT), ((Side.RIGHT,), Legs.RIGHT), (BOTH_SIDES, Legs.BOTH)],
)
def test_the_legs_of_a_single_hold(drawn: tuple[Side, ...], legs: Legs) -> None:
    """Whatever was drawn for most of it."""
    watch = AttemptWatch(SINGLE, CFG)
    for tick in range(100):
        now = drawn if tick >= 40 else drawn[:1]
        watch.add(tick / 10, HOLDING, now, calibrated=True)
    watch.add(10.0, HOLDING, (), calibrated=True)  # a frame in which no leg is drawn
    assert watch.record(GOOD).legs is legs


def angles(left: float, right: float) -> Measurement:
    """A hold at these hip flexions."""
    return replace(HOLDING, hip_flexion_deg=PerLeg(left, right))


def test_median_and_peak() -> None:
    """Seven seconds at 120 and five at 130: the median is 120, the peak 130."""
    found = watched((7.0, angles(120.0, 110.0)), (5.0, angles(130.0, 110.0))).record(GOOD)
    left, right = found.hip_flexion_deg.left, found.hip_flexion_deg.right
    assert (left.median_deg, left.peak_deg) == (120.0, 130.0)
    assert (right.median_deg, right.peak_deg) == (110.0, 110.0)


def test_frames_after_the_end_do_not_count() -> None:
    """Samples of the release, after the attempt has ended, are left out."""
    watch = watched((12.0, angles(120.0, 120.0)), (1.0, angles(150.0, 150.0)))
    assert watch.record(replace(GOOD, end_s=11.9)).hip_flexion_deg.left.peak_deg == 120.0


def test_a_leg_never_seen_has_no_angle() -> None:
    """Not seen is not 0; the gain is the other leg's."""
    found = watched((6.0, angles(110.0, math.nan)), (6.0, angles(114.0, math.nan))).record(GOOD)
    assert math.isnan(found.hip_flexion_deg.right.median_deg)
    assert math.isnan(found.hip_flexion_deg.right.peak_deg)
    assert found.gain_deg == pytest.approx(4.0)


def test_gain_is_the_last_fifth_minus_the_first() -> None:
    """From 110 to 116 on the left, 110 to 112 on the right: 4 on average."""
    parts = [(4.0, angles(110.0, 110.0)), (4.0, angles(112.0, 111.0)), (4.0, angles(116.0, 112.0))]
    assert watched(*parts).record(GOOD).gain_deg == pytest.approx(4.0)


def test_gain_of_a_single_leg_is_that_legs() -> None:
    """The leg on the floor gains nothing and does not count."""
    parts = [(6.0, angles(110.0, 55.0)), (6.0, angles(116.0, 55.0))]
    watch = watched(*parts, routine=SINGLE, drawn=LEFT)
    assert watch.record(GOOD).gain_deg == pytest.approx(6.0)


def test_a_short_or_unseen_hold_has_no_gain() -> None:
    """Below 5 s the tissue has had no time; without an angle there is nothing to compare."""
    short = replace(GOOD, end_s=4.9)
    assert math.isnan(record(short).gain_deg)
    assert math.isnan(watched((12.0, angles(math.nan, math.nan))).record(GOOD).gain_deg)
