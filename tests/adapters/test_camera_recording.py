"""A recording as a camera: at its own pace, upright, with its own times."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from live_sources import ScriptedClock
from synthetic_videos import FASTSTART, cut_off_in_packet, damage_packets, set_display_matrix

from posecoach.adapters.camera import CameraOptions, open_camera
from posecoach.adapters.camera_capture import Camera
from posecoach.adapters.camera_types import CameraEvent, CameraEventKind, LiveFrame, SourceKind
from posecoach.adapters.video_source import VideoSource
from posecoach.adapters.words.camera import ENGLISH
from posecoach.errors import InputError

MakeVideo = Callable[..., Path]
DEADLINE_S = 20.0  # only a hang reaches it
SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"


def played(camera: Camera, work_s: float = 0.0) -> tuple[list[LiveFrame], list[CameraEvent]]:
    """Take frames until the end, with that much work on each."""
    frames, events = [], []
    while not camera.is_over:
        frame = camera.latest(1.0)
        if frame is not None:
            frames.append(frame)
            time.sleep(work_s)
        events += camera.events()
    return frames, [*events, *camera.events()]


def test_it_plays_at_its_own_pace_with_its_own_times(make_video: MakeVideo) -> None:
    """Uneven frames come when they are due, and carry the recording's timestamps."""
    due_s = [0.0, 0.05, 0.3, 0.35, 0.7, 0.75]
    with open_camera(str(make_video(times_s=due_s))) as camera:
        frames, _ = played(camera)
    by_index = {frame.index: frame for frame in frames}
    assert len(frames) >= 4
    for index, frame in by_index.items():
        assert frame.time_s == pytest.approx(due_s[index], abs=1e-4)
    last = frames[-1]
    assert last.grabbed_s - frames[0].grabbed_s >= last.time_s - frames[0].time_s - 0.02


def test_a_slow_loop_drops_frames_and_counts_them(make_video: MakeVideo) -> None:
    """A loop of 100 ms over 30 frames a second sees a part of them and never lags behind."""
    with open_camera(str(make_video())) as camera:
        frames, _ = played(camera, work_s=0.1)
        stats = camera.stats()
    assert stats.captured == 30
    assert stats.dropped == 30 - len(frames)
    assert 3 <= len(frames) <= 12
    # Each frame was the newest when it was taken; the last one ends the recording.
    assert frames[-1].index == 29


def test_at_the_end_it_is_over(make_video: MakeVideo) -> None:
    """The end is an event, and no frame comes after it."""
    with open_camera(str(make_video(times_s=[0.0, 0.1]))) as camera:
        _, events = played(camera)
        assert camera.latest(0.0) is None
    assert [event.kind for event in events] == [CameraEventKind.ENDED]


def test_a_loop_goes_on_in_time(make_video: MakeVideo) -> None:
    """Played again and again, time still increases, one frame's length over the seam."""
    options = CameraOptions(loop=True, speed=4.0)
    frames: list[LiveFrame] = []
    with open_camera(str(make_video()), options) as camera:
        while not frames or frames[-1].time_s < 2.5:
            frame = camera.latest(DEADLINE_S)
            assert frame is not None
            frames.append(frame)
    times = [frame.time_s for frame in frames]
    assert all(before < after for before, after in pairwise(times))
    assert frames[-1].time_s == pytest.approx(frames[-1].index / 30, abs=0.01)


def test_speed_shortens_the_wait_and_not_the_times(make_video: MakeVideo) -> None:
    """Sixty times as fast, a minute's recording still lasts a minute on its own clock."""
    path = make_video(times_s=[0.0, 20.0, 40.0, 60.0])
    began_s = time.monotonic()
    with open_camera(str(path), CameraOptions(speed=60.0)) as camera:
        frames, events = played(camera)
    assert time.monotonic() - began_s < 30.0
    assert frames[-1].time_s == pytest.approx(60.0, abs=0.01)
    assert events[-1].time_s >= 60.0


def test_on_a_scripted_clock_it_needs_no_time() -> None:
    """A sample of 17 s passes as fast as it can be decoded."""
    clock = ScriptedClock()
    began_s = time.monotonic()
    path = SAMPLES / "shoulders_curling.mp4"
    with open_camera(str(path), clock=clock) as camera:
        frames, events = played(camera)
    assert frames[-1].time_s > 15.0
    assert events[-1].kind is CameraEventKind.ENDED
    assert time.monotonic() - began_s < 15.0


def test_pictures_are_the_recording_s_own_and_upright(make_video: MakeVideo) -> None:
    """The rotation that a phone wrote is applied, as a review does it."""
    path = make_video()
    set_display_matrix(path, 0, 1, -1, 0)
    with VideoSource(path) as source:
        reviewed = {frame.index: frame.image_rgb for frame in source}
    with open_camera(str(path)) as camera:
        info = camera.info
        frames, _ = played(camera)
    assert (info.width_px, info.height_px, info.kind) == (48, 64, SourceKind.RECORDING)
    for frame in frames:
        assert np.array_equal(frame.image_rgb, reviewed[frame.index])


def test_a_gap_in_a_recording_is_no_lost_camera(make_video: MakeVideo) -> None:
    """Five seconds without a frame are the recording's own affair."""
    clock = ScriptedClock()
    with open_camera(str(make_video(times_s=[0.0, 0.1, 5.1, 5.2])), clock=clock) as camera:
        frames, events = played(camera)
    assert frames[-1].time_s == pytest.approx(5.2, abs=0.01)
    assert [event.kind for event in events] == [CameraEventKind.ENDED]


def test_a_damaged_recording_plays_what_is_there(make_video: MakeVideo) -> None:
    """Packets that cannot be decoded are skipped, as in a review."""
    path = make_video()
    damage_packets(path, [5, 6, 17])
    with open_camera(str(path), CameraOptions(speed=4.0)) as camera:
        frames, events = played(camera)
    assert len(frames) > 5
    assert events[-1].kind is CameraEventKind.ENDED


def test_a_recording_that_is_cut_off_says_so_where_it_ends(make_video: MakeVideo) -> None:
    """Who watches learns that there should have been more, and what to do."""
    path = make_video(container_options=FASTSTART)
    cut_off_in_packet(path, 20)
    with open_camera(str(path), clock=ScriptedClock()) as camera:
        frames, events = played(camera)
    assert frames[-1].index == 19
    assert [event.kind for event in events] == [CameraEventKind.CUT_SHORT]
    assert "missing" in ENGLISH.event_text(events[0])


def test_closing_in_a_gap_does_not_wait_for_its_end(make_video: MakeVideo) -> None:
    """A thread that waits for the next frame ends at once."""
    camera = open_camera(str(make_video(times_s=[0.0, 60.0])))
    began_s = time.monotonic()
    camera.close()
    assert time.monotonic() - began_s < DEADLINE_S
    alive = [t.name for t in threading.enumerate()]
    assert not [n for n in alive if n.startswith(("camera-capture", "video-decode"))]


def test_a_text_file_is_refused(tmp_path: Path) -> None:
    """What is no video is told in one line, as by a review."""
    path = tmp_path / "notes.mp4"
    path.write_text("hold 30 s\n" * 100)
    with pytest.raises(InputError, match="not a video") as refused:
        open_camera(str(path))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["uneven_rate.mp4", "sideways_phone.mp4"])
def test_samples_play_as_a_review_reads_them(name: str) -> None:
    """Every frame that is taken has the time that a review gives it."""
    with VideoSource(SAMPLES / name) as source:
        due_s = [frame.time_s for frame in source]
    with open_camera(str(SAMPLES / name), clock=ScriptedClock()) as camera:
        frames, _ = played(camera)
        assert camera.stats().captured == len(due_s)
    assert [frame.time_s for frame in frames] == [due_s[frame.index] for frame in frames]
