"""Three weeks of made-up sessions, to look at and to test with.

``python -m tests.made_up_history FOLDER`` writes them into FOLDER, which is then a
``POSECOACH_DATA``: ten days of single legs, pain-free but for one, then both legs; the left
hip a good deal stiffer than the right; comfort grows by a few degrees.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from posecoach.adapters.store import Feel, News, SessionState, Store

HERE = timezone(timedelta(hours=1))
SOURCE = {
    "path": "0", "width": 1280, "height": 720, "duration_s": 200.0, "frames": 6000,
    "near_side": "left", "note": None,
}  # fmt: skip
SINGLE = {
    "name": "gentle-single", "legs": "single", "hold_s": 5.0, "repetitions": [10, 15],
    "per_day": [1, 2], "rest_s": 3.0, "comfort_deg": 105.0, "source": "made up",
}  # fmt: skip
BOTH = {**SINGLE, "name": "gentle-double", "legs": "both"}


def hold(
    index: int,
    legs: str = "both",
    verdict: str = "valid",
    left_deg: float | None = 120.0,
    right_deg: float | None = 120.0,
    credited_s: float = 6.0,
    faults: tuple[str, ...] = (),
) -> dict[str, Any]:
    """One hold of a document."""

    def flexion(middle: float | None) -> dict[str, float | None]:
        return {"median": middle, "peak": None if middle is None else middle + 4.0}

    start_s = 10.0 * index
    return {
        "index": index,
        "legs": legs,
        "start_s": start_s,
        "end_s": start_s + credited_s,
        "credited_s": credited_s,
        "rejected_s": 0.0,
        "paused_s": 0.0,
        "verdict": verdict,
        "unsure_because": "oblique" if verdict == "unsure" else None,
        "hip_flexion_deg": {"left": flexion(left_deg), "right": flexion(right_deg)},
        "gain_deg": 1.5,
        "faults": [
            {"kind": kind, "severity": "blocks", "start_s": start_s, "end_s": start_s + 1.0}
            for kind in faults
        ],
    }


def document(*holds: dict[str, Any], routine: dict[str, Any] | None = None) -> dict[str, Any]:
    """A whole ``posecoach.session/1``."""
    return {
        "schema": "posecoach.session/1",
        "source": SOURCE,
        "model": {"name": "pose_landmarker_full", "sha256": None},
        "routine": routine or BOTH,
        "valid_holds": sum(one["verdict"] == "valid" for one in holds),
        "holds": list(holds),
        "faults": [{"kind": "jerky", "severity": "advises", "start_s": 1.0, "end_s": 1.5}],
        "tracking": {"pose_frames": 6000, "lost_s": 0.0, "swaps_repaired": 0},
        "calibration": {"source": "rest", "start_s": 0.0, "end_s": 3.0, "camera_moved_s": []},
    }


def keep(
    store: Store,
    started: datetime,
    session: dict[str, Any],
    feel: Feel | None = None,
    *,
    state: SessionState = SessionState.FINISHED,
    reached_deg: tuple[float, ...] = (),
) -> int:
    """Keep a session as if it had been at a time; return its number."""
    token = f"{random.Random(started.isoformat()).getrandbits(128):032x}"
    news = News(session, reached_deg, started + timedelta(minutes=4), state)
    number = store.begin(token, started, news)
    if feel is not None:
        store.set_feel(number, feel)
    return number


def fill(store: Store, today: datetime) -> None:
    """Three weeks, the last session on ``today``."""
    dice = random.Random(4)
    for days_ago in range(20, -1, -1):
        if days_ago % 7 == 3:
            continue  # a day off
        started = today - timedelta(days=days_ago)
        for hour in (7, 19) if days_ago % 3 == 0 else (7,):
            when = started.replace(hour=hour, minute=dice.randrange(60))
            single = days_ago > 9
            state = SessionState.INTERRUPTED if days_ago == 13 else SessionState.FINISHED
            routine = SINGLE if single else BOTH
            feel = _feel(days_ago) if hour == 7 else None
            holds = tuple(_holds(dice, 20 - days_ago, single=single))
            keep(store, when, document(*holds, routine=routine), feel, state=state)


def _holds(dice: random.Random, week_day: int, *, single: bool) -> Iterator[dict[str, Any]]:
    for index in range(1, dice.randrange(7, 13)):
        left = round(dice.gauss(110 + week_day / 4, 2), 1)
        right = round(dice.gauss(123 + week_day / 4, 2), 1)
        verdict = dice.choices(["valid", "too_short", "faulted", "unsure"], [12, 1, 1, 1])[0]
        legs = ("left", "right")[index % 2] if single else "both"
        faults = ("head_up", "jerky") if verdict == "faulted" else ()
        yield hold(index, legs, verdict, left, right, round(dice.uniform(5, 8), 3), faults)


def _feel(days_ago: int) -> Feel | None:
    notes = {
        18: Feel(2, "Lower back a little stiff after the drive"),
        9: Feel(0, "Both legs for the first time, easy"),
        1: Feel(1, "[bold]Hip[/bold] tired; <b>note</b> with signs & « accents » é"),
    }
    return notes.get(days_ago, None if days_ago % 4 == 0 else Feel(0))


def main(folder: str) -> None:
    """Write the three weeks into a folder."""
    with Store(Path(folder) / "history" / "sessions.db") as store:
        fill(store, datetime.now().astimezone())


if __name__ == "__main__":
    main(sys.argv[1])
