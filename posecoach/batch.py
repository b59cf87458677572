"""Several reviews: what is done is kept, the rest is shared out, results come as they are there.

Each review of many runs in a process of its own, also where only one runs at a time: so a
recording on which a native library crashes costs itself and nothing else.
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from posecoach.adapters.batch_inputs import inputs_of
from posecoach.adapters.batch_key import setup_of
from posecoach.adapters.files import folder_if_used
from posecoach.adapters.landmark_log import is_landmark_file
from posecoach.adapters.model_store import ensure_model
from posecoach.batch_local import run_local
from posecoach.batch_plan import plan, plan_without_results
from posecoach.batch_work import Done, Job, Outcome
from posecoach.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from posecoach.adapters.batch_inputs import BatchInput
    from posecoach.adapters.model_store import Progress as ModelProgress
    from posecoach.app import ReviewOptions
    from posecoach.batch_plan import Plan

__all__ = ["Batch", "Done", "Job", "Outcome", "Watch", "review_many"]


class Watch(Protocol):
    """Told how far many reviews are."""

    def reading(self, done: int, total: int, /) -> None:
        """Inputs whose content is known."""

    def begin(self, total: int, workers: int, /) -> None:
        """So many are to be reviewed."""

    def working(
        self, worker: str, path: Path, stage: str, done_s: float, total_s: float | None, /
    ) -> None:
        """How far a worker is with a recording."""

    def idle(self, worker: str, /) -> None:
        """A worker has ended its recording."""


class Run(Protocol):
    """Whoever does the work: processes on this machine, or a cluster."""

    def __call__(
        self, jobs: Sequence[Job], *, watch: Watch, take: Callable[[Outcome], None]
    ) -> bool:
        """Do every job; return whether Ctrl-C ended it early."""


@dataclass(frozen=True)
class Batch:
    """What is asked for.

    Attributes
    ----------
    options
        ``out`` is the folder in which each input gets one; None: nothing is written.
    jobs
        Reviews at a time.
    again
        Review also what has been reviewed.
    dask
        Address of a Dask scheduler whose workers are to do it; None: this machine.
    """

    paths: tuple[Path, ...]
    options: ReviewOptions
    jobs: int
    again: bool = False
    dask: str | None = None


def review_many(
    batch: Batch,
    *,
    watch: Watch,
    model_progress: ModelProgress | None,
    take: Callable[[Outcome, int], None],
) -> bool:
    """Review every recording that is meant; ``take`` gets each outcome as soon as it is there.

    With a folder for the results also ``summary.csv`` and ``index.html`` are written there, anew
    with each outcome. What an earlier run has done is handed to ``take`` first.

    Parameters
    ----------
    take
        Called with the outcome and the number of inputs.

    Returns
    -------
    Whether Ctrl-C ended it early; what was taken until then is whole, and no review that was
    not whole is taken for one later.

    Raises
    ------
    InputError
        A folder has no recording in it.
    ClusterError
        See :mod:`posecoach.batch_dask`.
    ModelError
        There are videos, and no model for them.
    OutputError
        The folder for the results cannot be written to.
    """
    _check(batch)
    inputs = inputs_of(batch.paths, batch.options.out)
    if any(one.path.is_file() and not is_landmark_file(one.path) for one in inputs):
        ensure_model(batch.options.variant, progress=model_progress)  # once, not in each process
    if batch.options.out is None:
        todo = plan_without_results(inputs, batch.options, secrets.token_hex(8))
        run: Run = partial(run_local, workers=batch.jobs)
        return _run(run, todo, inputs, watch, take)
    with folder_if_used(batch.options.out), _crew(batch, batch.options.out, inputs) as crew:
        return _with_results(batch, crew, inputs, watch, take)


@contextmanager
def _crew(batch: Batch, out: Path, inputs: Sequence[BatchInput]) -> Iterator[Run]:
    """Whoever is to do the work."""
    if batch.dask is None:
        yield partial(run_local, workers=batch.jobs)
        return
    # Imported here: a package of its own, which only a cluster needs.
    from posecoach.batch_dask import cluster  # noqa: PLC0415

    variant = batch.options.variant
    paths = [one.path for one in inputs]
    with cluster(batch.dask, paths, out, setup_of(variant), variant) as workers:
        yield workers.run


def _check(batch: Batch) -> None:
    if batch.dask is not None and batch.options.out is None:
        raise UsageError(
            "--dask needs --out DIR: a folder that every worker can write to under the same name"
        )


def _with_results(
    batch: Batch,
    run: Run,
    inputs: Sequence[BatchInput],
    watch: Watch,
    take: Callable[[Outcome, int], None],
) -> bool:
    # Imported here: templates are needed by this alone.
    from posecoach.adapters.batch_book import Book  # noqa: PLC0415

    setup = setup_of(batch.options.variant)
    todo = plan(
        inputs,
        batch.options,
        setup,
        run=secrets.token_hex(8),
        again=batch.again,
        progress=watch.reading,
    )
    book = Book(batch.options, [one.label for one in inputs])

    def note(outcome: Outcome, total: int) -> None:
        book.add(outcome)
        take(outcome, total)

    book.add_all(_with_twins(todo.kept, todo.same_as, inputs))
    for outcome in _with_twins(todo.kept, todo.same_as, inputs):
        take(outcome, len(inputs))
    return _run(run, todo, inputs, watch, note)


def _with_twins(
    outcomes: Sequence[Outcome], same_as: dict[int, int], inputs: Sequence[BatchInput]
) -> list[Outcome]:
    """Each outcome, and after it those of the inputs with the same content."""
    found = []
    for outcome in outcomes:
        found.append(outcome)
        found += [
            replace(outcome, index=twin, path=inputs[twin].path, same_as=outcome.path)
            for twin, first in same_as.items()
            if first == outcome.index
        ]
    return found


def _run(
    run: Run,
    todo: Plan,
    inputs: Sequence[BatchInput],
    watch: Watch,
    take: Callable[[Outcome, int], None],
) -> bool:
    def take_all(outcome: Outcome) -> None:
        for one in _with_twins([outcome], todo.same_as, inputs):
            take(one, len(inputs))

    return run(todo.jobs, watch=watch, take=take_all) if todo.jobs else False
