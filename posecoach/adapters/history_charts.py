"""The history's charts, by plotly: an optional library that brings its own script."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from posecoach.adapters.history_lines import holds_by_day, spread_text
from posecoach.core.landmarks import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posecoach.adapters.store import StoredSession
    from posecoach.adapters.words.history import HistoryWords
    from posecoach.core.progress import Overview

Figure = Any  # plotly ships no types
_LEFT, _RIGHT = "#2a8fbd", "#c8653a"  # told apart by the colour-blind, on light and on dark
_HEIGHT_PX = 260
_MOST_TICKS = 5  # as many as a phone's width has room for
_APART_DAYS = 0.4  # the two legs' marks of a week are not to overlap


def charts_html(
    words: HistoryWords, sessions: Sequence[StoredSession], overview: Overview
) -> dict[str, str] | None:
    """Each chart's HTML by its title, the first one with plotly's script; None: no plotly."""
    try:
        import plotly.graph_objects as go  # noqa: PLC0415 - optional, and slow to load
    except ImportError:
        return None
    charts = [(words.per_day_chart, _holds_figure(go, words, sessions))]
    if overview.weeks:
        charts.append((words.comfort, _comfort_figure(go, words, overview)))
    if any(session.feel is not None for session in sessions):
        charts.append((words.pain_chart, _pain_figure(go, words, sessions)))
    return {title: _html(figure, n) for n, (title, figure) in enumerate(charts)}


def _html(figure: Figure, number: int) -> str:
    html: str = figure.to_html(
        full_html=False,
        include_plotlyjs=number == 0,
        div_id=f"chart-{number}",  # not a new one at every run
        config={"displayModeBar": False, "responsive": True, "scrollZoom": False},
        default_height=f"{_HEIGHT_PX}px",
    )
    return html


def _holds_figure(go: Any, words: HistoryWords, sessions: Sequence[StoredSession]) -> Figure:  # noqa: ANN401 - plotly ships no types
    counted = holds_by_day(sessions)
    bars = go.Bar(
        x=[day.toordinal() for day in counted],
        y=list(counted.values()),
        width=0.8,
        hovertext=[f"{words.long(day)}: {count}" for day, count in counted.items()],
        hoverinfo="text",
        marker={"color": _LEFT},
    )
    figure = _figure(go, words, [bars], list(counted))
    figure.update_yaxes(rangemode="tozero", tickformat="d")
    return figure


def _comfort_figure(go: Any, words: HistoryWords, overview: Overview) -> Figure:  # noqa: ANN401 - plotly ships no types
    looks = (
        (Side.LEFT, words.left, _LEFT, "circle", -_APART_DAYS),
        (Side.RIGHT, words.right, _RIGHT, "square", _APART_DAYS),
    )
    traces = []
    for side, name, colour, symbol, apart_days in looks:
        seen = [
            (week.monday, spread)
            for week in overview.weeks
            if (spread := week.hip_flexion_deg.of(side)).holds
        ]
        traces.append(
            go.Scatter(
                x=[monday + apart_days for monday, _ in seen],
                y=[spread.median_deg for _, spread in seen],
                error_y={
                    "type": "data",
                    "symmetric": False,
                    "array": [spread.high_deg - spread.median_deg for _, spread in seen],
                    "arrayminus": [spread.median_deg - spread.low_deg for _, spread in seen],
                },
                hovertext=[f"{name}: {spread_text(words, spread)}" for _, spread in seen],
                hoverinfo="text",
                name=name,
                mode="lines+markers",
                marker={"color": colour, "symbol": symbol, "size": 9},
            )
        )
    figure = _figure(
        go, words, traces, [date.fromordinal(w.monday) for w in overview.weeks], step=7
    )
    figure.update_yaxes(ticksuffix="°")
    return figure


def _pain_figure(go: Any, words: HistoryWords, sessions: Sequence[StoredSession]) -> Figure:  # noqa: ANN401 - plotly ships no types
    told = [(session.day, session.feel.pain) for session in sessions if session.feel is not None]
    marks = go.Scatter(
        x=[day.toordinal() for day, _ in told],
        y=[pain for _, pain in told],
        hovertext=[f"{words.long(day)}: {pain}" for day, pain in told],
        hoverinfo="text",
        mode="markers",
        marker={"color": _RIGHT, "size": 9},
    )
    figure = _figure(go, words, [marks], [session.day for session in sessions])
    figure.update_yaxes(range=[-0.5, 10.5], dtick=2)
    return figure


def _figure(
    go: Any,  # noqa: ANN401 - plotly ships no types
    words: HistoryWords,
    traces: list[Any],
    days: Sequence[date],
    *,
    step: int = 1,
) -> Figure:
    """A figure without a ground of its own: colours of text and lines are the page's.

    ``step`` is how many days lie between two that may be named on the axis.
    """
    first, last = min(days).toordinal(), max(days).toordinal()
    ticks = _ticks(first, last, step)
    figure = go.Figure(
        traces,
        layout={
            "template": "none",
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 50, "r": 10, "t": 10, "b": 30},
            "font": {"family": "system-ui, sans-serif", "size": 13},
            "legend": {"orientation": "h", "y": 1.15},
            "dragmode": False,
        },
    )
    # plotly's own dates would be in English.
    texts = [words.short_monday(tick) for tick in ticks]
    figure.update_xaxes(
        tickvals=ticks, ticktext=texts, range=[first - 1, last + 1], showgrid=False, zeroline=False
    )
    return figure


def _ticks(first: int, last: int, step: int) -> list[int]:
    """At most five days, evenly apart."""
    apart = math.ceil((last - first) / step / (_MOST_TICKS - 1)) or 1
    return list(range(first, last + 1, apart * step))
