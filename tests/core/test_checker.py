"""Each rule for one moment: kept, broken, or not to be told."""

import math
from dataclasses import replace

import pytest

from posecoach.core.checker import Moment, Phase, broken_rules, phase_of
from posecoach.core.config import Thresholds
from posecoach.core.far_leg import FarLeg
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.legs import PerLeg
from posecoach.core.measure import Measurement
from posecoach.core.motion import Gate
from posecoach.core.trunk import NO_TRUNK, Trunk
from tests.core.synthetic import resting
from tests.core.test_rest import rest_of

CFG = Thresholds()
NAN = math.nan
LYING = Trunk(elevation_deg=0.0, chest_deg=90.0, yaw_deg=0.0, depth_difference=1.0)
SITTING = replace(LYING, elevation_deg=80.0, chest_deg=10.0)
REST = rest_of(resting())

HOLDING = Measurement(
    hip_flexion_deg=PerLeg(130.0, 130.0),
    knee_flexion_deg=PerLeg(130.0, 130.0),
    head_lift_torso=0.0,
    shoulder_lift_torso=0.0,
    pelvis_curl_torso=0.0,
    hand_distance_torso=PerLeg(0.0, 0.0),
    foot_lift_torso=PerLeg(0.7, 0.7),
    trunk=LYING,
    far_leg=FarLeg(hidden=False, unsteady=False),
    near_side=Side.LEFT,
)
AT_REST = replace(
    HOLDING,
    hip_flexion_deg=PerLeg(55.0, 55.0),
    knee_flexion_deg=PerLeg(110.0, 110.0),
    foot_lift_torso=PerLeg(0.0, 0.0),
)
BOTH, LEFT, NONE = (Side.LEFT, Side.RIGHT), (Side.LEFT,), ()


def moment(
    seen: Measurement = HOLDING, working: tuple[Side, ...] = BOTH, **changes: object
) -> Moment:
    """A moment in mid-hold, all good, with some things changed."""
    gate = PerLeg(*(Gate.DRAWN if side in working else Gate.DOWN for side in Side))
    return replace(
        Moment(
            measurement=seen,
            speed_deg_s=PerLeg(0.0, 0.0),
            gates=gate,
            working=working,
            single=False,
            enter_deg=105.0,
            rest=REST,
            attempt_age_s=5.0 if working else NAN,
        ),
        **changes,  # type: ignore[arg-type]  # names are checked at run time
    )


def rule(kind: FaultKind, at: Moment) -> bool | None:
    """Broken, kept, or None: cannot be told."""
    return broken_rules(at, CFG).get(kind)


def test_a_good_hold_breaks_no_rule() -> None:
    """Every rule that can be judged is kept."""
    rules = broken_rules(moment(), CFG)
    assert set(rules.values()) == {False}
    assert FaultKind.HEAD_UP in rules


def test_rest_breaks_no_rule() -> None:
    """With nothing drawn the rules of the hold are kept, whatever head and hands do."""
    seen = replace(
        AT_REST,
        head_lift_torso=0.5,
        shoulder_lift_torso=0.5,
        hand_distance_torso=PerLeg(2.0, 2.0),
    )
    rules = broken_rules(moment(seen, NONE), CFG)
    assert set(rules.values()) == {False}
    assert set(rules) == set(FaultKind) - {FaultKind.BOTH_AT_ONCE}


@pytest.mark.parametrize(
    ("kind", "name", "kept", "broken"),
    [
        (FaultKind.HEAD_UP, "head_lift_torso", 0.15, 0.16),
        (FaultKind.SHOULDERS_UP, "shoulder_lift_torso", 0.12, 0.13),
    ],
)
def test_lifts(kind: FaultKind, name: str, kept: float, broken: float) -> None:
    """Up to the limit it is kept, beyond it is broken, unseen it is not told."""
    for value, expected in ((kept, False), (-0.5, False), (broken, True), (NAN, None)):
        assert rule(kind, moment(replace(HOLDING, **{name: value}))) is expected


def test_not_supine() -> None:
    """Sitting breaks it; where no trunk is seen it cannot be told."""
    assert rule(FaultKind.NOT_SUPINE, moment()) is False
    assert rule(FaultKind.NOT_SUPINE, moment(replace(HOLDING, trunk=SITTING))) is True
    assert rule(FaultKind.NOT_SUPINE, moment(replace(HOLDING, trunk=NO_TRUNK))) is None


def test_who_sits_is_not_told_about_head_and_hands() -> None:
    """The rest line means nothing to a person who sits, nor do the hands."""
    sitting = replace(HOLDING, trunk=SITTING, head_lift_torso=1.0, shoulder_lift_torso=1.0)
    rules = broken_rules(moment(sitting), CFG)
    for kind in (FaultKind.HEAD_UP, FaultKind.SHOULDERS_UP, FaultKind.HANDS_OFF):
        assert kind not in rules


def knees(left: float, right: float, seen: Measurement = HOLDING) -> Measurement:
    """The same moment with other knees."""
    return replace(seen, knee_flexion_deg=PerLeg(left, right))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (60.0, 60.0, False),
        (59.0, 130.0, True),
        (130.0, 59.0, False),
        (NAN, 130.0, False),
        (NAN, 20.0, True),
        (NAN, NAN, None),
    ],
)
def test_leg_straight(left: float, right: float, expected: bool | None) -> None:
    """The near knee (left) speaks; the far one only while the near one is not seen."""
    assert rule(FaultKind.LEG_STRAIGHT, moment(knees(left, right))) is expected


def test_only_working_legs_have_to_be_bent() -> None:
    """With one leg drawn the other may lie long."""
    assert rule(FaultKind.LEG_STRAIGHT, moment(knees(130.0, 0.0), LEFT)) is False
    assert rule(FaultKind.LEG_STRAIGHT, moment(knees(0.0, 130.0), LEFT)) is True


@pytest.mark.parametrize(("trunk", "expected"), [(SITTING, False), (NO_TRUNK, None)])
def test_who_does_not_lie_is_not_told_to_bend_a_knee(trunk: Trunk, expected: bool | None) -> None:
    """Rolled over, or sitting: what is wrong then is told, and no other thing is."""
    seen = replace(knees(20.0, 20.0), trunk=trunk)
    assert rule(FaultKind.LEG_STRAIGHT, moment(seen)) is expected
    assert rule(FaultKind.LEG_STRAIGHT, moment(seen, NONE)) is expected


def test_a_raised_leg_has_to_be_bent_before_it_is_drawn() -> None:
    """A straight leg raise at 85° is the hamstrings' stretch; lying with legs long is rest."""
    raised = replace(knees(5.0, 110.0), hip_flexion_deg=PerLeg(85.0, 55.0))
    assert rule(FaultKind.LEG_STRAIGHT, moment(raised, NONE)) is True
    long = replace(knees(0.0, 0.0), hip_flexion_deg=PerLeg(0.0, 0.0))
    assert rule(FaultKind.LEG_STRAIGHT, moment(long, NONE)) is False


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (0.42, 0.42, False),
        (0.5, 0.1, False),  # both hands on one of the legs that are held together
        (0.5, 0.43, True),
        (NAN, 0.43, True),
        (NAN, NAN, None),
    ],
)
def test_hands_off(left: float, right: float, expected: bool | None) -> None:
    """The nearest hand to any working leg counts; without a wrist it cannot be told."""
    seen = replace(HOLDING, hand_distance_torso=PerLeg(left, right))
    assert rule(FaultKind.HANDS_OFF, moment(seen)) is expected


def test_the_hand_must_be_on_the_working_leg() -> None:
    """A hand on the leg that stands does not hold the one that is drawn."""
    seen = replace(HOLDING, hand_distance_torso=PerLeg(0.9, 0.0))
    assert rule(FaultKind.HANDS_OFF, moment(seen, LEFT)) is True


SEEN = FarLeg(hidden=False, unsteady=False)


@pytest.mark.parametrize(
    ("lift", "far_leg", "expected"),
    [
        (0.25, SEEN, False),
        (0.26, SEEN, True),
        (NAN, SEEN, None),
        (0.9, replace(SEEN, hidden=True), None),
        (0.9, replace(SEEN, foot_hidden=True), None),
    ],
)
def test_free_leg_up(lift: float, far_leg: FarLeg, expected: bool | None) -> None:
    """The other foot counts only where knee and foot are seen for themselves."""
    seen = replace(HOLDING, foot_lift_torso=PerLeg(0.7, lift), far_leg=far_leg)
    assert rule(FaultKind.FREE_LEG_UP, moment(seen, LEFT, single=True)) is expected


def test_with_both_legs_there_is_no_free_one() -> None:
    """The rule belongs to the single-leg variant."""
    assert rule(FaultKind.FREE_LEG_UP, moment()) is None


def raised(left: float, right: float = 55.0, **changes: object) -> Moment:
    """Nothing drawn, the legs at these angles."""
    return moment(replace(AT_REST, hip_flexion_deg=PerLeg(left, right)), NONE, **changes)


@pytest.mark.parametrize(
    ("angle_deg", "speed_deg_s", "expected"),
    [
        (95.0, 0.0, True),
        (76.0, 11.9, True),
        (76.0, -11.9, True),
        (95.0, 12.0, False),  # on its way
        (74.0, 0.0, False),  # rest at 55 plus 20, and 75, is the start position still
        (95.0, NAN, False),
    ],
)
def test_not_close_enough(angle_deg: float, speed_deg_s: float, expected: bool) -> None:
    """A leg clearly off the floor, held still, below the routine's angle."""
    at = raised(angle_deg, speed_deg_s=PerLeg(speed_deg_s, 0.0))
    assert rule(FaultKind.NOT_CLOSE_ENOUGH, at) is expected


def test_not_close_enough_goes_by_this_persons_rest() -> None:
    """Who rests at 70 has left the start position only at 90; without a rest 75 counts."""
    close = replace(REST, hip_flexion_deg=PerLeg(70.0, NAN))
    assert rule(FaultKind.NOT_CLOSE_ENOUGH, raised(89.0, rest=close)) is False
    assert rule(FaultKind.NOT_CLOSE_ENOUGH, raised(91.0, rest=close)) is True
    assert rule(FaultKind.NOT_CLOSE_ENOUGH, raised(55.0, 76.0, rest=close)) is True
    assert rule(FaultKind.NOT_CLOSE_ENOUGH, raised(76.0, rest=None)) is True


@pytest.mark.parametrize(("angle_deg", "expected"), [(99.0, True), (101.0, False)])
def test_who_may_be_there_already_is_not_asked_for_more(angle_deg: float, expected: bool) -> None:
    """Known to 10 deg, an angle is below 105 for sure when it is below 100."""
    seen = replace(
        AT_REST,
        hip_flexion_deg=PerLeg(angle_deg, 55.0),
        hip_flexion_uncertainty_deg=PerLeg(10.0, 10.0),
    )
    assert rule(FaultKind.NOT_CLOSE_ENOUGH, moment(seen, NONE)) is expected


def test_one_leg_drawn_is_close_enough() -> None:
    """Waiting for the second leg is no plateau of the first."""
    gates = PerLeg(Gate.DRAWN, Gate.DOWN)
    assert rule(FaultKind.NOT_CLOSE_ENOUGH, raised(130.0, gates=gates)) is False


def test_not_close_enough_is_for_those_who_lie_and_do_not_hold() -> None:
    """In a hold, or sitting with bent hips, it is kept."""
    assert rule(FaultKind.NOT_CLOSE_ENOUGH, moment()) is False
    sitting = replace(AT_REST, hip_flexion_deg=PerLeg(95.0, 95.0), trunk=SITTING)
    assert rule(FaultKind.NOT_CLOSE_ENOUGH, moment(sitting, NONE)) is False


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (120.0, 0.0, False),
        (121.0, 0.0, True),
        (0.0, 121.0, True),
        (-200.0, 0.0, False),  # letting go is no pull
        (NAN, 121.0, True),
        (NAN, 50.0, False),
        (NAN, NAN, None),
    ],
)
def test_jerky(left: float, right: float, expected: bool | None) -> None:
    """The faster leg on the way in counts."""
    at = raised(90.0, 90.0, speed_deg_s=PerLeg(left, right))
    assert rule(FaultKind.JERKY, at) is expected


def test_lifts_are_not_judged_while_the_picture_sweeps() -> None:
    """What rises with the whole picture may be the camera's doing: neither kept nor broken."""
    lifted = replace(HOLDING, head_lift_torso=0.5, shoulder_lift_torso=0.5)
    rules = broken_rules(moment(lifted, swept=True), CFG)
    assert rules[FaultKind.NOT_SUPINE] is False
    assert FaultKind.HEAD_UP not in rules
    assert FaultKind.SHOULDERS_UP not in rules


def test_a_far_leg_behind_a_drawn_one_is_not_called_short() -> None:
    """It reads 95 degrees and lies still; only the near leg's reading is good enough to say so."""
    short = replace(HOLDING, hip_flexion_deg=PerLeg(125.0, 95.0))
    beside = moment(short, working=NONE, gates=PerLeg(Gate.DRAWN, Gate.DOWN))
    assert not broken_rules(beside, CFG)[FaultKind.NOT_CLOSE_ENOUGH]
    near = replace(HOLDING, hip_flexion_deg=PerLeg(95.0, 125.0))
    before = moment(near, working=NONE, gates=PerLeg(Gate.DOWN, Gate.DRAWN))
    assert broken_rules(before, CFG)[FaultKind.NOT_CLOSE_ENOUGH]


@pytest.mark.parametrize(("supine_s", "jerky"), [(0.5, False), (1.5, True)])
def test_rolling_onto_the_back_is_no_pull(supine_s: float, jerky: bool) -> None:
    """Legs that were drawn already seem to fly in as the body turns; later they really do."""
    fast = moment(working=NONE, speed_deg_s=PerLeg(200.0, 200.0), supine_s=supine_s)
    assert broken_rules(fast, CFG)[FaultKind.JERKY] is jerky


def test_a_foot_set_up_on_the_floor_is_no_pull() -> None:
    """Below 75 degrees the foot may be on the floor; and who lies down is not drawing in."""
    fast = PerLeg(200.0, 200.0)
    assert rule(FaultKind.JERKY, raised(70.0, speed_deg_s=fast)) is False
    sitting = replace(AT_REST, hip_flexion_deg=PerLeg(90.0, 90.0), trunk=SITTING)
    assert rule(FaultKind.JERKY, moment(sitting, NONE, speed_deg_s=fast)) is False


def test_a_leg_that_is_held_is_not_being_pulled_in() -> None:
    """In the first second of an attempt it may be; later it is not."""
    fast = PerLeg(200.0, 0.0)
    assert rule(FaultKind.JERKY, moment(speed_deg_s=fast, attempt_age_s=0.9)) is True
    assert rule(FaultKind.JERKY, moment(speed_deg_s=fast, attempt_age_s=1.1)) is False


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (moment(), Phase.DRAWN),
        (moment(replace(HOLDING, trunk=SITTING)), Phase.NOT_SUPINE),
        (moment(replace(HOLDING, trunk=NO_TRUNK)), Phase.NOT_SUPINE),
        (raised(55.0), Phase.REST),
        (raised(80.0), Phase.DRAWING_IN),  # half way, still
        (raised(60.0, speed_deg_s=PerLeg(16.0, 0.0)), Phase.DRAWING_IN),
        (raised(60.0, speed_deg_s=PerLeg(NAN, 16.0)), Phase.DRAWING_IN),
        (raised(80.0, speed_deg_s=PerLeg(0.0, -16.0)), Phase.RELEASING),
        (raised(80.0, speed_deg_s=PerLeg(20.0, -40.0)), Phase.RELEASING),
        (raised(55.0, speed_deg_s=PerLeg(NAN, NAN)), Phase.REST),
        (raised(55.0, speed_deg_s=PerLeg(-14.0, 14.0)), Phase.REST),
    ],
)
def test_phases(at: Moment, expected: Phase) -> None:
    """What the person does follows from posture, legs and the faster leg's speed."""
    assert phase_of(at, CFG) is expected
