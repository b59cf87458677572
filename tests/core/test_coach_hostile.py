"""Whole sessions (`tests.core.scenes`): rocking, odd frame rates, nonsense."""

import itertools
import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.core.attempts import HoldVerdict
from posecoach.core.coach import Coach
from posecoach.core.hold import State
from posecoach.core.landmarks import Pose, PoseFrame, Side
from posecoach.core.legs import Legs
from posecoach.core.patient import choose_patient
from posecoach.core.repair import legs_exchanged
from posecoach.core.routine import Routine
from tests.core.scenes import (
    CFG,
    FLOOR,
    HEAD,
    UP,
    both,
    during,
    judged,
    single,
    the_hold,
)
from tests.core.synthetic import (
    HEIGHT_PX,
    WIDTH_PX,
    Figure,
    Keyframe,
    drawn,
    film,
    judge,
    resting,
    steady,
)
from tests.core.test_trunk import missing

ROCKS: dict[str, list[Figure]] = {
    "towards the chest and back": [drawn(UP + 5, UP + 5), drawn(UP - 5, UP - 5)],
    "near the threshold": [drawn(106, 106), drawn(96, 96)],
    "from side to side": [drawn(roll_deg=5.0), drawn(roll_deg=-5.0)],
}


@pytest.mark.parametrize("name", list(ROCKS))
def test_rocking_stays_one_hold(name: str) -> None:
    """±5° once a second is part of the exercise: one hold, no fault."""
    one, other = ROCKS[name]
    rocking = [(6.5 + k * 0.5, (one, other)[k % 2]) for k in range(13)]
    session = judged([*both()[:4], *rocking, (13.0, drawn()), (14.5, resting())])
    assert the_hold(session) == (HoldVerdict.VALID, None)
    assert session.faults == []
    assert session.records[0].attempt.rejected_s == 0.0


FAULTY = both(16.0, *during(8.0, 11.0, drawn(**HEAD)))
AWAY = both(16.0, *during(8.0, 10.0, None))


@pytest.mark.parametrize("fps", [5, 15, 30, 60])
@pytest.mark.parametrize(
    ("script", "verdict", "counted_s"),
    [
        (both(), "valid", 7.2),
        (both(8.0), "too_short", 3.2),
        (FAULTY, "faulted", 2.5),
        (AWAY, "valid", 9.2),
    ],
    ids=["good", "short", "head up", "away"],
)
def test_any_frame_rate(fps: float, script: list[Keyframe], verdict: str, counted_s: float) -> None:
    """The same verdict, and the seconds that count to within one frame interval (or 0.1 s)."""
    session = judged(script, fps)
    assert session.verdicts == [verdict]
    attempt = session.records[0].attempt
    assert attempt.counted_s == pytest.approx(counted_s, abs=max(1 / fps, 0.1))


@settings(max_examples=8)
@given(st.integers(0, 2**32 - 1))
def test_an_uneven_frame_rate(seed: int) -> None:
    """Frames 10 to 200 ms apart, as phones make them: the same verdicts and seconds."""
    gaps = np.random.default_rng(seed).uniform(0.01, 0.2, 400)
    times = [t for t in np.cumsum(gaps) - gaps[0] if t < 20.0]
    good, faulty = judge(film(both(), times)), judge(film(FAULTY, times))
    assert good.verdicts == ["valid"]
    assert good.records[0].attempt.counted_s == pytest.approx(7.2, abs=0.3)
    assert faulty.verdicts == ["faulted"]
    assert faulty.records[0].attempt.counted_s == pytest.approx(2.5, abs=0.3)


def test_times_may_begin_anywhere() -> None:
    """A recording that begins at 1000 s gives the same, a thousand seconds later."""
    frames = film(both(), steady(15.0))
    late = [replace(frame, time_s=frame.time_s + 1000.0) for frame in frames]
    early, later = judge(frames).records[0], judge(late).records[0]
    assert later.verdict is early.verdict
    assert later.attempt.start_s == pytest.approx(early.attempt.start_s + 1000.0)
    assert later.attempt.credited_s == pytest.approx(early.attempt.credited_s)


def turned(pose: Pose, turn_deg: float) -> Pose:
    """The same body in a picture that is tilted about its middle."""
    turn = np.radians(turn_deg)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    middle = np.array([WIDTH_PX / 2, HEIGHT_PX / 2])
    world = pose.world_m.copy()
    world[:, :2] = world[:, :2] @ rotation.T
    return replace(pose, points_px=(pose.points_px - middle) @ rotation.T + middle, world_m=world)


@pytest.mark.parametrize("turn_deg", [-20.0, 20.0])
def test_a_tilted_camera(turn_deg: float) -> None:
    """Rest and lifts are measured along the body and not along the picture."""
    for script, verdict in ((both(), "valid"), (FAULTY, "faulted")):
        frames = film(script, steady(18.0))
        tilted = [
            replace(f, pose=None if f.pose is None else turned(f.pose, turn_deg)) for f in frames
        ]
        session, level = judge(tilted), judge(frames)
        assert session.verdicts == [verdict]
        counted = session.records[0].attempt.counted_s
        assert counted == pytest.approx(level.records[0].attempt.counted_s)


def test_two_people() -> None:
    """A therapist kneels beside, another person sits: the one who lies is judged."""
    frames = film(both(), steady(15.0))
    therapist = resting(trunk_deg=80.0, x_px=900.0).pose()
    chosen: list[PoseFrame] = []
    last = None
    for k, frame in enumerate(frames):
        assert frame.pose is not None
        people = [therapist, frame.pose] if k % 2 else [frame.pose, therapist]
        last = choose_patient(people, CFG, last)
        chosen.append(replace(frame, pose=last))
    assert judge(chosen).records == judge(frames).records


def test_a_hold_goes_on_when_its_leg_is_named_anew() -> None:
    """Named wrongly until, in mid-hold, the other foot stands: one hold, put down to its leg."""
    turned = {"yaw_deg": 30.0}
    floor, up, free = (drawn(*hips, **turned) for hips in ((55, 55), (130, 55), (130, 75)))
    script = [(0, floor), (3, floor), (4, free), (6, free), (7, up), (14, up), (15, floor)]
    frames = film(script, steady(17.0))
    wrong = [
        replace(f, pose=legs_exchanged(f.pose)) if f.pose and f.time_s >= 3 else f for f in frames
    ]
    told, true = judge(wrong, legs="single"), judge(frames, legs="single")
    assert next(step.working for step in told.steps if step.working) == (Side.RIGHT,)
    assert [record.legs for record in told.records] == [Legs.LEFT]
    assert told.records[0].attempt.credited_s == pytest.approx(
        true.records[0].attempt.credited_s, abs=0.25
    )


def test_swaps_are_repaired_and_told() -> None:
    """Exchanged legs from 8 to 9 s of a single-leg hold: one swap, the same verdict."""
    frames = film(single(UP, FLOOR), steady(15.0))
    swapped = [
        replace(f, pose=legs_exchanged(f.pose)) if f.pose and 8 <= f.time_s < 9 else f
        for f in frames
    ]
    session = judge(swapped, legs="single")
    assert sum(step.swap_began for step in session.steps) == 1
    assert session.records == judge(frames, legs="single").records


@pytest.mark.parametrize("later_s", [1.0, 0.5, math.nan])
def test_time_must_go_forward(later_s: float) -> None:
    """Backwards, standing still, or no time at all: refused, and both times are named."""
    coach = Coach(Routine("test", "both", 5.0), CFG, width_px=WIDTH_PX, height_px=HEIGHT_PX)
    coach.step(PoseFrame(1.0, resting().pose()))
    with pytest.raises(ValueError, match=rf"{later_s} s after 1\.0 s"):
        coach.step(PoseFrame(later_s, resting().pose()))


def test_no_frames() -> None:
    """Nothing in, nothing out."""
    session = judge([])
    assert (session.records, session.faults, session.steps) == ([], [], [])


NOWHERE = replace(
    resting().pose(), points_px=np.full((33, 2), np.nan), world_m=np.full((33, 3), np.nan)
)
ONE_SPOT = replace(resting().pose(), points_px=np.full((33, 2), 300.0), world_m=np.zeros((33, 3)))


@pytest.mark.parametrize("broken", [NOWHERE, ONE_SPOT], ids=["all missing", "on one spot"])
@pytest.mark.parametrize("legs", ["both", "single"])
def test_broken_landmarks_are_no_evidence(broken: Pose, legs: str) -> None:
    """A second of nonsense in mid-hold is paused; nothing but nonsense is nothing; no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        only = judge([PoseFrame(k / 10, broken) for k in range(50)], legs=legs)
        assert (only.records, only.faults) == ([], [])
        frames = film(both() if legs == "both" else single(UP, FLOOR), steady(15.0))
        mixed = [replace(f, pose=broken) if 8 <= f.time_s < 9 else f for f in frames]
        session = judge(mixed, legs=legs)
    assert session.verdicts == ["valid"]
    assert session.records[0].attempt.paused_s == pytest.approx(1.0, abs=0.1)


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_any_nonsense_leaves_the_books_in_order(seed: int) -> None:
    """Random postures, missing joints and gaps: whatever comes of it adds up, and no warning."""
    random = np.random.default_rng(seed)
    frames, time_s = [], 0.0
    figure = resting()
    for _ in range(250):
        time_s += float(random.choice([0.03, 0.1, 0.5, 2.5], p=[0.6, 0.3, 0.07, 0.03]))
        if random.random() < 0.1:
            hips = random.uniform(0, 150, 2)
            figure = drawn(*hips, trunk_deg=float(random.choice([0.0, 0.0, 30.0, 80.0])))
        pose = figure.pose()
        if random.random() < 0.1:
            pose = missing(pose, *random.integers(0, 33, 5))
        frames.append(PoseFrame(time_s, None if random.random() < 0.1 else pose))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for legs in ("both", "single"):
            session = judge(frames, legs=legs, live=bool(seed % 2))
            for record in session.records:
                a = record.attempt
                total = a.credited_s + a.rejected_s + a.paused_s
                assert total == pytest.approx(a.end_s - a.start_s, abs=1e-6)
                assert 0 <= a.counted_s <= a.credited_s + 1e-9
            for before, after in itertools.pairwise(session.records):
                assert before.attempt.end_s <= after.attempt.start_s
            for fault in session.faults:
                assert fault.start_s <= fault.end_s


def test_a_frame_per_second_still_works() -> None:
    """At 1 fps a hold of ten seconds is told from one of three."""
    assert judged(both(20.0), 1.0, hold_s=10.0).verdicts == ["valid"]
    assert judged(both(9.0), 1.0, hold_s=10.0).verdicts == ["too_short"]


def test_states_seen_on_the_way() -> None:
    """The hold machine's state travels with each step."""
    session = judged(both(16.0, *during(8.0, 11.0, drawn(**HEAD))))
    states = [state for state, _ in itertools.groupby(s.hold.state for s in session.steps)]
    assert states[0] is states[-1] is State.READY
    assert {State.HOLDING, State.FAULTED, State.SPOILT} <= set(states)
