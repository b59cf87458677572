"""What is read from a review's folder, and how broken files are refused."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posecoach.adapters.frames_csv import ADDED
from posecoach.adapters.report_model import read_report, read_track
from posecoach.core.attempts import HoldVerdict
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side
from posecoach.errors import InputError
from tests.report_folder import change_session, reviewed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review with a fault in it."""
    return reviewed(tmp_path / "out", "mannequin_head_up")


def test_a_review_is_read_as_it_was_judged(folder: Path) -> None:
    """Verdict, seconds, faults and every frame come back."""
    data = read_report(folder)
    (hold,) = data.holds
    assert (hold.verdict, data.valid_holds) == (HoldVerdict.FAULTED, 0)
    assert [fault.kind for fault in hold.faults] == [FaultKind.HEAD_UP]
    assert hold.credited_s + hold.rejected_s == pytest.approx(hold.end_s - hold.start_s, abs=0.01)
    assert data.routine.hold_s == 10.0
    rows = (folder / "frames.csv").read_text().splitlines()
    assert len(data.track.time_s) == len(rows) - 1
    assert 130 < np.nanmax(data.track.flexion_deg(Side.LEFT)) < 150


def test_the_uncertainty_is_read_where_the_review_told_it(folder: Path) -> None:
    """Columns at the end; an empty cell is unknown, and older reviews have none."""
    path = folder / "frames.csv"
    lines = [line.rsplit(",", len(ADDED))[0] for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines) + "\n")
    assert read_report(folder).track.uncertainty_deg(Side.LEFT) is None
    lines[0] += ",left_hip_flexion_uncertainty_deg"
    lines[1:] = [f"{line},{'' if n == 0 else 2.5}" for n, line in enumerate(lines[1:])]
    path.write_text("\n".join(lines) + "\n")
    half_width = read_report(folder).track.uncertainty_deg(Side.LEFT)
    assert half_width is not None
    assert math.isnan(half_width[0])
    assert set(half_width[1:]) == {2.5}


@pytest.mark.parametrize("name", ["session.json", "frames.csv"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """It says which, and what to do."""
    (folder / name).unlink()
    with pytest.raises(InputError, match=rf"{name} is not there; .*review --out"):
        read_report(folder)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"schema": "posecoach.session/9"}', "[" * 100_000]
)
def test_what_is_no_session_is_refused(folder: Path, text: str) -> None:
    """No JSON, another shape, another schema: one line each."""
    (folder / "session.json").write_text(text)
    with pytest.raises(InputError, match=r"session.json .*review the recording again"):
        read_report(folder)


BREAKS: dict[str, Callable[[dict[str, Any]], object]] = {
    "verdict": lambda d: d["holds"][0].update(verdict="great"),
    "time": lambda d: d["holds"][0].update(start_s="7"),
    "a huge number": lambda d: d["source"].update(duration_s=10**400),
    "far beyond": lambda d: d["holds"][0].update(end_s=1e300),
    "infinite": lambda d: d["holds"][0].update(end_s=math.inf),
    "no key": lambda d: d.pop("tracking"),
    "a list": lambda d: d.update(source=[]),
    "fault": lambda d: d["holds"][0]["faults"][0].update(kind="<b>"),
    "routine": lambda d: d["routine"].update(hold_s=-1),
    "name": lambda d: d["source"].update(path=7),
}


@pytest.mark.parametrize("change", BREAKS.values(), ids=BREAKS)
def test_a_session_that_somebody_changed_is_refused(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    """Each value is looked at before it is used."""
    change_session(folder, change)
    with pytest.raises(InputError) as refusal:
        read_report(folder)
    assert "\n" not in str(refusal.value)
    assert "review the recording again" in str(refusal.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("time_s,", "when,"),
        ("0.000000,", "zero,"),
        ("0.000000,", "9999,"),
        ("head_lift_torso", "head"),
    ],
    ids=["no time", "no number", "times go back", "no head"],
)
def test_a_broken_table_is_refused(folder: Path, old: str, new: str) -> None:
    """A missing column, text for a number, or time that runs backwards."""
    path = folder / "frames.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(InputError, match=r"frames\.csv is damaged"):
        read_track(path)


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    """A picture under the table's name is no traceback."""
    (folder / "frames.csv").write_bytes(bytes(range(256)))
    with pytest.raises(InputError, match=r"frames\.csv is damaged"):
        read_report(folder)


@pytest.mark.parametrize(
    "path", ["a/b/<x>.mp4", "C:\\videos\\<x>.mp4", "<x>.mp4"], ids=["posix", "windows", "bare"]
)
def test_only_the_file_name_is_shown(folder: Path, path: str) -> None:
    """Folders may tell more than a reader of the report should know."""
    change_session(folder, lambda d: d["source"].update(path=path))
    assert read_report(folder).name == "<x>.mp4"


def test_the_session_is_not_read_without_end(folder: Path) -> None:
    """A file of gigabytes would fill the memory; it is refused by its size."""
    with (folder / "session.json").open("wb") as stream:
        stream.truncate(70_000_000)
    with pytest.raises(InputError, match="larger than any session"):
        read_report(folder)
