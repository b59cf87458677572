"""What is said when, line by line."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.core.announce import Announcer
from posecoach.core.attempts import Doubt, HoldVerdict
from posecoach.core.breathing import BREATH_S, CLOSER_EVERY_S, IN_S
from posecoach.core.checker import Phase
from posecoach.core.cues import CUE_PAUSE_S, CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.flow import FlowStep, Pause, Stage
from posecoach.core.hold import State
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs, PerLeg
from posecoach.core.routine import Routine
from posecoach.core.setup_keys import Advice
from posecoach.core.utterance import Priority, SpokenKey, Utterance
from tests.core.steps import ABSENT, LYING, SITTING, At, closed, holding

BOTH = Routine("both", "both", 30.0, hold_max_s=45.0, repetitions=(2, 3), rest_s=20.0)
STEP_S = 0.25  # a power of two, so that sums are exact

SESSION, COUNT, CUE = Priority.SESSION, Priority.COUNT, Priority.CUE
NOT_CLOSE, HEAD = FaultKind.NOT_CLOSE_ENOUGH, FaultKind.HEAD_UP
HANDS, SHOULDERS = FaultKind.HANDS_OFF, FaultKind.SHOULDERS_UP

READY = FlowStep(0.0, Stage.READY, 0.0, None, True, 0, PerLeg(0, 0), None, None, 0.0, False)


@dataclass
class Said:
    """What was said, and when."""

    time_s: float
    utterance: Utterance

    def __iter__(self) -> Iterator[object]:
        return iter((self.time_s, self.utterance.key))


class Talk:
    """Feeds an announcer four frames a second; past welcome and safety line by default."""

    def __init__(
        self, routine: Routine = BOTH, *, pacer: bool = False, fresh: bool = False
    ) -> None:
        self.announcer = Announcer(routine, pacer=pacer)
        self.time_s = 0.0
        self.stage: tuple[Stage, float] | None = None
        self.heard: list[Said] = []
        if not fresh:
            self.go(5.0, LYING.but(rest=None), stage=Stage.WELCOME)
            self.heard.clear()

    def frame(self, what: At = LYING, record: object = None, **flow: object) -> list[Utterance]:
        """One frame; ``flow`` changes what the session's step says."""
        now = replace(READY, time_s=self.time_s, **flow)
        if self.stage is None or self.stage[0] is not now.stage:
            self.stage = (now.stage, self.time_s)
        now = replace(now, since_s=self.stage[1])
        said = self.announcer(what(self.time_s, record), now)
        self.heard += [Said(self.time_s, utterance) for utterance in said]
        self.time_s += STEP_S
        return list(said)

    def go(self, duration_s: float, what: At = LYING, **flow: object) -> list[Utterance]:
        """The same for a while."""
        said = [self.frame(what, **flow) for _ in range(round(duration_s / STEP_S))]
        return [utterance for frame in said for utterance in frame]

    def hold(self, duration_s: float, counts: bool = True, **changes: object) -> list[Utterance]:
        """A hold of so many seconds, credited as time passes."""
        open_s, said = self.time_s, []
        for _ in range(round(duration_s / STEP_S)):
            what = holding(open_s, self.time_s - open_s if counts else 0.0).but(**changes)
            said += self.frame(what, stage=Stage.WORKING)
        return said


def keys(said: list[Utterance]) -> list[object]:
    """Only what was said."""
    return [utterance.key for utterance in said]


# --- the opening ------------------------------------------------------------------------------


def test_the_session_opens_with_welcome_and_safety() -> None:
    """Once each, whatever comes after."""
    talk = Talk(fresh=True)
    talk.go(16.0, LYING.but(rest=None), stage=Stage.WELCOME)
    assert [tuple(said) for said in talk.heard] == [(0.0, "welcome"), (1.0, "safety")]
    assert {said.utterance.priority for said in talk.heard} == {SESSION}
    later = [*talk.go(60.0), *talk.hold(35.0), *talk.go(60.0)]
    assert not {SpokenKey.WELCOME, SpokenKey.SAFETY} & set(keys(later))


def test_the_safety_line_is_said_also_to_those_who_begin_at_once() -> None:
    """In mid-hold, if it must be."""
    talk = Talk(fresh=True)
    assert keys(talk.hold(3.0))[:2] == [SpokenKey.WELCOME, CueKey.HOLD]
    assert SpokenKey.SAFETY in {said.utterance.key for said in talk.heard}


def test_a_safety_line_that_was_dropped_is_said_again() -> None:
    """It is offered until it is heard; but not into a pause."""
    talk = Talk()
    talk.announcer.unheard(Utterance(SpokenKey.SAFETY, SESSION, 1.0))
    assert SpokenKey.SAFETY not in keys(talk.go(5.0, stage=Stage.PAUSED, pause=Pause.NOBODY))
    assert keys(talk.go(STEP_S, stage=Stage.SETTLING)) == [SpokenKey.RESUMED]
    assert keys(talk.go(STEP_S, stage=Stage.SETTLING)) == [SpokenKey.SAFETY]


def test_settling_is_asked_for_until_it_is_seen() -> None:
    """At once, and every half minute while lying still has not been seen."""
    talk, waiting = Talk(), {"stage": Stage.SETTLING, "calibrated": False}
    talk.go(61.0, LYING.but(rest=None), **waiting)
    assert [tuple(s) for s in talk.heard] == [(t, "settle") for t in (5.0, 35.0, 65.0)]
    assert talk.go(60.0, stage=Stage.SETTLING) == []


def test_an_instruction_that_was_dropped_is_said_again() -> None:
    """Also to somebody who lies still by chance."""
    talk = Talk()
    (settle,) = talk.go(2.0, stage=Stage.SETTLING)
    talk.announcer.unheard(settle)
    assert keys(talk.go(2.0, stage=Stage.SETTLING)) == [SpokenKey.SETTLE]
    talk.announcer.unheard(Utterance(SpokenKey.READY, SESSION, 0.0))
    assert talk.go(10.0, stage=Stage.SETTLING) == [], "what is not asked for is not repeated"


@pytest.mark.parametrize("before", [Stage.WELCOME, Stage.SETTLING])
def test_ready_and_then_the_invitation(before: Stage) -> None:
    """Three seconds apart, each once."""
    talk = Talk()
    talk.go(10.0, stage=before)
    talk.heard.clear()
    ready_s = talk.time_s
    talk.go(60.0)
    assert [tuple(s) for s in talk.heard] == [(ready_s, "ready"), (ready_s + 3.0, "draw_in")]


def test_the_first_frame_may_be_of_any_stage() -> None:
    """The welcome comes first, then what is due."""
    talk = Talk(fresh=True)
    assert keys(talk.go(30.0)) == [
        SpokenKey.WELCOME,
        SpokenKey.SAFETY,
        SpokenKey.READY,
        CueKey.DRAW_IN,
    ]


# --- what could not be said in time -------------------------------------------------------------


def unheard(talk: Talk, *lost: Utterance, what: At = LYING, **flow: object) -> list[Utterance]:
    """What the next half second brings when these were dropped."""
    for utterance in lost:
        talk.announcer.unheard(utterance)
    return talk.go(2 * STEP_S, what, **flow)


def invited(talk: Talk) -> Utterance:
    """The line to draw up the other leg."""
    talk.go(10.0, stage=Stage.RESTING)
    return talk.go(4.0, side=Side.RIGHT, last_side=Side.LEFT)[-1]


def test_a_line_that_was_dropped_is_made_anew() -> None:
    """With the time that it is now, as long as it is so."""
    talk = Talk()
    line = invited(talk)
    for _ in range(3):
        (line,) = unheard(talk, line, side=Side.RIGHT, last_side=Side.LEFT)
        assert (line.key, line.side) == (SpokenKey.OTHER_SIDE, Side.RIGHT)
        assert talk.time_s - line.cause_s <= 2 * STEP_S
    assert talk.go(60.0, side=Side.RIGHT, last_side=Side.LEFT) == [], "then it was heard"


def test_who_holds_already_is_not_told_which_knee_is_next() -> None:
    """The line's moment is over with the hold's begin."""
    talk = Talk()
    line = invited(talk)
    assert unheard(talk, line, stage=Stage.WORKING) == []


def test_who_draws_up_already_is_not_invited() -> None:
    """But again when the legs are down without a hold."""
    talk = Talk()
    line, sides = invited(talk), {"side": Side.RIGHT, "last_side": Side.LEFT}
    up = LYING.but(phase=Phase.DRAWING_IN)
    assert unheard(talk, line, what=up, **sides) == []
    assert keys(talk.go(STEP_S, **sides)) == [SpokenKey.OTHER_SIDE]


def test_what_a_later_line_replaced_is_over() -> None:
    """It is not said after it."""
    talk = Talk()
    talk.go(5.0, stage=Stage.SETTLING)
    (ready,) = talk.go(STEP_S)
    talk.go(STEP_S, stage=Stage.PAUSED, pause=Pause.NOBODY)
    assert unheard(talk, ready, stage=Stage.PAUSED, pause=Pause.NOBODY) == []


def test_a_rest_that_is_told_late_has_the_seconds_that_are_left() -> None:
    """And is not told any more when it is nearly over."""
    talk, resting = Talk(), {"stage": Stage.RESTING, "valid_holds": 1}
    talk.hold(30.0)
    (counted, rest) = talk.frame(record=closed(), rest_left_s=20.0, **resting)
    assert (counted.key, rest.value) == (SpokenKey.COUNTED, 20)
    (again,) = unheard(talk, rest, rest_left_s=17.2, **resting)
    assert (again.key, again.value, again.verdict) == (SpokenKey.REST, 18, None)
    assert unheard(talk, again, rest_left_s=4.0, **resting) == []


def test_a_verdict_that_was_dropped_begins_the_next_line() -> None:
    """Late it would be alone, and lost it would be missed."""
    talk, resting = Talk(), {"stage": Stage.RESTING, "valid_holds": 1, "rest_left_s": 18.0}
    talk.hold(30.0)
    counted, rest = talk.frame(record=closed(), **resting)
    (again,) = unheard(talk, counted, rest, **resting)
    assert (again.key, again.verdict) == (SpokenKey.REST, counted)
    (third,) = unheard(talk, again, **resting)
    assert (third.key, third.verdict) == (SpokenKey.REST, counted), "lost with its line, it stays"
    assert talk.go(10.0, **resting) == [], "once is enough"


@pytest.mark.parametrize("verdict", [HoldVerdict.VALID, HoldVerdict.TOO_SHORT, HoldVerdict.UNSURE])
def test_a_verdict_without_a_line_to_begin_is_a_line(verdict: HoldVerdict) -> None:
    """The rest is too short to be told, or there is none; as a line it is made anew, too."""
    talk, flow = Talk(), {"stage": Stage.RESTING, "valid_holds": 1, "rest_left_s": 3.0}
    talk.hold(30.0)
    (told,) = talk.frame(record=closed(verdict), **flow)
    assert told.priority is COUNT
    for _ in range(2):
        (told,) = unheard(talk, told, **flow)
        assert (told.key, told.priority) == (talk.heard[-1].utterance.key, SESSION)
        assert talk.time_s - told.cause_s <= 2 * STEP_S
    assert talk.go(2.0, **flow) == []


def test_a_verdict_waits_for_the_end_of_a_pause_and_not_for_that_of_a_hold() -> None:
    """The next hold has its own."""
    talk, away = Talk(), {"stage": Stage.PAUSED, "pause": Pause.NOBODY}
    talk.hold(30.0)
    counted, paused = talk.frame(record=closed(), valid_holds=1, **away)
    assert keys(unheard(talk, counted, **away)) == []
    back = talk.go(4.0, stage=Stage.RESTING, rest_left_s=15.0)
    assert [(u.key, u.verdict) for u in back] == [
        (SpokenKey.RESUMED, None),
        (SpokenKey.REST, counted),
    ]
    assert paused.key is SpokenKey.PAUSED
    talk.announcer.unheard(back[-1])
    talk.hold(2.0)
    after = talk.go(20.0)
    assert SpokenKey.COUNTED not in keys(after)
    assert not any(said.verdict for said in after)


def test_the_welcome_is_heard_before_the_safety_line() -> None:
    """The setup's last word was still being said."""
    talk, opening = Talk(fresh=True), {"stage": Stage.WELCOME}
    (welcome,) = talk.frame(**opening)
    (again,) = unheard(talk, welcome, **opening)
    assert again.key is SpokenKey.WELCOME
    talk.announcer.unheard(again)
    assert [tuple(s) for s in talk.heard[1:]] == [(0.25, "welcome")]
    talk.go(2.0, **opening)
    assert [tuple(s) for s in talk.heard[2:]] == [(0.75, "welcome"), (1.75, "safety")]


# --- invitations --------------------------------------------------------------------------------


def resting_then_ready(talk: Talk, **flow: object) -> list[Utterance]:
    """A rest of ten seconds, which is over."""
    talk.go(10.0, stage=Stage.RESTING, rest_left_s=0.0)
    return talk.go(30.0, **flow)


@pytest.mark.parametrize(
    ("side", "last", "key"),
    [
        (Side.LEFT, None, SpokenKey.BEGIN_SIDE),
        (Side.LEFT, Side.LEFT, SpokenKey.BEGIN_SIDE),
        (Side.RIGHT, Side.LEFT, SpokenKey.OTHER_SIDE),
    ],
)
def test_single_legs_are_named(side: Side, last: Side | None, key: SpokenKey) -> None:
    """Once, when the rest is over; never again while it is not followed."""
    (said,) = resting_then_ready(Talk(), side=side, last_side=last)
    assert (said.key, said.side, said.priority) == (key, side, SESSION)


def test_both_legs_are_invited_by_the_cue() -> None:
    """As a line of the session: it may wait, and interrupts nothing."""
    (said,) = resting_then_ready(Talk())
    assert (said.key, said.priority) == (CueKey.DRAW_IN, SESSION)


def test_the_invitation_waits_for_legs_that_are_down() -> None:
    """Who is still letting go is not asked to draw in."""
    talk = Talk()
    talk.go(10.0, stage=Stage.RESTING)
    up = LYING.but(phase=Phase.RELEASING, state=State.SPENT)
    assert talk.go(10.0, up) == []
    assert keys(talk.go(10.0)) == [CueKey.DRAW_IN]


def test_after_the_least_nobody_is_invited() -> None:
    """One more is welcome, and not asked for."""
    assert resting_then_ready(Talk(), least_done=True)[1:] == []


# --- cues -----------------------------------------------------------------------------------------


def test_a_cue_is_said_when_it_changes() -> None:
    """Not while it stays, and again when it has been something else."""
    talk = Talk()
    assert keys(talk.hold(20.0, counts=False)) == [CueKey.HOLD]
    hold_on = {"cue": HANDS, "confirmed": (HANDS,)}
    assert keys(talk.hold(20.0, counts=False, **hold_on)) == [HANDS]
    assert keys(talk.hold(9.0, counts=False)) == [CueKey.HOLD]


@pytest.mark.parametrize(
    ("key", "priority"),
    [
        (HEAD, Priority.BLOCKING),
        (FaultKind.NOT_SUPINE, Priority.BLOCKING),
        (HANDS, CUE),
        (NOT_CLOSE, CUE),
    ],
)
def test_faults_have_their_priority(key: FaultKind, priority: Priority) -> None:
    """What stops the clock may interrupt; not close enough is an invitation."""
    (said,) = Talk().hold(1.0, cue=key, confirmed=(key,))
    assert (said.key, said.priority) == (key, priority)


def test_advice_waits_and_blocking_does_not() -> None:
    """Three seconds between two cues; what stops the clock comes at once after a calm one."""
    talk = Talk()
    talk.hold(1.0)
    begin_s = talk.time_s - 1.0
    talk.hold(1.0, cue=HANDS, confirmed=(HANDS,))
    talk.hold(1.0, cue=HEAD, confirmed=(HEAD,))
    talk.hold(5.0, cue=SHOULDERS, confirmed=(SHOULDERS,))
    assert [(said.time_s - begin_s, said.utterance.key) for said in talk.heard] == [
        (0.0, CueKey.HOLD),
        (2.0, HEAD),
        (5.0, SHOULDERS),
    ]


def test_a_spoilt_hold_is_to_be_let_go() -> None:
    """The head has been up for too long and still is: nobody is kept at mending it."""
    talk = Talk()
    head_up = {"cue": HEAD, "confirmed": (HEAD,), "counts": False}
    assert keys(talk.hold(2.0, **head_up)) == [HEAD]
    assert keys(talk.hold(30.0, state=State.SPOILT, **head_up)) == [CueKey.LET_GO]


def test_a_cue_that_is_no_longer_so_is_not_said() -> None:
    """A cue stays in force for a while after what it was about has been mended."""
    assert Talk().hold(10.0, cue=HEAD, confirmed=()) == []


def test_nobody_seen_is_said_after_a_second() -> None:
    """In a hold; a frame without anybody is no news."""
    talk = Talk()
    lost = {"cue": CueKey.NOT_SEEN, "state": State.LOST}
    assert talk.hold(1.0, **lost) == []
    assert keys(talk.hold(1.0, **lost)) == [CueKey.NOT_SEEN]


def test_lie_down_is_said_after_three_seconds() -> None:
    """Who sits between two holds; but not who has done enough."""
    talk = Talk()
    talk.go(10.0)
    assert talk.go(3.0, SITTING) == []
    assert keys(talk.go(10.0, SITTING)) == [CueKey.LIE_DOWN]
    talk.go(3.0)
    assert keys(talk.go(30.0, SITTING, least_done=True)) == [SpokenKey.ENOUGH_FOR_TODAY]


@pytest.mark.parametrize("stage", [Stage.WELCOME, Stage.PAUSED, Stage.FINISHED])
def test_no_cues_where_nobody_is_coached(stage: Stage) -> None:
    """Neither states nor faults."""
    talk = Talk()
    talk.frame(stage=stage)
    for what in (LYING.but(cue=HEAD, confirmed=(HEAD,)), SITTING, ABSENT):
        assert talk.go(10.0, what, stage=stage) == []


def test_a_cue_that_was_dropped_is_said_while_it_is_still_so() -> None:
    """The head was up while something else was being said, and still is."""
    talk = Talk()
    head_up = {"cue": HEAD, "confirmed": (HEAD,)}
    talk.hold(5.0)
    (first,) = talk.hold(STEP_S, **head_up)
    talk.announcer.unheard(first)
    assert keys(talk.hold(STEP_S, **head_up)) == [HEAD]
    talk.announcer.unheard(Utterance(HANDS, CUE, 0.0))
    talk.announcer.unheard(Utterance(Advice.TOO_FAR, SESSION, 0.0))
    assert talk.hold(5.0, **head_up) == [], "another one's fate is another matter"


@given(
    st.lists(
        st.tuples(
            st.sampled_from([CueKey.HOLD, CueKey.ENOUGH, CueKey.LET_GO, HEAD, SHOULDERS, HANDS]),
            st.floats(0.25, 6.0),
        ),
        max_size=20,
    )
)
def test_at_most_one_cue_in_three_seconds(cues: list[tuple[CueKey | FaultKind, float]]) -> None:
    """But for what stops the clock after what does not."""
    talk = Talk()
    for key, duration_s in cues:
        confirmed = (key,) if isinstance(key, FaultKind) else ()
        talk.hold(duration_s, counts=False, cue=key, confirmed=confirmed)
    for before, now in itertools.pairwise(talk.heard):
        blocks = [said.utterance.priority is Priority.BLOCKING for said in (before, now)]
        assert now.time_s - before.time_s >= CUE_PAUSE_S or blocks == [False, True]


# --- the countdown --------------------------------------------------------------------------------


def marks(routine: Routine, duration_s: float) -> list[tuple[float, str, int | None]]:
    """What is counted in one hold, and when."""
    talk = Talk(routine)
    begin_s = talk.time_s
    talk.hold(duration_s)
    return [
        (said.time_s - begin_s, said.utterance.key.value, said.utterance.value)
        for said in talk.heard
        if said.utterance.key is not CueKey.HOLD
    ]


LAST = ("seconds_left", 3), ("seconds_left", 2), ("seconds_left", 1)


@pytest.mark.parametrize(
    ("hold_s", "before_the_last"),
    [
        (4.0, None),
        (5.0, []),
        (10.0, []),
        (20.0, [(10.0, "half_way", None)]),
        (24.0, [(12.0, "half_way", None)]),
        (30.0, [(15.0, "half_way", None), (20.0, "seconds_left", 10)]),
    ],
)
def test_the_countdown_of_each_length(
    hold_s: float, before_the_last: list[tuple[float, str, int | None]] | None
) -> None:
    """Half way, ten left and the last three, each where it makes sense."""
    last = [(hold_s - n, key, n) for key, n in LAST]
    expected = [] if before_the_last is None else [*before_the_last, *last]
    assert marks(Routine("any", "both", hold_s), hold_s + 3.0) == expected


def test_the_upper_end_is_a_word_to_let_go() -> None:
    """At 45 s, if the routine has one."""
    assert marks(BOTH, 50.0)[-1] == (45.0, "let_go", None)
    assert marks(replace(BOTH, hold_max_s=30.0), 50.0)[-1] == (29.0, "seconds_left", 1)


def test_the_countdown_follows_the_credited_seconds() -> None:
    """While nothing is credited nothing is counted, and a new hold begins anew."""
    talk = Talk(Routine("ten", "both", 10.0))
    assert keys(talk.hold(30.0, counts=False)) == [CueKey.HOLD]
    for _ in range(2):
        assert keys(talk.hold(7.5))[-1:] == [SpokenKey.SECONDS_LEFT]
    talk.go(1.0)
    assert keys(talk.hold(7.5))[-1:] == [SpokenKey.SECONDS_LEFT]


@pytest.mark.parametrize("changes", [{"rest": None}, {"state": State.DOUBT}])
def test_no_countdown_of_what_cannot_count(changes: dict[str, object]) -> None:
    """Without a start position, or while something may be wrong."""
    said = Talk(Routine("ten", "both", 10.0)).hold(12.0, **changes)
    assert SpokenKey.SECONDS_LEFT not in keys(said)


def test_a_mark_noticed_late_says_since_when() -> None:
    """Three left at 7.0 s, seen at 7.8 s: its cause is 0.8 s old, and the queue drops it."""
    talk = Talk(Routine("ten", "both", 10.0))
    open_s = talk.time_s
    talk.frame(holding(open_s, 6.0), stage=Stage.WORKING)
    (said,) = talk.frame(holding(open_s, 7.8), stage=Stage.WORKING)
    assert said.value == 3
    assert talk.time_s - STEP_S - said.cause_s == pytest.approx(0.8)


def test_of_several_marks_at_once_the_last_is_said() -> None:
    """Seconds in doubt are credited together."""
    talk = Talk(Routine("ten", "both", 10.0))
    open_s = talk.time_s
    talk.frame(holding(open_s, 6.0), stage=Stage.WORKING)
    (said,) = talk.frame(holding(open_s, 8.1), stage=Stage.WORKING)
    assert (said.key, said.value) == (SpokenKey.SECONDS_LEFT, 2)


# --- verdicts -------------------------------------------------------------------------------------


def test_a_valid_hold_is_counted() -> None:
    """How many there are now, and the rest that follows."""
    talk = Talk()
    talk.hold(30.0)
    said = talk.frame(
        record=closed(), stage=Stage.RESTING, valid_holds=1, per_side=PerLeg(1, 1), rest_left_s=19.6
    )
    assert [(u.key, u.value, u.priority) for u in said] == [
        (SpokenKey.COUNTED, 1, COUNT),
        (SpokenKey.REST, 20, SESSION),
    ]
    assert talk.go(15.0, stage=Stage.RESTING, rest_left_s=10.0) == []


def test_a_short_rest_is_not_told() -> None:
    """It would be over before it is said."""
    talk = Talk()
    talk.hold(30.0)
    said = talk.frame(record=closed(), stage=Stage.RESTING, valid_holds=1, rest_left_s=2.6)
    assert keys(said) == [SpokenKey.COUNTED]


def test_a_count_names_the_leg_that_worked() -> None:
    """Where the routine works one leg at a time and one did."""
    flow = {"stage": Stage.RESTING, "side": Side.RIGHT, "valid_holds": 3}
    talk = Talk()
    (said, *_) = talk.frame(record=closed(legs=Legs.LEFT), **flow)
    assert (said.value, said.side) == (3, Side.LEFT)
    (said, *_) = talk.frame(record=closed(legs=Legs.BOTH), **flow)
    assert said.side is None


def test_too_short_says_how_long_it_was() -> None:
    """In whole seconds that were held; the next one is invited three seconds later."""
    talk = Talk()
    talk.hold(10.0)
    end_s = talk.time_s
    talk.frame(record=closed(HoldVerdict.TOO_SHORT, counted_s=9.9))
    talk.go(10.0)
    (first, second) = talk.heard[-2:]
    assert (first.utterance.key, first.utterance.value) == (SpokenKey.NOT_COUNTED, 9)
    assert first.utterance.why is None
    assert tuple(second) == (end_s + 3.0, "draw_in")


def test_a_faulted_hold_says_which_fault_cost_it_most() -> None:
    """The head for four seconds, the shoulders for one; advice costs nothing."""
    talk = Talk()
    talk.hold(1.0, confirmed=(SHOULDERS, HANDS))
    open_s = talk.time_s - 1.0
    for _ in range(16):
        talk.frame(holding(open_s).but(confirmed=(HEAD, HANDS)), stage=Stage.WORKING)
    said = talk.frame(record=closed(HoldVerdict.FAULTED))
    (told,) = [u for u in said if u.key is SpokenKey.NOT_COUNTED]
    assert (told.why, told.value) == (HEAD, None)
    again = talk.frame(record=closed(HoldVerdict.FAULTED))
    assert again[0].why is None, "what is over is forgotten"


def test_a_fault_in_the_very_first_frame_is_no_trouble() -> None:
    """Nothing has lasted yet."""
    talk = Talk(fresh=True)
    talk.hold(STEP_S, confirmed=(HEAD,))
    said = talk.frame(record=closed(HoldVerdict.FAULTED))
    assert said[0].why is HEAD


def test_unsure_says_why() -> None:
    """I can't tell, and what it was."""
    talk = Talk()
    talk.hold(10.0)
    record = closed(HoldVerdict.UNSURE, doubt=Doubt.FAR_LEG)
    told = talk.frame(record=record, stage=Stage.RESTING, rest_left_s=20.0)[0]
    assert (told.key, told.why, told.priority) == (SpokenKey.UNSURE, Doubt.FAR_LEG, COUNT)


def test_without_a_start_position_that_is_said_while_the_hold_lasts() -> None:
    """After two seconds, once, and not once more at the end; then again at the next hold."""
    talk = Talk()
    record = closed(HoldVerdict.UNSURE, doubt=Doubt.NO_REST)
    for _ in range(2):
        begin_s = talk.time_s
        talk.hold(20.0, rest=None)
        doubts = [said for said in talk.heard if said.utterance.key is SpokenKey.UNSURE]
        assert [said.time_s - begin_s for said in doubts] == [2.0]
        assert doubts[0].utterance.why is Doubt.NO_REST
        said = talk.frame(LYING, record, stage=Stage.RESTING, rest_left_s=0.0)
        assert SpokenKey.UNSURE not in keys(said)
        talk.heard.clear()


def test_a_doubt_that_was_dropped_is_said_again() -> None:
    """While the hold lasts, or at its end."""
    talk = Talk()
    doubt = talk.hold(3.0, rest=None)[-1]
    open_s = talk.time_s - 3.0
    talk.announcer.unheard(doubt)
    said = talk.frame(holding(open_s).but(rest=None), stage=Stage.WORKING)
    assert keys(said) == [SpokenKey.UNSURE]
    talk.announcer.unheard(said[0])
    record = closed(HoldVerdict.UNSURE, doubt=Doubt.NO_REST)
    assert keys(talk.frame(record=record, stage=Stage.RESTING))[:1] == [SpokenKey.UNSURE]


# --- pauses, and the end --------------------------------------------------------------------------

NOBODY, ASKED, CAMERA = Pause.NOBODY, Pause.ASKED, Pause.CAMERA


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([NOBODY], ["paused", "resumed"]),
        ([ASKED], ["paused", "resumed"]),
        ([CAMERA], ["camera_lost", "camera_back"]),
        ([Pause.BLACK], ["covered", "camera_back"]),
        ([Pause.BLACK, CAMERA, Pause.FROZEN], ["covered", "camera_lost", "frozen", "camera_back"]),
        ([NOBODY, ASKED, NOBODY], ["paused", "resumed"]),
        ([NOBODY, CAMERA, NOBODY], ["paused", "camera_lost", "camera_back", "resumed"]),
    ],
)
def test_pauses_are_told(pauses: list[Pause], expected: list[str]) -> None:
    """Each change once, and after it nothing but the way on."""
    talk = Talk()
    talk.go(20.0)
    talk.heard.clear()
    for pause in pauses:
        talk.go(10.0, stage=Stage.PAUSED, pause=pause)
    talk.go(20.0)
    assert [said.utterance.key.value for said in talk.heard] == [*expected, "draw_in"]


def test_nothing_is_said_in_a_pause_that_was_asked_for() -> None:
    """Not even that a hold counted."""
    talk = Talk()
    paused = {"stage": Stage.PAUSED, "pause": ASKED}
    talk.go(1.0, **paused)
    assert talk.frame(record=closed(), valid_holds=1, **paused) == []
    assert talk.go(30.0, holding(0.0, 27.0), **paused) == []


def test_a_rest_that_goes_on_after_a_pause_is_told_again() -> None:
    """With what is left of it, after the word that it goes on."""
    talk = Talk()
    talk.go(5.0, stage=Stage.PAUSED, pause=NOBODY)
    said = talk.go(10.0, stage=Stage.RESTING, rest_left_s=11.2)
    assert [(u.key, u.value) for u in said] == [(SpokenKey.RESUMED, None), (SpokenKey.REST, 12)]


def test_enough_for_today() -> None:
    """Once, with the count; no rest is prescribed any more."""
    talk = Talk()
    talk.hold(30.0)
    done = {"stage": Stage.RESTING, "valid_holds": 2, "rest_left_s": 20.0, "least_done": True}
    said = talk.frame(record=closed(), **done)
    assert [(u.key, u.value) for u in said] == [
        (SpokenKey.COUNTED, 2),
        (SpokenKey.ENOUGH_FOR_TODAY, 2),
    ]
    assert talk.go(60.0, **done) == []


def test_enough_that_was_dropped_is_said_between_two_holds() -> None:
    """Not into one more hold, and after it."""
    talk, done = Talk(), {"valid_holds": 2, "least_done": True}
    talk.hold(30.0)
    enough = talk.frame(record=closed(), stage=Stage.RESTING, **done)[-1]
    assert enough.key is SpokenKey.ENOUGH_FOR_TODAY
    working = unheard(talk, enough, what=holding(talk.time_s), stage=Stage.WORKING, **done)
    assert SpokenKey.ENOUGH_FOR_TODAY not in keys(working)
    assert keys(talk.go(1.0, stage=Stage.RESTING, **done)) == [SpokenKey.ENOUGH_FOR_TODAY]


def test_enough_waits_until_somebody_is_there_to_hear_it() -> None:
    """The least was reached by a hold that ended out of sight."""
    talk = Talk()
    talk.hold(30.0)
    talk.go(5.0, stage=Stage.PAUSED, pause=NOBODY, least_done=True)
    assert keys(talk.go(5.0, least_done=True)) == [
        SpokenKey.RESUMED,
        SpokenKey.ENOUGH_FOR_TODAY,
    ]


def test_the_end_is_told_once() -> None:
    """With the count; nothing comes after it."""
    talk = Talk()
    talk.hold(30.0)
    done = {"stage": Stage.FINISHED, "valid_holds": 3, "least_done": True}
    said = talk.frame(record=closed(), **done)
    assert [(u.key, u.value) for u in said] == [(SpokenKey.COUNTED, 3), (SpokenKey.FINISHED, 3)]
    assert talk.go(60.0, **done) == []


# --- the pacer ------------------------------------------------------------------------------------

IN, OUT, CLOSER = SpokenKey.BREATHE_IN, SpokenKey.BREATHE_OUT, SpokenKey.CLOSER
SHORT_OF_IT = LYING.but(phase=Phase.DRAWING_IN, cue=NOT_CLOSE, confirmed=(NOT_CLOSE,))


def breaths(talk: Talk, begin_s: float = 0.0) -> list[tuple[float, SpokenKey]]:
    """The pacer's part of what was heard."""
    return [
        (said.time_s - begin_s, said.utterance.key)
        for said in talk.heard
        if said.utterance.key in (IN, OUT, CLOSER)
    ]


def test_six_breaths_a_minute() -> None:
    """Four seconds in, six out, from four seconds after the hold began; the lowest priority."""
    assert (BREATH_S, IN_S) == (10.0, 4.0)
    talk = Talk(pacer=True)
    begin_s = talk.time_s
    said = talk.hold(34.0)
    assert breaths(talk, begin_s) == [
        (4.0, IN),
        (8.0, OUT),
        (14.0, IN),
        (18.0, OUT),
        (24.0, IN),
        (28.0, OUT),
    ]
    assert {u.priority for u in said if u.key in (IN, OUT)} == {Priority.BREATH}


@pytest.mark.parametrize(
    ("flow", "breathes"),
    [
        ({"stage": Stage.SETTLING}, True),
        ({"stage": Stage.SETTLING, "calibrated": False}, False),
        ({"stage": Stage.WORKING}, True),
        ({"stage": Stage.READY}, False),
        ({"stage": Stage.RESTING}, False),
        ({"stage": Stage.PAUSED}, False),
        ({"stage": Stage.WELCOME}, False),
        ({"stage": Stage.FINISHED}, False),
    ],
)
def test_the_pacer_breathes_where_it_helps(flow: dict[str, object], breathes: bool) -> None:
    """While settling and in a hold."""
    talk = Talk(pacer=True)
    talk.go(20.0, **flow)
    assert bool(breaths(talk)) is breathes


def test_the_pacer_can_be_switched_off() -> None:
    """Neither breaths nor "closer"."""
    talk = Talk(pacer=False)
    talk.hold(60.0)
    talk.go(120.0, SHORT_OF_IT)
    assert breaths(talk) == []


def test_a_breath_noticed_late_says_since_when() -> None:
    """The camera stalled for three seconds in mid-breath."""
    talk = Talk(pacer=True)
    talk.hold(5.0)
    open_s = talk.time_s - 5.0
    talk.time_s = open_s + 11.0
    (said,) = talk.frame(holding(open_s), stage=Stage.WORKING)
    assert (said.key, said.cause_s) == (OUT, open_s + 8.0)


def test_closer_is_said_with_an_exhale_and_seldom() -> None:
    """First by the cue, then with one exhale in three breaths or more."""
    talk = Talk(pacer=True)
    talk.go(10.0)
    talk.heard.clear()
    begin_s = talk.time_s
    talk.go(100.0, SHORT_OF_IT)
    cues = [said for said in talk.heard if said.utterance.key is NOT_CLOSE]
    assert [said.time_s - begin_s for said in cues] == [0.0]
    closer_s = [time_s for time_s, key in breaths(talk, begin_s) if key is CLOSER]
    assert closer_s == [34.0, 64.0, 94.0]
    assert CLOSER_EVERY_S == 3 * BREATH_S
    assert {(t - 4.0) % BREATH_S for t in closer_s} == {0.0}


@pytest.mark.parametrize(
    "what",
    [
        LYING,
        SHORT_OF_IT.but(working=(Side.LEFT,)),
        SHORT_OF_IT.but(easing=(NOT_CLOSE,)),
    ],
)
def test_closer_is_not_said_to_who_has_reached_it(what: At) -> None:
    """Nor to who lies there, nor while the leg is on its way."""
    talk = Talk(pacer=True)
    talk.go(10.0)
    assert CLOSER not in {u.key for u in talk.go(120.0, what)}


@given(
    st.lists(
        st.tuples(st.sampled_from(["short", "hold", "lie", "rest"]), st.floats(0.25, 60.0)),
        max_size=12,
    )
)
def test_closer_never_urges(deeds: list[tuple[str, float]]) -> None:
    """In no session is it said in a hold, at rest, or twice within three breaths."""
    talk = Talk(pacer=True)
    for deed, duration_s in deeds:
        before = len(talk.heard)
        if deed == "short":
            talk.go(duration_s, SHORT_OF_IT)
        elif deed == "hold":
            talk.hold(duration_s)
        else:
            talk.go(duration_s, stage=Stage.READY if deed == "lie" else Stage.RESTING)
        invited = {said.utterance.key for said in talk.heard[before:]} & {CLOSER, NOT_CLOSE}
        assert deed == "short" or not invited
    closer_s = [time_s for time_s, key in breaths(talk) if key is CLOSER]
    assert all(b - a >= CLOSER_EVERY_S for a, b in itertools.pairwise(closer_s))
