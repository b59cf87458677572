"""A virtual X display, looked at and typed on from outside, as a person would."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

PATIENCE_S = 60.0  # only what never comes takes so long
XVFB, XDOTOOL = shutil.which("Xvfb"), shutil.which("xdotool")
ROOT = Path(__file__).parents[2]
# Any that knows the hint for a full screen.
MANAGERS = ("openbox", "xfwm4", "metacity", "mutter", "icewm", "kwin_x11")
MANAGER = next(filter(None, map(shutil.which, MANAGERS)), None)

needs_x = pytest.mark.skipif(XVFB is None, reason="there is no Xvfb here")
needs_xdotool = pytest.mark.skipif(XDOTOOL is None, reason="there is no xdotool here")
needs_manager = pytest.mark.skipif(MANAGER is None, reason="there is no window manager here")


@dataclass(frozen=True)
class XDisplay:
    """A display of its own, by its name, e.g. ``:7``."""

    name: str

    @property
    def environment(self) -> dict[str, str]:
        """A child's, which then draws here."""
        kept = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
        return kept | {"DISPLAY": self.name}

    def press(self, *keys: str) -> None:
        """Press keys one after the other, by their X names."""
        assert XDOTOOL is not None
        subprocess.run(
            [XDOTOOL, "key", "--delay", "60", *keys],
            env=self.environment,
            check=True,
            timeout=PATIENCE_S,
        )

    def window(self, title: str) -> tuple[int, int, NDArray[np.uint8]]:
        """Where a window lies on the screen, and the screen's pixels there, RGB."""
        with _connected(self.name) as (_, root):
            window = _found(root, title)
            area = window.get_geometry()
            corner = root.translate_coords(window, 0, 0)
            x, y = corner.x, corner.y
            from Xlib import X  # noqa: PLC0415 - a development dependency

            image = root.get_image(x, y, area.width, area.height, X.ZPixmap, 0xFFFFFFFF)
            pixels = np.frombuffer(image.data, np.uint8).reshape(area.height, area.width, 4)
            return x, y, pixels[:, :, 2::-1].copy()

    def press_close_button(self, title: str) -> None:
        """What a window manager sends when its X is pressed."""
        with _connected(self.name) as (display, root):
            from Xlib import X  # noqa: PLC0415 - as above
            from Xlib.protocol import event  # noqa: PLC0415

            protocols = display.intern_atom("WM_PROTOCOLS")
            delete = display.intern_atom("WM_DELETE_WINDOW")
            window = _found(root, title)
            data = (32, [delete, X.CurrentTime, 0, 0, 0])
            message = event.ClientMessage(window=window, client_type=protocols, data=data)
            window.send_event(message, event_mask=0)
            display.sync()


@contextmanager
def _connected(name: str) -> Iterator[tuple[object, object]]:
    xlib = pytest.importorskip("Xlib.display", reason="python-xlib is not installed")
    display = xlib.Display(name)
    try:
        yield display, display.screen().root
    finally:
        display.close()


def _is_managed(name: str) -> bool:
    """Whether a window manager has said that it is there, as EWMH asks of it."""
    with _connected(name) as (display, root):
        told = root.get_full_property(display.intern_atom("_NET_SUPPORTING_WM_CHECK"), 0)
        return told is not None


def _found(root: object, title: str) -> object:
    """The window of a title, also inside a window manager's frame."""
    from Xlib.error import BadWindow  # noqa: PLC0415 - a development dependency

    waiting = [root]
    while waiting:
        window = waiting.pop()
        with suppress(BadWindow):  # one that closes while it is looked at is not the one
            if window.get_wm_name() == title:
                return window
            waiting += window.query_tree().children
    raise AssertionError(f"no window is called {title}")


@contextmanager
def x_display(size: str = "1366x768", *more: str) -> Iterator[XDisplay]:
    """Start an X server on a free display; it ends with the block."""
    assert XVFB is not None
    # Without -noreset it begins anew whenever its last client has gone, and a window that opens
    # just then is never painted.
    command = [XVFB, "-displayfd", "1", "-noreset", "-screen", "0", f"{size}x24"]
    command += ["-nolisten", "tcp", *more]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            yield XDisplay(f":{server.stdout.readline().strip()}")
        finally:
            server.terminate()


@contextmanager
def window_manager(display: XDisplay) -> Iterator[None]:
    """Start one on a display; it ends with the block."""
    assert MANAGER is not None
    with subprocess.Popen(
        [MANAGER], env=display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as manager:
        try:
            assert eventually(lambda: _is_managed(display.name)), "it does not manage"
            yield
        finally:
            manager.terminate()


@dataclass
class Child:
    """A Python program that runs beside the test."""

    process: subprocess.Popen[str]
    lines: queue.Queue[str] = field(default_factory=queue.Queue)

    def line(self, timeout_s: float = PATIENCE_S) -> str:
        """The next line that it prints; a test fails where none comes."""
        try:
            return self.lines.get(timeout=timeout_s)
        except queue.Empty:
            raise AssertionError("the program prints nothing") from None

    def read_lines(self) -> None:
        """In a thread: pass on what it prints."""
        assert self.process.stdout is not None
        for text in self.process.stdout:
            self.lines.put(text.strip())

    def end(self, timeout_s: float = PATIENCE_S) -> tuple[int, str]:
        """Wait for its end; gives exit code and stderr."""
        assert self.process.stderr is not None
        code = self.process.wait(timeout_s)
        return code, self.process.stderr.read()


@contextmanager
def child(code: str, environment: dict[str, str]) -> Iterator[Child]:
    """Run a program; it is killed with the block if it has not ended by then."""
    with subprocess.Popen(
        [sys.executable, "-u", "-c", code],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        made = Child(process)
        reader = threading.Thread(target=made.read_lines, daemon=True)
        reader.start()
        try:
            yield made
        finally:
            process.kill()
            reader.join(PATIENCE_S)


def eventually(is_so: Callable[[], bool], timeout_s: float = PATIENCE_S) -> bool:
    """Whether it comes true; only a test that fails waits to the end."""
    end_s = time.monotonic() + timeout_s
    while time.monotonic() < end_s:
        if is_so():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def x_desktop() -> Iterator[XDisplay]:
    """A display as people have it, with a window manager where there is one.

    Without one Qt sometimes never learns that its window can be seen, and paints nothing: one in
    ten on a busy machine. Nobody works so.
    """
    with x_display() as display:
        if MANAGER is None:
            yield display
            return
        with window_manager(display):
            yield display
