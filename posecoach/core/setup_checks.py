"""What one frame says of the setup: light, view, distance, and what would mend them.

No memory: whether something lasts is :mod:`posecoach.core.setup_gate`'s. Advice is named after
the person's own head and feet, which are the same for whoever stands at the laptop and for
whoever lies on the mat already.

The numbers below come from renders and photographs of known geometry (`sample_videos`): how
far they could be darkened, cut, moved away and turned before the landmarks left the body.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import INDEX, Pose, Side
from posecoach.core.setup_keys import Advice, Check, Outcome, Result, Way
from posecoach.core.trunk import torso_px, trunk_of

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds
    from posecoach.core.geometry import Points

# Pairs: it fails beyond the first and is mended at the second; between them nothing changes.
# Share of full brightness, the picture's mean: at 0.07 landmarks shake, at 0.05 nobody is
# found any more; a room at dusk gives 0.25.
_DARK = (0.10, 0.12)
_BLACK = (0.05, 0.06)  # or the lens is covered: nobody can tell from the picture
# The same of the person's lighter parts: as dark as that, while the picture is not.
_PERSON_DARK = (0.10, 0.12)
# But before a bright enough door nobody is found, or not as they lie, and their light cannot be
# told. Share of the picture that glares, and luma of its darkest quarter: of 20 bodies rendered
# before a glass door at a webcam's exposure 3 are found right at 0.14 of shade, 7 at 0.18, 15 at
# 0.26; in a dusky room without the door 19 at 0.25. Well-lit photographs before white walls have
# 0.24 and more.
_GLARE = (0.10, 0.07)
_SHADE = (0.20, 0.23)
_CLOSE = 0.3  # torso over the longer side; who lies at the right distance has 0.15 to 0.25
# Frames a second: with fewer a pull at `jerky_deg_s` moves a thigh by 27 degrees from one to
# the next; webcams give 5 in the dark, and those are to be judged.
_SLOW_FPS = (4.5, 5.0)
# Share of the picture by which a landmark may lie outside. Nothing, for out there it is guessed;
# once cut, a little room inside, so that a foot may shuffle.
_CUT = (0.0, -0.02)
# Share of the picture that the body fills from end to end: more than this fits in no way.
_FULL = 0.96
# Torso over the picture's longer side: at 0.09 some renders are not found any more (the detector
# looks at 224 px), at 0.11 the jitter doubles; a child at 2.5 m has 0.15.
_FAR = (0.12, 0.13)
# Degrees from side-on as the world landmarks have them: they read a camera at 30 degrees as 15
# to 30 and one at 40 as 26 to 36. Well before `oblique_deg`, where holds stay open.
_OBLIQUE_DEG = (25.0, 22.0)

_KNEE_ROOM_TORSO = 1.1  # a thigh that stands (0.9 to 1.0) and the knee's own thickness
_LIMB_TORSO, _FOOT_TORSO, _HEAD_TORSO = 0.9, 0.35, 0.35
_ALMOST_END_ON_DEG = 80.0
_SHOULDERS = [INDEX[side, "shoulder"] for side in Side]
_VIEW_DEG = 58.0  # across, of a usual webcam
_STEP_DEG = 5.0  # finer than that nobody turns a laptop


@dataclass(frozen=True)
class PictureFacts:
    """What an adapter has measured of one picture.

    Attributes
    ----------
    brightness
        Mean luma, 0..1.
    clipped
        Share of the picture that is blown out or nearly so, 0..1.
    person_light
        Luma of the lighter parts of the person's head and trunk (75th percentile), 0..1; NaN
        while nobody is seen.
    shade
        Luma below which the darkest quarter of the picture lies, 0..1; NaN: not known.
    """

    time_s: float
    brightness: float
    clipped: float = 0.0
    person_light: float = math.nan
    shade: float = math.nan


_EVERYTHING = tuple(FaultKind)
_LIFTS = (FaultKind.HEAD_UP, FaultKind.SHOULDERS_UP)
_SHINS = (FaultKind.LEG_STRAIGHT, FaultKind.FREE_LEG_UP)
_OBLIQUE = (*_LIFTS, FaultKind.LEG_STRAIGHT, FaultKind.NOT_CLOSE_ENOUGH)

UNJUDGED: dict[Advice, tuple[FaultKind, ...]] = {
    Advice.NO_CAMERA: _EVERYTHING,
    Advice.COVERED: _EVERYTHING,
    Advice.FROZEN: _EVERYTHING,
    Advice.TOO_DARK: _EVERYTHING,
    Advice.TOO_SLOW: (FaultKind.JERKY, FaultKind.BOTH_AT_ONCE),
    Advice.NOBODY: _EVERYTHING,
    Advice.LIE_DOWN: _EVERYTHING,
    Advice.BACKLIGHT: _EVERYTHING,
    Advice.TOO_NEAR: (*_LIFTS, *_SHINS),
    Advice.HEAD_CUT: _LIFTS,  # shoulders too: the rest line runs through the ear
    Advice.FEET_CUT: _SHINS,
    Advice.TOP_CUT: (FaultKind.LEG_STRAIGHT, FaultKind.NOT_CLOSE_ENOUGH, FaultKind.HANDS_OFF),
    Advice.BOTTOM_CUT: (FaultKind.FREE_LEG_UP,),
    Advice.TOO_FAR: _LIFTS,  # 0.12 torso are some 8 px then
    Advice.ASKEW: (FaultKind.NOT_SUPINE,),
    Advice.LIE_ACROSS: _OBLIQUE,
    Advice.MOVE_TO_HEAD: _OBLIQUE,
    Advice.MOVE_TO_FEET: _OBLIQUE,
}
"""Which faults cannot be told for sure while something is as it is."""


class FrameJudge:
    """Judges the picture's and the person's checks of single frames.

    Parameters
    ----------
    cfg
        The thresholds of the judgement; lying and level are the same ones here.
    width_px, height_px
        Of the frames.
    """

    def __init__(self, cfg: Thresholds, width_px: int, height_px: int) -> None:
        self._cfg = cfg
        self._size = np.array([width_px, height_px], dtype=np.float64)

    def __call__(
        self,
        pose: Pose | None,
        near: Side,
        facts: PictureFacts,
        failing: frozenset[Advice],
        *,
        legs_at_rest: bool,
    ) -> dict[Check, Outcome]:
        """Every check but the frame rate.

        Parameters
        ----------
        pose
            After repair: NaN for what is far outside the picture.
        near
            The side towards the camera; the far one is guessed too often to be missed.
        failing
            What fails at present: that is mended only with some room to spare.
        legs_at_rest
            A trunk that is curled up tilts, too: only at rest does its slope show the camera's.
        """
        trunk = None if pose is None else trunk_of(pose)
        if pose is None or trunk is None or not trunk.is_supine(self._cfg):
            light = _light(facts, failing, against_light=self._hides(pose, facts, failing))
            lying = Advice.NOBODY if pose is None else Advice.LIE_DOWN
            unknown = dict.fromkeys(Check, Result.UNKNOWN)
            return {**unknown, Check.LIGHT: light, Check.LYING: lying}
        view = self._view(pose, near, failing)
        return {
            Check.LIGHT: _light(facts, failing, against_light=_is_outline(facts, failing)),
            Check.LYING: Result.PASSED,
            Check.IN_VIEW: view,
            Check.DISTANCE: self._distance(pose, trunk.yaw_deg, view, failing),
            Check.LEVEL: self._level(trunk.elevation_deg, legs_at_rest=legs_at_rest),
            Check.SIDE_ON: self._side_on(trunk.yaw_deg, failing),
        }

    def way(self, pose: Pose, near: Side, advice: Advice) -> tuple[Way | None, float]:
        """Where to turn or move the laptop for an advice, and by how much, degrees.

        Returns
        -------
        tuple of Way or None and float
            None and NaN where the advice is of another kind, or nothing is seen to tell it by.
        """
        if advice in (Advice.MOVE_TO_HEAD, Advice.MOVE_TO_FEET):
            yaw_deg = trunk_of(pose).yaw_deg
            return _side_of(pose, is_head=advice is Advice.MOVE_TO_HEAD), _rounded_deg(yaw_deg)
        if advice in (Advice.HEAD_CUT, Advice.FEET_CUT):
            return self._turn(pose, near)
        return None, math.nan

    def _turn(self, pose: Pose, near: Side) -> tuple[Way | None, float]:
        """Towards what is cut, until it has some room: what is outside on the left is left."""
        x = _outline(pose, near)[:, 0] / self._size[0]
        if np.isnan(x).all():
            return None, math.nan
        left, right = -float(np.nanmin(x)), float(np.nanmax(x)) - 1.0
        share = max(left, right) - _CUT[1]
        half = math.tan(math.radians(_VIEW_DEG / 2))
        turn_deg = math.degrees(math.atan(half) - math.atan(half * (1.0 - 2.0 * share)))
        return (Way.LEFT if left > right else Way.RIGHT), _rounded_deg(turn_deg)

    # --- checks -----------------------------------------------------------------------------

    def _hides(self, pose: Pose | None, facts: PictureFacts, failing: frozenset[Advice]) -> bool:
        """Whether a light in the picture may be why no lying body is seen.

        A body that is close, bent over the laptop, is in the shade's place itself.
        """
        is_away = pose is None or torso_px(pose) < _CLOSE * float(self._size.max())
        return is_away and _is_glaring(facts, failing)

    def _view(self, pose: Pose, near: Side, failing: frozenset[Advice]) -> Outcome:
        if np.isnan(pose.points_px[_SHOULDERS]).any():
            return Advice.HEAD_CUT
        if math.isnan(torso_px(pose)):
            return Advice.FEET_CUT
        outline = _outline(pose, near) / self._size
        low, high = np.nanmin(outline, axis=0), np.nanmax(outline, axis=0)
        left, right = -float(low[0]), float(high[0]) - 1.0
        top = -(float(pose.at(near, "hip")[1]) - _KNEE_ROOM_TORSO * torso_px(pose)) / self._size[1]
        bottom = float(high[1]) - 1.0
        head_is_left = _side_of(pose, is_head=True) is Way.LEFT
        out = {
            Advice.HEAD_CUT: left if head_is_left else right,
            Advice.FEET_CUT: right if head_is_left else left,
            Advice.TOP_CUT: float(top),
            Advice.BOTTOM_CUT: bottom,
        }
        cut = [advice for advice, share in out.items() if share > _of(_CUT, advice, failing)]
        if not cut:
            return Result.PASSED
        filled = 1.0 + (
            left + right if cut[0] in (Advice.HEAD_CUT, Advice.FEET_CUT) else float(top) + bottom
        )
        return Advice.TOO_NEAR if filled > _FULL else cut[0]

    def _distance(
        self, pose: Pose, yaw_deg: float, view: Outcome, failing: frozenset[Advice]
    ) -> Outcome:
        """Seen from the side: a trunk turned away is no smaller for it."""
        if view is Advice.TOO_NEAR:
            return view
        turned = math.cos(math.radians(min(abs(yaw_deg), _ALMOST_END_ON_DEG)))
        share = torso_px(pose) / turned / float(self._size.max())
        if math.isnan(share):
            return Result.UNKNOWN
        return Advice.TOO_FAR if share < _of(_FAR, Advice.TOO_FAR, failing) else Result.PASSED

    def _level(self, elevation_deg: float, *, legs_at_rest: bool) -> Outcome:
        if abs(elevation_deg) <= self._cfg.camera_roll_deg:
            return Result.PASSED
        return Advice.ASKEW if legs_at_rest else Result.UNKNOWN

    def _side_on(self, yaw_deg: float, failing: frozenset[Advice]) -> Outcome:
        if abs(yaw_deg) > self._cfg.oblique_deg:
            return Advice.LIE_ACROSS
        advice = Advice.MOVE_TO_HEAD if yaw_deg > 0 else Advice.MOVE_TO_FEET
        return advice if abs(yaw_deg) > _of(_OBLIQUE_DEG, advice, failing) else Result.PASSED


def rate_outcome(fps: float, failing: frozenset[Advice]) -> Outcome:
    """Of frames judged a second; NaN: not known yet."""
    if math.isnan(fps):
        return Result.UNKNOWN
    return Advice.TOO_SLOW if fps < _of(_SLOW_FPS, Advice.TOO_SLOW, failing) else Result.PASSED


def head_is_left(pose: Pose) -> bool | None:
    """Whether the head lies towards the left of the (unmirrored) picture; None: not seen."""
    way = _side_of(pose, is_head=True)
    return None if way is None else way is Way.LEFT


def _light(facts: PictureFacts, failing: frozenset[Advice], *, against_light: bool) -> Outcome:
    if facts.brightness < _of(_BLACK, Advice.COVERED, failing):
        return Advice.COVERED
    if facts.brightness < _of(_DARK, Advice.TOO_DARK, failing):
        return Advice.TOO_DARK
    return Advice.BACKLIGHT if against_light else Result.PASSED


def _is_outline(facts: PictureFacts, failing: frozenset[Advice]) -> bool:
    """Whether the person who is seen is dark."""
    return facts.person_light < _of(_PERSON_DARK, Advice.BACKLIGHT, failing)


def _is_glaring(facts: PictureFacts, failing: frozenset[Advice]) -> bool:
    """Whether there is a light in the picture before which nobody would be seen."""
    glares = facts.clipped > _of(_GLARE, Advice.BACKLIGHT, failing)
    return glares and facts.shade < _of(_SHADE, Advice.BACKLIGHT, failing)


def _of(limits: tuple[float, float], advice: Advice, failing: frozenset[Advice]) -> float:
    """The limit that applies: to fail, or to be mended."""
    return limits[1] if advice in failing else limits[0]


def _rounded_deg(deg: float) -> float:
    return max(_STEP_DEG, _STEP_DEG * round(abs(deg) / _STEP_DEG))


def _side_of(pose: Pose, *, is_head: bool) -> Way | None:
    """The side of the picture to which the head, or the feet, lie."""
    points = pose.points_px
    along = float((points[11] + points[12] - points[23] - points[24])[0])
    if math.isnan(along):
        return None
    return Way.RIGHT if (along > 0) is is_head else Way.LEFT


def _outline(pose: Pose, near: Side) -> Points:
    """(n, 2) px: head, trunk and near leg.

    Where a joint is missing it is taken to lie a limb's length beyond the one before it, along
    the trunk: near a border that is outside, elsewhere it harms nothing.
    """
    points = pose.points_px
    shoulder, hip = pose.at(near, "shoulder"), pose.at(near, "hip")
    to_head = shoulder - hip
    head = points[[0, INDEX[near, "ear"]]]
    if np.isnan(head).any():
        head = (shoulder + _HEAD_TORSO * to_head)[np.newaxis]
    chain = [shoulder, hip]
    for joint, length in (
        ("knee", _LIMB_TORSO),
        ("ankle", _LIMB_TORSO),
        ("foot_index", _FOOT_TORSO),
    ):
        seen = pose.at(near, joint)
        chain.append(chain[-1] - length * to_head if np.isnan(seen).any() else seen)
    return np.vstack([head, *chain])
