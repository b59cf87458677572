"""``posecoach history``: parsing and printing; what it does is history.py's."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from posecoach.cli_command import Group
from posecoach.cli_language import lang_option

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from posecoach.adapters.store import StoredSession
    from posecoach.adapters.words.history import HistoryWords

_DAYS_SHOWN = 28

_LANG = lang_option("Language.")


@click.group(cls=Group, invoke_without_command=True)
@_LANG
@click.option(
    "--html",
    "html_to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it as a page that opens in any browser, instead of printing it.",
)
@click.option(
    "--days",
    type=click.IntRange(1),
    default=_DAYS_SHOWN,
    show_default=True,
    metavar="N",
    help="How far back sessions are listed.",
)
@click.option("--holds", "with_holds", is_flag=True, help="List every hold, too.")
@click.pass_context
def history(
    context: click.Context, lang: str, html_to: Path | None, days: int, *, with_holds: bool
) -> None:
    """Past sessions: days, holds, comfort range, left against right, how it felt."""
    if context.invoked_subcommand is not None:
        return
    from posecoach.history import load_history

    today = _today()
    words, kept = _words(lang), load_history(today)
    if kept.overview is None:
        click.echo(words.empty)
        return
    if html_to is not None:
        from posecoach.adapters.files import write_whole
        from posecoach.adapters.history_page import history_page

        write_whole(html_to, history_page(words, kept.sessions, kept.overview).encode())
        return
    from posecoach.adapters.history_table import print_history

    shown = [s for s in kept.sessions if (today - s.day).days < days]
    console = _console()
    print_history(console, words, kept.sessions, kept.overview, shown=shown, with_holds=with_holds)
    if earlier := len(kept.sessions) - len(shown):
        reach = (today - kept.sessions[0].day).days + 1
        console.print(words.earlier.format(count=earlier, days=reach), markup=False, style="dim")


@history.command()
@click.option(
    "--pain",
    type=click.IntRange(0, 10),
    metavar="0..10",
    help="Pain, 0 is none. Asked if left out.",
)
@click.option("--note", default="", metavar="TEXT", help="A few words.")
@click.option("--session", "number", type=int, metavar="NO.", help="Which.  [default: the last]")
@_LANG
def feel(pain: int | None, note: str, number: int | None, lang: str) -> None:
    """Keep how the last session felt."""
    from posecoach.adapters.store import Feel
    from posecoach.errors import UsageError
    from posecoach.history import ask_feel, last_session, opened_store

    words = _words(lang)
    with opened_store() as store:
        sessions = () if store is None else store.sessions()
        one = _numbered(sessions, number) if number is not None else last_session(sessions)
        if store is None or one is None:
            raise UsageError("there is no session yet that could have felt like anything")
        told = Feel(pain, note) if pain is not None else None
        if told is None:
            console = _console()
            if not console.is_terminal:
                raise UsageError("nobody is there to be asked; say it with --pain 0..10")
            told = ask_feel(console, words, note)
        if told is not None:
            store.set_feel(one.number, told)
            click.echo(words.feel_kept.format(number=one.number, pain=told.pain))


@history.command()
@click.option("--csv", "csv_to", metavar="FILE|-", help="A row a hold; - is stdout.")
@click.option("--json", "json_to", metavar="FILE|-", help="Every session whole; - is stdout.")
def export(csv_to: str | None, json_to: str | None) -> None:
    """Write everything that is kept as CSV or JSON."""
    from posecoach.adapters.history_export import history_csv, history_json
    from posecoach.errors import UsageError
    from posecoach.history import opened_store

    if csv_to is None and json_to is None:
        raise UsageError("name what to write: --csv FILE, --json FILE, or - for stdout")
    if csv_to == json_to == "-":
        raise UsageError("only one of --csv and --json can go to stdout")
    with opened_store() as store:
        sessions = () if store is None else store.sessions()
    if csv_to is not None:
        _write(history_csv(sessions), csv_to)
    if json_to is not None:
        _write(history_json(sessions), json_to)


@history.command()
@click.argument("number", type=int, required=False, metavar="[NO.]")
@click.option("--day", metavar="YYYY-MM-DD", help="Every session of a day.")
@click.option("--all", "everything", is_flag=True, help="Every session.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_LANG
def forget(number: int | None, day: str | None, lang: str, *, everything: bool, yes: bool) -> None:
    """Delete a session, a day or everything for good."""
    from posecoach.errors import UsageError
    from posecoach.history import opened_store

    if (number is not None) + (day is not None) + everything != 1:
        raise UsageError("say what to forget: a session's number, --day YYYY-MM-DD, or --all")
    words = _words(lang)
    with opened_store() as store:
        sessions = () if store is None else store.sessions()
        chosen = sessions
        if number is not None:
            chosen = (_numbered(sessions, number),)
        elif day is not None:
            chosen = _of_day(sessions, day)
        if store is None or not _sure(words, len(chosen), len(sessions), yes=yes):
            click.echo(words.not_forgotten)
            return
        store.forget([session.number for session in chosen])
    click.echo(words.forgotten.format(count=len(chosen)))


def _sure(words: HistoryWords, count: int, total: int, *, yes: bool) -> bool:
    from posecoach.errors import UsageError

    if yes:
        return True
    question = words.confirm.format(count=count, all=total)
    try:
        answer = click.prompt(question, default="", show_default=False, prompt_suffix="")
        return answer.strip().lower() in words.yes
    except click.Abort as error:
        raise UsageError("nothing was deleted; answer y, or add --yes") from error


def _numbered(sessions: tuple[StoredSession, ...], number: int) -> StoredSession:
    from posecoach.errors import UsageError

    for session in sessions:
        if session.number == number:
            return session
    raise UsageError("there is no session {number}; 'posecoach history' lists them", number=number)


def _of_day(sessions: tuple[StoredSession, ...], day: str) -> tuple[StoredSession, ...]:
    from datetime import date

    from posecoach.errors import UsageError

    try:
        chosen = date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(
            "--day {day}: a day such as 2026-03-31 is needed", day=repr(day)
        ) from error
    found = tuple(session for session in sessions if session.day == chosen)
    if not found:
        raise UsageError("there is no session of {day}; 'posecoach history' lists them", day=day)
    return found


def _words(lang: str) -> HistoryWords:
    from posecoach.adapters.words.history import CATALOGUES

    return CATALOGUES[lang]


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _today() -> date:
    return datetime.now().astimezone().date()


def _write(text: str, target: str) -> None:
    from posecoach.adapters.files import write_whole

    if target == "-":
        click.echo(text.encode(), nl=False)  # bytes: UTF-8 everywhere
    else:
        write_whole(Path(target), text.encode())
