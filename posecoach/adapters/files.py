"""Files that are whole or not there: written under another name, then moved."""

from __future__ import annotations

import contextlib
import os
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

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
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _output_error(path, error) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)  # noqa: PTH105 - the same
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - the same
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
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise _output_error(path, error) from error


def _output_error(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"cannot write {path}: {reason}; choose another folder with --out")
