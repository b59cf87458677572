"""JSON: one document with the session and its frames, ``export.json``.

{"schema": "posecoach.export/1",
 "units": {"time_s": "s", …},          of the frames' columns
 "session": {…},                       posecoach.session/1, as in session.json
 "frames": [{"time_s": 0.0, …}, …]}    as in frames.csv; unseen is null
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from posecoach.adapters.files import replaced_when_done

if TYPE_CHECKING:
    from pathlib import Path

    from posecoach.adapters.export_source import ReviewFiles

SCHEMA = "posecoach.export/1"


def write_json(review: ReviewFiles, folder: Path) -> tuple[Path, ...]:
    """Write the document, a frame a line, with flat memory whatever the length."""
    path = folder / "export.json"
    units = {column.name: column.unit for column in review.frame_columns() if column.unit}
    with replaced_when_done(path) as stream:
        head = {"schema": SCHEMA, "units": units, "session": review.document()}
        stream.write(_text(head)[:-1].encode() + b',\n"frames": [')
        for number, row in enumerate(review.frame_rows()):
            stream.write((b"\n" if number == 0 else b",\n") + _text(row).encode())
        stream.write(b"\n]}\n")
    return (path,)


def _text(value: object) -> str:
    # ASCII: a name with a byte that is no text could not be encoded otherwise.
    return json.dumps(value, allow_nan=False)
