"""A recorded video as a stream of upright pictures with true timestamps.

Everything a container can do to a picture is undone here, so that the rest of the program
sees what a viewer would see: rotation and mirroring (the display matrix that phones write),
pixels that are not square, sizes beyond what the pose model can use. Times come from the
container's presentation timestamps, never from ``index / fps``.

Sound is never decoded and never kept: posecoach has no use for what was said.
"""

from __future__ import annotations

import itertools
import math
import os
import stat
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from posecoach.adapters.frames import Frame
from posecoach.adapters.native import av
from posecoach.adapters.paths import shown_path
from posecoach.adapters.video_upright import MAX_FRAME_SIDE_PX, UprightConverter
from posecoach.adapters.words.notes import BETWEEN, ENGLISH
from posecoach.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    import numpy as np
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

MAX_SOURCE_PIXELS = 8192 * 4320
"""Largest coded picture that is decoded (8K). A decoder holds several pictures at once."""

_FRAMES_AHEAD = 3
"""Frames decoded before they are asked for: enough to bridge a slow one, little memory."""

_MAX_DECODER_THREADS = 4
"""Each decoder thread holds pictures of its own, and inference needs the cores too."""

_FALLBACK_STEP_S = 1 / 30
"""Time between frames where neither a timestamp nor a frame rate is known."""

_LONGEST_S = 1e7
"""No recording lasts for months: a time beyond this is damage. Landmark files hold no later one."""

_UNNOTICED_LOSS_S = 0.05
"""A missing end of two frames and this is not reported: containers round."""


@dataclass(frozen=True)
class VideoInfo:
    """What is known of a video before it is decoded.

    Attributes
    ----------
    width_px, height_px
        Size of every `Frame`: upright, square pixels, at most `MAX_FRAME_SIDE_PX` on the
        longer side. Landmarks in pixels are in this size.
    source_width_px, source_height_px
        Size of the coded picture, before rotation and scaling.
    duration_s_estimate, frame_count_estimate
        What the container claims, for a progress bar; None where it does not say.
    rotation_deg
        Clockwise turn that makes the coded picture upright: 0, 90, 180 or 270. A mirrored
        picture is also flipped.
    codec
        FFmpeg's name of the codec, such as ``h264``.
    average_rate
        Frames a second on average, as the container claims; None where it does not say.
    """

    width_px: int
    height_px: int
    source_width_px: int
    source_height_px: int
    duration_s_estimate: float | None
    frame_count_estimate: int | None
    rotation_deg: int
    codec: str
    average_rate: Fraction | None


class VideoSource:
    """An open video file: a context manager that yields each `Frame` once.

    Decoding runs a few frames ahead in a thread of its own, so that it overlaps with
    inference; memory does not grow with the video's length. For a second pass open the
    file again.

    A picture whose size changes within the video is fitted into the size of the first one,
    with black bars where the shape differs, because landmarks are given in one size.

    Attributes
    ----------
    info
        Sizes, rotation, codec and estimates.
    dropped_frames
        Frames left out because their time did not advance.
    damaged_packets
        Pieces of the video that could not be decoded and were skipped.
    end_s
        Where the last frame decoded so far ends, seconds since the first frame.
    truncated_at_s
        After the iteration: `end_s` if the end of the video is missing, else None.

    Raises
    ------
    InputError
        The file cannot be read, is no video, or no picture of it can be decoded.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        head = _read_head(self._path)
        self._container = _open_container(self._path, head)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="video-decode")
        self._iterated = self._closed = self._is_cut_off = False
        self.dropped_frames = self.damaged_packets = 0
        self.end_s = 0.0
        self.truncated_at_s: float | None = None
        try:
            self._stream = _video_stream(self._container, self._path)
            self._open_first_picture()
        except BaseException:
            self.close()
            raise

    def _open_first_picture(self) -> None:
        """Decode one picture: only it tells the rotation, and whether decoding works."""
        pictures = self._pictures()
        first = next(pictures, None)
        if first is None:
            raise InputError(
                "{path}: no picture in it could be decoded, it is damaged or cut off; copy it "
                "again from the camera, or convert it to an H.264 MP4",
                path=shown_path(self._path),
            )
        self._upright = UprightConverter(first, float(self._stream.sample_aspect_ratio or 1))
        self.info = _video_info(self._container, self._stream, first, self._upright)
        self._promised_s = _promised_end_s(self._container, self._stream, first)
        self._clock = _Clock(
            self._stream.time_base or Fraction(1),
            _step_s(self._stream),
            # FFmpeg fills an AVI's missing presentation timestamps in decoding order.
            by_decoding_time=first.pts is None or self._container.format.name == "avi",
        )
        self._frames = self._timed(itertools.chain([first], pictures))

    def __enter__(self) -> VideoSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop decoding and let go of the file; frames already handed out stay valid."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._container.close()

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames in order of time, once."""
        if self._iterated:
            raise RuntimeError("a VideoSource is read once; open the file again for another pass")
        self._iterated = True
        return self._read_ahead()

    def _read_ahead(self) -> Iterator[Frame]:
        """Keep a few frames in the making; what fails in the thread is raised here."""
        try:
            coming = deque(self._decode_one_later() for _ in range(_FRAMES_AHEAD))
            while not self._closed:
                frame = coming.popleft().result()
                if frame is None:
                    return
                coming.append(self._decode_one_later())
                yield frame
        finally:
            self.close()

    def _decode_one_later(self) -> Future[Frame | None]:
        return self._pool.submit(next, self._frames, None)

    @property
    def problem(self) -> str | None:
        """What was wrong with the video, a note in English; None: nothing noticed so far."""
        parts = []
        if self.truncated_at_s is not None:
            is_known = self._promised_s > self.end_s
            early = ENGLISH.ends_early_of if is_known else ENGLISH.ends_early
            seconds, whole = f"{self.truncated_at_s:.1f}", f"{self._promised_s:.1f}"
            parts.append(early.format(seconds=seconds, whole=whole))
        if self.damaged_packets:
            parts.append(ENGLISH.damaged.format(n=self.damaged_packets))
        if self.dropped_frames:
            parts.append(ENGLISH.left_out.format(n=self.dropped_frames))
        return BETWEEN.join(parts) or None

    def _pictures(self) -> Iterator[VideoFrame]:
        """Decode what can be decoded, in order of presentation."""
        for packet in self._packets():
            yield from self._decoded(packet)

    def _decoded(self, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
        """Decode a packet, or let a damaged one go and carry on with the next."""
        try:
            return self._stream.decode(packet)
        except av.FFmpegError:
            self.damaged_packets += 1
            return []

    def _packets(self) -> Iterator[Packet[VideoStream] | None]:
        """Yield the packets, then None, on which the decoder hands out what it still holds.

        A last packet that is only half there is left out: failing on it, a decoder with
        several threads would lose the whole pictures before it too.
        """
        held: Packet[VideoStream] | None = None
        try:
            for packet in self._container.demux(self._stream):
                if not packet.size:
                    continue  # PyAV's mark of the end, or an AVI's repeated picture
                if held is not None:
                    yield held
                held = packet
        except av.FFmpegError:
            self._is_cut_off = True
        if held is not None and held.is_corrupt:
            self._is_cut_off = True
        elif held is not None:
            yield held
        yield None

    def _timed(self, pictures: Iterator[VideoFrame]) -> Iterator[Frame]:
        """Give each picture its time and index; runs in the decoding thread."""
        index = 0
        for picture in pictures:
            time_s = self._clock.time_s(picture)
            if time_s is None:
                self.dropped_frames += 1
                continue
            if time_s > _LONGEST_S:
                raise InputError(
                    "{path}: its clock leaps to {time_s:.0f} s, the times in it are damaged; copy "
                    "it again from the camera, or convert it to an H.264 MP4",
                    path=shown_path(self._path),
                    time_s=time_s,
                )
            self.end_s = time_s + self._clock.shown_s(picture)
            yield Frame(index, time_s, self._image(picture))
            index += 1
        unnoticed_s = 2 * self._clock.step_s + _UNNOTICED_LOSS_S
        if self._is_cut_off or self._promised_s > self.end_s + unnoticed_s:
            self.truncated_at_s = self.end_s

    def _image(self, picture: VideoFrame) -> NDArray[np.uint8]:
        try:
            return self._upright.convert(picture)
        except av.FFmpegError as error:
            raise InputError(
                "{path}: its pixel format {format} cannot be converted; convert it to an H.264 MP4",
                path=shown_path(self._path),
                format=picture.format.name,
            ) from error


# --- opening ---------------------------------------------------------------------------------


def _read_head(path: Path) -> bytes:
    """Return the first bytes of a regular, readable, non-empty file."""
    name = shown_path(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError("{path} is a folder; name one video file in it", path=name)
        if not stat.S_ISREG(mode):
            raise InputError(
                "{path} is not a regular file; save the video to a file first", path=name
            )
        with path.open("rb") as file:
            head = file.read(12)
    except FileNotFoundError as error:
        raise InputError(
            "{path}: no such file; check the folder and the spelling", path=name
        ) from error
    except PermissionError as error:
        raise InputError(
            "{path} may not be read; ask its owner for read permission", path=name
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        raise InputError(
            "{path} cannot be read ({why}); copy it here again", path=name, why=error
        ) from error
    if not head:
        raise InputError("{path} is empty (0 bytes); copy it again from the camera", path=name)
    return head


def _open_container(path: Path, head: bytes) -> InputContainer:
    # "file:" keeps FFmpeg from reading a name such as "http:x" as an address, and the white
    # list keeps a play list that is called .mp4 from fetching what it names.
    try:
        container = av.open(
            f"file:{os.fspath(path)}",
            container_options={"protocol_whitelist": "file"},
            metadata_errors="replace",
        )
    except av.FFmpegError as error:
        if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
            raise InputError(
                "{path} is cut off or damaged: the index that an MP4 needs is missing or "
                "broken; copy the whole file again from the camera",
                path=shown_path(path),
            ) from error
        raise InputError(
            "{path} is not a video that can be read; give an MP4, MOV, MKV, WebM or AVI",
            path=shown_path(path),
        ) from error
    if container.format.name == "image2" or container.format.name.endswith("_pipe"):
        container.close()
        raise InputError(
            "{path} is a picture, not a video; give a recording", path=shown_path(path)
        )
    return container


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    """Choose the stream to judge; the cover picture of a sound file is none."""
    streams = [
        s for s in container.streams.video if not s.disposition & av.stream.Disposition.attached_pic
    ]
    if not streams:
        if container.streams.audio:
            raise InputError(
                "{path} has no video in it (only sound); give a file with a picture",
                path=shown_path(path),
            )
        raise InputError(
            "{path} has no video in it; give a file with a picture", path=shown_path(path)
        )
    best = container.streams.best("video")
    stream = next((s for s in streams if s is best), streams[0])
    codec = stream.codec_context
    if codec is None:  # no decoder for it in this FFmpeg
        raise InputError(
            "{path}: its codec cannot be decoded here; convert it to an H.264 MP4",
            path=shown_path(path),
        )
    if codec.width * codec.height == 0:
        raise InputError(
            "{path}: its picture has no size; record or convert it again", path=shown_path(path)
        )
    if codec.width * codec.height > MAX_SOURCE_PIXELS:
        raise InputError(
            "{path}: its picture of {width}x{height} is larger than 8K; scale it down to "
            "{side_px} on the longer side",
            path=shown_path(path),
            width=codec.width,
            height=codec.height,
            side_px=MAX_FRAME_SIDE_PX,
        )
    # The size may change later on. Twice, because a decoder counts its padding too.
    codec.options = {"max_pixels": str(2 * MAX_SOURCE_PIXELS)}
    codec.thread_type = "AUTO"
    codec.thread_count = min(os.cpu_count() or 1, _MAX_DECODER_THREADS)
    return stream


# --- what the container claims -----------------------------------------------------------------


def _video_info(
    container: InputContainer, stream: VideoStream, first: VideoFrame, upright: UprightConverter
) -> VideoInfo:
    width_px, height_px = upright.size_px
    duration_s = _claimed_duration_s(container, stream)
    if duration_s is None and container.duration is not None:
        duration_s = container.duration / av.time_base
    frame_count = stream.frames or None
    if frame_count is None and duration_s is not None and stream.average_rate:
        frame_count = round(duration_s * stream.average_rate)
    return VideoInfo(
        width_px=width_px,
        height_px=height_px,
        source_width_px=first.width,
        source_height_px=first.height,
        duration_s_estimate=duration_s,
        frame_count_estimate=frame_count,
        rotation_deg=upright.rotation_deg,
        codec=stream.codec_context.name,
        average_rate=stream.average_rate or None,
    )


def _claimed_duration_s(container: InputContainer, stream: VideoStream) -> float | None:
    """Return how long the video stream itself claims to be; sound may well last longer."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    tag = _seconds_of_clock(stream.metadata.get("DURATION", ""))
    if tag is not None:
        return tag  # Matroska has no other duration of a single stream
    if container.duration is not None and len(container.streams) == 1:
        return container.duration / av.time_base
    return None


def _seconds_of_clock(text: str) -> float | None:
    """Read ``hh:mm:ss.fraction``; None for anything else."""
    try:
        hours, minutes, seconds = text.split(":")
        total_s = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    except (ValueError, OverflowError):  # OverflowError: hours without end
        return None
    return total_s if math.isfinite(total_s) and total_s >= 0 else None


def _promised_end_s(container: InputContainer, stream: VideoStream, first: VideoFrame) -> float:
    """Return when the video should end, in seconds since its first picture; 0 if unknown."""
    duration_s = _claimed_duration_s(container, stream)
    if duration_s is None or not math.isfinite(duration_s):
        return 0.0
    if container.format.name == "avi":
        return 0.0  # FFmpeg guesses it from the file's size where the end is missing
    if first.pts is None or stream.start_time is None or stream.time_base is None:
        return duration_s
    return duration_s - float((first.pts - stream.start_time) * stream.time_base)


def _step_s(stream: VideoStream) -> float:
    rate = stream.average_rate or stream.guessed_rate
    return float(1 / rate) if rate else _FALLBACK_STEP_S


# --- time --------------------------------------------------------------------------------------


class _Stamped(Protocol):
    """What the clock reads of a decoded picture."""

    @property
    def pts(self) -> int | None: ...
    @property
    def dts(self) -> int | None: ...
    @property
    def duration(self) -> int: ...


class _Clock:
    """Turns the timestamps of pictures, in order of presentation, into seconds.

    Presentation timestamps count. Where a container has none, decoding timestamps do: they
    grow by the same steps, as pictures come out of the decoder. A picture without its
    timestamp comes one nominal step after the one before.
    """

    def __init__(self, time_base: Fraction, step_s: float, *, by_decoding_time: bool) -> None:
        self.step_s = step_s
        self._time_base = time_base
        self._by_decoding_time = by_decoding_time
        self._origin: tuple[int, float] | None = None  # a timestamp and its time
        self._last_s: float | None = None

    def time_s(self, picture: _Stamped) -> float | None:
        """Return seconds since the first picture, or None where time does not advance."""
        stamp = picture.dts if self._by_decoding_time else picture.pts
        time_s = 0.0 if self._last_s is None else self._last_s + self.step_s
        if stamp is not None:
            self._origin = self._origin or (stamp, time_s)
            origin_stamp, origin_s = self._origin
            time_s = origin_s + float((stamp - origin_stamp) * self._time_base)
        if self._last_s is not None and not self._advances(self._last_s, time_s):
            return None
        self._last_s = time_s
        return time_s

    @staticmethod
    def _advances(last_s: float, time_s: float) -> bool:
        """Whether a time is a later one still when it is written down in microseconds."""
        return round(time_s, 6) > round(last_s, 6)

    def shown_s(self, picture: _Stamped) -> float:
        """Return how long the picture is shown; the nominal step where that is not told."""
        return float(picture.duration * self._time_base) if picture.duration else self.step_s
