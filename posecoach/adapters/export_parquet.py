"""Parquet: ``frames.parquet``, ``holds.parquet`` and ``faults.parquet``, typed, with units.

The unit stands in two places, because readers look in one or the other: in the metadata of
each field (``unit``) and, for all fields, in the schema's (``posecoach.units``, JSON).
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from posecoach.adapters.export_tables import FAULT_COLUMNS, HOLD_COLUMNS, Kind
from posecoach.adapters.files import replaced_when_done

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from posecoach.adapters.export_source import ReviewFiles
    from posecoach.adapters.export_tables import Column, Row

SCHEMA = "posecoach.export/1"
_ROWS_AT_ONCE = 10_000


def write_parquet(review: ReviewFiles, folder: Path) -> tuple[Path, ...]:
    """Write the three tables; what could not be measured is null."""
    tables = (
        (folder / "frames.parquet", review.frame_columns(), review.frame_rows()),
        (folder / "holds.parquet", HOLD_COLUMNS, review.holds()),
        (folder / "faults.parquet", FAULT_COLUMNS, review.faults()),
    )
    session = review.document()
    for path, columns, rows in tables:
        _write(path, _schema(columns, session), rows)
    return tuple(path for path, _, _ in tables)


def _write(path: Path, schema: Any, rows: Iterable[Row]) -> None:  # noqa: ANN401 - pyarrow's, not always there
    import pyarrow as pa  # noqa: PLC0415 - an optional extra
    import pyarrow.parquet as pq  # noqa: PLC0415 - the same

    coming = iter(rows)
    with replaced_when_done(path) as stream, pq.ParquetWriter(stream, schema) as writer:
        while some := list(islice(coming, _ROWS_AT_ONCE)):
            writer.write_table(pa.Table.from_pylist(some, schema))


def _schema(columns: Sequence[Column], session: dict[str, Any]) -> Any:  # noqa: ANN401 - pyarrow's
    import pyarrow as pa  # noqa: PLC0415 - an optional extra

    types = {
        Kind.NUMBER: pa.float64(),
        Kind.WHOLE: pa.int64(),
        Kind.FLAG: pa.bool_(),
        Kind.TEXT: pa.string(),
        Kind.TEXTS: pa.list_(pa.string()),
    }
    fields = [
        pa.field(c.name, types[c.kind], metadata={"unit": c.unit} if c.unit else None)
        for c in columns
    ]
    metadata = {
        "posecoach.schema": SCHEMA,
        "posecoach.units": json.dumps({c.name: c.unit for c in columns if c.unit}),
        "posecoach.routine": json.dumps(session.get("routine")),
    }
    return pa.schema(fields, metadata=metadata)
