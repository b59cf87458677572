"""What is shown of a session, and when: a real screen, and a window that only keeps pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from test_live_screen import flow_of, screen_of
from test_overlay import body_points, noise, step_of

from posecoach.adapters import window_front
from posecoach.adapters.camera_types import LiveFrame
from posecoach.adapters.front import Key, Status
from posecoach.adapters.looking import Look
from posecoach.adapters.window_front import LATE_S, WindowFront
from posecoach.core.flow import Stage
from posecoach.core.landmarks import PoseFrame
from posecoach.core.setup_gate import SetupStep
from posecoach.core.setup_keys import Advice

QUIET = Status()


class Wall:
    """In a window's place: keeps what it is shown."""

    is_open = True
    size = (1120, 630)

    def __init__(self) -> None:
        self.shown: list[NDArray[np.uint8]] = []

    def show(self, canvas_rgb: NDArray[np.uint8]) -> None:
        """Keep it."""
        self.shown.append(canvas_rgb.copy())

    def keys(self) -> tuple[Key, ...]:
        """Nobody presses any."""
        return ()


class Showing:
    """A front on a clock that a test turns on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.now_s = 100.0
        clock = SimpleNamespace(perf_counter=lambda: self.now_s)
        monkeypatch.setattr(window_front, "time", clock)
        self.wall, self._index = Wall(), 0
        self.front = WindowFront(
            self.wall,  # type: ignore[arg-type]  # all of a window that is used
            screen_of(window_px=self.wall.size),
            "en",
            folder=folder,
            told=lambda _kept: None,
        )

    def frame(self) -> LiveFrame:
        """The camera's next."""
        self._index += 1
        return LiveFrame(self._index, self.now_s, noise(640, 480), self.now_s)

    def judged(self, stage: Stage = Stage.WORKING) -> None:
        """Show a judged frame."""
        frame = self.frame()
        look = Look(frame, PoseFrame(frame.time_s, None), 0.02, self.now_s)
        self.front.show(look, step_of(body_points()), flow_of(stage), QUIET)

    def set_up(
        self, advice: Advice | None = Advice.FEET_CUT, *, ready: bool = False, picture: bool = True
    ) -> None:
        """Show a frame of the setting up; all is right where it is ready."""
        advice = None if ready else advice
        setup = SetupStep(self.now_s, {}, advice, None, math.nan, ready, 0.0, False, (), 15.0, True)
        frame = self.frame()
        look = Look(frame, PoseFrame(frame.time_s, None), 0.02, self.now_s) if picture else None
        self.front.show_setup(look, step_of(body_points()), setup, QUIET)

    def pictures(self, gaps_s: Iterator[float]) -> int:
        """How many pictures come of judged frames with such gaps between them."""
        before = len(self.wall.shown)
        for gap_s in gaps_s:
            self.now_s += gap_s
            self.judged()
        return len(self.wall.shown) - before


@pytest.fixture
def showing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Showing:
    """A window that has shown nothing yet."""
    return Showing(monkeypatch, tmp_path)


def test_every_frame_of_a_camera_is_drawn(showing: Showing) -> None:
    """Thirty a second, also where one comes late and the next in its time."""
    uneven = [1 / 30 + (0.012, -0.012)[i % 2] for i in range(60)]
    assert showing.pictures(iter([1 / 30] * 60)) == 60
    assert showing.pictures(iter(uneven)) == 60
    assert showing.front.pictures == 120


def test_no_more_pictures_than_a_camera_gives(showing: Showing) -> None:
    """Of sixty a second, or of looks that come at once, about thirty are drawn."""
    assert 30 <= showing.pictures(iter([1 / 60] * 60)) <= 33
    assert showing.pictures(iter([1.0, 0.001, 0.001, 0.001])) == 1


def test_after_a_gap_the_next_is_drawn_at_once(showing: Showing) -> None:
    """What was missed meanwhile is not made up for."""
    showing.judged()
    assert showing.pictures(iter([5.0, 0.001, 0.032])) == 2


def test_the_summary_knows_what_was_not_drawn(showing: Showing) -> None:
    """The last frame of a session counts, drawn or not."""
    showing.judged(Stage.RESTING)
    showing.judged(Stage.FINISHED)
    assert len(showing.wall.shown) == 1
    assert showing.front.show_summary(30.0)
    undrawn = showing.wall.shown[-1]
    showing.now_s += 1.0
    showing.judged(Stage.FINISHED)
    assert len(showing.wall.shown) == 3
    assert showing.front.show_summary(30.0)
    assert np.array_equal(undrawn, showing.wall.shown[-1])


def test_where_the_model_is_late_the_camera_is_shown(showing: Showing) -> None:
    """Its newest picture, once; before the first judged one it is bare and mirrored."""
    first = showing.frame()
    assert showing.front.attend(first) == ()
    assert np.array_equal(showing.wall.shown[0], first.image_rgb[:, ::-1])
    showing.judged()
    assert len(showing.wall.shown) == 2
    newest = showing.frame()
    showing.front.attend(newest)
    assert len(showing.wall.shown) == 2, "it is not late yet"
    showing.now_s += LATE_S + 0.01
    showing.front.attend(newest)
    showing.now_s += LATE_S + 0.01
    showing.front.attend(newest)
    assert len(showing.wall.shown) == 3


def below(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Of what is shown the line under the camera's picture."""
    return picture[int(0.82 * len(picture)) :, : picture.shape[1] // 2]


def test_an_advice_stays_where_the_model_is_late(showing: Showing) -> None:
    """The camera's newest picture comes with what is to be changed, not bare."""
    showing.set_up()
    showing.now_s += LATE_S + 0.01
    showing.front.attend(showing.frame())
    first, late = showing.wall.shown
    assert np.array_equal(below(first), below(late))


def test_that_the_person_is_well_seen_is_always_shown(showing: Showing) -> None:
    """It may be the last picture, so it does not wait for its turn; the one after it does."""
    showing.set_up()
    showing.now_s += 0.005
    showing.set_up(ready=True)
    showing.now_s += 0.005
    showing.set_up(ready=True)
    first, last = showing.wall.shown
    assert not np.array_equal(below(first), below(last))


def test_setting_up_without_a_picture_shows_what_to_do(showing: Showing) -> None:
    """An advice on a screen without a picture; the black ones that go on coming are not shown."""
    showing.set_up(Advice.COVERED, picture=False)
    told = showing.wall.shown[-1]
    assert told.shape[:2] == (630, 1120)
    showing.now_s += 1.0
    showing.set_up(Advice.NO_CAMERA, picture=False)
    assert not np.array_equal(told, showing.wall.shown[-1]), "each says something else"
    showing.now_s += 1.0
    black = LiveFrame(99, showing.now_s, np.zeros((480, 640, 3), np.uint8), showing.now_s)
    showing.front.attend(black)
    assert len(showing.wall.shown) == 2
    showing.set_up(Advice.TOO_FAR)
    showing.now_s += LATE_S + 0.01
    showing.front.attend(showing.frame())
    assert [shown.shape for shown in showing.wall.shown] == [told.shape] * 4, "none is bare"
