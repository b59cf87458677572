"""The README's accuracy tables are the command's, figure by figure."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy import flags_of, parsed
from benchmarks.accuracy_readme import aims_table, readme_tables, views_table
from benchmarks.accuracy_stats import signed, summary
from tests.benchmarks.test_accuracy_report import score

ROOT = Path(__file__).parents[2]
STORED = json.loads(
    (ROOT / "benchmarks" / "accuracy_report_half.json").read_text(encoding="utf-8")
)  # fmt: skip


def of(*scores: Any) -> dict[str, Any]:  # noqa: ANN401 - ClipScores
    return {
        "figures": summary(scores), "clips": len(scores), "clips_in_matrix": 165,
        "size_px": [320, 240], "fps": 15.0, "flags": ["--half", "dev"],
    }  # fmt: skip


@pytest.mark.parametrize("table", [aims_table, views_table])
def test_the_readme_shows_the_stored_run(table: Any) -> None:  # noqa: ANN401 - a function
    """Word for word what the command makes of the run whose document is kept beside the code."""
    assert table(STORED) in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_stored_run_is_the_whole_report_half() -> None:
    """Not a part of it, and not the half on which things were chosen."""
    assert (STORED["matrix"], STORED["half"]) == ("full", "report")
    assert "--limit" not in STORED["flags"]
    assert STORED["clips"] == len(STORED["each_clip"]) == 83


def test_figures_are_where_they_belong() -> None:
    """By hand: 2° of error near and 4° far, 9° raw, one of two faults found, 3 of 4 rightly."""
    faults = {kind: score().faults["head_up"] for kind in STORED["figures"]["faults"]}
    document = of(score(faults=faults), score(30.0, -8.0, faults=faults))
    table = aims_table(document)
    assert "| 3.0°, ±1.5° | 2.0°, +2.0° (95 % limits +2° to +2°) |" in table
    assert "| near leg, within 30° | 5.0° | 5.0° |" in table
    assert "| 2.0°, –, –, 8.0° (landmarks as they come: 9.0°, –, –, 9.0°) |" in table
    assert "| 2 of 4, 6 of 8; 0.6 s |" in table
    assert "2 of 4, 2 of 4, 2 of 4; 6 wrongly" in table
    assert "| 0.20 s, 0.2 s |" in table


def test_what_the_correction_makes_worse_is_said() -> None:
    """Of the far leg 16° off at 30°, where the landmarks alone are 9° off, and of nothing else."""
    text = views_table(of(score(0.0), score(30.0, -8.0)))
    worse = next(line for line in text.splitlines() if line.startswith("Worse"))
    assert "far leg, ±30° (16.0° against 9.0°)" in worse
    assert "near" not in worse
    assert "Worse" not in views_table(of(score(0.0)))


def test_the_run_is_told_by_its_flags() -> None:
    """Size, rate and what was asked for; whoever looks can run it again; no folder's name."""
    asked = parsed(["--rejudge", "--limit", "4", "--cache", "/somewhere/private"])
    flags = flags_of(asked)
    assert parsed([*flags, "--cache", "/somewhere/private"]).__dict__ == asked.__dict__
    assert "private" not in " ".join(flags)
    assert "judged again" in views_table(of(score()) | {"flags": flags}).replace("\n", " ")
    assert "320×240 pixels and 15 pictures a second" in views_table(of(score()))


def test_a_run_that_measured_nothing_has_its_tables() -> None:
    """A dash where there is no figure, never an error or a nought."""
    empty = of(score(is_stretch=False, holds=(), faults={}))
    assert "| near leg, within 30° | 5.0° | – |" in aims_table(empty)
    assert "| ±20° | – | – |" in readme_tables(empty)
    unseen = deepcopy(empty)
    unseen["figures"]["tracking"]["lost_share"] = None
    assert "not found in – of" in views_table(unseen).replace("\n", " ")


@pytest.mark.parametrize(
    ("value", "shown"), [(-0.04, "+0.0"), (0.04, "+0.0"), (-0.05001, "-0.1"), (12.34, "+12.3")]
)
def test_a_figure_has_its_sign_unless_it_is_nothing(value: float, shown: str) -> None:
    """No table shows a bias of minus zero."""
    assert signed(value) == shown
