"""A running session on its way into the history: nothing lost, nobody waits, nothing raised."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from posecoach.adapters.landmark_log import LandmarkReader
from posecoach.adapters.session_json import ModelInfo, SourceInfo, session_dict
from posecoach.adapters.store import SessionState, Store
from posecoach.adapters.store_log import SessionLog, StoreSink, without_password
from posecoach.core.coach import Coach
from posecoach.core.config import Thresholds
from posecoach.core.routine import Routine
from posecoach.core.session import SessionBuilder
from posecoach.errors import Phrase
from tests.adapters.test_store import MORNING, rows
from tests.fixtures.make import landmarks_of
from tests.made_up_history import document, hold, keep

CFG = Thresholds()
ROUTINE = Routine("test", "both", 5.0)
MODEL = ModelInfo(None, None)
REPO = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the history is to lie."""
    return tmp_path / "history" / "sessions.db"


def eventually(what: Callable[[], bool]) -> None:
    """Wait for the writer's thread; only a hang takes long."""
    deadline_s = time.monotonic() + 60.0
    while not what():
        assert time.monotonic() < deadline_s, "it never came"
        time.sleep(0.01)


def kept(path: Path) -> dict[str, Any]:
    """The only session's document, as another process sees it now."""
    with Store(path) as store:
        (session,) = store.sessions()
    return dict(session.document)


def coached(
    path: Path, name: str, clock: Callable[[], float]
) -> tuple[dict[str, Any], SessionLog, StoreSink]:
    """Coach a recorded sequence into a log that is not finished yet; give its document too."""
    reader = LandmarkReader(landmarks_of(name))
    size = {"width_px": reader.header.width_px, "height_px": reader.header.height_px}
    coach, builder = Coach(ROUTINE, CFG, **size), SessionBuilder(CFG)
    source = SourceInfo("0", size["width_px"], size["height_px"])
    log = SessionLog(path)
    sink = StoreSink(log, coach, ROUTINE, CFG, source, MODEL, clock=clock)
    for frame in reader:
        step = coach.step(frame)
        builder.add(step)
        sink(step)
    return session_dict(builder.finish(coach), source, MODEL, ROUTINE), log, sink


def ticking(step_s: float) -> Callable[[], float]:
    """A clock that goes on by so much at each look."""
    seconds = iter(range(1_000_000))
    return lambda: next(seconds) * step_s


# --- a whole session --------------------------------------------------------------------------


def test_a_session_from_its_first_frame_to_its_end(path: Path) -> None:
    """The finished session is the document; nothing is left to be said, nor any lock."""
    whole, log, sink = coached(path, "mannequin_both", ticking(1 / 30))
    sink.finish(whole)
    assert log.take_note() is None
    with Store(path) as store:
        (session,) = store.sessions()
    assert session.number == log.number
    assert session.state is SessionState.FINISHED
    assert session.document["holds"] == whole["holds"]
    assert session.document["valid_holds"] == whole["valid_holds"] > 0
    assert sorted(file.name for file in path.parent.iterdir()) == ["sessions.db"]


def test_what_is_kept_on_the_way(path: Path) -> None:
    """Without an end it is interrupted, with the open hold of the last half second's news."""
    whole, log, _ = coached(path, "synthetic_hold", ticking(0.1))
    log.close()
    with Store(path) as store:
        (session,) = store.sessions()
    assert session.state is SessionState.INTERRUPTED
    assert [one["verdict"] for one in session.document["holds"]] == ["valid"]
    assert session.document["holds"] == whole["holds"]
    assert session.document["source"]["duration_s"] >= whole["source"]["duration_s"] - 0.5


def test_reaches_are_kept(path: Path) -> None:
    """Rests short of what is asked come with the session."""
    log = SessionLog(path)
    log.finish(document(), (96.0, 97.5))
    with Store(path) as store:
        assert store.sessions()[0].reached_deg == (96.0, 97.5)


def test_a_session_without_any_news_is_none(path: Path) -> None:
    """The camera could not be opened: nothing was done, nothing is kept or made."""
    with SessionLog(path):
        pass
    assert not path.exists()


def test_news_are_told_twice_a_second_and_at_events(path: Path) -> None:
    """Not at every frame, and at once when a hold ends."""
    told: list[int] = []

    class Counting(SessionLog):
        def progress(self, document: Mapping[str, Any], reached_deg: Sequence[float] = ()) -> None:
            told.append(len(document["holds"]))
            super().progress(document, reached_deg)

    reader = LandmarkReader(landmarks_of("synthetic_hold"))
    coach = Coach(ROUTINE, CFG, width_px=1280, height_px=720)
    with Counting(path) as log:
        source = SourceInfo("0", 1280, 720)
        sink = StoreSink(log, coach, ROUTINE, CFG, source, MODEL, clock=lambda: 0.0)
        for frame in reader:
            sink(coach.step(frame))
    assert told == [0, 1]  # the first frame, and the hold's end; the clock stood still


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("0", "0"),
        ("clip.mp4", "clip.mp4"),
        ("http://ann:secret@10.0.0.7:8080/video?token=secret", "http://10.0.0.7:8080/video"),
        ("http://[broken", "http://[broken"),
        ("C:\\clips\\a.mp4", "C:\\clips\\a.mp4"),
    ],
)
def test_a_cameras_password_is_not_kept(source: str, expected: str) -> None:
    """A URL loses user, password and query; what is no URL stays."""
    whole = document()
    changed = without_password({**whole, "source": {**whole["source"], "path": source}})
    assert changed["source"]["path"] == expected
    assert list(changed) == list(whole)


# --- cut off ------------------------------------------------------------------------------------

LIVE = """
import sys, time
from pathlib import Path
from posecoach.adapters.session_json import ModelInfo, SourceInfo
from posecoach.adapters.store_log import SessionLog, StoreSink
from posecoach.core.coach import Coach
from posecoach.core.config import Thresholds
from posecoach.core.routine import Routine
from tests.core.synthetic import drawn, film, resting, steady

routine, cfg = Routine("test", "both", 30.0), Thresholds()
coach = Coach(routine, cfg, width_px=1280, height_px=720)
sink = StoreSink(
    SessionLog(Path(sys.argv[1])), coach, routine, cfg, SourceInfo("0", 1280, 720),
    ModelInfo(None, None),
)
script = [(0.0, resting()), (2.5, resting()), (3.5, drawn()), (60.0, drawn())]
start_s = time.monotonic()
for frame in film(script, steady(60.0, 30.0)):
    time.sleep(max(0.0, start_s + frame.time_s - time.monotonic()))
    sink(coach.step(frame))
    print(frame.time_s, flush=True)
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Run code in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPO,
    )


def told_until(process: subprocess.Popen[str], enough: float) -> float:
    """Read the seconds that a process tells, until there are enough."""
    assert process.stdout is not None
    for line in process.stdout:
        if float(line) >= enough:
            return float(line)
    raise AssertionError("it has ended already")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL is POSIX's")
def test_kill_9_in_mid_hold_loses_at_most_a_second(path: Path) -> None:
    """A coaching process is killed: the seconds held until then are there at the next start."""
    process = start(LIVE, path)
    last_s = told_until(process, 7.0)
    os.kill(process.pid, signal.SIGKILL)
    rest, _ = process.communicate(timeout=60)
    last_s = max([last_s, *(float(line) for line in rest.split())])
    assert process.returncode == -signal.SIGKILL
    with Store(path) as store:
        assert store.sessions()[0].state is SessionState.RUNNING
        assert store.close_cut_off() == 1
        (session,) = store.sessions()
    assert session.state is SessionState.INTERRUPTED
    assert session.document["source"]["duration_s"] >= last_s - 1.0
    (one,) = session.document["holds"]
    assert one["verdict"] == "too_short"
    assert one["end_s"] >= last_s - 1.0
    assert one["credited_s"] == pytest.approx(one["end_s"] - one["start_s"], abs=0.01)
    assert one["hip_flexion_deg"]["left"]["median"] == pytest.approx(130.0, abs=1.0)
    assert not list(path.parent.glob("running-*"))


BUSY = """
import sys
from pathlib import Path
from posecoach.adapters.store_log import SessionLog
from tests.made_up_history import document, hold

log = SessionLog(Path(sys.argv[1]))
for n in range(1, 1_000_000):
    log.progress(document(*(hold(index) for index in range(1, n % 40 + 2))))
    print(n, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL is POSIX's")
def test_kill_9_in_mid_write_leaves_a_whole_file(path: Path) -> None:
    """Killed again and again while it writes: every session that is there is a whole one."""
    for n in range(6):
        process = start(BUSY, path)
        told_until(process, 1 + 777 * n)  # the first one as it makes the file
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        with Store(path) as store:
            before = len(store.sessions())
            closed = store.close_cut_off()
            sessions = store.sessions()
        assert closed in (0, 1)
        assert len(sessions) == before
        for session in sessions:
            holds = session.document["holds"]
            assert session.document["valid_holds"] == len(holds) > 0
            assert session.state is SessionState.INTERRUPTED
    assert len(sessions) >= 3
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_session_that_still_runs_is_left_alone(path: Path) -> None:
    """A second posecoach starts: the first one's session goes on; then it ends as it should."""
    first = SessionLog(path)
    first.progress(document(hold(1)))
    eventually(lambda: first.number is not None)
    with SessionLog(path) as second:
        second.progress(document())
        eventually(lambda: second.number is not None)
        with Store(path) as store:
            assert store.close_cut_off() == 0
            assert [s.state for s in store.sessions()] == [SessionState.RUNNING] * 2
    first.finish(document(hold(1), hold(2)))
    with Store(path) as store:
        states = {session.number: session.state for session in store.sessions()}
    assert states == {1: SessionState.FINISHED, 2: SessionState.INTERRUPTED}


def test_the_next_session_closes_the_one_that_was_cut_off(path: Path) -> None:
    """No command needs to be run for it."""
    with Store(path) as store:
        keep(store, MORNING, document(hold(1)), state=SessionState.RUNNING)
    log = SessionLog(path)
    log.finish(document())
    with Store(path) as store:
        states = [session.state for session in store.sessions()]
    assert states == [SessionState.INTERRUPTED, SessionState.FINISHED]


def test_a_token_that_is_a_path_names_no_file(path: Path) -> None:
    """A hostile row makes no lock file anywhere; its session counts as cut off."""
    with Store(path) as store:
        keep(store, MORNING, document(), state=SessionState.RUNNING)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE sessions SET token = '../../evil'")
        assert store.close_cut_off() == 1
    assert not list(path.parents[1].rglob("*evil*"))


# --- two at once --------------------------------------------------------------------------------

WRITER = """
import sys, time
from pathlib import Path
from posecoach.adapters.store_log import SessionLog
from tests.made_up_history import document, hold

sys.stdin.readline()
log = SessionLog(Path(sys.argv[1]))
for n in range(1, 31):
    log.progress(document(*(hold(index) for index in range(1, n + 1))))
    time.sleep(0.02)
log.finish(document(*(hold(index) for index in range(1, 32))))
print(log.take_note(), log.number)
"""


def test_four_at_once_while_the_history_is_read(path: Path) -> None:
    """Real processes write into one file; each one's session is whole, and nobody complains."""
    processes = [start(WRITER, path) for _ in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    while any(process.poll() is None for process in processes):
        with Store(path) as store:
            for session in store.sessions():
                assert len(session.document["holds"]) == session.document["valid_holds"]
        time.sleep(0.05)
    said = [process.communicate(timeout=60)[0].split() for process in processes]
    assert sorted(said) == [["None", str(number)] for number in range(1, 5)]
    with Store(path) as store:
        assert [len(s.document["holds"]) for s in store.sessions()] == [31] * 4
        assert {s.state for s in store.sessions()} == {SessionState.FINISHED}
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


# --- what goes wrong ----------------------------------------------------------------------------


def test_a_damaged_history_is_told(path: Path) -> None:
    """In one line, once on the way and once at the end; the file stays as it is."""
    path.parent.mkdir()
    path.write_bytes(b"no history" * 1000)
    log = SessionLog(path)
    notes: list[Phrase | None] = []

    def noted() -> bool:
        log.progress(document(hold(len(notes))))
        notes.append(log.take_note())
        return notes[-1] is not None

    eventually(noted)
    for _ in range(5):
        noted()
        time.sleep(0.05)
    (on_the_way,) = [note for note in notes if note is not None]
    assert str(on_the_way).startswith("this session is not kept: the history ")
    assert "\n" not in str(on_the_way)
    log.finish(document(hold(1)))
    assert log.take_note() == on_the_way
    assert log.take_note() is None
    assert log.number is None
    assert path.read_bytes() == b"no history" * 1000


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_a_home_that_cannot_be_written_to(as_nobody: Path) -> None:
    """Said, and the coaching goes on."""
    home = as_nobody / "home"
    home.mkdir(mode=0o555)
    log = SessionLog(home / "history" / "sessions.db")
    log.progress(document(hold(1)))
    log.finish(document(hold(1)))
    assert "Permission denied" in str(log.take_note())


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("a small disk can only be made by Linux's root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _fill_up(folder: Path) -> Path:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(512))
        except OSError:
            return filler


def test_a_full_disk_is_told_and_forgiven(tiny_disk: Path) -> None:
    """News are lost while it is full; with room again the end has the whole session."""
    path = tiny_disk / "history" / "sessions.db"
    log = SessionLog(path)
    log.progress(document(hold(1)))
    eventually(lambda: log.number is not None)
    filler = _fill_up(tiny_disk)
    notes: list[Phrase | None] = []

    def told() -> bool:
        log.progress(document(*map(hold, range(1, 20))))
        notes.append(log.take_note())
        return notes[-1] is not None

    eventually(told)
    assert "make room" in str(notes[-1])
    filler.unlink()  # 200 kB have room for this session, and not for one that is much longer
    log.finish(document(hold(1), hold(2)))
    assert log.take_note() is None
    assert len(kept(path)["holds"]) == 2


def test_a_disk_that_stays_full(tiny_disk: Path) -> None:
    """At the end it is told again that the session is not kept, but for its beginning."""
    path = tiny_disk / "history" / "sessions.db"
    log = SessionLog(path)
    log.progress(document(hold(1)))
    eventually(lambda: log.number is not None)
    filler = _fill_up(tiny_disk)
    log.progress(document(*map(hold, range(1, 20))))
    eventually(lambda: log.take_note() is not None)
    log.finish(document(*map(hold, range(1, 20))))
    assert "make room" in str(log.take_note())
    filler.unlink()
    assert len(kept(path)["holds"]) == 1


def test_a_disk_that_is_full_from_the_start(tiny_disk: Path) -> None:
    """Nothing can be made; that is said, and nothing else happens."""
    _fill_up(tiny_disk)
    log = SessionLog(tiny_disk / "history" / "sessions.db")
    log.progress(document(hold(1)))
    log.finish(document(hold(1)))
    assert "make room" in str(log.take_note())
    assert log.number is None


def test_a_locked_history_does_not_hold_up_the_coach(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another program holds the file news return at once; later ones are kept."""
    monkeypatch.setattr("posecoach.adapters.store_file.BUSY_S", 0.2)
    Store(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        log = SessionLog(path)
        log.progress(document(hold(1)))
        assert log.number is None  # it has returned, and nothing is kept yet
        notes: list[str] = []
        eventually(lambda: bool(notes.append(str(log.take_note())) or notes[-1] != "None"))
        assert "in use by another program" in notes[-1]
        other.execute("ROLLBACK")
    log.finish(document(hold(1)))
    assert log.take_note() is None
    assert len(kept(path)["holds"]) == 1


def test_a_history_that_is_busy_at_the_end_is_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that lets go a little later than one try takes does not cost the end."""
    monkeypatch.setattr("posecoach.adapters.store_file.BUSY_S", 0.5)
    log = SessionLog(path)
    log.progress(document(hold(1)))
    eventually(lambda: log.number is not None)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        release = threading.Timer(0.8, other.execute, ["ROLLBACK"])
        release.start()
        log.finish(document(hold(1), hold(2)))
        release.join()
    assert log.take_note() is None
    with Store(path) as store:
        (session,) = store.sessions()
    assert session.state is SessionState.FINISHED
    assert len(session.document["holds"]) == 2


def test_a_history_that_stays_busy_at_the_end_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not tried without end; what was kept before stays."""
    monkeypatch.setattr("posecoach.adapters.store_file.BUSY_S", 0.05)
    log = SessionLog(path)
    log.progress(document(hold(1)))
    eventually(lambda: log.number is not None)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        log.finish(document(hold(1), hold(2)))
        assert "in use by another program" in str(log.take_note())
        other.execute("ROLLBACK")
    assert len(kept(path)["holds"]) == 1


def test_forgotten_while_it_runs(path: Path) -> None:
    """It does not come back; that is said."""
    log = SessionLog(path)
    log.progress(document(hold(1)))
    eventually(lambda: log.number is not None)
    with Store(path) as store:
        store.forget([1])
    log.finish(document(hold(1), hold(2)))
    assert "history forget" in str(log.take_note())
    with Store(path) as store:
        assert store.sessions() == ()


def test_a_mistake_of_ours_does_not_stop_the_coaching(path: Path) -> None:
    """News that no history can keep are told, not raised; good news after them are kept."""
    log = SessionLog(path)
    log.progress({"schema": object()})
    notes: list[str] = []
    eventually(lambda: bool(notes.append(str(log.take_note())) or notes[-1] != "None"))
    assert "please report it" in notes[-1]
    log.finish(document(hold(1)))
    assert len(kept(path)["holds"]) == 1


def test_a_disk_that_does_not_answer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end is not waited for without end; that the session may be lost is said."""
    hang = threading.Event()
    monkeypatch.setattr("posecoach.adapters.store_log._LAST_WRITE_S", 0.1)
    monkeypatch.setattr("posecoach.adapters.store_log.Store", lambda _path: hang.wait(60))
    log = SessionLog(path)
    log.finish(document(hold(1)))
    assert "does not answer" in str(log.take_note())
    hang.set()
