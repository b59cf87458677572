"""Notes on a recording that was judged although something is wrong with it.

``session.json`` keeps them in English, as its contract has it, and so do ``done.json`` and
``summary.csv``. Whoever shows one to a person says it in that person's language, also a note
that an earlier run has left in a file: it is known again by the texts below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class NoteWords:
    """One language's notes.

    Attributes
    ----------
    ends_early, ends_early_of
        ``{seconds}`` could be decoded, of ``{whole}`` where that is known.
    damaged, left_out
        ``{n}`` packets; ``{n}`` frames.
    nobody, part
        Who was seen, and what to do.
    """

    ends_early: str
    ends_early_of: str
    damaged: str
    left_out: str
    nobody: str
    part: str


BETWEEN = "; "
"""Stands between two notes of one recording."""

ENGLISH = NoteWords(
    ends_early="the video ends early: {seconds} s could be decoded",
    ends_early_of="the video ends early: {seconds} s of {whole} s could be decoded",
    damaged="damaged packets skipped: {n}",
    left_out="frames left out because time did not advance: {n}",
    nobody="nobody was seen; film the whole body from the side, in light",
    part="only part of a body was seen; film the whole body from the side, in light",
)

FRENCH = NoteWords(
    ends_early="la vidéo finit trop tôt\u00a0: {seconds}\u00a0s ont pu être décodées",
    ends_early_of="la vidéo finit trop tôt\u00a0: {seconds}\u00a0s sur {whole}\u00a0s ont pu être "
    "décodées",
    damaged="paquets endommagés, passés\u00a0: {n}",
    left_out="images laissées de côté parce que le temps n’avançait pas\u00a0: {n}",
    nobody="personne n’a été vu\u00a0; filmez tout le corps, de profil, avec de la lumière",
    part="une partie du corps seulement a été vue\u00a0; filmez tout le corps, de profil, avec de "
    "la lumière",
)

CATALOGUES: Mapping[str, NoteWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""

_BETWEEN_FRENCH = "\u00a0; "


def note_text(note: str, lang: str) -> str:
    """One or more notes, as a file keeps them, in a language; what is not known stays as it is."""
    words = CATALOGUES.get(lang, ENGLISH)
    if words is ENGLISH:
        return note
    for field in fields(ENGLISH):
        note = _replaced(note, getattr(ENGLISH, field.name), getattr(words, field.name))
    # What is left of the English ones stands between two notes; the French has its own space.
    return re.sub(rf"(?<!\u00a0){BETWEEN}", _BETWEEN_FRENCH, note)


def _replaced(note: str, english: str, other: str) -> str:
    def said(found: re.Match[str]) -> str:
        figures = {name: text.replace(".", ",") for name, text in found.groupdict().items()}
        return other.format(**figures)

    return _pattern(english).sub(said, note)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """What finds a text whose places hold numbers."""
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[0-9]+(?:[.][0-9]+)?)", re.escape(text)))
