"""``posecoach live``: parsing, printing, and the question afterwards; the session is live.py's."""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from posecoach.cli_command import Command
from posecoach.cli_language import lang_option
from posecoach.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from posecoach.live import LiveOptions, LiveOutcome

_EXIT_INTERRUPTED = 130


@click.command(cls=Command)
@click.option(
    "--camera",
    default="0",
    show_default=True,
    metavar="N|PATH|URL",
    help="A webcam's number, a phone's camera, or a recording played at its own pace.",
)
@click.option(
    "--routine",
    "routine_name",
    metavar="NAME|FILE",
    help="A routine that ships with posecoach, or a .toml file.  [default: lower-back-relief]",
)
@click.option("--hold", "hold_s", type=float, metavar="S", help="Seconds a hold must last.")
@lang_option("Language of voice, window and terminal.")
@click.option(
    "--voice",
    type=click.Choice(["speech", "tones"]),
    default="speech",
    show_default=True,
    help="The system's voice, or tones alone.",
)
@click.option("--mute", is_flag=True, help="No sound.")
@click.option("--no-pacer", is_flag=True, help="Do not breathe along.")
@click.option("--headless", is_flag=True, help="No window: sound and history alone.")
@click.option("--full-screen", is_flag=True, help="Fill the screen; f switches it.")
@click.option("--no-setup", is_flag=True, help="Begin at once, however the picture is.")
@click.option("--record", is_flag=True, help="Keep the landmarks, to be reviewed; no picture.")
@click.option("--record-video", is_flag=True, help="Keep the camera's picture, too.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where recordings and snapshots go.  [default: a new folder named after the time]",
)
@click.option(
    "--model",
    "variant",
    type=click.Choice(["lite", "full", "heavy"]),
    default="full",
    show_default=True,
    help="Which pose model.",
)
@click.option(
    "--duration",
    "lasts_s",
    type=float,
    metavar="S",
    help="End by itself S seconds after the camera opened.  [default: at the routine's end]",
)
@click.option("--figures", is_flag=True, help="Print how long each stage of the loop took.")
def live(  # noqa: PLR0913 - one parameter an option, that is how click works
    camera: str,
    routine_name: str | None,
    hold_s: float | None,
    lang: str,
    voice: str,
    out: Path | None,
    variant: str,
    *,
    lasts_s: float | None,
    mute: bool,
    no_pacer: bool,
    headless: bool,
    full_screen: bool,
    no_setup: bool,
    record: bool,
    record_video: bool,
    figures: bool,
) -> None:
    """Coach a session at the camera: lie down, listen, breathe."""
    from posecoach.adapters.native_noise import native_noise_hidden
    from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
    from posecoach.core.config import Thresholds
    from posecoach.core.routine import with_hold
    from posecoach.live import LiveOptions
    from posecoach.live_session import Rules

    routine = load_routine(routine_name or DEFAULT_ROUTINE)
    if hold_s is not None:
        routine = with_hold(routine, hold_s)
    if lasts_s is not None and not 0 < lasts_s < math.inf:  # NaN neither
        raise UsageError(
            "--duration {value}: a number of seconds above 0 is needed, such as --duration 600",
            value=f"{lasts_s:g}",
        )
    options = LiveOptions(
        Rules(routine, Thresholds(), pacer=not no_pacer),
        camera=camera,
        lang=lang,
        voice="mute" if mute else "tones" if voice == "tones" else "speech",
        window=not headless,
        full_screen=full_screen,
        set_up=not no_setup,
        folder=out or _new_folder(),
        record=record,
        record_video=record_video,
        variant=variant,
        lasts_s=math.inf if lasts_s is None else lasts_s,
    )
    with native_noise_hidden():
        code = _coach(options, figures=figures)
    click.get_current_context().exit(code)


def _new_folder() -> Path:
    return Path(f"posecoach-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}")


def _coach(options: LiveOptions, *, figures: bool) -> int:
    from rich.console import Console

    from posecoach.adapters.progress import Bars
    from posecoach.adapters.words import history as history_words
    from posecoach.history import ask_and_keep_feel
    from posecoach.live import coach_live

    console, bars = Console(highlight=False), Bars(options.lang)

    def tell(line: str) -> None:
        bars.clear()
        console.print(line, markup=False, soft_wrap=True)

    _offer_guide(options, tell)
    try:
        outcome = coach_live(options, tell, model_progress=bars.show_model)
    finally:
        bars.clear()
    code = _tell_outcome(console, options, outcome, figures=figures)
    if outcome.number is not None and _was_lived(outcome):
        ask_and_keep_feel(console, history_words.CATALOGUES[options.lang], outcome.number)
    return code


def _was_lived(outcome: LiveOutcome) -> bool:
    """Whether there was anything to feel: also where the camera failed after a while."""
    return outcome.finished is not None and outcome.finished.session.duration_s > 0


def _offer_guide(options: LiveOptions, tell: Callable[[str], None]) -> None:
    """The first time: how the stretch is learnt."""
    from posecoach.adapters.guide import offer_guide_line
    from posecoach.adapters.paths import is_there
    from posecoach.adapters.store_file import store_path

    if not is_there(store_path()):
        tell(offer_guide_line(options.lang))


def _tell_outcome(
    console: Console, options: LiveOptions, outcome: LiveOutcome, *, figures: bool
) -> int:
    """Print what became of it; return the exit code."""
    from posecoach.adapters.paths import shown_path
    from posecoach.adapters.tables import print_review
    from posecoach.adapters.words import review as review_words
    from posecoach.adapters.words.errors import error_text
    from posecoach.adapters.words.live import CATALOGUES
    from posecoach.cli_output import complain

    words = CATALOGUES[options.lang]
    if outcome.finished is None:
        console.print(words.not_begun, markup=False)
    else:
        print_review(
            console,
            outcome.finished.session,
            options.rules.routine,
            review_words.CATALOGUES[options.lang],
        )
        if outcome.kept_in is not None:
            console.print(words.kept.format(folder=shown_path(outcome.kept_in)), markup=False)
        if figures:
            for name, taken in outcome.finished.stages.items():
                median, p95 = 1e3 * taken.median_s, 1e3 * taken.p95_s
                console.print(f"{name:>6}: median {median:.1f} ms, p95 {p95:.1f} ms")
    if outcome.failure is not None:
        complain(error_text(outcome.failure, options.lang))
        return outcome.failure.exit_code
    return _EXIT_INTERRUPTED if outcome.interrupted else 0
