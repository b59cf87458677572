"""A snapshot: what was shown, for its owner alone, and no file ever replaced."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecoach.adapters.snapshot import save_snapshot
from posecoach.errors import OutputError

TIME = datetime(2031, 5, 4, 7, 8, 9)
CANVAS = np.random.default_rng(2).integers(0, 255, (90, 160, 3), np.uint8)


def test_it_is_what_was_shown(tmp_path: Path) -> None:
    """Pixel by pixel, red as red, under the time's name, in a folder made for it."""
    path = save_snapshot(tmp_path / "new" / "folder", CANVAS, TIME)
    assert path.name == "posecoach-2031-05-04-070809.png"
    stored = cv2.imread(str(path))
    assert stored is not None
    assert np.array_equal(stored[:, :, ::-1], CANVAS)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    """It shows a person at home, whatever the umask allows."""
    before = os.umask(0)
    try:
        path = save_snapshot(tmp_path / "new", CANVAS, TIME)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_no_file_is_replaced(tmp_path: Path) -> None:
    """Three in one second are three files, and one that was there stays as it was."""
    theirs = tmp_path / "posecoach-2031-05-04-070809.png"
    theirs.write_text("theirs")
    paths = {save_snapshot(tmp_path, CANVAS + shade, TIME) for shade in range(3)}
    assert len(paths | {theirs}) == len(list(tmp_path.iterdir())) == 4
    assert theirs.read_text() == "theirs"


def test_a_folder_that_cannot_be_is_said_in_one_line(tmp_path: Path) -> None:
    """A file stands where the folder should be; the message says what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="choose a folder") as caught:
        save_snapshot(tmp_path / "file", CANVAS, TIME)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_folder_that_may_not_be_written_to_is_said(as_nobody: Path) -> None:
    """Nothing is left behind."""
    folder = as_nobody / "locked"
    folder.mkdir(mode=0o500)
    with pytest.raises(OutputError, match="choose a folder"):
        save_snapshot(folder, CANVAS, TIME)
    assert not list(folder.iterdir())


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name that was taken is given back."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        save_snapshot(tmp_path, CANVAS, TIME)
    assert not list(tmp_path.iterdir())
