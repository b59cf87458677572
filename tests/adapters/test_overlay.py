"""The drawn picture: sizes, where texts stand, colours, wording, and that nothing upsets it."""

from __future__ import annotations

import itertools
import math
import string
from dataclasses import fields, replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from posecoach.adapters.overlay import Overlay
from posecoach.adapters.overlay_body import dashes, lengthened, runs, shown_leg
from posecoach.adapters.overlay_layout import (
    Box,
    LabelPlacer,
    Layout,
    flexion_arc,
    layout_of,
    leader_px,
)
from posecoach.adapters.overlay_marks import (
    BLUE,
    GREY,
    MARK_COLOURS,
    ORANGE,
    SKY_BLUE,
    VERMILLION,
    Mark,
    draw_mark,
    mark_of,
)
from posecoach.adapters.overlay_panel import BACKGROUND
from posecoach.adapters.overlay_text import (
    Hershey,
    Ink,
    TrueType,
    Typeface,
    best_typeface,
    set_text,
)
from posecoach.adapters.wording import CATALOGUES, ENGLISH, FRENCH, Catalogue
from posecoach.core.attempts import Doubt, FlexionSummary, HoldRecord, HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.coach import CoachStep
from posecoach.core.cues import Cue, CueKey
from posecoach.core.far_leg import FarLeg
from posecoach.core.faults import FaultKind, FaultsNow
from posecoach.core.geometry import joint_flexion_deg
from posecoach.core.hold import Attempt, HoldStatus, State
from posecoach.core.landmarks import INDEX, LANDMARK_COUNT, Pose, PoseFrame, Side
from posecoach.core.legs import Legs, PerLeg
from posecoach.core.measure import Measurement
from posecoach.core.rest import Rest
from posecoach.core.routine import Routine
from posecoach.core.trunk import Trunk

Image = NDArray[np.uint8]
Points = NDArray[np.float64]

ROUTINE = Routine("test", "both", 10.0, repetitions=(3, 4))
SIZES = [(1, 1), (3, 7), (641, 481), (640, 480), (640, 360), (1920, 1080), (480, 854), (3000, 40)]

# A body on its back, knees drawn in, head to the right; shares of a 640x480 picture.
BODY = {
    "ear": (520, 285),
    "shoulder": (470, 300),
    "elbow": (415, 245),
    "wrist": (395, 175),
    "hip": (320, 298),
    "knee": (425, 197),
    "ankle": (300, 165),
    "heel": (280, 180),
    "foot_index": (272, 105),
}


def body_points(width_px: int = 640, height_px: int = 480) -> Points:
    """Landmarks of the body above; both sides alike, the face at the ear."""
    points = np.tile(np.array([[520.0, 285.0]]), (LANDMARK_COUNT, 1))
    for (_, joint), index in INDEX.items():
        points[index] = BODY.get(joint, BODY["ear" if "eye" in joint else "wrist"])
    return points * (width_px / 640, height_px / 480)


def pose_of(points: Points) -> Pose:
    count = len(points)
    return Pose(points, np.zeros(count), np.ones(count), np.zeros((count, 3)))


def measured(flexion_deg: float = 120.0, near: Side = Side.LEFT, lift: float = 0.0) -> Measurement:
    both = PerLeg(flexion_deg, flexion_deg)
    trunk = Trunk(0.0, 90.0, 0.0, 0.1)
    return Measurement(both, both, lift, lift, 0.0, both, both, trunk, FarLeg(False, False), near)


def rest_of(points: Points) -> Rest:
    return Rest(0.0, 3.0, Side.LEFT, 150.0, points, np.array([0.0, -1.0]), PerLeg(50.0, 50.0))


def step_of(
    points: Points | None,
    *,
    counted_s: float | None = None,
    state: State = State.READY,
    confirmed: tuple[FaultKind, ...] = (),
    suspected: tuple[FaultKind, ...] = (),
    cue: CueKey | FaultKind = CueKey.HOLD,
) -> CoachStep:
    """A step that says what a test wants; rest is where the body is."""
    pose = None if points is None else pose_of(points)
    attempt = None
    if counted_s is not None:
        attempt = Attempt(0.0, counted_s, credited_s=counted_s, counted_s=counted_s)
    return CoachStep(
        frame=PoseFrame(1.0, pose),
        measurement=None if points is None else measured(),
        phase=Phase.ABSENT if points is None else Phase.DRAWN,
        working=() if points is None else (Side.LEFT, Side.RIGHT),
        faults=FaultsNow(frozenset(suspected), dict.fromkeys(confirmed, 0.0), ()),
        hold=HoldStatus(state, attempt, None),
        record=None,
        valid_holds=0,
        cue=Cue(cue, 0.0),
        rest=None if points is None else rest_of(points),
        swap_began=False,
    )


def record_of(verdict: HoldVerdict, doubt: Doubt | None = None) -> HoldRecord:
    attempt = Attempt(1.0, 13.9, credited_s=12.9, counted_s=12.9)
    nothing = FlexionSummary(math.nan, math.nan)
    return HoldRecord(Legs.BOTH, attempt, verdict, doubt, PerLeg(nothing, nothing), math.nan)


def noise(width_px: int, height_px: int) -> Image:
    return np.random.default_rng(7).integers(0, 255, (height_px, width_px, 3), np.uint8)


class Spy(Hershey):
    """A typeface that notes what it sets, and on what."""

    def __init__(self) -> None:
        self.set: list[tuple[str, tuple[int, int], tuple[float, float], Ink]] = []

    def draw(self, image: Image, text: str, foot: tuple[float, float], ink: Ink) -> None:
        """Note, and draw."""
        self.set.append((text, (image.shape[1], image.shape[0]), foot, ink))
        super().draw(image, text, foot, ink)

    @property
    def texts(self) -> str:
        """All that was set, in one string."""
        return " ".join(text for text, *_ in self.set)


def typefaces() -> list[Typeface]:
    return [Hershey(), *([TrueType()] if hasattr(cv2, "FontFace") else [])]


# --- sizes ------------------------------------------------------------------------------


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_drawn_picture_has_the_promised_size(width: int, height: int, mirror: bool) -> None:
    """The buffer is as large as ``size`` says, even, uint8, and holds the whole picture."""
    overlay = Overlay(width, height, ROUTINE, mirror=mirror)
    drawn = overlay.draw(noise(width, height), step_of(body_points(width, height)))
    assert overlay.size == (drawn.shape[1], drawn.shape[0])
    assert drawn.dtype == np.uint8
    assert drawn.shape[2] == 3
    assert overlay.size[0] % 2 == overlay.size[1] % 2 == 0
    assert overlay.size[0] >= width
    assert overlay.size[1] >= height


def test_picture_and_step_are_not_changed() -> None:
    """Drawing leaves frame and landmarks as they were."""
    image, points = noise(640, 480), body_points()
    kept_image, kept_points = image.copy(), points.copy()
    Overlay(640, 480, ROUTINE, mirror=True).draw(image, step_of(points))
    assert np.array_equal(image, kept_image)
    assert np.array_equal(points, kept_points)


@pytest.mark.parametrize("bad", [(480, 641, 3), (480, 640, 4), (480, 640)])
def test_image_of_another_shape_is_refused(bad: tuple[int, ...]) -> None:
    """A frame of another size is a mistake of the caller and said to be one."""
    with pytest.raises(ValueError, match="is due"):
        Overlay(640, 480, ROUTINE).draw(np.zeros(bad, np.uint8), step_of(None))


def test_image_of_another_type_is_refused() -> None:
    """Floats are not drawn on."""
    with pytest.raises(ValueError, match="uint8 is due"):
        Overlay(64, 48, ROUTINE).draw(np.zeros((48, 64, 3)), step_of(None))  # type: ignore[arg-type]  # what is tested


def test_picture_without_sides_is_refused() -> None:
    """There is nothing to draw on."""
    with pytest.raises(ValueError, match="0x480"):
        Overlay(0, 480, ROUTINE)


def boxes_of(layout: Layout) -> list[Box]:
    return [layout.picture, layout.ring, layout.count, layout.cue, layout.note, layout.phase]


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@given(st.integers(1, 4000), st.integers(1, 4000))
def test_boxes_stay_apart(width: int, height: int) -> None:
    """No text's box is on the picture or on another text's, and all lie on the canvas."""
    layout = layout_of(width, height)
    for one, other in itertools.combinations(boxes_of(layout), 2):
        assert not overlap(one, other), (one, other)
    for box in (*boxes_of(layout), layout.panel):
        assert box.x >= 0
        assert box.y >= 0
        assert min(box.width, box.height) > 0
        assert box.x + box.width <= layout.width_px
        assert box.y + box.height <= layout.height_px
    assert not overlap(layout.picture, layout.panel)


@pytest.mark.parametrize(("size", "beside"), [((640, 480), True), ((1920, 1080), False)])
def test_panel_stands_where_the_screen_has_room(size: tuple[int, int], beside: bool) -> None:
    """Beside 4:3, below 16:9."""
    assert layout_of(*size).beside is beside


# --- nothing over the person --------------------------------------------------------------


def test_picture_without_a_person_is_untouched() -> None:
    """With nobody in view the picture is the frame, pixel by pixel."""
    image = noise(640, 480)
    drawn = Overlay(640, 480, ROUTINE).draw(image, step_of(None, cue=CueKey.NOT_SEEN))
    assert np.array_equal(drawn[:480, :640], image)


def hull_of(points: Points) -> NDArray[np.float32]:
    seen = points[np.isfinite(points).all(1)].astype(np.float32)
    return np.asarray(cv2.convexHull(seen), dtype=np.float32)


def touches_hull(hull: NDArray[np.float32], centre: Points, half: Points) -> bool:
    """Whether a rectangle and a hull share a point, by OpenCV's own polygon clipping."""
    low, high = centre - half, centre + half
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1])], np.float32)
    area, _ = cv2.intersectConvexConvex(corners.reshape(-1, 1, 2), hull)
    inside = [cv2.pointPolygonTest(hull, (float(x), float(y)), False) >= 0 for x, y in corners]
    return area > 0 or any(inside)


joints = st.tuples(st.floats(0, 640), st.floats(0, 480))


@settings(deadline=None)
@given(st.lists(st.lists(joints, min_size=8, max_size=8), min_size=1, max_size=4))
def test_angle_stands_outside_the_person(bodies: list[list[tuple[float, float]]]) -> None:
    """Wherever the landmarks are, from frame to frame, the label is off their hull or away."""
    half = np.array([30.0, 16.0])
    place = LabelPlacer(640, 480, (30.0, 16.0))
    for body in bodies:
        points = np.array(body)
        arc = flexion_arc(points[0], points[1], points[2])
        if arc is None:
            continue
        centre = place(points, arc, 12.0)
        if centre is None:
            continue
        assert not touches_hull(hull_of(points), centre, half)
        assert (centre - half >= 0).all()
        assert (centre + half <= (640, 480)).all()


def test_angle_is_placed_where_there_is_room() -> None:
    """A body in the middle of the picture gets its label, near the arc."""
    points = body_points()
    arc = flexion_arc(*(points[INDEX[Side.LEFT, j]] for j in ("shoulder", "hip", "knee")))
    assert arc is not None
    centre = LabelPlacer(640, 480, (30.0, 16.0))(points, arc, 27.0)
    assert centre is not None
    way = leader_px(arc, centre, np.array([30.0, 16.0]))
    assert math.hypot(*(way[1] - way[0])) < 150


def test_label_stays_while_its_place_is_free() -> None:
    """A trembling body does not make the label tremble."""
    place = LabelPlacer(640, 480, (30.0, 16.0))
    rng = np.random.default_rng(3)
    centres = []
    for _ in range(30):
        points = body_points() + rng.normal(0, 1.0, (LANDMARK_COUNT, 2))
        arc = flexion_arc(*(points[INDEX[Side.LEFT, j]] for j in ("shoulder", "hip", "knee")))
        assert arc is not None
        centre = place(points, arc, 27.0)
        assert centre is not None
        centres.append(tuple(centre))
    assert len(set(centres)) == 1


@pytest.mark.parametrize(("width", "height"), [(640, 480), (1920, 1080), (480, 854)])
def test_the_only_text_in_the_picture_is_off_the_person(width: int, height: int) -> None:
    """What is set on the picture is the angle alone, and it does not touch the hull."""
    points, spy = body_points(width, height), Spy()
    Overlay(width, height, ROUTINE, typeface=spy).draw(
        np.zeros((height, width, 3), np.uint8), step_of(points)
    )
    on_picture = [entry for entry in spy.set if entry[1] == (width, height)]
    assert [text for text, *_ in on_picture] == ["120°"]
    text, _, (x, y), ink = on_picture[0]
    size = np.array([spy.width_px(text, ink), ink.size_px])
    centre = np.array([x, y]) + size * (0.5, -0.35)
    assert not touches_hull(hull_of(points), centre, size / 2)


def test_angle_goes_to_the_panel_where_the_person_fills_the_picture() -> None:
    """Without room in the picture the figure is not dropped."""
    points, spy = body_points(), Spy()
    points[0], points[1], points[2], points[3] = (0, 0), (639, 0), (0, 479), (639, 479)
    Overlay(640, 480, ROUTINE, typeface=spy).draw(noise(640, 480), step_of(points))
    assert "120°" not in [text for text, size, *_ in spy.set if size == (640, 480)]
    assert "hip 120°" in spy.texts


# --- what is drawn on the person ------------------------------------------------------------


def pixel(drawn: Image, joint: str) -> tuple[int, ...]:
    x, y = BODY[joint]
    return tuple(int(value) for value in drawn[y, x])


@pytest.mark.parametrize(
    ("kind", "joint"), [(FaultKind.HEAD_UP, "ear"), (FaultKind.SHOULDERS_UP, "shoulder")]
)
def test_head_and_shoulder_wear_their_verdict(kind: FaultKind, joint: str) -> None:
    """Blue when down, vermillion when up; the other one keeps its own verdict."""
    overlay, image = Overlay(640, 480, ROUTINE), np.zeros((480, 640, 3), np.uint8)
    assert pixel(overlay.draw(image, step_of(body_points())), joint) == BLUE
    drawn = overlay.draw(image, step_of(body_points(), confirmed=(kind,)))
    assert pixel(drawn, joint) == VERMILLION
    assert pixel(drawn, "ear" if joint == "shoulder" else "shoulder") == BLUE


def test_mark_says_what_is_known() -> None:
    """Not measured, not lying or nobody there is no verdict; a breach comes before a fault."""
    step = step_of(body_points())
    kind = FaultKind.HEAD_UP
    assert mark_of(step, kind) is Mark.OK
    assert mark_of(step_of(body_points(), suspected=(kind,)), kind) is Mark.SUSPECTED
    assert mark_of(step_of(body_points(), confirmed=(kind,)), kind) is Mark.FAULT
    assert mark_of(step_of(None), kind) is Mark.UNKNOWN
    assert mark_of(replace(step, phase=Phase.NOT_SUPINE), kind) is Mark.UNKNOWN
    assert mark_of(replace(step, measurement=measured(lift=math.nan)), kind) is Mark.UNKNOWN


def test_far_leg_is_shown_when_it_alone_is_drawn() -> None:
    """Else the near one, which is seen best."""
    seen = measured(near=Side.LEFT)
    assert shown_leg(seen, (Side.RIGHT,)) is Side.RIGHT
    assert shown_leg(seen, (Side.LEFT, Side.RIGHT)) is Side.LEFT
    assert shown_leg(seen, ()) is Side.LEFT


def test_far_leg_is_drawn_in_its_own_colour() -> None:
    """A drawn far leg is sky blue between hip and knee; otherwise it is not drawn."""
    points = body_points()
    points[INDEX[Side.RIGHT, "knee"]] = (320, 60)
    step = replace(step_of(points), rest=None)
    overlay, image = Overlay(640, 480, ROUTINE), np.zeros((480, 640, 3), np.uint8)
    assert tuple(overlay.draw(image, step)[110, 320]) == (0, 0, 0)
    assert tuple(overlay.draw(image, replace(step, working=(Side.RIGHT,)))[110, 320]) == SKY_BLUE


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=3, max_size=3))
def test_arc_is_as_long_as_the_flexion(joints_px: list[tuple[float, float]]) -> None:
    """From the trunk's prolongation to the thigh; the same angle as is measured."""
    shoulder, hip, knee = (np.array(joint) for joint in joints_px)
    arc = flexion_arc(shoulder, hip, knee)
    if arc is None:
        assert (shoulder == hip).all() or (hip == knee).all()
        return
    flexion = joint_flexion_deg(shoulder, hip, knee)
    spokes = arc.points_px - hip
    if np.hypot(*spokes.T).min() < 1e-3:
        return  # too small for an angle
    turns = np.diff(np.unwrap(np.arctan2(spokes[:, 1], spokes[:, 0])))
    assert abs(np.degrees(turns.sum())) == pytest.approx(flexion, abs=0.1)


def test_arc_needs_its_three_joints() -> None:
    """A joint that is not seen leaves no arc."""
    nowhere, hip, knee = np.array([math.nan] * 2), np.zeros(2), np.array([1.0, 0.0])
    assert flexion_arc(nowhere, hip, knee) is None
    assert flexion_arc(-knee, hip, nowhere) is None
    assert flexion_arc(hip, hip, knee) is None


def test_chain_breaks_where_a_joint_is_missing() -> None:
    """Two joints on either side of a gap are two lines; a lone joint is none."""
    chain = np.array([[0, 0], [1, 0], [math.nan, 0], [3, 0], [4, 0], [5, math.nan], [6, 0]])
    assert [run.tolist() for run in runs(chain)] == [[[0, 0], [8, 0]], [[24, 0], [32, 0]]]


def test_dashes_cover_the_line_in_steps() -> None:
    """Dash, gap, dash; the last one ends with the line; NaN leaves nothing."""
    line = np.array([[0.0, 0.0], [25.0, 0.0]])
    assert dashes(line, 6, 4)[:, :, 0].tolist() == [[0, 6], [10, 16], [20, 25]]
    assert len(dashes(line * np.nan, 6, 4)) == 0
    assert len(dashes(line * 1e9, 6, 4)) <= 201


def test_line_is_drawn_out_at_both_ends() -> None:
    """Along its own first and last stretch."""
    line = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 5.0]])
    assert lengthened(line, 2.0).tolist() == [[-2, 0], [0, 0], [10, 0], [10, 5], [10, 7]]


# --- nothing upsets it ----------------------------------------------------------------------


def without_wrist(points: Points) -> Points:
    points[INDEX[Side.LEFT, "wrist"]] = math.nan
    return points


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize(
    "points",
    [
        body_points() * math.nan,
        body_points() * math.inf,
        without_wrist(body_points()),
        body_points() * 1e9,
        body_points() * -50.0,
        body_points() * 0.0,
    ],
    ids=["unseen", "infinite", "one_missing", "far_off", "outside", "one_point"],
)
def test_strange_landmarks_are_survived(points: Points, mirror: bool) -> None:
    """Missing, infinite, far-off or coinciding landmarks draw what can be drawn."""
    overlay, image = Overlay(640, 480, ROUTINE, mirror=mirror), noise(640, 480)
    for rest in (None, rest_of(points), rest_of(body_points())):
        assert overlay.draw(image, replace(step_of(points), rest=rest)).any()


def test_unmeasured_angle_is_not_shown() -> None:
    """NaN is no figure, neither in the picture nor in the panel."""
    spy = Spy()
    step = replace(step_of(body_points()), measurement=measured(math.nan), rest=None)
    Overlay(640, 480, ROUTINE, typeface=spy).draw(noise(640, 480), step)
    assert "nan" not in spy.texts.lower()
    assert "°" not in spy.texts


# --- mirrored -------------------------------------------------------------------------------


def test_mirror_turns_the_picture_and_not_the_texts() -> None:
    """The frame is mirrored, the panel is the same to the pixel, the same texts are set."""
    image, plain_face, mirror_face = noise(640, 480), Spy(), Spy()
    step = step_of(body_points(), counted_s=4.0, state=State.HOLDING)
    plain = Overlay(640, 480, ROUTINE, typeface=plain_face)
    mirrored = Overlay(640, 480, ROUTINE, mirror=True, typeface=mirror_face)
    here, there = plain.draw(image, step), mirrored.draw(image, step)
    assert np.array_equal(here[:, 640:], there[:, 640:])
    assert plain_face.texts == mirror_face.texts
    untouched = (here[:480, :640] == image).all(-1)[:, ::-1] & (
        there[:480, :640] == image[:, ::-1]
    ).all(-1)
    assert untouched.mean() > 0.85


def test_mirror_turns_the_skeleton_with_the_picture() -> None:
    """What is drawn on the mirrored body is what is drawn on the body, mirrored."""
    step = replace(step_of(body_points()), measurement=measured(math.nan))
    black = np.zeros((480, 640, 3), np.uint8)
    here = Overlay(640, 480, ROUTINE).draw(black, step)[:480, :640].astype(int)
    there = Overlay(640, 480, ROUTINE, mirror=True).draw(black, step)[:480, :640].astype(int)
    drawn = (here[:, ::-1].any(-1) | there.any(-1)).sum()
    apart = (np.abs(here[:, ::-1] - there).max(-1) > 128).sum()
    assert drawn > 1000
    assert apart < 0.05 * drawn  # edges, which OpenCV rounds to one side


# --- the panel ------------------------------------------------------------------------------


def ring_colours(overlay: Overlay, step: CoachStep) -> dict[tuple[int, int, int], int]:
    """How many pixels of each full colour the clock has."""
    box = layout_of(640, 480).ring
    drawn = overlay.draw(np.zeros((480, 640, 3), np.uint8), step)[box.slices]
    return {c: int((drawn == c).all(-1).sum()) for c in (SKY_BLUE, GREY)}


def test_ring_fills_with_the_credited_seconds() -> None:
    """Half the target is half the ring; beyond the target it is full; grey while it stands."""
    overlay = Overlay(640, 480, ROUTINE)

    def colours(counted_s: float, state: State) -> dict[tuple[int, int, int], int]:
        return ring_colours(overlay, step_of(None, counted_s=counted_s, state=state))

    full = colours(10.0, State.HOLDING)[SKY_BLUE]
    assert colours(5.0, State.HOLDING)[SKY_BLUE] == pytest.approx(full / 2, rel=0.05)
    assert colours(25.0, State.HOLDING)[SKY_BLUE] == full
    assert colours(0.0, State.HOLDING)[SKY_BLUE] == 0
    for state in (State.FAULTED, State.LOST, State.SPOILT):
        assert colours(5.0, state)[SKY_BLUE] == 0
        assert colours(5.0, state)[GREY] > 0.4 * full


def test_clock_says_whole_seconds_and_why_it_stands() -> None:
    """4.99 s are four; a fault pauses; a spoilt hold has stopped."""
    for state, said in ((State.HOLDING, "of 10 s"), (State.LOST, "paused"), (State.SPOILT, "stop")):
        spy = Spy()
        Overlay(640, 480, ROUTINE, typeface=spy).draw(
            noise(640, 480), step_of(None, counted_s=4.99, state=state)
        )
        assert spy.set[0][0] == "4"
        assert said in spy.texts.replace("\u00a0", " ")


def test_unsure_and_uncalibrated_are_said_in_words() -> None:
    """No silent pass or fail: without a rest line it says so, and why a hold is unsure."""
    spy = Spy()
    overlay = Overlay(640, 480, ROUTINE, typeface=spy)
    step = step_of(body_points())
    overlay.draw(noise(640, 480), replace(step, rest=None))
    assert ENGLISH.not_calibrated in spy.texts
    spy.set.clear()
    unsure = record_of(HoldVerdict.UNSURE, Doubt.OBLIQUE)
    overlay.draw(noise(640, 480), replace(step, record=unsure))
    assert "unsure, camera not side-on" in spy.texts


def test_panel_never_keeps_what_is_past() -> None:
    """A panel drawn on through a session looks like one drawn afresh."""
    kept = Overlay(640, 480, ROUTINE)
    steps = [
        step_of(None, cue=CueKey.NOT_SEEN),
        step_of(body_points(), counted_s=9.0, state=State.HOLDING),
        step_of(body_points(), counted_s=3.0, state=State.FAULTED, cue=FaultKind.HEAD_UP),
        replace(step_of(body_points(), cue=CueKey.DRAW_IN), valid_holds=12, rest=None),
        step_of(body_points(), counted_s=33.0, state=State.HOLDING, cue=CueKey.ENOUGH),
        step_of(body_points(), cue=FaultKind.HANDS_OFF),
    ]
    for step in steps:
        afresh = Overlay(640, 480, ROUTINE).draw(noise(640, 480), step)
        assert np.array_equal(kept.draw(noise(640, 480), step)[:, 640:], afresh[:, 640:])


@pytest.mark.parametrize("size", [(640, 480), (640, 360), (1920, 1080)])
def test_a_ring_that_goes_on_is_the_one_drawn_at_once(size: tuple[int, int]) -> None:
    """Within a second too, further, back, empty and full; the figures inside stay."""
    routine = replace(ROUTINE, hold_s=9.5)
    kept, image = Overlay(*size, routine), noise(*size)
    for counted_s in (5.0, 5.1, 5.7, 5.2, 0.4, 0.9, 0.0, 0.3, 9.1, 9.4, 9.6, 9.9, 9.2):
        step = step_of(None, counted_s=counted_s, state=State.HOLDING)
        afresh = Overlay(*size, routine).draw(image, step)
        assert np.array_equal(kept.draw(image, step), afresh)


@pytest.mark.parametrize("size", [(640, 480), (640, 360), (1920, 1080), (480, 854), (160, 120)])
@pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)
@pytest.mark.parametrize("typeface", typefaces(), ids=lambda face: type(face).__name__)
def test_every_text_fits(typeface: Typeface, words: Catalogue, size: tuple[int, int]) -> None:
    """No cue, note or phase runs to the edge of its part or is cut off, in any layout."""
    layout = layout_of(*size)

    class Whole(Spy):
        """Set by the typeface under test."""

        width_px = staticmethod(typeface.width_px)

        def draw(self, image: Image, text: str, foot: tuple[float, float], ink: Ink) -> None:
            self.set.append((text, (image.shape[1], image.shape[0]), foot, ink))
            assert foot[0] >= 0
            assert foot[0] + typeface.width_px(text, ink) <= image.shape[1] + 1
            assert foot[1] - 0.7 * ink.size_px >= 0
            descent = 0.0 if text.isdecimal() else 0.22  # figures stand on the line
            assert foot[1] + descent * ink.size_px <= image.shape[0] + 1

    spy = Whole()
    overlay = Overlay(*size, ROUTINE, words=words, typeface=spy)
    step = replace(step_of(body_points(*size)), measurement=measured(188.0))
    for cue in (*CueKey, *FaultKind):
        overlay.draw(noise(*size), replace(step, cue=Cue(cue, 0.0), rest=None))
    for phase in Phase:
        overlay.draw(noise(*size), replace(step, phase=phase))
    for verdict, doubt in itertools.product(HoldVerdict, (None, *Doubt)):
        overlay.draw(noise(*size), replace(step, record=record_of(verdict, doubt), valid_holds=20))
    assert "…" not in spy.texts
    assert layout.ring.width >= 0.5 * min(layout.panel.width, layout.panel.height)


# --- lettering ------------------------------------------------------------------------------


@pytest.mark.parametrize("typeface", typefaces(), ids=lambda face: type(face).__name__)
def test_degree_sign_is_one(typeface: Typeface) -> None:
    """It is a small ring in the upper half, and no question mark."""

    def ink_of(text: str) -> Image:
        image = np.zeros((80, 120, 3), np.uint8)
        typeface.draw(image, text, (30.0, 60.0), Ink(48, (255, 255, 255)))
        return image[:, :, 0]

    degree, question = ink_of("°"), ink_of("?")
    assert degree.max() > 128
    assert degree[45:].max() < 64  # nothing near the line's foot
    assert question[45:].max() > 128
    assert typeface.width_px("104°", Ink(48, BLUE)) > typeface.width_px("104", Ink(48, BLUE))


@pytest.mark.parametrize("typeface", typefaces(), ids=lambda face: type(face).__name__)
@pytest.mark.parametrize("text", ["Laissez la tête", "3–4", "10\u00a0s", "hélas…"])
def test_letters_are_not_question_marks(typeface: Typeface, text: str) -> None:
    """French, a range, a no-break space: none is set as a row of question marks."""
    image = np.zeros((60, 400, 3), np.uint8)
    typeface.draw(image, text, (5.0, 40.0), Ink(30, (255, 255, 255)))
    marks = np.zeros_like(image)
    typeface.draw(marks, "?" * len(text), (5.0, 40.0), Ink(30, (255, 255, 255)))
    assert image.any()
    assert not np.array_equal(image, marks)
    assert typeface.width_px(text, Ink(30, BLUE)) > 0


def test_opencv_without_fonts_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenCV 4 has no FontFace: the stroke font takes its place."""
    monkeypatch.delattr(cv2, "FontFace", raising=False)
    assert isinstance(best_typeface(), Hershey)


@settings(deadline=None, max_examples=60)
@given(
    st.text(alphabet=string.ascii_letters + " °é", max_size=60),
    st.floats(20, 400),
    st.floats(12, 200),
)
def test_set_text_stays_in_its_box(text: str, width: float, height: float) -> None:
    """However long the text, its lines are no wider and no more than the box takes."""
    face = Hershey()
    done = set_text(face, text, Ink(30, BLUE), width, height)
    one_letter = face.width_px("…", done.ink)
    assert all(face.width_px(line, done.ink) <= max(width, one_letter) for line in done.lines)
    assert len(done.lines) == 1 or done.height_px <= height + 1e-6 or not text.strip()
    if "…" not in "".join(done.lines):
        assert " ".join(done.lines).split() == text.split()


# --- colours --------------------------------------------------------------------------------

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency" (2009), severity 1.0, for linear RGB.
NO_GREEN_CONES = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
NO_RED_CONES = np.array(
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
)


CLEAR = 6 * 2.3  # a CIE76 difference of 2.3 is just noticed (Mahy et al. 1994)


def seen_lab(colour: tuple[int, int, int], eye: Points) -> Points:
    """CIE L*a*b* (D65) of an sRGB colour as an eye sees it."""
    srgb = np.array(colour) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ np.clip(eye @ linear, 0, 1) / (0.9505, 1.0, 1.089)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one: tuple[int, int, int], other: tuple[int, int, int], eye: Points) -> float:
    return math.hypot(*(seen_lab(one, eye) - seen_lab(other, eye)))


@pytest.mark.parametrize("eye", [np.eye(3), NO_GREEN_CONES, NO_RED_CONES])
def test_verdicts_differ_for_red_green_blind_eyes(eye: Points) -> None:
    """By six and more of CIE76's just noticeable differences; the shapes tell the rest."""
    for one, other in itertools.combinations([BLUE, ORANGE, VERMILLION, GREY], 2):
        assert difference(one, other, eye) > CLEAR, (one, other)
    assert difference(SKY_BLUE, GREY, eye) > CLEAR  # the clock running and standing
    assert difference(SKY_BLUE, BACKGROUND, eye) > CLEAR


def test_colour_test_finds_red_and_green() -> None:
    """The usual traffic light would not have passed."""
    red, green = (200, 60, 50), (110, 125, 40)
    assert difference(red, green, np.eye(3)) > CLEAR
    assert difference(red, green, NO_GREEN_CONES) < CLEAR


def test_verdicts_differ_in_shape() -> None:
    """Even in one grey the four marks are four shapes."""

    def shape(mark: Mark) -> NDArray[np.bool_]:
        image = np.full((60, 60, 3), 128, np.uint8)
        draw_mark(image, mark, np.array([30.0, 32.0]), 10.0)
        return np.asarray((image == MARK_COLOURS[mark]).all(-1))

    for one, other in itertools.combinations(Mark, 2):
        here, there = shape(one), shape(other)
        assert here.any()
        assert (here ^ there).sum() > 0.3 * (here | there).sum(), (one, other)
    assert not shape(Mark.SUSPECTED)[32, 30]  # a ring is open


# --- wording --------------------------------------------------------------------------------


@pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)
def test_catalogue_is_complete(words: Catalogue) -> None:
    """Every cue, fault, verdict, doubt and phase has a wording, and none is empty."""
    assert set(words.cues) == {*CueKey, *FaultKind}
    assert set(words.faults) == set(FaultKind)
    assert set(words.verdicts) == set(HoldVerdict)
    assert set(words.doubts) == set(Doubt)
    assert set(words.phases) == set(Phase)
    for field in fields(words):
        value = getattr(words, field.name)
        texts = [value] if isinstance(value, str) else list(value.values())
        assert all(text.strip() for text in texts), field.name
        assert len(set(texts)) == len(texts), field.name


@pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)
def test_templates_hold_their_numbers(words: Catalogue) -> None:
    """What is filled in shows, in every language."""
    assert "10" in words.target_text(ROUTINE)
    assert "3" in words.count_text(ROUTINE)
    assert "12" in words.last_hold_text(record_of(HoldVerdict.VALID))
    unsure = words.last_hold_text(record_of(HoldVerdict.UNSURE, Doubt.NO_REST))
    assert words.verdicts[HoldVerdict.UNSURE] in unsure
    assert words.doubts[Doubt.NO_REST] in unsure
    assert "104°" in words.hip.format(angle="104°")


@pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)
def test_cues_are_few_and_calm_words(words: Catalogue) -> None:
    """No cue shouts or is longer than a breath."""
    for text in words.cues.values():
        assert "!" not in text
        assert len(text.split()) <= 10


def test_english_never_urges() -> None:
    """Nobody is sent past a comfortable range; a closer pull is offered with a condition."""
    for text in ENGLISH.cues.values():
        assert not {"harder", "push", "must", "force", "further", "try"} & set(text.lower().split())
    assert "comfortable" in ENGLISH.cues[FaultKind.NOT_CLOSE_ENOUGH]


@pytest.mark.parametrize(
    ("words", "hold_s", "said"),
    [
        (ENGLISH, 5.5, "of 5.5\u00a0s"),
        (FRENCH, 5.5, "sur 5,5\u00a0s"),
        (FRENCH, 30.0, "sur 30\u00a0s"),
    ],
)
def test_the_target_has_its_languages_decimal_mark(
    words: Catalogue, hold_s: float, said: str
) -> None:
    """A comma in French."""
    assert words.target_text(Routine("r", "both", hold_s)) == said


@pytest.mark.parametrize(
    ("legs", "repetitions", "said"),
    [
        ("both", (3, 4), "of 3–4 holds"),
        ("both", (5, 5), "of 5 holds"),
        ("both", (1, 1), "of one hold"),
        ("single", (1, 1), "of 2 holds"),
        ("single", (10, 15), "of 20–30 holds"),
        ("both", None, "holds"),
    ],
)
def test_count_names_the_routines_holds(
    legs: str, repetitions: tuple[int, int] | None, said: str
) -> None:
    """Repetitions of single legs are per side, and the count has both sides in it."""
    assert ENGLISH.count_text(Routine("r", legs, 5.0, repetitions=repetitions)) == said
