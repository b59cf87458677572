"""The pose landmarker: a picture in, the patient's landmarks out.

The only module that imports mediapipe.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

# The native library writes its log to the process's stderr; errors still come as exceptions.
os.environ.setdefault("GLOG_minloglevel", "3")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from posecoach.adapters.paths import shown_path
from posecoach.core.landmarks import Pose, PoseFrame
from posecoach.core.patient import choose_patient
from posecoach.core.trunk import trunk_of
from posecoach.errors import ModelError

_NEEDED = "mediapipe>=0.10.30,<0.10.32"  # as in pyproject.toml, where the reason stands


def _not_loaded(error: Exception) -> ModelError:
    return ModelError(
        "mediapipe, which finds the landmarks, cannot be loaded ({why}); install it "
        "again (pip install --force-reinstall '{needed}') and any system library that "
        "this names",
        why=str(error),
        needed=_NEEDED,
    )


try:
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions
    from mediapipe.tasks.python.vision import (
        PoseLandmarker,
        PoseLandmarkerOptions,
        RunningMode,
    )
except (ImportError, OSError) as error:  # OSError: a native library in it
    raise _not_loaded(error) from error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from posecoach.core.config import Thresholds

_PEOPLE = 4  # patient, therapist, and a passer-by or two
_SEARCH_EVERY_S = 1.0  # a search costs two to three frames' time
_ALONE_AFTER_S = 2.0  # the others have gone, not merely blinked


class PatientEstimator:
    """Finds the patient's landmarks, frame after frame.

    A tracker follows one person, cheaply. It takes whoever it finds first, and keeps them.
    So whenever the person it follows does not lie on the back, a search for everybody in the
    picture is made once a second; as long as it shows that somebody else is the patient, every
    frame is searched and the patient chosen among all (``posecoach.core.patient``).

    Parameters
    ----------
    model
        A verified pose landmarker bundle.
    """

    def __init__(self, model: Path, cfg: Thresholds) -> None:
        self._model = model
        self._cfg = cfg
        self._tracker = _landmarker(model, RunningMode.VIDEO, people=1)
        self._searcher: PoseLandmarker | None = None
        self._last_ms = -1
        self._searched_s: float | None = None
        self._crowd_seen_s: float | None = None
        self._patient: Pose | None = None

    def __enter__(self) -> PatientEstimator:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the networks."""
        self._tracker.close()
        if self._searcher is not None:
            self._searcher.close()

    def __call__(self, image_rgb: NDArray[np.uint8], time_s: float) -> PoseFrame:
        """Find the patient in the next frame; times increase.

        Parameters
        ----------
        image_rgb
            (height, width, 3) uint8, upright, never mirrored.
        """
        image = mp.Image(mp.ImageFormat.SRGB, np.ascontiguousarray(image_rgb))
        pose = self._in_crowd(image, time_s) if self._is_crowd(time_s) else None
        if pose is None:
            pose = self._tracked(image, time_s)
            if self._should_search(pose, time_s):
                pose = self._searched(image, time_s, pose)
        self._patient = pose
        return PoseFrame(time_s, pose)

    def _tracked(self, image: mp.Image, time_s: float) -> Pose | None:
        self._last_ms = max(self._last_ms + 1, round(time_s * 1000))
        # The native library writes a note about its first frame to the terminal.
        with _quiet_stderr() if self._patient is None else contextlib.nullcontext():
            found = self._tracker.detect_for_video(image, self._last_ms)
        poses = _poses(found, image)
        return poses[0] if poses else None

    def _should_search(self, pose: Pose | None, time_s: float) -> bool:
        if pose is None or trunk_of(pose).is_supine(self._cfg):
            return False
        return self._searched_s is None or time_s - self._searched_s >= _SEARCH_EVERY_S

    def _searched(self, image: mp.Image, time_s: float, tracked: Pose | None) -> Pose | None:
        """Look for somebody who lies, while the tracker follows somebody who does not."""
        self._searched_s = time_s
        everybody = self._everybody(image)
        patient = choose_patient(everybody, self._cfg)
        if len(everybody) < 2 or patient is None or not trunk_of(patient).is_supine(self._cfg):
            return tracked
        self._crowd_seen_s = time_s
        return patient

    def _is_crowd(self, time_s: float) -> bool:
        return self._crowd_seen_s is not None and time_s - self._crowd_seen_s < _ALONE_AFTER_S

    def _in_crowd(self, image: mp.Image, time_s: float) -> Pose | None:
        everybody = self._everybody(image)
        if len(everybody) > 1:
            self._crowd_seen_s = time_s
        return choose_patient(everybody, self._cfg, self._patient)

    def _everybody(self, image: mp.Image) -> list[Pose]:
        if self._searcher is None:
            self._searcher = _landmarker(self._model, RunningMode.IMAGE, people=_PEOPLE)
        with _quiet_stderr():
            found = self._searcher.detect(image)
        return _poses(found, image)


def _landmarker(model: Path, mode: RunningMode, *, people: int) -> PoseLandmarker:
    options = PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=mode,
        num_poses=people,
    )
    try:
        with _quiet_stderr():
            return PoseLandmarker.create_from_options(options)
    except (RuntimeError, ValueError, OSError) as error:
        # The native library itself is loaded with the first model, too: by ctypes, which raises
        # a plain OSError, or under Windows one that names the library.
        if type(error) is OSError or "libmediapipe" in str(error):
            raise _not_loaded(error) from error
        raise ModelError(
            "the model {model} does not load ({why}); get it anew with 'posecoach model fetch'",
            model=shown_path(model),
            why=str(error),
        ) from error


@contextlib.contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Keep the native library's notes on delegates off the person's terminal."""
    try:
        kept = os.dup(2)
    except OSError:  # no stderr at all, as under pythonw
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)


def _poses(result: Any, image: mp.Image) -> list[Pose]:  # noqa: ANN401 - mediapipe is untyped
    size = (image.width, image.height)
    return [
        _pose(landmarks, world, size)
        for landmarks, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
    ]


def _pose(landmarks: Any, world: Any, size: tuple[int, int]) -> Pose:  # noqa: ANN401 - the same
    width, height = size
    raw = np.array([(mark.x, mark.y, mark.z, mark.visibility) for mark in landmarks])
    return Pose(
        points_px=raw[:, :2] * (width, height),
        depth=raw[:, 2] * width,
        visibility=raw[:, 3],
        world_m=np.array([(mark.x, mark.y, mark.z) for mark in world]),
    )
