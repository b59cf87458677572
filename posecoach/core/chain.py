"""Shoulder, hip, knee and ankle of one side as a chain that rest has shown.

The landmarker places each joint by itself, a few percent of the torso off, and worse where a
drawn thigh or an arm covers it. Rest has shown two things that it does not know: where on the
mat shoulder and hip lie, and how long this trunk, this thigh and this shank are. The likeliest
chain keeps near all of it.

Works on (x, y) pairs in the plane in which the leg moves (:mod:`posecoach.core.perspective`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from posecoach.core.geometry import flexion_deg

Point = tuple[float, float]

# A shoulder or a hip that seems to move by less than this is more likely misplaced than moved:
# where a knee or an arm comes before it, the landmark wanders by 4 % of the torso, and was off by
# 2 to 3 % at rest: by 5 % together, and this is twice that. Of what has come twice as far hardly
# anything is taken back: a curl worth the name, or a body that has slid.
_WANDERS_TORSO = 0.10
# How much of that is taken back. A body lies on the mat by its own weight: it slides no little way,
# and nothing but a curl lifts a shoulder. But the pelvis rolls up as the knees come to the chest:
# there rest and now are believed alike.
_ON_THE_MAT, _ALIKE = 1.0, 0.5
# How far off landmarks are, as variances: arms and thigh cover shoulder, hip and knee, while the
# ankle lies free. And lengths, in the same unit: a thigh that is led outwards and a pelvis that
# rolls change theirs in the picture, a shank hardly does.
_SHOULDER, _HIP, _ANKLE = 2.0, 2.0, 1.0
_TRUNK, _THIGH, _SHANK = 1.0, 1.0, 0.2
# Longer or shorter by more than this the segment is not the one that rest has shown, so a
# landmark may be anywhere, or the person has come nearer: the hip is drawn no farther for it.
_MOST_OFF_TORSO = 0.15
_STEPS = 2  # a third one turns the thigh by more than 0.1 degrees in one picture of a hundred


@dataclass(frozen=True)
class Belief:
    """How far a side's rest and landmarks are believed.

    Attributes
    ----------
    along_mat
        How much of a shoulder's or a hip's wandering along the mat is taken back, 0 to 1.
    knee
        How far off its landmark is, as a variance in the unit of the others.
    """

    along_mat: float
    knee: float


NEAR = Belief(_ON_THE_MAT, 3.0)
"""Towards the camera: seen well at rest, and hands cover the drawn knee most of all."""
FAR = Belief(_ALIKE, 2.0)
"""Away from it: half hidden at rest, too, and the near leg covers all of it alike."""


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


def likeliest(seen: Chain, rest: Chain, belief: Belief = NEAR) -> Chain:
    """The chain that explains best what is seen now and what was seen at rest.

    Parameters
    ----------
    seen, rest
        Of the same side, in the same unit.
    belief
        ``NEAR`` or ``FAR``.

    Returns
    -------
    Chain
        All joints moved. What rest has not shown changes nothing; NaN stays NaN.
    """
    if math.isnan(seen.flexion_deg):
        return seen  # joints on one spot must not become an angle by being moved
    return _length_kept(_as_it_lay(seen, rest, belief), rest, belief)


def _as_it_lay(seen: Chain, rest: Chain, belief: Belief) -> Chain:
    """Take shoulder and hip as moved only as far as it is more than wandering."""
    along = _way(rest.hip, rest.shoulder)
    torso = math.hypot(*along)
    if not torso > 0:
        return seen
    x, y = along[0] / torso, along[1] / torso

    def settled(now: Point, then: Point, across_share: float) -> Point:
        off = _way(then, now)
        back = belief.along_mat * _wandered(off[0] * x + off[1] * y, torso)
        down = across_share * _wandered(off[0] * y - off[1] * x, torso)
        return now[0] - back * x - down * y, now[1] - back * y + down * x

    shoulder = settled(seen.shoulder, rest.shoulder, _ON_THE_MAT)
    return Chain(shoulder, settled(seen.hip, rest.hip, _ALIKE), seen.knee, seen.ankle)


def _wandered(off: float, torso: float) -> float:
    """How much of an offset is likelier wandering than way."""
    return off * math.exp(-0.5 * (off / (_WANDERS_TORSO * torso)) ** 2)


def _length_kept(seen: Chain, rest: Chain, belief: Belief) -> Chain:
    """Move the joints so that trunk, thigh and shank come nearer to their lengths at rest.

    Least squares for four joints and three lengths, each as far as it is believed, by Gauss and
    Newton: joints that move turn the segments that pull at them. The shank tells where a knee is
    that hands cover. Without an ankle the other two lengths have to do.
    """
    lengths = [math.hypot(*way) for way in _ways(rest)]
    likely = seen
    for _ in range(_STEPS):
        likely = _pulled(seen, likely, lengths, belief.knee)
    return likely


def _pulled(seen: Chain, likely: Chain, lengths: list[float], knee_variance: float) -> Chain:
    """The joints as seen, pulled along the segments as these likely lie: one linear step.

    ``lengths`` are those of trunk, thigh and shank at rest.
    """
    torso = lengths[0]
    ways = zip(_ways(seen), _ways(likely), lengths, strict=True)
    trunk, thigh, shank = (_Segment.of(*segment, torso) for segment in ways)
    if trunk is None or thigh is None:
        return seen
    # Segments that share a joint pull at it: [[t, a, 0], [a, h, b], [0, b, s]] is to be solved for
    # how hard each segment pulls.
    t, h = _SHOULDER + _HIP + _TRUNK, _HIP + knee_variance + _THIGH
    s = knee_variance + _ANKLE + _SHANK
    a = _HIP * (trunk.x * thigh.x + trunk.y * thigh.y)
    b = 0.0 if shank is None else -knee_variance * (thigh.x * shank.x + thigh.y * shank.y)
    over = 0.0 if shank is None else shank.too_long
    left_over = thigh.too_long - a * trunk.too_long / t - b * over / s
    by_thigh = left_over / (h - a * a / t - b * b / s)
    by_trunk = (trunk.too_long - a * by_thigh) / t
    by_shank = (over - b * by_thigh) / s
    shoulder = trunk.moved(seen.shoulder, -_SHOULDER * by_trunk)
    hip = thigh.moved(trunk.moved(seen.hip, _HIP * by_trunk), _HIP * by_thigh)
    knee, ankle = thigh.moved(seen.knee, -knee_variance * by_thigh), seen.ankle
    if shank is not None:
        knee = shank.moved(knee, knee_variance * by_shank)
        ankle = shank.moved(ankle, -_ANKLE * by_shank)
    return Chain(shoulder, hip, knee, ankle)


@dataclass(frozen=True)
class _Segment:
    """Unit vector along a segment, and how much longer it is seen along it than at rest."""

    x: float
    y: float
    too_long: float

    @staticmethod
    def of(seen: Point, likely: Point, at_rest: float, torso: float) -> _Segment | None:
        """Of the way from its one end to the other, twice; None where a joint is missing."""
        length = math.hypot(*likely)
        if not (length > 0 and at_rest > 0):
            return None
        x, y = likely[0] / length, likely[1] / length
        return _Segment(x, y, _within(seen[0] * x + seen[1] * y - at_rest, torso))

    def moved(self, joint: Point, by: float) -> Point:
        """A joint shifted along the segment."""
        return joint[0] + by * self.x, joint[1] + by * self.y


def _within(off: float, torso: float) -> float:
    most = _MOST_OFF_TORSO * torso
    return max(-most, min(most, off))


def _ways(chain: Chain) -> tuple[Point, Point, Point]:
    """Along trunk, thigh and shank."""
    return (
        _way(chain.hip, chain.shoulder),
        _way(chain.hip, chain.knee),
        _way(chain.knee, chain.ankle),
    )


def _way(start: Point, end: Point) -> Point:
    return end[0] - start[0], end[1] - start[1]
