"""Many reviews on this machine: each worker is a process, and is replaced when it dies."""

from __future__ import annotations

import multiprocessing
import signal
import time
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from posecoach.adapters.interrupt import stop_on_interrupt
from posecoach.adapters.paths import shown_path
from posecoach.batch_work import Job, Outcome, do
from posecoach.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext

    from posecoach.batch import Watch

_MOST_WORKERS = 60  # Windows waits for no more than 63 things at a time
_LOOK_S = 0.5  # how long a Ctrl-C may go unnoticed between two results
_TELL_EVERY_S = 0.25  # a person reads no faster


@dataclass(eq=False)
class _Worker:
    """A pool of one process: when it dies, only its own job is lost with it.

    A pool of several processes ends as a whole when one of them dies, and does not say which
    job it was.
    """

    name: str
    context: SpawnContext
    woken: Connection
    job: Job | None = None
    result: Future[Outcome | None] | None = None
    heard: Connection = field(init=False)
    _told: Connection | None = field(init=False)
    _pool: ProcessPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self.heard, told = self.context.Pipe(duplex=False)
        self._told = told
        self._pool = ProcessPoolExecutor(1, self.context, _begin, (told,))

    def start(self, job: Job) -> None:
        """Give it a job; it must be idle."""
        self.job = job
        with _interrupts_held():
            self.result = self._pool.submit(_do_in_worker, job)
        self.result.add_done_callback(lambda _: self._wake())
        if self._told is not None:  # the process has its own by now; ours would hide its end
            self._told.close()
            self._told = None

    def _wake(self) -> None:
        with suppress(OSError):  # nobody waits any more
            self.woken.send_bytes(b".")

    def renewed(self) -> _Worker:
        """Another one in its place, with a process of its own."""
        self.close()
        return _Worker(self.name, self.context, self.woken)

    def close(self) -> None:
        """End its process once its job is done."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.heard.close()


def run_local(
    jobs: Sequence[Job],
    *,
    workers: int,
    watch: Watch,
    take: Callable[[Outcome], None],
) -> bool:
    """Do every job, ``workers`` at a time; ``take`` gets each outcome as it is there.

    After Ctrl-C the reviews at hand end early, and no further one is begun.

    Returns
    -------
    Whether Ctrl-C ended it early.
    """
    # spawn: a fork would copy the threads' locks of the native libraries.
    context = multiprocessing.get_context("spawn")
    woken, wakes = context.Pipe(duplex=False)
    count = min(workers, len(jobs), _MOST_WORKERS)
    crew = [_Worker(str(number), context, wakes) for number in range(1, count + 1)]
    watch.begin(len(jobs), count)
    coming, was_stopped = iter(jobs), False
    with ExitStack() as stack:
        stop = stack.enter_context(stop_on_interrupt())
        stack.callback(wakes.close)
        stack.callback(woken.close)
        stack.callback(_close_all, crew)
        while _fill(crew, coming):
            _listen(crew, woken, watch)
            for place, worker in enumerate(crew):
                if worker.result is None or not worker.result.done():
                    continue
                outcome = _outcome(worker)
                if _is_dead(worker):
                    crew[place] = worker.renewed()
                worker.job = worker.result = None
                watch.idle(worker.name)
                was_stopped |= outcome is None or _was_interrupted(outcome)
                if outcome is not None:
                    take(outcome)
            was_stopped |= stop.requested
            if was_stopped:
                coming = iter(())
    return was_stopped


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A process begun in here starts with Ctrl-C held back; here it comes when the block ends.

    Else a Ctrl-C while it imports its libraries would end it with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    # It lets signals through when it starts, and it would start in here.
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _close_all(crew: Sequence[_Worker]) -> None:
    for worker in crew:
        worker.close()


def _fill(crew: list[_Worker], coming: Iterator[Job]) -> bool:
    """Give each idle worker the next job; return whether any has one."""
    for place, worker in enumerate(crew):
        if worker.result is None and (job := next(coming, None)) is not None:
            try:
                worker.start(job)
            except BrokenExecutor:  # its process died while it had nothing to do
                crew[place] = worker.renewed()
                crew[place].start(job)
    return any(worker.result is not None for worker in crew)


def _listen(crew: Sequence[_Worker], woken: Connection, watch: Watch) -> None:
    """Wait until a job has ended, and pass on what is heard meanwhile; not for long."""
    ends_s = time.monotonic() + _LOOK_S
    deaf: set[Connection] = set()
    while (left_s := ends_s - time.monotonic()) > 0:
        heard = {worker.heard: worker for worker in crew if worker.heard not in deaf}
        ready = wait([woken, *heard], left_s)
        if woken in ready:
            woken.recv_bytes()
            return
        for connection in ready:
            worker = heard[connection]  # type: ignore[index]  # all but `woken` are in it
            try:
                stage, done_s, total_s = worker.heard.recv()
            except (EOFError, OSError):  # its process is gone
                deaf.add(worker.heard)
                continue
            if worker.job is not None:
                watch.working(worker.name, worker.job.path, stage, done_s, total_s)


def _outcome(worker: _Worker) -> Outcome | None:
    """The outcome of an ended job; None: Ctrl-C came before there was anything to keep."""
    assert worker.result is not None  # the caller has checked; mypy cannot see it
    assert worker.job is not None  # a result is of a job
    try:
        return worker.result.result()
    except BrokenExecutor:
        return _died(worker.job)


def _is_dead(worker: _Worker) -> bool:
    return worker.result is not None and isinstance(worker.result.exception(), BrokenExecutor)


def _died(job: Job) -> Outcome:
    error = InputError(
        "{path}: not reviewed, because its process died, perhaps for lack of memory; "
        "try again with --jobs 1",
        path=shown_path(job.path),
    )
    digest = None if job.content is None else job.content.sha256
    return Outcome(job.index, job.path, job.options.out, error=error, content_sha256=digest)


def _was_interrupted(outcome: Outcome) -> bool:
    return outcome.done is not None and outcome.done.interrupted


# --- in the worker's process --------------------------------------------------------------------


class _Teller:
    """Tells the main process how far a review is, now and then."""

    def __init__(self, told: Connection) -> None:
        self._told = told
        self._next_s = 0.0

    def __call__(self, stage: str, done_s: float, total_s: float | None, /) -> None:
        now_s = time.monotonic()
        if now_s >= self._next_s:
            self._next_s = now_s + _TELL_EVERY_S
            with suppress(OSError):  # nobody listens any more
                self._told.send((stage, done_s, total_s))


_teller: list[_Teller] = []  # of this process; one, once it has begun


def _begin(told: Connection) -> None:
    _hold_interrupt()
    _teller.append(_Teller(told))


def _do_in_worker(job: Job) -> Outcome | None:
    """None: Ctrl-C came before there was anything to keep."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _let_interrupt()  # one that came while it waited ends this job as it begins
        return do(job, _teller[0])
    except KeyboardInterrupt:
        return None
    finally:
        _hold_interrupt()


def _hold_interrupt() -> None:
    """A worker that waits for work must not die of Ctrl-C with a traceback, nor forget it.

    It may come just before the next job does; then that job is not wanted any more.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _let_interrupt() -> None:
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
