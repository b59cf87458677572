"""The guide as one page: everything inside it, nothing fetched, no script."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from typing import TYPE_CHECKING

from posecoach.adapters.files import write_whole
from posecoach.adapters.guide import figure_rows, filled, guide_words, picture_bytes
from posecoach.adapters.guide_drawing import STYLE, side_view, top_view
from posecoach.adapters.markup import Element, element, html_text
from posecoach.adapters.paths import shown_path
from posecoach.adapters.words import DEFAULT_LANGUAGE
from posecoach.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from posecoach.adapters.words.guide_texts import GuideWords, Listed, Step

_MAKER = "posecoach guide"
_SAFETY = "safety"
_PICTURE_PX = (960, 600)
# A page that may load nothing, whatever is written in it.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_CSS = """
:root { color-scheme: light dark; --paper: #fffdf9; --ink: #1f2a31; --soft: #55636d;
  --rule: #ddd6c9; --box: #f5f1e8; --accent: #0f6a74; --warn: #8a3c00; --warn-box: #fdf1e2; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #11171c; --ink: #e6ecef; --soft: #a9b6be; --rule: #33404a; --box: #1a2229;
    --accent: #67c7d1; --warn: #ffb877; --warn-box: #2c2115; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.2rem 4rem; max-width: 56rem; background: var(--paper);
  color: var(--ink); font: 1.06rem/1.6 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { font-size: 2.3rem; line-height: 1.15; margin: 0 0 .6rem; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 3rem 0 .8rem; padding-top: .8rem;
  border-top: 1px solid var(--rule); }
h3 { font-size: 1.1rem; margin: 0 0 .25rem; }
p, li, dd { max-width: 42rem; }
p { margin: 0 0 .9rem; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.lead { font-size: 1.22rem; color: var(--soft); }
.careful { background: var(--warn-box); border-left: .35rem solid var(--warn);
  padding: .8rem 1.1rem; border-radius: .3rem; max-width: 44rem; }
.careful strong { color: var(--warn); }
.steps { list-style: none; margin: 0 0 1.6rem; padding: 0; display: grid; gap: 1.4rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 23rem), 1fr)); }
.step { background: var(--box); border-radius: .8rem; overflow: hidden; }
.step img { display: block; width: 100%; height: auto; }
.step div { padding: 1rem 1.2rem 1.1rem; }
.step p { margin: 0; }
.step b { color: var(--accent); margin-right: .5em; }
.wide { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  align-items: center; }
dt { font-weight: 650; }
dd { margin: 0 0 .8rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 0 0 1.4rem; }
th, td { text-align: left; padding: .45rem 1.4rem .45rem 0; border-bottom: 1px solid var(--rule);
  vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; }
td { white-space: nowrap; }
.cards { display: grid; gap: 1.2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
.card { background: var(--box); border-radius: .8rem; padding: 1rem 1.2rem; }
.card.warn { background: var(--warn-box); }
.card.warn h3 { color: var(--warn); }
.card ul { margin: .2rem 0 0; padding-left: 1.2rem; }
.card p { margin: .5rem 0 0; }
.note { color: var(--soft); margin-top: 1rem; }
figure { margin: 0 0 1rem; }
figcaption { color: var(--soft); margin-bottom: .3rem; }
.drawing { display: block; width: 100%; height: auto; }
code { font: .95em/1.4 ui-monospace, Consolas, Menlo, monospace; overflow-wrap: anywhere; }
@media (max-width: 34rem) {
  body { font-size: 1rem; padding-top: 1.2rem; }
  h1 { font-size: 1.9rem; } .lead { font-size: 1.1rem; } h2 { margin-top: 2.2rem; }
  thead { position: absolute; clip-path: inset(50%); }
  table, tbody, tr, tbody th, td { display: block; border: 0; padding: 0; }
  tr { border-bottom: 1px solid var(--rule); padding: .6rem 0; }
  tbody td { display: grid; grid-template-columns: 7rem 1fr; }
  td::before { content: attr(data-label); color: var(--soft); } }
@media print {
  @page { margin: 14mm; }
  :root { color-scheme: light; --paper: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; line-height: 1.4; }
  h1 { font-size: 20pt; } .lead { font-size: 12pt; }
  h2 { font-size: 14pt; margin-top: 1.1rem; padding-top: .5rem; }
  h2, h3, dt { break-after: avoid; }
  .step, .card, figure, table, dd, .careful { break-inside: avoid; }
  .steps, .cards { grid-template-columns: 1fr 1fr; gap: .7rem; }
  .step img { aspect-ratio: 2.2; object-fit: cover; }
  .step div, .card { padding: .6rem .8rem; }
  .step, .card, .careful { background: none; border: 1px solid var(--rule); }
  .wide { grid-template-columns: 2fr 3fr; } }
"""


def write_guide_html(path: Path, lang: str = DEFAULT_LANGUAGE) -> bool:
    """Write the page to a file; say whether it took the place of an older guide.

    Raises
    ------
    OutputError
        If something else is there already, or the file cannot be written.
    UsageError
        If there is no such language.
    """
    page = guide_html(lang).encode()
    replaces = _is_ours(path)
    write_whole(path, page)
    return replaces


def _is_ours(path: Path) -> bool:
    """Whether an older guide is there; anything else may not be overwritten."""
    if not _is_there(path):
        return False
    if _begins_as_ours(path):
        return True
    raise OutputError(
        "{path} is there already and is no posecoach guide; name another file",
        path=shown_path(path),
    )


def _is_there(path: Path) -> bool:
    with suppress(OSError):  # what may not even be looked at is refused when it is written
        return path.exists()
    return False


def _begins_as_ours(path: Path) -> bool:
    with suppress(OSError):  # what cannot be read is not known to be ours
        if path.is_file():  # a pipe would make us wait
            with path.open("rb") as stream:
                return f'content="{_MAKER}"'.encode() in stream.read(2000)
    return False


def guide_html(lang: str = DEFAULT_LANGUAGE) -> str:
    """The page as text.

    Raises
    ------
    UsageError
        If there is no such language.
    """
    words = guide_words(lang)
    page = element("html", _head(words), element("body", _main(words)), lang=lang)
    return "<!DOCTYPE html>\n" + html_text(page) + "\n"


def _head(words: GuideWords) -> Element:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="generator", content=_MAKER),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", f"{words.title} · posecoach"),
        element("style", _CSS + STYLE),
    )


def _main(words: GuideWords) -> Element:
    asks = element("a", words.careful_link, href=f"#{_SAFETY}")
    sections = (
        (words.why_title, _paragraphs(words.why)),
        (words.muscles_title, [_pairs(words.muscles, words), _p(words.muscles_remark)]),
        (words.steps_title, _steps(words)),
        (words.variants_title, _variants(words)),
        (words.safety_title, [_safety(words), _p(words.not_medical, class_="note")]),
        (words.place_title, [_pairs(words.place, words), _drawings(words)]),
        (words.ready_title, [_commands(words)]),
        (words.sources_title, _paragraphs(words.sources)),
    )
    main = element(
        "main",
        element("h1", words.title),
        _p(words.lead, class_="lead"),
        element("p", element("strong", words.careful), " ", asks, ".", class_="careful"),
    )
    for title, parts in sections:
        heading = element("h2", title)
        if title == words.safety_title:
            heading.set("id", _SAFETY)
        main.append(element("section", heading, *parts))
    return main


def _p(text: str, **attributes: object) -> Element:
    return element("p", text, **attributes)


def _paragraphs(texts: Iterable[str]) -> list[Element]:
    return [_p(text) for text in texts]


def _pairs(pairs: Iterable[tuple[str, str]], words: GuideWords) -> Element:
    told = element("dl")
    for name, text in pairs:
        told.append(element("dt", name))
        told.append(element("dd", filled(text, words)))
    return told


def _steps(words: GuideWords) -> list[Element]:
    steps = [
        element("li", *_step(step, words, str(number)), class_="step")
        for number, step in enumerate(words.steps, start=1)
    ]
    return [
        element("ol", *steps, class_="steps"),
        _p(filled(words.letting_go, words)),
        element("div", *_step(words.grip, words), class_="step wide"),
    ]


def _step(step: Step, words: GuideWords, number: str = "") -> list[Element]:
    title = element("h3", *([element("b", number)] if number else []), step.title)
    width, height = _PICTURE_PX
    picture = element(
        "img", src=_data_uri(step.picture), alt=step.alt, width=width, height=height
    )  # fmt: skip
    return [picture, element("div", title, _p(filled(step.text, words)))]


def _data_uri(picture: str) -> str:
    return "data:image/jpeg;base64," + b64encode(picture_bytes(picture)).decode()


def _variants(words: GuideWords) -> list[Element]:
    head = element("tr", *(element("th", column, scope="col") for column in words.columns))
    body = element("tbody")
    for form, *figures in figure_rows(words):
        named = zip(words.columns[1:], figures, strict=True)
        cells = (element("td", figure, data_label=column) for column, figure in named)
        body.append(element("tr", element("th", form, scope="row"), *cells))
    table = element("table", element("thead", head), body)
    return [
        element("div", table, class_="scroll"),
        _pairs(words.variants.values(), words),
        *_paragraphs(words.variants_remarks),
    ]


def _safety(words: GuideWords) -> Element:
    cards = [_card(listed, words.safety) for listed in words.safety]
    return element("div", *cards, class_="cards")


def _card(listed: Listed, every: tuple[Listed, ...]) -> Element:
    items = element("ul", *(element("li", item) for item in listed.items))
    remark = [_p(listed.remark)] if listed.remark else []
    urgent = " warn" if listed in (every[0], every[-1]) else ""
    return element("div", element("h3", listed.title), items, *remark, class_=f"card{urgent}")


def _drawings(words: GuideWords) -> Element:
    drawn = words.drawn
    figures = [
        element("figure", element("figcaption", title), drawing)
        for title, drawing in (
            (drawn.side_title, side_view(words)),
            (drawn.top_title, top_view(words)),
        )
    ]
    return element("div", *figures, class_="cards drawings")


def _commands(words: GuideWords) -> Element:
    told = element("dl")
    for command, what in words.ready:
        told.append(element("dt", element("code", command)))
        told.append(element("dd", what))
    return told
