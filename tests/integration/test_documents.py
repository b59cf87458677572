"""The documents show what is so: their pictures, and what a command prints."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import pytest

from tests.integration.conftest import REPO, SAMPLE, Cli

DOCUMENTS = [
    path
    for path in (REPO / "README.md", *REPO.glob("*/README.md"), *REPO.glob("tests/*/README.md"))
    if ".venv" not in path.parts
]
PICTURE = re.compile(r"!\[[^\]]+\]\(([^)#]+)\)")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def pictures_of(document: Path) -> list[Path]:
    """Every picture that a document shows."""
    links = PICTURE.findall(document.read_text(encoding="utf-8"))
    return [document.parent / link for link in links]


def test_the_readme_shows_pictures() -> None:
    """Else the next test would hold of nothing."""
    assert len(pictures_of(REPO / "README.md")) >= 10


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(REPO).as_posix())
def test_every_picture_is_there_and_shows_something(document: Path) -> None:
    """A file that can be read, and not of one colour."""
    for path in pictures_of(document):
        assert path.is_file(), path
        if path.suffix == ".svg":
            continue
        picture = cv2.imread(str(path))
        assert picture is not None, path
        assert picture.std() > 10, f"{path} shows nothing"


@pytest.mark.model
def test_the_readme_says_what_a_review_prints(cli: Cli, pose_model: object) -> None:
    """The table of the first example: the same words, the figures to a degree and 0.3 s."""
    del pose_model  # it only has to be there
    text = (REPO / "README.md").read_text(encoding="utf-8")
    shown = text.split("    $ posecoach review ", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    printed = cli("review", SAMPLE).out.splitlines()
    assert len(shown) == len(printed)
    for expected, line in zip(shown, printed, strict=True):
        assert NUMBER.sub("#", expected).split() == NUMBER.sub("#", line).split()
        assert figures(line) == pytest.approx(figures(expected), abs=0.35 if "s  " in line else 0)


def figures(line: str) -> list[float]:
    """Every number in a line; degrees count a third, so that one tolerance serves."""
    found = [(float(hit.group()), line[hit.end() : hit.end() + 1]) for hit in NUMBER.finditer(line)]
    return [value / 3 if unit == "°" else value for value, unit in found]
