"""The history for other programs: CSV with a row a hold, and JSON with every document."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from posecoach.adapters.session_json import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from posecoach.adapters.store import StoredSession

SCHEMA = "posecoach.history/1"

COLUMNS = (
    "session",
    "started",
    "ended",
    "state",
    "routine",
    "pain",
    "note",
    "hold",
    "legs",
    "verdict",
    "unsure_because",
    "start_s",
    "end_s",
    "credited_s",
    "rejected_s",
    "paused_s",
    "left_median_deg",
    "left_peak_deg",
    "right_median_deg",
    "right_peak_deg",
    "gain_deg",
    "faults",
)
_OF_HOLD = ("legs", "verdict", "unsure_because", "start_s", "end_s", "credited_s", "rejected_s")


def history_json(sessions: Sequence[StoredSession]) -> str:
    """Every session with its whole ``posecoach.session/1`` document."""
    return to_json({"schema": SCHEMA, "sessions": [_entry(session) for session in sessions]})


def history_csv(sessions: Sequence[StoredSession]) -> str:
    """A row a hold; a session without one has a row without a hold. Empty: not known.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for session in sessions:
        writer.writerows(_rows(session))
    return stream.getvalue()


def _entry(session: StoredSession) -> dict[str, Any]:
    feel = session.feel
    return {
        "number": session.number,
        "state": session.state.value,
        "started": session.started.isoformat(timespec="seconds"),
        "ended": session.ended.isoformat(timespec="seconds"),
        "feel": None if feel is None else {"pain": feel.pain, "note": feel.note},
        "reached_deg": list(session.reached_deg),
        "session": session.document,
    }


def _rows(session: StoredSession) -> Iterator[dict[str, Any]]:
    feel = session.feel
    head = {
        "session": session.number,
        "started": session.started.isoformat(timespec="seconds"),
        "ended": session.ended.isoformat(timespec="seconds"),
        "state": session.state.value,
        "routine": _no_formula(str(session.document["routine"]["name"])),
        "pain": None if feel is None else feel.pain,
        "note": None if feel is None else _no_formula(feel.note),
    }
    holds = session.document["holds"]
    yield from ({**head, **_hold_cells(hold)} for hold in holds)
    if not holds:
        yield head


def _hold_cells(hold: Mapping[str, Any]) -> dict[str, Any]:
    flexion = hold["hip_flexion_deg"]
    return {
        "hold": hold["index"],
        **{name: hold[name] for name in _OF_HOLD},
        "paused_s": hold["paused_s"],
        "left_median_deg": flexion["left"]["median"],
        "left_peak_deg": flexion["left"]["peak"],
        "right_median_deg": flexion["right"]["median"],
        "right_peak_deg": flexion["right"]["peak"],
        "gain_deg": hold["gain_deg"],
        "faults": " ".join(fault["kind"] for fault in hold["faults"]),
    }


def _no_formula(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
