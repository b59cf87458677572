"""The index page of many reviews: a row an input, with a link to its report.

It opens from disk, loads nothing, runs no script, and its own policy forbids it to.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from posecoach.adapters import wording
from posecoach.adapters.result_names import REPORT_NAME
from posecoach.adapters.words.batch import CATALOGUES, ENGLISH, BatchWords
from posecoach.adapters.words.errors import error_text
from posecoach.adapters.words.notes import note_text
from posecoach.adapters.words.numbers import number_text
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import jinja2

    from posecoach.adapters.batch_summary import Figures, Row
    from posecoach.core.routine import Routine
    from posecoach.errors import PoseCoachError

_ASSETS = "adapters/batch_assets"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def index_page(
    labelled: Sequence[tuple[str, Row]],
    waiting: Sequence[str],
    routine: Routine,
    *,
    lang: str,
    has_reports: bool,
) -> str:
    """The whole page.

    Parameters
    ----------
    labelled
        What is done, each with what it is called, in the order of the inputs.
    waiting
        What is not.
    has_reports
        Whether each result has a report to link to.
    """
    words = CATALOGUES.get(lang, ENGLISH)
    faults = wording.CATALOGUES.get(lang, wording.ENGLISH).faults
    rows = [row for _, row in labelled]
    judged = [row.figures for row in rows if row.figures is not None]
    view = {
        "done": _done(rows, waiting, words),
        "routine": words.routine.format(
            name=routine.name, target=_seconds(routine.hold_s, words, digits=_digits(routine))
        ),
        "counted": words.all_counted.format(
            n=sum(one.valid for one in judged), total=sum(one.attempts for one in judged)
        ),
        "rows": [_row(label, row, words, faults, has_reports) for label, row in labelled],
        "waiting": waiting,
    }
    return _template().render(words=words, view=view, sides=list(Side), policy=_POLICY)


@cache
def _template() -> jinja2.Template:
    import jinja2  # noqa: PLC0415 - one review does not need it

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    asset = resources.files("posecoach") / _ASSETS / "index.html.j2"
    return environment.from_string(asset.read_text(encoding="utf-8"))


def _done(rows: Sequence[Row], waiting: Sequence[str], words: BatchWords) -> list[str]:
    total = len(rows) + len(waiting)
    form = words.done if waiting else words.all_done
    failed = sum(row.error is not None for row in rows)
    told = [form.format(done=len(rows), total=total)]
    return [*told, words.failed.format(n=failed)] if failed else told


def _row(
    label: str, row: Row, words: BatchWords, faults: Mapping[FaultKind, str], has_reports: bool
) -> dict[str, Any]:
    figures = row.figures
    remarks = {"same": words.same, "kept": words.kept}
    return {
        "label": label,
        "file": row.file,
        "link": _link(row.folder) if has_reports and row.folder is not None else None,
        "remark": remarks.get(row.status),
        "note": None if row.note is None else note_text(row.note, words.language),
        "error": None if row.error is None else _error(row.error, row.file, words),
        "cells": None if figures is None else _cells(figures, words, faults),
        "is_well": figures is not None and 0 < figures.attempts == figures.valid,
    }


def _error(error: PoseCoachError, file: str, words: BatchWords) -> str:
    """It begins with the path, as errors do; here that stands beside it."""
    text = " ".join(error_text(error, words.language).split(" "))
    return text.removeprefix(f"{file}: ").removeprefix(f"{file}\u00a0: ")


def _cells(figures: Figures, words: BatchWords, faults: Mapping[FaultKind, str]) -> dict[str, Any]:
    counted = words.counted.format(n=figures.valid, total=figures.attempts)
    return {
        "counted": counted if figures.attempts else words.no_attempts,
        "credited": _seconds(figures.credited_s, words),
        "comfort": {side: _comfort(figures, side, words) for side in Side},
        "faults": [_times(faults[FaultKind(kind)], n, words) for kind, n in figures.faults.items()],
    }


def _times(what: str, n: int, words: BatchWords) -> str:
    return what if n == 1 else words.times.format(what=what, n=n)


def _comfort(figures: Figures, side: Side, words: BatchWords) -> str:
    found = figures.comfort.of(side)
    if found is None:
        return words.unseen
    return words.degrees_span.format(least=f"{found.median_deg:.0f}", most=f"{found.peak_deg:.0f}")


def _seconds(value_s: float, words: BatchWords, digits: int = 1) -> str:
    return words.seconds.format(n=number_text(value_s, f".{digits}f", words.decimal))


def _digits(routine: Routine) -> int:
    return 0 if routine.hold_s.is_integer() else 1


def _link(folder: str) -> str:
    """From the page to the report; a name may hold any byte, and so may a link."""
    return f"{quote(os.fsencode(folder))}/{REPORT_NAME}"
