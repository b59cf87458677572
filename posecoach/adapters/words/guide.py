"""The guide's texts in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.adapters.words.guide_en import ENGLISH
from posecoach.adapters.words.guide_fr import FRENCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posecoach.adapters.words.guide_texts import GuideWords

CATALOGUES: Mapping[str, GuideWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
