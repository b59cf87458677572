"""The order in which OpenCV and FFmpeg are loaded, and what they print by themselves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from posecoach import adapters


def _reaches_ffmpeg(path: Path) -> bool:
    """Whether it, or a module that it names, may load FFmpeg; the others cost a start each."""
    text = path.read_text(encoding="utf-8")
    return any(word in text for word in ("native import", "from av.", "adapters.video_", "camera"))


MODULES = sorted(
    path.stem for path in Path(adapters.__path__[0]).glob("*.py") if _reaches_ffmpeg(path)
)


def run(code: str, *, timeout_s: float = 120.0) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=timeout_s
    )


ORDER = "import sys; loaded = [m for m in sys.modules if m in ('av', 'cv2')]; print(*loaded)"


def test_the_order_can_be_wrong() -> None:
    """The check below can fail, and the program itself can see it."""
    code = f"import av, cv2\nfrom posecoach.adapters import native\n{ORDER}"
    assert run(code).stdout.split() == ["av", "cv2"]
    code += "\nprint(native.window_would_hang())"
    assert run(code).stdout.split()[-1] == str(sys.platform == "linux")


@pytest.mark.parametrize("name", MODULES)
def test_every_adapter_loads_opencv_before_ffmpeg(name: str) -> None:
    """Whichever module is imported first, a window can still be opened afterwards."""
    loaded = run(f"import posecoach.adapters.{name}\n{ORDER}").stdout.split()
    assert loaded in (["cv2", "av"], ["cv2"], [])


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="there is no Xvfb here")
def test_a_window_opens_after_both_were_loaded() -> None:
    """Under a real X server, a window is shown after all camera modules were imported."""
    xvfb = shutil.which("Xvfb")
    assert xvfb is not None
    with subprocess.Popen(
        [xvfb, "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            display = server.stdout.readline().strip()
            code = (
                f"import os; os.environ['DISPLAY'] = ':{display}'\n"
                "import posecoach.adapters.camera\n"
                "from posecoach.adapters.native import cv2\n"
                "import numpy as np\n"
                "cv2.imshow('w', np.zeros((48, 64, 3), np.uint8)); cv2.waitKey(50)\n"
                "print('shown')"
            )
            assert "shown" in run(code, timeout_s=60.0).stdout
        finally:
            server.terminate()


def test_opencv_says_nothing_about_a_missing_camera() -> None:
    """Its own warnings do not reach the terminal; ours is the one line."""
    code = (
        "from posecoach.adapters.native import cv2\n"
        "capture = cv2.VideoCapture(99)\n"
        "print(capture.isOpened())"
    )
    done = run(code)
    assert done.stdout.split() == ["False"]
    assert done.stderr == ""


def test_opencv_is_quiet_also_when_it_was_loaded_before() -> None:
    """Mediapipe may have imported it first."""
    code = "import cv2\nfrom posecoach.adapters import native\ncv2.VideoCapture(99)"
    assert run(code).stderr == ""


NOISY_JPEG = (
    "import numpy as np, sys\n"
    "from posecoach.adapters.native import cv2\n"
    "from posecoach.adapters.native_noise import native_noise_hidden\n"
    "grain = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)\n"
    "jpeg = cv2.imencode('.jpg', grain)[1].ravel()\n"
    "jpeg[5000:5100] = 0x55\n"
)


def test_a_native_library_s_own_lines_are_hidden() -> None:
    """What libjpeg writes past Python is gone; what Python writes is shown; then all is as ever."""
    noisy = run(NOISY_JPEG + "cv2.imdecode(jpeg, 1)").stderr
    assert "Corrupt JPEG" in noisy
    code = (
        NOISY_JPEG
        + "with native_noise_hidden():\n"
        + "    cv2.imdecode(jpeg, 1)\n"
        + "    print('é of ours', file=sys.stderr)\n"
        + "print('after', file=sys.stderr)\n"
        + "import os; os.write(2, b'native again\\n')\n"
    )
    assert run(code).stderr.splitlines() == ["é of ours", "after", "native again"]


def test_an_error_inside_is_still_shown() -> None:
    """A traceback is Python's, and Python's stderr is put back whatever happens."""
    code = NOISY_JPEG + (
        "try:\n"
        "    with native_noise_hidden():\n"
        "        raise SystemError('seen')\n"
        "except SystemError as error:\n"
        "    print(error, file=sys.stderr)\n"
    )
    assert run(code).stderr.splitlines() == ["seen"]


def test_without_a_real_stderr_nothing_is_done() -> None:
    """Under pythonw there is none."""
    code = (
        "import sys\nfrom posecoach.adapters.native_noise import native_noise_hidden\n"
        "sys.stderr = None\n"
        "with native_noise_hidden():\n    print('fine')"
    )
    assert run(code).stdout.split() == ["fine"]
