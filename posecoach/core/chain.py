"""Shoulder, hip, knee and ankle of one side as a chain that rest has shown.

The landmarker places each joint by itself, a few percent of the torso off, and worse where a
drawn thigh or an arm covers it. Rest has shown three things that it does not know: the
shoulder lies on the mat, and how long this trunk, this thigh and this shank are. The likeliest
chain keeps near all of them.

Works on (x, y) pairs in the plane in which the leg moves (:mod:`posecoach.core.perspective`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from posecoach.core.geometry import flexion_deg

Point = tuple[float, float]

# A shoulder that seems to rise by less than this is more likely misplaced than risen: where a
# knee or an arm comes before it, the landmark wanders up by 3 % of the torso (half a shoulder's
# thickness), while a curl worth the name lifts it by 12 %. Moves no angle by more than 1.7 deg.
_WANDERS_TORSO = 0.06
# Longer or shorter by more than this the segment is not the one that rest has shown, so a
# landmark may be anywhere, or the person has come nearer: the hip is drawn no farther for it.
_MOST_OFF_TORSO = 0.15


@dataclass(frozen=True)
class Chain:
    """Shoulder, hip, knee and ankle of one side; (x, y) in any one unit, NaN where not seen."""

    shoulder: Point
    hip: Point
    knee: Point
    ankle: Point = (math.nan, math.nan)

    @cached_property
    def flexion_deg(self) -> float:
        """Trunk-thigh angle: 0 in line, 180 folded; NaN if a joint is missing."""
        return flexion_deg(self.shoulder, self.hip, self.knee)


def flexion_against_middle_deg(own: Chain, other: Chain) -> float:
    """Hip flexion of one thigh against the trunk's middle line, from mid-hip to mid-shoulder.

    A camera that looks down on the mat sees the far shoulder raised, because it lies farther
    behind than the far hip does: by 1 degree from a laptop, by 4 from the height of a table.
    Where the other side is not seen, its own side of the trunk has to do.
    """
    trunks = _way(own.hip, own.shoulder), _way(other.hip, other.shoulder)
    x, y = (sum(ways) / 2 for ways in zip(*trunks, strict=True))
    if math.isnan(x):
        return own.flexion_deg
    return flexion_deg((own.hip[0] + x, own.hip[1] + y), own.hip, own.knee)


def likeliest(seen: Chain, rest: Chain) -> Chain:
    """The chain that explains best what is seen now and what was seen at rest.

    Parameters
    ----------
    seen, rest
        Of the same side, in the same unit.

    Returns
    -------
    Chain
        Shoulder, hip and knee moved. What rest has not shown changes nothing; NaN stays NaN.
    """
    return _length_kept(_shoulder_on_the_mat(seen, rest), rest)


def _shoulder_on_the_mat(seen: Chain, rest: Chain) -> Chain:
    """Take the rise of the shoulder for real only as far as it is more than wandering."""
    along = _way(rest.hip, rest.shoulder)
    torso = math.hypot(*along)
    if not torso > 0:
        return seen
    across = (along[1] / torso, -along[0] / torso)
    moved = _way(rest.shoulder, seen.shoulder)
    rise = (moved[0] * across[0] + moved[1] * across[1]) / torso
    back = rise * torso * _WANDERS_TORSO**2 / (rise**2 + _WANDERS_TORSO**2)
    shoulder = (seen.shoulder[0] - back * across[0], seen.shoulder[1] - back * across[1])
    return Chain(shoulder, seen.hip, seen.knee, seen.ankle)


def _length_kept(seen: Chain, rest: Chain) -> Chain:
    """Move the joints so that trunk, thigh and shank come nearer to their lengths at rest.

    Least squares for four joints and three lengths, each believed alike (landmarks are off by
    3 to 4 % of the torso; so are the lengths, by a thigh that is led outwards and a pelvis
    that rolls), solved in one linear step. The shank tells where a knee is that hands cover.
    Without an ankle the other two lengths have to do.
    """
    torso = _length(rest.shoulder, rest.hip)
    trunk = _Segment.of(seen.hip, seen.shoulder, torso, torso)
    thigh = _Segment.of(seen.hip, seen.knee, _length(rest.knee, rest.hip), torso)
    shank = _Segment.of(seen.knee, seen.ankle, _length(rest.ankle, rest.knee), torso)
    if trunk is None or thigh is None:
        return seen
    # Segments that share a joint pull at it: [[3, a, 0], [a, 3, b], [0, b, 3]] is to be solved.
    a = trunk.x * thigh.x + trunk.y * thigh.y
    b = 0.0 if shank is None else -(thigh.x * shank.x + thigh.y * shank.y)
    over = 0.0 if shank is None else shank.too_long
    whole = 27.0 - 3.0 * (a * a + b * b)
    by_thigh = (9.0 * thigh.too_long - 3.0 * (a * trunk.too_long + b * over)) / whole
    by_trunk = (trunk.too_long - a * by_thigh) / 3.0
    by_shank = (over - b * by_thigh) / 3.0
    shoulder = trunk.moved(seen.shoulder, -by_trunk)
    hip = thigh.moved(trunk.moved(seen.hip, by_trunk), by_thigh)
    knee = thigh.moved(seen.knee, -by_thigh)
    if shank is not None:
        knee = shank.moved(knee, by_shank)
    return Chain(shoulder, hip, knee, seen.ankle)


@dataclass(frozen=True)
class _Segment:
    """A segment as it is seen: unit vector along it, and how much longer it is than at rest."""

    x: float
    y: float
    too_long: float

    @staticmethod
    def of(start: Point, end: Point, at_rest: float, torso: float) -> _Segment | None:
        """None where a joint is missing, now or at rest."""
        x, y = _way(start, end)
        length = math.hypot(x, y)
        if not (length > 0 and at_rest > 0 and torso > 0):
            return None
        return _Segment(x / length, y / length, _within(length - at_rest, torso))

    def moved(self, joint: Point, by: float) -> Point:
        """A joint shifted along the segment."""
        return joint[0] + by * self.x, joint[1] + by * self.y


def _within(off: float, torso: float) -> float:
    most = _MOST_OFF_TORSO * torso
    return max(-most, min(most, off))


def _way(start: Point, end: Point) -> Point:
    return end[0] - start[0], end[1] - start[1]


def _length(a: Point, b: Point) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])
