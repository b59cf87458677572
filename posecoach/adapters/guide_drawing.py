"""Where the laptop stands, drawn to scale: from the side and from above, as SVG.

The guide's page has them inside it. ``python -m posecoach.adapters.guide_drawing [FOLDER [LANG]]``
writes them as files, as they lie in ``.github/images`` for the README.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.adapters.markup import Element, element, xml_text

if TYPE_CHECKING:
    from posecoach.adapters.words.guide_texts import GuideWords


@dataclass(frozen=True)
class Placement:
    """Where the laptop stands: (least, most).

    At 2 m a lens of 50 degrees sees 1.9 m across, a person lying with bent knees; beyond
    2.5 m the person is small in the picture. A lower lens has the near leg hide the far one,
    a higher one looks down on the hip.
    """

    distance_m: tuple[float, float] = (2.0, 2.5)
    lens_height_cm: tuple[int, int] = (30, 80)


PLACEMENT = Placement()

_WIDTH, _SIDE_HEIGHT, _TOP_HEIGHT = 600, 310, 430
_MAT_M = (1.86, 0.66)
_LENS_M = 0.55  # as drawn: the middle of what is allowed
# Only what a drawing uses; the page has the same names for light and for dark.
STYLE = """
.drawing { --line: #33414c; --soft: #8a98a3; --floor: #d9d2c6; --mat: #2f8f98; --skin: #b98a6b;
  --top: #eceae4; --legs: #6f7681; --view: #2f6fd0; --sun: #d99a1c; --card: #fbfaf7; }
@media screen and (prefers-color-scheme: dark) {
.drawing { --line: #dde5ea; --soft: #93a3ae; --floor: #4a463f; --mat: #2b7f88; --skin: #b98a6b;
  --top: #d9d7d0; --legs: #8a919c; --view: #7fb0ff; --sun: #f0bd4c; --card: #1b232a; } }
.drawing text { fill: var(--line); font: 19px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
"""


def placement_text(words: GuideWords) -> dict[str, str]:
    """``distance`` and ``height`` in words, such as "2 to 2.5 m"."""
    near, far = map(words.number, PLACEMENT.distance_m)
    low, high = PLACEMENT.lens_height_cm
    distance = words.range.format(least=near, most=far)
    height = words.range.format(least=low, most=high)
    return {
        "distance": words.metres.format(n=distance),
        "height": words.centimetres.format(n=height),
    }


def side_view(words: GuideWords) -> Element:
    """The laptop at the left, the mat at the right, the person seen from the feet."""
    scale, floor, lens_x = 140.0, 232.0, 178.0
    middle = lens_x + sum(PLACEMENT.distance_m) / 2 * scale
    lens_y = floor - _LENS_M * scale
    said = placement_text(words)
    low, high = (floor - cm / 100 * scale for cm in PLACEMENT.lens_height_cm)
    return _drawing(
        _SIDE_HEIGHT,
        words.drawn.side_alt.format(**said),
        _polygon(
            [(lens_x, lens_y), (_WIDTH, lens_y - 84), (_WIDTH, floor), (lens_x + 190, floor)],
            fill="var(--view)", fill_opacity=0.16,
        ),
        _rect(0, floor, _WIDTH, 7, fill="var(--floor)"),
        *_person_from_the_feet(middle, floor, scale),
        *_laptop_on_a_table(lens_x, lens_y, floor),
        _rect(108, high, 26, low - high, rx=4, fill="var(--view)", fill_opacity=0.30),
        *_measure((121, floor), (121, low)),
        *_measure((121, low), (121, high)),
        _text(108, high - 14, said["height"]),
        *_measure((lens_x, 258), (middle, 258)),
        _text((lens_x + middle) / 2, 284, said["distance"]),
        _text(lens_x + 34, lens_y + 58, words.drawn.laptop, "start"),
        _text(_WIDTH - 12, floor - 112, words.drawn.from_feet, "end"),
        *_sun(46, 44),
        _text(78, 50, words.drawn.light, "start"),
        *_arrow((170, 46), (300, 82)),
    )  # fmt: skip


def top_view(words: GuideWords) -> Element:
    """The mat at the top, the laptop at the bottom, what it sees between them."""
    scale, middle, mat_y = 122.0, 300.0, 78.0
    lens_y = mat_y + sum(PLACEMENT.distance_m) / 2 * scale
    said = placement_text(words)
    length, width = (size * scale for size in _MAT_M)
    reach = (lens_y - 8) * 0.56  # tangent of half of 58 degrees, a usual webcam
    return _drawing(
        _TOP_HEIGHT,
        words.drawn.top_alt.format(**said),
        _polygon(
            [(middle, lens_y), (middle - reach, 8), (middle + reach, 8)],
            fill="var(--view)", fill_opacity=0.16,
        ),
        _rect(middle - length / 2, mat_y - width / 2, length, width, rx=6, fill="var(--mat)"),
        *_person_from_above(middle, mat_y, scale),
        _text(middle, mat_y + width / 2 + 34, words.drawn.in_view),
        _rect(middle - 26, lens_y - 34, 52, 34, rx=3, fill="var(--soft)"),
        _rect(middle - 26, lens_y - 2, 52, 7, rx=2, fill="var(--line)"),
        element("circle", cx=_n(middle), cy=_n(lens_y), r=4.5, fill="var(--view)"),
        _text(middle, lens_y + 30, words.drawn.laptop),
        *_measure((530, mat_y), (530, lens_y)),
        _line((middle + length / 2, mat_y), (540, mat_y), stroke_dasharray="3 5"),
        _line((middle + 26, lens_y), (540, lens_y), stroke_dasharray="3 5"),
        _text(518, (mat_y + lens_y) / 2 + 34, said["distance"], "end"),
        *_sun(62, lens_y + 10),
        _text(92, lens_y + 16, words.drawn.light, "start"),
        *_arrow((80, lens_y - 22), (150, lens_y - 92)),
    )  # fmt: skip


def _person_from_the_feet(x: float, floor: float, scale: float) -> list[Element]:
    """Mat, trunk behind, two shins with the knees up and the feet towards us."""
    half = _MAT_M[1] / 2 * scale
    ground = floor - 5
    knee, apart = ground - 0.50 * scale, 0.11 * scale
    trunk = element(
        "ellipse", cx=_n(x), cy=_n(ground - 14), rx=30, ry=15,
        fill="var(--top)", stroke="var(--soft)",
    )  # fmt: skip
    drawn = [_rect(x - half, ground, 2 * half, 5, rx=2, fill="var(--mat)"), trunk]
    for side in (-1, 1):
        leg = x + side * apart
        drawn.append(_limb([(leg, ground - 12), (leg - side * 3, knee)], 17, "var(--legs)"))
        drawn.append(_limb([(leg, ground - 5), (leg + side * 2, ground - 14)], 13, "var(--skin)"))
    return drawn


def _laptop_on_a_table(lens_x: float, lens_y: float, floor: float) -> list[Element]:
    """A low table, the keyboard, the screen leaning back, the lens at its top."""
    top = lens_y + 31
    return [
        _rect(142, top, 62, 6, rx=2, fill="var(--soft)"),
        _rect(148, top + 6, 5, floor - top - 6, fill="var(--soft)"),
        _rect(193, top + 6, 5, floor - top - 6, fill="var(--soft)"),
        _limb([(lens_x + 6, top - 2), (lens_x + 24, top - 2)], 4, "var(--line)"),
        _limb([(lens_x + 6, top - 2), (lens_x - 2, lens_y)], 4, "var(--line)"),
        element("circle", cx=_n(lens_x), cy=_n(lens_y), r=4.5, fill="var(--view)"),
    ]


def _person_from_above(x: float, y: float, scale: float) -> list[Element]:
    """Head at the right, knees bent: thigh and shin both shortened."""
    hip, shoulder, head = x - 0.05 * scale, x + 0.44 * scale, x + 0.66 * scale
    knee, foot = x - 0.36 * scale, x - 0.62 * scale
    drawn = []
    for side in (-1, 1):
        leg, arm = y + side * 11, y + side * 27
        drawn.append(_limb([(shoulder - 4, y + side * 22), (hip + 6, arm)], 9, "var(--skin)"))
        drawn.append(_limb([(foot + 10, leg), (foot - 8, leg)], 10, "var(--skin)"))
        drawn.append(_limb([(hip, leg), (knee, leg), (foot + 12, leg)], 17, "var(--legs)"))
        drawn.append(element("circle", cx=_n(knee), cy=_n(leg), r=10, fill="var(--legs)",
                             stroke="var(--soft)"))  # fmt: skip
    trunk = _rect(hip - 6, y - 22, shoulder - hip + 12, 44, rx=14, fill="var(--top)",
                  stroke="var(--soft)")  # fmt: skip
    face = element("circle", cx=_n(head), cy=_n(y), r=15, fill="var(--skin)")
    return [*drawn, trunk, face]


# --- strokes ----------------------------------------------------------------------------------


def _drawing(height: float, alt: str, *parts: Element) -> Element:
    """An SVG that scales with its place and says what it shows."""
    card = _rect(0, 0, _WIDTH, height, rx=12, fill="var(--card)")
    return element(
        "svg", card, *parts, viewBox=f"0 0 {_WIDTH} {height}", class_="drawing", role="img",
        aria_label=alt,
    )  # fmt: skip


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _points(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _rect(x: float, y: float, width: float, height: float, **look: object) -> Element:
    return element("rect", x=_n(x), y=_n(y), width=_n(width), height=_n(height), **look)


def _polygon(points: list[tuple[float, float]], **look: object) -> Element:
    return element("polygon", points=_points(points), **look)


def _limb(points: list[tuple[float, float]], width: float, colour: str) -> Element:
    return element(
        "polyline", points=_points(points), fill="none", stroke=colour, stroke_width=width,
        stroke_linecap="round", stroke_linejoin="round",
    )  # fmt: skip


def _line(start: tuple[float, float], end: tuple[float, float], **look: object) -> Element:
    (x1, y1), (x2, y2) = start, end
    look = {"stroke": "var(--soft)", "stroke_width": 1.5, **look}
    return element("line", x1=_n(x1), y1=_n(y1), x2=_n(x2), y2=_n(y2), **look)


def _text(x: float, y: float, said: str, anchor: str = "middle") -> Element:
    return element("text", said, x=_n(x), y=_n(y), text_anchor=anchor)


def _measure(start: tuple[float, float], end: tuple[float, float]) -> list[Element]:
    """A line with a bar across each end, level or upright."""
    along = (0, 6) if start[1] == end[1] else (6, 0)
    look = {"stroke": "var(--line)", "stroke_width": 2}
    bars = [
        _line((x - along[0], y - along[1]), (x + along[0], y + along[1]), **look)
        for x, y in (start, end)
    ]
    return [_line(start, end, **look), *bars]


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> list[Element]:
    """A ray of light with its tip."""
    (x1, y1), (x2, y2) = start, end
    size = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    dx, dy = (x2 - x1) / size, (y2 - y1) / size
    wings = [(x2 - 12 * dx + s * 6 * dy, y2 - 12 * dy - s * 6 * dx) for s in (-1, 1)]
    look = {"stroke": "var(--sun)", "stroke_width": 3}
    return [_line(start, end, **look), _polygon([end, *wings], fill="var(--sun)")]


def _sun(x: float, y: float) -> list[Element]:
    """A disc with eight short rays."""
    rays = [(1.0, 0.0), (0.7, 0.7), (0.0, 1.0), (-0.7, 0.7)]
    look = {"stroke": "var(--sun)", "stroke_width": 3, "stroke_linecap": "round"}
    lines = [
        _line((x + s * 15 * dx, y + s * 15 * dy), (x + s * 22 * dx, y + s * 22 * dy), **look)
        for dx, dy in rays
        for s in (-1, 1)
    ]
    return [element("circle", cx=_n(x), cy=_n(y), r=10, fill="var(--sun)"), *lines]


# --- files ------------------------------------------------------------------------------------


def svg_file(drawing: Element) -> bytes:
    """A drawing as a file of its own, light or dark as the reader's screen is."""
    drawing.insert(0, element("style", STYLE))
    drawing.set("xmlns", "http://www.w3.org/2000/svg")
    return (xml_text(drawing) + "\n").encode()


def write_drawings(folder: Path, words: GuideWords) -> list[Path]:
    """Write ``laptop_side.svg`` and ``laptop_top.svg`` into a folder that is there."""
    from posecoach.adapters.files import write_whole  # noqa: PLC0415 - not for the page

    written = []
    for name, drawing in (("laptop_side", side_view(words)), ("laptop_top", top_view(words))):
        written.append(folder / f"{name}.svg")
        write_whole(written[-1], svg_file(drawing))
    return written


if __name__ == "__main__":
    from posecoach.adapters.words.guide import CATALOGUES

    given = sys.argv[1:3]
    target, language = (*given, *(".github/images", "en")[len(given) :])
    for path in write_drawings(Path(target), CATALOGUES[language]):
        print(path)
