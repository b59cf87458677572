"""The setup gate: what it finds, how long it takes, and that its advice mends what is wrong."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.config import Thresholds
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Pose, Side
from posecoach.core.setup_checks import UNJUDGED, FrameJudge, PictureFacts, head_is_left
from posecoach.core.setup_gate import ADVICE_LEAST_S, START_ANYWAY_S, STEADY_S, SetupGate
from posecoach.core.setup_keys import NO_PICTURE, Advice, Check, Result, Way
from posecoach.core.utterance import SpokenKey
from tests.core.setup_room import (
    CFG,
    GOOD,
    HEIGHT_PX,
    WIDTH_PX,
    Film,
    Laptop,
    Scene,
    after,
    lying,
)
from tests.core.synthetic import drawn, resting

SIDES = pytest.mark.parametrize("near", Side)
ENOUGH_S = 2.5  # to be ready in, when all is right


@SIDES
@pytest.mark.parametrize("fps", [5.0, 7.3, 15.0, 30.0, 60.0])
def test_a_good_place_is_ready_soon(near: Side, fps: float) -> None:
    """At any usual rate all checks pass within 2.5 s, from either side, and nothing is advised."""
    steps = Film(fps).show(lying(near), seconds=ENOUGH_S + 1.0 / fps)
    assert steps[-1].ready
    assert steps[-1].may_begin
    assert not steps[-1].started_anyway
    assert {step.advice for step in steps} == {None}
    assert steps[-1].unjudged == ()
    assert steps[-1].fps == pytest.approx(fps)
    assert steps[-1].head_left is (near is Side.RIGHT)


def test_the_first_frames_decide_nothing() -> None:
    """Nothing is known before it has lasted, however wrong or right it looks."""
    for scene in (GOOD, Scene(figure=None, brightness=0.0)):
        steps = [s for s in Film().show(scene, seconds=3.0) if s.time_s < STEADY_S - 1e-6]
        assert len(steps) > 10
        for step in steps:
            assert set(step.results.values()) == {Result.UNKNOWN}
            assert (step.advice, step.ready) == (None, False)


WRONG = {
    Advice.COVERED: replace(GOOD, brightness=0.01, person_light=0.01),
    Advice.TOO_DARK: replace(GOOD, brightness=0.06, person_light=0.05),
    Advice.NOBODY: replace(GOOD, figure=None),
    Advice.LIE_DOWN: replace(GOOD, figure=resting(trunk_deg=80.0)),
    Advice.BACKLIGHT: replace(GOOD, person_light=0.06),
    Advice.TOO_NEAR: lying(distance_m=1.1),
    Advice.HEAD_CUT: lying(pan_deg=-12.0),
    Advice.FEET_CUT: lying(pan_deg=14.0),
    Advice.TOP_CUT: lying(tip_deg=13.0),
    Advice.BOTTOM_CUT: lying(tip_deg=-18.0),
    Advice.TOO_FAR: lying(distance_m=5.0),
    Advice.ASKEW: lying(roll_deg=32.0),
    Advice.LIE_ACROSS: lying(orbit_deg=-65.0),
    Advice.MOVE_TO_HEAD: lying(orbit_deg=-35.0),
    Advice.MOVE_TO_FEET: lying(orbit_deg=35.0),
}
CHECKS = {
    Advice.COVERED: Check.LIGHT,
    Advice.TOO_DARK: Check.LIGHT,
    Advice.TOO_SLOW: Check.FRAME_RATE,
    Advice.NOBODY: Check.LYING,
    Advice.LIE_DOWN: Check.LYING,
    Advice.BACKLIGHT: Check.LIGHT,
    Advice.TOO_FAR: Check.DISTANCE,
    Advice.ASKEW: Check.LEVEL,
    Advice.LIE_ACROSS: Check.SIDE_ON,
    Advice.MOVE_TO_HEAD: Check.SIDE_ON,
    Advice.MOVE_TO_FEET: Check.SIDE_ON,
}


@pytest.mark.parametrize("advice", WRONG)
def test_one_thing_is_named(advice: Advice) -> None:
    """What is wrong is advised within two seconds, and its check alone has failed."""
    step = after(WRONG[advice], seconds=2.0)
    assert step.advice is advice
    assert not step.ready
    failed = {check for check, result in step.results.items() if result is Result.FAILED}
    expected = {CHECKS.get(advice, Check.IN_VIEW)}
    assert failed == (expected | {Check.DISTANCE} if advice is Advice.TOO_NEAR else expected)
    assert set(step.unjudged) == set(UNJUDGED[advice])


def test_too_few_frames_are_too_slow() -> None:
    """Three pictures a second are too few, also with nobody in them; five are not."""
    assert after(GOOD, seconds=6.0, fps=3.0).advice is Advice.TOO_SLOW
    assert after(replace(GOOD, figure=None), seconds=6.0, fps=3.0).advice is Advice.TOO_SLOW
    assert after(GOOD, seconds=6.0, fps=5.0).advice is None


def test_light_comes_first() -> None:
    """In the dark nobody is told that they cannot be seen."""
    assert after(Scene(figure=None, brightness=0.06)).advice is Advice.TOO_DARK


BEFORE_A_DOOR = replace(GOOD, figure=None, glare=0.3, shade=0.15)


def test_a_door_that_hides_whoever_lies_before_it_comes_before_who_is_hidden() -> None:
    """Nobody is seen, half the picture glares and the rest is dark: the light is named."""
    step = after(BEFORE_A_DOOR)
    assert step.advice is Advice.BACKLIGHT
    assert step.results[Check.LIGHT] is step.results[Check.LYING] is Result.FAILED


@pytest.mark.parametrize(
    "scene",
    [
        replace(BEFORE_A_DOOR, shade=0.25),  # a white wall, or a window that leaves enough
        replace(BEFORE_A_DOOR, glare=0.05),  # a lamp in a dark corner
    ],
)
def test_a_bright_or_a_dark_spot_alone_hides_nobody(scene: Scene) -> None:
    """Who is not seen is asked to come into the picture, not to mend a light that is fine."""
    assert after(scene).advice is Advice.NOBODY


def test_before_a_door_a_body_may_be_misread() -> None:
    """Whoever seems to sit far away is hidden by the light; who sits at the laptop shades it."""
    misread = replace(BEFORE_A_DOOR, figure=resting(trunk_deg=80.0))
    assert after(misread).advice is Advice.BACKLIGHT
    at_the_laptop = replace(misread, laptop=Laptop(distance_m=0.9))
    assert after(at_the_laptop).advice is Advice.LIE_DOWN


def test_the_hiding_light_is_mended_with_some_room_to_spare() -> None:
    """Once named, a little less of it is not enough; a curtain is."""
    film = Film()
    assert film.show(BEFORE_A_DOOR, seconds=4.0)[-1].advice is Advice.BACKLIGHT
    a_little = replace(BEFORE_A_DOOR, shade=0.21)
    assert film.show(a_little, seconds=4.0)[-1].advice is Advice.BACKLIGHT
    curtain = replace(BEFORE_A_DOOR, glare=0.02, shade=0.3)
    assert film.show(curtain, seconds=4.0)[-1].advice is Advice.NOBODY


def test_who_is_seen_lying_before_a_door_is_left_in_peace() -> None:
    """What counts is whether the person is light enough, not what is behind them."""
    assert after(replace(GOOD, glare=0.3, shade=0.15)).ready


@pytest.mark.parametrize("pan_deg", [-18.0, -14.0, 14.0, 18.0])
@SIDES
def test_turning_as_told_brings_the_body_into_view(near: Side, pan_deg: float) -> None:
    """Followed in plain pinhole geometry, the advice ends in a body that is in view."""
    laptop = Laptop(pan_deg=pan_deg)
    told = []
    for _ in range(4):
        step = after(Scene(resting(near=near), laptop))
        if step.advice is None:
            break
        assert step.way is not None
        told.append((step.advice, step.way))
        laptop = laptop.turned(step.way, step.amount_deg)
    assert step.ready
    # The camera looks to its right of the body: what is cut lies on its left.
    cut_left = pan_deg > 0
    head_left = near is Side.RIGHT
    advice = Advice.HEAD_CUT if cut_left == head_left else Advice.FEET_CUT
    assert set(told) == {(advice, Way.LEFT if cut_left else Way.RIGHT)}


@pytest.mark.parametrize("orbit_deg", [-45.0, -30.0, 30.0, 45.0])
@SIDES
def test_moving_as_told_ends_side_on(near: Side, orbit_deg: float) -> None:
    """Carried as advised and turned to face the body, the laptop sees it from the side."""
    laptop = Laptop(orbit_deg=orbit_deg)
    step = after(Scene(resting(near=near), laptop))
    head_right = near is Side.LEFT
    nearer_head = (orbit_deg > 0) == head_right
    assert step.advice is (Advice.MOVE_TO_FEET if nearer_head else Advice.MOVE_TO_HEAD)
    assert step.way is (Way.LEFT if orbit_deg > 0 else Way.RIGHT)
    assert step.amount_deg == pytest.approx(abs(orbit_deg), abs=6.0)
    moved = laptop.moved(step.way, step.amount_deg)
    assert abs(moved.orbit_deg) < 10.0
    assert after(Scene(resting(near=near), moved)).ready


def test_flicker_is_no_change() -> None:
    """A light that flickers about the limit and landmarks that drop out give no advice."""
    film = Film()
    film.show(GOOD, seconds=3.0)
    nobody, dark = replace(GOOD, figure=None), replace(GOOD, brightness=0.09)
    steps = film.show(GOOD, GOOD, nobody, GOOD, dark, seconds=10.0)
    assert {step.advice for step in steps} == {None}
    assert all(step.ready for step in steps)


def test_what_was_cut_needs_some_room() -> None:
    """A foot at the very border is fine, unless it was outside just before."""
    edge = next(
        lying(pan_deg=deg)
        for deg in np.arange(14.0, 0.0, -0.05)
        if after(lying(pan_deg=float(deg)), seconds=2.5).ready
    )
    film = Film()
    film.show(WRONG[Advice.FEET_CUT], seconds=2.0)
    assert film.show(edge, seconds=5.0)[-1].advice is Advice.FEET_CUT
    inside = edge.laptop.but(pan_deg=edge.laptop.pan_deg - 2.0)
    assert film.show(Scene(resting(), inside), seconds=2.0)[-1].ready


def test_an_advice_stays_for_a_while() -> None:
    """A weightier one waits until it is heard out; one that is mended goes at once."""
    film = Film()
    film.show(WRONG[Advice.MOVE_TO_HEAD], seconds=2.0)
    both = replace(WRONG[Advice.MOVE_TO_HEAD], brightness=0.05)
    steps = film.show(both, seconds=4.0)
    told = [step.advice for step in steps]
    assert told == sorted(told, key=[Advice.MOVE_TO_HEAD, Advice.TOO_DARK].index)
    changed_s = next(step.time_s for step in steps if step.advice is Advice.TOO_DARK)
    assert changed_s >= STEADY_S + ADVICE_LEAST_S - 0.1
    assert film.show(GOOD, seconds=ENOUGH_S)[-1].ready


def test_after_a_gap_it_is_looked_anew() -> None:
    """A camera that was away shows another place: what was known before says nothing."""
    film = Film()
    assert film.show(GOOD, seconds=3.0)[-1].ready
    film.skip(10.0)
    first = film.show(GOOD, seconds=0.1)[0]
    assert set(first.results.values()) == {Result.UNKNOWN}
    assert math.isnan(first.fps)
    assert film.show(GOOD, seconds=3.0)[-1].ready


def test_lying_still_starts_anyway() -> None:
    """Ten seconds still with the feet out of view begin the session; what is open is said."""
    steps = Film().show(WRONG[Advice.FEET_CUT], seconds=START_ANYWAY_S + 1.0)
    began = next(step for step in steps if step.started_anyway)
    assert began.time_s == pytest.approx(START_ANYWAY_S, abs=0.2)
    assert began.still_s == pytest.approx(START_ANYWAY_S, abs=0.01)
    assert began.unjudged == (FaultKind.LEG_STRAIGHT, FaultKind.FREE_LEG_UP)
    assert began.may_begin
    assert not began.ready


def test_started_stays_started() -> None:
    """Whoever moves afterwards has begun all the same."""
    film = Film()
    film.show(WRONG[Advice.TOO_FAR], seconds=START_ANYWAY_S + 1.0)
    step = film.show(replace(GOOD, figure=None), seconds=2.0)[-1]
    assert step.started_anyway
    assert step.still_s == 0.0


def test_moving_about_does_not_start() -> None:
    """Somebody who shifts on the mat, sits, or is ready anyway does not start by it."""
    shifted = [
        Scene(resting(left_hip_deg=55.0 + tilt, head_lift=0.002 * tilt), Laptop(pan_deg=14.0))
        for tilt in (0.0, 20.0, 40.0)
    ]
    steps = Film().show(*(s for scene in shifted for s in [scene] * 12), seconds=20.0)
    assert not any(step.started_anyway for step in steps)
    assert not after(WRONG[Advice.LIE_DOWN], seconds=20.0).started_anyway
    assert not after(GOOD, seconds=20.0).started_anyway


def test_a_curled_up_trunk_says_nothing_of_the_camera() -> None:
    """With the legs drawn up a slope of the trunk is the stretch, not a crooked laptop."""
    curled = Scene(drawn(trunk_deg=-30.0), Laptop())
    step = after(curled)
    assert step.results[Check.LEVEL] is Result.UNKNOWN
    assert step.advice is None


# --- single frames ------------------------------------------------------------------------------


LIT = PictureFacts(0.0, 0.5, 0.0, 0.5)


def judged(pose: Pose, facts: PictureFacts = LIT) -> dict[Check, object]:
    """Every check of one frame, the left side near."""
    judge = FrameJudge(CFG, WIDTH_PX, HEIGHT_PX)
    return dict(judge(pose, Side.LEFT, facts, frozenset(), legs_at_rest=True))


def without(pose: Pose, *rows: int) -> Pose:
    """Copy with these landmarks missing."""
    points = pose.points_px.copy()
    points[list(rows)] = np.nan
    return replace(pose, points_px=points)


NEAR_SHIN, NEAR_HEAD = (27, 29, 31), (0, 7)


@pytest.mark.parametrize(
    ("laptop", "rows", "expected"),
    [
        (Laptop(), NEAR_SHIN, Result.PASSED),
        (Laptop(), NEAR_HEAD, Result.PASSED),
        (Laptop(pan_deg=16.0), NEAR_SHIN, Advice.FEET_CUT),
        (Laptop(pan_deg=-14.0), NEAR_HEAD, Advice.HEAD_CUT),
        (Laptop(), (11,), Advice.HEAD_CUT),
        (Laptop(), (12,), Advice.HEAD_CUT),
        (Laptop(), (24,), Advice.FEET_CUT),
    ],
)
def test_missing_landmarks_are_looked_for_where_they_must_be(
    laptop: Laptop, rows: tuple[int, ...], expected: object
) -> None:
    """In mid-picture a hidden foot or head is no matter; at the border it is outside."""
    assert judged(without(laptop.photograph(resting()), *rows))[Check.IN_VIEW] is expected


def test_what_cannot_be_told_is_not_told() -> None:
    """Without a trunk there is no distance and no way to turn; without a person, no backlight."""
    gone = without(Laptop().photograph(resting()), *range(33))
    judge = FrameJudge(CFG, WIDTH_PX, HEIGHT_PX)
    assert judged(gone)[Check.DISTANCE] is Result.UNKNOWN
    for advice in (Advice.FEET_CUT, Advice.MOVE_TO_HEAD):
        assert judge.way(gone, Side.LEFT, advice)[0] is None
    way, amount_deg = judge.way(gone, Side.LEFT, Advice.TOO_DARK)
    assert way is None
    assert math.isnan(amount_deg)
    assert head_is_left(gone) is None
    unlit = PictureFacts(0.0, 0.5)
    assert judged(Laptop().photograph(resting()), unlit)[Check.LIGHT] is Result.PASSED


def test_a_way_that_cannot_be_seen_any_more_is_kept() -> None:
    """Once told, the way stays while the trunk is hidden for a moment."""
    film = Film()
    known = film.show(WRONG[Advice.FEET_CUT], seconds=2.0)[-1]
    hidden = film.show(replace(GOOD, figure=None), seconds=0.2)[-1]
    assert (hidden.advice, hidden.way) == (known.advice, known.way) == (Advice.FEET_CUT, Way.LEFT)


def test_the_thresholds_of_the_judgement_are_used() -> None:
    """Who allows a camera to be more askew is not told to mend it."""
    judge = FrameJudge(Thresholds().with_changes(camera_roll_deg=40.0), WIDTH_PX, HEIGHT_PX)
    pose = Laptop(roll_deg=32.0).photograph(resting())
    facts = PictureFacts(0.0, 0.5)
    seen = judge(pose, Side.LEFT, facts, frozenset(), legs_at_rest=True)
    assert seen[Check.LEVEL] is Result.PASSED
    assert judged(pose)[Check.LEVEL] is Advice.ASKEW


def test_no_two_things_to_say_are_the_same_word() -> None:
    """Keys of every kind share catalogues: as text no advice equals another key."""
    others = {key.value for kind in (SpokenKey, CueKey, FaultKind) for key in kind}
    assert not others & {advice.value for advice in Advice}
    assert set(UNJUDGED) == set(Advice)


@pytest.mark.parametrize("advice", sorted(NO_PICTURE, key=str))
def test_without_a_picture_only_its_blackness_is_known(advice: Advice) -> None:
    """What was seen before says nothing any more; of a black picture the light is to change."""
    gate = SetupGate(Thresholds(), width_px=640, height_px=480)
    setup = gate.blind(3.0, advice)
    assert (setup.time_s, setup.advice, setup.ready) == (3.0, advice, False)
    known = {check for check, result in setup.results.items() if result is not Result.UNKNOWN}
    assert known == ({Check.LIGHT} if advice is Advice.COVERED else set())
