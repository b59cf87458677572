"""Is this machine, and this place for the laptop, ready? Model, camera, sound, then the gate.

Parsing is the command line's; what is said is the catalogues'.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.camera import open_camera
from posecoach.adapters.camera_list import list_cameras
from posecoach.adapters.camera_types import CameraEventKind, SourceKind
from posecoach.adapters.estimator import PatientEstimator
from posecoach.adapters.interrupt import stop_on_interrupt
from posecoach.adapters.model_store import ensure_model
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.adapters.setup_run import SetupRunner, setup_looks
from posecoach.adapters.setup_table import advice_line, check_rows, print_results, size_text
from posecoach.adapters.voice import open_voice
from posecoach.adapters.wording import CATALOGUES as SHOWN
from posecoach.adapters.words.camera import CATALOGUES as CAMERA_WORDS
from posecoach.adapters.words.setup import CATALOGUES
from posecoach.core.coach import Coach
from posecoach.core.config import Thresholds
from posecoach.core.setup_keys import Result
from posecoach.core.utterance import Priority, SpokenKey, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from posecoach.adapters.camera_types import CameraEvent, LiveSource
    from posecoach.adapters.interrupt import StopRequest
    from posecoach.adapters.setup_run import SetupLook
    from posecoach.adapters.setup_table import Row
    from posecoach.adapters.voice import Voice, VoiceKind
    from posecoach.core.setup_gate import SetupStep

EXIT_NOT_READY, EXIT_INTERRUPTED = 1, 130
_LAST_WORD_S = 6.0  # the longest line; a voice that hangs keeps nobody


@dataclass(frozen=True)
class CheckOptions:
    """What to look at, and for how long.

    Attributes
    ----------
    seconds
        How long to look at the picture at most.
    null_device
        Play to nowhere: for tests.
    """

    camera: str
    lang: str
    voice: VoiceKind
    seconds: float
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
        The exit code: 0 ready, 1 not ready in time, 130 interrupted.

    Raises
    ------
    ModelError
        The model is missing or damaged.
    InputError
        The camera cannot be opened, or its recording breaks off.
    """
    words = CATALOGUES[options.lang]
    model = ensure_model(offline=True)
    cfg = Thresholds()
    with ExitStack() as stack:
        stop = stack.enter_context(stop_on_interrupt())
        _list_cameras(options, console)
        source = stack.enter_context(open_camera(options.camera, words=CAMERA_WORDS[options.lang]))
        voice, note = open_voice(
            options.voice, options.lang, complain, null_device=options.null_device
        )
        stack.callback(voice.close)
        if note is not None:
            complain(note)
        voice.say(Utterance(SpokenKey.SOUND_CHECK, Priority.SESSION, 0.0))
        estimate = stack.enter_context(PatientEstimator(model.path, cfg))
        if (size_note := CAMERA_WORDS[options.lang].size_note(source.info)) is not None:
            complain(size_note)
        watch = _Watch(options, console, voice)
        looked = watch(source, estimate, cfg, stop)
        rows: list[Row] = [
            (words.model, Result.PASSED, model.name),
            (words.camera, Result.PASSED, source.info.name),
            (words.picture, Result.PASSED, size_text(source.info, words)),
            (words.sound, Result.PASSED if note is None else Result.FAILED, _heard(options, note)),
            *check_rows(looked, words),
        ]
        print_results(console, rows, words)
        watch.tell_end(looked, source)
        _hear_out(voice, stop)
        return _exit_code(looked, stop)


def _exit_code(looked: SetupStep | None, stop: StopRequest) -> int:
    if looked is not None and looked.ready:
        return 0
    return EXIT_INTERRUPTED if stop.requested else EXIT_NOT_READY


def _list_cameras(options: CheckOptions, console: Console) -> None:
    cameras = list_cameras()
    if cameras:
        text = CATALOGUES[options.lang].cameras
        _print(console, text.format(cameras=", ".join(str(camera) for camera in cameras)))


def _heard(options: CheckOptions, note: str | None) -> str:
    """What was opened; where something failed its note stands above."""
    words = CATALOGUES[options.lang]
    if note is not None:
        return ""
    return {"mute": words.muted, "tones": words.tones, "speech": words.speech}[options.voice]


def _hear_out(voice: Voice, stop: StopRequest) -> None:
    """Let the last word be heard."""
    until_s = time.monotonic() + _LAST_WORD_S
    while voice.busy and not stop.requested and time.monotonic() < until_s:
        time.sleep(0.05)


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


class _Watch:
    """The gate over the live picture, a line for every change."""

    def __init__(self, options: CheckOptions, console: Console, voice: Voice) -> None:
        self._options, self._console, self._voice = options, console, voice
        self._words = CATALOGUES[options.lang]
        self._shown: object = None
        self._anyway_told = False

    def __call__(
        self, source: LiveSource, estimate: PatientEstimator, cfg: Thresholds, stop: StopRequest
    ) -> SetupStep | None:
        """Look until all is right, the time is over, or the person stops; what was seen last."""
        width_px, height_px = source.info.width_px, source.info.height_px
        routine = load_routine(DEFAULT_ROUTINE)
        coach = Coach(routine, cfg, width_px=width_px, height_px=height_px)
        runner = SetupRunner(cfg, width_px=width_px, height_px=height_px, begins=False)
        longest = SHOWN[self._options.lang].number(self._options.seconds)
        _print(self._console, self._words.looking.format(n=longest))
        looked = None
        looks = setup_looks(
            source,
            estimate,
            coach,
            runner,
            on_event=self._tell_event,
            should_stop=lambda: stop.requested or source.now_s() >= self._options.seconds,
        )
        for look in looks:
            looked = look.setup
            self._tell(look)
            if looked.ready:
                break
        return looked

    def tell_end(self, looked: SetupStep | None, source: LiveSource) -> None:
        """The last line: ready, or the one thing to change."""
        if looked is not None and looked.ready:
            _print(self._console, self._words.ready.format(n=f"{looked.time_s:.0f}"))
            return
        text = (
            self._words.ended
            if source.info.kind is SourceKind.RECORDING and source.is_over
            else self._words.timed_out
        )
        after = f"{0.0 if looked is None else looked.time_s:.0f}"
        advice = advice_line(looked, self._words, self._options.lang)
        _print(self._console, text.format(n=after, advice=advice))

    def _tell(self, look: SetupLook) -> None:
        setup = look.setup
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
        if look.utterance is not None and not self._voice.busy:
            self._voice.say(look.utterance)

    def _tell_event(self, event: CameraEvent) -> None:
        if event.kind is CameraEventKind.ENDED:
            return  # the last line says so
        _print(self._console, CAMERA_WORDS[self._options.lang].event_text(event))
