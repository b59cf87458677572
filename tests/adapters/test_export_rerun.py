"""The Rerun export, opened by Rerun's own reader."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from reviews import reviewed, reviewed_recording

from posecoach.adapters import export_rerun
from posecoach.adapters.export import export
from posecoach.core.landmarks import INDEX, Side
from posecoach.errors import InputError
from tests.fixtures.make import EXCHANGED_LEGS, SINGLE

chunk = pytest.importorskip(
    "rerun.chunk", reason="Rerun is not there: pip install 'posecoach[rerun]'"
)

Rows = list[tuple[float, dict[str, Any]]]


def entities(path: Path) -> dict[str, Rows]:
    """For each entity with a time, its rows: seconds and components."""
    found: dict[str, Rows] = {}
    for piece in chunk.RrdReader(str(path)).stream().to_chunks():
        if piece.is_static:
            continue
        for row in piece.to_record_batch().to_pylist():
            found.setdefault(piece.entity_path, []).append((row["time"].total_seconds(), row))
    return {name: sorted(rows, key=lambda pair: pair[0]) for name, rows in found.items()}


def static(path: Path) -> set[str]:
    """Entities that hold at all times."""
    pieces = chunk.RrdReader(str(path)).stream().to_chunks()
    return {piece.entity_path for piece in pieces if piece.is_static}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hold with the head up from 9 to 15 s, faulted, exported."""
    folder = reviewed("synthetic_head_up_long", tmp_path_factory.mktemp("review"))
    (path,) = export(folder, ["rrd"])
    assert path.name == "review.rrd"
    return path


def test_landmarks_are_in_the_picture_and_in_space(path: Path) -> None:
    """Each frame has its landmarks in both, with the joints' numbers."""
    found = entities(path)
    image, world = found["/image/landmarks"], found["/world/landmarks"]
    assert len(image) == len(world) == 221
    time_s, row = image[100]
    assert time_s == pytest.approx(10.0)
    assert row["Points2D:keypoint_ids"] == list(range(33))
    assert len(row["Points2D:positions"]) == 33
    assert len(world[100][1]["Points3D:positions"]) == 33
    assert {"/", "/world"} <= static(path)


def test_measures_are_time_series(path: Path) -> None:
    """Angles and lifts stand under their names with their units, at the frames' times."""
    found = entities(path)
    hips = dict(found["/angles/hip_flexion_left_deg"])
    assert hips[8.0]["Scalars:scalars"] == [pytest.approx(130, abs=1)]
    lifts = dict(found["/lengths/head_lift_torso"])
    assert lifts[12.0]["Scalars:scalars"] == [pytest.approx(0.25, abs=0.02)]
    assert "/seconds/credited_s" in found


def test_states_change_when_they_change(path: Path) -> None:
    """The verdict lasts from the hold's start to its end, the fault while it lasts."""
    found = entities(path)
    verdicts = [(t, row["StateChange:state"]) for t, row in found["/state/verdict"]]
    assert verdicts == [
        (0.0, ["no hold"]),
        (pytest.approx(5.67, abs=0.1), ["1: faulted"]),
        (pytest.approx(18.47, abs=0.1), ["no hold"]),
    ]
    faults = [(t, row["StateChange:state"]) for t, row in found["/state/faults"]]
    assert [state for _, state in faults] == [["none"], ["head_up"], ["none"]]
    assert faults[1][0] == pytest.approx(9.5, abs=0.2)  # it must last for half a second
    texts = [row["TextLog:text"][0] for _, row in found["/events"]]
    assert any(text.startswith("head_up until 15") for text in texts)


def test_a_long_recording_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames that are handed over in many blocks are all there, in order, in a whole file."""
    monkeypatch.setattr(export_rerun, "_FRAMES_AT_ONCE", 20)
    folder = reviewed("synthetic_hold", tmp_path)
    (path,) = export(folder, ["rrd"])
    times_s = [time_s for time_s, _ in entities(path)["/image/landmarks"]]
    assert times_s == pytest.approx([number / 10 for number in range(221)])
    assert len(entities(path)["/angles/hip_flexion_left_deg"]) == 221


def test_it_brings_its_layout(path: Path) -> None:
    """The file has a blueprint, and one recording."""
    reader = chunk.RrdReader(str(path))
    assert len(reader.blueprints()) == 1
    assert len(reader.recordings()) == 1


def test_nobody_is_no_landmark_and_no_number(tmp_path: Path) -> None:
    """From 10 to 12 s nothing is drawn, and the angle is NaN, not the last one."""
    folder = reviewed("synthetic_out_of_sight", tmp_path)
    (path,) = export(folder, ["rrd"])
    found = entities(path)
    assert dict(found["/image/landmarks"])[11.0]["Points2D:positions"] == []
    (hip,) = dict(found["/angles/hip_flexion_left_deg"])[11.0]["Scalars:scalars"]
    assert hip != hip  # noqa: PLR0124 - NaN


def test_a_leg_is_left_where_it_was_judged_left(tmp_path: Path) -> None:
    """From 11.3 s the landmarker calls the raised left leg the right one; the picture does not."""
    folder = reviewed_recording(EXCHANGED_LEGS, SINGLE, tmp_path / "review")
    (path,) = export(folder, ["rrd"])
    rows = [row for time_s, row in entities(path)["/image/landmarks"] if time_s > 11.3]
    assert len(rows) == 18
    for row in rows:
        ids, px = row["Points2D:keypoint_ids"], row["Points2D:positions"]
        left, right = (px[ids.index(INDEX[side, "ankle"])][1] for side in Side)
        assert left < right - 20  # px, y downwards


def test_two_reviews_are_two_recordings(tmp_path: Path) -> None:
    """The viewer merges recordings of one id: each review has its own, always the same."""
    ids = []
    for name in ("synthetic_hold", "synthetic_hold", "synthetic_head_up_briefly"):
        folder = reviewed(name, tmp_path / name)
        (path,) = export(folder, ["rrd"])
        ids.append(chunk.RrdReader(str(path)).recordings()[0].recording_id)
    assert ids[0] == ids[1] != ids[2]


def test_any_name_is_a_name(tmp_path: Path) -> None:
    """A video's name with line breaks and bytes that are no text does no harm."""
    folder = reviewed("synthetic_hold", tmp_path)
    session = json.loads((folder / "session.json").read_text())
    session["source"]["path"] = "<b>\n\x00\udce9.mp4"
    (folder / "session.json").write_text(json.dumps(session))
    (path,) = export(folder, ["rrd"])
    assert len(entities(path)["/image/landmarks"]) == 221


def test_landmarks_of_another_recording_are_refused(tmp_path: Path) -> None:
    """Files that do not belong together are not laid over each other."""
    folder = reviewed("synthetic_hold", tmp_path)
    path = folder / "landmarks.jsonl.gz"
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(lines[:-1])))
    with pytest.raises(InputError, match="not of the same recording"):
        export(folder, ["rrd"])
    assert not (folder / "review.rrd").exists()
