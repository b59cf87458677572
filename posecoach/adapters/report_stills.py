"""Stills from the annotated video: each hold at its deepest, each fault at its worst."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from posecoach.adapters.report_model import HoldRow, Track
    from posecoach.core.faults import Fault

    Series = NDArray[np.float64]

STILL_WIDTH_PX = 480
_JPEG_QUALITY = 72  # a still is looked at, not measured; about 20 kB
_MOST_STILLS = 150  # about 3 MB in the page; a longer session has its stills from the start on
_CLOCK_S = 0.005  # the table rounds to a millisecond, the video to its own clock
_OTHER_VIDEO_S = 2.0  # longer than the session by this, a video is of something else


def deepest_s(track: Track, hold: HoldRow) -> float:
    """When the hold's legs were closest, their mean if both are seen."""
    seen = [track.flexion_deg(side) for side in hold.legs.sides]
    known = np.isfinite(seen)
    mean = np.where(known, seen, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return _peak_s(track, np.where(known.any(axis=0), mean, np.nan), hold.start_s, hold.end_s)


def worst_s(track: Track, fault: Fault) -> float:
    """When the fault was at its worst; its middle where nothing says."""
    return _peak_s(track, _badness(track, fault.kind), fault.start_s, fault.end_s)


def _badness(track: Track, kind: FaultKind) -> Series:  # noqa: PLR0911 - one return a rule
    """What grows as a fault gets worse, for each frame."""
    columns = track.columns
    if kind is FaultKind.NOT_SUPINE:
        return columns["trunk_elevation_deg"]
    if kind is FaultKind.HEAD_UP:
        return columns["head_lift_torso"]
    if kind is FaultKind.SHOULDERS_UP:
        return columns["shoulder_lift_torso"]
    left, right = (side.value for side in Side)
    if kind is FaultKind.LEG_STRAIGHT:
        knees = [columns[f"knee_flexion_{side}_deg"] for side in (left, right)]
        return -np.fmin(*knees)
    if kind is FaultKind.HANDS_OFF:
        return np.fmin(*(columns[f"hand_distance_{side}_torso"] for side in (left, right)))
    if kind is FaultKind.FREE_LEG_UP:
        return np.fmax(*(columns[f"foot_lift_{side}_torso"] for side in (left, right)))
    if kind is FaultKind.JERKY and len(track.time_s) > 1:
        speeds = [np.gradient(track.flexion_deg(side), track.time_s) for side in Side]
        fastest: Series = np.fmax(*speeds)
        return fastest
    return np.full(len(track.time_s), np.nan)


def _peak_s(track: Track, values: Series, start_s: float, end_s: float) -> float:
    inside = (track.time_s >= start_s) & (track.time_s <= end_s) & np.isfinite(values)
    if not inside.any():
        return (start_s + end_s) / 2
    return float(track.time_s[inside][np.argmax(values[inside])])


def take_stills(
    video: Path, times_s: Iterable[float], session_s: float
) -> dict[float, bytes] | None:
    """Decode the video once and keep the pictures at the times, as JPEG.

    Parameters
    ----------
    session_s
        The session's length.

    Returns
    -------
    By their time; None if the video is longer than the session and so of something else.

    Raises
    ------
    InputError
        The video cannot be read.
    """
    # Imported here: a report without a video does not need these libraries.
    from posecoach.adapters.video_source import VideoSource  # noqa: PLC0415

    wanted = sorted(set(times_s))[:_MOST_STILLS]
    stills: dict[float, bytes] = {}
    with VideoSource(video) as source:
        for frame in source:
            while wanted and frame.time_s >= wanted[0] - _CLOCK_S:
                stills[wanted.pop(0)] = _jpeg(frame.image_rgb)
            if frame.time_s > session_s + _OTHER_VIDEO_S:
                return None
    return stills


def _jpeg(image_rgb: NDArray[np.uint8]) -> bytes:
    import cv2  # noqa: PLC0415 - see above

    height, width = image_rgb.shape[:2]
    if width > STILL_WIDTH_PX:
        size = (STILL_WIDTH_PX, max(1, round(height * STILL_WIDTH_PX / width)))
        image_rgb = cv2.resize(image_rgb, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    done, code = cv2.imencode(
        ".jpg", image_rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    )
    assert done  # OpenCV writes any 8-bit picture as JPEG
    return code.tobytes()
