"""``posecoach guide``: what it prints and where it writes."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest

from posecoach.cli import cli as commands
from posecoach.cli_guide import guide
from tests.integration.conftest import REPO, Cli, no_leftovers

HEAVY = ("mediapipe", "cv2", "av", "numpy", "rich", "xml.etree")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command is there, and what it writes without a name lands in an empty folder."""
    monkeypatch.setitem(commands.commands, "guide", guide)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_guide_teaches_on_the_terminal(cli: Cli, in_an_empty_folder: Path) -> None:
    """English without a wish, French on request; nothing is written."""
    english, french = cli("guide"), cli("guide", "--lang", "fr")
    assert (english.code, english.err) == (french.code, french.err) == (0, "")
    assert "30 to 45\u00a0s" in english.out
    assert "30 à 45\u00a0s" in french.out
    assert list(in_an_empty_folder.iterdir()) == []


def test_html_has_a_sensible_name(cli: Cli, in_an_empty_folder: Path) -> None:
    """Without FILE each language has its own page in the current folder, whose name is told."""
    ran = cli("guide", "--html")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "The guide is in posecoach-guide-en.html: open it in a browser.\n"
    assert cli("guide", "--html", "--lang", "fr").code == 0
    names = {path.name for path in in_an_empty_folder.iterdir()}
    assert names == {"posecoach-guide-en.html", "posecoach-guide-fr.html"}
    page = (in_an_empty_folder / "posecoach-guide-fr.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page


def test_html_goes_where_it_is_told(cli: Cli, in_an_empty_folder: Path) -> None:
    """A second page in the same place replaces the first, and says so."""
    target = in_an_empty_folder / "page.html"
    first, second = (cli("guide", "--html", target) for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert str(target) in first.out
    assert "replaced" not in first.out
    assert "replaced" in second.out
    assert target.stat().st_size > 100_000
    assert no_leftovers(in_an_empty_folder)


def test_html_keeps_what_is_not_its_own(cli: Cli, in_an_empty_folder: Path) -> None:
    """A file of somebody else's is an error of one line, and stays."""
    (in_an_empty_folder / "notes.html").write_text("mine", encoding="utf-8")
    ran = cli("guide", "--html", "notes.html")
    assert (ran.code, ran.out) == (1, "")
    assert "notes.html is there already" in ran.complaint
    assert (in_an_empty_folder / "notes.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("arguments", [["--lang", "de"], ["--pdf"], ["now"]])
def test_wrong_usage_is_refused(cli: Cli, arguments: list[str]) -> None:
    """Exit code 2 and one line."""
    ran = cli("guide", *arguments)
    assert ran.code == 2
    assert "guide" in ran.complaint


def test_guide_opens_no_socket(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the terminal's guide nor the page's asks the network for anything."""

    def refuse(*arguments: object, **_: object) -> NoReturn:
        raise AssertionError(arguments)

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    assert cli("guide").code == 0
    assert cli("guide", "--html").code == 0


def test_help_is_light() -> None:
    """`guide --help` loads nothing heavy, not even what prints the guide."""
    code = (
        "import sys\nfrom posecoach.cli_guide import guide\n"
        "guide(['--help'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPO
    )
    assert "--html" in done.stdout
    assert done.stderr.strip() == "[]"


def test_a_terminal_without_accents_still_reads_it() -> None:
    """Characters that the terminal does not know are replaced, and nothing breaks."""
    code = (
        "from posecoach.cli import cli, main\nfrom posecoach.cli_guide import guide\n"
        "import sys\ncli.add_command(guide)\nsys.argv = ['posecoach', 'guide', '--lang', 'fr']\n"
        "main()"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, env=environment, cwd=REPO
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Verywell Health" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(
    ("variables", "draws"),
    [
        ({"COLORTERM": "truecolor"}, True),
        ({"COLORTERM": "24bit"}, True),
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm"}, False),
        ({"COLORTERM": "truecolor", "NO_COLOR": "1"}, False),
    ],
    ids=str,
)
def test_a_colour_terminal_shows_the_pictures(variables: dict[str, str], draws: bool) -> None:
    """What a terminal says of itself decides; here it is a real one, of 70 columns."""
    ours, theirs = os.openpty()
    plain = {k: v for k, v in os.environ.items() if k not in ("COLORTERM", "NO_COLOR")}
    environment = plain | {"TERM": "xterm", "COLUMNS": "70", "PYTHONUTF8": "1"} | variables
    process = subprocess.Popen(
        [sys.executable, "-m", "posecoach", "guide"], stdout=theirs, env=environment, cwd=REPO
    )
    os.close(theirs)
    out = b""
    with suppress(OSError):  # Linux's way of saying that the other side is closed
        while part := os.read(ours, 65536):
            out += part
    os.close(ours)
    assert process.wait() == 0
    text = re.sub(r"\x1b\[[\d;]*m", "", out.decode())
    rows = [line for line in text.splitlines() if "▀" in line]
    assert bool(rows) is draws
    assert set(rows) <= {70 * "▀"}
