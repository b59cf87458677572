"""A review of the landmarks that a review wrote is the same review."""

from __future__ import annotations

from pathlib import Path

import pytest

from posecoach.adapters.model_store import Model
from tests.fixtures.make import landmarks_of
from tests.integration.conftest import Cli, but_source, load


@pytest.mark.model
def test_replay_is_the_review(
    cli: Cli, short_video: Path, pose_model: Model, tmp_path: Path
) -> None:
    """Session (but the source) and frames.csv of a replay are the video's, byte for byte."""
    video, replay = tmp_path / "video", tmp_path / "replay"
    assert cli("review", short_video, "--no-video", "--out", video).code == 0
    assert cli("review", video / "landmarks.jsonl.gz", "--out", replay).code == 0
    sessions = [load(folder / "session.json") for folder in (video, replay)]
    assert sessions[0]["source"].pop("path") != sessions[1]["source"].pop("path")
    assert sessions[0] == sessions[1]
    assert sessions[0]["model"]["sha256"] == pose_model.sha256
    texts = [_without_source((folder / "session.json").read_text()) for folder in (video, replay)]
    assert texts[0] == texts[1]
    assert (video / "frames.csv").read_bytes() == (replay / "frames.csv").read_bytes()


def _without_source(text: str) -> str:
    head, rest = text.split(' "source": {', 1)
    return head + rest.split("},", 1)[1]


def test_replay_is_always_the_same(cli: Cli, tmp_path: Path, recording: Path) -> None:
    """Twice the same landmarks are twice the same bytes."""
    for name in "ab":
        assert cli("review", recording, "--hold", 10, "--out", tmp_path / name).code == 0
    for name in ("session.json", "frames.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_packed_or_not_is_the_same(cli: Cli, tmp_path: Path, recording: Path) -> None:
    """Landmarks unpacked by hand are judged as the packed ones are."""
    import gzip  # noqa: PLC0415 - of this test alone

    plain = tmp_path / "plain.landmarks.jsonl"
    plain.write_bytes(gzip.decompress(recording.read_bytes()))
    for name, path in (("packed", recording), ("plain", plain)):
        assert cli("review", path, "--hold", 10, "--out", tmp_path / name).code == 0
    packed, unpacked = (load(tmp_path / name / "session.json") for name in ("packed", "plain"))
    assert but_source(packed) == but_source(unpacked)


def test_another_routine_judges_the_same_landmarks(cli: Cli, tmp_path: Path) -> None:
    """What one routine calls too short, a shorter target calls valid; times stay the same."""
    recording = landmarks_of("mannequin_both")
    for hold_s in (10, 5):
        assert (
            cli("review", recording, "--hold", hold_s, "--json", tmp_path / f"{hold_s}").code == 0
        )
    long, short = (load(tmp_path / name)["holds"] for name in ("10", "5"))
    assert [hold["verdict"] for hold in long] == ["valid", "too_short"]
    assert [hold["verdict"] for hold in short] == ["valid", "valid"]
    for one, other in zip(long, short, strict=True):
        assert {**one, "verdict": ""} == {**other, "verdict": ""}


def test_single_legs_are_not_both_legs(cli: Cli, tmp_path: Path) -> None:
    """One leg at a time is two holds of a routine for single legs, and none of one for both."""
    recording, holds = landmarks_of("synthetic_left_then_right"), {}
    for routine in ("gentle-single", "gentle-double"):
        target = tmp_path / f"{routine}.json"
        assert cli("review", recording, "--routine", routine, "--json", target).code == 0
        holds[routine] = load(target)["valid_holds"]
    assert holds == {"gentle-single": 2, "gentle-double": 0}


def test_replay_needs_no_model(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recording: Path
) -> None:
    """Recorded landmarks are judged on a machine that has no model."""
    monkeypatch.setenv("POSECOACH_MODEL_DIR", str(tmp_path / "none"))
    assert cli("review", recording).code == 0
