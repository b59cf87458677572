"""The history as its commands use it: read, summed up, told, asked, exported.

The file is ``adapters/store.py``'s, the judgement ``core/progress.py``'s, and the pictures
are the views'; here they are put together.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from posecoach.adapters.paths import is_there
from posecoach.adapters.store import MOST_PAIN, Feel, SessionState, Store, clean_note
from posecoach.adapters.store_file import store_path
from posecoach.core.legs import Legs, PerLeg
from posecoach.core.progress import (
    LEGS_WINDOW_DAYS,
    Asked,
    Overview,
    Practice,
    ValidHold,
    overview_of,
)
from posecoach.core.routine import DEFAULT_COMFORT_DEG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from rich.console import Console

    from posecoach.adapters.store import StoredSession
    from posecoach.adapters.words.history import HistoryWords

_MOST_QUESTIONS = 3  # somebody who has just stood up is not held up by a form


@dataclass(frozen=True)
class History:
    """Everything that is kept, and what it comes to.

    Attributes
    ----------
    overview
        None where nothing is kept.
    """

    sessions: tuple[StoredSession, ...]
    overview: Overview | None


def load_history(today: date, path: Path | None = None) -> History:
    """Read the history and sum it up as of a day; nothing is made where there is none.

    Raises
    ------
    StoreError
        It cannot be read.
    """
    with opened_store(path) as store:
        sessions = () if store is None else store.sessions()
    if not sessions:
        return History((), None)
    practices = [practice_of(session) for session in sessions]
    asked = _asked(sessions, practices, today.toordinal())
    return History(sessions, overview_of(practices, asked, today.toordinal()))


@contextmanager
def opened_store(path: Path | None = None) -> Iterator[Store | None]:
    """Open the history if there is one, and close what was cut off."""
    path = path or store_path()
    if not is_there(path):
        yield None
        return
    with Store(path) as store:
        store.close_cut_off()
        yield store


# --- what progress asks of a session ----------------------------------------------------------


def practice_of(session: StoredSession) -> Practice:
    """A kept session as the core wants it."""
    document = session.document
    return Practice(
        day=session.day.toordinal(),
        is_single=document["routine"]["legs"] == "single",
        holds=tuple(_valid_hold(h) for h in document["holds"] if h["verdict"] == "valid"),
        pain=None if session.feel is None else session.feel.pain,
        reached_deg=session.reached_deg,
    )


def _valid_hold(hold: Mapping[str, Any]) -> ValidHold:
    flexion = hold["hip_flexion_deg"]
    left, right = (_angle(flexion[side]["median"]) for side in ("left", "right"))
    return ValidHold(Legs(hold["legs"]), PerLeg(left, right))


def _angle(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _asked(sessions: Sequence[StoredSession], practices: Sequence[Practice], today: int) -> Asked:
    """What the last session's routine asks, and the recent sessions that asked the same."""
    routine = sessions[-1].document["routine"]
    comfort_deg = float(routine.get("comfort_deg", DEFAULT_COMFORT_DEG))
    per_day = routine.get("per_day")
    same = [
        practice
        for session, practice in zip(sessions, practices, strict=True)
        if session.document["routine"].get("comfort_deg", DEFAULT_COMFORT_DEG) == comfort_deg
        and 0 <= today - practice.day < LEGS_WINDOW_DAYS
    ]
    return Asked(comfort_deg, None if per_day is None else (per_day[0], per_day[1]), tuple(same))


# --- how it felt ------------------------------------------------------------------------------


def ask_feel(console: Console, words: HistoryWords, note: str = "") -> Feel | None:
    """Ask on the terminal how the session felt; None: skipped, or nobody there to ask.

    Enter, the end of the input and Ctrl-C skip; three answers that are no number do, too.
    A ``note`` that is known already is not asked for.
    """
    if not console.is_terminal:
        return None
    with suppress(EOFError, KeyboardInterrupt):
        pain = _ask_pain(console, words)
        if pain is None:
            return None
        with suppress(EOFError, KeyboardInterrupt):
            note = note or clean_note(console.input(words.ask_note, markup=False))
        return Feel(pain, note)
    console.print()
    return None


def _ask_pain(console: Console, words: HistoryWords) -> int | None:
    for _ in range(_MOST_QUESTIONS):
        answer = console.input(words.ask_pain, markup=False).strip()
        if not answer:
            return None
        if answer.isascii() and answer.isdigit() and len(answer) <= 2 and int(answer) <= MOST_PAIN:
            return int(answer)
        console.print(words.ask_again, markup=False)
    return None


def last_session(sessions: Sequence[StoredSession]) -> StoredSession | None:
    """The last session that is over: the one that can have felt like something."""
    over = [s for s in sessions if s.state is not SessionState.RUNNING]
    return over[-1] if over else None


def ask_and_keep_feel(
    console: Console, words: HistoryWords, number: int, path: Path | None = None
) -> Feel | None:
    """Ask how a session felt and keep the answer with it; to be called once it is over.

    Raises
    ------
    StoreError
        It was told and cannot be kept.
    """
    feel = ask_feel(console, words)
    if feel is not None:
        with Store(path) as store:
            store.set_feel(number, feel)
        console.print(words.feel_kept.format(number=number, pain=feel.pain), markup=False)
    return feel
