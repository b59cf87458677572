"""The names of what is looked at before a session, and of what there is to change.

They stand alone, so that a catalogue of words needs none of what measures them.
"""

from __future__ import annotations

from enum import Enum


class Check(str, Enum):
    """What is looked at before anything is timed, in the order in which it is shown."""

    LIGHT = "light"
    FRAME_RATE = "frame_rate"
    LYING = "lying"  # somebody is seen, on the back
    IN_VIEW = "in_view"  # from head to feet, with room for the knees
    DISTANCE = "distance"
    LEVEL = "level"
    SIDE_ON = "side_on"


class Result(str, Enum):
    """What is known of a check."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Advice(str, Enum):
    """The one thing to change, the most important first."""

    NO_CAMERA = "no_camera"
    COVERED = "covered"  # a black picture: the shutter, or no light at all
    FROZEN = "frozen"
    TOO_DARK = "too_dark"
    TOO_SLOW = "too_slow"
    BACKLIGHT = "backlight"  # before who is not seen: that may be why
    NOBODY = "nobody"
    LIE_DOWN = "lie_down_in_view"
    TOO_NEAR = "too_near"
    HEAD_CUT = "head_cut"  # turn the laptop towards the head
    FEET_CUT = "feet_cut"
    TOP_CUT = "top_cut"  # no room for the knees: tip the screen back
    BOTTOM_CUT = "bottom_cut"
    TOO_FAR = "too_far"
    ASKEW = "askew"
    LIE_ACROSS = "lie_across"  # seen along the body
    MOVE_TO_HEAD = "move_to_head"  # the laptop stands nearer the feet
    MOVE_TO_FEET = "move_to_feet"


NO_PICTURE = frozenset({Advice.NO_CAMERA, Advice.COVERED, Advice.FROZEN})
"""There is nothing to look at: waiting helps nobody, and lying still starts nothing."""


class Way(str, Enum):
    """Where to turn or move the laptop, seen from behind it, as its camera looks."""

    LEFT = "left"
    RIGHT = "right"


Outcome = Advice | Result
"""Of one check at one frame: what to change, or that it passes or cannot be told."""
