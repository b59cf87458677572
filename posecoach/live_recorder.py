"""What is kept of a live session's frames, if that is asked for: landmarks, and the picture.

Neither is kept unless asked for, and then for its owner alone. A disk that fails ends the
recording, never the coaching; before one is full the recording ends by itself, and is whole.
So is what a killed process leaves, up to its last second.
"""

from __future__ import annotations

import math
import os
import shutil
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from posecoach.adapters.files import folder_if_used, make_folder, unwritable
from posecoach.adapters.landmark_log import LandmarkHeader, lasting_landmark_writer
from posecoach.adapters.paths import shown_path
from posecoach.adapters.result_names import LANDMARKS_NAME, RECORDING_NAME, SESSION_NAME
from posecoach.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from posecoach.adapters.landmark_log import LandmarkWriter
    from posecoach.adapters.video_writer import VideoWriter
    from posecoach.core.coach import CoachStep
    from posecoach.core.landmarks import PoseFrame
    from posecoach.errors import PoseCoachError
    from posecoach.live_frames import LiveFrames

RESERVE_BYTES = 64 * 2**20
"""Left on the disk: a recording is completed, and the session still goes into the history."""

_LOOK_EVERY_S = 1.0  # far less than the reserve is written in that time


def check_free(folder: Path) -> None:
    """See that no recording is in a folder yet: none is ever replaced.

    Raises
    ------
    OutputError
        There is one.
    """
    for name in (LANDMARKS_NAME, RECORDING_NAME, SESSION_NAME):
        if os.path.lexists(folder / name):
            raise OutputError(
                "{folder} holds a recording already ({name}); choose another folder with --out",
                folder=shown_path(folder),
                name=name,
            )


@contextmanager
def for_owner_alone() -> Iterator[None]:
    """Files and folders made in this block are the owner's alone: they show a person.

    The whole process is so for these few milliseconds; what its other threads make is private
    in any case.
    """
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def private_folder_if_used(folder: Path) -> Iterator[None]:
    """Make the folder for a recording, for its owner alone; empty at the end, it goes again.

    Raises
    ------
    OutputError
        If it cannot be made or written to.
    """
    with ExitStack() as stack:
        with for_owner_alone():
            stack.enter_context(folder_if_used(folder))
        yield


class Recorder:
    """One of the loop's sinks; a context manager that completes the files.

    Parameters
    ----------
    folder
        Made if it is not there.
    frames
        Where the loop's frames come from: what is kept is what was judged, before repair.
    tell
        Told why if it fails or has to end.
    room
        Bytes left on the disk of a folder.

    Raises
    ------
    OutputError
        The folder cannot be written to, or its disk is nearly full, before anything is recorded.
    """

    def __init__(
        self,
        folder: Path,
        header: LandmarkHeader,
        frames: LiveFrames,
        tell: Callable[[PoseCoachError], None],
        *,
        with_picture: bool,
        room: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._folder, self._frames, self._tell, self._room = folder, frames, tell, room
        self._told: set[str] = set()
        self._looked_s = -math.inf
        with for_owner_alone(), ExitStack() as landmarks_file, ExitStack() as video_file:
            make_folder(folder)
            self._check_room()
            self._landmarks: LandmarkWriter = landmarks_file.enter_context(
                lasting_landmark_writer(folder / LANDMARKS_NAME, header)
            )
            self._video: VideoWriter | None = None
            if with_picture:
                # Imported here: PyAV is needed by this alone.
                from posecoach.adapters.video_writer import VideoWriter  # noqa: PLC0415

                size = (header.width_px, header.height_px)
                self._video = video_file.enter_context(
                    VideoWriter(folder / RECORDING_NAME, *size, lasting=True)
                )
            # Each by itself: where one cannot be completed the other is.
            self._files: tuple[ExitStack, ...] = (video_file.pop_all(), landmarks_file.pop_all())

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        """Complete the files, each by itself; nothing is kept from now on."""
        files, self._files = self._files, ()
        for file in files:
            self._complete(file)

    def _complete(self, file: ExitStack) -> None:
        try:
            file.close()
        except OutputError as error:
            self._tell_once(error)

    def _tell_once(self, error: OutputError) -> None:
        if str(error) not in self._told:
            self._told.add(str(error))
            self._tell(error)

    def _check_room(self) -> None:
        if self._room(self._folder) < RESERVE_BYTES:
            raise OutputError(
                "the disk of {folder} is nearly full; what is recorded is kept, make room for "
                "more or choose another folder with --out",
                folder=shown_path(self._folder),
            )

    def __call__(self, _step: CoachStep) -> None:
        """Keep the frame that was judged."""
        frame, look = self._frames.handed, self._frames.look
        if frame is None or not self._files:
            return
        try:
            if frame.time_s >= self._looked_s + _LOOK_EVERY_S:
                self._looked_s = frame.time_s
                self._check_room()
            self._keep(frame)
            if self._video is not None and look is not None:
                self._video.write(look.frame.image_rgb, frame.time_s)
        except OutputError as error:
            self._tell_once(error)
            self._end()

    def _keep(self, frame: PoseFrame) -> None:
        try:
            self._landmarks.write(frame)
        except OSError as error:
            raise unwritable(self._folder / LANDMARKS_NAME, error) from error
