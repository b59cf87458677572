"""A running session on its way into the history: told of everything, waiting for nothing.

Every piece of news is the whole session so far, so only the newest matters: the writer, a
thread of its own, takes that one and drops what it overtook. A disk that is slow, full or
locked costs news, and never a frame of coaching.
"""

from __future__ import annotations

import secrets
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from posecoach.adapters.session_json import session_dict
from posecoach.adapters.store import News, SessionState, Store, drop_lock, lock_of
from posecoach.adapters.store_file import BusyStoreError, StoreError, store_path, told_in_one_line
from posecoach.core.reaches import ReachWatch
from posecoach.core.so_far import SoFar
from posecoach.errors import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from filelock import FileLock

    from posecoach.adapters.session_json import ModelInfo, SourceInfo
    from posecoach.core.coach import Coach, CoachStep
    from posecoach.core.config import Thresholds
    from posecoach.core.routine import Routine

NEWS_EVERY_S = 0.5
"""A killed process loses less than a second, the writing included."""

_LAST_TRIES = 3  # at the end, for as long as another program keeps the file busy
# Longest wait at the end: more than a busy file is waited for in all these tries, and in the
# one that is under way.
_LAST_WRITE_S = 25.0


def now_here() -> datetime:
    """The time on this place's clock."""
    return datetime.now().astimezone()


class SessionLog:
    """Keeps one session in the history, from its beginning on.

    Nothing in here raises or waits for the disk, but :meth:`finish` and :meth:`close`, which
    wait for the last write, tried a few times where another program is busy with the file.
    What goes wrong is told by :meth:`take_note`; later news are tried again, so that a disk
    with room again has the whole session.

    Parameters
    ----------
    path
        Of the history; None: where it always lies.
    now
        The clock; a test brings its own.

    Attributes
    ----------
    number
        Of the session in the history; None until it is there.
    """

    def __init__(self, path: Path | None = None, *, now: Callable[[], datetime] = now_here) -> None:
        self.number: int | None = None
        self._path = path or store_path()
        self._now, self._started = now, now()
        self._wake = threading.Condition()
        self._newest: News | None = None
        self._latest: News | None = None
        self._closing = False
        self._note: Phrase | None = None
        self._said: Phrase | None = None
        self._thread = threading.Thread(target=self._write_all, name="history", daemon=True)
        self._thread.start()

    def __enter__(self) -> SessionLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def progress(self, document: Mapping[str, Any], reached_deg: Sequence[float] = ()) -> None:
        """Take in the session so far, once or twice a second and at every event.

        Parameters
        ----------
        document
            As ``posecoach.session/1``; not to be changed afterwards.
        reached_deg
            Reaches that were no hold (:class:`~posecoach.core.reaches.ReachWatch`), degrees.
        """
        self._tell(News(document, tuple(reached_deg), self._now()))

    def finish(self, document: Mapping[str, Any], reached_deg: Sequence[float] = ()) -> None:
        """Take in the whole session, and wait until it is kept or cannot be."""
        news = News(document, tuple(reached_deg), self._now(), SessionState.FINISHED)
        self._tell(news)
        self.close()

    def close(self) -> None:
        """Let go; a session that was not finished is closed as interrupted."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join(_LAST_WRITE_S)
        self._said = None  # what was told on the way may be over, and may not
        if self._thread.is_alive():
            self._note = _not_kept(
                Phrase("the disk does not answer; see whether it is still there")
            )

    def take_note(self) -> Phrase | None:
        """What goes wrong, in one line; None: nothing, or nothing new.

        Each trouble is told once while the session runs, and again after its end if it
        lasts.
        """
        note = self._note
        if note == self._said:
            return None
        self._said = note
        return note

    def _tell(self, news: News) -> None:
        with self._wake:
            if not self._closing:
                self._newest = news
                self._wake.notify()

    # --- in the thread ------------------------------------------------------------------------

    def _write_all(self) -> None:
        writer = _Writer(self._path, self._started)
        is_due = False
        while (news := self._next()) is not None:
            is_due = self._write(writer, news)
        last = self._latest
        if last is not None and last.state is SessionState.RUNNING:
            last, is_due = replace(last, state=SessionState.INTERRUPTED), True
        for _ in range(_LAST_TRIES):
            is_due = is_due and last is not None and self._write(writer, last)
        writer.close()

    def _next(self) -> News | None:
        """The newest news, waited for; None once there will be no more."""
        with self._wake:
            self._wake.wait_for(lambda: self._newest is not None or self._closing)
            news, self._newest = self._newest, None
            self._latest = news or self._latest
            return news

    def _write(self, writer: _Writer, news: News) -> bool:
        """Keep news; whether the file was busy, so that they may be kept a little later."""
        try:
            self.number = writer.write(news)
        except BusyStoreError as error:
            self._note = _not_kept(error)
            return True
        except StoreError as error:
            self._note = _not_kept(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the coaching goes on
            self._note = _not_kept(
                Phrase("{kind} in the history; please report it", kind=type(error).__name__)
            )
        else:
            self._note = None
        return False


def _not_kept(why: Phrase | StoreError) -> Phrase:
    return Phrase("this session is not kept: {why}", why=why)


class _Writer:
    """The history as one session's writer sees it; lives in the log's thread."""

    def __init__(self, path: Path, started: datetime) -> None:
        self._path, self._started = path, started
        self._token = secrets.token_hex(16)
        self._lock: FileLock | None = None
        self._store: Store | None = None
        self._number: int | None = None

    def write(self, news: News) -> int:
        """Keep news; open the history first where that has not worked before."""
        store = self._opened()
        if self._number is None:
            self._number = store.begin(self._token, self._started, news)
        elif not store.update(self._number, news):
            raise StoreError("it was deleted with 'history forget' while it ran")
        return self._number

    def _opened(self) -> Store:
        if self._store is None:
            store = Store(self._path)
            try:
                store.close_cut_off()
                self._hold_lock()
            except BaseException:
                store.close()
                raise
            self._store = store
        return self._store

    def _hold_lock(self) -> None:
        """Show others that this session runs: before it is in the history, and to its end."""
        with told_in_one_line(self._path):
            self._lock = lock_of(self._path, self._token)
            self._lock.acquire(blocking=False)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
        if self._lock is not None:
            with suppress(OSError):
                drop_lock(self._lock)


class StoreSink:
    """Shows a log every step of a coach; one of the loop's sinks.

    Parameters
    ----------
    clock
        Counts seconds; news are for the disk, so it is the machine's, not the frames'.
    """

    def __init__(
        self,
        log: SessionLog,
        coach: Coach,
        routine: Routine,
        cfg: Thresholds,
        source: SourceInfo,
        model: ModelInfo,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log, self._coach, self._routine = log, coach, routine
        self._source, self._model, self._clock = source, model, clock
        self._so_far, self._reaches = SoFar(routine, cfg), ReachWatch(routine, cfg)
        self._told_s: float | None = None

    @property
    def reached_deg(self) -> tuple[float, ...]:
        """Reaches that were no hold, degrees."""
        return self._reaches.reached_deg

    def __call__(self, step: CoachStep) -> None:
        """Take in one step; tell the log at every event, and twice a second."""
        self._so_far.add(step)
        self._reaches.add(step)
        now_s = self._clock()
        is_due = self._told_s is None or now_s - self._told_s >= NEWS_EVERY_S
        if is_due or step.record is not None or step.faults.ended:
            self._told_s = now_s
            session = self._so_far.session(self._coach)
            document = session_dict(session, self._source, self._model, self._routine)
            self._log.progress(without_password(document), self.reached_deg)

    def finish(self, document: Mapping[str, Any]) -> None:
        """Hand the log the whole session, and wait until it is kept."""
        self._log.finish(without_password(document), self.reached_deg)


def without_password(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document whose source, if it is a camera's URL, has lost user, password and query."""
    source = dict(document["source"])
    with suppress(ValueError):  # what is no URL has no password
        parts = urlsplit(str(source["path"]))
        if parts.netloc:
            host = parts.netloc.rpartition("@")[2]
            source["path"] = f"{parts.scheme}://{host}{parts.path}"
    return {**document, "source": source}
