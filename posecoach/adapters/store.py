"""The history: sessions with their holds, and how they felt, in a local SQLite file.

A session is kept as its ``posecoach.session/1`` document: the holds a row each, so that a
running session changes only the last one, and the rest in the session's row. The columns
and the ``faults`` view are read out of the documents by SQLite, so nothing is kept twice.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from posecoach.adapters.paths import shown_path
from posecoach.adapters.session_shape import is_session
from posecoach.adapters.store_file import (
    BusyStoreError,
    StoreError,
    open_file,
    store_path,
    told_in_one_line,
    transaction,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

# What reading a row comes to that somebody else wrote; so deep a document is none of ours either.
_NOT_OURS = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError)

MOST_PAIN = 10
LONGEST_NOTE = 2000  # characters: a page


class SessionState(str, Enum):
    """How a session ended."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"  # its process was cut off; what it had is kept


@dataclass(frozen=True)
class Feel:
    """How a session felt, as told: pain from 0 (none) to 10, and a note or nothing."""

    pain: int
    note: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.pain <= MOST_PAIN:
            raise ValueError(f"pain = {self.pain}: 0 to {MOST_PAIN} is allowed")


@dataclass(frozen=True)
class StoredSession:
    """A session as it is kept.

    Attributes
    ----------
    number
        Its name for the person; a forgotten one's is not used again.
    started, ended
        On the clock of the place where it was; of a running one ``ended`` is the last news.
    document
        The session as ``posecoach.session/1``.
    reached_deg
        Hip flexion at which legs were held still short of what the routine asks, degrees.
    """

    number: int
    state: SessionState
    started: datetime
    ended: datetime
    document: Mapping[str, Any]
    reached_deg: tuple[float, ...]
    feel: Feel | None

    @property
    def day(self) -> date:
        """The calendar day on which it began, where the person was."""
        return self.started.date()


@dataclass(frozen=True)
class News:
    """A session at one moment: the whole document so far, and when that was."""

    document: Mapping[str, Any]
    reached_deg: Sequence[float]
    at: datetime
    state: SessionState = SessionState.RUNNING


class Store:
    """The open history; close it, or use it in a ``with`` block.

    Every method raises :class:`StoreError` where the file does not do as asked.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or store_path()
        self._connection = open_file(self.path)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with suppress(StoreError), told_in_one_line(self.path):
            self._connection.close()

    # --- keeping ------------------------------------------------------------------------------

    def begin(self, token: str, started: datetime, news: News) -> int:
        """Take in a session's first news; return its number."""
        offset = started.utcoffset() or timedelta()
        row = (token, started.timestamp(), int(offset.total_seconds()), *_session_values(news))
        with told_in_one_line(self.path), transaction(self._connection):
            cursor = self._connection.execute(
                "INSERT INTO sessions (token, started_s, utc_offset_s, state, ended_s, document)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
            number = int(cursor.lastrowid or 0)
            self._keep_parts(number, news)
        return number

    def update(self, number: int, news: News) -> bool:
        """Take in further news; False: the session has been forgotten meanwhile."""
        with told_in_one_line(self.path), transaction(self._connection):
            cursor = self._connection.execute(
                "UPDATE sessions SET state = ?, ended_s = ?, document = ? WHERE number = ?",
                (*_session_values(news), number),
            )
            if cursor.rowcount:
                self._keep_parts(number, news)
        return bool(cursor.rowcount)

    def _keep_parts(self, number: int, news: News) -> None:
        """Keep holds and reaches; rows that are as they were are not written again."""
        holds = [_as_json(hold) for hold in news.document["holds"]]
        self._connection.executemany(
            "INSERT INTO holds (session, position, document) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET document = excluded.document"
            " WHERE document <> excluded.document",
            [(number, position, hold) for position, hold in enumerate(holds, start=1)],
        )
        # An open attempt that came to nothing is gone from the document.
        self._connection.execute(
            "DELETE FROM holds WHERE session = ? AND position > ?", (number, len(holds))
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO reaches (session, position, hip_flexion_deg) VALUES (?, ?, ?)",
            [(number, n, deg) for n, deg in enumerate(news.reached_deg, start=1)],
        )

    def set_feel(self, number: int, feel: Feel) -> None:
        """Keep how a session felt, in place of what was told before."""
        with told_in_one_line(self.path), transaction(self._connection):
            self._connection.execute(
                "INSERT INTO feel (session, pain, note) VALUES (?, ?, ?) ON CONFLICT"
                " DO UPDATE SET pain = excluded.pain, note = excluded.note",
                (number, feel.pain, clean_note(feel.note)),
            )

    # --- reading ------------------------------------------------------------------------------

    def sessions(self) -> tuple[StoredSession, ...]:
        """Every session, in the order in which they began.

        Raises
        ------
        StoreError
            Also where a row is not what posecoach writes.
        """
        with told_in_one_line(self.path):
            self._connection.execute("BEGIN")  # one moment for all three tables
            try:
                return tuple(self._read())
            except _NOT_OURS as error:
                raise StoreError(
                    "the history {path} has a row that posecoach did not write; move the file "
                    "away, and a new one begins",
                    path=shown_path(self.path),
                ) from error
            finally:
                self._connection.execute("ROLLBACK")

    def _read(self) -> Iterator[StoredSession]:
        rows = self._connection.execute(
            "SELECT number, state, started_s, utc_offset_s, ended_s, sessions.document, pain, note"
            " FROM sessions LEFT JOIN feel ON feel.session = number ORDER BY started_s, number"
        )
        for number, state, started_s, offset_s, ended_s, document, pain, note in rows.fetchall():
            zone = timezone(timedelta(seconds=offset_s))
            yield StoredSession(
                number,
                SessionState(state),
                _moment(started_s, zone),
                _moment(ended_s, zone),
                _whole_document(document, self._column("holds", "document", number)),
                tuple(float(deg) for deg in self._column("reaches", "hip_flexion_deg", number)),
                None if pain is None else Feel(pain, note),
            )

    def _column(self, table: str, column: str, number: int) -> list[Any]:
        query = f"SELECT {column} FROM {table} WHERE session = ? ORDER BY position"
        return [value for (value,) in self._connection.execute(query, (number,))]

    # --- what was cut off ---------------------------------------------------------------------

    def close_cut_off(self) -> int:
        """Close the sessions whose process is gone, with what they had; return how many."""
        with told_in_one_line(self.path):
            running = self._connection.execute(
                "SELECT number, token FROM sessions WHERE state = 'running'"
            ).fetchall()
            gone = [(number,) for number, token in running if not _lives(self.path, token)]
            if gone:
                with transaction(self._connection):
                    self._connection.executemany(
                        "UPDATE sessions SET state = 'interrupted' WHERE number = ?", gone
                    )
        return len(gone)

    # --- forgetting ---------------------------------------------------------------------------

    def forget(self, numbers: Collection[int]) -> None:
        """Delete sessions for good, with all that belongs to them.

        The bytes are overwritten, the file is packed, and the write-ahead log is emptied.
        What the file system, a backup or an export has kept is out of reach.

        Raises
        ------
        BusyStoreError
            They are deleted, but another program still holds on to the old bytes.
        """
        with told_in_one_line(self.path), transaction(self._connection):
            self._connection.executemany(
                "DELETE FROM sessions WHERE number = ?", [(number,) for number in numbers]
            )
        with told_in_one_line(self.path):
            self._connection.execute("VACUUM")
            (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise BusyStoreError(
                "deleted, but another program still reads the old bytes; they go when it ends: "
                "close every other posecoach"
            )


def clean_note(note: str) -> str:
    """A note as one line without control characters, cut to a page."""
    printable = "".join(sign if sign.isprintable() else " " for sign in note)
    return " ".join(printable.split())[:LONGEST_NOTE]


def lock_of(path: Path, token: str) -> FileLock:
    """The lock that a session's process holds; the system lets it go when the process ends.

    Raises
    ------
    ValueError
        The token is none of ours: it would name any file.
    """
    if not re.fullmatch("[0-9a-f]{32}", token):
        raise ValueError(token)
    return FileLock(path.with_name(f"running-{token}.lock"), mode=0o600)


def drop_lock(lock: FileLock) -> None:
    """Let go of a lock and take its file away."""
    lock.release()
    with suppress(OSError):  # on Windows another one may just be looking at it
        Path(lock.lock_file).unlink()


def _lives(path: Path, token: str) -> bool:
    """Whether the process that keeps a session is still there."""
    try:
        lock = lock_of(path, token)
        lock.acquire(blocking=False)
    except Timeout:
        return True
    except ValueError:
        return False
    drop_lock(lock)
    return False


def _session_values(news: News) -> tuple[str, float, str]:
    head = {key: value for key, value in news.document.items() if key != "holds"}
    return news.state.value, news.at.timestamp(), _as_json(head)


def _whole_document(head: str, holds: Sequence[str]) -> dict[str, Any]:
    """Put a document together again, its keys in the contract's order."""
    document: dict[str, Any] = {}
    for key, value in json.loads(head).items():
        document[key] = value
        if key == "valid_holds":
            document["holds"] = [json.loads(hold) for hold in holds]
    if not is_session(document):
        raise ValueError("no posecoach.session/1")
    return document


def _as_json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _moment(unix_s: float, zone: timezone) -> datetime:
    return datetime.fromtimestamp(unix_s, zone)
