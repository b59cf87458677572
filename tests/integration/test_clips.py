"""The clips end to end, against the truth that lies beside them.

Every clip goes through the landmarker once, two at a time; the verdicts are judged from its
landmarks. One clip is also drawn, and its timing compared with the source's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import pytest

from posecoach.adapters.landmark_log import LandmarkReader
from posecoach.adapters.model_store import Model
from posecoach.adapters.progress import ManyBars
from posecoach.adapters.routine_files import load_routine
from posecoach.app import ReviewOptions
from posecoach.batch import Batch, Outcome, review_many
from posecoach.core.config import Thresholds
from posecoach.core.trunk import trunk_of
from tests.fixtures.make import RECORDED, judge
from tests.integration.conftest import load, picture_times_s

pytestmark = [pytest.mark.model, pytest.mark.shared]

PHOTOGRAPHS = ["legs_in_twice", "legs_in_mirrored", "one_knee"]
NO_HOLDS = ["sit_up", "bridge", "hamstring", "therapist"]
MANNEQUINS = ["mannequin_both", "mannequin_head_up", "mannequin_single"]
TARGET_S = 10.0
WITHIN_S = 0.5


@dataclass(frozen=True)
class TrueAttempt:
    """One true attempt; s."""

    legs: str
    start_s: float
    end_s: float
    credited_s: float

    @property
    def verdict(self) -> str:
        """What it comes to under the target; head lifts are all that is wrong in the clips."""
        if self.credited_s >= TARGET_S:
            return "valid"
        return "too_short" if self.end_s - self.start_s < TARGET_S else "faulted"


def _review(videos: list[Path], out: Path, *, video: bool) -> None:
    options = ReviewOptions(load_routine("lower-back-relief"), Thresholds(), out, video)
    outcomes: list[Outcome] = []
    review_many(
        Batch(tuple(videos), options, jobs=2),
        watch=ManyBars(),
        model_progress=None,
        take=lambda outcome, _: outcomes.append(outcome),
    )
    assert [str(o.error) for o in outcomes if o.error is not None] == []


DRAWN = ["therapist", "mannequin_both"]  # the slowest first: both processes end together


@pytest.fixture(scope="session")
def drawn(clips: Path, pose_model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with all that a review of ``DRAWN`` writes, each clip in a folder of its name."""
    assert pose_model.path.is_file()
    out = tmp_path_factory.mktemp("clips")
    _review([clips / f"{name}.mp4" for name in DRAWN], out, video=True)
    return out


@pytest.fixture(scope="session")
def reviewed(clips: Path, drawn: Path) -> Path:
    """The same folder with the results of the other clips too, which are not drawn."""
    names = sorted(set(RECORDED) - set(DRAWN))
    _review([clips / f"{name}.mp4" for name in names], drawn, video=False)
    return drawn


@pytest.fixture(scope="session")
def sessions(reviewed: Path) -> dict[str, dict[str, Any]]:
    """Every clip's session, each under its own routine."""
    return {
        name: judge(reviewed / name / "landmarks.jsonl.gz", prescription)
        for name, prescription in RECORDED.items()
    }


def truth_of(name: str, clips: Path) -> list[TrueAttempt]:
    """The true attempts of a clip."""
    if name in MANNEQUINS:
        legs = {"LR": "both", "L": "left", "R": "right"}
        return [
            TrueAttempt(legs[a["legs"]], a["start_s"], a["end_s"], a["credit_s"])
            for a in load(clips / f"{name}.truth.json")["attempts"]
        ]
    truth = load(clips / "truth.json")[name]
    return [TrueAttempt(truth["legs"], a, b, b - a) for a, b in truth["holds"] or []]


@pytest.mark.parametrize("name", [*PHOTOGRAPHS, *MANNEQUINS])
def test_attempts_are_the_true_ones(
    name: str, clips: Path, sessions: dict[str, dict[str, Any]]
) -> None:
    """Legs and verdict of every attempt are right; its times and seconds within half a second."""
    truth, holds = truth_of(name, clips), sessions[name]["holds"]
    assert [(h["legs"], h["verdict"]) for h in holds] == [(t.legs, t.verdict) for t in truth]
    for hold, true in zip(holds, truth, strict=True):
        assert hold["start_s"] == pytest.approx(true.start_s, abs=WITHIN_S)
        assert hold["end_s"] == pytest.approx(true.end_s, abs=WITHIN_S)
        assert hold["credited_s"] == pytest.approx(true.credited_s, abs=WITHIN_S)


@pytest.mark.parametrize("name", NO_HOLDS)
def test_what_is_no_hold_is_none(name: str, sessions: dict[str, dict[str, Any]]) -> None:
    """Other exercises are no valid hold, and no attempt in them is credited over a second."""
    assert sessions[name]["valid_holds"] == 0
    assert all(hold["credited_s"] <= 1.0 for hold in sessions[name]["holds"])


@pytest.mark.parametrize(
    ("name", "verdicts", "blocking", "advised"),
    [
        ("legs_in_twice", ["valid", "too_short"], set(), {"hands_off"}),
        ("legs_in_mirrored", ["valid"], set(), {"hands_off"}),
        ("mannequin_both", ["valid", "too_short"], set(), set()),
        ("mannequin_head_up", ["faulted"], {"head_up"}, set()),
        ("mannequin_single", ["valid", "valid"], set(), set()),
    ],
)
def test_faults_are_those_of_the_issue(
    name: str,
    verdicts: list[str],
    blocking: set[str],
    advised: set[str],
    sessions: dict[str, dict[str, Any]],
) -> None:
    """Verdicts and faults as the table says; no blocking fault that is not in it."""
    holds = sessions[name]["holds"]
    assert [hold["verdict"] for hold in holds] == verdicts
    found = {(f["kind"], f["severity"]) for hold in holds for f in hold["faults"]}
    assert {kind for kind, severity in found if severity == "blocks"} == blocking
    assert advised <= {kind for kind, severity in found if severity == "advises"}


def test_near_side_is_the_true_one(clips: Path, sessions: dict[str, dict[str, Any]]) -> None:
    """The side towards the camera is told from the landmarks alone."""
    for name in MANNEQUINS:
        near = load(clips / f"{name}.truth.json")["near"]
        assert sessions[name]["source"]["near_side"] == near


def test_the_one_who_lies_is_judged(reviewed: Path) -> None:
    """Beside a therapist it is the person on the back whose landmarks are recorded."""
    reader = LandmarkReader(reviewed / "therapist" / "landmarks.jsonl.gz")
    frames = list(reader)
    supine = [f.pose is not None and trunk_of(f.pose).is_supine(Thresholds()) for f in frames]
    assert sum(supine) >= 0.95 * len(frames)


def test_every_frame_is_judged(clips: Path, reviewed: Path) -> None:
    """A clip's landmarks have its timestamps, each once."""
    times_s = [f.time_s for f in LandmarkReader(reviewed / "sit_up" / "landmarks.jsonl.gz")]
    assert times_s == pytest.approx(picture_times_s(clips / "sit_up.mp4"), abs=1e-6)


def test_annotated_video_has_the_source_s_timing(drawn: Path, clips: Path) -> None:
    """Decoded again, it has every picture of the source at the source's time, to its end."""
    source, annotated = (
        clips / "mannequin_both.mp4",
        drawn / "mannequin_both" / "annotated.mp4",
    )
    assert picture_times_s(annotated) == pytest.approx(picture_times_s(source), abs=1 / 90_000)
    lengths_s = []
    for path in (source, annotated):
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            lengths_s.append(float(stream.duration * stream.time_base))
    assert lengths_s[1] == pytest.approx(lengths_s[0], abs=1e-3)


def test_annotated_video_plays_in_a_browser(drawn: Path, clips: Path) -> None:
    """H.264 in 4:2:0 with the index in front, no sound, and the source's picture in it."""
    with av.open(str(drawn / "mannequin_both" / "annotated.mp4")) as container:
        (stream,) = container.streams
        assert stream.type == "video"
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        width, height = stream.codec_context.width, stream.codec_context.height
    with av.open(str(clips / "mannequin_both.mp4")) as container:
        source = container.streams.video[0].codec_context
        assert (width >= source.width, height >= source.height) == (True, True)
    content = (drawn / "mannequin_both" / "annotated.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
