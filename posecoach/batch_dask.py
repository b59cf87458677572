"""Many reviews on a Dask cluster that is there already: the same work, on other machines.

No picture goes to the scheduler: it passes on paths, options and results. The recordings and
the folder for the results lie in a folder that this machine and every worker see under the
same path. Before anything is reviewed each worker is asked whether it would judge the same
(posecoach's code, Python, the libraries, the model) and whether it sees that folder.

Dask gives a job to one worker, and to another when that one dies. What is done says so in its
folder (``done.json``), so a job whose answer was lost with a worker is not judged again. A
recording that kills its workers, one after the other, is given up by Dask after four.

A worker does one review at a time, whatever its threads: start one for each core that it is to
use, ``dask worker ADDRESS --nworkers N --nthreads 1``. Whoever can reach a scheduler can run
code on its workers, so a cluster belongs into a network that is trusted, or behind TLS.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from posecoach.adapters.batch_key import Setup, setup_of
from posecoach.adapters.files import write_whole
from posecoach.adapters.interrupt import stop_on_interrupt
from posecoach.adapters.landmark_log import is_landmark_file
from posecoach.adapters.paths import shown_path
from posecoach.batch_work import Job, Outcome, do
from posecoach.errors import ImproperValueError, InputError, Phrase, PoseCoachError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from distributed import Client, Future

    from posecoach.batch import Watch

_CONNECT_S = 10.0
_LOOK_S = 0.5  # how long a Ctrl-C may go unnoticed between two results
_NO_WORKER_S = 120.0  # a worker that died is started again in seconds
_TELL_EVERY_S = 1.0
_ONE_AT_A_TIME = threading.Lock()  # of a worker's process: reviews share its stderr and its memory


class ClusterError(PoseCoachError):
    """A cluster that is not there, or whose workers would not judge the same."""


@contextmanager
def cluster(
    address: str, paths: Sequence[Path], out: Path, setup: Setup, variant: str
) -> Iterator[Cluster]:
    """Connect to a cluster, and see that its workers would judge as this machine would.

    Parameters
    ----------
    paths
        What is to be reviewed.
    out
        The folder for all results, which is there.
    setup
        What judges here, and must judge there.
    variant
        Of the pose model.

    Raises
    ------
    ClusterError
        There is no such cluster, it has no workers, or one would judge differently or does not
        see the files.
    UsageError
        The package that is needed is not installed.
    """
    with _connected(address) as client:
        _check_workers(client, paths, out, setup, variant)
        yield Cluster(client, setup)


class Cluster:
    """A cluster whose workers have been asked."""

    def __init__(self, client: Client, setup: Setup) -> None:
        self._client, self._setup = client, setup

    def run(self, jobs: Sequence[Job], *, watch: Watch, take: Callable[[Outcome], None]) -> bool:
        """Do every job; ``take`` gets each outcome as it is there.

        After Ctrl-C no further review is begun; those that workers are at go on and are kept.

        Returns
        -------
        Whether Ctrl-C ended it early.

        Raises
        ------
        ClusterError
            The connection is lost, or all workers are. What is done by then is kept.
        """
        crowd = _Crowd(self._client, self._setup, {job.index: job for job in jobs}, watch)
        watch.begin(len(jobs), len(self._client.nthreads()))
        coming = iter([_absolute(job) for job in jobs])
        with stop_on_interrupt() as stop:
            while not stop.requested and crowd.fill(coming):
                for outcome in crowd.ended():
                    take(outcome)
        crowd.give_up()
        return stop.requested


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        import distributed  # noqa: PLC0415 - an optional package, and heavy
    except ImportError as error:
        raise UsageError(
            "--dask needs the package 'distributed'; get it with pip install 'posecoach[cluster]'"
        ) from error
    # What goes wrong is told in one line, and not in Dask's log as well.
    # Its configuration gives some of its loggers a level of their own.
    for name in [
        name for name in logging.root.manager.loggerDict if name.startswith("distributed")
    ]:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        _check_address(address)
        client = distributed.Client(address, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError, distributed.TimeoutError) as error:
        what = error if isinstance(error, ImproperValueError) else _one_line(error)
        raise ClusterError(
            "no Dask scheduler at {address} ({why}); start one with 'dask scheduler', or "
            "check the address",
            address=address,
            why=what,
        ) from error
    try:
        yield client
    finally:
        with suppress(Exception):  # a scheduler that is gone cannot be said goodbye to
            client.close(timeout=_CONNECT_S)


def _check_address(address: str) -> None:
    """Raise ValueError for what cannot be an address; half a client would not end quietly."""
    from distributed.comm.addressing import parse_host_port  # noqa: PLC0415
    from distributed.comm.registry import backends  # noqa: PLC0415

    scheme, slashes, place = address.rpartition("://")
    if slashes and scheme not in backends:
        raise ImproperValueError(
            "'{name}' is none of {allowed}", name=scheme, allowed=", ".join(sorted(backends))
        )
    host, _ = parse_host_port(place)  # raises ValueError where there is no port
    if not host:
        raise ImproperValueError("a host and a port are needed, such as tcp://host:8786")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _absolute(job: Job) -> Job:
    assert job.options.out is not None  # `batch` has seen to that
    return replace(
        job,
        path=job.path.absolute(),
        options=replace(job.options, out=job.options.out.absolute()),
    )


# --- before anything is reviewed ----------------------------------------------------------------


def _check_workers(
    client: Client, paths: Sequence[Path], out: Path, setup: Setup, variant: str
) -> None:
    if not client.nthreads():
        raise ClusterError(
            "the cluster has no workers; start one with 'dask worker', in the same environment"
        )
    probe = out.absolute() / f".posecoach-{secrets.token_hex(8)}.probe"
    write_whole(probe, probe.name.encode())
    try:
        told = _asked(client, _Look.at(paths, probe, variant))
    finally:
        probe.unlink(missing_ok=True)
    needs_model = any(not is_landmark_file(path) for path in paths)
    for worker, (there, blind) in sorted(told.items()):
        why = difference(setup, there, needs_model=needs_model) or blind
        if why is not None:
            raise ClusterError("worker {worker} {why}", worker=worker, why=why)


def _asked(client: Client, look: _Look) -> dict[str, tuple[Setup, Phrase | None]]:
    try:
        found: dict[str, tuple[Setup, Phrase | None]] = client.run(look)
    except Exception as error:  # whatever a worker without posecoach, or with another one, raises
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise ClusterError(
            "a worker cannot run this posecoach ({why}); install the same one on every worker",
            why=what,
        ) from error
    return found


@dataclass(frozen=True)
class _Look:
    """What a worker is to look at: a file in the folder for the results, and a recording."""

    variant: str
    probe: Path
    recording: Path | None
    size_bytes: int

    @classmethod
    def at(cls, paths: Sequence[Path], probe: Path, variant: str) -> _Look:
        """The first recording that this machine sees stands for all."""
        for path in paths:
            with suppress(OSError):
                return cls(variant, probe, path.absolute(), path.stat().st_size)
        return cls(variant, probe, None, 0)

    def __call__(self) -> tuple[Setup, Phrase | None]:
        """On a worker: what would judge here, and what of the shared folders is not seen."""
        return setup_of(self.variant), self._blind()

    def _blind(self) -> Phrase | None:
        share = Phrase("share the folders of the recordings and of --out under the same path")
        shown = shown_path(self.probe.parent)
        try:
            if self.probe.read_bytes() != self.probe.name.encode():
                return Phrase("sees another {path}; {remedy}", path=shown, remedy=share)
            answer = self.probe.with_name(f"{self.probe.name}.{secrets.token_hex(8)}")
            write_whole(answer, b"")
            answer.unlink()
        except (OSError, PoseCoachError):
            return Phrase("cannot read and write in {path}; {remedy}", path=shown, remedy=share)
        if self.recording is None:
            return None
        try:
            with self.recording.open("rb") as stream:
                is_same = stream.seek(0, os.SEEK_END) == self.size_bytes
        except OSError:
            is_same = False
        if is_same:
            return None
        return Phrase("cannot read {path}; {remedy}", path=shown_path(self.recording), remedy=share)


def difference(here: Setup, there: Setup, *, needs_model: bool) -> Phrase | None:
    """In what a worker would judge differently, and what to do; None: in nothing.

    Parameters
    ----------
    needs_model
        Whether there are videos among the recordings.
    """
    same = Phrase("install the same one on every worker")
    if here.version != there.version:
        return _unlike("posecoach", there.version, here.version, same)
    if here.code != there.code:
        return Phrase(
            "has another posecoach {version} (code {theirs}, here {ours}); {remedy}",
            version=there.version,
            theirs=there.code[:12],
            ours=here.code[:12],
            remedy=same,
        )
    if here.python != there.python:
        return _unlike("Python", there.python, here.python, same)
    for (name, ours), (_, theirs) in zip(here.libraries, there.libraries, strict=True):
        if ours != theirs:
            return _unlike(name, theirs, ours, same)
    if needs_model and here.model != there.model:
        return _other_model(here.model, there.model)
    return None


def _unlike(name: str, theirs: str, ours: str, remedy: Phrase) -> Phrase:
    return Phrase(
        "has {name} {theirs}, here it is {ours}; {remedy}",
        name=name,
        theirs=theirs,
        ours=ours,
        remedy=remedy,
    )


def _other_model(here: str | None, there: str | None) -> Phrase:
    remedy = Phrase("run 'posecoach model fetch' on every worker")
    ours = Phrase("none") if here is None else here[:12]
    if there is None:
        return Phrase("has no pose model, here it is {ours}; {remedy}", ours=ours, remedy=remedy)
    return Phrase(
        "has the pose model {theirs}, here it is {ours}; {remedy}",
        theirs=there[:12],
        ours=ours,
        remedy=remedy,
    )


# --- the work ------------------------------------------------------------------------------------


class _Crowd:
    """The jobs that the workers have: one each, so that a death costs no others a chance.

    Dask counts a worker's death against every job that it had, also against those that only
    waited there.
    """

    def __init__(self, client: Client, setup: Setup, jobs: dict[int, Job], watch: Watch) -> None:
        self._client, self._setup, self._jobs, self._watch = client, setup, jobs, watch
        self._running: dict[Future, Job] = {}
        self._names: dict[str, str] = {}
        self._worker_of: dict[int, str] = {}
        self._seen_s = time.monotonic()
        self._topic = f"posecoach-{secrets.token_hex(8)}"
        client.subscribe_topic(self._topic, self._hear)

    def fill(self, coming: Iterator[Job]) -> bool:
        """Hand out what there are workers for; return whether any job is out."""
        workers = len(self._client.nthreads())
        self._note_workers(workers)
        while len(self._running) < max(1, workers) and (job := next(coming, None)) is not None:
            future = self._client.submit(
                _review_on_worker,
                job,
                self._setup,
                self._topic,
                key=f"posecoach-{job.run}-{job.index}",
                pure=False,
            )
            self._running[future] = job
        return bool(self._running)

    def _note_workers(self, workers: int) -> None:
        if workers:
            self._seen_s = time.monotonic()
        elif time.monotonic() - self._seen_s > _NO_WORKER_S:
            raise ClusterError(
                "the cluster has lost all of its workers; start some, and then this again: what is "
                "done is kept"
            )

    def ended(self) -> list[Outcome]:
        """Wait for a job to end, not for long; return the outcomes."""
        import distributed  # noqa: PLC0415 - it is there: there is a client

        with suppress(distributed.TimeoutError), self._client.as_current():
            distributed.wait(list(self._running), timeout=_LOOK_S, return_when="FIRST_COMPLETED")
        return [self._outcome(future) for future in list(self._running) if future.done()]

    def _outcome(self, future: Future) -> Outcome:
        job = self._running.pop(future)
        self._watch.idle(self._worker_of.pop(job.index, "1"))
        if future.status in ("cancelled", "lost"):
            raise ClusterError(
                "the connection to the Dask scheduler was lost; start this again: what is done is "
                "kept"
            )
        error = future.exception()
        if error is not None:
            return _died(self._jobs[job.index], error)
        told: Outcome = future.result()
        ours = self._jobs[job.index]  # as it was named here
        return replace(told, path=ours.path, out=ours.options.out)

    def _hear(self, event: tuple[float, Any]) -> None:
        """Note how far a worker is."""
        worker, index, stage, done_s, total_s = event[1]
        name = self._names.setdefault(worker, str(len(self._names) + 1))
        if index in self._jobs:
            self._worker_of[index] = name
            self._watch.working(name, self._jobs[index].path, stage, done_s, total_s)

    def give_up(self) -> None:
        """Take back what no worker has begun."""
        if self._running:
            with suppress(Exception):  # a scheduler that is gone has nothing to take back
                self._client.cancel(list(self._running))


def _died(job: Job, error: BaseException) -> Outcome:
    what: str | Phrase = " ".join(f"{type(error).__name__}: {error}".split())
    if type(error).__name__ == "KilledWorker":  # its text is long, and for Dask's users
        what = Phrase("each that tried it died, perhaps for lack of memory")
    told = InputError(
        "{path}: not reviewed, because of its workers ({why}); review it alone to see more",
        path=shown_path(job.path),
        why=what,
    )
    digest = None if job.content is None else job.content.sha256
    return Outcome(job.index, job.path, job.options.out, error=told, content_sha256=digest)


# --- on a worker ---------------------------------------------------------------------------------


def _review_on_worker(job: Job, setup: Setup, topic: str) -> Outcome:
    with _ONE_AT_A_TIME:
        # A worker that came later has not been asked yet.
        why = difference(
            setup, setup_of(job.options.variant), needs_model=not is_landmark_file(job.path)
        )
        if why is not None:
            told = ClusterError(
                "{path}: not reviewed, because a worker {why}", path=shown_path(job.path), why=why
            )
            return Outcome(job.index, job.path, job.options.out, error=told)
        return do(job, _Teller(topic, job.index))


class _Teller:
    """Tells whoever asked for the work how far a review is, now and then."""

    def __init__(self, topic: str, index: int) -> None:
        from distributed import get_worker  # noqa: PLC0415 - it is there: this is a worker

        self._worker = get_worker()
        self._topic, self._index = topic, index
        self._next_s = 0.0

    def __call__(self, stage: str, done_s: float, total_s: float | None, /) -> None:
        now_s = time.monotonic()
        if now_s >= self._next_s:
            self._next_s = now_s + _TELL_EVERY_S
            message = (self._worker.address, self._index, stage, done_s, total_s)
            self._worker.log_event(self._topic, message)
