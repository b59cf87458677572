"""The 33 landmarks: their order, their names, and the two sides."""

import numpy as np

from posecoach.core.landmarks import FACE, INDEX, LANDMARK_COUNT, LANDMARK_NAMES, Side
from tests.core.synthetic import resting


def test_there_are_33_names_and_all_differ() -> None:
    """BlazePose has 33 landmarks, each with its own name."""
    assert LANDMARK_COUNT == len(set(LANDMARK_NAMES)) == 33


def test_known_indices() -> None:
    """The indices that MediaPipe documents for the joints that matter here."""
    joints = {"ear": 7, "shoulder": 11, "elbow": 13, "wrist": 15, "hip": 23}
    joints |= {"knee": 25, "ankle": 27, "heel": 29, "foot_index": 31}
    for joint, left in joints.items():
        assert (INDEX[Side.LEFT, joint], INDEX[Side.RIGHT, joint]) == (left, left + 1)


def test_the_face_is_all_that_lies_above_the_shoulders() -> None:
    """Nose, eyes, ears and mouth come first, then the shoulders."""
    assert [LANDMARK_NAMES[i] for i in FACE][-1] == "mouth_right"
    assert LANDMARK_NAMES[len(FACE)] == "left_shoulder"


def test_each_side_has_its_other() -> None:
    """Left and right are each other's opposite."""
    assert Side.LEFT.other is Side.RIGHT
    assert Side.RIGHT.other is Side.LEFT


def test_at_gives_a_joint_of_one_side() -> None:
    """A pose hands out a joint by side and name."""
    pose = resting().pose()
    np.testing.assert_array_equal(pose.at(Side.RIGHT, "knee"), pose.points_px[26])
