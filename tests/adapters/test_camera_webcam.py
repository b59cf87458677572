"""Webcams: missing, forbidden, busy; and OpenCV's own reader, over a file for want of a camera."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from synthetic_videos import FFV1, RED

from posecoach.adapters import camera_webcam
from posecoach.adapters.camera_capture import Camera
from posecoach.adapters.camera_clock import SessionClock, SystemClock
from posecoach.adapters.camera_feed import FeedLostError
from posecoach.adapters.camera_list import FoundCamera, list_cameras
from posecoach.adapters.camera_types import CameraEventKind, SourceKind
from posecoach.adapters.camera_webcam import WebcamOpener
from posecoach.adapters.words.camera import ENGLISH, FRENCH
from posecoach.errors import InputError

MakeVideo = Callable[..., Path]
BUILT_IN, USB = FoundCamera(0, "Built-in", "/dev/video0"), FoundCamera(2, "USB", "/dev/video2")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="device files are Linux's")


def opener_of(
    camera: int | Path,
    *found: FoundCamera,
    film: Path | None = None,
    asked: list[object] | None = None,
) -> WebcamOpener:
    """An opener on a machine with these cameras; each of them shows the film, if there is one."""

    def open_capture(target: int | str, _backend: int) -> cv2.VideoCapture:
        if asked is not None:
            asked.append(target)
        return cv2.VideoCapture() if film is None else cv2.VideoCapture(str(film), cv2.CAP_FFMPEG)

    return WebcamOpener(camera, ENGLISH, find=lambda: found, open_capture=open_capture)


class Reader:
    """A reader that gives nothing; `cv2.VideoCapture` crashes when it is subclassed."""

    def isOpened(self) -> bool:  # noqa: N802 - the name is OpenCV's
        """Not open."""
        return False

    def set(self, _what: int, _value: float, /) -> bool:
        """Nothing can be set."""
        return False

    def grab(self) -> bool:
        """No picture."""
        return False

    def retrieve(self) -> tuple[bool, object]:
        """No picture."""
        return False, None

    def release(self) -> None:
        """Nothing to let go of."""


@pytest.fixture
def device_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every device file be there: what is tested comes after that check."""
    monkeypatch.setattr(WebcamOpener, "_check_device", lambda *_: None)


def refused(opener: WebcamOpener) -> str:
    """The one line with which a camera is refused."""
    with pytest.raises(InputError) as error:
        opener()
    assert "\n" not in str(error.value)
    return str(error.value)


class TestRefusal:
    """Why a webcam cannot be opened."""

    @on_linux
    def test_a_missing_camera_names_the_others(self) -> None:
        """A number without a camera: which ones there are."""
        said = refused(opener_of(77, BUILT_IN, USB))
        assert said == "there is no camera 77; these cameras are there: 0 (Built-in), 2 (USB)"

    @on_linux
    def test_without_any_camera_it_says_what_else_can_be_given(self) -> None:
        """No camera at all: a phone or a recording will do."""
        assert "no other camera was found; plug one in, or give" in refused(opener_of(77))

    @on_linux
    def test_a_forbidden_camera_names_the_group(self, as_nobody: Path) -> None:
        """A device file that may not be opened: how to be allowed to."""
        device = as_nobody / "video7"
        os.seteuid(0)
        try:
            os.mknod(device, stat.S_IFCHR | 0o600, os.makedev(1, 3))
        except OSError:
            pytest.skip("device files cannot be made here")
        finally:
            os.seteuid(65534)
        said = refused(opener_of(device, BUILT_IN))
        assert "usermod -aG video" in said
        assert "0 (Built-in)" in said

    @on_linux
    def test_a_device_that_is_no_camera_is_refused(self) -> None:
        """OpenCV itself is asked, and its own complaint stays unseen."""
        assert "gives no picture" in refused(WebcamOpener(Path("/dev/null"), ENGLISH))

    @pytest.mark.usefixtures("device_files")
    def test_a_busy_camera_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is there and does not open; the camera itself is not among the others."""
        monkeypatch.setattr(sys, "platform", "linux")
        said = refused(opener_of(0, BUILT_IN, USB))
        assert "another program may be using it" in said
        assert said.endswith("these cameras are there: 2 (USB)")

    @pytest.mark.parametrize(
        ("system", "place"),
        [("darwin", "System Settings > Privacy"), ("win32", "Settings > Privacy & security")],
    )
    def test_where_permission_is_granted(
        self, monkeypatch: pytest.MonkeyPatch, system: str, place: str
    ) -> None:
        """Where the system does not say why, the message names the place to look at."""
        monkeypatch.setattr(sys, "platform", system)
        assert place in refused(opener_of(0, BUILT_IN))
        assert "there is no camera 3" in refused(opener_of(3, BUILT_IN))

    def test_it_can_be_said_in_french(self) -> None:
        """The catalogue that is given is used."""
        opener = WebcamOpener(77, FRENCH, find=tuple)
        assert "caméra" in refused(opener)

    def test_listing_never_fails(self) -> None:
        """The real list of this machine, however long it is."""
        for camera in list_cameras():
            assert str(camera).isprintable()


@pytest.mark.usefixtures("device_files")
class TestPictures:
    """OpenCV's reader, on a film in place of a lens."""

    def test_pictures_are_rgb(self, make_video: MakeVideo) -> None:
        """OpenCV's blue comes first; ours does not."""
        film = make_video(name="clip.mkv", pix_fmt="bgr0", **FFV1)
        session = SessionClock(SystemClock())
        feed = opener_of(0, BUILT_IN, film=film)()
        assert feed.name == "Built-in"
        assert feed.grab(session) == pytest.approx(0.0, abs=0.1)
        image = feed.picture()
        assert image.dtype == np.uint8
        assert tuple(image[5, 5]) == RED
        feed.close()

    def test_the_end_of_pictures_is_a_loss(self, make_video: MakeVideo) -> None:
        """A webcam that gives no more has been unplugged."""
        feed = opener_of(0, BUILT_IN, film=make_video(times_s=[0.0, 0.1]))()
        session = SessionClock(SystemClock())
        feed.grab(session)
        with pytest.raises(FeedLostError):
            feed.grab(session)
        feed.close()

    def test_the_real_size_is_reported(self, make_video: MakeVideo) -> None:
        """Asked for 640x480, the camera gives its own: info and words say so."""
        opener = opener_of(0, BUILT_IN, film=make_video())
        session = SessionClock(SystemClock())
        with Camera(opener, session, open_timeout_s=20.0, too_slow="", give_up_s=0.2) as camera:
            info = camera.info
            frame = camera.latest(20.0)
            assert frame is not None
            assert frame.image_rgb.shape == (48, 64, 3)
        assert (info.kind, info.asked_px, info.own_px) == (SourceKind.WEBCAM, (640, 480), (64, 48))
        assert info.is_other_size
        assert "640×480" in (ENGLISH.size_note(info) or "")

    def test_unplugged_and_plugged_in_again(self, make_video: MakeVideo) -> None:
        """OpenCV's reader through the whole capture: lost, opened anew, back."""
        opener = opener_of(0, BUILT_IN, film=make_video(times_s=[0.0, 0.1, 0.2]))
        seen = []
        session = SessionClock(SystemClock())
        with Camera(opener, session, open_timeout_s=20.0, too_slow="", give_up_s=30.0) as camera:
            while [event.kind for event in seen].count(CameraEventKind.BACK) < 2:
                camera.latest(0.1)
                seen += camera.events()
                assert camera.now_s() < 20.0
        assert [event.kind for event in seen][:3] == [
            CameraEventKind.LOST,
            CameraEventKind.BACK,
            CameraEventKind.LOST,
        ]

    def test_plugged_in_again_under_another_number(self, make_video: MakeVideo) -> None:
        """The camera is known by its name; its old number may be another camera's now."""
        found, asked = [[BUILT_IN, USB]], []

        def open_capture(target: int | str, _backend: int) -> cv2.VideoCapture:
            asked.append(target)
            return cv2.VideoCapture(str(film), cv2.CAP_FFMPEG)

        film = make_video()
        opener = WebcamOpener(2, ENGLISH, find=lambda: tuple(found[-1]), open_capture=open_capture)
        opener().close()
        found.append([BUILT_IN, FoundCamera(4, "USB", "/dev/video4")])
        opener().close()
        found.append([FoundCamera(2, "Built-in")])
        assert "there is no camera 2" in refused(opener)
        assert asked == [2, 4]

    def test_what_a_webcam_is_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Compressed pictures are asked for before the size: else the size may be refused."""
        asked: list[int] = []

        class Willing(Reader):
            def isOpened(self) -> bool:  # noqa: N802 - the name is OpenCV's
                return True

            def set(self, what: int, value: float, /) -> bool:
                assert value > 0
                asked.append(what)
                return False  # a webcam may refuse everything

            def grab(self) -> bool:
                return len(asked) > 0

        monkeypatch.setattr(camera_webcam, "backends", lambda: (cv2.CAP_ANY,))
        WebcamOpener(0, ENGLISH, find=tuple, open_capture=lambda *_: Willing())().close()
        assert asked[:3] == [
            cv2.CAP_PROP_FOURCC,
            cv2.CAP_PROP_FRAME_WIDTH,
            cv2.CAP_PROP_FRAME_HEIGHT,
        ]
        assert cv2.CAP_PROP_BUFFERSIZE in asked

    def test_grey_pictures_become_rgb(self) -> None:
        """An infrared camera gives one channel."""

        class Infrared(Reader):
            def retrieve(self) -> tuple[bool, object]:
                return True, np.full((48, 64), 77, np.uint8)

        image = camera_webcam.WebcamFeed(Infrared(), "IR", "lost", "odd").picture()
        assert image.shape == (48, 64, 3)
        assert (image == 77).all()

    @pytest.mark.parametrize(
        "odd",
        [
            np.full((48, 64, 2), 77, np.uint8),
            np.full((1, 48 * 64, 5), 77, np.uint8),
            np.full((48, 64), 7777, np.uint16),
            np.full((48, 64, 3), 7777, np.uint16),
        ],
        ids=["two channels", "five channels", "16 bits", "16 bits in colour"],
    )
    def test_an_odd_layout_is_told(
        self, monkeypatch: pytest.MonkeyPatch, odd: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
    ) -> None:
        """Raw or deep pictures, through the whole capture: one line, not OpenCV's own error."""

        class Odd(Reader):
            def isOpened(self) -> bool:  # noqa: N802 - the name is OpenCV's
                return True

            def grab(self) -> bool:
                return True

            def retrieve(self) -> tuple[bool, object]:
                return True, odd

        monkeypatch.setattr(camera_webcam, "backends", lambda: (cv2.CAP_ANY,))
        opener = WebcamOpener(0, ENGLISH, find=lambda: (BUILT_IN,), open_capture=lambda *_: Odd())
        with pytest.raises(InputError) as told:
            Camera(opener, SessionClock(SystemClock()), open_timeout_s=20.0, too_slow="")
        assert str(told.value) == ENGLISH.webcam_unreadable.format(camera="Built-in")
