"""Whole sessions of the stick figure, whose verdict can be worked out on paper.

The usual script rests for 3 s, draws up the left leg from 55° to 130° in 1.5 s (50° a second,
so it passes 105° after 1.0 s), then the right one. The hold so begins at 5.5 s. It is let go
in 1.5 s: 0.7 s after the beginning of that the legs pass 95°, and there the hold ends.
"""

import itertools
from collections.abc import Sequence

from posecoach.core.attempts import Doubt, HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.config import Thresholds
from tests.core.synthetic import (
    DRAWN_HIP_DEG,
    REST_HIP_DEG,
    Figure,
    Judged,
    Keyframe,
    drawn,
    film,
    judge,
    resting,
    steady,
)

CFG = Thresholds()
FLOOR, UP = REST_HIP_DEG, DRAWN_HIP_DEG
HOLD_BEGINS_S = 5.5
JUST_AFTER_S = 0.001
HEAD, SHOULDERS = {"head_lift": 0.4}, {"shoulder_lift": 0.4}


def both(end_s: float = 12.0, *inside: Keyframe, **changes: object) -> list[Keyframe]:
    """The usual script; the hold is let go at `end_s`; `changes` apply throughout."""
    script: list[Keyframe] = [
        (0.0, resting(**changes)),
        (3.0, resting(**changes)),
        (4.5, drawn(UP, FLOOR, **changes)),
        (6.0, drawn(**changes)),
        *inside,
        (end_s, drawn(**changes)),
        (end_s + 1.5, resting(**changes)),
    ]
    return script


def during(start_s: float, end_s: float, figure: Figure | None) -> list[Keyframe]:
    """Something else in the middle of a hold, from one moment to another."""
    if figure is None:
        return [(start_s, None), (end_s, drawn())]
    return [
        (start_s, drawn()),
        (start_s + JUST_AFTER_S, figure),
        (end_s, figure),
        (end_s + JUST_AFTER_S, drawn()),
    ]


def single(left: float, right: float, end_s: float = 12.0, **changes: object) -> list[Keyframe]:
    """One leg: drawn from 3.0 to 4.5 s (a hold from 4.0 s), let go at `end_s`."""
    return [
        (0.0, resting(**changes)),
        (3.0, resting(**changes)),
        (4.5, drawn(left, right, **changes)),
        (end_s, drawn(left, right, **changes)),
        (end_s + 1.5, resting(**changes)),
    ]


def judged(script: Sequence[Keyframe], fps: float = 30.0, **how: object) -> Judged:
    """Film a script to two seconds after its end, and judge it."""
    frames = film(script, steady(script[-1][0] + 2.0, fps))
    return judge(frames, **how)  # type: ignore[arg-type]  # passed on as given


def the_hold(session: Judged) -> tuple[HoldVerdict, Doubt | None]:
    """The only attempt of a session."""
    (record,) = session.records
    return record.verdict, record.doubt


def phases(session: Judged) -> list[Phase]:
    """The phases in order, each once."""
    return [phase for phase, _ in itertools.groupby(step.phase for step in session.steps)]
