"""The words a script is written in: rest, draw, hold, release, and what can go wrong."""

from __future__ import annotations

import math

from sample_videos.body.posture import SIDES
from sample_videos.script.mover import Mover


class Performer(Mover):
    """A score with the words of the stretch itself; scripts are given one of these.

    To the words below come those of `Score` (``rest``, ``leg``, ``body``, ``hands``, ``hide``,
    ``show``, ``blackout``) and of `Mover` (``sit_up``, ``stand``, ``walk`` and others). Its
    parameters are those of `Score`.
    """

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
