"""The guide's texts: the stretch, told before anyone lies down.

In our own words, after the sources it names. Modest on purpose: it promises nothing, and what
it says about who should ask first errs on the careful side. Figures of the routines come in by
placeholders, from the routine files; so does where the laptop stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.words.numbers import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Step:
    """One picture and what goes with it.

    ``picture`` is the name of a file in ``guide_pictures``; ``alt`` says what it shows to
    those who cannot see it.
    """

    picture: str
    title: str
    text: str
    alt: str


@dataclass(frozen=True)
class Listed:
    """A short list under a title, with a remark after it (or none)."""

    title: str
    items: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True)
class Drawn:
    """Words of the drawings of the laptop's place: titles, descriptions, labels."""

    side_title: str
    side_alt: str
    top_title: str
    top_alt: str
    laptop: str
    light: str
    from_feet: str
    in_view: str


@dataclass(frozen=True)
class GuideWords:
    """Everything the guide says in one language.

    Pairs are (name, what about it). ``variants`` goes by the routine's name, gentlest first;
    ``columns`` head the table of their figures. Placeholders: ``{hold}`` and ``{rest}`` are the
    long hold's figures, ``{distance}`` and ``{height}`` the laptop's place, ``{command}`` what
    to type, ``{path}`` a file, ``{n}`` a number, ``{least}`` and ``{most}`` the ends of a range.
    """

    title: str
    lead: str
    careful: str
    careful_link: str
    why_title: str
    why: tuple[str, ...]
    muscles_title: str
    muscles: tuple[tuple[str, str], ...]
    muscles_remark: str
    steps_title: str
    steps: tuple[Step, ...]
    letting_go: str
    grip: Step
    variants_title: str
    variants: Mapping[str, tuple[str, str]]
    variants_remarks: tuple[str, ...]
    columns: tuple[str, ...]
    seconds: str
    range: str
    a_side: str
    metres: str
    centimetres: str
    decimal: str
    safety_title: str
    safety: tuple[Listed, ...]
    not_medical: str
    place_title: str
    place: tuple[tuple[str, str], ...]
    drawn: Drawn
    ready_title: str
    ready: tuple[tuple[str, str], ...]
    sources_title: str
    sources: tuple[str, ...]
    picture: str
    html_shows: str
    html_sharper: str
    written: str
    replaced: str
    offer: str

    def number(self, value: float) -> str:
        """A number with no more digits than it needs."""
        return number_text(value, "g", self.decimal)
