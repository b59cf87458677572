"""Writes an annotated video that plays in a browser, with the timing of its source.

The result is H.264 in an MP4: 4:2:0 colour, index in front (faststart), every frame at the
time given to it, be the source of variable frame rate or with gaps. It has no sound, even
where the source had: what was said in the room is nobody's business here.
"""

from __future__ import annotations

import math
import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, cast

# Before anything else of av: it sees to it that cv2 comes first.
from posecoach.adapters.native import av

# isort: split
import numpy as np
from av.video.reformatter import Colorspace, VideoReformatter

from posecoach.adapters.files import unwritable
from posecoach.adapters.part_files import part_beside
from posecoach.adapters.paths import shown_path
from posecoach.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from types import TracebackType

    from av.packet import Packet
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

_TIME_BASE = Fraction(1, 90_000)
"""Finer than any camera's clock; the usual one of MPEG."""

_ENCODER = "libx264"
_ENCODER_OPTIONS = {
    # Measured at 640x480 with an overlay, CPU time a frame with colour conversion: ultrafast
    # 2.0 ms, superfast 3.0 ms, veryfast 3.2 to 3.8 ms; sizes 3 to 3.6 : 2.7 : 1. Inference
    # takes 20 ms and more, in another thread.
    "preset": "veryfast",
    "crf": "23",
    # Without B-frames packets leave in order of time, the first at 0, without an edit list.
    "bf": "0",
}
_ONE_THREAD_PX = 1280 * 720
"""Up to this size one encoder thread keeps up, and more would only take from inference."""

_NOMINAL_RATE = 30  # what the encoder plans its bits with; times come with each frame
_BT709 = 1  # of ISO/IEC 23091-2: primaries, transfer and matrix of HD video all have code 1
_LIMITED_RANGE = 1  # AVCOL_RANGE_MPEG

_FRAMES_WAITING = 3
"""Frames that may wait for the encoder before `write` waits for it."""

_FIRST_WRITE_BYTES = 4096
_WHOLE_AT_THE_END = {"movflags": "+faststart"}
_WHOLE_AT_ANY_TIME = {
    # Fragments of a second until it is finished, then one ordinary video (FFmpeg 8).
    "movflags": "+hybrid_fragmented",
    "frag_duration": "1000000",
    "flush_packets": "1",
}
_INTERVALS_KEPT = 32
_LONE_FRAME_S = 1 / _NOMINAL_RATE


class VideoWriter:
    """A video in the making: a context manager; it appears under its name only when finished.

    Frames are written to a temporary file beside the target. `finish` completes it and moves
    it into place; `abort` deletes it. Leaving a ``with`` block finishes, leaving it by an
    exception aborts, unless `finish` was called before: after Ctrl-C that keeps what was
    written so far as a playable video. Encoding runs in a thread of its own.

    A ``lasting`` one is under its name from the first, and plays up to its last second
    whatever becomes of this process; `abort` leaves what there is.

    Parameters
    ----------
    path
        Where the video shall be; an older file of that name is replaced, but by a lasting one.
    width_px, height_px
        Size of every image written. An odd side gets one more row or column, a copy of the
        last, because 4:2:0 colour needs even sides.
    lasting
        Keep it also if it is never finished.

    Raises
    ------
    OutputError
        The folder cannot be written to, the disk is full, or this PyAV has no H.264 encoder.
        Nothing is left behind, also when `write` or `finish` raise it.
    """

    def __init__(
        self, path: Path | str, width_px: int, height_px: int, *, lasting: bool = False
    ) -> None:
        if width_px < 1 or height_px < 1:
            raise ValueError(f"a video of {width_px}x{height_px} pixels has no picture")
        self._path = Path(path)
        self._shape = (height_px, width_px, 3)
        self._target = Path(os.path.realpath(self._path))  # a symbolic link stays
        self._lasting = lasting
        self._temporary = self._target if lasting else part_beside(self._target)
        self._ticks = _Ticks()
        self._waiting: deque[Future[None]] = deque()
        self._closed = False
        _require_encoder()
        _touch(self._temporary, self._path)
        try:
            self._encoder = _Encoder(
                self._temporary,
                width_px,
                height_px,
                _WHOLE_AT_ANY_TIME if lasting else _WHOLE_AT_THE_END,
            )
        except (av.FFmpegError, OSError) as error:
            self._temporary.unlink(missing_ok=True)
            raise unwritable(self._path, error) from error
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="video-encode")

    def __enter__(self) -> VideoWriter:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if exc_type is None:
            self.finish()
        else:
            self.abort()

    def write(self, image_rgb: NDArray[np.uint8], time_s: float) -> None:
        """Append one image.

        Parameters
        ----------
        image_rgb
            (height, width, 3) uint8, red first. It is copied: the caller may draw on it again.
        time_s
            When it is shown, seconds; later than the image before. The first one is shown at
            the video's start, whatever its time.
        """
        if self._closed:
            raise ValueError("the video is finished; open another VideoWriter")
        if image_rgb.shape != self._shape or image_rgb.dtype != np.uint8:
            raise ValueError(f"an image of {self._shape} uint8 is due, not {image_rgb.shape}")
        frame = av.VideoFrame.from_ndarray(_with_even_sides(image_rgb), format="rgb24")
        frame.pts = self._ticks.tick(time_s)
        frame.time_base = _TIME_BASE
        try:
            self._waiting.append(self._pool.submit(self._encoder.encode, frame))
            while len(self._waiting) > _FRAMES_WAITING:
                self._waiting.popleft().result()
        except (av.FFmpegError, OSError) as error:
            self.abort()
            raise unwritable(self._path, error) from error

    def finish(self, end_s: float | None = None) -> None:
        """Complete the video and move it to its name; without any frame nothing is written.

        Does nothing if the video is finished or aborted already.

        Parameters
        ----------
        end_s
            When the last image ceases to be shown, on the clock of `write`. By default it is
            shown as long as recent images were (their median).
        """
        if self._closed:
            return
        try:
            self._waiting.append(self._pool.submit(self._encoder.finish, self._ticks.end(end_s)))
            while self._waiting:
                self._waiting.popleft().result()
            if self._encoder.packets:
                _flush_to_disk(self._temporary)
                self._temporary.replace(self._target)  # a lasting one is there already
        except (av.FFmpegError, OSError) as error:
            raise unwritable(self._path, error) from error
        finally:
            self.abort()  # lets go of everything; the temporary name is gone if all went well

    def abort(self) -> None:
        """Stop, and leave nothing behind, unless it lasts; does nothing once it is finished."""
        if self._closed:
            return
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._encoder.close()
        if self._lasting and self._encoder.packets:
            return
        with suppress(OSError):
            self._temporary.unlink(missing_ok=True)


class _Ticks:
    """Turns seconds into whole ticks of the video's clock, the first frame at 0."""

    def __init__(self) -> None:
        self._first_s = self._last_s = 0.0
        self.last: int | None = None
        self._intervals: deque[int] = deque(maxlen=_INTERVALS_KEPT)

    def tick(self, time_s: float) -> int:
        """Return the tick of the next frame; never that of the one before."""
        if not math.isfinite(time_s) or (self.last is not None and time_s <= self._last_s):
            raise ValueError(f"time must go on: {time_s} s after {self._last_s} s")
        if self.last is None:
            self._first_s, tick = time_s, 0
        else:
            tick = max(self._rounded(time_s), self.last + 1)
            self._intervals.append(tick - self.last)
        self._last_s, self.last = time_s, tick
        return tick

    def end(self, end_s: float | None) -> int:
        """Return the tick at which the last frame ceases to be shown."""
        last = self.last or 0
        if end_s is not None:
            return max(self._rounded(end_s), last + 1)
        usual = median(self._intervals) if self._intervals else _LONE_FRAME_S / _TIME_BASE
        return last + round(usual)

    def _rounded(self, time_s: float) -> int:
        return round((time_s - self._first_s) / _TIME_BASE)


class _Encoder:
    """The encoder and the file it writes into; everything after opening runs in one thread."""

    def __init__(self, path: Path, width_px: int, height_px: int, options: dict[str, str]) -> None:
        # "file:" keeps FFmpeg from reading a name such as "http:x" as an address.
        self._container = av.open(
            f"file:{os.fspath(path)}",
            "w",
            format="mp4",
            container_options=dict(options),
        )
        stream = self._container.add_stream(_ENCODER, _NOMINAL_RATE, dict(_ENCODER_OPTIONS))
        self._stream = cast("VideoStream", stream)
        _set_up(self._stream, _even(width_px), _even(height_px))
        self.packets = 0
        self._reformatter = VideoReformatter()
        self._held: Packet[VideoStream] | None = None
        self._error: BaseException | None = None

    def encode(self, frame: av.VideoFrame) -> None:
        """Encode one RGB frame."""
        with self._unless_broken():
            yuv = self._reformatter.reformat(
                frame,
                format="yuv420p",
                dst_colorspace=Colorspace.ITU709,
                threads=1,
            )
            self._mux_all_but_last(self._stream.encode(yuv))

    def finish(self, end_tick: int) -> None:
        """Encode what is still held, and write the index."""
        with self._unless_broken():
            self._mux_all_but_last(self._stream.encode(None))
            if self._held is not None and self._held.pts is not None:
                self._held.duration = end_tick - self._held.pts
                self._container.mux(self._held)
            self._container.close()

    @contextmanager
    def _unless_broken(self) -> Iterator[None]:
        """Raise the first error again: FFmpeg crashes on a file whose start failed."""
        if self._error is not None:
            raise self._error
        try:
            yield
        except BaseException as error:
            self._error = error
            raise

    def _mux_all_but_last(self, packets: list[Packet[VideoStream]]) -> None:
        """Hold the newest packet back: only `finish` knows how long the last one lasts."""
        for packet in packets:
            if self._held is not None:
                self._container.mux(self._held)
            self._held = packet
            self.packets += 1

    def close(self) -> None:
        """Let go of the file; one that was not finished is of no use afterwards."""
        with suppress(av.FFmpegError, OSError):
            self._container.close()


def _set_up(stream: VideoStream, width_px: int, height_px: int) -> None:
    codec = stream.codec_context
    codec.width, codec.height = width_px, height_px
    codec.pix_fmt = "yuv420p"
    codec.thread_count = 1 if width_px * height_px <= _ONE_THREAD_PX else 0  # 0: as many as fit
    codec.time_base = stream.time_base = _TIME_BASE
    # Told, because players guess the matrix from the picture's height and differ.
    codec.color_primaries = codec.color_trc = codec.colorspace = _BT709
    codec.color_range = _LIMITED_RANGE


def _even(side_px: int) -> int:
    return side_px + side_px % 2


def _with_even_sides(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    if height % 2 == 0 and width % 2 == 0:
        return image
    return np.pad(image, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")


def _require_encoder() -> None:
    if _ENCODER not in av.codecs_available:
        raise OutputError(
            "this PyAV was built without {encoder}, so no video can be written; install "
            "its own wheel (pip install --force-reinstall --only-binary av av), or use "
            "--no-video",
            encoder=_ENCODER,
        )


def _touch(temporary: Path, path: Path) -> None:
    """Create the temporary file, to learn now and not after minutes that it cannot be.

    It is not left empty, so that a disk that is full already is noticed: where FFmpeg cannot
    write the start of a file, PyAV never closes it.
    """
    if path.is_dir():
        raise OutputError("{path} is a folder; name a file in it", path=shown_path(path))
    try:
        with temporary.open("xb") as file:
            file.write(bytes(_FIRST_WRITE_BYTES))
    except FileExistsError as error:
        raise unwritable(path, error) from error  # it is another's: a lasting video replaces none
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise unwritable(path, error) from error


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
