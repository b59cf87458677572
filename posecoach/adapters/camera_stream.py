"""A phone's camera over the network: MJPEG over HTTP, or RTSP.

The address is the person's own choice and the only one that is ever connected to: no page that
leads elsewhere is followed, a stream may not name a file, an address or another protocol, and
no proxy is asked. One way out is left: an RTSP server's own answer "it has moved" (3xx), which
FFmpeg follows and has no option against.
"""

from __future__ import annotations

import errno
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from posecoach.adapters.camera_feed import FeedLostError
from posecoach.adapters.camera_types import SourceKind
from posecoach.adapters.native import av
from posecoach.adapters.video_source import MAX_SOURCE_PIXELS
from posecoach.adapters.video_upright import UprightConverter
from posecoach.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    from posecoach.adapters.camera_clock import SessionClock
    from posecoach.adapters.words.camera import CameraWords

SCHEMES = ("http", "https", "rtsp", "rtsps")

_OPEN_S, _READ_S = 5.0, 3.0  # FFmpeg itself gives a connection 5 s and no more
# What holds its pictures itself: lists (HLS, DASH, SDP, …) make FFmpeg fetch from where they say.
_FORMATS = "mpjpeg,mjpeg,mpegts,h264,hevc,flv,matroska,mov,asf,ogg,rtsp"
_OPTIONS = {
    "max_redirects": "0",
    "format_whitelist": _FORMATS,
    "protocol_whitelist": "http,https,httpproxy,tcp,tls,rtsp,rtsps,rtp,udp,crypto",
    "http_proxy": "",  # a picture of the person goes from the phone to here and nowhere else
    "rtsp_transport": "tcp",  # lost UDP packets smear the picture
    "fflags": "nobuffer",
    "analyzeduration": "1000000",  # us; FFmpeg's 5 s would be the wait for the first picture
}


def shown_address(url: str) -> str:
    """Return the address on one printable line and without user name and password."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        text = parts._replace(netloc=host).geturl()
    except ValueError:
        text = url.rpartition("@")[2]
    return text if text.isprintable() else ascii(text)


class StreamOpener:
    """Opens an address."""

    kind = SourceKind.STREAM
    asked_px = None
    opens_in_main_thread = False

    def __init__(self, url: str, words: CameraWords) -> None:
        self._url, self._words = url, words

    def __call__(self) -> StreamFeed:
        """Connect, and see that it is a live picture.

        Raises
        ------
        InputError
            In one line, why not.
        """
        shown = shown_address(self._url)
        if not _is_well_formed(self._url):
            raise InputError.worded(self._words.stream_unreachable.format(address=shown))
        try:
            container = av.open(
                self._url,
                options=_OPTIONS,
                timeout=(_OPEN_S, _READ_S),
                metadata_errors="replace",
            )
        except (av.FFmpegError, ValueError, OSError) as error:
            raise FeedLostError.worded(self._reason(error).format(address=shown)) from error
        try:
            stream = _live_stream(container, shown, self._words)
            lost = self._words.stream_silent.format(address=shown)
            return StreamFeed(container, stream, shown, lost)
        except BaseException:
            container.close()
            raise

    def _reason(self, error: Exception) -> str:
        words = self._words
        if isinstance(error, (av.HTTPUnauthorizedError, av.HTTPForbiddenError)):
            return words.stream_login
        # FFmpeg says no more of a page that leads elsewhere than of a name that nobody knows.
        if error.args[:1] == (errno.EIO,) and _leads_elsewhere(self._url):
            return words.stream_leads_on
        # RTSP's way to fail on an answer that does not come is that it was no good.
        is_rtsp = self._url.lower().startswith("rtsp")
        if isinstance(error, (av.ExitError, av.TimeoutError)) or (
            is_rtsp and isinstance(error, av.InvalidDataError)
        ):
            return words.stream_silent
        # An argument that is invalid: the format, as it is none of those above.
        if isinstance(
            error,
            (av.HTTPClientError, av.HTTPServerError, av.InvalidDataError, av.ArgumentError),
        ):
            return words.stream_wrong_page
        return words.stream_unreachable


def _is_well_formed(url: str) -> bool:
    """Whether host and port can be told."""
    try:
        urlsplit(url).port  # noqa: B018 - reading it is the check
    except ValueError:
        return False
    return True


def _leads_elsewhere(url: str) -> bool:
    """Ask the very same address once more, whether it leads to another one; follow nothing."""
    parts = urlsplit(url)
    kind = {"http": HTTPConnection, "https": HTTPSConnection}.get(parts.scheme)
    if kind is None or parts.hostname is None:
        return False
    try:
        with closing(kind(parts.hostname, parts.port, timeout=_READ_S)) as connection:
            connection.request("GET", parts._replace(scheme="", netloc="").geturl() or "/")
            answer = connection.getresponse()
            return 300 <= answer.status < 400 and answer.getheader("Location") is not None
    except (OSError, HTTPException, ValueError):
        return False


def _live_stream(container: InputContainer, shown: str, words: CameraWords) -> VideoStream:
    """Choose the picture's stream; a single picture or a whole file on a server is none."""
    streams = container.streams.video
    is_picture = container.format.name == "image2" or container.format.name.endswith("_pipe")
    if not streams or streams[0].codec_context is None or is_picture:
        raise InputError.worded(words.stream_wrong_page.format(address=shown))
    if container.duration is not None:
        raise InputError.worded(words.stream_is_file.format(address=shown))
    codec = streams[0].codec_context
    if codec.width * codec.height > MAX_SOURCE_PIXELS:
        raise InputError.worded(words.stream_too_large.format(address=shown))
    codec.options = {"max_pixels": str(2 * MAX_SOURCE_PIXELS)}
    codec.thread_type = "SLICE"  # threads by frame would hold several pictures back
    codec.flags |= av.codec.context.Flags.low_delay
    return streams[0]


class StreamFeed:
    """An open connection."""

    is_cut_short = False  # it has no end

    def __init__(
        self, container: InputContainer, stream: VideoStream, name: str, lost: str
    ) -> None:
        self.name, self._lost = name, lost
        self._container, self._stream = container, stream
        self._packets: Iterator[Packet[VideoStream]] = container.demux(stream)
        self._upright: UprightConverter | None = None
        self._size_px = (0, 0)
        self._frame: VideoFrame | None = None

    def grab(self, session: SessionClock) -> float:
        """Wait for the next picture; its time is when it has arrived."""
        try:
            for packet in self._packets:
                session.begin()
                time_s = session.now_s()
                self._frame = self._newest(packet)
                if self._frame is not None or session.stop.is_set():
                    return time_s
        except (av.FFmpegError, OSError) as error:
            raise FeedLostError.worded(self._lost) from error
        raise FeedLostError.worded(self._lost)  # the other side has hung up

    def _newest(self, packet: Packet[VideoStream]) -> VideoFrame | None:
        """Decode a packet; a damaged one is let go."""
        try:
            frames = self._stream.decode(packet)
        except av.FFmpegError:
            return None
        return frames[-1] if frames else None

    def picture(self) -> NDArray[np.uint8]:
        """Return the picture just grabbed, upright."""
        frame = self._frame
        assert frame is not None  # grab said so; mypy cannot see it
        if self._upright is None or self._size_px != (frame.width, frame.height):
            self._size_px = (frame.width, frame.height)
            aspect = float(self._stream.sample_aspect_ratio or 1)
            self._upright = UprightConverter(frame, aspect)
        try:
            return self._upright.convert(frame)
        except av.FFmpegError as error:
            raise FeedLostError.worded(self._lost) from error

    def close(self) -> None:
        """Hang up."""
        self._container.close()
