"""What is kept of a session: whole, once, readable again, and gone when it is forgotten."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from posecoach.adapters.session_shape import is_session
from posecoach.adapters.store import Feel, News, SessionState, Store, StoredSession
from posecoach.adapters.store_file import BusyStoreError, StoreError, open_file
from tests.fixtures.make import session_of as session_file
from tests.made_up_history import HERE, SINGLE, document, hold, keep

MORNING = datetime(2026, 3, 3, 7, 31, 5, tzinfo=HERE)
SECRET = "Zwetschgendatschi"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the history is to lie."""
    return tmp_path / "history" / "sessions.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An empty history."""
    with Store(path) as opened:
        yield opened


def rows(path: Path, query: str) -> list[Any]:
    """What SQLite itself says."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def session_of(name: str) -> dict[str, Any]:
    """A fixture's expected session."""
    read: dict[str, Any] = json.loads(session_file(name).read_text(encoding="utf-8"))
    return read


def only(store: Store) -> StoredSession:
    """The one session there is."""
    (session,) = store.sessions()
    return session


def bytes_of(folder: Path) -> bytes:
    """Every byte of every file in a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


# --- keeping ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mannequin_both", "synthetic_head_up_long", "bridge"])
def test_a_real_document_comes_back_as_it_was(store: Store, name: str) -> None:
    """Every key and value, in the contract's order; also of a session without a hold."""
    whole = session_of(name)
    keep(store, MORNING, whole)
    assert json.dumps(only(store).document) == json.dumps(whole)


def test_what_else_is_kept(store: Store) -> None:
    """Times on the clock of the place, the state, reaches, and how it felt."""
    number = keep(store, MORNING, document(hold(1)), Feel(2, "fine"), reached_deg=(96.5, 97.0))
    session = only(store)
    assert session.number == number
    assert (session.started, session.ended) == (MORNING, MORNING + timedelta(minutes=4))
    assert session.started.utcoffset() == timedelta(hours=1)
    assert session.state is SessionState.FINISHED
    assert session.reached_deg == (96.5, 97.0)
    assert session.feel == Feel(2, "fine")


def test_the_day_is_the_persons_own(store: Store) -> None:
    """Half past midnight in Auckland is that day, whatever the day in Greenwich."""
    auckland = timezone(timedelta(hours=13))
    keep(store, datetime(2026, 3, 4, 0, 30, tzinfo=auckland), document())
    assert only(store).day == date(2026, 3, 4)


def test_sessions_come_in_order_of_time(store: Store) -> None:
    """Not in that of their numbers, nor of their clocks' faces."""
    later = keep(store, MORNING, document())
    earlier = keep(store, MORNING.replace(hour=9, tzinfo=timezone(timedelta(hours=9))), document())
    assert [session.number for session in store.sessions()] == [earlier, later]


def test_columns_and_faults_are_there_for_any_sqlite_tool(store: Store, path: Path) -> None:
    """Holds with verdict, seconds and angles of each leg; faults inside holds and outside."""
    keep(store, MORNING, document(hold(1, "left", "faulted", 101.0, None, faults=("head_up",))))
    query = "SELECT legs, verdict, credited_s, left_median_deg, left_peak_deg, right_median_deg"
    assert rows(path, f"{query} FROM holds") == [("left", "faulted", 6.0, 101.0, 105.0, None)]
    assert rows(path, "SELECT session, hold, kind, severity FROM faults") == [
        (1, None, "jerky", "advises"),
        (1, 1, "head_up", "blocks"),
    ]
    assert rows(path, "SELECT routine FROM sessions") == [("gentle-double",)]


def test_news_replace_what_was_before(store: Store) -> None:
    """An open hold grows, one that came to nothing goes, reaches are added."""
    number = keep(store, MORNING, document(hold(1), hold(2, credited_s=1.0)), reached_deg=(90.0,))
    grown = document(hold(1), hold(2, credited_s=4.0), hold(3))
    assert store.update(number, News(grown, (90.0, 91.0), MORNING))
    assert only(store).document == grown
    assert only(store).reached_deg == (90.0, 91.0)
    assert store.update(number, News(document(hold(1)), (90.0, 91.0), MORNING))
    assert only(store).document == document(hold(1))


def test_news_of_a_forgotten_session_are_refused(store: Store) -> None:
    """A session that was deleted while it ran does not come back."""
    number = keep(store, MORNING, document(hold(1)))
    store.forget([number])
    assert not store.update(number, News(document(hold(1)), (), MORNING))
    assert store.sessions() == ()


def test_a_write_that_fails_half_way_leaves_what_was(store: Store) -> None:
    """News that are no JSON change neither the session nor its holds."""
    number = keep(store, MORNING, document(hold(1)))
    broken = document(hold(1, credited_s=9.0), hold(2, credited_s=float("nan")))
    with pytest.raises(ValueError, match="JSON"):
        store.update(number, News(broken, (), MORNING))
    assert only(store).document == document(hold(1))
    assert store.update(number, News(document(hold(1), hold(2)), (), MORNING))


# --- how it felt ------------------------------------------------------------------------------


def test_feel_is_replaced(store: Store) -> None:
    """What is told last counts; the text before is gone from the file's bytes."""
    number = keep(store, MORNING, document(), Feel(7, SECRET))
    store.set_feel(number, Feel(0))
    assert only(store).feel == Feel(0, "")
    store.close()
    assert SECRET.encode() not in bytes_of(store.path.parent)


def test_a_note_is_one_line(store: Store) -> None:
    """Line breaks and what steers a terminal become spaces; a novel is cut."""
    number = keep(store, MORNING, document(), Feel(1, "a\n\x1b[31m\tb\u202e " + "x" * 5000))
    feel = only(store).feel
    assert feel is not None
    assert feel.note.startswith("a [31m b x")
    assert len(feel.note) == 2000
    assert number == 1


@pytest.mark.parametrize("pain", [-1, 11])
def test_pain_has_its_scale(pain: int) -> None:
    """From 0 to 10."""
    with pytest.raises(ValueError, match="0 to 10"):
        Feel(pain)


def test_feel_of_no_session(store: Store) -> None:
    """It has nowhere to go, and that is said."""
    with pytest.raises(StoreError):
        store.set_feel(3, Feel(1))


# --- forgetting -------------------------------------------------------------------------------


def test_forgotten_is_gone_from_every_byte(store: Store, path: Path) -> None:
    """Neither the note nor the routine is in any file, even while the history is still open."""
    named = document(hold(1), routine={**SINGLE, "name": SECRET})
    keep(store, MORNING, named, Feel(3, f"{SECRET} {SECRET}"), reached_deg=(93.0,))
    other = keep(store, MORNING + timedelta(hours=3), document(hold(1)), Feel(0, "stays"))
    assert SECRET.encode() in bytes_of(path.parent)
    store.forget([1])
    assert SECRET.encode() not in bytes_of(path.parent)
    assert [session.number for session in store.sessions()] == [other]
    assert b"stays" in bytes_of(path.parent)
    assert rows(path, "SELECT count(*) FROM holds") == [(1,)]
    assert rows(path, "SELECT count(*) FROM reaches") == [(0,)]


def test_forgotten_beside_another_connection(store: Store, path: Path) -> None:
    """A second posecoach that has the history open, idle, keeps no byte alive."""
    keep(store, MORNING, document(), Feel(3, SECRET))
    with Store(path) as second:
        assert len(second.sessions()) == 1
        store.forget([1])
        assert SECRET.encode() not in bytes_of(path.parent)
        assert second.sessions() == ()


def test_forgotten_while_somebody_reads(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said that the old bytes are still in use; they go when the reader ends."""
    monkeypatch.setattr("posecoach.adapters.store_file.BUSY_S", 0.2)
    keep(store, MORNING, document(), Feel(3, SECRET))
    with closing(open_file(path)) as reader, Store(path) as impatient:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM feel").fetchall()
        with pytest.raises(BusyStoreError, match="close every other posecoach"):
            impatient.forget([1])
        assert impatient.sessions() == ()
        reader.execute("ROLLBACK")
    store.close()
    assert SECRET.encode() not in bytes_of(path.parent)


def test_a_forgotten_number_is_not_used_again(store: Store) -> None:
    """Number 1 stays the session that it was."""
    keep(store, MORNING, document())
    store.forget([1])
    assert keep(store, MORNING, document()) == 2


# --- hostile rows -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE sessions SET document = '[]'",
        "UPDATE sessions SET document = '{}'",
        "UPDATE sessions SET document = replace(document, '\"single\"', '\"three\"')",
        "UPDATE sessions SET document = replace(document, '[1,2]', '[\"a\"]')",
        "UPDATE sessions SET document = replace(document, '105.0', 'true')",
        "UPDATE holds SET document = replace(document, 'valid', 'splendid')",
        "UPDATE holds SET document = replace(document, '120.0', '\"far\"')",
        "UPDATE sessions SET utc_offset_s = 1000000000",
        "UPDATE sessions SET started_s = 1e300",
        "UPDATE reaches SET hip_flexion_deg = 'far'",
        f"UPDATE sessions SET document = '{'[' * 998 + ']' * 998}'",  # SQLite takes 1000
        f"UPDATE holds SET document = '{'[' * 998 + ']' * 998}'",
    ],
)
def test_a_row_that_is_not_ours_is_told(store: Store, path: Path, spoil: str) -> None:
    """One line, no traceback, whatever was written into the file by hand."""
    keep(store, MORNING, document(hold(1), routine=SINGLE), reached_deg=(90.0,))
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(spoil).rowcount == 1
    with pytest.raises(StoreError, match="move the file away") as told:
        store.sessions()
    assert "\n" not in str(told.value)


def test_the_shape_knows_what_the_core_writes() -> None:
    """A real document passes; one without its holds does not."""
    whole = session_of("mannequin_single")
    assert is_session(whole)
    assert not is_session({**whole, "holds": None})
    assert not is_session(3)
