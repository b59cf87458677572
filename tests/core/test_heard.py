"""Whole sessions as they are heard: compared with lists that a physiotherapist can read.

The lists lie in ``tests/fixtures/heard``; its page says what happens in each session and how
to read them.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest

from posecoach.adapters.landmark_log import LandmarkReader
from posecoach.adapters.routine_files import load_routine
from posecoach.core.announce import Announcer
from posecoach.core.coach import Coach
from posecoach.core.config import Thresholds
from posecoach.core.cues import CueKey
from posecoach.core.flow import Event, SessionFlow, Stage
from posecoach.core.routine import Routine, with_hold
from posecoach.core.speech_queue import patience_s
from posecoach.core.utterance import Priority, SpokenKey
from tests.core.heard import Listened, Room, length_s, listen
from tests.core.synthetic import (
    HEIGHT_PX,
    REST_HIP_DEG,
    WIDTH_PX,
    Keyframe,
    drawn,
    film,
    resting,
    steady,
)
from tests.fixtures.make import PRESCRIPTIONS, landmarks_of

CFG = Thresholds()
EXPECTED = Path(__file__).parents[1] / "fixtures" / "heard"
FILMED_WITHIN_S = 0.15  # one frame more or less of ten a second
RECORDED_WITHIN_S = 0.5  # as the fixtures' facts: within it lies what a model sees
LIES_STILL_S = 45.0  # before a recording begins, so that the whole opening is heard


def rise(start_s: float, **changes: object) -> list[Keyframe]:
    """Left leg up within a second and a half, then the right one."""
    left_up = drawn(right=REST_HIP_DEG)
    return [
        (start_s, resting()),
        (start_s + 1.5, left_up),
        (start_s + 2.0, left_up),
        (start_s + 3.5, drawn(**changes)),
    ]


def lower(start_s: float) -> list[Keyframe]:
    """Both legs down within a second and a half."""
    return [(start_s, drawn()), (start_s + 1.5, resting())]


SITTING = resting(trunk_deg=75.0)

WHOLE_SESSION: list[Keyframe] = [
    (0.0, None),
    (6.0, SITTING),
    (9.0, SITTING),
    (11.0, resting()),
    *rise(46.0),
    *lower(82.0),
    *rise(108.0),
    (119.9, drawn()),
    (120.0, drawn(head_lift=0.25)),
    (121.5, drawn(head_lift=0.25)),
    (121.6, drawn()),
    *lower(145.0),
    (155.0, None),
    (165.0, resting()),
    *rise(175.0),
    *lower(190.0),
    *rise(200.0),
    *lower(235.0),
    (250.0, resting()),
    (252.0, SITTING),
    (318.0, SITTING),
]

TWO_LEGS_IN_TURN: list[Keyframe] = [(0.0, resting())]
for _start_s, _leg in (
    (45.0, drawn(right=REST_HIP_DEG)),
    (60.0, drawn(left=REST_HIP_DEG)),
    (75.0, drawn(left=REST_HIP_DEG)),
    (90.0, drawn(98.0, REST_HIP_DEG)),
):
    TWO_LEGS_IN_TURN += [
        (_start_s, resting()),
        (_start_s + 1.5, _leg),
        (_start_s + 8.0, _leg),
        (_start_s + 9.5, resting()),
    ]


BEGUN_AT_ONCE: list[Keyframe] = [(0.0, resting())]
for _start_s, _leg in (
    (2.0, drawn(right=REST_HIP_DEG)),
    (18.0, drawn(left=REST_HIP_DEG)),
    (27.0, drawn(right=REST_HIP_DEG)),
):
    BEGUN_AT_ONCE += [
        (_start_s, resting()),
        (_start_s + 1.0, _leg),
        (_start_s + 7.5, _leg),
        (_start_s + 8.2, resting()),
    ]
BEGUN_AT_ONCE.append((50.0, resting()))


def room_for(routine: Routine) -> Room:
    """A room in which everything is heard."""
    return Room(SessionFlow(routine, CFG), Announcer(routine))


def coach_of(routine: Routine) -> Coach:
    """Who watches the stick figure."""
    return Coach(routine, CFG, width_px=WIDTH_PX, height_px=HEIGHT_PX)


def filmed(keyframes: list[Keyframe], routine: Routine) -> Listened:
    """A session of the stick figure, ten frames a second."""
    frames = film(keyframes, steady(keyframes[-1][0], 10.0))
    return listen(frames, coach_of(routine), room_for(routine))


def recorded(name: str) -> Listened:
    """A recorded fixture, after a while of lying still as in its first frame."""
    prescription, reader = PRESCRIPTIONS[name], LandmarkReader(landmarks_of(name))
    routine = with_hold(load_routine(prescription.routine), prescription.hold_s)
    size = {"width_px": reader.header.width_px, "height_px": reader.header.height_px}
    frames = list(reader)
    still = [replace(frames[0], time_s=float(t)) for t in steady(LIES_STILL_S, 10.0)[:-1]]
    moving = [replace(frame, time_s=frame.time_s + LIES_STILL_S) for frame in frames]
    return listen([*still, *moving], Coach(routine, CFG, **size), room_for(routine))


SESSIONS = {
    "whole_session": lambda: filmed(WHOLE_SESSION, load_routine("lower-back-relief")),
    "one_leg_in_turn": lambda: filmed(TWO_LEGS_IN_TURN, load_routine("gentle-single")),
    "begun_at_once": lambda: filmed(BEGUN_AT_ONCE, load_routine("gentle-single")),
    "mannequin_both": lambda: recorded("mannequin_both"),
    "mannequin_head_up": lambda: recorded("mannequin_head_up"),
    "mannequin_single": lambda: recorded("mannequin_single"),
}


@functools.cache
def heard_in(name: str) -> Listened:
    """Coached once for all tests."""
    return SESSIONS[name]()


def read(name: str) -> list[tuple[float, str]]:
    """An expected list: time and words of each line; what follows a # is for the reader."""
    lines = (EXPECTED / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    said = [line.split("#")[0].split(maxsplit=1) for line in lines]
    return [(float(parts[0]), " ".join(parts[1].split())) for parts in said if parts]


@pytest.mark.parametrize("name", SESSIONS)
def test_the_whole_session_is_heard_as_expected(name: str) -> None:
    """Every word of it, in order, with its time."""
    session = heard_in(name)
    heard = [tuple(str(one).split(maxsplit=1)) for one in session.heard]
    shown = "\n".join(map(str, session.heard))
    expected = read(name)
    assert [words for _, words in heard] == [words for _, words in expected], shown
    times_s = [float(time_s) for time_s, _ in heard]
    within_s = RECORDED_WITHIN_S if name in PRESCRIPTIONS else FILMED_WITHIN_S
    assert times_s == pytest.approx([time_s for time_s, _ in expected], abs=within_s), shown


@pytest.mark.parametrize("name", SESSIONS)
def test_every_session_keeps_the_rules_of_the_voice(name: str) -> None:
    """In time or not at all, one thing at a time, and only what matters more cuts in."""
    heard, flows = heard_in(name).heard, heard_in(name).flows
    stages = {flow.time_s: flow.stage for flow in flows}
    assert heard
    for one in heard:
        if one.utterance.key in (CueKey.DRAW_IN, SpokenKey.BEGIN_SIDE, SpokenKey.OTHER_SIDE):
            assert stages[one.time_s] is Stage.READY, "nobody is invited to what they do already"
        assert one.time_s - one.utterance.cause_s <= patience_s(one.utterance) + 1e-6
    for before, now in itertools.pairwise(heard):
        overlaps = now.time_s < before.time_s + length_s(before.utterance) - 1e-6
        assert overlaps == now.interrupts
        assert not overlaps or now.utterance.priority > before.utterance.priority
        assert not overlaps or before.utterance.priority <= Priority.ENCOURAGE


def test_every_list_is_of_a_session_and_explains_itself() -> None:
    """No file is left behind, each begins with words, and every line says why."""
    assert {path.stem for path in EXPECTED.glob("*.txt")} == set(SESSIONS)
    for path in EXPECTED.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# ")
        assert all(re.search(r"# \S", line) for line in lines if line.strip()), path.name


def test_live_counts_are_the_coachs() -> None:
    """The flow's count is that of the judgement, also after a pause and a camera that was lost."""
    routine = Routine("endless", "both", 10.0)
    times_s = steady(262.0, 10.0)
    events = {50.0: Event.PAUSE, 60.0: Event.RESUME, 156.0: Event.CAMERA_LOST}
    events |= {164.0: Event.CAMERA_BACK, 240.0: Event.RECALIBRATE}
    session = listen(film(WHOLE_SESSION, times_s), coach_of(routine), room_for(routine), events)
    assert session.flows[-1].valid_holds == session.steps[-1].valid_holds == 4
    assert {"camera_lost", "camera_back", "paused", "resumed"} <= set(session.keys)
    assert session.stages[-1] != "finished"
