"""The 33 BlazePose landmarks and the value that carries them.

Order and names are those of MediaPipe's pose landmarker
(https://ai.google.dev/edge/mediapipe/solutions/vision/pose_landmarker). ``left`` and
``right`` are the person's own. Image axes: x to the right, y downwards, in pixels of the
upright frame (after the container's rotation), origin at the top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LANDMARK_NAMES: tuple[str, ...] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
LANDMARK_COUNT = len(LANDMARK_NAMES)


class Side(str, Enum):
    """The person's own left or right."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


INDEX: dict[tuple[Side, str], int] = {
    (side, name.removeprefix(f"{side.value}_")): index
    for index, name in enumerate(LANDMARK_NAMES)
    for side in Side
    if name.startswith(f"{side.value}_")
}
"""Index of a paired joint, e.g. ``INDEX[Side.LEFT, "hip"] == 23``."""

FACE = tuple(range(11))
"""Nose, eyes, ears and mouth: a rigid body, the head."""


@dataclass(frozen=True, eq=False)
class Pose:
    """One person's landmarks in one frame.

    Attributes
    ----------
    points_px
        (33, 2) image position in px; NaN where the landmark is not to be believed.
    depth
        (33,) MediaPipe's image z, in about the scale of x (px), origin mid-hip,
        smaller is nearer to the camera.
    visibility
        (33,) 0..1, MediaPipe's own estimate. High for hidden joints too: never the only
        evidence.
    world_m
        (33, 3) metres, origin mid-hip; x right and y down as in the image, z away from
        the camera.
    """

    points_px: NDArray[np.float64]
    depth: NDArray[np.float64]
    visibility: NDArray[np.float64]
    world_m: NDArray[np.float64]

    def at(self, side: Side, joint: str) -> NDArray[np.float64]:
        """(2,) image position of a paired joint, px."""
        point: NDArray[np.float64] = self.points_px[INDEX[side, joint]]
        return point


@dataclass(frozen=True, eq=False)
class PoseFrame:
    """What was seen at one time: a pose, or nobody (``pose is None``)."""

    time_s: float
    pose: Pose | None
