"""The truth is read from the joints, and says what anyone recomputes from its frames."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sample_videos.body.build import BUILDS
from sample_videos.body.outfit import OUTFITS
from sample_videos.body.posture import SIDES
from sample_videos.scene.camera import Camera
from sample_videos.script.catalogue import SCRIPTS
from sample_videos.script.film import Film, skeleton_at, times_of, truth_of
from sample_videos.script.instant import Instant, measure
from sample_videos.script.judging import attempts_of, faults_of
from sample_videos.script.truth import JOINTS, SCHEMA

FPS = 10.0
SHIPPED = sorted((Path(__file__).parents[2] / "sample_videos").glob("*.truth.json"))
NOT_THE_STRETCH = sorted(
    name for name, s in SCRIPTS.items() if s.perform.__module__.endswith(".others")
)
_made: dict[str, dict[str, Any]] = {}


def truth(name: str) -> dict[str, Any]:
    if name not in _made:
        film = Film(name, SCRIPTS[name].take, FPS)
        _made[name] = truth_of(film, times_of(film))
    return _made[name]


def again(data: dict[str, Any]) -> list[tuple[str, float, float]]:
    """Attempts recomputed from the frames alone: a leg enters at 105 and leaves below 95."""
    spans: list[tuple[set[str], dict[str, float], float]] = []
    inside: dict[str, float] = {}
    for frame in data["frames"]:
        upright = any(
            f["kind"] == "not_supine" and f["start_s"] <= frame["t"] < f["end_s"]
            for f in data["faults"]
        )
        for side in SIDES:
            angle = -999.0 if upright else frame["flex"][side]
            if side not in inside and angle >= 105:
                inside[side] = frame["t"]
            elif side in inside and angle < 95:
                if len(inside) == 2 or not spans or spans[-1][2] < inside[side]:
                    spans.append((set(inside), dict(inside), frame["t"]))
                del inside[side]
    return [("".join(sorted(legs)), max(begun.values()), end) for legs, begun, end in spans]


def check_schema(data: dict[str, Any]) -> None:
    assert data["schema"] == SCHEMA
    assert data["near"] in ("left", "right")
    assert 0.3 < data["torso_m"] < 0.7
    times = [f["t"] for f in data["frames"]]
    assert times[0] == 0.0
    assert all(b > a for a, b in pairwise(times))
    for frame in data["frames"]:
        assert set(frame) == {
            "t", "flex", "knee", "head_lift_m", "head_off_m", "shoulder_lift_m", "hands",
            "feet_up", "visible",
        }  # fmt: skip
        assert all(-40 <= frame[k][s] <= 180 for k in ("flex", "knee") for s in SIDES)
        assert frame["hands"] in ("", "L", "R", "LR")
    joints = data["joints"]
    assert joints["names"] == list(JOINTS)
    assert len(joints["t"]) == len(joints["px"]) == len(joints["mm"])
    assert all(len(row) == 2 * len(JOINTS) for row in joints["px"])
    assert all(len(row) == 3 * len(JOINTS) for row in joints["mm"])
    for attempt in data["attempts"]:
        assert set(attempt) == {"legs", "first_leg_s", "start_s", "credit_s", "end_s"}
        assert attempt["first_leg_s"] <= attempt["start_s"] < attempt["end_s"]
        assert 0 <= attempt["credit_s"] <= attempt["end_s"] - attempt["start_s"] + 0.011
    for fault in data["faults"]:
        assert set(fault) == {"kind", "start_s", "end_s"}


@pytest.mark.parametrize("name", ["both_knees", "gentle_single", "head_lifting", "jerky"])
def test_attempts_follow_from_the_frames(name: str) -> None:
    """An independent reading of the frames finds the same attempts."""
    data = truth(name)
    assert data["attempts"]
    found = [(a["legs"], a["start_s"], a["end_s"]) for a in data["attempts"]]
    assert again(data) == found


@pytest.mark.parametrize("name", ["both_knees", "real_life_muddle", "uneven_rate"])
def test_schema(name: str) -> None:
    """The document has the fields, units and order that the README states."""
    check_schema(json.loads(json.dumps(truth(name))))


@pytest.mark.parametrize("path", SHIPPED, ids=[p.name for p in SHIPPED])
def test_shipped_truth(path: Path) -> None:
    """Every truth file that ships has its video, the schema, and is under 400 kB."""
    assert path.stat().st_size < 400_000
    video = path.with_name(path.name.replace(".truth.json", ".mp4"))
    assert 0 < video.stat().st_size < 2_500_000
    check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_the_samples_stay_small() -> None:
    """At least six, under 12 MB together with their truth."""
    videos = [path.with_name(path.name.replace(".truth.json", ".mp4")) for path in SHIPPED]
    assert len(videos) >= 6
    assert sum(p.stat().st_size for p in [*videos, *SHIPPED]) < 12_000_000


def told_again(path: Path, step: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A shipped truth, and every so manyth frame of it as the scripts tell it now."""
    shipped = json.loads(path.read_text(encoding="utf-8"))
    width, height = shipped["size_px"]
    film = Film(shipped["script"], SCRIPTS[shipped["script"]].take, shipped["fps"], (width, height))
    times = times_of(film)
    assert times == pytest.approx([frame["t"] for frame in shipped["frames"]])
    return shipped, json.loads(json.dumps(truth_of(film, times[::step])))


def numbers(frames: list[dict[str, Any]]) -> list[float]:
    return [
        value
        for f in frames
        for value in (*f["flex"].values(), *f["knee"].values(), f["head_lift_m"], f["head_off_m"],
                      f["shoulder_lift_m"])
    ]  # fmt: skip


@pytest.mark.parametrize("path", SHIPPED, ids=[p.name for p in SHIPPED])
def test_a_shipped_truth_is_what_its_script_gives_now(path: Path) -> None:
    """Of each sample some frames, to the last digit or one beside it, and all that is not timed."""
    step = 60
    shipped, now = told_again(path, step)
    timed = {"attempts", "faults", "frames", "joints", "duration_s"}
    assert {k: now[k] for k in set(now) - timed} == {k: shipped[k] for k in set(shipped) - timed}
    frames = shipped["frames"][::step]
    assert numbers(now["frames"]) == pytest.approx(numbers(frames), rel=2e-3, abs=1e-3)
    for name in ("t", "hands", "feet_up", "visible"):
        assert [f[name] for f in now["frames"]] == [f[name] for f in frames]
    at = {time_s: i for i, time_s in enumerate(shipped["joints"]["t"])}
    for i, time_s in enumerate(now["joints"]["t"]):
        if time_s in at:
            there = shipped["joints"]["mm"][at[time_s]]
            assert now["joints"]["mm"][i] == pytest.approx(there, abs=1)


def test_a_whole_shipped_truth_is_what_its_script_gives_now() -> None:
    """The shortest sample from beginning to end: the same attempts and faults."""
    path = min(SHIPPED, key=lambda p: p.stat().st_size)
    shipped, now = told_again(path, 1)
    assert shipped["attempts"]
    for name in ("attempts", "faults", "duration_s"):
        assert now[name] == shipped[name]
    assert numbers(now["frames"]) == pytest.approx(numbers(shipped["frames"]), rel=2e-3, abs=1e-3)


def test_the_first_sample_has_one_long_and_one_short_hold() -> None:
    """Both knees: over 30 s of credit, then less than 10 s; no fault; under 75 s in all."""
    data = truth("both_knees")
    credited_s = [a["credit_s"] for a in data["attempts"]]
    assert credited_s[0] > 30
    assert credited_s[1] < 10
    assert data["faults"] == []
    assert data["duration_s"] < 75
    assert all(a["legs"] == "LR" for a in data["attempts"])


@pytest.mark.parametrize("name", NOT_THE_STRETCH)
def test_nothing_else_counts(name: str) -> None:
    """What is not this stretch has no second to credit."""
    assert sum(a["credit_s"] for a in truth(name)["attempts"]) == 0


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("hands_off", "hands_off"),
        ("free_leg_up", "free_leg_up"),
        ("both_at_once", "both_at_once"),
        ("jerky", "jerky"),
        ("leg_straight", "leg_straight"),
        ("head_lifting", "head_up"),
        ("shoulders_curling", "shoulders_up"),
        ("not_close_enough", "not_close_enough"),
        ("sits_up_in_hold", "not_supine"),
        ("rolls_to_side", "not_supine"),
    ],
)
def test_a_fault_script_shows_its_fault(name: str, kind: str) -> None:
    """Each script named after a fault has it, and head_up only beside a curl or by intent."""
    kinds = {f["kind"] for f in truth(name)["faults"]}
    assert kind in kinds
    assert kinds <= {kind, "head_up", "shoulders_up"}


@pytest.mark.parametrize(
    "name", ["head_turning", "rocking", "behind_thighs", "someone_passes", "laptop_nudged"]
)
def test_harmless_habits_are_no_fault(name: str) -> None:
    """What the exercise allows is not in the list of faults."""
    assert truth(name)["faults"] == []
    assert len(truth(name)["attempts"]) == 1


def test_one_hand_slips_off_before_the_other() -> None:
    """Both hands, then the right one alone for some seconds, then none."""
    kinds = [f["hands"] for f in truth("hands_off")["frames"]]
    runs = [k for a, k in pairwise(["", *kinds]) if a != k]
    assert runs[-3:] == ["LR", "R", ""]
    assert kinds.count("R") > 2.5 * FPS


@pytest.mark.parametrize(
    ("name", "time_s"),
    [("behind_thighs", 12.0), ("not_close_enough", 20.0), ("leg_straight", 8.0),
     ("gentle_single", 7.0), ("both_knees", 12.0)],
)  # fmt: skip
def test_hands_that_hold_are_hands_on_a_leg(name: str, time_s: float) -> None:
    """Whatever the build and the clothes: the truth sees both hands."""
    for build, outfit in product(sorted(BUILDS), sorted(OUTFITS)[::2]):
        take = replace(SCRIPTS[name].take, build=build, outfit=outfit)
        skeleton, _ = skeleton_at(Film(name, take, FPS), time_s)
        assert measure(skeleton, take.rig, time_s).hands == "LR", (build, outfit)


def test_the_muddle_is_seen_and_not_seen() -> None:
    """Late start, a blackout in which the hold goes on, absence, and return."""
    data = truth("real_life_muddle")
    seen = [f["visible"] for f in data["frames"]]
    changes = sum(a != b for a, b in pairwise(seen))
    assert not seen[0]
    assert changes >= 5
    first = data["attempts"][0]
    assert first["credit_s"] < first["end_s"] - first["start_s"] - 0.5


def test_uneven_times_are_uneven() -> None:
    """A webcam in poor light: intervals between 1/30 and 1/10 s, and some longer."""
    steps = np.diff([f["t"] for f in truth("uneven_rate")["frames"]])
    assert steps.min() >= 0.0329
    assert steps.max() > 2 * np.median(steps)


@pytest.mark.parametrize("name", ["both_knees", "laptop_nudged"])
def test_joints_in_the_picture_are_the_projection_of_the_3d_joints(name: str) -> None:
    """Px and mm of every instant agree through the camera the file describes, also once pushed."""
    data = truth(name)
    view, joints = dict(data["view"]), data["joints"]
    whens, pushed = view.pop("nudges_s"), view.pop("nudged")
    assert len(whens) == len(pushed)
    for time_s, pixels, millimetres in zip(joints["t"], joints["px"], joints["mm"], strict=True):
        stands = [view, *(new for when, new in zip(whens, pushed, strict=True) if when <= time_s)]
        camera = Camera(data["near"][0].upper(), **stands[-1])
        points = np.array(millimetres).reshape(-1, 3) / 1000
        found = camera.project(points, tuple(data["size_px"])).ravel()
        np.testing.assert_allclose(found, pixels, atol=0.6, err_msg=str(time_s))


def instant(time_s: float, left: float, right: float, **changes: object) -> Instant:
    values: dict[str, Any] = {
        "visible": True, "flexion_deg": {"L": left, "R": right},
        "knee_deg": {"L": 125.0, "R": 125.0}, "head_lift_m": 0.0, "head_off_m": 0.0,
        "shoulder_lift_m": 0.0, "hands": "LR", "feet_up": "LR", "supine": True,
    }  # fmt: skip
    return Instant(time_s=time_s, **(values | changes))


def test_a_nod_takes_the_head_off_the_floor() -> None:
    """Chin to the chest lifts the skull by more than the ears; to turn the head lifts neither."""
    frames = truth("head_lifting")["frames"]
    highest = max(frames, key=lambda f: f["head_lift_m"])
    assert highest["head_off_m"] > 1.2 * highest["head_lift_m"] > 0.05
    turned = truth("head_turning")["frames"]
    assert max(abs(f["head_off_m"]) for f in turned if f["visible"]) < 0.01


def test_attempts_by_hand() -> None:
    """Left in at 1 s, right at 2 s, head up from 4 to 5 s, right out at 6 s."""
    left = [50, 106, 120, 120, 120, 120, 100, 60]
    right = [50, 60, 106, 120, 120, 100, 94, 60]
    moments = [
        instant(float(i), left[i], right[i], head_off_m=0.2 if i == 4 else 0.0) for i in range(8)
    ]
    (attempt,) = attempts_of(moments, 0.5)
    assert (attempt.legs, attempt.first_leg_s, attempt.start_s, attempt.end_s) == ("LR", 1, 2, 6)
    assert attempt.credit_s == 3
    assert ("head_up", 4.0, 5.0) in faults_of(moments, 0.5, [attempt])
