"""``posecoach check`` in a real window on a virtual display, and where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from posecoach.adapters.model_store import Model
from posecoach.adapters.overlay_panel import BACKGROUND
from tests.adapters.x_display import XDisplay, eventually, needs_x, needs_xdotool, x_desktop
from tests.integration.conftest import SAMPLE, ended, excerpt

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(sys.platform != "linux", reason="X displays are Linux's"),
]

TITLE = "posecoach"
SETTLED = 100  # an advice in large white letters has several thousand pixels


@pytest.fixture
def display() -> Iterator[XDisplay]:
    """Give a display of the size of a small laptop's."""
    with x_desktop() as made:
        yield made


@pytest.fixture
def feet_cut(tmp_path: Path, pose_model: Model) -> Path:
    """A camera that does not see the feet, for longer than the test looks."""
    assert pose_model.path.is_file()
    crop = excerpt(SAMPLE, tmp_path / "once.mp4", seconds=3.0, crop=lambda image: image[:, 192:])
    return endless(crop, tmp_path / "camera.mp4")


def endless(video: Path, target: Path) -> Path:
    """Repeat a recording for a minute and more."""
    import av  # noqa: PLC0415 - of this test alone

    with av.open(str(video)) as read:
        images = [picture.to_ndarray(format="rgb24") for picture in read.decode(video=0)]
    with av.open(str(target), "w") as written:
        stream = written.add_stream("libx264", 15, {"preset": "ultrafast"})
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for image in (images + images[::-1]) * 12:
            written.mux(stream.encode(av.VideoFrame.from_ndarray(image, "rgb24")))
        written.mux(stream.encode(None))
    return target


def started(environment: dict[str, str], camera: Path, *more: str) -> subprocess.Popen[str]:
    """Start the check, muted."""
    command = ["check", "--camera", str(camera), "--mute", *more]
    return subprocess.Popen(
        [sys.executable, "-m", "posecoach", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=environment | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
    )


def is_advised(display: XDisplay) -> bool:
    """Whether the window has the panel, and large white words below the picture."""
    try:
        pixels = display.window(TITLE)[2].astype(int)
    except AssertionError:
        return False
    is_ground = (np.abs(pixels - BACKGROUND) <= 2).all(axis=2)
    below = pixels[int(0.8 * len(pixels)) :, : pixels.shape[1] // 2]
    return bool(0.1 < is_ground.mean() < 0.9 and (below > 240).all(axis=2).sum() > SETTLED)


@needs_x
@needs_xdotool
def test_the_advice_stands_in_a_window_and_q_ends_it(display: XDisplay, feet_cut: Path) -> None:
    """The same words as on the terminal; q leaves with what was found, not ready."""
    process = started(display.environment, feet_cut)
    assert process.stdout is not None
    while "towards your feet" not in process.stdout.readline():
        assert process.poll() is None
    assert eventually(lambda: is_advised(display))
    display.press("q")
    ran = ended(process)
    assert (ran.code, ran.err) == (1, "")
    assert "turn the laptop a little towards your feet" in ran.out.splitlines()[-1]
    assert not is_advised(display)


@needs_x
def test_headless_opens_no_window(display: XDisplay, feet_cut: Path) -> None:
    """On a desktop as well: words alone, to the end of the time."""
    process = started(display.environment, feet_cut, "--headless", "--seconds", "6")
    while process.poll() is None:
        with pytest.raises(AssertionError, match="no window"):
            display.window(TITLE)
    ran = ended(process)
    assert (ran.code, ran.err) == (1, "")
    assert "no window" not in ran.out


def test_without_a_display_it_says_so_and_goes_on(feet_cut: Path) -> None:
    """One line says what is missing; the check goes on in words."""
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    ran = ended(started(bare, feet_cut, "--seconds", "5"))
    assert (ran.code, ran.err) == (1, "")
    assert "no window" in ran.out
    assert "towards your feet" in ran.out
