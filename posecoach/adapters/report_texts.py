"""The words of one language together, and the phrases that several parts of the report share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from posecoach.adapters import wording
from posecoach.adapters.words import report as report_words

if TYPE_CHECKING:
    from posecoach.adapters.report_model import ReportData
    from posecoach.adapters.words.report_fields import ReportWords
    from posecoach.core.attempts import FlexionSummary


class Texts(NamedTuple):
    """The words of one language: the report's own, and those shared with the coach."""

    own: ReportWords
    shared: wording.Catalogue


def texts_of(lang: str) -> Texts:
    """The texts of a language; English where there are none."""
    return Texts(
        report_words.CATALOGUES.get(lang, report_words.ENGLISH),
        wording.CATALOGUES.get(lang, wording.ENGLISH),
    )


def target_text(data: ReportData, words: ReportWords) -> str:
    """The seconds that a hold must reach."""
    digits = 0 if data.routine.hold_s.is_integer() else 1
    return words.seconds.format(n=words.number(data.routine.hold_s, digits))


def span_deg(found: FlexionSummary, words: ReportWords) -> str:
    """Median to peak."""
    least, most = (words.number(value) for value in (found.median_deg, found.peak_deg))
    return words.degrees_span.format(least=least, most=most)
