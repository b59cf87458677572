"""A recording that lasts: whole after every second, also on a disk that is full."""

import errno
import io
from pathlib import Path

import pytest

from posecoach.adapters.landmark_log import (
    LandmarkHeader,
    LandmarkReader,
    LastingLandmarkWriter,
    lasting_landmark_writer,
)
from posecoach.core.landmarks import PoseFrame
from posecoach.errors import OutputError

HEADER = LandmarkHeader(64, 48)
NAME = "landmarks.jsonl.gz"


class SmallDisk(io.FileIO):
    """A file that takes so many bytes and then, of one write, a part."""

    room = 10_000

    def write(self, data: bytes) -> int:  # type: ignore[override] # of what is written here
        """Write what fits."""
        fits = data[: self.room]
        self.room -= len(fits)
        return super().write(fits)


def times_in(path: Path) -> list[float]:
    """When the frames of a recording were."""
    return [frame.time_s for frame in LandmarkReader(path)]


def test_it_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    """From the header on, and up to the last whole second."""
    with lasting_landmark_writer(tmp_path / NAME, HEADER) as writer:
        assert LandmarkReader(tmp_path / NAME).header == HEADER
        for number in range(25):
            writer.write(PoseFrame(number / 10, None))
        assert times_in(tmp_path / NAME)[-1] == 2.0
    assert len(times_in(tmp_path / NAME)) == 25


def test_what_does_not_fit_is_not_begun(tmp_path: Path) -> None:
    """A second of which the disk takes a part is taken back; what was before it stays whole."""
    with SmallDisk(tmp_path / NAME, "x") as disk:
        writer = LastingLandmarkWriter(disk, HEADER)
        writer.write(PoseFrame(0.0, None))
        disk.room = 7
        with pytest.raises(OSError, match=r".") as refused:
            writer.write(PoseFrame(1.0, None))
        assert refused.value.errno == errno.ENOSPC
        assert times_in(tmp_path / NAME) == [0.0]
        disk.room = 10_000
        writer.keep()
    assert times_in(tmp_path / NAME) == [0.0, 1.0], "and nothing is lost where room is made"


def test_it_replaces_nothing(tmp_path: Path) -> None:
    """One that is there is somebody's."""
    (tmp_path / NAME).write_text("theirs")
    with (
        pytest.raises(OutputError, match=NAME),
        lasting_landmark_writer(tmp_path / NAME, HEADER),
    ):
        pass
    assert (tmp_path / NAME).read_text() == "theirs"
