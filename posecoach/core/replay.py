"""A recording judged as a whole: every rest in it is known before its first frame is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.core.coach import Coach, find_rests

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posecoach.core.config import Thresholds
    from posecoach.core.landmarks import PoseFrame
    from posecoach.core.routine import Routine


def replay_coach(
    frames: Iterable[PoseFrame], routine: Routine, cfg: Thresholds, *, width_px: int, height_px: int
) -> Coach:
    """The coach of a recording, which is then to step through the same frames.

    Whatever needs to know how a recording was judged makes its coach here: which leg is which
    depends on every rest in it, and on where the camera was pushed.

    Parameters
    ----------
    frames
        The whole recording; it is read once, for its rests.
    width_px, height_px
        Of the frames.
    """
    rests = find_rests(frames, cfg, width_px=width_px, height_px=height_px)
    return Coach(routine, cfg, width_px=width_px, height_px=height_px, rests=rests)
