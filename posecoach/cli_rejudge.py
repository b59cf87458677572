"""The ``rejudge`` command: it parses, calls, prints, and chooses the exit code; nothing else.

Wired by ``cli.add_command(rejudge)``. Heavy libraries are imported inside, as in the CLI.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from posecoach.cli_command import Command
from posecoach.cli_language import lang_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posecoach.rejudge import Asked, Outcome

_EXIT_INTERRUPTED = 130


@click.command(cls=Command)
@click.argument("sessions", nargs=-1, required=True, metavar="SESSION…", type=click.Path())
@click.option("--routine", "routine_name", metavar="NAME|FILE", help="Judge by this routine.")
@click.option("--hold", "hold_s", type=float, metavar="S", help="Seconds a hold must last.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A threshold, such as head_up_torso=0.1; may be repeated.",
)
@click.option(
    "--json", "json_to", metavar="FILE|-", help="Write the comparison as JSON; - is stdout."
)
@lang_option()
def rejudge(
    sessions: tuple[str, ...],
    routine_name: str | None,
    hold_s: float | None,
    settings: tuple[str, ...],
    json_to: str | None,
    lang: str,
) -> None:
    """What if: judge recorded landmarks again under other rules.

    SESSION is a folder that a review wrote with --out, a recording of landmarks, or a folder
    with many of either, however deep. Nothing in them is changed.
    """
    from posecoach.adapters.routine_files import load_routine
    from posecoach.cli_output import check_json_target
    from posecoach.rejudge import Asked

    routine = None if routine_name is None else load_routine(routine_name)
    asked = Asked(routine, hold_s, dict(_setting(text) for text in settings))
    asked.check()
    found, worst = _found([Path(session) for session in sessions], lang)
    check_json_target(json_to, [*found, *_sessions_of(found)])
    outcomes, code = _judge_all(found, asked, lang=lang, quiet=json_to == "-")
    if json_to is not None and outcomes:
        _write(asked, outcomes, json_to)
    click.get_current_context().exit(max(worst, code))


def _setting(text: str) -> tuple[str, float]:
    """Read NAME=VALUE."""
    from posecoach.errors import UsageError

    name, equals, value = (part.strip() for part in text.partition("="))
    try:
        return name, float(value)
    except ValueError as error:
        if equals:
            raise UsageError(
                "--set {text}: a number is needed after =, such as head_up_torso=0.1",
                text=repr(text),
            ) from error
        raise UsageError(
            "--set {text}: NAME=VALUE is needed, such as head_up_torso=0.1", text=repr(text)
        ) from error


def _found(sessions: Sequence[Path], lang: str) -> tuple[list[Path], int]:
    """Every recording that is meant, once; and the exit code of those that are none."""
    from posecoach.adapters.words.errors import error_text
    from posecoach.cli_output import complain
    from posecoach.errors import InputError
    from posecoach.rejudge import recordings_in

    worst = 0
    found: dict[Path, Path] = {}
    for session in sessions:
        try:
            meant = recordings_in(session)
        except InputError as error:  # noqa: PERF203 - one that is none costs only itself
            complain(error_text(error, lang))
            worst = max(worst, error.exit_code)
        else:
            found.update({path.resolve(): path for path in meant})
    return list(found.values()), worst


def _sessions_of(found: Sequence[Path]) -> list[Path]:
    from posecoach.rejudge import session_beside

    return [session_beside(path) for path in found]


def _judge_all(
    found: Sequence[Path], asked: Asked, *, lang: str, quiet: bool
) -> tuple[list[Outcome], int]:
    """Judge and print one after the other; return all outcomes and the worst exit code."""
    from rich.console import Console

    from posecoach.adapters import wording
    from posecoach.adapters.progress import Bars
    from posecoach.adapters.rejudge_table import RejudgeTable
    from posecoach.adapters.words import command
    from posecoach.adapters.words.errors import error_text
    from posecoach.adapters.words.rejudge import CATALOGUES
    from posecoach.cli_output import complain
    from posecoach.rejudge import rejudge_all

    console = Console(highlight=False, quiet=quiet)
    table = RejudgeTable(console, CATALOGUES[lang], wording.CATALOGUES[lang])
    bars, worst = Bars(lang), 0
    outcomes: list[Outcome] = []

    def take(outcome: Outcome) -> None:
        nonlocal worst
        bars.clear()
        outcomes.append(outcome)
        if outcome.rejudged is not None:
            table.print_recording(outcome.rejudged)
        if outcome.error is not None:
            complain(error_text(outcome.error, lang))
            worst = max(worst, outcome.error.exit_code)
        show()

    def show() -> None:
        if len(outcomes) < len(found):
            bars.show("judging", len(outcomes), len(found))

    if found:
        table.print_rules(asked)
    try:
        show()
        if rejudge_all(found, asked, take):
            complain(command.CATALOGUES[lang].stopped_above)
            worst = _EXIT_INTERRUPTED
    finally:
        bars.clear()
    done = [outcome.rejudged for outcome in outcomes if outcome.rejudged is not None]
    if len(done) > 1:
        table.print_total(done)
    return outcomes, worst


def _write(asked: Asked, outcomes: Sequence[Outcome], json_to: str) -> None:
    from posecoach.adapters.rejudge_json import rejudge_dict
    from posecoach.cli_output import write_json

    write_json(rejudge_dict(asked, outcomes), json_to)
