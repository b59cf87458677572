"""What lies, lies on something; what hangs, hangs; no face is inside a chest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sample_videos.body.build import BUILDS
from sample_videos.body.outfit import OUTFITS
from sample_videos.body.posture import SIDES, Leg, Posture
from sample_videos.body.rig import Rig
from sample_videos.body.shape import figure, seat_balls
from sample_videos.body.skeleton import Skeleton
from sample_videos.body.solids import (
    CENTRE,
    GROUP,
    HAIR,
    HEAD,
    LEFT_LEG,
    RIGHT_LEG,
    TRUNK,
    B,
    distances_m,
)
from sample_videos.scene.camera import Camera
from sample_videos.scene.room import ROOMS, draw
from sample_videos.script.catalogue import SCRIPTS
from sample_videos.script.film import Film, performance, skeleton_at
from sample_videos.script.take import TOWEL_M, Take

builds = pytest.mark.parametrize("build", sorted(BUILDS))


def at(name: str, build: str, time_s: float) -> tuple[Take, Skeleton, np.ndarray]:
    take = replace(SCRIPTS[name].take, build=build)
    skeleton, _ = skeleton_at(Film(name, take, 30.0), time_s)
    return take, skeleton, figure(skeleton, take.body, take.clothes)


def lowest_m(solids: np.ndarray, *groups: int) -> float:
    """Height of the lowest point of some groups' surface, found on a column of points."""
    rows = solids[np.isin(solids[:, GROUP], groups)]
    xs, ys = (np.arange(rows[:, CENTRE + i].min() - 0.15, rows[:, CENTRE + i].max() + 0.15, 0.02)
              for i in range(2))  # fmt: skip
    for height in np.arange(-0.05, 0.30, 0.005):
        grid = np.stack(np.meshgrid(xs, ys, [height]), axis=-1).reshape(-1, 3)
        if distances_m(rows, grid).min() < 0.0:
            return float(height)
    return 1.0


@builds
@pytest.mark.parametrize(("name", "time_s"), [("side_lying", 3.0), ("side_lying", 14.0),
                                              ("rolls_to_side", 18.0)])  # fmt: skip
def test_on_the_side_legs_head_and_trunk_rest(name: str, build: str, time_s: float) -> None:
    """The lower leg and the trunk are on the floor, the head no higher than a hand's thickness."""
    take, skeleton, solids = at(name, build, time_s)
    lower_leg = LEFT_LEG if skeleton.joints["hipL"][2] < skeleton.joints["hipR"][2] else RIGHT_LEG
    assert -0.02 < lowest_m(solids, lower_leg) < 0.015
    assert -0.025 < lowest_m(solids, TRUNK) < 0.015
    assert -0.01 < lowest_m(solids, HEAD) < 0.065 * take.body.size
    under = min(float(skeleton.joints["wr" + s][2]) for s in SIDES)
    assert under < 0.06


@builds
@pytest.mark.parametrize("time_s", [3.0, 14.0])
def test_on_the_side_the_upper_leg_lies_on_the_lower(build: str, time_s: float) -> None:
    """Knees and ankles are one above the other's flesh, not apart and not one in the other."""
    take, skeleton, _ = at("side_lying", build, time_s)
    j = skeleton.joints
    for name, thick in (("kn", 0.108), ("an", 0.082)):
        gap = abs(float(j[name + "L"][2] - j[name + "R"][2])) / take.body.limb
        assert 0.6 * thick < gap < 1.6 * thick + 0.06


@builds
def test_childs_pose_is_folded(build: str) -> None:
    """Chest at the thighs, seat at the heels; forehead, shins and hands on the floor."""
    take, skeleton, solids = at("childs_pose", build, 5.0)
    group, j = solids[:, GROUP], skeleton.joints
    legs = solids[(group == LEFT_LEG) | (group == RIGHT_LEG)]
    chest = np.linspace(skeleton.chest.origin, skeleton.joints["neck"], 5)[:3]
    front = chest + skeleton.chest.axes[:, 2] * take.body.back_m
    assert distances_m(legs, front).min() < 0.04
    heels = np.array([j["heel" + s] for s in SIDES])
    seat = solids[(group == TRUNK)]
    assert distances_m(seat, heels).min() < 0.06
    assert -0.015 < lowest_m(solids, HEAD) < 0.03
    assert max(float(j[n + s][2]) for n in ("kn", "an", "wr") for s in SIDES) < 0.12
    assert skeleton.flexion_deg("L") > 140


@builds
@pytest.mark.parametrize("name", ["sits_up_in_hold", "real_life_muddle", "crunching"])
def test_no_nose_is_inside_the_trunk(name: str, build: str) -> None:
    """The neck bends no further than until the chin is on the chest."""
    take = replace(SCRIPTS[name].take, build=build)
    for time_s in np.arange(0.0, performance(name, take).now_s, 0.5):
        skeleton, there = skeleton_at(Film(name, take, 30.0), float(time_s))
        if not there:
            continue
        solids = figure(skeleton, take.body, take.clothes)
        trunk = solids[solids[:, GROUP] == TRUNK]
        assert distances_m(trunk, skeleton.joints["nose"][None])[0] > 0.0, time_s


def test_long_hair_hangs_when_sitting_and_spreads_when_lying() -> None:
    """Its ends are below the chin of somebody upright, and never under the floor."""
    rig = Rig(BUILDS["woman"], outfit=OUTFITS["long_sleeves"])
    for pitch_deg in (0.0, 40.0, 80.0):
        skeleton = rig.skeleton(Posture(pitch_deg=pitch_deg))
        solids = figure(skeleton, rig.build, OUTFITS["long_sleeves"])
        ends = solids[solids[:, GROUP] == HAIR][:, B + 2][-10:]
        assert ends.min() > 0.0
        if pitch_deg == 80.0:
            assert ends.min() < skeleton.joints["nose"][2] - 0.08
        if pitch_deg == 0.0:
            assert ends.max() < skeleton.joints["nose"][2] - 0.05


@builds
def test_the_towel_raises_the_pelvis(build: str) -> None:
    """By its thickness, at rest and drawn; shoulders and head stay where they were."""
    flat, raised = Rig(BUILDS[build]), Rig(BUILDS[build], towel_m=TOWEL_M)
    rise = raised.rest.joints["hipL"][2] - flat.rest.joints["hipL"][2]
    assert TOWEL_M - 1e-6 < rise < 1.8 * TOWEL_M
    for joint in ("shL", "earL"):
        assert raised.rest.joints[joint][2] == pytest.approx(flat.rest.joints[joint][2], abs=1e-6)
    assert raised.rest.flexion_deg("L") == pytest.approx(50.0, abs=1e-6)
    leg = Leg(air=1.0, flexion_deg=120.0, knee_deg=125.0)
    for skeleton in (raised.rest, raised.skeleton(Posture(left=leg, right=leg))):
        lows = [
            skeleton.pelvis.at(*at)[2] - np.linalg.norm(skeleton.pelvis.axes[2] * np.array(radii))
            for _, at, radii in seat_balls(BUILDS[build])
        ]
        assert min(lows) > TOWEL_M - 0.006


def test_against_the_light_the_window_is_the_brightest_and_the_wall_is_dark() -> None:
    """What is seen through the door is ten times the wall beside it."""
    empty = draw(ROOMS["backlight"], Camera(), (64, 48)).rgb.mean(axis=-1)
    assert np.median(empty[:20, 24:30]) > 6 * np.median(empty[:20, :6])
