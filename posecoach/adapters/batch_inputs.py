"""What there is to review: the files that were named, and those in the folders that were.

In a folder, however deep, whatever has a video's name or a landmark recording's is meant, in
the order of the names. Left out are hidden files and folders, what is no regular file, the
folder that the results go to, and what posecoach wrote itself: ``annotated.mp4``,
``landmarks.jsonl`` and ``landmarks.jsonl.gz`` without anything before it. Whoever means one
of those names it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.adapters.landmark_log import SUFFIXES, is_landmark_file
from posecoach.adapters.paths import shown_path
from posecoach.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

VIDEO_SUFFIXES = frozenset(
    f".{name}"
    for name in (
        *("3g2", "3gp", "asf", "avi", "flv", "m2ts", "m2v", "m4v", "mjpeg", "mjpg", "mkv", "mov"),
        *("mp4", "mpeg", "mpg", "mts", "mxf", "ogv", "ts", "vob", "webm", "wmv"),
    )
)
"""Lower case. What else a name may end in is no video, and is passed over in a folder."""

_OWN = frozenset({"annotated.mp4", *SUFFIXES})


@dataclass(frozen=True)
class BatchInput:
    """One recording.

    Attributes
    ----------
    path
        To open it by; absolute if the folder or file was named so.
    parts
        Its place below the folder that was named, its own name last.
    """

    path: Path
    parts: tuple[str, ...]

    @property
    def label(self) -> str:
        """Its place below the folder, to be shown."""
        return shown_path(Path(*self.parts))


def is_many(paths: Sequence[Path]) -> bool:
    """Whether these are not just one recording."""
    return len(paths) > 1 or any(path.is_dir() for path in paths)


def inputs_of(paths: Iterable[Path], out: Path | None) -> list[BatchInput]:
    """Every recording that is meant, once, in the order given and by name within a folder.

    Parameters
    ----------
    out
        The folder for the results, in which no recording is looked for.

    Raises
    ------
    InputError
        A folder has none.
    """
    found: dict[str, BatchInput] = {}
    for path in paths:
        meant = _in_folder(path, out) if path.is_dir() else [BatchInput(path, (path.name,))]
        for one in meant:
            found.setdefault(os.path.normcase(one.path.absolute()), one)
    return list(found.values())


def _in_folder(folder: Path, out: Path | None) -> list[BatchInput]:
    found = [
        BatchInput(folder.joinpath(*parts), parts or (folder.name,))
        for parts in _walked(folder, out)
    ]
    if not found:
        raise InputError(
            "{folder}: no video and no recording of landmarks in it (hidden files and "
            "posecoach's own results do not count); name another folder",
            folder=shown_path(folder),
        )
    return sorted(found, key=lambda one: ([part.casefold() for part in one.parts], one.parts))


def _walked(folder: Path, out: Path | None) -> Iterator[tuple[str, ...]]:
    unreadable: list[OSError] = []
    results = None if out is None else os.path.realpath(out)
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):  # follows no links
        here = Path(parent)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and os.path.realpath(here / name) != results
        ]
        parts = here.relative_to(folder).parts
        yield from ((*parts, name) for name in names if _is_recording(here / name))
    # A folder that may not be looked into is told as a recording that cannot be read.
    for error in unreadable:
        yield Path(error.filename).relative_to(folder).parts


def _is_recording(path: Path) -> bool:
    name = path.name
    if name.startswith(".") or name in _OWN:
        return False
    is_one = path.suffix.lower() in VIDEO_SUFFIXES or is_landmark_file(path)
    # A link that leads nowhere is a recording that is missing, and is told as one.
    return is_one and (path.is_file() or path.is_symlink())
