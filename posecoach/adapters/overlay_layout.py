"""Where things stand on the drawn picture: pure geometry, no drawing.

The canvas is the picture plus a panel that holds every text, so that no text is ever over
the person. The one figure in the picture, the hip angle, stands outside the hull of the
person's landmarks or not in the picture at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

# The panel stands beside the picture, where it leaves the picture largest on a 16:9 screen,
# and below pictures that are as wide as the screen already.
_WIDE = 1.7
# The clock's figures are 0.31 of the panel's breadth high, the count's 0.18 (column) or 0.36
# (bar). With these shares the smallest of them, on a 13-inch screen of 288 x 162 mm that the
# canvas fills, is 11.7 mm high (16:9: 0.31 * 0.30 / 1.30 of 162 mm; 4:3 has 22 and 13 mm). At
# 2.5 m that is 16 minutes of arc, the least that ISO 9241-303 asks for.
_COLUMN_SHARE, _BAR_SHARE = 0.45, 0.30
_COLUMN_LEAST_PX, _BAR_LEAST_PX = 180, 128
_COLUMN_UNITS, _BAR_UNITS = 216, 144  # across the panel
_COLUMN_LEAST_UNITS, _BAR_LEAST_UNITS = 476, 560  # along it

_DIRECTIONS_DEG = np.arange(0.0, 360.0, 15.0)
_DIRECTIONS = np.stack(
    [np.cos(np.radians(_DIRECTIONS_DEG)), np.sin(np.radians(_DIRECTIONS_DEG))], axis=1
)


@dataclass(frozen=True)
class Box:
    """A rectangle on the canvas, px; x to the right, y down."""

    x: int
    y: int
    width: int
    height: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns of the canvas."""
        return slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)


@dataclass(frozen=True)
class Layout:
    """The canvas and its boxes.

    Attributes
    ----------
    width_px, height_px
        Of the canvas, even.
    picture
        Where the picture stands, in its own size.
    panel
        All the rest that is used.
    ring, count, cue, note, phase
        Boxes in the panel: the hold clock, the count, the cue, a note, the phase.
    unit_px
        The panel's own measure: type sizes are so many units.
    beside
        The panel is a column beside the picture, else a bar below it.
    """

    width_px: int
    height_px: int
    picture: Box
    panel: Box
    ring: Box
    count: Box
    cue: Box
    note: Box
    phase: Box
    unit_px: float
    beside: bool


def layout_of(width_px: int, height_px: int) -> Layout:
    """Lay out a picture of this size and its panel.

    Raises
    ------
    ValueError
        If a side is below 1 px.
    """
    if width_px < 1 or height_px < 1:
        raise ValueError(f"a picture of {width_px}x{height_px} px cannot be drawn on")
    if width_px >= _WIDE * height_px and width_px >= _BAR_LEAST_UNITS:
        return _with_bar(width_px, height_px)
    return _with_column(width_px, height_px)


def _with_column(width_px: int, height_px: int) -> Layout:
    across = _even(max(_COLUMN_LEAST_PX, _COLUMN_SHARE * min(width_px, height_px)))
    unit = across / _COLUMN_UNITS
    height = _even(max(height_px, _COLUMN_LEAST_UNITS * unit))
    width = _even(width_px + across)
    left = width - across

    def box(y: float, units: float, inset: float = 14) -> Box:
        tall = _whole(units * unit)
        return Box(left + _whole(inset * unit), _whole(y), across - 2 * _whole(inset * unit), tall)

    spare = height - _COLUMN_LEAST_UNITS * unit  # spread a little, the phase stays at the foot
    gap = min(spare / 4, 24 * unit)
    ring = box(18 * unit + gap, 184, 16)
    return Layout(
        width,
        height,
        Box(0, (height - height_px) // 2, width_px, height_px),
        Box(left, 0, across, height),
        Box(ring.x, ring.y, ring.width, ring.width),
        box(212 * unit + 2 * gap, 48),
        box(280 * unit + 3 * gap, 104),
        box(396 * unit + 4 * gap, 46),
        box(height - 30 * unit, 20),
        unit,
        beside=True,
    )


def _with_bar(width_px: int, height_px: int) -> Layout:
    # No wider than the picture is long: an extremely wide picture gets a bar that it can fill.
    across = _even(
        min(max(_BAR_LEAST_PX, _BAR_SHARE * height_px), _BAR_UNITS * width_px / _BAR_LEAST_UNITS)
    )
    unit = across / _BAR_UNITS
    height, width = _even(height_px + across), _even(width_px)
    top = height - across

    def box(x: float, y: float, wide: float, tall: float) -> Box:
        return Box(_whole(x), top + _whole(y * unit), _whole(wide), _whole(tall * unit))

    text_x = 258 * unit
    text_width = width - text_x - 16 * unit
    side = 124 * unit
    return Layout(
        width,
        height,
        Box(0, 0, width_px, height_px),
        Box(0, top, width, across),
        Box(_whole(14 * unit), top + _whole(10 * unit), _whole(side), _whole(side)),
        box(148 * unit, 16, 104 * unit, 116),
        box(text_x, 8, text_width, 92),
        box(text_x, 106, text_width * 0.72, 30),
        box(text_x + text_width * 0.74, 106, text_width * 0.26, 30),
        unit,
        beside=False,
    )


@dataclass(frozen=True, eq=False)
class FlexionArc:
    """The hip flexion as a goniometer shows it.

    Attributes
    ----------
    hip_px
        (2,) its centre.
    points_px
        (n, 2) from the trunk's prolongation (0 degrees) to the thigh.
    """

    hip_px: Points
    points_px: Points


def flexion_arc(shoulder_px: Points, hip_px: Points, knee_px: Points) -> FlexionArc | None:
    """The arc at the hip whose length is the flexion; None where a joint is not seen.

    It begins at the trunk's prolongation, where flexion is 0, and ends at the thigh: so it
    grows as the thigh comes closer, like the figure beside it.
    """
    trunk, thigh = hip_px - shoulder_px, knee_px - hip_px
    lengths = (math.hypot(*trunk), math.hypot(*thigh))
    # Each by itself: min() lets a NaN in the second place through.
    if not all(0.0 < length < math.inf for length in lengths):
        return None
    shorter = min(lengths)
    start = math.atan2(trunk[1], trunk[0])
    cross, dot = trunk[0] * thigh[1] - trunk[1] * thigh[0], float(trunk @ thigh)
    sweep = math.atan2(cross, dot)
    radius = 0.42 * shorter
    angles = start + np.linspace(0.0, sweep, max(2, math.ceil(abs(sweep) / 0.12) + 1))
    points = hip_px + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return FlexionArc(hip_px, points)


class LabelPlacer:
    """Finds a place for the angle's figure outside the person, and keeps it while it can.

    Parameters
    ----------
    width_px, height_px
        Of the picture.
    half_px
        Half the label's width and height.
    """

    def __init__(self, width_px: int, height_px: int, half_px: tuple[float, float]) -> None:
        self._size = np.array([width_px, height_px], dtype=np.float64)
        self._half = np.array(half_px)
        self._extent = np.abs(_DIRECTIONS) @ self._half  # of the label along each direction
        self._farthest_px = 0.45 * min(width_px, height_px)
        self._kept: Points | None = None

    def __call__(self, points_px: Points, arc: FlexionArc, margin_px: float) -> Points | None:
        """The label's centre, (2,) px, or None where there is no room.

        Parameters
        ----------
        points_px
            (n, 2) landmarks of the person; NaN is left out.
        margin_px
            A body is thicker than its landmarks: this much is kept clear of their hull.
        """
        hull = _support(points_px)
        if self._kept is not None and self._is_good(self._kept, hull, arc, margin_px):
            return self._kept
        self._kept = self._nearest(hull, arc, margin_px)
        return self._kept

    def _is_good(self, centre: Points, hull: Points, arc: FlexionArc, margin_px: float) -> bool:
        clear = np.max(_DIRECTIONS @ centre - self._extent - hull)
        leader = leader_px(arc, centre, self._half)
        is_near = math.hypot(*(leader[1] - leader[0])) <= self._farthest_px
        return bool(clear >= 0.6 * margin_px and is_near and self._fits(centre))

    def _fits(self, centres: Points) -> NDArray[np.bool_]:
        edge = self._half + 3
        inside: NDArray[np.bool_] = ((centres >= edge) & (centres <= self._size - edge)).all(-1)
        return inside

    def _nearest(self, hull: Points, arc: FlexionArc, margin_px: float) -> Points | None:
        # From the hip and from the arc, along each direction: far enough that a line across
        # it parts label and person, and that the label is clear of the arc.
        arc_reach = np.max(arc.points_px @ _DIRECTIONS.T, axis=0) + 0.2 * self._half[1]
        clear = np.maximum(hull + margin_px, arc_reach) + self._extent
        anchors = np.stack([arc.hip_px, *arc.points_px[[0, len(arc.points_px) // 2]]])
        ways = np.maximum(clear - anchors @ _DIRECTIONS.T, 0.0)
        centres = (anchors[:, None] + ways[:, :, None] * _DIRECTIONS).reshape(-1, 2)
        centres = centres[self._fits(centres)]
        if not len(centres):
            return None
        lengths = _leader_lengths(arc, centres, self._half)
        best = int(np.argmin(lengths))
        return centres[best] if lengths[best] <= 0.85 * self._farthest_px else None


def _leader_lengths(arc: FlexionArc, centres_px: Points, half_px: Points) -> Points:
    """How far each label is from the arc, (n,) px."""
    gaps = np.abs(arc.points_px - centres_px[:, None]) - half_px
    beyond = np.maximum(gaps, 0.0)
    lengths: Points = np.sqrt((beyond**2).sum(-1).min(-1))
    return lengths


def leader_px(arc: FlexionArc, centre_px: Points, half_px: Points) -> Points:
    """The shortest way from the arc to the label's edge, (2, 2): from, to."""
    ends = np.clip(arc.points_px, centre_px - half_px, centre_px + half_px)
    best = int(np.argmin(np.hypot(*(arc.points_px - ends).T)))
    return np.stack([arc.points_px[best], ends[best]])


def _support(points_px: Points) -> Points:
    """How far the points' hull reaches along each direction, from the picture's origin."""
    seen = points_px[np.isfinite(points_px).all(axis=1)]
    reach: Points = np.max(seen @ _DIRECTIONS.T, axis=0, initial=-np.inf)
    return reach


def _even(value_px: float) -> int:
    return 2 * math.ceil(value_px / 2)


def _whole(value_px: float) -> int:
    return round(value_px)
