"""The Parquet export, opened by Arrow's own reader."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from reviews import reviewed

from posecoach.adapters.export import export

pa = pytest.importorskip("pyarrow", reason="pyarrow is not there: pip install 'posecoach[parquet]'")
pq = pytest.importorskip(
    "pyarrow.parquet", reason="pyarrow is not there: pip install 'posecoach[parquet]'"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review in which nobody is seen from 10 to 12 s, exported."""
    folder = reviewed("synthetic_out_of_sight", tmp_path_factory.mktemp("review"))
    paths = export(folder, ["parquet"])
    assert [path.name for path in paths] == ["frames.parquet", "holds.parquet", "faults.parquet"]
    return folder


def test_frames_are_typed_and_whole(folder: Path) -> None:
    """Every row and column of frames.csv, numbers as numbers, unseen as null."""
    table = pq.read_table(folder / "frames.parquet")
    with (folder / "frames.csv").open(newline="") as stream:
        expected = list(csv.DictReader(stream))
    assert table.num_rows == len(expected)
    assert table.column_names == list(expected[0])
    assert table.schema.field("hip_flexion_left_deg").type == pa.float64()
    assert table.schema.field("far_leg_hidden").type == pa.bool_()
    assert table.schema.field("faults").type == pa.list_(pa.string())
    times_s = table["time_s"].to_pylist()
    assert times_s == [float(row["time_s"]) for row in expected]
    hips = table["hip_flexion_left_deg"].to_pylist()
    assert hips[110] is None
    assert hips[90] == pytest.approx(130, abs=1)


def test_units_are_in_the_schema(folder: Path) -> None:
    """Both where Arrow looks and where others look; what has no unit names none."""
    schema = pq.read_schema(folder / "frames.parquet")
    assert schema.field("head_lift_torso").metadata[b"unit"] == b"torso length"
    assert schema.field("time_s").metadata[b"unit"] == b"s"
    assert b"unit" not in (schema.field("phase").metadata or {})
    units = json.loads(pq.read_metadata(folder / "holds.parquet").metadata[b"posecoach.units"])
    assert units["credited_s"] == "s"
    assert units["hip_flexion_left_median_deg"] == "deg"
    assert "verdict" not in units


def test_holds_are_the_sessions(folder: Path) -> None:
    """One row a hold, with the session's values."""
    (row,) = pq.read_table(folder / "holds.parquet").to_pylist()
    (hold,) = json.loads((folder / "session.json").read_text())["holds"]
    assert row["verdict"] == hold["verdict"] == "valid"
    assert row["paused_s"] == hold["paused_s"] == pytest.approx(2.0, abs=0.2)
    assert row["hip_flexion_right_peak_deg"] == hold["hip_flexion_deg"]["right"]["peak"]


def test_no_hold_is_an_empty_table(tmp_path: Path) -> None:
    """The columns and their units are there all the same."""
    folder = reviewed("sit_up", tmp_path)
    export(folder, ["parquet"])
    table = pq.read_table(folder / "holds.parquet")
    assert table.num_rows == 0
    assert table.schema.field("gain_deg").metadata[b"unit"] == b"deg"
