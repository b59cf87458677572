"""The rig's laws: what is asked for is what the joints show."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_videos.body.build import BUILDS
from sample_videos.body.geometry import bisect, rotation, two_bone
from sample_videos.body.posture import SIDES, Arm, Leg, Posture
from sample_videos.body.rig import Rig
from sample_videos.body.skeleton import Skeleton

RIGS = {name: Rig(build) for name, build in BUILDS.items()}
rigs = st.sampled_from(sorted(RIGS))
flexions = st.floats(60.0, 140.0)


def drawn(left_deg: float, right_deg: float, knee_deg: float = 128.0) -> Posture:
    return Posture(
        left=Leg(air=1.0, flexion_deg=left_deg, knee_deg=knee_deg),
        right=Leg(air=1.0, flexion_deg=right_deg, knee_deg=knee_deg),
        left_arm=Arm(goal="shin:L"),
        right_arm=Arm(goal="shin:R"),
    )


def bones(skeleton: Skeleton) -> dict[str, float]:
    pairs = {"thigh": ("hip", "kn"), "shank": ("kn", "an"), "upper": ("sh", "el")}
    pairs["forearm"] = ("el", "wr")
    j = skeleton.joints
    lengths = {
        name + side: float(np.linalg.norm(j[a + side] - j[b + side]))
        for name, (a, b) in pairs.items()
        for side in SIDES
    }
    lengths["hips"] = float(np.linalg.norm(j["hipL"] - j["hipR"]))
    lengths["shoulders"] = float(np.linalg.norm(j["shL"] - j["shR"]))
    return lengths


def by_hand_deg(skeleton: Skeleton, side: str) -> float:
    """Trunk-thigh angle from the joints, written anew with the law of cosines."""
    j = skeleton.joints
    hips, shoulders = (j["hipL"] + j["hipR"]) / 2, (j["shL"] + j["shR"]) / 2
    a, b = shoulders - hips, j["kn" + side] - j["hip" + side]
    cosine = float(np.dot(a, b)) / math.sqrt(float(np.dot(a, a) * np.dot(b, b)))
    return 180.0 - math.degrees(math.acos(cosine))


@settings(max_examples=60, deadline=None)
@given(rigs, flexions, flexions, st.floats(70.0, 140.0), st.floats(0.0, 0.12))
def test_flexion_asked_for_is_flexion_of_the_joints(
    name: str, left: float, right: float, knee: float, curl: float
) -> None:
    """Hip and knee flexion of a leg in the air are exact, whatever pelvis and chest do."""
    posture = drawn(left, right, knee)
    posture = Posture(
        left=posture.left, right=posture.right, shoulder_lift_m=curl, head_lift_m=curl
    )
    skeleton = RIGS[name].skeleton(posture)
    assert by_hand_deg(skeleton, "L") == pytest.approx(left, abs=1e-6)
    assert by_hand_deg(skeleton, "R") == pytest.approx(right, abs=1e-6)
    assert skeleton.flexion_deg("L") == pytest.approx(left, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(rigs, flexions, flexions, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_bones_keep_their_length(
    name: str, left: float, right: float, air: float, blend: float
) -> None:
    """No posture, halfway ones included, stretches a bone."""
    posture = Posture(
        left=Leg(air=air, flexion_deg=left, knee_deg=125.0),
        right=Leg(air=1.0, flexion_deg=right, knee_deg=120.0),
        left_arm=Arm("floor", "shin:L", blend),
        right_arm=Arm("floor", "thigh:R", blend),
        head_lift_m=0.05 * blend,
    )
    build = RIGS[name].build
    expected = {"thigh": build.thigh_m, "shank": build.shank_m, "upper": build.upper_arm_m}
    expected |= {"forearm": build.forearm_m, "hips": 2 * build.hip_half_m}
    expected["shoulders"] = 2 * build.shoulder_half_m
    for bone, length in bones(RIGS[name].skeleton(posture)).items():
        key = bone if bone in expected else bone[:-1]
        assert length == pytest.approx(expected[key], abs=1e-6), bone


@pytest.mark.parametrize("name", sorted(RIGS))
def test_feet_stand_on_the_floor_at_rest(name: str) -> None:
    """At rest hips are flexed by exactly 50 degrees and the soles are on the floor."""
    rig = RIGS[name]
    for side in SIDES:
        assert rig.rest.flexion_deg(side) == pytest.approx(50.0, abs=1e-6)
        ankle = rig.rest.joints["an" + side][2]
        assert ankle == pytest.approx(rig.build.ankle_height_m, abs=1e-6)
        for part in ("heel", "toe"):
            assert 0.0 < rig.rest.joints[part + side][2] < 0.05


@settings(max_examples=60, deadline=None)
@given(rigs, st.floats(0.0, 1.0), st.floats(60.0, 130.0), st.floats(80.0, 140.0))
def test_a_foot_on_its_way_never_sinks(name: str, air: float, flexion: float, knee: float) -> None:
    """Between floor and chest the ankle stays at least as high as when it stands."""
    rig = RIGS[name]
    leg = Leg(air=air, flexion_deg=flexion, knee_deg=knee)
    skeleton = rig.skeleton(Posture(left=leg, right=leg))
    for side in SIDES:
        assert skeleton.joints["an" + side][2] >= rig.build.ankle_height_m - 1e-6


@settings(max_examples=40, deadline=None)
@given(rigs, st.floats(0.0, 0.055), st.floats(0.0, 1.0))
def test_lifts_are_solved(name: str, curl: float, share: float) -> None:
    """Ears and shoulders rise by exactly what was asked, as far as this neck bends."""
    rig = RIGS[name]
    shoulder = curl * rig.build.stature_m  # 10 cm of a tall person; a child's neck ends at 8
    head = shoulder + share * 0.025 * rig.build.stature_m  # a stooped chin is at the chest
    skeleton = rig.skeleton(Posture(head_lift_m=head, shoulder_lift_m=shoulder))
    rest, now = rig.rest.joints, skeleton.joints
    for joint, lift in (("ear", head), ("sh", shoulder)):
        rise = sum(now[joint + s][2] - rest[joint + s][2] for s in SIDES) / 2
        assert rise == pytest.approx(lift, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(rigs, flexions, flexions)
def test_left_and_right_are_mirror_images(name: str, one: float, other: float) -> None:
    """What the left side does, the right side does mirrored."""
    a = RIGS[name].skeleton(drawn(one, other)).joints
    b = RIGS[name].skeleton(drawn(other, one)).joints
    for joint in ("sh", "el", "wr", "hip", "kn", "an", "heel", "toe", "ear"):
        np.testing.assert_allclose(a[joint + "L"] * [1, -1, 1], b[joint + "R"], atol=1e-6)


@pytest.mark.parametrize("name", sorted(RIGS))
def test_hands_reach_drawn_knees(name: str) -> None:
    """In a hold every build's wrists are at the shins."""
    skeleton = RIGS[name].skeleton(drawn(124.0, 124.0))
    for side in SIDES:
        gap = np.linalg.norm(skeleton.joints["wr" + side] - skeleton.joints["kn" + side])
        assert gap < 0.20


def test_the_pelvis_rolls_up_only_in_deep_flexion() -> None:
    """0.42 degrees per degree beyond 95, less for one leg alone."""
    rig = RIGS["man"]
    assert rig.pelvis_roll_deg(drawn(90.0, 90.0)) == 0.0
    assert rig.pelvis_roll_deg(drawn(125.0, 125.0)) == pytest.approx(0.42 * 30)
    assert 0 < rig.pelvis_roll_deg(drawn(125.0, 60.0)) < 0.42 * 30


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_rotation_is_right_handed(axis: int) -> None:
    """A quarter turn takes each next axis to the one after it."""
    turned = rotation(axis, 90.0) @ np.eye(3)[(axis + 1) % 3]
    np.testing.assert_allclose(turned, np.eye(3)[(axis + 2) % 3], atol=1e-12)


def test_two_bones_stop_where_they_end() -> None:
    """A goal out of reach is pointed at with a straight limb."""
    goal = np.array([5.0, 0.0, 0.0])
    middle, end = two_bone(np.zeros(3), goal, (0.3, 0.2), np.array([0.0, 0.0, 1.0]))
    np.testing.assert_allclose(end, [0.5, 0, 0], atol=1e-6)
    np.testing.assert_allclose(middle, [0.3, 0, 0], atol=1e-3)


def test_bisect_finds_a_root_or_the_nearer_end() -> None:
    """Known roots inside the interval and beyond both of its ends."""
    assert bisect(lambda x: x - 0.3, 0.0, 1.0) == pytest.approx(0.3)
    assert bisect(lambda x: x + 1.0, 0.0, 1.0) == 0.0
    assert bisect(lambda x: x - 9.0, 0.0, 1.0) == 1.0


def test_an_unknown_place_for_a_hand_is_named() -> None:
    """A script with a misspelt place says so, and lists what there is."""
    with pytest.raises(ValueError, match=r"'ceiling'.*floor"):
        RIGS["man"].skeleton(Posture(left_arm=Arm(goal="ceiling")))
