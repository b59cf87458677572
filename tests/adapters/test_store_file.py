"""The history's file: private, migrated, and left alone where it is not ours."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import platformdirs
import pytest

from posecoach.adapters.store import Feel, SessionState, Store
from posecoach.adapters.store_file import (
    APPLICATION_ID,
    DATA_VARIABLE,
    MIGRATIONS,
    StoreError,
    open_file,
    store_path,
)
from tests.adapters.test_store import MORNING, rows
from tests.made_up_history import document, hold, keep

VERSION_1 = Path(__file__).resolve().parents[1] / "fixtures" / "history_v1.sql"
posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the history is to lie."""
    return tmp_path / "history" / "sessions.db"


def mode(path: Path) -> int:
    """Who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


# --- where, and who may read it ---------------------------------------------------------------


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the user's data folder, or where POSECOACH_DATA says."""
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    usual = platformdirs.user_data_path("posecoach", appauthor=False)
    assert store_path() == usual / "history" / "sessions.db"
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    assert store_path() == tmp_path / "history" / "sessions.db"


@posix
def test_files_and_folder_are_the_owners_alone(path: Path) -> None:
    """The file, its side files, its lock and its folder, whatever the umask says."""
    before = os.umask(0)
    try:
        with Store(path) as store:
            keep(store, MORNING, document(hold(1)))
            modes = {file.name: mode(file) for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    names = ("sessions.db", "sessions.db-wal", "sessions.db-shm")
    assert modes == dict.fromkeys(names, 0o600)
    assert mode(path.parent) == 0o700


@posix
def test_a_file_that_others_may_read_is_closed_to_them(path: Path) -> None:
    """Copied back from a backup with loose modes, it is private again when it is opened."""
    Store(path).close()
    path.chmod(0o644)
    path.parent.chmod(0o755)
    Store(path).close()
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


@posix
def test_the_data_folder_itself_is_left_as_it_is(tmp_path: Path, path: Path) -> None:
    """POSECOACH_DATA may be a folder that others use as well."""
    tmp_path.chmod(0o755)
    Store(path).close()
    assert mode(tmp_path) == 0o755


# --- versions ---------------------------------------------------------------------------------


def test_a_new_file_has_this_version(path: Path) -> None:
    """It says whose it is, and which version; it uses a write-ahead log."""
    Store(path).close()
    assert rows(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert rows(path, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]


def test_what_is_deleted_is_overwritten(path: Path) -> None:
    """Every connection overwrites, waits, and writes through to the disk."""
    with closing(open_file(path)) as connection:
        for pragma, value in (("secure_delete", 1), ("synchronous", 2), ("busy_timeout", 5000)):
            assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


@pytest.fixture
def old(path: Path) -> Path:
    """A history of version 1, as that version wrote it."""
    path.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    assert rows(path, "PRAGMA user_version") == [(1,)]
    assert ("feel",) not in rows(path, "SELECT name FROM sqlite_master")
    return path


def test_version_1_is_brought_up_to_date(old: Path) -> None:
    """Its sessions are all there, and can now be told how they felt."""
    with Store(old) as store:
        assert store.close_cut_off() == 1
        first, second = store.sessions()
        assert first.document["routine"]["name"] == "gentle-single"
        assert [one["verdict"] for one in first.document["holds"]] == ["valid", "faulted"]
        assert first.document["holds"][1]["faults"][0]["kind"] == "head_up"
        assert (first.feel, first.reached_deg) == (None, ())
        assert second.state is SessionState.INTERRUPTED
        store.set_feel(first.number, Feel(1, "told later"))
        assert keep(store, MORNING, document(hold(1)), reached_deg=(95.0,)) == 3
    assert rows(old, "PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_an_up_to_date_file_and_a_migrated_one_have_the_same_schema(old: Path) -> None:
    """Nobody's history depends on when it was begun."""
    new = old.with_name("new.db")
    Store(old).close()
    Store(new).close()
    query = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    assert rows(old, query) == rows(new, query)


def test_a_migration_that_fails_changes_nothing(old: Path) -> None:
    """All of its steps or none: the version before still opens it."""
    before = rows(old, "SELECT sql FROM sqlite_master")
    broken = (MIGRATIONS[0], ("CREATE TABLE half (way)", "CREATE TABLE nonsense oh no"))
    with pytest.raises(StoreError):
        open_file(old, migrations=broken)
    assert rows(old, "PRAGMA user_version") == [(1,)]
    assert rows(old, "SELECT sql FROM sqlite_master") == before
    open_file(old, migrations=MIGRATIONS[:1]).close()


# --- files that are not ours ------------------------------------------------------------------


def _newer(path: Path) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")


def _others(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE bookmarks (url)")
        connection.execute("PRAGMA user_version=1")


def _text(path: Path) -> None:
    path.write_text("Dear diary, " * 500, encoding="utf-8")


def _torn(path: Path) -> None:
    with Store(path) as store:
        for n in range(1, 40):
            keep(store, MORNING.replace(minute=n), document(*map(hold, range(1, 12))))
    content = bytearray(path.read_bytes())
    content[4096 * 4 : 4096 * 9] = os.urandom(4096 * 5)
    path.write_bytes(content)


def _cut_short(path: Path) -> None:
    _torn(path)
    path.write_bytes(path.read_bytes()[: 4096 * 3 + 100])


def _garbled(path: Path) -> None:
    Store(path).close()
    path.write_bytes(path.read_bytes()[:100] + os.urandom(5000))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (_newer, "newer posecoach"),
        (_others, "another program's file"),
        (_text, "no history at all"),
        (_torn, "damaged"),
        (_cut_short, "damaged"),
        (_garbled, "damaged"),
    ],
)
def test_it_is_told_in_one_line_and_left_as_it_is(path: Path, make: object, told: str) -> None:
    """Newer, foreign, damaged: one clear line, and not a byte is changed."""
    assert callable(make)
    path.parent.mkdir()
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=told) as error:
        Store(path)
    assert "\n" not in str(error.value)
    assert str(path) in str(error.value)
    assert "it was left as it is" in str(error.value)
    assert path.read_bytes() == before


def _killed_at_birth(path: Path, pages: int) -> None:
    """Pages of a file whose journal says that it had none before."""
    path.write_bytes(bytes(4096 * pages))
    magic = bytes.fromhex("d9d505f920a163d7")
    numbers = (0, 1, 0, 512, 4096)  # records, nonce, pages before, sector, page size
    header = magic + b"".join(number.to_bytes(4, "big") for number in numbers)
    path.with_name(f"{path.name}-journal").write_bytes(header.ljust(512, b"\0"))


def test_killed_as_it_made_the_file(path: Path) -> None:
    """Its first page is rolled back, and the history begins."""
    path.parent.mkdir()
    _killed_at_birth(path, pages=1)
    with Store(path) as store:
        assert keep(store, MORNING, document(hold(1))) == 1
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_larger_file_with_a_journal_is_not_rolled_back(path: Path) -> None:
    """It may be another program's, with its own process about to mend it."""
    path.parent.mkdir()
    _killed_at_birth(path, pages=2)
    with pytest.raises(StoreError):
        Store(path)
    assert path.read_bytes() == bytes(4096 * 2)


def test_a_folder_in_its_place(path: Path) -> None:
    """That is no file; it is said."""
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match=DATA_VARIABLE):
        Store(path)


def test_an_empty_file_is_a_new_history(path: Path) -> None:
    """It is what a disk that was full at the first start leaves behind."""
    path.parent.mkdir()
    path.touch()
    with Store(path) as store:
        assert store.sessions() == ()


@posix
def test_a_home_that_cannot_be_written_to(as_nobody: Path) -> None:
    """Said in one line that names the way out."""
    home = as_nobody / "home"
    home.mkdir(mode=0o555)
    with pytest.raises(StoreError, match=DATA_VARIABLE) as error:
        Store(home / "history" / "sessions.db")
    assert "\n" not in str(error.value)


# --- many at once -----------------------------------------------------------------------------


def test_many_make_it_at_once(path: Path) -> None:
    """Eight processes that start together make one history, and each keeps its session."""
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from posecoach.adapters.store import Store\n"
        "from tests.made_up_history import document, hold, keep\n"
        "from tests.adapters.test_store import MORNING\n"
        "sys.stdin.readline()\n"
        "with Store(Path(sys.argv[1])) as store:\n"
        "    keep(store, MORNING.replace(second=int(sys.argv[2])), document(hold(1)))\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(n)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(8)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        _, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint
    with Store(path) as store:
        assert len(store.sessions()) == 8
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
