"""Where every joint is: forward kinematics, and the few angles that have to be solved.

World axes, metres: x along the mat towards the head, y away from a camera on the person's
left, z up; the floor is z = 0. Body axes: x towards the head, y to the person's right,
z to the front; of a person on the back they are the world's.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.arms import ArmContext, place_arm
from sample_videos.body.balance import centre_of_mass, middle_of_feet
from sample_videos.body.geometry import (
    Frame3,
    Vec,
    angle_deg,
    bisect,
    rotation,
    smooth,
    two_bone,
    unit,
)
from sample_videos.body.leg_shape import add_legs
from sample_videos.body.outfit import Outfit
from sample_videos.body.posture import SIDES, SIGN, Leg, Posture
from sample_videos.body.shape import Triple, chest_balls, seat_balls, waist_ball
from sample_videos.body.skeleton import Skeleton
from sample_videos.body.solids import Solids, distances_m

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.hand import Hand

# The pelvis rolls up once the hips have used up their own range: measured share of lumbar
# and pelvic motion beyond about 95 degrees.
_PELVIS_FROM_DEG = 95.0
_PELVIS_SHARE = 0.42
# How much of the roll one leg alone brings about.
_PELVIS_ONE_LEG = 0.65
# Standing up, hip height and legs depend on each other: so often they are put right.
_STAND_STEPS = 16
_BALANCE_STEPS = 3
# Tip of the nose, lips and chin in the head's frame, as shares of its size, and how deep each
# may press into the chest: the flesh under a chin gives way.
_CHIN = ((0.034, 0.116), (0.005, 0.108), (-0.020, 0.104))
_CHIN_SOFT_M = np.array([0.0, 0.005, 0.025])
# Flesh gives way by this much under weight.
_SOFT_M = 0.004


class Rig:
    """A body that takes postures.

    Parameters
    ----------
    build
        Its lengths and thickness.
    pillow_m
        Height of the pillow under the head.
    outfit
        What is worn: hands lie on it.
    towel_m
        Thickness of the towel under the sacrum, as it is when lain on.
    """

    def __init__(
        self,
        build: Build,
        pillow_m: float = 0.0,
        outfit: Outfit | None = None,
        towel_m: float = 0.0,
    ) -> None:
        self.build = build
        self.outfit = outfit or Outfit()
        self._trunks: dict[tuple[float, float, float], tuple[Frame3, Frame3, Frame3]] = {}
        self.pillow_m = max(pillow_m, math.radians(build.stoop_deg) * 0.2)
        self._lumbar_x = 0.30 * build.trunk_m
        self._thorax_x = 0.48 * build.trunk_m
        self._arch = rotation(1, math.degrees(math.asin(towel_m / self._thorax_x)))
        self._seat = seat_balls(build)
        self._flanks = [("chest", *ball) for ball in chest_balls(build)]
        self._flanks.append(("lumbar", *waist_ball(build)))
        self._rest_bend = self._solve_rest_bend()
        self._nod_deg = self._solve_chin()
        self._rest_foot_x = self.rest_foot_x_m()
        rest = self._trunk_local(0.0, 0.0, 0.0)
        self.rest_ear_z_m = float(rest[2].at(*self.ear_offset)[2]) + build.back_m
        self.rest_shoulder_z_m = float(self._mid_shoulder(rest[1])[2]) + build.back_m
        self.rest = self.skeleton(Posture())

    # -- head and trunk -------------------------------------------------------------------

    @property
    def ear_offset(self) -> tuple[float, float, float]:
        """Mid-ear in the head's frame (origin: its pivot at the top of the neck)."""
        k = self.build.head_size
        return (0.045 * k, 0.0, 0.012 * k)

    @property
    def occiput(self) -> tuple[tuple[float, float, float], float]:
        """Centre and radius of the back of the head in the head's frame."""
        k = self.build.head_size
        return (0.075 * k, 0.0, -0.005 * k), 0.093 * k

    def _chest(self, curl_deg: float) -> Frame3:
        turn = rotation(1, -curl_deg)
        pivot = np.array([self._thorax_x, 0.0, 0.0])
        return Frame3(pivot, turn)

    def _mid_shoulder(self, chest: Frame3) -> Vec:
        return chest.at(self.build.trunk_m - self._thorax_x, 0.0, 0.0)

    def _head(self, chest: Frame3, bend_deg: float, turn_deg: float) -> Frame3:
        """Neck and head share the bend."""
        neck_m = 0.105 * self.build.size
        base = self.neck_base(chest)
        neck = chest.axes @ rotation(1, -bend_deg * 0.6 + 4.0)
        top = base + neck @ np.array([neck_m, 0.0, 0.0])
        axes = chest.axes @ rotation(1, -bend_deg) @ rotation(0, turn_deg)
        return Frame3(top, axes)

    def neck_base(self, chest: Frame3) -> Vec:
        """Where the neck leaves the trunk."""
        x = self.build.trunk_m - self._thorax_x + 0.035 * self.build.size
        return chest.at(x, 0.0, -0.012 * self.build.size)

    def _solve_rest_bend(self) -> float:
        """Neck bend at which the back of the head lies on the floor or pillow."""
        centre, radius = self.occiput
        floor = -self.build.back_m + self.pillow_m - 0.006
        chest = self._chest(0.0)

        def gap(bend: float) -> float:
            return float(self._head(chest, bend, 0.0).at(*centre)[2]) - radius - floor

        return bisect(gap, -40.0, 60.0)

    def _solve_chin(self) -> float:
        """How far the neck bends from rest until face and chest touch."""
        chest, k = self._chest(0.0), self.build.head_size
        solids = Solids()
        for at, radii in chest_balls(self.build):
            solids.ball(0, chest, at, radii, (0.0, 0.0, 0.0))
        table = np.array(solids.rows)

        def inside(bend: float) -> float:
            head = self._head(chest, self._rest_bend + bend, 0.0)
            face = np.array([head.at(x * k, 0.0, z * k) for x, z in _CHIN])
            return -float((distances_m(table, face) + _CHIN_SOFT_M).min())

        return bisect(inside, 0.0, 75.0, 30)

    def _trunk_local(
        self, head_lift_m: float, shoulder_lift_m: float, turn_deg: float
    ) -> tuple[Frame3, Frame3, Frame3]:
        """Lumbar point, chest and head in body axes, with the lifts solved by bisection."""
        asked = (head_lift_m, shoulder_lift_m, turn_deg)
        if asked not in self._trunks:
            if len(self._trunks) > 64:
                self._trunks.clear()
            self._trunks[asked] = self._solve_trunk(*asked)
        return self._trunks[asked]

    def _solve_trunk(
        self, head_lift_m: float, shoulder_lift_m: float, turn_deg: float
    ) -> tuple[Frame3, Frame3, Frame3]:
        rest_chest = self._chest(0.0)
        rest_shoulder = float(self._mid_shoulder(rest_chest)[2])
        curl = bisect(
            lambda c: (
                float(self._mid_shoulder(self._chest(c))[2]) - rest_shoulder - shoulder_lift_m
            ),
            0.0,
            70.0,
        )
        chest = self._chest(curl)
        rest_ear = float(self._head(rest_chest, self._rest_bend, 0.0).at(*self.ear_offset)[2])
        bend = bisect(
            lambda b: (
                float(self._head(chest, b, 0.0).at(*self.ear_offset)[2]) - rest_ear - head_lift_m
            ),
            self._rest_bend - 45.0,
            self._rest_bend + self._nod_deg,
        )
        below = np.array([self._thorax_x - self._lumbar_x, 0.0, 0.0])
        hinge = np.array([self._thorax_x, 0.0, 0.0])
        lumbar = Frame3(hinge - self._arch @ below, self._arch)
        return lumbar, chest, self._head(chest, bend, turn_deg)

    # -- the whole ------------------------------------------------------------------------

    def skeleton(self, posture: Posture) -> Skeleton:
        """Every joint in the world."""
        if posture.stance > 0.5:
            return self._standing(posture)
        trunk = -self._trunk_low(self._place(posture, np.zeros(3)))
        placed = self._place(posture, np.array([0.0, 0.0, trunk]))
        legs = {side: self._leg(posture, placed, side) for side in SIDES}
        height = trunk
        for _ in range(_STAND_STEPS if self._upright(placed) > 0 else 0):
            height += max(0.0, -self._legs_low(legs)) * self._upright(placed)
            placed = self._place(posture, np.array([0.0, 0.0, height]))
            legs = {side: self._leg(posture, placed, side) for side in SIDES}
        return self._at(posture, np.array([posture.x_m, posture.y_m, height + posture.lift_m]))

    def _standing(self, posture: Posture) -> Skeleton:
        """On the feet: the hips moved over them until the weight is where it should be."""
        at = np.array([posture.x_m, posture.y_m, posture.hip_z_m])
        skeleton = self._at(posture, at)
        for _ in range(_BALANCE_STEPS if posture.balance > 0 else 0):
            short = middle_of_feet(skeleton)[0] - centre_of_mass(skeleton)[0]
            at[0] += posture.balance * float(short) / 0.85
            skeleton = self._at(posture, at)
        return skeleton

    def _at(self, posture: Posture, at: Vec) -> Skeleton:
        placed = self._place(posture, at)
        legs = {side: self._leg(posture, placed, side) for side in SIDES}
        return self._assemble(posture, placed, legs)

    def angles_of(self, posture: Posture, skeleton: Skeleton, side: str) -> Leg:
        """A standing leg as it is, told in angles: the same place with ``air`` 1."""
        j = skeleton.joints
        lumbar = Frame3(skeleton.pelvis.at(self._lumbar_x, 0, 0), skeleton.pelvis.axes)
        placed = {"pelvis": skeleton.pelvis, "lumbar": lumbar, "chest": skeleton.chest}
        leg = replace(posture.leg(side), air=0.0)
        told = self._towards(leg, placed, side, j["kn" + side], j["an" + side])
        shank = unit(j["an" + side] - j["kn" + side])
        way = skeleton.foot[side].axes[:, 0]
        return replace(told, air=1.0, ankle_deg=angle_deg(way, -shank))

    def _place(self, posture: Posture, at: Vec) -> dict[str, Frame3]:
        """Pelvis, chest and head in the world."""
        lumbar, chest, head = self._trunk_local(
            posture.head_lift_m, posture.shoulder_lift_m, posture.head_turn_deg
        )
        turn = (
            rotation(2, posture.heading_deg)
            @ rotation(1, -posture.pitch_deg)
            @ rotation(0, posture.roll_deg)
        )
        tilt = lumbar.axes @ rotation(1, self.pelvis_roll_deg(posture))
        hip = lumbar.origin - tilt @ np.array([self._lumbar_x, 0.0, 0.0])
        local = {"pelvis": Frame3(hip, tilt), "chest": chest, "head": head, "lumbar": lumbar}
        placed = {
            name: Frame3(at + turn @ frame.origin, turn @ frame.axes)
            for name, frame in local.items()
        }
        placed["head"] = self._head_laid_down(placed)
        return placed

    def _head_laid_down(self, placed: dict[str, Frame3]) -> Frame3:
        """On the side the neck bends until the head lies on the hand below it."""
        chest, head = placed["chest"], placed["head"]
        share = self._on_side(placed)
        if share <= 0.0:
            return head
        base, k = self.neck_base(chest), self.build.head_size
        floor = self._trunk_low(placed)
        lower = 1.0 if chest.axes[2, 1] < 0 else -1.0

        def bent(deg: float) -> Frame3:
            turn = chest.axes @ rotation(2, lower * deg) @ chest.axes.T
            return Frame3(base + turn @ (head.origin - base), turn @ head.axes)

        def sunk(deg: float) -> float:
            low = float(bent(deg).at(0.085 * k, 0.0, 0.008 * k)[2]) - 0.075 * k
            return floor + 0.042 * self.build.size - low

        return bent(share * bisect(sunk, 0.0, 38.0, 24))

    def _on_side(self, placed: dict[str, Frame3]) -> float:
        """0 on back or front, 1 lying on a side."""
        level = self._level(placed)
        return level * smooth((abs(float(placed["lumbar"].axes[2, 1])) - 0.72) / 0.24)

    def _settled(self, leg: Leg, placed: dict[str, Frame3], side: str) -> Leg:
        """A drawn leg of somebody on the side: the lower lies on the floor, the upper on it."""
        share = self._on_side(placed) * leg.air
        if share <= 0.0:
            return leg
        b, hip = self.build, self._hip(placed, side)
        cloth = self.outfit.loose_m + (0.02 if self.outfit.skirt else 0.0)
        is_upper = SIGN[side] * float(placed["lumbar"].axes[2, 1]) > 0
        knee_z = 0.054 * b.limb + cloth + is_upper * (0.108 * b.limb + 2 * cloth)
        ankle_z = 0.066 * b.size + is_upper * 0.082 * b.size
        way = 1.0 if is_upper else -1.0

        def knee_gap(splay: float) -> float:
            along, _ = self._thigh(placed, side, leg.flexion_deg, splay)
            return way * (float((hip + b.thigh_m * along)[2]) - knee_z)

        splay = bisect(knee_gap, -50.0, 50.0, 30)
        along, normal = self._thigh(placed, side, leg.flexion_deg, splay)
        knee = hip + b.thigh_m * along

        def ankle_gap(twist: float) -> float:
            shank = self._shank(leg, along, normal, twist, side)
            return float((knee + b.shank_m * shank)[2]) - ankle_z

        turn = 1.0 if ankle_gap(30.0) > ankle_gap(-30.0) else -1.0
        twist = turn * bisect(lambda t: ankle_gap(turn * t), -60.0, 60.0, 30)
        return replace(
            leg,
            splay_deg=leg.splay_deg + share * (splay - leg.splay_deg),
            twist_deg=leg.twist_deg + share * (twist - leg.twist_deg),
        )

    @staticmethod
    def _shank(leg: Leg, along: Vec, normal: Vec, twist_deg: float, side: str) -> Vec:
        t, k = math.radians(twist_deg) * SIGN[side], math.radians(leg.knee_deg)
        back = -math.cos(t) * normal + math.sin(t) * np.cross(along, normal)
        shank: Vec = math.cos(k) * along + math.sin(k) * back
        return shank

    def pelvis_roll_deg(self, posture: Posture) -> float:
        """How far the pelvis rolls up in deep flexion."""
        over = sorted(
            posture.leg(s).air * max(0.0, posture.leg(s).flexion_deg - _PELVIS_FROM_DEG)
            for s in SIDES
        )
        share = _PELVIS_ONE_LEG * over[1] + (1 - _PELVIS_ONE_LEG) * over[0]
        return min(_PELVIS_SHARE * share, 24.0)

    def _trunk_low(self, placed: dict[str, Frame3]) -> float:
        """Height of the lowest of the spheres on which the trunk lies."""
        b = self.build
        r = b.back_m
        points = [(placed["lumbar"].at(0.0, 0.0, 0.0), r), (placed["pelvis"].at(0, 0, 0), r)]
        points += [(placed["pelvis"].at(0.0, y, 0.0), r) for y in (-0.06, 0.06)]
        far = b.trunk_m - self._thorax_x
        points += [(placed["chest"].at(far, 0.0, 0.0), r)]
        edge = 0.056 * b.limb
        points += [(placed["chest"].at(far, s * b.shoulder_half_m, 0), edge) for s in (-1, 1)]
        low = min(float(centre[2]) - radius for centre, radius in points)
        low = min(low, *(self._ball_low(placed, *ball) + _SOFT_M for ball in self._seat))
        # On the back and the front the balls above carry: all there is was measured on them.
        give = _SOFT_M + 0.05 * (1.0 - self._on_side(placed))
        return min(low, *(self._ball_low(placed, *ball) + give for ball in self._flanks))

    @staticmethod
    def _ball_low(placed: dict[str, Frame3], part: str, at: Triple, radii: Triple) -> float:
        """Height of the lowest point of an ellipsoid of the trunk."""
        frame = placed[part]
        return float(frame.at(*at)[2] - np.linalg.norm(frame.axes[2] * np.array(radii)))

    def _upright(self, placed: dict[str, Frame3]) -> float:
        """0 while the back carries the body, 1 where legs do."""
        front_up = float(placed["lumbar"].axes[2, 2])
        return min(max((0.85 - front_up) / 0.3, 0.0), 1.0) * (1.0 - self._on_side(placed))

    def _legs_low(self, legs: dict[str, dict[str, Vec]]) -> float:
        """Height of the lowest point of both legs; 0 for feet that stand on the floor."""
        size = self.build.size
        radii = {"an": 0.045 * size, "heel": 0.026 * size, "toe": 0.016 * size}
        radii["kn"] = 0.052 * self.build.limb
        return min(
            float(legs[side][name][2]) - radius for side in SIDES for name, radius in radii.items()
        )

    # -- legs -----------------------------------------------------------------------------

    def _hip(self, placed: dict[str, Frame3], side: str) -> Vec:
        return placed["pelvis"].at(0.0, SIGN[side] * self.build.hip_half_m, 0.0)

    def _trunk_axes(self, placed: dict[str, Frame3], side: str) -> tuple[Vec, Vec, Vec]:
        """Unit vectors: up the trunk line, to the front, and outwards on this side."""
        up = unit(self._mid_shoulder(placed["chest"]) - placed["pelvis"].origin)
        right = placed["lumbar"].axes[:, 1]
        right = unit(right - (right @ up) * up)
        front = np.cross(up, right)
        return up, front, SIGN[side] * right

    def _thigh(
        self, placed: dict[str, Frame3], side: str, flexion_deg: float, splay_deg: float
    ) -> tuple[Vec, Vec]:
        """Unit vectors along the thigh and out of its front, at an exact hip flexion."""
        up, front, out = self._trunk_axes(placed, side)
        f, s = math.radians(flexion_deg), math.radians(splay_deg)
        forward = math.cos(s) * front + math.sin(s) * out
        along: Vec = -math.cos(f) * up + math.sin(f) * forward
        normal: Vec = math.sin(f) * up + math.cos(f) * forward
        return along, normal

    def rest_foot_x_m(self, flexion_deg: float = 50.0) -> float:
        """Where a foot stands (see `Leg`) so that the resting hip has exactly this flexion."""
        placed = self._rest_placed()
        up = unit(self._mid_shoulder(placed["chest"]) - placed["pelvis"].origin)
        hip = self._hip(placed, "L")

        def too_little(foot_x_m: float) -> float:
            leg = Leg(foot_x_m=foot_x_m)
            knee, _ = self._planted(Posture(left=leg), placed, "L")
            return flexion_deg - (180.0 - angle_deg(up, knee - hip))

        return bisect(too_little, 0.25 * self.build.thigh_m, 1.6 * self.build.thigh_m)

    def _rest_placed(self) -> dict[str, Frame3]:
        return self._place(Posture(), np.array([0.0, 0.0, self.build.back_m]))

    def _planted(self, posture: Posture, placed: dict[str, Frame3], side: str) -> tuple[Vec, Vec]:
        """Knee and ankle of a foot that stands (or a heel that lies) on the floor."""
        b, leg = self.build, posture.leg(side)
        foot_x = self._rest_foot_x if math.isnan(leg.foot_x_m) else leg.foot_x_m
        heading = placed["lumbar"].axes[:, 1].copy()
        heading[2] = 0.0
        out = SIGN[side] * unit(heading)
        feet = np.cross(out * SIGN[side], np.array([0.0, 0.0, -1.0]))
        splay = b.hip_half_m + 0.012 + math.sin(math.radians(leg.splay_deg)) * b.thigh_m * 0.55
        ankle = (
            placed["lumbar"].origin
            + feet * (foot_x + self._lumbar_x * self._level(placed))
            + out * splay
        )
        if posture.stance > 0.5:
            ankle[0] = posture.feet_x_m
        ankle[2] = b.ankle_height_m * (1 - leg.foot_up) + 0.05 * b.size * leg.foot_up
        hip = self._hip(placed, side)
        # Knees point up while the hips are low, forwards (and a little out) over standing feet.
        high = smooth((float(hip[2]) - 0.17 * b.size) / (0.30 * b.size))
        up = np.array([0.0, 0.0, 1.0])
        pole = (1 - 0.7 * high) * up + (1.2 * high - 0.2) * feet + (0.10 + 0.25 * high) * out
        knee, end = two_bone(hip, ankle, (b.thigh_m, b.shank_m), pole)
        return knee, end

    def _level(self, placed: dict[str, Frame3]) -> float:
        """1 lying, 0 upright: how much of the lumbar length lies along the floor."""
        return math.hypot(*placed["lumbar"].axes[:2, 0])

    def _leg(self, posture: Posture, placed: dict[str, Frame3], side: str) -> dict[str, Vec]:
        """Knee, ankle, heel, toe and the foot's axes."""
        leg = posture.leg(side)
        hip = self._hip(placed, side)
        if leg.air < 1.0:
            knee, ankle = self._planted(posture, placed, side)
            leg = self._towards(leg, placed, side, knee, ankle)
        leg = self._settled(leg, placed, side)
        lying = self._upright(placed) < 0.5
        flexion, splay = leg.flexion_deg, leg.splay_deg
        along, normal = self._thigh(placed, side, flexion, splay)
        knee = hip + self.build.thigh_m * along
        side_axis = np.cross(along, normal)
        t = math.radians(leg.twist_deg) * SIGN[side]
        back: Vec = -math.cos(t) * normal + math.sin(t) * side_axis
        bend = self._clear_of_floor(leg, knee, along, back) if lying else leg.knee_deg
        k = math.radians(bend)
        shank: Vec = math.cos(k) * along + math.sin(k) * back
        ankle = knee + self.build.shank_m * shank
        forward: Vec = unit(math.sin(k) * along - math.cos(k) * back)
        return self._foot(leg, knee, ankle, shank, forward)

    def _towards(
        self, leg: Leg, placed: dict[str, Frame3], side: str, knee: Vec, ankle: Vec
    ) -> Leg:
        """Angles between those of the standing foot (``air`` 0) and those asked for (1)."""
        up, front, out = self._trunk_axes(placed, side)
        hip = self._hip(placed, side)
        thigh, shank = unit(knee - hip), unit(ankle - knee)
        flexion = 180.0 - angle_deg(up, thigh)
        splay = math.degrees(math.atan2(float(thigh @ out), float(thigh @ front)))
        bend = angle_deg(thigh, shank)
        along, normal = self._thigh(placed, side, flexion, splay)
        side_axis = np.cross(along, normal)
        twist = 0.0
        if bend > 1.0:
            back = unit(shank - (shank @ along) * along)
            twist = math.degrees(math.atan2(float(back @ side_axis), float(-(back @ normal))))
            twist *= SIGN[side]
        a = leg.air
        return replace(
            leg,
            flexion_deg=flexion + a * (leg.flexion_deg - flexion),
            splay_deg=splay + a * (leg.splay_deg - splay),
            knee_deg=bend + a * (leg.knee_deg - bend),
            twist_deg=twist + a * (leg.twist_deg - twist),
        )

    def _clear_of_floor(self, leg: Leg, knee: Vec, along: Vec, back: Vec) -> float:
        """Knee flexion, less where the ankle would sink below its height above the floor."""
        b = self.build
        low = b.ankle_height_m * (1 - leg.foot_up) + 0.05 * b.size * leg.foot_up
        need = (low - float(knee[2])) / b.shank_m
        # z of the shank is A cos k + B sin k = R cos(k - phase): it dips below ``need`` between
        # two angles, and the smaller of them is the foot on the floor.
        amplitude = math.hypot(float(along[2]), float(back[2]))
        k = math.radians(leg.knee_deg)
        if need <= -amplitude or leg.air <= 0.0:
            return leg.knee_deg
        phase = math.atan2(float(back[2]), float(along[2]))
        touch = phase + math.acos(min(max(need / amplitude, -1.0), 1.0))
        touch = touch % (2 * math.pi)
        leave = (phase - math.acos(min(max(need / amplitude, -1.0), 1.0))) % (2 * math.pi)
        if touch < k < leave and float(knee[2]) > low:
            return math.degrees(touch)
        return leg.knee_deg

    def _foot(self, leg: Leg, knee: Vec, ankle: Vec, shank: Vec, forward: Vec) -> dict[str, Vec]:
        """Heel and toe: flat where the foot stands, at the ankle's angle in the air."""
        b = self.build
        a = math.radians(leg.ankle_deg)
        free = unit(-math.cos(a) * shank + math.sin(a) * forward)
        level = np.array([forward[0], forward[1], 0.0]) - 1e-9
        if float(np.linalg.norm(level)) < 0.05:
            level = np.array([shank[0], shank[1], 0.0])
        stand = (1 - leg.foot_up) * unit(level) + leg.foot_up * np.array([0.0, 0.0, 1.0])
        near = min(1.0, leg.air * 1.6)
        toe_way = unit((1 - near) * unit(stand) + near * free)
        flat_down = np.array([0.0, 0.0, -1.0]) * (1 - leg.foot_up) + unit(level) * leg.foot_up * -1
        down = unit((1 - near) * flat_down + near * shank)
        down = unit(down - (down @ toe_way) * toe_way)
        sole = b.ankle_height_m
        heel = ankle + down * (sole - 0.026 * b.size) - toe_way * 0.20 * b.foot_m
        toe = ankle + down * (sole - 0.016 * b.size) + toe_way * 0.72 * b.foot_m
        return {
            "kn": knee, "an": ankle, "heel": heel, "toe": toe, "way": toe_way, "down": down
        }  # fmt: skip

    # -- all together ---------------------------------------------------------------------

    def _assemble(
        self, posture: Posture, placed: dict[str, Frame3], legs: dict[str, dict[str, Vec]]
    ) -> Skeleton:
        b = self.build
        joints: dict[str, Vec] = {}
        chest, head = placed["chest"], placed["head"]
        far = b.trunk_m - self._thorax_x
        for side in SIDES:
            joints["sh" + side] = chest.at(far, SIGN[side] * b.shoulder_half_m, 0.0)
            joints["hip" + side] = self._hip(placed, side)
            for name in ("kn", "an", "heel", "toe"):
                joints[name + side] = legs[side][name]
        self._face(joints, head)
        joints["neck"] = self.neck_base(chest)
        feet = {
            s: Frame3(legs[s]["an"], np.column_stack(
                [legs[s]["way"], np.cross(legs[s]["way"], legs[s]["down"]), legs[s]["down"]]
            ))
            for s in SIDES
        }  # fmt: skip
        hands: dict[str, Hand] = {}
        solids = Solids()
        add_legs(solids, joints, feet, b, self.outfit)
        table = np.array(solids.rows)
        for side in SIDES:
            axes = self._trunk_axes(placed, side)
            props = np.array([posture.prop_x_m, posture.y_m])
            context = ArmContext(b, self.outfit, side, axes, placed, joints, table, props)
            placed_arm = place_arm(posture.arm(side), context)
            joints["el" + side], joints["wr" + side], hands[side] = placed_arm
        return Skeleton(joints, placed["pelvis"], chest, head, feet, hands, posture.breath)

    def _face(self, joints: dict[str, Vec], head: Frame3) -> None:
        k = self.build.head_size
        for side in SIDES:
            x, _, z = self.ear_offset
            joints["ear" + side] = head.at(x, SIGN[side] * 0.075 * k, z)
            joints["eye" + side] = head.at(0.070 * k, SIGN[side] * 0.032 * k, 0.098 * k)
        joints["nose"] = head.at(0.036 * k, 0.0, 0.124 * k)
        joints["crown"] = head.at(0.178 * k, 0.0, 0.01 * k)
