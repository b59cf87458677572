"""OpenSim markers: ``markers.trc``, the 33 world landmarks in metres.

Conventions
-----------
Y up and right-handed, as OpenSim's ground: X to the image's right, Y up in the image, Z
towards the camera. That is the landmarker's own frame (x right, y down, z away) turned by half
a turn about x; Y is the true vertical as far as the camera stands level. Whether the person's
head lies towards +X or -X depends on which side faces the camera. The origin is the middle of
the hips in every frame: the pelvis is fixed, the body moves about it. Metres are the
landmarker's estimate of an average body, not measured: scale a model with ratios, not with
these lengths.

Markers carry BlazePose's names (``left_hip``; left and right are the person's own), as they
were judged: exchanged legs are put right, and ``left_knee`` is the knee of frames.csv's left leg.

Gaps
----
Where nobody, or a landmark not to be believed, is seen the three cells are NaN. Blank cells are
common too, but a row that ends with them is refused by OpenSim 4 and read into the wrong
columns by others; NaN is read as missing by all.

Time
----
Frames stand at their true times; nothing is resampled. DataRate is the mean rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posecoach.adapters.files import replaced_when_done
from posecoach.core.landmarks import LANDMARK_COUNT, LANDMARK_NAMES
from posecoach.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from posecoach.adapters.export_source import ReviewFiles
    from posecoach.core.landmarks import Pose

_NAME = "markers.trc"
_TO_Y_UP = np.array([1.0, -1.0, -1.0])  # half a turn about x
_KEYS = (
    "DataRate",
    "CameraRate",
    "NumFrames",
    "NumMarkers",
    "Units",
    "OrigDataRate",
    "OrigDataStartFrame",
    "OrigNumFrames",
)


def write_trc(review: ReviewFiles, folder: Path) -> tuple[Path, ...]:
    """Write the markers."""
    path = folder / _NAME
    times_s = review.times_s()
    if not times_s:
        raise InputError(
            "{folder}: there is not a single frame in it; record it again", folder=path.parent
        )
    with replaced_when_done(path) as stream:
        stream.write(_head(len(times_s), _rate_hz(times_s)).encode())
        for number, frame in enumerate(review.poses(), start=1):
            cells = (_cell(value) for value in markers_m(frame.pose).ravel())
            line = "\t".join((str(number), f"{frame.time_s:.6f}", *cells))
            stream.write(f"{line}\n".encode())
    return (path,)


def markers_m(pose: Pose | None) -> NDArray[np.float64]:
    """(33, 3) markers in m, Y up; NaN where not seen or not to be believed."""
    if pose is None:
        return np.full((LANDMARK_COUNT, 3), np.nan)
    seen = np.isfinite(pose.points_px).all(axis=1, keepdims=True)
    return np.where(seen, pose.world_m * _TO_Y_UP, np.nan)


def _rate_hz(times_s: list[float]) -> float:
    """Mean frames a second; of a single frame nothing is known, and readers want a number."""
    if len(times_s) < 2:
        return 1.0
    return (len(times_s) - 1) / (times_s[-1] - times_s[0])


def _head(frames: int, rate_hz: float) -> str:
    rate = f"{rate_hz:.6f}"
    values = (rate, rate, frames, LANDMARK_COUNT, "m", rate, 1, frames)
    names = (f"{name}\t\t" for name in LANDMARK_NAMES)
    axes = (f"X{n}\tY{n}\tZ{n}" for n in range(1, LANDMARK_COUNT + 1))
    lines = (
        f"PathFileType\t4\t(X/Y/Z)\t{_NAME}",
        "\t".join(_KEYS),
        "\t".join(map(str, values)),
        "\t".join(("Frame#", "Time", *names)),
        "\t".join(("", "", *axes)),
        "",
    )
    return "\n".join(lines) + "\n"


def _cell(value: float) -> str:
    return "NaN" if np.isnan(value) else f"{value + 0.0:.4f}"  # + 0.0: no minus zero
