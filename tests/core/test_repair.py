"""What cannot be true is removed; exchanged legs are put right, and counted."""

from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.config import Thresholds
from posecoach.core.landmarks import INDEX, Pose, PoseFrame, Side
from posecoach.core.repair import LegSwapRepair, legs_exchanged, without_implausible
from tests.core.synthetic import (
    HEIGHT_PX,
    REST_HIP_DEG,
    TORSO_PX,
    WIDTH_PX,
    Figure,
    drawn,
    film,
    resting,
    steady,
)
from tests.core.test_rest import rest_of
from tests.core.test_trunk import missing

CFG = Thresholds()
LEFT_FOOT, RIGHT_FOOT = [27, 29, 31], [28, 30, 32]


def moved(pose: Pose, index: int, x_px: float, y_px: float) -> Pose:
    """Put one landmark somewhere else."""
    points = pose.points_px.copy()
    points[index] = x_px, y_px
    return replace(pose, points_px=points)


def unseen(pose: Pose) -> set[int]:
    """Which landmarks are missing after the cleaning."""
    cleaned = without_implausible(pose, WIDTH_PX, HEIGHT_PX, CFG)
    return set(np.flatnonzero(np.isnan(cleaned.points_px).any(axis=1)).tolist())


def repairer() -> LegSwapRepair:
    """Return a repairer for the figure's picture."""
    return LegSwapRepair(WIDTH_PX, HEIGHT_PX, CFG)


def test_a_plausible_figure_is_left_alone() -> None:
    """Nothing is missing from a whole figure, at rest or drawn."""
    assert unseen(resting().pose()) == set()
    assert unseen(drawn().pose()) == set()


@pytest.mark.parametrize("share", [0.149, 0.151])
def test_far_outside_the_picture_is_missing(share: float) -> None:
    """Beyond the border by more than 15 % of the picture, on any of its four sides."""
    out = share > 0.15
    wrist = 15
    for x_px, y_px in (
        (-share * WIDTH_PX, 300.0),
        ((1 + share) * WIDTH_PX, 300.0),
        (600.0, -share * HEIGHT_PX),
        (600.0, (1 + share) * HEIGHT_PX),
    ):
        assert unseen(moved(resting().pose(), wrist, x_px, y_px)) == ({wrist} if out else set())


def test_what_the_landmarker_does_not_see_is_missing() -> None:
    """Visibility below the floor; a hidden joint with 0.2 stays."""
    pose = resting().pose()
    visibility = pose.visibility.copy()
    visibility[13], visibility[14] = 0.04, 0.2
    assert unseen(replace(pose, visibility=visibility)) == {13}


def test_an_impossible_thigh_takes_the_foot_with_it() -> None:
    """A knee 1.7 torso lengths from its hip is no knee, and the foot beyond it no foot."""
    pose = resting().pose()
    hip = pose.points_px[23]
    far = moved(pose, 25, hip[0] - 1.7 * TORSO_PX, hip[1])
    assert unseen(far) == {25, *LEFT_FOOT}
    near = moved(pose, 25, hip[0] - 1.5 * TORSO_PX, hip[1])
    assert unseen(near) == set()


def test_an_impossible_shank_leaves_the_knee() -> None:
    """The right shank 1.7 torso lengths long: the foot goes, the knee stays."""
    pose = resting().pose()
    knee = pose.points_px[26]
    assert unseen(moved(pose, 28, knee[0], knee[1] + 1.7 * TORSO_PX)) == set(RIGHT_FOOT)


def test_without_a_torso_no_bone_is_too_long() -> None:
    """Nothing to compare with: a missing shoulder does not take the legs away."""
    pose = missing(resting().pose(), 11)
    assert unseen(pose) == {11}


def test_the_original_is_not_changed() -> None:
    """Cleaning makes a copy."""
    pose = moved(resting().pose(), 15, -9999.0, 0.0)
    without_implausible(pose, WIDTH_PX, HEIGHT_PX, CFG)
    assert pose.points_px[15, 0] == -9999.0


def test_exchanging_twice_changes_nothing() -> None:
    """Knees, ankles, heels and feet change sides, all else stays, and back again."""
    pose = drawn(130, 55, near=resting().near).pose()
    once = legs_exchanged(pose)
    np.testing.assert_array_equal(once.points_px[25], pose.points_px[26])
    np.testing.assert_array_equal(once.world_m[32], pose.world_m[31])
    np.testing.assert_array_equal(once.points_px[:25], pose.points_px[:25])
    np.testing.assert_array_equal(legs_exchanged(once).points_px, pose.points_px)
    np.testing.assert_array_equal(legs_exchanged(once).depth, pose.depth)


def swapped_between(first: int, last: int, figure: Pose, count: int = 20) -> list[PoseFrame]:
    """A still figure at 30 fps whose legs are exchanged in some of the frames."""
    return [
        PoseFrame(k / 30, legs_exchanged(figure) if first <= k <= last else figure)
        for k in range(count)
    ]


def test_a_swap_is_repaired_and_counted_once() -> None:
    """One leg drawn: exchanged in frames 5 to 9, put right in all of them, counted in the 5th."""
    figure = drawn(130, 55).pose()
    repair = repairer()
    results = [repair(frame) for frame in swapped_between(5, 9, figure)]
    for result in results:
        assert result.frame.pose is not None
        np.testing.assert_allclose(result.frame.pose.points_px, figure.points_px)
    assert [k for k, result in enumerate(results) if result.swap_began] == [5]


@pytest.mark.parametrize(("right_s", "wrong_s"), [(1.0, 0.9), (0.2, 0.1)])
def test_a_slip_shorter_than_the_truth_is_repaired(right_s: float, wrong_s: float) -> None:
    """The naming that was seen first and for longer is kept throughout."""
    figure, repair = drawn(130, 55).pose(), repairer()
    count, first = round((right_s + wrong_s) * 30), round(right_s * 30)
    for frame in swapped_between(first, count - 1, figure, count):
        result = repair(frame)
        assert result.frame.pose is not None
        np.testing.assert_allclose(result.frame.pose.points_px, figure.points_px)


def test_a_naming_that_is_seen_for_longer_is_believed() -> None:
    """Wrong for 0.2 s as the legs part, right ever after: from 0.7 s on it is taken as it is."""
    figure, repair = drawn(130, 55).pose(), repairer()
    believed_s = []
    for k in range(60):
        pose = legs_exchanged(figure) if k < 6 else figure
        result = repair(PoseFrame(k / 30, pose))
        assert result.frame.pose is not None
        if np.allclose(result.frame.pose.points_px, figure.points_px):
            believed_s.append(k / 30)
    assert believed_s[0] == pytest.approx(0.7, abs=0.07)
    assert len(believed_s) == 60 - round(believed_s[0] * 30), "and never doubted again"


def test_each_new_swap_counts() -> None:
    """Every second frame exchanged: each begins an exchange of its own."""
    figure, repair = drawn(130, 55).pose(), repairer()
    frames = [PoseFrame(k / 30, legs_exchanged(figure) if k % 2 else figure) for k in range(10)]
    assert sum(repair(frame).swap_began for frame in frames) == 5


def test_a_leg_that_moves_is_no_swap() -> None:
    """Drawing the left leg and then the right one never looks like an exchange."""
    script = [(0, resting()), (1, drawn(130, 55)), (2, drawn()), (2.5, drawn(55, 130))]
    repair = repairer()
    assert not any(repair(frame).swap_began for frame in film(script, steady(3)))


@pytest.mark.parametrize(("together_s", "is_known"), [(0.1, True), (1.0, False)])
def test_legs_together_for_long_take_the_models_names(together_s: float, is_known: bool) -> None:
    """A landmarker that lets the legs meet for a moment and parts them wrongly is put right.

    After a second nobody knows any more which leg came out: what the model says, counts.
    """
    repair = repairer()
    apart, together = drawn(130, 55).pose(), drawn().pose()
    for k in range(30):
        repair(PoseFrame(k / 30, apart))
    for k in range(round(together_s * 30)):
        repair(PoseFrame(1 + k / 30, together))
    assert repair(PoseFrame(1 + together_s, legs_exchanged(apart))).swap_began is is_known


def test_legs_that_cross_in_their_own_time_are_not_exchanged() -> None:
    """Pedalling, one leg up as the other goes down, brings the left leg to the right one's place.

    In 0.9 s a leg can be there; in a tenth it cannot.
    """
    for way_s, is_swap in ((0.9, False), (0.1, True)):
        script = [(0, drawn(130, 60)), (1, drawn(130, 60)), (1 + way_s, drawn(60, 130))]
        repair = repairer()
        assert any(repair(frame).swap_began for frame in film(script, steady(2.5))) is is_swap


def test_after_a_gap_the_models_names_count() -> None:
    """A last position older than half a second says nothing about which leg is which."""
    apart = drawn(130, 55).pose()
    exchanged = legs_exchanged(apart)
    for gap_s, is_swap in ((0.2, True), (0.55, False)):
        repair = repairer()
        repair(PoseFrame(0.0, apart))
        repair(PoseFrame(gap_s / 2, None))
        assert repair(PoseFrame(gap_s, exchanged)).swap_began is is_swap


ASKEW = {"yaw_deg": 30.0}  # left and right lie 0.2 torso lengths apart in the picture


def test_the_standing_foot_tells_the_legs_apart() -> None:
    """Named wrongly from the first sight on: mended once the other foot has stood a while."""
    rest, repair = rest_of(resting(**ASKEW)), repairer()
    wrong, right = legs_exchanged(drawn(130, 55, **ASKEW).pose()), drawn(130, 55, **ASKEW).pose()
    results = [repair(PoseFrame(k / 30, wrong), rest) for k in range(60)]
    began = [k / 30 for k, result in enumerate(results) if result.swap_began]
    assert began == [pytest.approx(0.4, abs=0.2)]
    assert [k / 30 for k, result in enumerate(results) if result.renamed] == began
    assert results[-1].frame.pose is not None
    np.testing.assert_allclose(results[-1].frame.pose.points_px, right.points_px)


@pytest.mark.parametrize("is_known", [True, False])
def test_both_feet_on_the_floor_tell_the_legs_apart(is_known: bool) -> None:
    """Legs that come down exchanged are named as they lay, once both feet have stood a while.

    Else the next rest would be learnt with each leg in the other one's place. Where no rest is
    known they stay exchanged, as they came.
    """
    rest, repair = rest_of(resting(**ASKEW)) if is_known else None, repairer()
    apart, lying = drawn(130, 55, **ASKEW).pose(), resting(**ASKEW).pose()
    for k in range(30):
        repair(PoseFrame(k / 30, legs_exchanged(apart) if k > 20 else apart), rest)
    results = [repair(PoseFrame(1 + k / 30, lying), rest) for k in range(60)]
    mended = [k / 30 for k, result in enumerate(results) if result.renamed]
    assert mended == ([pytest.approx(0.4, abs=0.2)] if is_known else [])
    last = results[-1].frame.pose
    assert last is not None
    np.testing.assert_allclose(
        last.points_px, (lying if is_known else legs_exchanged(lying)).points_px
    )


def test_without_a_rest_the_standing_foot_tells_nothing() -> None:
    """The same, but where the legs lay is not known: the names are believed."""
    wrong, repair = legs_exchanged(drawn(130, 55, **ASKEW).pose()), repairer()
    assert not any(repair(PoseFrame(k / 30, wrong)).swap_began for k in range(60))


@pytest.mark.parametrize("free_deg", [75.0, 130.0])
def test_a_foot_in_the_air_tells_nothing(free_deg: float) -> None:
    """With both feet up neither is where it lay."""
    rest, repair = rest_of(resting(**ASKEW)), repairer()
    wrong = legs_exchanged(drawn(130, free_deg, **ASKEW).pose())
    assert not any(repair(PoseFrame(k / 30, wrong), rest).swap_began for k in range(60))


def test_a_leg_that_comes_down_tells_nothing() -> None:
    """It passes the places of both legs on its way; only a foot that stands is compared."""
    script = [(0, drawn(130, 57, **ASKEW)), (4, drawn(130, 65, **ASKEW))]
    rest, repair = rest_of(resting(**ASKEW)), repairer()
    shaken = [
        PoseFrame(f.time_s, moved(legs_exchanged(f.pose), 27, 640 - 20.0 * (k % 2), 440))
        for k, f in enumerate(film(script, steady(2.0)))
        if f.pose is not None
    ]
    assert not any(repair(frame, rest).swap_began for frame in shaken)


def test_names_that_were_mended_are_told_once_and_stay() -> None:
    """Long wrong, then right: the landmarker's own mending renames no leg that went on."""
    rest, repair = rest_of(resting(**ASKEW)), repairer()
    right = drawn(130, 55, **ASKEW).pose()
    poses = [legs_exchanged(right)] * 60 + [right] * 30
    results = [repair(PoseFrame(k / 30, pose), rest) for k, pose in enumerate(poses)]
    assert sum(result.renamed for result in results) == 1
    for result in results[30:]:
        assert result.frame.pose is not None
        np.testing.assert_allclose(result.frame.pose.points_px, right.points_px)


def found_out(*, near: Side, wrongly: bool, up_s: float = 0.8) -> list[PoseFrame]:
    """A near leg goes up, the far one is laid onto it, and then is seen on the floor after all."""

    def leg_up(hip_deg: float, *, laid_on: bool) -> Figure:
        hips = (hip_deg, REST_HIP_DEG) if near is Side.LEFT else (REST_HIP_DEG, hip_deg)
        return drawn(*hips, near=near, laid_on=laid_on)

    script = [
        (0.0, resting(near=near)),
        (0.5, leg_up(REST_HIP_DEG, laid_on=True)),
        (0.5 + up_s, leg_up(100.0, laid_on=True)),
    ]
    rising = film(script, steady(0.5 + up_s))
    after = [leg_up(100.0 + k / 10, laid_on=False).pose() for k in range(30)]
    named = [legs_exchanged(pose) if wrongly and k < 12 else pose for k, pose in enumerate(after)]
    return rising + [PoseFrame(0.5 + up_s + (k + 1) / 30, pose) for k, pose in enumerate(named)]


@pytest.mark.parametrize("near", Side)
@pytest.mark.parametrize("wrongly", [True, False])
def test_the_leg_that_was_a_copy_is_the_far_one(near: Side, wrongly: bool) -> None:
    """Under whichever name it is found on the floor: the near leg was seen going up."""
    rest, repair = rest_of(resting(near=near)), repairer()
    results = [repair(frame, rest) for frame in found_out(near=near, wrongly=wrongly)][-30:]
    knee = INDEX[near, "knee"]
    raised = [
        r.frame.pose is not None and bool(r.frame.pose.points_px[knee, 1] < 300.0) for r in results
    ]
    assert all(raised[5:]), "also once the landmarker has mended its names"
    assert any(r.swap_began for r in results) is wrongly


def test_a_leg_that_was_up_for_long_was_no_copy() -> None:
    """Whoever has both legs up and lets the near one down has let down the near one."""
    rest, repair = rest_of(resting()), repairer()
    script = [
        (0.0, resting()),
        (1.0, drawn(100.0, 100.0)),
        (3.0, drawn(100.0, 100.0)),
        (3.4, drawn(REST_HIP_DEG, 101.0)),
        (4.0, drawn(REST_HIP_DEG, 102.0)),
    ]
    results = [repair(frame, rest) for frame in film(script, steady(4.0))]
    assert not any(result.swap_began or result.renamed for result in results)


def test_nobody_passes_through() -> None:
    """A frame without a pose stays one, first of all frames or later."""
    repair = repairer()
    for time_s in (0.0, 1.0):
        result = repair(PoseFrame(time_s, None))
        assert result.frame.pose is None
        assert not result.swap_began


def test_missing_landmarks_take_no_side() -> None:
    """With one ankle never seen the swap is still found by the other points; with all, not."""
    apart = drawn(130, 55).pose()
    repair = repairer()
    repair(PoseFrame(0.0, missing(apart, 27)))
    assert repair(PoseFrame(0.1, missing(legs_exchanged(apart), 28))).swap_began
    repair = repairer()
    gone = missing(apart, 25, 26, 27, 28)
    repair(PoseFrame(0.0, gone))
    assert not repair(PoseFrame(0.1, gone)).swap_began
