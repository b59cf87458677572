"""OpenSim motion: ``angles.mot``, ``angles_left.mot`` and ``angles_right.mot``.

Conventions
-----------
Coordinates are named as in OpenSim's models: ``hip_flexion_r``, ``hip_flexion_l``,
``knee_angle_r``, ``knee_angle_l``; left and right are the person's own. In degrees. Both are 0
with the thigh in line with the trunk and the shank in line with the thigh, and positive in
flexion, as in Rajagopal 2016 and Lai-Uhlrich 2022, the models that Sports2D and OpenCap use.
In the older gait2354 and gait2392 ``knee_angle`` is negative in flexion: turn its sign there.

``hip_flexion`` is measured between trunk and thigh in the image: it contains the lumbar share
that OpenSim books under ``lumbar_extension``, and the error of a view that is not side-on.

Gaps
----
OpenSim's older reader (``Storage``: the GUI, Analyze) stops at the first NaN without a word,
and a filled gap would be a guess. So a moment in which a coordinate was not seen is left out.
``angles.mot`` has the moments in which all four were seen; the two others have one leg each,
with every moment in which that leg was seen, because with single legs the far one is hidden
for long.

Time
----
Frames stand at their true times, which need not be evenly spaced; nothing is resampled.
OpenSim reads the times, and its filters resample by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.adapters.files import replaced_when_done

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from posecoach.adapters.export_source import ReviewFiles

_RIGHT = {
    "hip_flexion_r": "hip_flexion_right_deg",
    "knee_angle_r": "knee_flexion_right_deg",
}
_LEFT = {
    "hip_flexion_l": "hip_flexion_left_deg",
    "knee_angle_l": "knee_flexion_left_deg",
}
COORDINATES: Mapping[str, Mapping[str, str]] = {
    "angles.mot": {**_RIGHT, **_LEFT},
    "angles_left.mot": _LEFT,
    "angles_right.mot": _RIGHT,
}
"""For each file, its coordinates and the columns of frames.csv that they come from."""

_NOTES = """\
Seconds from the first frame, at the frames' true times: not evenly spaced where the video is not.
Degrees. hip_flexion: trunk to thigh, lumbar share included; knee_angle: thigh to shank.
Both are 0 when extended and positive in flexion (Rajagopal 2016, Lai-Uhlrich 2022);
for gait2354 and gait2392 turn the sign of knee_angle.
A moment in which a coordinate was not seen is left out."""


def write_mot(review: ReviewFiles, folder: Path) -> tuple[Path, ...]:
    """Write the angles of both legs, and of each leg alone."""
    paths = []
    for name, coordinates in COORDINATES.items():
        _write(review, folder / name, coordinates)
        paths.append(folder / name)
    return tuple(paths)


def _write(review: ReviewFiles, path: Path, coordinates: Mapping[str, str]) -> None:
    count = sum(1 for _ in _lines(review, coordinates))
    head = (
        f"Coordinates\nversion=1\nnRows={count}\nnColumns={len(coordinates) + 1}\n"
        f"inDegrees=yes\n\n{_NOTES}\n\nendheader\n"
    )
    with replaced_when_done(path) as stream:
        stream.write((head + "\t".join(("time", *coordinates)) + "\n").encode())
        for line in _lines(review, coordinates):
            stream.write(line.encode())


def _lines(review: ReviewFiles, coordinates: Mapping[str, str]) -> Iterator[str]:
    """The moments in which every coordinate was seen."""
    for row in review.frame_rows():
        cells = [row[name] for name in ("time_s", *coordinates.values())]
        if None not in cells:
            yield "\t".join(map(str, cells)) + "\n"
