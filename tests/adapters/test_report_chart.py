"""The chart's figure: nothing of a curve is lost, and every click has a time to go to."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from posecoach.adapters.report_chart import figure, thinned
from posecoach.adapters.report_model import ReportData, read_report
from posecoach.adapters.report_texts import texts_of
from posecoach.core.config import Thresholds
from posecoach.core.landmarks import Side
from tests.report_folder import reviewed


def chart_of(data: ReportData, lang: str = "en") -> dict[str, Any]:
    """The figure, as it would be after JSON."""
    value = figure(data, Thresholds(), *texts_of(lang))
    plain: dict[str, Any] = json.loads(json.dumps(value, allow_nan=False))
    return plain


@pytest.fixture
def data(tmp_path: Path) -> ReportData:
    """A review with a fault in it."""
    return read_report(reviewed(tmp_path / "out", "mannequin_head_up"))


@given(
    arrays(
        float,
        st.integers(1, 400),
        elements=st.one_of(st.just(np.nan), st.floats(-200, 200, width=32)),
    )
)
def test_thinning_keeps_the_extremes_of_a_curve(values: np.ndarray) -> None:
    """Peak and dip stay, time goes on, and there are no more points than allowed."""
    kept = thinned(np.arange(len(values), dtype=float), values, most=40)
    assert len(kept) <= 40
    assert (np.diff(kept) > 0).all()
    if np.isfinite(values).any():
        assert np.nanmax(values[kept]) == np.nanmax(values)
        assert np.nanmin(values[kept]) == np.nanmin(values)


def test_thinning_keeps_a_gap() -> None:
    """Where nothing was seen for long the curve stays broken."""
    values = np.ones(1000)
    values[400:600] = np.nan
    assert np.isnan(values[thinned(np.arange(1000.0), values, most=100)]).any()


def test_curves_are_those_of_the_table(data: ReportData) -> None:
    """Left and right hip, head and shoulders, rounded; lifts in percent; gaps are null."""
    traces = {t["meta"]: t for t in chart_of(data)["data"] if t.get("mode") == "lines"}
    assert set(traces) == {"left", "right", "head", "shoulder"}
    expected = data.track.columns["hip_flexion_left_deg"]
    assert traces["left"]["y"] == [None if np.isnan(v) else round(v, 1) for v in expected]
    top = np.nanmax(data.track.columns["head_lift_torso"])
    assert max(v for v in traces["head"]["y"] if v is not None) == pytest.approx(100 * top, abs=0.1)


def test_a_hold_and_a_fault_carry_the_time_they_begin(data: ReportData) -> None:
    """That is where a click sends the video; the fault is marked at its worst besides."""
    (hold,) = data.holds
    (fault,) = hold.faults
    traces = chart_of(data)["data"]
    bars = [t for t in traces if t["type"] == "bar"]
    assert [(t["meta"], t["customdata"]) for t in bars] == [
        ("hold", [hold.start_s]),
        ("fault", [fault.start_s]),
    ]
    (marks,) = (t for t in traces if t.get("mode") == "markers")
    assert marks["customdata"] == [fault.start_s]
    lift = data.track.columns["head_lift_torso"]
    assert marks["x"] == [pytest.approx(data.track.time_s[np.nanargmax(lift)])]


def test_holds_are_shaded_and_limits_drawn(data: ReportData) -> None:
    """One area a hold, and a line for each of the three limits."""
    shapes = chart_of(data)["layout"]["shapes"]
    (area,) = (s for s in shapes if s["type"] == "rect")
    assert (area["x0"], area["x1"]) == (data.holds[0].start_s, data.holds[0].end_s)
    limits = [s["y0"] for s in shapes if s["type"] == "line"]
    cfg = Thresholds()
    assert limits == [105.0, 100 * cfg.head_up_torso, 100 * cfg.shoulders_up_torso]


def test_there_is_a_band_only_where_the_uncertainty_is_known(data: ReportData) -> None:
    """The half width to each side, one area for each stretch that is known."""
    for name in [name for name in data.track.columns if "uncertainty" in name]:
        del data.track.columns[name]
    assert not [t for t in chart_of(data)["data"] if t.get("fill") == "toself"]
    half_width = np.full(len(data.track.time_s), 3.0)
    half_width[5:8] = np.nan
    data.track.columns["left_hip_flexion_uncertainty_deg"] = half_width
    bands = [t for t in chart_of(data)["data"] if t.get("fill") == "toself"]
    assert len(bands) == 2
    middle = data.track.columns["hip_flexion_left_deg"]
    ends = bands[0]["y"][0], bands[0]["y"][-1]
    assert ends == (round(middle[0] + 3.0, 1), round(middle[0] - 3.0, 1))
    assert [band["showlegend"] for band in bands] == [True, False]


def test_a_review_draws_its_band(data: ReportData) -> None:
    """Hips and lifts have one as a review writes it, wider than a line, no wider than of use."""
    bands = [t for t in chart_of(data)["data"] if t.get("fill") == "toself"]
    assert [band["showlegend"] for band in bands] == [True] + [False] * (len(bands) - 1)
    assert {band["yaxis"] for band in bands} == {"y", "y2"}
    for what in ("head", "shoulder"):
        sure = data.track.lift_uncertainty_torso(what)
        assert sure is not None
        assert 0.01 < np.nanmedian(sure) < 0.1
    for side in Side:
        half_width = data.track.uncertainty_deg(side)
        assert half_width is not None
        assert 4.0 < np.nanmedian(half_width) < 20.0


def test_the_chart_speaks_the_language_asked_for(data: ReportData) -> None:
    """Axis titles, names and the decimal comma."""
    layout = chart_of(data, "fr")["layout"]
    assert layout["separators"][0] == ","
    assert "hanche" in layout["yaxis"]["title"]["text"]
