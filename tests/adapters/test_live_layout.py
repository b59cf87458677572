"""Where things stand on the live screen."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.adapters.live_layout import LiveLayout, live_layout_of
from posecoach.adapters.overlay_layout import Box

FRAMES = st.tuples(st.integers(1, 4000), st.integers(1, 4000))
CANVASES = st.tuples(st.integers(320, 4000), st.integers(180, 3000))


def boxes_of(layout: LiveLayout) -> list[Box]:
    """Every box that is drawn on."""
    ours = layout.overlay
    theirs = [ours.picture, ours.ring, ours.count, ours.cue, ours.note, ours.phase]
    return [*theirs, layout.signs, layout.side, layout.said, layout.keys]


def overlap(one: Box, other: Box) -> bool:
    """Whether they share a pixel."""
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@given(FRAMES, CANVASES)
def test_boxes_stay_apart(frame_px: tuple[int, int], canvas_px: tuple[int, int]) -> None:
    """Nothing stands on the picture or on anything else, and all of it is on the canvas."""
    layout = live_layout_of(frame_px, canvas_px)
    for one, other in itertools.combinations(boxes_of(layout), 2):
        assert not overlap(one, other), (one, other)
    for box in boxes_of(layout):
        assert min(box.x, box.y) >= 0
        assert min(box.width, box.height) >= 1
        assert box.x + box.width <= canvas_px[0]
        assert box.y + box.height <= canvas_px[1]


@given(st.tuples(st.integers(320, 2000), st.integers(320, 2000)), CANVASES)
def test_picture_keeps_its_shape(frame_px: tuple[int, int], canvas_px: tuple[int, int]) -> None:
    """A person is not stretched: both sides are scaled alike, to the pixel."""
    picture = live_layout_of(frame_px, canvas_px).overlay.picture
    scale = picture.height / frame_px[1]
    assert picture.width == pytest.approx(scale * frame_px[0], abs=1 + frame_px[0] / frame_px[1])


@pytest.mark.parametrize(
    ("frame_px", "share"), [((640, 480), 0.48), ((1280, 720), 0.64), ((480, 640), 0.27)]
)
def test_picture_is_large(frame_px: tuple[int, int], share: float) -> None:
    """It has all the height above the bar, and so that share of a 16:9 screen."""
    picture = live_layout_of(frame_px, (1600, 900)).overlay.picture
    assert picture.height == 720
    assert picture.width * picture.height / (1600 * 900) == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize(
    ("frame_px", "canvas_px"), [((0, 480), (1600, 900)), ((640, 480), (159, 900))]
)
def test_what_cannot_be_laid_out_is_refused(
    frame_px: tuple[int, int], canvas_px: tuple[int, int]
) -> None:
    """A frame without a side, and a canvas for which no letter is small enough."""
    with pytest.raises(ValueError, match="cannot show"):
        live_layout_of(frame_px, canvas_px)
