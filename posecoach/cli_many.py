"""What ``review`` prints of many recordings: a line each, or a table, and what they came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from posecoach.adapters.words.command import CATALOGUES
from posecoach.adapters.words.errors import error_text
from posecoach.adapters.words.numbers import number_text
from posecoach.cli_output import complain, complain_of, print_result, write_json

if TYPE_CHECKING:
    from posecoach.adapters.progress import ManyBars
    from posecoach.adapters.words.command import CommandWords
    from posecoach.batch import Batch, Outcome

_EXIT_INTERRUPTED = 130


def review_all(batch: Batch, *, json_to: str | None) -> int:
    """Review many recordings; return the worst exit code."""
    from posecoach.adapters.progress import ManyBars
    from posecoach.batch import review_many

    bars = ManyBars(batch.options.lang)
    told = _Told(batch, bars, quiet=json_to == "-")
    try:
        was_stopped = review_many(batch, watch=bars, model_progress=bars.show_model, take=told.take)
    except KeyboardInterrupt:
        was_stopped = True  # those that were done before are kept
    finally:
        bars.end()
    if was_stopped:
        told.tell_stopped()
    told.tell_sum()
    if json_to is not None and told.documents:
        write_json([document for _, document in sorted(told.documents.items())], json_to)
    return told.worst


class _Told:
    """Prints each outcome as it comes, and remembers what the command ends with.

    Attributes
    ----------
    worst
        Exit code.
    documents
        By the input's place; of several with the same content the first has it.
    """

    def __init__(self, batch: Batch, bars: ManyBars, *, quiet: bool) -> None:
        self.worst = 0
        self.documents: dict[int, dict[str, Any]] = {}
        self._batch = batch
        self._bars = bars
        self._quiet = quiet
        self._lang = batch.options.lang
        self._words = CATALOGUES[self._lang]
        self._in_lines = batch.dask is not None or any(path.is_dir() for path in batch.paths)
        self._counts: Counter[str] = Counter()
        self._any_stopped = False
        is_folder = any(path.is_dir() for path in batch.paths)
        self._warns = batch.options.out is None and batch.dask is None and is_folder

    def take(self, outcome: Outcome, total: int) -> None:
        """Print one outcome."""
        from posecoach.adapters.batch_summary import row_of

        self._counts[row_of(outcome).status] += 1
        with self._bars.aside():
            if self._warns:
                self._warns = False
                complain(self._words.nothing_written)
            if outcome.error is not None:
                complain(error_text(outcome.error, self._lang))
                self.worst = max(self.worst, outcome.error.exit_code)
            else:
                self._print(outcome, total)
        if outcome.done is not None and outcome.same_as is None:
            self.documents[outcome.index] = outcome.done.document

    def _print(self, outcome: Outcome, total: int) -> None:
        done = outcome.done
        assert done is not None  # an outcome has either; mypy cannot see it
        if not self._quiet:
            if self._in_lines or done.session is None or outcome.same_as is not None:
                click.echo(_line(outcome, sum(self._counts.values()), total, self._words))
            else:
                options = replace(self._batch.options, out=outcome.out)
                print_result(outcome.path, done.session, options)
        self._any_stopped |= done.interrupted
        if outcome.same_as is None:
            self.worst = max(self.worst, complain_of(outcome.path, done, self._lang))

    def tell_stopped(self) -> None:
        """Say that it was stopped, where no recording's own line has said so."""
        self.worst = _EXIT_INTERRUPTED
        if not self._any_stopped:
            complain(self._words.stopped_before)

    def tell_sum(self) -> None:
        """Print what all came to, and where it lies."""
        from posecoach.adapters.batch_book import INDEX_NAME
        from posecoach.adapters.paths import shown_path

        out = self._batch.options.out
        if self._quiet or not self._counts:
            return
        if self._in_lines:
            told = self._words.counts
            parts = [told[name].format(n=n) for name in told if (n := self._counts[name])]
            click.echo(", ".join(parts))
        if out is not None:
            click.echo(self._words.written.format(path=shown_path(out / INDEX_NAME)))


def _line(outcome: Outcome, number: int, total: int, words: CommandWords) -> str:
    from posecoach.adapters.batch_summary import figures_of
    from posecoach.adapters.paths import shown_path

    assert outcome.done is not None  # only what is done has a line
    figures = figures_of(outcome.done.document)
    if outcome.same_as is not None:
        how = words.same_as.format(path=shown_path(outcome.same_as))
    elif outcome.done.is_kept:
        how = words.kept
    else:
        how = words.taken.format(seconds=_tenths(outcome.done.seconds_taken, words))
    return words.line.format(
        number=number,
        total=total,
        path=shown_path(outcome.path),
        valid=figures.valid,
        attempts=figures.attempts,
        credited=_tenths(figures.credited_s, words),
        how=how,
    )


def _tenths(value: float, words: CommandWords) -> str:
    return number_text(value, ".1f", words.decimal_mark)
