"""The matrix is fixed, wide and evenly split."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks import accuracy_matrix
from benchmarks.accuracy import floors_of, jobs_of, parsed
from benchmarks.accuracy_faults import KINDS
from benchmarks.accuracy_matrix import (
    INTAKES,
    PRESCRIPTIONS,
    VIEWS,
    Clip,
    Intake,
    Prescription,
    full_matrix,
    halves,
    left_out,
    quick_matrix,
    seen_from,
    spread,
)
from sample_videos.body.build import BUILDS
from sample_videos.scene.camera import Camera
from sample_videos.script.catalogue import FAMILIES, SCRIPTS
from sample_videos.script.take import Take

FLOORS = Path(__file__).parents[2] / "benchmarks" / "accuracy_floors.json"

FULL = full_matrix()
HALF = halves(FULL)


def test_the_full_matrix_is_wide() -> None:
    """At least 150 clips, no two alike, with every script, build and view."""
    assert len(FULL) >= 150
    assert len({clip.name for clip in FULL}) == len(FULL)
    assert {clip.script for clip in FULL} == set(SCRIPTS) - set(left_out())
    assert {clip.take.build for clip in FULL} == set(BUILDS)
    assert {(c.take.camera.yaw_deg, c.take.camera.height_m) for c in FULL} == set(VIEWS)


def test_no_view_is_tied_to_a_side() -> None:
    """Every yaw is seen with either side of the person towards the camera."""
    sides = {(c.take.camera.yaw_deg, c.take.camera.near_side) for c in FULL}
    assert sides == {(yaw, side) for yaw, _ in VIEWS for side in "LR"}


def test_every_script_that_is_prescribed_is_judged() -> None:
    """Each in one intake, as a stretch with its prescription or as what is not the stretch."""
    entered = [name for intake in INTAKES for name in intake.scripts]
    assert len(set(entered)) == len(entered)
    assert {name for intake in INTAKES for name in intake.stretches} == set(PRESCRIPTIONS)
    family = FAMILIES["not the stretch"]
    assert all(SCRIPTS[n].perform.__module__ == family for i in INTAKES for n in i.others)


@pytest.fixture
def newcomer(monkeypatch: pytest.MonkeyPatch) -> str:
    """A script as sample_videos/README.md tells to write one; alphabetically the first."""
    before = SCRIPTS["both_knees"]
    monkeypatch.setitem(SCRIPTS, "a_new_one", replace(before, name="a_new_one"))
    return "a_new_one"


def test_a_new_script_stays_out_of_the_matrix(newcomer: str) -> None:
    """No clip and no half changes, nothing breaks, and it is named as left out."""
    assert full_matrix() == FULL
    assert halves(full_matrix()) == HALF
    assert jobs_of(parsed(["--half", "both"]))[1] == len(FULL)
    assert newcomer in left_out()


def test_a_new_script_that_enters_changes_no_clip_before_it(
    newcomer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its six clips come after all the others, and no clip changes its half."""
    monkeypatch.setitem(PRESCRIPTIONS, newcomer, Prescription("both", 8.0))
    monkeypatch.setattr(accuracy_matrix, "INTAKES", (*INTAKES, Intake((newcomer,))))
    grown = full_matrix()
    assert grown[: len(FULL)] == FULL
    added = grown[len(FULL) :]
    assert [clip.script for clip in added] == [newcomer] * 6
    assert len({clip.name for clip in added}) == 6
    half = halves(grown)
    assert {name: half[name] for name in HALF} == HALF
    assert Counter(half[clip.name] for clip in added) == {"dev": 3, "report": 3}


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

    Scripts of later intakes leave it as it is. If this digest changes, what was learnt on the
    old halves must not be reported on the new ones.
    """
    founders = set(INTAKES[0].scripts)
    report = sorted(c.name for c in FULL if c.script in founders and HALF[c.name] == "report")
    digest = hashlib.sha256("\n".join(report).encode()).hexdigest()
    assert digest[:16] == "f7bcc67f5746ef64"


def test_the_quick_run_covers_what_it_must() -> None:
    """Twelve clips: both kinds of hold, every yaw, every height side-on, what is no stretch."""
    clips = quick_matrix()
    cameras = [clip.take.camera for clip in clips]
    assert len(clips) == 12
    assert sum(not clip.is_stretch for clip in clips) >= 3
    assert {camera.near_side for camera in cameras} == set("LR")
    assert {camera.yaw_deg for camera in cameras} >= {-30, -20, -10, 0, 10, 20, 30}
    side_on = {c.take.camera.height_m for c in clips if c.is_stretch and not c.take.camera.yaw_deg}
    assert side_on == {height_m for _, height_m in VIEWS}
    prescribed = {clip.prescriptions[0].legs for clip in clips if clip.is_stretch}
    assert prescribed == {"both", "single"}


def test_the_quick_run_shows_every_fault() -> None:
    """Each kind by a script that has it (see test_truth.py): no row of its table is empty."""
    shown_by = {kind: kind for kind in KINDS} | {
        "head_up": "head_lifting", "shoulders_up": "shoulders_curling", "not_supine": "sitting",
    }  # fmt: skip
    assert {clip.script for clip in quick_matrix()} >= set(shown_by.values())


def test_every_row_of_the_quick_run_has_a_floor() -> None:
    """Each fault's recall and precision, and the near leg at each height."""
    paths = {tuple(floor["path"]) for floor in floors_of(FLOORS)}
    assert {("faults", kind, "recall") for kind in KINDS} <= paths
    assert {("faults", k, "precision") for k in KINDS if k != "not_supine"} <= paths
    for height_m in {height_m for _, height_m in VIEWS}:
        view = f"side-on, camera {height_m:g} m"
        assert ("flexion", "near", view, "product", "mae_deg") in paths


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
