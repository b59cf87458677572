"""A camera for a live session: a webcam, a phone's camera, or a recording in place of one."""

from __future__ import annotations

import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.adapters.camera_capture import Camera
from posecoach.adapters.camera_clock import SessionClock, SystemClock
from posecoach.adapters.camera_list import list_cameras
from posecoach.adapters.camera_recording import RecordingOpener
from posecoach.adapters.camera_stream import SCHEMES, StreamOpener, shown_address
from posecoach.adapters.camera_watch import GIVE_UP_S
from posecoach.adapters.camera_webcam import ASKED_PX, WebcamOpener
from posecoach.adapters.paths import shown_path
from posecoach.adapters.words.camera import ENGLISH
from posecoach.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from posecoach.adapters.camera_clock import Clock
    from posecoach.adapters.camera_feed import FeedOpener
    from posecoach.adapters.words.camera import CameraWords

OPEN_TIMEOUT_S = 20.0
"""Some drivers on Windows need up to 15 s; then it is said that nothing came."""

_NUMBER = re.compile(r"[0-9]{1,3}")
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://.+", re.DOTALL)
_DEVICE = re.compile(r"/dev/(video[0-9]+|v4l/.+)")


@dataclass(frozen=True)
class CameraOptions:
    """How to open a camera.

    Attributes
    ----------
    asked_px
        Width and height to ask a webcam for; it may give another one: see `Camera.info`.
    loop, speed
        Of a recording only: begin again at the end; how many times as fast.
    open_timeout_s
        How long opening and the first picture may take.
    give_up_s
        How long a lost camera is tried again.
    """

    asked_px: tuple[int, int] = ASKED_PX
    loop: bool = False
    speed: float = 1.0
    open_timeout_s: float = OPEN_TIMEOUT_S
    give_up_s: float = GIVE_UP_S


def open_camera(
    spec: str,
    options: CameraOptions = CameraOptions(),
    *,
    words: CameraWords = ENGLISH,
    clock: Clock | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Camera:
    """Open a camera and wait for its first picture.

    Parameters
    ----------
    spec
        A number ("0"); a device ("/dev/video2"); an address (http, https, rtsp, rtsps); or a
        video file, which is then played at its own pace.
    words
        The language of what may have to be said.
    clock
        The machine's, or a test's.
    should_stop
        Whether Ctrl-C was pressed; opening then ends by a KeyboardInterrupt.

    Raises
    ------
    UsageError
        `spec` can be no camera.
    InputError
        The camera is missing, forbidden, busy or silent, the address gives no live picture,
        or the file is no video. One line that says what to do.
    """
    opener = _opener(spec, options, words)
    speed = options.speed if isinstance(opener, RecordingOpener) else 1.0
    camera, seconds = shown_address(spec), options.open_timeout_s
    return Camera(
        opener,
        SessionClock(clock or SystemClock(), speed),
        open_timeout_s=options.open_timeout_s,
        too_slow=words.too_slow.format(camera=camera, seconds=seconds),
        give_up_s=options.give_up_s,
        should_stop=should_stop,
    )


def _opener(spec: str, options: CameraOptions, words: CameraWords) -> FeedOpener:
    if _NUMBER.fullmatch(spec):
        return WebcamOpener(int(spec), words, asked_px=options.asked_px)
    if address := _ADDRESS.fullmatch(spec):
        if address[1].lower() not in SCHEMES:
            raise UsageError.worded(words.wrong_scheme.format(scheme=address[1]))
        return StreamOpener(spec, words)
    path = Path(spec)
    if not spec.strip() or "\0" in spec or re.fullmatch(r"-[0-9]+", spec):
        raise UsageError.worded(words.wrong_camera.format(camera=shown_path(path) if spec else ""))
    if _is_device(path):
        return WebcamOpener(path, words, asked_px=options.asked_px)
    if not _is_there(path):
        others = words.others(str(camera) for camera in list_cameras())
        raise InputError.worded(words.neither.format(camera=shown_path(path), others=others))
    return RecordingOpener(path, loop=options.loop)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name longer than any file's
        return False


def _is_device(path: Path) -> bool:
    """Whether it is a camera's device, or would be if it were plugged in."""
    if sys.platform != "linux":
        return False
    try:
        return stat.S_ISCHR(path.stat().st_mode)
    except OSError:
        return bool(_DEVICE.fullmatch(str(path)))
