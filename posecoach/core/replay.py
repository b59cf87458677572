"""A recording judged as a whole: every rest in it is known before its first frame is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.core.coach import Coach
from posecoach.core.measure import hip_flexion
from posecoach.core.repair import LegSwapRepair
from posecoach.core.rest import Rest, RestBook, RestFinder
from posecoach.core.trunk import trunk_of

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


def find_rests(
    frames: Iterable[PoseFrame], cfg: Thresholds, *, width_px: int, height_px: int
) -> tuple[Rest, ...]:
    """Every rest in a recording, for a replay that knows the whole of it."""
    repair = LegSwapRepair(width_px, height_px, cfg)
    finder, book = RestFinder(cfg), RestBook()
    for frame in frames:
        pose = repair(frame, book.at(frame.time_s)).frame.pose
        if pose is None:
            finder.reset()
            continue
        rest = finder(frame.time_s, pose, trunk_of(pose), hip_flexion(pose))
        if rest is not None:
            book.add(rest, cfg)
    return tuple(book.rests)
