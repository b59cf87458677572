"""`report DIR`: the command, and that asking for its help stays cheap."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from posecoach.adapters.words.report import CATALOGUES
from posecoach.cli_language import LANGUAGES
from posecoach.cli_report import report
from posecoach.errors import InputError
from tests.report_folder import reviewed


def test_it_writes_the_report_and_says_where(tmp_path: Path) -> None:
    """In the language asked for."""
    folder = reviewed(tmp_path / "out")
    ran = CliRunner().invoke(report, [str(folder), "--lang", "fr"])
    assert (ran.exit_code, ran.output) == (0, f"Écrit dans {folder / 'report.html'}\n")
    assert '<html lang="fr">' in (folder / "report.html").read_text(encoding="utf-8")


def test_a_folder_without_a_review_is_one_line(tmp_path: Path) -> None:
    """The command line prints the error's message; it says which file is missing."""
    with pytest.raises(InputError, match=r"session\.json is not there"):
        CliRunner().invoke(report, [str(tmp_path)], catch_exceptions=False)


def test_every_language_can_be_chosen() -> None:
    """The command's list and the catalogues are the same."""
    assert set(LANGUAGES) == set(CATALOGUES)


def test_its_help_loads_nothing_heavy() -> None:
    """Neither the chart's library nor numpy."""
    heavy = ("plotly", "jinja2", "cv2", "av", "numpy", "mediapipe")
    code = f"import posecoach.cli_report, sys; print([m for m in {heavy} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
