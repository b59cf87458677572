"""The live loop over a scripted camera and filmed landmarks: no camera, no model, no waiting."""

from __future__ import annotations

import gc
import math
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from posecoach.adapters.camera_types import CameraEvent, CameraEventKind, LiveFrame
from posecoach.adapters.front import Front, Key, NoFront, Status
from posecoach.adapters.looking import DirectLooker, Look, ThreadLooker
from posecoach.adapters.session_json import ModelInfo, SourceInfo, session_dict
from posecoach.adapters.store_log import SessionLog, StoreSink
from posecoach.adapters.voice import MutedVoice, Transcript, Voice
from posecoach.adapters.words.spoken import ENGLISH
from posecoach.app import run
from posecoach.core.attempts import HoldVerdict
from posecoach.core.coach import Coach, CoachStep
from posecoach.core.config import Thresholds
from posecoach.core.cues import CueKey
from posecoach.core.flow import FlowStep, Pause, Stage
from posecoach.core.landmarks import PoseFrame
from posecoach.core.replay import find_rests
from posecoach.core.routine import Routine
from posecoach.core.session import SessionBuilder
from posecoach.core.setup_gate import SetupStep
from posecoach.core.setup_keys import Advice
from posecoach.core.utterance import SpokenKey
from posecoach.errors import InputError
from posecoach.live_frames import LiveFrames
from posecoach.live_session import Finished, LiveSession, Rules, Speaker
from tests.adapters.live_sources import ScriptedSource, noise
from tests.adapters.x_display import eventually
from tests.core.synthetic import HEIGHT_PX, WIDTH_PX, Keyframe, drawn, film, resting, steady

CFG = Thresholds()
SHORT = Routine("short", "both", 5.0, repetitions=(1, 1))
ENDLESS = Routine("endless", "both", 5.0)
K = CameraEventKind

PICTURES = [noise(seed, WIDTH_PX, HEIGHT_PX) for seed in range(3)]
"""Of the size that the filmed landmarks are in."""

ONE_HOLD: list[Keyframe] = [
    (0.0, resting()),
    (4.0, resting()),
    (5.5, drawn()),
    (13.0, drawn()),
    (14.5, resting()),
    (20.0, resting()),
]


class Counted(MutedVoice):
    """Says nothing, and keeps nothing but how often it was to."""

    def __init__(self) -> None:
        self.said = 0

    def say(self, _utterance: object) -> None:
        """Count."""
        self.said += 1


class Filmed:
    """In place of the model: the filmed landmarks at each frame's time."""

    def __init__(self, frames: Iterable[PoseFrame]) -> None:
        self._poses = {round(frame.time_s, 6): frame.pose for frame in frames}
        self.is_freed = False
        self.looked = 0

    def __call__(self, _image: object, time_s: float) -> PoseFrame:
        """Look it up."""
        self.looked += 1
        return PoseFrame(time_s, self._poses[round(time_s, 6)])

    def __enter__(self) -> Filmed:
        return self

    def __exit__(self, *_: object) -> None:
        self.is_freed = True


@dataclass
class Watching(NoFront):
    """A front that presses keys at times and remembers what it was shown."""

    keys: dict[float, Key] = field(default_factory=dict)
    shown: list[tuple[Look | None, FlowStep, Status]] = field(default_factory=list)
    prepared: list[tuple[Look | None, SetupStep, Status]] = field(default_factory=list)
    snapshots: int = 0

    def attend(self, newest: LiveFrame | None, /) -> tuple[Key, ...]:
        """Press what is due."""
        now_s = -1.0 if newest is None else newest.time_s
        due = [time_s for time_s in self.keys if time_s <= now_s]
        return tuple(self.keys.pop(time_s) for time_s in due)

    def show(self, look: Look | None, _step: CoachStep, flow: FlowStep, status: Status, /) -> None:
        """Remember."""
        self.shown.append((look, flow, status))

    def show_setup(
        self, look: Look | None, _step: CoachStep, setup: SetupStep, status: Status, /
    ) -> None:
        """Remember."""
        self.prepared.append((look, setup, status))

    def snapshot(self) -> None:
        """Count."""
        self.snapshots += 1


@dataclass
class Lived:
    """A session that is over, and what was seen and heard of it."""

    finished: Finished
    front: Watching
    voice: Transcript
    told: list[CameraEvent]
    filmed: Filmed

    @property
    def heard(self) -> list[object]:
        """What was said."""
        return [line.key for line in self.voice.lines]

    @property
    def pauses(self) -> set[Pause | None]:
        """Why it stood still."""
        return {flow.pause for _, flow, _ in self.front.shown}


def lived(
    script: Sequence[Keyframe] = ONE_HOLD,
    *,
    routine: Routine = ENDLESS,
    keys: dict[float, Key] | None = None,
    events: Sequence[CameraEvent] = (),
    stopped: Callable[[], bool] = lambda: False,
    fps: float = 30.0,
    dropped: Callable[[float], bool] = lambda _time_s: False,
    voice: Voice | None = None,
    lasts_s: float = math.inf,
) -> Lived:
    """Coach a filmed session through the live loop."""
    frames = film(script, steady(script[-1][0], fps))
    pictures = [
        (frame.time_s, PICTURES[i % len(PICTURES)])
        for i, frame in enumerate(frames)
        if not dropped(frame.time_s)
    ]
    source = ScriptedSource(pictures, events)
    filmed, front = Filmed(frames), Watching(keys=dict(keys or {}))
    heard = Transcript(ENGLISH, voice)
    told: list[CameraEvent] = []
    rules, speaker = Rules(routine, CFG), Speaker(heard, "en")
    session = LiveSession(rules, source, speaker, front, stopped=stopped, lasts_s=lasts_s)
    with DirectLooker(source, lambda: filmed) as looker:
        live = LiveFrames(source, looker, attend=session.attend, on_camera=told.append)
        finished = session.coach(live, lambda _coach: ())
    return Lived(finished, front, heard, told, filmed)


def test_a_hold_is_judged_and_counted() -> None:
    """Verdict and seconds are those of the film, and it is heard that the hold counts."""
    session = lived()
    (hold,) = session.finished.session.holds
    assert hold.record.verdict is HoldVerdict.VALID
    assert hold.record.attempt.start_s == pytest.approx(5.0, abs=0.6)
    assert SpokenKey.COUNTED in session.heard
    assert not session.finished.completed
    assert session.filmed.is_freed


def test_it_ends_with_the_routine() -> None:
    """After the last hold it says so, and takes no further frame."""
    session = lived(routine=SHORT)
    assert session.finished.completed
    assert session.heard[-1] is SpokenKey.FINISHED
    assert session.finished.session.duration_s < 17.0


def test_every_stage_is_timed() -> None:
    """Model, judgement, sound, picture; what comes after the model; a frame's age when shown."""
    stages = {"model", "judge", "sound", "show", "added", "age"}
    assert set(lived().finished.stages) == stages


def test_q_ends_it_and_what_was_held_is_kept() -> None:
    """The open hold is judged as it stands."""
    session = lived(keys={11.0: Key.QUIT})
    (hold,) = session.finished.session.holds
    assert hold.record.attempt.end_s == pytest.approx(11.0, abs=0.3)
    assert not session.finished.completed


def test_ctrl_c_ends_it() -> None:
    """The loop asks whether it was pressed, at every turn."""
    calls = iter(range(1000))
    session = lived(stopped=lambda: next(calls) > 300)
    assert 4.0 < session.finished.session.duration_s < 11.0


def test_a_pause_stands_still_and_goes_on() -> None:
    """While it lasts nobody is judged; nothing but the pause is said, and again that it ends."""
    session = lived(keys={1.0: Key.PAUSE, 16.0: Key.PAUSE})
    assert session.finished.session.holds == ()
    assert session.pauses >= {None, Pause.ASKED}
    assert SpokenKey.PAUSED in session.heard
    assert SpokenKey.RESUMED in session.heard


def test_muted_says_nothing_and_counts_all_the_same() -> None:
    """Not even what would be due later; and m again speaks again."""
    session = lived(keys={0.5: Key.MUTE})
    assert all(line.time_s < 0.6 for line in session.voice.lines)
    assert session.finished.session.valid_holds == 1
    assert session.front.shown[-1][2].muted
    assert SpokenKey.COUNTED in lived(keys={0.5: Key.MUTE, 12.0: Key.MUTE}).heard


def test_recalibrating_forgets_where_the_body_lay() -> None:
    """Until rest is seen again the start position is unknown."""
    session = lived(keys={16.0: Key.RECALIBRATE})
    known = {round(flow.time_s, 1): flow.calibrated for _, flow, _ in session.front.shown}
    assert known[15.5]
    assert not known[16.5]
    assert known[19.5]
    first = session.finished.coach.rests[0]
    assert first.start_s < 1.0, "what was measured against is still told"


def test_a_snapshot_is_asked_for() -> None:
    """The front takes it; nothing else changes."""
    session = lived(keys={7.0: Key.SNAPSHOT})
    assert session.front.snapshots == 1
    assert session.finished.session.valid_holds == 1


def test_a_lost_camera_pauses_and_the_session_goes_on() -> None:
    """It is told and heard; the hold after it counts in the same session."""
    away = (1.0, 3.5)
    script = [(t + (3.0 if t else 0.0), figure) for t, figure in ONE_HOLD]
    session = lived(
        script,
        events=[CameraEvent(K.LOST, away[0]), CameraEvent(K.BACK, away[1])],
        dropped=lambda t: away[0] <= t < away[1],
    )
    assert [event.kind for event in session.told] == [K.LOST, K.BACK]
    assert Pause.CAMERA in session.pauses
    assert {SpokenKey.CAMERA_LOST, SpokenKey.CAMERA_BACK} <= set(session.heard)
    assert session.finished.session.valid_holds == 1
    times = [flow.time_s for _, flow, _ in session.front.shown]
    assert times == sorted(set(times)), "time goes on, and never back"
    assert sum(away[0] < t < away[1] for t in times) >= 10, "the loop goes on without pictures"


class Busy(MutedVoice):
    """A voice that is heard for a while: so many looks at whether it is."""

    def __init__(self) -> None:
        self.left = 0

    @property
    def busy(self) -> bool:  # type: ignore[override]  # a muted voice never is
        """For some looks after each word."""
        self.left -= 1
        return self.left > 0

    def say(self, _utterance: object) -> None:
        """Begin anew."""
        self.left = 20


def test_a_camera_that_does_not_come_back_ends_it_aloud() -> None:
    """Whoever lies there hears it to its end, with what counted, before the session is over."""
    voice = Busy()
    session = lived(
        events=[CameraEvent(K.LOST, 15.0), CameraEvent(K.GAVE_UP, 18.0)],
        dropped=lambda t: t >= 15.0 and t < 19.9,
        voice=voice,
    )
    assert session.heard[-1] is SpokenKey.CAMERA_GIVEN_UP
    assert session.voice.lines[-1].text.endswith("What you held is kept: one hold.")
    assert voice.left <= 0, "it was heard out"
    assert not session.finished.completed
    assert session.finished.session.valid_holds == 1


def test_it_ends_when_its_time_is_up() -> None:
    """Aloud, heard out, with what counted; the hold that was open is judged as it stands."""
    voice = Busy()
    session = lived(lasts_s=15.0, voice=voice)
    assert session.heard[-1] is SpokenKey.TIME_UP
    assert session.voice.lines[-1].text.startswith("The time is up. One hold counted.")
    assert voice.left <= 0, "it was heard out"
    assert session.finished.session.duration_s == pytest.approx(15.0, abs=0.1)
    assert not session.finished.completed
    (hold,) = lived(lasts_s=8.0).finished.session.holds
    assert hold.record.verdict is HoldVerdict.TOO_SHORT


@pytest.mark.parametrize("routine", [SHORT, ENDLESS], ids=["ended", "quit"])
def test_a_session_that_is_over_says_nothing_of_time(routine: Routine) -> None:
    """Neither where the routine's end came first nor where somebody ended it."""
    keys = {} if routine is SHORT else {17.0: Key.QUIT}
    assert SpokenKey.TIME_UP not in lived(routine=routine, keys=keys, lasts_s=19.0).heard


def test_time_that_is_up_during_the_last_word_does_not_cut_it_off() -> None:
    """Nor is anything said after the praise."""
    whole = lived(routine=SHORT, voice=Busy())
    counted_s = whole.voice.lines[-1].time_s
    session = lived(routine=SHORT, lasts_s=counted_s + 0.1, voice=Busy())
    assert session.finished.completed
    assert session.heard == whole.heard
    assert session.heard[-1] is SpokenKey.FINISHED
    assert session.finished.session.duration_s == whole.finished.session.duration_s


def test_a_black_picture_credits_nothing() -> None:
    """As long as it is black nobody is seen; back from a loss it may still be black."""
    events = [
        CameraEvent(K.BLACK, 6.0),
        CameraEvent(K.LOST, 8.0),
        CameraEvent(K.BACK, 9.0),
        CameraEvent(K.CLEAR, 12.0),
    ]
    session = lived(events=events)
    pauses = [(flow.pause, flow.time_s) for _, flow, _ in session.front.shown if flow.pause]
    before = [None, *(pause for pause, _ in pauses)]
    changes = [now for now, last in zip(pauses, before, strict=False) if now[0] is not last]
    assert [pause for pause, _ in changes] == [
        *(Pause.BLACK, Pause.CAMERA, Pause.BLACK),
        Pause.NOBODY,  # until they have been seen for a moment
    ]
    assert [time_s for _, time_s in changes] == pytest.approx([6.0, 8.0, 9.0, 12.0], abs=0.2)
    assert session.finished.session.valid_holds == 0


@pytest.mark.parametrize(("kind", "said"), [(K.BLACK, Advice.COVERED), (K.FROZEN, Advice.FROZEN)])
def test_in_mid_session_it_says_what_would_help(kind: CameraEventKind, said: Advice) -> None:
    """Waiting does not open a shutter: it is named, and that there is a picture again."""
    session = lived(events=[CameraEvent(kind, 6.0), CameraEvent(K.CLEAR, 12.0)])
    assert said in session.heard
    assert SpokenKey.CAMERA_LOST not in session.heard
    assert session.heard.index(SpokenKey.CAMERA_BACK) > session.heard.index(said)


def test_five_frames_a_second_are_judged_alike() -> None:
    """Time is time, not frames."""
    fast, slow = lived(), lived(fps=5.0)
    seconds = [s.finished.session.holds[0].record.attempt.credited_s for s in (fast, slow)]
    assert slow.finished.session.valid_holds == 1
    assert seconds[0] == pytest.approx(seconds[1], abs=0.3)


def test_live_and_replay_agree() -> None:
    """The same frames through the live loop and through a review's: the same seconds."""
    session, size = lived().finished.session, {"width_px": WIDTH_PX, "height_px": HEIGHT_PX}
    frames = film(ONE_HOLD, steady(ONE_HOLD[-1][0]))
    coach = Coach(ENDLESS, CFG, rests=find_rests(frames, CFG, **size), **size)
    builder = SessionBuilder(CFG)
    run(frames, coach, [builder.add])
    live, replay = (s.holds[0].record.attempt for s in (session, builder.finish(coach)))
    assert live.credited_s == pytest.approx(replay.credited_s, abs=0.05)


class Failing:
    """A source whose recording turns out to be damaged after some frames."""

    def __init__(self, source: ScriptedSource, good: int) -> None:
        self._source, self._left = source, good

    def __getattr__(self, name: str) -> object:
        return getattr(self._source, name)

    def latest(self, timeout_s: float) -> LiveFrame | None:
        """Some frames, then the damage."""
        self._left -= 1
        if self._left < 0:
            raise InputError("damaged")
        return self._source.latest(timeout_s)


@pytest.mark.parametrize("kind", [DirectLooker, ThreadLooker])
def test_a_source_that_fails_keeps_what_was_seen(kind: type[DirectLooker | ThreadLooker]) -> None:
    """The frames before it are handed out, then the failure is known; it is not raised."""
    frames = film(ONE_HOLD, steady(20.0))
    pictures = [(frame.time_s, noise(i % 7)) for i, frame in enumerate(frames)]
    failing = Failing(ScriptedSource(pictures), 30)
    with kind(failing, lambda: Filmed(frames)) as looker:  # type: ignore[arg-type]  # it has all that a source has
        live = LiveFrames(
            failing._source, looker, attend=lambda: None, on_camera=lambda _event: None
        )
        seen = list(live.until(lambda: False))
    assert 10 <= len(seen) <= 30
    assert str(live.failure) == "damaged"


def test_the_thread_hands_out_the_same_looks() -> None:
    """In order, each once, with their own landmarks; the model is freed at the end."""
    frames = film(ONE_HOLD, steady(4.0))
    pictures = [(frame.time_s, noise(i % 7)) for i, frame in enumerate(frames)]
    source, filmed = ScriptedSource(pictures), Filmed(frames)
    looks = []
    with ThreadLooker(source, lambda: filmed) as looker:
        while not looker.is_over:
            look = looker.next(1.0)
            if look is not None:
                looks.append(look)
    assert [round(look.pose.time_s, 4) for look in looks] == [
        round(frame.time_s, 4) for frame in frames
    ]
    assert filmed.is_freed


def test_the_model_does_not_wait_for_what_is_done_with_a_look() -> None:
    """While one is being drawn it looks on; all it saw comes, in order; it holds a few at most."""
    frames = film(ONE_HOLD, steady(20.0))
    pictures = [(frame.time_s, noise(i % 7)) for i, frame in enumerate(frames)]
    source, filmed = ScriptedSource(pictures), Filmed(frames)
    with ThreadLooker(source, lambda: filmed) as looker:
        looks = [looker.next(5.0)]
        assert eventually(lambda: filmed.looked >= 6), "nobody has taken a look since the first"
        time.sleep(0.05)
        assert filmed.looked < 20, "nor does it fill the memory"
        looks += [looker.next(5.0) for _ in range(20)]
    times = [look.pose.time_s for look in looks if look is not None]
    assert times == [round(frame.time_s, 6) for frame in frames[:21]]


def test_the_thread_ends_with_a_look_nobody_takes() -> None:
    """Leaving early does not wait for a queue that is full."""
    frames = film(ONE_HOLD, steady(20.0))
    pictures = [(frame.time_s, noise(i % 7)) for i, frame in enumerate(frames)]
    filmed = Filmed(frames)
    with ThreadLooker(ScriptedSource(pictures), lambda: filmed) as looker:
        assert looker.next(5.0) is not None
    assert filmed.is_freed


def test_a_picture_that_stands_still_shows_nobody() -> None:
    """A webcam that repeats its picture for longer than it may is not believed."""
    frames = film(ONE_HOLD, steady(1.0))
    picture = LiveFrame(0, 0.0, noise(1), 0.0, unchanged_s=0.6)
    source = ScriptedSource([])
    source.latest = lambda _timeout_s: picture  # type: ignore[method-assign]  # one frame is enough
    look = DirectLooker(source, lambda: Filmed(frames)).next(1.0)
    assert look is not None
    assert look.pose.pose is None


def test_the_first_cue_is_shown_for_a_while() -> None:
    """Who looks at the screen reads what was said last; later it is gone."""
    session = lived()
    said = [status.said for _, _, status in session.front.shown]
    assert any(said)
    assert said[0].startswith("Hello")
    assert CueKey.HOLD in session.heard or SpokenKey.COUNTED in session.heard
    assert session.front.shown[-1][1].stage is not Stage.FINISHED


@contextmanager
def set_up_over(
    source: ScriptedSource,
    frames: list[PoseFrame],
    front: Front,
    voice: Transcript,
    *,
    lasts_s: float = math.inf,
) -> Iterator[tuple[LiveSession, LiveFrames]]:
    """A session without end over a source, about to be set up, and its frames."""
    rules, speaker = Rules(ENDLESS, CFG), Speaker(voice, "en")
    session = LiveSession(rules, source, speaker, front, stopped=lambda: False, lasts_s=lasts_s)
    with DirectLooker(source, lambda: Filmed(frames)) as looker:
        yield (
            session,
            LiveFrames(source, looker, attend=session.attend, on_camera=lambda _event: None),
        )


def test_setting_up_hands_over_where_the_body_lay() -> None:
    """Nothing is timed before all is right; then the first hold can be measured at once."""
    frames = film(ONE_HOLD, steady(ONE_HOLD[-1][0]))
    bright = [picture + np.uint8(60) for picture in PICTURES]
    source = ScriptedSource((f.time_s, bright[i % len(bright)]) for i, f in enumerate(frames))
    front, voice = Watching(), Transcript(ENGLISH, MutedVoice())
    with set_up_over(source, frames, front, voice) as (session, live):
        session.set_up(live)
        began_s = source.now_s()
        finished = session.coach(live, lambda _coach: ())
    assert 1.5 <= began_s < 4.0
    assert finished.coach.rests[0].start_s < began_s
    (hold,) = finished.session.holds
    assert hold.record.verdict is HoldVerdict.VALID
    assert voice.lines[0].key is SpokenKey.SETUP_READY


@pytest.mark.parametrize(
    ("kind", "advice"),
    [(K.BLACK, Advice.COVERED), (K.FROZEN, Advice.FROZEN), (K.LOST, Advice.NO_CAMERA)],
)
def test_setting_up_without_a_picture_says_what_to_do(
    kind: CameraEventKind, advice: Advice
) -> None:
    """Aloud and on the screen, at once and now and then; nothing begins meanwhile."""
    frames = film(ONE_HOLD, steady(20.0))
    source = ScriptedSource(
        ((f.time_s, PICTURES[i % 3]) for i, f in enumerate(frames)), [CameraEvent(kind, 0.5)]
    )
    front, voice = Watching(), Transcript(ENGLISH, MutedVoice())
    with set_up_over(source, frames, front, voice) as (session, live):
        session.set_up(live)
    assert [line.key for line in voice.lines] == [advice] * 2
    assert [line.time_s for line in voice.lines] == pytest.approx([0.5, 16.5], abs=0.3)
    blind = [(setup, status) for look, setup, status in front.prepared if look is None]
    assert len(blind) > 100
    assert {setup.advice for setup, _ in blind} == {advice}
    assert not any(setup.may_begin for setup, _ in blind)
    assert blind[5][1].said == voice.lines[0].text


def test_a_camera_given_up_before_the_session_is_told_too() -> None:
    """Nothing was held yet, so nothing is said of it."""
    frames = film(ONE_HOLD, steady(5.0))
    events = [CameraEvent(K.LOST, 1.0), CameraEvent(K.GAVE_UP, 4.0)]
    pictures = [(f.time_s, PICTURES[0]) for f in frames if f.time_s < 1.0 or f.time_s > 4.9]
    source, voice = ScriptedSource(pictures, events), Transcript(ENGLISH)
    with set_up_over(source, frames, NoFront(), voice) as (session, live):
        session.set_up(live)
    assert [line.key for line in voice.lines] == [Advice.NO_CAMERA, SpokenKey.CAMERA_GIVEN_UP]
    assert "kept" not in voice.lines[-1].text


def test_time_that_is_up_during_the_setting_up_ends_it() -> None:
    """Nothing was held yet, so nothing is said of it; the session is over before it began."""
    frames = film(ONE_HOLD, steady(5.0))
    source = ScriptedSource((f.time_s, PICTURES[0]) for f in frames)  # too dark to be ready
    voice = Transcript(ENGLISH)
    with set_up_over(source, frames, NoFront(), voice, lasts_s=1.0) as (session, live):
        session.set_up(live)
        assert source.now_s() == pytest.approx(1.0, abs=0.1)
        assert session.is_over()
    assert voice.lines[-1].text == "The time is up. Stay lying for as long as you like."


# --- three hours ----------------------------------------------------------------------------------

HOURS, FPS, CYCLE_S = 3, 5, 300
SET: list[Keyframe] = [
    (0.0, resting()),
    (10.0, resting()),
    (11.5, drawn()),
    (19.9, drawn()),
    (20.0, drawn(head_lift=0.25)),
    (21.4, drawn(head_lift=0.25)),
    (21.5, drawn()),
    (36.0, drawn()),
    (37.5, resting()),
    (45.0, resting()),
]
SAMPLES_S = tuple(3600 * hour - CYCLE_S * back - 10 for hour in (1, 3) for back in (2, 1, 0))
"""Five minutes apart, at the end of the first and the last hour; nothing happens just then."""


class ASetInFiveMinutes:
    """In place of the model: one set on the mat, then four minutes out of view."""

    def __init__(self) -> None:
        self._poses = [frame.pose for frame in film(SET, steady(SET[-1][0], FPS))]

    def __call__(self, _image: object, time_s: float) -> PoseFrame:
        """Look it up."""
        at = round(time_s % CYCLE_S * FPS)
        return PoseFrame(time_s, self._poses[at] if at < len(self._poses) else None)

    def __enter__(self) -> ASetInFiveMinutes:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Memory:
    """A sink that measures what Python has taken since the first sample of three."""

    def __init__(self) -> None:
        self._due = list(SAMPLES_S)
        self.taken: list[int] = []

    def __call__(self, step: CoachStep) -> None:
        """Measure where a sample is due; only then is it slow."""
        if not self._due or step.frame.time_s < self._due[0]:
            return
        self._due.pop(0)
        time.sleep(0.3)  # the history's own thread has written what it was told
        gc.collect()
        if not tracemalloc.is_tracing():
            tracemalloc.start()
        self.taken.append(tracemalloc.get_traced_memory()[0])
        if len(self.taken) % 3 == 0:
            tracemalloc.stop()


def test_three_hours_are_coached_in_seconds_with_flat_memory(tmp_path: Path) -> None:
    """A set every five minutes, a camera lost and a lens covered, all of it kept in the history.

    Camera, loop, coach, voice, session and store; five pictures a second. A leak of a float
    in a list for every picture would be 48 kB more in five minutes.
    """
    hour_s = 3600.0
    pictures = ((i / FPS, PICTURES[i % 3]) for i in range(int(HOURS * hour_s * FPS)))
    lost = [CameraEvent(K.LOST, hour_s + 100.0), CameraEvent(K.BACK, hour_s + 130.0)]
    black = [CameraEvent(K.BLACK, 2 * hour_s + 20.0), CameraEvent(K.CLEAR, 2 * hour_s + 50.0)]
    source, memory, heard = ScriptedSource(pictures, [*lost, *black]), Memory(), Counted()
    rules = Rules(Routine("endless", "both", 20.0, rest_s=20.0), CFG)
    session = LiveSession(rules, source, Speaker(heard, "en"), NoFront(), stopped=lambda: False)
    path, info = tmp_path / "history.sqlite", SourceInfo("scripted", WIDTH_PX, HEIGHT_PX)
    model = ModelInfo("filmed", "0" * 64)

    def sinks(coach: Coach) -> tuple[Callable[[CoachStep], None], ...]:
        clock = lambda: source.now_s() / 60  # noqa: E731 - news twice a minute, not a second
        return (
            StoreSink(log, coach, rules.routine, CFG, info, model, clock=clock),
            memory,
        )

    with SessionLog(path) as log, DirectLooker(source, ASetInFiveMinutes) as looker:
        live = LiveFrames(source, looker, attend=session.attend, on_camera=lambda _event: None)
        lived = session.coach(live, sinks).session
        log.finish(session_dict(lived, info, model, rules.routine))
    sets = int(HOURS * hour_s / CYCLE_S)
    assert lived.duration_s == pytest.approx(HOURS * hour_s, abs=1.0)
    assert lived.valid_holds == sets - 1, "through a covered lens nobody can tell"
    assert log.take_note() is None
    assert 10 * sets < heard.said < 40 * sets
    first, last = memory.taken[2] - memory.taken[1], memory.taken[5] - memory.taken[4]
    assert max(first, last) < 48_000, "a set's own record, and figures of the last few hundred"
