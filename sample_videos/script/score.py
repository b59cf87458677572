"""The score of a performance: every number of the body over time, read out as postures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sample_videos.body.posture import SIDES, Leg, Posture
from sample_videos.script.timeline import HandTrack, Track

if TYPE_CHECKING:
    from sample_videos.body.rig import Rig

_LEG = {
    "air": 0.0, "flexion_deg": 50.0, "knee_deg": 110.0, "splay_deg": 4.0, "twist_deg": 0.0,
    "ankle_deg": 112.0, "foot_x_m": 0.0, "foot_up": 0.0,
}  # fmt: skip
_BODY = (
    "head_lift_m", "shoulder_lift_m", "head_turn_deg", "pitch_deg", "roll_deg", "heading_deg",
    "x_m", "y_m", "lift_m", "stance", "hip_z_m", "feet_x_m", "balance", "prop_x_m",
)  # fmt: skip


class Score:
    """Writes a timeline in a body's own numbers; reads it out as postures.

    Every method acts at the time the ones before have reached, ``now_s``, and those with
    ``over_s`` or ``seconds`` move that time on. Legs are ``"L"``, ``"R"`` or ``"LR"`` in the
    order in which they move.

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
        self._held: set[str] = set()  # the legs that are drawn

    # -- written --------------------------------------------------------------------------

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
