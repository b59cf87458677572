"""``done.json``: says of a folder of results that they are whole, and of what.

It is written last and at once, so a folder without it is half-written, whatever else lies in
it; and it goes first when a folder is written anew.

    {"schema": "posecoach.done/1", "key", "run", "source", "content_sha256",
     "seconds_taken", "any_hip_seen", "note", "files": [names]}
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from posecoach.adapters.files import write_whole
from posecoach.adapters.session_json import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMA = "posecoach.done/1"
MARKER_NAME = "done.json"
_LARGEST_BYTES = 1_000_000


@dataclass(frozen=True)
class Marker:
    """What a finished review says of itself.

    Attributes
    ----------
    key
        See :mod:`posecoach.adapters.batch_key`.
    run
        Which run of the program made it.
    source
        The recording's path at the time, as it was shown.
    note
        What was wrong with the recording although it was judged; None: nothing.
    any_hip_seen
        See :class:`posecoach.app.Review`.
    files
        What was written, by name.
    """

    key: str
    run: str
    source: str
    content_sha256: str
    seconds_taken: float
    any_hip_seen: bool
    note: str | None
    files: tuple[str, ...]


def write_marker(folder: Path, marker: Marker) -> None:
    """Say that a folder is whole.

    Raises
    ------
    OutputError
        The disk does not take it.
    """
    write_whole(folder / MARKER_NAME, to_json({"schema": SCHEMA, **asdict(marker)}).encode())


def read_marker(folder: Path) -> Marker | None:
    """Read what a folder says of itself; None: it is not whole, or not by this program."""
    marker = _stored(folder)
    if marker is None or not all((folder / name).is_file() for name in marker.files):
        return None
    return marker


def _stored(folder: Path) -> Marker | None:
    try:
        with (folder / MARKER_NAME).open("rb") as stream:
            return _marker(json.loads(stream.read(_LARGEST_BYTES)))
    except (OSError, ValueError, OverflowError, KeyError, TypeError, RecursionError):
        return None


def clear(folder: Path) -> None:
    """Take away what an earlier review left: the marker first, then what it had written.

    What somebody else put there stays.

    Raises
    ------
    OSError
        Something cannot be removed.
    """
    if not folder.is_dir():
        return
    marker = _stored(folder)
    (folder / MARKER_NAME).unlink(missing_ok=True)
    for name in () if marker is None else marker.files:
        (folder / name).unlink(missing_ok=True)


def files_in(folder: Path) -> dict[str, int]:
    """The files of a folder, each with when it was written, ns; hidden ones aside."""
    if not folder.is_dir():
        return {}
    return {
        path.name: path.stat().st_mtime_ns
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith(".")
    }


def written_since(before: Mapping[str, int], folder: Path) -> tuple[str, ...]:
    """Which of a folder's files are new or other than they were."""
    return tuple(
        sorted(name for name, when in files_in(folder).items() if before.get(name) != when)
    )


def _marker(content: Any) -> Marker:  # noqa: ANN401 - JSON is any plain value
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise ValueError("of another schema")
    return Marker(
        _text(content, "key"),
        _text(content, "run"),
        _text(content, "source"),
        _text(content, "content_sha256"),
        float(content["seconds_taken"]),
        bool(content["any_hip_seen"]),
        None if content["note"] is None else _text(content, "note"),
        _names(content),
    )


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _names(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of files in the folder itself: nobody's marker leads out of it."""
    names = tuple(str(name) for name in content["files"])
    if any(not name or name.startswith(".") or set(name) & set("/\\:\0") for name in names):
        raise ValueError("no plain name")
    return names
