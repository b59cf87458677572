"""What is written about many reviews while they go on: ``summary.csv`` and ``index.html``.

Both are written anew, whole, with each outcome, so at any moment they tell what is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.adapters.batch_page import index_page
from posecoach.adapters.batch_summary import SUMMARY_NAME, Row, row_of, summary_csv
from posecoach.adapters.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posecoach.app import ReviewOptions
    from posecoach.batch_work import Outcome

INDEX_NAME = "index.html"


class Book:
    """Keeps a row an input, and the two files up to date.

    Parameters
    ----------
    options
        ``out`` is where they go.
    labels
        What each input is called on the page, in order.
    """

    def __init__(self, options: ReviewOptions, labels: Sequence[str]) -> None:
        assert options.out is not None  # else there is nowhere to write
        self._out = options.out
        self._routine = options.routine
        self._lang = options.lang
        self._has_reports = options.report_lang is not None
        self._labels = labels
        self._rows: dict[int, Row] = {}

    def add(self, outcome: Outcome) -> None:
        """Note what became of an input; what was stopped half-way is not done."""
        self.add_all([outcome])

    def add_all(self, outcomes: Iterable[Outcome]) -> None:
        """Note several at once.

        Raises
        ------
        OutputError
            The disk does not take it.
        """
        for outcome in outcomes:
            if outcome.done is None or not outcome.done.interrupted:
                self._rows[outcome.index] = row_of(outcome)
        self._write()

    def _write(self) -> None:
        rows = [row for _, row in sorted(self._rows.items())]
        labelled = [(self._labels[row.index], row) for row in rows]
        waiting = [name for index, name in enumerate(self._labels) if index not in self._rows]
        write_whole(self._out / SUMMARY_NAME, _bytes(summary_csv(rows)))
        page = index_page(
            labelled, waiting, self._routine, lang=self._lang, has_reports=self._has_reports
        )
        write_whole(self._out / INDEX_NAME, _bytes(page))


def _bytes(text: str) -> bytes:
    """An error may quote a name that is no text; what is none in it is escaped."""
    return text.encode("utf-8", errors="backslashreplace")
