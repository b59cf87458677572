"""The truth file: what really happened, read from the joints, never from what a script meant."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sample_videos.body.posture import SIDES
from sample_videos.script.judging import attempts_of, faults_of

if TYPE_CHECKING:
    from sample_videos.body.skeleton import Skeleton
    from sample_videos.scene.camera import Camera
    from sample_videos.script.instant import Instant
    from sample_videos.script.take import Take

SCHEMA = "posecoach.truth/1"
# Raised when the truth of the same pictures is told otherwise: then it alone is written anew.
EDITION = 3
JOINTS = (
    "nose", "eyeL", "eyeR", "earL", "earR", "shL", "shR", "elL", "elR", "wrL", "wrR",
    "hipL", "hipR", "knL", "knR", "anL", "anR", "heelL", "heelR", "toeL", "toeR",
)  # fmt: skip


def _round(value: float) -> float:
    """Four significant digits, and nothing finer than a tenth of a millimetre or degree."""
    result = float(f"{value:.4g}")
    return 0.0 if abs(result) < 5e-4 else result


def document(
    name: str, take: Take, instants: list[Instant], joints: list[tuple[float, Skeleton]],
    size_px: tuple[int, int], fps: float, recipe: str,
) -> dict[str, Any]:  # fmt: skip
    """The whole truth file, as plain data."""
    torso = take.body.trunk_m
    attempts = attempts_of(instants, torso)
    return {
        "schema": SCHEMA,
        "script": name,
        "recipe": recipe,
        "edition": EDITION,
        "near": {"L": "left", "R": "right"}[take.camera.near_side],
        "torso_m": _round(torso),
        "fps": fps,
        "uneven": take.uneven,
        "size_px": list(size_px),
        "turned_deg": take.turned_deg,
        "duration_s": _round(instants[-1].time_s),
        "view": _view(take.camera) | {
            "nudges_s": [when for when, _ in take.nudges],
            "nudged": [_view(camera) for _, camera in take.nudges],
        },
        "who": {
            "build": take.build, "sex": take.body.sex, "stature_m": take.body.stature_m,
            "girth": take.body.girth, "outfit": take.outfit, "room": take.room,
            "sensor": take.sensor, "pillow_m": _round(take.rig.pillow_m), "seed": take.seed,
        },
        "attempts": [
            {"legs": a.legs, "first_leg_s": round(a.first_leg_s, 4), "start_s": round(a.start_s, 4),
             "credit_s": round(a.credit_s, 2), "end_s": round(a.end_s, 4)}
            for a in attempts
        ],
        "faults": [
            {"kind": kind, "start_s": round(a, 3), "end_s": round(b, 3)}
            for kind, a, b in faults_of(instants, torso, attempts)
        ],
        "frames": [_frame(m) for m in instants],
        "joints": _joints(take, joints, size_px),
    }  # fmt: skip


def _view(camera: Camera) -> dict[str, float]:
    """Everything a projection needs but the side."""
    return {
        "yaw_deg": camera.yaw_deg, "height_m": camera.height_m,
        "distance_m": camera.distance_m, "aim_x_m": camera.aim_x_m, "aim_z_m": camera.aim_z_m,
        "roll_deg": camera.roll_deg, "fov_deg": camera.fov_deg, "k1": camera.k1,
    }  # fmt: skip


def _frame(m: Instant) -> dict[str, Any]:
    return {
        "t": round(m.time_s, 4),
        "flex": {s: _round(m.flexion_deg[s]) for s in SIDES},
        "knee": {s: _round(m.knee_deg[s]) for s in SIDES},
        "head_lift_m": _round(m.head_lift_m),
        "head_off_m": _round(m.head_off_m),
        "shoulder_lift_m": _round(m.shoulder_lift_m),
        "hands": m.hands,
        "feet_up": m.feet_up,
        "visible": m.visible,
    }


def _joints(
    take: Take, joints: list[tuple[float, Skeleton]], size_px: tuple[int, int]
) -> dict[str, Any]:
    """2-D and 3-D joints at some of the times: enough to test landmarks, not to swell the file."""
    pixels, millimetres = [], []
    for time_s, skeleton in joints:
        points = np.array([skeleton.joints[name] for name in JOINTS])
        flat = take.camera_at(time_s).project(points, size_px)
        pixels.append([None if math.isnan(v) else round(float(v), 1) for v in flat.ravel()])
        millimetres.append([round(float(v) * 1000) for v in points.ravel()])
    return {
        "names": list(JOINTS), "t": [round(t, 4) for t, _ in joints],
        "px": pixels, "mm": millimetres,
    }  # fmt: skip
