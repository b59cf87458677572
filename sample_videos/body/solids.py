"""Solids: rows of numbers that the tracer and the rig can run over without objects.

Solids of one group melt into each other; groups hardly do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sample_videos.body.geometry import Frame3, Vec
    from sample_videos.body.outfit import Rgb

# Columns of a solid's row.
KIND, GROUP, MELT, A, B, RA, RB, AXES = 0, 1, 2, 3, 6, 9, 10, 11
COLOUR, GLOSS, CENTRE, BOUND = 20, 23, 24, 27
COLUMNS = 28
CONE, ELLIPSOID, BOX = 0.0, 1.0, 2.0

TRUNK, LEFT_LEG, RIGHT_LEG, LEFT_ARM, RIGHT_ARM, HEAD, HAIR, THINGS = range(8)
GROUPS = 8

SKIN_GLOSS, CLOTH_GLOSS, HAIR_GLOSS = 0.12, 0.02, 0.10
WHITE: Rgb = (0.75, 0.74, 0.72)


class Solids:
    """Collects rows."""

    def __init__(self, first_group: int = 0) -> None:
        self.rows: list[Vec] = []
        self.first_group = first_group

    def _row(self, kind: float, group: int, melt_m: float, rgb: Rgb, gloss: float) -> Vec:
        row = np.zeros(COLUMNS)
        row[KIND], row[GROUP], row[MELT] = kind, group + self.first_group, melt_m
        row[COLOUR : COLOUR + 3], row[GLOSS] = rgb, gloss
        self.rows.append(row)
        return row

    def cone(
        self, group: int, ends: tuple[Vec, Vec], radii: tuple[float, float], rgb: Rgb,
        melt_m: float = 0.012, gloss: float = SKIN_GLOSS,
    ) -> None:  # fmt: skip
        """A capsule whose radius changes along it."""
        row = self._row(CONE, group, melt_m, rgb, gloss)
        a, b = ends
        row[A : A + 3], row[B : B + 3] = a, b
        row[RA], row[RB] = radii
        row[CENTRE : CENTRE + 3] = (a + b) / 2
        row[BOUND] = float(np.linalg.norm(b - a)) / 2 + max(radii)

    def ball(
        self, group: int, frame: Frame3, at: tuple[float, float, float],
        radii: tuple[float, float, float], rgb: Rgb, melt_m: float = 0.012,
        gloss: float = SKIN_GLOSS,
    ) -> None:  # fmt: skip
        """An ellipsoid in a frame's axes."""
        self._oriented(ELLIPSOID, group, frame, at, radii, rgb, melt_m, gloss)

    def box(  # noqa: PLR0913, PLR0917 - a solid has that many properties
        self, group: int, frame: Frame3, at: tuple[float, float, float],
        half: tuple[float, float, float], rgb: Rgb, melt_m: float = 0.0,
        gloss: float = CLOTH_GLOSS, round_m: float = 0.0,
    ) -> None:  # fmt: skip
        """A box in a frame's axes, its edges rounded."""
        self._oriented(BOX, group, frame, at, half, rgb, melt_m, gloss)
        self.rows[-1][RA] = round_m

    def _oriented(  # noqa: PLR0913, PLR0917 - as `box`
        self, kind: float, group: int, frame: Frame3, at: tuple[float, float, float],
        size: tuple[float, float, float], rgb: Rgb, melt_m: float, gloss: float,
    ) -> None:  # fmt: skip
        row = self._row(kind, group, melt_m, rgb, gloss)
        row[A : A + 3] = frame.at(*at)
        row[B : B + 3] = size
        row[AXES : AXES + 9] = frame.axes.T.ravel()
        row[CENTRE : CENTRE + 3] = row[A : A + 3]
        row[BOUND] = max(size) if kind == ELLIPSOID else float(np.linalg.norm(size))

    def table(self) -> NDArray[np.float64]:
        """All rows, sorted by group, (N, COLUMNS)."""
        rows = sorted(self.rows, key=lambda r: float(r[GROUP]))
        return np.array(rows) if rows else np.zeros((0, COLUMNS))


def distances_m(solids: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Signed distance of points (P, 3) to the union of solids (N, COLUMNS), (P,).

    Seams are not rounded here: where solids melt the surface is up to two centimetres further out.
    """
    cones, balls = solids[solids[:, KIND] == CONE], solids[solids[:, KIND] == ELLIPSOID]
    found = np.full(len(points), np.inf)
    if len(cones):
        found = np.minimum(found, _to_cones(cones, points).min(axis=0))
    if len(balls):
        found = np.minimum(found, _to_balls(balls, points).min(axis=0))
    return found


def _to_cones(cones: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    way = cones[:, None, B : B + 3] - cones[:, None, A : A + 3]
    off = points - cones[:, None, A : A + 3]
    share = (off * way).sum(axis=-1) / np.maximum((way * way).sum(axis=-1), 1e-12)
    share = np.clip(share, 0.0, 1.0)
    away = off - share[..., None] * way
    radius = cones[:, None, RA] + share * (cones[:, None, RB] - cones[:, None, RA])
    gap: NDArray[np.float64] = np.sqrt((away * away).sum(axis=-1)) - radius
    return gap


def _to_balls(balls: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """As the tracer estimates it: a little less than the true distance."""
    axes = balls[:, AXES : AXES + 9].reshape(-1, 3, 3)
    local = np.einsum("nij,npj->npi", axes, points - balls[:, None, A : A + 3])
    radii = balls[:, None, B : B + 3]
    k0 = np.linalg.norm(local / radii, axis=-1)
    k1 = np.linalg.norm(local / radii**2, axis=-1)
    gap: NDArray[np.float64] = k0 * (k0 - 1.0) / np.maximum(k1, 1e-9)
    return np.where(k0 < 0.6, (k0 - 1.0) * radii.min(axis=-1), gap)
