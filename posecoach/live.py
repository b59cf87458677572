"""``posecoach live`` put together: camera, model, voice, window, history, recording.

What is opened is closed in every case, and what was measured is kept: also where the camera
fails in mid-session, or the disk, or the sound.
"""

from __future__ import annotations

import math
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posecoach.adapters import wording
from posecoach.adapters.camera_types import CameraEventKind
from posecoach.adapters.files import write_whole
from posecoach.adapters.front import NoFront
from posecoach.adapters.interrupt import stop_on_interrupt
from posecoach.adapters.landmark_log import LandmarkHeader
from posecoach.adapters.looking import DirectLooker, ThreadLooker
from posecoach.adapters.model_store import DEFAULT_VARIANT, ensure_model
from posecoach.adapters.paths import shown_path
from posecoach.adapters.result_names import SESSION_NAME
from posecoach.adapters.session_json import ModelInfo, SourceInfo, session_dict, to_json
from posecoach.adapters.store_log import SessionLog, StoreSink, without_password
from posecoach.adapters.voice import open_voice
from posecoach.adapters.words import DEFAULT_LANGUAGE
from posecoach.adapters.words import live as live_words
from posecoach.adapters.words.camera import CATALOGUES
from posecoach.adapters.words.errors import error_text, text_of
from posecoach.errors import InputError, OutputError
from posecoach.live_frames import LiveFrames
from posecoach.live_recorder import Recorder, check_free, for_owner_alone, private_folder_if_used
from posecoach.live_session import LiveSession, Rules, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from posecoach.adapters.camera import CameraOptions
    from posecoach.adapters.camera_types import CameraEvent, LiveSource
    from posecoach.adapters.front import Front
    from posecoach.adapters.looking import Estimator, Looker
    from posecoach.adapters.model_store import Model
    from posecoach.adapters.model_store import Progress as ModelProgress
    from posecoach.adapters.voice import VoiceKind
    from posecoach.adapters.window_front import WindowFront
    from posecoach.core.coach import Coach, CoachStep
    from posecoach.core.config import Thresholds
    from posecoach.errors import PoseCoachError
    from posecoach.live_session import Finished


@dataclass(frozen=True)
class LiveOptions:
    """What a live session is to be like.

    Attributes
    ----------
    camera, asked_px
        As :func:`posecoach.adapters.camera.open_camera` takes them.
    voice
        What is asked for; where it fails the next best takes its place.
    window
        Whether a window is wanted; where none can be, that is said, and it goes on without.
    set_up
        Whether the picture must be right before anything is timed.
    folder
        Where recordings and snapshots go; none there is ever replaced.
    record, record_video
        Keep the landmarks; keep the picture as well.
    lasts_s
        After how many seconds of the camera's picture it ends by itself.
    """

    rules: Rules
    camera: str = "0"
    camera_options: CameraOptions | None = None
    lang: str = DEFAULT_LANGUAGE
    voice: VoiceKind = "speech"
    window: bool = True
    full_screen: bool = False
    set_up: bool = True
    folder: Path = field(default_factory=Path)
    record: bool = False
    record_video: bool = False
    variant: str = DEFAULT_VARIANT
    lasts_s: float = math.inf

    @property
    def records(self) -> bool:
        """Whether any recording is kept."""
        return self.record or self.record_video


@dataclass(frozen=True, eq=False)
class LiveOutcome:
    """What became of it.

    Attributes
    ----------
    finished
        None: it was left before the session began.
    number
        In the history; None: it is not kept there.
    interrupted
        Ctrl-C ended it.
    kept_in
        The folder with what was recorded; None: nothing was.
    failure
        Why the camera, a recording in its place, or the model ended it, or kept it from
        beginning.
    """

    finished: Finished | None
    document: dict[str, Any] | None = None
    number: int | None = None
    interrupted: bool = False
    kept_in: Path | None = None
    failure: PoseCoachError | None = None


def coach_live(
    options: LiveOptions,
    tell: Callable[[str], None],
    *,
    model_progress: ModelProgress | None = None,
) -> LiveOutcome:
    """Coach a session with a real camera, model, voice and window.

    Parameters
    ----------
    tell
        Prints a line for whoever reads the terminal; called from any thread.

    Raises
    ------
    PoseCoachError
        Camera, model or folder cannot be used, there is a recording already where one shall be
        kept, or the camera's recording is damaged; what was coached until then is in the
        history.
    KeyboardInterrupt
        Ctrl-C was pressed while the camera opened.
    """
    with ExitStack() as stack:
        if options.records:  # before anybody lies down
            check_free(options.folder)
            stack.enter_context(private_folder_if_used(options.folder))
        model = ensure_model(options.variant, progress=model_progress)
        stop = stack.enter_context(stop_on_interrupt(or_end=True))
        source = stack.enter_context(_opened(options, tell, lambda: stop.requested))
        front = front_of(options, source, tell)
        stack.callback(front.close)
        front.attend(source.newest())  # a picture at once: model and voice take a second
        looker = stack.enter_context(looker_of(source, front, model, options.rules.cfg))
        voice, note = open_voice(options.voice, options.lang, on_note=tell)
        stack.callback(voice.close)
        if note:
            tell(note)
        live = _Live(
            options,
            source,
            model,
            Speaker(voice, options.lang, muted=options.voice == "mute"),
            front,
            tell,
        )
        outcome = live(looker, stopped=lambda: stop.requested)
        voice.stop()
        return replace(outcome, interrupted=stop.requested)


def _opened(
    options: LiveOptions, tell: Callable[[str], None], should_stop: Callable[[], bool]
) -> LiveSource:
    # Imported here: the command line must start without OpenCV.
    from posecoach.adapters.camera import CameraOptions, open_camera

    words = CATALOGUES[options.lang]
    camera_options = options.camera_options or CameraOptions()
    source = open_camera(options.camera, camera_options, words=words, should_stop=should_stop)
    if note := words.size_note(source.info):
        tell(note)
    return source


def front_of(options: LiveOptions, source: LiveSource, tell: Callable[[str], None]) -> Front:
    """A window, if one is wanted and can be; else that is said."""
    words = live_words.CATALOGUES[options.lang]
    if options.window and (front := _window(options, source, tell)) is not None:
        return front
    tell(words.how_to_end)
    return NoFront()


def _window(
    options: LiveOptions, source: LiveSource, tell: Callable[[str], None]
) -> WindowFront | None:
    """The window; None where none can be, which is said."""
    # Imported here: nothing of this is needed without a window.
    from posecoach.adapters.display import find_display
    from posecoach.adapters.live_screen import LiveScreen
    from posecoach.adapters.window import Window
    from posecoach.adapters.window_front import WindowFront
    from posecoach.adapters.words import display, screen

    why_not = find_display()
    if why_not is not None:
        tell(display.CATALOGUES[options.lang].reasons[why_not])
        return None
    words = live_words.CATALOGUES[options.lang]

    def told(kept: Path | PoseCoachError) -> None:
        if isinstance(kept, Path):
            tell(words.snapshot.format(file=shown_path(kept)))
        else:
            tell(error_text(kept, options.lang))

    return WindowFront(
        Window("posecoach", full_screen=options.full_screen),
        LiveScreen(
            source.info.width_px,
            source.info.height_px,
            options.rules.routine,
            words=wording.CATALOGUES[options.lang],
            screen_words=screen.CATALOGUES[options.lang],
        ),
        options.lang,
        folder=options.folder,
        told=told,
    )


def looker_of(source: LiveSource, front: Front, model: Model, cfg: Thresholds) -> Looker:
    """The window never waits for the model; without one there is nobody to wait."""

    def load() -> Estimator:
        # mediapipe takes a second to load; until then the window shows the camera's picture.
        from posecoach.adapters.estimator import PatientEstimator

        return PatientEstimator(model.path, cfg)

    kind = DirectLooker if isinstance(front, NoFront) else ThreadLooker
    return kind(source, load)


class _Live:
    """One session and what is kept of it."""

    def __init__(
        self,
        options: LiveOptions,
        source: LiveSource,
        model: Model,
        speaker: Speaker,
        front: Front,
        tell: Callable[[str], None],
    ) -> None:
        self._options, self._source, self._model = options, source, model
        self._speaker, self._front, self._tell = speaker, front, tell
        info = source.info
        self._info = SourceInfo(info.name, info.width_px, info.height_px)
        self._of_model = ModelInfo(model.name, model.sha256)

    def __call__(self, looker: Looker, *, stopped: Callable[[], bool]) -> LiveOutcome:
        """Set up, coach, keep."""
        options = self._options
        session = LiveSession(
            options.rules,
            self._source,
            self._speaker,
            self._front,
            stopped=stopped,
            recording=options.record_video,
            lasts_s=options.lasts_s,
        )
        words = CATALOGUES[options.lang]

        def on_camera(event: CameraEvent) -> None:
            if event.kind is CameraEventKind.GAVE_UP:  # told at the end, as every failure is
                frames.fail(InputError.worded(words.event_text(event)))
            else:
                self._tell(words.event_text(event))

        frames = LiveFrames(self._source, looker, attend=session.attend, on_camera=on_camera)
        if options.set_up:
            session.set_up(frames)
        if session.is_over() or frames.is_over:
            return LiveOutcome(None, failure=frames.failure)
        return self._coach(session, frames)

    def _coach(self, session: LiveSession, frames: LiveFrames) -> LiveOutcome:
        rules = self._options.rules
        with ExitStack() as stack:
            log = stack.enter_context(SessionLog())
            recorders = self._recorders(session, frames, stack)
            kept: list[StoreSink] = []

            def sinks(coach: Coach) -> tuple[Callable[[CoachStep], None], ...]:
                kept.append(
                    StoreSink(log, coach, rules.routine, rules.cfg, self._info, self._of_model)
                )
                return (kept[0], *recorders, lambda _step: self._pass_on(log))

            finished = session.coach(frames, sinks)
            document = without_password(
                session_dict(finished.session, self._info, self._of_model, rules.routine)
            )
            kept[0].finish(document)
            self._pass_on(log)
        is_kept = bool(recorders) and self._keep(document)
        self._source.close()  # whoever gets up is not filmed
        session.show_summary(finished)
        folder = self._options.folder if is_kept else None
        return LiveOutcome(finished, document, log.number, kept_in=folder, failure=frames.failure)

    def _keep(self, document: dict[str, Any]) -> bool:
        """Put the result beside the recording; a folder that is gone costs only that."""
        try:
            with for_owner_alone():
                write_whole(self._options.folder / SESSION_NAME, to_json(document).encode())
        except OutputError as error:
            self._tell(error_text(error, self._options.lang))
            return False
        return True

    def _recorders(
        self, session: LiveSession, frames: LiveFrames, stack: ExitStack
    ) -> tuple[Recorder, ...]:
        options = self._options
        if not options.records:
            return ()
        info, model = self._source.info, self._model
        header = LandmarkHeader(info.width_px, info.height_px, model.name, model.sha256)
        words = live_words.CATALOGUES[options.lang]

        def ended(error: PoseCoachError) -> None:
            session.recording_ended()
            why = error_text(error, options.lang)
            self._tell(words.recording_ended.format(why=why))

        recorder = Recorder(
            options.folder, header, frames, ended, with_picture=options.record_video
        )
        return (stack.enter_context(recorder),)

    def _pass_on(self, log: SessionLog) -> None:
        if note := log.take_note():
            self._tell(text_of(note, self._options.lang))
