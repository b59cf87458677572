"""One picture: the backdrop, the shadows on its floor, and the figures before it."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sample_videos.body.solids import BOUND, CENTRE
from sample_videos.scene import trace
from sample_videos.scene.room import Backdrop, Room, draw, light_of

if TYPE_CHECKING:
    from sample_videos.scene.camera import Camera

Array = NDArray[np.float64]

_CELL_M = 0.04
_MARGIN_M = 0.30


@functools.lru_cache(maxsize=8)
def backdrop(room: Room, camera: Camera, size_px: tuple[int, int]) -> Backdrop:
    """The empty room; kept, because the camera seldom moves."""
    return draw(room, camera, size_px)


def picture(
    solids: Array, room: Room, camera: Camera, size_px: tuple[int, int]
) -> NDArray[np.float32]:
    """The lit scene in linear RGB, (height, width, 3).

    Parameters
    ----------
    solids
        (N, COLUMNS) table of all solids, sorted by group; N may be 0: an empty room.
    """
    behind = backdrop(room, camera, size_px)
    image = behind.rgb.copy()
    if len(solids) == 0:
        return image
    low, high = _bounds(solids)
    shape = np.ceil((high - low) / _CELL_M).astype(int) + 1
    grid = trace.distance_grid(solids, low, _CELL_M, (int(shape[0]), int(shape[1]), int(shape[2])))
    field = trace.Field(grid, low, _CELL_M)
    lamp = trace.Lamp(light_of(room, camera), room.key, room.fill)
    view = trace.View(behind.origin, behind.rays, behind.depth_m, 1.0 / camera.focal_px(size_px[0]))
    box = _shadow_box((low, high), camera, lamp.way, size_px)
    keep = np.ones(image.shape[:2], dtype=np.float32)
    trace.floor_light(view, behind.on_floor, box, field, lamp.way, behind.ambient, keep)
    image *= keep[..., None]
    trace.trace(solids, view, _pixel_box(solids, camera, size_px), field, lamp, image)
    return image


def _bounds(solids: Array) -> tuple[Array, Array]:
    """The corners of the region where distances matter."""
    centre, radius = solids[:, CENTRE : CENTRE + 3], solids[:, BOUND : BOUND + 1]
    low = (centre - radius).min(axis=0) - _MARGIN_M
    high = (centre + radius).max(axis=0) + _MARGIN_M
    low[2], high[2] = -_CELL_M, high[2] - _MARGIN_M + 2 * _CELL_M
    return low, high


def _shadow_box(
    region: tuple[Array, Array], camera: Camera, light: Array, size_px: tuple[int, int]
) -> NDArray[np.int64]:
    """Where on the picture the floor can lie in the shadow of a region."""
    low, high = region
    shift = -light[:2] / max(float(light[2]), 0.25) * float(high[2])
    near, far = low[:2] + np.minimum(shift, 0), high[:2] + np.maximum(shift, 0)
    corners = [[x, y, 0.0] for x in (near[0], far[0]) for y in (near[1], far[1])]
    return _around(camera, np.array(corners), size_px)


def _pixel_box(solids: Array, camera: Camera, size_px: tuple[int, int]) -> NDArray[np.int64]:
    centre, radius = solids[:, CENTRE : CENTRE + 3], solids[:, BOUND]
    steps = np.array(list(itertools.product((-1.0, 1.0), repeat=3)))
    corners = (centre[:, None] + steps * radius[:, None, None]).reshape(-1, 3)
    return _around(camera, corners, size_px)


def _around(camera: Camera, corners: Array, size_px: tuple[int, int]) -> NDArray[np.int64]:
    """The smallest box of whole pixels around what has these corners.

    The whole picture if one is behind the camera, or if the lens makes straight edges bulge.
    """
    width, height = size_px
    pixels = camera.project(corners, size_px)
    if camera.k1 != 0 or not np.isfinite(pixels).all():
        return np.array([0, 0, width, height])
    low = np.clip(np.floor(pixels.min(axis=0)) - 2, 0, [width, height])
    high = np.clip(np.ceil(pixels.max(axis=0)) + 2, 0, [width, height])
    return np.array([low[0], low[1], high[0], high[1]], dtype=np.int64)
