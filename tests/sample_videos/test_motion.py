"""Movement at the films' own rate: no joint jumps, and no hand or forearm is inside a leg."""

from __future__ import annotations

import importlib.util
import math
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from sample_videos.body.balance import centre_of_mass, support_x_m
from sample_videos.body.build import BUILDS
from sample_videos.body.outfit import OUTFITS
from sample_videos.body.posture import SIDES
from sample_videos.body.shape import figure, seat_balls
from sample_videos.body.skeleton import Skeleton
from sample_videos.body.solids import (
    CONE,
    GROUP,
    KIND,
    LEFT_ARM,
    LEFT_LEG,
    MELT,
    RIGHT_ARM,
    RIGHT_LEG,
    TRUNK,
    distances_m,
)
from sample_videos.script.catalogue import SCRIPTS
from sample_videos.script.film import Film, performance, skeleton_at
from sample_videos.script.take import Take
from sample_videos.script.truth import JOINTS

FPS = 30
# Between frames this far apart, whatever moves less than `STILL_M` cannot have jumped.
COARSE, STILL_M = 6, 0.02
# The scripts reach 3.0 m/s and 71 m/s2, with a hand on its way past a knee.
FASTEST_M_S, HARDEST_M_S2 = 3.3, 80.0
UNDER_FLOOR_M = 0.005

needs_numba = pytest.mark.skipif(
    importlib.util.find_spec("numba") is None,
    reason="numba is not installed: pip install 'posecoach[samples]'",
)


def places(film: Film, frame: int) -> np.ndarray | None:
    skeleton, there = skeleton_at(film, frame / FPS)
    return np.array([skeleton.joints[name] for name in JOINTS]) if there else None


def swiftest(film: Film) -> tuple[float, float, float]:
    """Greatest speed and acceleration of any joint, and the lowest height, at 30 a second."""
    last = int(performance(film.script, film.take).now_s * FPS)
    known: dict[int, np.ndarray | None] = {}

    def at(frame: int) -> np.ndarray | None:
        if frame not in known:
            known[frame] = places(film, frame)
        return known[frame]

    speed = hardness = 0.0
    for frame in range(0, last - COARSE, COARSE):
        a, b = at(frame), at(frame + COARSE)
        if a is None or b is None or np.linalg.norm(b - a, axis=1).max() < STILL_M:
            continue
        fine = [at(i) for i in range(max(0, frame - 1), frame + COARSE + 2)]
        path = np.array([p for p in fine if p is not None])
        speed = max(speed, float(np.linalg.norm(np.diff(path, axis=0), axis=2).max()) * FPS)
        bend = np.linalg.norm(np.diff(path, 2, axis=0), axis=2).max()
        hardness = max(hardness, float(bend) * FPS**2)
    lowest = min((float(p[:, 2].min()) for p in known.values() if p is not None), default=0.0)
    return speed, hardness, lowest


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_nobody_jumps(name: str) -> None:
    """At 30 frames a second no joint is faster or jerkier than people are; none is in the floor."""
    speed, hardness, lowest = swiftest(Film(name, SCRIPTS[name].take, FPS))
    assert speed < FASTEST_M_S
    assert hardness < HARDEST_M_S2
    assert lowest > -UNDER_FLOOR_M


@pytest.mark.parametrize(
    ("name", "build", "outfit"),
    [
        ("gentle_single", "stout", "skirt"),
        ("not_close_enough", "child", "sport"),
        ("hamstring_stretch", "tall", "grey_joggers"),
        ("bicycle", "slight", "long_sleeves"),
        ("real_life_muddle", "heavy", "dark"),
    ],
)
def test_no_body_jumps(name: str, build: str, outfit: str) -> None:
    """The same of bodies and clothes that the scripts were not written for."""
    take = replace(SCRIPTS[name].take, build=build, outfit=outfit)
    speed, hardness, _ = swiftest(Film(name, take, FPS))
    assert speed < FASTEST_M_S
    assert hardness < HARDEST_M_S2


def legs_of(solids: np.ndarray) -> np.ndarray:
    """The rows of both legs, the skirt round them included."""
    group, skirt = solids[:, GROUP], (solids[:, MELT] == 0.05) & (solids[:, KIND] == CONE)
    return np.asarray(
        solids[(group == LEFT_LEG) | (group == RIGHT_LEG) | ((group == TRUNK) & skirt)]
    )


def depth_m(take: Take, film: Film, time_s: float) -> float:
    """How deep a forearm or a hand is inside a leg; negative: how far off.

    Trousers count as the leg; a skirt hangs loose and gives way to a hand.
    """
    skeleton, _ = skeleton_at(film, time_s)
    solids = figure(skeleton, take.body, take.clothes)
    group = solids[:, GROUP]
    legs = solids[(group == LEFT_LEG) | (group == RIGHT_LEG)]
    deepest = -math.inf
    for side, arm in zip(SIDES, (LEFT_ARM, RIGHT_ARM), strict=True):
        elbow, wrist = skeleton.joints["el" + side], skeleton.joints["wr" + side]
        along = elbow + np.linspace(0.1, 0.95, 8)[:, None] * (wrist - elbow)
        size = take.body.segment_m("hand") / 0.0862
        hand, _ = skeleton.hand[side].points(size)
        points = np.vstack([along, hand])
        flesh = -distances_m(solids[group == arm], points)
        deepest = max(deepest, float((flesh - distances_m(legs, points)).max()))
    return deepest


HUGS = ("both_knees", "gentle_single", "not_close_enough", "behind_thighs", "hamstring_stretch")
# Behind one thigh the fingers go between both, where two legs in skirts leave them no room.
FINGERS_BETWEEN = {("hamstring_stretch", "skirt")}
PEOPLE = tuple(zip(sorted(BUILDS), (sorted(OUTFITS) * 2)[3:], strict=False))


@pytest.mark.parametrize("name", HUGS)
def test_hands_and_forearms_lie_on_the_legs(name: str) -> None:
    """On every build, in different clothes: 18 mm of flesh give way, more only in passing."""
    depths = []
    for (build, outfit), lap in product(PEOPLE, range(10)):
        if (name, outfit) in FINGERS_BETWEEN:
            continue
        take = replace(SCRIPTS[name].take, build=build, outfit=outfit)
        film = Film(name, take, FPS)
        depths.append(depth_m(take, film, 4.0 + 1.3 * lap))
    assert np.percentile(depths, 95) < 0.018
    assert max(depths) < 0.035


@pytest.mark.parametrize("name", ["both_knees", "not_close_enough", "behind_thighs"])
def test_hands_touch_what_they_hold(name: str) -> None:
    """In a hold, palm or fingers of each hand are at most 25 mm off the leg."""
    for build, outfit in PEOPLE:
        take = replace(SCRIPTS[name].take, build=build, outfit=outfit)
        skeleton, _ = skeleton_at(Film(name, take, FPS), 11.0)
        solids = figure(skeleton, take.body, take.clothes)
        legs = legs_of(solids)
        size = take.body.segment_m("hand") / 0.0862
        for side in SIDES:
            points, radii = skeleton.hand[side].points(size)
            assert (distances_m(legs, points) - radii).min() < 0.025, (build, outfit, side)


@needs_numba
def test_the_rig_measures_the_surface_that_is_drawn() -> None:
    """Its own distances agree with the tracer's but for the rounding of seams."""
    from sample_videos.scene.trace import _distance  # noqa: PLC0415 - numba is optional

    take = SCRIPTS["uneven_rate"].take
    skeleton, _ = skeleton_at(Film("uneven_rate", take, FPS), 11.0)
    solids = figure(skeleton, take.body, take.clothes)
    rng = np.random.default_rng(5)
    points = rng.uniform([-0.6, -0.3, 0.0], [0.6, 0.3, 0.7], (300, 3))
    ours = distances_m(solids, points)
    drawn = np.array([_distance(solids, *p) for p in points])
    outside = drawn > 0
    assert outside.sum() > 100
    assert np.abs(ours - drawn)[outside].max() < 0.025


@pytest.mark.parametrize("build", sorted(BUILDS))
@pytest.mark.parametrize("name", ["real_life_muddle", "squatting"])
def test_the_weight_is_over_what_carries_it(name: str, build: str) -> None:
    """While only feet and hands are on the floor the centre of mass is above them."""
    take = replace(SCRIPTS[name].take, build=build)
    film, end = Film(name, take, FPS), performance(name, take).now_s
    carried = 0
    for time_s in np.arange(0.0, end, 0.2):
        if performance(name, take).posture(float(time_s)).stance < 0.5:
            continue
        skeleton, _ = skeleton_at(film, float(time_s))
        if lowest_seat_m(skeleton, take) < 0.01:  # still sitting
            continue
        carried += 1
        near, far = support_x_m(skeleton, take.body)
        assert near < centre_of_mass(skeleton)[0] < far, time_s
    assert carried > 12


def lowest_seat_m(skeleton: Skeleton, take: Take) -> float:
    """Height of the lowest point of the pelvis's surface."""
    lows = []
    for part, at, radii in seat_balls(take.body):
        assert part == "pelvis"
        frame = skeleton.pelvis
        lows.append(frame.at(*at)[2] - np.linalg.norm(frame.axes[2] * np.array(radii)))
    return float(min(lows))


@pytest.mark.parametrize("build", sorted(BUILDS))
@pytest.mark.parametrize("name", ["sitting", "sits_up_in_hold", "real_life_muddle", "both_knees"])
def test_nobody_sits_in_the_floor(name: str, build: str) -> None:
    """The pelvis is at most 5 mm in the floor, sitting, lying and on the way."""
    take = replace(SCRIPTS[name].take, build=build)
    film, end = Film(name, take, FPS), performance(name, take).now_s
    for time_s in np.arange(0.0, end, 0.5):
        skeleton, there = skeleton_at(film, float(time_s))
        if there:
            assert lowest_seat_m(skeleton, take) > -UNDER_FLOOR_M, time_s
