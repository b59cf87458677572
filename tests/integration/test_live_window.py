"""The live coach in a real window on a virtual display: seen, typed at, counted, closed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from posecoach.adapters.model_store import Model
from posecoach.adapters.overlay_panel import BACKGROUND
from posecoach.adapters.store import Store
from tests.adapters.x_display import XDisplay, eventually, needs_x, needs_xdotool, x_desktop
from tests.integration.conftest import REPO, ended, load

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(sys.platform != "linux", reason="X displays are Linux's"),
    needs_x,
    needs_xdotool,
]

TITLE = "posecoach"
UNEVEN = REPO / "sample_videos" / "uneven_rate.mp4"


@pytest.fixture
def display() -> Iterator[XDisplay]:
    """Give a display of the size of a small laptop's."""
    with x_desktop() as made:
        yield made


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pose_model: Model) -> None:
    """A history of this test alone; and the model is there."""
    assert pose_model.path.is_file()
    monkeypatch.setenv("POSECOACH_DATA", str(tmp_path / "data"))


def started(environment: dict[str, str], *arguments: object) -> subprocess.Popen[str]:
    """Start the live coach over a recording, muted."""
    command = ["live", "--camera", UNEVEN, "--mute", *arguments]
    return subprocess.Popen(
        [sys.executable, "-m", "posecoach", *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=environment,
    )


def seen(display: XDisplay) -> np.ndarray | None:
    """The window's pixels; None where there is no window yet."""
    try:
        return display.window(TITLE)[2]
    except AssertionError:
        return None


def is_drawn(display: XDisplay) -> bool:
    """Whether the window shows a panel and, beside it, a picture that is not the panel's ground."""
    pixels = seen(display)
    if pixels is None:
        return False
    is_ground = (np.abs(pixels.astype(int) - BACKGROUND) <= 2).all(axis=2)
    return bool(0.1 < is_ground.mean() < 0.9)


def test_a_whole_session_in_a_window(display: XDisplay, tmp_path: Path) -> None:
    """It is drawn and moves; a snapshot is kept; the hold counts; the window closes."""
    out = tmp_path / "out"
    process = started(display.environment, "--hold", 5, "--record", "--out", out)
    assert eventually(lambda: is_drawn(display))
    first = seen(display)
    assert eventually(lambda: not np.array_equal(first, seen(display))), "it moves"
    display.press("s")
    ran = ended(process)
    assert (ran.code, ran.err) == (0, "")
    assert "1 valid of 1 attempt" in ran.out
    assert load(out / "session.json")["valid_holds"] == 1
    (picture,) = out.glob("posecoach-*.png")
    assert picture.stat().st_mode & 0o777 == 0o600
    assert seen(display) is None


def test_q_ends_it_in_mid_session(display: XDisplay, tmp_path: Path) -> None:
    """At once, with what was judged until then, and exit code 0."""
    process = started(display.environment, "--no-setup", "--record", "--out", tmp_path / "out")
    assert eventually(lambda: is_drawn(display))
    display.press("q")
    ran = ended(process)
    assert (ran.code, ran.err) == (0, "")
    assert load(tmp_path / "out" / "session.json")["source"]["duration_s"] < 20.0


def test_the_close_button_ends_it_while_it_is_set_up(display: XDisplay) -> None:
    """Before the session there is nothing to be kept, and that is said."""
    process = started(display.environment)
    assert eventually(lambda: seen(display) is not None)
    display.press_close_button(TITLE)
    ran = ended(process)
    assert (ran.code, ran.err) == (0, "")
    assert "had not begun" in ran.out or "No hold" in ran.out


def test_space_pauses_and_goes_on(display: XDisplay, tmp_path: Path) -> None:
    """While it stands still nobody is judged: the landmarks kept meanwhile show nobody."""
    out = tmp_path / "out"
    process = started(display.environment, "--no-setup", "--record", "--out", out)
    database = tmp_path / "data" / "history" / "sessions.db"
    assert eventually(lambda: database.exists() and has_poses(database))
    display.press("space")
    before = seen(display)
    assert eventually(lambda: not np.array_equal(before, seen(display)))
    display.press("space", "q")
    assert ended(process).code == 0
    assert load(out / "session.json")["tracking"]["pose_frames"] > 0
    frames = read_frames(out / "landmarks.jsonl.gz")
    assert any(frame["xy"] is None for frame in frames)


def has_poses(database: Path) -> bool:
    """Whether somebody has been seen in the session that runs."""
    with Store(database) as store:
        return any(s.document["tracking"]["pose_frames"] >= 5 for s in store.sessions())


def read_frames(path: Path) -> list[dict[str, object]]:
    """The recorded frames as they are written."""
    import gzip  # noqa: PLC0415 - of this test alone

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][1:]


def test_without_a_display_it_goes_on_with_sound_alone(tmp_path: Path) -> None:
    """One line says what is missing; the process lives, and Ctrl-C ends it."""
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    process = started(bare, "--no-setup", "--out", tmp_path / "out")
    assert process.stdout is not None
    lines = []
    while not lines or "Ctrl-C" not in lines[-1]:
        lines.append(process.stdout.readline())
        assert lines[-1], "it has ended"
    assert any("no window" in line and "sound alone" in line for line in lines)
    process.send_signal(signal.SIGINT)
    assert ended(process).code == 130
