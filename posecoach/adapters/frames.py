"""The picture that travels from a source to the estimator, the overlay and the writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Frame:
    """One upright frame.

    Attributes
    ----------
    index
        0 for the first frame decoded, then one more for each.
    time_s
        Seconds since the first frame's timestamp; strictly increasing.
    image_rgb
        (height, width, 3) uint8, red first: what the model wants and what the encoder
        takes, so that a frame is converted once. Never mirrored.
    """

    index: int
    time_s: float
    image_rgb: NDArray[np.uint8]
