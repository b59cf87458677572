"""Files in the making go when nobody goes on with them, and not before."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from posecoach.adapters.files import replaced_when_done, write_whole
from posecoach.adapters.part_files import clear_parts, part_beside
from posecoach.adapters.video_writer import VideoWriter

KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from posecoach.adapters.files import replaced_when_done
from posecoach.adapters.video_writer import VideoWriter
folder = Path(sys.argv[1])
writer = VideoWriter(folder / "annotated.mp4", 64, 48)
writer.write(np.zeros((48, 64, 3), np.uint8), 0.0)
with replaced_when_done(folder / "frames.csv") as stream:
    stream.write(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_a_killed_process_left_goes(tmp_path: Path) -> None:
    """The half video, with its pictures of the person, and the half table are removed."""
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert killed.returncode < 0
    assert len(_names(tmp_path)) == 2
    clear_parts(tmp_path)
    assert _names(tmp_path) == []


def test_what_a_living_process_writes_stays(tmp_path: Path) -> None:
    """Whoever clears a folder spares what another run is writing there at the time."""
    with (
        VideoWriter(tmp_path / "annotated.mp4", 64, 48),
        replaced_when_done(tmp_path / "session.json") as stream,
    ):
        before = _names(tmp_path)
        other = "import sys, pathlib, posecoach.adapters.part_files as p\n"
        other += "p.clear_parts(pathlib.Path(sys.argv[1]))"
        subprocess.run([sys.executable, "-c", other, str(tmp_path)], check=True)
        assert len(before) == 2
        assert _names(tmp_path) == before
        stream.write(b"whole")
    assert (tmp_path / "session.json").read_bytes() == b"whole"


@pytest.mark.parametrize(("hours", "is_left"), [(1, True), (25, False)])
def test_another_machines_files_go_after_a_day(
    tmp_path: Path, hours: float, *, is_left: bool
) -> None:
    """Whether its process lives cannot be known; what it wrote to lately is left to it."""
    name = re.sub(r"\.[0-9a-f]{8}-[0-9]+-", ".00000000-1-", part_beside(tmp_path / "a.csv").name)
    part = tmp_path / name
    part.write_bytes(b"half")
    when_s = part.stat().st_mtime - 3600.0 * hours
    os.utime(part, (when_s, when_s))
    clear_parts(tmp_path)
    assert part.exists() == is_left


@pytest.mark.parametrize(
    "name", [".a.csv.0123456789abcdef.part", ".posecoach-0123456789ab.part"], ids=["file", "video"]
)
def test_names_of_before_are_known(tmp_path: Path, name: str) -> None:
    """What an earlier version left is removed too."""
    (tmp_path / name).write_bytes(b"half")
    clear_parts(tmp_path)
    assert _names(tmp_path) == []


@pytest.mark.parametrize("name", ["a.part", ".a.part", ".a.0123-12-0123.part", "b.csv"])
def test_somebody_elses_files_stay(tmp_path: Path, name: str) -> None:
    """Only names that posecoach gives are removed."""
    (tmp_path / name).write_bytes(b"theirs")
    clear_parts(tmp_path)
    assert _names(tmp_path) == [name]


def test_a_long_name_can_be_written(tmp_path: Path) -> None:
    """A name as long as the file system takes leaves room for that of the file in the making."""
    path = tmp_path / ("\N{EARTH GLOBE AMERICAS}" * 62 + ".json")
    write_whole(path, b"content")
    assert _names(tmp_path) == [path.name]


def test_a_linked_video_is_written_where_the_link_leads(tmp_path: Path) -> None:
    """The annotated video goes to where a symbolic link points, and the link stays."""
    (tmp_path / "there").mkdir()
    link = tmp_path / "annotated.mp4"
    try:
        link.symlink_to(tmp_path / "there" / "real.mp4")
    except OSError:
        pytest.skip("this user may make no symbolic links")
    with VideoWriter(link, 64, 48) as writer:
        writer.write(np.zeros((48, 64, 3), np.uint8), 0.0)
    assert link.is_symlink()
    assert _names(tmp_path / "there") == ["real.mp4"]
