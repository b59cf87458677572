"""Where a session stands, frame by frame."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.adapters.landmark_log import LandmarkReader
from posecoach.adapters.routine_files import load_routine
from posecoach.core.attempts import HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.coach import Coach
from posecoach.core.config import Thresholds
from posecoach.core.flow import (
    BACK_S,
    DEFAULT_REST_S,
    GONE_S,
    IDLE_S,
    OPENING_S,
    SETTLE_S,
    TRANSITIONS,
    Event,
    FlowStep,
    Pause,
    SessionFlow,
    Signal,
    Stage,
)
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs, PerLeg
from posecoach.core.routine import Routine, with_hold
from tests.core.steps import ABSENT, LYING, SITTING, At, closed, holding, rest_until
from tests.fixtures.make import PRESCRIPTIONS, landmarks_of

CFG = Thresholds()
STEP_S = 0.25  # a power of two, so that sums are exact
BOTH = Routine("both", "both", 10.0, repetitions=(2, 3), rest_s=20.0)
SINGLE = Routine("single", "single", 5.0, repetitions=(2, 3), rest_s=3.0)
ENDLESS = Routine("endless", "both", 10.0)


class Session:
    """Feeds a flow four frames a second; by default it is past its opening and ready."""

    def __init__(self, routine: Routine = BOTH, *, ready: bool = True) -> None:
        opening = {"opening_s": 0.0, "settle_s": 0.0} if ready else {}
        self.flow = SessionFlow(routine, CFG, **opening)
        self.time_s = 10.0  # a camera's clock does not begin at 0
        self.now = self.frame(LYING if ready else LYING.but(rest=None))

    def frame(self, what: At, *events: Event, record: object = None) -> FlowStep:
        """One frame."""
        self.now = self.flow(what(self.time_s, record), events)
        self.time_s += STEP_S
        return self.now

    def go(self, what: At, duration_s: float) -> FlowStep:
        """The same for a while."""
        for _ in range(round(duration_s / STEP_S)):
            self.frame(what)
        return self.now

    def hold(
        self, verdict: HoldVerdict = HoldVerdict.VALID, legs: Legs = Legs.BOTH, rest_s: float = 0.0
    ) -> FlowStep:
        """An attempt of two seconds that ends thus, and a time of lying after it."""
        self.go(holding(self.time_s), 2.0)
        self.frame(LYING, record=closed(verdict, self.time_s, legs=legs))
        return self.go(LYING, rest_s)


# --- the table ----------------------------------------------------------------------------------


def test_the_table_is_whole() -> None:
    """There is a stage for every stage and signal."""
    assert set(TRANSITIONS) == {(stage, signal) for stage in Stage for signal in Signal}


def test_the_end_is_the_end() -> None:
    """No signal leads out of FINISHED, and DONE leads there from everywhere."""
    assert {TRANSITIONS[Stage.FINISHED, signal] for signal in Signal} == {Stage.FINISHED}
    assert {TRANSITIONS[stage, Signal.DONE] for stage in Stage} == {Stage.FINISHED}


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.FINISHED])
def test_what_the_person_does_leads(stage: Stage) -> None:
    """A hold is a hold and an absence a pause, whatever the session was about to say."""
    assert TRANSITIONS[stage, Signal.WORK] is Stage.WORKING
    assert TRANSITIONS[stage, Signal.ABSENT] is Stage.PAUSED
    assert TRANSITIONS[stage, Signal.HALT] is Stage.PAUSED
    assert TRANSITIONS[stage, Signal.REST] is Stage.RESTING
    assert TRANSITIONS[stage, Signal.SETTLE] is Stage.SETTLING
    assert TRANSITIONS[stage, Signal.FREE] is Stage.READY


def test_the_welcome_is_not_said_into_something_else() -> None:
    """Only a pause in it leads back to it."""
    back = {stage for stage in Stage if TRANSITIONS[stage, Signal.GREET] is Stage.WELCOME}
    assert back == {Stage.WELCOME, Stage.PAUSED}


# --- the beginning --------------------------------------------------------------------------------


def test_the_opening_waits_for_calibration_and_breaths() -> None:
    """Welcome, settling until lying still has been seen, two breaths more, ready."""
    session = Session(ready=False)
    assert session.go(LYING.but(rest=None), OPENING_S - 2 * STEP_S).stage is Stage.WELCOME
    assert session.go(LYING.but(rest=None), 60.0).stage is Stage.SETTLING
    assert not session.now.calibrated
    assert session.go(LYING, SETTLE_S).stage is Stage.SETTLING
    assert session.now.calibrated
    ready = session.frame(LYING)
    assert (ready.stage, ready.since_s) == (Stage.READY, ready.time_s)


def test_somebody_on_the_way_to_the_mat_is_not_missed() -> None:
    """Nobody in view before the start is no pause, however long."""
    session = Session(ready=False)
    assert session.go(ABSENT.but(rest=None), 120.0).stage is Stage.SETTLING


def test_who_begins_at_once_is_followed() -> None:
    """A hold during the welcome counts, and the opening is over."""
    session = Session(ready=False)
    assert session.frame(holding(session.time_s)).stage is Stage.WORKING
    done = session.hold()
    assert (done.stage, done.valid_holds) == (Stage.RESTING, 1)


def test_recalibrating_waits_for_a_new_rest() -> None:
    """The known rest is not good enough any more, one that has lasted since then is."""
    session = Session()
    session.frame(LYING, Event.RECALIBRATE)
    asked_s = session.now.time_s
    assert session.go(LYING, 30.0).stage is Stage.SETTLING
    assert session.frame(LYING.but(rest=rest_until(asked_s + 1.0))).stage is Stage.SETTLING
    fresh = LYING.but(rest=rest_until(asked_s + CFG.rest_s))
    assert session.frame(fresh).stage is Stage.READY


# --- holds ----------------------------------------------------------------------------------------


def test_a_hold_is_counted_and_followed_by_its_rest() -> None:
    """Twenty seconds from the release, then ready."""
    session = Session()
    assert session.hold().stage is Stage.RESTING
    assert (session.now.valid_holds, session.now.rest_left_s) == (1, 20.0)
    assert session.go(LYING, 19.75).stage is Stage.RESTING
    assert session.now.rest_left_s == 0.25
    assert session.frame(LYING).stage is Stage.READY
    assert session.now.rest_left_s == 0.0


def test_a_routine_without_a_rest_has_the_default() -> None:
    """One slow breath."""
    session = Session(ENDLESS)
    assert session.hold().rest_left_s == DEFAULT_REST_S


def test_a_rest_may_be_cut_short() -> None:
    """Who draws up again is working; who only tried goes on resting."""
    session = Session()
    session.hold()
    assert session.frame(holding(session.time_s)).stage is Stage.WORKING
    assert session.frame(LYING).stage is Stage.RESTING


@pytest.mark.parametrize(
    ("verdict", "counts", "after"),
    [
        (HoldVerdict.VALID, 1, Stage.RESTING),
        (HoldVerdict.UNSURE, 0, Stage.RESTING),
        (HoldVerdict.TOO_SHORT, 0, Stage.READY),
        (HoldVerdict.FAULTED, 0, Stage.READY),
    ],
)
def test_only_valid_holds_count(verdict: HoldVerdict, counts: int, after: Stage) -> None:
    """What cannot be told is followed by a rest, too; after a failure one may try at once."""
    session = Session()
    done = session.hold(verdict)
    assert (done.valid_holds, done.stage) == (counts, after)


# --- sides ----------------------------------------------------------------------------------------


def test_sides_alternate() -> None:
    """Left first; a failed attempt is the same leg's again; what cannot be told is a turn."""
    session = Session(SINGLE)
    assert session.now.side is Side.LEFT
    assert session.hold(HoldVerdict.TOO_SHORT, Legs.LEFT).side is Side.LEFT
    assert session.hold(legs=Legs.LEFT).side is Side.RIGHT
    assert session.hold(HoldVerdict.UNSURE, Legs.RIGHT).side is Side.LEFT
    assert session.now.per_side == PerLeg(1, 0)
    assert session.now.valid_holds == 1


def test_the_other_side_is_accepted() -> None:
    """The left leg three times in a row: counted, and the right one is still only named."""
    session = Session(SINGLE)
    for count in (1, 2, 3, 4):
        done = session.hold(legs=Legs.LEFT, rest_s=5.0)
        assert (done.per_side, done.side) == (PerLeg(count, 0), Side.RIGHT)
        assert done.stage is Stage.READY


def test_a_side_that_has_its_most_is_not_named_while_the_other_lacks() -> None:
    """Left has had three, so after a right one comes a right one."""
    session = Session(SINGLE)
    for _ in range(3):
        session.hold(legs=Legs.LEFT)
    assert session.hold(legs=Legs.RIGHT).side is Side.RIGHT


def test_both_legs_in_a_single_leg_routine_are_one_hold_of_the_next_leg() -> None:
    """One hold was held, so one is counted."""
    session = Session(SINGLE)
    assert session.hold(legs=Legs.BOTH).per_side == PerLeg(1, 0)
    assert session.hold(legs=Legs.BOTH).per_side == PerLeg(1, 1)


def test_both_legs_have_no_side() -> None:
    """A hold counts once and names no leg."""
    session = Session()
    done = session.hold()
    assert (done.valid_holds, done.per_side, done.side) == (1, PerLeg(1, 1), None)
    assert done.last_side is None


# --- the end --------------------------------------------------------------------------------------


def test_the_most_is_the_end() -> None:
    """Three of two to three: finished with the release of the third."""
    session = Session()
    assert not session.hold(rest_s=25.0).least_done
    assert session.hold(rest_s=25.0).least_done
    assert session.now.stage is Stage.READY
    assert session.hold().stage is Stage.FINISHED
    assert session.frame(holding(session.time_s)).stage is Stage.FINISHED


def test_single_legs_end_when_both_sides_have_their_most() -> None:
    """Three on the left alone are no end."""
    session = Session(SINGLE)
    for legs in (Legs.LEFT, Legs.RIGHT) * 2:
        assert session.hold(legs=legs, rest_s=5.0).stage is Stage.READY
    assert session.now.least_done
    assert session.hold(legs=Legs.LEFT, rest_s=5.0).stage is Stage.READY
    assert session.hold(legs=Legs.RIGHT).stage is Stage.FINISHED


@pytest.mark.parametrize("what", [SITTING, LYING])
def test_who_begins_nothing_more_after_the_least_is_done(what: At) -> None:
    """A minute after the rest between the sets is over, up or lying."""
    session = Session()
    session.hold(rest_s=25.0)
    session.hold(rest_s=20.0)
    assert session.go(what, IDLE_S - STEP_S).stage is Stage.READY
    session.go(what, 2 * STEP_S)
    assert session.now.stage is Stage.FINISHED


def test_who_does_not_come_back_after_the_least_is_done() -> None:
    """Three minutes out of view."""
    session = Session()
    session.hold(rest_s=25.0)
    session.hold(rest_s=25.0)
    assert session.go(ABSENT, CFG.lost_grace_s + GONE_S).stage is Stage.PAUSED
    session.go(ABSENT, 2 * STEP_S)
    assert session.now.stage is Stage.FINISHED


def test_who_gets_up_and_comes_back_goes_on_where_it_stood() -> None:
    """Also after the least: up, away for the length of a telephone call, up, down, one more."""
    session = Session()
    session.hold(rest_s=25.0)
    session.hold(rest_s=25.0)
    for what, duration_s in ((SITTING, 20.0), (ABSENT, 150.0), (SITTING, 30.0), (LYING, 20.0)):
        assert session.go(what, duration_s).stage is not Stage.FINISHED
    assert (session.now.stage, session.now.valid_holds) == (Stage.READY, 2)
    assert session.hold().stage is Stage.FINISHED, "the most of the routine"


def test_who_tries_for_one_more_is_not_cut_short() -> None:
    """A leg that is raised and does not come close enough is no idleness."""
    session = Session()
    session.hold(rest_s=25.0)
    session.hold(rest_s=25.0)
    trying = LYING.but(phase=Phase.DRAWING_IN)
    for _ in range(3):
        session.go(LYING, 20.0)
        assert session.go(trying, 20.0).stage is Stage.READY


def test_before_the_least_nothing_ends_it() -> None:
    """Neither sitting up, nor lying there, nor going away."""
    session = Session()
    session.hold(rest_s=25.0)
    for what in (SITTING, LYING, ABSENT, LYING):
        assert session.go(what, 300.0).stage is not Stage.FINISHED


def test_a_pause_that_was_asked_for_does_not_end_it() -> None:
    """The least is done and nobody is there, but somebody wanted a pause."""
    session = Session()
    session.hold(rest_s=25.0)
    session.hold(rest_s=25.0)
    session.frame(LYING, Event.PAUSE)
    assert session.go(ABSENT, 600.0).stage is Stage.PAUSED
    session.frame(LYING, Event.RESUME)
    assert session.go(LYING, 10.0).stage is Stage.READY


@given(st.lists(st.sampled_from(["hold", "sit", "lie", "away"]), max_size=12))
def test_a_routine_without_repetitions_never_ends(deeds: list[str]) -> None:
    """Whatever the person does."""
    session = Session(ENDLESS)
    for deed in deeds:
        if deed == "hold":
            session.hold(rest_s=12.0)
        else:
            session.go({"sit": SITTING, "lie": LYING, "away": ABSENT}[deed], 90.0)
        assert session.now.stage is not Stage.FINISHED
    assert session.now.valid_holds == deeds.count("hold")
    assert not session.now.least_done


# --- pauses ---------------------------------------------------------------------------------------


def test_leaving_the_frame_pauses_and_coming_back_resumes() -> None:
    """After the grace for somebody who walks by; back after a moment; the count stays."""
    session = Session()
    session.hold(rest_s=25.0)
    assert session.go(ABSENT, CFG.lost_grace_s).stage is Stage.READY
    session.go(ABSENT, 2 * STEP_S)
    assert (session.now.stage, session.now.pause) == (Stage.PAUSED, Pause.NOBODY)
    assert session.go(LYING, BACK_S).stage is Stage.PAUSED
    assert session.frame(LYING).stage is Stage.READY
    assert (session.now.pause, session.now.valid_holds) == (None, 1)


def test_a_glimpse_is_no_return() -> None:
    """One frame with somebody in it."""
    session = Session()
    session.go(ABSENT, 10.0)
    session.frame(LYING)
    assert session.go(ABSENT, 1.0).stage is Stage.PAUSED


def test_a_hold_goes_on_while_its_grace_lasts() -> None:
    """Out of sight in mid-hold: working as long as the attempt is open."""
    session = Session()
    lost = holding(session.time_s).but(phase=Phase.ABSENT)
    assert session.go(lost, 10.0).stage is Stage.WORKING
    ended = closed(HoldVerdict.UNSURE, session.time_s)
    assert session.frame(ABSENT, record=ended).stage is Stage.PAUSED


def test_a_pause_that_was_asked_for() -> None:
    """Nothing but the wish to go on ends it, and what is held in it counts all the same."""
    session = Session()
    assert session.frame(LYING, Event.PAUSE).pause is Pause.ASKED
    assert session.hold(rest_s=60.0).stage is Stage.PAUSED
    assert session.frame(LYING, Event.RESUME).stage is Stage.READY
    assert session.now.valid_holds == 1


def test_a_lost_camera_pauses() -> None:
    """Its loss is the reason that is named; when it is back, an older wish holds again."""
    session = Session()
    session.frame(LYING, Event.PAUSE)
    assert session.frame(ABSENT, Event.CAMERA_LOST).pause is Pause.CAMERA
    session.go(ABSENT, 60.0)
    assert session.frame(ABSENT, Event.CAMERA_BACK).pause is Pause.ASKED
    assert session.frame(ABSENT, Event.RESUME).pause is Pause.NOBODY
    assert session.go(LYING, BACK_S + STEP_S).stage is Stage.READY


@pytest.mark.parametrize(
    ("event", "pause"),
    [
        (Event.CAMERA_LOST, Pause.CAMERA),
        (Event.CAMERA_BLACK, Pause.BLACK),
        (Event.CAMERA_FROZEN, Pause.FROZEN),
    ],
)
def test_a_camera_without_a_picture_says_why(event: Event, pause: Pause) -> None:
    """One reason may take another's place; when it is over nothing halts the session."""
    session = Session()
    assert session.frame(ABSENT, event).pause is pause
    assert session.frame(ABSENT, Event.CAMERA_LOST).pause is Pause.CAMERA
    assert session.frame(ABSENT, Event.CAMERA_BACK).pause is None


def test_a_pause_in_the_welcome_leads_back_to_it() -> None:
    """The camera is lost for a moment while the safety line is said."""
    session = Session(ready=False)
    assert session.frame(LYING, Event.CAMERA_LOST).stage is Stage.PAUSED
    assert session.frame(LYING, Event.CAMERA_BACK).stage is Stage.WELCOME


def test_lying_flat_is_no_command() -> None:
    """Ten minutes at rest, ready all the time."""
    session = Session()
    assert session.go(LYING, 600.0).stage is Stage.READY


# --- any sequence ---------------------------------------------------------------------------------

DEEDS = st.one_of(
    st.tuples(st.just("go"), st.sampled_from([LYING, SITTING, ABSENT]), st.floats(0.25, 90.0)),
    st.tuples(st.just("hold"), st.sampled_from(HoldVerdict), st.sampled_from(Legs)),
    st.tuples(st.just("event"), st.sampled_from(Event), st.none()),
)


@given(st.lists(DEEDS, max_size=15), st.booleans(), st.booleans())
def test_any_session_keeps_its_books(
    deeds: list[tuple[str, object, object]], single: bool, ready: bool
) -> None:
    """What is valid is counted, the count never falls, and the end comes after the least."""
    session = Session(SINGLE if single else BOTH, ready=ready)
    valid = 0
    for kind, what, how in deeds:
        before = session.now
        if kind == "go":
            session.go(what, how)
        elif kind == "event":
            session.frame(LYING, what)
        else:
            session.hold(what, how if single else Legs.BOTH)
            valid += what is HoldVerdict.VALID
        assert session.now.valid_holds == valid >= before.valid_holds
        assert session.now.stage is not Stage.FINISHED or session.now.least_done
        assert (session.now.pause is not None) == (session.now.stage is Stage.PAUSED)
        assert before.stage is not Stage.FINISHED or session.now.stage is Stage.FINISHED


# --- recorded sequences ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "stages", "per_side"),
    [
        ("mannequin_both", "welcome working resting working resting", (1, 1)),
        ("mannequin_head_up", "welcome working ready", (0, 0)),
        ("mannequin_single", "welcome working resting ready working resting ready", (1, 1)),
        ("synthetic_out_of_sight", "welcome working resting", (1, 1)),
        # Drawn from the first frame, and live no rest is known yet: that cannot be told.
        ("synthetic_rest_comes_late", "working resting", (0, 0)),
        ("sit_up", "welcome settling", (0, 0)),
    ],
)
def test_recorded_sequences_coached_live(name: str, stages: str, per_side: tuple[int, int]) -> None:
    """What the fixtures' page says happens is what the session goes through."""
    prescription, reader = PRESCRIPTIONS[name], LandmarkReader(landmarks_of(name))
    routine = with_hold(load_routine(prescription.routine), prescription.hold_s)
    size = {"width_px": reader.header.width_px, "height_px": reader.header.height_px}
    coach, flow = Coach(routine, CFG, **size), SessionFlow(routine, CFG)
    steps = [flow(coach.step(frame)) for frame in reader]
    seen = [step.stage.value for step in steps]
    changes = [now for now, before in zip(seen, [None, *seen], strict=False) if now != before]
    assert changes == stages.split()
    assert steps[-1].per_side == PerLeg(*per_side)
