"""Annotated videos: with the times given, playable in a browser, whole or not there at all."""

from __future__ import annotations

import errno
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from synthetic_videos import BLUE, GREEN, RED, STEADY_S, WHITE, quarters

from posecoach.adapters import video_writer
from posecoach.adapters.video_source import VideoSource
from posecoach.adapters.video_writer import VideoWriter
from posecoach.errors import OutputError

TICK_S = 1 / 90_000


def write(path: Path, times_s: list[float], width: int = 64, height: int = 48) -> None:
    """Write one picture of quarters at each time, the patch brighter in each."""
    with VideoWriter(path, width, height) as writer:
        for i, time_s in enumerate(times_s):
            writer.write(quarters(width, height, shade=i * 8 % 256), time_s)


def times_of(path: Path) -> list[float]:
    """Decode the video again and return the time of each frame."""
    with VideoSource(path) as source:
        return [frame.time_s for frame in source]


def boxes_of(path: Path) -> list[str]:
    """List what an MP4 file is made of (ISO/IEC 14496-12, 4.2)."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        found.append(data[at + 4 : at + 8].decode("ascii"))
        at += int.from_bytes(data[at : at + 4], "big")
    return found


def noise(seed: int) -> NDArray[np.uint8]:
    """Make a picture that no encoder can make small."""
    return np.random.default_rng(seed).integers(0, 256, (48, 64, 3), np.uint8)


def encoder_threads() -> list[threading.Thread]:
    """List the threads of any VideoWriter that are alive."""
    return [t for t in threading.enumerate() if t.name.startswith("video-encode")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an empty folder, so that anything left behind is seen."""
    path = tmp_path / "out"
    path.mkdir()
    return path


class TestTiming:
    """What is decoded again has the times that were given."""

    @pytest.mark.parametrize(
        "times_s",
        [
            pytest.param(list(STEADY_S), id="30 fps"),
            pytest.param([0.0, 0.01, 0.09, 0.1, 0.35, 0.8, 0.81, 1.3], id="uneven"),
            pytest.param([0.0, 0.1, 0.2, 5.2, 5.3], id="gap of 5 s"),
            pytest.param([float(i) for i in range(5)], id="1 fps"),
            pytest.param([i / 240 for i in range(48)], id="240 fps"),
            pytest.param([0.0], id="one frame"),
            pytest.param([0.0, 3600.0, 3600.1], id="gap of an hour"),
        ],
    )
    def test_times_are_kept(self, folder: Path, times_s: list[float]) -> None:
        """Each frame comes back at its time, to half a tick of 1/90000 s."""
        write(folder / "a.mp4", times_s)
        assert times_of(folder / "a.mp4") == pytest.approx(times_s, abs=TICK_S / 2 + 1e-9)

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(steps_s=st.lists(st.floats(1e-4, 20), max_size=12))
    def test_any_times_are_kept(self, folder: Path, steps_s: list[float]) -> None:
        """Whatever the steps between frames are, the decoded times are the same."""
        times_s = list(accumulate(steps_s, initial=0.0))
        write(folder / "a.mp4", times_s, 16, 16)
        assert times_of(folder / "a.mp4") == pytest.approx(times_s, abs=TICK_S)

    def test_first_frame_is_at_the_start(self, folder: Path) -> None:
        """Times on a clock that runs already are counted from the first frame."""
        write(folder / "a.mp4", [1000.5, 1000.75, 1002.0])
        assert times_of(folder / "a.mp4") == pytest.approx([0.0, 0.25, 1.5], abs=TICK_S)

    def test_frames_closer_than_a_tick_are_all_kept(self, folder: Path) -> None:
        """Times too close for the video's clock move apart by one tick; no frame is lost."""
        write(folder / "a.mp4", [0.0, 1e-7, 2e-7, 0.1])
        times_s = times_of(folder / "a.mp4")
        assert times_s == pytest.approx([0.0, TICK_S, 2 * TICK_S, 0.1], abs=TICK_S / 2)

    @pytest.mark.parametrize(
        ("times_s", "end_s", "due_s"),
        [
            pytest.param([0.0, 1.0, 2.0], None, 3.0, id="as long as the others"),
            pytest.param([0.0, 0.1, 0.2, 5.2], None, 5.3, id="a gap is not usual"),
            pytest.param([0.0], None, 1 / 30, id="the only one"),
            pytest.param([0.0, 1.0], 4.5, 4.5, id="told"),
            pytest.param([10.0, 11.0], 14.5, 4.5, id="told on a running clock"),
            pytest.param([0.0, 1.0], 0.2, 1.0 + TICK_S, id="told wrongly"),
        ],
    )
    def test_last_frame_lasts(
        self, folder: Path, times_s: list[float], end_s: float | None, due_s: float
    ) -> None:
        """The last frame is shown until the end given, or else as long as is usual."""
        with VideoWriter(folder / "a.mp4", 64, 48) as writer:
            for time_s in times_s:
                writer.write(quarters(), time_s)
            writer.finish(end_s)
        with VideoSource(folder / "a.mp4") as source:
            list(source)
            assert source.end_s == pytest.approx(due_s, abs=TICK_S)
            assert source.info.duration_s_estimate == pytest.approx(due_s, abs=TICK_S)

    def test_timing_of_a_source_is_kept(
        self, make_video: Callable[..., Path], folder: Path
    ) -> None:
        """A copy of an uneven source has its times and its end."""
        path = make_video(times_s=[7.3, 7.31, 7.4, 12.4, 12.5])
        with VideoSource(path) as source:
            info = source.info
            with VideoWriter(folder / "a.mp4", info.width_px, info.height_px) as writer:
                due_s = []
                for frame in source:
                    writer.write(frame.image_rgb, frame.time_s)
                    due_s.append(frame.time_s)
                writer.finish(source.end_s)
        with VideoSource(folder / "a.mp4") as copy:
            assert [frame.time_s for frame in copy] == pytest.approx(due_s, abs=TICK_S)
            assert copy.end_s == pytest.approx(source.end_s, abs=TICK_S)


class TestFormat:
    """A browser plays it."""

    def test_codec_and_colour(self, folder: Path) -> None:
        """It is H.264 in 4:2:0 with its colour matrix told, in an MP4, without sound."""
        write(folder / "a.mp4", list(STEADY_S))
        with av.open(str(folder / "a.mp4")) as container:
            assert "mp4" in container.format.name
            (stream,) = container.streams
            assert (stream.codec_context.name, stream.codec_context.codec_tag) == ("h264", "avc1")
            assert stream.codec_context.pix_fmt == "yuv420p"
            assert stream.time_base == Fraction(1, 90_000)
            frame = next(container.decode(video=0))
            assert (frame.colorspace, frame.color_range) == (1, 1)  # BT.709, limited range

    def test_index_comes_first(self, folder: Path) -> None:
        """The index lies before the pictures, so that playing starts before all is loaded."""
        write(folder / "a.mp4", list(STEADY_S))
        data = (folder / "a.mp4").read_bytes()
        assert data.index(b"ftyp") < data.index(b"moov") < data.index(b"mdat")

    def test_colours_come_back(self, folder: Path) -> None:
        """Pure colours survive the way through the encoder."""
        write(folder / "a.mp4", [0.0])
        with VideoSource(folder / "a.mp4") as source:
            image = next(iter(source)).image_rgb.astype(int)
        for (row, column), due in zip(
            [(9, 12), (9, 50), (38, 12), (38, 50)], [RED, GREEN, BLUE, WHITE], strict=True
        ):
            assert np.abs(image[row, column] - due).max() <= 4

    @pytest.mark.parametrize("size", [(1, 1), (2, 2), (65, 48), (64, 47), (65, 47), (642, 482)])
    def test_every_size_is_written(self, folder: Path, size: tuple[int, int]) -> None:
        """An odd side becomes even by one more row or column, never by scaling."""
        width, height = size
        write(folder / "a.mp4", [0.0, 0.1], width, height)
        with VideoSource(folder / "a.mp4") as source:
            images = [frame.image_rgb.astype(int) for frame in source]
            even = (width + width % 2, height + height % 2)
            assert (source.info.width_px, source.info.height_px) == even
        assert len(images) == 2

    def test_odd_side_repeats_its_edge(self, folder: Path) -> None:
        """The row and the column that are added look like the ones beside them."""
        write(folder / "a.mp4", [0.0], 65, 47)
        with VideoSource(folder / "a.mp4") as source:
            image = next(iter(source)).image_rgb.astype(int)
        assert np.abs(image[10, 65] - GREEN).max() <= 8
        assert np.abs(image[47, 10] - BLUE).max() <= 8

    def test_image_may_be_drawn_on_afterwards(self, folder: Path) -> None:
        """The writer keeps a copy: what is drawn after `write` is not in the video."""
        image = quarters()
        with VideoWriter(folder / "a.mp4", 64, 48) as writer:
            for time_s in STEADY_S:
                image[:] = quarters()
                writer.write(image, time_s)
                image[:] = 0
        with VideoSource(folder / "a.mp4") as source:
            assert all(frame.image_rgb[38, 50].min() > 240 for frame in source)


class TestWholeOrNothing:
    """The target is a finished video, or untouched."""

    def test_nothing_is_there_before_the_end(self, folder: Path) -> None:
        """While it is written the video does not have its name yet."""
        with VideoWriter(folder / "a.mp4", 64, 48) as writer:
            writer.write(quarters(), 0.0)
            assert not (folder / "a.mp4").exists()
        assert [path.name for path in folder.iterdir()] == ["a.mp4"]

    @pytest.mark.parametrize("frames", [0, 1, 30])
    def test_exception_leaves_nothing(self, folder: Path, frames: int) -> None:
        """An exception in the block removes what was written so far."""

        def fail() -> None:
            with VideoWriter(folder / "a.mp4", 64, 48) as writer:
                for i in range(frames):
                    writer.write(quarters(), i / 30)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fail()
        assert list(folder.iterdir()) == []
        assert encoder_threads() == []

    def test_interrupt_that_is_handled_keeps_what_was_written(self, folder: Path) -> None:
        """Finishing after Ctrl-C gives a playable video of the frames so far."""

        def interrupted() -> None:
            with VideoWriter(folder / "a.mp4", 64, 48) as writer:
                try:
                    for time_s in STEADY_S[:7]:
                        writer.write(quarters(), time_s)
                    _interrupt()
                except KeyboardInterrupt:
                    writer.finish()
                    raise

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert times_of(folder / "a.mp4") == pytest.approx(STEADY_S[:7], abs=TICK_S)
        assert len(list(folder.iterdir())) == 1
        assert encoder_threads() == []

    def test_interrupt_within_write_can_still_be_finished(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Ctrl-C that strikes while `write` waits for the encoder loses no frame before it."""
        writer = VideoWriter(folder / "a.mp4", 64, 48)
        for time_s in STEADY_S[:5]:
            writer.write(quarters(), time_s)
        with monkeypatch.context() as patch:
            patch.setattr(writer._pool, "submit", _interrupt)
            with pytest.raises(KeyboardInterrupt):
                writer.write(quarters(), STEADY_S[5])
        writer.finish()
        assert times_of(folder / "a.mp4") == pytest.approx(STEADY_S[:5], abs=TICK_S)

    def test_interrupt_before_the_first_frame_is_encoded(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without a single frame there is no video, and no empty file that poses as one."""
        writer = VideoWriter(folder / "a.mp4", 64, 48)
        with monkeypatch.context() as patch:
            patch.setattr(writer._pool, "submit", _interrupt)
            with pytest.raises(KeyboardInterrupt):
                writer.write(quarters(), 0.0)
        writer.finish()
        assert list(folder.iterdir()) == []

    def test_no_frame_gives_no_file(self, folder: Path) -> None:
        """A block in which nothing was written leaves nothing."""
        with VideoWriter(folder / "a.mp4", 64, 48):
            pass
        assert list(folder.iterdir()) == []
        assert encoder_threads() == []

    def test_abort_keeps_an_older_video(self, folder: Path) -> None:
        """An older video of that name stays as it was until a new one is complete."""
        (folder / "a.mp4").write_bytes(b"older")
        with VideoWriter(folder / "a.mp4", 64, 48) as writer:
            writer.write(quarters(), 0.0)
            writer.abort()
        assert (folder / "a.mp4").read_bytes() == b"older"
        write(folder / "a.mp4", [0.0])
        assert len(times_of(folder / "a.mp4")) == 1
        assert len(list(folder.iterdir())) == 1

    def test_finishing_twice_is_harmless(self, folder: Path) -> None:
        """A finished video is not changed by finishing or aborting it again."""
        with VideoWriter(folder / "a.mp4", 64, 48) as writer:
            writer.write(quarters(), 0.0)
            writer.finish()
            before = (folder / "a.mp4").read_bytes()
            writer.finish()
            writer.abort()
        assert (folder / "a.mp4").read_bytes() == before

    def test_file_may_be_read_as_any_other(self, folder: Path) -> None:
        """The video has the permissions of any file made here, not those of a secret one."""
        (folder / "other").touch()
        write(folder / "a.mp4", [0.0])
        assert (folder / "a.mp4").stat().st_mode == (folder / "other").stat().st_mode

    @pytest.mark.parametrize("name", ["http:a.mp4", "%03d.mp4", "é\n.mp4", "a" * 251 + ".mp4"])
    def test_odd_names_are_only_names(
        self, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A name that FFmpeg might take for an address or a pattern is written as it is."""
        monkeypatch.chdir(folder)
        write(Path(name), [0.0, 0.1])
        assert [path.name for path in folder.iterdir()] == [name]


class TestLasting:
    """A recording that stays whatever becomes of the process."""

    def test_it_plays_while_it_is_written(self, folder: Path) -> None:
        """All but what the encoder holds back and the second that is being gathered."""
        with VideoWriter(folder / "a.mp4", 64, 48, lasting=True) as writer:
            for number in range(90):
                writer.write(noise(number), number / 10)
            while writer._waiting:
                writer._waiting.popleft().result()
            seen = times_of(folder / "a.mp4")
            assert [path.name for path in folder.iterdir()] == ["a.mp4"]
        assert seen == [pytest.approx(number / 10, abs=TICK_S) for number in range(len(seen))]
        assert 65 <= len(seen) < 90, "it looks a dozen frames ahead, and gathers a second"

    def test_finished_it_is_an_ordinary_video(self, folder: Path) -> None:
        """Every frame at its time, with one index and no fragments."""
        with VideoWriter(folder / "a.mp4", 64, 48, lasting=True) as writer:
            for number in range(90):
                writer.write(noise(number), number / 10)
        assert boxes_of(folder / "a.mp4") == ["ftyp", "free", "mdat", "moov"]
        assert len(times_of(folder / "a.mp4")) == 90

    def test_abort_leaves_what_there_is(self, folder: Path) -> None:
        """It is a recording, not a result; but of no frame nothing is left."""
        with VideoWriter(folder / "a.mp4", 64, 48, lasting=True) as writer:
            for number in range(90):
                writer.write(noise(number), number / 10)
            writer.abort()
        assert len(times_of(folder / "a.mp4")) >= 65
        VideoWriter(folder / "b.mp4", 64, 48, lasting=True).abort()
        assert not (folder / "b.mp4").exists()
        assert encoder_threads() == []

    def test_it_replaces_nothing(self, folder: Path) -> None:
        """An older file of that name stays as it is."""
        (folder / "a.mp4").write_bytes(b"older")
        with pytest.raises(OutputError, match=r"a\.mp4"):
            VideoWriter(folder / "a.mp4", 64, 48, lasting=True)
        assert (folder / "a.mp4").read_bytes() == b"older"


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


class TestCannotWrite:
    """What cannot be written is told in one line, and nothing is left behind."""

    def test_folder_that_does_not_exist(self, folder: Path) -> None:
        """A missing folder is told before the first frame."""
        with pytest.raises(OutputError, match=r"a\.mp4 could not be written.*choose a folder"):
            VideoWriter(folder / "gone" / "a.mp4", 64, 48)

    def test_file_as_a_folder(self, folder: Path) -> None:
        """A file where a folder should be is told before the first frame."""
        (folder / "file").touch()
        with pytest.raises(OutputError, match="could not be written"):
            VideoWriter(folder / "file" / "a.mp4", 64, 48)

    def test_folder_as_the_target(self, folder: Path) -> None:
        """A folder of the video's name is told before the first frame."""
        (folder / "a.mp4").mkdir()
        with pytest.raises(OutputError, match="is a folder; name a file in it"):
            VideoWriter(folder / "a.mp4", 64, 48)
        assert [path.name for path in folder.iterdir()] == ["a.mp4"]

    def test_folder_without_permission(self, as_nobody: Path) -> None:
        """A folder that may not be written to is told before the first frame."""
        as_nobody_may_not = as_nobody / "locked"
        as_nobody_may_not.mkdir(mode=0o555)
        with pytest.raises(OutputError, match=r"could not be written \(Permission denied\)"):
            VideoWriter(as_nobody_may_not / "a.mp4", 64, 48)

    def test_build_without_encoder(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A PyAV without libx264 is told with the way to get one that has it."""
        monkeypatch.setattr(av, "codecs_available", {"h264", "mpeg4"})
        with pytest.raises(OutputError, match=r"without libx264.*pip install"):
            VideoWriter(folder / "a.mp4", 64, 48)
        assert list(folder.iterdir()) == []

    def test_picture_that_the_encoder_refuses(self, folder: Path) -> None:
        """A picture wider than H.264 allows is told, and nothing is left behind."""
        with (
            pytest.raises(OutputError, match="could not be written"),
            VideoWriter(folder / "a.mp4", 17_000, 2) as writer,
        ):
            writer.write(np.zeros((2, 17_000, 3), np.uint8), 0.0)
        assert list(folder.iterdir()) == []

    @pytest.mark.parametrize("used", [0, 12 * 1024])
    @pytest.mark.parametrize("frames", [12, 60, 200])
    def test_full_disk(self, small_disk: Path, frames: int, used: int) -> None:
        """A disk that is full or fills up, early or at the very end, leaves no partial video."""
        (small_disk / "other").write_bytes(bytes(used))
        with pytest.raises(OutputError, match="No space left on device") as caught:
            _write_noise(small_disk / "a.mp4", frames)
        assert "\n" not in str(caught.value)
        assert [path.name for path in small_disk.iterdir()] == ["other"]
        assert encoder_threads() == []

    @pytest.mark.parametrize("size", [0, 10_000])
    @pytest.mark.parametrize("frames", [12, 60, 200])
    def test_file_size_limit(self, folder: Path, frames: int, size: int) -> None:
        """A write that the system refuses, early or late, leaves no partial video."""
        with _file_size_limit(size), pytest.raises(OutputError, match="could not be written"):
            _write_noise(folder / "a.mp4", frames)
        assert list(folder.iterdir()) == []
        assert encoder_threads() == []

    def test_failed_move(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """If the finished video cannot be moved to its name, it does not stay under another."""

        def refuse(*_: object) -> None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        writer = VideoWriter(folder / "a.mp4", 64, 48)
        writer.write(quarters(), 0.0)
        monkeypatch.setattr(Path, "replace", refuse)
        with pytest.raises(OutputError, match="Permission denied"):
            writer.finish()
        assert list(folder.iterdir()) == []

    def test_disk_that_fills_up_after_opening(self, folder: Path) -> None:
        """A file whose very start cannot be written ends in an error, not in a crash."""
        writer = VideoWriter(folder / "a.mp4", 64, 48)

        def write_all() -> None:
            with writer:
                for i in range(60):
                    writer.write(noise(i), i / 30)

        with _file_size_limit(0), pytest.raises(OutputError, match="could not be written"):
            write_all()
        assert list(folder.iterdir()) == []

    def test_error_that_nobody_saw_is_not_forgotten(self, folder: Path) -> None:
        """After a failure that an interrupt hid, finishing fails and gives no broken video."""
        with _file_size_limit(10_000):
            writer = VideoWriter(folder / "a.mp4", 64, 48)
            frames = [_frame_of(noise(i), i) for i in range(200)]
            unseen = [writer._pool.submit(writer._encoder.encode, f).exception() for f in frames]
        assert any(unseen)
        with pytest.raises(OutputError, match="could not be written"):
            writer.finish()
        assert list(folder.iterdir()) == []

    def test_error_of_the_thread_is_raised_once(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A failure while encoding is raised by a later call, and ends the writing."""

        def fail(*_: object) -> None:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(video_writer._Encoder, "encode", fail)
        writer = VideoWriter(folder / "a.mp4", 64, 48)

        def write_all() -> None:
            for time_s in STEADY_S:
                writer.write(quarters(), time_s)

        with pytest.raises(OutputError, match="Input/output error"):
            write_all()
        writer.finish()
        assert list(folder.iterdir()) == []
        with pytest.raises(ValueError, match="open another"):
            writer.write(quarters(), 9.0)


class TestThread:
    """Encoding overlaps with the caller's work, within bounds."""

    def test_few_frames_wait(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Never more frames than the constant says wait for a slow encoder."""
        given_out, waiting = [], []
        encode = video_writer._Encoder.encode

        def counted(self: video_writer._Encoder, frame: av.VideoFrame) -> None:
            waiting.append(len(given_out) - len(waiting))
            encode(self, frame)

        monkeypatch.setattr(video_writer._Encoder, "encode", counted)
        with VideoWriter(folder / "a.mp4", 64, 48) as writer:
            for time_s in STEADY_S:
                given_out.append(time_s)
                writer.write(quarters(), time_s)
        assert len(waiting) == len(STEADY_S)
        assert max(waiting) <= video_writer._FRAMES_WAITING + 1

    def test_encoding_has_its_own_thread(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No frame is encoded in the thread that writes, and all in the same one."""
        threads = set()
        encode = video_writer._Encoder.encode

        def noted(self: video_writer._Encoder, frame: av.VideoFrame) -> None:
            threads.add(threading.current_thread())
            encode(self, frame)

        monkeypatch.setattr(video_writer._Encoder, "encode", noted)
        write(folder / "a.mp4", list(STEADY_S))
        assert len(threads) == 1
        assert threading.current_thread() not in threads
        assert encoder_threads() == []


class TestMisuse:
    """A programmer's mistake is told at once."""

    @pytest.mark.parametrize(
        "image",
        [
            np.zeros((48, 65, 3), np.uint8),
            np.zeros((48, 64), np.uint8),
            np.zeros((48, 64, 3), np.float32),
        ],
    )
    def test_wrong_image(self, folder: Path, image: NDArray[np.uint8]) -> None:
        """An image of another shape or type is refused."""
        with (
            VideoWriter(folder / "a.mp4", 64, 48) as writer,
            pytest.raises(ValueError, match=r"\(48, 64, 3\) uint8 is due"),
        ):
            writer.write(image, 0.0)

    @pytest.mark.parametrize("time_s", [1.0, 0.5, -1.0, float("nan"), float("inf")])
    def test_time_that_does_not_go_on(self, folder: Path, time_s: float) -> None:
        """A time that is no later than the last, or none at all, is refused."""
        with VideoWriter(folder / "a.mp4", 64, 48) as writer:
            writer.write(quarters(), 1.0)
            with pytest.raises(ValueError, match="time must go on"):
                writer.write(quarters(), time_s)

    @pytest.mark.parametrize("size", [(0, 48), (64, 0), (-2, 2)])
    def test_no_picture(self, folder: Path, size: tuple[int, int]) -> None:
        """A size without a pixel is refused."""
        with pytest.raises(ValueError, match="has no picture"):
            VideoWriter(folder / "a.mp4", *size)
        assert list(folder.iterdir()) == []


def _frame_of(image: NDArray[np.uint8], tick: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(image, "rgb24")
    frame.pts, frame.time_base = tick * 3000, Fraction(1, 90_000)
    return frame


def _write_noise(path: Path, frames: int) -> None:
    with VideoWriter(path, 64, 48) as writer:
        for i in range(frames):
            writer.write(noise(i), i / 30)


@contextmanager
def _file_size_limit(size: int) -> Iterator[None]:
    """Make the system refuse to write more than `size` bytes into any one file."""
    resource = pytest.importorskip("resource", reason="no such limit on this system")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of 12 KiB."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", str(path)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a small disk needs Linux and root")
    try:
        yield path
    finally:
        subprocess.run(["umount", str(path)], check=True)
