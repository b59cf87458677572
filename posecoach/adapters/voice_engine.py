"""Text to samples with the platform's own voice, through pyttsx3.

It renders to a file, and the samples go to our own player, for three reasons: what is said
can be stopped and prepared; pyttsx3 plays through a program that may be missing on Linux,
without saying so; and its ``say`` is silent from the second time on (2.99, Windows; its
issues 402, 419, 440). A new engine for each text is the way round the last one.

Windows has SAPI 5, macOS NSSpeechSynthesizer; a Linux has a voice where eSpeak NG is
installed. They block, and may crash: this runs in a process of its own, ``voice_worker``.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol

import miniaudio
import numpy as np

from posecoach.adapters.voice_tones import RATE_HZ
from posecoach.errors import PoseCoachError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

_RATE_WPM = 150  # words a minute; pyttsx3's own 200 is hurried
_WRITE_LIMIT_S = 3.0
_QUIET = 200  # of 32768: what lies below is the pause that engines put around a text
_MARGIN = RATE_HZ // 33  # samples kept of it
# Where several voices speak the language: the plain accents, and on macOS the plain people.
_PREFERRED = ("thomas", "amélie", "samantha", "daniel", "fr-fr", "en-us", "en-gb")


class NoVoiceError(PoseCoachError):
    """The engine has no voice for the language."""


class PlatformVoice(Protocol):
    """What of pyttsx3's ``Voice`` counts here."""

    id: str
    name: str
    languages: list[object]


class SpeechEngine:
    """The platform's voice in one language, slow.

    Parameters
    ----------
    lang
        ISO 639-1.
    folder
        Where the rendered files may lie for a moment.

    Raises
    ------
    NoVoiceError
        If no voice speaks the language.
    Exception
        Of any kind, if there is no engine: pyttsx3 lets through what the platform raises.
    """

    def __init__(self, lang: str, folder: Path) -> None:
        self._path = folder / "line.wav"
        engine = _new_engine()
        voice = best_voice(engine.getProperty("voices"), lang, engine.getProperty("voice"))
        if voice is None:
            raise NoVoiceError("no voice speaks '{lang}'", lang=lang)
        self._voice_id = voice.id

    def render(self, text: str) -> NDArray[np.int16]:
        """Samples of a text, mono, at ``RATE_HZ``, without the pauses around it.

        Raises
        ------
        Exception
            Of any kind, if nothing was rendered.
        """
        self._path.unlink(missing_ok=True)
        engine = _new_engine()
        written = threading.Event()
        engine.connect("finished-utterance", lambda **_: written.set())
        engine.setProperty("voice", self._voice_id)
        engine.setProperty("rate", _RATE_WPM)
        engine.save_to_file(text, str(self._path))
        engine.runAndWait()
        if engine.driver_name == "espeak":  # it writes in a thread of its own, and comes back
            written.wait(_WRITE_LIMIT_S)
        # WAV or, on macOS, AIFF, at whatever rate; miniaudio reads and converts both.
        sound = miniaudio.decode_file(str(self._path), nchannels=1, sample_rate=RATE_HZ)
        return trimmed(np.array(sound.samples, dtype=np.int16))


def _new_engine() -> Any:  # noqa: ANN401 - pyttsx3 has no types
    # pyttsx3.init() would give the last engine again while anybody holds it.
    from pyttsx3.engine import Engine  # noqa: PLC0415 - it fails where there is no engine

    return Engine()


def best_voice(
    voices: Iterable[PlatformVoice], lang: str, default_id: object
) -> PlatformVoice | None:
    """The voice to speak a language with: the person's own choice if it fits."""
    fitting = [voice for voice in voices if lang in {tag[:2] for tag in _tags(voice)}]
    # MBROLA voices are listed by eSpeak whether or not their data is installed.
    fitting = [voice for voice in fitting if not voice.id.startswith("mb/")]
    for voice in fitting:
        if voice.id == default_id:
            return voice
    return min(fitting, key=_plainness, default=None)


def _tags(voice: PlatformVoice) -> list[str]:
    """Language tags as each platform writes them, in one spelling: ``fr-fr``."""
    tags = (
        tag.decode(errors="ignore") if isinstance(tag, bytes) else tag for tag in voice.languages
    )
    return [str(tag).strip("\x00\x02\x05").replace("_", "-").lower() for tag in tags if tag]


def _plainness(voice: PlatformVoice) -> int:
    known = {*_tags(voice), voice.name.lower()}
    ranks = [rank for rank, name in enumerate(_PREFERRED) if name in known]
    return min(ranks, default=len(_PREFERRED))


def trimmed(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """The samples without the silence at both ends.

    Raises
    ------
    ValueError
        If there is nothing but silence.
    """
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _QUIET)
    if loud.size == 0:
        raise ValueError("nothing but silence was rendered")
    first, last = int(loud[0]), int(loud[-1])
    return samples[max(first - _MARGIN, 0) : last + _MARGIN]
