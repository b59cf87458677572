"""Who is the patient, when more than one person is in the picture: the one lying down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from posecoach.core.trunk import Trunk, torso_px, trunk_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posecoach.core.config import Thresholds
    from posecoach.core.landmarks import Pose


def lying_score(trunk: Trunk) -> float:
    """How much a trunk lies on its back, 0..1: the cosine of its slope, halved when prone.

    A ranking between people in one picture, not a verdict; 0 where the trunk is not seen.
    """
    if math.isnan(trunk.elevation_deg):
        return 0.0
    flat = math.cos(math.radians(trunk.elevation_deg))
    return flat if trunk.chest_deg > 0 else flat / 2.0


def choose_patient(poses: Sequence[Pose], cfg: Thresholds, last: Pose | None = None) -> Pose | None:
    """Pick the patient among the people seen in one frame.

    Parameters
    ----------
    poses
        Everybody the landmarker found.
    last
        The patient in the frame before. Somebody lying within a torso of them is
        preferred: two people may lie side by side.

    Returns
    -------
    Pose or None
        The supine person; if nobody is, the one who lies most; None of nobody.
    """
    if not poses:
        return None

    def rank(pose: Pose) -> tuple[bool, bool, float]:
        trunk = trunk_of(pose)
        return trunk.is_supine(cfg), _is_near(pose, last), lying_score(trunk)

    return max(poses, key=rank)


def _is_near(pose: Pose, last: Pose | None) -> bool:
    if last is None:
        return False
    ways = pose.points_px[[11, 12, 23, 24]] - last.points_px[[11, 12, 23, 24]]
    seen = ways[np.isfinite(ways).all(axis=1)]
    return len(seen) > 0 and bool(np.hypot(*seen.mean(axis=0)) < torso_px(last))
