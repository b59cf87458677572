"""Files are whole or not there, and what stands in their place already is respected."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from posecoach.adapters.files import write_whole
from posecoach.errors import OutputError


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A named pipe."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


@pytest.fixture
def link(tmp_path: Path) -> Path:
    """A symbolic link to ``there/real.json``; the file is still to come."""
    path = tmp_path / "link.json"
    (tmp_path / "there").mkdir()
    try:
        path.symlink_to(Path("there") / "real.json")
    except OSError:
        pytest.skip("this user may make no symbolic links")
    return path


def test_a_pipe_is_written_into_and_stays(pipe: Path) -> None:
    """Whoever reads a named pipe gets the content, and the pipe is not replaced by a file."""
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_whole(pipe, b"content")
    assert pipe.is_fifo()
    reader.join(30.0)
    assert got == [b"content"]
    assert [path.name for path in pipe.parent.iterdir()] == ["pipe"]


def test_a_reader_that_goes_away_is_told(pipe: Path) -> None:
    """A pipe whose reader has gone is an error of one line, not a crash."""
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    threading.Timer(0.2, os.close, [reader]).start()
    with pytest.raises(OutputError, match="pipe could not be written"):
        write_whole(pipe, bytes(10_000_000))
    assert pipe.is_fifo()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_stays_and_its_target_is_written(link: Path, *, is_there: bool) -> None:
    """What a symbolic link points to gets the content, be it there already or not."""
    real = link.parent / "there" / "real.json"
    if is_there:
        real.write_bytes(b"before")
    write_whole(link, b"content")
    assert link.is_symlink()
    assert not real.is_symlink()
    assert real.read_bytes() == b"content"
    assert [path.name for path in real.parent.iterdir()] == ["real.json"]
