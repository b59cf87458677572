"""A webcam: opened through OpenCV, or one line that says why it cannot be.

Linux tells a missing camera, a forbidden one and a busy one apart. On macOS and Windows
OpenCV says only that it did not work, and the message names what to look at.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from posecoach.adapters.camera_feed import FeedLostError
from posecoach.adapters.camera_list import backends, list_cameras
from posecoach.adapters.camera_types import SourceKind
from posecoach.adapters.native import cv2
from posecoach.adapters.paths import shown_path
from posecoach.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from posecoach.adapters.camera_clock import SessionClock
    from posecoach.adapters.camera_list import FoundCamera
    from posecoach.adapters.words.camera import CameraWords

    Open = Callable[[int | str, int], "Capture"]

ASKED_PX = (640, 480)
"""The model looks at 256 x 256; more costs time at every stage."""

_ASKED_FPS = 30
# With one buffer the driver has nowhere to put the next frame while the last one is being
# read, and half of them are lost (LibreScanner/horus issue 60). The capture thread empties
# the second at once, so that it adds no delay.
_BUFFERS = 2
_FIRST_TRIES = 5  # some webcams fail their first reads


class Capture(Protocol):
    """What is used of `cv2.VideoCapture`."""

    def isOpened(self) -> bool:  # noqa: N802 - the name is OpenCV's
        """Whether opening has worked."""

    def set(self, what: int, value: float, /) -> bool:
        """Ask for a property; whether it was granted."""

    def grab(self) -> bool:
        """Wait for the next picture."""

    def retrieve(self) -> tuple[bool, Any]:
        """Decode it."""

    def release(self) -> None:
        """Let go of the camera."""


class WebcamOpener:
    """Opens a camera by number or by device.

    Parameters
    ----------
    camera
        Its number, or the path of its device.
    asked_px
        Width and height to ask for; the camera may give another size.
    find
        Lists the cameras there are.
    open_capture
        Opens a number or device with one of OpenCV's backends; None: as OpenCV does.
    """

    kind = SourceKind.WEBCAM
    # macOS asks the person for permission, and OpenCV can wait for that in the main thread only.
    opens_in_main_thread = sys.platform == "darwin"

    def __init__(
        self,
        camera: int | Path,
        words: CameraWords,
        *,
        asked_px: tuple[int, int] = ASKED_PX,
        find: Callable[[], tuple[FoundCamera, ...]] = list_cameras,
        open_capture: Open | None = None,
    ) -> None:
        self._camera, self._words = camera, words
        self.asked_px = asked_px
        self._find, self._open_capture = find, open_capture or cv2.VideoCapture
        self._shown = str(camera) if isinstance(camera, int) else shown_path(camera)
        self._name: str | None = None

    def __call__(self) -> WebcamFeed:
        """Open it and see that it gives pictures.

        Raises
        ------
        InputError
            Missing, forbidden, or busy.
        """
        found = self._find()
        camera = self._camera_now(found)
        device = f"/dev/video{camera}" if isinstance(camera, int) else str(camera)
        if sys.platform == "linux":
            self._check_device(device, found)
        target = camera if isinstance(camera, int) else device
        for backend in backends():
            capture = self._open_capture(target, backend)
            if capture.isOpened() and self._starts(capture):
                name = self._remember(camera, found)
                words = self._words
                texts = (words.webcam_lost, words.webcam_unreadable)
                return WebcamFeed(capture, name, *(text.format(camera=name) for text in texts))
            capture.release()
        raise self._error(errno.EBUSY, found)

    def _camera_now(self, found: tuple[FoundCamera, ...]) -> int | Path:
        """Return the number it has now: plugged in again, a camera may get another one.

        And its old number may be another camera's: that one is not taken instead.
        """
        names = {camera.index: camera.name for camera in found}
        if not isinstance(self._camera, int) or self._name is None or not names:
            return self._camera
        if names.get(self._camera) == self._name:
            return self._camera
        numbers = [index for index, name in names.items() if name == self._name]
        if not numbers:
            raise self._error(errno.ENOENT, found)
        return numbers[0]

    def _remember(self, camera: int | Path, found: tuple[FoundCamera, ...]) -> str:
        for one in found:
            if camera == one.index or str(camera) == one.path:
                self._name = one.name
        return self._name or self._shown

    def _check_device(self, device: str, found: tuple[FoundCamera, ...]) -> None:
        """Open the device file and close it again: the system says best what is wrong."""
        try:
            os.close(os.open(device, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC))
        except OSError as error:
            raise self._error(error.errno or errno.EIO, found) from error

    def _starts(self, capture: Capture) -> bool:
        """Ask for a size, and see whether a picture comes."""
        width, height = self.asked_px
        # Compressed first: over USB 2 plain pictures come at 10 a second or fewer.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        capture.set(cv2.CAP_PROP_FPS, _ASKED_FPS)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, _BUFFERS)
        return any(capture.grab() for _ in range(_FIRST_TRIES))

    def _error(self, code: int, found: tuple[FoundCamera, ...]) -> InputError:
        words = self._words
        others = words.others(str(c) for c in found if self._shown not in (str(c.index), c.path))
        if code in (errno.EACCES, errno.EPERM):
            reason = words.webcam_denied
        elif code in (errno.ENOENT, errno.ENODEV, errno.ENXIO):
            reason = words.webcam_missing
        elif sys.platform in words.webcam_closed:
            is_known_missing = bool(found) and self._shown not in {str(c.index) for c in found}
            reason = words.webcam_missing if is_known_missing else words.webcam_closed[sys.platform]
        else:
            reason = words.webcam_busy
        return InputError.worded(reason.format(camera=self._shown, others=others))


class WebcamFeed:
    """An open webcam.

    Parameters
    ----------
    lost, unreadable
        What to say where no picture comes, and where what comes is none.
    """

    is_cut_short = False  # it has no end

    def __init__(self, capture: Capture, name: str, lost: str, unreadable: str) -> None:
        self.name = name
        self._capture, self._lost, self._unreadable = capture, lost, unreadable

    def grab(self, session: SessionClock) -> float:
        """Wait for the next picture; its time is when it has arrived."""
        if not self._capture.grab():
            raise FeedLostError.worded(self._lost)
        session.begin()
        return session.now_s()

    def picture(self) -> NDArray[np.uint8]:
        """Decode the picture just grabbed."""
        is_there, image = self._capture.retrieve()
        if not is_there or image is None or not image.size:
            raise FeedLostError.worded(self._lost)
        if image.dtype != np.uint8:  # a depth camera's; cut down to 8 bits it would be noise
            raise FeedLostError.worded(self._unreadable)
        is_grey = image.ndim == 2 or image.shape[2] == 1  # an infrared camera's
        code = cv2.COLOR_GRAY2RGB if is_grey else cv2.COLOR_BGR2RGB
        try:
            return np.asarray(cv2.cvtColor(image, code), np.uint8)
        except cv2.error as error:  # raw bytes of a layout that OpenCV has not converted
            raise FeedLostError.worded(self._unreadable) from error

    def close(self) -> None:
        """Let go of the webcam."""
        self._capture.release()
