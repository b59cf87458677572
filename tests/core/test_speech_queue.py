"""One thing at a time, never a backlog, in time or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.speech_queue import (
    LASTING_PATIENCE_S,
    PATIENCE_S,
    SpeechQueue,
    Spoken,
    patience_s,
)
from posecoach.core.utterance import Priority, SpokenKey, Utterance


def breath(cause_s: float = 0.0) -> Utterance:
    """The pacer."""
    return Utterance(SpokenKey.BREATHE_IN, Priority.BREATH, cause_s)


def hold(cause_s: float = 0.0) -> Utterance:
    """An encouragement."""
    return Utterance(CueKey.HOLD, Priority.ENCOURAGE, cause_s)


def three(cause_s: float = 0.0) -> Utterance:
    """A count."""
    return Utterance(SpokenKey.SECONDS_LEFT, Priority.COUNT, cause_s, 3)


def counted(cause_s: float = 0.0) -> Utterance:
    """What became of a hold."""
    return Utterance(SpokenKey.COUNTED, Priority.COUNT, cause_s, 1)


def hands(cause_s: float = 0.0) -> Utterance:
    """Advice."""
    return Utterance(FaultKind.HANDS_OFF, Priority.CUE, cause_s)


def head(cause_s: float = 0.0) -> Utterance:
    """What stops the clock."""
    return Utterance(FaultKind.HEAD_UP, Priority.BLOCKING, cause_s)


def ready(cause_s: float = 0.0) -> Utterance:
    """A line of the session."""
    return Utterance(SpokenKey.READY, Priority.SESSION, cause_s)


def paused(cause_s: float = 0.0) -> Utterance:
    """Another one."""
    return Utterance(SpokenKey.PAUSED, Priority.SESSION, cause_s)


def safety(cause_s: float = 0.0) -> Utterance:
    """The line that must be heard."""
    return Utterance(SpokenKey.SAFETY, Priority.SESSION, cause_s)


def queue_with(*utterances: Utterance) -> tuple[SpeechQueue, list[Utterance]]:
    """A queue that was offered these, and what it has dropped."""
    dropped: list[Utterance] = []
    queue = SpeechQueue(dropped.append)
    for utterance in utterances:
        queue.offer(utterance)
    return queue, dropped


def test_what_is_offered_is_said_once() -> None:
    """And then there is silence."""
    queue, dropped = queue_with(three())
    assert queue.next(0.1, busy=False) == Spoken(three(), interrupts=False)
    assert queue.next(0.2, busy=False) is None
    assert dropped == []


def test_what_is_dropped_needs_no_listener() -> None:
    """Without one it is dropped in silence."""
    queue = SpeechQueue()
    queue.offer(three(0.0))
    queue.offer(head(0.1))
    assert queue.waiting == (head(0.1),)


@pytest.mark.parametrize(
    ("utterance", "limit_s"),
    [
        (breath(), PATIENCE_S),
        (hold(), PATIENCE_S),
        (three(), PATIENCE_S),
        (hands(), PATIENCE_S),
        (head(), PATIENCE_S),
        (counted(), PATIENCE_S),
        (Utterance(SpokenKey.REST, Priority.SESSION, 0.0, 20), PATIENCE_S),
        (ready(), PATIENCE_S),
        (safety(), LASTING_PATIENCE_S),
        (Utterance(SpokenKey.FINISHED, Priority.SESSION, 0.0, 3), LASTING_PATIENCE_S),
    ],
)
def test_each_has_its_patience(utterance: Utterance, limit_s: float) -> None:
    """Half a second, as the issue wants it; said at the very end of it, dropped a moment later."""
    assert PATIENCE_S == 0.5
    queue, _ = queue_with(utterance)
    assert queue.next(limit_s, busy=False) == Spoken(utterance, interrupts=False)
    queue, dropped = queue_with(utterance)
    assert queue.next(limit_s + 0.01, busy=False) is None
    assert dropped == [utterance]


def test_nothing_is_said_into_something_else() -> None:
    """It waits, and is said when there is silence, if that is soon enough."""
    queue, _ = queue_with(three(0.0))
    assert queue.next(0.0, busy=True) is None
    queue.offer(head(1.0))
    assert queue.next(1.2, busy=True) is None, "it is not known what is being said"
    assert queue.next(1.5, busy=False) == Spoken(head(1.0), interrupts=False)


@pytest.mark.parametrize(
    ("first", "second", "interrupts"),
    [
        (breath, hold, True),
        (breath, three, True),
        (breath, ready, True),
        (hold, head, True),
        (breath, breath, False),
        (hold, hold, False),
        (hold, three, False),
        (hold, hands, False),
        (hold, ready, False),
        (three, head, False),
        (hands, head, False),
        (ready, head, False),
    ],
)
def test_what_may_cut_what_short(first: object, second: object, interrupts: bool) -> None:
    """Everything a breath's tone, and what stops the clock an encouragement; nothing else."""
    queue, _ = queue_with(first(0.0))
    queue.next(0.0, busy=False)
    queue.offer(second(0.2))
    said = queue.next(0.2, busy=True)
    assert said == (Spoken(second(0.2), interrupts=True) if interrupts else None)


def test_of_two_at_once_the_more_important_is_said() -> None:
    """The other one is dropped, whichever came first."""
    for pair in ([three(), head()], [head(), three()]):
        queue, dropped = queue_with(*pair)
        assert queue.waiting == (head(),)
        assert dropped == [three()]


def test_of_two_alike_the_later_is_said() -> None:
    """It is the one that is so now."""
    queue, dropped = queue_with(ready(0.0), paused(0.4))
    assert queue.waiting == (paused(0.4),)
    assert dropped == [ready(0.0)]


def test_what_is_stale_gives_way_to_anything() -> None:
    """A cue of a second ago does not keep a breath from being heard."""
    queue, dropped = queue_with(head(0.0), breath(1.0))
    assert queue.waiting == (breath(1.0),)
    assert dropped == [head(0.0)]


def test_a_count_goes_before_a_line() -> None:
    """It is not made anew; the line follows, if the count was short, or is made anew."""
    queue, dropped = queue_with(ready(), counted())
    assert queue.next(0.0, busy=False) == Spoken(counted(), interrupts=False)
    assert queue.next(0.3, busy=True) is None
    assert queue.next(0.5, busy=False) == Spoken(ready(), interrupts=False)
    assert dropped == []


def test_a_line_goes_before_an_encouragement() -> None:
    """What is next matters more than a breath."""
    queue, _ = queue_with(breath(), ready())
    assert queue.next(0.0, busy=False) == Spoken(ready(), interrupts=False)


def test_the_safety_line_is_not_pushed_out() -> None:
    """It waits for the welcome's end, whatever else is to be said."""
    queue, dropped = queue_with(safety(0.0), ready(1.0), paused(2.0))
    assert dropped == [ready(1.0), paused(2.0)]
    assert queue.next(20.0, busy=False) == Spoken(safety(0.0), interrupts=False)


ANY = st.builds(
    lambda make, ago_s: (make, ago_s),
    st.sampled_from([breath, hold, three, counted, hands, head, ready, paused, safety]),
    st.floats(0.0, 1.0),
)
FRAMES = st.lists(
    st.tuples(st.floats(0.01, 3.0), st.lists(ANY, max_size=4), st.floats(0.0, 8.0)), max_size=40
)


@given(FRAMES)
def test_any_talk_keeps_the_rules(frames: list[tuple[float, list[object], float]]) -> None:
    """Never two at once, never stale, never a backlog; nothing vanishes and nothing doubles.

    Each frame brings a step of time, some causes up to a second old, and for how long whatever
    is begun in it is being said.
    """
    dropped: list[Utterance] = []
    queue, offered, said = SpeechQueue(dropped.append), [], []
    now_s, busy_until_s, speaking = 0.0, 0.0, None
    for dt_s, causes, lasts_s in frames:
        now_s += dt_s
        for make, ago_s in causes:
            offered.append(make(now_s - ago_s))
            queue.offer(offered[-1])
        busy = now_s < busy_until_s
        spoken = queue.next(now_s, busy)
        waiting = queue.waiting
        assert len(waiting) <= 2
        assert sum(u.priority is Priority.SESSION for u in waiting) <= 1
        assert all(now_s - u.cause_s <= patience_s(u) + 1e-6 for u in waiting)
        if spoken is None:
            assert busy or not waiting
            continue
        utterance = spoken.utterance
        assert now_s - utterance.cause_s <= patience_s(utterance) + 1e-6
        assert spoken.interrupts == busy
        if busy:
            assert speaking in (Priority.BREATH, Priority.ENCOURAGE)
            assert utterance.priority > speaking
            assert speaking is Priority.BREATH or utterance.priority is Priority.BLOCKING
        said.append(utterance)
        speaking, busy_until_s = utterance.priority, now_s + lasts_s
    ends = [*said, *dropped, *queue.waiting]
    assert sorted(map(id, ends)) == sorted(map(id, offered))
