"""The figure's measures are those it was drawn with; what is missing is missing."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.core.far_leg import FarLeg
from posecoach.core.landmarks import INDEX, Pose, Side
from posecoach.core.legs import PerLeg
from posecoach.core.measure import (
    Measurement,
    hand_distance_torso,
    hip_flexion,
    knee_flexion,
    measure,
    outside_px,
    world_flexion,
)
from posecoach.core.rest import Rest
from posecoach.core.trunk import trunk_of
from tests.core.synthetic import TORSO_PX, Figure, drawn, resting
from tests.core.test_rest import rest_of
from tests.core.test_trunk import missing

REST = rest_of(resting())


def measured(pose: Pose, rest: Rest | None = REST, near: Side = Side.LEFT) -> Measurement:
    """Measure one pose."""
    return measure(pose, trunk_of(pose), FarLeg(hidden=False, unsteady=False), near, rest, TORSO_PX)


@given(
    st.floats(0, 150),
    st.floats(0, 150),
    st.floats(1, 150),
    st.floats(-20, 40),
    st.floats(0, 0.3),
    st.sampled_from(Side),
)
def test_angles_are_those_of_the_figure(
    left: float, right: float, knee: float, trunk_deg: float, shoulder_lift: float, near: Side
) -> None:
    """Whatever the trunk does, hip flexion is measured against it, knee flexion against none."""
    figure = Figure(
        left_hip_deg=left,
        right_hip_deg=right,
        left_knee_deg=knee,
        right_knee_deg=REST_KNEE,
        trunk_deg=trunk_deg,
        shoulder_lift=shoulder_lift,
        near=near,
    )
    pose = figure.pose()
    assert hip_flexion(pose).left == pytest.approx(left, abs=1e-4)
    assert hip_flexion(pose).right == pytest.approx(right, abs=1e-4)
    assert knee_flexion(pose).left == pytest.approx(knee, abs=1e-4)
    assert knee_flexion(pose).right == pytest.approx(REST_KNEE, abs=1e-4)


REST_KNEE = 110.0


@given(st.floats(-0.3, 0.6), st.floats(-0.3, 0.6))
def test_lifts_are_those_of_the_figure(head: float, shoulder: float) -> None:
    """Head and shoulders each by their own, in torso lengths; the hips lie where they lay."""
    seen = measured(drawn(head_lift=head, shoulder_lift=shoulder).pose())
    assert seen.head_lift_torso == pytest.approx(head, abs=1e-6)
    assert seen.shoulder_lift_torso == pytest.approx(shoulder, abs=1e-6)
    assert seen.pelvis_curl_torso == pytest.approx(0.0, abs=1e-9)


def test_pelvis_curl() -> None:
    """Hips 10 px higher are 0.05 torso."""
    pose = resting(y_px=440.0).pose()
    assert measured(pose).pelvis_curl_torso == pytest.approx(0.05)


def test_a_pillow_is_no_lift() -> None:
    """A head that rests 0.2 higher than the line has not risen."""
    on_pillow = rest_of(resting(head_lift=0.2))
    seen = measured(drawn(head_lift=0.2).pose(), on_pillow)
    assert seen.head_lift_torso == pytest.approx(0.0, abs=1e-6)


def test_hands_on_the_shin_are_on_the_leg() -> None:
    """Wrists at mid-shin: no way to the leg that is held, some to the one on the floor."""
    seen = measured(drawn(130, 55).pose())
    assert seen.hand_distance_torso.left == pytest.approx(0.0, abs=1e-9)
    assert seen.hand_distance_torso.right > 0.3


def test_hands_beside_the_body_are_off_the_leg() -> None:
    """From (-0.15, -0.05) to mid-thigh at (0.45 cos 50°, 0.45 sin 50°): 0.59 torso."""
    seen = measured(drawn(hands_on=False).pose())
    middle = 0.45 * math.cos(math.radians(50)), 0.45 * math.sin(math.radians(50))
    expected = math.hypot(middle[0] + 0.15, middle[1] + 0.05)
    assert seen.hand_distance_torso.left == pytest.approx(expected)


def test_the_nearer_hand_counts_and_one_is_enough() -> None:
    """One wrist on the leg holds it; a hidden wrist takes nothing away; none says nothing."""
    pose = drawn().pose()
    points = pose.points_px.copy()
    points[INDEX[Side.LEFT, "wrist"]] = [0.0, 0.0]
    one = replace(pose, points_px=points)
    assert hand_distance_torso(one, Side.LEFT, TORSO_PX) == pytest.approx(0.0, abs=1e-9)
    hidden = missing(pose, 15)
    assert hand_distance_torso(hidden, Side.LEFT, TORSO_PX) == pytest.approx(0.0, abs=1e-9)
    assert math.isnan(hand_distance_torso(missing(pose, 15, 16), Side.LEFT, TORSO_PX))


def test_a_leg_without_its_ankle_can_still_be_held() -> None:
    """The shin is out of the picture, the thigh is not: the way is to the thigh."""
    pose = missing(drawn(hands_on=False).pose(), 27)
    whole = hand_distance_torso(drawn(hands_on=False).pose(), Side.LEFT, TORSO_PX)
    assert hand_distance_torso(pose, Side.LEFT, TORSO_PX) == pytest.approx(whole)


def test_foot_lift() -> None:
    """The ankle rises with its leg: sin 50° up the thigh, none along the level shank."""
    seen = measured(drawn(130, 55).pose())
    assert seen.foot_lift_torso.left == pytest.approx(0.9 * math.sin(math.radians(50)))
    assert seen.foot_lift_torso.right == pytest.approx(0.0, abs=1e-9)


def test_without_rest_there_are_no_lifts() -> None:
    """Angles need no calibration, lifts do."""
    seen = measured(drawn().pose(), None)
    assert seen.hip_flexion_deg.left == pytest.approx(130)
    for value in (
        seen.head_lift_torso,
        seen.shoulder_lift_torso,
        seen.pelvis_curl_torso,
        seen.foot_lift_torso.left,
        seen.foot_lift_torso.right,
    ):
        assert math.isnan(value)


@pytest.mark.parametrize(
    ("joint", "names"),
    [
        ("shoulder", {"hip_flexion_deg", "shoulder_lift_torso"}),
        ("hip", {"hip_flexion_deg", "knee_flexion_deg", "pelvis_curl_torso"}),
        ("knee", {"hip_flexion_deg", "knee_flexion_deg"}),
        ("ankle", {"knee_flexion_deg", "foot_lift_torso"}),
    ],
)
def test_a_missing_joint_takes_its_measures_away(joint: str, names: set[str]) -> None:
    """NaN in, NaN out, and only there: the other leg is measured on."""
    seen = measured(missing(drawn().pose(), INDEX[Side.LEFT, joint]))
    checked = (
        "hip_flexion_deg",
        "knee_flexion_deg",
        "shoulder_lift_torso",
        "pelvis_curl_torso",
        "foot_lift_torso",
    )
    for name in checked:
        value = getattr(seen, name)
        left = value if isinstance(value, float) else value.left
        assert math.isnan(left) == (name in names), name
        assert isinstance(value, float) or not math.isnan(value.right)


def test_an_angle_knows_how_sure_it_is() -> None:
    """The far leg behind the near one less than the near one; what is unseen not at all."""
    pose = drawn(120.0, 120.0).pose()
    hidden = FarLeg(hidden=True, unsteady=False)
    seen = measure(pose, trunk_of(pose), hidden, Side.LEFT, REST, TORSO_PX)
    sure = seen.hip_flexion_uncertainty_deg
    assert 5.0 < sure.left < sure.right < 20.0
    unseen = measured(missing(pose, INDEX[Side.LEFT, "knee"])).hip_flexion_uncertainty_deg
    assert math.isnan(unseen.left)
    assert not math.isnan(unseen.right)


def test_a_world_without_a_body_tells_no_angle() -> None:
    """Joints that all lie in one place make no angle, and so no disagreement."""
    pose = drawn(120.0, 120.0).pose()
    assert math.isnan(world_flexion(np.zeros((33, 3))).left)
    assert world_flexion(pose.world_m).left == pytest.approx(120.0, abs=1e-4)


def test_beyond_the_border_is_as_far_as_the_farthest_joint() -> None:
    """Each side by itself; nothing is beyond a border that is not known."""
    joints = np.array([[5, 5], [-7, 50], [90, 112], [0, 0], [100, 100], [108, 50]], dtype=float)
    assert outside_px(joints, (100, 100)) == PerLeg(12.0, 8.0)
    assert outside_px(joints[[0, 0, 0, 3, 4, 4]], (100, 100)) == PerLeg(0.0, 0.0)
    assert outside_px(joints, None) == PerLeg(0.0, 0.0)
