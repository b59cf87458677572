"""A room with a body on a mat and a laptop that can be carried about: plain pinhole geometry.

Metres. The body is :mod:`tests.core.synthetic`'s figure: its hips at the origin, its length
along x, the floor 0.1 below. A camera stands ``distance_m`` from the hips, ``orbit_deg`` around
them from side-on, and faces them; ``pan_deg`` turns it to its own right from there, ``tip_deg``
looks down, ``roll_deg`` turns the picture clockwise. Moving to one's right, facing the body, is
a growing ``orbit_deg``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posecoach.core.coach import Coach
from posecoach.core.config import Thresholds
from posecoach.core.landmarks import Pose, PoseFrame, Side
from posecoach.core.routine import Routine
from posecoach.core.setup_checks import PictureFacts
from posecoach.core.setup_gate import SetupGate, SetupStep
from posecoach.core.setup_keys import Way
from tests.core.synthetic import Figure, resting

WIDTH_PX, HEIGHT_PX = 1280, 720
BRIGHT = 0.5
AT_REST = resting()
CFG = Thresholds()


@dataclass(frozen=True)
class Laptop:
    """Where it stands and how it looks."""

    distance_m: float = 2.25
    orbit_deg: float = 0.0
    pan_deg: float = 0.0
    tip_deg: float = 0.0
    roll_deg: float = 0.0
    height_m: float = 0.0
    fov_deg: float = 58.0

    def but(self, **changes: float) -> Laptop:
        """Copy with some things changed."""
        return replace(self, **changes)

    def turned(self, way: Way, deg: float) -> Laptop:
        """Turned on the spot, as seen from behind it."""
        return self.but(pan_deg=self.pan_deg + (deg if way is Way.RIGHT else -deg))

    def moved(self, way: Way, deg: float) -> Laptop:
        """Carried around the body to this side, seen from behind it, and turned to face it."""
        return self.but(orbit_deg=self.orbit_deg + (deg if way is Way.RIGHT else -deg))

    def photograph(self, figure: Figure) -> Pose:
        """What it sees, every landmark, also those outside the picture."""
        room = figure.pose().world_m
        axes = self._axes()
        orbit = np.radians(self.orbit_deg)
        away = np.array([np.sin(orbit), 0.0, -np.cos(orbit)]) * self.distance_m
        local = (room - away + [0.0, self.height_m, 0.0]) @ axes
        focal_px = WIDTH_PX / 2 / np.tan(np.radians(self.fov_deg) / 2)
        points = focal_px * local[:, :2] / local[:, 2:] + [WIDTH_PX / 2, HEIGHT_PX / 2]
        hips_m = local[[23, 24]].mean(axis=0)
        depth = (local[:, 2] - hips_m[2]) * focal_px / hips_m[2]
        return Pose(points, depth, np.full(33, 0.99), local - hips_m)

    def _axes(self) -> NDArray[np.float64]:
        """Columns: the picture's right, down, and the way the camera looks."""
        heading = np.radians(self.pan_deg - self.orbit_deg)
        right = np.array([np.cos(heading), 0.0, -np.sin(heading)])
        level = np.array([np.sin(heading), 0.0, np.cos(heading)])
        down = np.array([0.0, 1.0, 0.0])
        tip, roll = np.radians(self.tip_deg), np.radians(self.roll_deg)
        look = np.cos(tip) * level + np.sin(tip) * down
        below = np.cos(tip) * down - np.sin(tip) * level
        return np.column_stack(
            [
                np.cos(roll) * right + np.sin(roll) * below,
                np.cos(roll) * below - np.sin(roll) * right,
                look,
            ]
        )


@dataclass(frozen=True)
class Scene:
    """What lasts for a while: who is where, in which light."""

    figure: Figure | None = AT_REST
    laptop: Laptop = Laptop()
    brightness: float = BRIGHT
    person_light: float = BRIGHT
    glare: float = 0.0
    shade: float = BRIGHT

    def frame(self, time_s: float) -> PoseFrame:
        """The landmarks at a time."""
        seen = None if self.figure is None else self.laptop.photograph(self.figure)
        return PoseFrame(time_s, seen)

    def facts(self, time_s: float) -> PictureFacts:
        """The picture's light at a time."""
        return PictureFacts(
            time_s, self.brightness, self.glare, self.person_light, shade=self.shade
        )


GOOD = Scene()


class Film:
    """A coach and its gate, fed one scene after another."""

    def __init__(self, fps: float = 15.0) -> None:
        self.time_s = 0.0
        self._step_s = 1.0 / fps
        self._coach = Coach(
            Routine("test", "both", 10.0), CFG, width_px=WIDTH_PX, height_px=HEIGHT_PX
        )
        self._gate = SetupGate(CFG, width_px=WIDTH_PX, height_px=HEIGHT_PX)

    def show(self, *scenes: Scene, seconds: float) -> list[SetupStep]:
        """Every step of so many seconds; of several scenes each has a frame in turn."""
        steps = []
        for index in range(round(seconds / self._step_s)):
            scene = scenes[index % len(scenes)]
            step = self._coach.step(scene.frame(self.time_s))
            steps.append(self._gate(step, scene.facts(self.time_s)))
            self.time_s += self._step_s
        return steps

    def skip(self, seconds: float) -> None:
        """No frame at all for so long."""
        self.time_s += seconds


def after(scene: Scene, seconds: float = 4.0, fps: float = 15.0) -> SetupStep:
    """What the gate says when this has been so from the start."""
    return Film(fps).show(scene, seconds=seconds)[-1]


def lying(near: Side = Side.LEFT, **laptop: float) -> Scene:
    """Somebody at rest, seen from this laptop."""
    return Scene(resting(near=near), Laptop(**laptop))
