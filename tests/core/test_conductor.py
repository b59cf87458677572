"""From a judged frame to what is said next, over a made-up course of a session."""

from __future__ import annotations

from posecoach.core.announce import Announcer
from posecoach.core.conductor import Conductor
from posecoach.core.config import Thresholds
from posecoach.core.flow import Event, Pause, SessionFlow, Stage
from posecoach.core.routine import Routine
from posecoach.core.utterance import SpokenKey
from tests.core.steps import At, closed

CFG = Thresholds()


def conductor() -> Conductor:
    """Of a routine of one short hold."""
    routine = Routine("short", "both", 5.0, repetitions=(1, 1))
    return Conductor(SessionFlow(routine, CFG), Announcer(routine))


def test_it_speaks_when_the_voice_is_free() -> None:
    """The welcome is said at once; what is due while it is busy waits, and is not lost."""
    lead, at = conductor(), At()
    now, spoken = lead(at(0.0), busy=False)
    assert now.stage is Stage.WELCOME
    assert spoken is not None
    assert spoken.utterance.key is SpokenKey.WELCOME
    assert lead(at(1.5), busy=True)[1] is None
    assert [u.key for u in lead.waiting] == [SpokenKey.SAFETY]
    later = lead(at(3.0), busy=False)[1]
    assert later is not None
    assert later.utterance.key is SpokenKey.SAFETY


def test_events_reach_the_course() -> None:
    """A pause that is asked for stands, and is said."""
    lead, at = conductor(), At()
    lead(at(0.0), busy=False)
    now, spoken = lead(at(1.0), (Event.PAUSE,), busy=False)
    assert now.pause is Pause.ASKED
    assert spoken is not None
    assert spoken.utterance.key is SpokenKey.PAUSED


def test_it_is_done_when_the_last_word_is_heard() -> None:
    """Not with the last hold, and not while it is being told."""
    lead, at = conductor(), At()
    now, _ = lead(at(0.0), busy=False)
    assert not lead.is_done(now, busy=False)
    now, spoken = lead(at(40.0, closed(end_s=40.0)), busy=False)
    assert now.stage is Stage.FINISHED
    while spoken is not None:
        assert not lead.is_done(now, busy=True)
        now, spoken = lead(at(now.time_s + 1.0), busy=False)
    assert lead.is_done(now, busy=False)
