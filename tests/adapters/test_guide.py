"""The guide: whole in both languages, true to the routine files, a page that loads nothing."""

import base64
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from fnmatch import fnmatch
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest
from rich.console import Console

import posecoach
from posecoach.adapters.guide import _figures, figure_rows, offer_guide_line, print_guide
from posecoach.adapters.guide_drawing import PLACEMENT, side_view, svg_file, top_view
from posecoach.adapters.guide_html import guide_html, write_guide_html
from posecoach.adapters.markup import element, html_text
from posecoach.adapters.routine_files import routine_names
from posecoach.adapters.words.guide import CATALOGUES
from posecoach.adapters.words.guide_texts import GuideWords
from posecoach.core.routine import Routine
from posecoach.errors import OutputError, UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PACKAGE = Path(posecoach.__path__[0])
REPO = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(CATALOGUES)
PICTURES = sorted((PACKAGE / "guide_pictures").iterdir())


def texts(value: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a catalogue with its place in it."""
    if isinstance(value, str):
        yield where, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from texts(one, f"{where}.{key}")
    else:
        assert isinstance(value, tuple), where
        for index, one in enumerate(value):
            yield from texts(one, f"{where}[{index}]")


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def printed(lang: str, width: int = 80) -> str:
    stream = io.StringIO()
    print_guide(Console(file=stream, width=width), lang)
    return stream.getvalue()


def flat(text: str) -> str:
    """On one line, so that a text is found wherever its lines were broken."""
    return re.sub(r"[ \n]+", " ", text)


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.said = ""
        self.css = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag with its attributes."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Note what is shown, and the style sheet apart."""
        if self.tags and self.tags[-1][0] == "style" and "{" in data:
            self.css += data
        else:
            self.said += f" {data}"

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


# --- words ------------------------------------------------------------------------------------


def test_languages_say_the_same_things() -> None:
    """Each catalogue has the same texts with the same placeholders, none of them empty."""
    english = dict(texts(CATALOGUES["en"]))
    french = dict(texts(CATALOGUES["fr"]))
    remarks = {where for where in english if where.endswith(".remark")}
    assert english.keys() == french.keys()
    for where, text in english.items():
        assert placeholders(text) == placeholders(french[where]), where
        assert bool(text.strip()) == bool(french[where].strip()), where
        assert text.strip() or where in remarks, where


def test_french_is_no_copy() -> None:
    """Prose is translated."""
    english = dict(texts(CATALOGUES["en"]))
    same = {".place_title", ".sources_title", ".range"}
    for where, text in texts(CATALOGUES["fr"]):
        if len(text) > 30:
            assert text != english[where] or where in same, where


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_must_be_said_is_said(lang: str) -> None:
    """Sources, muscles, both grips, and who should ask first are named."""
    said = flat(printed(lang)).lower()
    needed = {
        "en": ["erector spinae", "gluteus maximus", "shin", "thigh", "herniation", "surgery",
               "pregnancy", "osteoporosis", "replacement", "pillow", "towel", "if it hurts"],
        "fr": ["érecteurs du rachis", "grand fessier", "tibia", "cuisse", "hernie", "opération",
               "grossesse", "ostéoporose", "prothèse", "oreiller", "serviette", "si cela fait mal"],
    }  # fmt: skip
    for word in [*needed[lang], "praticonnect", "verywell health", "anne asher, cpt"]:
        assert word in said, word


def test_an_unknown_language_is_a_usage_error() -> None:
    """The error names the languages that there are."""
    with pytest.raises(UsageError, match="en, fr"):
        guide_html("de")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_offer_is_one_line_with_the_command(lang: str) -> None:
    """What `live` says the first time fits on a line and can be typed."""
    line = offer_guide_line(lang)
    assert "\n" not in line
    assert len(line) <= 80
    assert ("posecoach guide --lang fr" if lang == "fr" else "posecoach guide ") in line


# --- figures ----------------------------------------------------------------------------------


def routine_tables() -> dict[str, dict[str, Any]]:
    """The routine files, read without posecoach's own reader."""
    files = (PACKAGE / "routines").glob("*.toml")
    return {f.stem: tomllib.loads(f.read_text(encoding="utf-8")) for f in files}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_routine_that_ships_is_told(lang: str) -> None:
    """A new routine file needs its words here."""
    assert set(CATALOGUES[lang].variants) == set(routine_names()) == set(routine_tables())


@pytest.mark.parametrize(
    ("lang", "told"), [("en", ("7.5 to 12.5 s", "2.5 s")), ("fr", ("7,5 à 12,5 s", "2,5 s"))]
)
def test_fractions_have_the_languages_mark(lang: str, told: tuple[str, str]) -> None:
    """A comma in French, a point in English."""
    routine = Routine("x", "both", 7.5, hold_max_s=12.5, rest_s=2.5)
    hold, _, rest, _ = _figures(routine, CATALOGUES[lang])
    assert (hold.replace("\u00a0", " "), rest.replace("\u00a0", " ")) == told


@pytest.mark.parametrize(("lang", "to"), [("en", "to"), ("fr", "à")])
def test_figures_are_those_of_the_routine_files(lang: str, to: str) -> None:
    """Hold, repetitions, rest and times a day of each form, as its file has them."""
    words = CATALOGUES[lang]
    rows = dict(zip(words.variants, figure_rows(words), strict=True))
    for name, table in routine_tables().items():
        title, hold, times, rest, a_day = (cell.replace("\u00a0", " ") for cell in rows[name])
        assert title == words.variants[name][0]
        longest = table.get("hold_max_s")
        least = f"{table['hold_s']:g}"
        assert hold == (f"{least} s" if longest is None else f"{least} {to} {longest:g} s")
        assert times.startswith(" ".join([str(table["repetitions"][0]), to]))
        assert str(table["repetitions"][1]) in times
        assert (len(times.split()) > 3) == (table["legs"] == "single")
        assert rest == f"{table['rest_s']:g} s"
        assert a_day == f"{table['per_day'][0]} {to} {table['per_day'][1]}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_figure_is_written_twice(lang: str) -> None:
    """Numbers in the texts are of steps only: the others come from files and constants."""
    for where, text in texts(CATALOGUES[lang]):
        if "gentle-single" not in where:
            assert not re.search(r"\d", text), where


# --- terminal ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [30, 80, 200])
def test_lines_fit_the_terminal(lang: str, width: int) -> None:
    """At most 80 columns; no line begins with a lost colon or with the unit of a number."""
    lines = printed(lang, width).splitlines()
    for line, following in pairwise(lines):
        if width >= 80:
            assert len(line) <= 80, line
        assert not re.match(r"\s*[:;?!»]", line), line
        assert not (re.search(r"\d$", line) and re.match(r"\s*(s|m|cm)\b", following)), line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_terminal_tells_all_of_it(lang: str) -> None:
    """Every text but the drawings' labels and the command's own messages is printed."""
    said = flat(printed(lang))
    words = CATALOGUES[lang]
    elsewhere = r"\.(drawn|offer|written|replaced|careful_link|columns|seconds|range|a_side|metres"
    elsewhere += r"|centimetres|decimal|html_shows|html_sharper)|\.picture$"
    for where, text in texts(words):
        if not re.match(elsewhere, where) and not where.endswith(".picture"):
            for part in re.split(r"\{\w+\}", text):
                assert flat(part).strip() in said, where


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_terminal_says_how_to_see_the_pictures(lang: str) -> None:
    """Each picture is told in words, and the command that shows them is named."""
    said = flat(printed(lang))
    words = CATALOGUES[lang]
    assert "posecoach guide" + " --lang fr" * (lang == "fr") + " --html" in said
    for step in (*words.steps, words.grip):
        assert flat(f"[{words.picture}] {step.alt}") in said


def coloured(width: int = 80, **more: Any) -> str:  # noqa: ANN401 - as rich takes them
    """The guide on a terminal with colours."""
    stream = io.StringIO()
    options = {"color_system": "truecolor", "force_terminal": True, "no_color": False} | more
    print_guide(Console(file=stream, width=width, **options), "en")
    return stream.getvalue()


def drawn_rows(out: str) -> np.ndarray:
    """(rows, columns, 3) uint8: the pixels of every half block, upper above lower."""
    cell = re.compile(r"38;2;(\d+);(\d+);(\d+);48;2;(\d+);(\d+);(\d+)m(▀+)")
    rows: list[list[list[int]]] = []
    for line in out.splitlines():
        upper, lower = [], []
        for *colours, blocks in cell.findall(line):
            numbers = [int(number) for number in colours]
            upper += [numbers[:3]] * len(blocks)
            lower += [numbers[3:]] * len(blocks)
        rows += [upper, lower] if upper else []
    return np.array(rows, np.uint8)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_terminal_with_colours_shows_each_picture_at_its_step(width: int) -> None:
    """Square pixels, no wider than a line may be; each is its file's picture and no other's."""
    rows = drawn_rows(coloured(width))
    columns = min(width, 80)
    assert rows.shape[1] == columns
    shown = np.split(rows, 5)
    english = CATALOGUES["en"]
    names = [step.picture for step in (*english.steps, english.grip)]
    files = {path.stem: cv2.imread(str(path))[:, :, ::-1] for path in PICTURES}
    for name, picture in zip(names, shown, strict=True):
        height = round(600 * columns / 960)
        top = round(0.09 * height)
        likeness = {}
        for other, image in files.items():
            small = cv2.resize(image, (columns, height), interpolation=cv2.INTER_AREA)
            part = small[top : top + len(picture)].astype(float)
            likeness[other] = np.corrcoef(part.ravel(), picture.astype(float).ravel())[0, 1]
        assert max(likeness, key=likeness.__getitem__) == name
        assert likeness[name] > 0.93


def test_a_picture_is_told_in_words_as_well() -> None:
    """Its text stands below it, and the page with sharper ones is named."""
    said = flat(re.sub(r"\x1b\[[\d;]*m", "", coloured()))
    english = CATALOGUES["en"]
    for step in (*english.steps, english.grip):
        assert f"▀ {step.alt}" in said
    assert "cannot be shown" not in said
    assert "posecoach guide --html makes a page with sharper pictures" in said


@pytest.mark.parametrize(
    "less",
    [
        {"force_terminal": False},
        {"no_color": True},
        {"color_system": "standard"},
        {"color_system": None},
        {"width": 39},
    ],
    ids=str,
)
def test_no_picture_where_none_can_be_seen(less: dict[str, Any]) -> None:
    """Into a file, without colours, with sixteen of them, or in too few columns: words."""
    out = coloured(**less)
    assert "▀" not in out
    assert "cannot be shown here" in flat(out)


# --- page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_tells_all_of_it(lang: str) -> None:
    """Every text but the terminal's is on the page, in the language that it declares."""
    page = Page(guide_html(lang))
    assert page.all("html") == [{"lang": lang}]
    shown = flat(page.said + " ".join(" ".join(a.values()) for _, a in page.tags))
    elsewhere = r"\.(offer|written|replaced|seconds|range|a_side|metres|centimetres|decimal"
    elsewhere += r"|html_shows|html_sharper|picture)$"
    for where, text in texts(CATALOGUES[lang]):
        if not re.match(elsewhere, where) and not where.endswith(".picture"):
            for part in re.split(r"\{\w+\}", text):
                assert flat(part).strip() in shown, where


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_loads_nothing(lang: str) -> None:
    """Pictures are inside it, links stay in it, there is no script, and the policy forbids more."""
    source = guide_html(lang)
    page = Page(source)
    targets = [a[key] for _, a in page.tags for key in ("src", "href", "srcset") if key in a]
    assert len(targets) >= 6
    assert all(target.startswith(("data:image/jpeg;base64,", "#")) for target in targets)
    assert "://" not in source
    assert not {"script", "link", "iframe", "object", "form"} & {tag for tag, _ in page.tags}
    assert "url(" not in page.css
    assert "@import" not in page.css
    (policy,) = (a["content"] for a in page.all("meta") if "http-equiv" in a)
    assert policy.startswith("default-src 'none'; img-src data:;")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_within_the_page_lead_somewhere(lang: str) -> None:
    """The careful line leads to those who should ask first."""
    page = Page(guide_html(lang))
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids)) == 1
    assert [a["href"] for a in page.all("a")] == [f"#{ids[0]}"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_can_be_heard(lang: str) -> None:
    """Headings go down one level at a time; every picture and drawing says what it shows."""
    page = Page(guide_html(lang))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(len(a["alt"]) > 30 for a in page.all("img"))
    drawings = page.all("svg")
    assert len(drawings) == 2
    assert all(a["role"] == "img" and len(a["aria-label"]) > 30 for a in drawings)
    assert {a["scope"] for a in page.all("th")} == {"col", "row"}


def test_the_pictures_on_the_page_are_those_that_ship() -> None:
    """Each one is decoded from the page and is the file's, at its declared size."""
    images = Page(guide_html("en")).all("img")
    assert len(images) == len(PICTURES) == 5
    shipped = {path.read_bytes() for path in PICTURES}
    for image in images:
        data = base64.b64decode(image["src"].partition(",")[2], validate=True)
        assert data in shipped
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert decoded is not None
        assert decoded.shape == (int(image["height"]), int(image["width"]), 3)
        assert decoded.std() > 20.0


def test_the_pictures_are_small() -> None:
    """They ship with the package: under 80 kB each."""
    assert max(path.stat().st_size for path in PICTURES) < 80_000


def test_the_pictures_are_packed() -> None:
    """Every file of the guide is covered by the package data that pyproject declares."""
    declared = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = declared["tool"]["setuptools"]["package-data"]["posecoach"]
    for path in PICTURES:
        name = path.relative_to(PACKAGE).as_posix()
        assert any(fnmatch(name, pattern) for pattern in patterns), name


def luminance(colour: str) -> float:
    """WCAG 2's relative luminance of #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(scheme: str) -> None:
    """WCAG AA asks for 4.5 to 1; both colour schemes reach it."""
    css = Page(guide_html("en")).css.replace("\n", " ")
    css = re.sub(r"@media print \{.*?\} \}", "", css)
    colours: dict[str, str] = {}
    for block in re.findall(r"(?::root|\.drawing) \{([^}]*)\}", css):
        for name, colour in re.findall(r"--([\w-]+): (#\w+);", block):
            if scheme == "dark" or name not in colours:
                colours[name] = colour
    pairs = [("ink", "paper"), ("soft", "paper"), ("ink", "box"), ("accent", "box"),
             ("accent", "paper"), ("accent", "warn-box"), ("warn", "warn-box"),
             ("ink", "warn-box"), ("line", "card")]  # fmt: skip
    for text, behind in pairs:
        assert contrast(colours[text], colours[behind]) >= 4.5, (text, behind)
    assert (luminance(colours["paper"]) < 0.2) == (scheme == "dark")


def test_hostile_words_stay_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Markup in a text or an attribute is shown, not run."""
    bad = '<script>alert("1")</script>&amp;" onload="x'
    english = CATALOGUES["en"]
    step = replace(english.steps[0], title=bad, alt=bad)
    hostile = replace(
        english, title=bad, why=(bad,), steps=(step,), drawn=replace(english.drawn, laptop=bad)
    )
    monkeypatch.setitem(cast("dict[str, GuideWords]", CATALOGUES), "xx", hostile)
    page = Page(guide_html("xx"))
    assert not page.all("script")
    assert not any("onload" in attributes for _, attributes in page.tags)
    assert page.all("img")[0]["alt"] == bad
    assert page.said.count("alert(") == 6  # page title, heading, why, step, two labels
    assert '[bold]"' in html_text(element("p", '[bold]"'))


# --- file -------------------------------------------------------------------------------------


def test_the_page_is_written_whole(tmp_path: Path) -> None:
    """The file is the page; a second one takes its place, and says so; nothing else is left."""
    path = tmp_path / "guide.html"
    assert not write_guide_html(path, "fr")
    assert path.read_text(encoding="utf-8") == guide_html("fr")
    assert write_guide_html(path, "en")
    assert path.read_text(encoding="utf-8") == guide_html("en")
    assert [p.name for p in tmp_path.iterdir()] == ["guide.html"]


@pytest.mark.parametrize("content", ["", "my notes", "<html>another page</html>"])
def test_what_is_not_ours_is_not_overwritten(tmp_path: Path, content: str) -> None:
    """Anything but a guide stays as it is, and the error says what to do."""
    path = tmp_path / "notes.html"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OutputError, match="name another file"):
        write_guide_html(path)
    assert path.read_text(encoding="utf-8") == content


def test_a_folder_or_no_folder_is_refused(tmp_path: Path) -> None:
    """A folder's name, a missing folder and an impossible name each give one line."""
    for path in (tmp_path, tmp_path / "gone" / "guide.html", tmp_path / ("x" * 300)):
        with pytest.raises(OutputError) as refused:
            write_guide_html(path)
        assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


# --- drawings ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_drawings_say_where_the_laptop_stands(lang: str) -> None:
    """Distance and height are the constants', in the language's own way."""
    comma = "," if lang == "fr" else "."
    far = f"{PLACEMENT.distance_m[1]:g}".replace(".", comma) + "\u00a0m"
    high = f"{PLACEMENT.lens_height_cm[1]}\u00a0cm"
    side, top = (html_text(view(CATALOGUES[lang])) for view in (side_view, top_view))
    assert side.count(far) == top.count(far) == 2  # label and description
    assert side.count(high) == 2
    assert far in printed(lang)
    assert high in printed(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_drawn_outside_a_drawing(lang: str) -> None:
    """Every label begins and every line ends within the picture."""
    for view in (side_view, top_view):
        drawing = view(CATALOGUES[lang])
        _, _, width, height = map(float, drawing.attrib["viewBox"].split())
        for part in drawing:
            assert 0 <= float(part.get("x", part.get("x1", 0))) <= width
            assert 0 <= float(part.get("y", part.get("y1", 0))) <= height
            if part.tag == "text":
                half = 5.6 * len(part.text or "")  # a wide 19 px letter is 11 px
                x = float(part.attrib["x"])
                shift = {"start": half, "end": -half}.get(part.attrib["text-anchor"], 0.0)
                assert x + shift - half >= 0, part.text
                assert x + shift + half <= width, part.text


@pytest.mark.parametrize(
    ("name", "view"), [("laptop_side", side_view), ("laptop_top", top_view)], ids=["side", "top"]
)
def test_the_readmes_drawings_are_up_to_date(name: str, view: Any) -> None:  # noqa: ANN401 - two functions
    """The committed files are what is drawn, and parse as XML."""
    fresh = svg_file(view(CATALOGUES["en"]))
    committed = REPO / ".github" / "images" / f"{name}.svg"
    assert committed.read_bytes().replace(b"\r\n", b"\n") == fresh
    root = ElementTree.fromstring(fresh)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
