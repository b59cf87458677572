"""Help in French: every command's, wherever the language is asked for."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import permutations

import pytest
from click.testing import CliRunner

from posecoach.cli_history import history
from tests.integration.conftest import Cli

FR = ["--lang", "fr"]


@pytest.mark.parametrize(
    "name", ["check", "guide", "history", "live", "rejudge", "report", "review"]
)
def test_help_is_french_in_every_order(cli: Cli, name: str) -> None:
    """Before the language or after it; it goes to stdout, with exit code 0."""
    for arguments in permutations(["--help", "--lang=fr"]):
        ran = cli(name, *arguments)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"Utilisation\u00a0: posecoach {name} [OPTIONS]")
        assert "\nOptions\u00a0:\n" in ran.out
        assert "  -h, --help " in ran.out
        assert "Afficher cette aide et quitter." in ran.out
        assert "[par défaut\u00a0: en]" in re.sub(r"[ \n]+", " ", ran.out)
    assert cli(name, "--help").out.startswith(f"Usage: posecoach {name} [OPTIONS]")


def test_help_of_a_group_and_of_what_is_in_it(cli: Cli) -> None:
    """Its list of commands is French, and so is a command that has no language of its own."""
    ran = cli("history", "--help", *FR)
    assert "\nCommandes\u00a0:\n" in ran.out
    assert "  feel    Noter le ressenti de la dernière séance.\n" in ran.out
    assert cli("history", *FR, "feel", "--help").out == cli("history", "feel", "-h", *FR).out
    assert "une ligne par maintien" in cli("history", *FR, "export", "--help").out.lower()
    assert cli("history", *FR, "feel", "--lang", "en", "--help").out.startswith("Usage: ")
    assert cli("--help", "live", *FR).out.startswith("Utilisation\u00a0: posecoach [OPTIONS]")


def test_a_command_alone_speaks_french_too() -> None:
    """The language is the command's own affair, not that of the program around it."""
    ran = CliRunner().invoke(history, ["--help", *FR])
    assert ran.output.startswith("Utilisation\u00a0: ")


def test_french_help_imports_nothing_heavy() -> None:
    """It does not wait for mediapipe, OpenCV or FFmpeg, nor for numpy."""
    code = (
        "import sys\nfrom posecoach.cli import main\n"
        "sys.argv = ['posecoach', 'live', '--help', '--lang', 'fr']\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code\n"
        "heavy = ('mediapipe', 'cv2', 'av', 'numpy', 'rich')\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.startswith("Utilisation\u00a0: ")
    assert done.stderr.strip() == "[]"
