"""One connection to a camera: what the capture thread pulls pictures from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from posecoach.adapters.native import cv2
from posecoach.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posecoach.adapters.camera_clock import SessionClock
    from posecoach.adapters.camera_types import SourceKind


class FeedLostError(InputError):
    """The camera is gone, or says nothing any more; before its first picture: why."""


class Feed(Protocol):
    """An open camera; used by one thread."""

    @property
    def name(self) -> str:
        """How to name it to the person."""

    @property
    def is_cut_short(self) -> bool:
        """At its end: whether there should have been more, as in a truncated file."""

    def grab(self, session: SessionClock) -> float | None:
        """Wait for the next picture and return its session time; None: there is none left.

        Raises
        ------
        FeedLostError
            The camera is gone.
        """

    def picture(self) -> NDArray[np.uint8]:
        """Decode the picture just grabbed: (height, width, 3) RGB, the caller's own.

        Raises
        ------
        FeedLostError
            It cannot be decoded.
        """

    def close(self) -> None:
        """Let go of the camera."""


class FeedOpener(Protocol):
    """Opens a camera, and again after it was lost."""

    @property
    def kind(self) -> SourceKind:
        """What it opens."""

    @property
    def asked_px(self) -> tuple[int, int] | None:
        """Width and height that a webcam is asked for."""

    @property
    def opens_in_main_thread(self) -> bool:
        """Whether the system demands that."""

    def __call__(self) -> Feed:
        """Open it.

        Raises
        ------
        InputError
            In one line, why it cannot be opened and what to do.
        """


def fitted(image: NDArray[np.uint8], size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """Scale a picture into this width and height, black bars where the shape differs.

    Landmarks of one session are in one size. Shape is kept, so that angles stay true.
    """
    height, width = image.shape[:2]
    if (width, height) == size_px:
        return image
    scale = min(size_px[0] / width, size_px[1] / height)
    inner_px = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
    canvas = np.zeros((size_px[1], size_px[0], 3), np.uint8)
    left, top = (size_px[0] - inner_px[0]) // 2, (size_px[1] - inner_px[1]) // 2
    canvas[top : top + inner_px[1], left : left + inner_px[0]] = cv2.resize(
        image, inner_px, interpolation=how
    )
    return canvas
