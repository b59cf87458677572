"""Where to lie: the outline of a person on the back, side-on, knees bent, feet flat.

Our own drawing: the union of a few rounded limbs, in the proportions of the simulator's body,
at the size in which somebody at the guide's distance appears.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posecoach.adapters.overlay_marks import BLACK, SHIFT, WHITE, fixed_point

if TYPE_CHECKING:
    from numpy.typing import NDArray

# In torso lengths: towards the head from the hip, and above it; then the limb's half thickness.
_LIMBS: tuple[tuple[tuple[float, float, float], ...], ...] = (
    ((0.0, 0.00, 0.21), (0.55, 0.01, 0.20)),  # pelvis to waist
    ((0.55, 0.01, 0.20), (0.98, 0.02, 0.24)),  # waist to chest
    ((0.98, -0.02, 0.17), (1.36, -0.01, 0.12)),  # neck
    ((0.0, 0.02, 0.20), (-0.56, 0.66, 0.13)),  # thigh
    ((-0.56, 0.66, 0.13), (-0.96, -0.04, 0.08)),  # shank
    ((-0.93, -0.13, 0.08), (-1.28, -0.16, 0.045)),  # foot
    ((1.46, 0.02, 0.20), (1.56, 0.02, 0.20)),  # head
    ((1.44, 0.20, 0.05), (1.47, 0.25, 0.03)),  # nose
)
_ENDS = (-1.33, 1.76)  # of all of it, from toes to crown
# A torso of 0.47 m at 2.25 m fills this much of what lenses of 48 to 58 degrees see there.
_TORSO_OF_WIDTH, _TORSO_OF_HEIGHT = 0.22, 0.30
_HIP_FROM_TOP = 0.64  # the floor a little below the middle, room for the knees above
_FINE_PX = 400  # a torso in the mask from which the outline is taken
_DASH_TORSO, _GAP_TORSO = 0.11, 0.075


def draw_silhouette(canvas_rgb: NDArray[np.uint8], head_left: bool) -> None:
    """Draw the outline on a picture, in place; white on black, which no colour blindness hides.

    Parameters
    ----------
    canvas_rgb
        (height, width, 3) uint8, as it is shown: a mirrored picture has the head on the other
        side.
    head_left
        The head lies towards the left of this canvas.
    """
    height, width = canvas_rgb.shape[:2]
    torso = min(_TORSO_OF_WIDTH * width, _TORSO_OF_HEIGHT * height)
    lines = [_placed(dash, width, height, torso, head_left=head_left) for dash in _dashes()]
    core = max(1, round(torso / 75))
    cv2.polylines(canvas_rgb, lines, False, BLACK, core + 2, cv2.LINE_AA, SHIFT)
    cv2.polylines(canvas_rgb, lines, False, WHITE, core, cv2.LINE_AA, SHIFT)


def _placed(
    points: NDArray[np.float64], width: int, height: int, torso: float, *, head_left: bool
) -> NDArray[np.int32]:
    """From torso lengths to the canvas, in the fixed point that OpenCV draws."""
    along = points[:, 0] - sum(_ENDS) / 2
    x = width / 2 + torso * (-along if head_left else along)
    return fixed_point(np.column_stack((x, _HIP_FROM_TOP * height - torso * points[:, 1])))


@lru_cache(maxsize=1)
def _dashes() -> tuple[NDArray[np.float64], ...]:
    """The outline in short strokes, torso lengths, head to the right."""
    outline = _outline()
    way = np.append(0.0, np.cumsum(np.hypot(*np.diff(outline, axis=0).T)))
    count = round(way[-1] / (_DASH_TORSO + _GAP_TORSO))
    share = _DASH_TORSO / (_DASH_TORSO + _GAP_TORSO)
    strokes = []
    for start in np.arange(count):
        at = np.linspace(start, start + share, 4) * way[-1] / count
        strokes.append(np.column_stack([np.interp(at, way, outline[:, axis]) for axis in range(2)]))
    return tuple(strokes)


def _outline() -> NDArray[np.float64]:
    """Around the union of the limbs, closed; torso lengths."""
    origin = np.array([1.6, 0.45])
    mask = np.zeros((2 * _FINE_PX, 4 * _FINE_PX), np.uint8)
    for (x0, y0, r0), (x1, y1, r1) in _LIMBS:
        hull = np.vstack([_circle(x0, y0, r0), _circle(x1, y1, r1)])
        shape = np.rint((hull + origin) * _FINE_PX).astype(np.int32)
        cv2.fillConvexPoly(mask, cv2.convexHull(shape), 255)
    blurred = cv2.GaussianBlur(mask, (0, 0), 0.03 * _FINE_PX)  # rounds where two limbs meet
    found, _ = cv2.findContours((blurred > 127).astype(np.uint8), cv2.RETR_EXTERNAL,
                                cv2.CHAIN_APPROX_NONE)  # fmt: skip
    contour = max(found, key=len)[:, 0, :].astype(np.float64) / _FINE_PX - origin
    kernel = np.ones(9) / 9
    ring = np.vstack([contour[-4:], contour, contour[:4]])
    smooth = np.column_stack([np.convolve(ring[:, axis], kernel, "valid") for axis in range(2)])
    closed: NDArray[np.float64] = np.vstack([smooth, smooth[:1]])
    return closed


def _circle(x: float, y: float, radius: float) -> NDArray[np.float64]:
    turn = np.linspace(0.0, 2 * np.pi, 48)
    return np.column_stack((x + radius * np.cos(turn), y + radius * np.sin(turn)))
