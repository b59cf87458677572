"""Calibration: rest is found while the body lies still, and not otherwise."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.config import Thresholds
from posecoach.core.geometry import PlaneMotion
from posecoach.core.landmarks import PoseFrame, Side
from posecoach.core.measure import hip_flexion
from posecoach.core.rest import (
    Rest,
    RestBook,
    RestFinder,
    is_lifted,
    near_side_of,
    up_from_rest_line,
)
from posecoach.core.trunk import trunk_of
from tests.core.synthetic import TORSO_PX, Figure, Keyframe, drawn, film, resting, steady
from tests.core.test_trunk import missing

CFG = Thresholds()


def found_in(frames: Sequence[PoseFrame]) -> list[Rest | None]:
    """What the finder says of each frame."""
    finder = RestFinder(CFG)
    rests = []
    for frame in frames:
        assert frame.pose is not None
        pose = frame.pose
        rests.append(finder(frame.time_s, pose, trunk_of(pose), hip_flexion(pose)))
    return rests


def rests_of(keyframes: Sequence[Keyframe], end_s: float, fps: float = 30.0) -> list[Rest]:
    """Only the rests."""
    return [r for r in found_in(film(keyframes, steady(end_s, fps))) if r is not None]


def rest_of(figure: Figure, start_s: float = 0.0) -> Rest:
    """The rest of a figure that lies still for two seconds."""
    frames = [PoseFrame(start_s + k / 10, figure.pose()) for k in range(21)]
    rest = found_in(frames)[-1]
    assert rest is not None
    return rest


@pytest.mark.parametrize("near", list(Side))
def test_rest_is_found(near: Side) -> None:
    """A figure that lies still: its side, its torso, its hips, and up is up."""
    rest = rest_of(resting(near=near))
    assert rest.near_side is near
    assert rest.torso_px == pytest.approx(TORSO_PX)
    np.testing.assert_allclose(rest.up, [0.0, -1.0], atol=1e-9)
    assert rest.hip_flexion_deg.left == pytest.approx(55)
    assert (rest.start_s, rest.end_s) == (0.0, 2.0)
    np.testing.assert_allclose(rest.points_px, resting(near=near).pose().points_px)


@pytest.mark.parametrize("fps", [2, 5, 10, 24, 30, 60, 240])
def test_it_takes_a_second_and_a_half_at_any_frame_rate(fps: float) -> None:
    """Not before 1.5 s of stillness, and not much later."""
    first = rests_of([(0, resting())], 4.0, fps)[0]
    assert 1.5 - 1e-6 <= first.end_s <= 1.5 + max(1 / fps, 0.11)
    assert first.start_s == 0.0


def test_rest_goes_on_from_its_own_beginning() -> None:
    """While the figure lies on, the rest keeps its start and its end moves."""
    rests = rests_of([(0, resting())], 5.0)
    assert {rest.start_s for rest in rests} == {0.0}
    assert rests[-1].end_s == pytest.approx(5.0, abs=0.11)


@pytest.mark.parametrize(
    "figure",
    [
        resting(trunk_deg=60.0),  # sitting
        resting(roll_deg=180.0),  # prone
        resting(roll_deg=90.0),  # on the side
        drawn(),
        drawn(130, 55),
    ],
)
def test_other_postures_are_no_rest(figure: Figure) -> None:
    """However still: sitting, prone, on the side, or with a leg drawn."""
    assert rests_of([(0, figure)], 5.0) == []


def test_legs_long_are_rest_too() -> None:
    """The start position is with knees bent or legs long."""
    long = resting(left_hip_deg=0.0, right_hip_deg=0.0, left_knee_deg=0.0, right_knee_deg=0.0)
    assert rests_of([(0, long)], 3.0)


def test_a_moving_body_is_no_rest() -> None:
    """Sliding across the mat by 0.1 torso a second: slow, and it adds up."""
    slide: list[Keyframe] = [(0, resting()), (10, resting(x_px=640 + 10 * 0.1 * TORSO_PX))]
    assert rests_of(slide, 10.0) == []


def test_breathing_is_rest() -> None:
    """The shoulder rises and falls by 1 % of the torso."""
    frames = [
        PoseFrame(k / 10, resting(shoulder_lift=0.01 * math.sin(k / 4)).pose()) for k in range(40)
    ]
    assert found_in(frames)[-1] is not None


def test_rest_begins_anew_after_a_move() -> None:
    """A shift by half a torso ends one rest; the next begins when it is over."""
    script = [(0, resting()), (3, resting()), (3.5, resting(x_px=740)), (6, resting(x_px=740))]
    starts = sorted({rest.start_s for rest in rests_of(script, 6.0)})
    assert starts[0] == 0.0
    assert len(starts) == 2
    assert starts[1] == pytest.approx(3.5, abs=0.2)


def test_the_last_breath_counts() -> None:
    """A head that settles slowly: the median is of the last three seconds, not of all."""
    script = [(0, resting(head_lift=0.10)), (10, resting()), (14, resting())]
    rest = rests_of(script, 14.0)[-1]
    np.testing.assert_allclose(rest.points_px[7], resting().pose().points_px[7], atol=0.1)


def test_reset_forgets() -> None:
    """After nobody was seen the second and a half begins again."""
    finder, pose = RestFinder(CFG), resting().pose()
    ask = (pose, trunk_of(pose), hip_flexion(pose))
    finder(0.0, *ask)
    assert finder(1.4, *ask) is None
    finder.reset()
    assert finder(1.6, *ask) is None
    rest = finder(3.1, *ask)
    assert rest is not None
    assert rest.start_s == 1.6


def test_an_unseen_leg_does_not_speak_against_rest() -> None:
    """The far knee is hidden: its hip flexion at rest is not known, the rest is."""
    pose = missing(resting().pose(), 26)
    rest = found_in([PoseFrame(k / 10, pose) for k in range(21)])[-1]
    assert rest is not None
    assert math.isnan(rest.hip_flexion_deg.right)
    assert rest.hip_flexion_deg.left == pytest.approx(55)


def test_a_leg_on_its_way_up_is_not_at_rest() -> None:
    """The spine lies still and the leg rises to 84°: the hip flexion at rest is the 55° before."""
    rest = rests_of([(0, resting()), (3, resting()), (3.58, drawn(84, 55))], 3.58)[-1]
    assert rest.hip_flexion_deg.left == pytest.approx(55, abs=1)


def test_without_the_near_ear_there_is_no_rest_line() -> None:
    """The line runs through ear, shoulder and hip: one of them missing, no rest."""
    pose = missing(resting().pose(), 7)
    assert found_in([PoseFrame(k / 10, pose) for k in range(21)])[-1] is None


def test_near_side() -> None:
    """Positive: the left side is nearer."""
    assert near_side_of(1.0) is Side.LEFT
    assert near_side_of(-1.0) is Side.RIGHT


@pytest.mark.parametrize("near", list(Side))
@pytest.mark.parametrize("tilt_deg", [-30.0, 0.0, 30.0])
def test_up_is_across_the_rest_line(near: Side, tilt_deg: float) -> None:
    """A tilted camera tilts the line, and up with it; up is always upwards in the picture."""
    turn = np.radians(tilt_deg)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    points = resting(near=near).pose().points_px @ rotation.T
    up = up_from_rest_line(points, near)
    np.testing.assert_allclose(up, rotation @ [0.0, -1.0], atol=1e-9)


def test_up_of_a_missing_point_is_missing() -> None:
    """NaN in ear, shoulder or hip, NaN out."""
    for index in (7, 11, 23):
        points = missing(resting().pose(), index).points_px
        assert np.isnan(up_from_rest_line(points, Side.LEFT)).all()


def test_lift_is_across_the_line_in_torso_lengths() -> None:
    """100 px up are half a torso; along the line nothing rises."""
    rest = rest_of(resting())
    spot = rest.points_px[7]
    assert rest.lift_torso(spot + np.array([0, -100]), spot) == pytest.approx(0.5)
    assert rest.lift_torso(spot + np.array([80, 0]), spot) == pytest.approx(0.0, abs=1e-9)
    assert rest.lift_torso(spot + np.array([0, 20]), spot) == pytest.approx(-0.1)
    assert math.isnan(rest.lift_torso(spot + math.nan, spot))


# --- the book -------------------------------------------------------------------------------


def test_an_empty_book() -> None:
    """No rest, nothing to measure against."""
    book = RestBook()
    assert len(book) == 0
    assert book.at(5.0) is None
    assert book.rests == ()
    assert book.moved_s == ()


def test_the_latest_rest_that_had_begun() -> None:
    """Between two rests the first one counts; before the first one, it too: replay."""
    early, late = rest_of(resting(), 10.0), rest_of(resting(x_px=700), 30.0)
    book = RestBook([early, late])
    assert [book.at(t) for t in (0.0, 10.0, 29.9)] == [early] * 3
    assert [book.at(t) for t in (30.0, 99.0)] == [late] * 2
    assert len(book) == 2


def test_a_rest_that_goes_on_takes_its_own_place() -> None:
    """The same start: one rest, the longer one."""
    book = RestBook()
    rest = rest_of(resting())
    longer = replace(rest, end_s=9.0)
    book.add(rest, CFG)
    book.add(longer, CFG)
    assert book.rests == (longer,)


def test_a_lifted_head_at_rest_is_no_new_rest_line() -> None:
    """Lying still with the head (or shoulders) up would otherwise hide the fault."""
    book = RestBook([rest_of(resting())])
    for changes in ({"head_lift": 0.2}, {"shoulder_lift": 0.1}):
        book.add(rest_of(resting(**changes), 10.0), CFG)
    assert len(book) == 1


def test_a_head_that_stays_up_at_rest_lies_on_a_pillow() -> None:
    """Ten seconds without stirring; shoulders that are up with it are no pillow's doing."""
    known, propped = rest_of(resting()), rest_of(resting(head_lift=0.2), 10.0)
    curled = rest_of(resting(head_lift=0.2, shoulder_lift=0.1), 10.0)
    for rest, end_s, count in ((propped, 19.9, 1), (propped, 20.0, 2), (curled, 30.0, 1)):
        book = RestBook([known])
        book.add(replace(rest, start_s=10.0, end_s=end_s), CFG)
        assert len(book) == count, (end_s, rest)


def test_a_new_place_is_a_new_rest_line_whatever_the_head_does() -> None:
    """Moved to another pillow: hips and head lie elsewhere."""
    book = RestBook([rest_of(resting())])
    book.add(rest_of(resting(x_px=740.0, head_lift=0.2), 10.0), CFG)
    assert len(book) == 2


@pytest.mark.parametrize(
    ("changes", "lifted"),
    [
        ({"head_lift": 0.08}, True),
        ({"head_lift": 0.07}, False),  # half of 0.15 is the limit
        ({"shoulder_lift": 0.065}, True),
        ({"shoulder_lift": 0.055}, False),
        ({"head_lift": 0.3, "x_px": 640 + 0.13 * TORSO_PX}, False),  # the hips have moved
        ({"head_lift": 0.3, "x_px": 640 + 0.12 * TORSO_PX}, True),
        ({"head_lift": -0.3}, False),
    ],
)
def test_is_lifted(changes: dict[str, float], lifted: bool) -> None:
    """Half the limits of the rules, as long as the hips are where they were."""
    known, new = rest_of(resting()), rest_of(resting(**changes), 10.0)
    assert is_lifted(new, known, CFG) is lifted


def test_a_moved_camera_moves_the_rest() -> None:
    """From the move on the last rest counts, turned and shifted; before it, as it was."""
    rest = rest_of(resting())
    book = RestBook([rest])
    quarter = PlaneMotion(np.array([[0.0, -1.0], [1.0, 0.0]]), np.array([5.0, 7.0]), 0.0)
    book.move_from(20.0, quarter)
    assert book.at(19.9) is rest
    moved = book.at(20.0)
    assert moved is not None
    assert moved.start_s == moved.end_s == 20.0
    np.testing.assert_allclose(moved.up, [1.0, 0.0], atol=1e-9)
    x, y = rest.points_px[23]
    np.testing.assert_allclose(moved.points_px[23], [5.0 - y, 7.0 + x])
    assert book.moved_s == (20.0,)


def test_a_camera_that_moves_before_any_rest_moves_nothing() -> None:
    """There is nothing yet that could be carried along."""
    book = RestBook()
    book.move_from(1.0, PlaneMotion(np.eye(2), np.zeros(2), 0.0))
    assert len(book) == 0
    assert book.moved_s == ()


def test_what_is_forgotten_is_still_told() -> None:
    """After recalibrating nothing is measured against, and the session knows what it was."""
    first, second = rest_of(resting()), rest_of(resting(), 9.0)
    book = RestBook([first])
    book.forget()
    assert book.at(5.0) is None
    book.add(second, CFG)
    assert book.at(10.0) is second
    assert book.rests == (first, second)
