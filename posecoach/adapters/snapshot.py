"""A snapshot of what is shown: a PNG that only its owner can read."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

from posecoach.adapters.files import replaced_when_done
from posecoach.adapters.native import cv2
from posecoach.adapters.paths import shown_path
from posecoach.errors import OutputError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


def save_snapshot(folder: Path, canvas_rgb: NDArray[np.uint8], time: datetime) -> Path:
    """Keep a picture, (height, width, 3) uint8, in a folder that is made if it is not there.

    Named after the time, to the second, with a number where that name is taken: no file is
    ever replaced.

    Raises
    ------
    OutputError
        If it cannot be written; nothing is left behind.
    """
    _, png = cv2.imencode(".png", cv2.cvtColor(canvas_rgb, cv2.COLOR_RGB2BGR))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = _reserved(folder, f"posecoach-{time:%Y-%m-%d-%H%M%S}")
    except OSError as error:
        raise OutputError(
            "no snapshot in {folder} ({why}); choose a folder that may be written to and has space",
            folder=shown_path(folder),
            why=error,
        ) from error
    try:
        with replaced_when_done(path) as stream:
            os.chmod(stream.name, 0o600)  # noqa: PTH101 - a stream has a name, no path
            stream.write(png.tobytes())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _reserved(folder: Path, stem: str) -> Path:
    """A name that was free, taken."""
    for number in count(1):
        path = folder / (f"{stem}.png" if number == 1 else f"{stem}-{number}.png")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            continue
        return path
    raise AssertionError  # the numbers do not end; mypy cannot see it
