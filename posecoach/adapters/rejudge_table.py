"""A comparison of two judgements on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posecoach.adapters.paths import printable, shown_path
from posecoach.adapters.words.numbers import number_text
from posecoach.core.attempts import HoldVerdict
from posecoach.core.comparison import Tally
from posecoach.rejudge import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from posecoach.adapters import wording
    from posecoach.adapters.words.rejudge import Catalogue
    from posecoach.core.comparison import HoldChange, Reason
    from posecoach.core.session import Hold
    from posecoach.rejudge import Asked, Rejudged


class RejudgeTable:
    """Prints what is asked, what became of each recording, and what it all came to."""

    def __init__(self, console: Console, words: Catalogue, shared: wording.Catalogue) -> None:
        self._console, self._words, self._shared = console, words, shared

    def print_rules(self, asked: Asked) -> None:
        """What is changed, with the unit and the reason of what it was."""
        words = self._words
        self._line(words.rules, style="bold")
        if asked.routine is not None:
            self._rule(words.routine, words.by_session, printable(asked.routine.name), "")
        if asked.hold_s is not None:
            self._rule("hold_s", words.by_session, self._plain(asked.hold_s), "s")
        for change in asked.threshold_changes():
            old, new = self._plain(change.old), self._plain(change.new)
            self._rule(change.name, old, new, change.unit)
            self._indented(change.reason, 4, style="dim")

    def print_recording(self, done: Rejudged) -> None:
        """One line where nothing changed, else every attempt and why it changed."""
        words = self._words
        form = words.changed if done.is_changed else words.unchanged
        counts = {
            "new": done.new.valid,
            "new_attempts": done.new.attempts,
            "old": done.old.valid,
            "old_attempts": done.old.attempts,
        }
        name = shown_path(label_of(done.path))
        self._line(form.format(name=name, **counts), style="bold" if done.is_changed else "")
        if not done.has_session:
            name = printable(done.old_rules.routine.name)
            self._indented(words.no_session.format(routine=name), 2)
        for own in done.own_thresholds:
            value = self._plain(own.old)
            self._indented(words.own_threshold.format(name=own.name, value=value, unit=own.unit), 2)
        if done.is_changed:
            self._console.print(Padding(self._holds(done.changes), (0, 0, 0, 2), expand=False))
            for number, change in enumerate(done.changes, start=1):
                for reason in change.reasons:
                    text = self._reason(reason)
                    self._indented(words.remark.format(number=number, text=text), 2)

    def print_total(self, done: Sequence[Rejudged]) -> None:
        """All recordings together."""
        words = self._words
        changed = sum(one.is_changed for one in done)
        self._line(words.total.format(recordings=len(done), changed=changed), style="bold")
        old = sum((one.old for one in done), Tally())
        new = sum((one.new for one in done), Tally())
        table = _table("", words.was, words.now)
        for verdict in HoldVerdict:
            counts = (str(tally.verdicts.get(verdict, 0)) for tally in (old, new))
            table.add_row(self._shared.verdicts[verdict], *counts)
        table.add_row(words.attempts, str(old.attempts), str(new.attempts))
        table.add_row(words.credited, self._s(old.credited_s), self._s(new.credited_s))
        self._console.print(Padding(table, (0, 0, 0, 2), expand=False))

    def _holds(self, changes: Sequence[HoldChange]) -> Table:
        words = self._words
        table = _table(words.number, words.was, words.now, words.span, words.credited)
        for number, change in enumerate(changes, start=1):
            held = change.old if change.new is None else change.new
            assert held is not None  # one of the two is there
            attempt = held.record.attempt
            span = words.from_to.format(start=self._n(attempt.start_s), end=self._n(attempt.end_s))
            style = "" if change.is_noticed else "dim"
            verdicts = (self._verdict(change.old), self._verdict(change.new))
            table.add_row(str(number), *verdicts, span, self._credited(change), style=style)
        return table

    def _verdict(self, hold: Hold | None) -> str:
        return self._words.none if hold is None else self._shared.verdicts[hold.record.verdict]

    def _credited(self, change: HoldChange) -> str:
        old, new = (
            self._words.none if hold is None else self._n(hold.record.attempt.credited_s)
            for hold in (change.old, change.new)
        )
        if old == new:
            return self._words.seconds.format(n=old)
        return self._words.old_new.format(old=old, new=new)

    def _reason(self, reason: Reason) -> str:
        words = self._words
        return words.reasons[reason.kind].format(
            fault="" if reason.fault is None else self._shared.faults[reason.fault],
            doubt="" if reason.doubt is None else self._shared.doubts[reason.doubt],
            old="" if reason.old_s is None else self._round_s(reason.old_s),
            new="" if reason.new_s is None else self._round_s(reason.new_s),
        )

    def _rule(self, name: str, old: str, new: str, unit: str) -> None:
        text = self._words.rule.format(name=name, old=old, new=new, unit=unit)
        self._indented(text.rstrip(), 2)

    def _n(self, value: float) -> str:
        return number_text(value, ".1f", self._words.decimal_mark)

    def _plain(self, value: float) -> str:
        return number_text(value, "g", self._words.decimal_mark)

    def _s(self, value_s: float) -> str:
        return self._words.seconds.format(n=self._n(value_s))

    def _round_s(self, value_s: float) -> str:
        return self._words.seconds.format(n=self._plain(round(value_s, 1)))

    def _line(self, text: str, style: str = "") -> None:
        # Names are no markup: "[1]" is a name like any other.
        self._console.print(text, style=style, markup=False, soft_wrap=True)

    def _indented(self, text: str, by: int, style: str = "") -> None:
        self._console.print(Padding(Text(text, style=style), (0, 0, 0, by), expand=False))


def _table(first: str, *names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first, justify="left", no_wrap=True)
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    return table
