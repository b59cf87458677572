"""``posecoach check`` on recordings in place of a camera, with the real model."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from posecoach.adapters.model_store import MODEL_DIR_VARIABLE
from posecoach.check import CheckOptions, run_check
from posecoach.cli import cli as commands
from posecoach.cli_check import check
from tests.integration.conftest import DEADLINE_S, REPO, Cli, Ran, excerpt

SAMPLE = REPO / "sample_videos" / "both_knees.mp4"
HEAVY = ("mediapipe", "cv2", "av", "numpy", "rich", "miniaudio")
CHECKS = ("light", "frame rate", "on the back", "head to feet in view", "distance", "side-on")
CODE = (
    "from posecoach.cli import cli, main\nfrom posecoach.cli_check import check\n"
    "cli.add_command(check)\nmain()"
)

Crop = Callable[[Any], Any]


@pytest.fixture(autouse=True)
def with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is there."""
    monkeypatch.setitem(commands.commands, "check", check)


@pytest.fixture
def looked(cli: Cli, tmp_path: Path) -> Callable[..., Ran]:
    """Check a sample as if a camera showed it like this, without sound."""

    def run(crop: Crop, *arguments: object, source: Path = SAMPLE, seconds: float = 4.5) -> Ran:
        video = excerpt(source, tmp_path / "camera.mp4", seconds=seconds, crop=crop)
        return cli("check", "--headless", "--camera", video, "--mute", *arguments)

    return run


def results(ran: Ran, names: tuple[str, ...] = CHECKS) -> dict[str, str]:
    """The table: what was found of each check."""
    lines = ran.out.splitlines()
    found = {}
    for name in names:
        line = next(line for line in lines if line.startswith(name + "  "))
        found[name] = line.removeprefix(name).strip().split("  ")[0]
    return found


@pytest.mark.usefixtures("pose_model")
def test_a_good_place_is_ready(looked: Callable[..., Ran]) -> None:
    """It ends before the recording does, says so, and has a row for everything."""
    ran = looked(lambda image: image, seconds=8.0)
    assert (ran.code, ran.err) == (0, "")
    last = ran.out.splitlines()[-1]
    assert last.startswith("Ready: all is right, after ")
    assert int(re.search(r"(\d+)\u00a0s", last)[1]) < 7
    assert set(results(ran).values()) == {"good"}
    names = ("model", "camera", "picture", "sound")
    assert set(results(ran, names).values()) == {"good"}
    assert "640×480" in ran.out


@pytest.mark.usefixtures("pose_model")
@pytest.mark.parametrize(
    ("crop", "failed", "advice"),
    [
        (lambda image: (image * 0.07).astype(np.uint8), "light", "put on a light"),
        (
            lambda image: image[:, 192:],
            "head to feet in view",
            "turn the laptop a little towards your feet",
        ),
        (
            lambda image: image[:, :480],
            "head to feet in view",
            "turn the laptop a little towards your head",
        ),
        (lambda image: np.full_like(image, 120), "on the back", "I can't see anybody"),
    ],
    ids=["dark", "feet cut off", "head cut off", "empty"],
)
def test_the_one_thing_to_change_is_named(
    looked: Callable[..., Ran], crop: Crop, failed: str, advice: str
) -> None:
    """While it looks, and as its last line; the recording's end is the end of it."""
    ran = looked(crop)
    assert (ran.code, ran.err) == (1, "")
    assert results(ran)[failed] == "to change"
    lines = ran.out.splitlines()
    assert [line for line in lines if line[:4].strip().isdigit() and advice in line]
    assert lines[-1].startswith("The picture ended after ")
    assert advice in lines[-1]


@pytest.mark.usefixtures("pose_model")
def test_left_and_right_are_those_of_the_laptop(looked: Callable[..., Ran]) -> None:
    """Feet that are cut off on the left of the picture are to the left seen from behind it."""
    assert "to the left seen from behind" in looked(lambda image: image[:, 192:]).out
    mirrored = looked(lambda image: image[:, ::-1][:, :448])
    assert "towards your feet (about" in mirrored.out
    assert "to the right seen from behind" in mirrored.out


@pytest.mark.usefixtures("pose_model")
def test_a_camera_at_the_feet_is_moved_towards_the_head(
    looked: Callable[..., Ran], tmp_path: Path
) -> None:
    """A render from 45 degrees nearer the feet; the head is at the right of the picture."""
    pytest.importorskip("numba", reason="the sample renderer needs numba")
    from sample_videos.__main__ import main  # noqa: PLC0415 - only where it can run

    arguments = ["render", "both_knees", "--out", str(tmp_path), "--stem", "turned", "--yaw", "-45"]
    arguments += ["--fps", "6", "--seconds", "3", "--size", "320x240", "--jobs", "1"]
    main(arguments, standalone_mode=False)
    ran = looked(lambda image: image, source=tmp_path / "turned.mp4")
    assert ran.code == 1
    assert results(ran)["side-on"] == "to change"
    assert "move the laptop towards your head (to the right seen from behind it)" in ran.out


@pytest.mark.usefixtures("pose_model")
def test_it_speaks_french(looked: Callable[..., Ran]) -> None:
    """Lines, table and end."""
    dark = ("--lang", "fr", "--seconds", 5.5)
    ran = looked(lambda image: (image * 0.07).astype(np.uint8), *dark)
    assert "pendant 5,5\u00a0s au plus" in ran.out
    assert ran.code == 1
    assert "allumez une lampe" in ran.out
    assert "à changer" in ran.out
    assert "good" not in ran.out


@pytest.mark.usefixtures("pose_model")
@pytest.mark.parametrize("name", ["legs_in_twice", "one_knee", "mannequin_single"])
def test_photographs_and_other_renders_are_ready(cli: Cli, clips: Path, name: str) -> None:
    """What can be judged passes the gate."""
    ran = cli("check", "--headless", "--camera", clips / f"{name}.mp4", "--mute", "--seconds", "12")
    assert ran.code == 0


@pytest.mark.usefixtures("pose_model")
def test_the_time_is_limited(cli: Cli, tmp_path: Path) -> None:
    """It ends after --seconds, although the camera goes on."""
    video = excerpt(SAMPLE, tmp_path / "x.mp4", seconds=15.0, crop=lambda i: np.full_like(i, 99))
    ran = cli("check", "--headless", "--camera", video, "--mute", "--seconds", "2")
    assert ran.code == 1
    assert ran.out.splitlines()[-1].startswith("Not ready after ")


def test_wrong_usage_is_refused(cli: Cli) -> None:
    """Exit code 2 and one line."""
    for arguments in (["--seconds", "0"], ["--lang", "de"], ["--voice", "loud"], ["now"]):
        ran = cli("check", *arguments)
        assert ran.code == 2
        assert "check" in ran.complaint


@pytest.mark.usefixtures("pose_model")
def test_a_missing_camera_is_said(cli: Cli, tmp_path: Path) -> None:
    """One line that says what to do; no traceback."""
    ran = cli("check", "--camera", tmp_path / "no.mp4", "--mute")
    assert ran.code != 0
    assert "no.mp4" in ran.complaint


def test_a_missing_model_is_said_and_not_fetched(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """How to get it; a check uses no network."""
    monkeypatch.setenv(MODEL_DIR_VARIABLE, str(tmp_path))
    ran = cli("check", "--camera", SAMPLE, "--mute")
    assert ran.code == 1
    assert "posecoach model fetch" in ran.complaint


@pytest.mark.usefixtures("pose_model")
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to a child there")
def test_ctrl_c_ends_it_with_what_was_found(tmp_path: Path) -> None:
    """Exit code 130 and the table; the camera is let go."""
    video = excerpt(SAMPLE, tmp_path / "x.mp4", seconds=40.0, every=4, crop=lambda i: i // 20)
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", CODE, "check", "--headless", "--camera", video, "--mute"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPO,
    )
    assert process.stdout is not None
    while "put on a light" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=DEADLINE_S)
    assert (process.returncode, err) == (130, "")
    assert "to change" in out


@pytest.mark.usefixtures("pose_model")
def test_without_sound_it_is_not_ready(tmp_path: Path) -> None:
    """It goes on to its end; row, last line and exit code say the same, and what would help."""
    video = excerpt(SAMPLE, tmp_path / "x.mp4", seconds=8.0)
    (tmp_path / "miniaudio.py").write_text("raise ImportError('as if it were not installed')")
    done = subprocess.run(
        [sys.executable, "-c", CODE, "check", "--headless", "--camera", video, "--voice", "tones"],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPO,
        timeout=DEADLINE_S,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
    )
    ran = Ran(done.returncode, done.stdout, done.stderr)
    assert ran.code == 1
    assert "no sound" in ran.complaint
    assert results(ran, ("sound",))["sound"] == "to change"
    assert set(results(ran).values()) == {"good"}
    last = ran.out.splitlines()[-1]
    assert last.startswith("All is right but the sound, after ")
    assert "no sound: the Python package miniaudio is missing; install posecoach again" in last
    assert "--mute" in last


@pytest.mark.usefixtures("pose_model")
def test_with_sound_it_is_ready(tmp_path: Path) -> None:
    """Tones that are played, if to nowhere, are sound."""
    video = excerpt(SAMPLE, tmp_path / "x.mp4", seconds=8.0)
    told, complaints = StringIO(), list[str]()
    options = CheckOptions(str(video), "en", "tones", 20.0, window=False, null_device=True)
    code = run_check(options, Console(file=told, width=100), complaints.append)
    ran = Ran(code, told.getvalue(), "")
    assert (ran.code, complaints) == (0, [])
    assert results(ran, ("sound",))["sound"] == "good"
    assert ran.out.splitlines()[-1].startswith("Ready: all is right")


@pytest.mark.usefixtures("pose_model")
def test_tones_in_the_place_of_speech_are_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no voice speaks, that is told, and the place is ready all the same."""
    video = excerpt(SAMPLE, tmp_path / "x.mp4", seconds=8.0)
    (tmp_path / "pyttsx3").mkdir()  # no engine in it, and before the installed one
    (tmp_path / "pyttsx3" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    told, complaints = StringIO(), list[str]()
    options = CheckOptions(str(video), "en", "speech", 20.0, window=False, null_device=True)
    code = run_check(options, Console(file=told, width=100), complaints.append)
    assert code == 0
    assert len(complaints) == 1
    assert "tones instead of speech" in complaints[0]
    assert re.search(r"^sound +good +tones *$", told.getvalue(), re.MULTILINE)


def test_help_is_light() -> None:
    """`check --help` loads nothing heavy."""
    code = (
        "import sys\nfrom posecoach.cli_check import check\n"
        "check(['--help'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPO
    )
    assert "--seconds" in done.stdout
    assert done.stderr.strip() == "[]"
