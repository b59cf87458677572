"""The command line: it parses, calls, prints, and chooses the exit code; nothing else.

Exit codes: 0 done; 1 the input could not be judged; 2 wrong usage; 130 interrupted. Errors
are one line on stderr. Heavy libraries are imported by the commands that need them.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posecoach import __version__
from posecoach.cli_check import check
from posecoach.cli_guide import guide
from posecoach.cli_history import history
from posecoach.cli_live import live
from posecoach.cli_output import check_json_target, complain, write_json
from posecoach.cli_rejudge import rejudge
from posecoach.cli_report import report
from posecoach.errors import PoseCoachError

if TYPE_CHECKING:
    from posecoach.adapters.words.review import ReviewWords
    from posecoach.app import ReviewOptions
    from posecoach.batch import Outcome

_EXIT_FAILED, _EXIT_USAGE, _EXIT_INTERRUPTED = 1, 2, 130


@click.group(no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="posecoach")
def cli() -> None:
    """Coach for one stretch, knees to chest: watches, measures, and counts honest holds."""


@cli.command()
@click.argument("videos", nargs=-1, required=True, metavar="VIDEO…", type=click.Path())
@click.option(
    "--routine",
    "routine_name",
    metavar="NAME|FILE",
    help="A routine that ships with posecoach, or a .toml file.  [default: lower-back-relief]",
)
@click.option("--hold", "hold_s", type=float, metavar="S", help="Seconds a hold must last.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write report.html, annotated.mp4, session.json, frames.csv and the landmarks here.",
)
@click.option("--json", "json_to", metavar="FILE|-", help="Write the session as JSON; - is stdout.")
@click.option("--no-video", is_flag=True, help="Do not write the annotated video.")
@click.option(
    "--jobs", type=click.IntRange(1), default=1, metavar="N", help="Videos reviewed at a time."
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
    "--export",
    "export_names",
    metavar="FORMAT,…",
    help="Also write csv, json, parquet, mot, trc or rrd into --out.",
)
@click.option(
    "--lang",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Language of the table and the report.",
)
def review(  # noqa: PLR0913 - one parameter an option, that is how click works
    videos: tuple[str, ...],
    routine_name: str | None,
    hold_s: float | None,
    out: Path | None,
    json_to: str | None,
    *,
    no_video: bool,
    jobs: int,
    variant: str,
    export_names: str | None,
    lang: str,
) -> None:
    """Judge recorded stretches: videos, or landmarks recorded from them."""
    from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
    from posecoach.app import ReviewOptions
    from posecoach.core.config import Thresholds
    from posecoach.core.routine import with_hold

    routine = load_routine(routine_name or DEFAULT_ROUTINE)
    if hold_s is not None:
        routine = with_hold(routine, hold_s)
    exports = _exports(export_names, out)
    options = ReviewOptions(
        routine, Thresholds(), out, not no_video, variant, report_lang=lang, exports=exports
    )
    paths = [Path(video) for video in videos]
    check_json_target(json_to, paths)
    worst = _review_all(paths, options, json_to=json_to, jobs=jobs)
    click.get_current_context().exit(worst)


cli.add_command(check)
cli.add_command(guide)
cli.add_command(history)
cli.add_command(live)
cli.add_command(rejudge)
cli.add_command(report)


@cli.group(no_args_is_help=False)
def model() -> None:
    """Get, import or locate the pose model."""


@model.command("fetch")
@click.argument("variant", type=click.Choice(["lite", "full", "heavy"]), default="full")
@click.option("--if-missing", is_flag=True, help="Keep a verified model that is there already.")
def model_fetch(variant: str, *, if_missing: bool) -> None:
    """Download the model and verify it."""
    from posecoach.adapters.model_store import ensure_model, fetch_model

    get = ensure_model if if_missing else fetch_model
    from posecoach.adapters.progress import Bars

    bars = Bars()
    try:
        fetched = get(variant, progress=bars.show_model)
    finally:
        bars.clear()
    click.echo(fetched.path)


@model.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def model_import(file: Path) -> None:
    """Take the model from FILE: a .task bundle, or the mediapipe wheel that carries it."""
    from posecoach.adapters.model_store import import_model

    click.echo(import_model(file).path)


@model.command("path")
@click.argument("variant", type=click.Choice(["lite", "full", "heavy"]), default="full")
def model_path(variant: str) -> None:
    """Print where the model lies, verified."""
    from posecoach.adapters.model_store import find_model, model_dir
    from posecoach.errors import ModelError

    found = find_model(variant)
    if found is None:
        raise ModelError(
            f"no '{variant}' model in {model_dir()}; get it with 'posecoach model fetch {variant}'"
        )
    click.echo(found.path)


def _exports(names: str | None, out: Path | None) -> tuple[str, ...]:
    """The formats asked for, before minutes are spent on the review."""
    if names is None:
        return ()
    from posecoach.adapters.export import checked_formats
    from posecoach.errors import UsageError

    if out is None:
        raise UsageError("--export needs a folder to write to; name one with --out DIR")
    return tuple(checked_formats(names))


# --- reviewing --------------------------------------------------------------------------------


def _review_all(
    paths: list[Path], options: ReviewOptions, *, json_to: str | None, jobs: int
) -> int:
    """Review every path; return the worst exit code."""
    from posecoach.adapters.progress import Bars
    from posecoach.batch import review_many

    worst = 0
    documents: list[tuple[int, dict[str, Any]]] = []

    bars = Bars()

    def take(outcome: Outcome) -> None:
        nonlocal worst
        bars.clear()
        worst = max(worst, _tell(outcome, options, quiet=json_to == "-"))
        if outcome.review is not None:
            documents.append((outcome.index, outcome.review.document))

    try:
        review_many(
            paths,
            options,
            jobs=jobs,
            progress=bars.show,
            model_progress=bars.show_model,
            take=take,
        )
    except KeyboardInterrupt:
        worst = _EXIT_INTERRUPTED  # those that were done before are kept
        complain("stopped")
    finally:
        bars.clear()
    if json_to is not None and documents:
        in_order = [document for _, document in sorted(documents, key=lambda pair: pair[0])]
        write_json(in_order if len(paths) > 1 else in_order[0], json_to)
    return worst


def _tell(outcome: Outcome, options: ReviewOptions, *, quiet: bool) -> int:
    """Print one outcome; return its exit code."""
    if outcome.error is not None:
        complain(str(outcome.error))
        return outcome.error.exit_code
    done = outcome.review
    assert done is not None  # an outcome has either; mypy cannot see it
    if not quiet:
        from rich.console import Console

        from posecoach.adapters.paths import shown_path
        from posecoach.adapters.tables import print_review

        console = Console(highlight=False)
        name = shown_path(Path(outcome.path.name))
        # Names are no markup: "[1].mp4" is a name like any other.
        console.print(name, style="bold", markup=False, soft_wrap=True)
        print_review(console, done.session, options.routine, _table_words(options))
        if outcome.out is not None:
            console.print(f"Written to {shown_path(outcome.out)}", markup=False, soft_wrap=True)
    if done.note is not None:
        complain(f"{outcome.path}: {done.note}; what is there was judged")
    if done.interrupted:
        complain(f"{outcome.path}: stopped; what was judged until then is kept")
        return _EXIT_INTERRUPTED
    if not done.any_hip_seen:
        who = "only part of a body" if done.session.pose_frames else "nobody"
        complain(f"{outcome.path}: {who} was seen; film the whole body from the side, in light")
        return _EXIT_FAILED
    return 0


def _table_words(options: ReviewOptions) -> ReviewWords:
    from posecoach.adapters.words.review import CATALOGUES

    return CATALOGUES[options.report_lang or "en"]


# --- exit -------------------------------------------------------------------------------------


def main() -> None:
    """Entry point: every way out has its one line and its code."""
    raise SystemExit(_run())


def _run() -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may not know every character
    try:
        code = cli.main(prog_name="posecoach", standalone_mode=False)
        sys.stdout.flush()
    except (SystemExit, BrokenPipeError):
        # The reader of stdout has gone, as in `posecoach … | head`; nothing is wrong.
        # click and rich leave by SystemExit then; nobody else does.
        _forget_stdout()
        return 0
    except (PoseCoachError, click.ClickException, click.Abort, KeyboardInterrupt, OSError) as error:
        code, message = _way_out(error)
        complain(message)
    return code if isinstance(code, int) else 0


def _way_out(error: BaseException) -> tuple[int, str]:
    """Exit code and line of an error."""
    if isinstance(error, PoseCoachError):
        return error.exit_code, str(error)
    if isinstance(error, click.ClickException):
        context = error.ctx if isinstance(error, click.UsageError) else None
        command = "posecoach" if context is None else context.command_path
        return _EXIT_USAGE, f"{error.format_message()} (see '{command} --help')"
    if isinstance(error, OSError):
        # Files have their own messages; what is left is stdout.
        _forget_stdout()
        what = "print" if error.filename is None else f"use {error.filename}"
        return _EXIT_FAILED, f"cannot {what} ({error.strerror or error}); send the output elsewhere"
    return _EXIT_INTERRUPTED, "stopped"


def _forget_stdout() -> None:
    """Send what is still to be printed nowhere, so that Python's exit does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
