"""Colours and marks that can be told apart without red and green.

The colours are those of Okabe and Ito, "Color Universal Design" (2008,
https://jfly.uni-koeln.de/color/). A verdict is told twice, by colour and by shape.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posecoach.core.checker import Phase
from posecoach.core.faults import FaultKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posecoach.adapters.overlay_text import Colour
    from posecoach.core.coach import CoachStep

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
ORANGE: Colour = (230, 159, 0)
SKY_BLUE: Colour = (86, 180, 233)
YELLOW: Colour = (240, 228, 66)
BLUE: Colour = (0, 114, 178)
VERMILLION: Colour = (213, 94, 0)
GREY: Colour = (150, 150, 150)

SHIFT = 3
"""Fractional bits of the coordinates handed to OpenCV: an eighth of a pixel."""


class Mark(str, Enum):
    """The verdict on one part of the body."""

    OK = "ok"  # a filled circle
    SUSPECTED = "suspected"  # a ring
    FAULT = "fault"  # a triangle
    UNKNOWN = "unknown"  # a small dot: not judged now


MARK_COLOURS: dict[Mark, Colour] = {
    Mark.OK: BLUE,
    Mark.SUSPECTED: ORANGE,
    Mark.FAULT: VERMILLION,
    Mark.UNKNOWN: GREY,
}


def mark_of(step: CoachStep, kind: FaultKind) -> Mark:
    """Whether head (``HEAD_UP``) or shoulders (``SHOULDERS_UP``) stay down."""
    if kind in step.faults.confirmed:
        return Mark.FAULT
    if kind in step.faults.suspected:
        return Mark.SUSPECTED
    if step.measurement is None or step.phase in (Phase.ABSENT, Phase.NOT_SUPINE):
        return Mark.UNKNOWN
    seen = step.measurement
    lift = seen.head_lift_torso if kind is FaultKind.HEAD_UP else seen.shoulder_lift_torso
    return Mark.UNKNOWN if math.isnan(lift) else Mark.OK


def draw_mark(
    image: NDArray[np.uint8], mark: Mark, centre_px: NDArray[np.float64], radius_px: float
) -> None:
    """Draw a mark in place, with a black edge that parts it from any background."""
    colour = MARK_COLOURS[mark]
    edge = max(1.5, 0.24 * radius_px)
    if mark is Mark.OK:
        _disc(image, centre_px, radius_px + edge, BLACK)
        _disc(image, centre_px, radius_px, WHITE)
        _disc(image, centre_px, radius_px - edge, colour)
    elif mark is Mark.SUSPECTED:
        _circle(image, centre_px, radius_px, BLACK, 3.6 * edge)
        _circle(image, centre_px, radius_px, colour, 1.9 * edge)
    elif mark is Mark.FAULT:
        _triangle(image, centre_px, 1.55 * radius_px + 2 * edge, BLACK)
        _triangle(image, centre_px, 1.55 * radius_px, WHITE)
        _triangle(image, centre_px, 1.55 * radius_px - 2 * edge, colour)
    else:
        _disc(image, centre_px, 0.55 * radius_px + edge, BLACK)
        _disc(image, centre_px, 0.55 * radius_px, colour)


def fixed_point(points_px: NDArray[np.float64]) -> NDArray[np.int32]:
    """Coordinates as OpenCV's drawing functions take them; far-off ones are drawn near."""
    eighths = (points_px * (1 << SHIFT)).clip(-160_000, 160_000).round()
    fixed: NDArray[np.int32] = eighths.astype(np.int32)
    return fixed


def _disc(
    image: NDArray[np.uint8], centre: NDArray[np.float64], radius: float, colour: Colour
) -> None:
    _circle(image, centre, radius, colour, cv2.FILLED)


def _circle(
    image: NDArray[np.uint8],
    centre: NDArray[np.float64],
    radius: float,
    colour: Colour,
    thickness: float,
) -> None:
    x, y = fixed_point(centre).tolist()
    size = max(1, round(radius * (1 << SHIFT)))
    width = cv2.FILLED if thickness == cv2.FILLED else max(1, round(thickness))
    cv2.circle(image, (x, y), size, colour, width, cv2.LINE_AA, SHIFT)


def _triangle(
    image: NDArray[np.uint8], centre: NDArray[np.float64], radius: float, colour: Colour
) -> None:
    angles = np.radians([-90.0, 30.0, 150.0])
    corners = centre + max(radius, 1.0) * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    cv2.fillConvexPoly(image, fixed_point(corners), colour, cv2.LINE_AA, SHIFT)
