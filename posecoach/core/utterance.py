"""What is to be said, before there is a voice or a language: keys, numbers and priorities."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posecoach.core.attempts import Doubt
    from posecoach.core.cues import CueKey
    from posecoach.core.faults import FaultKind
    from posecoach.core.landmarks import Side
    from posecoach.core.setup_keys import Advice


class SpokenKey(str, Enum):
    """What is said besides cues and faults; ``value`` is the utterance's number."""

    SOUND_CHECK = "sound_check"  # nothing but to be heard
    SETUP_READY = "setup_ready"  # light, view and all else are right
    SETUP_ANYWAY = "setup_anyway"  # they are not, and the person lies still: it begins
    WELCOME = "welcome"  # the session begins
    SAFETY = "safety"  # the once-per-session line: who should not, when to stop
    SETTLE = "settle"  # lie still in the start position
    BREATHE_IN = "breathe_in"  # the pacer
    BREATHE_OUT = "breathe_out"
    CLOSER = "closer"  # with this exhale a little closer, if that is comfortable
    READY = "ready"  # calibrated
    BEGIN_SIDE = "begin_side"  # draw up this leg; ``side`` is set
    HALF_WAY = "half_way"
    SECONDS_LEFT = "seconds_left"  # ``value`` seconds: 10, 3, 2, 1
    COUNTED = "counted"  # a hold counts; ``value``: how many do now
    NOT_COUNTED = "not_counted"  # ``why``, or, where it was too short, ``value`` seconds counted
    UNSURE = "unsure"  # "I can't tell", and ``why``
    REST = "rest"  # ``value`` seconds until the next set
    OTHER_SIDE = "other_side"  # ``side`` is the one to draw up next
    PAUSED = "paused"  # nobody in view, or asked for
    RESUMED = "resumed"
    CAMERA_LOST = "camera_lost"
    CAMERA_BACK = "camera_back"
    CAMERA_GIVEN_UP = "camera_given_up"  # the session ends; ``value`` holds counted
    TIME_UP = "time_up"  # the session was asked to end by now; ``value`` holds counted
    ENOUGH_FOR_TODAY = "enough_for_today"  # the least is done; more is welcome, not asked
    FINISHED = "finished"  # ``value`` holds counted


class Priority(IntEnum):
    """The higher keeps the lower from being said; who may wait how long: ``speech_queue``."""

    BREATH = 0
    ENCOURAGE = 1
    COUNT = 2
    CUE = 3
    BLOCKING = 4
    SESSION = 5


@dataclass(frozen=True)
class Utterance:
    """One thing to say, now or not at all.

    Attributes
    ----------
    key
        What; its wording is a catalogue's.
    cause_s
        When its cause was there, s on the frames' clock: half a second later it is stale.
    value
        The number in it, if there is one.
    side
        The leg that is meant, the person's own left or right, if one is.
    why
        Why an attempt did not count: the fault that cost it most, or what cannot be told.
    verdict
        What became of the hold before, said first: it could not be said in its own time.
    """

    key: SpokenKey | CueKey | FaultKind | Advice
    priority: Priority
    cause_s: float
    value: int | None = None
    side: Side | None = None
    why: FaultKind | Doubt | None = None
    verdict: Utterance | None = None
