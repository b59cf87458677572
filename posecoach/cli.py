"""The command line: it parses, calls, prints, and chooses the exit code; nothing else.

Exit codes: 0 done; 1 the input could not be judged; 2 wrong usage; 130 interrupted. Errors
are one line on stderr. Heavy libraries are imported by the commands that need them.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posecoach import __version__
from posecoach.errors import PoseCoachError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posecoach.app import Progress, ReviewOptions
    from posecoach.batch import Outcome

_EXIT_FAILED, _EXIT_USAGE, _EXIT_INTERRUPTED = 1, 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
    help="Write annotated.mp4, session.json, frames.csv and the landmarks here.",
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
) -> None:
    """Judge recorded stretches: videos, or landmarks recorded from them."""
    from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
    from posecoach.app import ReviewOptions
    from posecoach.core.config import Thresholds
    from posecoach.core.routine import with_hold

    routine = load_routine(routine_name or DEFAULT_ROUTINE)
    if hold_s is not None:
        routine = with_hold(routine, hold_s)
    options = ReviewOptions(routine, Thresholds(), out, not no_video, variant)
    paths = [Path(video) for video in videos]
    worst = _review_all(paths, options, json_to=json_to, jobs=jobs)
    if worst:
        raise SystemExit(worst)


@cli.group()
def model() -> None:
    """Get, import or locate the pose model."""


@model.command("fetch")
@click.argument("variant", type=click.Choice(["lite", "full", "heavy"]), default="full")
def model_fetch(variant: str) -> None:
    """Download the model and verify it."""
    from posecoach.adapters.model_store import fetch_model

    with _progress() as (_, model_progress):
        fetched = fetch_model(variant, progress=model_progress)
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


# --- reviewing --------------------------------------------------------------------------------


def _review_all(
    paths: list[Path], options: ReviewOptions, *, json_to: str | None, jobs: int
) -> int:
    """Review every path; return the worst exit code."""
    from posecoach.batch import review_many

    worst = 0
    documents: list[dict[str, Any]] = []

    def take(outcome: Outcome) -> None:
        nonlocal worst
        worst = max(worst, _tell(outcome, options, quiet=json_to == "-"))
        if outcome.review is not None:
            documents.append(outcome.review.document)

    with _progress() as (progress, model_progress):
        review_many(
            paths, options, jobs=jobs, progress=progress, model_progress=model_progress, take=take
        )
    if json_to is not None and documents:
        _write_json(documents if len(paths) > 1 else documents[0], json_to)
    return worst


def _tell(outcome: Outcome, options: ReviewOptions, *, quiet: bool) -> int:
    """Print one outcome; return its exit code."""
    if outcome.error is not None:
        _complain(str(outcome.error))
        return outcome.error.exit_code
    done = outcome.review
    assert done is not None  # an outcome has either; mypy cannot see it
    if not quiet:
        from rich.console import Console

        from posecoach.adapters.tables import print_review

        console = Console(highlight=False)
        console.print(f"[bold]{outcome.path.name}[/]" if console.is_terminal else outcome.path.name)
        print_review(console, done.session, options.routine)
        if outcome.out is not None:
            console.print(f"Written to {outcome.out}", soft_wrap=True)
    if done.note is not None:
        _complain(f"{outcome.path}: {done.note}; what is there was judged")
    if done.interrupted:
        _complain(f"{outcome.path}: stopped; what was judged until then is kept")
        return _EXIT_INTERRUPTED
    if not done.session.pose_frames:
        _complain(
            f"{outcome.path}: nobody was seen in it; film the whole body from the side, in light"
        )
        return _EXIT_FAILED
    return 0


def _write_json(value: Any, json_to: str) -> None:  # noqa: ANN401 - JSON is any plain value
    from posecoach.adapters.files import write_whole
    from posecoach.adapters.session_json import to_json

    if json_to == "-":
        sys.stdout.write(to_json(value))
    else:
        write_whole(Path(json_to), to_json(value).encode())


@contextmanager
def _progress() -> Iterator[tuple[Progress, Any]]:
    """A progress bar on stderr, if that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: float, total: float | None) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        def show_model(done_bytes: int, total_bytes: int, what: str) -> None:
            show(what, done_bytes, total_bytes or None)

        yield show, show_model


# --- exit -------------------------------------------------------------------------------------


def _complain(message: str) -> None:
    """Print one line on stderr."""
    click.echo(f"posecoach: {' '.join(message.split())}", err=True)


def main() -> None:
    """Entry point: every way out has its one line and its code."""
    raise SystemExit(_run())


def _run() -> int:
    try:
        cli.main(prog_name="posecoach", standalone_mode=False)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else _EXIT_FAILED
    except click.ClickException as error:
        _complain(f"{error.format_message()} (see 'posecoach --help')")
        return _EXIT_USAGE
    except PoseCoachError as error:
        _complain(str(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _complain("stopped")
        return _EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout has gone, as in `posecoach … | head`; nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
