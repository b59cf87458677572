"""The outer shape over a skeleton: a list of solids in smooth unions.

A solid is one row of numbers (see the column constants), so that the tracer can run over
them without objects. Solids of one group melt into each other; groups hardly do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sample_videos.body.geometry import Frame3, Vec, unit
from sample_videos.body.posture import SIDES, SIGN

if TYPE_CHECKING:
    from sample_videos.body.build import Build
    from sample_videos.body.outfit import Outfit, Rgb
    from sample_videos.body.skeleton import Skeleton

# Columns of a solid's row.
KIND, GROUP, MELT, A, B, RA, RB, AXES, COLOUR, GLOSS, CENTRE, BOUND = (
    0,
    1,
    2,
    3,
    6,
    9,
    10,
    11,
    20,
    23,
    24,
    27,
)
COLUMNS = 28
CONE, ELLIPSOID, BOX = 0.0, 1.0, 2.0

TRUNK, LEFT_LEG, RIGHT_LEG, LEFT_ARM, RIGHT_ARM, HEAD, HAIR, THINGS = range(8)
GROUPS = 8

_SKIN_GLOSS, _CLOTH_GLOSS, _HAIR_GLOSS = 0.12, 0.02, 0.10
_LIP: Rgb = (0.42, 0.16, 0.14)
_WHITE: Rgb = (0.75, 0.74, 0.72)
_DARK: Rgb = (0.02, 0.015, 0.012)


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
        melt_m: float = 0.012, gloss: float = _SKIN_GLOSS,
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
        gloss: float = _SKIN_GLOSS,
    ) -> None:  # fmt: skip
        """An ellipsoid in a frame's axes."""
        self._oriented(ELLIPSOID, group, frame, at, radii, rgb, melt_m, gloss)

    def box(  # noqa: PLR0913, PLR0917 - a solid has that many properties
        self, group: int, frame: Frame3, at: tuple[float, float, float],
        half: tuple[float, float, float], rgb: Rgb, melt_m: float = 0.0,
        gloss: float = _CLOTH_GLOSS, round_m: float = 0.0,
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


def figure(
    skeleton: Skeleton, build: Build, outfit: Outfit, first_group: int = 0
) -> NDArray[np.float64]:
    """All solids of one person, (N, COLUMNS)."""
    solids = Solids(first_group)
    _trunk(solids, skeleton, build, outfit)
    for side in SIDES:
        _leg(solids, skeleton, build, outfit, side)
        _arm(solids, skeleton, build, outfit, side)
    _head(solids, skeleton, build, outfit)
    return solids.table()


def _trunk(solids: Solids, skeleton: Skeleton, b: Build, outfit: Outfit) -> None:
    size, girth, trunk = b.size, b.girth, b.trunk_m
    deep = b.back_m
    female = b.sex == "female"
    breath = 1.0 + 0.035 * skeleton.breath
    chest, pelvis = skeleton.chest, skeleton.pelvis
    far = 0.52 * trunk
    top, low = outfit.top, outfit.bottom
    wide = b.shoulder_half_m
    belly = 0.086 + 0.05 * max(0.0, girth - 1.0)

    def shirt(frame: Frame3, at: tuple[float, float, float], r: tuple[float, float, float]) -> None:
        solids.ball(TRUNK, frame, at, r, top, 0.05, _CLOTH_GLOSS)

    shirt(chest, (far - 0.075 * size, 0, 0.012), (0.150 * size, wide * 0.86, deep * 1.10 * breath))
    shirt(
        chest,
        (far - 0.17 * size, 0, 0.006),
        (0.155 * size, wide * 0.80 * girth**0.5, deep * 1.10 * breath),
    )
    shirt(chest, (0.02, 0, 0.004), (0.14 * size, wide * 0.78 * girth**0.7, deep * 1.02 * breath))
    middle = Frame3((chest.origin + pelvis.at(0.05, 0, 0)) / 2, pelvis.axes)
    shirt(
        middle,
        (0.0, 0, 0.012 * girth),
        (
            0.15 * size,
            wide * 0.76 * girth,
            belly * size * girth**0.6 * (1 + 0.05 * skeleton.breath),
        ),
    )
    if female:
        for side in SIDES:
            shirt(
                chest,
                (far - 0.15 * size, SIGN[side] * 0.075 * size, 0.075 * size),
                (0.058 * size, 0.062 * size, 0.052 * size * girth**0.5),
            )
    for side in SIDES:
        s = SIGN[side]
        solids.cone(
            TRUNK,
            (
                skeleton.joints["neck"] - chest.axes[:, 0] * 0.02,
                skeleton.joints["sh" + side] + chest.axes[:, 0] * 0.012,
            ),
            (0.052 * size, 0.050 * b.limb),
            top,
            0.03,
            _CLOTH_GLOSS,
        )
        hips = 1.08 if female else 1.0
        solids.ball(
            TRUNK,
            pelvis,
            (-0.03 * size, s * 0.068 * size * hips, -0.012 * size),
            (0.105 * size, 0.092 * size * girth**0.6 * hips, (deep - 0.004) * 0.92),
            low,
            0.03,
            _CLOTH_GLOSS,
        )
    solids.ball(
        TRUNK,
        pelvis,
        (0.055 * size, 0, 0.004),
        (0.10 * size, 0.158 * size * girth**0.7, deep * 0.97),
        low,
        0.025,
        _CLOTH_GLOSS,
    )
    neck = skeleton.joints["neck"]
    solids.cone(
        HEAD,
        (neck - chest.axes[:, 0] * 0.03, skeleton.head.at(0.02, 0, -0.005)),
        (0.060 * size, 0.053 * size),
        outfit.skin,
        0.02,
    )


def _leg(solids: Solids, skeleton: Skeleton, b: Build, outfit: Outfit, side: str) -> None:
    group = LEFT_LEG if side == "L" else RIGHT_LEG
    j, r = skeleton.joints, b.limb
    hip, knee, ankle = j["hip" + side], j["kn" + side], j["an" + side]
    thigh, shank = unit(knee - hip), unit(ankle - knee)
    back = unit(-skeleton.foot[side].axes[:, 0] + (skeleton.foot[side].axes[:, 0] @ shank) * shank)
    bend = unit(thigh - shank + 1e-9)
    skin = outfit.skin
    hip_in = hip + thigh * 0.02
    mid = hip + thigh * b.thigh_m * 0.5
    solids.cone(group, (hip_in, mid), (0.088 * r, 0.076 * r), skin, 0.03)
    solids.cone(group, (mid, knee), (0.076 * r, 0.054 * r), skin, 0.03)
    solids.cone(
        group, (knee + bend * 0.006 * r, knee + shank * 0.03), (0.051 * r, 0.049 * r), skin, 0.02
    )
    calf = knee + shank * b.shank_m * 0.28
    solids.cone(group, (knee, calf), (0.050 * r, 0.050 * r), skin, 0.02)
    solids.cone(group, (calf, ankle), (0.048 * r, 0.032 * r), skin, 0.02)
    solids.cone(
        group,
        (
            knee + shank * b.shank_m * 0.16 + back * 0.016 * r,
            knee + shank * b.shank_m * 0.42 + back * 0.016 * r,
        ),
        (0.044 * r, 0.040 * r),
        skin,
        0.03,
    )
    _trousers(solids, (hip_in, knee, ankle), b, outfit, group)
    _foot(solids, skeleton, b, outfit, side, group)


def _trousers(
    solids: Solids, line: tuple[Vec, Vec, Vec], b: Build, outfit: Outfit, group: int
) -> None:
    hip, knee, ankle = line
    r, loose, cloth = b.limb, outfit.loose_m, outfit.bottom
    total = b.thigh_m + b.shank_m
    covered = outfit.leg_cover * total
    thigh_share = min(covered / b.thigh_m, 1.0)
    end = hip + (knee - hip) * thigh_share
    wide = 0.088 + (0.056 - 0.088) * thigh_share
    solids.cone(
        group, (hip, end), (0.090 * r + loose * 0.5, wide * r + loose), cloth, 0.012, _CLOTH_GLOSS
    )
    middle = hip + (knee - hip) * 0.5 * thigh_share
    solids.cone(
        group,
        (middle, end),
        (0.077 * r + loose * 0.8, wide * r + loose),
        cloth,
        0.012,
        _CLOTH_GLOSS,
    )
    if covered > b.thigh_m:
        share = (covered - b.thigh_m) / b.shank_m
        calf = knee + (ankle - knee) * min(share, 0.30)
        cuff = knee + (ankle - knee) * share
        solids.cone(
            group, (knee, calf), (0.054 * r + loose, 0.054 * r + loose), cloth, 0.02, _CLOTH_GLOSS
        )
        solids.cone(
            group,
            (calf, cuff),
            (0.054 * r + loose, (0.034 + 0.5 * loose) * r + loose),
            cloth,
            0.015,
            _CLOTH_GLOSS,
        )
    if outfit.skirt:
        hem = hip + (knee - hip) * 0.86
        colour = tuple(min(1.0, c * 3 + 0.05) for c in outfit.top)
        solids.cone(
            group,
            (hip, hem),
            (0.108 * r, 0.098 * r),
            (colour[0], colour[1], colour[2]),
            0.03,
            _CLOTH_GLOSS,
        )


def _foot(
    solids: Solids, skeleton: Skeleton, b: Build, outfit: Outfit, side: str, group: int
) -> None:
    frame = skeleton.foot[side]
    ankle = skeleton.joints["an" + side]
    length, deep = b.foot_m, b.ankle_height_m
    size = b.size
    rgb = outfit.shoe if outfit.shoes else outfit.skin
    gloss = 0.08 if outfit.shoes else _SKIN_GLOSS
    fat = 1.12 if outfit.shoes else 1.0
    heel = frame.at(-0.13 * length, 0, deep - 0.034 * size)
    ball = frame.at(0.48 * length, 0, deep - 0.025 * size)
    tip = frame.at(0.68 * length, 0, deep - 0.020 * size)
    solids.cone(group, (ankle, ball), (0.033 * size * fat, 0.022 * size), rgb, 0.03, gloss)
    solids.cone(group, (heel, ball), (0.033 * size, 0.025 * size * fat), rgb, 0.03, gloss)
    for y in (-0.020, 0.018):
        shift = frame.axes[:, 1] * y * size
        solids.cone(
            group,
            (ball + shift * 0.6, tip + shift),
            (0.025 * size, 0.019 * size),
            rgb,
            0.025,
            gloss,
        )
    solids.cone(group, (ankle, heel), (0.035 * size * fat, 0.033 * size), rgb, 0.03, gloss)
    if outfit.shoes:
        sole = (0.42 * length * 1.02, 0.040 * size, 0.008)
        solids.box(group, frame, (0.27 * length, 0, deep - 0.008), sole, _WHITE, 0.004, 0.05, 0.007)
        solids.cone(
            group,
            (ankle, ankle + (skeleton.joints["kn" + side] - ankle) * 0.10),
            (0.036 * size, 0.038 * b.limb),
            _WHITE,
            0.008,
            _CLOTH_GLOSS,
        )


def _arm(solids: Solids, skeleton: Skeleton, b: Build, outfit: Outfit, side: str) -> None:
    group = LEFT_ARM if side == "L" else RIGHT_ARM
    j, r, skin = skeleton.joints, b.limb, outfit.skin
    shoulder, elbow, wrist = j["sh" + side], j["el" + side], j["wr" + side]
    upper, lower = elbow - shoulder, wrist - elbow
    solids.cone(group, (shoulder, elbow), (0.050 * r, 0.039 * r), skin, 0.015)
    solids.cone(
        group,
        (shoulder + upper * 0.35, shoulder + upper * 0.65),
        (0.047 * r, 0.044 * r),
        skin,
        0.02,
    )
    solids.cone(group, (elbow, elbow + lower * 0.35), (0.038 * r, 0.041 * r), skin, 0.02)
    solids.cone(group, (elbow + lower * 0.3, wrist), (0.040 * r, 0.026 * r), skin, 0.02)
    reach = outfit.sleeve * 2
    cloth, gloss = outfit.top, _CLOTH_GLOSS
    off = 0.010 + outfit.loose_m * 0.3
    upper_share = max(min(reach, 1.0), 0.08)
    solids.cone(
        group,
        (shoulder, shoulder + upper * upper_share),
        (0.055 * r + 0.004, (0.054 - 0.013 * upper_share) * r + off),
        cloth,
        0.012,
        gloss,
    )
    solids.cone(
        TRUNK,
        (shoulder - skeleton.chest.axes[:, 0] * 0.02, shoulder + upper * 0.12),
        (0.050 * r, 0.050 * r),
        cloth,
        0.04,
        gloss,
    )
    if reach > 1.0:
        solids.cone(
            group,
            (elbow, elbow + lower * (reach - 1.0)),
            (0.042 * r + off, 0.031 * r + off * 0.7),
            cloth,
            0.02,
            gloss,
        )
    _hand(solids, skeleton.hand[side], b, skin, group)


def _hand(solids: Solids, frame: Frame3, b: Build, skin: Rgb, group: int) -> None:
    s = b.segment_m("hand") / 0.0862
    solids.ball(group, frame, (0.045 * s, 0, 0), (0.050 * s, 0.038 * s, 0.019 * s), skin, 0.015)
    for i, length in enumerate((0.145, 0.160, 0.150, 0.128)):
        y = (-0.027 + 0.018 * i) * s
        solids.cone(
            group,
            (frame.at(0.07 * s, y, 0), frame.at(length * s, y * 1.1, 0.012 * s)),
            (0.011 * s, 0.0085 * s),
            skin,
            0.006,
        )
    solids.cone(
        group,
        (frame.at(0.02 * s, -0.028 * s, 0.006), frame.at(0.085 * s, -0.055 * s, 0.02 * s)),
        (0.014 * s, 0.010 * s),
        skin,
        0.012,
    )


def _head(solids: Solids, skeleton: Skeleton, b: Build, outfit: Outfit) -> None:
    frame, k, skin = skeleton.head, b.head_size, outfit.skin

    def ball(
        at: tuple[float, float, float], r: tuple[float, float, float], rgb: Rgb = skin,
        melt: float = 0.02, group: int = HEAD, gloss: float = _SKIN_GLOSS,
    ) -> None:  # fmt: skip
        scaled = (at[0] * k, at[1] * k, at[2] * k)
        solids.ball(group, frame, scaled, (r[0] * k, r[1] * k, r[2] * k), rgb, melt * k, gloss)

    ball((0.085, 0, 0.008), (0.098, 0.073, 0.094))
    ball((0.028, 0, 0.050), (0.072, 0.058, 0.052))
    ball((-0.020, 0, 0.080), (0.030, 0.030, 0.026), melt=0.03)
    solids.cone(
        HEAD,
        (frame.at(0.072 * k, 0, 0.098 * k), frame.at(0.040 * k, 0, 0.116 * k)),
        (0.009 * k, 0.0135 * k),
        skin,
        0.012,
    )
    ball((0.034, 0, 0.106), (0.010, 0.017, 0.010), melt=0.008)
    ball((0.005, 0, 0.101), (0.0065, 0.024, 0.008), _LIP, 0.003)
    for side in SIDES:
        s = SIGN[side]
        ball((0.070, s * 0.031, 0.090), (0.0085, 0.014, 0.008), _WHITE, 0.002)
        ball((0.070, s * 0.031, 0.0955), (0.0062, 0.0062, 0.0045), _DARK, 0.0)
        a, c = (
            frame.at(0.086 * k, s * 0.015 * k, 0.098 * k),
            frame.at(0.087 * k, s * 0.047 * k, 0.086 * k),
        )
        dark: Rgb = (outfit.hair_rgb[0] * 0.7, outfit.hair_rgb[1] * 0.7, outfit.hair_rgb[2] * 0.7)
        solids.cone(HEAD, (a, c), (0.0045 * k, 0.0038 * k), dark, 0.002)
        ball((0.045, s * 0.077, 0.006), (0.028, 0.009, 0.018), melt=0.006)
    hair = outfit.hair_rgb
    ball((0.106, 0, -0.004), (0.092, 0.081, 0.092), hair, 0.01, HAIR, _HAIR_GLOSS)
    ball((0.060, 0, -0.030), (0.085, 0.076, 0.066), hair, 0.02, HAIR, _HAIR_GLOSS)
    for side in SIDES:
        ball(
            (0.080, SIGN[side] * 0.066, 0.022), (0.040, 0.012, 0.024), hair, 0.01, HAIR, _HAIR_GLOSS
        )
    if outfit.hair == "bun":
        ball((0.205, 0, -0.02), (0.040, 0.042, 0.040), hair, 0.02, HAIR, _HAIR_GLOSS)
    if outfit.hair == "long":
        ball((0.13, 0, -0.055), (0.10, 0.10, 0.045), hair, 0.03, HAIR, _HAIR_GLOSS)
        for side in SIDES:
            ball(
                (0.02, SIGN[side] * 0.082, -0.035),
                (0.11, 0.028, 0.05),
                hair,
                0.03,
                HAIR,
                _HAIR_GLOSS,
            )


def pillow(
    rig_head_x_m: float, height_m: float, rgb: Rgb, group: int = THINGS
) -> NDArray[np.float64]:
    """A cushion on the floor, (1, COLUMNS)."""
    solids = Solids()
    frame = Frame3(np.zeros(3), np.eye(3))
    half = (0.17, 0.25, max(height_m / 2, 0.012))
    solids.box(
        group, frame, (rig_head_x_m, 0, half[2]), half, rgb, 0.0, _CLOTH_GLOSS, half[2] * 0.9
    )
    return solids.table()
