"""How far head and shoulders have left their rest, and how sure that is."""

import math
from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.landmarks import INDEX, Pose, Side
from posecoach.core.lifts import Lift, head_lift, shoulder_lift
from posecoach.core.uncertainty import COVERS
from tests.core.synthetic import TORSO_PX, drawn
from tests.core.test_measure import REST, missing


def nodded(pose: Pose, turn_deg: float) -> Pose:
    """Turn the face about the ears, chin to chest, with the left side near."""
    turn = np.radians(turn_deg)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    points = pose.points_px.copy()
    points[:11] = points[7] + (points[:11] - points[7]) @ rotation.T
    return replace(pose, points_px=points)


def test_a_nod_lifts_the_back_of_the_head_and_not_the_ear() -> None:
    """The occiput lies 0.8 · 0.25 = 0.2 torso below the ears; turned by 60° it rises by half."""
    pose = nodded(drawn().pose(), 60.0)
    np.testing.assert_allclose(pose.points_px[7], drawn().pose().points_px[7])
    assert head_lift(pose, REST).torso == pytest.approx(0.2 * (1 - math.cos(math.pi / 3)))


def test_half_a_face_is_enough_for_the_head() -> None:
    """Two landmarks tell where a rigid head is; one does not."""
    pose = drawn(head_lift=0.3).pose()
    two = missing(pose, *range(2, 11))
    assert head_lift(two, REST).torso == pytest.approx(0.3)
    assert math.isnan(head_lift(missing(pose, *range(1, 11)), REST).torso)


def shoulders(left: float, right: float) -> Pose:
    """Each shoulder raised by so many torso lengths; the left side is near."""
    pose = drawn().pose()
    points = pose.points_px.copy()
    for side, lift in ((Side.LEFT, left), (Side.RIGHT, right)):
        points[INDEX[side, "shoulder"]] += lift * TORSO_PX * REST.up
    return replace(pose, points_px=points)


@pytest.mark.parametrize(
    ("left", "right", "lift"),
    [(0.2, 0.25, 0.2), (0.3, 0.0, 0.0), (-0.05, 0.4, -0.05)],
    ids=["curls up", "rolls away", "rolls over to the camera"],
)
def test_the_lower_shoulder_counts(left: float, right: float, lift: float) -> None:
    """A curl lifts both shoulders, a roll one."""
    assert shoulder_lift(shoulders(left, right), REST).torso == pytest.approx(lift)


def test_the_near_shoulder_speaks_alone_the_far_one_does_not() -> None:
    """A far shoulder out of sight takes nothing away; without the near one nothing is known."""
    pose = shoulders(0.2, 0.0)
    assert shoulder_lift(missing(pose, 12), REST).torso == pytest.approx(0.2)
    unseen = shoulder_lift(missing(pose, 11), REST)
    assert math.isnan(unseen.torso)
    assert math.isnan(unseen.uncertainty_torso)


def test_a_head_that_turns_is_less_sure_than_one_that_lies_still() -> None:
    """The nose moves, the ears do not: no rigid motion of the picture explains that."""
    pose = drawn().pose()
    points = pose.points_px.copy()
    points[0] += 0.2 * TORSO_PX
    still, turned = head_lift(pose, REST), head_lift(replace(pose, points_px=points), REST)
    assert 0.0 < still.uncertainty_torso < 0.03
    assert turned.uncertainty_torso > 1.5 * still.uncertainty_torso


def test_a_smaller_person_and_a_larger_lift_are_less_sure() -> None:
    """A pixel is more of a torso that is small; a camera that looks down scales what rises."""
    small = replace(REST, torso_px=20.0, points_px=REST.points_px * 20.0 / TORSO_PX)
    pose = drawn().pose()
    far_away = replace(pose, points_px=pose.points_px * 20.0 / TORSO_PX)
    assert shoulder_lift(far_away, small).uncertainty_torso > (
        shoulder_lift(pose, REST).uncertainty_torso
    )
    strays = math.hypot(0.045, 1.0 / TORSO_PX, 0.1 * 0.5)
    assert shoulder_lift(shoulders(0.5, 0.5), REST) == Lift(
        pytest.approx(0.5), pytest.approx(COVERS * strays)
    )
