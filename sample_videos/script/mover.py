"""Words for going from one place to another: sitting up, standing up, kneeling, walking."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sample_videos.body.geometry import bisect
from sample_videos.body.posture import SIDES, Leg, Posture
from sample_videos.script.score import Score

if TYPE_CHECKING:
    from sample_videos.body.skeleton import Skeleton

# As shares of the thigh: how near the heels come to the hips before rising, where hands push
# off behind the heels, and how high the hips are in a deep squat.
_HEELS_IN, _PROP, _SQUAT = 0.66, 0.52, 0.64
# Forehead and tip of the nose in the head's frame, as shares of its size.
_FACE = ((0.125, 0.088), (0.036, 0.118))


class Mover(Score):
    """A score with the words for going from lying to sitting, standing, walking, and back."""

    def sit_up(self, over_s: float = 2.4, pitch_deg: float = 78.0) -> None:
        """From the back to sitting, feet on the floor."""
        self.hands("reach", "reach", over_s * 0.4)
        nod = 0.036 * self.rig.build.stature_m
        self.body(over_s * 0.5, head_lift_m=nod, advance=False)
        self.body(over_s, pitch_deg=pitch_deg)
        self.body(over_s * 0.4, head_lift_m=0.5 * nod, advance=False)
        self.hands("behind", "behind", over_s * 0.4, advance=True)

    def lie_down(self, over_s: float = 2.6) -> None:
        """From sitting to the back."""
        self.hands("reach", "reach", over_s * 0.3)
        nod = 0.036 * self.rig.build.stature_m
        self.body(over_s * 0.4, head_lift_m=nod, advance=False)
        self.body(over_s, pitch_deg=0.0)
        self.hands("floor", "floor", 0.9)
        self.body(0.9, head_lift_m=0.0)

    def stand(self, over_s: float = 4.6) -> None:
        """From sitting to standing, over a deep squat; the hands push off from the floor.

        The weight is over hands and feet while both are on the floor, then over the feet.
        """
        b = self.rig.build
        self.hands("behind", "behind", over_s * 0.1)
        self.leg("LR", over_s * 0.22, foot_x_m=_HEELS_IN * b.thigh_m, splay_deg=14.0, advance=False)
        self.body(over_s * 0.22, pitch_deg=96.0, head_lift_m=0.0)
        self._on_the_feet(balance=0.0)
        self.body(0.0, prop_x_m=self._body["feet_x_m"].at(self.now_s) + _PROP * b.thigh_m)
        self.hands("prop", "prop", over_s * 0.12, advance=True)
        self.body(over_s * 0.16, balance=0.5, pitch_deg=104.0)  # the seat shifts forwards
        self.body(over_s * 0.26, hip_z_m=_SQUAT * b.thigh_m, pitch_deg=122.0, balance=1.0)
        self.hands("side", "side", over_s * 0.36)
        self.body(over_s * 0.2, pitch_deg=126.0, hip_z_m=1.0 * b.thigh_m)
        self.body(over_s * 0.3, pitch_deg=90.0, hip_z_m=self._standing_m)
        self._off_the_feet()

    def sit_down(self, over_s: float = 4.6) -> None:
        """From standing to sitting, over a deep squat; the hands take the weight behind."""
        b = self.rig.build
        self._to_the_feet()
        self.body(over_s * 0.3, pitch_deg=126.0, hip_z_m=1.0 * b.thigh_m)
        self.body(0.0, prop_x_m=self._body["feet_x_m"].at(self.now_s) + _PROP * b.thigh_m)
        self.hands("prop", "prop", over_s * 0.3)
        self.body(over_s * 0.2, hip_z_m=_SQUAT * b.thigh_m, pitch_deg=122.0)
        seat = self._sitting(96.0)
        self.body(over_s * 0.26, hip_z_m=seat.hip_z_m, x_m=seat.x_m, pitch_deg=104.0, balance=0.5)
        self.body(over_s * 0.16, pitch_deg=96.0, balance=0.0)
        self.body(0.0, stance=0.0)
        for side in SIDES:
            self.leg(side, 0.0, foot_x_m=_HEELS_IN * b.thigh_m)
        self.hands("behind", "behind", over_s * 0.2)
        self.leg("LR", over_s * 0.22, foot_x_m=self._foot_home, splay_deg=4.0, advance=False)
        self.body(over_s * 0.22, pitch_deg=78.0)

    @property
    def _standing_m(self) -> float:
        """Height of the hips of somebody at ease: the knees not quite straight."""
        b = self.rig.build
        return 0.992 * (b.thigh_m + b.shank_m) + b.ankle_height_m

    def kneel_down(self) -> None:
        """Begin in child's pose: seat at the heels, chest at the thighs, forehead on the floor."""
        thigh_deg, trunk_deg = 24.0, -3.0
        self.body(0.0, roll_deg=180.0, pitch_deg=trunk_deg)
        self.leg("LR", 0.0, air=1.0, flexion_deg=180.0 - thigh_deg - trunk_deg, splay_deg=12.0)
        self.leg("LR", 0.0, knee_deg=180.0 - thigh_deg, ankle_deg=172.0)
        self.hands("ahead", "ahead", 0.0)
        posture, k = self.posture(self.now_s), self.rig.build.head_size

        def under_floor(lift_m: float) -> float:
            head = self.rig.skeleton(replace(posture, head_lift_m=lift_m)).head
            return -min(float(head.at(x * k, 0, z * k)[2]) for x, z in _FACE) + 0.002

        self.body(0.0, head_lift_m=bisect(under_floor, -0.05, 0.25, 16))

    def squat(self, hip_z_m: float, pitch_deg: float, over_s: float) -> None:
        """Go down, or up, on the feet; the weight stays over them."""
        self.body(over_s, hip_z_m=hip_z_m, pitch_deg=pitch_deg)

    def stands(self, x_m: float = 0.0) -> None:
        """Begin upright, the ankles there."""
        self.body(0.0, pitch_deg=90.0, stance=1.0, balance=1.0, hip_z_m=self._standing_m, x_m=x_m)
        self.body(0.0, feet_x_m=x_m)

    def _skeleton(self) -> Skeleton:
        return self.rig.skeleton(self.posture(self.now_s))

    def _on_the_feet(self, balance: float) -> None:
        """From now on feet carry: hips and feet are told in the room, where they are."""
        j = self._skeleton().joints
        hip, ankle = (j["hipL"] + j["hipR"]) / 2, (j["anL"] + j["anR"]) / 2
        self.body(0.0, stance=1.0, balance=balance, feet_x_m=float(ankle[0]))
        self.body(0.0, x_m=float(hip[0]), hip_z_m=float(hip[2]))

    def _off_the_feet(self) -> None:
        """Standing, told in angles again, as walking needs it."""
        posture, skeleton = self.posture(self.now_s), self._skeleton()
        for side in SIDES:
            leg = self.rig.angles_of(posture, skeleton, side)
            for name, value in asdict(leg).items():
                if name not in ("foot_x_m", "foot_up"):
                    self._legs[side][name].move(self.now_s, 0.0, value)
        hip = (skeleton.joints["hipL"] + skeleton.joints["hipR"]) / 2
        self.body(0.0, stance=0.0, x_m=float(hip[0]))

    def _to_the_feet(self, over_s: float = 0.5) -> None:
        """From standing told in angles to standing on the feet."""
        legs = {"L": Leg(), "R": Leg()}
        x_m = self._body["x_m"].at(self.now_s)
        goal = replace(
            self.posture(self.now_s), left=legs["L"], right=legs["R"], stance=1.0, balance=1.0,
            feet_x_m=x_m, hip_z_m=self._standing_m,
        )  # fmt: skip
        skeleton = self.rig.skeleton(goal)
        for side in SIDES:
            leg = self.rig.angles_of(goal, skeleton, side)
            for name, value in asdict(leg).items():
                if name not in ("foot_x_m", "foot_up", "air"):
                    self._legs[side][name].move(self.now_s, over_s, value)
        hip = (skeleton.joints["hipL"] + skeleton.joints["hipR"]) / 2
        self.body(over_s, x_m=float(hip[0]))
        self.leg("LR", 0.0, air=0.0, splay_deg=4.0, twist_deg=0.0, ankle_deg=112.0)
        self.body(0.0, stance=1.0, balance=1.0, feet_x_m=x_m, hip_z_m=self._standing_m)

    def _sitting(self, pitch_deg: float) -> Posture:
        """Where hips that sit down now come to rest."""
        b = self.rig.build
        leg = Leg(foot_x_m=_HEELS_IN * b.thigh_m, splay_deg=14.0)
        seated = Posture(left=leg, right=leg, pitch_deg=pitch_deg)
        j = self.rig.skeleton(seated).joints
        hip, ankle = (j["hipL"] + j["hipR"]) / 2, (j["anL"] + j["anR"]) / 2
        feet = self._body["feet_x_m"].at(self.now_s)
        return Posture(hip_z_m=float(hip[2]), x_m=feet + float(hip[0] - ankle[0]))

    def walk(self, to_x_m: float, to_y_m: float, over_s: float) -> None:
        """Walk upright to a place, facing where it is."""
        dx = to_x_m - self._body["x_m"].at(self.now_s)
        dy = to_y_m - self._body["y_m"].at(self.now_s)
        heading = math.degrees(math.atan2(dy, dx)) - 180.0
        heading = (heading + 180.0) % 360.0 - 180.0
        self.body(0.6, heading_deg=heading)
        start = self.now_s
        steps = max(2, round(math.hypot(dx, dy) / 0.6))
        self.body(over_s, x_m=to_x_m, y_m=to_y_m, advance=False)
        step = over_s / steps
        for i in range(steps):
            self.now_s = start + i * step
            front, back = ("L", "R") if i % 2 else ("R", "L")
            self.leg(front, step, flexion_deg=22.0, knee_deg=8.0, advance=False)
            self.leg(back, step, flexion_deg=-14.0, knee_deg=22.0, advance=False)
        self.now_s = start + over_s
        self.leg("LR", 0.5, flexion_deg=0.0, knee_deg=2.0)
