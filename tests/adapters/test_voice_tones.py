"""The tones: audible, soft, short, and told apart."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from posecoach.adapters.voice_tones import RATE_HZ, Tone, clip_of, tone_of
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind, Severity
from posecoach.core.setup_checks import Advice
from posecoach.core.utterance import Priority, SpokenKey, Utterance

FULL_SCALE = 32767


def tone(key: SpokenKey | CueKey | FaultKind | Advice, value: int | None = None) -> Tone:
    """The tone of an utterance."""
    return tone_of(Utterance(key, Priority.CUE, 0.0, value))


def pitch_hz(samples: np.ndarray) -> float:
    """The strongest frequency."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return float(np.fft.rfftfreq(samples.size, 1 / RATE_HZ)[np.argmax(spectrum)])


@pytest.mark.parametrize("which", Tone)
def test_a_tone_is_heard_and_is_soft(which: Tone) -> None:
    """Neither silent nor loud, never clipped, over within two seconds, and without a click."""
    clip = clip_of(which)
    rms = np.sqrt(np.mean((clip / FULL_SCALE) ** 2))
    assert 0.02 < rms < 0.3
    assert 0.2 < np.abs(clip).max() / FULL_SCALE < 0.5
    assert 0.1 <= clip.size / RATE_HZ <= 2.0
    assert abs(int(clip[0])) < 50
    assert abs(int(clip[-1])) < 50
    assert np.abs(np.diff(clip.astype(int))).max() < 0.1 * FULL_SCALE


def test_breath_in_rises_and_breath_out_falls() -> None:
    """The pacer is understood without a word."""
    for which, direction in ((Tone.BREATHE_IN, 1), (Tone.BREATHE_OUT, -1)):
        first, last = np.array_split(clip_of(which), 2)
        assert direction * (pitch_hz(last) - pitch_hz(first)) > 50


def test_tones_are_told_apart() -> None:
    """No two tones are the same sound."""
    for one, other in itertools.combinations(Tone, 2):
        first, second = clip_of(one).astype(float), clip_of(other).astype(float)
        size = max(first.size, second.size)
        first, second = (
            np.pad(first, (0, size - first.size)),
            np.pad(second, (0, size - second.size)),
        )
        likeness = first @ second / np.sqrt((first @ first) * (second @ second))
        assert likeness < 0.9, (one, other)


def test_every_key_has_its_tone() -> None:
    """Whatever may be said may be sounded, and every tone is of use."""
    used = {tone(key) for key in (*SpokenKey, *CueKey, *FaultKind, *Advice)}
    used.add(tone(SpokenKey.SECONDS_LEFT, 10))
    assert used == set(Tone)


def test_a_fault_that_stops_the_clock_sounds_so() -> None:
    """A blocking cue and an advising one are not the same; nor does the setup's advice sound so."""
    assert {tone(advice) for advice in Advice} == {Tone.HINT}
    for kind in FaultKind:
        blocks = kind.severity is Severity.BLOCKS
        assert tone(kind) is (Tone.STOPPED if blocks else Tone.HINT)


def test_the_last_seconds_tick() -> None:
    """Ten seconds left sound otherwise than the last three."""
    assert tone(SpokenKey.SECONDS_LEFT, 10) is Tone.TEN
    assert {tone(SpokenKey.SECONDS_LEFT, left) for left in (3, 2, 1)} == {Tone.TICK}
