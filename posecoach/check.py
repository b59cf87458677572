"""Is this machine, and this place for the laptop, ready? Model, camera, sound, then the gate.

Parsing is the command line's; what is said is the catalogues'; the window is the live session's.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.camera import open_camera
from posecoach.adapters.camera_list import list_cameras
from posecoach.adapters.camera_types import CameraEventKind, SourceKind
from posecoach.adapters.front import ATTEND_EVERY_S, Key, NoFront, Status
from posecoach.adapters.interrupt import stop_on_interrupt
from posecoach.adapters.model_store import ensure_model
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.adapters.setup_run import SetupRound, SetupRunner
from posecoach.adapters.setup_table import advice_line, check_rows, print_results, size_text
from posecoach.adapters.voice import open_voice
from posecoach.adapters.voice_process import SoundVoice
from posecoach.adapters.wording import CATALOGUES as SHOWN
from posecoach.adapters.words.camera import CATALOGUES as CAMERA_WORDS
from posecoach.adapters.words.setup import CATALOGUES
from posecoach.app import run
from posecoach.core.coach import Coach
from posecoach.core.config import Thresholds
from posecoach.core.setup_keys import Result
from posecoach.core.speech_queue import Spoken
from posecoach.core.utterance import Priority, SpokenKey, Utterance
from posecoach.live import LiveOptions, front_of, looker_of
from posecoach.live_frames import LiveFrames
from posecoach.live_session import Rules, Speaker, press_anywhere

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from posecoach.adapters.camera_types import CameraEvent, LiveSource
    from posecoach.adapters.front import Front
    from posecoach.adapters.interrupt import StopRequest
    from posecoach.adapters.looking import Looker
    from posecoach.adapters.setup_table import Row
    from posecoach.adapters.voice import Voice, VoiceKind
    from posecoach.core.coach import CoachStep
    from posecoach.core.setup_gate import SetupStep

EXIT_NOT_READY, EXIT_INTERRUPTED = 1, 130
_LAST_WORD_S = 6.0  # the longest line; a voice that hangs keeps nobody
_LAST_PICTURE_S = 3.0  # time to read the window's last line


@dataclass(frozen=True)
class CheckOptions:
    """What to look at, and for how long.

    Attributes
    ----------
    seconds
        How long to look at the picture at most.
    window
        Whether a window is wanted; where none can be, that is said, and it goes on without.
    null_device
        Play to nowhere: for tests.
    """

    camera: str
    lang: str
    voice: VoiceKind
    seconds: float
    window: bool = True
    null_device: bool = False


def run_check(options: CheckOptions, console: Console, complain: Callable[[str], None]) -> int:
    """Check everything; print what is found.

    Parameters
    ----------
    complain
        Told what is wrong, one line, where it does not end the check.

    Returns
    -------
    int
        The exit code: 0 ready, and heard unless ``mute`` was asked for; 1 not ready in time,
        or no sound; 130 interrupted.

    Raises
    ------
    ModelError
        The model is missing or damaged.
    InputError
        The camera cannot be opened, or its recording breaks off.
    KeyboardInterrupt
        Ctrl-C was pressed while the camera opened.
    """
    words = CATALOGUES[options.lang]
    model = ensure_model(offline=True)
    rules = Rules(load_routine(DEFAULT_ROUTINE), Thresholds())
    with ExitStack() as stack:
        stop = stack.enter_context(stop_on_interrupt())
        _list_cameras(options, console)
        camera_words = CAMERA_WORDS[options.lang]
        source = stack.enter_context(
            open_camera(options.camera, words=camera_words, should_stop=lambda: stop.requested)
        )
        if (size_note := camera_words.size_note(source.info)) is not None:
            complain(size_note)
        shown = LiveOptions(rules, lang=options.lang, window=options.window)
        front = front_of(shown, source, lambda line: _print(console, line))
        stack.callback(front.close)
        front.attend(source.newest())  # a picture at once: voice and model take a second
        notes: list[str] = []

        def noted(note: str) -> None:
            notes.append(note)
            complain(note)

        voice, note = open_voice(
            options.voice, options.lang, noted, null_device=options.null_device
        )
        stack.callback(voice.close)
        if note is not None:
            noted(note)
        looker = stack.enter_context(looker_of(source, front, model, rules.cfg))
        speaker = Speaker(voice, options.lang, muted=options.voice == "mute")
        watch = _Watch(options, console, source, front, speaker, stop)
        looked = watch(looker, rules)
        sound = _sound(voice, options)
        silence = notes[-1] if sound[1] is Result.FAILED and notes else None
        rows: list[Row] = [
            (words.model, Result.PASSED, model.name),
            (words.camera, Result.PASSED, source.info.name),
            (words.picture, Result.PASSED, size_text(source.info, words)),
            sound,
            *check_rows(looked, words),
        ]
        print_results(console, rows, words)
        watch.tell_end(looked, silence)
        watch.linger()
        return _exit_code(looked, silence, stop)


def _exit_code(looked: SetupStep | None, silence: str | None, stop: StopRequest) -> int:
    """A script that starts a session after a 0 does not start one that nobody hears."""
    if looked is not None and looked.ready:
        return 0 if silence is None else EXIT_NOT_READY
    return EXIT_INTERRUPTED if stop.requested else EXIT_NOT_READY


def _list_cameras(options: CheckOptions, console: Console) -> None:
    cameras = list_cameras()
    if cameras:
        text = CATALOGUES[options.lang].cameras
        _print(console, text.format(cameras=", ".join(str(camera) for camera in cameras)))


def _sound(voice: Voice, options: CheckOptions) -> Row:
    """What is heard; tones in the place of speech are, too, and a note above tells of them."""
    words = CATALOGUES[options.lang]
    if options.voice == "mute":
        return words.sound, Result.PASSED, words.muted
    if not isinstance(voice, SoundVoice) or voice.pid is None:
        return words.sound, Result.FAILED, ""
    return words.sound, Result.PASSED, words.speech if voice.speaks else words.tones


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


class _Watch:
    """The gate over the live picture: a line for every change, and the window."""

    def __init__(
        self,
        options: CheckOptions,
        console: Console,
        source: LiveSource,
        front: Front,
        speaker: Speaker,
        stop: StopRequest,
    ) -> None:
        self._options, self._console, self._source = options, console, source
        self._front, self._speaker, self._stop = front, speaker, stop
        self._words = CATALOGUES[options.lang]
        self._shown: object = None
        self._anyway_told = self._quit = False

    def __call__(self, looker: Looker, rules: Rules) -> SetupStep | None:
        """Look until all is right, the time is over, or the person stops; what was seen last."""
        info = self._source.info
        coach = Coach(rules.routine, rules.cfg, width_px=info.width_px, height_px=info.height_px)
        runner = SetupRunner(
            rules.cfg, width_px=info.width_px, height_px=info.height_px, begins=False
        )
        sound_check = Utterance(SpokenKey.SOUND_CHECK, Priority.SESSION, 0.0)
        self._speaker(Spoken(sound_check, interrupts=False), 0.0)
        longest = SHOWN[self._options.lang].number(self._options.seconds)
        _print(self._console, self._words.looking.format(n=longest))
        frames = LiveFrames(
            self._source,
            looker,
            attend=lambda: self._attend(live=True),
            on_camera=self._tell_event,
        )
        room = SetupRound(frames, runner, self._speaker, self._front, self._status)

        def tell(_step: CoachStep) -> None:
            if room.looked is not None:
                self._tell(room.looked)

        def is_over() -> bool:
            return self._is_over() or (room.looked is not None and room.looked.ready)

        run(frames.until(is_over), coach, (room, tell))
        if frames.failure is not None:
            raise frames.failure
        return room.looked

    def _status(self, time_s: float) -> Status:
        return Status(self._speaker.muted, said=self._speaker.said(time_s))

    def tell_end(self, looked: SetupStep | None, silence: str | None) -> None:
        """The last line: ready, or the one thing to change, with ``silence`` that of the sound."""
        if looked is not None and looked.ready:
            text = self._words.ready if silence is None else self._words.silent
            _print(self._console, text.format(n=f"{looked.time_s:.0f}", note=silence))
            return
        text = (
            self._words.ended
            if self._source.info.kind is SourceKind.RECORDING and self._source.is_over
            else self._words.timed_out
        )
        after = f"{0.0 if looked is None else looked.time_s:.0f}"
        advice = advice_line(looked, self._words, self._options.lang)
        _print(self._console, text.format(n=after, advice=advice))

    def linger(self) -> None:
        """Let the last word be heard, and the window's last line be read."""
        began_s = time.monotonic()
        while not (self._quit or self._stop.requested):
            waited_s = time.monotonic() - began_s
            is_read = isinstance(self._front, NoFront) or waited_s > _LAST_PICTURE_S
            if waited_s > _LAST_WORD_S or (is_read and not self._speaker.busy):
                return
            self._attend(live=False)
            time.sleep(ATTEND_EVERY_S)

    def _is_over(self) -> bool:
        is_late = self._source.now_s() >= self._options.seconds
        return self._quit or self._stop.requested or is_late

    def _attend(self, *, live: bool) -> None:
        """Keep the window alive, and do what is asked for there; no session, so nothing more."""
        for key in self._front.attend(self._source.newest() if live else None):
            if key is Key.QUIT:
                self._quit = True
            else:
                press_anywhere(key, self._speaker, self._front)

    def _tell(self, setup: SetupStep) -> None:
        now = (setup.advice, setup.way)
        if setup.advice is not None and now != self._shown:
            line = advice_line(setup, self._words, self._options.lang)
            _print(self._console, f"{setup.time_s:3.0f}\u00a0s  {line}")
        self._shown = now
        if setup.started_anyway and not self._anyway_told:
            self._anyway_told = True
            faults = SHOWN[self._options.lang].faults
            names = ", ".join(faults[kind] for kind in setup.unjudged)
            _print(self._console, self._words.unjudged.format(faults=names))

    def _tell_event(self, event: CameraEvent) -> None:
        if event.kind is CameraEventKind.ENDED:
            return  # the last line says so
        _print(self._console, CAMERA_WORDS[self._options.lang].event_text(event))
