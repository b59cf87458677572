"""The words a script is written in: rest, draw, hold, release, and what can go wrong."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sample_videos.body.geometry import bisect
from sample_videos.body.posture import SIDES, Leg, Posture
from sample_videos.body.rig import Rig
from sample_videos.script.timeline import HandTrack, Track

if TYPE_CHECKING:
    from sample_videos.body.skeleton import Skeleton

_LEG = {
    "air": 0.0, "flexion_deg": 50.0, "knee_deg": 110.0, "splay_deg": 4.0, "twist_deg": 0.0,
    "ankle_deg": 112.0, "foot_x_m": 0.0, "foot_up": 0.0,
}  # fmt: skip
_BODY = (
    "head_lift_m", "shoulder_lift_m", "head_turn_deg", "pitch_deg", "roll_deg", "heading_deg",
    "x_m", "y_m", "lift_m", "stance", "hip_z_m", "feet_x_m", "balance", "prop_x_m",
)  # fmt: skip


# As shares of the thigh: how near the heels come to the hips before rising, where hands push
# off behind the heels, and how high the hips are in a deep squat.
_HEELS_IN, _PROP, _SQUAT = 0.66, 0.52, 0.64

# Forehead and tip of the nose in the head's frame, as shares of its size.
_FACE = ((0.125, 0.088), (0.036, 0.118))


class Performer:
    """Writes a timeline; reads it out as postures.

    Every method acts at the time the ones before have reached, and those with ``over_s`` or
    ``seconds`` move that time on. Legs are ``"L"``, ``"R"`` or ``"LR"`` in the order in which
    they move.

    Parameters
    ----------
    rig
        The body.
    breaths_per_min, rocking_deg, tremor_deg
        Chest and knees move with the breath; the body rocks from side to side while a leg
        is drawn; and nobody holds perfectly still.
    seed
        Of the small differences that make two takes of one script different.
    """

    def __init__(
        self,
        rig: Rig,
        breaths_per_min: float = 6.0,
        rocking_deg: float = 1.0,
        tremor_deg: float = 0.3,
        seed: int = 0,
    ) -> None:
        self.rig = rig
        self.now_s = 0.0
        self.breaths_per_min = breaths_per_min
        self.rocking_deg = rocking_deg
        self.tremor_deg = tremor_deg
        self.seed = seed
        self._legs = {s: {n: Track(v) for n, v in _LEG.items()} for s in SIDES}
        self._foot_home = rig.rest_foot_x_m()
        for side in SIDES:
            self._legs[side]["foot_x_m"].initial = self._foot_home
        self._body = {name: Track(0.0) for name in _BODY}
        self._hands = {s: HandTrack("floor") for s in SIDES}
        self._shown = Track(1.0)
        self._black = Track(0.0)
        self._held: set[str] = set()

    # -- time -----------------------------------------------------------------------------

    def rest(self, seconds: float) -> None:
        """Go on as it is."""
        self.now_s += seconds

    def leg(
        self, legs: str, over_s: float, *, advance: bool = True, stagger_s: float = 0.0,
        **targets: float,
    ) -> None:  # fmt: skip
        """Move legs to given values of `sample_videos.body.posture.Leg`."""
        for i, side in enumerate(legs):
            for name, value in targets.items():
                self._legs[side][name].move(self.now_s + i * stagger_s, over_s, value)
        if advance:
            self.now_s += over_s + stagger_s * (len(legs) - 1)

    def body(self, over_s: float, *, advance: bool = True, **targets: float) -> None:
        """Move trunk and head to given values of `sample_videos.body.posture.Posture`."""
        for name, value in targets.items():
            self._body[name].move(self.now_s, over_s, value)
        if advance:
            self.now_s += over_s

    def hands(
        self, left: str, right: str, over_s: float = 0.9, *, wait_s: float = 0.0,
        advance: bool = False,
    ) -> None:  # fmt: skip
        """Move the hands to places known to the rig."""
        self._hands["L"].move(self.now_s + wait_s, over_s, left)
        self._hands["R"].move(self.now_s + wait_s, over_s, right)
        if advance:
            self.now_s += wait_s + over_s

    # -- the stretch ----------------------------------------------------------------------

    def draw(
        self, legs: str = "LR", flexion_deg: float = 127.0, *, knee_deg: float = 128.0,
        over_s: float = 2.4, stagger_s: float = 1.4, grip: str = "shin", splay_deg: float = 6.0,
    ) -> None:  # fmt: skip
        """Bring the knees to the chest, one after the other, and take hold of them.

        ``grip`` is ``"shin"``, ``"thigh"`` (behind it) or ``"none"``.
        """
        self._held |= set(legs)
        start = self.now_s
        for i, side in enumerate(legs):
            wobble = 1.6 * math.sin(self.seed * 1.7 + i * 2.1)
            for name, value in (
                ("air", 1.0), ("flexion_deg", flexion_deg + wobble),
                ("knee_deg", knee_deg - wobble), ("splay_deg", splay_deg), ("ankle_deg", 118.0),
            ):  # fmt: skip
                self._legs[side][name].move(start + i * stagger_s, over_s, value)
        if grip != "none":
            one = legs[0] if len(self._held) == 1 else ""
            for side in SIDES:
                target = one or side
                begin = start + (legs.index(target) if target in legs else 0) * stagger_s
                self._hands[side].move(begin + over_s * 0.42, over_s * 0.62, f"{grip}:{target}")
        self.now_s = start + over_s * 1.04 + stagger_s * (len(legs) - 1)

    def release(self, legs: str = "LR", *, over_s: float = 2.4, stagger_s: float = 1.2) -> None:
        """Let go and put the feet back where they stood."""
        start = self.now_s
        self._held -= set(legs)
        for side in SIDES:
            self._hands[side].move(start, over_s * 0.55, "floor")
        for i, side in enumerate(legs):
            begin = start + 0.25 + i * stagger_s
            for name, value in (
                ("air", 0.0), ("flexion_deg", 50.0), ("splay_deg", 4.0), ("ankle_deg", 112.0),
            ):  # fmt: skip
                self._legs[side][name].move(begin, over_s, value)
        self.now_s = start + 0.25 + over_s + stagger_s * (len(legs) - 1)

    def pull(self, legs: str, flexion_deg: float, over_s: float = 1.2) -> None:
        """Change the hip flexion of legs that are drawn."""
        self.leg(legs, over_s, flexion_deg=flexion_deg)

    def lift_head(self, lift_m: float, over_s: float = 0.8) -> None:
        """Raise the ears this far above their rest."""
        self.body(over_s, head_lift_m=lift_m)

    def lift_shoulders(self, lift_m: float, over_s: float = 1.0) -> None:
        """Curl up: raise the shoulders this far, and the head with them."""
        self.body(over_s, shoulder_lift_m=lift_m, head_lift_m=lift_m * 1.75)

    def legs_long(self, over_s: float = 0.0) -> None:
        """Lie with straight legs."""
        b = self.rig.build
        self.leg("LR", over_s, foot_x_m=(b.thigh_m + b.shank_m) * 0.992, foot_up=1.0, splay_deg=9.0)

    # -- coming and going -----------------------------------------------------------------

    def hide(self) -> None:
        """Nobody in the picture from now."""
        self._shown.move(self.now_s, 0.0, 0.0)

    def show(self) -> None:
        """Somebody in the picture again."""
        self._shown.move(self.now_s, 0.0, 1.0)

    def blackout(self, seconds: float) -> None:
        """The camera sends black pictures for a while; the person goes on."""
        self._black.move(self.now_s, 0.0, 1.0)
        self.now_s += seconds
        self._black.move(self.now_s, 0.0, 0.0)

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

    # -- read out -------------------------------------------------------------------------

    def visible(self, time_s: float) -> bool:
        """Whether the person is there at all."""
        return self._shown.at(time_s) > 0.5

    def black(self, time_s: float) -> bool:
        """Whether the camera sends a black picture."""
        return self._black.at(time_s) > 0.5

    def posture(self, time_s: float) -> Posture:
        """Everything at one instant."""
        breath = math.sin(2 * math.pi * self.breaths_per_min / 60.0 * time_s + self.seed)
        legs = {side: self._leg_at(side, time_s, breath) for side in SIDES}
        values = {name: track.at(time_s) for name, track in self._body.items()}
        drawn = max(min(1.0, max(0.0, leg.air)) for leg in legs.values())
        values["roll_deg"] += drawn * self.rocking_deg * self._sway(time_s, 0.23, 1.0)
        return Posture(
            left=legs["L"], right=legs["R"],
            left_arm=self._hands["L"].at(time_s), right_arm=self._hands["R"].at(time_s),
            breath=breath, **values,
        )  # fmt: skip

    def _leg_at(self, side: str, time_s: float, breath: float) -> Leg:
        values = {name: track.at(time_s) for name, track in self._legs[side].items()}
        if values["air"] > 0:
            phase = 0.0 if side == "L" else 1.3
            shake = 0.35 * math.sin(2 * math.pi * 7.3 * time_s + phase)
            slow = self._sway(time_s, 0.31, phase) + 0.7 * self._sway(time_s, 0.83, 2 * phase)
            wander = self.tremor_deg * (slow + shake) - 1.1 * breath
            values["flexion_deg"] += values["air"] * wander
        return Leg(**values)

    def _sway(self, time_s: float, hertz: float, phase: float) -> float:
        return math.sin(2 * math.pi * hertz * time_s + phase + 0.9 * self.seed)
