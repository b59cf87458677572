"""The coach's end of the sound: hands over, asks nothing, waits for nothing.

The sound is made by a process of its own (``voice_worker``). Whatever becomes of it, the
coaching goes on: it is started again once, then without speech, then there is no more sound;
each step leaves one line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from posecoach.adapters.voice_tones import tone_of
from posecoach.adapters.words.spoken import text_of, texts_to_prepare
from posecoach.core.utterance import Priority, SpokenKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from posecoach.adapters.words.sound import SoundWords
    from posecoach.adapters.words.spoken import SpokenWords
    from posecoach.core.utterance import Utterance

_START_LIMIT_S = 20.0  # Windows makes its speech library's Python side at the first use
_RENDER_LIMIT_S = 4.0
_CLIP_SLACK_S = 2.0  # what a device may keep back of a clip
_CLOSE_LIMIT_S = 1.0
_CRASHES_LIMIT = 3
_PACER = frozenset({SpokenKey.BREATHE_IN, SpokenKey.BREATHE_OUT})  # tones, also with speech
_TONES_LEFT = frozenset({"no_engine", "no_voice"})  # failures that leave the tones

# The worker gets the coach's own module path: not the current folder, whatever lies there.
_WORKER = (
    "import json, sys; path, arguments = map(json.loads, sys.argv[1:]); sys.path[:] = path; "
    "from posecoach.adapters.voice_worker import main; main(**arguments)"
)


class SoundVoice:
    """Speech, or tones, from a process that may die.

    Parameters
    ----------
    lang, words, notes
        The language, and its words for the person and about the sound.
    speech
        Speak; else tones only. The pacer is tones in any case.
    on_note
        Called with one line, from another thread, when something has failed.
    null_device
        Play to nowhere: for tests.

    Raises
    ------
    OSError
        If there is no temporary folder to be had.
    """

    def __init__(
        self,
        lang: str,
        words: SpokenWords,
        notes: SoundWords,
        *,
        speech: bool,
        on_note: Callable[[str], None],
        null_device: bool = False,
    ) -> None:
        self._lang, self._words, self._notes = lang, words, notes
        self._on_note, self._null_device = on_note, null_device
        self._lock = threading.Lock()
        self._settled = threading.Event()
        self._speech, self._crashes, self._number = speech, 0, 0
        self._saying: int | None = None
        self._over = False  # closed, or there is nothing left to try
        self._start_due_s = self._say_due_s = 0.0
        self._folder = tempfile.TemporaryDirectory(prefix="posecoach-", ignore_cleanup_errors=True)
        self._process: subprocess.Popen[str] | None = self._start()
        self._reader = threading.Thread(target=self._follow, name="sound", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int | None:
        """The worker's process, if there is one."""
        process = self._process
        return None if process is None else process.pid

    @property
    def speaks(self) -> bool:
        """Words are spoken, as far as is known."""
        return self._speech and self._process is not None

    @property
    def busy(self) -> bool:
        """Something is being said."""
        with self._lock:
            self._end_if_overdue()
            return self._saying is not None

    def wait_settled(self, limit_s: float) -> None:
        """Wait until it is known whether there is sound, and speech if it was asked for."""
        self._settled.wait(limit_s)

    def say(self, utterance: Utterance) -> None:
        """Say this now, in the place of what is being said; returns at once."""
        with self._lock:
            self._end_if_overdue()
            if self._process is None:
                return
            spoken = self._speech and utterance.key not in _PACER
            self._number += 1
            self._saying = self._number
            within_s = time.monotonic() + _RENDER_LIMIT_S
            self._say_due_s = within_s if self._settled.is_set() else self._start_due_s
            self._send(
                say=self._number,
                tone=tone_of(utterance).value,
                text=text_of(utterance, self._words) if spoken else None,
                patient=utterance.priority is Priority.SESSION,
            )

    def stop(self) -> None:
        """Fall silent at once."""
        with self._lock:
            self._saying = None
            self._send(stop=True)

    def close(self) -> None:
        """End the process; nothing is said any more."""
        with self._lock:
            self._over = True
            process, self._process = self._process, None
            self._saying = None
        if process is not None:
            _end(process)
        self._reader.join(_CLOSE_LIMIT_S)
        self._folder.cleanup()

    # --- under the lock -----------------------------------------------------------------------

    def _send(self, **command: Any) -> None:  # noqa: ANN401 - JSON is any plain value
        if self._process is None:
            return
        with suppress(OSError, ValueError):  # it has died; the reader is about to see that
            stdin = _pipe(self._process.stdin)
            stdin.write(json.dumps(command) + "\n")
            stdin.flush()

    def _end_if_overdue(self) -> None:
        """Kill a worker that hangs: what comes after is the same as after a crash."""
        now_s = time.monotonic()
        starts_late = not self._settled.is_set() and now_s > self._start_due_s
        says_late = self._saying is not None and now_s > self._say_due_s
        if self._process is not None and (starts_late or says_late):
            self._saying = None
            self._start_due_s = now_s + _START_LIMIT_S
            self._process.kill()

    def _next_rung(self) -> str:
        """What to go on with after a crash, as the note that says so."""
        self._crashes += 1
        if self._crashes >= _CRASHES_LIMIT:
            return "sound_crashed"
        if self._crashes == _CRASHES_LIMIT - 1 and self._speech:
            self._speech = False
            return "speech_crashed"
        return "restarted"

    # --- the process --------------------------------------------------------------------------

    def _start(self) -> subprocess.Popen[str] | None:
        arguments = {
            "lang": self._lang,
            "folder": self._folder.name,
            "speech": self._speech,
            "null_device": self._null_device,
        }
        self._start_due_s = time.monotonic() + _START_LIMIT_S
        try:
            return subprocess.Popen(
                [sys.executable, "-c", _WORKER, json.dumps(sys.path), json.dumps(arguments)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # sound libraries talk to the terminal
                text=True,
                encoding="ascii",
                start_new_session=True,  # Ctrl-C is the coach's, who then ends the worker
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            return None

    # --- the reader's thread ------------------------------------------------------------------

    def _follow(self) -> None:
        """Take in events; start again what has died."""
        process = self._process
        if process is None:
            self._on_note(self._notes.no_start)
        while process is not None:
            # What was killed may leave half a line.
            with suppress(ValueError), _pipe(process.stdout) as events:
                for line in events:
                    self._note_event(json.loads(line))
            _end(process)
            process = self._start_again()
        self._settled.set()

    def _note_event(self, event: dict[str, Any]) -> None:
        with self._lock:
            if event.get("playing", -1) == self._saying:
                self._say_due_s = time.monotonic() + event["lasts_s"] + _CLIP_SLACK_S
            elif event.get("done", -1) == self._saying:
                self._saying = None
            elif event.get("ready") == "speech":
                self._send(prepare=list(texts_to_prepare(self._words)))
            is_settled = event.get("ready") == ("speech" if self._speech else "tones")
        if "failed" in event:
            self._give_up(event["failed"])
        if is_settled or "failed" in event:
            self._settled.set()

    def _give_up(self, reason: str) -> None:
        """Go on with what is left: tones without an engine, nothing without a device."""
        with self._lock:
            self._speech = False
            if reason not in _TONES_LEFT:
                self._over = True
                self._process = self._saying = None
        self._on_note(getattr(self._notes, reason))

    def _start_again(self) -> subprocess.Popen[str] | None:
        with self._lock:
            self._process = self._saying = None
            if self._over:
                return None
            note = self._next_rung()
            self._over = note == "sound_crashed"
            self._settled.clear()
        process = None if self._over else self._start()
        if process is None and not self._over:
            note = "no_start"
        with self._lock:
            closed_meanwhile = self._over and process is not None
            if not closed_meanwhile:
                self._process = process
        if process is not None and closed_meanwhile:
            _end(process)
            return None
        self._on_note(getattr(self._notes, note))
        return process


def _end(process: subprocess.Popen[str]) -> None:
    """Ask a worker to end by ending its input, then make it end."""
    with suppress(OSError):
        _pipe(process.stdin).close()
    try:
        process.wait(_CLOSE_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None  # both were asked for; mypy cannot see it
    return pipe
