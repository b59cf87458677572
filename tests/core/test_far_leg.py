"""The far leg: hidden behind the near one or seen for itself, steady or guessed."""

import math
from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.config import Thresholds
from posecoach.core.far_leg import CopyWatch, FarLeg, FarLegWatch
from posecoach.core.landmarks import Pose
from tests.core.synthetic import TORSO_PX, drawn
from tests.core.test_trunk import missing

CFG = Thresholds()


def with_gap(knees: float, ankles: float = 0.0, *, aside: float = 0.0) -> Pose:
    """Both legs drawn, the right knee and ankle apart from the left by so many torsos."""
    pose = drawn().pose()
    points = pose.points_px.copy()
    points[26] = points[25] + TORSO_PX * np.array([aside, knees])
    points[28] = points[27] + TORSO_PX * np.array([0.0, ankles])
    return replace(pose, points_px=points)


def test_a_leg_on_the_other_one_is_hidden() -> None:
    """No gap, no evidence of its own; of the thigh only a wide gap at the knees is evidence."""
    assert FarLegWatch(CFG)(0.0, with_gap(0.0), TORSO_PX).hidden
    assert not FarLegWatch(CFG)(0.0, with_gap(0.5), TORSO_PX).hidden
    assert FarLegWatch(CFG)(0.0, with_gap(0.0, 0.5), TORSO_PX).hidden


@pytest.mark.parametrize(
    ("gaps", "hidden"),
    [
        ([0.25], True),  # 0.85 · 0.30 = 0.255: not yet seen for itself
        ([0.26], False),
        ([0.26, 0.25], True),  # came closer than that
        ([0.25, 0.34], True),  # 1.15 · 0.30 = 0.345: hidden, it must come clearly away
        ([0.25, 0.35], False),
        ([0.25, 0.35, 0.26], False),  # seen, it may come a little closer
    ],
)
def test_hysteresis(gaps: list[float], hidden: bool) -> None:
    """A gap around a limb's thickness does not flicker between hidden and seen."""
    watch = FarLegWatch(CFG)
    looks = [watch(k / 10, with_gap(gap), TORSO_PX) for k, gap in enumerate(gaps)]
    assert looks[-1].hidden is hidden


def test_an_unseen_leg_brings_no_news() -> None:
    """While a knee is missing the last judgement stands, whichever it was."""
    for gap, hidden in ((0.0, True), (0.5, False)):
        watch = FarLegWatch(CFG)
        watch(0.0, with_gap(gap), TORSO_PX)
        assert watch(0.1, missing(drawn().pose(), 26), TORSO_PX).hidden is hidden
        assert watch(0.2, with_gap(gap), math.nan).hidden is hidden


def test_a_steady_hidden_leg_is_not_guessed() -> None:
    """Two legs drawn together rock together: the gap stays what it is."""
    watch = FarLegWatch(CFG)
    looks = [watch(k / 30, with_gap(0.1), TORSO_PX) for k in range(60)]
    assert all(look.hidden and not look.unsteady for look in looks)


def test_a_swinging_hidden_leg_is_guessed() -> None:
    """A gap that swings by 0.1 torso about the near leg within a second is a guess."""
    watch = FarLegWatch(CFG)
    looks = [watch(k / 30, with_gap(0.1 * (-1) ** k), TORSO_PX) for k in range(60)]
    assert looks[-1].hidden
    assert looks[-1].unsteady
    assert not looks[1].unsteady, "two looks are not enough to call it a swing"


def test_a_foot_on_the_other_one_is_hidden() -> None:
    """However far the knees are apart; an ankle that is not seen is not on the other one."""
    assert FarLegWatch(CFG)(0.0, with_gap(0.5, 0.2), TORSO_PX).foot_hidden
    assert not FarLegWatch(CFG)(0.0, with_gap(0.5, 0.3), TORSO_PX).foot_hidden
    assert not FarLegWatch(CFG)(0.0, missing(with_gap(0.5), 28), TORSO_PX).foot_hidden


def test_a_leg_whose_ankle_stands_clear_is_not_guessed() -> None:
    """There is a leg of its own, however the knee swings behind the near one."""
    watch = FarLegWatch(CFG)
    looks = [watch(k / 30, with_gap(0.1 * (-1) ** k, 0.5), TORSO_PX) for k in range(60)]
    assert looks[-1].hidden
    assert not looks[-1].unsteady


def test_legs_that_get_each_others_names_do_not_swing() -> None:
    """The gap turns round with the names and is as steady as before."""
    told, untold = FarLegWatch(CFG), FarLegWatch(CFG)
    for watch in (told, untold):
        for k in range(24):
            watch(k / 30, with_gap(0.2), TORSO_PX)
    told.trade_legs()
    for watch, swings in ((told, False), (untold, True)):
        for k in range(24, 30):
            look = watch(k / 30, with_gap(-0.2), TORSO_PX)
        assert look.unsteady is swings


def test_both_directions_of_the_swing_count() -> None:
    """0.06 each way in x and in y is 0.085 together."""
    watch = FarLegWatch(CFG)
    for k in range(30):
        swing = 0.06 * (-1) ** k
        look = watch(k / 30, with_gap(swing, aside=swing), TORSO_PX)
    assert look.unsteady


def test_a_seen_leg_may_move_as_it_likes() -> None:
    """A far leg that is clearly apart is not guessed, whatever it does."""
    watch = FarLegWatch(CFG)
    looks = [watch(k / 30, with_gap(0.8 + 0.2 * (-1) ** k), TORSO_PX) for k in range(30)]
    assert not any(look.hidden or look.unsteady for look in looks)


def test_a_swing_is_forgotten_after_a_second() -> None:
    """Only the last second counts."""
    watch = FarLegWatch(CFG)
    for k in range(30):
        watch(k / 30, with_gap(0.1 * (-1) ** k), TORSO_PX)
    looks = [watch(1.0 + k / 30, with_gap(0.1), TORSO_PX) for k in range(35)]
    assert looks[0].unsteady
    assert not looks[-1].unsteady


def test_reset_forgets() -> None:
    """After nobody was seen neither the swing nor the hysteresis is left."""
    watch = FarLegWatch(CFG)
    for k in range(30):
        watch(k / 30, with_gap(0.1 * (-1) ** k), TORSO_PX)
    watch.reset()
    look = watch(5.0, with_gap(0.3), TORSO_PX)
    assert not look.hidden
    assert not look.unsteady


HIDDEN, SEEN = FarLeg(hidden=True, unsteady=False), FarLeg(hidden=False, unsteady=False)


def with_sight(knee: float) -> Pose:
    """Both legs drawn, and how well the landmarker sees the right knee."""
    pose = drawn().pose()
    visibility = pose.visibility.copy()
    visibility[26] = knee
    return replace(pose, visibility=visibility)


def copies(
    sights: list[float], far_leg: FarLeg = HIDDEN, *, near_raised: bool = True, step_s: float = 0.1
) -> list[bool]:
    """Whether the far leg is a copy, look by look."""
    watch = CopyWatch(CFG)
    return [
        watch(k * step_s, with_sight(sight), far_leg, near_raised=near_raised)
        for k, sight in enumerate(sights)
    ]


def test_a_hidden_leg_that_comes_into_sight_is_a_copy() -> None:
    """It emerges by more than the sight wanders; from then on, until it fades as much."""
    assert copies([0.50, 0.48, 0.52, 0.53, 0.60]) == [False, False, False, True, True]
    assert copies([0.5, 0.6, 0.57, 0.54, 0.53, 0.57]) == [False, True, True, False, False, False]


def test_a_leg_that_goes_behind_the_near_one_is_no_copy() -> None:
    """Two legs that rise together: the far knee fades from the first."""
    assert not any(copies([0.8, 0.7, 0.6, 0.5, 0.45]))


def test_only_a_hidden_leg_beside_a_raised_one_is_a_copy() -> None:
    """Seen for itself, or with the near leg on the floor, it is what it is."""
    assert not any(copies([0.5, 0.6, 0.7], SEEN))
    assert not any(copies([0.5, 0.6, 0.7], near_raised=False))


def test_what_was_seen_at_rest_is_forgotten() -> None:
    """The sight is followed from when the near leg rises: before, both lie in plain view."""
    watch = CopyWatch(CFG)
    watch(0.0, with_sight(0.3), HIDDEN, near_raised=False)
    watch(0.1, with_sight(0.6), HIDDEN, near_raised=False)
    assert not watch(0.2, with_sight(0.6), HIDDEN, near_raised=True)


def test_a_leg_stays_a_copy_for_no_longer_than_one_follows_the_other() -> None:
    """Legs that stay drawn in a better light have not been let go: after 3 s it is believed."""
    found = copies([0.5, *[0.6] * 50])
    assert [k / 10 for k, is_copy in enumerate(found) if is_copy] == pytest.approx(
        [k / 10 for k in range(1, 32)]
    )
