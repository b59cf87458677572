"""The README's accuracy tables, made of a run's document so that nobody types a figure.

The run writes them to ``readme_table.md``. The document the README shows is kept as
``accuracy_report_half.json``: a plain copy of the full report run's ``accuracy.json``.
"""

from __future__ import annotations

import textwrap
from typing import Any

from benchmarks.accuracy_stats import signed

Figures = dict[str, Any]
_NONE = "–"
_COLUMNS = 100
_QUIET = ("leg_straight", "not_close_enough", "hands_off")
_WHOSE = ("product", "raw")
_YAWS = ("side-on", "±10°", "±20°", "±30°")
_CAMERAS = (
    *_YAWS,
    "from the head side, 10° to 30°",
    "from the feet side, 10° to 30°",
    *(f"side-on, camera {height} m" for height in ("0.3", "0.55", "0.8", "1.2")),
)


def readme_tables(document: Figures) -> str:
    """Both tables, an empty line between them."""
    return f"{aims_table(document)}\n{views_table(document)}"


# --- the aims ---------------------------------------------------------------------------------


def aims_table(document: Figures) -> str:
    """What was aimed at and what was reached, a line each."""
    figures = document["figures"]
    near, far = figures["flexion"]["near"], figures["flexion"]["far"]
    seen = figures["flexion"]["far, said to be seen"]["side-on"]
    timing, faults = figures["hold_timing"]["all"], figures["faults"]
    every, other = figures["counts"]["all"], figures["counts"]["not the stretch"]
    within_10 = near["within 10°"]
    closely = f"{_mae(within_10)}, {_bias(within_10)} (95 % limits {_limits(within_10)})"
    at_yaws, as_they_come = (", ".join(_mae(near[v], w) for v in _YAWS) for w in _WHOSE)
    rows = [
        ("what", "aim", "reached"),
        ("---", "---", "---"),
        ("hip flexion, near leg, camera within 10° of side-on: mean error, bias", "3.0°, ±1.5°",
         closely),
        ("near leg, within 30°", "5.0°", _mae(near["within 30°"])),
        ("near leg at 0°, ±10°, ±20°, ±30°", "-",
         f"{at_yaws} (landmarks as they come: {as_they_come})"),
        ("far leg, side-on", "6.0°",
         f"{_mae(far['side-on'])} (where it is seen for itself: {_mae(seen)})"),
        ("credited seconds, error: median, 95th percentile", "0.10 s, 0.4 s",
         _spread(timing["credited_s"])),
        ("start and end of a hold, error: median, 95th percentile", "-",
         f"{_spread(timing['start_s'])} and {_spread(timing['end_s'])}"),
        ("sessions with exactly the right count", "98 % up to 20° off side-on",
         f"{every['exact']} of {every['sessions']} up to 30°"),
        ("holds counted where it is another exercise", "0",
         f"{other['false_holds']} in {other['clips']} clips"),
        ("`head_up`: found, rightly named; flagged within", "97 %, 97 %; 0.8 s",
         f"{_both(faults['head_up'])}; {_delay(faults['head_up'])}"),
        ("`shoulders_up`", "97 %, 97 %; 0.8 s",
         f"{_both(faults['shoulders_up'])}; {_delay(faults['shoulders_up'])}"),
        ("`not_supine`", "93 %, 93 %", _both(faults["not_supine"])),
        (", ".join(f"`{kind}`" for kind in _QUIET), "93 %, 93 %", _quiet(faults)),
        *((f"`{kind}`", "93 %, 93 %", _both(faults[kind]))
          for kind in ("jerky", "free_leg_up", "both_at_once")),
    ]  # fmt: skip
    return "".join(_row(row) for row in rows)


def _row(cells: tuple[str, ...]) -> str:
    if set(cells) == {"---"}:
        return f"|{'|'.join(cells)}|\n"
    return f"| {' | '.join(cells)} |\n"


def _signed(value: float, digits: int) -> str:
    return signed(value, digits).replace("-", "−")


def _mae(found: Figures, whose: str = "product") -> str:
    return _NONE if found[whose] is None else f"{found[whose]['mae_deg']:.1f}°"


def _bias(found: Figures) -> str:
    return _NONE if found["product"] is None else f"{_signed(found['product']['bias_deg'], 1)}°"


def _limits(found: Figures) -> str:
    if found["product"] is None:
        return _NONE
    low, high = found["product"]["limits_deg"]
    return f"{_signed(low, 0)}° to {_signed(high, 0)}°"


def _spread(found: Figures) -> str:
    if found["median"] is None:
        return _NONE
    return f"{found['median']:.2f} s, {found['p95']:.1f} s"


def _both(fault: Figures) -> str:
    """Found of the true ones, right of the flagged ones."""
    return f"{fault['found']} of {fault['demanded']}, {fault['right']} of {fault['flagged']}"


def _delay(fault: Figures) -> str:
    p95 = fault["delay_s"]["p95"]
    return _NONE if p95 is None else f"{p95:.1f} s"


def _quiet(faults: Figures) -> str:
    found = ", ".join(f"{faults[k]['found']} of {faults[k]['demanded']}" for k in _QUIET)
    wrong = sum(faults[k]["flagged"] - faults[k]["right"] for k in _QUIET)
    return f"{found}; {wrong or 'none'} wrongly"


# --- by camera, and how the run was made ------------------------------------------------------


def views_table(document: Figures) -> str:
    """Each camera's errors, then what the table of aims leaves out."""
    flexion = document["figures"]["flexion"]
    rows = [("camera", "near leg", "far leg"), ("---", "---", "---")]
    rows += [(v, _errors(flexion["near"][v]), _errors(flexion["far"][v])) for v in _CAMERAS]
    intro = (
        "By camera: mean error of the angle, in brackets that of the landmarks as they come, "
        "and 95 % limits of agreement."
    )
    parts = [_wrapped(intro), "".join(map(_row, rows)), _wrapped(_worse(flexion)),
             _wrapped(_steadiness(document["figures"])), _wrapped(_how(document))]  # fmt: skip
    return "\n".join(part for part in parts if part)


def _wrapped(text: str) -> str:
    lines = textwrap.wrap(text, _COLUMNS, break_on_hyphens=False, break_long_words=False)
    return "".join(f"{line}\n" for line in lines)


def _errors(found: Figures) -> str:
    if found["product"] is None:
        return _NONE
    return f"{_mae(found)} ({_mae(found, 'raw')}), {_limits(found)}"


def _worse(flexion: Figures) -> str:
    """Where the product's own correction does harm; empty if nowhere."""
    worse = [
        f"{leg} leg, {view} ({_mae(found)} against {_mae(found, 'raw')})"
        for leg in ("near", "far")
        for view, found in ((view, flexion[leg][view]) for view in _CAMERAS)
        if found["product"] is not None
        and round(found["product"]["mae_deg"], 1) > round(found["raw"]["mae_deg"], 1)
    ]
    return f"Worse corrected than as it comes: {'; '.join(worse)}." if worse else ""


def _steadiness(figures: Figures) -> str:
    near, far = (figures["repeatability"][leg]["sd_deg"]["median"] for leg in ("near", "far"))
    track, unsure = figures["tracking"], figures["counts"]["all"]["unsure_share"]
    return (
        f"Within one hold the error varies by {_degrees(near)} (standard deviation, median of the "
        f"holds; far leg {_degrees(far)}). The person was not found in "
        f"{_percent(track['lost_share'])} of the pictures; the legs' names were set right "
        f"{track['swaps_repaired']} times; {_percent(unsure)} of all holds were `unsure`."
    )


def _degrees(value: float | None) -> str:
    return _NONE if value is None else f"{value:.1f}°"


def _percent(value: float | None) -> str:
    return _NONE if value is None else f"{100 * value:.1f} %"


def _how(document: Figures) -> str:
    width, height = document["size_px"]
    command = " ".join(("python -m benchmarks.accuracy", *document["flags"]))
    again = "--rejudge" in document["flags"]
    return (
        f"The clips have {width}×{height} pixels and {document['fps']:g} pictures a second "
        f"(`{command}`, {document['clips']} of {document['clips_in_matrix']} clips"
        + (
            "; the landmarks were found in the encoded videos once and judged again)."
            if again
            else ")."
        )
    )
