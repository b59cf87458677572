"""What is kept of a live session's frames, if that is asked for: landmarks, and the picture.

Neither is kept unless asked for, and then for its owner alone. A disk that fails ends the
recording, never the coaching.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from posecoach.adapters.files import folder_if_used, make_folder
from posecoach.adapters.landmark_log import LandmarkHeader, landmark_writer
from posecoach.adapters.paths import shown_path
from posecoach.adapters.result_names import LANDMARKS_NAME, RECORDING_NAME, SESSION_NAME
from posecoach.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from posecoach.adapters.landmark_log import LandmarkWriter
    from posecoach.adapters.video_writer import VideoWriter
    from posecoach.core.coach import CoachStep
    from posecoach.live_frames import LiveFrames


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
        Told why if it fails.

    Raises
    ------
    OutputError
        The folder cannot be written to, before anything is recorded.
    """

    def __init__(
        self,
        folder: Path,
        header: LandmarkHeader,
        frames: LiveFrames,
        tell: Callable[[Exception], None],
        *,
        with_picture: bool,
    ) -> None:
        self._frames, self._tell = frames, tell
        self._failed = False
        with for_owner_alone(), ExitStack() as landmarks_file, ExitStack() as video_file:
            make_folder(folder)
            self._landmarks: LandmarkWriter = landmarks_file.enter_context(
                landmark_writer(folder / LANDMARKS_NAME, header)
            )
            self._video: VideoWriter | None = None
            if with_picture:
                # Imported here: PyAV is needed by this alone.
                from posecoach.adapters.video_writer import VideoWriter  # noqa: PLC0415

                size = (header.width_px, header.height_px)
                self._video = video_file.enter_context(VideoWriter(folder / RECORDING_NAME, *size))
            # Each by itself: where one cannot be completed the other is.
            self._files = (video_file.pop_all(), landmarks_file.pop_all())

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for file in self._files:
            with self._told_if_it_fails():
                file.__exit__(exc_type, exc, traceback)

    @contextmanager
    def _told_if_it_fails(self) -> Iterator[None]:
        try:
            yield
        except OutputError as error:
            self._tell(error)

    def __call__(self, _step: CoachStep) -> None:
        """Keep the frame that was judged."""
        frame, look = self._frames.handed, self._frames.look
        if frame is None or self._failed:
            return
        try:
            self._landmarks.write(frame)
            if self._video is not None and look is not None:
                self._video.write(look.frame.image_rgb, frame.time_s)
        except (OutputError, OSError) as error:
            self._failed = True
            self._tell(error)
