"""What the mannequin can be asked for: angles, lifts, places for the hands."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

SIDES = ("L", "R")
# Sign of the body's y axis (right is positive) on each side.
SIGN = {"L": -1.0, "R": 1.0}


@dataclass(frozen=True)
class Leg:
    """One leg's posture.

    ``air`` 0: the foot stands at ``foot_x_m`` (hip centre to ankle, towards the feet) and
    hip and knee follow from that; 1: hip flexion, knee flexion and splay are as given;
    between: on the way.
    """

    air: float = 0.0
    flexion_deg: float = 50.0
    knee_deg: float = 110.0
    splay_deg: float = 4.0
    twist_deg: float = 0.0
    ankle_deg: float = 112.0
    foot_x_m: float = math.nan
    foot_up: float = 0.0


@dataclass(frozen=True)
class Arm:
    """One hand's way between two places: ``blend`` 0 at ``start``, 1 at ``goal``."""

    start: str = "floor"
    goal: str = "floor"
    blend: float = 1.0


@dataclass(frozen=True)
class Posture:
    """Everything the mannequin can be asked for at one instant.

    ``pitch_deg`` is 0 lying and 90 upright; ``roll_deg`` turns about the body's length,
    ``heading_deg`` about the vertical. ``x_m`` and ``y_m`` place the hips on the floor, and
    what is lowest lies on it; with ``stance`` 1 the hips are at ``hip_z_m`` instead, over feet
    that stand at ``feet_x_m``, and ``balance`` 1 puts them where the weight is over the feet.
    ``prop_x_m`` is where hands called "prop" lean on the floor. ``breath`` runs from -1 to 1.
    """

    left: Leg = field(default_factory=Leg)
    right: Leg = field(default_factory=Leg)
    left_arm: Arm = field(default_factory=Arm)
    right_arm: Arm = field(default_factory=Arm)
    head_lift_m: float = 0.0
    shoulder_lift_m: float = 0.0
    head_turn_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    heading_deg: float = 0.0
    x_m: float = 0.0
    y_m: float = 0.0
    lift_m: float = 0.0
    breath: float = 0.0
    stance: float = 0.0
    hip_z_m: float = 0.0
    feet_x_m: float = 0.0
    balance: float = 0.0
    prop_x_m: float = 0.0

    def leg(self, side: str) -> Leg:
        """The leg of side ``L`` or ``R``."""
        return self.left if side == "L" else self.right

    def arm(self, side: str) -> Arm:
        """The arm of side ``L`` or ``R``."""
        return self.left_arm if side == "L" else self.right_arm
