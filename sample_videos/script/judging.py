"""Attempts and faults: the definitions of the product's checker, on true joints."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sample_videos.body.posture import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from sample_videos.script.instant import Instant

_ENTER_DEG, _LEAVE_DEG = 105.0, 95.0
_HEAD_UP_TORSO, _SHOULDERS_UP_TORSO = 0.15, 0.12
_STRAIGHT_DEG = 60.0
_JERKY_DEG_S, _JERKY_S = 120.0, 0.25
_TOGETHER_S = 0.5
_RAISED_DEG = 65.0


@dataclass(frozen=True)
class Attempt:
    """One time that knees were at the chest of a person lying on the back.

    ``legs`` are ``"L"``, ``"R"`` or ``"LR"``; it runs from ``start_s`` (all of them have
    reached 105 degrees) to ``end_s`` (the first is below 95 again).
    """

    legs: str
    first_leg_s: float
    start_s: float
    end_s: float
    credit_s: float


def attempts_of(instants: list[Instant], torso_m: float) -> list[Attempt]:
    """All attempts, in order; ``torso_m`` is mid-hip to mid-shoulder."""
    drawn: list[set[str]] = []
    now: set[str] = set()
    for moment in instants:
        usable = moment.present and moment.supine
        now = {
            s
            for s in SIDES
            if usable and moment.flexion_deg[s] >= (_LEAVE_DEG if s in now else _ENTER_DEG)
        }
        drawn.append(now)
    found, first = [], 0
    while first < len(drawn):
        if not drawn[first]:
            first += 1
            continue
        last = first
        while last < len(drawn) and drawn[last]:
            last += 1
        found.append(_attempt(instants, drawn, first, last, torso_m))
        first = last
    return found


def _attempt(
    instants: list[Instant], drawn: list[set[str]], first: int, last: int, torso_m: float
) -> Attempt:
    legs = max((drawn[i] for i in range(first, last)), key=len)
    inside = [i for i in range(first, last) if drawn[i] == legs]
    start, end = inside[0], inside[0]
    while end < last and drawn[end] >= legs:
        end += 1
    times = [m.time_s for m in instants] + [instants[-1].time_s]
    credit = sum(
        times[i + 1] - times[i] for i in range(start, end) if _clean(instants[i], legs, torso_m)
    )
    return Attempt("".join(sorted(legs)), times[first], times[start], times[end], credit)


def _clean(moment: Instant, legs: set[str], torso_m: float) -> bool:
    """Seen, and no blocking fault at this instant."""
    return (
        moment.visible
        and moment.head_off_m < _HEAD_UP_TORSO * torso_m
        and moment.shoulder_lift_m < _SHOULDERS_UP_TORSO * torso_m
        and all(moment.knee_deg[s] >= _STRAIGHT_DEG for s in legs)
    )


def faults_of(
    instants: list[Instant], torso_m: float, attempts: list[Attempt]
) -> list[tuple[str, float, float]]:
    """(kind, start_s, end_s) of each fault, by the product's own definitions, in order of time."""

    def flags(
        kind: str, least_s: float, test: Callable[[Instant], bool]
    ) -> list[tuple[str, float, float]]:
        return [(kind, a, b) for a, b in _runs(instants, test) if b - a >= least_s]

    def raised(m: Instant) -> list[str]:
        return [s for s in m.feet_up if m.flexion_deg[s] > _RAISED_DEG]

    def during(m: Instant) -> Attempt | None:
        return next((a for a in attempts if a.start_s <= m.time_s < a.end_s), None)

    def free_up(m: Instant) -> bool:
        a = during(m)
        return a is not None and len(a.legs) == 1 and any(s not in a.legs for s in m.feet_up)

    def off(m: Instant) -> bool:
        return during(m) is not None and not m.hands

    def bent(m: Instant) -> bool:
        return m.supine and any(
            m.flexion_deg[s] >= _LEAVE_DEG - 15 and m.knee_deg[s] < _STRAIGHT_DEG for s in m.feet_up
        )

    def short(m: Instant) -> bool:
        up = raised(m)
        return (
            m.supine
            and bool(up)
            and bool(m.hands)
            and all(m.flexion_deg[s] < _ENTER_DEG for s in up)
        )

    found = flags("head_up", 0.5, lambda m: m.supine and m.head_off_m >= _HEAD_UP_TORSO * torso_m)
    found += flags(
        "shoulders_up",
        0.5,
        lambda m: m.supine and m.shoulder_lift_m >= _SHOULDERS_UP_TORSO * torso_m,
    )
    found += flags("not_supine", 0.5, lambda m: not m.supine)
    found += flags("leg_straight", 0.5, bent)
    found += flags("not_close_enough", 2.0, short)
    found += flags("hands_off", 1.0, off)
    found += flags("free_leg_up", 0.5, free_up)
    found += _jerks(instants) + _together(instants)
    return sorted(found, key=lambda f: f[1])


def _runs(instants: list[Instant], test: Callable[[Instant], bool]) -> list[tuple[float, float]]:
    """Stretches of time in which ``test`` holds of everybody who is there."""
    found: list[tuple[float, float]] = []
    begun: float | None = None
    for moment in instants:
        holds = moment.present and bool(test(moment))
        if holds and begun is None:
            begun = moment.time_s
        if not holds and begun is not None:
            found.append((begun, moment.time_s))
            begun = None
    if begun is not None:
        found.append((begun, instants[-1].time_s))
    return found


def _jerks(instants: list[Instant]) -> list[tuple[str, float, float]]:
    """Hip flexion faster than 120 degrees a second for longer than 0.25 s, lying, drawing in."""
    found: list[tuple[str, float, float]] = []
    for side in SIDES:
        rate: dict[float, float] = {}
        for a, b in pairwise(instants):
            step = b.flexion_deg[side] - a.flexion_deg[side]
            rate[a.time_s] = step / (b.time_s - a.time_s)

        def fast(m: Instant, rate: dict[float, float] = rate) -> bool:
            return m.supine and rate.get(m.time_s, 0.0) > _JERKY_DEG_S

        runs = _runs(instants, fast)
        found += [("jerky", a, b) for a, b in runs if b - a > _JERKY_S]
    return found


def _together(instants: list[Instant]) -> list[tuple[str, float, float]]:
    """Both feet left the floor within half a second."""
    left: dict[str, float] = {}
    found: list[tuple[str, float, float]] = []
    for before, moment in pairwise(instants):
        if not (moment.present and moment.supine):
            left = {}
            continue
        for side in SIDES:
            if side in moment.feet_up and side not in before.feet_up:
                left[side] = moment.time_s
                other = left.get("R" if side == "L" else "L")
                still_up = ("R" if side == "L" else "L") in moment.feet_up
                if other is not None and still_up and moment.time_s - other <= _TOGETHER_S:
                    found.append(("both_at_once", other, moment.time_s))
    return found
