"""The README's two pictures. The only module that needs matplotlib (extra ``bench``)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np

from benchmarks.accuracy_faults import flags
from benchmarks.accuracy_match import SIDES, paired
from benchmarks.accuracy_stats import errors_of, signed
from posecoach.core.routine import DEFAULT_COMFORT_DEG

mpl.use("Agg")

from matplotlib import pyplot as plt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from benchmarks.accuracy_match import ClipScore, Row, Session, Truth

_MOST_POINTS = 4000
_COLOURS = {0: "#1b4965", 10: "#5fa8d3", 20: "#e09f3e", 30: "#9e2a2b"}
_VERDICT_COLOURS = {"valid": "#2a9d8f", "faulted": "#c8553d", "too_short": "#e9c46a",
                    "unsure": "#8d99ae"}  # fmt: skip
_TRUE, _FLAGGED = "#33415c", "#c8553d"


def _png(figure: Figure) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=120, bbox_inches="tight")
    plt.close(figure)
    return stream.getvalue()


def bland_altman(scores: Sequence[ClipScore]) -> bytes:
    """PNG: difference against mean of measured and true hip flexion, near leg off the floor."""
    figure, axes = plt.subplots(figsize=(8, 5))
    every = []
    for yaw_deg, colour in _COLOURS.items():
        chosen = [s for s in scores if s.is_stretch and abs(abs(s.yaw_deg) - yaw_deg) < 1]
        true, measured = _pooled(chosen)
        if len(true) == 0:
            continue
        if yaw_deg <= 10:
            every.append(measured - true)
        step = max(1, len(true) // (_MOST_POINTS // len(_COLOURS)))
        axes.scatter(
            ((true + measured) / 2)[::step], (measured - true)[::step],
            s=5, alpha=0.45, color=colour, label=f"camera {yaw_deg}° off side-on", linewidths=0,
        )  # fmt: skip
    _limits(axes, np.concatenate(every) if every else np.empty(0))
    axes.set_xlabel("mean of measured and true hip flexion, degrees")
    axes.set_ylabel("measured less true, degrees")
    axes.set_title("Hip flexion, leg towards the camera, foot off the floor (mannequin)")
    axes.legend(loc="lower right", fontsize=8, markerscale=2.5)
    axes.grid(alpha=0.25)
    return _png(figure)


def _pooled(scores: Sequence[ClipScore]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    parts = [(s.flexion, s.flexion.near & s.flexion.raised) for s in scores]
    true = np.concatenate([np.empty(0), *(s.true_deg[mask] for s, mask in parts)])
    measured = np.concatenate([np.empty(0), *(s.measured_deg[mask] for s, mask in parts)])
    seen = ~np.isnan(measured)
    return true[seen], measured[seen]


def _limits(axes: Axes, errors_deg: NDArray[np.float64]) -> None:
    """Bias and 95 % limits of agreement of the views within 10 degrees."""
    found = errors_of(errors_deg)
    if found is None:
        return
    low, high = found["limits_deg"]
    for value, name in ((found["bias_deg"], "bias"), (low, "95 %"), (high, "95 %")):
        axes.axhline(value, color="black", linewidth=1, linestyle="-" if name == "bias" else "--")
        axes.annotate(
            f"{name}, within 10°: {signed(value)}°",
            (0.01, value), xycoords=("axes fraction", "data"), ha="left", va="bottom", fontsize=8,
        )  # fmt: skip


def timeline(name: str, truth: Truth, session: Session, rows: Sequence[Row]) -> bytes:
    """PNG: one session, the truth above and the verdict below."""
    kinds = _kinds(truth, rows)
    figure, (angle, bars) = plt.subplots(
        2, 1, figsize=(10, 4.2 + 0.5 * len(kinds)), sharex=True,
        gridspec_kw={"height_ratios": [3, 1.2 + 0.6 * len(kinds)]},
    )  # fmt: skip
    _draw_angle(angle, truth, rows)
    _draw_bars(bars, truth, session, rows)
    bars.set_xlabel("time, s")
    angle.set_title(f"One session, the truth over the verdict: {name}")
    return _png(figure)


def _kinds(truth: Truth, rows: Sequence[Row]) -> list[str]:
    seen = {fault["kind"] for fault in truth["faults"]}
    return sorted(seen.union(*(row["faults"].split() for row in rows)))


def _draw_angle(axes: Axes, truth: Truth, rows: Sequence[Row]) -> None:
    near = truth["near"]
    letter = next(side for side, name in SIDES.items() if name == near)
    pairs = paired(truth, rows)
    times = [frame["t"] for _, frame in pairs]
    cells = [row[f"hip_flexion_{near}_deg"] for row, _ in pairs]
    axes.plot(times, [frame["flex"][letter] for _, frame in pairs], color=_TRUE, label="true")
    axes.plot(
        times, [float(cell) if cell else np.nan for cell in cells],
        color=_FLAGGED, linewidth=1, label="measured",
    )  # fmt: skip
    axes.axhline(DEFAULT_COMFORT_DEG, color="grey", linewidth=0.8, linestyle=":")
    axes.set_ylabel(f"hip flexion, {near} leg\n(near), degrees")
    axes.legend(loc="upper right", fontsize=8)
    axes.grid(alpha=0.25)


def _draw_bars(axes: Axes, truth: Truth, session: Session, rows: Sequence[Row]) -> None:
    """Truth over verdict: holds first, then each kind of fault."""
    labels: list[str] = []

    def row_of(label: str, spans: Sequence[tuple[float, float, str, str]]) -> None:
        place = -len(labels)
        labels.append(label)
        for start, end, colour, text in spans:
            axes.barh(place, max(end - start, 0.1), left=start, height=0.7, color=colour)
            axes.text((start + end) / 2, place, text, ha="center", va="center", fontsize=7,
                      color="white")  # fmt: skip

    row_of("true hold", [(a["start_s"], a["end_s"], _TRUE, f"{a['credit_s']:.1f} s to credit")
                         for a in truth["attempts"]])  # fmt: skip
    row_of("verdict", [_verdict(hold) for hold in session["holds"]])
    for kind in _kinds(truth, rows):
        true = [f for f in truth["faults"] if f["kind"] == kind]
        row_of(f"true {kind}", [(f["start_s"], f["end_s"], _TRUE, "") for f in true])
        row_of("flagged", [(f.start_s, f.end_s, _FLAGGED, "") for f in flags(rows, kind)])
    axes.set_yticks([-i for i in range(len(labels))], labels, fontsize=8)
    axes.grid(alpha=0.25, axis="x")


def _verdict(hold: dict[str, Any]) -> tuple[float, float, str, str]:
    text = f"{hold['verdict'].replace('_', ' ')}, {hold['credited_s']:.1f} s"
    return hold["start_s"], hold["end_s"], _VERDICT_COLOURS[hold["verdict"]], text
