"""CSV: ``holds.csv`` and ``faults.csv``, beside the ``frames.csv`` that every review writes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from posecoach.adapters.export_tables import FAULT_COLUMNS, HOLD_COLUMNS
from posecoach.adapters.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from posecoach.adapters.export_source import ReviewFiles
    from posecoach.adapters.export_tables import Column, Row


def write_csv(review: ReviewFiles, folder: Path) -> tuple[Path, ...]:
    """Write the holds and the faults; what could not be measured is an empty cell.

    Every text is a word of posecoach's own: no cell can be taken for a formula.
    """
    tables = (
        (folder / "holds.csv", HOLD_COLUMNS, review.holds()),
        (folder / "faults.csv", FAULT_COLUMNS, review.faults()),
    )
    for path, columns, rows in tables:
        write_whole(path, _table(columns, rows).encode())
    return tuple(path for path, _, _ in tables)


def _table(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    text = io.StringIO()
    names = [column.name for column in columns]
    writer = csv.DictWriter(text, names, lineterminator="\n")  # None is an empty cell
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
