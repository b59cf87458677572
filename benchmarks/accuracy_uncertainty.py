"""Whether what is measured lies as near to the truth as the product says it does: pure.

Every measure that is judged carries the half width of an interval that is to cover the truth in
about 95 % of pictures. Compared are hip flexion while the foot is off the floor, and the lifts of
head and shoulders while legs are drawn, each in pictures of a person who lies on the back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.accuracy_match import SIDES, number_in, paired, true_faults, within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from benchmarks.accuracy_match import Row, Truth

    Picture = tuple[Row, dict[str, Any]]

_LIFTS = {"head lift": ("head", "head_off_m"), "shoulder lift": ("shoulder", "shoulder_lift_m")}
MEASURES = ("near leg", "far leg", *_LIFTS)


@dataclass(frozen=True, eq=False)
class Told:
    """One measure in every picture compared: (n,) arrays, degrees or torso lengths.

    ``half_width`` is the product's own uncertainty. Pictures in which nothing was measured are
    left out.
    """

    true: NDArray[np.float64]
    measured: NDArray[np.float64]
    half_width: NDArray[np.float64]

    @property
    def covered(self) -> NDArray[np.bool_]:
        """Where the truth lies within the half width."""
        found: NDArray[np.bool_] = np.abs(self.measured - self.true) <= self.half_width
        return found


def told(truth: Truth, rows: Sequence[Row]) -> dict[str, Told]:
    """What the product told of each of the measures, beside the truth."""
    upright = [span for kind, span in true_faults(truth) if kind == "not_supine"]
    pictures = [
        (row, frame)
        for row, frame in paired(truth, rows)
        if frame["visible"] and not any(within(frame["t"], span) for span in upright)
    ]
    legs = {
        "near leg" if name == truth["near"] else "far leg": _leg(pictures, side, name)
        for side, name in SIDES.items()
    }
    drawn = [(row, frame) for row, frame in pictures if row["legs_drawn"]]
    return legs | {
        what: _lift(drawn, name, key, truth["torso_m"]) for what, (name, key) in _LIFTS.items()
    }


def _lift(pictures: Sequence[Picture], name: str, key: str, torso_m: float) -> Told:
    return _told(
        pictures,
        f"{name}_lift_torso",
        f"{name}_lift_uncertainty_torso",
        lambda frame: frame[key] / torso_m,
    )


def _leg(pictures: Sequence[Picture], side: str, name: str) -> Told:
    return _told(
        [p for p in pictures if side in p[1]["feet_up"]],
        f"hip_flexion_{name}_deg",
        f"{name}_hip_flexion_uncertainty_deg",
        lambda frame: frame["flex"][side],
    )


def _told(
    pictures: Sequence[Picture],
    measured: str,
    half_width: str,
    true: Callable[[Mapping[str, Any]], float],
) -> Told:
    table = [
        (true(frame), number_in(row[measured]), number_in(row[half_width]))
        for row, frame in pictures
    ]
    columns = np.array(table, dtype=np.float64).reshape(-1, 3)
    return Told(*columns[~np.isnan(columns).any(axis=1)].T)
