"""One row a frame: time and every measurement, for a spreadsheet or a plot."""

from __future__ import annotations

import csv
import math
from typing import IO, TYPE_CHECKING

from posecoach.errors import ImproperValueError

if TYPE_CHECKING:
    from posecoach.core.coach import CoachStep
    from posecoach.core.measure import Measurement

COLUMNS = (
    "time_s",
    "phase",
    "legs_drawn",
    "hip_flexion_left_deg",
    "hip_flexion_right_deg",
    "knee_flexion_left_deg",
    "knee_flexion_right_deg",
    "head_lift_torso",
    "shoulder_lift_torso",
    "pelvis_curl_torso",
    "hand_distance_left_torso",
    "hand_distance_right_torso",
    "foot_lift_left_torso",
    "foot_lift_right_torso",
    "trunk_elevation_deg",
    "chest_elevation_deg",
    "yaw_deg",
    "near_side",
    "far_leg_hidden",
    "hold_state",
    "credited_s",
    "faults",
    "left_hip_flexion_uncertainty_deg",
    "right_hip_flexion_uncertainty_deg",
    "head_lift_uncertainty_torso",
    "shoulder_lift_uncertainty_torso",
)
ADDED = COLUMNS[-4:]  # later: reviews of before do not have them
_MEASURED = COLUMNS[3:19]


class FramesCsv:
    """Writes steps to an open text stream; what was not seen is an empty cell."""

    def __init__(self, stream: IO[str]) -> None:
        self._rows = csv.writer(stream, lineterminator="\n")
        self._rows.writerow(COLUMNS)

    def write(self, step: CoachStep) -> None:
        """Append one row."""
        seen = step.measurement
        attempt = step.hold.attempt
        self._rows.writerow(
            (
                f"{step.frame.time_s:.6f}",  # as recordings keep it: no two frames share a time
                step.phase.value,
                "+".join(side.value for side in step.working),
                *(("",) * len(_MEASURED) if seen is None else _measures(seen)),
                step.hold.state.value,
                "" if attempt is None else f"{attempt.credited_s:.3f}",
                " ".join(kind.value for kind in step.faults.confirmed),
                *(("",) * len(ADDED) if seen is None else _uncertainties(seen)),
            )
        )


def _measures(seen: Measurement) -> tuple[str, ...]:
    angles = (
        seen.hip_flexion_deg.left,
        seen.hip_flexion_deg.right,
        seen.knee_flexion_deg.left,
        seen.knee_flexion_deg.right,
    )
    lengths = (
        seen.head_lift_torso,
        seen.shoulder_lift_torso,
        seen.pelvis_curl_torso,
        seen.hand_distance_torso.left,
        seen.hand_distance_torso.right,
        seen.foot_lift_torso.left,
        seen.foot_lift_torso.right,
    )
    trunk = (seen.trunk.elevation_deg, seen.trunk.chest_deg, seen.trunk.yaw_deg)
    return (
        *(_cell(value, 1) for value in angles),
        *(_cell(value, 3) for value in lengths),
        *(_cell(value, 1) for value in trunk),
        seen.near_side.value,
        "yes" if seen.far_leg.hidden else "no",
    )


def _uncertainties(seen: Measurement) -> tuple[str, ...]:
    hips = seen.hip_flexion_uncertainty_deg
    lifts = (seen.head_lift_uncertainty_torso, seen.shoulder_lift_uncertainty_torso)
    return (_cell(hips.left, 1), _cell(hips.right, 1), *(_cell(lift, 3) for lift in lifts))


def _cell(value: float, digits: int) -> str:
    return "" if math.isnan(value) else f"{value:.{digits}f}"


def read_number(text: str) -> float:
    """Read a cell that holds a number.

    Raises
    ------
    ImproperValueError
        It holds none.
    """
    try:
        return float(text)
    except ValueError as error:
        raise ImproperValueError(
            "could not convert string to float: {text}", text=repr(text)
        ) from error
