"""A recording played at its own pace, as if it were a camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.adapters.camera_types import SourceKind
from posecoach.adapters.paths import shown_path
from posecoach.adapters.video_source import VideoSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from posecoach.adapters.camera_clock import SessionClock
    from posecoach.adapters.frames import Frame


class RecordingOpener:
    """Opens a video file.

    Parameters
    ----------
    loop
        Whether to begin again at the end; time goes on.
    """

    kind = SourceKind.RECORDING
    asked_px = None
    opens_in_main_thread = False

    def __init__(self, path: Path, *, loop: bool = False) -> None:
        self._path, self._loop = path, loop

    def __call__(self) -> RecordingFeed:
        """Open it.

        Raises
        ------
        InputError
            It is no video that can be read.
        """
        return RecordingFeed(self._path, loop=self._loop)


class RecordingFeed:
    """Hands out each frame when its own timestamp is due.

    Frames carry the recording's own timestamps, not the moment when this machine came to
    them: what is judged is the movement as it was recorded.
    """

    def __init__(self, path: Path, *, loop: bool = False) -> None:
        self._path, self._loop = path, loop
        self._source = VideoSource(path)
        self._frames: Iterator[Frame] = iter(self._source)
        self._begin_s = 0.0  # of this round
        self._frame: Frame | None = None
        self.name = shown_path(path)

    @property
    def is_cut_short(self) -> bool:
        """Whether the file's end is missing; known once the last frame is out."""
        return self._source.truncated_at_s is not None

    def grab(self, session: SessionClock) -> float | None:
        """Wait until the next frame is due; None at the end."""
        self._frame = next(self._frames, None)
        if self._frame is None and self._loop:
            self._rewind()
        if self._frame is None:
            return None
        session.begin()
        time_s = self._begin_s + self._frame.time_s
        session.wait_until(time_s)
        return time_s

    def picture(self) -> NDArray[np.uint8]:
        """Return the picture just grabbed."""
        assert self._frame is not None  # grab said so; mypy cannot see it
        return self._frame.image_rgb

    def close(self) -> None:
        """Let go of the file."""
        self._source.close()

    def _rewind(self) -> None:
        self._begin_s += self._source.end_s
        self._source.close()
        self._source = VideoSource(self._path)
        self._frames = iter(self._source)
        self._frame = next(self._frames, None)
