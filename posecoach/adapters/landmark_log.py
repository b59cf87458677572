"""Recorded landmark sequences: written, and read back with suspicion.

The format (``posecoach.landmarks/1``) is JSON lines, gzipped where the name ends in ``.gz``:
a header, then one line a frame. It holds no picture of the person. Numbers are rounded by
:func:`rounded` before they are judged, so that a replay judges the very same numbers.
"""

from __future__ import annotations

import errno
import gzip
import io
import json
import math
import os
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from posecoach.adapters.files import replaced_when_done, unwritable
from posecoach.adapters.paths import shown_path
from posecoach.core.landmarks import LANDMARK_COUNT, LANDMARK_NAMES, Pose, PoseFrame
from posecoach.errors import LandmarkFileError, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

    from numpy.typing import NDArray

SCHEMA = "posecoach.landmarks/1"
SUFFIXES = ("landmarks.jsonl", "landmarks.jsonl.gz")
_GZIP_LEVEL = 4  # measured: 6 saves 3 % of the size and doubles the time
_TIME_DIGITS = 6  # of a second: frames.csv and the clock of videos tell no more either
_KEPT_EVERY_S = 1.0  # a recording that lasts: what a killed process loses at most
_LARGEST_PX = 100_000
_LARGEST = 1e7  # a coordinate or a time (s) beyond this is damage, not a measurement


@dataclass(frozen=True)
class LandmarkHeader:
    """First line of a recording.

    Attributes
    ----------
    width_px, height_px
        Of the upright frames.
    model, model_sha256
        What found the landmarks; None where the recording does not say.
    """

    width_px: int
    height_px: int
    model: str | None = None
    model_sha256: str | None = None


def is_landmark_file(path: Path) -> bool:
    """Whether a name is that of a recorded landmark sequence."""
    return path.name.endswith(SUFFIXES)


def rounded(frame: PoseFrame) -> PoseFrame:
    """The frame in the precision in which it is kept: 0.01 px, 0.1 mm, 1 µs."""
    pose = frame.pose
    time_s = round(frame.time_s, _TIME_DIGITS)
    if pose is None:
        return PoseFrame(time_s, None)
    return PoseFrame(
        time_s,
        Pose(
            np.round(pose.points_px, 2),
            np.round(pose.depth, 2),
            np.round(pose.visibility, 3),
            np.round(pose.world_m, 4),
        ),
    )


class LandmarkWriter:
    """Writes frames to an open text stream, header first."""

    def __init__(self, stream: io.TextIOBase, header: LandmarkHeader) -> None:
        self._stream = stream
        first = {
            "schema": SCHEMA,
            "width_px": header.width_px,
            "height_px": header.height_px,
            "model": header.model,
            "model_sha256": header.model_sha256,
            "landmarks": LANDMARK_NAMES,
        }
        stream.write(json.dumps(first) + "\n")

    def write(self, frame: PoseFrame) -> None:
        """Append one frame, already :func:`rounded`."""
        pose = frame.pose
        line: dict[str, Any] = {"t": frame.time_s, "xy": None}
        if pose is not None:
            line["xy"] = pose.points_px.tolist()
            line["z"] = pose.depth.tolist()
            line["visibility"] = pose.visibility.tolist()
            line["world"] = pose.world_m.tolist()
        self._stream.write(json.dumps(line, separators=(",", ":")) + "\n")


@contextmanager
def landmark_writer(path: Path, header: LandmarkHeader) -> Iterator[LandmarkWriter]:
    """Open a recording for writing; it gets its final name only when all went well.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with replaced_when_done(path) as binary:
        # Without name and time in its header the same landmarks make the same bytes.
        is_packed = path.name.endswith(".gz")
        raw = gzip.GzipFile("", "wb", _GZIP_LEVEL, binary, mtime=0) if is_packed else binary
        text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
        try:
            yield LandmarkWriter(text, header)
            text.flush()
        finally:
            try:
                text.detach()
            finally:
                if is_packed:
                    raw.close()


class LastingLandmarkWriter(LandmarkWriter):
    """Writes frames so that the file is whole after every second of them.

    Each second is packed by itself, and gzip reads such members one after the other as one.
    """

    def __init__(self, binary: io.FileIO, header: LandmarkHeader) -> None:
        self._binary, self._second = binary, io.StringIO()
        self._kept_s = -math.inf
        super().__init__(self._second, header)
        self.keep()

    def write(self, frame: PoseFrame) -> None:
        """Append one frame, already :func:`rounded`."""
        super().write(frame)
        if not frame.time_s < self._kept_s + _KEPT_EVERY_S:
            self.keep()
            self._kept_s = frame.time_s

    def keep(self) -> None:
        """Put into the file what it does not have yet, all of it or nothing.

        Raises
        ------
        OSError
            It does not fit; what was in the file before is whole.
        """
        packed = gzip.compress(self._second.getvalue().encode(), _GZIP_LEVEL, mtime=0)
        whole = self._binary.tell()
        try:
            self._put(packed)
        except OSError:
            self._binary.truncate(whole)
            self._binary.seek(whole)
            raise
        self._second.seek(0)
        self._second.truncate()

    def _put(self, packed: bytes) -> None:
        if self._binary.write(packed) != len(packed):  # a disk that fills up takes a part
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def lasting_landmark_writer(path: Path, header: LandmarkHeader) -> Iterator[LandmarkWriter]:
    """Open a packed recording that stays, up to its last second, also if it is never finished.

    Raises
    ------
    OutputError
        If it cannot be written, or if a file of that name is there.
    """
    try:
        with path.open("xb", buffering=0) as binary:
            writer = LastingLandmarkWriter(binary, header)
            try:
                yield writer
            finally:
                writer.keep()
                os.fsync(binary.fileno())
    except OSError as error:
        raise unwritable(path, error) from error


class LandmarkReader:
    """Reads a recording, frame by frame; every pass opens it anew.

    Raises
    ------
    LandmarkFileError
        When it is opened or read: missing, not a recording, another schema, a broken line,
        values that are not numbers, times that do not increase. The message names the line.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._opened() as lines:
            self.header = self._parse_header(next(lines, ""))

    def __iter__(self) -> Iterator[PoseFrame]:
        """Frames in order of time."""
        last_s = -math.inf
        with self._opened() as lines:
            next(lines, "")
            for number, line in enumerate(lines, start=2):
                if not line.strip():
                    continue
                frame = self._parse_frame(line, number)
                if not frame.time_s > last_s:
                    self._fail(
                        number,
                        Phrase(
                            "time {time_s} s does not come after {last_s} s",
                            time_s=frame.time_s,
                            last_s=last_s,
                        ),
                    )
                last_s = frame.time_s
                yield frame

    @contextmanager
    def _opened(self) -> Iterator[Iterator[str]]:
        try:
            opener = gzip.open if self._path.name.endswith(".gz") else open
            with opener(self._path, "rt", encoding="utf-8") as stream:
                yield iter(stream)
        except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as error:
            raise LandmarkFileError(
                "{path}: damaged or cut short ({why}); record it again",
                path=shown_path(self._path),
                why=error,
            ) from error
        except FileNotFoundError as error:
            raise LandmarkFileError(
                "{path}: no such file; check the folder and the spelling",
                path=shown_path(self._path),
            ) from error
        except OSError as error:
            raise LandmarkFileError(
                "{path} cannot be read ({why}); name a file that may be read",
                path=shown_path(self._path),
                why=error,
            ) from error

    def _parse_header(self, line: str) -> LandmarkHeader:
        head = self._parse_json(line, 1)
        if head.get("schema") != SCHEMA:
            self._fail(
                1,
                Phrase(
                    "schema {found} is not {wanted}",
                    found=repr(head.get("schema")),
                    wanted=repr(SCHEMA),
                ),
            )
        if head.get("landmarks", [*LANDMARK_NAMES]) != [*LANDMARK_NAMES]:
            self._fail(1, Phrase("the landmarks are not BlazePose's 33"))
        sizes = [head.get(key) for key in ("width_px", "height_px")]
        if not all(isinstance(n, int) and 0 < n <= _LARGEST_PX for n in sizes):
            self._fail(
                1,
                Phrase(
                    "width_px and height_px = {sizes}: whole numbers above 0 are needed",
                    sizes=sizes,
                ),
            )
        texts = [head.get(key) for key in ("model", "model_sha256")]
        model, digest = (text if isinstance(text, str) else None for text in texts)
        return LandmarkHeader(head["width_px"], head["height_px"], model, digest)

    def _parse_frame(self, line: str, number: int) -> PoseFrame:
        entry = self._parse_json(line, number)
        time_s = self._time_s(entry.get("t"), number)
        if entry.get("xy") is None:
            return PoseFrame(time_s, None)
        return PoseFrame(
            time_s,
            Pose(
                self._array(entry, "xy", (LANDMARK_COUNT, 2), number),
                self._array(entry, "z", (LANDMARK_COUNT,), number),
                self._array(entry, "visibility", (LANDMARK_COUNT,), number),
                self._array(entry, "world", (LANDMARK_COUNT, 3), number),
            ),
        )

    def _time_s(self, value: Any, number: int) -> float:  # noqa: ANN401 - JSON is any plain value
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        time_s = float(value) if is_number and abs(value) <= _LARGEST else math.nan
        if math.isnan(time_s):
            self._fail(
                number, Phrase("t = {value} is not a time in seconds", value=_shortened(value))
            )
        return round(time_s, _TIME_DIGITS)

    def _array(
        self, entry: dict[str, Any], key: str, shape: tuple[int, ...], number: int
    ) -> NDArray[np.float64]:
        try:
            values = np.array(entry.get(key), dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            values = np.empty(0)
        if values.shape != shape or not (np.abs(values) <= _LARGEST).all():  # NaN neither
            self._fail(
                number,
                Phrase(
                    "'{key}' is not {shape} finite numbers",
                    key=key,
                    shape=" × ".join(map(str, shape)),
                ),
            )
        return values

    def _parse_json(self, line: str, number: int) -> dict[str, Any]:
        def refuse(constant: str) -> NoReturn:
            self._fail(number, Phrase("{value} is not a number", value=constant))

        try:
            value = json.loads(line, parse_constant=refuse)
        except (ValueError, RecursionError):  # ValueError: also a number of 5000 digits
            self._fail(number, Phrase("not a line of JSON"))
        if not isinstance(value, dict):
            self._fail(number, Phrase("not a JSON object"))
        return value

    def _fail(self, number: int, why: Phrase) -> NoReturn:
        raise LandmarkFileError(
            "{path}, line {number}: {why}; this is not a whole recording of landmarks, "
            "record it again",
            path=shown_path(self._path),
            number=number,
            why=why,
        )


def _shortened(value: object) -> str | Phrase:
    """A broken value as a message can show it."""
    if isinstance(value, int) and abs(value) > 1e300:
        return Phrase("a huge number")
    shown = repr(value)
    return shown if len(shown) <= 40 else shown[:40] + "…"
