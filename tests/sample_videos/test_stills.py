"""The guide's still pictures: postures as the stretch is taught, and the files that ship."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

import posecoach
from sample_videos.__main__ import main
from sample_videos.script.instant import Instant, measure
from sample_videos.script.stills import STILLS, still_picture

needs_numba = pytest.mark.skipif(
    importlib.util.find_spec("numba") is None,
    reason="numba is not installed: pip install 'posecoach[samples]'",
)
SHIPPED = Path(posecoach.__path__[0]) / "guide_pictures"
TINY_PX = (96, 60)


def measured(name: str) -> Instant:
    still = STILLS[name]
    return measure(still.skeleton(), still.take.rig, 0.0)


@pytest.mark.parametrize("name", STILLS)
def test_head_and_shoulders_stay_down(name: str) -> None:
    """No picture teaches the fault that the coach watches for."""
    instant = measured(name)
    assert abs(instant.head_lift_m) < 0.01
    assert abs(instant.shoulder_lift_m) < 0.01


def test_the_start_has_both_feet_on_the_floor() -> None:
    """Knees bent, feet flat, no hand on a leg."""
    start = measured("start")
    assert (start.feet_up, start.hands) == ("", "")
    assert max(start.flexion_deg.values()) < 70.0


def test_one_knee_is_held_by_both_hands_and_the_other_foot_stands() -> None:
    """The first leg is past the comfort line, the second on the floor."""
    one = measured("one_knee")
    assert (one.feet_up, one.hands) == ("L", "LR")
    assert one.flexion_deg["L"] > 105.0
    assert one.flexion_deg["R"] < 70.0


def test_the_second_knee_comes_after_the_first() -> None:
    """Both feet are up, one knee is still on its way."""
    both = measured("both_knees")
    assert (both.feet_up, both.hands) == ("LR", "LR")
    assert both.flexion_deg["L"] > 105.0 > both.flexion_deg["R"] > 70.0


@pytest.mark.parametrize("name", ["hold", "behind_thighs"])
def test_both_knees_are_hugged(name: str) -> None:
    """Both hips past the comfort line, both hands on the legs."""
    instant = measured(name)
    assert (instant.feet_up, instant.hands) == ("LR", "LR")
    assert min(instant.flexion_deg.values()) > 105.0


@needs_numba
@pytest.mark.parametrize("name", STILLS)
def test_the_shipped_picture_is_what_the_simulator_draws(name: str) -> None:
    """Rendered small, it looks like the committed file shrunk; another picture does not."""
    shipped = cv2.imread(str(SHIPPED / f"{name}.jpg"))
    assert shipped is not None
    assert shipped.shape == (600, 960, 3)
    small = cv2.resize(shipped, TINY_PX, interpolation=cv2.INTER_AREA).astype(float)
    fresh = still_picture(STILLS[name], TINY_PX)[..., ::-1].astype(float)
    assert np.abs(small - fresh).mean() < 3.0
    other = still_picture(STILLS["hold" if name == "start" else "start"], TINY_PX)[..., ::-1]
    assert np.abs(small - other).mean() > 6.0


@needs_numba
def test_the_command_writes_every_picture(tmp_path: Path) -> None:
    """One small JPEG a still, at the size asked for, twice the same bytes."""
    command = ["pictures", "--out", str(tmp_path / "new"), "--size", "96x60"]
    runs = []
    for _ in range(2):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        runs.append({p.stem: p.read_bytes() for p in (tmp_path / "new").iterdir()})
    assert set(runs[0]) == set(STILLS)
    assert runs[0] == runs[1]
    decoded = cv2.imdecode(np.frombuffer(runs[0]["hold"], np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert decoded.shape == (60, 96, 3)


def test_a_folder_that_cannot_be_made_is_one_clear_answer(tmp_path: Path) -> None:
    """A file in the way: exit code 1, one line, no traceback."""
    pytest.importorskip("numba")
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = CliRunner().invoke(main, ["pictures", "--out", str(tmp_path / "file" / "x")])
    assert done.exit_code == 1
    assert "cannot write to" in done.output
