"""How ``posecoach live`` ends where model or camera fail it: one line, exit code 1, all kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from rich.console import Console

from posecoach.adapters.camera_types import CameraEvent, CameraEventKind
from posecoach.adapters.front import NoFront
from posecoach.adapters.looking import DirectLooker, Estimator, ThreadLooker
from posecoach.adapters.model_store import Model
from posecoach.adapters.voice import MutedVoice
from posecoach.adapters.words.camera import ENGLISH
from posecoach.cli_live import _tell_outcome, _was_lived
from posecoach.core.config import Thresholds
from posecoach.core.landmarks import PoseFrame
from posecoach.core.routine import Routine
from posecoach.errors import ModelError
from posecoach.live import LiveOptions, LiveOutcome, _Live
from posecoach.live_session import Rules, Speaker
from tests.adapters.live_sources import ScriptedSource, steady

DIES_S = 2.0


class Nobody:
    """In place of the model: it sees nobody."""

    def __call__(self, _image: object, time_s: float) -> PoseFrame:
        """Look."""
        return PoseFrame(time_s, None)

    def __enter__(self) -> Nobody:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held."""


def no_model() -> Estimator:
    """A model that does not load."""
    raise ModelError("the model does not load; get it anew")


@pytest.fixture(autouse=True)
def own_history(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A history of this test alone."""
    monkeypatch.setenv("POSECOACH_DATA", str(tmp_path / "data"))


def lived(
    load: Callable[[], Estimator],
    *,
    set_up: bool,
    kind: type[DirectLooker | ThreadLooker] = DirectLooker,
    events: Sequence[CameraEvent] = (),
    told: list[str] | None = None,
) -> tuple[LiveOutcome, int]:
    """Coach two seconds of a camera; what became of it, and the exit code."""
    options = LiveOptions(
        Rules(Routine("endless", "both", 5.0), Thresholds()),
        voice="mute",
        window=False,
        set_up=set_up,
    )
    source = ScriptedSource(steady(int(30 * DIES_S)), events)
    said = [] if told is None else told
    live = _Live(
        options,
        source,
        Model("made_up", Path("made_up.task"), "0" * 64),
        Speaker(MutedVoice(), "en", muted=True),
        NoFront(),
        said.append,
    )
    with kind(source, load) as looker:
        outcome = live(looker, stopped=lambda: False)
    return outcome, _tell_outcome(Console(), options, outcome, figures=False)


@pytest.mark.parametrize("set_up", [True, False], ids=["set up", "at once"])
@pytest.mark.parametrize("kind", [DirectLooker, ThreadLooker])
def test_a_model_that_does_not_load_is_told(
    kind: type[DirectLooker | ThreadLooker], capsys: pytest.CaptureFixture[str], *, set_up: bool
) -> None:
    """Its own line, and no success, whether or not there is a setting up before."""
    outcome, code = lived(no_model, set_up=set_up, kind=kind)
    assert code == 1
    assert not _was_lived(outcome), "nobody is asked how nothing felt"
    assert capsys.readouterr().err == "posecoach: the model does not load; get it anew\n"


@pytest.mark.parametrize("set_up", [True, False], ids=["set up", "at once"])
@pytest.mark.parametrize("at_s", [1.0, DIES_S - 1 / 30], ids=["before its end", "at its end"])
def test_a_camera_that_stays_away_is_a_failure(
    capsys: pytest.CaptureFixture[str], at_s: float, *, set_up: bool
) -> None:
    """One line on stderr, once; what was seen until then is in the history and summed up."""
    told: list[str] = []
    gone = [CameraEvent(CameraEventKind.GAVE_UP, at_s)]
    outcome, code = lived(Nobody, set_up=set_up, events=gone, told=told)
    ended = capsys.readouterr()
    assert code == 1
    assert ended.err == f"posecoach: {ENGLISH.events[CameraEventKind.GAVE_UP]}\n"
    assert not told, "it is not said twice"
    assert (outcome.finished is None) is set_up
    assert (outcome.number is None) is set_up
    assert _was_lived(outcome) is not set_up, "how it felt is asked as after every session"
