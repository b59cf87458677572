"""What is told of the sound itself: one line for each way in which it may fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class SoundWords:
    """One language's notes; each says what is heard instead, and what would help.

    Attributes
    ----------
    no_library, no_device
        Nothing can be played.
    no_engine, no_voice
        Nothing can be spoken, or not in this language.
    no_start
        The process of the sound does not start.
    restarted, speech_crashed, sound_crashed
        It has stopped in mid-session: for the first, the second, the last time.
    """

    no_library: str
    no_device: str
    no_engine: str
    no_voice: str
    no_start: str
    restarted: str
    speech_crashed: str
    sound_crashed: str


ENGLISH = SoundWords(
    no_library="no sound: the Python package miniaudio is missing; install posecoach again",
    no_device="no sound: no loudspeaker was found; connect or switch on one and start again",
    no_engine=(
        "tones instead of speech: this system has no voice that works; "
        "on Linux install espeak-ng to have one"
    ),
    no_voice=(
        "tones instead of speech: no voice speaks English here; add one in the system's settings"
    ),
    no_start=(
        "no sound: its process does not start; "
        "see that the temporary folder is not full, or install posecoach again"
    ),
    restarted="the sound had stopped; it was started again",
    speech_crashed="tones instead of speech: the system's voice stopped twice",
    sound_crashed="no sound any more: it stopped three times; start again to have it back",
)

FRENCH = SoundWords(
    no_library="pas de son\u00a0: le paquet Python miniaudio manque\u00a0; réinstallez posecoach",
    no_device=(
        "pas de son\u00a0: aucun haut-parleur trouvé\u00a0; "
        "branchez-en ou allumez-en un, puis relancez"
    ),
    no_engine=(
        "des sons à la place de la parole\u00a0: aucune voix ne marche sur ce système\u00a0; "
        "sous Linux, installez espeak-ng pour en avoir une"
    ),
    no_voice=(
        "des sons à la place de la parole\u00a0: aucune voix ne parle français ici\u00a0; "
        "ajoutez-en une dans les réglages du système"
    ),
    no_start=(
        "pas de son\u00a0: son processus ne démarre pas\u00a0; "
        "voyez si le dossier temporaire est plein, ou réinstallez posecoach"
    ),
    restarted="le son s’était arrêté\u00a0; il a été relancé",
    speech_crashed=(
        "des sons à la place de la parole\u00a0: la voix du système s’est arrêtée deux fois"
    ),
    sound_crashed=(
        "plus de son\u00a0: il s’est arrêté trois fois\u00a0; relancez pour le retrouver"
    ),
)

CATALOGUES: Mapping[str, SoundWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
