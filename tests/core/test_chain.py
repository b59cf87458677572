"""A chain as rest has shown it is left alone; a joint that is misplaced is brought nearer."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.core.chain import FAR, NEAR, Chain, Point, flexion_against_middle_deg, likeliest

TORSO = 200.0
THIGH = 190.0
REST = Chain((500.0, 400.0), (300.0, 400.0), (180.0, 252.0))
NOWHERE = (math.nan, math.nan)


def bent(hip_deg: float, hip: Point = (300.0, 400.0), thigh: float = THIGH) -> Chain:
    """On the back with the head to the right, the thigh flexed by so much."""
    turned = math.radians(hip_deg)
    knee = (hip[0] - thigh * math.cos(turned), hip[1] - thigh * math.sin(turned))
    return Chain((500.0, 400.0), hip, knee)


def rest_of(thigh: float = THIGH) -> Chain:
    """At rest, with a thigh of this length."""
    return bent(50.0, thigh=thigh)


def shifted(chain: Chain, joint: str, by: Point) -> Chain:
    """The same with one joint misplaced."""
    places = {name: getattr(chain, name) for name in ("shoulder", "hip", "knee")}
    places[joint] = (places[joint][0] + by[0], places[joint][1] + by[1])
    return Chain(**places)


@given(st.floats(1, 175))
def test_the_angle_is_the_one_drawn(hip_deg: float) -> None:
    """Zero in line with the trunk, positive in flexion."""
    assert bent(hip_deg).flexion_deg == pytest.approx(hip_deg, abs=1e-6)


@given(st.floats(1, 175))
def test_what_agrees_with_rest_stays(hip_deg: float) -> None:
    """The shoulder where it lay, trunk and thigh as long as they were: nothing is moved."""
    assert likeliest(bent(hip_deg), rest_of()).flexion_deg == pytest.approx(hip_deg, abs=1e-6)


def test_a_wandering_shoulder_stays_on_the_mat() -> None:
    """Up by 3 % of the torso it would add 1.7 deg; a twentieth of that is left."""
    seen = shifted(bent(120.0), "shoulder", (0.0, -0.03 * TORSO))
    assert seen.flexion_deg == pytest.approx(121.7, abs=0.05)
    assert likeliest(seen, rest_of()).flexion_deg == pytest.approx(120.08, abs=0.05)


def test_shoulders_that_curl_up_are_believed() -> None:
    """Up by 0.3 torso: the trunk has turned by 17 deg, and all but one of them are measured."""
    seen = shifted(bent(120.0), "shoulder", (0.0, -0.3 * TORSO))
    assert likeliest(seen, rest_of()).flexion_deg == pytest.approx(seen.flexion_deg, abs=1.0)


@given(st.floats(-1, 1))
def test_the_mat_moves_no_angle_by_much(rise_torso: float) -> None:
    """However far the shoulder seems to be from its rest: by at most 3.5 deg."""
    seen = shifted(bent(110.0), "shoulder", (0.0, -rise_torso * TORSO))
    held = Chain(likeliest(seen, rest_of()).shoulder, seen.hip, seen.knee)
    assert held.flexion_deg == pytest.approx(seen.flexion_deg, abs=3.5)


@pytest.mark.parametrize(
    ("by", "least", "most"),
    [((-12.0, 0.0), 0.05, 0.2), ((12.0, 0.0), 0.05, 0.2),
     ((0.0, -12.0), 0.3, 0.5), ((0.0, 12.0), 0.3, 0.5)],
    ids=["feet", "head", "up", "down"],
)  # fmt: skip
def test_a_misplaced_hip_is_brought_nearer(by: Point, least: float, most: float) -> None:
    """It lay elsewhere, and trunk or thigh is too long or too short: never past truth.

    Along the mat the hip does not slide; but it may have risen with the pelvis.
    """
    true_hip = (300.0, 400.0)
    seen = shifted(bent(95.0), "hip", by)
    before, after = (math.dist(chain.hip, true_hip) for chain in (seen, likeliest(seen, rest_of())))
    assert least * before < after < most * before


@pytest.mark.parametrize(
    ("slid_torso", "off_deg"), [(-0.5, 0.01), (-0.3, 0.3), (-0.2, 1.4), (0.2, 1.4), (0.5, 0.01)]
)
def test_who_slides_along_the_mat_is_measured_where_they_lie(
    slid_torso: float, off_deg: float
) -> None:
    """Shoulder, hip and knee go together; rest draws a body back that has slid by 10 cm or less."""
    seen = bent(115.0)
    for joint in ("shoulder", "hip", "knee"):
        seen = shifted(seen, joint, (slid_torso * TORSO, 0.0))
    believed = likeliest(seen, rest_of())
    assert believed.flexion_deg == pytest.approx(115.0, abs=off_deg)
    assert math.dist(believed.hip, seen.hip) < 0.03 * TORSO


def test_no_slide_turns_an_angle_by_much() -> None:
    """The worst is one of a tenth of the torso: 3.3 deg, until the person rests there."""
    errors = []
    for slid in range(-60, 61):
        seen = bent(115.0)
        for joint in ("shoulder", "hip", "knee"):
            seen = shifted(seen, joint, (slid / 100 * TORSO, 0.0))
        errors.append(abs(likeliest(seen, rest_of()).flexion_deg - 115.0))
    assert max(errors) < 3.4


def test_the_far_side_was_half_hidden_at_rest() -> None:
    """A hip that wanders along the mat: rest takes back most of it if near, about half if far."""
    seen = shifted(bent(95.0), "hip", (-12.0, 0.0))
    off = [abs(likeliest(seen, rest_of(), belief).hip[0] - 300.0) for belief in (NEAR, FAR)]
    assert off[0] < 2.0
    assert 3.0 < off[1] < 6.0


def test_a_near_knee_gives_way_more_than_a_far_one() -> None:
    """Hands cover it, so the shank moves it farther."""
    true, rest = with_shank(bent(120.0)), with_shank(rest_of())
    seen = Chain(true.shoulder, true.hip, (true.knee[0] + 8.0, true.knee[1] - 8.0), true.ankle)
    near, far = (math.dist(likeliest(seen, rest, b).knee, true.knee) for b in (NEAR, FAR))
    assert near < far < math.dist(seen.knee, true.knee)


def test_a_segment_of_another_length_draws_no_farther() -> None:
    """A thigh half as long as at rest is no thigh: it moves the hip no more than 15 % off."""
    a_little = likeliest(bent(90.0, thigh=THIGH - 0.15 * TORSO), rest_of()).flexion_deg
    far_off = likeliest(bent(90.0, thigh=THIGH / 2), rest_of()).flexion_deg
    assert far_off == pytest.approx(a_little, abs=0.5)
    assert far_off != pytest.approx(90.0, abs=0.5)


@pytest.mark.parametrize("joint", ["shoulder", "hip", "knee"])
def test_what_rest_has_not_shown_changes_nothing(joint: str) -> None:
    """Without a joint at rest there is no length to keep."""
    unseen = {name: getattr(rest_of(), name) for name in ("shoulder", "hip", "knee")}
    seen = bent(100.0, thigh=0.9 * THIGH)
    believed = likeliest(seen, Chain(**(unseen | {joint: NOWHERE})))
    assert believed == seen


@pytest.mark.parametrize("joint", ["shoulder", "hip", "knee"])
def test_a_missing_joint_leaves_no_angle(joint: str) -> None:
    """NaN in, NaN out."""
    seen = shifted(bent(100.0), joint, NOWHERE)
    assert math.isnan(likeliest(seen, rest_of()).flexion_deg)


def test_the_far_thigh_is_measured_against_the_middle_of_the_trunk() -> None:
    """A far shoulder that seems 4 degrees too high bends the far hip by 2 and not by 4."""
    near, far = bent(120.0), bent(120.0)
    rise = math.tan(math.radians(4.0)) * math.dist(far.shoulder, far.hip)
    askew = Chain((far.shoulder[0], far.shoulder[1] - rise), far.hip, far.knee)
    assert askew.flexion_deg == pytest.approx(124.0)
    assert flexion_against_middle_deg(askew, near) == pytest.approx(122.0, abs=0.02)


def test_without_the_other_side_its_own_has_to_do() -> None:
    """A near shoulder out of sight takes nothing away from the far leg."""
    far = bent(110.0)
    alone = flexion_against_middle_deg(far, Chain(NOWHERE, far.hip, far.knee))
    assert alone == pytest.approx(110.0)


def with_shank(chain: Chain, knee_deg: float = 90.0, shank: float = 180.0) -> Chain:
    """The same with a shank, its knee flexed by so much."""
    thigh = math.atan2(chain.knee[1] - chain.hip[1], chain.knee[0] - chain.hip[0])
    turned = thigh - math.radians(knee_deg)
    x, y = chain.knee
    ankle = (x + shank * math.cos(turned), y + shank * math.sin(turned))
    return Chain(chain.shoulder, chain.hip, chain.knee, ankle)


def test_the_shank_tells_where_a_covered_knee_is() -> None:
    """A knee pushed away from the ankle by 6 % of the torso reads 3.6 deg off: a third less then.

    The true knee is at a right angle, so what is along the shank is across the thigh.
    """
    true, rest = with_shank(bent(120.0)), with_shank(rest_of())
    along = (true.knee[0] - true.ankle[0]) / 180.0, (true.knee[1] - true.ankle[1]) / 180.0
    knee = (true.knee[0] + 12.0 * along[0], true.knee[1] + 12.0 * along[1])
    seen = Chain(true.shoulder, true.hip, knee, true.ankle)
    off = abs(seen.flexion_deg - 120.0)
    assert off == pytest.approx(3.6, abs=0.1)
    assert abs(likeliest(seen, rest).flexion_deg - 120.0) < 0.7 * off
    without = Chain(true.shoulder, true.hip, knee)
    assert abs(likeliest(without, rest).flexion_deg - 120.0) == pytest.approx(off, abs=0.2)


@given(st.floats(1, 175), st.floats(0, 150))
def test_a_shank_as_long_as_at_rest_moves_nothing(hip_deg: float, knee_deg: float) -> None:
    """However the knee is bent."""
    seen = with_shank(bent(hip_deg), knee_deg)
    assert likeliest(seen, with_shank(rest_of())).flexion_deg == pytest.approx(hip_deg, abs=1e-6)
