"""What the history says in words and cells, for the terminal and the page alike."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from posecoach.adapters import wording
from posecoach.adapters.store import SessionState
from posecoach.core.attempts import HoldVerdict
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.legs import PerLeg, per_leg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from posecoach.adapters.store import StoredSession
    from posecoach.adapters.words.history import HistoryWords
    from posecoach.core.progress import Overview, Spread

LOWEST_DEG, HIGHEST_DEG = 70.0, 150.0
"""Of the drawn range: what a routine may ask (see core/routine.py)."""


@dataclass(frozen=True)
class SessionRow:
    """A session in a table; texts are not escaped.

    Attributes
    ----------
    pain, remark
        Empty where there is none; a remark is a state that is not the usual one, and the note.
    """

    number: str
    day: str
    time: str
    routine: str
    valid: int
    attempts: int
    held: str
    hip: PerLeg[str]
    pain: str
    remark: str


@dataclass(frozen=True)
class HoldRow:
    """A hold in a table; texts are not escaped."""

    number: str
    legs: str
    verdict: str
    held: str
    hip: PerLeg[str]
    faults: str


def summary_line(words: HistoryWords, sessions: Sequence[StoredSession]) -> str:
    """How much there is, and since when."""
    return words.summary.format(
        days=len({session.day for session in sessions}),
        sessions=len(sessions),
        holds=sum(len(_valid(session)) for session in sessions),
        since=words.long(sessions[0].day),
    )


def advice_lines(words: HistoryWords, overview: Overview, asked_deg: float) -> Iterator[str]:
    """What is to be told of today and of the weeks behind; pain first."""
    if overview.next_step is not None:
        yield words.next_steps[overview.next_step]
    if (today := overview.today) is not None:
        times = range_text(words, today.least, today.most)
        yield words.today[today.state].format(done=today.done, range=times)
    if (legs := overview.legs) is not None:
        text = words.alike if legs.closer is None else words.closer[legs.closer]
        yield text.format(
            left=degrees(words, legs.median_deg.left), right=degrees(words, legs.median_deg.right)
        )
    if (suggested := overview.suggested_comfort_deg) is not None:
        yield words.suggestion.format(asked=degrees(words, asked_deg), suggested=f"{suggested:.0f}")


def session_row(words: HistoryWords, session: StoredSession) -> SessionRow:
    """One session's cells."""
    valid, feel = _valid(session), session.feel
    state = {
        SessionState.RUNNING: words.running,
        SessionState.INTERRUPTED: words.interrupted,
        SessionState.FINISHED: "",
    }[session.state]
    note = "" if feel is None else _one_line(feel.note)
    return SessionRow(
        number=str(session.number),
        day=words.short(session.day),
        time=words.clock(session.started),
        routine=_one_line(str(session.document["routine"]["name"])),
        valid=len(valid),
        attempts=len(session.document["holds"]),
        held=_seconds(words, sum(hold["credited_s"] for hold in valid)),
        hip=per_leg(lambda side: degrees(words, _middle(valid, side))),
        pain="" if feel is None else str(feel.pain),
        remark=" · ".join(text for text in (state, note) if text),
    )


def hold_rows(words: HistoryWords, session: StoredSession) -> Iterator[HoldRow]:
    """Every attempt of a session."""
    texts = wording.CATALOGUES.get(words.language, wording.ENGLISH)
    for hold in session.document["holds"]:
        kinds = Counter(fault["kind"] for fault in hold["faults"])
        yield HoldRow(
            number=f"{session.number}.{hold['index']}",
            legs=words.legs[hold["legs"]],
            verdict=texts.verdicts[HoldVerdict(hold["verdict"])],
            held=_seconds(words, hold["credited_s"]),
            hip=_hip_texts(words, hold),
            faults=", ".join(_fault_text(texts, kind, count) for kind, count in kinds.items()),
        )


def _hip_texts(words: HistoryWords, hold: Mapping[str, Any]) -> PerLeg[str]:
    return per_leg(lambda side: degrees(words, _worked_deg(hold, side)))


def spread_text(words: HistoryWords, spread: Spread) -> str:
    """One leg's range in a week."""
    if not spread.holds:
        return words.nothing
    low, middle, high = (
        f"{deg:.0f}" for deg in (spread.low_deg, spread.median_deg, spread.high_deg)
    )
    return f"{low}°" if low == high else f"{low}–{high}° ({middle}°)"


def range_text(words: HistoryWords, least: int, most: int) -> str:
    """From the least to the most, or the one number that both are."""
    return str(least) if least == most else words.range.format(least=least, most=most)


def degrees(words: HistoryWords, value_deg: float) -> str:
    """An angle, or that it is not known."""
    return words.nothing if math.isnan(value_deg) else f"{value_deg:.0f}°"


def holds_by_day(sessions: Sequence[StoredSession]) -> dict[date, int]:
    """Counted holds of every day with a session, in order of time."""
    counted: dict[date, int] = {}
    for session in sessions:
        counted[session.day] = counted.get(session.day, 0) + len(_valid(session))
    return dict(sorted(counted.items()))


def _valid(session: StoredSession) -> list[Mapping[str, Any]]:
    return [hold for hold in session.document["holds"] if hold["verdict"] == "valid"]


def _worked_deg(hold: Mapping[str, Any], side: Side) -> float:
    """A drawn leg's median; NaN of the other one, which rests on the floor."""
    middle = hold["hip_flexion_deg"][side.value]["median"]
    drawn = hold["legs"] in ("both", side.value)
    return float(middle) if drawn and middle is not None else math.nan


def _middle(holds: Sequence[Mapping[str, Any]], side: Side) -> float:
    seen = [deg for hold in holds if not math.isnan(deg := _worked_deg(hold, side))]
    return float(median(seen)) if seen else math.nan


def _fault_text(texts: wording.Catalogue, kind: str, count: int) -> str:
    known = kind in [k.value for k in FaultKind]
    name = texts.faults[FaultKind(kind)] if known else _one_line(kind)
    return name if count == 1 else f"{name} ×{count}"


def _seconds(words: HistoryWords, value_s: float) -> str:
    return words.seconds.format(n=f"{value_s:.0f}")


def _one_line(text: str) -> str:
    """A text from a file without what could move a terminal's cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
