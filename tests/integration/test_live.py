"""``posecoach live`` as it is typed, over recordings played at their own pace, without a window."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import av
import cv2
import pytest

from posecoach.adapters.landmark_log import LandmarkReader
from posecoach.adapters.model_store import Model
from posecoach.adapters.store import SessionState, Store
from tests.adapters.mjpeg_server import phone_camera
from tests.integration.conftest import (
    REPO,
    Cli,
    ended,
    load,
    no_leftovers,
    picture_times_s,
    start_posecoach,
    wait_until,
)

pytestmark = pytest.mark.model

UNEVEN = REPO / "sample_videos" / "uneven_rate.mp4"
SIDEWAYS = REPO / "sample_videos" / "sideways_phone.mp4"


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pose_model: Model) -> Path:
    """A history of this test alone; and the model is there."""
    assert pose_model.path.is_file()
    folder = tmp_path / "data"
    monkeypatch.setenv("POSECOACH_DATA", str(folder))
    return folder


def kept(data: Path) -> Any:  # noqa: ANN401 - sessions of the store
    """The sessions in the history."""
    with Store(data / "history" / "sessions.db") as store:
        store.close_cut_off()
        return store.sessions()


def holds_of(session: dict[str, Any]) -> list[tuple[str, str]]:
    """Legs and verdict of each hold."""
    return [(hold["legs"], hold["verdict"]) for hold in session["holds"]]


@pytest.mark.parametrize("video", [UNEVEN, SIDEWAYS], ids=["uneven", "sideways"])
def test_live_and_review_agree(cli: Cli, video: Path, tmp_path: Path, data: Path) -> None:
    """The same holds, their seconds within 0.2 s; and so from the landmarks it recorded."""
    out = tmp_path / "out"
    arguments = ("--camera", video, "--headless", "--mute", "--record", "--out", out)
    ran = ended(start_posecoach("live", *arguments, "--hold", 5))
    assert ran.code == 0, ran.err
    assert ran.err == ""
    live = load(out / "session.json")
    for source in (video, out / "landmarks.jsonl.gz"):
        assert cli("review", source, "--hold", 5, "--json", tmp_path / "review.json").code == 0
        review = load(tmp_path / "review.json")
        assert holds_of(live) == holds_of(review) != []
        # A machine that is too busy to look at each picture sees both ends of a hold later.
        all_seen = live["source"]["frames"] > 0.95 * review["source"]["frames"]
        slack_s = 0.2 if all_seen else 0.5
        for one, other in zip(live["holds"], review["holds"], strict=True):
            assert one["credited_s"] == pytest.approx(other["credited_s"], abs=slack_s)
    (session,) = kept(data)
    assert session.state is SessionState.FINISHED
    assert holds_of(session.document) == holds_of(live)
    assert no_leftovers(out)
    assert not (out / "recording.mp4").exists(), "the picture is kept only when asked for"


def test_it_ends_by_itself_after_the_duration(tmp_path: Path, data: Path) -> None:
    """As asked, whatever goes on: exit code 0, the result printed and kept."""
    arguments = ("--camera", SIDEWAYS, "--headless", "--mute", "--no-setup", "--duration", 6)
    ran = ended(start_posecoach("live", *arguments, "--record", "--out", tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert load(tmp_path / "session.json")["source"]["duration_s"] == pytest.approx(6.0, abs=0.7)
    (session,) = kept(data)
    assert session.state is SessionState.FINISHED


@pytest.mark.parametrize("seconds", ["0", "-3", "nan", "inf"])
def test_a_duration_that_cannot_be_is_refused(cli: Cli, seconds: str) -> None:
    """Before any camera is opened, with what would be right."""
    ran = cli("live", "--camera", "no.mp4", "--duration", seconds)
    assert ran.code == 2
    assert ran.err == (
        f"posecoach: --duration {seconds}: a number of seconds above 0 is needed, "
        "such as --duration 600\n"
    )


def test_what_was_measured_survives_a_kill(tmp_path: Path, data: Path) -> None:
    """Killed in mid-session: the history has it, closed as interrupted, less the last second."""
    process = start_posecoach(
        "live", "--camera", SIDEWAYS, "--headless", "--mute", "--no-setup", "--out", tmp_path / "o"
    )
    database = data / "history" / "sessions.db"
    wait_until(lambda: database.exists() and kept_s(database) >= 5.0, process)
    before_s, more_s = kept_s(database), 2.5
    time.sleep(more_s)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    (session,) = kept(data)
    assert session.state is SessionState.INTERRUPTED
    # The last second, and a look that was under way on a busy machine.
    assert session.document["source"]["duration_s"] >= before_s + more_s - 1.0 - 0.3


def kept_s(database: Path) -> float:
    """How many seconds of a session are kept."""
    with Store(database) as store:
        return max((s.document["source"]["duration_s"] for s in store.sessions()), default=0.0)


@pytest.mark.parametrize(
    "number", [getattr(signal, name, name) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
)
def test_ctrl_c_keeps_the_session_and_the_recording(
    number: signal.Signals | str, tmp_path: Path, data: Path
) -> None:
    """Asked once to end, also by a closed terminal: files whole, nothing temporary left."""
    if isinstance(number, str):
        pytest.skip(f"this system has no {number}")
    out = tmp_path / "out"
    process = start_posecoach(
        "live",
        "--camera",
        SIDEWAYS,
        "--headless",
        "--mute",
        "--no-setup",
        "--record-video",
        "--out",
        out,
    )  # fmt: skip - an argument list
    database = data / "history" / "sessions.db"
    wait_until(lambda: database.exists() and kept_s(database) >= 5.0, process)
    process.send_signal(number)
    ran = ended(process)
    assert (ran.code, ran.err) == (130, "")
    seconds = load(out / "session.json")["source"]["duration_s"]
    first, *_, last = LandmarkReader(out / "landmarks.jsonl.gz")
    assert last.time_s == pytest.approx(seconds, abs=0.01)
    filmed_s = last.time_s - first.time_s  # the model loads while the first pictures go by
    assert picture_times_s(out / "recording.mp4")[-1] == pytest.approx(filmed_s, abs=0.05)
    (session,) = kept(data)
    assert session.state is SessionState.FINISHED
    assert no_leftovers(out)


def test_a_phone_that_drops_out_pauses_the_session(tmp_path: Path, data: Path) -> None:
    """Cut off before the hold, back five seconds later: one session, and the hold counts."""
    with av.open(str(UNEVEN)) as container:
        film = [jpeg(p.to_ndarray(format="bgr24")) for p in container.decode(video=0)]
    out, database = tmp_path / "out", data / "history" / "sessions.db"
    with phone_camera(fps=len(film) / 26.2) as phone:
        phone.film = film
        process = start_posecoach(
            "live",
            "--camera",
            phone.address(),
            "--headless",
            "--mute",
            "--hold",
            5,
            "--record",
            "--out",
            out,
        )  # fmt: skip - an argument list
        wait_until(database.exists, process)
        phone.reachable.clear()
        at = phone.sent
        time.sleep(5.0)
        assert phone.sent - at <= 1
        phone.reachable.set()
        wait_until(lambda: phone.sent >= len(film), process)
        process.send_signal(signal.SIGINT)
        ran = ended(process)
    assert (ran.code, ran.err) == (130, "")
    assert "I have lost the camera" in ran.out
    assert "The camera is back" in ran.out
    session = load(out / "session.json")
    assert holds_of(session) == [("both", "valid")]
    # 13.6 s in the film; this phone sends it a little slower, and time is time.
    assert 13.0 < session["holds"][0]["credited_s"] < 20.0
    assert "@" not in session["source"]["path"]


def jpeg(image_bgr: Any) -> bytes:  # noqa: ANN401 - an image
    """A picture as a phone sends it."""
    return bytes(cv2.imencode(".jpg", image_bgr)[1])


def test_no_camera_is_one_line(tmp_path: Path) -> None:
    """It names what is there, and nothing is kept."""
    ran = ended(start_posecoach("live", "--camera", tmp_path / "gone.mp4", "--headless", "--mute"))
    assert ran.code == 1
    assert "no such camera and no such file" in ran.complaint


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """Before anybody lies down: the camera is not even opened."""
    (tmp_path / "file").write_text("")
    ran = ended(
        start_posecoach(
            "live",
            "--camera",
            tmp_path / "no-camera-at-all",
            "--headless",
            "--mute",
            "--record",
            "--out",
            tmp_path / "file" / "out",
        )  # fmt: skip - an argument list
    )
    assert ran.code == 1
    assert "out" in ran.complaint


def test_a_recordings_folder_that_vanishes_costs_only_the_recording(
    tmp_path: Path, data: Path
) -> None:
    """Deleted in mid-session: one line each, the table and the history all the same."""
    out, database = tmp_path / "out", data / "history" / "sessions.db"
    process = start_posecoach(
        "live", "--camera", SIDEWAYS, "--headless", "--mute", "--no-setup", "--record", "--out", out
    )
    wait_until(lambda: database.exists() and kept_s(database) >= 3.0, process)
    shutil.rmtree(out)
    process.send_signal(signal.SIGINT)
    ran = ended(process)
    assert ran.code == 130
    assert "Traceback" not in ran.out + ran.err
    assert "could not be written" in ran.out
    assert len(kept(data)) == 1
