"""The history's file: where it lies, who may read it, its schema, and how it is opened.

Three rules:

1. A file that is not ours, damaged, or of a newer posecoach is left as it is, byte for byte.
2. Every file and folder of the history is for its owner alone.
3. What is deleted is overwritten (``secure_delete``).
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from posecoach.adapters.paths import shown_path
from posecoach.errors import Phrase, PoseCoachError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DATA_VARIABLE = "POSECOACH_DATA"
APPLICATION_ID = 0x706F7365
"""In the file's header: it is ours ("pose")."""

BUSY_S = 5.0
"""Longest wait for another posecoach: its writes take milliseconds, forgetting a second."""

_FIRST_PAGE_BYTES = 4096

_SETTINGS = (
    "PRAGMA synchronous=FULL",  # a flat battery, too, loses at most the last write
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",  # no copies in other folders
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (  # version 1: sessions, and the holds and faults in them
        """
        CREATE TABLE sessions (
            number INTEGER PRIMARY KEY AUTOINCREMENT,  -- one that is forgotten is not used again
            token TEXT NOT NULL UNIQUE,  -- names the lock file of the process that keeps it
            state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'interrupted')),
            started_s REAL NOT NULL,     -- Unix time
            utc_offset_s INTEGER NOT NULL,
            ended_s REAL NOT NULL,       -- Unix time of the last news while it is running
            document TEXT NOT NULL,      -- posecoach.session/1 but for its holds
            routine TEXT AS (json_extract(document, '$.routine.name')) VIRTUAL
        )
        """,
        """
        CREATE TABLE holds (
            session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            document TEXT NOT NULL,      -- one of the document's holds
            legs TEXT AS (json_extract(document, '$.legs')) VIRTUAL,
            verdict TEXT AS (json_extract(document, '$.verdict')) VIRTUAL,
            credited_s REAL AS (json_extract(document, '$.credited_s')) VIRTUAL,
            left_median_deg REAL
                AS (json_extract(document, '$.hip_flexion_deg.left.median')) VIRTUAL,
            left_peak_deg REAL AS (json_extract(document, '$.hip_flexion_deg.left.peak')) VIRTUAL,
            right_median_deg REAL
                AS (json_extract(document, '$.hip_flexion_deg.right.median')) VIRTUAL,
            right_peak_deg REAL AS (json_extract(document, '$.hip_flexion_deg.right.peak')) VIRTUAL,
            PRIMARY KEY (session, position)
        ) WITHOUT ROWID
        """,
        """
        CREATE VIEW faults AS
        WITH found (session, hold, fault) AS (
            SELECT number, NULL, each.value FROM sessions, json_each(document, '$.faults') AS each
            UNION ALL
            SELECT session, position, each.value FROM holds, json_each(document, '$.faults') AS each
        )
        SELECT session, hold,
               json_extract(fault, '$.kind') AS kind,
               json_extract(fault, '$.severity') AS severity,
               json_extract(fault, '$.start_s') AS start_s,
               json_extract(fault, '$.end_s') AS end_s
        FROM found
        """,
    ),
    (  # version 2: how it felt, and reaches that were no hold
        """
        CREATE TABLE feel (
            session INTEGER PRIMARY KEY REFERENCES sessions (number) ON DELETE CASCADE,
            pain INTEGER NOT NULL CHECK (pain BETWEEN 0 AND 10),
            note TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE reaches (
            session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            hip_flexion_deg REAL NOT NULL,
            PRIMARY KEY (session, position)
        ) WITHOUT ROWID
        """,
    ),
)
"""The n-th entry brings a file from version n-1 to n. What has shipped is never changed."""


class StoreError(PoseCoachError):
    """The history cannot be read or written; the coaching does not need it."""


class BusyStoreError(StoreError):
    """Another program is using the history just now."""


def data_folder() -> Path:
    """Folder of what is kept: ``POSECOACH_DATA`` if it is set, else the user's data folder."""
    if chosen := os.environ.get(DATA_VARIABLE):
        return Path(chosen).expanduser()
    return Path(platformdirs.user_data_path("posecoach", appauthor=False))


def store_path() -> Path:
    """The history's file, in a folder of its own so that the folder can be closed to others."""
    return data_folder() / "history" / "sessions.db"


@contextmanager
def told_in_one_line(path: Path) -> Iterator[None]:
    """Turn whatever SQLite or the system says of a file into a :class:`StoreError`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise _told(path, error) from error


def open_file(
    path: Path, *, migrations: Sequence[Sequence[str]] = MIGRATIONS
) -> sqlite3.Connection:
    """Open the history, make it if there is none, and bring it to this version.

    Parameters
    ----------
    migrations
        All of them; a test passes fewer, to make an old file.

    Returns
    -------
    sqlite3.Connection
        In autocommit mode: transactions are begun and ended by hand.

    Raises
    ------
    StoreError
        It cannot be opened, is damaged, is not ours, or is of a newer posecoach.
    """
    with told_in_one_line(path):
        _make_private(path)
        _look_at(path, len(migrations))
        connection = _connect(path, mode="rw")
        try:
            _use_wal(connection)
            for setting in _SETTINGS:
                connection.execute(setting)
            _migrate(connection, path, migrations)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; waits for other writers first, so that it cannot fail half way."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")  # on a full disk this is what fails
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite has rolled back by itself where it must
            connection.execute("ROLLBACK")
        raise


def _connect(path: Path, *, mode: str) -> sqlite3.Connection:
    # The log writes in a thread of its own, and is opened and closed there as well.
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=BUSY_S, isolation_level=None)


def _make_private(path: Path) -> None:
    """Make folder and file for the owner alone; SQLite gives its side files the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _keep_from_others(path.parent, 0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with suppress(FileNotFoundError):
            _keep_from_others(path.with_name(name), 0o600)


def _keep_from_others(path: Path, mode: int) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077 and os.name == "posix":
        path.chmod(mode)


def _look_at(path: Path, known: int) -> None:
    """Look at a file through a connection that cannot change it."""
    try:
        with closing(_connect(path, mode="ro")) as connection:
            connection.execute("BEGIN")  # one moment: another process may be making it just now
            _check_ours(connection, path, known)
    except sqlite3.OperationalError as error:
        # A process that was killed as it made the file leaves its first page, and a journal
        # that must be rolled back before anything can be read: there is nothing to lose yet.
        if "readonly" not in str(error) or path.stat().st_size > _FIRST_PAGE_BYTES:
            raise
        with closing(_connect(path, mode="rw")) as connection:
            connection.execute("BEGIN")
            _check_ours(connection, path, known)


def _check_ours(connection: sqlite3.Connection, path: Path, known: int) -> None:
    """Look at a file before anything is changed in it."""
    owner, version = _number(connection, "application_id"), _number(connection, "user_version")
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner == 0 and version == 0 and tables == 0:
        return  # new
    if owner != APPLICATION_ID:
        raise StoreError(
            "{path} is another program's file; it was left as it is: move it away, or "
            "choose another folder with {variable}",
            path=shown_path(path),
            variable=DATA_VARIABLE,
        )
    if version > known:
        raise StoreError(
            "the history {path} is of a newer posecoach (version {version}, known here: "
            "{known}); it was left as it is: install that posecoach",
            path=shown_path(path),
            version=version,
            known=known,
        )
    (health,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if health != "ok":
        raise sqlite3.DatabaseError("malformed")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Readers and a writer at once. SQLite does not wait by itself when two switch at once."""
    deadline_s = time.monotonic() + BUSY_S
    while not _switched_to_wal(connection, is_last_try=time.monotonic() > deadline_s):
        time.sleep(0.02)


def _switched_to_wal(connection: sqlite3.Connection, *, is_last_try: bool) -> bool:
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if is_last_try or not _is_busy(error):
            raise
        return False
    return True


def _migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Sequence[str]]
) -> None:
    if _number(connection, "user_version") == len(migrations):
        return
    with transaction(connection):
        # Another process may have been here between the look and the lock.
        _check_ours(connection, path, len(migrations))
        for steps in migrations[_number(connection, "user_version") :]:
            for step in steps:
                connection.execute(step)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={len(migrations)}")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    (value,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(value)


def _is_busy(error: Exception) -> bool:
    # The numbers of SQLite's errors are known to Python only from 3.11 on; its texts are old.
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


_NO_ROOM = Phrase("does not fit on the disk; make room")
_REMEDIES = {
    "locked": Phrase("is in use by another program; close it, then try again"),
    "No space left": _NO_ROOM,
    "full": _NO_ROOM,
    "not a database": Phrase("is damaged or no history at all; it was left as it is: move it away"),
    "malformed": Phrase("is damaged; it was left as it is: move it away, and a new one begins"),
}


def _told(path: Path, error: sqlite3.Error | OSError) -> StoreError:
    shown, what_now = shown_path(path), _what_now(error)
    if _is_busy(error):
        return BusyStoreError("the history {path} {what_now}", path=shown, what_now=what_now)
    return StoreError("the history {path} {what_now}", path=shown, what_now=what_now)


def _what_now(error: Exception) -> Phrase:
    text = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    for word, remedy in _REMEDIES.items():
        if word in text:
            return remedy
    return Phrase(
        "cannot be used ({why}); see that its folder may be written to and has space, or "
        "choose another one with {variable}",
        why=error,
        variable=DATA_VARIABLE,
    )
