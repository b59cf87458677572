"""A voice for the coach: speech, tones or nothing, and never a reason to stop.

What is to be said comes as :class:`~posecoach.core.utterance.Utterance`, one at a time; which,
and when, is decided elsewhere.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from posecoach.adapters.words.spoken import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from posecoach.adapters.words.spoken import SpokenWords
    from posecoach.core.cues import CueKey
    from posecoach.core.faults import FaultKind
    from posecoach.core.setup_checks import Advice
    from posecoach.core.utterance import SpokenKey, Utterance

VoiceKind = Literal["speech", "tones", "mute"]


class Voice(Protocol):
    """Says one thing at a time; no call waits, and none raises."""

    @property
    def busy(self) -> bool:
        """Something is being said."""

    def say(self, utterance: Utterance) -> None:
        """Say this now, in the place of what is being said."""

    def stop(self) -> None:
        """Fall silent at once."""

    def close(self) -> None:
        """Give everything back; nothing is said any more."""


class MutedVoice:
    """Says nothing."""

    busy = False

    def say(self, utterance: Utterance) -> None:
        """Say nothing."""

    def stop(self) -> None:
        """Nothing is to be stopped."""

    def close(self) -> None:
        """Nothing is to be given back."""


@dataclass(frozen=True)
class SpokenLine:
    """One line of a transcript.

    Attributes
    ----------
    time_s
        On the frames' clock, when its cause was there.
    """

    time_s: float
    key: SpokenKey | CueKey | FaultKind | Advice
    text: str


class Transcript:
    """A voice that writes down what is said, and may pass it on to another.

    Parameters
    ----------
    voice
        Who says it aloud; nobody does by default.
    """

    def __init__(self, words: SpokenWords, voice: Voice | None = None) -> None:
        self._words = words
        self._voice: Voice = MutedVoice() if voice is None else voice
        self.lines: list[SpokenLine] = []

    @property
    def busy(self) -> bool:
        """The other voice is."""
        return self._voice.busy

    def say(self, utterance: Utterance) -> None:
        """Write down, and pass on."""
        text = text_of(utterance, self._words)
        self.lines.append(SpokenLine(utterance.cause_s, utterance.key, text))
        self._voice.say(utterance)

    def stop(self) -> None:
        """Stop the other voice."""
        self._voice.stop()

    def close(self) -> None:
        """Close the other voice; the lines stay."""
        self._voice.close()


def open_voice(
    kind: VoiceKind,
    lang: str,
    on_note: Callable[[str], None] | None = None,
    *,
    wait_s: float = 1.5,
    null_device: bool = False,
) -> tuple[Voice, str | None]:
    """Open the best voice there is.

    Parameters
    ----------
    kind
        What is asked for; where it fails, tones take the place of speech, silence of tones.
    lang
        A language of the catalogues.
    on_note
        Called with one line, from another thread, for each failure after the return.
    wait_s
        How long to wait for the news whether it works. What is said earlier is not lost:
        it sounds as a tone.
    null_device
        Play to nowhere: for tests.

    Returns
    -------
    tuple of Voice and str or None
        The note is one line for the person: what failed by now, and what would help.
    """
    if kind == "mute":
        return MutedVoice(), None
    from posecoach.adapters.voice_process import SoundVoice  # noqa: PLC0415 - it brings numpy
    from posecoach.adapters.words import sound, spoken  # noqa: PLC0415

    notes = _FirstNote(on_note)
    try:
        voice = SoundVoice(
            lang,
            spoken.CATALOGUES[lang],
            sound.CATALOGUES[lang],
            speech=kind == "speech",
            on_note=notes,
            null_device=null_device,
        )
    except OSError:
        return MutedVoice(), sound.CATALOGUES[lang].no_start
    voice.wait_settled(wait_s)
    note = notes.taken()
    if voice.pid is None:
        voice.close()
        return MutedVoice(), note
    return voice, note


class _FirstNote:
    """Keeps what is noted until it is asked for; passes on what comes later."""

    def __init__(self, later: Callable[[str], None] | None) -> None:
        self._lock = threading.Lock()
        self._later = later
        self._kept: list[str] | None = []

    def __call__(self, note: str) -> None:
        with self._lock:
            if self._kept is not None:
                self._kept.append(note)
                return
        if self._later is not None:
            self._later(note)

    def taken(self) -> str | None:
        """The last of the notes so far: what holds now."""
        with self._lock:
            kept, self._kept = self._kept, None
        return kept[-1] if kept else None
