"""What else is in the room: cushion, towel, a dog or a person passing by."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.body.build import BUILDS
from sample_videos.body.geometry import Frame3, rotation
from sample_videos.body.outfit import OUTFITS
from sample_videos.body.posture import Arm, Leg, Posture
from sample_videos.body.rig import Rig
from sample_videos.body.shape import figure
from sample_videos.body.solids import COLUMNS, GROUPS, THINGS, Solids
from sample_videos.script.take import TOWEL_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sample_videos.body.skeleton import Skeleton
    from sample_videos.script.take import Take

_PILLOW = (0.62, 0.60, 0.55)
_TOWEL = (0.10, 0.30, 0.42)
_FUR = (0.25, 0.13, 0.05)
_CROSSING_S = 5.0


def things(take: Take, skeleton: Skeleton | None, time_s: float) -> NDArray[np.float64]:
    """All solids in the room at a time, sorted by group."""
    tables = [_still(take)]
    if skeleton is not None:
        tables.append(figure(skeleton, take.body, take.clothes))
    share = (time_s - take.passes_s) / _CROSSING_S
    if take.passer_by and 0.0 <= share <= 1.0:
        x = (-2.2 + 4.4 * share) * (1 if take.camera.near_side == "L" else -1)
        y = 1.0 if take.camera.near_side == "L" else -1.0
        tables.append(_dog(x, y, time_s) if take.passer_by == "dog" else _walker(x, y, time_s))
    table = np.concatenate([t for t in tables if len(t)] or [np.zeros((0, COLUMNS))])
    return table[np.argsort(table[:, 1], kind="stable")] if len(table) else table


def _still(take: Take) -> NDArray[np.float64]:
    solids = Solids()
    level = Frame3(np.zeros(3), np.eye(3))
    height = take.rig.pillow_m
    if height > 0.005:
        head = take.rig.rest.joints["crown"] * 0.55 + take.rig.rest.joints["earL"] * 0.45
        half = (0.15, 0.24, height / 2)
        at = (float(head[0]), 0.0, height / 2)
        solids.box(THINGS, level, at, half, _PILLOW, 0.0, round_m=height * 0.45)
    if take.towel:
        half = (0.10, 0.30, TOWEL_M / 2)
        solids.box(THINGS, level, (0.0, 0.0, half[2]), half, _TOWEL, round_m=0.008)
    return solids.table()


def _walker(x: float, y: float, time_s: float) -> NDArray[np.float64]:
    swing = 24.0 * math.sin(time_s * 5.2)
    build = BUILDS["woman"]
    leg = Leg(air=1.0, ankle_deg=92.0, splay_deg=1.0)
    posture = Posture(
        left=replace(leg, flexion_deg=4 + swing, knee_deg=14 - 10 * math.sin(time_s * 5.2)),
        right=replace(leg, flexion_deg=4 - swing, knee_deg=14 + 10 * math.sin(time_s * 5.2)),
        left_arm=Arm("side", "side"), right_arm=Arm("side", "side"),
        pitch_deg=90.0, heading_deg=180.0, x_m=x, y_m=y,
    )  # fmt: skip
    return figure(Rig(build).skeleton(posture), build, OUTFITS["pale"], GROUPS)


def _dog(x: float, y: float, time_s: float) -> NDArray[np.float64]:
    solids = Solids(GROUPS)
    frame = Frame3(np.array([x, y, 0.0]), rotation(2, 0.0))
    solids.cone(0, (frame.at(-0.24, 0, 0.36), frame.at(0.20, 0, 0.38)), (0.10, 0.12), _FUR, 0.04)
    solids.cone(0, (frame.at(0.22, 0, 0.42), frame.at(0.36, 0, 0.56)), (0.075, 0.065), _FUR, 0.04)
    solids.cone(0, (frame.at(0.38, 0, 0.58), frame.at(0.52, 0, 0.55)), (0.07, 0.03), _FUR, 0.03)
    solids.cone(0, (frame.at(-0.30, 0, 0.42), frame.at(-0.48, 0, 0.58)), (0.025, 0.015), _FUR, 0.03)
    for i, (px, py) in enumerate(((-0.22, -0.06), (-0.22, 0.06), (0.2, -0.06), (0.2, 0.06))):
        step = 0.10 * math.sin(time_s * 9 + i * math.pi * 0.9)
        top, foot = frame.at(px, py, 0.32), frame.at(px + step, py, 0.03)
        solids.cone(0, (top, foot), (0.045, 0.028), _FUR, 0.03)
    return solids.table()
