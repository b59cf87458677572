"""Whether the product's own uncertainty covers its errors, by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from benchmarks.accuracy_report import markdown
from benchmarks.accuracy_stats import summary
from benchmarks.accuracy_uncertainty import told
from tests.benchmarks.test_accuracy_match import rows_of, truth
from tests.benchmarks.test_accuracy_report import score

HELD = (("LR", 2.0, 8.0),)
SURE: Any = {
    "left_hip_flexion_uncertainty_deg": "5.0",
    "right_hip_flexion_uncertainty_deg": "3.0",
    "head_lift_torso": "0.01",
    "shoulder_lift_torso": "0.08",
    "head_lift_uncertainty_torso": "0.02",
    "shoulder_lift_uncertainty_torso": "0.04",
    "legs_drawn": "left+right",
}


def test_each_measure_is_held_against_its_own_half_width() -> None:
    """4 degrees lie within 5 but not within 3; a hundredth of a torso within two, 8 not in 4."""
    true = truth(10.0, HELD)
    found = told(true, rows_of(true, (), 4.0, **SURE))
    assert {what: bool(t.covered.all()) for what, t in found.items()} == {
        "near leg": True,
        "far leg": False,
        "head lift": True,
        "shoulder lift": False,
    }
    assert found["near leg"].measured - found["near leg"].true == pytest.approx(4.0)
    assert found["shoulder lift"].half_width == pytest.approx(0.04)


def test_only_raised_legs_and_lifts_of_a_hold_are_compared() -> None:
    """Six seconds of ten are drawn; nobody is compared who is not seen or sits."""
    true = truth(10.0, HELD, (("not_supine", 6.0, 7.0),), unseen=(4.0, 5.0))
    rows = rows_of(true, (), 0.0, **SURE)
    for row in rows:
        row["legs_drawn"] = "left+right" if 3.0 <= float(row["time_s"]) < 8.0 else ""
    found = told(true, rows)
    a_second = len(found["near leg"].true) / 4
    assert len(found["head lift"].true) == pytest.approx(3 * a_second)
    rows[0]["legs_drawn"], rows[0]["head_lift_torso"] = "left", ""  # nothing was measured
    assert len(told(true, rows)["head lift"].true) == len(found["head lift"].true)


def test_the_report_shows_how_much_is_covered() -> None:
    """Pooled over clips; a measure that nobody told anything of has no row."""
    true = truth(10.0, HELD)
    clips = [score(told=told(true, rows_of(true, (), error, **SURE))) for error in (4.0, 6.0)]
    figures = summary(clips)["uncertainty"]
    assert figures["near leg"] | {"frames": 0} == {
        "frames": 0, "bias": 5.0, "mae": 5.0, "half_width": 5.0, "covered": 0.5,
    }  # fmt: skip
    assert figures["head lift"]["covered"] == 1.0
    document = {
        "figures": summary([*clips, score()]), "clips": 2, "clips_in_matrix": 2, "matrix": "full",
        "half": "report", "size_px": [320, 240], "fps": 15.0, "model": "full",
    }  # fmt: skip
    text = markdown(document)
    assert "| near leg | " in text
    assert "| 5.0° | 5.0° | 5.0° | 50.0% |" in text
    nothing = summary([score()])["uncertainty"]["near leg"]
    assert nothing == {"frames": 0, "mae": None, "half_width": None, "covered": None}
    assert not math.isnan(figures["far leg"]["mae"])
