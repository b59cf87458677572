"""Keep what native libraries write by themselves off the person's terminal.

libjpeg ("Corrupt JPEG data"), AVFoundation, Qt ("Cannot find font directory") and the pose
model write straight to file descriptor 2, past every log level.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def native_noise_hidden() -> Iterator[None]:
    """While it lasts, Python's own ``sys.stderr`` is shown and all else on stderr is not.

    For a whole command, entered in the main thread before others start: the descriptor
    belongs to the process. A fatal error of the interpreter itself is hidden as well. Where
    stderr is no real file (a test's, or none under pythonw) nothing is done.
    """
    own = sys.stderr
    try:
        is_real = own is not None and own.fileno() == 2
        shown = os.dup(2) if is_real else -1
    except (OSError, ValueError):
        is_real = False
    if not is_real:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    text = open(shown, "w", buffering=1, encoding=own.encoding, errors=own.errors)  # noqa: PTH123, SIM115 - a descriptor has no path, and both are closed below
    own.flush()
    try:
        os.dup2(nowhere, 2)
        sys.stderr = text
        yield
    finally:
        text.flush()
        sys.stderr = own
        os.dup2(shown, 2)
        os.close(nowhere)
        text.close()
