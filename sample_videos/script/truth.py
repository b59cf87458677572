"""What really happened: read from the joints, never from what the script meant to do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from sample_videos.body.posture import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from sample_videos.body.geometry import Vec
    from sample_videos.body.rig import Rig
    from sample_videos.body.skeleton import Skeleton
    from sample_videos.scene.camera import Camera
    from sample_videos.script.take import Take

SCHEMA = "posecoach.truth/1"
# Raised when the truth of the same pictures is told otherwise: then it alone is written anew.
EDITION = 3
JOINTS = (
    "nose", "eyeL", "eyeR", "earL", "earR", "shL", "shR", "elL", "elR", "wrL", "wrR",
    "hipL", "hipR", "knL", "knR", "anL", "anR", "heelL", "heelR", "toeL", "toeR",
)  # fmt: skip

# The definitions of the product's checker, on true joints.
ENTER_DEG, LEAVE_DEG = 105.0, 95.0
HEAD_UP_TORSO, SHOULDERS_UP_TORSO = 0.15, 0.12
STRAIGHT_DEG = 60.0
UPRIGHT_DEG = 45.0
JERKY_DEG_S, JERKY_S = 120.0, 0.25
TOGETHER_S = 0.5
LIFTED_M = 0.05
_ON_LEG_M = 0.15
_RAISED_DEG = 65.0


@dataclass(frozen=True)
class Instant:
    """True measures at one time; angles in degrees, lifts in m, sides as letters.

    ``head_lift_m`` is the rise of the ears, ``head_off_m`` how far the skull is off what it
    rests on: a head that nods up leaves the pillow by much more than its ears rise, and what
    should stay down is the head. ``hands`` lists the hands that are on a raised leg, as
    ``"L"``, ``"R"``, ``"LR"`` or ``""``; ``feet_up`` the feet that are off the floor;
    ``supine`` whether the trunk lies on its back. ``present``: the person is in the room;
    ``visible``: and in the picture, which is not black.
    """

    time_s: float
    visible: bool
    flexion_deg: dict[str, float]
    knee_deg: dict[str, float]
    head_lift_m: float
    head_off_m: float
    shoulder_lift_m: float
    hands: str
    feet_up: str
    supine: bool
    present: bool = True


def measure(
    skeleton: Skeleton, rig: Rig, time_s: float, *, visible: bool = True, present: bool = True
) -> Instant:
    """Everything true of a skeleton."""
    j = skeleton.joints
    ear = float(j["earL"][2] + j["earR"][2]) / 2 - rig.rest_ear_z_m
    shoulder = float(j["shL"][2] + j["shR"][2]) / 2 - rig.rest_shoulder_z_m
    flexion = {s: skeleton.flexion_deg(s) for s in SIDES}
    feet = "".join(s for s in SIDES if _foot_height(skeleton, rig, s) > LIFTED_M)
    hands = "".join(s for s in SIDES if _on_a_leg(skeleton, rig, s, feet))
    knee = {s: skeleton.knee_deg(s) for s in SIDES}
    supine = _supine(skeleton)
    off = _skull_centre_z_m(skeleton, rig) - _skull_centre_z_m(rig.rest, rig)
    return Instant(
        time_s, visible, flexion, knee, ear, off, shoulder, hands, feet, supine, present
    )  # fmt: skip


def _skull_centre_z_m(skeleton: Skeleton, rig: Rig) -> float:
    """Of the ball that the back of the head is: its lowest point is a radius below."""
    centre, _ = rig.occiput
    return float(skeleton.head.at(*centre)[2])


def _foot_height(skeleton: Skeleton, rig: Rig, side: str) -> float:
    """Of the lower of heel and ball above where they are when the foot stands."""
    j = skeleton.joints
    heel = float(j["heel" + side][2]) - 0.026 * rig.build.size
    toe = float(j["toe" + side][2]) - 0.016 * rig.build.size
    return min(heel, toe)


def _supine(skeleton: Skeleton) -> bool:
    """Trunk within 45 degrees of the floor, and its front within 45 degrees of up."""
    trunk = skeleton.trunk / np.linalg.norm(skeleton.trunk)
    front = skeleton.chest.axes[2, 2]
    limit = math.sin(math.radians(UPRIGHT_DEG))
    return bool(abs(trunk[2]) < limit and front > limit)


def _on_a_leg(skeleton: Skeleton, rig: Rig, side: str, feet_up: str) -> bool:
    """Whether the wrist is at a raised leg between mid-thigh and mid-shin."""
    wrist = skeleton.joints["wr" + side]
    for leg in feet_up:
        hip, knee, ankle = (skeleton.joints[n + leg] for n in ("hip", "kn", "an"))
        near = min(_gap(wrist, (hip + knee) / 2, knee), _gap(wrist, knee, (knee + ankle) / 2))
        if near < _ON_LEG_M * rig.build.limb:
            return True
    return False


def _gap(p: Vec, a: Vec, b: Vec) -> float:
    """Distance of a point from a line segment."""
    way = b - a
    share = min(max(float((p - a) @ way) / float(way @ way), 0.0), 1.0)
    return float(np.linalg.norm(p - a - share * way))


@dataclass(frozen=True)
class Attempt:
    """One time that knees were at the chest of a person lying on the back.

    ``legs`` are ``"L"``, ``"R"`` or ``"LR"``; it runs from ``start_s`` (all of them have
    reached 105 degrees) to ``end_s`` (the first is below 95 again).
    """

    legs: str
    first_leg_s: float
    start_s: float
    end_s: float
    credit_s: float


def attempts_of(instants: list[Instant], torso_m: float) -> list[Attempt]:
    """All attempts, in order."""
    drawn: list[set[str]] = []
    now: set[str] = set()
    for moment in instants:
        usable = moment.present and moment.supine
        now = {
            s
            for s in SIDES
            if usable and moment.flexion_deg[s] >= (LEAVE_DEG if s in now else ENTER_DEG)
        }
        drawn.append(now)
    found, first = [], 0
    while first < len(drawn):
        if not drawn[first]:
            first += 1
            continue
        last = first
        while last < len(drawn) and drawn[last]:
            last += 1
        found.append(_attempt(instants, drawn, first, last, torso_m))
        first = last
    return found


def _attempt(
    instants: list[Instant], drawn: list[set[str]], first: int, last: int, torso_m: float
) -> Attempt:
    legs = max((drawn[i] for i in range(first, last)), key=len)
    inside = [i for i in range(first, last) if drawn[i] == legs]
    start, end = inside[0], inside[0]
    while end < last and drawn[end] >= legs:
        end += 1
    times = [m.time_s for m in instants] + [instants[-1].time_s]
    credit = sum(
        times[i + 1] - times[i] for i in range(start, end) if _clean(instants[i], legs, torso_m)
    )
    return Attempt("".join(sorted(legs)), times[first], times[start], times[end], credit)


def _clean(moment: Instant, legs: set[str], torso_m: float) -> bool:
    """Seen, and no blocking fault at this instant."""
    return (
        moment.visible
        and moment.head_off_m < HEAD_UP_TORSO * torso_m
        and moment.shoulder_lift_m < SHOULDERS_UP_TORSO * torso_m
        and all(moment.knee_deg[s] >= STRAIGHT_DEG for s in legs)
    )


def faults_of(
    instants: list[Instant], torso_m: float, attempts: list[Attempt]
) -> list[tuple[str, float, float]]:
    """(kind, start_s, end_s) of each fault, by the product's own definitions, in order of time."""

    def flags(
        kind: str, least_s: float, test: Callable[[Instant], bool]
    ) -> list[tuple[str, float, float]]:
        return [(kind, a, b) for a, b in _runs(instants, test) if b - a >= least_s]

    def raised(m: Instant) -> list[str]:
        return [s for s in m.feet_up if m.flexion_deg[s] > _RAISED_DEG]

    def during(m: Instant) -> Attempt | None:
        return next((a for a in attempts if a.start_s <= m.time_s < a.end_s), None)

    def free_up(m: Instant) -> bool:
        a = during(m)
        return a is not None and len(a.legs) == 1 and any(s not in a.legs for s in m.feet_up)

    def off(m: Instant) -> bool:
        return during(m) is not None and not m.hands

    def bent(m: Instant) -> bool:
        return m.supine and any(
            m.flexion_deg[s] >= LEAVE_DEG - 15 and m.knee_deg[s] < STRAIGHT_DEG for s in m.feet_up
        )

    def short(m: Instant) -> bool:
        up = raised(m)
        return (
            m.supine
            and bool(up)
            and bool(m.hands)
            and all(m.flexion_deg[s] < ENTER_DEG for s in up)
        )

    found = flags("head_up", 0.5, lambda m: m.supine and m.head_off_m >= HEAD_UP_TORSO * torso_m)
    found += flags(
        "shoulders_up",
        0.5,
        lambda m: m.supine and m.shoulder_lift_m >= SHOULDERS_UP_TORSO * torso_m,
    )
    found += flags("not_supine", 0.5, lambda m: not m.supine)
    found += flags("leg_straight", 0.5, bent)
    found += flags("not_close_enough", 2.0, short)
    found += flags("hands_off", 1.0, off)
    found += flags("free_leg_up", 0.5, free_up)
    found += _jerks(instants) + _together(instants)
    return sorted(found, key=lambda f: f[1])


def _runs(instants: list[Instant], test: Callable[[Instant], bool]) -> list[tuple[float, float]]:
    """Stretches of time in which ``test`` holds of everybody who is there."""
    found: list[tuple[float, float]] = []
    begun: float | None = None
    for moment in instants:
        holds = moment.present and bool(test(moment))
        if holds and begun is None:
            begun = moment.time_s
        if not holds and begun is not None:
            found.append((begun, moment.time_s))
            begun = None
    if begun is not None:
        found.append((begun, instants[-1].time_s))
    return found


def _jerks(instants: list[Instant]) -> list[tuple[str, float, float]]:
    """Hip flexion faster than 120 degrees a second for longer than 0.25 s, lying, drawing in."""
    found: list[tuple[str, float, float]] = []
    for side in SIDES:
        rate: dict[float, float] = {}
        for a, b in pairwise(instants):
            step = b.flexion_deg[side] - a.flexion_deg[side]
            rate[a.time_s] = step / (b.time_s - a.time_s)

        def fast(m: Instant, rate: dict[float, float] = rate) -> bool:
            return m.supine and rate.get(m.time_s, 0.0) > JERKY_DEG_S

        runs = _runs(instants, fast)
        found += [("jerky", a, b) for a, b in runs if b - a > JERKY_S]
    return found


def _together(instants: list[Instant]) -> list[tuple[str, float, float]]:
    """Both feet left the floor within half a second."""
    left: dict[str, float] = {}
    found: list[tuple[str, float, float]] = []
    for before, moment in pairwise(instants):
        if not (moment.present and moment.supine):
            left = {}
            continue
        for side in SIDES:
            if side in moment.feet_up and side not in before.feet_up:
                left[side] = moment.time_s
                other = left.get("R" if side == "L" else "L")
                still_up = ("R" if side == "L" else "L") in moment.feet_up
                if other is not None and still_up and moment.time_s - other <= TOGETHER_S:
                    found.append(("both_at_once", other, moment.time_s))
    return found


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
