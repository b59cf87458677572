"""Exports that other programs read: one file a format, all made from what a review leaves.

Every format is written from ``session.json``, ``frames.csv`` and the recorded landmarks: what is
exported is what was judged and written down. Only which leg is which is found anew, by the same
judgement (:meth:`~posecoach.adapters.export_source.ReviewFiles.poses`).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from posecoach.adapters.export_csv import write_csv
from posecoach.adapters.export_json import write_json
from posecoach.adapters.export_mot import write_mot
from posecoach.adapters.export_parquet import write_parquet
from posecoach.adapters.export_rerun import write_rerun
from posecoach.adapters.export_source import ReviewFiles
from posecoach.adapters.export_trc import write_trc
from posecoach.adapters.files import make_folder
from posecoach.adapters.result_names import FRAMES_NAME, LANDMARKS_NAME, SESSION_NAME
from posecoach.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Writer(Protocol):
    """Writes one format into a folder and returns the files; each is whole or not there."""

    def __call__(self, review: ReviewFiles, folder: Path, /) -> tuple[Path, ...]:
        """Write."""


@dataclass(frozen=True)
class Export:
    """One format.

    Attributes
    ----------
    module, extra
        The library it needs beyond posecoach's own, and the optional extra that installs it.
    least_python
        The oldest Python that the library runs on.
    """

    write: Writer
    module: str | None = None
    extra: str | None = None
    least_python: tuple[int, int] = (3, 10)


EXPORTS: Mapping[str, Export] = {
    "csv": Export(write_csv),
    "json": Export(write_json),
    "parquet": Export(write_parquet, "pyarrow.parquet", "parquet"),
    "mot": Export(write_mot),
    "trc": Export(write_trc),
    "rrd": Export(write_rerun, "rerun", "rerun", (3, 11)),
}
"""By the name that ``--export`` takes."""


def checked_formats(text: str) -> tuple[str, ...]:
    """Read ``FORMAT[,FORMAT]``, and see that the libraries they need are there.

    Call it before minutes are spent on a review.

    Raises
    ------
    UsageError
        An unknown format (the message lists the valid ones), or a missing optional extra
        (the message says how to install it).
    """
    names = dict.fromkeys(name.strip().lower() for name in text.split(","))
    for name in names:
        if name not in EXPORTS:
            raise UsageError(
                "--export {name}: one of {known} is needed",
                name=repr(name),
                known=", ".join(EXPORTS),
            )
        _see_library(name, EXPORTS[name])
    return tuple(names)


def export(
    folder: Path, formats: Iterable[str], *, landmarks: Path | None = None
) -> tuple[Path, ...]:
    """Write a review again, in other formats, beside its own files.

    Parameters
    ----------
    folder
        What ``review --out`` wrote; the exports are written into it.
    formats
        Names in :data:`EXPORTS`, see :func:`checked_formats`.
    landmarks
        The recording, where the review was of recorded landmarks and kept no copy of them.

    Returns
    -------
    Paths written, in order.

    Raises
    ------
    UsageError
        As :func:`checked_formats`.
    InputError
        The folder is not what a review leaves.
    OutputError
        It cannot be written to.
    """
    names = checked_formats(",".join(formats))
    review = ReviewFiles(
        folder / SESSION_NAME, folder / FRAMES_NAME, landmarks or folder / LANDMARKS_NAME
    )
    review.document()  # before anything is made of a folder that is no review's
    make_folder(folder)
    return tuple(path for name in names for path in EXPORTS[name].write(review, folder))


def _see_library(name: str, needed: Export) -> None:
    if needed.module is None:
        return
    try:
        import_module(needed.module)
    except ImportError as error:
        package = needed.module.split(".")[0]
        if sys.version_info < needed.least_python:
            raise UsageError(
                "--export {name} needs {package}: use Python {version} or newer and pip install "
                "'posecoach[{extra}]'",
                name=name,
                package=package,
                version=".".join(map(str, needed.least_python)),
                extra=needed.extra,
            ) from error
        raise UsageError(
            "--export {name} needs {package}: pip install 'posecoach[{extra}]'",
            name=name,
            package=package,
            extra=needed.extra,
        ) from error
