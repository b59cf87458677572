"""How long it takes from nothing to a picture in the window, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT_S = 60.0

# The voice plays to nowhere, so that speech is started also where there is no loudspeaker.
_START = """
import sys, time
from functools import partial
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.core.config import Thresholds
from posecoach import live
from posecoach.adapters.window_front import WindowFront
from posecoach.live_session import Rules

put, show_setup = WindowFront._put, WindowFront.show_setup
told = []

def tell(self, what):
    if what not in told:
        told.append(what)
        self._window.keys()
        print(what, time.time(), flush=True)

def first(self, canvas):
    put(self, canvas)
    tell(self, "shown")

def judged(self, *arguments):
    show_setup(self, *arguments)
    tell(self, "judged")
    raise SystemExit

WindowFront._put, WindowFront.show_setup = first, judged
live.open_voice = partial(live.open_voice, null_device=True)
live.coach_live(
    live.LiveOptions(Rules(load_routine(DEFAULT_ROUTINE), Thresholds()), camera=sys.argv[1],
                     voice=sys.argv[2]),
    lambda line: print(line, file=sys.stderr),
)
"""


def start_s(video: Path, voice: str) -> tuple[float, float]:
    """From starting the program to the first picture, and to the first that the model has seen.

    Parameters
    ----------
    voice
        ``mute``, ``tones`` or ``speech``.

    Returns
    -------
    tuple of float
        Seconds; NaN where there is no window.
    """
    began_s = time.time()
    done = subprocess.run(
        [sys.executable, "-c", _START, str(video), voice],
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    if done.stderr:
        print(done.stderr, end="", file=sys.stderr)
    at = dict(line.split() for line in done.stdout.splitlines())
    nan = float("nan")
    return float(at.get("shown", nan)) - began_s, float(at.get("judged", nan)) - began_s
