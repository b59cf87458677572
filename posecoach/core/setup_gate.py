"""The gate before a session: nothing is timed until the setup is right, or the person starts.

Fed every frame, it tells which checks pass, and the one thing to change next. What a frame
says is :mod:`posecoach.core.setup_checks`'; here it has to last. "The person starts anyway" is
no gesture: it is lying still in the start position although something was to be changed.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.setup_checks import (
    UNJUDGED,
    FrameJudge,
    PictureFacts,
    head_is_left,
    rate_outcome,
)
from posecoach.core.setup_keys import Advice, Check, Outcome, Result, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posecoach.core.coach import CoachStep
    from posecoach.core.config import Thresholds

# All in seconds, each with its reason.
STEADY_S = 1.2  # a webcam's exposure needs about 1 s to settle, and landmarks as long
ADVICE_LEAST_S = 3.0  # one advice is read or heard out before another takes its place
START_ANYWAY_S = 10.0  # an advice is heard in 4, and who means to follow it moves soon after
_RATE_S = 3.0  # a rate over less than this jumps with every late frame
_STILL_NOW_S = 0.5  # a rest that ended earlier is over
_ROUNDING_S = 1e-6

_STEADY_SHARE = 2 / 3  # of the frames in that time: flicker is outvoted, a change is not


@dataclass(frozen=True)
class SetupStep:
    """What is known of the setup after one frame.

    Attributes
    ----------
    time_s
        The frame's.
    results
        Of every check.
    advice
        The one thing to change next; None: nothing, or not known yet.
    way, amount_deg
        Where to turn or move the laptop, seen from behind it, and about how far; None and NaN
        where the advice is of another kind.
    ready
        Every check passes.
    still_s
        For how long the person has lain still in the start position.
    started_anyway
        They have for :data:`START_ANYWAY_S`, and something is not right; stays so, but for the
        time without a picture.
    unjudged
        The faults that cannot be told for sure as things are; empty when ready.
    fps
        Frames judged a second; NaN: not known yet.
    head_left
        Whether the head lies towards the left of the picture (never mirrored); None as long as
        nobody has been seen to lie.
    """

    time_s: float
    results: Mapping[Check, Result]
    advice: Advice | None
    way: Way | None
    amount_deg: float
    ready: bool
    still_s: float
    started_anyway: bool
    unjudged: tuple[FaultKind, ...]
    fps: float
    head_left: bool | None

    @property
    def may_begin(self) -> bool:
        """The session may begin: all is right, or the person starts anyway."""
        return self.ready or self.started_anyway


class SetupGate:
    """Follows the setup, frame by frame.

    Parameters
    ----------
    cfg
        The thresholds of the judgement.
    width_px, height_px
        Of the frames.
    """

    def __init__(self, cfg: Thresholds, *, width_px: int, height_px: int) -> None:
        self._cfg = cfg
        self._judge = FrameJudge(cfg, width_px, height_px)
        self._rate = _Rate()
        self._steady = {check: _Steady() for check in Check}
        self._last_s: float | None = None
        self._advice: Advice | None = None
        self._advice_since_s = -math.inf
        self._way: tuple[Way | None, float] = (None, math.nan)
        self._head_left: bool | None = None
        self._started_anyway = False

    def __call__(self, step: CoachStep, facts: PictureFacts) -> SetupStep:
        """Take in one frame; frames come in increasing time.

        Parameters
        ----------
        step
            Of the coach that will judge the session; live, so that it looks for rest itself.
        facts
            Of the same picture.
        """
        time_s = step.frame.time_s
        if self._last_s is not None and time_s - self._last_s > self._cfg.frame_gap_s:
            self._forget()
        self._last_s = time_s
        fps = self._rate(time_s)
        outcomes = self._outcomes(step, facts, fps)
        self._choose(time_s, outcomes)
        self._point(step)
        ready = all(outcome is Result.PASSED for outcome in outcomes.values())
        still_s = _still_s(step)
        self._started_anyway |= still_s >= START_ANYWAY_S - _ROUNDING_S and not ready
        return SetupStep(
            time_s,
            {check: _result(outcome) for check, outcome in outcomes.items()},
            self._advice,
            *self._way,
            ready,
            still_s,
            self._started_anyway,
            _unjudged(outcomes),
            fps,
            self._head_left,
        )

    def blind(self, time_s: float, advice: Advice) -> SetupStep:
        """Take in a moment without a picture to look at.

        Parameters
        ----------
        advice
            Why, one of :data:`~posecoach.core.setup_keys.NO_PICTURE`.
        """
        self._forget()
        self._last_s = time_s
        self._advice, self._advice_since_s, self._way = advice, time_s, (None, math.nan)
        results = dict.fromkeys(Check, Result.UNKNOWN)
        if advice is Advice.COVERED:  # of a black picture one thing is known
            results[Check.LIGHT] = Result.FAILED
        return SetupStep(
            time_s,
            results,
            advice,
            *self._way,
            ready=False,
            still_s=0.0,
            started_anyway=False,
            unjudged=_unjudged({Check.LIGHT: advice}),
            fps=math.nan,
            head_left=self._head_left,
        )

    def _forget(self) -> None:
        """After a gap, as with a lost camera, what was seen before says nothing."""
        self._rate = _Rate()
        self._steady = {check: _Steady() for check in Check}

    def _outcomes(self, step: CoachStep, facts: PictureFacts, fps: float) -> dict[Check, Outcome]:
        """What is so for long enough, of every check."""
        failing = frozenset(
            steady.outcome for steady in self._steady.values() if isinstance(steady.outcome, Advice)
        )
        seen = step.measurement
        near = Side.LEFT if seen is None else seen.near_side
        now = self._judge(
            step.frame.pose, near, facts, failing, legs_at_rest=self._legs_at_rest(step)
        )
        now[Check.FRAME_RATE] = rate_outcome(fps, failing)
        return {check: self._steady[check](step.frame.time_s, now[check]) for check in Check}

    def _legs_at_rest(self, step: CoachStep) -> bool:
        if step.measurement is None:
            return False
        flexion = step.measurement.hip_flexion_deg
        most_deg = self._cfg.rest_flexion_deg
        return not (flexion.left > most_deg or flexion.right > most_deg)  # NaN speaks for nothing

    def _choose(self, time_s: float, outcomes: Mapping[Check, Outcome]) -> None:
        """The most important advice; what is given stays for a while, as long as it is so."""
        due = [advice for advice in Advice if advice in outcomes.values()]
        keeps = self._advice in due and time_s - self._advice_since_s < ADVICE_LEAST_S
        first = due[0] if due else None
        if not keeps and first is not self._advice:
            self._advice, self._advice_since_s = first, time_s
            self._way = (None, math.nan)

    def _point(self, step: CoachStep) -> None:
        """Keep where to turn the laptop up to date, as far as it can be seen."""
        pose, seen = step.frame.pose, step.measurement
        if pose is None or seen is None:
            return
        if seen.trunk.is_supine(self._cfg):
            left = head_is_left(pose)
            self._head_left = self._head_left if left is None else left
        if self._advice is not None:
            way = self._judge.way(pose, seen.near_side, self._advice)
            self._way = self._way if way[0] is None else way


class _Steady:
    """An outcome that holds for most of a short time; until then the one before."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, Outcome]] = deque()
        self.outcome: Outcome = Result.UNKNOWN

    def __call__(self, time_s: float, outcome: Outcome) -> Outcome:
        """Take in one frame's."""
        self._recent.append((time_s, outcome))
        # One frame beyond the window is kept, so that it is spanned at any frame rate.
        while len(self._recent) > 2 and time_s - self._recent[1][0] >= STEADY_S - _ROUNDING_S:
            self._recent.popleft()
        if time_s - self._recent[0][0] >= STEADY_S - _ROUNDING_S:
            counted = Counter(kept for _, kept in self._recent)
            most, count = counted.most_common(1)[0]
            if count >= _STEADY_SHARE * len(self._recent):
                self.outcome = most
        return self.outcome


class _Rate:
    """Frames a second over the last few."""

    def __init__(self) -> None:
        self._times_s: deque[float] = deque()

    def __call__(self, time_s: float) -> float:
        """Take in one frame; NaN until it can be told."""
        self._times_s.append(time_s)
        while len(self._times_s) > 2 and time_s - self._times_s[1] >= _RATE_S - _ROUNDING_S:
            self._times_s.popleft()
        span_s = time_s - self._times_s[0]
        return math.nan if span_s < STEADY_S - _ROUNDING_S else (len(self._times_s) - 1) / span_s


def _result(outcome: Outcome) -> Result:
    return Result.FAILED if isinstance(outcome, Advice) else outcome


def _still_s(step: CoachStep) -> float:
    """For how long the person has lain still until now; 0 if they do not."""
    rest = step.rest
    if rest is None or step.frame.time_s - rest.end_s > _STILL_NOW_S:
        return 0.0
    return rest.end_s - rest.start_s


def _unjudged(outcomes: Mapping[Check, Outcome]) -> tuple[FaultKind, ...]:
    """In the order of the kinds, the weightiest first."""
    failing = [outcome for outcome in outcomes.values() if isinstance(outcome, Advice)]
    open_kinds = {kind for advice in failing for kind in UNJUDGED[advice]}
    return tuple(kind for kind in FaultKind if kind in open_kinds)
