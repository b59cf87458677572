"""Arms: two-bone inverse kinematics from the shoulder to a named place for the hand.

Everything here is continuous in what it is given: an arm never jumps while the body moves.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.geometry import Frame3, Vec, bisect, smooth, unit
from sample_videos.body.hand import Hand, palm_points
from sample_videos.body.places import ArmContext, Place, place_of_hand
from sample_videos.body.solids import distances_m

if TYPE_CHECKING:
    from sample_videos.body.posture import Arm

__all__ = ["ArmContext", "place_arm"]

_ELBOW_R_M = 0.045
_WRIST_R_M = 0.035
_PUSHES = 5
_STEP_M = 0.004
# Along the forearm, from the elbow: where it must not be inside a thigh.
_ALONG = np.array([0.05, 0.3, 0.5, 0.7, 0.85, 0.97])


def place_arm(arm: Arm, body: ArmContext) -> tuple[Vec, Vec, Hand]:
    """Elbow, wrist, and the hand.

    Between two places the hand goes round the shoulder in an arc, past trunk and legs, and
    nothing sinks into the floor.
    """
    there = place_of_hand(arm.goal, body)
    if arm.start != arm.goal and arm.blend < 1.0:
        there = _between(place_of_hand(arm.start, body), there, arm.blend, body)
    there = _off_the_legs(there, body)
    goal = _past_the_body(there, body)
    elbow, wrist = _bend_elbow(body, goal, there.pole)
    across = np.cross(there.palm, there.fingers)
    thumb = across if body.side == "L" else -across
    frame = Frame3(wrist, np.column_stack([there.fingers, -thumb, there.palm]))
    return elbow, wrist, Hand(frame, *there.bends_deg)


def _between(first: Place, second: Place, share: float, body: ArmContext) -> Place:
    """A hand on its way, in an arc about the shoulder that leaves room for the body."""
    _, front, out = body.axes
    one, two = first.wrist - body.shoulder, second.wrist - body.shoulder
    far_one, far_two = float(np.linalg.norm(one)), float(np.linalg.norm(two))
    # A hand that crosses over to the other leg goes over the lap: the near thigh is in between.
    across = smooth(-4.0 * min(float(unit(one) @ out), float(unit(two) @ out)))
    bow = 2.0 * share * (1 - share) * (1.0 - float(unit(one) @ unit(two)) + 0.8 * across)
    detour = (0.8 + 0.6 * across) * front + 0.45 * (1 - across) * out
    way = unit((1 - share) * unit(one) + share * unit(two) + bow * detour)
    wrist = body.shoulder + way * ((1 - share) * far_one + share * far_two)
    fingers = unit((1 - share) * first.fingers + share * second.fingers + 0.5 * bow * way)
    palm = (1 - share) * first.palm + share * second.palm - 0.3 * bow * out
    palm = unit(palm - (palm @ fingers) * fingers)
    pole = unit((1 - share) * first.pole + share * second.pole)
    knuckle, middle = (1 - share) * np.array(first.bends_deg) + share * np.array(second.bends_deg)
    return Place(wrist, fingers, palm, pole, (float(knuckle), float(middle)))


def _off_the_legs(there: Place, body: ArmContext) -> Place:
    """The elbow as far out as it takes to keep the forearm off the legs."""
    out = body.axes[2]

    def clear(turn: float) -> float:
        elbow, wrist = _bend_elbow(body, there.wrist, unit(there.pole + turn * out))
        gaps = distances_m(body.solids, elbow + _ALONG[:, None] * (wrist - elbow))
        return float((gaps - _forearm_r_m(body)).min())

    return replace(there, pole=unit(there.pole + bisect(clear, 0.0, 6.0, 14) * out))


def _forearm_r_m(body: ArmContext) -> Vec:
    return np.array([body.forearm_r_m(float(share)) for share in _ALONG])


def _past_the_body(there: Place, body: ArmContext) -> Vec:
    """The wrist, moved as far as forearm and hand stay out of the legs, and above the floor."""
    goal = there.wrist.copy()
    goal[2] = max(goal[2], _WRIST_R_M)
    arm_r = _forearm_r_m(body) - 0.006
    for _ in range(_PUSHES):
        elbow, wrist = _bend_elbow(body, goal, there.pole)
        points, radii = palm_points(wrist, there.fingers, body.hand_size)
        points = np.vstack([elbow + _ALONG[:, None] * (wrist - elbow), points])
        depth = np.concatenate([arm_r, radii - 0.004]) - distances_m(body.solids, points)
        inside = depth > 0
        if not inside.any():
            break
        push = depth[inside, None] * _outwards(points[inside], body)
        goal = wrist + push.sum(axis=0) / inside.sum() ** 0.5
        goal[2] = max(goal[2], _WRIST_R_M)
    return goal


def _outwards(points: Vec, body: ArmContext) -> Vec:
    """Unit vectors out of trunk and legs at points (P, 3)."""
    steps = np.concatenate([np.eye(3), -np.eye(3)]) * _STEP_M
    around = (points[:, None] + steps).reshape(-1, 3)
    away = distances_m(body.solids, around).reshape(-1, 6)
    slope = away[:, :3] - away[:, 3:]
    return np.asarray(slope / np.maximum(np.linalg.norm(slope, axis=1), 1e-9)[:, None])


def _bend_elbow(body: ArmContext, goal: Vec, pole: Vec) -> tuple[Vec, Vec]:
    """Elbow towards the pole, turned as little as keeps it above the floor; and the wrist."""
    circle = _Circle(body, goal)
    return circle.above_floor(pole, _ELBOW_R_M * body.build.limb), circle.wrist


class _Circle:
    """Where an elbow can be, its wrist at a goal (or as near as the arm reaches)."""

    def __init__(self, body: ArmContext, goal: Vec) -> None:
        a, b = body.bones_m
        way = goal - body.shoulder
        self.along = unit(way)
        reach = min(max(float(np.linalg.norm(way)), abs(a - b) + 0.02), a + b - 1e-9)
        x = (a * a - b * b + reach * reach) / (2 * reach)
        self.centre = body.shoulder + x * self.along
        self.radius = math.sqrt(max(a * a - x * x, 0.0))
        self.wrist: Vec = body.shoulder + reach * self.along

    def above_floor(self, pole: Vec, least_z_m: float) -> Vec:
        """Towards the pole, but on the part of the circle that is not below a height."""
        side = unit(pole - (pole @ self.along) * self.along)
        up = np.array([0.0, 0.0, 1.0]) - self.along[2] * self.along
        steep = float(np.linalg.norm(up))
        place: Vec = self.centre + self.radius * side
        if steep * self.radius < 1e-9 or place[2] >= least_z_m:
            return place
        up /= steep
        lift = min(max((least_z_m - float(self.centre[2])) / (steep * self.radius), -1.0), 1.0)
        level = unit(side - (side @ up) * up)
        lifted: Vec = lift * up + math.sqrt(1 - lift * lift) * level
        return self.centre + self.radius * lifted
