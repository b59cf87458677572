"""A stick figure that does the stretch, so that every figure can be checked by hand.

The figure lies on its back and is seen from the side. Lengths are in torso lengths:

- the hips lie at the origin, the shoulders 1.0 towards the head, the ears 1.35, all on one
  line, which is the rest line; the face looks straight up, the nose 0.25 above the ears;
- thigh and shank are 0.9 each. At rest the hips are flexed by 55° and the knees by 110°, so
  the ankles stand on the rest line (0.9 · sin 55° up the thigh and as much down the shank);
- left and right are the same in the side view and lie 0.2 to either side of the spine, so a
  leg that does as the other one does is hidden by it.

``hip_flexion_deg`` is the trunk-thigh angle that is to be measured: 0 with the thigh in line
with the trunk. ``head_lift`` moves the whole head across the rest line, ``shoulder_lift`` the
shoulders, each by exactly that many torso lengths. The picture is an orthographic view of
1280 × 720 px, a torso is 200 px and 0.5 m long. With the left side near the head is on the
right of the picture; with the right side near, on the left.

A film is a list of keyframes; between two of them every number changes linearly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from posecoach.core.attempts import HoldRecord
from posecoach.core.coach import Coach, CoachStep
from posecoach.core.config import Thresholds
from posecoach.core.faults import Fault, FaultKind
from posecoach.core.landmarks import LANDMARK_NAMES, Pose, PoseFrame, Side
from posecoach.core.replay import find_rests
from posecoach.core.routine import Routine

WIDTH_PX, HEIGHT_PX = 1280, 720
TORSO_PX, TORSO_M = 200.0, 0.5
HALF_WIDTH = 0.2  # of shoulders, hips and the track of the feet
LIMB = 0.9  # thigh, shank
REST_HIP_DEG, REST_KNEE_DEG = 55.0, 110.0
DRAWN_HIP_DEG, DRAWN_KNEE_DEG = 130.0, 130.0

_FACE = {  # towards the head beyond the hips, above the rest line, to the left of the middle
    "nose": (1.35, 0.25, 0.0),
    "left_eye_inner": (1.40, 0.20, 0.03),
    "left_eye": (1.40, 0.20, 0.06),
    "left_eye_outer": (1.40, 0.20, 0.09),
    "left_ear": (1.35, 0.00, 0.14),
    "mouth_left": (1.28, 0.20, 0.04),
}


@dataclass(frozen=True)
class Figure:
    """The figure's posture; the defaults are the start position, feet on the floor.

    ``laid_on`` makes the far leg a copy of the near one, as the landmarker does when it
    cannot see it; ``hands_on`` puts the wrists on the shin of the leg that is drawn most,
    else the arms lie beside the body. ``trunk_deg`` raises head and trunk about the hips
    (90 is sitting), ``roll_deg`` turns the body about its length (180 is prone),
    ``yaw_deg`` turns it away from side-on, ``x_px`` and ``y_px`` are where the hips lie.
    """

    left_hip_deg: float = REST_HIP_DEG
    right_hip_deg: float = REST_HIP_DEG
    left_knee_deg: float = REST_KNEE_DEG
    right_knee_deg: float = REST_KNEE_DEG
    head_lift: float = 0.0
    shoulder_lift: float = 0.0
    trunk_deg: float = 0.0
    roll_deg: float = 0.0
    yaw_deg: float = 0.0
    x_px: float = 640.0
    y_px: float = 450.0
    near: Side = Side.LEFT
    hands_on: bool = True
    laid_on: bool = False

    def but(self, **changes: object) -> Figure:
        """Copy with some things changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # names are checked at run time

    def pose(self) -> Pose:
        """The 33 landmarks."""
        body = self._body()
        roll, yaw = np.radians(self.roll_deg), np.radians(self.yaw_deg)
        along, up, left = body.T
        up, left = (
            up * np.cos(roll) - left * np.sin(roll),
            up * np.sin(roll) + left * np.cos(roll),
        )
        # Head to the right of the picture with the left side near, and the other way round.
        sign = 1.0 if self.near is Side.LEFT else -1.0
        across, away = sign * along, -sign * left
        x = across * np.cos(yaw) - away * sign * np.sin(yaw)
        z = across * sign * np.sin(yaw) + away * np.cos(yaw)
        points = np.column_stack((self.x_px + TORSO_PX * x, self.y_px - TORSO_PX * up))
        world = TORSO_M * np.column_stack((x, -up, z))
        return Pose(points, TORSO_PX * z, np.full(33, 0.99), world)

    def _body(self) -> NDArray[np.float64]:
        """(33, 3): towards the head, above the rest line, towards the person's left."""
        points: dict[str, tuple[float, float, float]] = {}
        for name, (along, up, left) in _FACE.items():
            point = (*_turned(along, up, self.trunk_deg), left)
            points[name] = (point[0], point[1] + self.head_lift, left)
            mirrored = (point[0], point[1] + self.head_lift, -left)
            points[name.replace("left", "right")] = mirrored if left else points[name]
        shoulder = _turned(1.0, 0.0, self.trunk_deg)
        shoulder = (shoulder[0], shoulder[1] + self.shoulder_lift)
        trunk_deg = float(np.degrees(np.arctan2(shoulder[1], shoulder[0])))
        legs = {side: self._leg(side, trunk_deg) for side in Side}
        if self.laid_on:
            legs[self.near.other] = legs[self.near]
        most = max(Side, key=self._hip_deg)
        knee, ankle = legs[most]
        shin = ((knee[0] + ankle[0]) / 2, (knee[1] + ankle[1]) / 2)
        wrist = shin if self.hands_on else (shoulder[0] - 1.15, shoulder[1] - 0.05)
        elbow = ((shoulder[0] + wrist[0]) / 2, (shoulder[1] + wrist[1]) / 2)
        for side in Side:
            left = HALF_WIDTH if side is Side.LEFT else -HALF_WIDTH
            knee, ankle = legs[side]
            for joint, (along, up) in {
                "shoulder": shoulder,
                "elbow": elbow,
                **dict.fromkeys(("wrist", "pinky", "index", "thumb"), wrist),
                "hip": (0.0, 0.0),
                "knee": knee,
                "ankle": ankle,
                "heel": (ankle[0] + 0.05, ankle[1] - 0.05),
                "foot_index": (ankle[0] - 0.25, ankle[1] - 0.05),
            }.items():
                points[f"{side.value}_{joint}"] = (along, up, left)
        return np.array([points[name] for name in LANDMARK_NAMES])

    def _hip_deg(self, side: Side) -> float:
        return self.left_hip_deg if side is Side.LEFT else self.right_hip_deg

    def _leg(self, side: Side, trunk_deg: float) -> tuple[tuple[float, float], ...]:
        knee_deg = self.left_knee_deg if side is Side.LEFT else self.right_knee_deg
        # Above the floor, from the feet's direction; the thigh of a leg drawn up is past 90.
        thigh = np.radians(self._hip_deg(side) - trunk_deg)
        shank = thigh - np.radians(knee_deg)
        knee = (-LIMB * np.cos(thigh), LIMB * np.sin(thigh))
        ankle = (knee[0] - LIMB * np.cos(shank), knee[1] + LIMB * np.sin(shank))
        return (float(knee[0]), float(knee[1])), (float(ankle[0]), float(ankle[1]))


def _turned(along: float, up: float, deg: float) -> tuple[float, float]:
    cos, sin = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return float(along * cos - up * sin), float(along * sin + up * cos)


def resting(**changes: object) -> Figure:
    """On the back, knees bent, feet on the floor."""
    return Figure().but(**changes)


def drawn(left: float = DRAWN_HIP_DEG, right: float = DRAWN_HIP_DEG, **changes: object) -> Figure:
    """Legs drawn up to these hip flexions, the knees bent; 55 leaves a leg on the floor."""

    def knee(hip_deg: float) -> float:
        return REST_KNEE_DEG if hip_deg == REST_HIP_DEG else DRAWN_KNEE_DEG

    legs = Figure(
        left_hip_deg=left,
        right_hip_deg=right,
        left_knee_deg=knee(left),
        right_knee_deg=knee(right),
    )
    return legs.but(**changes)


_NUMBERS = [f.name for f in fields(Figure) if f.type == "float"]

Keyframe = tuple[float, "Figure | None"]


def steady(end_s: float, fps: float = 30.0) -> NDArray[np.float64]:
    """Times of a steady frame rate, from 0.0 to the end."""
    return np.arange(round(end_s * fps) + 1) / fps


def film(keyframes: Sequence[Keyframe], times_s: Iterable[float]) -> list[PoseFrame]:
    """Photograph the figure at these times.

    Between two keyframes the numbers change linearly and the rest is as in the earlier one.
    From a keyframe of None until the next one nobody is seen. The last one stays.
    """
    return [PoseFrame(float(t), _pose_at(keyframes, float(t))) for t in times_s]


def _pose_at(keyframes: Sequence[Keyframe], time_s: float) -> Pose | None:
    index = max(i for i, (start_s, _) in enumerate(keyframes) if start_s <= time_s + 1e-9)
    start_s, before = keyframes[index]
    if before is None:
        return None
    end_s, after = keyframes[min(index + 1, len(keyframes) - 1)]
    if after is None or end_s <= start_s:
        return before.pose()
    share = min(1.0, max(0.0, (time_s - start_s) / (end_s - start_s)))
    mixed = {
        name: (1 - share) * getattr(before, name) + share * getattr(after, name)
        for name in _NUMBERS
    }
    return before.but(**mixed).pose()


@dataclass(frozen=True)
class Judged:
    """What became of a film."""

    records: list[HoldRecord]
    faults: list[Fault]
    steps: list[CoachStep]

    @property
    def verdicts(self) -> list[str]:
        """Of every attempt, in order."""
        return [record.verdict.value for record in self.records]

    @property
    def fault_kinds(self) -> set[FaultKind]:
        """Every kind of fault that was found."""
        return {fault.kind for fault in self.faults}


def judge(
    frames: Sequence[PoseFrame],
    *,
    legs: str = "both",
    hold_s: float = 5.0,
    live: bool = False,
    cfg: Thresholds | None = None,
) -> Judged:
    """Judge a film as replay does, or as live coaching does."""
    cfg = cfg or Thresholds()
    size = {"width_px": WIDTH_PX, "height_px": HEIGHT_PX}
    rests = None if live else find_rests(frames, cfg, **size)
    coach = Coach(Routine("test", legs, hold_s), cfg, rests=rests, **size)
    steps = [coach.step(frame) for frame in frames]
    last, open_faults = coach.finish()
    records = [*(step.record for step in steps), last]
    faults = [fault for step in steps for fault in step.faults.ended]
    return Judged(
        [record for record in records if record is not None], [*faults, *open_faults], steps
    )
