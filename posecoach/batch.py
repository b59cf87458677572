"""Several reviews, one after the other or side by side; one that fails costs only itself."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from posecoach.adapters.interrupt import stop_on_interrupt
from posecoach.adapters.landmark_log import is_landmark_file
from posecoach.adapters.model_store import ensure_model
from posecoach.app import Progress, Review, ReviewOptions, review
from posecoach.errors import InputError, PoseCoachError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from posecoach.adapters.model_store import Progress as ModelProgress


@dataclass(frozen=True)
class _Job:
    index: int
    path: Path
    options: ReviewOptions


@dataclass(frozen=True, eq=False)
class Outcome:
    """What became of one input: a review, or the error that says why there is none.

    Attributes
    ----------
    index
        Its place among the inputs; side by side they end in another order.
    out
        Its folder for the results.
    """

    index: int
    path: Path
    out: Path | None
    review: Review | None = None
    error: PoseCoachError | None = None


def review_many(
    paths: Sequence[Path],
    options: ReviewOptions,
    *,
    jobs: int,
    progress: Progress,
    model_progress: ModelProgress | None,
    take: Callable[[Outcome], None],
) -> None:
    """Review every path; ``take`` gets each outcome as soon as it is there.

    After Ctrl-C the reviews at hand end early, and no further one is begun.

    Parameters
    ----------
    jobs
        Reviews at a time; above 1 each runs in a process of its own.

    Raises
    ------
    KeyboardInterrupt
        Ctrl-C came before a review had anything to keep.
    """
    folders = _folders(paths, options.out)
    todo = [
        _Job(index, path, replace(options, out=out))
        for index, (path, out) in enumerate(zip(paths, folders, strict=True))
    ]
    if jobs > 1 and len(todo) > 1:
        if any(path.is_file() and not is_landmark_file(path) for path in paths):
            ensure_model(options.variant, progress=model_progress)  # once, and not in each process
        _side_by_side(todo, jobs, take)
        return
    for job in todo:
        outcome = _review_one(job, progress, model_progress)
        take(outcome)
        if _was_interrupted(outcome):
            return


def _side_by_side(todo: Sequence[_Job], jobs: int, take: Callable[[Outcome], None]) -> None:
    """Keep ``jobs`` reviews going; one is begun only when another has ended."""
    # spawn: a fork would copy the threads' locks of the native libraries.
    pool = ProcessPoolExecutor(
        min(jobs, len(todo)), multiprocessing.get_context("spawn"), _ignore_interrupt
    )
    coming = iter(todo)
    running: dict[Future[Outcome | None], _Job] = {}
    ended: set[int] = set()
    any_undone = False
    with stop_on_interrupt() as stop, pool:
        try:
            while _fill(running, coming, pool, jobs):
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    outcome = done.result()
                    ended.add(running.pop(done).index)
                    if outcome is None:
                        any_undone = True
                    else:
                        take(outcome)
                    if stop.requested or outcome is None or _was_interrupted(outcome):
                        coming = iter(())
        except BrokenExecutor:
            for job in todo:
                if job.index not in ended:
                    take(_died(job))
    if any_undone:
        raise KeyboardInterrupt


def _fill(
    running: dict[Future[Outcome | None], _Job],
    coming: Iterator[_Job],
    pool: ProcessPoolExecutor,
    jobs: int,
) -> bool:
    """Begin what there is room for; return whether anything is running."""
    for job in islice(coming, jobs - len(running)):
        running[pool.submit(_review_in_worker, job)] = job
    return bool(running)


def _review_in_worker(job: _Job) -> Outcome | None:
    """None: Ctrl-C came before there was anything to keep."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return _review_one(job, _silent, None)
    except KeyboardInterrupt:
        return None
    finally:
        _ignore_interrupt()


def _ignore_interrupt() -> None:
    """A worker that waits for work must not die of Ctrl-C with a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _silent(stage: str, done_s: float, total_s: float | None, /) -> None:
    """Progress of a worker process, which has no terminal."""


def _review_one(job: _Job, progress: Progress, model_progress: ModelProgress | None) -> Outcome:
    out = job.options.out
    try:
        done = review(job.path, job.options, progress=progress, model_progress=model_progress)
    except PoseCoachError as error:
        return Outcome(job.index, job.path, out, error=error)
    return Outcome(job.index, job.path, out, review=done)


def _was_interrupted(outcome: Outcome) -> bool:
    return outcome.review is not None and outcome.review.interrupted


def _died(job: _Job) -> Outcome:
    error = InputError(
        f"{job.path}: not reviewed, because a process died, perhaps for lack of memory; "
        "review it again with --jobs 1"
    )
    return Outcome(job.index, job.path, job.options.out, error=error)


def _folders(paths: Sequence[Path], out: Path | None) -> list[Path | None]:
    """A folder for each input: ``out`` itself for one, else one within it named after each."""
    if out is None or len(paths) == 1:
        return [out] * len(paths)
    taken: set[str] = set()
    folders: list[Path | None] = []
    for path in paths:
        stem = path.name.split(".")[0] or "review"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name)
        folders.append(out / name)
    return folders
