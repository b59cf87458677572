"""A pinhole camera with lens distortion."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Camera:
    """Where the camera stands and what its lens does.

    Attributes
    ----------
    near_side
        ``"L"`` or ``"R"``: the person's side that is towards the camera. Left: the head is
        at the right of the picture.
    yaw_deg
        0 exactly side-on; positive: the camera stands nearer the head and looks towards the
        feet; negative: nearer the feet.
    height_m, distance_m
        Of the lens above the floor, and along the floor from the point looked at.
    aim_x_m, aim_z_m
        The point looked at: along the mat, and above the floor.
    roll_deg
        The camera turned about its own axis, clockwise seen from behind it.
    fov_deg
        Horizontal angle of view without distortion.
    k1
        First radial coefficient (Brown's model, of the tangent of the angle off axis);
        negative is a barrel.
    """

    near_side: str = "L"
    yaw_deg: float = 0.0
    height_m: float = 0.55
    distance_m: float = 2.4
    aim_x_m: float = 0.02
    aim_z_m: float = 0.34
    roll_deg: float = 0.0
    fov_deg: float = 48.0
    k1: float = 0.0

    @property
    def position(self) -> Array:
        """Of the lens, in the world."""
        yaw = math.radians(self.yaw_deg)
        away = -1.0 if self.near_side == "L" else 1.0
        return np.array(
            [
                self.aim_x_m + self.distance_m * math.sin(yaw),
                away * self.distance_m * math.cos(yaw),
                self.height_m,
            ]
        )

    @property
    def axes(self) -> Array:
        """Columns: the picture's right, down, and the way the camera looks."""
        look = np.array([self.aim_x_m, 0.0, self.aim_z_m]) - self.position
        look /= np.linalg.norm(look)
        right = np.cross(look, np.array([0.0, 0.0, 1.0]))
        right /= np.linalg.norm(right)
        down = np.cross(look, right)
        r = math.radians(self.roll_deg)
        c, s = math.cos(r), math.sin(r)
        return np.column_stack([c * right - s * down, s * right + c * down, look])

    def focal_px(self, width_px: int) -> float:
        """Focal length in px."""
        return width_px / 2 / math.tan(math.radians(self.fov_deg) / 2)

    def least_k1(self, size_px: tuple[int, int]) -> float:
        """The strongest barrel (above it) with which every pixel still shows a direction.

        The distorted radius r (1 + k1 r²) then has its largest value at the picture's corner.
        """
        return -4 / 27 / self._corner(size_px) ** 2

    def folds(self, size_px: tuple[int, int]) -> bool:
        """Whether the barrel is so strong that a corner of the picture shows no direction."""
        return self.k1 <= self.least_k1(size_px)

    def _corner(self, size_px: tuple[int, int]) -> float:
        """Distorted radius of the picture's corner, in focal lengths."""
        return math.hypot(*size_px) / 2 / self.focal_px(size_px[0])

    @property
    def _fold(self) -> float:
        """Where the derivative of r (1 + k1 r²) would vanish, k1 taken as negative."""
        return 1 / math.sqrt(3 * abs(self.k1))

    def _undistorted(self, radius: Array) -> Array:
        """True over distorted radius: the cubic solved by sin 3t (a barrel) or sinh 3t."""
        if self.k1 == 0:
            return np.ones_like(radius)
        share = 1.5 * radius / self._fold
        third = np.arcsin(share) / 3 if self.k1 < 0 else np.arcsinh(share) / 3
        true = 2 * self._fold * (np.sin(third) if self.k1 < 0 else np.sinh(third))
        return np.divide(true, radius, out=np.ones_like(radius), where=radius > 0)

    def project(self, points_m: Array, size_px: tuple[int, int]) -> Array:
        """World points (..., 3) to pixels (..., 2); NaN behind the camera and past its lens."""
        local = (points_m - self.position) @ self.axes
        depth = np.where(local[..., 2:] > 1e-6, local[..., 2:], np.nan)
        flat = local[..., :2] / depth
        square = np.sum(flat**2, axis=-1, keepdims=True)
        spread = flat * (1 + self.k1 * square)
        if self.k1 < 0:  # beyond the fold a point would come back into the picture
            spread = np.where(1 + 3 * self.k1 * square > 0, spread, np.nan)
        width, height = size_px
        pixels: Array = spread * self.focal_px(width) + np.array([width / 2, height / 2])
        return pixels

    def rays(self, size_px: tuple[int, int], oversample: int = 1) -> Array:
        """Unit directions through the pixel centres, (height, width, 3).

        Raises
        ------
        ValueError
            The lens folds within the picture.
        """
        if self.folds(size_px):
            raise ValueError(f"k1 {self.k1:g} folds the picture at {self.fov_deg:g} degrees")
        width, height = size_px
        step = 1.0 / oversample
        x = (np.arange(width * oversample) + 0.5) * step - width / 2
        y = (np.arange(height * oversample) + 0.5) * step - height / 2
        spread = np.stack(np.meshgrid(x, y), axis=-1) / self.focal_px(width)
        flat = spread * self._undistorted(np.linalg.norm(spread, axis=-1, keepdims=True))
        ones = np.ones((*flat.shape[:2], 1))
        world = np.concatenate([flat, ones], axis=-1) @ self.axes.T
        directions: Array = world / np.linalg.norm(world, axis=-1, keepdims=True)
        return directions
