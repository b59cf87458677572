"""Files that are whole or not there: written under another name, then moved."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from posecoach.adapters.paths import shown_path
from posecoach.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replaced_when_done(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside ``path``; it takes the name when the block ends well.

    Raises
    ------
    OutputError
        If the folder or the disk does not take it; nothing is left behind.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        # Not tempfile: its files are for the owner alone, whatever the umask says.
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise _output_error(path, error) from error
        raise


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
            raise OutputError(f"{shown_path(path)} is not a folder; choose another one with --out")
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise _output_error(path, error) from error


@contextmanager
def folder_if_used(path: Path) -> Iterator[None]:
    """Make a folder for results; if the block fails and left nothing in it, it goes again.

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
    except BaseException:
        with contextlib.suppress(OSError):  # not empty: there is something to keep
            for folder in made:
                folder.rmdir()
        raise


def _output_error(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        f"{shown_path(path)} could not be written ({reason}); "
        "choose a folder that exists, may be written to and has space"
    )
