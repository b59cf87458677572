"""The index page and the summary of many reviews: words, escapes, and a real browser."""

from __future__ import annotations

import csv
import io
import string
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posecoach.adapters.batch_page import index_page
from posecoach.adapters.batch_summary import Row, figures_of, summary_csv
from posecoach.adapters.cores import usable_cores
from posecoach.adapters.report_pdf import find_browser
from posecoach.adapters.routine_files import load_routine
from posecoach.adapters.session_reader import read_session
from posecoach.adapters.words.batch import CATALOGUES, ENGLISH, BatchWords
from posecoach.core.attempts import HoldVerdict
from posecoach.core.landmarks import Side
from posecoach.errors import InputError, PoseCoachError
from tests.fixtures.make import session_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAME = '<script>window.pwned=1</script>"&.mp4'
ROUTINE = load_routine("lower-back-relief")
FIGURES = figures_of(read_session(session_of("mannequin_head_up")))


def row(index: int = 0, *, folder: str | None = "a", error: PoseCoachError | None = None) -> Row:
    """A row of a recording with a hostile name."""
    figures = FIGURES if error is None else None
    status = "reviewed" if error is None else "failed"
    return Row(index, f"/in/{NAME}", "0" * 64, status, folder, figures, None, error, 1.25)


def page(rows: list[Row], waiting: tuple[str, ...] = (), lang: str = "en") -> str:
    """A page with reports."""
    labelled = [(NAME, one) for one in rows]
    return index_page(labelled, waiting, ROUTINE, lang=lang, has_reports=True)


# --- words ---------------------------------------------------------------------------------------


def texts(words: BatchWords) -> Iterator[tuple[str, str]]:
    """Every text of a catalogue with its name."""
    for field in fields(words):
        value = getattr(words, field.name)
        if isinstance(value, Mapping):
            yield from ((f"{field.name}.{key}", text) for key, text in value.items())
        else:
            yield field.name, value


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("lang", CATALOGUES)
def test_no_text_is_missing(lang: str) -> None:
    """The same texts in each language, none empty, each with the same placeholders."""
    words = CATALOGUES[lang]
    assert words.language == lang
    english, ours = dict(texts(ENGLISH)), dict(texts(words))
    assert ours.keys() == english.keys()
    assert all(text.strip() for text in ours.values())
    assert {name: placeholders(text) for name, text in ours.items()} == {
        name: placeholders(text) for name, text in english.items()
    }
    assert set(words.column_comfort) == set(Side)


# --- figures -------------------------------------------------------------------------------------


def test_figures_are_the_sessions() -> None:
    """Verdicts, seconds, the range of each leg, and the faults in and outside the holds."""
    assert FIGURES.attempts == 1
    assert (FIGURES.valid, FIGURES.verdicts[HoldVerdict.FAULTED]) == (0, 1)
    assert FIGURES.target_s == 10
    assert FIGURES.faults == {"head_up": 1}
    hold = read_session(session_of("mannequin_head_up"))["holds"][0]
    for side in Side:
        found = FIGURES.comfort.of(side)
        assert found is not None
        told = hold["hip_flexion_deg"][side.value]
        assert (found.median_deg, found.peak_deg) == (told["median"], told["peak"])


def test_a_leg_that_was_not_seen_has_no_range() -> None:
    """An empty cell and words for it, never a zero."""
    figures = figures_of(read_session(session_of("one_knee")))
    assert figures.comfort.right is None
    one = Row(0, "a", None, "reviewed", "a", figures, None, None, None)
    (cells,) = csv.DictReader(io.StringIO(summary_csv([one])))
    assert (cells["right_median_deg"], cells["right_peak_deg"], cells["seconds_taken"]) == ("",) * 3
    assert "not seen" in page([one])


def test_a_spreadsheet_runs_no_formula() -> None:
    """A name, a folder or an error that begins as one gets an apostrophe in front."""
    for start in "=+-@":
        one = Row(
            0, f"{start}1+1", None, "failed", f"{start}x", None, None, InputError(f"{start}2"), None
        )
        (cells,) = csv.DictReader(io.StringIO(summary_csv([one])))
        assert cells["file"] == f"'{start}1+1"
        assert cells["result"] == f"'{start}x"
        assert cells["error"] == f"'{start}2"


# --- the page ------------------------------------------------------------------------------------


def test_names_are_shown_and_not_run() -> None:
    """Whatever a name, a folder or an error holds, it is text."""
    html = page(
        [row(), row(1, folder=None, error=InputError(f"/in/{NAME}: <b>bad</b>"))], (NAME,), "fr"
    )
    assert "<script" not in html
    assert "<b>bad" not in html
    assert html.count("&lt;script&gt;window.pwned") >= 3
    assert "&lt;b&gt;bad&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("folder", "link"),
    [
        ("a b", "a%20b/report.html"),
        ("100% #1?", "100%25%20%231%3F/report.html"),
        ("\udcff", "%FF/report.html"),
        ("javascript:x", "javascript%3Ax/report.html"),
    ],
)
def test_links_lead_to_the_folder(folder: str, link: str) -> None:
    """Every byte that a folder's name may have is written so that a browser finds it."""
    assert f'href="{link}"' in page([row(folder=folder)])


def test_what_is_not_done_stands_at_the_end() -> None:
    """The head counts it, and a finished page does not have the list."""
    assert "Recordings: 1 of 3 done" in page([row()], ("b.mp4", "c.mp4"))
    assert "Not done yet" in page([row()], ("b.mp4",))
    done = page([row()])
    assert "Recordings: 1, all done" in done
    assert "Not done yet" not in done


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser that is there."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install '.[dev]'"
    )
    program = find_browser()
    if program is None:
        pytest.skip("there is no Chromium here: apt-get install chromium, or Chrome or Edge")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desk", "phone"])
def test_it_opens_from_disk(browser: Browser, tmp_path: Path, size: tuple[int, int]) -> None:
    """Nothing is loaded, complained of or cut off, no name runs, and a click opens a report."""
    folder = "é & 100% #1 <b>"
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "report.html").write_text("<title>the report</title>", encoding="utf-8")
    rows = [row(folder=folder), row(1, folder=None, error=InputError("x" * 300)), row(2)]
    (tmp_path / "index.html").write_text(page(rows, (NAME * 5,)), encoding="utf-8")
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]})
    requests: list[str] = []
    complaints: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto((tmp_path / "index.html").as_uri())
    assert requests == [(tmp_path / "index.html").as_uri()]
    assert complaints == []
    assert tab.evaluate("window.pwned") is None
    assert tab.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert tab.get_by_role("row").count() == 4  # as cards on a phone, too
    assert tab.locator("tbody tr").first.get_by_text("0 of 1").is_visible()
    tab.get_by_role("link").first.click()
    tab.wait_for_url("**/report.html")
    assert tab.title() == "the report"
    tab.close()


# --- beside --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quota", "at_most"),
    [("100000 100000", 1), ("150000 100000", 1), ("50000 100000", 1), ("max 100000", 10**6)],
)
def test_a_container_has_its_share_of_cores(tmp_path: Path, quota: str, at_most: int) -> None:
    """At least one and never more than its quota; what cannot be read limits nothing."""
    (tmp_path / "cpu.max").write_text(quota, encoding="ascii")
    assert 1 <= usable_cores(tmp_path / "cpu.max") <= at_most
    assert usable_cores(tmp_path / "none") >= usable_cores(tmp_path / "cpu.max")
