"""The page: complete in both languages, and no text in it is ever taken for code."""

import base64
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecoach.adapters.report import write_report
from posecoach.adapters.report_model import read_report
from posecoach.adapters.report_page import script_json
from posecoach.adapters.report_stills import deepest_s, worst_s
from posecoach.errors import InputError
from tests.report_folder import GREY_PER_S, change_session, film_beside, reviewed

HOSTILE = "<script>window.pwned=1</script>\"'&{{7*7}}</title>.mp4"


class Page(HTMLParser):
    """What a reader of the HTML finds in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own signature
        """Leave a tag."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Note a text that is shown."""
        if self._inside not in ("script", "style") and data.strip():
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        """All that is shown."""
        return " ".join(self.texts)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag."""
        return [attrs for name, attrs in self.tags if name == tag]


def page_of(folder: Path, lang: str = "en") -> Page:
    """Write and read a report."""
    return Page(write_report(folder, lang=lang).read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review with a fault in it, without a video."""
    return reviewed(tmp_path / "out", "mannequin_head_up")


def test_the_first_screen_tells_the_session(folder: Path) -> None:
    """Holds out of attempts, credited seconds, target, range, and the one thing with its cost."""
    text = page_of(folder).text
    hold = read_report(folder).holds[0]
    assert "0 of 1" in text
    assert f"{hold.credited_s:.1f}\u00a0s" in text
    assert "target: 10\u00a0s a hold" in text
    assert "Let your head rest on the mat" in text
    assert "Head up: holds that did not count because of it, 1 of 1." in text
    left = hold.flexion.left
    assert f"{left.median_deg:.0f}–{left.peak_deg:.0f}°" in text


def test_french_is_french(folder: Path) -> None:
    """Language mark, decimal comma, and no English sentence left of the report's own."""
    page = page_of(folder, "fr")
    assert page.all("html")[0]["lang"] == "fr"
    assert "Secondes créditées" in page.text
    assert re.search(r"\d,\d\u00a0s", page.text)
    for english in ("Credited", "Next time", "medical device", "Hold by hold", "left leg"):
        assert english not in page.text


def test_an_unknown_language_is_english(folder: Path) -> None:
    """A report in the wrong language is better than none."""
    assert page_of(folder, "tlh").all("html")[0]["lang"] == "en"


def test_a_hostile_name_and_note_are_shown_as_they_are(folder: Path) -> None:
    """Tags, quotes, braces and a closing title are text; no new element comes of them."""
    plain = page_of(folder)
    change_session(
        folder,
        lambda d: d["source"].update(path=f"/v/{HOSTILE}".replace("</", "<\u2044"), note=HOSTILE),
    )
    shown = page_of(folder)
    assert "<script>window.pwned=1<\u2044script>" in shown.text
    assert HOSTILE in shown.text
    assert "49" not in shown.text.split("About the recording")[1][:80]
    assert [name for name, _ in shown.tags] == [name for name, _ in plain.tags]


def test_half_a_character_in_a_name_is_no_error(folder: Path) -> None:
    """JSON can hold one; UTF-8 cannot."""
    change_session(folder, lambda d: d["source"].update(path="a\ud800b.mp4"))
    assert "a?b.mp4" in page_of(folder).text


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "&lt;", "\u2028", "</ScRiPt >"])
def test_embedded_json_cannot_end_its_element(text: str) -> None:
    """What comes back is what went in, and nothing in between is markup."""
    embedded = script_json({"name": text})
    assert json.loads(embedded) == {"name": text}
    assert not re.search(r"[<>&\u2028]", embedded)


def test_the_page_needs_nothing_from_elsewhere(folder: Path) -> None:
    """No address in it; its policy allows its own scripts by their hash, and no connection."""
    film_beside(folder)
    page = page_of(folder)
    sources = [a.get("src") or a.get("href") for _, a in page.tags if "src" in a or "href" in a]
    assert all(s == "annotated.mp4" or (s or "").startswith("data:image/jpeg") for s in sources)
    (policy,) = (m["content"] for m in page.all("meta") if "http-equiv" in m)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert policy.count("'sha256-") == 2
    assert "http" not in policy
    assert "unsafe" not in policy.split("script-src")[1].split(";")[0]


def test_every_button_and_picture_has_a_name(folder: Path) -> None:
    """A person who does not see the page hears what each is."""
    film_beside(folder)
    page = page_of(folder)
    pictures = page.all("img")
    assert len(pictures) == 2  # one hold, one fault
    assert all(picture["alt"] for picture in pictures)
    seeks = [button for button in page.all("button") if "data-seek" in button]
    assert len(seeks) == 6  # the count's, the advice's, and two for each row of a table
    assert page.all("video")[0]["aria-label"]


def test_without_a_video_there_are_no_buttons_and_no_pictures(folder: Path) -> None:
    """The chart and the tables stay, and the page says why."""
    page = page_of(folder)
    assert not page.all("video")
    assert not page.all("button")
    assert not page.all("img")
    assert "There is no annotated video" in page.text
    assert "Hold by hold" in page.text


def test_a_video_that_is_not_of_this_review_is_left_out(folder: Path) -> None:
    """By word of the session, or because it is far longer than the session."""
    film_beside(folder)
    assert page_of(folder).all("video")
    reviewed(folder)  # the landmarks alone, into the same folder
    assert not page_of(folder).all("video")
    assert (folder / "annotated.mp4").is_file()
    film_beside(folder, longer_s=10.0)
    assert not page_of(folder).all("video")


def test_stills_are_of_the_deepest_and_the_worst_moment(folder: Path) -> None:
    """The film's grey tells when each picture was taken."""
    film_beside(folder)
    data = read_report(folder)
    times = [deepest_s(data.track, data.holds[0]), worst_s(data.track, data.holds[0].faults[0])]
    assert abs(times[0] - times[1]) > 1.0  # else the test could not tell them apart
    for picture, time_s in zip(page_of(folder).all("img"), times, strict=True):
        code = base64.b64decode((picture["src"] or "").split(",")[1])
        image = cv2.imdecode(np.frombuffer(code, np.uint8), cv2.IMREAD_GRAYSCALE)
        assert image is not None
        assert (image.mean() - 10) / GREY_PER_S == pytest.approx(time_s, abs=0.6)


def test_a_broken_video_is_named(folder: Path) -> None:
    """One line, and the report that was there before stays."""
    film_beside(folder)
    before = write_report(folder).read_bytes()
    (folder / "annotated.mp4").write_bytes(b"no video")
    with pytest.raises(InputError, match=r"annotated\.mp4"):
        write_report(folder)
    assert (folder / "report.html").read_bytes() == before


@pytest.mark.parametrize(
    "name", ["mannequin_single", "one_knee", "bridge", "synthetic_out_of_sight"]
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_kind_of_session_has_its_report(tmp_path: Path, name: str, lang: str) -> None:
    """Unsure holds, no holds, one leg: each placeholder is filled, no NaN is shown."""
    text = page_of(reviewed(tmp_path / "out", name), lang).text
    assert not re.search(r"[{}]|\bnan\b|\bNone\b|\bundefined\b", text)


def test_a_long_session_keeps_the_page_small(folder: Path) -> None:
    """Twenty times the frames give a chart of the same size, and a table one can read."""
    path = folder / "frames.csv"
    head, *rows = path.read_text().splitlines()
    seconds = float(rows[-1].split(",")[0]) + 0.1
    more = [
        f"{float(row.split(',', 1)[0]) + lap * seconds:.3f},{row.split(',', 1)[1]}"
        for lap in range(60)
        for row in rows
    ]
    path.write_text("\n".join([head, *more]) + "\n")
    change_session(folder, lambda d: d["source"].update(duration_s=60 * seconds))
    page = page_of(folder)
    assert (folder / "report.html").stat().st_size < 6_000_000
    assert len(page.all("tr")) < 140
