"""A report as PDF, printed by a browser that is there.

The page itself may call nobody (its content security policy), and the browser gets no name
resolved and starts none of its own services. What remains is Chromium's look at whether the
system has a way to IPv6: it connects a UDP socket, which asks the routing table and sends nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.adapters.files import write_whole
from posecoach.adapters.paths import shown_path
from posecoach.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "brave-browser",
)
_MAC_APPS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS_PROGRAMS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
OFFLINE_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--metrics-recording-only",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=socks5://127.0.0.1:9",  # the discard port: whatever asks anyway gets nowhere
)
_DEADLINE_S = 120.0  # a page takes a second or two; a browser that hangs is ended
_PAGE_TIME_MS = 20_000  # of the page's own clock, for the chart to be drawn


def find_browser() -> str | None:
    """A browser of the Chromium family; None where there is none."""
    for command in _COMMANDS:
        if found := shutil.which(command):
            return found
    return next((str(path) for path in _installed() if path.is_file()), None)


def _installed() -> Iterator[Path]:
    """Where browsers lie that are not on the path."""
    if sys.platform == "darwin":
        for root in (Path("/Applications"), Path.home() / "Applications"):
            yield from (root / app for app in _MAC_APPS)
    for variable in _WINDOWS_FOLDERS:
        if folder := os.environ.get(variable):
            yield from (Path(folder) / program for program in _WINDOWS_PROGRAMS)


def write_pdf(html: Path, pdf: Path, *, browser: str | None = None) -> Path:
    """Print a report.

    Parameters
    ----------
    browser
        Which one; None: the first that is found.

    Raises
    ------
    InputError
        The report is not there.
    OutputError
        There is no browser, it did not print, or the file cannot be written.
    """
    if not html.is_file():
        raise InputError("{html} is not there; write the report first", html=shown_path(html))
    program = browser or find_browser()
    if program is None:
        raise OutputError(
            "no browser that can print was found; install Chromium, Chrome or Edge, or "
            "open {html} and print it yourself",
            html=shown_path(html),
        )
    with tempfile.TemporaryDirectory(prefix="posecoach-", ignore_cleanup_errors=True) as name:
        printed = Path(name) / "report.pdf"
        _run(_command(program, html, printed, Path(name) / "profile"), program)
        if not printed.is_file() or not printed.stat().st_size:
            raise OutputError(
                "{program} printed nothing; open {html} and print it yourself",
                program=program,
                html=shown_path(html),
            )
        write_whole(pdf, printed.read_bytes())
    return pdf


def _command(program: str, html: Path, printed: Path, profile: Path) -> list[str]:
    # As root Chromium starts only without its sandbox; the page is our own.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        program,
        *OFFLINE_FLAGS,
        *(["--no-sandbox"] if is_root else []),
        f"--user-data-dir={profile}",
        f"--virtual-time-budget={_PAGE_TIME_MS}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={printed}",
        html.resolve().as_uri(),
    ]


def _run(command: Sequence[str], program: str) -> None:
    try:
        subprocess.run(
            command,
            check=False,  # its exit code says little; whether there is a PDF says all
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_DEADLINE_S,
        )
    except subprocess.TimeoutExpired as error:
        raise OutputError(
            "{program} did not finish printing; print the page yourself", program=program
        ) from error
    except OSError as error:
        raise OutputError(
            "{program} cannot be started ({why}); print the page yourself",
            program=program,
            why=error,
        ) from error
