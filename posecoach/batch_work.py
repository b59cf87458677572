"""One recording of many: what a worker does with it, in whichever process or machine it runs.

Done twice, it does nothing the second time: what is whole says so (``done.json``), and is
taken as it is. So a worker's answer that was lost may be asked for again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from posecoach.adapters.batch_marker import (
    MARKER_NAME,
    Marker,
    clear,
    files_in,
    read_marker,
    write_marker,
    written_since,
)
from posecoach.adapters.batch_summary import figures_of, note_of
from posecoach.adapters.paths import shown_path
from posecoach.adapters.result_names import SESSION_NAME
from posecoach.adapters.session_reader import read_session
from posecoach.app import review
from posecoach.errors import InputError, OutputError, PoseCoachError

if TYPE_CHECKING:
    from pathlib import Path

    from posecoach.adapters.batch_key import Content
    from posecoach.app import Progress, Review, ReviewOptions
    from posecoach.core.session import Session


@dataclass(frozen=True)
class Job:
    """One recording to review.

    Attributes
    ----------
    index
        Its place among the inputs.
    options
        With its own folder for the results.
    content, key
        What it held when it was read, and the key of its result; None: nothing is kept, or it
        could not be read.
    run
        Names this run of the program.
    again
        Whether a result of an earlier run does not count.
    """

    index: int
    path: Path
    options: ReviewOptions
    run: str
    content: Content | None = None
    key: str | None = None
    again: bool = False


@dataclass(frozen=True, eq=False)
class Done:
    """A finished review.

    Attributes
    ----------
    document
        The session as ``posecoach.session/1``.
    note, interrupted, any_hip_seen
        See :class:`posecoach.app.Review`.
    session
        For printing; None: the result lay there already.
    is_kept
        Whether an earlier run did it.
    """

    document: dict[str, Any]
    note: str | None
    any_hip_seen: bool
    seconds_taken: float
    interrupted: bool = False
    session: Session | None = None
    is_kept: bool = False


@dataclass(frozen=True, eq=False)
class Outcome:
    """What became of one input: it is done, or the error says why not.

    Attributes
    ----------
    index
        Its place among the inputs; side by side they end in another order.
    out
        Its folder for the results.
    same_as
        The input with the same content, whose result stands for this one too.
    """

    index: int
    path: Path
    out: Path | None
    done: Done | None = None
    error: PoseCoachError | None = None
    same_as: Path | None = None
    content_sha256: str | None = None
    seconds_taken: float | None = None


class Worker(Protocol):
    """Whatever does a job: this process, another, or another machine."""

    def __call__(self, job: Job, progress: Progress, /) -> Outcome:
        """Do it."""


def do(job: Job, progress: Progress) -> Outcome:
    """Review one recording, unless its result is there already; every error costs only it."""
    started = time.perf_counter()
    done: Done | None = None
    error: PoseCoachError | None = None
    try:
        done = _kept(job) or _reviewed(job, progress, started)
    except PoseCoachError as told:
        error = told
    except Exception as unexpected:  # noqa: BLE001 - one recording must not end the others' reviews
        what = " ".join(f"{type(unexpected).__name__}: {unexpected}".split())
        error = InputError(
            "{path}: not reviewed, because of an error in posecoach or a library ({why}); "
            "review it alone to see more",
            path=shown_path(job.path),
            why=what,
        )
    return Outcome(
        job.index,
        job.path,
        job.options.out,
        done,
        error,
        content_sha256=None if job.content is None else job.content.sha256,
        seconds_taken=time.perf_counter() - started if done is None else done.seconds_taken,
    )


def kept_result(folder: Path, key: str, run: str, *, again: bool) -> Done | None:
    """The result that a folder has under a key; None: none, or not whole.

    Parameters
    ----------
    run
        The run at hand.
    again
        Whether only a result of that run counts.
    """
    marker = read_marker(folder)
    if marker is None or marker.key != key:
        return None
    is_kept = marker.run != run
    if again and is_kept:
        return None
    try:
        document = read_session(folder / SESSION_NAME)
        done = Done(
            document, marker.note, marker.any_hip_seen, marker.seconds_taken, is_kept=is_kept
        )
        # Somebody may have changed it since: what cannot be told of it is judged anew.
        figures_of(document)
        note_of(done)
    except (InputError, KeyError, TypeError, ValueError, OverflowError):
        return None
    return done


def _kept(job: Job) -> Done | None:
    if job.key is None or job.options.out is None:
        return None
    return kept_result(job.options.out, job.key, job.run, again=job.again)


def _reviewed(job: Job, progress: Progress, started: float) -> Done:
    folder = job.options.out
    before: dict[str, int] = {}
    if folder is not None and job.key is not None:
        before = _cleared(folder)
    review_now = review(job.path, job.options, progress=progress)
    taken_s = time.perf_counter() - started
    if folder is not None and job.key is not None and not review_now.interrupted:
        _mark(job, folder, before, review_now, taken_s)
    return Done(
        review_now.document,
        review_now.note,
        review_now.any_hip_seen,
        taken_s,
        review_now.interrupted,
        review_now.session,
    )


def _cleared(folder: Path) -> dict[str, int]:
    try:
        clear(folder)
        return files_in(folder)
    except OSError as error:
        raise OutputError(
            "{folder}: an earlier result cannot be replaced ({why}); close what has it "
            "open, or choose another --out",
            folder=shown_path(folder),
            why=error,
        ) from error


def _mark(
    job: Job, folder: Path, before: dict[str, int], review_now: Review, taken_s: float
) -> None:
    assert job.key is not None  # the caller has checked; mypy cannot see it
    assert job.content is not None  # there is no key without
    if not job.content.is_still_in(job.path):
        raise InputError(
            "{path} has changed while it was reviewed; review it again", path=shown_path(job.path)
        )
    files = tuple(name for name in written_since(before, folder) if name != MARKER_NAME)
    marker = Marker(
        job.key,
        job.run,
        shown_path(job.path),
        job.content.sha256,
        round(taken_s, 3),
        review_now.any_hip_seen,
        review_now.note,
        files,
    )
    write_marker(folder, marker)
