"""Real speech: rendered by the platform's voice, heard by measuring it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from posecoach.adapters.voice_engine import SpeechEngine, best_voice, trimmed
from posecoach.adapters.voice_tones import RATE_HZ
from posecoach.adapters.words.spoken import CATALOGUES, COUNTDOWN_S, text_of
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.utterance import Priority, SpokenKey, Utterance

CUE_LIMIT_S = 3.0
UNHURRIED_LIMIT_S = 6.0
SAFETY_LIMIT_S = 20.0
COUNT_LIMIT_S = 1.0
UNHURRIED = {
    SpokenKey.WELCOME,
    SpokenKey.SETUP_ANYWAY,
    SpokenKey.SOUND_CHECK,
    SpokenKey.ENOUGH_FOR_TODAY,
    SpokenKey.CAMERA_LOST,
    SpokenKey.CAMERA_GIVEN_UP,
    SpokenKey.TIME_UP,
    SpokenKey.FINISHED,
}


@dataclass
class Voice:
    """A voice as a platform lists it."""

    id: str
    name: str
    languages: list[object]


@pytest.fixture
def engine(tmp_path: Path) -> Callable[[str], SpeechEngine]:
    """Give the platform's engine in a language, or skip where it has none."""

    def open_engine(lang: str) -> SpeechEngine:
        try:
            return SpeechEngine(lang, tmp_path)
        except Exception as error:  # noqa: BLE001 - each platform fails in its own way
            pytest.skip(f"no speech engine here ({error})")

    return open_engine


@pytest.mark.parametrize("lang", CATALOGUES)
def test_a_whole_sessions_lines_are_spoken(
    engine: Callable[[str], SpeechEngine], lang: str
) -> None:
    """Every line is rendered, is not silent, and is as short as its moment asks."""
    speaker, words = engine(lang), CATALOGUES[lang]
    for key in (*SpokenKey, *CueKey, *FaultKind):
        text = text_of(Utterance(key, Priority.CUE, 0.0, 12, Side.RIGHT), words)
        samples = speaker.render(text)
        assert np.sqrt(np.mean((samples / 32768) ** 2)) > 0.02, text
        limit_s = UNHURRIED_LIMIT_S if key in UNHURRIED else CUE_LIMIT_S
        limit_s = SAFETY_LIMIT_S if key is SpokenKey.SAFETY else limit_s
        assert 0.2 < samples.size / RATE_HZ < limit_s, text


@pytest.mark.parametrize("lang", CATALOGUES)
def test_the_countdown_keeps_pace(engine: Callable[[str], SpeechEngine], lang: str) -> None:
    """A number of the countdown is over before the next one is due."""
    speaker, words = engine(lang), CATALOGUES[lang]
    for left in COUNTDOWN_S:
        utterance = Utterance(SpokenKey.SECONDS_LEFT, Priority.COUNT, 0.0, left)
        samples = speaker.render(text_of(utterance, words))
        assert samples.size / RATE_HZ < COUNT_LIMIT_S


def test_a_language_sounds_its_own_way(engine: Callable[[str], SpeechEngine]) -> None:
    """The same text is read otherwise by the French voice than by the English one."""
    english, french = (engine(lang).render("Restez immobile.") for lang in ("en", "fr"))
    size = min(english.size, french.size)
    assert not np.array_equal(english[:size], french[:size])


def test_silence_is_no_speech() -> None:
    """What is nothing but silence is refused, and silence around speech is cut away."""
    with pytest.raises(ValueError, match="silence"):
        trimmed(np.zeros(RATE_HZ, np.int16))
    samples = np.zeros(3 * RATE_HZ, np.int16)
    samples[RATE_HZ : 2 * RATE_HZ] = 5000
    assert trimmed(samples).size == pytest.approx(RATE_HZ, rel=0.1)
    assert trimmed(np.full(100, -32768, np.int16)).size == 100


ESPEAK = [
    Voice("gmw/en-029", "English (Caribbean)", ["en-029"]),
    Voice("gmw/en", "English (Great Britain)", ["en-gb"]),
    Voice("mb/mb-fr1", "french-mbrola-1", ["fr-fr"]),
    Voice("roa/fr-be", "French (Belgium)", ["fr-be"]),
    Voice("roa/fr", "French (France)", ["fr-fr"]),
]
MACOS = [
    Voice("com.apple.speech.synthesis.voice.Albert", "Albert", ["en_US"]),
    Voice("com.apple.voice.compact.fr-FR.Thomas", "Thomas", ["fr_FR"]),
    Voice("com.apple.voice.compact.en-US.Samantha", "Samantha", ["en_US"]),
    Voice("com.apple.eloquence.fr-FR.Grandma", "Grandma", ["fr_FR"]),
]
WINDOWS = [
    Voice("HKEY\\TTS_MS_EN-US_ZIRA_11.0", "Microsoft Zira Desktop", ["en-US"]),
    Voice("HKEY\\TTS_MS_FR-FR_HORTENSE_11.0", "Microsoft Hortense Desktop", ["fr-FR"]),
]


@pytest.mark.parametrize(
    ("voices", "lang", "default", "chosen"),
    [
        (ESPEAK, "en", "gmw/en", "English (Great Britain)"),
        (ESPEAK, "en", "gmw/en-029", "English (Caribbean)"),
        (ESPEAK, "fr", "gmw/en", "French (France)"),
        (MACOS, "fr", MACOS[0].id, "Thomas"),
        (MACOS, "en", MACOS[1].id, "Samantha"),
        (MACOS, "fr", MACOS[3].id, "Grandma"),
        (WINDOWS, "fr", WINDOWS[0].id, "Microsoft Hortense Desktop"),
        (WINDOWS[:1], "fr", WINDOWS[0].id, None),
        ([Voice("x", "x", [None]), Voice("y", "y", [])], "en", None, None),
    ],
)
def test_the_voice_fits_the_language(
    voices: list[Voice], lang: str, default: str | None, chosen: str | None
) -> None:
    """The person's own choice if it speaks the language, else its plainest voice, else none."""
    voice = best_voice(voices, lang, default)
    assert (voice and voice.name) == chosen
