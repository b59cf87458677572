"""The command line: it parses, calls, prints, and chooses the exit code; nothing else.

Exit codes: 0 done; 1 the input could not be judged; 2 wrong usage; 130 interrupted. Errors
are one line on stderr. Heavy libraries are imported by the commands that need them.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from posecoach import __version__
from posecoach.adapters.words import DEFAULT_LANGUAGE
from posecoach.adapters.words.command import CATALOGUES
from posecoach.adapters.words.errors import error_text
from posecoach.cli_check import check
from posecoach.cli_command import Group
from posecoach.cli_guide import guide
from posecoach.cli_history import history
from posecoach.cli_language import chosen_language, lang_option, language_taker
from posecoach.cli_live import live
from posecoach.cli_output import (
    check_json_target,
    complain,
    complain_of,
    print_result,
    write_json,
)
from posecoach.cli_rejudge import rejudge
from posecoach.cli_report import report
from posecoach.cli_usage import usage_text
from posecoach.errors import PoseCoachError

if TYPE_CHECKING:
    from posecoach.app import ReviewOptions

_EXIT_FAILED, _EXIT_USAGE, _EXIT_INTERRUPTED = 1, 2, 130


@click.group(
    cls=Group,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="posecoach")
def cli() -> None:
    """Coach for one stretch, knees to chest: watches, measures, and counts honest holds."""


@cli.command()
@click.argument("videos", nargs=-1, required=True, metavar="VIDEO|FOLDER…", type=click.Path())
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
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Of many, how many are reviewed at a time.  [default: the cores it may use]",
)
@click.option("--again", is_flag=True, help="Of many, review also those that are done in --out.")
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Send the reviews to this Dask cluster, such as tcp://host:8786; files stay where they "
    "are, in a folder that all of its workers share.",
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
@lang_option("Language of the table and the report.")
def review(  # noqa: PLR0913 - one parameter an option, that is how click works
    videos: tuple[str, ...],
    routine_name: str | None,
    hold_s: float | None,
    out: Path | None,
    json_to: str | None,
    *,
    no_video: bool,
    jobs: int | None,
    again: bool,
    dask: str | None,
    variant: str,
    export_names: str | None,
    lang: str,
) -> None:
    """Judge recorded stretches: videos, or landmarks recorded from them.

    Of a FOLDER, all that is in it, however deep. With --out DIR each of many gets a folder in
    DIR, beside summary.csv and index.html, and what is done there is not done again, whatever
    its name has become.
    """
    from posecoach.adapters.batch_inputs import is_many
    from posecoach.adapters.cores import usable_cores
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
    if is_many(paths) or dask is not None:
        from posecoach.batch import Batch
        from posecoach.cli_many import review_all

        batch = Batch(tuple(paths), options, jobs or usable_cores(), again, dask)
        worst = review_all(batch, json_to=json_to)
    else:
        worst = _review_one(paths[0], options, json_to=json_to)
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
            "no '{variant}' model in {folder}; get it with 'posecoach model fetch {variant}'",
            variant=variant,
            folder=model_dir(),
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


def _review_one(path: Path, options: ReviewOptions, *, json_to: str | None) -> int:
    """Review a recording and print what it came to; return the exit code."""
    from posecoach.adapters.progress import Bars
    from posecoach.app import review as review_recording

    lang = options.lang
    bars = Bars(lang)
    try:
        done = review_recording(path, options, progress=bars.show, model_progress=bars.show_model)
    except KeyboardInterrupt:
        bars.clear()
        complain(CATALOGUES[lang].stopped)
        return _EXIT_INTERRUPTED
    finally:
        bars.clear()
    if json_to != "-":
        print_result(path, done.session, options)
    if json_to is not None:
        write_json(done.document, json_to)
    return complain_of(path, done, lang)


# --- exit -------------------------------------------------------------------------------------


def main() -> None:
    """Entry point: every way out has its one line and its code."""
    raise SystemExit(_run())


def _run() -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may not know every character
    chosen: dict[str, str] = {}
    try:
        code = cli.main(prog_name="posecoach", standalone_mode=False, obj=chosen)
        sys.stdout.flush()
    except (SystemExit, BrokenPipeError):
        # The reader of stdout has gone, as in `posecoach … | head`; nothing is wrong.
        # click and rich leave by SystemExit then; nobody else does.
        _forget_stdout()
        return 0
    except (PoseCoachError, click.ClickException, click.Abort, KeyboardInterrupt, OSError) as error:
        code, message = _way_out(error, chosen_language(chosen))
        complain(message)
    return code if isinstance(code, int) else 0


def _way_out(error: BaseException, lang: str) -> tuple[int, str]:
    """Exit code and line of an error."""
    words = CATALOGUES[lang]
    if isinstance(error, PoseCoachError):
        return error.exit_code, error_text(error, lang)
    if isinstance(error, click.ClickException):
        line, see = usage_text(error, lang), _help_of(error, lang)
        return _EXIT_USAGE, words.wrong_usage.format(line=line, help=see)
    if isinstance(error, OSError):
        # Files have their own messages; what is left is stdout.
        _forget_stdout()
        form = words.cannot_print if error.filename is None else words.cannot_use
        return _EXIT_FAILED, form.format(path=error.filename, why=error_text(error, lang))
    return _EXIT_INTERRUPTED, words.stopped


def _help_of(error: click.ClickException, lang: str) -> str:
    """The command that shows the help for an error, in the person's language where it can."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return "posecoach --help"
    command = context.command_path
    if lang != DEFAULT_LANGUAGE and (asked := language_taker(context)) is not None:
        command = f"{asked} --lang {lang}{command.removeprefix(asked)}"
    return f"{command} --help"


def _forget_stdout() -> None:
    """Send what is still to be printed nowhere, so that Python's exit does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
