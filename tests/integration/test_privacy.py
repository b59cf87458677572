"""Nothing leaves the machine: a review works with every socket forbidden."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

from posecoach.adapters.model_store import Model
from tests.fixtures.make import landmarks_of
from tests.integration.conftest import Cli, ended, load, start_posecoach


class SocketUsedError(BaseException):
    """Not an Exception, so that no ``except Exception`` hides it."""


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Forbid sockets; what was tried is noted, also in threads."""
    tried: list[str] = []

    def refuse(*arguments: object, **_: object) -> NoReturn:
        tried.append(repr(arguments))
        raise SocketUsedError(arguments)

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, refuse)
    return tried


def test_the_guard_works(no_sockets: list[str]) -> None:
    """A socket is refused while the guard is up, or the tests below would prove nothing."""
    with pytest.raises(SocketUsedError):
        socket.socket()
    assert len(no_sockets) == 1


@pytest.mark.model
def test_review_opens_no_socket(
    cli: Cli, short_video: Path, pose_model: Model, tmp_path: Path, no_sockets: list[str]
) -> None:
    """A whole review, video in and video out, opens no socket and asks for no name."""
    assert pose_model.path.is_file()
    assert cli("review", short_video, "--out", tmp_path).code == 0
    assert (tmp_path / "annotated.mp4").is_file()
    assert no_sockets == []


def test_replay_opens_no_socket(cli: Cli, recording: Path, no_sockets: list[str]) -> None:
    """Recorded landmarks are judged without any socket."""
    assert cli("review", recording).code == 0
    assert no_sockets == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_model_is_not_fetched_for_a_missing_video(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    """Without a model and without a video no model is fetched, nor its folder made."""
    monkeypatch.setenv("POSECOACH_MODEL_DIR", str(tmp_path / "none"))
    ran = cli("review", tmp_path / "gone.mp4", tmp_path / "away.mp4", "--jobs", jobs)
    assert ran.code == 1
    assert ["no such file" in line for line in ran.err.splitlines()] == [True, True]
    assert not (tmp_path / "none").exists()


@pytest.fixture
def without_network() -> list[str]:
    """What to put before a command so that it runs in a namespace without any network."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no 'unshare' here (it is Linux's)")
    for command in ([unshare, "-n"], [unshare, "-r", "-n"]):
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    pytest.skip("this user may not make a network namespace")


def test_replay_in_an_empty_network_namespace(without_network: list[str], recording: Path) -> None:
    """The command does its work where there is no network interface at all."""
    ran = ended(start_posecoach("review", recording, "--hold", 10, prefix=without_network))
    assert (ran.code, ran.err) == (0, "")
    assert "1 valid of 2 attempts" in ran.out


@pytest.mark.model
def test_review_in_an_empty_network_namespace(
    without_network: list[str], short_video: Path, pose_model: Model, tmp_path: Path
) -> None:
    """The same for a video, native libraries included."""
    assert pose_model.path.is_file()
    ran = ended(start_posecoach("review", short_video, "--out", tmp_path, prefix=without_network))
    assert (ran.code, ran.err) == (0, "")
    assert load(tmp_path / "session.json")["tracking"]["pose_frames"] > 0


def test_landmarks_hold_no_picture() -> None:
    """A recording is numbers of joints: no line of it has a key for anything else."""
    import gzip  # noqa: PLC0415 - of this test alone
    import json  # noqa: PLC0415

    with gzip.open(landmarks_of("therapist"), "rt", encoding="utf-8") as lines:
        next(lines)
        keys = {key for line in lines for key in json.loads(line)}
    assert keys == {"t", "xy", "z", "visibility", "world"}
