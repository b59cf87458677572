"""Pooling, floors and the printed report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.accuracy import floors_of, parsed
from benchmarks.accuracy_faults import FaultScore
from benchmarks.accuracy_match import (
    ClipScore,
    Counts,
    FlexionSamples,
    HoldMatch,
    Tracking,
)
from benchmarks.accuracy_report import AIMS, RULES, below_floors, holds, look_up, markdown
from benchmarks.accuracy_stats import errors_of, summary
from posecoach.errors import UsageError

FLOORS = Path(__file__).parents[2] / "benchmarks" / "accuracy_floors.json"


def samples(error_deg: float, frames: int = 100) -> FlexionSamples:
    """Near leg with this error, far leg with twice as much and hidden; all in one hold."""
    near = np.arange(2 * frames) < frames
    true = np.linspace(90.0, 120.0, 2 * frames)
    measured = true + np.where(near, error_deg, 2 * error_deg)
    return FlexionSamples(
        np.arange(2 * frames) / 10.0, true, measured, true + 9.0, near, ~near,
        np.ones_like(near), np.zeros(2 * frames, dtype=np.int64),
    )  # fmt: skip


def score(yaw_deg: float = 0.0, error_deg: float = 2.0, **changes: Any) -> ClipScore:  # noqa: ANN401 - any field
    plain = ClipScore(
        name=f"clip{yaw_deg:+g}", script="by_hand", half="report", is_stretch=True,
        yaw_deg=yaw_deg, height_m=0.55, flexion=samples(error_deg),
        holds=(HoldMatch(0.1, -0.1, -0.2, "valid"),),
        counts=Counts(expected=1, attempts=1, attempts_found=1, holds=1),
        faults={"head_up": FaultScore(2, 1, 4, 3, (0.6,))}, tracking=Tracking(200, 10, 0.5, 1),
    )  # fmt: skip
    return replace(plain, **changes)


def test_errors_by_hand() -> None:
    """Bias 1, mean size 3, limits 1 ± 1.96 times the standard deviation; NaN is left out."""
    found = errors_of(np.array([4.0, -2.0, np.nan, 4.0, -2.0]))
    assert found == {"bias_deg": 1.0, "mae_deg": 3.0, "limits_deg": [-4.9, 6.9]}
    assert errors_of(np.array([np.nan])) is None


def test_views_are_told_apart() -> None:
    """Each view pools its own clips, and the wider ones pool them all."""
    figures = summary([score(0.0, 1.0), score(-10.0, 3.0), score(30.0, -8.0)])
    near = figures["flexion"]["near"]
    assert near["side-on"]["product"]["mae_deg"] == 1.0
    assert near["±10°"]["product"]["bias_deg"] == 3.0
    assert near["±20°"]["product"] is None
    assert near["within 10°"]["product"]["mae_deg"] == 2.0
    assert near["within 30°"]["product"]["bias_deg"] == pytest.approx(-1.33, abs=0.01)
    assert near["side-on"]["raw"]["bias_deg"] == 9.0
    assert figures["flexion"]["far"]["side-on"]["product"]["mae_deg"] == 2.0
    assert figures["flexion"]["far, said to be seen"]["side-on"]["frames"] == 0


def test_a_constant_error_repeats_perfectly() -> None:
    """Repeatability is the spread of the error, not its size."""
    figures = summary([score(0.0, 5.0)])
    assert figures["repeatability"]["near"] == {
        "holds": 1,
        "sd_deg": {"median": 0.0, "p95": 0.0, "worst": 0.0},
    }


def test_timing_is_of_sizes_and_names_the_worst() -> None:
    """Late and early do not cancel out; a cut-off end is left out."""
    late = (HoldMatch(0.3, float("nan"), 0.4, "valid"),)
    figures = summary([score(0.0), score(10.0, holds=late)])["hold_timing"]["all"]
    assert figures["start_s"]["median"] == 0.2
    assert figures["credited_s"]["bias"] == 0.1
    assert figures["credited_s"]["worst"] == 0.4
    assert figures["end_s"]["worst"] == 0.1
    assert figures["credited_s"]["worst_clips"][0].startswith("clip+10")


def test_timing_by_view() -> None:
    """The most oblique views do not spoil the figures of the others."""
    timing = summary([score(0.0), score(30.0)])["hold_timing"]
    assert (timing["all"]["holds"], timing["side-on to ±20°"]["holds"]) == (2, 1)


def test_counts_and_shares() -> None:
    """One of two sessions is exact; the other stretch's false hold is listed by name."""
    wrong = Counts(expected=2, missed=1, missed_unsure=1, attempts=2, attempts_found=1,
                   unsure=1, holds=1)  # fmt: skip
    other = score(0.0, is_stretch=False, counts=Counts(false=2, holds=2), name="sitting")
    counts = summary([score(), score(20.0, counts=wrong), other])["counts"]
    assert counts["side-on to ±20°"]["exact_share"] == 0.5
    assert counts["all"]["unsure_share"] == 0.5
    assert counts["±30°"]["exact_share"] is None
    assert counts["not the stretch"] == {"clips": 1, "false_holds": 2, "where": ["sitting"]}


def test_precision_and_recall() -> None:
    """Found of demanded, right of flagged, over all clips."""
    figures = summary([score(), score(10.0)])
    faults = figures["faults"]["head_up"]
    assert (faults["recall"], faults["precision"]) == (0.5, 0.75)
    assert faults["delay_s"]["median"] == 0.6
    assert figures["faults"]["jerky"]["precision"] is None
    assert figures["tracking"]["lost_share"] == 0.05


def test_the_report_is_whole_whatever_was_measured() -> None:
    """Every aim has its row, with a dash where nothing was measured; JSON takes it all."""
    for scores in ([score()], [score(0.0, is_stretch=False, holds=())]):
        document = {
            "figures": summary(scores), "clips": 1, "clips_in_matrix": 165, "matrix": "full",
            "half": "report", "size_px": [320, 240], "fps": 15.0, "model": "full",
        }  # fmt: skip
        json.dumps(document, allow_nan=False)
        text = markdown(document)
        assert all(f"| {aim.what} |" in text for aim in AIMS)
        assert "nan" not in text.lower().replace("nanometre", "")


@pytest.mark.parametrize(
    ("rule", "bound", "good", "bad"),
    [("at_most", 3.0, 3.0, 3.1), ("at_least", 0.9, 0.9, 0.8), ("within", 1.5, -1.5, -1.6)],
)
def test_rules(rule: str, bound: float, good: float, bad: float) -> None:
    """The bound itself is good."""
    assert holds(rule, bound, good)
    assert not holds(rule, bound, bad)


def test_floors_name_what_fell_below() -> None:
    """A worse figure and one that is gone are each a line; a good one is none."""
    figures = summary([score(0.0, 2.0)])
    mae = ["flexion", "near", "within 10°", "product", "mae_deg"]
    oblique = ["flexion", "near", "±30°", "product", "mae_deg"]
    floors = [
        {"path": mae, "rule": "at_most", "value": 2.5},
        {"path": mae, "rule": "at_most", "value": 1.5},
        {"path": oblique, "rule": "at_most", "value": 9.0},
    ]
    first, second = below_floors(figures, floors)
    assert "is 2; the floor is at most 1.5" in first
    assert "nothing was measured" in second


def test_a_figure_nobody_knows_is_an_error() -> None:
    """A misspelt floor does not pass in silence."""
    with pytest.raises(KeyError):
        look_up(summary([score()]), ["flexion", "nearest"])


def test_the_stored_floors_are_figures_of_the_report() -> None:
    """Every floor that CI holds can be looked up."""
    floors = floors_of(FLOORS)
    assert floors
    figures = summary([score(yaw) for yaw in (0.0, 10.0, 20.0, 30.0)])
    for floor in floors:
        look_up(figures, floor["path"])
        assert floor["rule"] in RULES


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", '{"floors": 3}', '{"floors": [{"rule": "at_most"}]}', "\u0000",
        '{"floors": [{"path": ["a"], "rule": "about", "value": 1}]}',
        '{"floors": [{"path": ["a"], "rule": "at_most", "value": "x"}]}',
    ],
)  # fmt: skip
def test_a_broken_file_of_floors_is_refused(tmp_path: Path, text: str) -> None:
    """With one clear line, whatever is in it."""
    path = tmp_path / "floors.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="floor"):
        floors_of(path)


@pytest.mark.parametrize(
    "arguments",
    [["--size", "321x240"], ["--size", "a"], ["--jobs", "0"], ["--fps", "nan"], ["--limit", "x"]],
)
def test_senseless_options_are_usage_errors(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and what is allowed."""
    with pytest.raises(SystemExit) as stop:
        parsed(arguments)
    assert stop.value.code == 2
    assert "give" in capsys.readouterr().err


def test_the_half_that_is_the_default() -> None:
    """The full run reports its report half; the quick run, for CI, all of its twelve."""
    assert parsed([]).half == "report"
    assert parsed(["--quick"]).half == "both"
    assert parsed(["--quick", "--half", "dev"]).half == "dev"
