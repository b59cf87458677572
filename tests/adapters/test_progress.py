"""The bars on a terminal: what they show, in whose language, and where they keep silent."""

import io
import re
from pathlib import Path

from rich.console import Console

import posecoach
from posecoach.adapters.progress import ManyBars
from posecoach.adapters.words import command


def test_bars_have_a_line_a_worker_and_one_for_all() -> None:
    """On a terminal each worker's recording is shown, as text, and how many are done."""
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120)
    bars = ManyBars(console=console)
    bars.begin(4, 2)
    bars.working("1", Path("[red]a.mp4"), "looking", 3.0, 12.0)
    bars.working("2", Path("b.mp4"), "drawing", 1.0, None)
    bars.idle("2")
    with bars.aside():
        pass
    bars.end()
    shown = screen.getvalue()
    assert "1: [red]a.mp4 (looking)" in shown
    assert "1/4" in shown


def test_bars_speak_the_language_that_was_asked_for() -> None:
    """What is done, and what is fetched, stand beside their bars in French."""
    screen = io.StringIO()
    bars = ManyBars("fr", Console(file=screen, force_terminal=True, width=120))
    bars.begin(4, 1)
    bars.working("1", Path("a.mp4"), "looking", 3.0, 12.0)
    bars.end()
    assert "1: a.mp4 (examen)" in screen.getvalue()
    assert "tous" in screen.getvalue()


def test_every_stage_of_a_review_has_its_word_in_every_language() -> None:
    """The stages are told by name: one without a word would be shown in English."""
    told = set()
    for path in Path(posecoach.__file__).parent.rglob("*.py"):
        told |= set(re.findall(r'\b(?:progress|show)\(\s*"(\w+)"', path.read_text("utf-8")))
    assert told == {"looking", "drawing", "reading", "judging"}
    for words in command.CATALOGUES.values():
        assert set(words.stages) == {*told, "all"}


def test_bars_are_silent_where_there_is_no_terminal() -> None:
    """A log gets the results' lines, and no bar."""
    screen = io.StringIO()
    bars = ManyBars(console=Console(file=screen, force_terminal=False))
    bars.begin(2, 1)
    bars.working("1", Path("a.mp4"), "looking", 3.0, 12.0)
    bars.idle("1")
    with bars.aside():
        pass
    bars.end()
    assert screen.getvalue() == ""
