"""Which cameras this machine has."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from posecoach.adapters.native import cv2

_BACKENDS = {
    "linux": (cv2.CAP_V4L2,),
    "darwin": (cv2.CAP_AVFOUNDATION,),
    # Media Foundation needs up to 20 s to open a webcam, DirectShow one.
    "win32": (cv2.CAP_DSHOW, cv2.CAP_MSMF),
}


@dataclass(frozen=True)
class FoundCamera:
    """A camera that is plugged in; nothing is said about whether it can be opened.

    Attributes
    ----------
    index
        The number to give to ``--camera``.
    name
        Its own name.
    path
        Its device, where the system has such a thing.
    """

    index: int
    name: str
    path: str | None = None

    def __str__(self) -> str:
        return f"{self.index} ({self.name})"


def backends() -> tuple[int, ...]:
    """OpenCV's ways to a webcam on this system, best first."""
    return _BACKENDS.get(sys.platform, (cv2.CAP_ANY,))


def list_cameras() -> tuple[FoundCamera, ...]:
    """The cameras of this machine by number; empty also where they cannot be listed."""
    try:
        # Needs its own bindings on macOS and Windows; the list is a help, no condition.
        from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415

        found = enumerate_cameras(backends()[0])
    except (ImportError, NotImplementedError, OSError):
        return ()
    cameras = (FoundCamera(c.index, _one_line(c.name), c.path) for c in found)
    return tuple(sorted(cameras, key=lambda camera: camera.index))


def _one_line(name: str | None) -> str:
    """A device names itself: it may say anything."""
    text = " ".join((name or "?").split())
    return text if text.isprintable() else ascii(text)
