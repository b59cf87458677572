"""Progress with the time left, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from rich.progress import TaskID


class Bars:
    """Progress bars on stderr, if that is a terminal; they make way for what is printed."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        self._bar = Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        )
        self._tasks: dict[str, TaskID] = {}

    def show(self, stage: str, done: float, total: float | None) -> None:
        """Show how far a stage is."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=total)
            self._bar.start()
        self._bar.update(self._tasks[stage], completed=done, total=total)

    def show_model(self, done_bytes: int, total_bytes: int, what: str) -> None:
        """Show how far a transfer of the model is."""
        self.show(what, done_bytes, total_bytes or None)

    def clear(self) -> None:
        """Take the bars off the terminal; the next stage begins anew."""
        self._bar.stop()
        for task in self._tasks.values():
            self._bar.remove_task(task)
        self._tasks.clear()
