"""Exports in general, and those that the standard library reads: CSV and JSON."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from reviews import reviewed, reviewed_recording

from posecoach.adapters.export import EXPORTS, checked_formats, export
from posecoach.adapters.export_source import ReviewFiles
from posecoach.core.landmarks import LANDMARK_NAMES
from posecoach.core.measure import hip_flexion
from posecoach.errors import InputError, OutputError, UsageError
from tests.fixtures.make import EXCHANGED_LEGS, SINGLE, landmarks_of

PLAIN = ("csv", "json", "mot", "trc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review of a hold with the head up from 9 to 15 s, faulted."""
    return reviewed("synthetic_head_up_long", tmp_path / "review")


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def change(path: Path, **values: object) -> None:
    """Change a JSON file's fields."""
    document = json.loads(path.read_text())
    path.write_text(json.dumps({**document, **values}))


def test_holds_and_faults_as_tables(folder: Path) -> None:
    """One row a hold and one a fault, with the session's own values under names with units."""
    paths = export(folder, ["csv"])
    assert [path.name for path in paths] == ["holds.csv", "faults.csv"]
    session = json.loads((folder / "session.json").read_text())
    (hold,) = rows(folder / "holds.csv")
    (expected,) = session["holds"]
    assert hold["verdict"] == "faulted"
    assert hold["unsure_because"] == ""
    assert float(hold["rejected_s"]) == expected["rejected_s"] == pytest.approx(6.1, abs=0.2)
    peak = expected["hip_flexion_deg"]["left"]["peak"]
    assert float(hold["hip_flexion_left_peak_deg"]) == peak == pytest.approx(130, abs=1)
    (fault,) = rows(folder / "faults.csv")
    assert (fault["hold"], fault["kind"], fault["severity"]) == ("1", "head_up", "blocks")
    assert float(fault["start_s"]) == pytest.approx(9.0, abs=0.2)
    assert float(fault["end_s"]) == pytest.approx(15.0, abs=0.2)


def test_faults_outside_the_holds_are_told_too(folder: Path) -> None:
    """A fault of no hold has no hold's number, and faults stand in order of time."""
    early = {"kind": "jerky", "severity": "advises", "start_s": 1.0, "end_s": 2.0}
    change(folder / "session.json", faults=[early])
    export(folder, ["csv"])
    faults = rows(folder / "faults.csv")
    assert [(row["hold"], row["kind"]) for row in faults] == [("", "jerky"), ("1", "head_up")]


def test_one_document_with_session_and_frames(folder: Path) -> None:
    """The JSON holds session.json as it is, and every frame of frames.csv with its types."""
    (path,) = export(folder, ["json"])
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["schema"] == "posecoach.export/1"
    assert document["session"] == json.loads((folder / "session.json").read_text())
    table = rows(folder / "frames.csv")
    assert len(document["frames"]) == len(table) == document["session"]["source"]["frames"]
    at_12_s, cells = document["frames"][120], table[120]
    assert at_12_s["time_s"] == 12.0
    assert at_12_s["hip_flexion_left_deg"] == float(cells["hip_flexion_left_deg"])
    assert at_12_s["faults"] == ["head_up"]
    assert at_12_s["legs_drawn"] == ["left", "right"]
    assert at_12_s["far_leg_hidden"] is True
    assert document["units"]["head_lift_torso"] == "torso length"


def test_unseen_is_null_and_empty(tmp_path: Path) -> None:
    """Nobody is in view at 11 s: nulls in the JSON, not zeros."""
    folder = reviewed("synthetic_out_of_sight", tmp_path / "review")
    (path,) = export(folder, ["json"])
    frame = json.loads(path.read_text())["frames"][110]
    assert frame["time_s"] == 11.0
    assert frame["phase"] == "absent"
    assert frame["hip_flexion_left_deg"] is None
    assert frame["far_leg_hidden"] is None
    assert frame["faults"] == []


@pytest.mark.parametrize("name", ["sit_up", "therapist"])
def test_a_session_without_holds_is_exported(name: str, tmp_path: Path) -> None:
    """No hold is an empty table with its head, in every format that is there."""
    folder = reviewed(name, tmp_path / "review")
    export(folder, PLAIN)
    assert rows(folder / "holds.csv") == []
    assert (folder / "holds.csv").read_text().startswith("index,legs,verdict,")


def test_the_same_review_makes_the_same_files(folder: Path) -> None:
    """Twice exported is twice the same, and nothing temporary stays."""
    before = {path: path.read_bytes() for path in export(folder, PLAIN)}
    assert {path: path.read_bytes() for path in export(folder, PLAIN)} == before
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_landmarks_may_lie_elsewhere(tmp_path: Path) -> None:
    """A review of recorded landmarks keeps no copy of them: the recording is named."""
    folder = reviewed("mannequin_both", tmp_path / "review")
    (folder / "landmarks.jsonl.gz").unlink()
    with pytest.raises(InputError, match=r"landmarks\.jsonl\.gz is not there; review the video"):
        export(folder, ["trc"])
    assert export(folder, ["trc"], landmarks=landmarks_of("mannequin_both"))


def test_a_leg_is_left_where_it_was_judged_left(tmp_path: Path) -> None:
    """From 11.3 s the landmarker calls the raised left leg the right one; markers.trc does not.

    What tells is the foot on the floor, against its place at rest: a repair that knows of no
    rest keeps the wrong names.
    """
    folder = reviewed_recording(EXCHANGED_LEGS, SINGLE, tmp_path / "review")
    export(folder, ["trc"])
    lines = [line.split("\t") for line in (folder / "markers.trc").read_text().splitlines()[6:]]
    ankles = [2 + 3 * LANDMARK_NAMES.index(f"{side}_ankle") + 1 for side in ("left", "right")]
    heights_m = [[float(line[cell]) for cell in ankles] for line in lines if float(line[1]) > 11.3]
    assert len(heights_m) == 18
    assert all(left - right > 0.3 for left, right in heights_m)


def test_legs_bear_the_names_of_frames_csv_in_every_frame(tmp_path: Path) -> None:
    """Wherever the table has one leg far above the other, the exported landmarks have it too."""
    folder = reviewed_recording(EXCHANGED_LEGS, SINGLE, tmp_path / "review")
    names = ("session.json", "frames.csv", "landmarks.jsonl.gz")
    apart = 0
    for judged in ReviewFiles(*(folder / name for name in names)).judged():
        told = [judged.row[f"hip_flexion_{side}_deg"] for side in ("left", "right")]
        left_deg, right_deg = (cell if isinstance(cell, float) else None for cell in told)
        if left_deg is None or right_deg is None or abs(left_deg - right_deg) < 30:
            continue
        apart += 1
        assert judged.frame.pose is not None
        seen = hip_flexion(judged.frame.pose)
        assert (seen.left > seen.right) is (left_deg > right_deg)
    assert apart > 15


def test_rules_that_cannot_be_read_are_refused(folder: Path) -> None:
    """Without the routine nobody can tell how the legs were judged: one line, no half file."""
    change(folder / "session.json", routine=None)
    with pytest.raises(InputError, match="it names no routine"):
        export(folder, ["trc"])
    assert not (folder / "markers.trc").exists()


def test_a_name_with_every_character_breaks_no_file(folder: Path) -> None:
    """The video's name is a name, whatever is in it: no line and no column more."""
    source = {"path": '=1+1\t"<b>\n\u2028\udce9.mp4', "frames": 1}
    lengths = [len(path.read_bytes().splitlines()) for path in export(folder, PLAIN)]
    change(folder / "session.json", source=source)
    paths = export(folder, PLAIN)
    assert [len(path.read_bytes().splitlines()) for path in paths] == lengths
    document = json.loads((folder / "export.json").read_text())
    assert document["session"]["source"] == source


# --- what is wrong ----------------------------------------------------------------------------


def test_formats_are_read_as_a_list() -> None:
    """Commas between, case and blanks do not matter, twice is once, order is kept."""
    assert checked_formats(" TRC, csv,trc ") == ("trc", "csv")


@pytest.mark.parametrize("text", ["", "csv,", "xlsx", "../csv"])
def test_an_unknown_format_is_refused_with_the_valid_ones(text: str) -> None:
    """The message lists every format there is."""
    with pytest.raises(UsageError, match=", ".join(EXPORTS)):
        checked_formats(text)


@pytest.mark.parametrize(
    ("name", "library", "extra"),
    [("parquet", "pyarrow", "parquet"), ("rrd", "rerun", "rerun")],
)
def test_a_missing_extra_is_named_with_its_pip(
    name: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the library is not installed, one line says which command installs it."""
    for module in [m for m in sys.modules if m.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)  # as if it were not installed
    with pytest.raises(UsageError) as caught:
        checked_formats(f"csv,{name}")
    assert f"--export {name} needs {library}" in str(caught.value)
    assert f"pip install 'posecoach[{extra}]'" in str(caught.value)
    assert "\n" not in str(caught.value)


def broken_session(text: str) -> Any:  # noqa: ANN401 - a test's parameter
    """Replace session.json."""
    return lambda folder: (folder / "session.json").write_text(text)


def with_session(**values: object) -> Any:  # noqa: ANN401 - the same
    """Change session.json."""
    return lambda folder: change(folder / "session.json", **values)


def with_frames(old: str, new: str) -> Any:  # noqa: ANN401 - the same
    """Change frames.csv."""

    def edit(folder: Path) -> None:
        path = folder / "frames.csv"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return edit


HOLD = {"index": 1, "legs": "both", "verdict": "valid", "faults": []}
BROKEN = {
    "no session": lambda folder: (folder / "session.json").unlink(),
    "no JSON": broken_session("{"),
    "deep": broken_session("[" * 100_000),
    "NaN": broken_session('{"schema": "posecoach.session/1", "x": NaN}'),
    "another schema": broken_session('{"schema": "posecoach.session/9"}'),
    "holds is a number": with_session(holds=3),
    "a hold is a text": with_session(holds=["<script>"]),
    "an unknown verdict": with_session(holds=[{**HOLD, "verdict": "=cmd()"}]),
    "a text for seconds": with_session(holds=[{**HOLD, "start_s": "1"}]),
    "a huge number": with_session(holds=[{**HOLD, "start_s": 10**400}]),
    "half a hold": with_session(holds=[{**HOLD, "index": 1.5}]),
    "yes for seconds": with_session(holds=[{**HOLD, "start_s": True}]),
    "no frames": lambda folder: (folder / "frames.csv").unlink(),
    "empty frames": lambda folder: (folder / "frames.csv").write_text(""),
    "a column is missing": with_frames("head_lift_torso", "other"),
    "a column twice": with_frames("time_s,", "time_s,time_s,"),
    "no number": with_frames("\n0.000000,", "\nzero,"),
    "not finite": with_frames("\n0.000000,", "\ninf,"),
    "neither yes nor no": with_frames(",yes,", ",perhaps,"),
    "too many cells": with_frames("\n0.000000,", "\n0.000000,,"),
    "no text": lambda folder: (folder / "frames.csv").write_bytes(b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_folder_that_is_no_review_is_refused_in_one_line(broken: Any, folder: Path) -> None:  # noqa: ANN401 - the parameter
    """Whatever is wrong with it, the message says so and no half file stays."""
    broken(folder)
    with pytest.raises(InputError) as caught:
        export(folder, ["csv", "json"])
    assert "review" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (folder / "export.json").exists()
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_folder_that_cannot_be_written_to(as_nobody: Path) -> None:
    """The message says what could not be written."""
    folder = reviewed("synthetic_hold", as_nobody / "review")
    folder.chmod(0o555)
    try:
        with pytest.raises(OutputError, match="could not be written"):
            export(folder, ["csv"])
    finally:
        folder.chmod(0o755)
