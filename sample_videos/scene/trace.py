"""Sphere tracing of solids, compiled: the only module that needs numba.

Every function takes plain arrays. ``solids`` is the table of `sample_videos.body.solids`,
sorted by group. Colours are linear RGB. Lengths are metres.

All in one file: numba keeps its machine code, and makes a function anew only when the file that it
is in has changed, not when those have that it takes functions or numbers from.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

import numba as nb
import numpy as np
from numpy.typing import NDArray

from sample_videos.body.solids import (
    AXES,
    BOUND,
    BOX,
    CENTRE,
    COLOUR,
    CONE,
    GLOSS,
    GROUP,
    KIND,
    MELT,
    RA,
    RB,
    A,
    B,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.float64]

TILE = 8
# Different limbs touching keep a crease, softened by this much.
_CREASE_M = 0.004
_FAR_M = 1e9
# Beyond the grid nothing is nearer than its margin.
_OUTSIDE_M = 0.25
_BLOCK = 4

F = TypeVar("F", bound="Callable[..., object]")


class Field(NamedTuple):
    """Distances at the corners of a coarse grid: its lowest corner and the width of a cell."""

    grid: Array
    low: Array
    cell: float


class Lamp(NamedTuple):
    """The main light: the way to it, its strength, and that of the light from everywhere."""

    way: Array
    key: float
    fill: float


class View(NamedTuple):
    """A camera's rays.

    ``origin`` (3,), ``rays`` (height, width, 3) unit vectors, ``depth_m`` (height, width) of
    what is behind, ``pixel`` the width of a pixel at distance 1.
    """

    origin: Array
    rays: Array
    depth_m: Array
    pixel: float


def _jit(function: F) -> F:
    """Compile; numba's own decorator has no types."""
    compiled = nb.njit(cache=True, fastmath=True, nogil=True, error_model="numpy")(function)
    return cast("F", compiled)


@_jit
def _solid_distance(s: Array, x: float, y: float, z: float) -> float:
    """Signed distance to one solid (for ellipsoids a close lower estimate)."""
    px, py, pz = x - s[A], y - s[A + 1], z - s[A + 2]
    if s[KIND] == CONE:
        bx, by, bz = s[B] - s[A], s[B + 1] - s[A + 1], s[B + 2] - s[A + 2]
        h = (px * bx + py * by + pz * bz) / max(bx * bx + by * by + bz * bz, 1e-12)
        h = min(max(h, 0.0), 1.0)
        dx, dy, dz = px - h * bx, py - h * by, pz - h * bz
        return float(math.sqrt(dx * dx + dy * dy + dz * dz) - (s[RA] + h * (s[RB] - s[RA])))
    m = AXES
    u = s[m] * px + s[m + 1] * py + s[m + 2] * pz
    v = s[m + 3] * px + s[m + 4] * py + s[m + 5] * pz
    w = s[m + 6] * px + s[m + 7] * py + s[m + 8] * pz
    if s[KIND] == BOX:
        r = s[RA]
        a, b, c = abs(u) - s[B] + r, abs(v) - s[B + 1] + r, abs(w) - s[B + 2] + r
        out = math.sqrt(max(a, 0.0) ** 2 + max(b, 0.0) ** 2 + max(c, 0.0) ** 2)
        return float(out + min(max(a, b, c), 0.0) - r)
    a, b, c = u / s[B], v / s[B + 1], w / s[B + 2]
    k0 = math.sqrt(a * a + b * b + c * c)
    a, b, c = a / s[B], b / s[B + 1], c / s[B + 2]
    k1 = math.sqrt(a * a + b * b + c * c)
    if k0 < 0.6:
        return float((k0 - 1.0) * min(s[B], s[B + 1], s[B + 2]))
    return float(k0 * (k0 - 1.0) / max(k1, 1e-9))


@_jit
def _melt(a: float, b: float, k: float) -> float:
    """Smooth minimum: rounds the seam between two surfaces within ``k``."""
    if k <= 0.0:
        return float(min(a, b))
    h = max(k - abs(a - b), 0.0) / k
    return float(min(a, b) - h * h * k * 0.25)


@_jit
def _distance(solids: Array, x: float, y: float, z: float) -> float:
    """Signed distance to the union of solids, (n, COLUMNS), sorted by group."""
    total = _FAR_M
    inside = _FAR_M
    group = -1.0
    for i in range(solids.shape[0]):
        s = solids[i]
        d = _solid_distance(s, x, y, z)
        if s[GROUP] != group:
            total = _melt(total, inside, _CREASE_M)
            inside = d
            group = s[GROUP]
        else:
            inside = _melt(inside, d, s[MELT])
    return _melt(total, inside, _CREASE_M)


@_jit
def _close_by(solids: Array, p: Array, some: Array) -> tuple[int, int]:
    """Copy the solids that shape the surface at a point into ``some``.

    Returns their number, and which of ``solids`` is nearest: it gives the colour.
    """
    best, nearest, m = _FAR_M, 0, 0
    for i in range(solids.shape[0]):
        d = _solid_distance(solids[i], p[0], p[1], p[2])
        if d < best:
            best, nearest = d, i
        if d < 0.06:
            some[m] = solids[i]
            m += 1
    if m == 0:
        some[0], m = solids[nearest], 1
    return m, nearest


@_jit
def _in_reach(solids: Array, x: float, y: float, z: float, reach: float, some: Array) -> int:
    """Copy the solids that are within ``reach`` of a point; their number."""
    n = 0
    for q in range(solids.shape[0]):
        s = solids[q]
        dx, dy, dz = x - s[CENTRE], y - s[CENTRE + 1], z - s[CENTRE + 2]
        if math.sqrt(dx * dx + dy * dy + dz * dz) - s[BOUND] < reach:
            some[n] = s
            n += 1
    return n


@_jit
def distance_grid(solids: Array, low: Array, cell: float, shape: tuple[int, int, int]) -> Array:
    """Distances at the corners of a coarse grid, for shadow and ambient occlusion."""
    grid = np.empty(shape)
    some = np.empty_like(solids)
    half = cell * (_BLOCK - 1) / 2
    for i0 in range(0, shape[0], _BLOCK):
        for j0 in range(0, shape[1], _BLOCK):
            for k0 in range(0, shape[2], _BLOCK):
                x, y, z = low[0] + cell * i0, low[1] + cell * j0, low[2] + cell * k0
                middle = _distance(solids, x + half, y + half, z + half)
                i1, j1 = min(i0 + _BLOCK, shape[0]), min(j0 + _BLOCK, shape[1])
                k1 = min(k0 + _BLOCK, shape[2])
                # So far off, nobody asks how far: neither shadow nor occlusion reaches there.
                least = middle - 1.75 * half
                if least > _OUTSIDE_M:
                    grid[i0:i1, j0:j1, k0:k1] = least
                    continue
                reach = middle + 3.5 * half + 0.05
                n = _in_reach(solids, x + half, y + half, z + half, reach, some)
                for i in range(i0, i1):
                    for j in range(j0, j1):
                        for k in range(k0, k1):
                            grid[i, j, k] = _distance(
                                some[:n], low[0] + cell * i, low[1] + cell * j, low[2] + cell * k
                            )
    return grid


@_jit
def _at(field: Field, x: float, y: float, z: float) -> float:
    """The grid between its corners; outside it a distance that is safe to go."""
    grid, low, cell = field
    u, v, w = (x - low[0]) / cell, (y - low[1]) / cell, (z - low[2]) / cell
    nx, ny, nz = grid.shape
    if u < 0 or v < 0 or w < 0 or u >= nx - 1 or v >= ny - 1 or w >= nz - 1:
        return _OUTSIDE_M
    i, j, k = int(u), int(v), int(w)
    u, v, w = u - i, v - j, w - k
    a = grid[i, j, k] * (1 - w) + grid[i, j, k + 1] * w
    b = grid[i, j + 1, k] * (1 - w) + grid[i, j + 1, k + 1] * w
    c = grid[i + 1, j, k] * (1 - w) + grid[i + 1, j, k + 1] * w
    d = grid[i + 1, j + 1, k] * (1 - w) + grid[i + 1, j + 1, k + 1] * w
    return float((a * (1 - v) + b * v) * (1 - u) + (c * (1 - v) + d * v) * u)


@_jit
def _shadow(field: Field, x: float, y: float, z: float, light: Array) -> float:
    """Share of the main light that arrives, soft-edged: 0..1."""
    t, lit = 0.03, 1.0
    top = field.low[2] + field.cell * field.grid.shape[2]
    for _ in range(28):
        height = z + t * light[2]
        if height > top or t > 1.7:
            break
        d = _at(field, x + t * light[0], y + t * light[1], height)
        lit = min(lit, 0.5 + 0.5 * d / (0.10 * t + 0.012))
        if lit < 0.02:
            return 0.0
        t += min(max(d, 0.025), 0.16)
    lit = max(lit, 0.0)
    return lit * lit * (3 - 2 * lit)


@_jit
def _openness(field: Field, p: Array, normal: tuple[float, float, float]) -> float:
    """Share of the light from everywhere that arrives: 0..1; the floor counts as a wall."""
    hidden, weight = 0.0, 1.0
    for i in range(4):
        h = 0.03 + 0.055 * i
        x, y, z = p[0] + h * normal[0], p[1] + h * normal[1], p[2] + h * normal[2]
        d = min(_at(field, x, y, z), max(z, 0.0) + 0.01)
        hidden += max(h - d, 0.0) * weight
        weight *= 0.62
    return float(min(max(1.0 - 3.4 * hidden, 0.08), 1.0))


@_jit
def floor_light(
    view: View, on_floor: NDArray[np.bool_], box: NDArray[np.int64], field: Field, light: Array,
    ambient: float, out: NDArray[np.float32],
) -> None:  # fmt: skip
    """How much light the floor keeps under and beside the solids; fills ``out`` within ``box``.

    ``ambient`` is the share of the floor's light that does not come from the main light.
    """
    for y in range(box[1], box[3]):
        for x in range(box[0], box[2]):
            if not on_floor[y, x]:
                continue
            t = view.depth_m[y, x]
            px = view.origin[0] + t * view.rays[y, x, 0]
            py = view.origin[1] + t * view.rays[y, x, 1]
            lit = _shadow(field, px, py, 0.004, light)
            hidden, weight = 0.0, 1.0
            for i in range(5):
                h = 0.025 + 0.05 * i
                hidden += max(h - _at(field, px, py, h), 0.0) * weight
                weight *= 0.7
            openness = min(max(1.0 - 2.6 * hidden, 0.05), 1.0)
            out[y, x] = ambient * openness + (1 - ambient) * lit * (0.35 + 0.65 * openness)


@_jit
def _march(
    solids: Array, o: Array, r: Array, t0: float, t1: float, pixel: float, field: Field
) -> tuple[float, float]:
    """Distance along the ray to the surface, and the share of the pixel it covers (0: a miss)."""
    t, close, where = t0, 1e9, t0
    for _ in range(80):
        if t > t1:
            break
        x, y, z = o[0] + t * r[0], o[1] + t * r[1], o[2] + t * r[2]
        # The grid is a cheap guide through empty space, good to about a cell.
        rough = _at(field, x, y, z)
        if rough > 2.2 * field.cell:
            t += rough - 1.5 * field.cell
            continue
        d = _distance(solids, x, y, z)
        wide = pixel * t
        if d < 0.15 * wide:
            return t, 1.0
        if d / wide < close:
            close, where = d / wide, t
        t += d * 0.92
    if close < 0.75:
        return where, 1.0 - close / 0.75
    return t, 0.0


@_jit
def _normal(solids: Array, p: Array) -> tuple[float, float, float]:
    """Unit vector out of the surface, from four distances around the point."""
    e = 0.0012
    x, y, z = p[0], p[1], p[2]
    a = _distance(solids, x + e, y - e, z - e)
    b = _distance(solids, x - e, y - e, z + e)
    c = _distance(solids, x - e, y + e, z - e)
    d = _distance(solids, x + e, y + e, z + e)
    u, v, w = a - b - c + d, -a - b + c + d, -a + b - c + d
    long = max(math.sqrt(u * u + v * v + w * w), 1e-12)
    return u / long, v / long, w / long


@_jit
def _lit(
    solids: Array, p: Array, ray: Array, field: Field, lamp: Lamp, some: Array, out: Array
) -> None:
    """Colour of a surface point into ``out``."""
    m, nearest = _close_by(solids, p, some)
    n = _normal(some[:m], p)
    s = solids[nearest]
    light = lamp.way
    facing = n[0] * light[0] + n[1] * light[1] + n[2] * light[2]
    sun = 0.0
    if facing > -0.15:
        x, y, z = p[0] + 0.03 * n[0], p[1] + 0.03 * n[1], p[2] + 0.03 * n[2]
        sun = lamp.key * (facing + 0.15) / 1.15 * _shadow(field, x, y, z, light)
    openness = _openness(field, p, n)
    sky = lamp.fill * openness * (0.80 + 0.30 * n[2])
    bounce = 0.16 * openness * max(-n[2], 0.0) * (lamp.key + lamp.fill)
    hx, hy, hz = light[0] - ray[0], light[1] - ray[1], light[2] - ray[2]
    along = (hx * n[0] + hy * n[1] + hz * n[2]) / math.sqrt(hx * hx + hy * hy + hz * hz)
    shine = max(along, 0.0) ** 24 * s[GLOSS] * (sun + 0.2 * sky)
    edge = max(1.0 + n[0] * ray[0] + n[1] * ray[1] + n[2] * ray[2], 0.0)
    rim = 0.05 * edge * edge * edge * sky
    for i in range(3):
        out[i] = s[COLOUR + i] * (sun + sky + bounce) + shine + rim


@_jit
def _near_tile(
    solids: Array, o: Array, axis: Array, spread: float, near: Array
) -> tuple[int, float, float]:
    """Copy the solids that a cone of rays may meet; their number, first and last distance."""
    n, t0, t1 = 0, 1e9, 0.0
    for q in range(solids.shape[0]):
        s = solids[q]
        r = s[BOUND] + 0.02
        vx, vy, vz = s[CENTRE] - o[0], s[CENTRE + 1] - o[1], s[CENTRE + 2] - o[2]
        along = vx * axis[0] + vy * axis[1] + vz * axis[2]
        away = math.sqrt(max(vx * vx + vy * vy + vz * vz - along * along, 0.0))
        if along > 0.0 and away < r + along * spread + 0.01:
            near[n] = s
            n += 1
            t0, t1 = min(t0, along - r), max(t1, along + r)
    return n, max(t0, 0.02), t1


@_jit
def trace(
    solids: Array, view: View, box: NDArray[np.int64], field: Field, lamp: Lamp,
    picture: NDArray[np.float32],
) -> None:  # fmt: skip
    """Draw the solids over ``picture`` (height, width, 3), in place.

    ``box`` is the region of the picture (left, top, right, bottom) in which they lie.
    """
    near, some = np.empty_like(solids), np.empty_like(solids)
    colour, p = np.empty(3), np.empty(3)
    o, rays = view.origin, view.rays
    for ty in range(box[1] // TILE * TILE, box[3], TILE):
        for tx in range(box[0] // TILE * TILE, box[2], TILE):
            y1, x1 = min(ty + TILE, rays.shape[0]), min(tx + TILE, rays.shape[1])
            axis = rays[(ty + y1) // 2, (tx + x1) // 2]
            n, t0, t1 = _near_tile(solids, o, axis, view.pixel * TILE * 0.75, near)
            if n == 0:
                continue
            for y in range(ty, y1):
                for x in range(tx, x1):
                    ray = rays[y, x]
                    end = min(t1, view.depth_m[y, x])
                    t, cover = _march(near[:n], o, ray, t0, end, view.pixel, field)
                    if cover <= 0.0 or t > end:
                        continue
                    for c in range(3):
                        p[c] = o[c] + t * ray[c]
                    _lit(near[:n], p, ray, field, lamp, some, colour)
                    for c in range(3):
                        picture[y, x, c] += cover * (colour[c] - picture[y, x, c])
