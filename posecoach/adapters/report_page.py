"""The report as one HTML page: data and words into templates that escape what they are given."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from posecoach.adapters.report_cards import (
    comfort_card,
    counted_card,
    credited_card,
    mend_card,
    sides_of,
)
from posecoach.adapters.report_chart import figure
from posecoach.adapters.report_tables import fault_rows, figures, hold_row
from posecoach.adapters.report_texts import target_text, texts_of
from posecoach.adapters.words.notes import note_text
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posecoach.adapters.report_model import ReportData
    from posecoach.adapters.report_texts import Texts
    from posecoach.adapters.words.report_fields import ReportWords
    from posecoach.core.config import Thresholds

_ASSETS = "adapters/report_assets"


def page(data: ReportData, cfg: Thresholds, lang: str, stills: Mapping[float, bytes] | None) -> str:
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
    """The script of plotly, 4.8 MB, as it ships with the Python package."""
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
            target=target_text(data, words),
            legs=words.routine_legs[data.routine.is_single],
        ),
        "recorded": words.recorded.format(duration=words.duration(data.duration_s)),
        "counted": counted_card(data, texts),
        "credited": credited_card(data, words),
        "comfort": [comfort_card(data, side, words) for side in sides_of(data)],
        "mend": mend_card(data, texts),
        "has_video": stills is not None,
        "holds": [hold_row(data, hold, texts, stills or {}) for hold in data.holds],
        "faults": fault_rows(data, texts, stills or {}),
        "figures": figures(data, words),
        "measured": _measured(data, words),
        "comfort_note": words.comfort_note.format(n=words.number(data.routine.comfort_deg)),
    }


def _measured(data: ReportData, words: ReportWords) -> list[str]:
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
        facts.append(words.measured_note.format(note=note_text(data.note, words.language)))
    if data.model is not None:
        facts.append(words.measured_model.format(name=data.model))
    has_band = any(data.track.uncertainty_deg(side) is not None for side in Side)
    band = [words.measured_band] if has_band else []
    return [*words.measured, *band, " ".join(facts)]
