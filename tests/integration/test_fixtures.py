"""Every fixture is judged as expected, and the few facts that matter are told again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from posecoach.adapters.landmark_log import LandmarkReader
from posecoach.core.config import Thresholds
from posecoach.core.trunk import trunk_of
from tests.fixtures.make import HERE, PRESCRIPTIONS, RECORDED, judge, landmarks_of, session_of
from tests.integration.conftest import but_source, load

LARGEST_BYTES = 250_000


@dataclass(frozen=True)
class Fact:
    """What must be so of an attempt, whatever the expected session says; s from the truth."""

    legs: str
    verdict: str
    start_s: float
    end_s: float
    credited_s: float
    faults: set[str] = field(default_factory=set)


_IN_PHOTOGRAPHS = {"hands_off", "jerky", "both_at_once"}

FACTS: dict[str, list[Fact]] = {
    "mannequin_both": [
        Fact("both", "valid", 6.33, 20.47, 14.13),
        Fact("both", "too_short", 27.73, 34.87, 7.13),
    ],
    "mannequin_head_up": [Fact("both", "faulted", 6.33, 21.47, 1.8, {"head_up"})],
    "mannequin_single": [
        Fact("left", "valid", 5.33, 18.8, 13.47),
        Fact("right", "valid", 25.13, 38.6, 13.47),
    ],
    "legs_in_twice": [
        Fact("both", "valid", 4, 16, 12, _IN_PHOTOGRAPHS),
        Fact("both", "too_short", 20, 26, 6, _IN_PHOTOGRAPHS),
    ],
    "legs_in_mirrored": [Fact("both", "valid", 4, 16, 12, _IN_PHOTOGRAPHS)],
    "one_knee": [Fact("left", "valid", 4, 16, 12)],
    "sit_up": [],
    "bridge": [],
    "hamstring": [],
    "therapist": [],
    "synthetic_hold": [Fact("both", "valid", 5.67, 18.47, 12.8)],
    "synthetic_head_up_briefly": [Fact("both", "valid", 5.67, 18.47, 11.2, {"head_up"})],
    "synthetic_head_up_long": [Fact("both", "faulted", 5.67, 18.47, 6.7, {"head_up"})],
    "synthetic_out_of_sight": [Fact("both", "valid", 5.67, 18.47, 10.8)],
    "synthetic_rest_comes_late": [Fact("both", "valid", 0.0, 18.47, 18.47)],
    "synthetic_straight_legs": [
        Fact("both", "faulted", 4.33, 18.93, 0.0, {"leg_straight", "both_at_once"})
    ],
    "synthetic_left_then_right": [
        Fact("left", "valid", 3.67, 16.47, 12.8),
        Fact("right", "valid", 20.67, 33.47, 12.8),
    ],
}


@pytest.fixture(scope="module")
def sessions() -> dict[str, dict[str, Any]]:
    """Every fixture, judged now."""
    return {name: judge(landmarks_of(name), p) for name, p in PRESCRIPTIONS.items()}


def _close(value: object, within: float = 0.1001) -> object:
    """Allow the last digit to differ, of ms and of tenths of a degree: machines round."""
    if isinstance(value, dict):
        return {
            key: _close(item, 0.0011 if key.endswith("_s") else within)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_close(item, within) for item in value]
    return pytest.approx(value, abs=within) if isinstance(value, float) else value


@pytest.mark.parametrize("name", PRESCRIPTIONS)
def test_session_is_the_expected_one(name: str, sessions: dict[str, dict[str, Any]]) -> None:
    """Everything but the source is as it was written down and read."""
    assert but_source(sessions[name]) == _close(but_source(load(session_of(name))))


@pytest.mark.parametrize("name", PRESCRIPTIONS)
def test_facts_hold(name: str, sessions: dict[str, dict[str, Any]]) -> None:
    """Legs, verdicts, times and faults are the truth's, whatever the expected session says."""
    holds = sessions[name]["holds"]
    assert [(h["legs"], h["verdict"]) for h in holds] == [(f.legs, f.verdict) for f in FACTS[name]]
    for hold, fact in zip(holds, FACTS[name], strict=True):
        assert {f["kind"] for f in hold["faults"]} == fact.faults
        assert hold["start_s"] == pytest.approx(fact.start_s, abs=0.5)
        assert hold["end_s"] == pytest.approx(fact.end_s, abs=0.5)
        assert hold["credited_s"] == pytest.approx(fact.credited_s, abs=0.5)


@pytest.mark.parametrize("name", PRESCRIPTIONS)
def test_ledger_adds_up(name: str, sessions: dict[str, dict[str, Any]]) -> None:
    """Every second of an attempt is credited, rejected or paused, and none twice."""
    for hold in sessions[name]["holds"]:
        booked_s = hold["credited_s"] + hold["rejected_s"] + hold["paused_s"]
        assert booked_s == pytest.approx(hold["end_s"] - hold["start_s"], abs=0.003)


def test_valid_holds_are_counted(sessions: dict[str, dict[str, Any]]) -> None:
    """The count is that of the valid attempts, and no session gives any away."""
    counts = {name: session["valid_holds"] for name, session in sessions.items()}
    assert counts == {
        name: sum(fact.verdict == "valid" for fact in facts) for name, facts in FACTS.items()
    }


def test_sit_up_is_not_supine(sessions: dict[str, dict[str, Any]]) -> None:
    """Who sits up is told so, although nothing is being held."""
    assert "not_supine" in {fault["kind"] for fault in sessions["sit_up"]["faults"]}


def test_the_one_who_lies_is_followed() -> None:
    """Beside a kneeling therapist the person on the back is the one whose landmarks are kept."""
    frames = [f.pose for f in LandmarkReader(landmarks_of("therapist")) if f.pose is not None]
    supine = sum(trunk_of(pose).is_supine(Thresholds()) for pose in frames)
    assert supine >= 0.95 * len(frames)


def test_far_leg_is_not_believed(sessions: dict[str, dict[str, Any]]) -> None:
    """A far leg that stands hidden behind the raised near one has no angle, not a copied one."""
    second = sessions["mannequin_single"]["holds"][1]
    assert second["hip_flexion_deg"]["left"] == {"median": None, "peak": None}


def test_fixtures_are_whole_and_small() -> None:
    """Each fixture has its session, each file a test, and no recording bloats the clone."""
    on_disk = {path.name.split(".")[0] for path in HERE.glob("*.json*")}
    assert on_disk == set(PRESCRIPTIONS) == set(FACTS)
    assert max(landmarks_of(name).stat().st_size for name in RECORDED) < LARGEST_BYTES
