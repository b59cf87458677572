"""The chart of a session as a plotly figure, in plain values that JSON can hold.

Four strips over one time axis: holds and faults as bars, hip flexion, lifts. Colours are those
of Okabe and Ito; what a colour says, a text, a dash or a shape says too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from posecoach.adapters.report_stills import worst_s
from posecoach.core.attempts import HoldVerdict
from posecoach.core.faults import Severity
from posecoach.core.landmarks import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go
    from numpy.typing import NDArray

    from posecoach.adapters.report_model import ReportData
    from posecoach.adapters.wording import Catalogue
    from posecoach.adapters.words.report_fields import ReportWords
    from posecoach.core.config import Thresholds
    from posecoach.core.faults import Fault

    Series = NDArray[np.float64]

BLUE, VERMILLION, GREEN, PURPLE = "#0072b2", "#d55e00", "#009e73", "#cc79a7"
INK, QUIET = "#1b1b1d", "#5b5b62"
VERDICT_COLOURS = {
    HoldVerdict.VALID: "#56b4e9",
    HoldVerdict.TOO_SHORT: "#f0e442",
    HoldVerdict.FAULTED: "#e69f00",
    HoldVerdict.UNSURE: "#b8b8b8",
}
VERDICT_MARKS = {
    HoldVerdict.VALID: "✓",
    HoldVerdict.TOO_SHORT: "–",
    HoldVerdict.FAULTED: "✗",
    HoldVerdict.UNSURE: "?",
}
_SIDE_COLOURS = {Side.LEFT: BLUE, Side.RIGHT: VERMILLION}
_SIDE_DASHES = {Side.LEFT: "solid", Side.RIGHT: "2px,2px"}
_MOST_POINTS = 2400  # two a pixel on a wide screen; more only makes the page slow
_HIPS, _LIFTS, _STRIP = (0.37, 0.82), (0.0, 0.31), (0.85, 1.0)
_LIFT_LEAST, _LIFT_MOST = -5.0, 25.0  # always shown, so that a still head looks still
_FAINT = 0.12  # two bands over each other
_LIFT_END = 60.0  # percent: a head lifted farther belongs to somebody who gets up


def thinned(time_s: Series, values: Series, most: int = _MOST_POINTS) -> NDArray[np.intp]:
    """Indices of at most ``most`` points that keep every peak, dip and gap of a curve.

    From each stretch of time stay its lowest and its highest point, in order; a stretch of
    NaN alone keeps one, so that the gap remains.
    """
    if len(time_s) <= most:
        return np.arange(len(time_s))
    kept: list[int] = []
    for part in np.array_split(np.arange(len(time_s)), most // 2):
        inside = values[part]
        if np.isnan(inside).all():
            kept.append(int(part[0]))
        else:
            kept += sorted({int(part[np.nanargmin(inside)]), int(part[np.nanargmax(inside)])})
    return np.array(kept, dtype=np.intp)


def figure(
    data: ReportData, cfg: Thresholds, words: ReportWords, catalogue: Catalogue
) -> dict[str, Any]:
    """The chart as ``{"data": [...], "layout": {...}}`` for plotly's script."""
    # Imported here: who asks for help or reads a table does not need it.
    import plotly.graph_objects as go  # noqa: PLC0415

    chart = go.Figure(layout=_layout(data, words))
    _add_strip(chart, data, words, catalogue)
    _add_hips(chart, data, words)
    _add_lifts(chart, data, words)
    _add_limits(chart, data, cfg, words)
    plain: dict[str, Any] = chart.to_plotly_json()
    return {"data": list(plain["data"]), "layout": plain["layout"]}


def _numbers(values: Series, digits: int) -> list[float | None]:
    return [None if np.isnan(v) else round(float(v), digits) for v in values]


# --- curves -------------------------------------------------------------------------------------


def _add_hips(chart: go.Figure, data: ReportData, words: ReportWords) -> None:
    names = {Side.LEFT: words.left_hip, Side.RIGHT: words.right_hip}
    track = data.track
    for side in Side:
        look = _BandLook(_SIDE_COLOURS[side], words.band, "y")
        _add_band(chart, track.time_s, track.flexion_deg(side), track.uncertainty_deg(side), look)
    for side in Side:
        _add_curve(
            chart,
            data.track.time_s,
            data.track.flexion_deg(side),
            {"key": side.value, "name": names[side], "yaxis": "y", "unit": "°"},
            {"color": _SIDE_COLOURS[side], "width": 2, "dash": _SIDE_DASHES[side]},
        )


def _add_band(
    chart: go.Figure, time_s: Series, middle: Series, half_width: Series | None, look: _BandLook
) -> None:
    """A measure's uncertainty as an area, where the review told it."""
    if half_width is None:
        return
    for run in _runs(np.isfinite(middle) & np.isfinite(half_width)):
        kept = run[thinned(time_s[run], middle[run])]
        low, high = middle[kept] - half_width[kept], middle[kept] + half_width[kept]
        listed = any(trace.name == look.name for trace in chart.data)
        chart.add_scatter(
            x=_numbers(np.concatenate([time_s[kept], time_s[kept][::-1]]), 3),
            y=_numbers(np.concatenate([high, low[::-1]]), 1),
            fill="toself",
            mode="none",
            fillcolor=_clear(look.colour, look.opacity),
            hoverinfo="skip",
            name=look.name,
            legendgroup="band",
            showlegend=not listed,
            yaxis=look.yaxis,
        )


@dataclass(frozen=True)
class _BandLook:
    """How an area is drawn, and what it is called: listed once."""

    colour: str
    name: str
    yaxis: str
    opacity: float = 0.18


def _runs(known: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Indices of each stretch that is known throughout."""
    indices = np.flatnonzero(known)
    parts = np.split(indices, np.flatnonzero(np.diff(indices) > 1) + 1)
    return [part for part in parts if len(part)]


def _add_lifts(chart: go.Figure, data: ReportData, words: ReportWords) -> None:
    lifts = (
        ("head", words.head, GREEN, "solid"),
        ("shoulder", words.shoulders, PURPLE, "6px,2px"),
    )
    track = data.track
    for key, _, colour, _ in lifts:
        sure = track.lift_uncertainty_torso(key)
        percent = None if sure is None else 100.0 * sure
        look = _BandLook(colour, words.band, "y2", _FAINT)
        _add_band(chart, track.time_s, 100.0 * track.lift_torso(key), percent, look)
    for key, name, colour, dash in lifts:
        _add_curve(
            chart,
            track.time_s,
            100.0 * track.lift_torso(key),
            {"key": key, "name": name, "yaxis": "y2", "unit": "\u00a0%"},
            {"color": colour, "width": 2, "dash": dash},
        )


def _add_curve(
    chart: go.Figure, time_s: Series, values: Series, what: dict[str, str], line: dict[str, Any]
) -> None:
    kept = thinned(time_s, values)
    chart.add_scatter(
        x=_numbers(time_s[kept], 3),
        y=_numbers(values[kept], 1),
        mode="lines",
        line=line,
        name=what["name"],
        yaxis=what["yaxis"],
        meta=what["key"],
        hovertemplate=f"{what['name']} %{{y:.0f}}{what['unit']}"
        "<br>%{x:.1f}\u00a0s<extra></extra>",
    )


# --- holds and faults ---------------------------------------------------------------------------


def _add_strip(
    chart: go.Figure, data: ReportData, words: ReportWords, catalogue: Catalogue
) -> None:
    """Holds and faults as bars that can be clicked; each carries the time to go to."""
    for hold in data.holds:
        name = words.hold_n.format(n=hold.number)
        said = words.labelled.format(what=name, said=catalogue.verdicts[hold.verdict])
        chart.add_bar(
            **_bar(hold.start_s, hold.end_s, 1, VERDICT_COLOURS[hold.verdict]),
            text=[f"{hold.number}\u00a0{VERDICT_MARKS[hold.verdict]}"],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"color": INK, "size": 12},
            hovertemplate=f"{said}<br>{words.duration(hold.start_s)}<extra></extra>",
            meta="hold",
        )
        chart.add_shape(
            type="rect",
            layer="below",
            x0=hold.start_s,
            x1=hold.end_s,
            yref="paper",
            y0=0,
            y1=_HIPS[1],
            line_width=0,
            fillcolor=_clear(VERDICT_COLOURS[hold.verdict], 0.22),
        )
    for fault in _all_faults(data):
        chart.add_bar(
            **_bar(fault.start_s, fault.end_s, 0, VERMILLION),
            hovertemplate=f"{catalogue.faults[fault.kind]}<extra></extra>",
            meta="fault",
        )
    for severity in Severity:
        _add_marks(chart, data, severity, catalogue)


def _all_faults(data: ReportData) -> Sequence[Fault]:
    return [*(fault for hold in data.holds for fault in hold.faults), *data.faults]


def _bar(start_s: float, end_s: float, row: int, colour: str) -> dict[str, Any]:
    return {
        "orientation": "h",
        "base": [start_s],
        "x": [end_s - start_s],
        "y": [row],
        "yaxis": "y3",
        "width": [0.9 if row else 0.24],
        "customdata": [start_s],
        "marker": {"color": colour, "line": {"width": 0}},
        "showlegend": False,
    }


def _add_marks(
    chart: go.Figure, data: ReportData, severity: Severity, catalogue: Catalogue
) -> None:
    """A mark at each fault's worst: a triangle where it stops the clock, a ring for advice."""
    faults = [fault for fault in _all_faults(data) if fault.kind.severity is severity]
    if not faults:
        return
    blocks = severity is Severity.BLOCKS
    chart.add_scatter(
        x=[worst_s(data.track, fault) for fault in faults],
        y=[0] * len(faults),
        yaxis="y3",
        mode="markers",
        marker={
            "symbol": "triangle-up" if blocks else "circle",
            "size": 12 if blocks else 9,
            "color": VERMILLION if blocks else "#ffffff",
            "line": {"color": INK, "width": 1.5},
        },
        cliponaxis=False,
        customdata=[fault.start_s for fault in faults],
        text=[catalogue.faults[fault.kind] for fault in faults],
        hovertemplate="%{text}<br>%{x:.1f}\u00a0s<extra></extra>",
        meta="fault",
        showlegend=False,
    )


# --- limits and axes ----------------------------------------------------------------------------


def _add_limits(chart: go.Figure, data: ReportData, cfg: Thresholds, words: ReportWords) -> None:
    comfort = data.routine.comfort_deg
    said = words.comfort_limit.format(n=words.number(comfort))
    _add_limit(chart, "y", comfort, QUIET, (said, "top"))
    _add_limit(chart, "y2", 100 * cfg.head_up_torso, GREEN, (words.head_limit, "top"))
    shoulders = 100 * cfg.shoulders_up_torso
    _add_limit(chart, "y2", shoulders, PURPLE, (words.shoulders_limit, "bottom"))


def _add_limit(
    chart: go.Figure, axis: str, value: float, colour: str, said: tuple[str, str]
) -> None:
    text, side = said
    chart.add_shape(
        type="line",
        xref="paper",
        x0=0,
        x1=1,
        yref=axis,
        y0=value,
        y1=value,
        line={"color": colour, "width": 1.2, "dash": "5px,4px"},
    )
    chart.add_annotation(
        xref="paper",
        x=0,
        xanchor="left",
        yref=axis,
        y=value,
        yanchor="bottom" if side == "top" else "top",
        text=text,
        showarrow=False,
        font={"size": 11, "color": INK},
        bgcolor="rgba(255,255,255,0.72)",
        borderpad=1,
    )


def _layout(data: ReportData, words: ReportWords) -> dict[str, Any]:
    axis = {"gridcolor": "#e4e4e8", "zeroline": False, "fixedrange": True, "automargin": False}
    return {
        "template": "none",
        "font": {"family": "system-ui, sans-serif", "size": 12, "color": INK},
        "separators": words.decimal + words.thousands,
        "margin": {"l": 62, "r": 10, "t": 6, "b": 74},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "barmode": "overlay",
        "hovermode": "closest",
        "hoverdistance": 40,
        "dragmode": "zoom",
        "hoverlabel": {"bgcolor": INK, "font": {"color": "#ffffff", "size": 13}},
        "legend": {"orientation": "h", "x": 0, "y": -0.14, "yanchor": "top", "font": {"size": 12}},
        "xaxis": {
            "range": [0.0, max(data.duration_s, 1.0)],
            "title": {"text": words.axis_time, "standoff": 4},
            "gridcolor": axis["gridcolor"],
            "zeroline": False,
            "anchor": "y2",
        },
        "yaxis": {
            **axis,
            "domain": _HIPS,
            "dtick": 30,
            "range": _hip_range(data),
            "title": {"text": words.axis_flexion, "standoff": 6},
        },
        "yaxis2": {
            **axis,
            "domain": _LIFTS,
            "range": _lift_range(data),
            "title": {"text": words.axis_lift, "standoff": 6},
        },
        "yaxis3": {
            **axis,
            "domain": _STRIP,
            "range": [-0.5, 1.5],
            "tickvals": [0, 1],
            "ticktext": [words.strip_faults, words.strip_holds],
            "showgrid": False,
        },
    }


def _hip_range(data: ReportData) -> list[float]:
    """All of the curves, and of their bands as far as an angle can go."""
    tops = []
    for side in Side:
        sure = data.track.uncertainty_deg(side)
        beyond = 0.0 if sure is None else np.nan_to_num(sure)
        tops.append(data.track.flexion_deg(side) + beyond)
    lows = np.concatenate([data.track.flexion_deg(side) for side in Side])
    low, high = np.nanmin([*lows, 45.0]), np.nanmax([*np.concatenate(tops), 0.0])
    return [float(low) - 5.0, min(max(float(high), data.routine.comfort_deg) + 8.0, 185.0)]


def _lift_range(data: ReportData) -> list[float]:
    """What the holds need: who sits up between them would flatten a lying head's lift."""
    time_s = data.track.time_s
    held = np.zeros(len(time_s), dtype=bool)
    for hold in data.holds:
        held |= (time_s >= hold.start_s) & (time_s <= hold.end_s)
    lifts = [data.track.lift_torso(what) for what in ("head", "shoulder")]
    known = 100.0 * np.concatenate([values[held & np.isfinite(values)] for values in lifts])
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    return [
        max(min(low * 1.1, _LIFT_LEAST), -_LIFT_END),
        min(max(high * 1.1, _LIFT_MOST), _LIFT_END),
    ]


def _clear(colour: str, opacity: float) -> str:
    """A ``#rrggbb`` colour that lets through what lies behind it."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
