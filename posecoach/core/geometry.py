"""Plane geometry of landmarks: no thresholds, no memory.

Points are (..., 2) or (..., 3) arrays in any one unit, x to the right and y downwards as in
the image. NaN in, NaN out: a measure that needs a missing point is missing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Points: TypeAlias = NDArray[np.float64]
Pair: TypeAlias = tuple[float, float]


def joint_flexion_deg(proximal: Points, joint: Points, distal: Points) -> float:
    """Flexion at a joint: 180° minus the angle between its two segments.

    Parameters
    ----------
    proximal, joint, distal
        (2,) or (3,) positions, e.g. shoulder, hip, knee for the trunk-thigh angle.

    Returns
    -------
    float
        Degrees, 0 for a straight joint, 180 for a fully folded one. NaN if a point is
        missing or a segment has no length.
    """
    return flexion_deg(proximal.tolist(), joint.tolist(), distal.tolist())


def flexion_deg(
    proximal: Sequence[float], joint: Sequence[float], distal: Sequence[float]
) -> float:
    """The same of plain coordinates: numpy takes ten times as long for two or three numbers."""
    lengths = math.dist(proximal, joint) * math.dist(distal, joint)
    if not lengths > 0:
        return math.nan
    along = sum([(p - j) * (d - j) for p, j, d in zip(proximal, joint, distal, strict=True)])
    return 180.0 - math.degrees(math.acos(min(1.0, max(-1.0, along / lengths))))


def distance_to_polyline(point: Pair, corners: Sequence[Pair]) -> float:
    """Distance of a point to the nearest point of a chain of segments.

    Parameters
    ----------
    point
        (x, y).
    corners
        At least two of them.

    Returns
    -------
    float
        NaN if the point or any corner is missing.
    """
    ways = [_distance_to_segment(*point, *start, *end) for start, end in pairwise(corners)]
    return math.nan if any(map(math.isnan, ways)) else min(ways)


def _distance_to_segment(
    x: float, y: float, start_x: float, start_y: float, end_x: float, end_y: float
) -> float:
    along_x, along_y = end_x - start_x, end_y - start_y
    squared = along_x * along_x + along_y * along_y
    share = 0.0
    if squared > 0:
        share = ((x - start_x) * along_x + (y - start_y) * along_y) / squared
        share = min(1.0, max(0.0, share))
    return math.hypot(start_x + share * along_x - x, start_y + share * along_y - y)


def elevation_deg(vector: Sequence[float]) -> float:
    """Angle of a vector above the horizontal; y points down, so up is negative y.

    Returns
    -------
    float
        -90..90 degrees; NaN for a missing or zero vector.
    """
    length = math.hypot(*vector)
    if not length > 0:
        return math.nan
    return math.degrees(math.asin(min(1.0, max(-1.0, -vector[1] / length))))


def line_direction(points: Points) -> Points:
    """Unit direction of the least-squares line through points (total least squares).

    Parameters
    ----------
    points
        (n, 2), n >= 2.

    Returns
    -------
    (2,) array
        Its sign is that of the way from the first to the last point. NaN if a point is
        missing or all coincide.
    """
    nothing = np.full(2, np.nan)
    if not np.isfinite(points).all() or (points == points[0]).all():
        return nothing
    _, _, axes = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    direction: Points = axes[0]
    return direction if np.dot(direction, points[-1] - points[0]) >= 0 else -direction


@dataclass(frozen=True, eq=False)
class PlaneMotion:
    """A linear map about the origin, then a shift: ``new = matrix @ old + shift``.

    Attributes
    ----------
    matrix
        (2, 2); a rotation where the motion is rigid.
    shift
        (2,).
    residual
        Root mean square distance of the fitted points after the motion, in their unit.
    """

    matrix: Points
    shift: Points
    residual: float

    def apply(self, points: Points) -> Points:
        """Move (..., 2) points."""
        moved: Points = points @ self.matrix.T + self.shift
        return moved

    @property
    def turn_deg(self) -> float:
        """The rotation in it, clockwise in the image."""
        m = self.matrix
        return math.degrees(math.atan2(m[1, 0] - m[0, 1], m[0, 0] + m[1, 1]))

    @property
    def stretch(self) -> float:
        """By how much it lengthens or shortens what it does most to, as a share; 0 if rigid."""
        return float(np.abs(np.linalg.svd(self.matrix, compute_uv=False) - 1.0).max())


def fit_rigid(before: Points, after: Points) -> PlaneMotion:
    """Least-squares rigid motion (no scaling, no mirroring) that carries points over.

    Parameters
    ----------
    before, after
        (n, 2) matched points; pairs with a missing point are left out.

    Returns
    -------
    PlaneMotion
        All NaN if fewer than two whole pairs remain. The method is Kabsch's, in the plane.
    """
    # As complex numbers: a turn is a product, and numpy is called a third as often.
    old, new = _complex(before), _complex(after)
    whole = np.isfinite(old + new)
    if not whole.all():
        old, new = old[whole], new[whole]
    count = len(old)
    if count < 2:
        nan = float("nan")
        return PlaneMotion(np.full((2, 2), nan), np.full(2, nan), nan)
    old_mean, new_mean = complex(old.sum()) / count, complex(new.sum()) / count
    a, b = old - old_mean, new - new_mean
    product = complex(np.vdot(a, b))
    turn = product / abs(product) if product else 1.0 + 0.0j
    off = turn * a - b
    residual = math.sqrt(np.vdot(off, off).real / count)
    shift = new_mean - turn * old_mean
    rotation = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    return PlaneMotion(rotation, np.array([shift.real, shift.imag]), residual)


def _complex(points: Points) -> NDArray[np.complex128]:
    """(n,): x + iy of (n, 2) points."""
    return np.ascontiguousarray(points).view(np.complex128)[:, 0]


def fit_affine(before: Points, after: Points) -> PlaneMotion:
    """Least-squares affine motion: a rotation with stretch and shear.

    Parameters
    ----------
    before, after
        (n, 2) matched points; pairs with a missing point are left out.

    Returns
    -------
    PlaneMotion
        All NaN if fewer than four whole pairs remain (three fit any motion exactly).
    """
    whole = np.isfinite(before + after).all(axis=1)
    if np.count_nonzero(whole) < 4:
        return PlaneMotion(np.full((2, 2), np.nan), np.full(2, np.nan), math.nan)
    old, new = before[whole], after[whole]
    old_mean, new_mean = old.mean(axis=0), new.mean(axis=0)
    a, b = old - old_mean, new - new_mean
    matrix = np.linalg.lstsq(a, b, rcond=None)[0].T
    residual = float(np.linalg.norm(a @ matrix.T - b)) / math.sqrt(len(old))
    return PlaneMotion(matrix, new_mean - matrix @ old_mean, residual)
