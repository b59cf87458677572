"""The room: floor, mat, wall, window, furniture; drawn once for each camera position.

Only planes and boxes, met by straight rays: plain numpy, no tracing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sample_videos.scene.camera import Camera

Array = NDArray[np.float64]
Rgb = tuple[float, float, float]
Box = tuple[tuple[float, float, float], tuple[float, float, float], Rgb]


@dataclass(frozen=True)
class Room:
    """Colours are linear RGB; positions are metres in the world, with y towards the back wall.

    ``light`` points from the scene to the main light; ``key`` and ``fill`` are the strength
    of that light and of the light from everywhere; ``warmth`` its colour, positive for lamps (which
    flicker), negative for dusk. ``garden`` is the luminance of what is seen
    through a glass door in the back wall, down to the floor; 0: there is no such door. The
    window is only as bright as the wall that it is in.
    """

    floor: str = "planks"
    floor_rgb: Rgb = (0.42, 0.24, 0.12)
    wall_rgb: Rgb = (0.50, 0.47, 0.42)
    mat_rgb: Rgb | None = (0.05, 0.12, 0.42)
    window: bool = True
    boxes: tuple[Box, ...] = ()
    wall_y_m: float = 2.2
    light: tuple[float, float, float] = (0.35, -0.55, 1.0)
    key: float = 0.75
    fill: float = 0.50
    warmth: float = 0.0
    garden: float = 0.0


_SKY_RGB: Rgb = (0.8, 0.9, 1.0)
_SOFA: Box = ((0.9, 1.75, 0.35), (0.95, 0.40, 0.35), (0.10, 0.13, 0.11))
_SHELF: Box = ((-1.7, 2.0, 0.8), (0.5, 0.18, 0.8), (0.22, 0.14, 0.08))
_PLANT: Box = ((1.9, 1.7, 0.20), (0.16, 0.16, 0.20), (0.30, 0.12, 0.07))
_LEAVES: Box = ((1.9, 1.7, 0.75), (0.22, 0.22, 0.34), (0.03, 0.13, 0.03))
_TABLE: Box = ((-1.2, 1.55, 0.44), (0.55, 0.35, 0.025), (0.35, 0.25, 0.16))
_BALL: Box = ((-0.6, 1.3, 0.16), (0.16, 0.16, 0.16), (0.5, 0.08, 0.20))
_BOOKS: tuple[Box, ...] = tuple(
    ((-2.1 + 0.09 * i, 1.80, 0.55 + 0.45 * (i % 3)), (0.035, 0.05, 0.13), rgb)
    for i, rgb in enumerate(
        [(0.4, 0.05, 0.05), (0.05, 0.15, 0.4), (0.4, 0.35, 0.1), (0.1, 0.3, 0.15), (0.5, 0.5, 0.5),
         (0.3, 0.1, 0.3), (0.5, 0.2, 0.05), (0.05, 0.25, 0.3), (0.2, 0.2, 0.2)]
    )
)  # fmt: skip

ROOMS: dict[str, Room] = {
    "studio": Room(),
    "carpet": Room(
        floor="carpet", floor_rgb=(0.30, 0.28, 0.26), wall_rgb=(0.33, 0.37, 0.42),
        mat_rgb=(0.40, 0.10, 0.38), window=False,
    ),
    "tiles": Room(
        floor="tiles", floor_rgb=(0.58, 0.52, 0.45), wall_rgb=(0.52, 0.52, 0.52),
        mat_rgb=(0.06, 0.36, 0.28),
    ),
    "living_room": Room(
        floor="planks", floor_rgb=(0.30, 0.16, 0.08), wall_rgb=(0.55, 0.50, 0.40),
        mat_rgb=(0.25, 0.26, 0.28), boxes=(_SOFA, _SHELF, *_BOOKS, _PLANT, _LEAVES),
    ),
    "clutter": Room(
        floor="carpet", floor_rgb=(0.24, 0.14, 0.12), wall_rgb=(0.40, 0.44, 0.36),
        mat_rgb=None, boxes=(_SHELF, *_BOOKS, _TABLE, _BALL, _SOFA), window=False,
    ),
    "lamp": Room(
        floor="planks", floor_rgb=(0.36, 0.22, 0.12), wall_rgb=(0.42, 0.38, 0.33),
        mat_rgb=(0.30, 0.06, 0.06), window=False, key=0.62, fill=0.22, warmth=0.55,
        light=(0.8, -0.2, 0.9), boxes=(_SOFA, _PLANT, _LEAVES),
    ),
    "backlight": Room(
        floor="planks", floor_rgb=(0.40, 0.27, 0.16), wall_rgb=(0.46, 0.45, 0.43),
        mat_rgb=(0.15, 0.17, 0.20), window=False, light=(-0.25, 1.0, 0.75), key=0.95, fill=0.20,
        garden=2.6,
    ),
    "dusk": Room(
        floor="carpet", floor_rgb=(0.22, 0.22, 0.25), wall_rgb=(0.30, 0.31, 0.35),
        mat_rgb=(0.08, 0.14, 0.20), key=0.20, fill=0.13, warmth=-0.35, boxes=(_SHELF, _TABLE),
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Backdrop:
    """An empty room as one camera sees it.

    ``rgb`` (height, width, 3) linear colour lit by everything; ``depth_m`` along each ray;
    ``on_floor`` where the floor or mat is seen; ``ambient`` the share of the colour there
    that stays in full shadow.
    """

    rgb: NDArray[np.float32]
    depth_m: Array
    on_floor: NDArray[np.bool_]
    ambient: float
    origin: Array
    rays: Array


def draw(room: Room, camera: Camera, size_px: tuple[int, int]) -> Backdrop:
    """The empty room, smoothed over 2 by 2 rays a pixel."""
    fine = camera.rays(size_px, 2)
    origin = camera.position
    room = _facing(room, camera)
    colour, _, _ = _shade(room, origin, fine)
    height, width = size_px[1], size_px[0]
    small = colour.reshape(height, 2, width, 2, 3).mean(axis=(1, 3))
    rays = camera.rays(size_px)
    _, depth, on_floor = _shade(room, origin, rays)
    up = np.array(room.light)[2] / np.linalg.norm(room.light)
    ambient = room.fill / (room.fill + room.key * float(up))
    return Backdrop(small.astype(np.float32), depth, on_floor, ambient, origin, rays)


def _facing(room: Room, camera: Camera) -> Room:
    """The room as built for a camera on the person's left, turned round for the right."""
    if camera.near_side == "L":
        return room

    boxes = tuple(((-c[0], -c[1], c[2]), half, rgb) for c, half, rgb in room.boxes)
    x, y, z = room.light
    return replace(room, boxes=boxes, light=(-x, -y, z), wall_y_m=-room.wall_y_m)


def light_of(room: Room, camera: Camera) -> Array:
    """Unit vector towards the main light."""
    light = np.array(_facing(room, camera).light)
    return np.asarray(light / np.linalg.norm(light), dtype=np.float64)


def _shade(room: Room, origin: Array, rays: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Colour, distance and floor mask for each ray."""
    light = np.array(room.light) / np.linalg.norm(room.light)
    with np.errstate(divide="ignore", invalid="ignore"):
        to_floor = np.where(rays[..., 2] < -1e-6, -origin[2] / rays[..., 2], np.inf)
        to_wall = (room.wall_y_m - origin[1]) / rays[..., 1]
        to_wall = np.where(to_wall > 0, to_wall, np.inf)
    depth = np.minimum(to_floor, np.minimum(to_wall, 40.0))
    on_floor = to_floor <= to_wall
    point = origin + rays * depth[..., None]
    sun = room.fill + room.key * max(float(light[2]), 0.0)
    floor = _floor(room, point) * sun
    facing = abs(float(light[1])) if light[1] * room.wall_y_m < 0 else 0.0
    wall = _wall(room, point) * (room.fill + room.key * facing * 0.8)
    if room.garden > 0:
        wall = np.where(_is_door(point)[..., None], room.garden * np.array(_SKY_RGB), wall)
    colour = np.where(on_floor[..., None], floor, wall)
    corner = np.exp(-np.abs(point[..., 1] - room.wall_y_m) / 0.35)
    colour *= np.where(on_floor, 1 - 0.35 * corner, 1 - 0.30 * np.exp(-point[..., 2] / 0.4))[
        ..., None
    ]
    for box in room.boxes:
        _paint_box(box, room, light, origin, rays, colour, depth, on_floor)
    return colour, depth, on_floor


def _noise(x: Array, y: Array, seed: int = 0) -> Array:
    """A repeatable number in 0..1 for each whole cell."""
    value = np.sin(np.floor(x) * 12.9898 + np.floor(y) * 78.233 + seed * 37.7) * 43758.5453
    noise: Array = value - np.floor(value)
    return noise


def _floor(room: Room, p: Array) -> Array:
    x, y = p[..., 0], p[..., 1]
    rgb = np.array(room.floor_rgb)
    if room.floor == "planks":
        row = np.floor(y / 0.11)
        along = x / 0.9 + 0.37 * row
        tone = 0.82 + 0.32 * _noise(along, row)
        grain = 0.96 + 0.08 * _noise(x / 0.03, y / 0.006, 3)
        edge = (np.abs(y / 0.11 - np.round(y / 0.11)) < 0.03) | (
            np.abs(along - np.round(along)) < 0.004
        )
        tone = tone * grain * np.where(edge, 0.6, 1.0)
    elif room.floor == "tiles":
        edge = (np.abs(x / 0.4 - np.round(x / 0.4)) < 0.012) | (
            np.abs(y / 0.4 - np.round(y / 0.4)) < 0.012
        )
        tone = (0.94 + 0.1 * _noise(x / 0.4, y / 0.4)) * np.where(edge, 0.72, 1.0)
    else:
        tone = 0.86 + 0.28 * (0.5 * _noise(x / 0.012, y / 0.012) + 0.5 * _noise(x / 0.05, y / 0.05))
    colour = rgb * tone[..., None]
    if room.mat_rgb is not None:
        inside = (np.abs(x - 0.0) < 0.93) & (np.abs(y) < 0.33)
        rim = inside & ~((np.abs(x) < 0.915) & (np.abs(y) < 0.318))
        mat = np.array(room.mat_rgb) * (0.96 + 0.08 * _noise(x / 0.01, y / 0.01, 5))[..., None]
        colour = np.where(inside[..., None], mat, colour)
        colour = np.where(rim[..., None], mat * 0.75, colour)
    result: Array = colour
    return result


def _wall(room: Room, p: Array) -> Array:
    x, z = p[..., 0], p[..., 2]
    colour = np.broadcast_to(np.array(room.wall_rgb), p.shape).copy()
    colour *= (0.97 + 0.06 * _noise(x / 0.05, z / 0.05, 9))[..., None]
    colour = np.where((z < 0.09)[..., None], np.array([0.62, 0.60, 0.57]), colour)
    colour *= np.where(np.abs(z - 0.095) < 0.008, 0.6, 1.0)[..., None]
    if room.window:
        frame = (np.abs(x + 0.3) < 0.75) & (np.abs(z - 1.75) < 0.70)
        glass = (np.abs(np.abs(x + 0.3) - 0.36) < 0.32) & (np.abs(z - 1.75) < 0.64)
        colour = np.where(frame[..., None], np.array([0.22, 0.15, 0.10]), colour)
        sky = np.stack([0.75 + 0.1 * (z - 1), 0.85 + 0.05 * (z - 1), np.ones_like(z)], axis=-1)
        colour = np.where(glass[..., None], sky * 1.25, colour)
    result: Array = colour
    return result


def _is_door(p: Array) -> NDArray[np.bool_]:
    """Two panes of glass, 2.6 by 2.1 m."""
    across = np.abs(p[..., 0])
    door: NDArray[np.bool_] = (across > 0.03) & (across < 1.3) & (p[..., 2] < 2.1)
    return door


def _paint_box(  # noqa: PLR0913, PLR0917 - the picture's arrays travel together, once
    box: Box, room: Room, light: Array, origin: Array, rays: Array, colour: Array, depth: Array,
    on_floor: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Paint one box where it is in front of what is there (in place)."""
    centre, half, rgb = (np.array(part) for part in box)
    with np.errstate(divide="ignore", invalid="ignore"):
        one = (centre - half - origin) / rays
        two = (centre + half - origin) / rays
    near = np.minimum(one, two)
    enter = near.max(axis=-1)
    leave = np.maximum(one, two).min(axis=-1)
    hit = (enter < leave) & (enter > 0) & (enter < depth)
    axis = near.argmax(axis=-1)
    sign = -np.sign(np.take_along_axis(rays, axis[..., None], axis=-1)[..., 0])
    facing = np.maximum(sign * light[axis], 0.0)
    lit = rgb * (room.fill * 0.9 + room.key * facing)[..., None]
    p = origin + rays * enter[..., None]
    lit = lit * (1 - 0.4 * np.exp(-np.maximum(p[..., 2:], 0) / 0.12))
    colour[hit] = lit[hit]
    depth[hit] = enter[hit]
    on_floor[hit] = False
