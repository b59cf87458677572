"""Printing: a browser is found or asked for in one line; the browser itself is integration."""

import sys
from pathlib import Path

import pytest

from posecoach.adapters.report_pdf import OFFLINE_FLAGS, find_browser, write_pdf
from posecoach.errors import InputError, OutputError


@pytest.fixture
def html(tmp_path: Path) -> Path:
    """A page."""
    path = tmp_path / "report.html"
    path.write_text("<p>page</p>")
    return path


def test_no_browser_is_one_line_that_helps(
    html: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what to install, and what to do without."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    if find_browser() is not None:
        pytest.skip("this system keeps a browser outside the path")
    with pytest.raises(OutputError, match=r"install Chromium.*or open .* print it yourself"):
        write_pdf(html, tmp_path / "report.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_a_browser_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under any of the names it goes by."""
    program = tmp_path / "google-chrome-stable"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_browser() == str(program)


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_a_browser_that_prints_nothing_is_named(html: Path, tmp_path: Path) -> None:
    """And the PDF that was there before stays."""
    program = tmp_path / "browser"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(b"before")
    with pytest.raises(OutputError, match="printed nothing"):
        write_pdf(html, pdf, browser=str(program))
    assert pdf.read_bytes() == b"before"


def test_a_browser_that_cannot_start_is_named(html: Path, tmp_path: Path) -> None:
    """A name that is no program."""
    with pytest.raises(OutputError, match="cannot be started"):
        write_pdf(html, tmp_path / "report.pdf", browser=str(tmp_path / "none"))


def test_there_must_be_a_report(tmp_path: Path) -> None:
    """Else a browser would print its own error page."""
    with pytest.raises(InputError, match="write the report first"):
        write_pdf(tmp_path / "report.html", tmp_path / "report.pdf")


def test_the_browser_is_kept_offline() -> None:
    """No name is resolved, and nothing of its own is updated or synchronised."""
    flags = " ".join(OFFLINE_FLAGS)
    for part in ("MAP * ~NOTFOUND", "background-networking", "component-update", "disable-sync"):
        assert part in flags
