"""Video files: any of them is read as upright frames with true times, or refused in one line."""

from __future__ import annotations

import gc
import os
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from synthetic_videos import (
    BLUE,
    FASTSTART,
    FFV1,
    GREEN,
    KINDS,
    MILLISECOND,
    RED,
    STEADY_S,
    WHITE,
    Recipe,
    cut_off_in_packet,
    damage_packets,
    quarters,
    set_display_matrix,
    write_song_with_cover,
    write_sound,
    write_video,
)

from posecoach.adapters import video_source, video_upright
from posecoach.adapters.frames import Frame
from posecoach.adapters.video_source import VideoSource, _Clock
from posecoach.errors import InputError

MakeVideo = Callable[..., Path]

KINDS_WITH_A_PROBLEM = {
    "two frames in one millisecond",
    "cut off",
    "cut off, matroska",
    "damaged",
}


def frames_of(path: Path) -> list[Frame]:
    """Decode a whole video."""
    with VideoSource(path) as source:
        return list(source)


def times_of(path: Path) -> list[float]:
    """Decode a video and keep the times alone."""
    return [frame.time_s for frame in frames_of(path)]


def decoder_threads() -> list[threading.Thread]:
    """List the threads of any VideoSource that are alive."""
    return [t for t in threading.enumerate() if t.name.startswith("video-decode")]


def corners_of(image: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    """Return the colours well inside the four quarters: top left, top right, bottom both."""
    height, width = image.shape[:2]
    rows, columns = (height // 5, height * 4 // 5), (width // 5, width * 4 // 5)
    return [tuple(int(v) for v in image[row, column]) for row in rows for column in columns]


def assert_same_colours(
    seen: Sequence[Sequence[int]], due: Sequence[Sequence[int]], tolerance: int = 6
) -> None:
    """Fail where any channel of any colour is further off than video coding explains."""
    assert np.abs(np.array(seen) - np.array(due)).max() <= tolerance, f"{seen} != {due}"


class TestContract:
    """What holds for every video that can be opened at all."""

    def test_time_starts_at_zero_and_advances(self, any_video: Path) -> None:
        """The first frame is at 0 and each later one is later."""
        times_s = times_of(any_video)
        assert times_s[0] == 0.0
        assert all(before < after for before, after in pairwise(times_s))

    def test_frames_are_numbered(self, any_video: Path) -> None:
        """The index counts the frames from 0 without a hole."""
        frames = frames_of(any_video)
        assert [frame.index for frame in frames] == list(range(len(frames)))

    def test_every_image_is_as_announced(self, any_video: Path) -> None:
        """Each image has the size of info, is RGB bytes in one block, and may be drawn on."""
        with VideoSource(any_video) as source:
            for frame in source:
                image = frame.image_rgb
                assert image.shape == (source.info.height_px, source.info.width_px, 3)
                assert image.dtype == np.uint8
                assert image.flags.c_contiguous
                assert image.flags.writeable
                assert max(image.shape) <= video_upright.MAX_FRAME_SIDE_PX

    def test_images_do_not_share_memory(self, any_video: Path) -> None:
        """Drawing on one frame changes no other."""
        frames = frames_of(any_video)
        copies = [frame.image_rgb.copy() for frame in frames]
        frames[0].image_rgb[:] = 77
        for frame, copy in list(zip(frames, copies, strict=True))[1:]:
            assert np.array_equal(frame.image_rgb, copy)

    def test_second_pass_gives_the_same(self, any_video: Path) -> None:
        """Opening the file again yields the same times and the same pictures."""
        first, second = frames_of(any_video), frames_of(any_video)
        assert [f.time_s for f in first] == [f.time_s for f in second]
        for a, b in zip(first, second, strict=True):
            assert np.array_equal(a.image_rgb, b.image_rgb)

    def test_leaving_early_is_clean(self, any_video: Path) -> None:
        """After a break at the first frame no thread is left and the frame stays whole."""
        with VideoSource(any_video) as source:
            frame = next(iter(source))
            before = frame.image_rgb.copy()
        assert decoder_threads() == []
        assert np.array_equal(frame.image_rgb, before)

    def test_end_leaves_no_thread(self, any_video: Path) -> None:
        """Reading to the end stops the thread even before the source is closed."""
        source = VideoSource(any_video)
        list(source)
        assert decoder_threads() == []

    def test_last_frame_is_shown_for_a_while(self, any_video: Path) -> None:
        """The video ends later than its last frame starts."""
        with VideoSource(any_video) as source:
            times_s = [frame.time_s for frame in source]
            assert source.end_s > times_s[-1]

    def test_nothing_is_printed(self, any_video: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """FFmpeg's own remarks on odd or damaged files do not reach the terminal."""
        frames_of(any_video)
        assert capfd.readouterr() == ("", "")

    def test_problem_only_where_there_is_one(
        self, any_video: Path, request: pytest.FixtureRequest
    ) -> None:
        """Nothing is reported of a video that is as it should be, whatever its kind."""
        kind = request.node.callspec.params["any_video"]
        with VideoSource(any_video) as source:
            list(source)
            assert (source.problem is not None) == (kind in KINDS_WITH_A_PROBLEM)


class TestTimes:
    """Times are those of the container."""

    @pytest.mark.parametrize("kind", ["plain", "b-frames", "fragmented", "with sound", "avi"])
    @pytest.mark.parametrize("variant", ["", "late start"])
    def test_steady_times_are_kept(self, kind: str, variant: str, tmp_path: Path) -> None:
        """Thirty frames a second come out as such, wherever the container starts to count."""
        times_s = times_of(KINDS[variant or kind](tmp_path))
        assert times_s == pytest.approx(STEADY_S, abs=1e-9)

    @pytest.mark.parametrize(
        "due_s",
        [
            pytest.param([0.0, 0.01, 0.09, 0.1, 0.35, 0.8, 0.81, 1.3], id="uneven"),
            pytest.param([0.0, 0.1, 0.2, 5.2, 5.3], id="gap of 5 s"),
            pytest.param([float(i) for i in range(5)], id="1 fps"),
            pytest.param([i / 240 for i in range(48)], id="240 fps"),
        ],
    )
    @pytest.mark.parametrize("start_s", [0.0, 7.3])
    def test_uneven_times_are_kept(
        self, make_video: MakeVideo, due_s: list[float], start_s: float
    ) -> None:
        """Variable rates, gaps, slow and fast video keep their times to a tick of 1/90000 s."""
        times_s = times_of(make_video(times_s=[start_s + t for t in due_s]))
        assert times_s == pytest.approx(due_s, abs=1 / 90_000)

    def test_avi_without_presentation_times_is_even(self, tmp_path: Path) -> None:
        """An AVI with B-frames, which stores no presentation times, keeps each frame and step."""
        path = KINDS["avi without presentation times"](tmp_path)
        assert times_of(path) == pytest.approx(STEADY_S)

    def test_stream_without_any_time_uses_its_rate(self, tmp_path: Path) -> None:
        """Bare H.264 has no timestamps: frames follow each other at the rate FFmpeg assumes."""
        with VideoSource(KINDS["bare h264"](tmp_path)) as source:
            rate = source.info.average_rate
            times_s = [frame.time_s for frame in source]
        assert rate is not None
        assert times_s == pytest.approx([float(i / rate) for i in range(len(STEADY_S))])

    def test_equal_times_are_dropped_and_counted(self, make_video: MakeVideo) -> None:
        """Of two frames in one tick of the container's clock the later is left out."""
        path = make_video(name="clip.mkv", times_s=[0.0, 0.0101, 0.0104, 0.05])
        with VideoSource(path) as source:
            times_s = [frame.time_s for frame in source]
            assert source.dropped_frames == 1
            assert source.problem == "frames left out because time did not advance: 1"
        assert times_s == pytest.approx([0.0, 0.01, 0.05])

    def test_times_that_start_again_are_dropped_and_counted(self, tmp_path: Path) -> None:
        """Where a joined recording counts from 0 again, the frames of the past are left out."""
        one = write_video(tmp_path, Recipe(name="a.ts", times_s=[2 + t for t in STEADY_S]))
        two = write_video(tmp_path, Recipe(name="b.ts", times_s=STEADY_S))
        one.write_bytes(one.read_bytes() + two.read_bytes())
        with VideoSource(one) as source:
            times_s = [frame.time_s for frame in source]
            assert source.dropped_frames == len(STEADY_S)
        assert times_s == pytest.approx(STEADY_S)


@dataclass(frozen=True)
class Stamps:
    """A decoded picture as the clock sees it."""

    pts: int | None
    dts: int | None = None
    duration: int = 0


STAMP = st.none() | st.integers(-(2**40), 2**40)


class TestClock:
    """Timestamps, missing and contradictory ones too, become strictly increasing times."""

    @given(stamps=st.lists(st.tuples(STAMP, STAMP)), by_decoding_time=st.booleans())
    def test_times_always_advance(
        self, stamps: list[tuple[int | None, int | None]], *, by_decoding_time: bool
    ) -> None:
        """Whatever the timestamps are, the first time is 0 and each later one is later."""
        clock = _Clock(MILLISECOND, 0.04, by_decoding_time=by_decoding_time)
        times_s = [clock.time_s(Stamps(pts, dts)) for pts, dts in stamps]
        kept_s = [t for t in times_s if t is not None]
        assert all(a < b for a, b in pairwise(kept_s))
        assert times_s[:1] in ([], [0.0])

    def test_missing_time_is_one_step_later(self) -> None:
        """A picture without a timestamp comes one nominal step after the one before."""
        clock = _Clock(MILLISECOND, 0.04, by_decoding_time=False)
        times_s = [clock.time_s(Stamps(pts)) for pts in (500, None, 600)]
        assert times_s == pytest.approx([0.0, 0.04, 0.1])

    def test_times_known_late_are_fitted(self) -> None:
        """Timestamps that begin within the video continue the time counted until there."""
        clock = _Clock(MILLISECOND, 0.04, by_decoding_time=False)
        times_s = [clock.time_s(Stamps(pts)) for pts in (None, None, 7000, 7100)]
        assert times_s == pytest.approx([0.0, 0.04, 0.08, 0.18])

    def test_large_timestamps_lose_nothing(self) -> None:
        """A camera that counts ticks since 1970 keeps microseconds."""
        clock = _Clock(Fraction(1, 1_000_000), 0.04, by_decoding_time=False)
        start = 1_700_000_000_000_000
        assert clock.time_s(Stamps(start)) == 0.0
        assert clock.time_s(Stamps(start + 1)) == pytest.approx(1e-6, rel=1e-12)

    def test_less_than_a_microsecond_is_no_advance(self) -> None:
        """Times that would be the same once they are written down are not told apart."""
        clock = _Clock(Fraction(1, 1_000_000_000), 0.04, by_decoding_time=False)
        assert [clock.time_s(Stamps(pts)) for pts in (0, 400, 1000)] == [0.0, None, 1e-6]

    def test_duration_is_the_containers(self) -> None:
        """A picture is shown as long as its container says, or else one nominal step."""
        clock = _Clock(MILLISECOND, 0.04, by_decoding_time=False)
        assert clock.shown_s(Stamps(0, duration=250)) == pytest.approx(0.25)
        assert clock.shown_s(Stamps(0)) == 0.04


class TestUpright:
    """Pictures come out as a viewer would see them."""

    @pytest.mark.parametrize(
        ("matrix", "as_shown", "rotation_deg"),
        [
            pytest.param((1, 0, 0, 1), lambda p: p, 0, id="as coded"),
            pytest.param((0, 1, -1, 0), lambda p: np.rot90(p, -1), 90, id="90 clockwise"),
            pytest.param((-1, 0, 0, -1), lambda p: np.rot90(p, 2), 180, id="180"),
            pytest.param((0, -1, 1, 0), np.rot90, 270, id="270 clockwise"),
            pytest.param((-1, 0, 0, 1), np.fliplr, 180, id="left-right"),
            pytest.param((1, 0, 0, -1), np.flipud, 0, id="top-bottom"),
            pytest.param((0, 1, 1, 0), lambda p: np.swapaxes(p, 0, 1), 90, id="transposed"),
            pytest.param(
                (0, -1, -1, 0),
                lambda p: np.swapaxes(np.rot90(p, 2), 0, 1),
                270,
                id="transposed the other way",
            ),
        ],
    )
    def test_display_matrix_is_applied(
        self,
        make_video: MakeVideo,
        matrix: tuple[int, int, int, int],
        as_shown: Callable[[NDArray[np.uint8]], NDArray[np.uint8]],
        rotation_deg: int,
    ) -> None:
        """All eight ways to turn and mirror a picture that a phone may write are undone."""
        path = make_video()
        set_display_matrix(path, *matrix)
        due = as_shown(quarters())
        with VideoSource(path) as source:
            image = next(iter(source)).image_rgb
            assert source.info.rotation_deg == rotation_deg
            assert (source.info.source_width_px, source.info.source_height_px) == (64, 48)
        assert image.shape == due.shape
        assert_same_colours(corners_of(image), corners_of(due))

    def test_rotation_is_known_where_the_matrix_cannot_be_read(self) -> None:
        """A frame with side data that PyAV cannot name is turned by its rotation alone."""

        class Unnamed:
            """A frame of a spatial video as PyAV gives it."""

            rotation = -90  # counter-clockwise, as PyAV counts

            @property
            def side_data(self) -> object:
                """Fail as PyAV's list of side data does."""
                raise ValueError("29 is not a valid Type")

        assert video_upright._display_matrix(Unnamed()) == (0, 1, -1, 0)

    @pytest.mark.parametrize(
        ("pixel_aspect", "matrix", "size_px"),
        [
            (Fraction(2), (1, 0, 0, 1), (128, 48)),
            (Fraction(1, 2), (1, 0, 0, 1), (32, 48)),
            (Fraction(16, 15), (1, 0, 0, 1), (68, 48)),
            (Fraction(2), (0, 1, -1, 0), (48, 128)),
        ],
    )
    def test_pixels_become_square(
        self,
        make_video: MakeVideo,
        pixel_aspect: Fraction,
        matrix: tuple[int, int, int, int],
        size_px: tuple[int, int],
    ) -> None:
        """Wide and narrow pixels are resized to square ones, before the picture is turned."""
        path = make_video(pixel_aspect=pixel_aspect)
        set_display_matrix(path, *matrix)
        with VideoSource(path) as source:
            assert (source.info.width_px, source.info.height_px) == size_px
            assert next(iter(source)).image_rgb.shape == (size_px[1], size_px[0], 3)

    @pytest.mark.parametrize(
        ("coded_px", "matrix", "frame_px"),
        [
            ((7680, 4320), (1, 0, 0, 1), (1920, 1080)),
            ((2000, 3000), (1, 0, 0, 1), (1280, 1920)),
            ((3000, 2000), (0, 1, -1, 0), (1280, 1920)),
            ((4000, 2), (1, 0, 0, 1), (1920, 1)),
            ((1920, 1080), (1, 0, 0, 1), (1920, 1080)),
        ],
    )
    def test_large_pictures_are_scaled_down(
        self,
        coded_px: tuple[int, int],
        matrix: tuple[int, int, int, int],
        frame_px: tuple[int, int],
    ) -> None:
        """The longer side is at most 1920, the shape stays, and smaller ones are untouched."""
        placement = video_upright._placement(coded_px, matrix, 1.0, box_px=None)
        assert placement.upright_size_px == frame_px

    def test_turned_picture_of_another_size_is_fitted(self, tmp_path: Path) -> None:
        """When the size changes, later frames keep their shape between black bars."""
        frames = frames_of(KINDS["size changes"](tmp_path))
        later = frames[-1].image_rgb
        assert later.shape == (48, 64, 3)
        assert not later[:, :14].any()
        assert not later[:, 50:].any()
        assert_same_colours(corners_of(later[:, 14:50]), [RED, GREEN, BLUE, WHITE], 12)
        assert frames[-1].time_s == pytest.approx(1 + STEADY_S[-1])

    @pytest.mark.parametrize(
        ("name", "codec", "pix_fmt", "tolerance"),
        [
            ("clip.mp4", "libx264", "yuv420p", 6),
            ("clip.mkv", "ffv1", "yuv420p10le", 6),
            ("clip.mkv", "ffv1", "yuv444p16le", 6),
            ("clip.mkv", "ffv1", "bgra", 0),
            ("clip.mov", "qtrle", "argb", 0),
            ("clip.mov", "png", "rgb48be", 0),
            ("clip.avi", "mjpeg", "yuvj420p", 12),
            ("clip.gif", "gif", "rgb8", 6),
        ],
    )
    def test_colours_survive_every_pixel_format(
        self, make_video: MakeVideo, name: str, codec: str, pix_fmt: str, tolerance: int
    ) -> None:
        """8 to 16 bits, full and limited range, palette and alpha all become the same RGB."""
        path = make_video(name=name, codec=codec, pix_fmt=pix_fmt, options={})
        corners = corners_of(frames_of(path)[0].image_rgb)
        assert_same_colours(corners, [RED, GREEN, BLUE, WHITE], tolerance)

    def test_grey_stays_grey(self, make_video: MakeVideo) -> None:
        """A picture without colour has three equal channels, white where it was white."""
        image = frames_of(make_video(name="clip.mkv", pix_fmt="gray", **FFV1))[0].image_rgb
        assert (image[..., 0] == image[..., 1]).all()
        assert (image[..., 1] == image[..., 2]).all()
        assert corners_of(image)[3] == WHITE


class TestInfo:
    """What is told before decoding."""

    def test_plain_video(self, make_video: MakeVideo) -> None:
        """Sizes, codec, rate and the estimates for a progress bar are the container's."""
        with VideoSource(make_video()) as source:
            info = source.info
        assert (info.width_px, info.height_px) == (64, 48)
        assert (info.codec, info.average_rate) == ("h264", Fraction(30))
        assert info.duration_s_estimate == pytest.approx(1.0)
        assert info.frame_count_estimate == 30

    def test_count_is_estimated_from_the_duration(self, make_video: MakeVideo) -> None:
        """Matroska does not count its frames: duration times rate stands in."""
        with VideoSource(make_video(name="clip.mkv")) as source:
            assert source.info.frame_count_estimate == 30

    def test_unknown_is_none(self, make_video: MakeVideo) -> None:
        """A bare stream tells neither duration nor count."""
        with VideoSource(make_video(name="clip.h264")) as source:
            assert source.info.duration_s_estimate is None
            assert source.info.frame_count_estimate is None

    def test_sound_that_lasts_longer_does_not_count(self, make_video: MakeVideo) -> None:
        """The duration is the picture's, and longer sound is no sign of a missing end."""
        for name in ("clip.mp4", "clip.mkv"):
            with VideoSource(make_video(name=name, with_sound=True)) as source:
                list(source)
                assert source.info.duration_s_estimate == pytest.approx(1.0)
                assert source.problem is None


@pytest.mark.parametrize("tag", ["00:00:nan", "00:00:inf", "00:00:1e400", "-1:00:00", "9:1e1:0"])
def test_a_duration_that_is_none_is_passed_over(make_video: MakeVideo, tag: str) -> None:
    """A Matroska tag that is no length of time counts as if it were not there."""
    path = make_video(name="clip.mkv")
    raw = path.read_bytes()
    at = raw.index(b"00:00:0", raw.index(b"DURATION"))
    size = len("00:00:00.000000000")
    path.write_bytes(raw[:at] + tag.encode().ljust(size, b"\0") + raw[at + size :])
    with VideoSource(path) as source:
        assert source._stream.metadata["DURATION"] == tag
        assert source.info.duration_s_estimate == pytest.approx(1.0, abs=0.05)
        assert len(list(source)) == len(STEADY_S)
        assert source.problem is None


def test_a_clock_that_leaps_is_refused(make_video: MakeVideo) -> None:
    """Times that no recording can have are told of the video itself."""
    path = make_video(name="clip.mkv", times_s=[0.0, 0.1, 1.1e7])
    with pytest.raises(InputError, match=r"clip\.mkv: its clock leaps to 11000000 s") as caught:
        times_of(path)
    assert "\n" not in str(caught.value)


class TestDamage:
    """What can be decoded is decoded, and what is missing is told."""

    @pytest.mark.parametrize(
        ("recipe", "whole_is_known"),
        [
            pytest.param(Recipe(container_options=FASTSTART), True, id="mp4"),
            pytest.param(Recipe(name="clip.mkv"), True, id="matroska"),
            pytest.param(Recipe(name="clip.avi", time_base=Fraction(1, 30)), False, id="avi"),
        ],
    )
    def test_cut_off_video_is_read_as_far_as_it_goes(
        self, tmp_path: Path, recipe: Recipe, *, whole_is_known: bool
    ) -> None:
        """A cut off video yields the frames it has, and then says where it ends."""
        path = write_video(tmp_path, recipe)
        whole = frames_of(path)
        cut_off_in_packet(path, 20)
        with VideoSource(path) as source:
            assert source.problem is None
            frames = list(source)
            assert source.truncated_at_s == pytest.approx(20 / 30, abs=2e-3)
            of_whole = " of 1.0 s" if whole_is_known else ""
            assert source.problem == f"the video ends early: 0.7 s{of_whole} could be decoded"
        assert len(frames) == 20
        for frame, due in zip(frames, whole[:20], strict=True):
            assert np.array_equal(frame.image_rgb, due.image_rgb)

    def test_cut_off_before_its_index_cannot_be_opened(self, make_video: MakeVideo) -> None:
        """An MP4 with its index at the end says, when cut off, that it is cut off."""
        path = make_video()
        cut_off_in_packet(path, 20)
        with pytest.raises(InputError, match=r"clip\.mp4 is cut off or damaged.*copy the whole"):
            VideoSource(path)

    def test_cut_off_within_its_index_cannot_be_read(self, make_video: MakeVideo) -> None:
        """Half an index may still open; that no picture comes of it is told as well."""
        path = make_video()
        path.write_bytes(path.read_bytes()[:-300])
        with pytest.raises(InputError, match=r"clip\.mp4.*damaged or cut off; copy it again"):
            VideoSource(path)

    def test_cut_off_before_the_first_picture(self, make_video: MakeVideo) -> None:
        """An index without any picture behind it is refused."""
        path = make_video(container_options=FASTSTART)
        data = path.read_bytes()
        path.write_bytes(data[: data.index(b"mdat") + 8])
        with pytest.raises(InputError, match="no picture in it could be decoded"):
            VideoSource(path)

    def test_damaged_packets_are_skipped(self, make_video: MakeVideo) -> None:
        """Damage in the middle costs the damaged frames alone, and is counted."""
        path = make_video()
        damage_packets(path, [5, 6, 17])
        with VideoSource(path) as source:
            times_s = [frame.time_s for frame in source]
            assert source.problem == "damaged packets skipped: 3"
            assert source.truncated_at_s is None
        lost = {5, 6, 17}
        assert times_s == pytest.approx([t for i, t in enumerate(STEADY_S) if i not in lost])

    def test_damaged_start_is_no_missing_end(self, make_video: MakeVideo) -> None:
        """Where the start is lost, time begins with the first picture that could be decoded."""
        path = make_video()
        damage_packets(path, range(12))
        with VideoSource(path) as source:
            times_s = [frame.time_s for frame in source]
            assert source.problem == "damaged packets skipped: 12"
        assert times_s == pytest.approx(STEADY_S[:18])

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        name=st.sampled_from(["clip.mp4", "clip.mkv", "clip.ts", "clip.avi"]),
        damage=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=40)), max_size=6),
        share=st.floats(0.0, 1.0),
    )
    def test_any_damage_is_survived(
        self, tmp_path: Path, name: str, damage: list[tuple[float, bytes]], share: float
    ) -> None:
        """However a file is damaged, it is read in order of time or refused in one line."""
        path = write_video(tmp_path, Recipe(name=name))
        data = bytearray(path.read_bytes())
        for where, junk in damage:
            offset = int(where * len(data))
            data[offset : offset + len(junk)] = junk
        path.write_bytes(data[: int(share * len(data))])
        try:
            times_s = times_of(path)
            refused = ""
        except InputError as error:
            times_s, refused = [], str(error)
        assert all(a < b for a, b in pairwise(times_s))
        assert "\n" not in refused
        assert times_s or refused
        assert decoder_threads() == []


def _written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _with_unknown_codec(folder: Path) -> Path:
    path = write_video(folder, Recipe())
    return _written(folder, path.name, path.read_bytes().replace(b"avc1", b"zzzz"))


def _with_zero_size(folder: Path) -> Path:
    path = write_video(
        folder, Recipe(name="clip.avi", codec="rawvideo", pix_fmt="bgr24", options={})
    )
    data = bytearray(path.read_bytes())
    offset = data.index(b"strf") + 8 + 4  # biWidth and biHeight follow the header's size
    data[offset : offset + 8] = bytes(8)
    return _written(folder, path.name, bytes(data))


def _picture(folder: Path) -> Path:
    path = write_video(
        folder, Recipe(name="clip.mov", codec="png", pix_fmt="rgb24", options={}, times_s=[0])
    )
    with av.open(str(path)) as container:
        png = bytes(next(container.demux(video=0)))
    return _written(folder, "photo.png", png)


class TestRefused:
    """What is no video, or none that can be judged, is refused in one line that helps."""

    @pytest.mark.parametrize(
        ("make", "message"),
        [
            pytest.param(lambda d: d / "gone.mp4", "no such file; check", id="missing"),
            pytest.param(lambda d: d, "is a folder; name one video file", id="folder"),
            pytest.param(lambda d: d / "a\0b.mp4", "cannot be read", id="impossible name"),
            pytest.param(lambda d: d / ("a" * 5000), "cannot be read", id="endless name"),
            pytest.param(lambda d: _written(d, "a.mp4", b""), r"is empty \(0 bytes\)", id="empty"),
            pytest.param(
                lambda d: _written(d, "a.mp4", b"Dear diary,\n" * 50),
                "is not a video that can be read",
                id="text",
            ),
            pytest.param(
                lambda d: _written(d, "a.mp4", bytes(range(256)) * 200),
                "is not a video that can be read",
                id="noise",
            ),
            pytest.param(
                lambda d: _written(d, "a.mp4", b"\0\0\0\x10ftypisom"), "is cut off", id="head only"
            ),
            pytest.param(
                lambda d: write_sound(d, "a.mp4", "aac"), r"no video in it \(only sound", id="sound"
            ),
            pytest.param(
                lambda d: write_sound(d, "a.wav", "pcm_s16le"), "no video in it", id="wav"
            ),
            pytest.param(write_song_with_cover, "no video in it", id="song with a cover picture"),
            pytest.param(_picture, "is a picture, not a video", id="picture"),
            pytest.param(_with_unknown_codec, "codec cannot be decoded", id="unknown codec"),
            pytest.param(_with_zero_size, "its picture has no size", id="zero size"),
        ],
    )
    def test_refused_in_one_line(
        self, make: Callable[[Path], Path], message: str, tmp_path: Path
    ) -> None:
        """Each kind of unusable file has its own single line, which names the file."""
        path = make(tmp_path)
        with pytest.raises(InputError, match=message) as caught:
            VideoSource(path)
        assert "\n" not in str(caught.value)
        assert path.name.split("\0")[0] in str(caught.value)
        assert decoder_threads() == []

    def test_unreadable_file(self, as_nobody: Path) -> None:
        """A file without read permission is refused with what to ask for."""
        path = write_video(as_nobody, Recipe())
        path.chmod(0)
        with pytest.raises(InputError, match="may not be read; ask its owner"):
            VideoSource(path)

    def test_pipe(self, tmp_path: Path) -> None:
        """A pipe, which would block for ever, is refused at once."""
        if not hasattr(os, "mkfifo"):
            pytest.skip("no named pipes on this system")
        os.mkfifo(tmp_path / "pipe.mp4")
        with pytest.raises(InputError, match="not a regular file"):
            VideoSource(tmp_path / "pipe.mp4")

    def test_larger_than_8k(self, make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch) -> None:
        """A picture beyond the limit is refused before a decoder takes memory for it."""
        monkeypatch.setattr(video_source, "MAX_SOURCE_PIXELS", 64 * 48 - 1)
        with pytest.raises(InputError, match="64x48 is larger than 8K; scale it down to 1920"):
            VideoSource(make_video())

    def test_larger_than_8k_later_on(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the picture outgrows the limit within the video, the rest counts as damaged."""
        path = write_video(tmp_path, Recipe(name="a.ts"))
        later = Recipe(name="b.ts", width=128, height=96, times_s=[1 + t for t in STEADY_S])
        path.write_bytes(path.read_bytes() + write_video(tmp_path, later).read_bytes())
        monkeypatch.setattr(video_source, "MAX_SOURCE_PIXELS", 64 * 48)
        with VideoSource(path) as source:
            times_s = [frame.time_s for frame in source]
            assert source.damaged_packets >= len(STEADY_S)
        assert times_s == pytest.approx(STEADY_S)

    def test_play_list_does_not_reach_the_network(self, tmp_path: Path) -> None:
        """A play list called .mp4 is refused without any of its addresses being contacted."""
        visitors: list[object] = []
        done = threading.Event()

        def answer() -> None:
            while not done.is_set():
                visitor, address = server.accept()
                visitors.append(address)
                visitor.close()

        with socket.create_server(("127.0.0.1", 0)) as server:
            answering = threading.Thread(target=answer)
            answering.start()
            address = f"http://127.0.0.1:{server.getsockname()[1]}/a.ts"
            text = f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{address}\n#EXT-X-ENDLIST\n"
            for name in ("list.mp4", "list.m3u8"):
                with pytest.raises(InputError):
                    VideoSource(_written(tmp_path, name, text.encode()))
            done.set()
            with socket.create_connection(server.getsockname()) as own:
                own_address = own.getsockname()
                answering.join()
        assert visitors == [own_address]

    @pytest.mark.parametrize("name", ["http:clip.mp4", "clip%03d.mp4", "-", "été\nnew.mp4"])
    def test_odd_names_are_only_names(
        self, make_video: MakeVideo, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """A name that FFmpeg might take for an address, a pattern or a pipe opens the file."""
        make_video().rename(tmp_path / name)
        monkeypatch.chdir(tmp_path)
        assert len(frames_of(Path(name))) == 30


class TestThread:
    """Decoding runs ahead in a thread of its own, and never further than a few frames."""

    def test_decoding_waits_for_the_reader(
        self, make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Never more frames are converted ahead than the constant says."""
        converted = _count_conversions(monkeypatch)
        with VideoSource(make_video()) as source:
            for frame in source:
                assert len(converted) <= frame.index + 1 + video_source._FRAMES_AHEAD
        assert len(converted) == 30

    def test_decoded_pictures_do_not_pile_up(self, make_video: MakeVideo) -> None:
        """A picture is freed when it is converted, without waiting for the garbage collector."""
        path = make_video()
        gc.collect()
        gc.disable()
        try:
            count = len(frames_of(path))
            alive = sum(isinstance(thing, av.VideoFrame) for thing in gc.get_objects())
        finally:
            gc.enable()
        assert count == 30
        assert alive <= 2  # the first one, of which the display matrix was read

    def test_decoding_leaves_the_readers_thread_alone(
        self, make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No frame is converted in the thread that reads them."""
        converted = _count_conversions(monkeypatch)
        frames_of(make_video())
        assert len(set(converted)) == 1
        assert threading.current_thread().name not in converted

    def test_error_in_the_thread_reaches_the_reader(
        self, make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What fails while decoding ahead is raised where the frame would have come."""
        _count_conversions(monkeypatch, fail_at=5)
        seen = []
        with pytest.raises(MemoryError, match="at 5"), VideoSource(make_video()) as source:
            seen.extend(frame.index for frame in source)
        assert seen == [0, 1, 2, 3, 4]
        assert decoder_threads() == []

    def test_interrupt_stops_the_thread(self, make_video: MakeVideo) -> None:
        """Ctrl-C while a frame is worked on ends the decoding thread."""

        def interrupted() -> None:
            with VideoSource(make_video()) as source:
                for frame in source:
                    if frame.index == 3:
                        raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert decoder_threads() == []

    def test_break_without_with_stops_the_thread(self, make_video: MakeVideo) -> None:
        """Dropping the iterator is enough: no thread outlives it."""
        frames = iter(VideoSource(make_video()))
        next(frames)
        del frames
        assert decoder_threads() == []

    def test_closing_ends_the_iteration(self, make_video: MakeVideo) -> None:
        """A source closed in the middle yields no more, without an error."""
        with VideoSource(make_video()) as source:
            seen = []
            for frame in source:
                seen.append(frame.index)
                if frame.index == 2:
                    source.close()
        assert seen == [0, 1, 2]

    def test_read_twice_is_refused(self, make_video: MakeVideo) -> None:
        """A second pass over the same object is a mistake, and says what to do."""
        with VideoSource(make_video()) as source:
            list(source)
            with pytest.raises(RuntimeError, match="open the file again"):
                list(source)


def _count_conversions(monkeypatch: pytest.MonkeyPatch, fail_at: int | None = None) -> list[str]:
    """Note the thread of each conversion; fail at one of them if told to."""
    threads: list[str] = []
    convert = video_upright.UprightConverter.convert

    def counted(self: video_upright.UprightConverter, picture: av.VideoFrame) -> object:
        if len(threads) == fail_at:
            raise MemoryError(f"at {fail_at}")
        threads.append(threading.current_thread().name)
        return convert(self, picture)

    monkeypatch.setattr(video_upright.UprightConverter, "convert", counted)
    return threads
