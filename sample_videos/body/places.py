"""Places for a hand: on the floor, on the body, on a leg as it is dressed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.geometry import Vec, smooth, unit
from sample_videos.body.hand import RELAXED_DEG, grip
from sample_videos.body.posture import SIGN
from sample_videos.body.solids import GROUP, LEFT_LEG, RIGHT_LEG, distances_m

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sample_videos.body.build import Build
    from sample_videos.body.outfit import Outfit
    from sample_videos.body.trunk import Trunk

# Farther than this the elbow would be straight.
REACH = 0.985
# A grip's wrist lies round the leg by this much from its middle, towards the arm's own side;
# by up to the second where the arm is too short for that.
_ROUND_DEG, _ASIDE_DEG = 52.0, 125.0
# The hand that crosses over to the other leg lies this far below the one that does not.
_CROSSED = 0.17
# Cloth and flesh under a grip give way by this much.
_GIVE_M = 0.009
_GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0


@dataclass(frozen=True, eq=False)
class ArmContext:
    """What an arm has to know of the rest of the body.

    ``axes`` are unit vectors up the trunk, to its front, and outwards on the arm's side;
    ``trunk`` has the pelvis, lumbar point, chest and head; ``joints`` those placed already;
    ``solids`` the legs as they are dressed; ``prop`` (x, y) where hands lean on the floor.
    """

    build: Build
    outfit: Outfit
    side: str
    axes: tuple[Vec, Vec, Vec]
    trunk: Trunk
    joints: dict[str, Vec]
    solids: NDArray[np.float64]
    prop: Vec

    @property
    def shoulder(self) -> Vec:
        """The shoulder centre."""
        return self.joints["sh" + self.side]

    @property
    def bones_m(self) -> tuple[float, float]:
        """Upper arm and forearm."""
        return self.build.upper_arm_m, self.build.forearm_m

    @property
    def hand_size(self) -> float:
        """Hand against that of an average man."""
        return self.build.segment_m("hand") / 0.0862

    def forearm_r_m(self, share: float) -> float:
        """Radius of the forearm, sleeve included, from the elbow (0) to the wrist (1)."""
        r, sleeve = self.build.limb, self.outfit.sleeve * 2 - 1.0
        bare = (0.040 - 0.014 * share) * r
        if share >= sleeve + 0.02:
            return bare
        off = 0.010 + self.outfit.loose_m * 0.3
        along = share / max(sleeve, 0.02)
        return max(bare, (0.042 * r + off) * (1 - along) + (0.031 * r + 0.7 * off) * along)


@dataclass(frozen=True, eq=False)
class Place:
    """A hand somewhere: the wrist, the way of the palm, of its inside and of the elbow.

    ``bends_deg`` is how far the fingers are bent at knuckle and middle joint.
    """

    wrist: Vec
    fingers: Vec
    palm: Vec
    pole: Vec
    bends_deg: tuple[float, float] = RELAXED_DEG


def place_of_hand(place: str, body: ArmContext) -> Place:
    """Where a named place is, for this body as it lies."""
    if place.startswith(("shin:", "thigh:")):
        kind, leg = place.split(":")
        return _on_leg(kind, leg, body)
    up, front, out = body.axes
    arm = sum(body.bones_m)
    sign, b = SIGN[body.side], body.build
    trunk, pole = body.trunk, 0.9 * out - 0.35 * up - 0.45 * front
    forward = unit(front - 0.8 * up)
    down = np.array([0.0, 0.0, -1.0])
    head = b.head_size
    places = {
        "floor": (_at_height(body.shoulder - 0.94 * arm * up + 0.11 * out, 0.04), -up, down, pole),
        "side": (body.shoulder - 0.95 * arm * up + 0.06 * out + 0.03 * front, -up, -out, pole),
        "belly": (
            trunk.lumbar.at(0.04, sign * 0.07, 0.135 * b.girth),
            -0.7 * out - 0.3 * up, -front, pole,
        ),
        "head": (trunk.head.at(0.09 * head, sign * 0.135 * head, 0.0),
                 0.4 * up - 0.5 * front, -out, 0.9 * out + 0.2 * up - 0.35 * front),
        "behind": (_at_height(trunk.pelvis.at(-0.02, sign * 0.24, -0.26), 0.05),
                   -front, down, 0.5 * out - 0.9 * front),
        "prop": (np.array([body.prop[0], body.prop[1] + sign * (b.shoulder_half_m + 0.10 * b.size),
                           0.125 * b.size]), 0.3 * up + 1.5 * down, -front - 0.3 * out,
                 0.6 * out - 0.8 * front),
        "reach": (body.shoulder + 0.9 * arm * forward, forward, -up, pole),
        "cheek": (_at_height(trunk.head.at(0.02 * head, 0.0, 0.06 * head), 0.03),
                  up + 0.3 * front, -down, front + 0.2 * up),
        "before": (_at_height(body.shoulder + 0.45 * arm * front - 0.12 * arm * up, 0.036),
                   front + 0.6 * up, down, 0.7 * out - 0.6 * up),
        "ahead": (_at_height(body.shoulder + 0.86 * arm * up + 0.03 * out, 0.036), up, down,
                  out + 0.2 * front),
        "over": (body.shoulder + 0.9 * arm * up + 0.05 * out, up, front, 0.9 * out - 0.2 * front),
    }  # fmt: skip
    if place not in places:
        names = ", ".join([*places, "shin:L", "shin:R", "thigh:L", "thigh:R"])
        raise ValueError(f"no place for a hand is called {place!r}; there are {names}")
    wrist, fingers, palm, pole = places[place]
    return Place(wrist, unit(fingers), unit(palm), unit(pole))


def _at_height(point: Vec, height_m: float) -> Vec:
    return np.array([point[0], point[1], height_m])


def _on_leg(kind: str, leg: str, body: ArmContext) -> Place:
    """A grip on the shin (or behind the thigh), as far down as the arm reaches.

    The wrist lies on the surface of the dressed leg; palm and fingers go round it.
    """
    out = SIGN[body.side] * unit(body.trunk.lumbar.axes[:, 1])
    line = _Line(kind, leg, body, out)
    axis, middle = line.at(_best(line.cost))
    aside = unit(out - (out @ middle) * middle)
    turn = line.turn(axis, middle, aside)
    away = math.cos(turn) * middle + math.sin(turn) * aside
    # Only this leg's own surface: past the other leg the hand is led later.
    group = LEFT_LEG if leg == "L" else RIGHT_LEG
    skin = body.solids[body.solids[:, GROUP] == group]
    thick = max(body.forearm_r_m(s) for s in (0.92, 1.0)) - _GIVE_M

    wrist = axis + _way_out_m(skin, axis, away, thick) * away
    wrist = _within_reach(wrist, body)
    round_it = math.sin(turn) * middle - math.cos(turn) * aside
    wish = round_it - 0.25 * line.down
    along = unit(wish - (wish @ away) * away)
    fingers, palm, bends_deg = grip(wrist, (along, -away), skin, body.solids, body.hand_size)
    pole = 0.9 * out - 0.35 * body.axes[0] - 0.45 * body.axes[1]
    return Place(wrist, fingers, palm, unit(pole), bends_deg)


def _way_out_m(skin: NDArray[np.float64], start: Vec, way: Vec, spare_m: float) -> float:
    """How far it is from inside a leg to where its surface is first this far off."""
    steps = np.linspace(0.02, 0.30, 57)
    gaps = distances_m(skin, start + steps[:, None] * way) - spare_m
    i = int(np.argmax(gaps > 0))
    if gaps[i] <= 0.0 or i == 0:
        return float(steps[-1] if i == 0 and gaps[0] <= 0.0 else steps[0])
    return float(steps[i - 1] - gaps[i - 1] * (steps[i] - steps[i - 1]) / (gaps[i] - gaps[i - 1]))


class _Line:
    """Along which a grip may move: down the shin from the kneecap, or behind the thigh."""

    def __init__(self, kind: str, leg: str, body: ArmContext, out: Vec) -> None:
        j, b = body.joints, body.build
        self.hip, self.knee = j["hip" + leg], j["kn" + leg]
        self.thigh = unit(self.knee - self.hip)
        self.shank = unit(j["an" + leg] - self.knee)
        self.kind, self.body, self.out = kind, body, out
        self.down = self.thigh if kind == "thigh" else self.shank
        self.crossed = _CROSSED * (leg != body.side)
        bend = unit(self.thigh - self.shank + 1e-9)
        self.shin_front = unit(bend - (bend @ self.shank) * self.shank)
        self.thigh_front = unit(bend - (bend @ self.thigh) * self.thigh)
        # Behind the thigh, a hand has room where thigh and calf are far enough apart.
        half = math.acos(min(max(float(-self.thigh @ self.shank), -1.0), 1.0)) / 2
        room = 0.15 * b.limb / (2 * max(math.sin(half), 0.3)) / b.thigh_m
        self.most = 1.0 - min(max(room, 0.24), 0.42)

    def at(self, up_the_leg: float) -> tuple[Vec, Vec]:
        """A point of the leg's axis, and the way from it to the middle of the grip."""
        b = self.body.build
        if self.kind == "thigh":
            share = self.most - 0.5 * self.crossed - 0.30 * up_the_leg
            return self.hip + self.thigh * b.thigh_m * share, -self.thigh_front
        spot = 0.16 + self.crossed - (0.46 + self.crossed) * up_the_leg
        past = smooth((spot + 0.10) / 0.20)
        middle = unit(past * self.shin_front + (1 - past) * self.thigh_front)
        # Round the knee in a curve, not over a corner.
        shin = 0.5 * (spot + math.sqrt(spot * spot + 0.004)) * b.shank_m
        thigh = 0.5 * (-spot + math.sqrt(spot * spot + 0.004)) * b.shank_m
        return self.knee + self.shank * shin - self.thigh * thigh, middle

    def turn(self, axis: Vec, middle: Vec, aside: Vec) -> float:
        """How far round the leg the wrist lies, rad: as far as reach asks for."""
        thick = 0.095 * self.body.build.limb + self.body.outfit.loose_m

        most = _ASIDE_DEG if self.kind == "thigh" else _ASIDE_DEG - 40.0

        def cost(share: float) -> float:
            turn = math.radians(_ROUND_DEG + (most - _ROUND_DEG) * share)
            grip = axis + thick * (math.cos(turn) * middle + math.sin(turn) * aside)
            over = max(0.0, self.beyond_m(grip, 0.015))
            return 40.0 * over * over + 0.002 * share * share

        return math.radians(_ROUND_DEG + (most - _ROUND_DEG) * _best(cost))

    def beyond_m(self, grip: Vec, spare: float) -> float:
        """How far a point is out of the arm's reach."""
        distance = float(np.linalg.norm(grip - self.body.shoulder))
        return distance - (REACH - spare) * sum(self.body.bones_m)

    def cost(self, up_the_leg: float) -> float:
        """Least where the grip is: low on the leg, but within reach."""
        axis, middle = self.at(up_the_leg)
        grip = axis + 0.085 * self.body.build.limb * unit(middle + self.out)
        over = max(0.0, self.beyond_m(grip, 0.02))
        return 40.0 * over * over + 0.02 * up_the_leg * up_the_leg


def _best(cost: Callable[[float], float]) -> float:
    """Where in 0..1 a cost with one valley is least: golden-section search."""
    low, high = 0.0, 1.0
    a, b = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_a, at_b = cost(a), cost(b)
    for _ in range(26):
        if at_a < at_b:
            high, b, at_b = b, a, at_a
            a = high - _GOLDEN * (high - low)
            at_a = cost(a)
        else:
            low, a, at_a = a, b, at_b
            b = low + _GOLDEN * (high - low)
            at_b = cost(b)
    return (low + high) / 2


def _within_reach(wrist: Vec, body: ArmContext) -> Vec:
    way = wrist - body.shoulder
    distance = float(np.linalg.norm(way))
    return body.shoulder + way * min(1.0, REACH * sum(body.bones_m) / distance)
