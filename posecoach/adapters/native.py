"""OpenCV and FFmpeg, imported in the one order that works, and told to be quiet.

PyAV's wheel and OpenCV's wheel each bring an X11 client library. Loaded first, PyAV's is the
one that OpenCV's window then talks through, and ``cv2.imshow`` hangs for ever. So cv2 comes
first. Whoever may end up in one process with a window imports ``av`` from here.
"""

from __future__ import annotations

import os
import sys

# Read by OpenCV as it is loaded; what the person has set counts.
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
# Seconds until a webcam that sends nothing counts as failed; OpenCV's own limit is 10 s.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "3")
# With them Media Foundation takes 10 s and more to open a webcam (opencv issue 17687).
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
# Read by Qt with its first window: its warnings (no plugin "wayland", no folder of fonts) are
# about nothing that the person can mend.
os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")

import cv2

# isort: split
import av

__all__ = ["av", "cv2", "window_would_hang"]

# The environment is too late where somebody else imported cv2 before.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def window_would_hang() -> bool:
    """Whether somebody imported av before cv2, so that under X11 no window may be opened.

    Python keeps its modules in the order in which their import began.
    """
    loaded = list(sys.modules)
    return sys.platform == "linux" and loaded.index("av") < loaded.index("cv2")
