"""The capture thread: the newest frame wins, a lost camera comes back, nothing hangs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from live_sources import (
    Connection,
    Image,
    ScriptedClock,
    ScriptedOpener,
    ScriptedSource,
    noise,
    steady,
)

from posecoach.adapters import camera_capture
from posecoach.adapters.camera_capture import Camera
from posecoach.adapters.camera_clock import SessionClock
from posecoach.adapters.camera_feed import fitted
from posecoach.adapters.camera_slot import NewestFrame, RateWatch
from posecoach.adapters.camera_types import CameraEvent, CameraEventKind, LiveFrame, LiveSource
from posecoach.errors import InputError

K = CameraEventKind
DEADLINE_S = 20.0  # only a hang reaches it


def capture_threads() -> list[threading.Thread]:
    """The capture threads that are alive."""
    return [t for t in threading.enumerate() if t.name == "camera-capture"]


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Every test ends its capture threads."""
    yield
    deadline_s = time.monotonic() + DEADLINE_S
    while capture_threads() and time.monotonic() < deadline_s:
        time.sleep(0.01)
    assert capture_threads() == []


def scripted(opener: ScriptedOpener, clock: ScriptedClock, *, wait_s: float = 5.0) -> Camera:
    """A real capture over a scripted camera."""
    return Camera(opener, SessionClock(clock), open_timeout_s=wait_s, too_slow="too slow")


def played(source: LiveSource) -> tuple[list[LiveFrame], list[CameraEvent]]:
    """Take what there is until the source is over."""
    frames, events = [], []
    deadline_s = time.monotonic() + DEADLINE_S
    while not source.is_over:
        assert time.monotonic() < deadline_s
        frame = source.latest(0.2)
        frames += [] if frame is None else [frame]
        events += source.events()
    return frames, [*events, *source.events()]


class TestNewestFrame:
    """The slot between the two threads."""

    def frame(self, index: int) -> LiveFrame:
        """A frame with this number."""
        return LiveFrame(index, index / 30, noise(index), 0.0)

    def test_the_newest_wins(self) -> None:
        """Of three frames that came up the last is handed out; two are counted as dropped."""
        slot = NewestFrame()
        for index in range(3):
            slot.put(self.frame(index))
        taken = slot.take(0.0)
        assert taken is not None
        assert taken.index == 2
        assert (slot.captured, slot.dropped) == (3, 2)

    def test_a_frame_is_handed_out_once(self) -> None:
        """The same frame is never judged twice."""
        slot = NewestFrame()
        slot.put(self.frame(0))
        slot.take(0.0)
        assert slot.take(0.0) is None
        assert slot.dropped == 0

    def test_taking_waits_for_a_frame(self) -> None:
        """A frame that comes while it is waited for is taken at once."""
        slot = NewestFrame()
        threading.Timer(0.05, slot.put, [self.frame(7)]).start()
        taken = slot.take(DEADLINE_S)
        assert taken is not None
        assert taken.index == 7

    def test_the_last_frame_is_still_taken(self) -> None:
        """Closed is not over until the waiting frame was taken."""
        slot = NewestFrame()
        slot.put(self.frame(0))
        slot.close()
        assert not slot.is_over
        assert slot.take(0.0) is not None
        assert slot.is_over

    def test_a_late_frame_changes_nothing(self) -> None:
        """What a driver gives after it was given up is not taken for a frame."""
        slot = NewestFrame()
        slot.close()
        slot.put(self.frame(0))
        assert slot.is_over
        assert slot.captured == 0

    def test_a_failure_reaches_who_takes(self) -> None:
        """What fails in the thread is raised in the loop, after the frames before it."""
        slot = NewestFrame()
        slot.put(self.frame(0))
        slot.close(InputError("broken"))
        assert slot.take(0.0) is not None
        assert not slot.is_over
        with pytest.raises(InputError, match="broken"):
            slot.take(0.0)


class TestTime:
    """Times are the clock's, read at the grab."""

    def test_time_starts_at_zero_and_is_the_clock(self) -> None:
        """Unevenly grabbed frames carry the clock's own times, never a frame rate's."""
        clock = ScriptedClock()
        grabbed: list[float] = []

        def images() -> Iterator[Image]:
            for i in range(40):
                clock.advance(0.2 if i % 3 else 0.011)
                grabbed.append(clock.now_s())
                yield noise(i)

        script = Connection(images(), step_s=0.0, before_each=lambda: time.sleep(0.002))
        with scripted(ScriptedOpener(clock, script), clock) as camera:
            taken = [camera.latest(1.0)]
            while len(grabbed) < 40:
                taken.append(camera.latest(0.1))
        times = [(f.index, f.time_s) for f in taken if f is not None]
        assert len(times) >= 2
        for index, time_s in times:
            assert time_s == pytest.approx(grabbed[index] - grabbed[0], abs=1e-5)

    def test_times_increase_though_the_clock_stands_still(self) -> None:
        """Two frames in one tick of the clock still have two times, in order."""
        clock = ScriptedClock()
        ready = threading.Semaphore(1)
        script = Connection(map(noise, range(20)), step_s=0.0, before_each=ready.acquire)
        times = []
        with scripted(ScriptedOpener(clock, script), clock) as camera:
            for _ in range(20):
                frame = camera.latest(DEADLINE_S)
                assert frame is not None
                times.append(frame.time_s)
                ready.release()
            camera._session.stop.set()  # the script's end would be a loss
            ready.release()
        assert times[0] == 0.0
        assert all(before < after for before, after in pairwise(times))
        assert times[-1] < 0.001

    def test_the_age_of_a_frame_is_known(self) -> None:
        """The raw clock's reading at the grab tells how old a frame is when it is taken."""
        clock = ScriptedClock(500.0)
        gate = threading.Event()
        first = iter([True])
        script = Connection(
            map(noise, range(2)), before_each=lambda: next(first, None) or gate.wait()
        )
        with scripted(ScriptedOpener(clock, script), clock) as camera:
            clock.advance(0.25)
            frame = camera.latest(1.0)
            assert frame is not None
            assert clock.now_s() - frame.grabbed_s == pytest.approx(0.25)
            gate.set()


class TestLoss:
    """Unplugged, silent, back, given up."""

    def test_the_session_goes_on_after_a_loss(self) -> None:
        """Lost and back are said; numbers and times go on, with the gap that there was."""
        clock = ScriptedClock()
        refused, taken = Connection(refused=True), threading.Event()
        opener = ScriptedOpener(
            clock,
            Connection(map(noise, range(10))),
            *[refused] * 7,
            Connection(map(noise, range(10, 20)), before_each=taken.wait),
        )
        with scripted(opener, clock) as camera:
            first = camera.latest(1.0)
            assert first is not None
            taken.set()
            frames, events = played(camera)
            stats = camera.stats()
        frames = [first, *frames]
        assert [event.kind for event in events] == [K.LOST, K.BACK, K.LOST, K.GAVE_UP]
        lost, back = events[0], events[1]
        assert back.time_s - lost.time_s == pytest.approx(8 * 0.5, abs=0.1)
        indices = [frame.index for frame in frames]
        times = [frame.time_s for frame in frames]
        assert indices == sorted(set(indices))
        assert indices[-1] == 19
        assert all(before < after for before, after in pairwise(times))
        assert max(after - before for before, after in pairwise(times)) >= 4.0
        assert stats.losses == 2

    def test_a_camera_that_stays_away_is_given_up_after_a_minute(self) -> None:
        """It is tried twice a second for 60 s, then the source is over."""
        clock = ScriptedClock()
        opener = ScriptedOpener(clock, Connection(map(noise, range(3))))
        with scripted(opener, clock) as camera:
            _, events = played(camera)
            assert camera.latest(0.0) is None
        assert [event.kind for event in events] == [K.LOST, K.GAVE_UP]
        assert events[1].time_s - events[0].time_s == pytest.approx(60.0, abs=0.6)
        assert opener.tries == pytest.approx(120, abs=2)
        assert opener.open_now == 0

    def test_a_driver_that_hangs_is_a_loss(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A read that never returns is lost after 3 s and given up after 60 s more."""
        monkeypatch.setattr(camera_capture, "_JOIN_S", 0.05)
        clock = ScriptedClock()
        asleep, wake = threading.Event(), threading.Event()
        first = iter([True])

        def hang() -> None:
            if next(first, None) is None:
                asleep.set()
                wake.wait(DEADLINE_S)

        opener = ScriptedOpener(clock, Connection(map(noise, range(9)), before_each=hang))
        with scripted(opener, clock) as camera:
            assert asleep.wait(DEADLINE_S)
            assert camera.events() == ()
            clock.advance(3.1)
            assert [event.kind for event in camera.events()] == [K.LOST]
            clock.advance(60.1)
            assert [event.kind for event in camera.events()] == [K.GAVE_UP]
            assert camera.latest(1.0) is not None
            assert camera.is_over
        wake.set()

    def test_a_hanging_driver_that_wakes_is_back(self) -> None:
        """The next frame ends the loss; nothing was opened anew."""
        clock = ScriptedClock()
        asleep, wake = threading.Event(), threading.Event()
        steps = iter(range(100))

        def hang_once() -> None:
            step = next(steps)
            if step == 1:
                asleep.set()
                wake.wait(DEADLINE_S)
            if step > 2:
                asleep.clear()
                threading.Event().wait(0.01)

        opener = ScriptedOpener(clock, Connection(map(noise, range(90)), before_each=hang_once))
        with scripted(opener, clock) as camera:
            assert asleep.wait(DEADLINE_S)
            clock.advance(4.0)
            said = [event.kind for event in camera.events()]
            wake.set()
            assert camera.latest(1.0) is not None
            assert camera.latest(1.0) is not None
            said += [event.kind for event in camera.events()]
        assert said == [K.LOST, K.BACK]
        assert opener.tries == 1

    def test_another_size_after_a_loss_is_fitted(self) -> None:
        """Frames keep the first size; the new one is said, and the shape is not bent."""
        clock = ScriptedClock()
        wide = [np.full((72, 128, 3), 200, np.uint8)]
        opener = ScriptedOpener(clock, Connection([noise(0)]), Connection(wide))
        with scripted(opener, clock) as camera:
            frames, events = played(camera)
        resized = next(event for event in events if event.kind is K.RESIZED)
        assert resized.size_px == (128, 72)
        image = frames[-1].image_rgb
        assert image.shape == (48, 64, 3)
        assert image[:6].max() == image[-6:].max() == 0  # 128x72 becomes 64x36
        assert image[6:42].min() == 200

    def test_a_camera_that_breaks_off_before_its_first_picture_is_refused(self) -> None:
        """There is no session yet that could go on."""
        clock = ScriptedClock()
        with pytest.raises(InputError, match="unplugged"):
            scripted(ScriptedOpener(clock, Connection([])), clock)


class TestEnd:
    """Opening and closing never hang."""

    def test_opening_has_a_limit(self) -> None:
        """A driver that never returns is given up in one line, and closed when it does return."""
        clock, wake = ScriptedClock(), threading.Event()
        opener = ScriptedOpener(clock, Connection([noise(0)], before_each=wake.wait))
        with pytest.raises(InputError, match="too slow"):
            scripted(opener, clock, wait_s=0.1)
        wake.set()
        deadline_s = time.monotonic() + DEADLINE_S
        while opener.open_now and time.monotonic() < deadline_s:
            time.sleep(0.01)
        assert opener.open_now == 0

    def test_closing_ends_the_thread_and_lets_go(self) -> None:
        """After close the camera is free, no frame comes, and closing again does nothing."""
        clock = ScriptedClock()
        opener = ScriptedOpener(clock, Connection(map(noise, range(10**6))))
        camera = scripted(opener, clock)
        camera.close()
        camera.close()
        assert capture_threads() == []
        assert opener.open_now == 0
        camera.latest(0.0)
        assert camera.is_over

    def test_closing_ends_a_search_for_a_lost_camera(self) -> None:
        """While a lost camera is looked for, closing does not wait for the minute's end."""
        clock = ScriptedClock()
        opener = ScriptedOpener(clock, Connection([noise(0)]))
        began_s = time.monotonic()
        scripted(opener, clock).close()
        assert time.monotonic() - began_s < DEADLINE_S

    def test_a_mistake_in_the_thread_is_raised_in_the_loop(self) -> None:
        """A bug does not look like a camera without frames."""
        clock = ScriptedClock()

        def images() -> Iterator[Image]:
            yield noise(0)
            raise ZeroDivisionError

        opener = ScriptedOpener(clock, Connection(images()))
        with scripted(opener, clock) as camera, pytest.raises(ZeroDivisionError):
            played(camera)

    def test_events_do_not_pile_up(self) -> None:
        """A loop that never looks at the events does not fill the memory."""
        clock = ScriptedClock()
        opener = ScriptedOpener(clock, *[Connection([noise(i)]) for i in range(300)])
        with scripted(opener, clock) as camera:
            deadline_s = time.monotonic() + DEADLINE_S
            while not camera.is_over and time.monotonic() < deadline_s:
                camera.latest(0.1)
            assert 2 <= len(camera.events()) <= 100


class TestFigures:
    """What the capture tells of itself."""

    def test_every_stage_has_its_time(self) -> None:
        """Waiting, decoding and checking are timed."""
        clock = ScriptedClock()
        opener = ScriptedOpener(clock, Connection(map(noise, range(50)), step_s=0.04))
        with scripted(opener, clock) as camera:
            played(camera)
            stats = camera.stats()
        assert set(stats.stages) == {"grab", "decode", "check"}
        assert stats.stages["grab"].median_s == pytest.approx(0.04)
        assert stats.captured == 50
        assert stats.fps == pytest.approx(25.0, rel=0.01)

    def test_the_rate_is_that_of_the_last_seconds(self) -> None:
        """A camera that gets slower in the evening is measured as it is now."""
        rate = RateWatch()
        for i in range(300):
            rate.add(i / 30)
        for i in range(1, 40):
            rate.add(10.0 + i / 5)
        assert rate.fps() == pytest.approx(5.0, rel=0.01)
        assert np.isnan(RateWatch().fps())

    def test_a_frozen_camera_is_said_through_the_thread(self) -> None:
        """The event reaches the loop, and frames carry how long they stood still."""
        clock = ScriptedClock()
        images = [noise(0)] + [noise(1)] * 100
        with scripted(ScriptedOpener(clock, Connection(images)), clock) as camera:
            frames, events = played(camera)
        assert events[0].kind is K.FROZEN
        assert frames[-1].unchanged_s == pytest.approx(99 / 30, abs=0.05)


class TestFitted:
    """One size for a session."""

    @pytest.mark.parametrize("size_px", [(64, 48), (32, 96), (200, 50), (7, 5)])
    def test_size_and_centre(self, size_px: tuple[int, int]) -> None:
        """Any picture is brought to the size, centred, whole, and not bent."""
        image = np.full((size_px[1], size_px[0], 3), 255, np.uint8)
        out = fitted(image, (64, 48))
        assert out.shape == (48, 64, 3)
        rows, columns = out.max(axis=(1, 2)) > 0, out.max(axis=(0, 2)) > 0
        assert rows.sum() / columns.sum() == pytest.approx(size_px[1] / size_px[0], rel=0.1)
        assert abs(int(rows.argmax()) - int(rows[::-1].argmax())) <= 1
        assert rows.all() or columns.all()


class TestScriptedSource:
    """The stand-in behaves as the camera does."""

    def test_a_fast_loop_sees_every_frame(self) -> None:
        """Without work nothing is dropped, and the times are the script's."""
        source = ScriptedSource(steady(90))
        frames, _ = played(source)
        assert [frame.time_s for frame in frames] == [i / 30 for i in range(90)]
        assert source.stats().dropped == 0

    def test_a_slow_loop_drops_and_sees_the_newest(self) -> None:
        """A loop that needs 100 ms a frame sees a third of them, none older than one step."""
        source = ScriptedSource(steady(300))
        seen = 0
        while (frame := source.latest(0.5)) is not None:
            assert source.now_s() - frame.time_s <= 1 / 30 + 1e-9
            seen += 1
            source.clock.advance(0.1)
        assert seen == pytest.approx(100, abs=2)
        assert source.stats().captured - source.stats().dropped == seen

    def test_silence_costs_only_scripted_time(self) -> None:
        """Hours without a frame pass at once, in steps of the timeout, with their events."""
        gone = CameraEvent(K.LOST, 3.0)
        source = ScriptedSource([(0.0, noise(0)), (7200.0, noise(1))], [gone])
        source.latest(1.0)
        nothing, said = 0, []
        while source.latest(1.0) is None:
            nothing += 1
            said += source.events()
        assert nothing == pytest.approx(7199, abs=1)
        assert said == [gone]


def test_closing_from_outside_wakes_a_waiting_loop(
    make_waiter: Callable[[Camera], threading.Thread],
) -> None:
    """A loop that waits for a frame returns when the camera is closed."""
    clock, wake = ScriptedClock(), threading.Event()
    first = iter([True])
    script = Connection(
        map(noise, range(5)), before_each=lambda: next(first, None) or wake.wait(DEADLINE_S)
    )
    camera = scripted(ScriptedOpener(clock, script), clock)
    camera.latest(1.0)
    waiter = make_waiter(camera)
    threading.Timer(0.05, wake.set).start()
    camera.close()
    waiter.join(DEADLINE_S)
    assert not waiter.is_alive()


@pytest.fixture
def make_waiter() -> Callable[[Camera], threading.Thread]:
    """Give a function that waits for a frame in another thread."""

    def make(camera: Camera) -> threading.Thread:
        waiter = threading.Thread(target=camera.latest, args=(DEADLINE_S,))
        waiter.start()
        return waiter

    return make


def test_ctrl_c_is_heard_while_a_camera_opens() -> None:
    """A driver that hangs as it opens is not waited for: opening ends at once."""
    awake, asked = threading.Event(), iter([False, False, True])
    clock = ScriptedClock()
    opener = ScriptedOpener(clock, Connection(steady(1), before_each=awake.wait))
    began_s = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        Camera(
            opener,
            SessionClock(clock),
            open_timeout_s=10 * DEADLINE_S,
            too_slow="too slow",
            should_stop=lambda: next(asked),
        )
    assert time.monotonic() - began_s < DEADLINE_S
    awake.set()
