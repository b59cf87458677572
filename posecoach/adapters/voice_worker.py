"""The process that makes the sound: commands in by one pipe, events out by the other.

It stands alone because a platform's voice blocks, and it and a sound device may hang or crash;
and because here no picture that is being judged keeps a tone waiting. It ends when its input
ends, so it does not outlive a coach that was killed.

Commands, a JSON object a line: ``{"say": id, "tone": name, "text": text or null, "patient":
bool}``, ``{"stop": true}``, ``{"prepare": [texts]}``. Events: ``{"ready": "tones" |
"speech"}``, ``{"failed": reason}``, ``{"playing": id, "lasts_s": s}``, ``{"done": id}``.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posecoach.adapters.voice_tones import RATE_HZ, Tone, clip_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from posecoach.adapters.voice_engine import SpeechEngine
    from posecoach.adapters.voice_player import Player

    Clip = NDArray[np.int16]
    Tell = Callable[[dict[str, Any]], None]

LATE_S = 0.5
"""A text that is not rendered by then is not worth hearing any more."""

_FAILURES_LIMIT = 3


@dataclass(frozen=True)
class _Wish:
    """Something to say that is not rendered yet."""

    number: int
    text: str
    tone: Tone
    since_s: float
    patient: bool


class Sound:
    """What to play for each command; texts once the engine is there, tones until then.

    Attributes
    ----------
    speaks
        The engine is there.
    """

    def __init__(self, player: Player, tell: Tell) -> None:
        self._player, self._tell = player, tell
        self._tones = {tone: clip_of(tone) for tone in Tone}
        self._spoken: dict[str, Clip] = {}
        self._wish: _Wish | None = None
        self._to_prepare: deque[str] = deque()
        self._changed = threading.Condition()
        self._failures = 0  # in a row
        self._may_speak = True
        self.speaks = False

    def take(self, command: dict[str, Any]) -> None:
        """Do as a command says, without waiting."""
        with self._changed:
            if "say" in command:
                self._say(command)
            elif "stop" in command:
                self._wish = None
                self._player.stop()
            elif "prepare" in command:
                self._to_prepare.extend(command["prepare"])
            self._changed.notify()

    def speak_with(self, start: Callable[[], SpeechEngine]) -> None:
        """Start the engine, then render what is wanted, for ever.

        Raises
        ------
        Exception
            Of any kind, if the engine does not start, or later fails.
        """
        engine = start()
        self.speaks = True
        self._tell({"ready": "speech"})
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wish or self._to_prepare)
                text = self._wish.text if self._wish else self._to_prepare.popleft()
            if text not in self._spoken:
                self._render(engine, text)
            with self._changed:
                self._grant(text)

    def _render(self, engine: SpeechEngine, text: str) -> None:
        """Render a text; an engine that fails at one may do the next, but not for ever."""
        try:
            self._spoken[text] = engine.render(text)
        except Exception:
            self._failures += 1
            if self._failures >= _FAILURES_LIMIT:
                raise
        else:
            self._failures = 0

    def give_up_speech(self) -> None:
        """There is no engine: what is waiting sounds as its tone, and so does all else."""
        with self._changed:
            self._may_speak = False
            wish, self._wish = self._wish, None
            if wish is not None:
                self._play(wish.number, self._tones[wish.tone])

    def _say(self, command: dict[str, Any]) -> None:
        number, text, patient = command["say"], command["text"], command["patient"]
        tone = Tone(command["tone"])
        self._wish = None
        if text in self._spoken:
            self._play(number, self._spoken[text])
        elif text is None or not (self.speaks or (self._may_speak and patient)):
            self._play(number, self._tones[tone])
        else:
            self._player.stop()
            self._wish = _Wish(number, text, tone, time.monotonic(), patient)

    def _grant(self, text: str) -> None:
        """Play what was waiting for this text, unless that is late; a tone if there is none."""
        wish = self._wish
        if wish is None or wish.text != text:
            return
        self._wish = None
        if wish.patient or time.monotonic() - wish.since_s <= LATE_S:
            self._play(wish.number, self._spoken.get(text, self._tones[wish.tone]))
        else:
            self._tell({"done": wish.number})

    def _play(self, number: int, clip: Clip) -> None:
        self._tell({"playing": number, "lasts_s": clip.size / RATE_HZ})
        self._player.play(clip, lambda: self._tell({"done": number}))


def main(lang: str, folder: str, *, speech: bool, null_device: bool) -> None:
    """Make sound until the input ends."""
    tell = _teller()
    sound = _sound(tell, null_device=null_device)
    if sound is None:
        return
    if not speech:
        sound.give_up_speech()
        _obey_and_end(sound, Path(folder))
    listener = threading.Thread(target=_obey_and_end, args=(sound, Path(folder)), daemon=True)
    # macOS and Windows want their voices on the main thread.
    listener.start()
    from posecoach.adapters.voice_engine import NoVoiceError, SpeechEngine  # noqa: PLC0415 - heavy

    try:
        sound.speak_with(lambda: SpeechEngine(lang, Path(folder)))
    except NoVoiceError:
        reason = "no_voice"
    except Exception:  # noqa: BLE001 - each platform fails in its own way
        if sound.speaks:
            os._exit(1)  # as after any crash: the coach starts it again
        reason = "no_engine"
    sound.give_up_speech()
    tell({"failed": reason})
    listener.join()


def _sound(tell: Tell, *, null_device: bool) -> Sound | None:
    try:
        from posecoach.adapters.voice_player import Player  # noqa: PLC0415 - it may be missing

        player = Player(null_device=null_device)
    except ImportError:
        tell({"failed": "no_library"})
    except Exception:  # noqa: BLE001 - each system fails in its own way
        tell({"failed": "no_device"})
    else:
        tell({"ready": "tones"})
        return Sound(player, tell)
    return None


def _obey(sound: Sound) -> None:
    for line in sys.stdin:
        sound.take(json.loads(line))


def _obey_and_end(sound: Sound, folder: Path) -> None:
    _obey(sound)
    shutil.rmtree(folder, ignore_errors=True)  # if the coach was killed nobody else does
    os._exit(0)  # the main thread may hang in the platform's voice


def _teller() -> Tell:
    """Keep stdout for events alone; what libraries print goes nowhere."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    lock = threading.Lock()

    def tell(event: dict[str, Any]) -> None:
        with lock:
            print(json.dumps(event), file=events, flush=True)

    return tell
