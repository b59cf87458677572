"""Whoever asks for French is told in French what went wrong, with the same exit code.

Through ``main``, which chooses code and line; click's own runner would leave both out.
"""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from posecoach.adapters.model_store import MODEL_DIR_VARIABLE
from posecoach.adapters.result_names import LANDMARKS_NAME
from posecoach.adapters.store_file import DATA_VARIABLE, store_path
from posecoach.adapters.words.command import FRENCH as COMMAND
from tests.fixtures.make import landmarks_of
from tests.integration.conftest import Cli, Ran, ended, start_posecoach, wait_until

TYPO = 'name = "mine"\nlegs = "both"\nhold_sec = 20.0\n'


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))


def told_twice(cli: Cli, *arguments: object) -> tuple[Ran, Ran]:
    """The same in both languages: neither prints anything but one line, the codes are the same."""
    english, french = cli(*arguments), cli(*arguments, "--lang", "fr")
    assert english.code == french.code != 0
    assert english.complaint != french.complaint
    return english, french


def test_a_file_that_is_missing(cli: Cli, tmp_path: Path) -> None:
    """A video, and a recording of landmarks."""
    for name in ("no.mp4", "no.landmarks.jsonl.gz"):
        english, french = told_twice(cli, "review", tmp_path / name)
        assert english.complaint.endswith(
            f"{name}: no such file; check the folder and the spelling"
        )
        assert french.complaint.endswith(
            f"{name}\u00a0: fichier introuvable\u00a0; vérifiez le dossier et l’orthographe"
        )
        assert french.code == 1


def test_a_file_that_is_empty(cli: Cli, tmp_path: Path) -> None:
    """Its size has its unit in French, too."""
    (tmp_path / "empty.mp4").touch()
    _, french = told_twice(cli, "review", tmp_path / "empty.mp4")
    assert "empty.mp4 est vide (0\u00a0octet)" in french.complaint
    assert french.code == 1


def test_a_routine_that_is_unknown(cli: Cli, recording: Path) -> None:
    """Wrong usage, whichever command it is."""
    for command in (["review", recording], ["live", "--headless"], ["rejudge", recording]):
        _, french = told_twice(cli, *command, "--routine", "lower-neck-relief")
        assert "pas de programme «\u00a0lower-neck-relief\u00a0»" in french.complaint
        assert french.code == 2


def test_a_routine_file_with_a_typo(cli: Cli, recording: Path, tmp_path: Path) -> None:
    """Both pieces of the line are French: where it is, and what it is."""
    routine = tmp_path / "mine.toml"
    routine.write_text(TYPO)
    _, french = told_twice(cli, "review", recording, "--routine", routine)
    assert (
        f"fichier de programme {routine}\u00a0: clé «\u00a0hold_sec\u00a0» inconnue\u00a0; "
        "les clés connues sont name, legs, hold_s"
    ) in french.complaint
    assert french.code == 2


@pytest.mark.parametrize("command", ["live", "check"])
def test_a_camera_file_that_is_not_there(command: str, cli: Cli, tmp_path: Path) -> None:
    """The camera's own catalogue words it, and it passes through as it is."""
    asked = [command, "--camera", tmp_path / "gone.mp4", "--headless", "--mute"]
    _, french = told_twice(cli, *asked)
    assert "aucun" in french.complaint
    assert french.code == 1


def test_a_camera_file_that_is_no_video(cli: Cli, tmp_path: Path) -> None:
    """The line is the video's, not the camera's."""
    (tmp_path / "page.mp4").write_text("<html>" * 100)
    asked = ["check", "--camera", tmp_path / "page.mp4", "--headless", "--mute"]
    _, french = told_twice(cli, *asked)
    assert "n’est pas une vidéo lisible" in french.complaint
    assert french.code == 1


def test_a_recording_where_there_is_one_already(cli: Cli, tmp_path: Path) -> None:
    """Before anything is opened."""
    (tmp_path / LANDMARKS_NAME).touch()
    _, french = told_twice(cli, "live", "--record", "--out", tmp_path, "--headless")
    assert f"contient déjà un enregistrement ({LANDMARKS_NAME})" in french.complaint


def test_a_history_that_is_none(cli: Cli) -> None:
    """The whole group: also where the language is said to it and not to the command."""
    store_path().parent.mkdir(parents=True)
    store_path().write_bytes(b"no history" * 1000)
    _, french = told_twice(cli, "history")
    assert "est endommagé ou n’est pas un historique" in french.complaint
    assert french.code == 1
    for command in (["feel", "--pain", "2"], ["export", "--json", "-"], ["forget", "--all"]):
        inherited = cli("history", "--lang", "fr", *command)
        assert inherited.code == 1
        assert "n’est pas un historique" in inherited.complaint
    own = cli("history", "--lang", "fr", "feel", "--pain", "2", "--lang", "en")
    assert "no history at all" in own.complaint


def test_a_model_that_is_missing(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``check`` does not fetch one; a command without a language speaks English."""
    monkeypatch.setenv(MODEL_DIR_VARIABLE, str(tmp_path))
    _, french = told_twice(cli, "check", "--headless", "--mute")
    assert "manque\u00a0; obtenez-le avec «\u00a0posecoach model fetch\u00a0»" in french.complaint
    assert "get it with" in cli("model", "path").complaint


def test_a_folder_that_cannot_be_made(cli: Cli, recording: Path, tmp_path: Path) -> None:
    """The system's own reason is French, too."""
    (tmp_path / "file").touch()
    _, french = told_twice(cli, "review", recording, "--out", tmp_path / "file" / "out")
    assert os.strerror(errno.ENOTDIR) not in french.complaint
    assert "(un dossier est attendu)" in french.complaint


def test_many_where_some_fail(cli: Cli, recording: Path, tmp_path: Path) -> None:
    """Lines, sum and page are French; the table for other programs stays English."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.mp4").touch()
    (tmp_path / "in" / "b.landmarks.jsonl.gz").write_bytes(recording.read_bytes())
    out = tmp_path / "out"
    ran = cli("review", tmp_path / "in", "--out", out, "--lang", "fr", "--jobs", 1)
    assert ran.code == 1
    assert "est vide" in ran.complaint
    assert "comptés sur" in ran.out
    assert "évalués\u00a0: 1, en échec\u00a0: 1" in ran.out
    assert f"Écrit dans {out}" in ran.out
    assert "est vide" in (out / "index.html").read_text("utf-8")
    assert "is empty (0 bytes)" in (out / "summary.csv").read_text("utf-8")


def test_a_comparison_of_what_is_none(cli: Cli, tmp_path: Path) -> None:
    """What is wrong with one recording is printed on the way, in French."""
    _, french = told_twice(cli, "rejudge", tmp_path, "--hold", 10)
    assert "pas de points de repère enregistrés dedans" in french.complaint
    _, french = told_twice(cli, "rejudge", tmp_path, "--set", "no_such=1")
    assert "--set\u00a0: pas de seuil «\u00a0no_such\u00a0»" in french.complaint


def test_a_guide_that_would_replace_another_file(cli: Cli, tmp_path: Path) -> None:
    """The file stays as it is."""
    (tmp_path / "notes.html").write_text("mine")
    _, french = told_twice(cli, "guide", "--html", tmp_path / "notes.html")
    assert "existe déjà et n’est pas un guide de posecoach" in french.complaint
    assert (tmp_path / "notes.html").read_text() == "mine"


def test_a_report_of_nothing(cli: Cli, tmp_path: Path) -> None:
    """The folder has no session."""
    _, french = told_twice(cli, "report", tmp_path)
    assert "indiquez un dossier écrit par" in french.complaint


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_a_terminal_that_takes_nothing() -> None:
    """The line about stdout itself."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from posecoach.cli import main; main()",
                "guide",
                "--lang",
                "fr",
            ],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "posecoach: impossible d’afficher (plus de place sur le disque)\u00a0; "
        "envoyez la sortie ailleurs\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a POSIX signal")
def test_stopped_is_said_in_french(tmp_path: Path) -> None:
    """Ctrl-C in the middle of many: the second is a named pipe, whose review never ends."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes here")
    out, endless = tmp_path / "out", tmp_path / "endless.landmarks.jsonl"
    os.mkfifo(endless)
    inputs = [landmarks_of("mannequin_both"), endless]
    process = start_posecoach("review", *inputs, "--out", out, "--lang", "fr", "--jobs", 1)
    wait_until(lambda: any(out.glob("*/session.json")), process)
    os.killpg(process.pid, signal.SIGINT)
    ran = ended(process)
    assert ran.code == 130
    one = COMMAND.stopped_in.partition("{path}")[2]
    assert COMMAND.stopped_before in ran.err or one in ran.err
    assert "stopped" not in ran.err
