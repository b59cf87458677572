"""The voice as the coach uses it: it never waits, never raises, and outlives its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posecoach.adapters import voice_process
from posecoach.adapters.voice import (
    MutedVoice,
    SpokenLine,
    Transcript,
    Voice,
    VoiceKind,
    open_voice,
)
from posecoach.adapters.voice_process import SoundVoice
from posecoach.adapters.words import sound, spoken
from posecoach.core.faults import FaultKind
from posecoach.core.utterance import Priority, SpokenKey, Utterance

PATIENCE_S = 60.0  # a shared machine may be slow; nothing here waits for its end
PROMPT_S = 0.02  # for calls that must not wait; they take well under a millisecond
NOTES = sound.ENGLISH

WELCOME = Utterance(SpokenKey.WELCOME, Priority.SESSION, 0.0)
TICK = Utterance(SpokenKey.SECONDS_LEFT, Priority.COUNT, 1.0, 3)
BREATH = Utterance(SpokenKey.BREATHE_IN, Priority.BREATH, 2.0)
HEAD_UP = Utterance(FaultKind.HEAD_UP, Priority.BLOCKING, 3.0)

# In the place of pyttsx3: an engine that renders a low hum, unless it is told to misbehave.
ENGINE = """
import os, time, wave
{at_import}
class Engine:
    driver_name = "stand-in"
    def connect(self, *_): pass
    def setProperty(self, *_): pass
    def getProperty(self, name):
        class Voice:
            id, name, languages = "v", "v", {languages}
        return [Voice] if name == "voices" else "v"
    def save_to_file(self, text, path):
        {at_save}
        with wave.open(path, "wb") as file:
            file.setnchannels(1); file.setsampwidth(2); file.setframerate(8000)
            file.writeframes((b"\\x00\\x10" * 8 + b"\\x00\\xf0" * 8) * (20 * len(text)))
    def runAndWait(self): pass
"""


class Opened:
    """A voice under test, and what it noted."""

    def __init__(self, kind: VoiceKind) -> None:
        self.notes: list[str] = []
        voice, note = open_voice(kind, "en", self.notes.append, wait_s=PATIENCE_S, null_device=True)
        self.notes[:0] = [] if note is None else [note]
        self.voice = voice

    @property
    def pid(self) -> int | None:
        """The process behind it."""
        return self.voice.pid if isinstance(self.voice, SoundVoice) else None

    def says(self, utterance: Utterance) -> float:
        """Say it to its end; how long that took, s."""
        start_s = time.monotonic()
        self.voice.say(utterance)
        until(lambda: not self.voice.busy)
        return time.monotonic() - start_s


def until(condition: Callable[[], object]) -> None:
    """Wait for something that must come.

    What lasts no longer than it should is tried again: a machine that is away for a moment
    makes everything last longer, never shorter.
    """
    end_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end_s, "it did not come"
        time.sleep(0.005)


def usual_s(calls: Callable[[], None]) -> float:
    """How long calls take, the median of many: a shared machine may be away for a moment."""
    took_s = []
    for _ in range(21):
        start_s = time.monotonic()
        calls()
        took_s.append(time.monotonic() - start_s)
        time.sleep(0.01)
    return sorted(took_s)[10]


def alive(pid: int) -> bool:
    """Whether a process is there, and not merely waiting to be buried."""
    if sys.platform == "win32":
        return False  # there is no looking without touching
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.fixture
def opened() -> Iterator[Callable[[VoiceKind], Opened]]:
    """Give a function that opens a voice; it is closed afterwards, and leaves no process."""
    all_opened: list[Opened] = []

    def open_one(kind: VoiceKind) -> Opened:
        all_opened.append(Opened(kind))
        return all_opened[-1]

    yield open_one
    for one in all_opened:
        pid = one.pid
        one.voice.close()
        assert pid is None or not alive(pid)


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give a function that puts another engine in the place of the platform's."""

    def put(at_import: str = "", at_save: str = "pass", languages: str = "['en-GB']") -> None:
        package = tmp_path / "pyttsx3"
        package.mkdir(exist_ok=True)
        (package / "__init__.py").write_text("")
        code = ENGINE.format(at_import=at_import, at_save=at_save, languages=languages)
        (package / "engine.py").write_text(code)
        monkeypatch.syspath_prepend(str(tmp_path))

    return put


# --- when all is well -----------------------------------------------------------------------


def test_tones_sound_and_end(opened: Callable[[VoiceKind], Opened]) -> None:
    """Each utterance is played at its own pace, then the voice is free again."""
    tones = opened("tones")
    assert tones.notes == []
    assert not tones.voice.busy
    until(lambda: 0.1 < tones.says(TICK) < 1.0)
    until(lambda: 1.2 < tones.says(BREATH) < 3.0)


def test_speech_is_spoken_and_breath_is_a_tone(
    opened: Callable[[VoiceKind], Opened], stand_in: Callable[..., None]
) -> None:
    """Words take as long as they are; the pacer sounds as it does without a voice."""
    stand_in()
    speech, tones = opened("speech"), opened("tones")
    welcome_s = len(spoken.ENGLISH.lines[SpokenKey.WELCOME]) * 20 * 16 / 8000
    until(lambda: welcome_s - 0.2 < speech.says(WELCOME) < welcome_s + 1.0)
    until(lambda: abs(speech.says(BREATH) - tones.says(BREATH)) < 0.5)
    assert speech.notes == []


def test_real_speech_in_both_languages(tmp_path: Path) -> None:
    """The platform's own voice, process and all."""
    from posecoach.adapters.voice_engine import SpeechEngine  # noqa: PLC0415 - of this test alone

    try:
        SpeechEngine("fr", tmp_path)
    except Exception as error:  # noqa: BLE001 - each platform fails in its own way
        pytest.skip(f"no speech engine here ({error})")
    for lang in spoken.CATALOGUES:
        voice, note = open_voice("speech", lang, wait_s=PATIENCE_S, null_device=True)
        assert note is None
        start_s = time.monotonic()
        voice.say(HEAD_UP)
        until(lambda: not voice.busy)  # noqa: B023 - it is called within the turn
        assert time.monotonic() - start_s > 0.5
        voice.close()


@pytest.mark.parametrize("kind", ["tones", "mute"])
def test_no_call_waits(opened: Callable[[VoiceKind], Opened], kind: VoiceKind) -> None:
    """Say, busy and stop return at once, also while something is being said."""
    voice = opened(kind).voice

    def once() -> None:
        voice.say(BREATH)
        assert voice.busy is (kind != "mute")
        voice.stop()
        voice.say(HEAD_UP)

    assert usual_s(once) < PROMPT_S


def test_no_call_waits_for_speech_that_hangs(
    opened: Callable[[VoiceKind], Opened], stand_in: Callable[..., None]
) -> None:
    """Neither does it when the engine takes for ever."""
    stand_in(at_save="time.sleep(3600)")
    voice = opened("speech").voice

    def once() -> None:
        voice.say(HEAD_UP)
        assert voice.busy

    assert usual_s(once) < PROMPT_S


def test_stop_makes_it_free_at_once(opened: Callable[[VoiceKind], Opened]) -> None:
    """After a stop nothing is being said, and the next thing is said whole."""
    tones = opened("tones")

    def next_s() -> float:
        tones.voice.say(BREATH)
        tones.voice.stop()
        assert not tones.voice.busy
        return tones.says(TICK)

    until(lambda: 0.1 < next_s() < 1.0)


def test_a_second_thing_takes_the_place_of_the_first(
    opened: Callable[[VoiceKind], Opened],
) -> None:
    """There is no backlog: what was being said is gone."""
    tones = opened("tones")

    def second_s() -> float:
        tones.voice.say(BREATH)
        return tones.says(TICK)

    until(lambda: second_s() < 1.0)


def test_late_words_are_dropped_and_a_sessions_are_not(
    opened: Callable[[VoiceKind], Opened], stand_in: Callable[..., None]
) -> None:
    """A cue that takes long to render is not said any more; the welcome still is."""
    render_s = 0.8
    stand_in(at_save=f"time.sleep({render_s})")
    speech = opened("speech")
    cues = [Utterance(kind, Priority.CUE, 0.0) for kind in FaultKind]

    def words_s(cue: Utterance) -> float:
        return len(spoken.ENGLISH.lines[cue.key]) * 20 * 16 / 8000

    # Said, it takes at least so long; each is late only once, because then its words are known.
    dropped = next((c for c in cues if speech.says(c) < render_s + words_s(c)), None)
    assert dropped is not None
    assert words_s(dropped) - 0.2 < speech.says(dropped)
    assert speech.says(WELCOME) > 2.0


# --- when something fails -------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL is POSIX's")
@pytest.mark.parametrize("kind", ["speech", "tones"])
def test_a_killed_process_does_not_stop_the_coach(
    opened: Callable[[VoiceKind], Opened], stand_in: Callable[..., None], kind: VoiceKind
) -> None:
    """It is started again once, then without speech, then there is silence; each is noted."""
    stand_in()
    one = opened(kind)
    second = NOTES.speech_crashed if kind == "speech" else NOTES.restarted
    expected: list[str] = []
    for note in (NOTES.restarted, second, NOTES.sound_crashed):
        expected.append(note)
        one.voice.say(WELCOME)
        assert one.pid is not None
        os.kill(one.pid, signal.SIGKILL)
        until(lambda: one.notes == expected)
        assert one.says(TICK) < PATIENCE_S
    assert one.pid is None
    one.voice.say(WELCOME)
    assert not one.voice.busy


def test_after_two_crashes_tones_are_left(
    opened: Callable[[VoiceKind], Opened], stand_in: Callable[..., None]
) -> None:
    """An engine that takes its process with it is done without from the second time on."""
    stand_in(at_save="os.abort()")
    one = opened("speech")
    until(lambda: NOTES.speech_crashed in one.notes)
    assert one.notes == [NOTES.restarted, NOTES.speech_crashed]
    until(lambda: one.says(BREATH) > 1.2)
    assert one.pid is not None


def test_a_process_that_hangs_is_replaced(
    opened: Callable[[VoiceKind], Opened],
    stand_in: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is not said in time is given up, and the engine that hangs with it."""
    monkeypatch.setattr(voice_process, "_RENDER_LIMIT_S", 0.3)
    stand_in(at_save="time.sleep(3600)")
    one = opened("speech")
    one.says(HEAD_UP)
    until(lambda: one.notes == [NOTES.restarted])


@pytest.mark.parametrize(
    ("fails", "note"),
    [
        ({"at_import": "raise RuntimeError('no eSpeak')"}, NOTES.no_engine),
        ({"at_import": "raise SystemError"}, NOTES.no_engine),
        ({"languages": "['de-DE']"}, NOTES.no_voice),
    ],
    ids=["no engine", "broken engine", "no English voice"],
)
def test_without_an_engine_tones_are_left(
    opened: Callable[[VoiceKind], Opened],
    stand_in: Callable[..., None],
    fails: dict[str, str],
    note: str,
) -> None:
    """It is said once, and everything sounds as a tone."""
    stand_in(**fails)
    one = opened("speech")
    assert one.notes == [note]
    assert isinstance(one.voice, SoundVoice)
    assert not one.voice.speaks
    assert one.says(BREATH) > 1.2
    assert 0.3 < one.says(WELCOME) < 2.0


def test_an_engine_that_fails_at_one_text_still_speaks(
    opened: Callable[[VoiceKind], Opened], stand_in: Callable[..., None]
) -> None:
    """That text sounds as its tone; the others are spoken, by the same process."""
    stand_in(at_save="assert 'head' not in text")
    one = opened("speech")
    pid = one.pid
    assert one.says(HEAD_UP) < 1.6  # its tone; the words take longer
    assert one.says(WELCOME) > 2.0
    assert one.notes == []
    assert one.pid == pid


def test_without_the_library_it_is_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing miniaudio is one line, and no error."""
    (tmp_path / "miniaudio.py").write_text("raise ImportError")
    monkeypatch.syspath_prepend(str(tmp_path))
    voice, note = open_voice("speech", "fr", wait_s=PATIENCE_S)
    assert isinstance(voice, MutedVoice)
    assert note == sound.FRENCH.no_library
    voice.say(WELCOME)
    voice.close()


def test_without_python_it_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that cannot be started is one line, and no error."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert open_voice("tones", "en", wait_s=PATIENCE_S)[1] == NOTES.no_start


def test_without_a_temporary_folder_it_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full or forbidden temporary folder is one line, and no error."""
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    assert open_voice("tones", "en", wait_s=PATIENCE_S)[1] == NOTES.no_start


def test_without_a_loudspeaker_it_is_silent() -> None:
    """A machine without any sound device is one line, and the session goes on in silence."""
    notes: list[str] = []
    voice, note = open_voice("speech", "en", notes.append, wait_s=PATIENCE_S)
    if isinstance(voice, SoundVoice):
        voice.close()
        pytest.skip("there is a loudspeaker here")
    assert note == NOTES.no_device
    for utterance in (WELCOME, TICK, BREATH, HEAD_UP):
        voice.say(utterance)
        assert not voice.busy
    voice.close()
    assert notes == []


def test_nothing_is_printed(
    opened: Callable[[VoiceKind], Opened],
    stand_in: Callable[..., None],
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Whatever engines and sound libraries print, or raise, stays off the person's terminal."""
    stand_in(at_save="print('Audio saved'); os.write(2, b'oops'); os.write(1, b'oops'); 1 / 0")
    one = opened("speech")
    one.says(WELCOME)
    until(lambda: NOTES.speech_crashed in one.notes)
    one.voice.close()
    assert capfd.readouterr() == ("", "")


# --- at the end -----------------------------------------------------------------------------


def test_close_leaves_nothing(
    opened: Callable[[VoiceKind], Opened],
    stand_in: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No process and no file stay behind, even of an engine that hangs; twice is once."""
    stand_in(at_save="time.sleep(3600)")
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    one = opened("speech")
    one.voice.say(WELCOME)
    pid = one.pid
    assert pid is not None
    assert len(list(folder.iterdir())) == 1
    one.voice.close()
    assert not alive(pid)
    assert list(folder.iterdir()) == []
    one.voice.close()
    one.voice.say(WELCOME)
    assert not one.voice.busy
    assert one.notes == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL is POSIX's")
def test_the_process_does_not_outlive_a_killed_coach(tmp_path: Path) -> None:
    """A coach that is killed takes its sound with it, and its temporary files."""
    code = (
        f"import tempfile\ntempfile.tempdir = {str(tmp_path)!r}\n"
        "from posecoach.adapters.voice import open_voice\n"
        "voice, _ = open_voice('tones', 'en', wait_s=20, null_device=True)\n"
        "print(voice.pid, flush=True)\n"
        "import time\ntime.sleep(3600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as coach:
        assert coach.stdout is not None
        pid = int(coach.stdout.readline())
        assert alive(pid)
        assert len(list(tmp_path.iterdir())) == 1
        coach.kill()
    until(lambda: not alive(pid))
    assert list(tmp_path.iterdir()) == []


# --- the small ones -------------------------------------------------------------------------


def test_muted_says_nothing() -> None:
    """It takes everything and is never busy."""
    voice, note = open_voice("mute", "en")
    assert isinstance(voice, MutedVoice)
    assert note is None
    voice.say(WELCOME)
    voice.stop()
    assert not voice.busy
    voice.close()


def test_a_transcript_is_a_list_with_times() -> None:
    """What would be said, when and in which words, is there to be read."""
    transcript = Transcript(spoken.FRENCH)
    transcript.say(TICK)
    transcript.say(HEAD_UP)
    assert transcript.lines == [
        SpokenLine(1.0, SpokenKey.SECONDS_LEFT, "3."),
        SpokenLine(3.0, FaultKind.HEAD_UP, "Laissez reposer la tête."),
    ]
    assert not transcript.busy


def test_a_transcript_passes_everything_on(opened: Callable[[VoiceKind], Opened]) -> None:
    """With a voice behind it, it is that voice, written down."""
    inner = opened("tones").voice
    transcript: Voice = Transcript(spoken.ENGLISH, inner)
    transcript.say(BREATH)
    assert inner.busy
    assert transcript.busy
    transcript.stop()
    assert not inner.busy
    transcript.close()
    assert isinstance(inner, SoundVoice)
    assert inner.pid is None


def test_opening_loads_no_sound_library() -> None:
    """The coach's own process stays free of what may crash it, and of what is heavy."""
    code = (
        "import sys\nfrom posecoach.adapters.voice import open_voice\n"
        "light = set(sys.modules)\n"
        "open_voice('tones', 'en', wait_s=20)[0].close()\n"
        "print('numpy' in light, {'miniaudio', 'pyttsx3'} & set(sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert (result.stdout.strip(), result.stderr) == ("False set()", "")
