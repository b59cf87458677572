"""What is drawn on the person: skeleton, rest line, hip angle, marks. It measures nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posecoach.adapters.overlay_layout import LabelPlacer, flexion_arc, leader_px
from posecoach.adapters.overlay_marks import (
    BLACK,
    SHIFT,
    SKY_BLUE,
    WHITE,
    YELLOW,
    draw_mark,
    fixed_point,
    mark_of,
)
from posecoach.adapters.overlay_text import CAP_HEIGHT, Ink
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import INDEX, Side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posecoach.adapters.overlay_text import Colour, Typeface
    from posecoach.core.coach import CoachStep
    from posecoach.core.measure import Measurement
    from posecoach.core.rest import Rest

    Image = NDArray[np.uint8]
    Points = NDArray[np.float64]

_SPINE_AND_LEG = ("ear", "shoulder", "hip", "knee", "ankle", "foot_index")
_LEG = ("hip", "knee", "ankle", "foot_index")
_ARM = ("shoulder", "elbow", "wrist")
_LEAST_MARGIN_SHARE = 0.03  # of the picture's shorter side
_MARGIN_TORSO = 0.18  # about half the depth of a trunk, and of a head
_REST_LINE_BEYOND_TORSO = 0.35


class BodyPainter:
    """Draws on the picture, in place.

    Parameters
    ----------
    width_px, height_px
        Of the picture.
    mirror
        The picture is mirrored already; the landmarks are not.
    typeface
        For the angle's figure.
    """

    def __init__(self, width_px: int, height_px: int, *, mirror: bool, typeface: Typeface) -> None:
        self._width_px = width_px
        self._mirror = mirror
        self._typeface = typeface
        self._side_px = min(width_px, height_px)
        self._scale = self._side_px / 480
        ink = Ink(max(14.0, 24 * self._scale), YELLOW, bold=True)
        text_px = typeface.width_px("000°", ink)
        self._half = (text_px / 2 + 0.3 * ink.size_px, 0.72 * ink.size_px)
        self._ink = ink
        self._place = LabelPlacer(width_px, height_px, self._half)
        self._rest_line: tuple[Rest, list[NDArray[np.int32]]] | None = None

    def draw(self, image: Image, step: CoachStep) -> str:
        """Draw one step.

        Returns
        -------
        str
            The hip angle's figure where the picture has no room for it, else empty.
        """
        seen, pose = step.measurement, step.frame.pose
        if seen is None or pose is None:
            return ""
        points = self._shown(pose.points_px)
        leg = shown_leg(seen, step.working)
        self._draw_rest_line(image, step.rest)
        self._draw_skeleton(image, points, seen.near_side, leg)
        unplaced = self._draw_angle(image, points, leg, seen.hip_flexion_deg.of(leg), step.rest)
        for joint, kind in (("ear", FaultKind.HEAD_UP), ("shoulder", FaultKind.SHOULDERS_UP)):
            centre = points[INDEX[seen.near_side, joint]]
            if np.isfinite(centre).all():
                draw_mark(image, mark_of(step, kind), centre, max(3.5, 9 * self._scale))
        return unplaced

    def _shown(self, points_px: Points) -> Points:
        """Where the landmarks are on the shown picture; NaN where they are not finite."""
        shown = np.where(np.isfinite(points_px), points_px, np.nan)
        if self._mirror:
            shown[:, 0] = self._width_px - 1.0 - shown[:, 0]
        return shown

    def _line(
        self, image: Image, lines: list[NDArray[np.int32]], colour: Colour, px: float
    ) -> None:
        """Polylines in a colour on a black halo."""
        if not lines:
            return
        core = max(1, round(px))
        halo = core + 2 * max(1, round(1.2 * self._scale))
        cv2.polylines(image, lines, False, BLACK, halo, cv2.LINE_AA, SHIFT)
        cv2.polylines(image, lines, False, colour, core, cv2.LINE_AA, SHIFT)

    def _draw_skeleton(self, image: Image, points: Points, near: Side, leg: Side) -> None:
        if leg is not near:
            far = runs(points[[INDEX[leg, joint] for joint in _LEG]])
            self._line(image, far, SKY_BLUE, 3 * self._scale)
        chains = [
            run
            for chain in (_SPINE_AND_LEG, _ARM)
            for run in runs(points[[INDEX[near, joint] for joint in chain]])
        ]
        self._line(image, chains, WHITE, 3 * self._scale)

    def _draw_rest_line(self, image: Image, rest: Rest | None) -> None:
        if rest is None:
            return
        if self._rest_line is None or self._rest_line[0] is not rest:
            self._rest_line = (rest, self._dashed(rest))
        self._line(image, self._rest_line[1], SKY_BLUE, 1.8 * self._scale)

    def _dashed(self, rest: Rest) -> list[NDArray[np.int32]]:
        joints = [INDEX[rest.near_side, joint] for joint in ("ear", "shoulder", "hip")]
        line = self._shown(rest.points_px)[joints]
        longer = lengthened(line, _REST_LINE_BEYOND_TORSO * rest.torso_px)
        return list(fixed_point(dashes(longer, 11 * self._scale, 9 * self._scale)))

    def _draw_angle(
        self, image: Image, points: Points, leg: Side, flexion_deg: float, rest: Rest | None
    ) -> str:
        shoulder, hip, knee = (points[INDEX[leg, j]] for j in ("shoulder", "hip", "knee"))
        arc = flexion_arc(shoulder, hip, knee)
        if arc is None or math.isnan(flexion_deg):
            return ""
        self._line(image, [fixed_point(arc.points_px)], YELLOW, 2.4 * self._scale)
        text = f"{flexion_deg:.0f}°"
        centre = self._place(points, arc, self._margin_px(shoulder, hip, rest))
        neutral = fixed_point(np.stack([hip, hip + 1.25 * (arc.points_px[0] - hip)]))
        if centre is None:
            self._line(image, [neutral], YELLOW, 1)
            return text
        leader = fixed_point(leader_px(arc, centre, np.array(self._half)))
        self._line(image, [neutral, leader], YELLOW, 1)
        self._draw_label(image, text, centre)
        return ""

    def _margin_px(self, shoulder: Points, hip: Points, rest: Rest | None) -> float:
        torso = rest.torso_px if rest is not None else math.hypot(*(shoulder - hip))
        return max(_LEAST_MARGIN_SHARE * self._side_px, _MARGIN_TORSO * torso)

    def _draw_label(self, image: Image, text: str, centre: Points) -> None:
        half = np.array(self._half)
        low, high = np.rint(centre - half), np.rint(centre + half)
        cv2.rectangle(image, (int(low[0]), int(low[1])), (int(high[0]), int(high[1])), BLACK, -1)
        width = self._typeface.width_px(text, self._ink)
        cap = CAP_HEIGHT * self._ink.size_px
        foot = (float(centre[0]) - width / 2, float(centre[1]) + cap / 2)
        self._typeface.draw(image, text, foot, self._ink)


def shown_leg(seen: Measurement, working: tuple[Side, ...]) -> Side:
    """The leg whose angle is shown: the near one, or the far one if that alone is drawn."""
    if working and seen.near_side not in working:
        return working[0]
    return seen.near_side


def runs(points_px: Points) -> list[NDArray[np.int32]]:
    """A chain of joints as polylines, broken where a joint is NaN; fixed point."""
    seen = np.isfinite(points_px).all(axis=1)
    if seen.all():
        return [fixed_point(points_px)]
    gaps = np.flatnonzero(~seen)
    parts = np.split(points_px, gaps)
    kept = [part[np.isfinite(part).all(axis=1)] for part in parts]
    return [fixed_point(part) for part in kept if len(part) >= 2]


def lengthened(line_px: Points, by_px: float) -> Points:
    """A polyline drawn out at both ends."""

    def beyond(end: Points, before: Points) -> Points:
        way = end - before
        return end + way * (by_px / max(math.hypot(*way), 1e-9))

    return np.stack([beyond(line_px[0], line_px[1]), *line_px, beyond(line_px[-1], line_px[-2])])


def dashes(line_px: Points, dash_px: float, gap_px: float) -> Points:
    """Cut a polyline into dashes, (n, 2, 2); none for one with a NaN in it."""
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line_px, axis=0).T))])
    if not math.isfinite(way[-1]):
        return np.empty((0, 2, 2))
    # A line that runs on far outside the picture is not worth a thousand dashes.
    period = max(dash_px + gap_px, way[-1] / 200, 1.0)
    starts = np.arange(0.0, way[-1], period)
    ends = np.minimum(starts + period * dash_px / (dash_px + gap_px), way[-1])
    cuts = np.stack([starts, ends], axis=1)
    return np.stack([np.interp(cuts, way, line_px[:, axis]) for axis in (0, 1)], axis=-1)
