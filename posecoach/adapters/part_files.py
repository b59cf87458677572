"""Files in the making: their names tell whose they are, so that only forsaken ones are removed.

A process that is killed leaves what it was writing, which may be pictures of a person. Its
successor takes that away, but not what another process is still writing in the same folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import secrets
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_STEM = 40  # characters of the file's own name: with all behind it 255 bytes are enough
_UNTOUCHED_S = 24 * 3600.0  # nothing is that long in the making without being written to
_PART = re.compile(
    r"\..*\.(?P<machine>[0-9a-f]{8})-(?P<process>[0-9]{1,10})-[0-9a-f]{8}\.part", re.DOTALL
)
_WITHOUT_OWNER = re.compile(  # as they were named at first
    r"\..+\.[0-9a-f]{16}\.part|\.posecoach-[0-9a-f]{12}\.part", re.DOTALL
)


def part_beside(path: Path) -> Path:
    """A new name, in the same folder, for a file in the making."""
    owner = f"{_machine()}-{os.getpid()}-{secrets.token_hex(4)}"
    return path.with_name(f".{path.name[:_LONGEST_STEM]}.{owner}.part")


def clear_parts(folder: Path) -> None:
    """Remove the files in the making that no living process goes on with.

    Of a process on another machine nothing is known; its files go when they are a day old.
    """
    with contextlib.suppress(OSError):  # there is no such folder, or it may not be read
        for path in folder.iterdir():
            with contextlib.suppress(OSError):  # gone already, or open, which Windows minds
                if _is_forsaken(path):
                    path.unlink()


def _is_forsaken(path: Path) -> bool:
    owned = _PART.fullmatch(path.name)
    if owned is None:
        return _WITHOUT_OWNER.fullmatch(path.name) is not None
    if time.time() - path.lstat().st_mtime > _UNTOUCHED_S:
        return True
    return owned["machine"] == _machine() and not _lives(int(owned["process"]))


def _lives(process: int) -> bool:
    if os.name == "nt":
        return False  # asking would end it; and what is open cannot be removed there
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):  # OverflowError: no number of a process
        return False
    except PermissionError:
        return True  # somebody else's
    return True


def _machine() -> str:
    """Which machine, or container, it is; not its plain name, which is nobody's business."""
    return hashlib.sha256(platform.node().encode(errors="replace")).hexdigest()[:8]
