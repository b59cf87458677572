"""What is told where no window can be opened: one line for each reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.display import NoDisplay

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class DisplayWords:
    """One language's lines.

    Attributes
    ----------
    reasons
        What is missing, what would help, and that it goes on with sound alone.
    """

    reasons: Mapping[NoDisplay, str]


ENGLISH = DisplayWords(
    reasons={
        NoDisplay.NO_GUI: (
            "no window: this OpenCV was built without one (opencv-python-headless?), install "
            "opencv-python in its place; going on with sound alone, as with --headless"
        ),
        NoDisplay.NOT_SET: (
            "no window: there is no display here (DISPLAY is not set), start from a desktop "
            "to have one; going on with sound alone, as with --headless"
        ),
        NoDisplay.NO_ANSWER: (
            "no window: the display does not let one be opened, start from a desktop to have "
            "one; going on with sound alone, as with --headless"
        ),
        NoDisplay.WRONG_ORDER: (
            "no window: PyAV was loaded before OpenCV, and a window would hang; start posecoach "
            "by itself to have one; going on with sound alone, as with --headless"
        ),
    }
)

FRENCH = DisplayWords(
    reasons={
        NoDisplay.NO_GUI: (
            "pas de fenêtre\u00a0: cet OpenCV n’en a pas (opencv-python-headless\u00a0?), "
            "installez opencv-python à sa place\u00a0; la séance continue avec le son seul, comme "
            "avec --headless"
        ),
        NoDisplay.NOT_SET: (
            "pas de fenêtre\u00a0: il n’y a pas d’écran ici (DISPLAY n’est pas défini), lancez "
            "depuis un bureau pour en avoir une\u00a0; la séance continue avec le son seul, comme "
            "avec --headless"
        ),
        NoDisplay.NO_ANSWER: (
            "pas de fenêtre\u00a0: l’écran n’en laisse pas ouvrir, lancez depuis un bureau pour "
            "en avoir une\u00a0; la séance continue avec le son seul, comme avec --headless"
        ),
        NoDisplay.WRONG_ORDER: (
            "pas de fenêtre\u00a0: PyAV a été chargé avant OpenCV et une fenêtre se bloquerait"
            "\u00a0; lancez posecoach seul pour en avoir une\u00a0; la séance continue avec le son "
            "seul, comme avec --headless"
        ),
    }
)

CATALOGUES: Mapping[str, DisplayWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
