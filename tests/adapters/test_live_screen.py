"""The live picture: every stage, sizes that can be read from the mat, nothing over the person."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from test_overlay import Spy, body_points, noise, record_of, rest_of, step_of

from posecoach.adapters import wording
from posecoach.adapters.front import Status
from posecoach.adapters.live_layout import live_layout_of
from posecoach.adapters.live_screen import LARGEST_PX, LiveScreen
from posecoach.adapters.overlay_layout import Box
from posecoach.adapters.overlay_panel import BACKGROUND
from posecoach.adapters.overlay_text import Typeface
from posecoach.adapters.words import screen
from posecoach.core.attempts import HoldVerdict
from posecoach.core.coach import CoachStep
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.flow import FlowStep, Pause, Stage
from posecoach.core.hold import State
from posecoach.core.landmarks import Side
from posecoach.core.legs import PerLeg
from posecoach.core.routine import Routine

Image = NDArray[np.uint8]

BOTH = Routine("both", "both", 30.0, repetitions=(3, 4))
SINGLE = Routine("single", "single", 5.0, repetitions=(10, 15))
FRAMES = [(640, 480), (1280, 720), (480, 640)]
SCREENS = [(1366, 768), (1920, 1080)]


def flow_of(stage: Stage, **changes: object) -> FlowStep:
    """A session that stands there."""
    flow = FlowStep(
        time_s=60.0,
        stage=stage,
        since_s=58.0,
        pause=Pause.ASKED if stage is Stage.PAUSED else None,
        calibrated=True,
        valid_holds=2,
        per_side=PerLeg(1, 1),
        side=None,
        last_side=None,
        rest_left_s=0.0,
        least_done=False,
    )
    return replace(flow, **changes)  # type: ignore[arg-type]  # whatever a test wants


def screen_of(
    frame_px: tuple[int, int] = (640, 480),
    *,
    routine: Routine = BOTH,
    lang: str = "en",
    typeface: Typeface | None = None,
    window_px: tuple[int, int] = (1366, 768),
) -> LiveScreen:
    """A screen in a window of a size."""
    made = LiveScreen(
        *frame_px,
        routine,
        words=wording.CATALOGUES[lang],
        screen_words=screen.CATALOGUES[lang],
        typeface=typeface,
    )
    made.fit(*window_px)
    return made


def texts(
    flow: FlowStep,
    *,
    step: CoachStep | None = None,
    status: Status | None = None,
    routine: Routine = BOTH,
    lang: str = "en",
    held_s: float | None = None,
) -> str:
    """All that is set for one frame, in the order in which it is."""
    spy = Spy()
    made = screen_of(routine=routine, lang=lang, typeface=spy)
    shown = step_of(body_points(), cue=CueKey.DRAW_IN) if step is None else step
    made.draw(noise(640, 480), shown, flow, status or Status(), held_s=held_s)
    return spy.texts


# --- every stage ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("frame_px", FRAMES, ids=lambda px: f"{px[0]}x{px[1]}")
def test_every_stage_has_a_picture_of_its_own(frame_px: tuple[int, int], lang: str) -> None:
    """Each stage, and each pause, looks unlike all others; each fills the window."""
    made, seen = screen_of(frame_px, lang=lang), set()
    flows = [flow_of(stage) for stage in Stage if stage is not Stage.PAUSED]
    flows += [flow_of(Stage.PAUSED, pause=pause) for pause in Pause]
    image = noise(*frame_px)
    for flow in flows:
        key = CueKey.HOLD if flow.stage is Stage.WORKING else CueKey.DRAW_IN
        drawn = made.draw(image, step_of(body_points(*frame_px), cue=key), flow)
        assert drawn.shape == (768, 1366, 3)
        seen.add(drawn.tobytes())
    assert len(seen) == len(flows)


@pytest.mark.parametrize(
    ("flow", "says"),
    [
        (flow_of(Stage.WELCOME), "Welcome."),
        (flow_of(Stage.SETTLING, calibrated=False), "Lie still for a moment"),
        (flow_of(Stage.SETTLING), "slow breaths"),
        (flow_of(Stage.READY), "Ready."),
        (flow_of(Stage.WORKING), "Draw in when you are ready"),  # the coach's own cue
        (flow_of(Stage.RESTING, rest_left_s=11.2), "Rest, 12\u00a0s more"),
        (flow_of(Stage.RESTING), "Rest"),
        (flow_of(Stage.PAUSED), "The space bar goes on"),
        (flow_of(Stage.PAUSED, pause=Pause.CAMERA), "no picture from the camera"),
        (flow_of(Stage.PAUSED, pause=Pause.NOBODY), "I can't see you"),
        (flow_of(Stage.FINISHED), "Well done. 2 holds counted"),
        (flow_of(Stage.FINISHED, valid_holds=1), "One hold counted"),
        (flow_of(Stage.FINISHED, valid_holds=0), "No hold counted"),
    ],
    ids=lambda value: value.stage.value if isinstance(value, FlowStep) else value,
)
def test_the_stage_is_told_in_words(flow: FlowStep, says: str) -> None:
    """What is to be done now, with seconds, reasons and numbers."""
    assert says in texts(flow)


def test_summary_names_the_seconds() -> None:
    """Where they are known, and where something was held."""
    assert ", 92\u00a0s in all" in texts(flow_of(Stage.FINISHED), held_s=92.3)
    assert "in all" not in texts(flow_of(Stage.FINISHED, valid_holds=0), held_s=0.0)


def test_body_comes_before_readiness() -> None:
    """Who has sat up is not told to draw in; a fault in a hold keeps its mark and its words."""
    sitting = step_of(body_points(), cue=CueKey.LIE_DOWN)
    for stage in (Stage.SETTLING, Stage.READY):
        assert "Lie down on your back" in texts(flow_of(stage), step=sitting)
    lifted = step_of(body_points(), cue=FaultKind.HEAD_UP, confirmed=(FaultKind.HEAD_UP,))
    assert "Let your head rest on the mat" in texts(flow_of(Stage.WORKING), step=lifted)


def test_side_is_named_before_in_and_after_a_hold() -> None:
    """Next, now, and how many each; without sides both knees are."""
    right = flow_of(Stage.READY, side=Side.RIGHT)
    assert "next right knee" in texts(right, routine=SINGLE)
    assert "now right knee" in texts(replace(right, stage=Stage.WORKING), routine=SINGLE)
    assert "left 1, right 1" in texts(replace(right, stage=Stage.FINISHED), routine=SINGLE)
    assert "next both knees" in texts(flow_of(Stage.READY))
    assert "knee" not in texts(flow_of(Stage.FINISHED))


def test_signs_are_there_as_long_as_they_are_true() -> None:
    """Recording and silence are told by a word and a shape, in every stage, and only then."""
    on = Status(muted=True, recording=True)
    for stage in Stage:
        assert "Recording the picture Sound is off" in texts(flow_of(stage), status=on)
        assert "Recording" not in texts(flow_of(stage))
    made, step = screen_of(), step_of(body_points())
    box = live_layout_of((640, 480), (1366, 768)).signs
    shown = [
        made.draw(noise(640, 480), step, flow_of(Stage.READY), status)[box.slices].copy()
        for status in (on, Status(recording=True), Status(muted=True), Status(), on)
    ]
    # In grey, as whoever sees no colours does.
    grey = [cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(int) for image in shown]
    assert np.ptp(grey[3]) == 0
    assert all(np.ptp(image) > 200 for image in grey[:3])
    assert np.array_equal(shown[0], shown[4])


def test_last_words_and_keys_are_listed() -> None:
    """What was said stands there as it was said; every key with what it does."""
    shown = texts(flow_of(Stage.READY), status=Status(said="That makes 3."))
    assert "“That makes 3.”" in shown
    for name, does in (("q", "quit"), ("space", "pause"), ("m", "mute"), ("f", "full screen")):
        assert f"{name} {does}" in shown
    assert "«\u00a0" in texts(flow_of(Stage.READY), status=Status(said="Inspirez."), lang="fr")


def test_setup_shows_the_picture_and_the_advice() -> None:
    """Before the session there is neither side nor stage."""
    spy = Spy()
    made = screen_of(typeface=spy)
    made.draw_setup(noise(640, 480), step_of(body_points()), "Turn the laptop a little")
    assert "Turn the laptop a little" in spy.texts
    assert "knee" not in spy.texts


def test_nothing_is_timed_before_the_session() -> None:
    """While it is set up there is neither clock nor count; then both are there."""
    made, step = screen_of(), step_of(body_points())
    layout = live_layout_of((640, 480), (1366, 768)).overlay
    parts = (layout.ring.slices, layout.count.slices)
    shown = made.draw_setup(noise(640, 480), step, "Turn the laptop a little")
    assert all((shown[part] == BACKGROUND).all() for part in parts)
    shown = made.draw(noise(640, 480), step, flow_of(Stage.READY))
    assert not any((shown[part] == BACKGROUND).all() for part in parts)


def test_only_keys_that_do_something_are_listed() -> None:
    """There is nothing to pause before the session; then there is, and the list is drawn anew."""
    spy = Spy()
    made, step = screen_of(typeface=spy), step_of(body_points())
    made.draw_setup(noise(640, 480), step, "Turn the laptop a little")
    listed = [text for text in ("quit", "pause", "mute", "recalibrate") if text in spy.texts]
    assert listed == ["quit", "mute"]
    made.draw(noise(640, 480), step, flow_of(Stage.READY))
    assert all(text in spy.texts for text in ("space pause", "r recalibrate"))


# --- sizes ------------------------------------------------------------------------------------

DISTANCE_MM, ARC_MINUTES = 2500.0, 22.0
SCREEN_MM = 13.0 * 25.4 * 9 / math.hypot(16, 9)
LEAST_MM = DISTANCE_MM * math.tan(math.radians(ARC_MINUTES / 60))


def figure_px(drawn: Image, box: Box) -> int:
    """How high the highest figure in a box is: rows in a row with white in them."""
    rows = (drawn[box.slices].min(axis=2) > 200).any(axis=1)
    lengths = [0]
    for is_white in rows:
        lengths.append(lengths[-1] + 1 if is_white else 0)
    return max(lengths)


def test_the_sum_is_the_docstring_s() -> None:
    """22 minutes of arc at 2.5 m are 16.0 mm, and the screen is 161.9 mm high."""
    assert pytest.approx(16.0, abs=0.01) == LEAST_MM
    assert pytest.approx(161.9, abs=0.05) == SCREEN_MM


@pytest.mark.parametrize("window_px", SCREENS, ids=str)
@pytest.mark.parametrize("frame_px", FRAMES, ids=str)
def test_count_and_clock_can_be_read_from_the_mat(
    frame_px: tuple[int, int], window_px: tuple[int, int]
) -> None:
    """The figures, measured on the full screen of 13 inches, are 22 minutes of arc at 2.5 m."""
    step = step_of(body_points(*frame_px), counted_s=28.3, state=State.HOLDING)
    made = screen_of(frame_px, window_px=window_px)
    drawn = made.draw(noise(*frame_px), replace(step, valid_holds=12), flow_of(Stage.WORKING))
    assert drawn.shape == (window_px[1], window_px[0], 3)
    layout = live_layout_of(frame_px, window_px).overlay
    least_px = LEAST_MM / SCREEN_MM * window_px[1]
    assert figure_px(drawn, layout.count) >= least_px
    assert figure_px(drawn, layout.ring) >= least_px


def test_the_measure_can_fail() -> None:
    """In half a window the figures are half as high, and found to be too small."""
    made = screen_of(window_px=(683, 384))
    drawn = made.draw(noise(640, 480), step_of(body_points()), flow_of(Stage.WORKING))
    box = live_layout_of((640, 480), (683, 384)).overlay.count
    assert 20 < figure_px(drawn, box) < LEAST_MM / SCREEN_MM * 768


def test_picture_fits_every_window() -> None:
    """As large as the window's inside, but no larger than is quickly drawn, nor too small."""
    made = screen_of()
    for window_px in [(1366, 768), (1120, 630), (1280, 800), (800, 1200)]:
        made.fit(*window_px)
        assert made.size == window_px
    made.fit(3840, 2160)
    assert made.size == LARGEST_PX
    made.fit(1, 1)
    drawn = made.draw(noise(640, 480), step_of(body_points()), flow_of(Stage.READY))
    assert (drawn.shape[1], drawn.shape[0]) == made.size


def test_nothing_is_forgotten_in_another_window() -> None:
    """After a change of size the last hold is still told."""
    spy = Spy()
    made = screen_of(typeface=spy)
    step = step_of(body_points(), cue=CueKey.DRAW_IN)
    held = replace(step, record=record_of(HoldVerdict.VALID))
    made.draw(noise(640, 480), held, flow_of(Stage.RESTING))
    made.fit(1000, 700)
    spy.set.clear()
    made.draw(noise(640, 480), step, flow_of(Stage.READY))
    assert "Last hold: counted" in spy.texts


# --- nothing over the person ------------------------------------------------------------------


@pytest.mark.parametrize("frame_px", FRAMES, ids=str)
def test_picture_is_the_camera_s_mirrored(frame_px: tuple[int, int]) -> None:
    """With nobody in view every pixel of it is the camera's; all else is on its own dark ground."""
    image, made = noise(*frame_px), screen_of(frame_px)
    everything = Status(muted=True, recording=True, said="Hold, and breathe slowly.")
    drawn = made.draw(image, step_of(None), flow_of(Stage.WORKING), everything)
    box = live_layout_of(frame_px, (1366, 768)).overlay.picture
    expected = cv2.resize(cv2.flip(image, 1), (box.width, box.height))
    assert np.array_equal(drawn[box.slices], expected)
    rest = drawn.copy()
    rest[box.slices] = BACKGROUND
    assert np.median(rest.reshape(-1, 3), axis=0).tolist() == list(BACKGROUND)


def test_the_only_text_in_the_picture_is_the_angle() -> None:
    """Whatever a session says is set on parts beside the picture."""
    spy, points = Spy(), body_points()
    made = screen_of(typeface=spy)
    status = Status(muted=True, recording=True, said="Half way.")
    made.draw(noise(640, 480), step_of(points), flow_of(Stage.WORKING), status)
    on_picture = [text for text, size, *_ in spy.set if size == (640, 480)]
    assert on_picture == ["120°"]


def test_lost_camera_leaves_no_old_picture() -> None:
    """Without a frame the picture is black: nobody takes a frozen one for a live one."""
    made, flow = screen_of(), flow_of(Stage.PAUSED, pause=Pause.CAMERA)
    made.draw(noise(640, 480), step_of(body_points()), flow_of(Stage.READY))
    drawn = made.draw(None, step_of(None), flow)
    box = live_layout_of((640, 480), (1366, 768)).overlay.picture
    assert not drawn[box.slices].any()


def test_frames_and_landmarks_are_left_alone() -> None:
    """Mirrored is what is shown, never what the model gets."""
    image, points = noise(640, 480), body_points()
    kept, kept_points = image.copy(), points.copy()
    step = replace(step_of(points), rest=rest_of(points))
    screen_of().draw(image, step, flow_of(Stage.WORKING))
    assert np.array_equal(image, kept)
    assert np.array_equal(points, kept_points)
