"""The .mot and .trc exports, opened by OpenSim itself and by a second reader."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from reviews import reviewed

from posecoach.adapters.export import export
from posecoach.core.landmarks import LANDMARK_NAMES
from tests.fixtures.make import landmarks_of

KNEE, HIP, EAR = 25, 23, 7


@pytest.fixture(scope="module")
def opensim(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - untyped
    """OpenSim's own library; it opens a log in the folder in which it is imported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("log"))
        library = pytest.importorskip(
            "opensim", reason="OpenSim is not installed: pip install 'posecoach[readers]'"
        )
        library.Logger.removeFileSink()
    return library


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of the mannequin, left side near, both legs drawn from 6.3 to 20.5 s."""
    folder = reviewed("mannequin_both", tmp_path_factory.mktemp("both"))
    export(folder, ["mot", "trc"])
    return folder


def exported(name: str, folder: Path) -> Path:
    """Review a fixture and export it."""
    reviewed(name, folder)
    export(folder, ["mot", "trc"])
    return folder


def table_of(opensim: Any, path: Path) -> dict[str, NDArray[np.float64]]:  # noqa: ANN401 - untyped
    """Read a .mot with OpenSim 4's reader."""
    table = opensim.TimeSeriesTable(str(path))
    columns = {name: table.getDependentColumn(name).to_numpy() for name in table.getColumnLabels()}
    return {"time": np.array(table.getIndependentColumn()), **columns}


def raw_world_m(name: str) -> tuple[list[float], list[Any]]:
    """Times and world landmarks as they were recorded, read without posecoach."""
    lines = gzip.decompress(landmarks_of(name).read_bytes()).splitlines()[1:]
    entries = [json.loads(line) for line in lines]
    return [entry["t"] for entry in entries], [entry.get("world") for entry in entries]


# --- angles -----------------------------------------------------------------------------------


def test_angles_are_opensim_coordinates(opensim: Any, tmp_path: Path) -> None:  # noqa: ANN401 - untyped
    """OpenSim reads degrees under its names; a leg drawn to 130° flexes hip and knee positively."""
    path = exported("synthetic_hold", tmp_path) / "angles.mot"
    table = opensim.TimeSeriesTable(str(path))
    assert table.getTableMetaDataString("inDegrees") == "yes"
    columns = table_of(opensim, path)
    coordinates = ["hip_flexion_r", "knee_angle_r", "hip_flexion_l", "knee_angle_l"]
    assert list(columns)[1:] == coordinates
    at_10_s = int(np.searchsorted(columns["time"], 9.999))
    assert columns["time"][at_10_s] == pytest.approx(10.0)
    for side in "rl":
        assert columns[f"hip_flexion_{side}"][at_10_s] == pytest.approx(130, abs=1)
        assert columns[f"hip_flexion_{side}"][0] == pytest.approx(55, abs=1)
        assert columns[f"knee_angle_{side}"][at_10_s] > 60


def test_left_is_left(opensim: Any, tmp_path: Path) -> None:  # noqa: ANN401 - untyped
    """From 4 to 5 s the left leg alone is up."""
    columns = table_of(opensim, exported("synthetic_hold", tmp_path) / "angles.mot")
    at_4_8_s = int(np.searchsorted(columns["time"], 4.799))
    assert columns["hip_flexion_l"][at_4_8_s] > 120
    assert columns["hip_flexion_r"][at_4_8_s] < 65


def test_the_old_reader_reads_all_of_it(opensim: Any, both: Path) -> None:  # noqa: ANN401 - untyped
    """OpenSim's Storage, which the GUI uses, finds every row and knows of degrees."""
    storage = opensim.Storage(str(both / "angles.mot"))
    assert storage.getSize() == opensim.TimeSeriesTable(str(both / "angles.mot")).getNumRows()
    assert storage.getSize() > 200
    assert storage.isInDegrees()


def test_moments_without_sight_are_left_out(opensim: Any, tmp_path: Path) -> None:  # noqa: ANN401 - untyped
    """Nobody is seen from 10 to 12 s: no row, no NaN, and both readers see all that follows."""
    path = exported("synthetic_out_of_sight", tmp_path) / "angles.mot"
    columns = table_of(opensim, path)
    times_s = columns.pop("time")
    assert not ((times_s > 10.05) & (times_s < 11.95)).any()
    assert times_s[-1] == pytest.approx(22.0, abs=0.11)
    assert all(np.isfinite(values).all() for values in columns.values())
    assert opensim.Storage(str(path)).getSize() == len(times_s)


def test_each_leg_has_a_file_with_all_that_was_seen_of_it(opensim: Any, tmp_path: Path) -> None:  # noqa: ANN401 - untyped
    """While the near right leg hides the far one, its hold is in its own file, whole."""
    folder = exported("mannequin_single", tmp_path)
    right = table_of(opensim, folder / "angles_right.mot")
    both = table_of(opensim, folder / "angles.mot")
    assert set(right) == {"time", "hip_flexion_r", "knee_angle_r"}
    held = (right["time"] > 26) & (right["time"] < 38)
    assert held.sum() == pytest.approx(12 * 7.5, abs=2)
    assert (right["hip_flexion_r"][held] > 100).all()
    assert ((both["time"] > 26) & (both["time"] < 38)).sum() < 0.5 * held.sum()


def test_nobody_at_all_is_a_motion_without_rows(opensim: Any, tmp_path: Path) -> None:  # noqa: ANN401 - untyped
    """A recording in which no angle could be measured is still a file that can be read."""
    folder = reviewed("synthetic_hold", tmp_path)
    table = (folder / "frames.csv").read_text().splitlines()
    unseen = [
        line.split(",")[0] + ",absent" + "," * (len(table[0].split(",")) - 2) for line in table
    ]
    (folder / "frames.csv").write_text("\n".join([table[0], *unseen[1:]]) + "\n")
    export(folder, ["mot"])
    assert opensim.TimeSeriesTable(str(folder / "angles.mot")).getNumRows() == 0


# --- markers ----------------------------------------------------------------------------------


def test_markers_are_the_world_landmarks_with_y_up(opensim: Any, both: Path) -> None:  # noqa: ANN401 - untyped
    """Every marker of every frame is the recorded one in m, turned by half a turn about x."""
    table = opensim.TimeSeriesTableVec3(str(both / "markers.trc"))
    assert list(table.getColumnLabels()) == list(LANDMARK_NAMES)
    assert table.getTableMetaDataString("Units") == "m"
    times_s, world = raw_world_m("mannequin_both")
    assert list(table.getIndependentColumn()) == pytest.approx(times_s)
    for joint in (EAR, HIP):  # no leg below the hips: those may have been exchanged
        marker = table.getDependentColumn(LANDMARK_NAMES[joint])
        for row in range(0, len(times_s), 20):
            x, y, z = world[row][joint]
            assert marker[row].to_numpy() == pytest.approx([x, -y, -z], abs=1e-4)


def test_axes_are_y_up_and_right_handed(opensim: Any, both: Path) -> None:  # noqa: ANN401 - untyped
    """The drawn knee is above the hip (Y), the near left hip nearer to the camera (Z).

    The mannequin lies with its left side near; head and feet then tell X: Y-up axes with Z
    towards the camera are right-handed only if X goes to the image's right.
    """
    table = opensim.TimeSeriesTableVec3(str(both / "markers.trc"))
    row = table.getNearestRowIndexForTime(12.0)

    def at(name: str) -> NDArray[np.float64]:
        return np.asarray(table.getDependentColumn(name)[row].to_numpy())

    assert at("left_knee")[1] > at("left_hip")[1] + 0.2
    assert at("left_hip")[2] > at("right_hip")[2]
    lines = gzip.decompress(landmarks_of("mannequin_both").read_bytes()).splitlines()
    ear_px, hip_px = (json.loads(lines[1 + row])["xy"][joint][0] for joint in (EAR, HIP))
    assert np.sign(at("left_ear")[0] - at("left_hip")[0]) == np.sign(ear_px - hip_px)


def test_missing_markers_are_missing_to_every_reader(opensim: Any, tmp_path: Path) -> None:  # noqa: ANN401 - untyped
    """Nobody is seen from 10 to 12 s: NaN in OpenSim's new and old reader, and in another's."""
    path = exported("synthetic_out_of_sight", tmp_path) / "markers.trc"
    table = opensim.TimeSeriesTableVec3(str(path))
    assert np.isnan(table.getDependentColumn("nose")[110].to_numpy()).all()
    assert np.isfinite(table.getDependentColumn("nose")[130].to_numpy()).all()
    old = opensim.MarkerData(str(path))
    assert old.getNumFrames() == table.getNumRows()
    assert np.isnan(old.getFrame(110).getMarker(0).to_numpy()).all()
    trc = pytest.importorskip(
        "trc", reason="no second reader of .trc: pip install 'posecoach[readers]'"
    )
    other = trc.TRCData()
    other.load(str(path))
    assert np.isnan(other["nose"][110]).all()
    assert np.isfinite(other["right_foot_index"][130]).all()


def test_times_are_true_and_the_rate_their_mean(opensim: Any, tmp_path: Path) -> None:  # noqa: ANN401 - untyped
    """A recording with uneven times keeps them: nothing is resampled."""
    folder = reviewed("synthetic_hold", tmp_path)
    lines = gzip.decompress((folder / "landmarks.jsonl.gz").read_bytes()).splitlines()
    kept = [line for number, line in enumerate(lines) if number < 50 or number % 3]
    (folder / "landmarks.jsonl.gz").write_bytes(gzip.compress(b"\n".join(kept)))
    export(folder, ["trc"])
    table = opensim.TimeSeriesTableVec3(str(folder / "markers.trc"))
    times_s = [json.loads(line)["t"] for line in kept[1:]]
    assert list(table.getIndependentColumn()) == pytest.approx(times_s)
    mean_hz = (len(times_s) - 1) / (times_s[-1] - times_s[0])
    assert float(table.getTableMetaDataString("DataRate")) == pytest.approx(mean_hz)


def test_a_single_frame_is_a_file(opensim: Any, tmp_path: Path) -> None:  # noqa: ANN401 - untyped
    """One frame has no rate; the file is read all the same."""
    folder = reviewed("synthetic_hold", tmp_path)
    lines = gzip.decompress((folder / "landmarks.jsonl.gz").read_bytes()).splitlines()
    (folder / "landmarks.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines[:2])))
    export(folder, ["trc"])
    assert opensim.TimeSeriesTableVec3(str(folder / "markers.trc")).getNumRows() == 1
