"""Paths, and texts of others, as they appear in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


_SPACES = "\u00a0\u202f"  # no-break ones: Python calls them not printable


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


def printable(text: str) -> str:
    """Return a text with what would steer a terminal, or turn its lines about, escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _SPACES else ascii(c)[1:-1] for c in text)
