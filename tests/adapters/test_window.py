"""The window, on a virtual display: what it shows, what it hears, and how it is closed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from x_display import (
    Child,
    XDisplay,
    child,
    eventually,
    needs_manager,
    needs_x,
    needs_xdotool,
    x_desktop,
)

from posecoach.adapters.front import Key
from posecoach.adapters.overlay_panel import BACKGROUND
from posecoach.adapters.window import key_of, padded_shape

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X displays are Linux's")

TITLE = "posecoach test"


def program(picture: Path, *, before: str = "", options: str = "") -> str:
    """Show a picture until asked to quit; print the size and every key."""
    return f"""
import time
import numpy as np
{before}
from posecoach.adapters.front import Key
from posecoach.adapters.window import Window

picture = np.load({str(picture)!r})
end_s = time.monotonic() + 300
with Window({TITLE!r}{options}) as window:
    print(*window.size)
    quit = False
    while not quit and time.monotonic() < end_s:
        window.show(picture)
        for key in window.keys():
            print(key.name)
            quit |= key is Key.QUIT
    print('open' if window.is_open else 'closed', window.size is None)
    window.show(picture)
    print(*window.keys())
    window.close()
print(*window.keys())
"""


@pytest.fixture
def display() -> Iterator[XDisplay]:
    """Give a display of the size of a small laptop's."""
    with x_desktop() as made:
        yield made


def saved(folder: Path, width: int, height: int) -> tuple[Path, np.ndarray]:
    """A picture with no two rows or columns alike, in which red and blue differ."""
    picture = np.random.default_rng(5).integers(0, 255, (height, width, 3), np.uint8)
    path = folder / "picture.npy"
    np.save(path, picture)
    return path, picture


def shows(display: XDisplay, expected: np.ndarray) -> bool:
    """Whether the window's pixels on the screen are these."""
    _, _, seen = display.window(TITLE)
    return seen.shape == expected.shape and bool(np.array_equal(seen, expected))


def is_painted(display: XDisplay) -> bool:
    """Whether the window shows something by now."""
    return eventually(lambda: display.window(TITLE)[2].max() > 0)


def closed_well(running: Child) -> None:
    """It ended by itself, and nothing native wrote to the terminal."""
    assert running.end() == (0, "")


@needs_x
@needs_xdotool
def test_a_window_shows_pixel_by_pixel_what_it_is_given(display: XDisplay, tmp_path: Path) -> None:
    """A screenshot of the X display is the picture; q ends it; the terminal stays clean."""
    path, picture = saved(tmp_path, 1120, 630)
    with child(program(path), display.environment) as running:
        assert running.line() == "1120 630"
        assert eventually(lambda: shows(display, picture))
        assert not shows(display, picture[:, :, ::-1])  # the comparison can fail: red is not blue
        display.press("q")
        assert running.line() == "QUIT"
        closed_well(running)


@needs_x
@needs_xdotool
def test_picture_of_another_shape_is_not_stretched(display: XDisplay, tmp_path: Path) -> None:
    """A square one stands in the middle, what is left is the panel's dark ground."""
    path, picture = saved(tmp_path, 630, 630)
    expected = np.full((630, 1120, 3), BACKGROUND, np.uint8)
    expected[:, 245:875] = picture
    with child(program(path), display.environment) as running:
        assert running.line() == "1120 630"
        assert eventually(lambda: shows(display, expected))


@needs_x
@needs_xdotool
def test_every_key_is_heard_as_what_it_is(display: XDisplay, tmp_path: Path) -> None:
    """Letters in either case and space; arrows, whose codes end like letters, are no letters."""
    path, _ = saved(tmp_path, 64, 36)
    pressed = ["space", "m", "M", "r", "Left", "Up", "Right", "Down", "s", "F1", "Delete", "f", "a"]
    heard = ["PAUSE", "MUTE", "MUTE", "RECALIBRATE", "SNAPSHOT", "FULL_SCREEN"]
    with child(program(path), display.environment) as running:
        running.line()
        assert is_painted(display)
        display.press(*pressed)
        assert [running.line() for _ in heard] == heard
        display.press("Escape")
        assert running.line() == "QUIT"
        closed_well(running)


@needs_x
def test_closing_the_window_is_quitting(display: XDisplay, tmp_path: Path) -> None:
    """Its X is QUIT, then and ever after, and no picture opens it again."""
    path, _ = saved(tmp_path, 64, 36)
    with child(program(path), display.environment) as running:
        running.line()
        assert is_painted(display)
        display.press_close_button(TITLE)
        assert running.line() == "QUIT"
        assert running.line() == "closed True"
        assert [running.line(), running.line()] == ["Key.QUIT", "Key.QUIT"]
        closed_well(running)


@needs_x
@needs_xdotool
def test_a_window_opens_after_all_cameras_were_loaded(display: XDisplay, tmp_path: Path) -> None:
    """FFmpeg's library is in the same process and has an X11 of its own: nothing hangs."""
    path, picture = saved(tmp_path, 1120, 630)
    loaded = "import posecoach.adapters.camera, posecoach.adapters.video_source, sys\n"
    loaded += "assert 'av' in sys.modules"
    with child(program(path, before=loaded), display.environment) as running:
        running.line()
        assert eventually(lambda: shows(display, picture))
        display.press("q")
        assert running.line() == "QUIT"
        closed_well(running)


@needs_x
@needs_xdotool
def test_qt_has_nothing_to_say_on_wayland(display: XDisplay, tmp_path: Path) -> None:
    """There it misses a plugin that the wheel has not, draws by X all the same, and is quiet."""
    path, _ = saved(tmp_path, 64, 36)
    wayland = {"XDG_SESSION_TYPE": "wayland", "WAYLAND_DISPLAY": "wayland-0"}
    with child(program(path), display.environment | wayland) as running:
        running.line()
        assert is_painted(display)
        display.press("q")
        assert running.line() == "QUIT"
        closed_well(running)


@needs_x
@needs_xdotool
@needs_manager
def test_full_screen_is_the_whole_screen(display: XDisplay, tmp_path: Path) -> None:
    """From the start, back with f, and there again; the picture fills it pixel by pixel."""
    path, picture = saved(tmp_path, 1366, 768)
    code = program(path, options=", full_screen=True")
    with child(code, display.environment) as running:
        running.line()
        assert eventually(lambda: shows(display, picture))
        for is_full in (False, True):
            display.press("f")
            assert running.line() == "FULL_SCREEN"
            assert eventually(lambda is_full=is_full: shows(display, picture) is is_full)
        display.press("q")
        assert running.line() == "QUIT"
        closed_well(running)


# --- without a display ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (ord("q"), Key.QUIT),
        (ord("Q"), Key.QUIT),
        (27, Key.QUIT),
        (0x100000 | ord("f"), Key.FULL_SCREEN),  # Num Lock, as GTK tells it
        (32, Key.PAUSE),
        (0, None),
        (0xFF51, None),  # the left arrow of X11: its lowest byte is a Q
        (0x250000, None),  # the same of Windows
        (63234, None),  # the same of macOS
        (0xE9, None),
    ],
)
def test_codes_of_every_system(code: int, key: Key | None) -> None:
    """A key's own code, without what else is in it."""
    assert key_of(code) is key


@pytest.mark.parametrize(
    ("canvas_px", "window_px", "shape"),
    [
        ((1600, 900), (1600, 900), (900, 1600)),
        ((1600, 900), (1366, 768), (900, 1600)),
        ((1600, 900), (1280, 800), (1000, 1600)),
        ((1600, 900), (1800, 900), (900, 1800)),
        ((900, 900), (100, 1600), (14400, 900)),
        ((1600, 900), None, (900, 1600)),
    ],
)
def test_picture_is_padded_to_the_window_s_shape(
    canvas_px: tuple[int, int], window_px: tuple[int, int] | None, shape: tuple[int, int]
) -> None:
    """Never cut, and not padded where nobody would see it."""
    assert padded_shape(canvas_px, window_px) == shape
