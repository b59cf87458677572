"""What every command prints the same way: a complaint of one line, and JSON where asked for."""

from __future__ import annotations

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

    click.echo(f"posecoach: {printable(' '.join(message.split()))}", err=True)


def check_json_target(json_to: str | None, paths: list[Path]) -> None:
    """Refuse a file that cannot be meant, before minutes are spent on the review."""
    from posecoach.errors import UsageError

    if json_to is None or json_to == "-":
        return
    target = Path(json_to)
    with suppress(OSError):  # what may not even be looked at is refused when it is written
        if target.is_dir():
            raise UsageError(f"--json {json_to} is a folder; name a file in it")
        if not target.absolute().parent.is_dir():
            raise UsageError(f"--json {json_to}: there is no such folder; make it, or name another")
        if any(path.exists() and target.exists() and path.samefile(target) for path in paths):
            raise UsageError(
                f"--json {json_to} would overwrite what is reviewed; name another file"
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
    from posecoach.adapters.words.review import CATALOGUES

    console = Console(highlight=False)
    # Names are no markup: "[1].mp4" is a name like any other.
    console.print(shown_path(Path(path.name)), style="bold", markup=False, soft_wrap=True)
    words = CATALOGUES[options.report_lang or "en"]
    print_review(console, session, options.routine, words)
    if options.out is not None:
        console.print(f"Written to {shown_path(options.out)}", markup=False, soft_wrap=True)


def complain_of(path: Path, done: Review | Done) -> int:
    """Say what was wrong with a recording although it was judged; return the exit code."""
    from posecoach.adapters.batch_summary import unseen

    if done.note is not None:
        complain(f"{path}: {done.note}; what is there was judged")
    if done.interrupted:
        complain(f"{path}: stopped; what was judged until then is kept")
        return _EXIT_INTERRUPTED
    if not done.any_hip_seen:
        complain(f"{path}: {unseen(done.document)}")
        return _EXIT_FAILED
    return 0
