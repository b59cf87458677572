"""What a live session keeps of its frames: whole files, whatever becomes of the other one."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from posecoach.adapters import landmark_log, video_writer
from posecoach.adapters.landmark_log import LandmarkHeader, LandmarkReader
from posecoach.adapters.native import av
from posecoach.adapters.result_names import LANDMARKS_NAME, RECORDING_NAME, SESSION_NAME
from posecoach.core.coach import CoachStep
from posecoach.core.config import Thresholds
from posecoach.core.landmarks import PoseFrame
from posecoach.core.routine import Routine
from posecoach.errors import OutputError, PoseCoachError
from posecoach.live import LiveOptions, coach_live
from posecoach.live_recorder import RESERVE_BYTES, Recorder
from posecoach.live_session import Rules

if TYPE_CHECKING:
    from posecoach.live_frames import LiveFrames

ROOT = Path(__file__).parents[1]
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
    live, header = cast("LiveFrames", frames), LandmarkHeader(*SIZE_PX)
    return Recorder(folder, header, live, lambda why: told.append(str(why)), with_picture=True)


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A umask that keeps nothing from anybody."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.usefixtures("open_to_all")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    """It shows a person at home: the owner's alone from the first byte on, and the new folder."""
    folder, frames = tmp_path / "new", Frames()
    with recorder(folder, frames, []) as record:
        frames.show(0)
        record(STEP)
        assert {mode(file) for file in folder.iterdir()} == {0o600}
    assert {file.name for file in folder.iterdir()} == {LANDMARKS_NAME, RECORDING_NAME}
    assert {mode(file) for file in folder.iterdir()} == {0o600}
    assert mode(folder) == 0o700
    (tmp_path / "other").touch()
    assert mode(tmp_path / "other") == 0o666, "what else is written is as it was"


def mode(path: Path) -> int:
    """Who may do what with it."""
    return path.stat().st_mode & 0o777


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_folder_of_before_keeps_its_mode(tmp_path: Path) -> None:
    """It is the person's own."""
    tmp_path.chmod(0o755)
    with recorder(tmp_path, Frames(), []):
        pass
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize("name", [LANDMARKS_NAME, RECORDING_NAME, SESSION_NAME])
def test_a_recording_is_never_replaced(tmp_path: Path, name: str) -> None:
    """It is refused in one line, before camera and model are so much as looked for."""
    (tmp_path / name).write_text("theirs")
    rules = Rules(Routine("made up", "both", 5.0), Thresholds())
    options = LiveOptions(rules, camera="/nowhere", variant="none", folder=tmp_path, record=True)
    with pytest.raises(OutputError, match="choose another folder with --out") as refused:
        coach_live(options, print)
    assert "\n" not in str(refused.value)
    assert (tmp_path / name).read_text() == "theirs"


def record_ten(folder: Path) -> list[str]:
    """Record ten frames; what was told."""
    told: list[str] = []
    frames = Frames()
    with recorder(folder, frames, told) as record:
        for number in range(10):
            frames.show(number)
            record(STEP)
    return told


def fail(*_: object) -> None:
    """Be a disk that is pulled out in the end."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_landmarks_stay_where_the_video_cannot_be_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why is told in one line, and every frame's landmarks are there."""
    monkeypatch.setattr(video_writer, "_flush_to_disk", fail)
    (why,) = record_ten(tmp_path)
    assert RECORDING_NAME in why
    assert "\n" not in why
    assert len(list(LandmarkReader(tmp_path / LANDMARKS_NAME))) == 10


def test_the_video_stays_where_landmarks_cannot_be_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the other way round."""
    monkeypatch.setattr(landmark_log.os, "fsync", fail)
    monkeypatch.setattr(video_writer, "_flush_to_disk", lambda _path: None)
    told = record_ten(tmp_path)
    assert LANDMARKS_NAME in told[0]
    assert pictures_in(tmp_path) > 0


def test_a_disk_that_fills_up_ends_the_recording_whole(tmp_path: Path) -> None:
    """What was recorded until then is there and whole, why is told once, and nothing more is."""
    told: list[str] = []
    frames, rooms = Frames(), iter([RESERVE_BYTES] * 3 + [RESERVE_BYTES - 1])
    live, header = cast("LiveFrames", frames), LandmarkHeader(*SIZE_PX)

    def tell(why: PoseCoachError) -> None:
        told.append(str(why))

    with Recorder(
        tmp_path, header, live, tell, with_picture=True, room=lambda _folder: next(rooms)
    ) as record:
        for number in range(100):
            frames.show(number)
            record(STEP)
        assert {file.name for file in tmp_path.iterdir()} == {LANDMARKS_NAME, RECORDING_NAME}
    (why,) = told
    assert "nearly full" in why
    # Looked at the start, then at 0, 1 and 2 s: the third of these is the end.
    assert [f.time_s for f in LandmarkReader(tmp_path / LANDMARKS_NAME)][-1] == pytest.approx(1.9)
    assert pictures_in(tmp_path) == 20


def test_nothing_begins_on_a_disk_that_is_nearly_full(tmp_path: Path) -> None:
    """That is said before anybody lies down, and no empty file is left."""
    live, header = cast("LiveFrames", Frames()), LandmarkHeader(*SIZE_PX)
    with pytest.raises(OutputError, match="nearly full"):
        Recorder(tmp_path, header, live, print, with_picture=True, room=lambda _folder: 1000)
    assert list(tmp_path.iterdir()) == []


def test_what_was_recorded_is_kept_when_the_session_breaks(tmp_path: Path) -> None:
    """An error anywhere in the loop costs nothing that was recorded before it."""
    frames = Frames()
    with suppress(RuntimeError), recorder(tmp_path, frames, []) as record:
        for number in range(10):
            frames.show(number)
            record(STEP)
        raise RuntimeError
    assert len(list(LandmarkReader(tmp_path / LANDMARKS_NAME))) == 10
    assert (tmp_path / RECORDING_NAME).stat().st_size > 0


def pictures_in(folder: Path) -> int:
    """How many pictures the recorded video shows."""
    with av.open(str(folder / RECORDING_NAME)) as video:
        return len(list(video.decode(video=0)))


KILLED = """
import os, sys
from pathlib import Path
from tests.test_live_recorder import STEP, Frames, recorder
frames = Frames()
with recorder(Path(sys.argv[1]), frames, []) as record:
    for number in range(55):
        frames.show(number)
        record(STEP)
    record._video._waiting[-1].result()  # the encoder has kept up, as it does with a camera
    os._exit(9)  # nothing is completed, as with kill -9
"""


def test_a_killed_process_leaves_all_but_the_last_second(tmp_path: Path) -> None:
    """Landmarks and video are under their names, whole, and nothing is hidden beside them."""
    ran = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False)
    assert ran.returncode == 9
    assert {file.name for file in tmp_path.iterdir()} == {LANDMARKS_NAME, RECORDING_NAME}
    times = [frame.time_s for frame in LandmarkReader(tmp_path / LANDMARKS_NAME)]
    assert times == [number / 10 for number in range(51)], "5.4 s were recorded"
    assert pictures_in(tmp_path) >= 40
