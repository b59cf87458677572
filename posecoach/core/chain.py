"""Shoulder, hip and knee of one side as a chain that rest has shown.

The landmarker places each joint by itself, a few percent of the torso off, and worse where a
drawn thigh or an arm covers it. Rest has shown three things that it does not know: the
shoulder lies on the mat, and how long this trunk and this thigh are. The likeliest chain keeps
near all of them.

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
    """Shoulder, hip and knee of one side; (x, y) in any one unit, NaN where not seen."""

    shoulder: Point
    hip: Point
    knee: Point

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
        Shoulder and hip moved; the knee keeps the direction that it has from the hip. What
        rest has not shown changes nothing; NaN stays NaN.
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
    return Chain(shoulder, seen.hip, seen.knee)


def _length_kept(seen: Chain, rest: Chain) -> Chain:
    """Move the hip so that trunk and thigh come nearer to their lengths at rest.

    Least squares for three joints and two lengths, each believed alike (landmarks are off by
    3 to 4 % of the torso; so are the lengths, by a thigh that is led outwards and a pelvis
    that rolls), solved in one linear step. Shoulder and knee would move along their own
    segments, which turns neither, so only the hip is moved.
    """
    torso, thigh = _length(rest.shoulder, rest.hip), _length(rest.knee, rest.hip)
    trunk_now, thigh_now = _way(seen.hip, seen.shoulder), _way(seen.hip, seen.knee)
    lengths = math.hypot(*trunk_now), math.hypot(*thigh_now)
    if not (torso > 0 and thigh > 0 and lengths[0] > 0 and lengths[1] > 0):
        return seen
    u = (trunk_now[0] / lengths[0], trunk_now[1] / lengths[0])
    v = (thigh_now[0] / lengths[1], thigh_now[1] / lengths[1])
    too_long = _within(lengths[0] - torso, torso), _within(lengths[1] - thigh, torso)
    cosine = u[0] * v[0] + u[1] * v[1]
    whole = 9.0 - cosine * cosine  # of the 2 x 2 normal matrix [[3, cosine], [cosine, 3]]
    by_trunk = (3.0 * too_long[0] - cosine * too_long[1]) / whole
    by_thigh = (3.0 * too_long[1] - cosine * too_long[0]) / whole
    hip = (
        seen.hip[0] + by_trunk * u[0] + by_thigh * v[0],
        seen.hip[1] + by_trunk * u[1] + by_thigh * v[1],
    )
    return Chain(seen.shoulder, hip, seen.knee)


def _within(off: float, torso: float) -> float:
    most = _MOST_OFF_TORSO * torso
    return max(-most, min(most, off))


def _way(start: Point, end: Point) -> Point:
    return end[0] - start[0], end[1] - start[1]


def _length(a: Point, b: Point) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])
