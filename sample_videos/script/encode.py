"""H.264 with exact times, and the container's note that the picture lies on its side."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import av.video.stream
import numpy as np
from numpy.typing import NDArray

_TICKS = 90_000
# Without x264's macroblock tree, whose outcome hangs on what lies about in memory: the same
# pictures gave another file each time, and the landmarker, at its limits, another leg.
_SAME_EACH_TIME = "mbtree=0"
# Matrices of ISO 14496-12 (16.16 and 2.30 fixed point), by clockwise degrees shown.
_ONE = 0x10000
_MATRIX = {90: (0, _ONE, -_ONE, 0), 180: (-_ONE, 0, 0, -_ONE), 270: (0, -_ONE, _ONE, 0)}


class Encoder:
    """Writes pictures at their times: the same pictures give the same file, byte for byte.

    Parameters
    ----------
    path
        The file.
    size_px
        Width and height of the upright picture.
    turned_deg
        A player turns what is stored by this, clockwise, to show it upright.
    """

    def __init__(
        self, path: Path, size_px: tuple[int, int], turned_deg: int = 0, crf: int = 27
    ) -> None:
        self._path, self._size, self._turned = path, size_px, turned_deg
        width, height = size_px if turned_deg % 180 == 0 else size_px[::-1]
        self._container = av.open(str(path), "w", options={"movflags": "faststart"})
        stream = self._container.add_stream("libx264", rate=30)
        assert isinstance(stream, av.video.stream.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, _TICKS)
        stream.options = {
            "crf": str(crf), "preset": "medium", "g": "90", "x264-params": _SAME_EACH_TIME,
        }  # fmt: skip
        self._stream = stream

    def write(self, image_rgb: NDArray[np.uint8], time_s: float) -> None:
        """Add an upright picture."""
        stored = np.ascontiguousarray(np.rot90(image_rgb, self._turned // 90))
        frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
        frame.pts, frame.time_base = round(time_s * _TICKS), Fraction(1, _TICKS)
        self._container.mux(self._stream.encode(frame))

    def close(self) -> None:
        """Finish the file."""
        self._container.mux(self._stream.encode())
        self._container.close()
        if self._turned:
            _note_rotation(self._path, self._size, self._turned)


def _note_rotation(path: Path, size_px: tuple[int, int], turned_deg: int) -> None:
    """Set the track header's matrix, which PyAV cannot."""
    data = bytearray(path.read_bytes())
    header = data.index(b"tkhd") + 4
    matrix = header + (40 if data[header] == 0 else 52)
    a, b, c, d = _MATRIX[turned_deg]
    height, width = (size_px[0], size_px[1]) if turned_deg % 180 else (size_px[1], size_px[0])
    x = height if turned_deg == 90 else width if turned_deg == 180 else 0
    y = width if turned_deg == 270 else height if turned_deg == 180 else 0
    for i, value in enumerate((a, b, 0, c, d, 0, x * _ONE, y * _ONE, 1 << 30)):
        data[matrix + 4 * i : matrix + 4 * i + 4] = (value & 0xFFFFFFFF).to_bytes(4, "big")
    path.write_bytes(data)
