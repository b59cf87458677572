"""The report as one HTML page: data and words into templates that escape what they are given."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from posecoach.adapters import wording
from posecoach.adapters.report_advice import Reason, comfort_deg, ledger, one_thing
from posecoach.adapters.report_chart import VERDICT_MARKS, figure
from posecoach.adapters.report_stills import deepest_s, worst_s
from posecoach.adapters.words import report as report_words
from posecoach.core.attempts import Doubt
from posecoach.core.faults import FaultKind, Severity
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posecoach.adapters.report_advice import Advice
    from posecoach.adapters.report_model import HoldRow, ReportData
    from posecoach.core.attempts import FlexionSummary
    from posecoach.core.config import Thresholds
    from posecoach.core.faults import Fault

_ASSETS = "adapters/report_assets"
_MOST_PIPS = 24  # more small buttons than this are no overview
_MOST_ROWS = 120  # of the table behind the chart
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
_SCALE_DEG = (60.0, 150.0)  # feet flat to the end of any hip


class Texts(NamedTuple):
    """The words of one language: the report's own, and those shared with the coach."""

    own: report_words.ReportWords
    shared: wording.Catalogue


def texts_of(lang: str) -> Texts:
    """The texts of a language; English where there are none."""
    return Texts(
        report_words.CATALOGUES.get(lang, report_words.ENGLISH),
        wording.CATALOGUES.get(lang, wording.ENGLISH),
    )


def page(
    data: ReportData, cfg: Thresholds, lang: str, stills: Mapping[float, bytes] | None
) -> str:
    """The whole page.

    Parameters
    ----------
    stills
        JPEG pictures by their time; None: there is no video.
    """
    import jinja2  # noqa: PLC0415 - a review without a report does not need it

    texts = texts_of(lang)
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        loader=jinja2.FunctionLoader(_asset),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    chart = {"figure": figure(data, cfg, *texts), "readout": texts.own.readout}
    scripts = (_plotly_script(), _asset("page.js"))
    return environment.get_template("page.html.j2").render(
        words=texts.own,
        view=_view(data, texts, stills),
        style=_asset("page.css"),
        data_json=script_json(chart),
        scripts=scripts,
        policy=_policy(scripts),
    )


def script_json(value: Any) -> str:  # noqa: ANN401 - JSON is any plain value
    """JSON that can stand in a script element: nothing in it ends the element or begins one."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _asset(name: str) -> str:
    return (resources.files("posecoach") / _ASSETS / name).read_text(encoding="utf-8")


@cache
def _plotly_script() -> str:
    """plotly's own script, 4.8 MB: as it ships with the Python package."""
    from plotly.offline import get_plotlyjs  # noqa: PLC0415 - see `page`

    script: str = get_plotlyjs()
    return script.strip()


def _policy(scripts: tuple[str, ...]) -> str:
    """What the page may do: run these scripts, show what lies beside it, and call nobody."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data:; media-src 'self' file:; base-uri 'none'; form-action 'none'"
    )


# --- what the template shows --------------------------------------------------------------------


def _view(data: ReportData, texts: Texts, stills: Mapping[float, bytes] | None) -> dict[str, Any]:
    words = texts.own
    return {
        "name": data.name,
        "routine": words.routine_line.format(
            routine=data.routine.name,
            target=words.seconds.format(n=words.number(data.routine.hold_s, _digits(data))),
            legs=words.routine_legs[data.routine.is_single],
        ),
        "recorded": words.recorded.format(duration=words.duration(data.duration_s)),
        "counted": _counted(data, texts),
        "credited": _credited(data, words),
        "comfort": [_comfort(data, side, words) for side in _sides(data)],
        "mend": _mend(data, texts),
        "has_video": stills is not None,
        "holds": [_hold_row(data, hold, texts, stills or {}) for hold in data.holds],
        "faults": _fault_rows(data, texts, stills or {}),
        "figures": _figures(data, words),
        "measured": _measured(data, words),
    }


def _digits(data: ReportData) -> int:
    return 0 if data.routine.hold_s.is_integer() else 1


def _counted(data: ReportData, texts: Texts) -> dict[str, Any]:
    words, total = texts.own, len(data.holds)
    value = words.of_number.format(n=data.valid_holds, total=total) if total else None
    asked = None
    if data.routine.repetitions is not None:
        least, most = data.routine.repetitions
        number = str(least) if least == most else texts.shared.range.format(least=least, most=most)
        form = words.asked_times_a_side if data.routine.is_single else words.asked_times
        asked = form.format(range=number)
    pips = [_pip(hold, texts) for hold in data.holds] if total <= _MOST_PIPS else []
    return {"value": value, "asked": asked, "pips": pips}


def _pip(hold: HoldRow, texts: Texts) -> dict[str, Any]:
    name = texts.own.hold_n.format(n=hold.number)
    return {
        "verdict": hold.verdict.value,
        "text": f"{hold.number}\u00a0{VERDICT_MARKS[hold.verdict]}",
        "label": f"{name}: {texts.shared.verdicts[hold.verdict]}",
        "seek_s": hold.start_s,
    }


def _credited(data: ReportData, words: report_words.ReportWords) -> dict[str, Any]:
    sums = ledger(data.holds)
    parts = [
        ("credited", words.ledger_credited, sums.credited_s),
        ("rejected", words.ledger_rejected, sums.rejected_s),
        ("paused", words.ledger_paused, sums.paused_s),
    ]
    target = words.seconds.format(n=words.number(data.routine.hold_s, _digits(data)))
    longest = max((hold.credited_s for hold in data.holds), default=None)
    return {
        "value": words.duration(sums.credited_s),
        "target": words.credited_target.format(target=target),
        "longest": None
        if longest is None
        else words.credited_longest.format(longest=words.duration(longest)),
        "parts": [
            {
                "key": key,
                "name": name,
                "seconds": words.duration(value_s),
                "share": _share(value_s, sums.total_s),
            }
            for key, name, value_s in parts
        ],
        "label": words.ledger_label.format(
            **{key: words.duration(value_s) for key, _, value_s in parts}
        ),
    }


def _share(part: float, whole: float) -> str:
    """Percent for a style sheet, which always has a decimal point."""
    return f"{100 * part / whole:.2f}" if whole > 0 else "0"


def _sides(data: ReportData) -> tuple[Side, ...]:
    """The near leg first: it is seen best."""
    return (Side.RIGHT, Side.LEFT) if data.near_side is Side.RIGHT else (Side.LEFT, Side.RIGHT)


def _comfort(data: ReportData, side: Side, words: report_words.ReportWords) -> dict[str, Any]:
    found = comfort_deg(data.holds, side)
    is_far = data.near_side is not None and side is not data.near_side
    left, right = (0.0, 0.0) if found is None else (found.median_deg, found.peak_deg)
    low, high = _SCALE_DEG
    start, end = (min(max((v - low) / (high - low), 0.0), 1.0) for v in (left, right))
    return {
        "leg": words.legs[Legs(side.value)],
        "key": side.value,
        "value": words.unseen if found is None else _span_deg(found, words),
        "start": f"{100 * start:.1f}",
        "width": f"{100 * (end - start):.1f}" if found else None,
        "asked": f"{100 * (data.routine.comfort_deg - low) / (high - low):.1f}",
        "note": words.comfort_estimate
        if found and is_far and not data.routine.is_single
        else None,
    }


def _span_deg(found: FlexionSummary, words: report_words.ReportWords) -> str:
    least, most = (words.number(value) for value in (found.median_deg, found.peak_deg))
    return words.degrees_span.format(least=least, most=most)


# --- the one thing ------------------------------------------------------------------------------


def _mend(data: ReportData, texts: Texts) -> dict[str, Any]:
    advice, words = one_thing(data), texts.own
    look = None
    if advice.look_s is not None:
        look = {
            "seek_s": advice.look_s,
            "text": words.look.format(time=words.duration(advice.look_s)),
        }
    return {
        "heading": words.went_well if advice.reason is Reason.WELL else words.next_time,
        "well": advice.reason is Reason.WELL,
        "text": _what_to_do(advice, data, words),
        "why": _why(advice, data, texts),
        "look": look,
    }


def _what_to_do(advice: Advice, data: ReportData, words: report_words.ReportWords) -> str:
    if isinstance(advice.what, FaultKind):
        return words.mend_fault[advice.what]
    if isinstance(advice.what, Doubt):
        return words.mend_doubt[advice.what]
    target = words.seconds.format(n=words.number(data.routine.hold_s, _digits(data)))
    return {
        Reason.TOO_SHORT: words.mend_too_short.format(target=target),
        Reason.NO_START: words.mend_no_start,
        Reason.NO_ATTEMPT: words.mend_no_attempt,
    }.get(advice.reason, words.well)


def _why(advice: Advice, data: ReportData, texts: Texts) -> str | None:
    words = texts.own
    form = {
        Reason.LOST: words.why_lost,
        Reason.OUTSIDE: words.why_outside,
        Reason.SECONDS: words.why_seconds,
        Reason.ADVICE: words.why_advice,
        Reason.DOUBT: words.why_doubt,
        Reason.TOO_SHORT: words.why_too_short,
    }.get(advice.reason)
    if form is None:
        return None
    what = ""
    if isinstance(advice.what, FaultKind):
        what = texts.shared.faults[advice.what]
    elif isinstance(advice.what, Doubt):
        what = texts.shared.doubts[advice.what]
    return form.format(
        what=what[:1].upper() + what[1:],
        n=advice.holds,
        total=len(data.holds),
        seconds=words.duration(advice.seconds_s),
        target=words.seconds.format(n=words.number(data.routine.hold_s, _digits(data))),
    )


# --- tables -------------------------------------------------------------------------------------


def _hold_row(
    data: ReportData, hold: HoldRow, texts: Texts, stills: Mapping[float, bytes]
) -> dict[str, Any]:
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
            for side in (Side.LEFT, Side.RIGHT)
        ],
        "still": _still(stills, deepest, alt),
    }


def _flexion_text(summary: FlexionSummary, words: report_words.ReportWords) -> str:
    if math.isnan(summary.median_deg):
        return words.unseen
    return _span_deg(summary, words)


def _when(start_s: float, end_s: float, what: str, words: report_words.ReportWords) -> dict[str, Any]:
    start, end = words.duration(start_s), words.duration(end_s)
    return {
        "seek_s": start_s,
        "text": words.span.format(start=start, end=end),
        "label": words.play_label.format(what=what, time=start),
    }


def _fault_rows(
    data: ReportData, texts: Texts, stills: Mapping[float, bytes]
) -> list[dict[str, Any]]:
    words = texts.own
    found = [
        (fault, words.hold_n.format(n=hold.number))
        for hold in data.holds
        for fault in hold.faults
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
    return {
        "name": name,
        "where": where,
        "blocks": blocks,
        "effect": words.blocks if blocks else words.advises,
        "when": _when(fault.start_s, fault.end_s, name, words),
        "still": _still(stills, worst, alt),
    }


def _still(stills: Mapping[float, bytes], time_s: float, alt: str) -> dict[str, str] | None:
    if time_s not in stills:
        return None
    code = base64.b64encode(stills[time_s]).decode("ascii")
    return {"src": f"data:image/jpeg;base64,{code}", "alt": alt}


def _figures(data: ReportData, words: report_words.ReportWords) -> dict[str, Any]:
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


def _figure(value: float, form: str, words: report_words.ReportWords) -> str:
    return "" if math.isnan(value) else form.format(n=words.number(value))


def _measured(data: ReportData, words: report_words.ReportWords) -> list[str]:
    """Paragraphs: the method, its limits, and what was special this time."""
    facts = []
    if data.near_side is not None:
        facts.append(words.measured_near[Legs(data.near_side.value)])
    if data.rest_s is None:
        facts.append(words.measured_no_rest)
    else:
        start, end = (words.duration(value_s) for value_s in data.rest_s)
        facts.append(words.measured_rest.format(start=start, end=end))
    if data.lost_s > 0:
        facts.append(words.measured_lost.format(seconds=words.duration(data.lost_s)))
    if data.camera_moved_s:
        times = ", ".join(words.duration(value_s) for value_s in data.camera_moved_s)
        facts.append(words.measured_moved.format(times=times))
    if data.note is not None:
        facts.append(words.measured_note.format(note=data.note))
    if data.model is not None:
        facts.append(words.measured_model.format(name=data.model))
    has_band = any(data.track.uncertainty_deg(side) is not None for side in Side)
    band = [words.measured_band] if has_band else []
    return [*words.measured, *band, " ".join(facts)]
