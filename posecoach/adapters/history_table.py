"""The history on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.bar import Bar
from rich.table import Table
from rich.text import Text

from posecoach.adapters.history_lines import (
    HIGHEST_DEG,
    LOWEST_DEG,
    advice_lines,
    hold_rows,
    session_row,
    spread_text,
    summary_line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, RenderableType

    from posecoach.adapters.history_lines import SessionRow
    from posecoach.adapters.store import StoredSession
    from posecoach.adapters.words.history import HistoryWords
    from posecoach.core.progress import Overview, Spread, WeekComfort

_COUNT_WIDTH = 8
_RANGE_WIDTH = 16
_LEFT, _RIGHT = "cyan", "magenta"


def print_history(
    console: Console,
    words: HistoryWords,
    sessions: Sequence[StoredSession],
    overview: Overview,
    *,
    shown: Sequence[StoredSession],
    with_holds: bool = False,
) -> None:
    """Print what there is to say, then weeks and sessions.

    Parameters
    ----------
    sessions
        All of them, at least one.
    shown
        Those that are listed.
    """
    console.print(summary_line(words, sessions), markup=False)
    for line in advice_lines(words, overview, sessions[-1].document["routine"]["comfort_deg"]):
        console.print(line, markup=False)
    if overview.weeks:
        _title(console, words.comfort)
        console.print(words.comfort_how, markup=False, style="dim")
        console.print(_weeks_table(words, overview.weeks))
    _title(console, words.sessions)
    rows = [session_row(words, session) for session in shown]
    console.print(_sessions_table(words, rows))
    if with_holds and any(session.document["holds"] for session in shown):
        _title(console, words.holds)
        console.print(_holds_table(words, shown))
    remarks = [(row.number, row.remark) for row in rows if row.remark]
    if remarks:
        _title(console, words.notes)
        console.print(_remarks_table(remarks))


def _title(console: Console, text: str) -> None:
    console.print()
    console.print(text, markup=False, style="bold")


def _weeks_table(words: HistoryWords, weeks: Sequence[WeekComfort]) -> Table:
    table = _table()
    table.add_column(words.week_of, no_wrap=True)
    for name, style in ((words.left, _LEFT), (words.right, _RIGHT)):
        table.add_column(name, no_wrap=True)
        table.add_column("", style=style, no_wrap=True)
    for week in weeks:
        left, right = week.hip_flexion_deg.left, week.hip_flexion_deg.right
        table.add_row(
            words.short_monday(week.monday),
            spread_text(words, left),
            _range_bar(left, _LEFT),
            spread_text(words, right),
            _range_bar(right, _RIGHT),
        )
    return table


def _range_bar(spread: Spread, colour: str) -> RenderableType:
    """The range on a line from what feet on the floor give to what no hip passes."""
    if not spread.holds:
        return ""
    size = HIGHEST_DEG - LOWEST_DEG
    thinnest = size / _RANGE_WIDTH  # a single hold is a mark, too
    begin = min(max(spread.low_deg - LOWEST_DEG, 0.0), size - thinnest)
    end = min(max(spread.high_deg - LOWEST_DEG, begin + thinnest), size)
    return Bar(size, begin, end, width=_RANGE_WIDTH, color=colour)


def _sessions_table(words: HistoryWords, rows: Sequence[SessionRow]) -> Table:
    table = _table()
    table.add_column(words.number, justify="right", no_wrap=True)
    for name in (words.day, words.time):
        table.add_column(name, no_wrap=True)
    table.add_column(words.routine)  # the one that gives way on a narrow terminal
    table.add_column(words.counted, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for name in (words.held, words.left, words.right, words.pain):
        table.add_column(name, justify="right", no_wrap=True)
    most = max((row.attempts for row in rows), default=0) or 1
    day_before = None
    for row in rows:
        table.add_row(
            row.number,
            "" if row.day == day_before else row.day,
            row.time,
            Text(row.routine, no_wrap=True, overflow="ellipsis"),
            f"{row.valid}/{row.attempts}",
            Bar(most, 0, row.valid, width=_COUNT_WIDTH, color="blue"),
            row.held,
            row.hip.left,
            row.hip.right,
            row.pain,
        )
        day_before = row.day
    return table


def _holds_table(words: HistoryWords, shown: Sequence[StoredSession]) -> Table:
    table = _table()
    table.add_column(words.number, justify="right", no_wrap=True)
    for name in (words.hold, words.verdict):
        table.add_column(name, no_wrap=True)
    for name in (words.held, words.left, words.right):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(words.faults)
    for session in shown:
        for row in hold_rows(words, session):
            cells = (row.number, row.legs, row.verdict, row.held, row.hip.left, row.hip.right)
            table.add_row(*cells, Text(row.faults))
    return table


def _remarks_table(remarks: Sequence[tuple[str, str]]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for number, remark in remarks:
        table.add_row(number, Text(remark))
    return table


def _table() -> Table:
    return Table(box=None, pad_edge=False, header_style="dim", collapse_padding=True)
