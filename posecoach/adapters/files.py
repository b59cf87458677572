"""Files that are whole or not there: written under another name, then moved."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from posecoach.adapters.part_files import part_beside
from posecoach.adapters.paths import shown_path
from posecoach.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replaced_when_done(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside ``path``; it takes the name when the block ends well.

    A symbolic link stays, and what it points to is replaced. What is no regular file, such as a
    named pipe or a device, is written to straight away: it has no content that could be halved.

    Raises
    ------
    OutputError
        If the folder or the disk does not take it; nothing is left behind.
    """
    if _is_special(path):
        with _straight_into(path) as stream:
            yield stream
        return
    target = Path(os.path.realpath(path))
    part = part_beside(target)
    try:
        # Not tempfile: its files are for the owner alone, whatever the umask says.
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise unwritable(path, error) from error
        raise


def _is_special(path: Path) -> bool:
    """Whether something is there that is neither a file nor a folder."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # nothing yet, or writing will say what is wrong
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


@contextmanager
def _straight_into(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("wb") as stream:
            yield stream
    except OSError as error:
        raise unwritable(path, error) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file at once, whole or not at all."""
    with replaced_when_done(path) as stream:
        stream.write(content)


def make_folder(path: Path) -> None:
    """Make a folder for results, and see that it can be written to.

    Raises
    ------
    OutputError
        If it cannot.
    """
    try:
        if path.exists() and not path.is_dir():
            raise OutputError(
                "{path} is not a folder; choose another one with --out", path=shown_path(path)
            )
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise unwritable(path, error) from error


@contextmanager
def folder_if_used(path: Path) -> Iterator[None]:
    """Make a folder for results; if the block left nothing in it, it goes again.

    Only what was made here goes, so a folder that was there before stays.

    Raises
    ------
    OutputError
        If it cannot be made or written to.
    """
    made = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        make_folder(path)
        yield
    finally:
        with contextlib.suppress(OSError):  # not empty: there is something to keep
            for folder in made:
                folder.rmdir()


def unwritable(path: Path, error: Exception) -> OutputError:
    """What to say of a file that the folder or the disk did not take."""
    return OutputError(
        "{path} could not be written ({why}); choose a folder that exists, may be "
        "written to and has space",
        path=shown_path(path),
        why=error,
    )
