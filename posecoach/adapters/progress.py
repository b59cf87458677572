"""Progress with the time left, on a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from posecoach.adapters.paths import shown_path
from posecoach.adapters.words import DEFAULT_LANGUAGE
from posecoach.adapters.words.command import CATALOGUES
from posecoach.adapters.words.errors import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.progress import TaskID

    from posecoach.errors import Phrase

_LONGEST_NAME = 40  # of a recording beside its bar


class Bars:
    """Progress bars on stderr, if that is a terminal; they make way for what is printed."""

    def __init__(self, lang: str = DEFAULT_LANGUAGE) -> None:
        self._lang, self._words = lang, CATALOGUES[lang].stages
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        self._bar = Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        )
        self._tasks: dict[str, TaskID] = {}

    def show(self, stage: str, done: float, total: float | None) -> None:
        """Show how far a stage is; the catalogue has its word."""
        self._show(self._words[stage], done, total)

    def show_model(self, done_bytes: int, total_bytes: int, what: Phrase) -> None:
        """Show how far a transfer of the model is."""
        self._show(text_of(what, self._lang), done_bytes, total_bytes or None)

    def _show(self, label: str, done: float, total: float | None) -> None:
        if label not in self._tasks:
            self._tasks[label] = self._bar.add_task(label, total=total)
            self._bar.start()
        self._bar.update(self._tasks[label], completed=done, total=total)

    def clear(self) -> None:
        """Take the bars off the terminal; the next stage begins anew."""
        self._bar.stop()
        for task in self._tasks.values():
            self._bar.remove_task(task)
        self._tasks.clear()


class ManyBars(Bars):
    """A bar for all reviews and one for each worker; on a terminal only, as ever."""

    def __init__(self, lang: str = DEFAULT_LANGUAGE, console: Console | None = None) -> None:
        super().__init__(lang)
        console = console or Console(stderr=True)
        disable = not console.is_terminal
        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        self._many = Progress(*columns, console=console, transient=True, disable=disable)
        whole = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        self._whole = Progress(*whole, console=console, transient=True, disable=disable)
        self._live = Live(
            Group(self._many, self._whole), console=console, transient=True, auto_refresh=True
        )
        self._is_shown = not disable
        self._all: TaskID | None = None
        self._workers: dict[str, TaskID] = {}

    def reading(self, done: int, total: int, /) -> None:
        """Show how many recordings have been read."""
        self.show("reading", done, total)

    def begin(self, total: int, workers: int, /) -> None:
        """Show the bars of ``total`` reviews by so many workers."""
        self.clear()
        self._all = self._whole.add_task(self._words["all"], total=total)
        for number in range(1, workers + 1):
            self._line(str(number))
        self._start()

    def working(
        self, worker: str, path: Path, stage: str, done_s: float, total_s: float | None, /
    ) -> None:
        """Show how far a worker is with a recording."""
        name = shown_path(path)
        name = name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"
        self._many.update(
            self._line(worker),
            description=escape(f"{worker}: {name} ({self._words[stage]})"),
            completed=done_s,
            total=total_s,
        )

    def idle(self, worker: str, /) -> None:
        """Show that a worker has ended its recording."""
        self._many.reset(self._line(worker), description=f"{worker}:", total=None, start=True)
        if self._all is not None:
            self._whole.advance(self._all)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bars off the terminal while something is printed."""
        self.clear()
        self._stop()
        try:
            yield
        finally:
            if self._all is not None:
                self._start()

    def end(self) -> None:
        """Take the bars off the terminal."""
        self.clear()
        self._all = None
        self._stop()

    def _line(self, worker: str) -> TaskID:
        if worker not in self._workers:
            self._workers[worker] = self._many.add_task(f"{worker}:", total=None)
        return self._workers[worker]

    def _start(self) -> None:
        if self._is_shown:
            self._live.start()

    def _stop(self) -> None:
        if self._is_shown:
            self._live.stop()
