"""Every threshold of the judgement, each with its unit and its reason.

Nothing else in ``core`` holds a number that decides. A threshold is a field of
:class:`Thresholds`; its metadata carry the unit and the reason, so that help texts and the
``rejudge`` of a recording can show them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields, replace

from posecoach.errors import ImproperValueError


def _threshold(default: float, unit: str, reason: str) -> float:
    # dataclasses.field is typed as its default's type; that is what the caller declares.
    value: float = field(default=default, metadata={"unit": unit, "reason": reason})
    return value


@dataclass(frozen=True)
class Thresholds:
    """The numbers that decide, with their defaults. All are finite and positive."""

    # --- legs -------------------------------------------------------------------------
    hip_hysteresis_deg: float = _threshold(
        10.0,
        "deg",
        "a drawn leg is let go below the routine's comfort_deg minus this: breathing and "
        "rocking move it by a few degrees and must not end a hold",
    )
    release_confirm_s: float = _threshold(
        0.4,
        "s",
        "a thigh cannot drop below the threshold and come back faster; shorter dips are the "
        "landmarker's",
    )
    raised_above_rest_deg: float = _threshold(
        20.0, "deg", "above its own rest by this a leg has clearly left the start position"
    )
    raised_least_deg: float = _threshold(
        75.0,
        "deg",
        "the same where no rest is known: feet flat on the floor give up to 70",
    )
    knee_bent_deg: float = _threshold(
        60.0,
        "deg",
        "with less knee flexion the hamstrings, not the lower back, take the stretch",
    )
    plateau_deg_s: float = _threshold(
        12.0, "deg/s", "slower than this a raised leg is being held, not moved"
    )
    moving_deg_s: float = _threshold(
        15.0, "deg/s", "faster than this a leg is being drawn in or let go"
    )

    doubt_share: float = _threshold(
        0.5,
        "1",
        "of an angle's uncertainty that a verdict must be clear of: half of it is one standard "
        "deviation, so what is said is right five times in six; the whole of it makes one of "
        "three holds near the limit unsure, nine of ten of them good ones",
    )

    # --- head, shoulders, trunk -------------------------------------------------------
    head_up_torso: float = _threshold(
        0.15, "torso", "about 7 cm: more than a nod or a swallow, well before the neck tires"
    )
    shoulders_up_torso: float = _threshold(
        0.12, "torso", "about 5 cm: the shoulder blade has left the floor"
    )
    supine_trunk_deg: float = _threshold(
        45.0, "deg", "a trunk steeper than this sits or stands; a curl-up stays below 30"
    )
    camera_roll_deg: float = _threshold(
        25.0, "deg", "a laptop on a cushion or a phone against a cup; farther it falls over"
    )
    supine_chest_deg: float = _threshold(
        20.0,
        "deg",
        "how far the front of the chest must point upwards: lying on the side it is near 0, "
        "prone below 0",
    )
    oblique_deg: float = _threshold(
        50.0,
        "deg",
        "farther from side-on a thigh is foreshortened by a third and its angle cannot be told",
    )

    # --- advice -----------------------------------------------------------------------
    hand_reach_torso: float = _threshold(
        0.42,
        "torso",
        "wrist to fingertip, 0.19 m for a 0.45 m torso: the wrist of a hand that holds the leg "
        "lies within this of it",
    )
    free_foot_torso: float = _threshold(
        0.25, "torso", "about 11 cm: the foot has left the floor, not only its heel"
    )
    at_once_s: float = _threshold(
        0.5, "s", "two legs that rise within this time rise together: that loads the back"
    )
    jerky_deg_s: float = _threshold(
        120.0, "deg/s", "start to hug in little more than half a second: a pull, not a stretch"
    )

    # --- how long something must last before it is said ----------------------------------
    head_up_s: float = _threshold(0.5, "s", "a look around is not a fault")
    shoulders_up_s: float = _threshold(0.5, "s", "the same")
    not_supine_s: float = _threshold(0.5, "s", "landmarks flicker while a person turns")
    leg_straight_s: float = _threshold(0.5, "s", "the knee opens for a moment as hands regrip")
    not_close_enough_s: float = _threshold(2.0, "s", "a pause on the way in is no fault")
    hands_off_s: float = _threshold(
        2.0, "s", "hands regrip, and at the end they let go before the legs come down"
    )
    free_leg_up_s: float = _threshold(0.5, "s", "the foot shuffles")
    jerky_s: float = _threshold(0.25, "s", "a landmark's single jump is not a pull")
    fault_clear_s: float = _threshold(
        0.3, "s", "a fault is over after this long without it; shorter gaps are flicker"
    )

    # --- the hold ----------------------------------------------------------------------
    fault_grace_s: float = _threshold(
        2.0, "s", "time to hear a cue and mend it; after that the hold is spoilt"
    )
    lost_grace_s: float = _threshold(
        3.0, "s", "somebody walks through the picture; longer, and nobody knows what happened"
    )
    attempt_least_s: float = _threshold(
        1.0, "s", "shorter than one breath in: a leg on its way, not a hold"
    )
    frame_gap_s: float = _threshold(
        2.0, "s", "frames farther apart leave time in which nothing was seen (1 fps still works)"
    )

    # --- calibration from rest ---------------------------------------------------------
    rest_s: float = _threshold(1.5, "s", "long enough for the tracker to settle and for a median")
    rest_window_s: float = _threshold(
        3.0, "s", "the last breath before moving says best where this body lies"
    )
    rest_still_torso: float = _threshold(
        0.04, "torso", "breathing moves the shoulder by 1 to 2 % of the torso"
    )
    pillow_s: float = _threshold(
        10.0,
        "s",
        "nobody holds the head up so still for so long: something has been put under it",
    )
    rest_flexion_deg: float = _threshold(
        85.0, "deg", "with feet on the floor the hip cannot flex more"
    )
    moved_torso: float = _threshold(
        0.25,
        "torso",
        "when the whole body lies this far from its last rest the camera or the mat has moved",
    )
    nudge_torso: float = _threshold(
        0.12,
        "torso",
        "a laptop that is pushed shifts the hips, too, by more than breathing does",
    )
    nudge_turn_deg: float = _threshold(
        6.0, "deg", "a laptop is pushed or its lid tipped, it does not roll; a curled body does"
    )
    nudge_stretch: float = _threshold(
        0.16,
        "1",
        "turned by 8 deg at a view 30 deg off, everything is foreshortened by 0.09; a bridge "
        "stretches the picture of head, arms and trunk by 0.29 and more",
    )
    nudge_residual_torso: float = _threshold(
        0.06,
        "torso",
        "how well one motion of the picture must explain all landmarks: a push leaves up to 0.04, "
        "a bridge 0.08 and more",
    )

    # --- landmarks that are not to be believed -----------------------------------------
    visibility_least: float = _threshold(
        0.05, "1", "hidden joints often report 0.2 and more, so this is only the floor"
    )
    outside_frame: float = _threshold(
        0.15,
        "image",
        "the landmarker guesses beyond the border; within this the direction still holds",
    )
    bone_longest_torso: float = _threshold(
        1.6,
        "torso",
        "thigh and shank are 0.9 to 1.0 torso; foreshortening only shortens, perspective adds a "
        "fifth",
    )
    leg_apart_torso: float = _threshold(
        0.30,
        "torso",
        "knees, or ankles, farther apart than a limb is thick are each seen for itself",
    )
    leg_unsteady_torso: float = _threshold(
        0.08,
        "torso",
        "a hidden far leg that swings by more than this within a second is being guessed",
    )
    leg_speed_torso_s: float = _threshold(
        2.0,
        "torso/s",
        "a knee at the speed of a jerky pull: what moves faster has been renamed, not moved",
    )
    swap_memory_s: float = _threshold(
        0.5, "s", "after a longer gap the last position says nothing about which leg is which"
    )

    # --- smoothing -----------------------------------------------------------------------
    euro_cutoff_hz: float = _threshold(
        2.0, "Hz", "the landmarker smooths already; this takes the rest of its shimmer at rest"
    )
    euro_beta: float = _threshold(
        0.05, "1/deg", "opens the filter as the leg moves, so that a peak is not blunted"
    )

    def with_changes(self, /, **changes: float) -> Thresholds:
        """Copy with some thresholds changed.

        Raises
        ------
        ValueError
            Unknown name (the message lists the valid ones), or a value that is not a
            finite positive number.
        """
        names = [f.name for f in fields(self)]
        for name, value in changes.items():
            if name not in names:
                raise ImproperValueError(
                    "no threshold '{name}'; there are: {known}", name=name, known=", ".join(names)
                )
            if not (math.isfinite(value) and value > 0):
                raise ImproperValueError(
                    "threshold {name} = {value}: a finite number above 0 is needed",
                    name=name,
                    value=value,
                )
        return replace(self, **changes)
