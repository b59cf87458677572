"""Paths as they appear in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def shown_path(path: Path) -> str:
    """Return the path on one line and printable anywhere, whatever characters it has.

    Line breaks and bytes that are no text are legal in names, and would break a message into
    two lines, or the printing itself; they are escaped.
    """
    text = str(path)
    return text if text.isprintable() else ascii(text)


def is_there(path: Path) -> bool:
    """Whether a file is there, or may be: in a folder that cannot be looked into.

    Whoever opens it is then told why that is not allowed.
    """
    try:
        return path.exists()
    except OSError:
        return True
