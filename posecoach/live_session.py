"""One live session from the first picture to the last word.

First the setting up: nothing is timed until the picture is right, or the person starts anyway
by lying still. Then the session, judged by a coach that knows nothing of what was before.
Both are the one loop (:func:`posecoach.app.run`) over the same frames.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.camera_slot import StageWatch
from posecoach.adapters.front import ATTEND_EVERY_S, Key, Status
from posecoach.adapters.setup_run import SetupRound, SetupRunner
from posecoach.adapters.words.spoken import CATALOGUES, text_of
from posecoach.app import run
from posecoach.core.announce import Announcer
from posecoach.core.coach import Coach
from posecoach.core.conductor import Conductor
from posecoach.core.flow import OPENING_S, SETTLE_S, Event, SessionFlow, Stage
from posecoach.core.lasting import Lasting
from posecoach.core.session import SessionBuilder
from posecoach.core.speech_queue import Spoken
from posecoach.core.utterance import Priority, SpokenKey, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from posecoach.adapters.camera_types import LiveSource, StageTime
    from posecoach.adapters.front import Front
    from posecoach.adapters.voice import Voice
    from posecoach.core.coach import CoachStep
    from posecoach.core.config import Thresholds
    from posecoach.core.flow import FlowStep
    from posecoach.core.landmarks import PoseFrame
    from posecoach.core.rest import Rest
    from posecoach.core.routine import Routine
    from posecoach.core.session import Session
    from posecoach.live_frames import LiveFrames

SAID_FOR_S = 6.0  # what was said stays on the screen for so long
SUMMARY_FOR_S = 60.0  # time to get up, and to look
_FAREWELL_S = 10.0  # the longest last word, and a voice that begins late; who hangs keeps nobody
_REST_S = 3.0  # all is right: longer than rest takes to be found nobody is kept waiting


@dataclass(frozen=True)
class Rules:
    """What a session is judged and led by.

    Attributes
    ----------
    pacer
        Whether to breathe along.
    """

    routine: Routine
    cfg: Thresholds
    pacer: bool = True


@dataclass(frozen=True)
class Finished:
    """A session that is over.

    Attributes
    ----------
    completed
        The routine came to its end; else the person, or the camera, ended it.
    stages
        How long each stage of the loop took, s, by its name.
    """

    session: Session
    coach: Coach
    completed: bool
    stages: Mapping[str, StageTime]


class Speaker:
    """Says what is chosen, and knows what was said last; while muted it is only to be read."""

    def __init__(self, voice: Voice, lang: str, *, muted: bool = False) -> None:
        self._voice, self._words = voice, CATALOGUES[lang]
        self._said, self._said_s = "", float("-inf")
        self.muted = muted

    @property
    def busy(self) -> bool:
        """Something is being said."""
        return self._voice.busy

    def __call__(self, spoken: Spoken | None, time_s: float) -> None:
        """Say it."""
        if spoken is None:
            return
        if not self.muted:
            if spoken.interrupts:
                self._voice.stop()
            self._voice.say(spoken.utterance)
        self._said, self._said_s = text_of(spoken.utterance, self._words), time_s

    def said(self, time_s: float) -> str:
        """What was said last, as long as it is news."""
        return self._said if time_s - self._said_s < SAID_FOR_S else ""

    def toggle_mute(self) -> None:
        """Fall silent, or speak again."""
        self.muted = not self.muted
        if self.muted:
            self._voice.stop()


def press_anywhere(key: Key, speaker: Speaker, front: Front) -> bool:
    """Do what a key asks for with or without a session; False: it asks for something else."""
    if key is Key.MUTE:
        speaker.toggle_mute()
    elif key is Key.SNAPSHOT:
        front.snapshot()
    else:
        return False
    return True


class LiveSession:
    """Runs a session over an open source.

    Parameters
    ----------
    recording
        The picture itself is being kept: that is shown all the time.
    stopped
        Whether Ctrl-C was pressed.
    lasts_s
        When it ends by itself, whatever is going on then, s on the source's clock from now.
    """

    def __init__(
        self,
        rules: Rules,
        source: LiveSource,
        speaker: Speaker,
        front: Front,
        *,
        stopped: Callable[[], bool],
        recording: bool = False,
        lasts_s: float = math.inf,
    ) -> None:
        self._rules, self._source = rules, source
        self._speaker, self._front = speaker, front
        self._stopped, self._recording = stopped, recording
        self._ends_s = source.now_s() + lasts_s
        self._quit = self._may_begin = False
        self._coach: Coach | None = None
        self._known: tuple[Rest, ...] = ()
        self._frames: LiveFrames | None = None
        opening_s = 0.0 if speaker.muted else OPENING_S
        settle_s = SETTLE_S if rules.pacer and not speaker.muted else 0.0
        flow = SessionFlow(rules.routine, rules.cfg, opening_s=opening_s, settle_s=settle_s)
        self._conductor = Conductor(flow, Announcer(rules.routine, pacer=rules.pacer))
        self._flow: FlowStep | None = None
        self._handed_s = 0.0
        self._watch = StageWatch("model", "judge", "sound", "show", "added", "age")

    # --- who sits at the laptop ---------------------------------------------------------------

    def attend(self) -> None:
        """Keep the window alive, and do what is asked for at the keyboard."""
        for key in self._front.attend(self._source.newest()):
            self._press(key)

    def _press(self, key: Key) -> None:
        if key is Key.QUIT:
            self._quit = True
        elif not press_anywhere(key, self._speaker, self._front):
            self._press_in_session(key)

    def _press_in_session(self, key: Key) -> None:
        frames, coach = self._frames, self._coach
        if frames is None or coach is None:
            return
        if key is Key.PAUSE:
            frames.pause(paused=not frames.is_paused)
        elif key is Key.RECALIBRATE:
            coach.recalibrate()
            frames.add(Event.RECALIBRATE)

    def recording_ended(self) -> None:
        """The picture is kept no longer, and that is not shown any more."""
        self._recording = False

    def is_over(self) -> bool:
        """Whether somebody has ended it, or its time is up."""
        return self._is_left() or self._is_time_up()

    def _is_left(self) -> bool:
        return self._quit or self._stopped()

    def _is_time_up(self) -> bool:
        return self._source.now_s() >= self._ends_s

    def _status(self, time_s: float) -> Status:
        return Status(self._speaker.muted, self._recording, self._speaker.said(time_s))

    # --- the setting up -----------------------------------------------------------------------

    def set_up(self, frames: LiveFrames) -> None:
        """Until the picture is right, or the person starts anyway, or leaves.

        A coach of its own looks for rest and phase; the session's takes over where the body
        lay and nothing else, so that what was done on the way to the mat is not timed.
        """
        info, rules = self._source.info, self._rules
        coach = Coach(rules.routine, rules.cfg, width_px=info.width_px, height_px=info.height_px)
        runner = SetupRunner(rules.cfg, width_px=info.width_px, height_px=info.height_px)
        room = SetupRound(frames, runner, self._speaker, self._front, self._status)
        ready = Lasting()

        def begin_if_ready(step: CoachStep) -> None:
            may_begin = room.looked is not None and room.looked.may_begin
            waited_s = ready(step.frame.time_s, may_begin)
            # Who lies there already is measured against it from the first second on.
            self._may_begin = may_begin and bool(coach.rests or waited_s >= _REST_S)

        run(frames.until(lambda: self.is_over() or self._may_begin), coach, (room, begin_if_ready))
        self._known = coach.rests
        self._take_leave(frames, 0)

    def show_summary(self, finished: Finished) -> None:
        """What it came to, for whoever gets up and looks, until a key is pressed."""
        held_s = sum(hold.record.attempt.credited_s for hold in finished.session.holds)
        if not finished.completed or not self._front.show_summary(held_s):
            return
        until_s = time.perf_counter() + SUMMARY_FOR_S
        while not self._stopped() and time.perf_counter() < until_s:
            keys = self._front.attend(None)
            if Key.SNAPSHOT in keys:
                self._front.snapshot()
            if Key.QUIT in keys or Key.PAUSE in keys:
                return
            time.sleep(ATTEND_EVERY_S)

    # --- the session --------------------------------------------------------------------------

    def coach(
        self,
        frames: LiveFrames,
        sinks: Callable[[Coach], tuple[Callable[[CoachStep], None], ...]],
    ) -> Finished:
        """Coach until the routine's end, or until somebody or the camera ends it.

        Parameters
        ----------
        sinks
            Makes, of the session's coach, what else sees every step: the history, say.
        """
        info, rules = self._source.info, self._rules
        coach = Coach(
            rules.routine,
            rules.cfg,
            width_px=info.width_px,
            height_px=info.height_px,
            known=self._known,
        )
        self._frames, self._coach = frames, coach
        builder = SessionBuilder(rules.cfg)
        run(self._handed(frames), coach, (self._lead, builder.add, self._show, *sinks(coach)))
        completed = self._is_completed()
        finished = Finished(builder.finish(coach), coach, completed, self._watch.times())
        if not completed:
            self._take_leave(frames, finished.session.valid_holds)
        return finished

    def _take_leave(self, frames: LiveFrames, valid_holds: int) -> None:
        """Tell who lies there why it ends before its end, and let them hear it out.

        Who ends it by hand knows.
        """
        if frames.gave_up:
            why = SpokenKey.CAMERA_GIVEN_UP
        elif self._is_time_up() and not self._is_left():
            why = SpokenKey.TIME_UP
        else:
            return
        now_s = self._source.now_s()
        last = Utterance(why, Priority.SESSION, now_s, valid_holds)
        self._speaker(Spoken(last, interrupts=self._speaker.busy), now_s)
        until_s = time.perf_counter() + _FAREWELL_S
        while self._speaker.busy and not self._is_left() and time.perf_counter() < until_s:
            self.attend()
            time.sleep(ATTEND_EVERY_S)

    def _handed(self, frames: LiveFrames) -> Iterator[PoseFrame]:
        for frame in frames.until(self._is_ended):
            self._handed_s = time.perf_counter()
            yield frame

    def _is_completed(self) -> bool:
        return self._flow is not None and self._flow.stage is Stage.FINISHED

    def _is_ended(self) -> bool:
        """Whether it is; the praise at the routine's end is heard out, whatever the time."""
        if self._is_completed():
            return self._is_left() or self._is_done()
        return self.is_over() or self._is_done()

    def _is_done(self) -> bool:
        flow = self._flow
        return flow is not None and self._conductor.is_done(flow, busy=self._speaker.busy)

    def _lead(self, step: CoachStep) -> None:
        """The first sink: what is said must not wait for what is drawn or kept."""
        assert self._frames is not None  # set before the first step; mypy cannot see it
        began_s = time.perf_counter()
        events = self._frames.take_events()
        self._flow, spoken = self._conductor(step, events, busy=self._speaker.busy)
        self._speaker(spoken, step.frame.time_s)
        self._watch.add(judge=began_s - self._handed_s, sound=time.perf_counter() - began_s)

    def _show(self, step: CoachStep) -> None:
        """The picture, and for how long the frame was on its way; it waits for no file."""
        assert self._frames is not None  # as above
        assert self._flow is not None
        look, began_s = self._frames.look, time.perf_counter()
        self._front.show(look, step, self._flow, self._status(step.frame.time_s))
        now_s = time.perf_counter()
        self._watch.add(show=now_s - began_s)
        if look is not None:
            age_s = self._source.now_s() - look.frame.time_s
            self._watch.add(model=look.model_s, added=now_s - look.ready_s, age=age_s)
