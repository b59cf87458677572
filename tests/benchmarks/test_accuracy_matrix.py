"""The matrix is fixed, wide and evenly split."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from benchmarks.accuracy_matrix import (
    PRESCRIPTIONS,
    VIEWS,
    Clip,
    full_matrix,
    halves,
    others,
    quick_matrix,
    seen_from,
    spread,
)
from sample_videos.body.build import BUILDS
from sample_videos.scene.camera import Camera
from sample_videos.script.catalogue import SCRIPTS
from sample_videos.script.take import Take

FULL = full_matrix()
HALF = halves(FULL)


def test_the_full_matrix_is_wide() -> None:
    """At least 150 clips, no two alike, with every script, build and view."""
    assert len(FULL) >= 150
    assert len({clip.name for clip in FULL}) == len(FULL)
    assert {clip.script for clip in FULL} == set(SCRIPTS)
    assert {clip.take.build for clip in FULL} == set(BUILDS)
    assert {(c.take.camera.yaw_deg, c.take.camera.height_m) for c in FULL} == set(VIEWS)


def test_no_view_is_tied_to_a_side() -> None:
    """Every yaw is seen with either side of the person towards the camera."""
    sides = {(c.take.camera.yaw_deg, c.take.camera.near_side) for c in FULL}
    assert sides == {(yaw, side) for yaw, _ in VIEWS for side in "LR"}


def test_every_script_is_prescribed_or_not_the_stretch() -> None:
    """Nobody adds a script that the report silently leaves out."""
    assert set(PRESCRIPTIONS) | set(others()) == set(SCRIPTS)
    assert not set(PRESCRIPTIONS) & set(others())


@pytest.mark.parametrize("trait", ["script", "view"])
def test_the_halves_are_even(trait: str) -> None:
    """Each script and each view is in both halves, with a difference of three at most."""

    def of(clip: Clip) -> object:
        camera = clip.take.camera
        return clip.script if trait == "script" else (camera.yaw_deg, camera.height_m)

    dev = Counter(of(c) for c in FULL if HALF[c.name] == "dev")
    report = Counter(of(c) for c in FULL if HALF[c.name] == "report")
    assert set(dev) == set(report)
    assert all(abs(dev[value] - report[value]) <= 3 for value in dev)


def test_the_split_does_not_hang_on_the_order() -> None:
    """The clips' names alone decide."""
    assert halves(FULL[::-1]) == HALF


def test_the_split_stays() -> None:
    """A clip that was for the report only is not used for development without notice.

    A new script turns the matrix round and with it the split: then this digest changes, and
    what was learnt on the old halves must not be reported on the new ones.
    """
    report = sorted(name for name, half in HALF.items() if half == "report")
    digest = hashlib.sha256("\n".join(report).encode()).hexdigest()
    assert digest[:16] == "f7bcc67f5746ef64"


def test_the_quick_run_covers_what_it_must() -> None:
    """Twelve clips: both kinds of hold, the form faults, the views, what is not the stretch."""
    clips = quick_matrix()
    cameras = [clip.take.camera for clip in clips]
    assert len(clips) == 12
    assert {"gentle_single", "head_lifting", "shoulders_curling"} <= {c.script for c in clips}
    assert sum(not clip.is_stretch for clip in clips) >= 3
    assert {camera.near_side for camera in cameras} == set("LR")
    assert {camera.yaw_deg for camera in cameras} >= {-30, -20, -10, 0, 10, 20, 30}
    assert len({camera.height_m for camera in cameras}) >= 2
    prescribed = {clip.prescriptions[0].legs for clip in clips if clip.is_stretch}
    assert prescribed == {"both", "single"}


def test_a_pushed_camera_is_pushed_from_where_it_stands() -> None:
    """Another view moves the camera after the push by as much as the one before."""
    take = Take(nudges=((11.0, Camera(yaw_deg=6.0, roll_deg=3.0)),))
    seen = seen_from(take, "R", -20.0, 0.8)
    (_, after) = seen.nudges[0]
    assert (seen.camera.near_side, seen.camera.yaw_deg, seen.camera.height_m) == ("R", -20.0, 0.8)
    assert (after.near_side, after.yaw_deg, after.height_m, after.roll_deg) == ("R", -14.0, 0.8, 3)


def test_another_size_is_another_file() -> None:
    """Renders of one clip with different recipes do not overwrite each other."""
    clip = quick_matrix()[0]
    assert clip.film(15.0, (320, 240)).name != clip.film(15.0, (640, 480)).name
    other = replace(clip, take=replace(clip.take, seed=99))
    assert clip.film(15.0, (320, 240)).name != other.film(15.0, (320, 240)).name


def test_spread_is_even() -> None:
    """A limit takes clips from the whole list, each once."""
    picked = spread(FULL, 10)
    places = [FULL.index(clip) for clip in picked]
    assert len(set(places)) == 10
    assert max(b - a for a, b in pairwise(places)) <= 17
    assert spread(FULL, 1000) == FULL
