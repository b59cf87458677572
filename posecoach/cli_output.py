"""What every command prints the same way: a complaint of one line, and JSON where asked for."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from posecoach.app import Review, ReviewOptions
    from posecoach.batch_work import Done
    from posecoach.core.session import Session

_EXIT_FAILED, _EXIT_INTERRUPTED = 1, 130


def complain(message: str) -> None:
    """Print one line on stderr; whatever names are in it, they do not steer the terminal."""
    from posecoach.adapters.paths import printable

    # One line; but the no-break spaces that French has before a colon stay what they are.
    line = re.sub(r"[^\S\u00a0\u202f]+", " ", message).strip()
    click.echo(f"posecoach: {printable(line)}", err=True)


def check_json_target(json_to: str | None, paths: list[Path]) -> None:
    """Refuse a file that cannot be meant, before minutes are spent on the review."""
    from posecoach.errors import UsageError

    if json_to is None or json_to == "-":
        return
    target = Path(json_to)
    with suppress(OSError):  # what may not even be looked at is refused when it is written
        if target.is_dir():
            raise UsageError("--json {json_to} is a folder; name a file in it", json_to=json_to)
        if not target.absolute().parent.is_dir():
            raise UsageError(
                "--json {json_to}: there is no such folder; make it, or name another",
                json_to=json_to,
            )
        if any(path.exists() and target.exists() and path.samefile(target) for path in paths):
            raise UsageError(
                "--json {json_to} would overwrite what is reviewed; name another file",
                json_to=json_to,
            )


def write_json(value: Any, json_to: str) -> None:  # noqa: ANN401 - JSON is any plain value
    """Write to a file, or to stdout for ``-``."""
    from posecoach.adapters.files import write_whole
    from posecoach.adapters.session_json import to_json

    if json_to == "-":
        click.echo(to_json(value).encode(), nl=False)  # bytes: JSON is UTF-8 everywhere
    else:
        write_whole(Path(json_to), to_json(value).encode())


def print_result(path: Path, session: Session, options: ReviewOptions) -> None:
    """Print a review's table under the recording's name."""
    from rich.console import Console

    from posecoach.adapters.paths import shown_path
    from posecoach.adapters.tables import print_review
    from posecoach.adapters.words import command
    from posecoach.adapters.words.review import CATALOGUES

    console = Console(highlight=False)
    # Names are no markup: "[1].mp4" is a name like any other.
    console.print(shown_path(Path(path.name)), style="bold", markup=False, soft_wrap=True)
    lang = options.lang
    print_review(console, session, options.routine, CATALOGUES[lang])
    if options.out is not None:
        written = command.CATALOGUES[lang].written.format(path=shown_path(options.out))
        console.print(written, markup=False, soft_wrap=True)


def complain_of(path: Path, done: Review | Done, lang: str) -> int:
    """Say what was wrong with a recording although it was judged; return the exit code."""
    from posecoach.adapters.batch_summary import unseen
    from posecoach.adapters.words.command import CATALOGUES
    from posecoach.adapters.words.notes import note_text

    words = CATALOGUES[lang]
    if done.note is not None:
        complain(words.judged_anyway.format(path=path, note=note_text(done.note, lang)))
    if done.interrupted:
        complain(words.stopped_in.format(path=path))
        return _EXIT_INTERRUPTED
    if not done.any_hip_seen:
        note = note_text(unseen(done.document), lang)
        complain(words.not_seen.format(path=path, note=note))
        return _EXIT_FAILED
    return 0
