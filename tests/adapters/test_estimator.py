"""Where mediapipe itself is broken, the message says so and does not blame the model."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from posecoach.adapters.model_store import find_model

MISSING = "sys.modules['mediapipe'] = None"
WITHOUT_LIBRARY = """
import ctypes
class Broken(ctypes.CDLL):
    def __init__(self, name, *more, **options):
        if 'libmediapipe' in str(name):
            name = 'libno-such-thing.so.2'
        super().__init__(name, *more, **options)
ctypes.CDLL = Broken
"""
LOAD = """
from pathlib import Path
from posecoach.errors import ModelError
try:
    from posecoach.adapters.estimator import PatientEstimator
    from posecoach.core.config import Thresholds
    PatientEstimator(Path(sys.argv[1]), Thresholds())
except ModelError as error:
    print(error)
"""


def _told(breaking: str, model: Path) -> str:
    """What is said where mediapipe is broken in a way; in a process of its own."""
    code = f"import sys\n{breaking}\n{LOAD}"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(model)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.count("\n") == 1
    return ran.stdout


def test_a_missing_mediapipe_is_told(tmp_path: Path) -> None:
    """One line that says what to install."""
    told = _told(MISSING, tmp_path / "any.task")
    assert "mediapipe, which finds the landmarks, cannot be loaded" in told
    needed = re.search(r"pip install --force-reinstall '(mediapipe[^']+)'", told)
    assert needed is not None
    project = Path(__file__).parents[2] / "pyproject.toml"
    assert f'"{needed[1]}"' in project.read_text(encoding="utf-8")


@pytest.mark.model
def test_a_missing_native_library_is_not_the_models_fault() -> None:
    """The library that is missing is named, and nobody is sent to get the model anew."""
    found = find_model()
    if found is None:
        pytest.skip("the pose model is not installed: run 'posecoach model fetch'")
    told = _told(WITHOUT_LIBRARY, found.path)
    assert "libno-such-thing" in told
    assert "pip install" in told
    assert "model fetch" not in told


def test_a_model_that_is_none_is_still_the_models_fault(tmp_path: Path) -> None:
    """A file that is no model is told of the model, with how to get it."""
    model = tmp_path / "pose.task"
    model.write_bytes(b"no model")
    told = _told("", model)
    assert "pose.task does not load" in told
    assert "model fetch" in told
