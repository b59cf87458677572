"""Several reviews, one after the other or side by side; one that fails costs only itself."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posecoach.app import Progress, Review, ReviewOptions, review
from posecoach.errors import PoseCoachError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from posecoach.adapters.model_store import Progress as ModelProgress


@dataclass(frozen=True, eq=False)
class Outcome:
    """What became of one input: a review, or the error that says why there is none."""

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

    Parameters
    ----------
    jobs
        Reviews at a time; above 1 each runs in a process of its own.
    """
    todo = list(zip(paths, _folders(paths, options.out), strict=True))
    if jobs == 1 or len(todo) == 1:
        for path, out in todo:
            outcome = _review_one(path, replace(options, out=out), progress, model_progress)
            take(outcome)
            if outcome.review is not None and outcome.review.interrupted:
                return
        return
    # spawn: a fork would copy the threads' locks of the native libraries.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(todo)), mp_context=context) as pool:
        waiting = [
            pool.submit(_review_one, path, replace(options, out=out), _silent, None)
            for path, out in todo
        ]
        for done in as_completed(waiting):
            take(done.result())


def _silent(stage: str, done_s: float, total_s: float | None, /) -> None:
    """Progress of a worker process, which has no terminal."""


def _review_one(
    path: Path,
    options: ReviewOptions,
    progress: Progress,
    model_progress: ModelProgress | None,
) -> Outcome:
    try:
        done = review(path, options, progress=progress, model_progress=model_progress)
    except PoseCoachError as error:
        return Outcome(path, options.out, error=error)
    return Outcome(path, options.out, review=done)


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
