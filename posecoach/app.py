"""The loop, and the review of a recording; parsing and exit codes are the CLI's.

A review is three passes, each with flat memory whatever the length:

1. record: decode, find landmarks, write them down (a recorded sequence skips this);
2. survey: read them once to find every rest, because a recording is known as a whole;
3. judge: read them again through the coach, into every sink.

So a video and its recorded landmarks give the same session by construction.
"""

from __future__ import annotations

import io
import math
import shutil
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from posecoach.adapters.files import folder_if_used, replaced_when_done, write_whole
from posecoach.adapters.frames_csv import FramesCsv
from posecoach.adapters.interrupt import stop_on_interrupt
from posecoach.adapters.landmark_log import (
    LandmarkHeader,
    LandmarkReader,
    is_landmark_file,
    landmark_writer,
    rounded,
)
from posecoach.adapters.model_store import DEFAULT_VARIANT, ensure_model
from posecoach.adapters.part_files import clear_parts
from posecoach.adapters.paths import shown_path
from posecoach.adapters.result_names import (
    ANNOTATED_NAME,
    FRAMES_NAME,
    LANDMARKS_NAME,
    SESSION_NAME,
)
from posecoach.adapters.session_json import ModelInfo, SourceInfo, session_dict, to_json
from posecoach.adapters.words import DEFAULT_LANGUAGE
from posecoach.core.replay import replay_coach
from posecoach.core.session import SessionBuilder
from posecoach.errors import InputError, OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from posecoach.adapters.interrupt import StopRequest
    from posecoach.adapters.model_store import Progress as ModelProgress
    from posecoach.core.coach import Coach, CoachStep
    from posecoach.core.config import Thresholds
    from posecoach.core.landmarks import PoseFrame
    from posecoach.core.routine import Routine
    from posecoach.core.session import Session


class Progress(Protocol):
    """Told how far a review is; ``total_s`` is None where the length is not known."""

    def __call__(self, stage: str, done_s: float, total_s: float | None, /) -> None:
        """Take note."""


@dataclass(frozen=True)
class ReviewOptions:
    """What to review against, and what to write.

    Attributes
    ----------
    out
        Folder for the results; None: nothing is written.
    video
        Whether to write the annotated video (needs ``out`` and a video).
    report_lang
        Language of report.html, which goes to ``out``; None: no report.
    exports
        Names of further formats to write there (:mod:`posecoach.adapters.export`).
    """

    routine: Routine
    cfg: Thresholds
    out: Path | None = None
    video: bool = True
    variant: str = DEFAULT_VARIANT
    report_lang: str | None = None
    exports: tuple[str, ...] = ()

    @property
    def lang(self) -> str:
        """The language of what is said, with a report or without."""
        return self.report_lang or DEFAULT_LANGUAGE


@dataclass(frozen=True, eq=False)
class Review:
    """A finished review.

    Attributes
    ----------
    document
        The session as ``posecoach.session/1``.
    note
        What was wrong with the input although it could be judged; None: nothing.
    interrupted
        The person stopped it; the session is of what was judged until then.
    any_hip_seen
        Whether a hip's flexion could be measured in any frame; if not, only part of a body
        was in view.
    """

    session: Session
    document: dict[str, Any]
    note: str | None
    interrupted: bool
    any_hip_seen: bool


class _HipWatch:
    """A sink that only looks whether there was anything to judge."""

    def __init__(self) -> None:
        self.any_seen = False

    def __call__(self, step: CoachStep) -> None:
        seen = step.measurement
        if seen is not None:
            flexion = seen.hip_flexion_deg
            self.any_seen |= not (math.isnan(flexion.left) and math.isnan(flexion.right))


@dataclass(frozen=True)
class _Recording:
    """Where the landmarks lie, and how they came to be."""

    landmarks: Path
    note: str | None = None
    interrupted: bool = False


def run(
    frames: Iterable[PoseFrame], coach: Coach, sinks: Iterable[Callable[[CoachStep], None]]
) -> None:
    """The one loop, live and in replay: each frame is judged once and shown to every sink."""
    sinks = tuple(sinks)
    for frame in frames:
        step = coach.step(frame)
        for sink in sinks:
            sink(step)


def review(
    path: Path,
    options: ReviewOptions,
    *,
    progress: Progress,
    model_progress: ModelProgress | None = None,
) -> Review:
    """Review a video or a recorded landmark sequence.

    Raises
    ------
    InputError
        It cannot be judged.
    ModelError
        A video needs the model, and it cannot be had.
    OutputError
        The results cannot be written.
    """
    if options.out is not None:
        _keep_input(path, options)
    with ExitStack() as stack:
        if options.out is not None:
            stack.enter_context(folder_if_used(options.out))
            clear_parts(options.out)  # of a review that was killed
        if is_landmark_file(path):
            recording = _Recording(path)
        else:
            folder = options.out or Path(stack.enter_context(_temporary_folder()))
            recording = _record(path, folder, options, progress, model_progress)
        return _judge(path, recording, options, progress)


def _keep_input(path: Path, options: ReviewOptions) -> None:
    """Refuse to write the annotated video over the very video that it is made from."""
    assert options.out is not None  # the caller has checked; mypy cannot see it
    target = options.out / ANNOTATED_NAME
    with suppress(OSError):  # a file that is not there is another step's business
        if options.video and path.samefile(target):
            raise UsageError(
                "{path} would be overwritten by its own result; choose another folder with --out",
                path=shown_path(path),
            )


@contextmanager
def _temporary_folder() -> Iterator[str]:
    try:
        folder = tempfile.mkdtemp(prefix="posecoach-")
    except OSError as error:
        raise OutputError(
            "no temporary folder can be made ({why}); make room, or choose a folder with --out",
            why=error,
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- pass 1 -----------------------------------------------------------------------------------


def _record(
    path: Path,
    folder: Path,
    options: ReviewOptions,
    progress: Progress,
    model_progress: ModelProgress | None,
) -> _Recording:
    """Decode a video and write its landmarks down."""
    # Imported here: the command line must start without these libraries.
    from posecoach.adapters.video_source import VideoSource

    with VideoSource(path) as source:
        model = ensure_model(options.variant, progress=model_progress)
        from posecoach.adapters.estimator import PatientEstimator

        info = source.info
        header = LandmarkHeader(info.width_px, info.height_px, model.name, model.sha256)
        target = folder / LANDMARKS_NAME
        with (
            PatientEstimator(model.path, options.cfg) as estimate,
            landmark_writer(target, header) as writer,
            stop_on_interrupt() as stop,
        ):
            for frame in source:
                writer.write(rounded(estimate(frame.image_rgb, frame.time_s)))
                progress("looking", frame.time_s, info.duration_s_estimate)
                if stop.requested:
                    break
        return _Recording(target, source.problem, stop.requested)


# --- passes 2 and 3 ---------------------------------------------------------------------------


def _judge(path: Path, recording: _Recording, options: ReviewOptions, progress: Progress) -> Review:
    reader = LandmarkReader(recording.landmarks)
    if next(iter(reader), None) is None:
        raise InputError(
            "{path}: there is not a single frame in it; record it again", path=shown_path(path)
        )
    head = reader.header
    size = (head.width_px, head.height_px)
    builder, hips = SessionBuilder(options.cfg), _HipWatch()
    is_drawn = options.video and not is_landmark_file(path)
    with ExitStack() as stack:
        # The judgement takes milliseconds and is always finished; the drawing can be stopped.
        stop = stack.enter_context(stop_on_interrupt())
        coach = replay_coach(
            reader, options.routine, options.cfg, width_px=size[0], height_px=size[1]
        )
        sinks: list[Callable[[CoachStep], None]] = [builder.add, hips]
        if options.out is not None:
            sinks.append(stack.enter_context(_csv_sink(options.out / FRAMES_NAME)))
            if is_drawn:
                sinks.append(stack.enter_context(_video_sink(path, options, progress, stop)))
        run(reader, coach, sinks)
    session = builder.finish(coach)
    document = session_dict(
        session,
        SourceInfo(
            shown_path(path),
            head.width_px,
            head.height_px,
            recording.note,
            # An earlier review's video may lie in the folder; it is not touched, nor shown.
            annotated=None if options.out is None else is_drawn,
        ),
        ModelInfo(head.model, head.model_sha256),
        options.routine,
        options.cfg,
    )
    if options.out is not None:
        write_whole(options.out / SESSION_NAME, to_json(document).encode())
        _write_beside(options.out, path, options)
    return Review(
        session,
        document,
        recording.note,
        recording.interrupted or stop.requested,
        hips.any_seen,
    )


def _write_beside(out: Path, path: Path, options: ReviewOptions) -> None:
    """What is made from the results themselves: exports and report."""
    is_recording = is_landmark_file(path)
    if options.exports:
        from posecoach.adapters.export import export

        export(out, options.exports, landmarks=path if is_recording else None)
    if options.report_lang is not None:
        from posecoach.adapters.report import write_report

        write_report(out, lang=options.report_lang, cfg=options.cfg)


@contextmanager
def _csv_sink(path: Path) -> Iterator[Callable[[CoachStep], None]]:
    with replaced_when_done(path) as binary:
        text = io.TextIOWrapper(binary, encoding="utf-8", newline="")
        try:
            yield FramesCsv(text).write
            text.flush()
        finally:
            text.detach()


@contextmanager
def _video_sink(
    path: Path, options: ReviewOptions, progress: Progress, stop: StopRequest
) -> Iterator[Callable[[CoachStep], None]]:
    """Draw every step on its picture; the video is decoded a second time, in step."""
    from posecoach.adapters.overlay import Overlay
    from posecoach.adapters.video_source import VideoSource
    from posecoach.adapters.video_writer import VideoWriter

    assert options.out is not None  # the caller has checked; mypy cannot see it
    with VideoSource(path) as source:
        info = source.info
        overlay = Overlay(info.width_px, info.height_px, options.routine)
        with VideoWriter(options.out / ANNOTATED_NAME, *overlay.size) as writer:
            pictures = iter(source)

            def draw(step: CoachStep) -> None:
                if stop.requested:
                    return
                picture = next(pictures, None)
                if picture is None:
                    raise InputError(
                        "{path} has changed while it was reviewed; review it again",
                        path=shown_path(path),
                    )
                writer.write(overlay.draw(picture.image_rgb, step), picture.time_s)
                progress("drawing", picture.time_s, info.duration_s_estimate)

            yield draw
            if next(pictures, None) is None:  # else it was stopped early
                writer.finish(source.end_s)
