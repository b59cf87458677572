"""The shutter: light is gathered for a while, and the picture's rows one after the other.

What moves is smeared along its way, and leans where rows are read while it moves. Both are made
of whole pictures of the scene at several moments, as many as the movement asks for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Between two moments nothing moves farther than this, unless that takes more moments than these.
_STEP_PX = 1.25
_MOST_MOMENTS = 10


@dataclass(frozen=True)
class Shutter:
    """How a picture is exposed; its time is when its middle row is half exposed.

    Attributes
    ----------
    exposure_s
        So long each row gathers light.
    readout_s
        So much later than the first row the last one is read: a rolling shutter.
    """

    exposure_s: float
    readout_s: float

    @property
    def span_s(self) -> float:
        """From the first light of the first row to the last of the last."""
        return self.exposure_s + self.readout_s

    def moments(self, moved_px: float) -> NDArray[np.float64]:
        """When the scene is to be drawn, (K,), in s from the picture's time.

        ``moved_px`` is how far the fastest thing goes within `span_s`.
        """
        count = min(max(math.ceil(moved_px / _STEP_PX), 1), _MOST_MOMENTS)
        return ((np.arange(count) + 0.5) / count - 0.5) * self.span_s

    def weights(self, count: int, height: int) -> NDArray[np.float32]:
        """Share of each moment in each row's light, (count, height); each row's sum is 1."""
        edges = (np.arange(count + 1) / count - 0.5) * self.span_s
        middle = ((np.arange(height) + 0.5) / height - 0.5) * self.readout_s
        low, high = middle - self.exposure_s / 2, middle + self.exposure_s / 2
        first = np.maximum(edges[:-1, None], low)
        last = np.minimum(edges[1:, None], high)
        share = np.maximum(last - first, 0.0)
        return np.asarray(share / share.sum(axis=0), dtype=np.float32)
