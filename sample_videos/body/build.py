"""How long and how thick a person is.

Joint centres follow published anthropometry, never what a pose model would like to see:

- long bones, trunk, head, hand and foot: P. de Leva, "Adjustments to Zatsiorsky-Seluyanov's
  segment inertia parameters", J. Biomech. 29 (1996) 1223-1230, table 4, as fractions of the
  mean stature of its subjects (male 1.741 m, female 1.735 m). Trunk is mid-shoulder to
  mid-hip (MIDS to MIDH).
- hip joint centres: 0.36 of the distance between the anterior superior iliac spines to each
  side (A. L. Bell et al., J. Biomech. 23 (1990) 617-621), with 0.25 m between the spines of
  a person of mean stature.
- shoulder joint centres: half the biacromial breadth (0.397 m male, 0.363 m female: the
  ANSUR survey, 1988) less 0.02 m from the acromion to the centre of the humeral head.
- ankle height: 0.039 of stature (D. A. Winter, Biomechanics and Motor Control of Human
  Movement, fig. 4.1).

Thickness (``*_r``) is not a joint's place: it only shapes the surface, and through it how
high the joints of a person lying down are above the floor.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

_MEAN_STATURE_M = {"male": 1.741, "female": 1.735}
_DE_LEVA_M = {
    "male": {
        "trunk": 0.5155,
        "thigh": 0.4222,
        "shank": 0.4340,
        "upper_arm": 0.2817,
        "forearm": 0.2689,
        "hand": 0.0862,
        "foot": 0.2581,
        "head": 0.2033,
    },
    "female": {
        "trunk": 0.4979,
        "thigh": 0.3685,
        "shank": 0.4323,
        "upper_arm": 0.2751,
        "forearm": 0.2643,
        "hand": 0.0780,
        "foot": 0.2283,
        "head": 0.2002,
    },
}
_SHOULDER_HALF_M = {"male": 0.397 / 2 - 0.02, "female": 0.363 / 2 - 0.02}
_HIP_HALF_M = 0.36 * 0.25


@dataclass(frozen=True)
class Build:
    """One body.

    Attributes
    ----------
    sex
        ``"male"`` or ``"female"``: whose table of segment lengths is used.
    stature_m
        Standing height.
    girth
        Thickness of trunk and limbs; 1 is average, 0.85 slight, 1.25 heavy.
    leg_ratio
        Leg length against the table's: children's are shorter.
    head_ratio
        Head size against an adult's of mean stature: it hardly grows after six.
    stoop_deg
        How far the upper back stays bent forward: the head then rests on a pillow.
    """

    sex: str = "male"
    stature_m: float = 1.741
    girth: float = 1.0
    leg_ratio: float = 1.0
    head_ratio: float = 1.0
    stoop_deg: float = 0.0

    def segment_m(self, name: str) -> float:
        """Length of a segment of de Leva's table in m, at this stature."""
        return _DE_LEVA_M[self.sex][name] * self.stature_m / _MEAN_STATURE_M[self.sex]

    @cached_property
    def size(self) -> float:
        """Stature against the mean of the table."""
        return self.stature_m / _MEAN_STATURE_M[self.sex]

    @cached_property
    def thigh_m(self) -> float:
        """Hip centre to knee centre."""
        return self.segment_m("thigh") * self.leg_ratio

    @cached_property
    def shank_m(self) -> float:
        """Knee centre to ankle."""
        return self.segment_m("shank") * self.leg_ratio

    @cached_property
    def upper_arm_m(self) -> float:
        """Shoulder centre to elbow centre."""
        return self.segment_m("upper_arm")

    @cached_property
    def forearm_m(self) -> float:
        """Elbow centre to wrist centre."""
        return self.segment_m("forearm")

    @cached_property
    def trunk_m(self) -> float:
        """Mid-hip to mid-shoulder with a straight back: the torso length."""
        return self.segment_m("trunk")

    @cached_property
    def shoulder_half_m(self) -> float:
        """Half the distance of the shoulder centres."""
        return _SHOULDER_HALF_M[self.sex] * self.size

    @cached_property
    def hip_half_m(self) -> float:
        """Half the distance of the hip centres."""
        return _HIP_HALF_M * self.size

    @cached_property
    def ankle_height_m(self) -> float:
        """Ankle above the sole."""
        return 0.039 * self.stature_m

    @cached_property
    def foot_m(self) -> float:
        """Heel to toe tip."""
        return self.segment_m("foot")

    @cached_property
    def head_size(self) -> float:
        """Head against that of an adult of mean stature."""
        return self.head_ratio * (0.5 + 0.5 * self.size)

    @cached_property
    def back_m(self) -> float:
        """Trunk axis above the floor when lying: half the depth of the trunk."""
        return (0.064 + 0.032 * self.girth) * self.size

    @cached_property
    def limb(self) -> float:
        """Factor on the limbs' radii."""
        return self.size * (0.45 + 0.55 * self.girth)


BUILDS: dict[str, Build] = {
    "man": Build(),
    "woman": Build("female", 1.66),
    "tall": Build("male", 1.93, 0.95),
    "short": Build("female", 1.52, 1.05),
    "slight": Build("female", 1.70, 0.84),
    "heavy": Build("male", 1.78, 1.32),
    "stout": Build("female", 1.63, 1.28),
    "child": Build("female", 1.28, 0.92, leg_ratio=0.95, head_ratio=1.08),
    "old": Build("male", 1.68, 0.98, stoop_deg=14.0),
    "old_woman": Build("female", 1.57, 1.08, stoop_deg=16.0),
}
