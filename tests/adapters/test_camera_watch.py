"""The two watches: a camera that goes and comes, a picture that stands still or is black."""

from __future__ import annotations

import numpy as np
import pytest
from live_sources import Image, noise

from posecoach.adapters.camera_types import CameraEvent, CameraEventKind
from posecoach.adapters.camera_watch import GIVE_UP_S, ConnectionWatch, PictureWatch

K = CameraEventKind


def kinds(events: list[CameraEvent]) -> list[CameraEventKind]:
    """The kinds alone."""
    return [event.kind for event in events]


def watched(pictures: list[tuple[float, Image]]) -> list[tuple[float, CameraEventKind]]:
    """Show pictures to a new watch; when it said what."""
    watch = PictureWatch()
    return [
        (event.time_s, event.kind) for time_s, image in pictures for event in watch(image, time_s)
    ]


class TestConnection:
    """Seen, lost, back, given up."""

    def test_lost_and_back(self) -> None:
        """A camera that says it is gone is lost once, however often it is told, and comes back."""
        watch = ConnectionWatch()
        assert watch.saw_frame(1.0) == []
        assert watch.failed(2.0) == [CameraEvent(K.LOST, 2.0)]
        assert watch.failed(2.5) == []
        assert watch.saw_frame(9.0) == [CameraEvent(K.BACK, 9.0)]
        assert watch.saw_frame(9.1) == []
        assert watch.losses == 1

    def test_silence_is_a_loss(self) -> None:
        """A camera that hangs and says nothing is lost after the limit, not before."""
        watch = ConnectionWatch(stall_s=3.0)
        watch.saw_frame(10.0)
        assert watch.tick(12.9) == []
        assert kinds(watch.tick(13.0)) == [K.LOST]

    def test_one_frame_a_second_is_no_loss(self) -> None:
        """In the dark a webcam may be very slow."""
        watch = ConnectionWatch()
        for second in range(60):
            assert watch.saw_frame(float(second)) == watch.tick(second + 0.99) == []

    def test_gives_up_after_a_minute(self) -> None:
        """60 s after the loss it is over, said once, and a late frame changes nothing."""
        watch = ConnectionWatch()
        watch.saw_frame(0.0)
        watch.failed(5.0)
        assert watch.tick(5.0 + GIVE_UP_S - 0.1) == []
        assert kinds(watch.tick(5.0 + GIVE_UP_S)) == [K.GAVE_UP]
        assert watch.tick(500.0) == watch.saw_frame(501.0) == watch.failed(502.0) == []

    def test_a_sleep_of_hours_is_first_a_loss(self) -> None:
        """After a closed lid the camera has its minute to come back."""
        watch = ConnectionWatch()
        watch.saw_frame(0.0)
        assert kinds(watch.tick(7200.0)) == [K.LOST]
        assert kinds(watch.saw_frame(7201.0)) == [K.BACK]

    def test_nothing_is_lost_before_the_first_frame(self) -> None:
        """Opening has a limit of its own."""
        assert ConnectionWatch().tick(1000.0) == []


class TestPicture:
    """Frozen, black, clear."""

    def test_a_live_picture_says_nothing(self) -> None:
        """Noise alone is life, also at 5 frames a second."""
        assert watched([(i / 5, noise(i)) for i in range(50)]) == []

    def test_the_same_picture_is_frozen_after_two_seconds(self) -> None:
        """Frozen is said once after 2 s, and clear with the first other picture."""
        still = [(i / 30, noise(0)) for i in range(120)]
        said = watched([*still, (4.0, noise(1))])
        assert said == [(pytest.approx(2.0), K.FROZEN), (4.0, K.CLEAR)]

    def test_slow_twins_are_no_proof(self) -> None:
        """Two equal pictures a second apart are not frozen yet; five are."""
        assert watched([(float(i), noise(0)) for i in range(4)]) == []
        assert watched([(float(i), noise(0)) for i in range(5)]) == [(4.0, K.FROZEN)]

    def test_repeated_pictures_in_the_dark_are_no_freeze(self) -> None:
        """A webcam that shows each picture six times over is slow, not frozen."""
        assert watched([(i / 30, noise(i // 6)) for i in range(300)]) == []

    def test_a_picture_drawn_on_by_the_loop_is_still_the_same(self) -> None:
        """The watch keeps a copy: what the loop draws on a frame does not look like life."""
        watch, said = PictureWatch(), []
        for i in range(90):
            image = noise(0)
            said += watch(image, i / 30)
            image[:] = i
        assert kinds(said) == [K.FROZEN]

    @pytest.mark.parametrize("grain", [1, 16], ids=["no noise", "noise"])
    def test_a_covered_lens_is_black(self, grain: int) -> None:
        """Black is said after 2 s, with a sensor's noise in it or without, never as frozen."""
        rng = np.random.default_rng(1)
        dark = [np.asarray(rng.integers(0, grain, (48, 64, 3)), np.uint8) for _ in range(90)]
        frames = [(i / 30, image) for i, image in enumerate(dark)]
        said = watched([*frames, (3.3, noise(1))])
        assert said == [(pytest.approx(2.0, abs=0.04), K.BLACK), (3.3, K.CLEAR)]

    def test_a_dim_room_is_not_black(self) -> None:
        """A lamp's light on one side of a dark room is enough."""

        def room(i: int) -> Image:
            image = noise(i, 320, 240, base=4)
            image[:, :40] += 30
            return image

        assert watched([(i / 10, room(i)) for i in range(60)]) == []

    def test_a_clock_in_the_picture_does_not_hide_that_it_is_black(self) -> None:
        """Phones write the time into a corner of a black picture."""
        image = np.zeros((480, 640, 3), np.uint8)
        image[4:14, 4:100] = 255
        assert watched([(i / 10, image) for i in range(60)]) == [(2.0, K.BLACK)]

    def test_black_for_a_moment_says_nothing(self) -> None:
        """Somebody walks past the lens."""
        black = np.zeros((48, 64, 3), np.uint8)
        frames = [(i / 30, black if 30 <= i < 75 else noise(i)) for i in range(150)]
        assert watched(frames) == []

    def test_unchanged_time_grows_with_each_twin(self) -> None:
        """How long the picture stood still is known from the first twin on."""
        watch = PictureWatch()
        seen = []
        for i, seed in enumerate([0, 1, 1, 1, 2]):
            watch(noise(seed), i * 0.1)
            seen.append(round(watch.unchanged_s, 3))
        assert seen == [0.0, 0.0, 0.1, 0.2, 0.0]

    def test_a_new_connection_begins_anew(self) -> None:
        """The picture of before a loss says nothing about the one after."""
        watch = PictureWatch()
        for i in range(30):
            watch(noise(0), i / 30)
        watch.reset()
        assert watch(noise(0), 20.0) == []
        assert watch.unchanged_s == 0.0
