"""Arms: two-bone inverse kinematics from the shoulder to a named place for the hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.geometry import Frame3, Vec, bisect, two_bone, unit
from sample_videos.body.posture import SIGN

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.posture import Arm

# Farther than this the elbow would be straight.
_REACH = 0.985
_ELBOW_R_M = 0.045
_WRIST_R_M = 0.035


@dataclass(frozen=True, eq=False)
class ArmContext:
    """What an arm has to know of the rest of the body.

    ``axes`` are unit vectors up the trunk, to its front, and outwards on the arm's side;
    ``frames`` the pelvis, lumbar point, chest and head; ``joints`` those placed already.
    """

    build: Build
    side: str
    axes: tuple[Vec, Vec, Vec]
    frames: dict[str, Frame3]
    joints: dict[str, Vec]

    @property
    def shoulder(self) -> Vec:
        """The shoulder centre."""
        return self.joints["sh" + self.side]

    @property
    def bones_m(self) -> tuple[float, float]:
        """Upper arm and forearm."""
        return self.build.upper_arm_m, self.build.forearm_m


def place_arm(arm: Arm, body: ArmContext) -> tuple[Vec, Vec, Frame3]:
    """Elbow, wrist, and the hand's frame.

    Between two places the hand goes round the body in an arc; nothing sinks into the floor.
    """
    first, way1 = _place_of_hand(arm.start, body)
    second, way2 = _place_of_hand(arm.goal, body)
    s = arm.blend
    up, front, out = body.axes
    goal = (1 - s) * first + s * second
    if arm.start != arm.goal:
        goal = goal + 4 * s * (1 - s) * (0.07 * out + 0.05 * front)
    goal[2] = max(goal[2], _WRIST_R_M)
    elbow, wrist = _bend_elbow(body, goal, 0.9 * out - 0.35 * up - 0.45 * front)
    hand = unit(0.45 * unit(wrist - elbow) + (1 - s) * way1 + s * way2)
    across = unit(np.cross(hand, front) + 1e-9)
    axes = np.column_stack([hand, across, np.cross(hand, across)])
    return elbow, wrist, Frame3(wrist, axes)


def _bend_elbow(body: ArmContext, goal: Vec, pole: Vec) -> tuple[Vec, Vec]:
    """Elbow towards the pole, turned up as little as keeps it above the floor."""

    def above_floor(turn: float) -> float:
        way = pole + np.array([0.0, 0.0, turn])
        elbow, _ = two_bone(body.shoulder, goal, body.bones_m, way)
        return float(elbow[2]) - _ELBOW_R_M

    turn = bisect(above_floor, 0.0, 8.0)
    return two_bone(body.shoulder, goal, body.bones_m, pole + np.array([0.0, 0.0, turn]))


def _place_of_hand(place: str, body: ArmContext) -> tuple[Vec, Vec]:
    """Where the wrist goes for a named place, and where the fingers then point."""
    if place.startswith(("shin:", "thigh:")):
        kind, leg = place.split(":")
        return _on_leg(kind, leg, body)
    up, front, out = body.axes
    arm = sum(body.bones_m)
    sign = SIGN[body.side]
    frames = body.frames
    forward = unit(front - 0.8 * up)
    places = {
        "floor": (_at_height(body.shoulder - 0.94 * arm * up + 0.11 * out, 0.04), -up),
        "side": (body.shoulder - 0.95 * arm * up + 0.06 * out + 0.03 * front, -up),
        "belly": (
            frames["lumbar"].at(0.04, sign * 0.07, 0.135 * body.build.girth),
            -0.7 * out - 0.3 * up,
        ),
        "head": (frames["head"].at(0.09, sign * 0.12, -0.03), -out),
        "behind": (_at_height(frames["pelvis"].at(-0.02, sign * 0.24, -0.26), 0.05), -front),
        "reach": (body.shoulder + 0.9 * arm * forward, forward),
        "over": (body.shoulder + 0.9 * arm * up + 0.05 * out, up),
    }
    if place not in places:
        names = ", ".join([*places, "shin:L", "shin:R", "thigh:L", "thigh:R"])
        raise ValueError(f"no place for a hand is called {place!r}; there are {names}")
    return places[place]


def _at_height(point: Vec, height_m: float) -> Vec:
    return np.array([point[0], point[1], height_m])


def _on_leg(kind: str, leg: str, body: ArmContext) -> tuple[Vec, Vec]:
    """A grip on the shin (or behind the thigh), as far down as the arm reaches."""
    b = body.build
    hip, knee, ankle = (body.joints[n + leg] for n in ("hip", "kn", "an"))
    thigh, shank = unit(knee - hip), unit(ankle - knee)
    out = SIGN[body.side] * unit(body.frames["lumbar"].axes[:, 1])
    bend = unit(thigh - shank)
    shin_front = unit(bend - (bend @ shank) * shank)
    thigh_back = unit(shank - (shank @ thigh) * thigh)
    wide = 0.062 * b.limb

    def grip(up_the_leg: float) -> Vec:
        point: Vec
        if kind == "thigh":
            point = hip + thigh * b.thigh_m * (0.80 - 0.35 * up_the_leg)
            return point + thigh_back * 0.072 * b.limb + out * wide * 0.7
        spot = 0.20 - 0.55 * up_the_leg
        point = knee + (shank if spot > 0 else -thigh) * abs(spot) * b.shank_m
        return point + shin_front * 0.058 * b.limb + out * wide

    def slack(up_the_leg: float) -> float:
        distance = float(np.linalg.norm(grip(up_the_leg) - body.shoulder))
        return _REACH * sum(body.bones_m) - distance

    way = -0.9 * out if kind == "thigh" else -0.85 * out + 0.15 * shank
    return grip(bisect(slack, 0.0, 1.0)), unit(way)
