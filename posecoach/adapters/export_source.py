"""What a review leaves in its folder, read back for the exports; every pass opens it anew."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from posecoach.adapters.export_tables import (
    Column,
    Row,
    fault_rows,
    frame_cell,
    frame_column,
    hold_rows,
)
from posecoach.adapters.frames_csv import ADDED, COLUMNS
from posecoach.adapters.landmark_log import LandmarkReader
from posecoach.adapters.paths import shown_path
from posecoach.adapters.session_reader import (
    SessionFileError,
    read_session,
    routine_of,
    thresholds_of,
)
from posecoach.core.replay import replay_coach
from posecoach.errors import ImproperValueError, InputError, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posecoach.core.landmarks import PoseFrame

_ROUNDING_S = 0.001  # reviews of before have milliseconds in frames.csv


@dataclass(frozen=True, eq=False)
class Judged:
    """One frame: its landmarks after repair, and its row of frames.csv."""

    frame: PoseFrame
    row: Row


@dataclass(frozen=True)
class ReviewFiles:
    """The files of one review.

    Attributes
    ----------
    session, frames
        ``session.json`` and ``frames.csv``.
    landmarks
        The recorded landmarks that were judged.
    """

    session: Path
    frames: Path
    landmarks: Path

    def document(self) -> dict[str, Any]:
        """The session as it was written."""
        return read_session(self.session)

    def holds(self) -> list[Row]:
        """One row an attempt."""
        try:
            return list(hold_rows(self.document()))
        except ValueError as error:
            raise self._broken_session(error) from error

    def faults(self) -> list[Row]:
        """One row a fault."""
        try:
            return list(fault_rows(self.document()))
        except ValueError as error:
            raise self._broken_session(error) from error

    def frame_columns(self) -> tuple[Column, ...]:
        """Of :meth:`frame_rows`."""
        with self._opened_frames() as stream:
            return self._head(csv.reader(stream))

    def frame_rows(self) -> Iterator[Row]:
        """One row a frame, in order of time.

        Raises
        ------
        InputError
            The file is missing or broken; the message names the line.
        """
        with self._opened_frames() as stream:
            lines = csv.reader(stream)
            columns = self._head(lines)
            try:
                for cells in lines:
                    yield {
                        column.name: frame_cell(cell, column)
                        for column, cell in zip(columns, cells, strict=True)
                    }
            except (ValueError, csv.Error) as error:  # ValueError: also bytes that are no UTF-8
                raise self._broken_frames(
                    Phrase("line {number}: {why}", number=lines.line_num, why=error)
                ) from error

    def times_s(self) -> list[float]:
        """When each frame was taken, s from the first.

        Raises
        ------
        InputError
            As :meth:`poses`.
        """
        return [frame.time_s for frame in self._recording()]

    def poses(self) -> Iterator[PoseFrame]:
        """The landmarks as they were judged: NaN is not to be believed, exchanged legs put right.

        The recording is judged once more by the session's own rules, because which leg is
        which hangs on all that the judgement knew: the rests, also later ones, and where the
        camera was pushed. So a leg is left here if and only if it is left in frames.csv.

        Raises
        ------
        InputError
            There are none, or they are broken; or the session does not tell its rules.
        """
        recording, document = self._recording(), self.document()
        coach = replay_coach(
            recording,
            routine_of(document, self.session),
            thresholds_of(document, self.session),
            width_px=recording.header.width_px,
            height_px=recording.header.height_px,
        )
        for frame in recording:
            yield coach.step(frame).frame

    def judged(self) -> Iterator[Judged]:
        """The landmarks and the measures of each frame, side by side.

        Raises
        ------
        InputError
            As the two; or they are not of the same recording.
        """
        try:
            for frame, row in zip(self.poses(), self.frame_rows(), strict=True):
                _see_same_time(frame, row)
                yield Judged(frame, row)
        except ValueError as error:
            raise InputError(
                "{landmarks} and {frames} are not of the same recording ({why}); review it again",
                landmarks=shown_path(self.landmarks),
                frames=shown_path(self.frames),
                why=error,
            ) from error

    def _recording(self) -> LandmarkReader:
        if not self.landmarks.exists():
            raise InputError(
                "{path} is not there; review the video itself with --out, which keeps its "
                "landmarks",
                path=shown_path(self.landmarks),
            )
        return LandmarkReader(self.landmarks)

    def _opened_frames(self) -> IO[str]:
        try:
            return self.frames.open(encoding="utf-8", newline="")
        except OSError as error:
            raise self._broken_frames(error) from error

    def _head(self, lines: Iterator[list[str]]) -> tuple[Column, ...]:
        try:
            names = next(lines, [])
        except (ValueError, csv.Error) as error:
            raise self._broken_frames(error) from error
        missing = [name for name in COLUMNS if name not in (*names, *ADDED)]
        if missing:
            raise self._broken_frames(Phrase("no column {names}", names=", ".join(missing)))
        if len(set(names)) < len(names):
            raise self._broken_frames(Phrase("a column is there twice"))
        return tuple(frame_column(name) for name in names)

    def _broken_frames(self, why: Phrase | Exception) -> InputError:
        return InputError(
            "{path} is not what a review writes ({why}); review the recording again",
            path=shown_path(self.frames),
            why=why,
        )

    def _broken_session(self, error: ValueError) -> SessionFileError:
        return SessionFileError(
            "{path} is not what a review writes ({why}); review the recording again",
            path=shown_path(self.session),
            why=error,
        )


def _see_same_time(frame: PoseFrame, row: Row) -> None:
    time_s = row["time_s"]
    if not isinstance(time_s, float) or abs(time_s - frame.time_s) > _ROUNDING_S:
        raise ImproperValueError(
            "{time_s} s is not {other_s} s", time_s=time_s, other_s=frame.time_s
        )
