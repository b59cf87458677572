"""Whether a window can be opened: found out without one, and without dying of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from x_display import ROOT, needs_x, x_display

from posecoach.adapters.display import NoDisplay, has_windows
from posecoach.adapters.native import cv2

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has to be asked")


def asked(
    environment: dict[str, str], *, before: str = "", folder: Path = ROOT, how: str = ""
) -> str:
    """What `find_display` finds in a process of its own, which goes on living."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    code = (
        f"{before}\nfrom posecoach.adapters.display import find_display\n"
        f"print(find_display({how})); print('alive')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stderr == ""
    answer, alive = done.stdout.split()
    assert alive == "alive"
    return answer


@on_linux
def test_without_a_display_that_is_said() -> None:
    """Neither X nor Wayland is named: nothing is tried, and the process lives."""
    assert asked({}) == str(NoDisplay.NOT_SET)


@on_linux
@pytest.mark.parametrize(
    "environment",
    [
        {"DISPLAY": ":4711"},
        {"DISPLAY": "nonsense"},
        {"DISPLAY": "127.0.0.1:4711"},
        {"WAYLAND_DISPLAY": "wayland-4711"},
    ],
    ids=lambda value: next(iter(value.values())),
)
def test_a_display_that_does_not_answer_is_none(environment: dict[str, str]) -> None:
    """Where Qt would end the process, it ends another one."""
    assert asked(environment) == str(NoDisplay.NO_ANSWER)


@on_linux
@needs_x
def test_a_display_that_answers_is_found() -> None:
    """A window can be opened there."""
    with x_display() as display:
        assert asked({"DISPLAY": display.name}) == "None"


@on_linux
@needs_x
def test_nothing_is_run_from_the_folder_one_stands_in(tmp_path: Path) -> None:
    """The child loads OpenCV, not a file of its name that lies there."""
    (tmp_path / "cv2.py").write_text("open('ran', 'w').close()\nraise SystemExit(1)\n")
    before = "import sys; sys.path[:] = filter(None, sys.path)"
    with x_display() as display:
        found = asked({"DISPLAY": display.name}, before=before, folder=tmp_path)
    assert found == "None"
    assert not (tmp_path / "ran").exists()


@on_linux
@needs_x
def test_a_display_that_refuses_is_none(tmp_path: Path) -> None:
    """The server is there, but asks for a cookie that we have not."""
    cookies = tmp_path / "cookies"
    name, key = b"MIT-MAGIC-COOKIE-1", bytes(range(16))
    parts = b"".join(len(part).to_bytes(2, "big") + part for part in (b"", b"0", name, key))
    cookies.write_bytes((0xFFFF).to_bytes(2, "big") + parts)  # of any host
    with x_display("1366x768", "-auth", str(cookies)) as display:
        nothing = {"XAUTHORITY": str(tmp_path / "none")}
        assert asked({"DISPLAY": display.name} | nothing) == str(NoDisplay.NO_ANSWER)


@on_linux
def test_the_wrong_order_of_imports_is_said() -> None:
    """Somebody loaded PyAV first: a window would hang for ever, so none is tried."""
    found = asked({"DISPLAY": ":0"}, before="import av, cv2")
    assert found == str(NoDisplay.WRONG_ORDER)


@on_linux
@needs_x
def test_a_display_is_not_waited_for_for_ever() -> None:
    """What has not answered in time counts as none, also where it would have."""
    with x_display() as display:
        found = asked({"DISPLAY": display.name}, how="timeout_s=0.01")
    assert found == str(NoDisplay.NO_ANSWER)


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ("  GUI:                           NONE\n    VTK support:         NO\n", False),
        ("  GUI:                           QT5\n    QT:     YES (ver 5.15.19 )\n", True),
        ("  GUI:                           WIN32UI\n    Win32 UI:      YES\n", True),
        ("  GUI:                           COCOA\n    Cocoa:         YES\n", True),
        ("  GUI: \n    Cocoa:         YES\n", True),
        ("", True),
    ],
)
def test_an_opencv_without_windows_is_known_by_its_build(build: str, expected: bool) -> None:
    """As opencv-python-headless and the builds with windows tell it."""
    assert has_windows(build) is expected
    assert has_windows(cv2.getBuildInformation()) is bool(cv2.currentUIFramework())
