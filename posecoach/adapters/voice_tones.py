"""Soft tones in the place of words, made from sines when the voice starts.

Nothing ships as a recording: a tone is a handful of numbers below, and each is short, quiet
and rounded at both ends. What goes well rises, what pauses falls, and only a cue that stops
the clock sounds twice the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind, Severity
from posecoach.core.setup_keys import Advice
from posecoach.core.utterance import SpokenKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from posecoach.core.utterance import Utterance

RATE_HZ = 44_100
"""Samples a second of every clip, mono."""

_PEAK = 0.3  # of full scale: soft beside a voice
_ROUNDED_S = 0.02  # at both ends, or the loudspeaker clicks
_TEN_S = 10


class Tone(str, Enum):
    """What a tone means."""

    BREATHE_IN = "breathe_in"  # rises slowly
    BREATHE_OUT = "breathe_out"  # falls slowly
    GO = "go"  # something begins: two bells up
    CALM = "calm"  # something rests or pauses: two bells down
    STOPPED = "stopped"  # a cue that stops the clock: the same low bell twice
    HINT = "hint"  # any other cue: one low bell
    HALF_WAY = "half_way"  # one bell, then its octave
    TEN = "ten"  # ten seconds left: two ticks
    TICK = "tick"  # a second of the last three
    COUNTED = "counted"  # three bells up
    OPEN = "open"  # not counted, or unsure: one bell that stays where it is
    FINISHED = "finished"  # four bells up, the last one long


@dataclass(frozen=True)
class _Bell:
    """One struck note."""

    start_s: float
    pitch_hz: float
    ring_s: float


@dataclass(frozen=True)
class _Glide:
    """One breath: from a pitch to a pitch."""

    from_hz: float
    to_hz: float
    lasts_s: float


_C4, _E4, _G4, _C5, _E5, _G5, _C6 = 261.6, 329.6, 392.0, 523.3, 659.3, 784.0, 1046.5
_SCORES: Mapping[Tone, tuple[_Bell, ...] | _Glide] = {
    Tone.BREATHE_IN: _Glide(_C4, _G4, 1.4),
    Tone.BREATHE_OUT: _Glide(_G4, _C4, 1.8),
    Tone.GO: (_Bell(0.0, _C5, 0.3), _Bell(0.18, _G5, 0.6)),
    Tone.CALM: (_Bell(0.0, _G4, 0.3), _Bell(0.2, _C4, 0.6)),
    Tone.STOPPED: (_Bell(0.0, _E4, 0.25), _Bell(0.28, _E4, 0.5)),
    Tone.HINT: (_Bell(0.0, _G4, 0.5),),
    Tone.HALF_WAY: (_Bell(0.0, _C5, 0.3), _Bell(0.16, _C6, 0.5)),
    Tone.TEN: (_Bell(0.0, _E5, 0.12), _Bell(0.2, _E5, 0.12)),
    Tone.TICK: (_Bell(0.0, _E5, 0.15),),
    Tone.COUNTED: (_Bell(0.0, _C5, 0.3), _Bell(0.14, _E5, 0.3), _Bell(0.28, _G5, 0.7)),
    Tone.OPEN: (_Bell(0.0, _C4, 0.8),),
    Tone.FINISHED: (
        _Bell(0.0, _C5, 0.3),
        _Bell(0.18, _E5, 0.3),
        _Bell(0.36, _G5, 0.3),
        _Bell(0.54, _C6, 1.0),
    ),
}

_TONES: Mapping[SpokenKey | CueKey, Tone] = {
    SpokenKey.SOUND_CHECK: Tone.GO,
    SpokenKey.SETUP_READY: Tone.GO,
    SpokenKey.SETUP_ANYWAY: Tone.OPEN,
    SpokenKey.WELCOME: Tone.GO,
    SpokenKey.SAFETY: Tone.HINT,
    SpokenKey.SETTLE: Tone.CALM,
    SpokenKey.BREATHE_IN: Tone.BREATHE_IN,
    SpokenKey.BREATHE_OUT: Tone.BREATHE_OUT,
    SpokenKey.CLOSER: Tone.BREATHE_OUT,
    SpokenKey.READY: Tone.GO,
    SpokenKey.BEGIN_SIDE: Tone.GO,
    SpokenKey.HALF_WAY: Tone.HALF_WAY,
    SpokenKey.SECONDS_LEFT: Tone.TICK,
    SpokenKey.COUNTED: Tone.COUNTED,
    SpokenKey.NOT_COUNTED: Tone.OPEN,
    SpokenKey.UNSURE: Tone.OPEN,
    SpokenKey.REST: Tone.CALM,
    SpokenKey.OTHER_SIDE: Tone.GO,
    SpokenKey.PAUSED: Tone.CALM,
    SpokenKey.RESUMED: Tone.GO,
    SpokenKey.CAMERA_LOST: Tone.CALM,
    SpokenKey.CAMERA_BACK: Tone.GO,
    SpokenKey.CAMERA_GIVEN_UP: Tone.OPEN,
    SpokenKey.TIME_UP: Tone.FINISHED,
    SpokenKey.ENOUGH_FOR_TODAY: Tone.FINISHED,
    SpokenKey.FINISHED: Tone.FINISHED,
    CueKey.NOT_SEEN: Tone.STOPPED,
    CueKey.LIE_DOWN: Tone.HINT,
    CueKey.DRAW_IN: Tone.GO,
    CueKey.HOLD: Tone.HINT,
    CueKey.ENOUGH: Tone.CALM,
    CueKey.LET_GO: Tone.CALM,
}


def tone_of(utterance: Utterance) -> Tone:
    """Which tone stands for an utterance."""
    key = utterance.key
    if isinstance(key, FaultKind):
        return Tone.STOPPED if key.severity is Severity.BLOCKS else Tone.HINT
    if isinstance(key, Advice):
        return Tone.HINT
    if key is SpokenKey.SECONDS_LEFT and (utterance.value or 0) >= _TEN_S:
        return Tone.TEN
    return _TONES[key]


def clip_of(tone: Tone) -> NDArray[np.int16]:
    """A tone's samples, mono, at :data:`RATE_HZ`."""
    score = _SCORES[tone]
    wave = _glide(score) if isinstance(score, _Glide) else _bells(score)
    wave *= _PEAK / np.max(np.abs(wave))
    return np.asarray(np.rint(wave * np.iinfo(np.int16).max), dtype=np.int16)


def _bells(score: tuple[_Bell, ...]) -> NDArray[np.float64]:
    end_s = max(bell.start_s + bell.ring_s for bell in score)
    wave = np.zeros(round(end_s * RATE_HZ))
    for bell in score:
        time_s = np.arange(round(bell.ring_s * RATE_HZ)) / RATE_HZ
        turns = 2 * np.pi * bell.pitch_hz * time_s
        struck = np.sin(turns) + 0.25 * np.sin(2 * turns) + 0.08 * np.sin(3 * turns)
        ringing = struck * np.exp(-4.0 * time_s / bell.ring_s)
        first = round(bell.start_s * RATE_HZ)
        wave[first : first + time_s.size] += _rounded(ringing, _ROUNDED_S)
    return wave


def _glide(score: _Glide) -> NDArray[np.float64]:
    """Pitch moves evenly to the ear: by equal ratios in equal times."""
    portion = np.linspace(0.0, 1.0, round(score.lasts_s * RATE_HZ))
    pitch_hz = score.from_hz * (score.to_hz / score.from_hz) ** portion
    turns = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    return _rounded(np.sin(turns), 0.4 * score.lasts_s)


def _rounded(wave: NDArray[np.float64], rounded_s: float) -> NDArray[np.float64]:
    size = round(rounded_s * RATE_HZ)
    ramp = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, size))
    wave[:size] *= ramp
    wave[-size:] *= ramp[::-1]
    return wave
