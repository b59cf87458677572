"""Tiny videos of every awkward kind, for tests.

Each shows four coloured quarters, so that a turned or mirrored picture is told at once, and a
grey patch in the middle that is brighter in each frame, so that frames are told apart.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
TIME_BASE = Fraction(1, 90_000)
STEADY_S = tuple(i / 30 for i in range(30))


def quarters(width: int = 64, height: int = 48, *, shade: int = 0) -> NDArray[np.uint8]:
    """Red and green above, blue and white below, a grey patch of `shade` in the middle."""
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2] = RED
    image[: height // 2, width // 2 :] = GREEN
    image[height // 2 :, : width // 2] = BLUE
    image[height // 2 :, width // 2 :] = WHITE
    patch = (slice(height * 3 // 8, height * 5 // 8), slice(width * 3 // 8, width * 5 // 8))
    image[patch] = shade
    return image


@dataclass(frozen=True)
class Recipe:
    """How to make a video; the defaults are a second of plain H.264 at 30 frames a second."""

    name: str = "clip.mp4"
    times_s: Sequence[float] = STEADY_S
    width: int = 64
    height: int = 48
    codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    time_base: Fraction = TIME_BASE
    options: dict[str, str] = field(default_factory=lambda: {"preset": "ultrafast", "g": "12"})
    container_options: dict[str, str] = field(default_factory=dict)
    pixel_aspect: Fraction | None = None
    with_sound: bool = False


def write_video(folder: Path, recipe: Recipe) -> Path:
    """Encode the recipe into `folder`."""
    path = folder / recipe.name
    with av.open(f"file:{path}", "w", container_options=recipe.container_options) as container:
        stream = container.add_stream(recipe.codec, 30, dict(recipe.options))
        stream.width, stream.height, stream.pix_fmt = recipe.width, recipe.height, recipe.pix_fmt
        stream.codec_context.time_base = stream.time_base = recipe.time_base
        if recipe.pixel_aspect is not None:
            stream.codec_context.sample_aspect_ratio = recipe.pixel_aspect
        sound = container.add_stream("aac", 8000) if recipe.with_sound else None
        for i, time_s in enumerate(recipe.times_s):
            image = quarters(recipe.width, recipe.height, shade=i * 8 % 256)
            frame = av.VideoFrame.from_ndarray(image, "rgb24")
            frame.pts, frame.time_base = round(time_s / recipe.time_base), recipe.time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if sound is not None:
            container.mux([*sound.encode(_silence(8000)), *sound.encode(None)])
    return path


def _silence(rate: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.zeros((1, rate * 2), np.float32), "fltp", "mono")
    frame.sample_rate, frame.pts = rate, 0
    return frame


def write_sound(folder: Path, name: str, codec: str) -> Path:
    """Two seconds of silence, no video."""
    path = folder / name
    with av.open(f"file:{path}", "w") as container:
        stream = container.add_stream(codec, 8000)
        container.mux([*stream.encode(_silence(8000)), *stream.encode(None)])
    return path


def write_song_with_cover(folder: Path) -> Path:
    """Write an MP3 with a cover picture, which FFmpeg shows as a video stream."""
    path = folder / "song.mp3"
    with av.open(f"file:{path}", "w") as container:
        sound = container.add_stream("libmp3lame", 8000)
        cover = container.add_stream("mjpeg", 1)
        cover.width, cover.height, cover.pix_fmt = 64, 48, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        picture = av.VideoFrame.from_ndarray(quarters(), "rgb24")
        picture.pts = 0
        container.mux([*cover.encode(picture), *cover.encode(None)])
        container.mux([*sound.encode(_silence(8000)), *sound.encode(None)])
    return path


def set_display_matrix(path: Path, a: int, b: int, c: int, d: int) -> None:
    """Patch the display matrix of an MP4's first track as a phone writes it."""
    data = bytearray(path.read_bytes())
    # ISO/IEC 14496-12, 8.3.2: 40 bytes lie between a version 0 tkhd's type and its matrix.
    offset = data.index(b"tkhd") + 4 + 40
    data[offset : offset + 36] = struct.pack(
        ">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30
    )
    path.write_bytes(data)


def packet_places(path: Path) -> list[tuple[int, int]]:
    """Return where each packet of the video stream lies in the file: position and size."""
    with av.open(f"file:{path}") as container:
        return [(p.pos, p.size) for p in container.demux(video=0) if p.size]


def cut_off_in_packet(path: Path, index: int) -> None:
    """Keep the file up to the middle of this packet."""
    position, size = packet_places(path)[index]
    path.write_bytes(path.read_bytes()[: position + size // 2])


def damage_packets(path: Path, indices: Sequence[int]) -> None:
    """Overwrite these packets of the video stream with 0xFF, which no H.264 parser takes."""
    places = packet_places(path)
    data = bytearray(path.read_bytes())
    for i in indices:
        position, size = places[i]
        data[position : position + size] = b"\xff" * size
    path.write_bytes(data)


FASTSTART = {"movflags": "+faststart"}
FFV1 = {"codec": "ffv1", "options": {}}
MILLISECOND = Fraction(1, 1000)


def _plain(recipe: Recipe) -> Callable[[Path], Path]:
    return lambda folder: write_video(folder, recipe)


def _turned(a: int, b: int, c: int, d: int) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = write_video(folder, Recipe())
        set_display_matrix(path, a, b, c, d)
        return path

    return make


def _cut(recipe: Recipe) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = write_video(folder, recipe)
        cut_off_in_packet(path, 20)
        return path

    return make


def _damaged(folder: Path) -> Path:
    path = write_video(folder, Recipe())
    damage_packets(path, [5, 6, 17])
    return path


def _size_changes(folder: Path) -> Path:
    """Join two transport streams: 64x48, then 48x64 from one second on."""
    first = write_video(folder, Recipe(name="a.ts"))
    later = Recipe(name="b.ts", width=48, height=64, times_s=[1 + t for t in STEADY_S])
    second = write_video(folder, later)
    first.write_bytes(first.read_bytes() + second.read_bytes())
    return first


_B_FRAMES = {"preset": "medium", "bf": "3", "b_strategy": "0", "g": "12"}
_UNEVEN_S = (0.0, 0.01, 0.09, 0.1, 0.35, 0.36, 0.4, 0.8, 0.81, 1.3)

KINDS: dict[str, Callable[[Path], Path]] = {
    "plain": _plain(Recipe()),
    "one frame": _plain(Recipe(times_s=[0.0])),
    "1 fps": _plain(Recipe(times_s=range(6))),
    "240 fps": _plain(Recipe(times_s=[i / 240 for i in range(48)])),
    "uneven": _plain(Recipe(times_s=_UNEVEN_S)),
    "gap": _plain(Recipe(times_s=[0.0, 0.1, 0.2, 5.2, 5.3])),
    "late start": _plain(Recipe(times_s=[7.3 + t for t in STEADY_S])),
    "late start, transport stream": _plain(
        Recipe(name="clip.ts", times_s=[7.3 + t for t in STEADY_S])
    ),
    "two frames in one millisecond": _plain(
        Recipe(name="clip.mkv", times_s=[0, 0.0101, 0.0104, 0.05])
    ),
    "b-frames": _plain(Recipe(options=_B_FRAMES)),
    "fragmented": _plain(Recipe(container_options={"movflags": "frag_keyframe+empty_moov"})),
    "with sound": _plain(Recipe(with_sound=True)),
    "matroska": _plain(Recipe(name="clip.mkv")),
    "webm": _plain(Recipe(name="clip.webm", codec="libvpx", options={"deadline": "realtime"})),
    "avi": _plain(Recipe(name="clip.avi", codec="mpeg4", options={}, time_base=Fraction(1, 30))),
    "avi without presentation times": _plain(
        Recipe(name="clip.avi", options=_B_FRAMES, time_base=Fraction(1, 30))
    ),
    "bare h264": _plain(Recipe(name="clip.h264")),
    "gif": _plain(
        Recipe(name="clip.gif", codec="gif", pix_fmt="rgb8", options={}, times_s=[0, 0.1, 0.5])
    ),
    "turned by 90": _turned(0, 1, -1, 0),
    "turned by 180": _turned(-1, 0, 0, -1),
    "turned by 270": _turned(0, -1, 1, 0),
    "mirrored": _turned(-1, 0, 0, 1),
    "wide pixels": _plain(Recipe(pixel_aspect=Fraction(2))),
    "odd size": _plain(Recipe(name="clip.mkv", width=65, height=47, pix_fmt="yuv444p", **FFV1)),
    "1x1": _plain(Recipe(name="clip.mkv", width=1, height=1, pix_fmt="bgr0", **FFV1)),
    "8K": _plain(Recipe(width=7680, height=4320, times_s=[0.0])),
    "grey": _plain(Recipe(name="clip.mkv", pix_fmt="gray", **FFV1)),
    "10 bit": _plain(Recipe(name="clip.mkv", pix_fmt="yuv420p10le", **FFV1)),
    "full range": _plain(Recipe(name="clip.avi", codec="mjpeg", pix_fmt="yuvj420p", options={})),
    "with alpha": _plain(Recipe(name="clip.mov", codec="qtrle", pix_fmt="argb", options={})),
    "cut off": _cut(Recipe(container_options=FASTSTART)),
    "cut off, matroska": _cut(Recipe(name="clip.mkv")),
    "damaged": _damaged,
    "size changes": _size_changes,
}
"""Every kind of source that the contract is run over, by name."""
