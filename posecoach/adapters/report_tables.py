"""The report's tables: holds, faults, and the figures behind the chart."""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from posecoach.adapters.report_chart import VERDICT_MARKS
from posecoach.adapters.report_stills import deepest_s, worst_s
from posecoach.adapters.report_texts import span_deg
from posecoach.core.faults import Severity
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posecoach.adapters.report_model import HoldRow, ReportData
    from posecoach.adapters.report_texts import Texts
    from posecoach.adapters.words.report_fields import ReportWords
    from posecoach.core.attempts import FlexionSummary
    from posecoach.core.faults import Fault

_MOST_ROWS = 120  # of the table behind the chart
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)


def hold_row(
    data: ReportData, hold: HoldRow, texts: Texts, stills: Mapping[float, bytes]
) -> dict[str, Any]:
    """One hold with a still at its deepest."""
    words = texts.own
    deepest = deepest_s(data.track, hold)
    alt = words.still_hold.format(n=hold.number, time=words.duration(deepest))
    faults = dict.fromkeys(texts.shared.faults[fault.kind] for fault in hold.faults)
    return {
        "number": hold.number,
        "legs": words.legs[hold.legs],
        "verdict": hold.verdict.value,
        "mark": VERDICT_MARKS[hold.verdict],
        "said": texts.shared.verdicts[hold.verdict],
        "because": [texts.shared.doubts[hold.doubt]] if hold.doubt else list(faults),
        "when": _when(hold.start_s, hold.end_s, words.hold_n.format(n=hold.number), words),
        "booked": [
            (words.ledger_credited, words.duration(hold.credited_s)),
            (words.ledger_rejected, words.duration(hold.rejected_s)),
            (words.ledger_paused, words.duration(hold.paused_s)),
        ],
        "flexion": [
            (words.sides[Legs(side.value)], _flexion_text(hold.flexion.of(side), words))
            for side in hold.legs.sides
        ],
        "still": _still(stills, deepest, alt),
    }


def _flexion_text(summary: FlexionSummary, words: ReportWords) -> str:
    if math.isnan(summary.median_deg):
        return words.unseen
    return span_deg(summary, words)


def _when(start_s: float, end_s: float, what: str, words: ReportWords) -> dict[str, Any]:
    start, end = (words.number(value_s, 1) for value_s in (start_s, end_s))
    return {
        "seek_s": start_s,
        "text": words.span.format(start=start, end=end),
        "label": words.play_label.format(what=what, time=words.duration(start_s)),
    }


def fault_rows(
    data: ReportData, texts: Texts, stills: Mapping[float, bytes]
) -> list[dict[str, Any]]:
    """Every fault in order of time, each with a still at its worst."""
    words = texts.own
    found = [
        (fault, words.hold_n.format(n=hold.number)) for hold in data.holds for fault in hold.faults
    ]
    found += [(fault, words.outside) for fault in data.faults]
    found.sort(key=lambda pair: pair[0].start_s)
    return [_fault_row(data, fault, where, texts, stills) for fault, where in found]


def _fault_row(
    data: ReportData, fault: Fault, where: str, texts: Texts, stills: Mapping[float, bytes]
) -> dict[str, Any]:
    words, name = texts.own, texts.shared.faults[fault.kind]
    worst = worst_s(data.track, fault)
    alt = words.still_fault.format(what=name, time=words.duration(worst))
    blocks = fault.kind.severity is Severity.BLOCKS
    stops = words.keeps_out if where == words.outside else words.blocks
    return {
        "name": name,
        "where": where,
        "blocks": blocks,
        "effect": stops if blocks else words.advises,
        "when": _when(fault.start_s, fault.end_s, name, words),
        "still": _still(stills, worst, alt),
    }


def _still(stills: Mapping[float, bytes], time_s: float, alt: str) -> dict[str, Any] | None:
    if time_s not in stills:
        return None
    code = base64.b64encode(stills[time_s]).decode("ascii")
    return {"src": f"data:image/jpeg;base64,{code}", "alt": alt, "seek_s": time_s}


def figures(data: ReportData, words: ReportWords) -> dict[str, Any]:
    """The curves as a table, a row every so many seconds."""
    track = data.track
    step = next((s for s in _STEPS_S if data.duration_s / s <= _MOST_ROWS), _STEPS_S[-1])
    times = np.arange(0.0, track.time_s[-1], step)
    indices = np.searchsorted(track.time_s, times)
    series = [
        (words.left_hip, track.flexion_deg(Side.LEFT), words.degrees),
        (words.right_hip, track.flexion_deg(Side.RIGHT), words.degrees),
        (words.head, 100 * track.columns["head_lift_torso"], words.percent),
        (words.shoulders, 100 * track.columns["shoulder_lift_torso"], words.percent),
    ]
    return {
        "about": words.figures_about.format(step=words.seconds.format(n=step)),
        "columns": [words.axis_time, *(name for name, _, _ in series)],
        "rows": [
            [
                words.number(track.time_s[i], 1),
                *(_figure(values[i], form, words) for _, values, form in series),
            ]
            for i in indices
        ],
    }


def _figure(value: float, form: str, words: ReportWords) -> str:
    return "" if math.isnan(value) else form.format(n=words.number(value))
