"""Two watches over a camera: whether it is still there, and whether its picture lives.

Both are told the time and know no clock, so that a test can take hours in no time.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from posecoach.adapters.camera_types import CameraEvent, CameraEventKind
from posecoach.adapters.native import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

STALL_S = 3.0
"""No frame for so long: lost. In the dark webcams go down to 5 a second, some to 1."""

GIVE_UP_S = 60.0
"""A lost camera is tried again for so long: time to get up and push the plug in."""

FROZEN_S = 2.0
"""A camera's noise changes every picture; in the dark webcams repeat one for up to 0.5 s."""

BLACK_S = 2.0
"""Webcams begin with some black pictures, and exposure takes about a second to settle."""

_FROZEN_LEAST_FRAMES = 5  # at 1 frame a second two alike are no proof
_BLACK_LUMA = 20  # of 255; a covered lens with the gain turned up stays below this on average
_LIT_LUMA = 28  # to be seen again: above the noise of the measure
_LIGHT_SHARE = 98  # percent; the rest may be a clock that the phone writes into the picture
_BLACK_CHECK_EVERY_S = 0.25  # the check costs more than the rest of the watch
_SAMPLE_STEP_PX = 4
_PATCH_PX = 16  # averaged, noise no longer counts


class ConnectionWatch:
    """Whether frames come: seen, lost, or given up.

    Parameters
    ----------
    stall_s
        Silence that counts as lost; infinite for a recording, which may have gaps.
    give_up_s
        How long a lost camera is waited for.
    """

    def __init__(self, stall_s: float = STALL_S, give_up_s: float = GIVE_UP_S) -> None:
        self._stall_s, self._give_up_s = stall_s, give_up_s
        self._last_frame_s: float | None = None
        self._lost_s: float | None = None
        self.has_given_up = False
        self.losses = 0

    def saw_frame(self, time_s: float) -> list[CameraEvent]:
        """Note a frame; its event if it ends a loss."""
        if self.has_given_up:
            return []
        was_lost, self._lost_s = self._lost_s is not None, None
        self._last_frame_s = time_s
        return [CameraEvent(CameraEventKind.BACK, time_s)] if was_lost else []

    def failed(self, time_s: float) -> list[CameraEvent]:
        """Note that the camera said it is gone."""
        if self._lost_s is not None or self.has_given_up:
            return []
        self._lost_s = time_s
        self.losses += 1
        return [CameraEvent(CameraEventKind.LOST, time_s)]

    def tick(self, time_s: float) -> list[CameraEvent]:
        """Note that time has passed; a camera that hangs says nothing by itself."""
        if self.has_given_up or self._last_frame_s is None:
            return []
        if self._lost_s is None:
            silent = time_s - self._last_frame_s >= self._stall_s
            return self.failed(time_s) if silent else []
        if time_s - self._lost_s < self._give_up_s:
            return []
        self.has_given_up = True
        return [CameraEvent(CameraEventKind.GAVE_UP, time_s)]


class PictureWatch:
    """Whether the picture lives: told of each frame, it says FROZEN, BLACK, and CLEAR again.

    A black picture without noise is both; it is called black, which says what to do.

    Parameters
    ----------
    may_freeze
        Whether a picture that stays the very same is a fault. In a recording it is not: an
        encoder repeats what has hardly changed.
    """

    def __init__(self, *, may_freeze: bool = True) -> None:
        self._may_freeze = may_freeze
        self._sample: NDArray[np.uint8] | None = None
        self._same_since_s = math.nan
        self._same_frames = 0
        self._is_black = False
        self._black_since_s = math.nan
        self._black_checked_s = -math.inf
        self._said = CameraEventKind.CLEAR
        self.unchanged_s = 0.0
        """How long the picture has been the very same, s."""

    def __call__(self, image_rgb: NDArray[np.uint8], time_s: float) -> list[CameraEvent]:
        """Look at the next frame, (height, width, 3) uint8."""
        self._compare(image_rgb, time_s)
        self._measure(image_rgb, time_s)
        state = self._state(time_s)
        if state is self._said:
            return []
        self._said = state
        return [CameraEvent(state, time_s)]

    def reset(self) -> None:
        """Forget the last picture: the camera was away in between."""
        self._sample = None
        self._black_checked_s = -math.inf

    def _compare(self, image_rgb: NDArray[np.uint8], time_s: float) -> None:
        # A copy, because whoever takes a frame may draw on it.
        sample = image_rgb[::_SAMPLE_STEP_PX, ::_SAMPLE_STEP_PX].copy()
        if self._sample is None or not np.array_equal(sample, self._sample):
            self._sample, self._same_since_s, self._same_frames = sample, time_s, 0
        self._same_frames += 1
        self.unchanged_s = time_s - self._same_since_s if self._may_freeze else 0.0

    def _measure(self, image_rgb: NDArray[np.uint8], time_s: float) -> None:
        if time_s - self._black_checked_s < _BLACK_CHECK_EVERY_S:
            return
        self._black_checked_s = time_s
        height, width = image_rgb.shape[:2]
        patches_px = (max(1, width // _PATCH_PX), max(1, height // _PATCH_PX))
        patches = cv2.resize(image_rgb, patches_px, interpolation=cv2.INTER_AREA)
        brightest = np.percentile(patches.max(axis=2), _LIGHT_SHARE)
        is_black = bool(brightest < (_LIT_LUMA if self._is_black else _BLACK_LUMA))
        if is_black and not self._is_black:
            self._black_since_s = time_s
        self._is_black = is_black

    def _state(self, time_s: float) -> CameraEventKind:
        if self._is_black and time_s - self._black_since_s >= BLACK_S:
            return CameraEventKind.BLACK
        if self.unchanged_s >= FROZEN_S and self._same_frames >= _FROZEN_LEAST_FRAMES:
            return CameraEventKind.FROZEN
        return CameraEventKind.CLEAR
