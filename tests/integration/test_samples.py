"""The sample videos are judged as their truth says, from the landmarks the model saw in them.

The truth files are exact and made by the simulator, not by posecoach. The landmarks (every
second frame) lie in ``tests/fixtures/samples``; the videos themselves go through the whole
pipeline in ``make run`` and in the accuracy benchmark.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posecoach.adapters.landmark_log import (
    LandmarkHeader,
    LandmarkReader,
    landmark_writer,
    rounded,
)
from posecoach.core.landmarks import PoseFrame
from tests.fixtures.make import Prescription, judge

ROOT = Path(__file__).parents[2]
LANDMARKS = ROOT / "tests" / "fixtures" / "samples"
TOLERANCE_S = 0.6  # half a second, and half an interval between the frames that were kept
# Let go first, the far leg lies behind the near one and reads 80 to 100 degrees for a second: the
# hold is taken to go on for so long.
TOLERANCES_S = {"shoulders_curling": 1.1}
LEGS = {"LR": "both", "L": "left", "R": "right"}

PRESCRIPTIONS = {
    "both_knees": Prescription(hold_s=30.0),
    "gentle_single": Prescription("gentle-single", 5.0),
    "head_lifting": Prescription(),
    "not_close_enough": Prescription(),
    "real_life_muddle": Prescription(),
    "shoulders_curling": Prescription(),
    "sideways_phone": Prescription(),
    "uneven_rate": Prescription(),
}
VERDICTS = {
    "both_knees": ["valid", "too_short"],
    "gentle_single": ["valid"] * 4,
    "head_lifting": ["faulted", "valid"],
    "not_close_enough": ["valid"],
    "real_life_muddle": ["valid", "valid"],
    "shoulders_curling": ["faulted"],
    "sideways_phone": ["valid"],
    "uneven_rate": ["valid"],
}
FAULTS = {
    "head_lifting": {"head_up"},
    "not_close_enough": {"not_close_enough"},
    "shoulders_curling": {"head_up", "shoulders_up"},
}
every_sample = pytest.mark.parametrize("name", sorted(PRESCRIPTIONS))


def session(name: str) -> dict[str, Any]:
    """The session that posecoach makes of a sample."""
    return judge(LANDMARKS / f"{name}.landmarks.jsonl.gz", PRESCRIPTIONS[name])


def truth(name: str) -> dict[str, Any]:
    """What the simulator knows of it."""
    text = (ROOT / "sample_videos" / f"{name}.truth.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@every_sample
def test_every_attempt_is_found_and_no_other(name: str) -> None:
    """Legs, beginning, end and credited seconds, each within the tolerance."""
    holds, attempts = session(name)["holds"], truth(name)["attempts"]
    most_s = TOLERANCES_S.get(name, TOLERANCE_S)
    assert [hold["legs"] for hold in holds] == [LEGS[one["legs"]] for one in attempts]
    for hold, one in zip(holds, attempts, strict=True):
        assert hold["start_s"] == pytest.approx(one["start_s"], abs=TOLERANCE_S)
        assert hold["end_s"] == pytest.approx(one["end_s"], abs=most_s)
        assert hold["credited_s"] == pytest.approx(one["credit_s"], abs=most_s)


@every_sample
def test_every_verdict_is_right(name: str) -> None:
    """Which attempts count, and which do not."""
    assert [hold["verdict"] for hold in session(name)["holds"]] == VERDICTS[name]


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_the_faults_of_the_script_are_named(name: str) -> None:
    """Each fault that the truth names is found at its time, and no other stops the clock."""
    judged = session(name)
    found = [*judged["faults"], *(f for hold in judged["holds"] for f in hold["faults"])]
    blocking = [fault for fault in found if fault["severity"] == "blocks"]
    assert {fault["kind"] for fault in blocking} == FAULTS[name]
    for one in truth(name)["faults"]:
        assert any(
            fault["kind"] == one["kind"]
            and fault["start_s"] == pytest.approx(one["start_s"], abs=TOLERANCE_S)
            and fault["end_s"] == pytest.approx(one["end_s"], abs=TOLERANCE_S)
            for fault in blocking
        ), one


@every_sample
def test_samples_are_small(name: str) -> None:
    """Each video below 2.5 MB, each truth file below 400 kB."""
    folder = ROOT / "sample_videos"
    assert (folder / f"{name}.mp4").stat().st_size < 2_500_000
    assert (folder / f"{name}.truth.json").stat().st_size < 400_000


@pytest.mark.parametrize("roll_deg", [-22.0, 22.0])
@pytest.mark.parametrize("name", ["both_knees", "head_lifting", "gentle_single"])
def test_a_camera_that_stands_askew_changes_nothing(
    name: str, roll_deg: float, tmp_path: Path
) -> None:
    """The same landmarks, turned about the picture's middle: the same verdicts and times."""
    askew = tmp_path / f"{name}.landmarks.jsonl.gz"
    reader = LandmarkReader(LANDMARKS / askew.name)
    with landmark_writer(askew, reader.header) as writer:
        for frame in reader:
            writer.write(rounded(_rolled(frame, reader.header, math.radians(roll_deg))))
    turned, straight = judge(askew, PRESCRIPTIONS[name])["holds"], session(name)["holds"]
    assert [hold["verdict"] for hold in turned] == [hold["verdict"] for hold in straight]
    for a, b in zip(turned, straight, strict=True):
        assert a["credited_s"] == pytest.approx(b["credited_s"], abs=0.3)


def _rolled(frame: PoseFrame, header: LandmarkHeader, angle: float) -> PoseFrame:
    if frame.pose is None:
        return frame
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    middle = np.array([header.width_px, header.height_px]) / 2
    world = frame.pose.world_m.copy()
    world[:, :2] = world[:, :2] @ turn
    points = (frame.pose.points_px - middle) @ turn + middle
    return PoseFrame(frame.time_s, replace(frame.pose, points_px=points, world_m=world))
