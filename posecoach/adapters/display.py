"""Whether a window can be opened at all, found out before one is.

OpenCV's window on Linux is Qt's, and Qt ends the whole process where it cannot reach a display:
no exception, no exit code of ours, a session lost. What it needs (a display that answers, the
right to draw on it, a plugin that loads with all its libraries) is known to Qt alone, so it is
asked there: a child process opens a window, and may die of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from enum import Enum

from posecoach.adapters.native import cv2, window_would_hang

PROBE_S = (
    15.0  # a slow machine takes 3 to load OpenCV; a display that is not there may never answer
)

# The window is not waited for: what matters is that Qt has its display by then.
_PROBE = (
    "import sys; sys.path[:] = filter(None, sys.path)\n"  # not the folder it was started in
    "import os, cv2\n"
    "cv2.namedWindow('posecoach: a try', cv2.WINDOW_NORMAL | cv2.WINDOW_GUI_NORMAL)\n"
    "os._exit(0)\n"
)


class NoDisplay(str, Enum):
    """Why no window can be opened."""

    NO_GUI = "no_gui"  # OpenCV was built without windows
    NOT_SET = "not_set"  # neither DISPLAY nor WAYLAND_DISPLAY names one
    NO_ANSWER = "no_answer"  # it does not answer, or refuses
    WRONG_ORDER = "wrong_order"  # PyAV was loaded first: a window would hang


def find_display(timeout_s: float = PROBE_S) -> NoDisplay | None:
    """Why no window can be opened here; None: one can.

    On Linux a child process tries, which takes about half a second, and a window may be seen
    to flash up; on Windows and macOS, where a display is always there, nothing is tried.

    Parameters
    ----------
    timeout_s
        A display that has not answered by then counts as none.
    """
    if not has_windows(cv2.getBuildInformation()):
        return NoDisplay.NO_GUI
    if sys.platform in ("win32", "darwin"):
        return None
    if window_would_hang():
        return NoDisplay.WRONG_ORDER
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return NoDisplay.NOT_SET
    return None if _opens_elsewhere(timeout_s) else NoDisplay.NO_ANSWER


def has_windows(build_information: str) -> bool:
    """Whether an OpenCV was built with a window system, by what it says of its own build."""
    lines = (line.partition(":") for line in build_information.splitlines())
    return not any(name.strip() == "GUI" and value.strip() == "NONE" for name, _, value in lines)


def _opens_elsewhere(timeout_s: float) -> bool:
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
