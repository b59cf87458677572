"""Decoded pictures as a viewer would see them: upright, square pixels, RGB, of one size.

Image axes: x to the right, y downwards. FFmpeg's display matrix shows a coded picture's
point (x, y) at (a x + c y, b x + d y), but for scale and offset; phones write it instead of
turning the picture.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np
from av.sidedata.sidedata import Type as SideDataType
from av.video.reformatter import VideoReformatter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from av.sidedata.sidedata import SideData
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

MAX_FRAME_SIDE_PX = 1920
"""Longer side of a frame. The model looks at 256 x 256; an 8K frame would only cost memory."""

_UNTURNED = (1, 0, 0, 1)
_QUARTER_TURNS_CLOCKWISE = (_UNTURNED, (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))


class UprightConverter:
    """Converts pictures to the size that the first one has when it is upright.

    That size has square pixels and at most `MAX_FRAME_SIDE_PX` on the longer side; it is
    reached while the colours are converted, so that no full RGB picture of an 8K video is
    ever made. A later picture of another size or rotation is fitted into it, with black bars
    where the shape differs, because landmarks are given in one size.

    Parameters
    ----------
    first
        The first decoded picture.
    pixel_aspect
        Width of a coded pixel divided by its height.
    """

    def __init__(self, first: VideoFrame, pixel_aspect: float) -> None:
        self._pixel_aspect = pixel_aspect
        self._reformatter = VideoReformatter()
        self._look = _look_of(first)
        size_px = (first.width, first.height)
        self._placement = _placement(size_px, _display_matrix(first), pixel_aspect, box_px=None)
        self.size_px = self._placement.upright_size_px
        """Width and height of every converted picture."""
        self.rotation_deg = self._placement.rotation_deg
        """Clockwise turn of the first picture: 0, 90, 180 or 270."""

    def convert(self, picture: VideoFrame) -> NDArray[np.uint8]:
        """Return the picture as (height, width, 3) RGB, C-contiguous, the caller's own.

        Raises
        ------
        av.FFmpegError
            The picture has a pixel format that cannot be converted.
        """
        look = _look_of(picture)
        if look != self._look:
            self._look = look
            self._placement = _placement(
                (picture.width, picture.height),
                _display_matrix(picture),
                self._pixel_aspect,
                box_px=self.size_px,
            )
        rgb = self._reformatter.reformat(
            picture,
            width=self._placement.width_px,
            height=self._placement.height_px,
            format="rgb24",
            threads=1,  # decoding has a thread of its own; more here only cost their start
        )
        image = cast("NDArray[np.uint8]", rgb.to_ndarray())
        return _padded(_turned(image, self._placement), self.size_px)


@dataclass(frozen=True)
class _Look:
    """What tells that a picture has to be placed otherwise than the one before.

    The rotation stands for the whole display matrix, because reading that one ties PyAV's
    frame into a reference cycle: read of each frame, it kept a hundred of them in memory.
    """

    width_px: int
    height_px: int
    rotation: int


@dataclass(frozen=True)
class _Placement:
    """Scale to this size first, then transpose, then flip."""

    width_px: int
    height_px: int
    transposed: bool
    flip_x: bool
    flip_y: bool

    @property
    def upright_size_px(self) -> tuple[int, int]:
        size_px = (self.width_px, self.height_px)
        return size_px[::-1] if self.transposed else size_px

    @property
    def rotation_deg(self) -> int:
        """Where the coded picture's x axis points, clockwise."""
        if self.transposed:
            return 270 if self.flip_y else 90
        return 180 if self.flip_x else 0


def _look_of(picture: VideoFrame) -> _Look:
    return _Look(picture.width, picture.height, picture.rotation)


def _display_matrix(picture: VideoFrame) -> tuple[int, int, int, int]:
    try:
        # PyAV's stub knows this mapping only with names as keys.
        side_data = cast("Mapping[SideDataType, SideData]", picture.side_data)
        data = side_data.get(SideDataType.DISPLAYMATRIX)
    except ValueError:
        # PyAV names fewer kinds of side data than FFmpeg attaches and then refuses them all.
        return _QUARTER_TURNS_CLOCKWISE[round(-picture.rotation / 90) % 4]
    if data is None:
        return _UNTURNED
    a, b, _, c, d, *_ = struct.unpack("=9i", bytes(data))
    return a, b, c, d


def _placement(
    coded_px: tuple[int, int],
    matrix: tuple[int, int, int, int],
    pixel_aspect: float,
    box_px: tuple[int, int] | None,
) -> _Placement:
    """Make pixels square and the picture fit: into `box_px`, or else only not too large.

    `matrix` is (a, b, c, d) of the display matrix, on any scale. A turn that is not by a
    quarter is taken as the nearest one.
    """
    a, b, c, d = matrix
    transposed = abs(b) + abs(c) > abs(a) + abs(d)
    towards_x, towards_y = (c, b) if transposed else (a, d)
    width, height = coded_px[0] * pixel_aspect, float(coded_px[1])
    if box_px is None:
        scale = min(1.0, MAX_FRAME_SIDE_PX / max(width, height))
    else:
        box_width, box_height = box_px[::-1] if transposed else box_px
        scale = min(box_width / width, box_height / height)
    return _Placement(
        width_px=max(1, round(width * scale)),
        height_px=max(1, round(height * scale)),
        transposed=transposed,
        flip_x=towards_x < 0,
        flip_y=towards_y < 0,
    )


def _turned(image: NDArray[np.uint8], placement: _Placement) -> NDArray[np.uint8]:
    """Return the image upright, C-contiguous and writable."""
    turned: NDArray[np.uint8] = image
    if placement.transposed:
        turned = np.asarray(cv2.transpose(turned), np.uint8)
    if placement.flip_x or placement.flip_y:
        # OpenCV's code of the axes: 1 mirrors left-right, 0 top-bottom, -1 both
        code = -1 if placement.flip_x and placement.flip_y else int(placement.flip_x)
        turned = np.asarray(cv2.flip(turned, code), np.uint8)
    return np.ascontiguousarray(turned)


def _padded(image: NDArray[np.uint8], size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """Centre a picture of another shape on black; almost always there is nothing to do."""
    height, width = image.shape[:2]
    if (width, height) == size_px:
        return image
    canvas = np.zeros((size_px[1], size_px[0], 3), np.uint8)
    top, left = (size_px[1] - height) // 2, (size_px[0] - width) // 2
    canvas[top : top + height, left : left + width] = image
    return canvas
