"""What a live session keeps of its frames: whole files, whatever becomes of the other one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np

from posecoach.adapters.landmark_log import LandmarkHeader, LandmarkReader
from posecoach.adapters.result_names import LANDMARKS_NAME, RECORDING_NAME
from posecoach.core.coach import CoachStep
from posecoach.core.landmarks import PoseFrame
from posecoach.live_recorder import Recorder

if TYPE_CHECKING:
    from posecoach.live_frames import LiveFrames

SIZE_PX = (64, 48)
STEP = cast("CoachStep", None)
"""The recorder asks its frames, not the step."""


class Frames:
    """Hands out ten empty pictures with nobody in them."""

    handed: PoseFrame | None = None
    look: object = None

    def show(self, number: int) -> None:
        """Hand out the next one."""
        self.handed = PoseFrame(number / 10, None)
        image = np.zeros((SIZE_PX[1], SIZE_PX[0], 3), np.uint8)
        self.look = SimpleNamespace(frame=SimpleNamespace(image_rgb=image))


def recorder(folder: Path, frames: Frames, told: list[str]) -> Recorder:
    """A recorder of landmarks and picture."""
    live = cast("LiveFrames", frames)
    return Recorder(folder, LandmarkHeader(*SIZE_PX), live, told.append, with_picture=True)


def test_landmarks_stay_where_the_video_cannot_be_finished(tmp_path: Path) -> None:
    """Why is told in one line, and every frame's landmarks are there."""
    told: list[str] = []
    frames = Frames()
    with recorder(tmp_path, frames, told) as record:
        for number in range(10):
            frames.show(number)
            record(STEP)
        (tmp_path / RECORDING_NAME).mkdir()  # the video cannot take its name
    (why,) = told
    assert RECORDING_NAME in why
    assert "\n" not in why
    assert len(list(LandmarkReader(tmp_path / LANDMARKS_NAME))) == 10


def test_the_video_stays_where_landmarks_cannot_be_finished(tmp_path: Path) -> None:
    """And the other way round."""
    told: list[str] = []
    frames = Frames()
    with recorder(tmp_path, frames, told) as record:
        for number in range(10):
            frames.show(number)
            record(STEP)
        (tmp_path / LANDMARKS_NAME).mkdir()
    assert LANDMARKS_NAME in told[0]
    assert (tmp_path / RECORDING_NAME).stat().st_size > 0
