"""The target outline: where it lies, how thin it is, and that it can be seen."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from posecoach.adapters.silhouette import draw_silhouette

SIZES = pytest.mark.parametrize("size", [(640, 480), (1280, 720), (320, 240), (480, 640)])


def drawn(size: tuple[int, int], *, head_left: bool, level: int = 120) -> NDArray[np.uint8]:
    """The outline on an even grey."""
    canvas = np.full((size[1], size[0], 3), level, np.uint8)
    draw_silhouette(canvas, head_left)
    return canvas


def touched(canvas: NDArray[np.uint8], level: int = 120) -> tuple[NDArray[np.intp], ...]:
    """Rows and columns of what was drawn."""
    return np.nonzero((canvas != level).any(axis=2))


@SIZES
def test_it_fits_with_room_around(size: tuple[int, int]) -> None:
    """In every picture the whole body is inside, in the middle, and above the lower border."""
    rows, columns = touched(drawn(size, head_left=False))
    assert 0.1 * size[0] < columns.min() < columns.max() < 0.9 * size[0]
    assert abs(columns.min() + columns.max() - size[0]) < 0.05 * size[0]
    assert 0.25 * size[1] < rows.min() < rows.max() < 0.85 * size[1]


@SIZES
def test_head_left_is_the_mirror_image(size: tuple[int, int]) -> None:
    """The same outline the other way round, to within a pixel's rounding."""
    right = np.asarray(drawn(size, head_left=False)[:, ::-1], float)
    left = np.asarray(drawn(size, head_left=True), float)
    # Even widths have no middle pixel: the mirror image lies one pixel beside.
    shifted = np.roll(right, 1, axis=1)
    assert np.abs(left - shifted)[:, 2:-2].mean() < 0.25


def test_knees_are_up_at_the_end_away_from_the_head() -> None:
    """The highest point of the outline is the knee, on the feet's half."""
    for head_left in (True, False):
        rows, columns = touched(drawn((640, 480), head_left=head_left))
        knee = columns[rows.argmin()]
        assert bool(knee > 320) is head_left


@SIZES
def test_it_is_thin(size: tuple[int, int]) -> None:
    """It covers few of the pixels, also of a small picture: the person stays to be seen."""
    rows, _ = touched(drawn(size, head_left=False))
    assert 0.002 < len(rows) / (size[0] * size[1]) < 0.05


@pytest.mark.parametrize("level", [0, 60, 128, 200, 255])
def test_it_is_seen_on_any_ground(level: int) -> None:
    """White beside black, without any hue: on every grey one of them stands out."""
    canvas = drawn((640, 480), head_left=True, level=level)
    assert (canvas == canvas[..., :1]).all()
    inked = canvas[touched(canvas, level)].astype(int)
    assert np.abs(inked - level).max() >= 127


def test_it_takes_a_tiny_picture() -> None:
    """A thumbnail gets some outline and no error."""
    rows, _ = touched(drawn((32, 24), head_left=False))
    assert len(rows) > 10
