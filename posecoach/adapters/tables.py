"""A finished review as a table on the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.table import Table

from posecoach.adapters.paths import printable
from posecoach.adapters.words.numbers import number_text
from posecoach.adapters.words.review import ENGLISH
from posecoach.core.attempts import HoldVerdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from posecoach.adapters.words.review import ReviewWords
    from posecoach.core.attempts import FlexionSummary
    from posecoach.core.faults import Fault
    from posecoach.core.routine import Routine
    from posecoach.core.session import Hold, Session

_COLOURS = {
    HoldVerdict.VALID: "blue",
    HoldVerdict.TOO_SHORT: "yellow",
    HoldVerdict.FAULTED: "red",
    HoldVerdict.UNSURE: "magenta",
}

_ONE_LEG_S = 5.0  # longer than it takes to bring up the second leg, and to let it down


def print_review(
    console: Console, session: Session, routine: Routine, words: ReviewWords = ENGLISH
) -> None:
    """Print the verdict, the holds, and the faults outside them."""
    _Review(console, words).print(session, routine)


def is_one_leg_told(routine: Routine, one_leg_s: float, attempts: int) -> bool:
    """Whether one leg alone was drawn for longer than both legs' ways in and out explain."""
    return not routine.is_single and one_leg_s > _ONE_LEG_S * (1 + attempts)


class _Review:
    def __init__(self, console: Console, words: ReviewWords) -> None:
        self._console, self._words = console, words

    def print(self, session: Session, routine: Routine) -> None:
        words = self._words
        self._line(self._headline(session, routine))
        if session.holds:
            self._console.print(self._table(session.holds))
        elif session.rest is None:
            self._line(words.no_start)
        if is_one_leg_told(routine, session.one_leg_s, len(session.holds)):
            self._line(words.one_leg_alone.format(seconds=self._n(session.one_leg_s)))
        for remark in self._remarks(session.holds):
            self._line(remark)
        if session.faults:
            self._line(words.outside.format(faults=self._faults(session.faults)))

    def _line(self, text: str) -> None:
        # A routine's name is no markup: "[1]" is a name like any other.
        self._console.print(text, markup=False)

    def _headline(self, session: Session, routine: Routine) -> str:
        words, attempts = self._words, len(session.holds)
        if not attempts:
            return words.no_hold.format(seconds=self._n(session.duration_s))
        form = words.headline_one if attempts == 1 else words.headline
        return form.format(
            valid=session.valid_holds,
            total=attempts,
            routine=printable(routine.name),
            target=self._n(routine.hold_s, "g"),
            how=words.one_leg if routine.is_single else words.both_legs,
        )

    def _table(self, holds: Iterable[Hold]) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold")
        number, legs, verdict, *figures = self._words.columns
        table.add_column(number, justify="right")
        for name in (legs, verdict):
            table.add_column(name, no_wrap=True)
        for name in figures:
            table.add_column(name, justify="right", no_wrap=True)
        for index, hold in enumerate(holds, start=1):
            table.add_row(str(index), *self._cells(hold))
        return table

    def _cells(self, hold: Hold) -> tuple[str, ...]:
        words, record = self._words, hold.record
        attempt, flexion = record.attempt, record.hip_flexion_deg
        booked = (attempt.credited_s, attempt.rejected_s, attempt.paused_s)
        return (
            words.legs[record.legs],
            f"[{_COLOURS[record.verdict]}]{words.verdicts[record.verdict]}[/]",
            self._span(attempt.start_s, attempt.end_s),
            *(words.seconds.format(n=self._n(seconds)) for seconds in booked),
            f"{_degrees(flexion.left)}, {_degrees(flexion.right)}",
        )

    def _remarks(self, holds: Iterable[Hold]) -> Iterator[str]:
        """What there is to say of each hold beyond its row: faults, and why it is unsure."""
        words = self._words
        for number, hold in enumerate(holds, start=1):
            if hold.record.doubt is not None:
                yield words.unsure.format(number=number, why=words.doubts[hold.record.doubt])
            if hold.faults:
                yield words.remark.format(number=number, text=self._faults(hold.faults))

    def _faults(self, faults: Iterable[Fault]) -> str:
        return ", ".join(self._fault(fault) for fault in faults)

    def _fault(self, fault: Fault) -> str:
        return self._words.fault.format(
            kind=self._words.faults[fault.kind],
            span=self._span(fault.start_s, fault.end_s),
            severity=self._words.severities[fault.kind.severity],
        )

    def _span(self, start_s: float, end_s: float) -> str:
        return self._words.span.format(start=self._n(start_s), end=self._n(end_s))

    def _n(self, value: float, form: str = ".1f") -> str:
        return number_text(value, form, self._words.decimal_mark)


def _degrees(summary: FlexionSummary) -> str:
    return "?" if math.isnan(summary.median_deg) else f"{summary.median_deg:.0f}°"
