"""A phone's camera on the loopback: it stalls, drops, comes back; wrong addresses."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from mjpeg_server import LOGIN, PhoneCamera, phone_camera
from synthetic_videos import Recipe, write_video

from posecoach.adapters import camera_stream, camera_watch
from posecoach.adapters.camera import CameraOptions, open_camera
from posecoach.adapters.camera_capture import Camera
from posecoach.adapters.camera_stream import shown_address
from posecoach.adapters.camera_types import CameraEvent, CameraEventKind, LiveFrame, SourceKind
from posecoach.errors import InputError

K = CameraEventKind
DEADLINE_S = 20.0


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[PhoneCamera]:
    """Run a phone's camera; silence is noticed after half a second instead of three."""
    monkeypatch.setattr(camera_stream, "_OPEN_S", 1.0)
    monkeypatch.setattr(camera_stream, "_READ_S", 0.5)
    recording = write_video(
        tmp_path, Recipe(container_options={"movflags": "+faststart"}, name="served.mp4")
    )
    with phone_camera(recording=recording) as server:
        yield server


def until(camera: Camera, kind: CameraEventKind) -> tuple[list[LiveFrame], list[CameraEvent]]:
    """Take frames until this has happened."""
    frames, events = [], []
    deadline_s = time.monotonic() + DEADLINE_S
    while not events or events[-1].kind is not kind:
        assert time.monotonic() < deadline_s, events
        frame = camera.latest(0.1)
        frames += [] if frame is None else [frame]
        events += camera.events()
    return frames, events


def some(camera: Camera, count: int) -> list[LiveFrame]:
    """Take so many frames."""
    frames = [camera.latest(DEADLINE_S) for _ in range(count)]
    return [frame for frame in frames if frame is not None]


def test_it_streams(phone: PhoneCamera) -> None:
    """Frames come in the phone's size, with the times of their arrival."""
    with open_camera(phone.address()) as camera:
        frames = some(camera, 20)
        stats = camera.stats()
    assert len(frames) == 20
    assert (camera.info.kind, camera.info.own_px) == (SourceKind.STREAM, (320, 240))
    assert frames[0].image_rgb.shape == (240, 320, 3)
    times = [frame.time_s for frame in frames]
    assert times[0] < 0.5
    assert all(before < after for before, after in pairwise(times))
    spans = times[-1] - times[0], frames[-1].grabbed_s - frames[0].grabbed_s
    assert spans[0] == pytest.approx(spans[1], abs=0.01)
    assert set(stats.stages) == {"grab", "decode", "check"}


def test_the_first_picture_is_there_quickly(phone: PhoneCamera) -> None:
    """FFmpeg does not sit for seconds over what it is, also at 5 frames a second."""
    phone.step_s = 0.2
    began_s = time.monotonic()
    with open_camera(phone.address()) as camera:
        assert camera.latest(0.0) is not None
    assert time.monotonic() - began_s < 4.0  # left to itself it looks for five


def test_a_slow_loop_sees_the_newest_picture(phone: PhoneCamera) -> None:
    """Nothing queues up on the way: after a second's pause the next picture is a new one."""
    with open_camera(phone.address()) as camera:
        some(camera, 3)
        time.sleep(1.0)
        frame = camera.latest(DEADLINE_S)
        assert frame is not None
        assert camera.now_s() - frame.time_s < 0.5  # of a queue it would be a second old
        assert camera.stats().dropped >= 8


def test_a_stall_is_a_loss_and_the_session_goes_on(phone: PhoneCamera) -> None:
    """Silence is lost, the first new picture is back, on the same clock."""
    with open_camera(phone.address()) as camera:
        before = some(camera, 5)
        phone.flowing.clear()
        _, events = until(camera, K.LOST)
        time.sleep(0.5)
        phone.flowing.set()
        after, more = until(camera, K.BACK)
        after += some(camera, 3)
    assert [event.kind for event in [*events, *more]] == [K.LOST, K.BACK]
    assert after[-1].time_s - before[-1].time_s > 0.9
    assert after[-1].index > before[-1].index


def test_a_dropped_connection_is_made_again(phone: PhoneCamera) -> None:
    """The phone's app is closed and opened again, with a smaller picture: all is said."""
    with open_camera(phone.address()) as camera:
        some(camera, 3)
        phone.reachable.clear()
        until(camera, K.LOST)
        phone.size_px = (160, 120)
        phone.reachable.set()
        _, events = until(camera, K.BACK)
        frames = some(camera, 3)
        losses = camera.stats().losses
    assert [(e.kind, e.size_px) for e in events] == [(K.RESIZED, (160, 120)), (K.BACK, None)]
    assert frames[-1].image_rgb.shape == (240, 320, 3)
    assert losses == 1


def test_a_phone_that_stays_away_is_given_up(phone: PhoneCamera) -> None:
    """After the time that it is given the source is over."""
    with open_camera(phone.address(), CameraOptions(give_up_s=1.0)) as camera:
        some(camera, 3)
        phone.reachable.clear()
        _, events = until(camera, K.GAVE_UP)
        assert camera.latest(0.0) is None
        assert camera.is_over
    assert 0.3 < events[-1].time_s - events[0].time_s < DEADLINE_S  # a minute is usual


def test_closing_while_it_stalls_ends_soon(phone: PhoneCamera) -> None:
    """A blocked read ends by its own limit, and with it the thread."""
    camera = open_camera(phone.address())
    phone.flowing.clear()
    time.sleep(0.1)
    began_s = time.monotonic()
    camera.close()
    assert time.monotonic() - began_s < DEADLINE_S
    assert not camera._thread.is_alive()


def test_silence_shorter_than_the_limit_is_no_loss(phone: PhoneCamera) -> None:
    """A hiccup of the wireless network passes unsaid."""
    assert camera_stream._READ_S <= camera_watch.STALL_S
    with open_camera(phone.address()) as camera:
        some(camera, 3)
        phone.flowing.clear()
        time.sleep(0.2)
        phone.flowing.set()
        some(camera, 10)
        assert camera.events() == ()


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("", "not with live video"),
        ("nowhere", "not with live video"),
        ("shot.jpg", "not with live video"),
        ("clip.mp4", "a recording on a server"),
        ("locked", "wants a password"),
        ("silent", "does not answer"),
    ],
)
def test_a_wrong_page_is_told(phone: PhoneCamera, page: str, said: str) -> None:
    """Each wrong page of a phone is refused in one line that says what to do."""
    with pytest.raises(InputError, match=said) as refused:
        open_camera(phone.address(page))
    assert "\n" not in str(refused.value)
    assert phone.address(page) in str(refused.value)


def test_name_and_password_open_a_locked_camera(phone: PhoneCamera) -> None:
    """They may stand in the address, escaped, and are shown nowhere."""
    login = f"{LOGIN[0]}:{LOGIN[1].replace('%', '%25')}@"
    with open_camera(phone.address("locked", login)) as camera:
        assert camera.latest(DEADLINE_S) is not None
        assert camera.info.name == phone.address("locked")


def test_a_wrong_password_is_not_printed(phone: PhoneCamera) -> None:
    """The message names the address without it."""
    with pytest.raises(InputError, match="wants a password") as refused:
        open_camera(phone.address("locked", "me:secret@"))
    assert "secret" not in str(refused.value)


def test_nobody_listens_there() -> None:
    """A closed port is told in one line, and not as one that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(InputError, match="cannot be reached") as refused:
        open_camera(f"http://me:secret@127.0.0.1:{port}/video")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_somebody_listens_and_says_nothing(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    """A connection that is taken and never answered has a limit."""
    monkeypatch.setattr(camera_stream, "_OPEN_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        began_s = time.monotonic()
        with pytest.raises(InputError, match="does not answer"):
            open_camera(f"{scheme}://127.0.0.1:{mute.getsockname()[1]}/video")
        assert time.monotonic() - began_s < 5.0


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:99999/", "http://127.0.0.1:port/", "http://[1/", "rtsp://@/", "http:///x"],
)
def test_a_mangled_address_is_told(address: str) -> None:
    """What is no address at all ends in one line too."""
    with pytest.raises(InputError) as refused:
        open_camera(address)
    assert "\n" not in str(refused.value)


def test_a_play_list_cannot_make_it_read_a_file(phone: PhoneCamera, tmp_path: Path) -> None:
    """A server that answers with a list of local files gets none of them opened."""
    phone.recording = tmp_path / "list.m3u8"
    clip = write_video(tmp_path, Recipe(name="private.ts"))
    phone.recording.write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\nfile://{clip}\n#EXT-X-ENDLIST\n"
    )
    with pytest.raises(InputError):
        open_camera(phone.address("clip.mp4"))


@pytest.mark.parametrize(
    ("page", "to", "said"),
    [
        ("moved", "video", "leads on to another address"),
        ("list.m3u8", "part.ts", "not with live video"),
        ("list.mpd", "part.mp4", "not with live video"),
    ],
)
def test_nobody_but_the_named_host_is_asked(
    phone: PhoneCamera, page: str, to: str, said: str
) -> None:
    """What leads to another host is told and not followed, be it a redirect or a list."""
    with phone_camera() as other:
        phone.elsewhere = other.address(to)
        with pytest.raises(InputError, match=said) as refused:
            open_camera(phone.address(page))
        assert other.asked == 0
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://me:pw@host:8080/video?a=b", "http://host:8080/video?a=b"),
        ("rtsp://host/live", "rtsp://host/live"),
        ("rtsp://a:p@ss@host/live", "rtsp://host/live"),
        ("http://[bad", "http://[bad"),
    ],
)
def test_addresses_are_shown_without_password(url: str, shown: str) -> None:
    """Neither user name nor password is in what is shown."""
    assert shown_address(url) == shown


def test_an_address_with_control_characters_stays_one_line() -> None:
    """An address may hold anything; what is shown is printable."""
    assert shown_address("http://h/\n\x1b[2J").isprintable()
