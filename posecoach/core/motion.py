"""What the legs do over time: their speed, whether one is drawn, how they rose."""

from __future__ import annotations

import math
from collections import deque
from enum import Enum
from typing import TYPE_CHECKING

from posecoach.core.landmarks import Side
from posecoach.core.lasting import Lasting
from posecoach.core.legs import PerLeg

if TYPE_CHECKING:
    from posecoach.core.config import Thresholds

_ALONE_S = 0.15  # a leg that is misread for a frame or two is drawn alone for less
_DOWN_S = 0.5  # no leg is let go and drawn in again within this
# What a leg rises at most: faster than any pull, and what a landmark trembles by.
_FASTEST_DEG_S, _TREMBLE_DEG = 200.0, 5.0
_SPEED_WINDOW_S = 0.25  # a pull lasts longer, a landmark's jump does not


class LegSpeed:
    """Rate of change of an angle over the last quarter second, deg/s."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float]] = deque()

    def __call__(self, time_s: float, angle_deg: float) -> float:
        """Speed at this frame; NaN until two frames are known and after an unseen one."""
        if math.isnan(angle_deg):
            self._samples.clear()
            return math.nan
        self._samples.append((time_s, angle_deg))
        # Keep one sample beyond the window, so that it is spanned at any frame rate.
        while len(self._samples) > 2 and time_s - self._samples[1][0] >= _SPEED_WINDOW_S:
            self._samples.popleft()
        first_s, first_deg = self._samples[0]
        if time_s <= first_s:
            return math.nan
        return (angle_deg - first_deg) / (time_s - first_s)


class Gate(str, Enum):
    """Whether a leg is drawn."""

    DOWN = "down"
    DRAWN = "drawn"
    LEAVING = "leaving"
    UNSEEN = "unseen"


class LegGate:
    """Drawn or not, with hysteresis; a short dip is not yet a release.

    Parameters
    ----------
    enter_deg
        Hip flexion from which a leg is drawn.
    """

    def __init__(self, enter_deg: float, cfg: Thresholds) -> None:
        self._enter_deg = enter_deg
        self._leave_deg = enter_deg - cfg.hip_hysteresis_deg
        self._raised_deg = cfg.raised_least_deg
        self._confirm_s, self._unsure_s = cfg.release_confirm_s, cfg.lost_grace_s
        self._drawn = False
        self._left, self._fell = Lasting(), Lasting()

    def __call__(self, time_s: float, hip_flexion_deg: float, *, unsure: bool = False) -> Gate:
        """Take in one frame; an unseen leg (NaN) stays what it was.

        Parameters
        ----------
        unsure
            The reading may be wrong by more than the hysteresis: as long as it says that the
            leg is raised, it is not believed to have been let go too soon.
        """
        if not self._drawn:
            self._drawn = hip_flexion_deg >= self._enter_deg
            return Gate.DRAWN if self._drawn else Gate.DOWN
        if math.isnan(hip_flexion_deg):
            return Gate.UNSEEN
        left_s = self._left(time_s, hip_flexion_deg < self._leave_deg)
        fell_s = self._fell(time_s, hip_flexion_deg < self._raised_deg)
        if hip_flexion_deg >= self._leave_deg:
            return Gate.DRAWN
        longest_s = self._unsure_s if unsure else self._confirm_s
        if left_s < longest_s and fell_s < self._confirm_s:
            return Gate.LEAVING
        self.let_go()
        return Gate.DOWN

    def let_go(self) -> None:
        """It was never drawn, or is no longer: it must come in again."""
        self._drawn = False
        self._left, self._fell = Lasting(), Lasting()


class WayIn:
    """How long one leg alone was up while the legs were drawn in.

    It asks for no name: which leg is left and which right the landmarker confuses most often
    just then.

    Attributes
    ----------
    began_s
        When the first leg rose; NaN if none did, or if it was not seen to.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget: legs that rise unseen accuse nobody."""
        self._begin_anew()
        self._both_seen_down = False
        self._last_s = self._down_since_s = math.nan
        self._last: PerLeg[float] | None = None
        self._jumped_s = PerLeg(math.nan, math.nan)

    def _begin_anew(self) -> None:
        self.began_s, self._one_up_s, self._drawn_alone_s = math.nan, 0.0, 0.0
        self._both_up = False

    @property
    def one_up_s(self) -> float:
        """For how long since then one leg was up and the other was not.

        Infinite once one has been drawn for a while with the other not even up, or has seemed
        to fall or to jump on its way, as a hidden leg does that is laid onto the other one: that
        accuses nobody.
        """
        return math.inf if self._is_laid_on() else self._one_up_s

    def __call__(self, time_s: float, heights_deg: PerLeg[float], drawn_deg: float) -> None:
        """Take in one frame.

        Parameters
        ----------
        heights_deg
            Hip flexion of each leg above the level that counts as up; NaN is no news, but
            beside a leg that is up it hides what the other one does.
        drawn_deg
            Height from which a leg is drawn.
        """
        low, high = sorted((heights_deg.left, heights_deg.right))
        if math.isnan(heights_deg.left) or math.isnan(heights_deg.right):
            if heights_deg.left >= 0 or heights_deg.right >= 0:
                self.reset()
            return
        self._note_jumps(time_s, heights_deg)
        if high < 0:
            self._take_down(time_s)
        elif self._both_seen_down:
            self._take_up(time_s, low, high >= drawn_deg)
        self._last_s, self._last = time_s, heights_deg

    def _note_jumps(self, time_s: float, now: PerLeg[float]) -> None:
        """Which leg has risen as no leg does, whichever of the names it bore before."""
        if self._last is None:
            return
        before = self._last
        most = _FASTEST_DEG_S * (time_s - self._last_s) + _TREMBLE_DEG
        if max(now.left - before.right, now.right - before.left) <= most:
            return  # they have changed their names
        for side in Side:
            if now.of(side) - before.of(side) > most:
                self._jumped_s = self._jumped_s.replaced(side, time_s)

    def _is_laid_on(self) -> bool:
        """Whether one leg alone has jumped on its way in, or just before.

        Where both have, there was nothing to be laid onto: two pictures lie far apart, say.
        """
        since_s = self.began_s - _DOWN_S
        jumps = sorted(
            at_s for at_s in (self._jumped_s.left, self._jumped_s.right) if at_s > since_s
        )
        return len(jumps) == 1 or (len(jumps) == 2 and jumps[1] - jumps[0] > _DOWN_S)

    def _take_down(self, time_s: float) -> None:
        """Both are down; what was up a moment ago was not let go and drawn in again."""
        if math.isnan(self._down_since_s):
            self._down_since_s = time_s
        if math.isnan(self.began_s) or time_s - self._down_since_s > _DOWN_S:
            self._begin_anew()
            self._both_seen_down = True
        else:
            self._one_up_s = math.inf  # misread, and what the legs really did is not known

    def _take_up(self, time_s: float, low_deg: float, is_drawn: bool) -> None:
        self._down_since_s = math.nan
        if math.isnan(self.began_s):
            self.began_s = time_s
        elif low_deg < 0:
            self._one_up_s += time_s - self._last_s
            self._drawn_alone_s += (time_s - self._last_s) * is_drawn
        if self._drawn_alone_s > _ALONE_S or (self._both_up and low_deg < 0):
            self._one_up_s = math.inf
        self._both_up = low_deg >= 0
