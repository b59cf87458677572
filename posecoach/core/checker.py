"""The rules of form, for one moment: no memory, no hold.

:func:`broken_rules` names every rule that can be judged now, and whether it is broken. A
rule whose evidence is missing is left out: that is neither a pass nor a fault.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.motion import Gate

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds
    from posecoach.core.legs import PerLeg
    from posecoach.core.measure import Measurement
    from posecoach.core.rest import Rest


class Phase(str, Enum):
    """What the person is doing."""

    ABSENT = "absent"
    NOT_SUPINE = "not_supine"
    REST = "rest"
    DRAWING_IN = "drawing_in"
    DRAWN = "drawn"
    RELEASING = "releasing"


@dataclass(frozen=True)
class Moment:
    """All that a rule may look at.

    Attributes
    ----------
    measurement
        Smoothed.
    speed_deg_s
        Of hip flexion per leg, positive while drawing in.
    gates
        Whether each leg is drawn.
    working
        The legs of the attempt, or those that would make one; empty: none.
    single
        The routine draws one leg at a time.
    enter_deg
        Hip flexion the routine asks for.
    rest
        The rest that applies, if any.
    attempt_age_s
        How long the attempt has been open; NaN without one.
    supine_s
        For how long the person has been lying on the back; -inf: is not.
    swept
        The whole picture has just moved: what seems to rise may be the camera's doing.
    laid_on
        The far leg's reading is a copy of the near one.
    """

    measurement: Measurement
    speed_deg_s: PerLeg[float]
    gates: PerLeg[Gate]
    working: tuple[Side, ...]
    single: bool
    enter_deg: float
    rest: Rest | None
    attempt_age_s: float
    supine_s: float = math.inf
    swept: bool = False
    laid_on: bool = False


def phase_of(moment: Moment, cfg: Thresholds) -> Phase:
    """What the person is doing, lying or not."""
    if not moment.measurement.trunk.is_supine(cfg):
        return Phase.NOT_SUPINE
    if moment.working:
        return Phase.DRAWN
    fastest = max(
        (moment.speed_deg_s.left, moment.speed_deg_s.right),
        key=lambda speed: 0.0 if math.isnan(speed) else abs(speed),
    )
    if fastest > cfg.moving_deg_s:
        return Phase.DRAWING_IN
    if fastest < -cfg.moving_deg_s:
        return Phase.RELEASING
    return Phase.REST if not _raised_sides(moment, cfg) else Phase.DRAWING_IN


def broken_rules(moment: Moment, cfg: Thresholds) -> dict[FaultKind, bool]:
    """Judge every rule that can be judged at this moment."""
    rules = {**_not_close_enough(moment, cfg), **_jerky(moment, cfg)}
    if moment.working:
        rules |= _trunk_rules(moment, cfg)
        rules |= _grip_rules(moment, cfg)
    else:
        # Nothing is drawn: these rules do not apply, so none of them is broken.
        rules |= dict.fromkeys(_HOLD_RULES, False)
    rules |= _leg_straight(moment, cfg)
    return rules


_HOLD_RULES = (
    FaultKind.NOT_SUPINE,
    FaultKind.HEAD_UP,
    FaultKind.SHOULDERS_UP,
    FaultKind.HANDS_OFF,
    FaultKind.FREE_LEG_UP,
)


def _rule(kind: FaultKind, value: float, limit: float) -> dict[FaultKind, bool]:
    """The rule broken above a limit; nothing where the value is not seen."""
    return {} if math.isnan(value) else {kind: value > limit}


def _trunk_rules(moment: Moment, cfg: Thresholds) -> dict[FaultKind, bool]:
    seen = moment.measurement
    if math.isnan(seen.trunk.elevation_deg):
        return {}
    if not seen.trunk.is_supine(cfg):
        # The rest line means nothing to a person who sits: head and shoulders are not judged.
        return {FaultKind.NOT_SUPINE: True}
    if moment.swept:
        return {FaultKind.NOT_SUPINE: False}
    return {
        FaultKind.NOT_SUPINE: False,
        **_rule(FaultKind.HEAD_UP, seen.head_lift_torso, cfg.head_up_torso),
        **_rule(FaultKind.SHOULDERS_UP, seen.shoulder_lift_torso, cfg.shoulders_up_torso),
    }


def _leg_straight(moment: Moment, cfg: Thresholds) -> dict[FaultKind, bool]:
    """A raised leg whose knee does not bend; of two legs the near one speaks.

    The far shank lies behind hands and near leg, and whoever walks by hides it first: its
    reading swings far more than a knee does.
    """
    trunk = moment.measurement.trunk
    if not trunk.is_supine(cfg):
        # From the side no knee's angle is seen of a person who rolls over or sits.
        return {} if math.isnan(trunk.elevation_deg) else {FaultKind.LEG_STRAIGHT: False}
    sides = moment.working or _raised_sides(moment, cfg)
    knees = moment.measurement.knee_flexion_deg
    near = moment.measurement.near_side
    seen = [side for side in (near, near.other) if side in sides and not math.isnan(knees.of(side))]
    if not seen:
        return {} if sides else {FaultKind.LEG_STRAIGHT: False}
    return {FaultKind.LEG_STRAIGHT: knees.of(seen[0]) < cfg.knee_bent_deg}


def _grip_rules(moment: Moment, cfg: Thresholds) -> dict[FaultKind, bool]:
    seen = moment.measurement
    if not seen.trunk.is_supine(cfg):
        return {}
    off = hands_are_off(moment, cfg)
    rules = {} if off is None else {FaultKind.HANDS_OFF: off}
    if moment.single:
        free = moment.working[0].other
        if not (seen.far_leg.hidden or seen.far_leg.foot_hidden):  # else it may be a copy
            rules |= _rule(
                FaultKind.FREE_LEG_UP, seen.foot_lift_torso.of(free), cfg.free_foot_torso
            )
    return rules


def hands_are_off(moment: Moment, cfg: Thresholds) -> bool | None:
    """Whether no hand is on a working leg; None: no hand is seen."""
    ways = [moment.measurement.hand_distance_torso.of(side) for side in moment.working]
    known = [way for way in ways if not math.isnan(way)]
    return min(known) > cfg.hand_reach_torso if known else None


def _raised_sides(moment: Moment, cfg: Thresholds) -> tuple[Side, ...]:
    """Legs that have clearly left the start position."""

    def limit(side: Side) -> float:
        rest = math.nan if moment.rest is None else moment.rest.hip_flexion_deg.of(side)
        if math.isnan(rest):
            return cfg.raised_least_deg
        return max(cfg.raised_least_deg, rest + cfg.raised_above_rest_deg)

    flexion = moment.measurement.hip_flexion_deg
    return tuple(side for side in Side if flexion.of(side) > limit(side))


def _not_close_enough(moment: Moment, cfg: Thresholds) -> dict[FaultKind, bool]:
    """A raised leg that is held still below what the routine asks for, and surely so.

    Behind a near leg that is drawn the far one's reading is wrong by more than it may lack.
    """
    near_drawn = moment.gates.of(moment.measurement.near_side) is Gate.DRAWN
    if moment.working or near_drawn or not moment.measurement.trunk.is_supine(cfg):
        return {FaultKind.NOT_CLOSE_ENOUGH: False}
    held = [
        side
        for side in _raised_sides(moment, cfg)
        if abs(moment.speed_deg_s.of(side)) < cfg.plateau_deg_s
        and moment.gates.of(side) is not Gate.DRAWN
        and _surely_below(moment, side, cfg)
    ]
    return {FaultKind.NOT_CLOSE_ENOUGH: bool(held)}


def _surely_below(moment: Moment, side: Side, cfg: Thresholds) -> bool:
    """Nobody who may be there already is asked to come closer."""
    seen = moment.measurement
    uncertainty_deg = seen.hip_flexion_uncertainty_deg.of(side)
    doubt_deg = 0.0 if math.isnan(uncertainty_deg) else cfg.doubt_share * uncertainty_deg
    return seen.hip_flexion_deg.of(side) + doubt_deg < moment.enter_deg


def _jerky(moment: Moment, cfg: Thresholds) -> dict[FaultKind, bool]:
    """A fast pull on the way in; a leg that is already held is not being pulled in.

    Nor is one whose foot may be on the floor: to lie down and to set the feet up is no pull.
    Nor are legs that were drawn already as the person rolled over onto the back.
    """
    lies = moment.measurement.trunk.is_supine(cfg) and moment.supine_s >= cfg.attempt_least_s
    if moment.attempt_age_s > cfg.attempt_least_s or not lies:
        return {FaultKind.JERKY: False}
    flexion = moment.measurement.hip_flexion_deg
    pulled = [side for side in Side if flexion.of(side) >= cfg.raised_least_deg]
    speeds = [moment.speed_deg_s.of(side) for side in pulled]
    if not pulled:
        return {FaultKind.JERKY: False}
    fastest = max((s for s in speeds if not math.isnan(s)), default=math.nan)
    return _rule(FaultKind.JERKY, fastest, cfg.jerky_deg_s)
