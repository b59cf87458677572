"""The report in a real browser, from disk: as a person opens it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posecoach.adapters.report import write_report
from posecoach.adapters.report_pdf import find_browser, write_pdf
from tests.report_folder import change_session, film_beside, reviewed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESK, PHONE = (1280, 800), (390, 844)
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAME = "<script>window.pwned=1</script>.mp4"


@dataclass
class Visit:
    """An open report, and what went on while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def time_s(self) -> float:
        """Where the video is."""
        return float(self.page.evaluate("document.getElementById('video').currentTime"))

    def cursor_s(self) -> float:
        """Where the chart's cursor is."""
        return float(self.page.evaluate("document.getElementById('chart').layout.shapes.at(-1).x0"))

    def centre(self, selector: str, index: int = 0) -> tuple[float, float]:
        """The middle of a part of the chart, scrolled into view."""
        # At the end: on a phone the video stays at the top and lies over what is there.
        self.page.evaluate("document.getElementById('chart').scrollIntoView({block: 'end'})")
        box = self.page.locator(selector).nth(index).bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def until(self, what: str) -> None:
        """Wait until an expression is true. The page's policy forbids Playwright's own way."""
        self.comes(lambda: bool(self.page.evaluate(what)), what)

    def comes(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait until something is so, while the page lives on."""
        for _ in range(1200):
            if is_so():
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"it never came: {what}")

    def wait_for_seek(self) -> None:
        """Until the video has arrived."""
        self.until("!document.getElementById('video').seeking")


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
        opened = running.chromium.launch(executable_path=program, args=ARGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with two holds, in a folder that was moved, its source's name a trap."""
    first = reviewed(tmp_path_factory.mktemp("review") / "out")
    film_beside(first)
    change_session(first, lambda d: d["source"].update(path=NAME.replace("</", "<\u2044")))
    change_session(first, lambda d: d["source"].update(note=NAME))
    write_report(first)
    moved = first.parent / "moved to é & 100% #1"
    return Path(shutil.move(first, moved))


@pytest.fixture(scope="module")
def fault_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with a fault."""
    path = reviewed(tmp_path_factory.mktemp("review") / "out", "mannequin_head_up")
    film_beside(path)
    write_report(path, lang="fr")
    return path


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Open a folder's report from disk; offline, everything it asks for is noted."""
    contexts = []

    def open_report(path: Path, size: tuple[int, int] = DESK, *, has_video: bool = True) -> Visit:
        phone = size == PHONE
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=phone, is_mobile=phone
        )
        contexts.append(context)
        context.set_offline(True)
        visit = Visit(context.new_page())
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on(
            "console",
            lambda m: visit.complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.goto((path / "report.html").as_uri())
        visit.page.wait_for_selector("#chart .scatterlayer")
        if has_video:
            visit.until("document.getElementById('video').readyState >= 2")
        return visit

    yield open_report
    for context in contexts:
        context.close()


@pytest.fixture
def starts_s(folder: Path) -> list[float]:
    """When the holds begin."""
    document = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    return [hold["start_s"] for hold in document["holds"]]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_it_opens_from_disk_and_calls_nobody(
    visit: Open, folder: Path, size: tuple[int, int]
) -> None:
    """No console error, nothing asked for but the page and its video, no sideways scrolling."""
    opened = visit(folder, size)
    opened.comes(lambda: any(r.endswith("annotated.mp4") for r in opened.requests), "the video")
    opened.page.wait_for_timeout(500)  # for whatever else it might ask for
    assert opened.complaints == []
    outside = [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))]
    assert outside == []
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0]


def test_a_request_that_leaves_would_be_noticed(visit: Open, folder: Path, tmp_path: Path) -> None:
    """The check above can fail; and the page's own policy stops what would leave."""
    opened = visit(folder)
    opened.page.evaluate("() => { new Image().src = 'https://example.invalid/x.png'; }")
    opened.comes(
        lambda: any("Content Security Policy" in text for text in opened.complaints), "a complaint"
    )
    plain = tmp_path / "plain"
    plain.mkdir()
    html = (folder / "report.html").read_text(encoding="utf-8")
    freed = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    (plain / "report.html").write_text(freed, encoding="utf-8")
    shutil.copy(folder / "annotated.mp4", plain)
    without = visit(plain)
    without.page.evaluate("() => { new Image().src = 'https://example.invalid/x.png'; }")
    without.comes(lambda: any("example.invalid" in url for url in without.requests), "a request")


def test_a_name_that_is_a_script_is_shown_and_not_run(visit: Open, folder: Path) -> None:
    """As text in the head line and in the note."""
    opened = visit(folder)
    assert opened.page.evaluate("window.pwned") is None
    assert "<script>window.pwned=1<" in opened.page.locator(".name").inner_text()
    assert NAME in opened.page.locator(".measured").inner_text()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("hold", [0, 1])
def test_a_click_on_a_hold_seeks_to_its_start(
    visit: Open, folder: Path, starts_s: list[float], size: tuple[int, int], hold: int
) -> None:
    """In the chart's strip; the video and the cursor are there within 0.1 s."""
    opened = visit(folder, size)
    where = opened.centre("#chart .barlayer .point path", hold)
    if size == PHONE:
        opened.page.touchscreen.tap(*where)
    else:
        opened.page.mouse.move(*where)
        opened.page.mouse.click(*where)
    opened.until("document.getElementById('video').currentTime > 1")
    opened.wait_for_seek()
    assert opened.time_s() == pytest.approx(starts_s[hold], abs=0.1)
    assert opened.cursor_s() == pytest.approx(starts_s[hold], abs=0.1)


def test_a_click_on_a_curve_seeks_there(visit: Open, folder: Path) -> None:
    """To the time of the point that was clicked."""
    opened = visit(folder)
    opened.page.locator("#chart").scroll_into_view_if_needed()
    where = opened.page.evaluate(
        """() => {
          const chart = document.getElementById('chart');
          const trace = chart.data.find((t) => t.meta === 'left');
          const n = Math.floor(trace.x.length * 0.7);
          const { xaxis, yaxis } = chart._fullLayout;
          const box = chart.getBoundingClientRect();
          return [box.left + xaxis._offset + xaxis.l2p(trace.x[n]),
                  box.top + yaxis._offset + yaxis.l2p(trace.y[n]), trace.x[n]];
        }"""
    )
    opened.page.mouse.move(*where[:2])
    opened.page.mouse.click(*where[:2])
    opened.until("document.getElementById('video').currentTime > 1")
    opened.wait_for_seek()
    assert opened.time_s() == pytest.approx(where[2], abs=0.3)


def test_a_click_on_a_fault_seeks_to_its_start(visit: Open, fault_folder: Path) -> None:
    """The mark in the chart stands at its worst; one watches how it came."""
    opened = visit(fault_folder)
    where = opened.centre("#chart .scatterlayer .points path")
    opened.page.mouse.move(*where)
    opened.page.mouse.click(*where)
    opened.until("document.getElementById('video').currentTime > 1")
    opened.wait_for_seek()
    document = json.loads((fault_folder / "session.json").read_text(encoding="utf-8"))
    start = document["holds"][0]["faults"][0]["start_s"]
    assert opened.time_s() == pytest.approx(start, abs=0.1)


def test_the_playing_video_moves_the_cursor(visit: Open, folder: Path) -> None:
    """And the figures below it."""
    opened = visit(folder)
    before = opened.page.locator("#readout").inner_text()
    opened.page.evaluate("document.getElementById('video').play()")
    opened.until("document.getElementById('video').currentTime > 1.5")
    opened.page.evaluate("document.getElementById('video').pause()")
    opened.comes(lambda: abs(opened.cursor_s() - opened.time_s()) < 0.15, "the cursor")
    assert opened.cursor_s() > 1.4
    assert opened.page.locator("#readout").inner_text() != before


def test_the_keyboard_reaches_every_moment(
    visit: Open, folder: Path, starts_s: list[float]
) -> None:
    """Tab to the second hold's button, Enter, and the video is there; focus is seen."""
    opened = visit(folder)
    for _ in range(20):
        opened.page.keyboard.press("Tab")
        at = opened.page.evaluate("document.activeElement.dataset.seek")
        if at is not None and float(at) == starts_s[1]:
            break
    else:
        pytest.fail("no button of the second hold was reached")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert opened.page.evaluate(outline) == "solid"
    opened.page.keyboard.press("Enter")
    opened.wait_for_seek()
    assert opened.time_s() == pytest.approx(starts_s[1], abs=0.1)
    assert opened.page.locator("#said").inner_text()  # told to who cannot see it


def test_a_finger_can_hit_what_can_be_pressed(visit: Open, folder: Path) -> None:
    """24 px each way, as WCAG 2.2 AA asks: buttons, and the holds' bars in the chart."""
    opened = visit(folder, PHONE)
    for selector in ("[data-seek]", "#chart .barlayer .point path"):
        boxes = [found.bounding_box() for found in opened.page.locator(selector).all()]
        assert len(boxes) >= 2
        for box in boxes:
            assert box is not None
            assert min(box["width"], box["height"]) >= 24, selector


def test_the_video_stays_in_sight_on_a_phone(visit: Open, folder: Path) -> None:
    """Who presses a button far down sees what it shows."""
    opened = visit(folder, PHONE)
    opened.page.locator(".stack [data-seek]").last.scroll_into_view_if_needed()
    box = opened.page.locator("#video").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= PHONE[1]


def test_a_video_that_was_left_behind_is_said(visit: Open, folder: Path, tmp_path: Path) -> None:
    """The page alone still shows chart and stills, and tells where the video belongs."""
    shutil.copy(folder / "report.html", tmp_path)
    opened = visit(tmp_path, has_video=False)
    opened.page.locator("#gone").wait_for(state="visible", timeout=60_000)
    assert opened.page.locator("#chart .barlayer .point").count() == 2
    assert opened.page.locator("img.still").count() == 2


TEXT_CONTRAST = """() => {
  const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = (c) => {
    const line = (v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = c.map((v) => line(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.closest("svg, script, video, noscript, [aria-hidden=true]")) continue;
    const a = light(parse(getComputedStyle(e).color).slice(0, 3)), b = light(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push(`${e.className} ${e.textContent.slice(0, 20)} ${ratio.toFixed(2)}`);
  }
  return bad;
}"""


def test_every_text_has_contrast_enough(visit: Open, folder: Path, fault_folder: Path) -> None:
    """4.5 to 1 on its ground, as WCAG 2.1 AA asks."""
    assert visit(folder).page.evaluate(TEXT_CONTRAST) == []
    faulty = visit(fault_folder)
    assert faulty.page.evaluate(TEXT_CONTRAST) == []
    faulty.page.evaluate("document.querySelector('h2').style.color = '#aaaaaa'")
    assert len(faulty.page.evaluate(TEXT_CONTRAST)) == 1  # the check can fail


def test_it_prints_to_two_pages(folder: Path, fault_folder: Path, tmp_path: Path) -> None:
    """A4, by a browser of its own, with the chart drawn; nothing temporary stays."""
    program = find_browser()
    if program is None:
        pytest.skip("there is no Chromium here: apt-get install chromium, or Chrome or Edge")
    wordy = shutil.copytree(folder, tmp_path / "wordy")
    change_session(wordy, lambda document: document.update(one_leg_s=99.0))  # one card more is full
    write_report(wordy)
    for number, path in enumerate((folder, fault_folder, wordy)):
        pdf = write_pdf(path / "report.html", tmp_path / f"{number}.pdf", browser=program)
        content = pdf.read_bytes()
        assert content.startswith(b"%PDF")
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", content)) == 2
        width, height = map(
            float, re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", content)[0]
        )
        assert (width, height) == (pytest.approx(595, abs=1), pytest.approx(842, abs=1))
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["0.pdf", "1.pdf", "2.pdf"]


def test_the_chart_is_on_paper(visit: Open, folder: Path) -> None:
    """In print the screen's chart makes way for one that fits the sheet."""
    opened = visit(folder)
    opened.page.emulate_media(media="print")
    assert not opened.page.locator("#chart").is_visible()
    assert not opened.page.locator("#video").is_visible()
    box = opened.page.locator("#paper-chart").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert 600 < box["width"] <= 703
    # Two hips, head and shoulders, each with its band.
    assert opened.page.locator("#paper-chart .scatterlayer .trace").count() == 8
