"""``python -m benchmarks.live``: what the live loop adds to the bare model loop.

Over a recording played at its own pace, or faster, in a camera's place; the two loops take
turns in one process, because machines are shared and noisy, and every turn of the live loop is
compared with the bare loop's turns before and after it:

- **bare**: take the newest frame, find landmarks, nothing else;
- **live**: the whole loop with a window: judgement, sound (what is said is written down, not
  played), history, drawing, showing.

Printed of each: frames judged a second, the process's CPU as a share of one core, a frame's age
when its loop is done with it; of the live loop the time from the model's answer to the picture
in the window, and until it is painted at the latest. Child processes time the start, muted and
with speech: from nothing to the first picture, and to the first that the model has seen.

``--apart`` keeps the model to one processor and everything else to the others, in both loops.
Where a kernel packs threads onto one processor while another is idle, the difference is how long
that makes the picture wait.

``--duration S`` is another thing: one live session of so many seconds in one process, and what
memory it holds (:mod:`benchmarks.live_memory`); 3600 is the hour that shows whether it grows.
Without a display the window is left out, and that is said.
"""

from __future__ import annotations

import argparse
import os
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.live_memory import watch_memory
from benchmarks.live_start import start_s
from benchmarks.live_turn import Meter, Turn, bare, fps_of, live, spread
from posecoach.adapters.voice import MutedVoice, Transcript
from posecoach.adapters.words import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_VIDEO = Path("sample_videos/both_knees.mp4")
_STARTS = 3


def ms(values_s: Sequence[float]) -> str:
    """Median and 95th percentile, ms."""
    if not values_s:
        return "–"
    median, p95 = (1000 * float(np.percentile(values_s, p)) for p in (50, 95))
    return f"median {median:.1f} ms, p95 {p95:.1f} ms"


def live_turn(video: Path, speed: float, seconds: float, *, apart: bool = False) -> Turn:
    """One turn of the live loop."""
    meter = Meter(speed, seconds)
    voice = Transcript(spoken.CATALOGUES["en"], MutedVoice())
    live(video, speed, meter, voice, apart=apart)
    return meter.turn


def compare(video: Path, speed: float, seconds: float, rounds: int, *, apart: bool) -> None:
    """Let the loops take turns, and print."""
    turns, lives, ratios = [bare(video, speed, seconds, apart=apart)], Turn(), []
    for _ in range(rounds):
        turn = live_turn(video, speed, seconds, apart=apart)
        turns.append(bare(video, speed, seconds, apart=apart))
        ratios.append(2 * turn.fps / (turns[-2].fps + turns[-1].fps))
        lives += turn
    bares = sum(turns, Turn())
    print(f"  bare: {bares.fps:.1f} frames/s, {bares.cpu:.2f} cores, age {ms(bares.age_s)}")
    print(f"  live: {lives.fps:.1f} frames/s, {lives.cpu:.2f} cores, age {ms(lives.age_s)}")
    each = f"median of {rounds}, {min(ratios):.3f} to {max(ratios):.3f}"
    print(f"  judged: {statistics.median(ratios):.3f} of the bare loop's rate ({each}; aim 0.97)")
    drawn = f"{lives.drawn / lives.wall_s:.1f} pictures/s"
    print(f"  after the model: {ms(lives.added_s)} (aim: p95 8), {drawn}")
    print(f"  painted at the latest: {ms(lives.painted_s)}")


def time_start(video: Path) -> None:
    """Print how long it takes until there is something to see."""
    for name, voice in (("muted", "mute"), ("with speech", "speech")):
        starts = [start_s(video, voice) for _ in range(_STARTS)]
        shown, judged = (statistics.median(times) for times in zip(*starts, strict=True))
        print(f"{name}: first picture after {shown:.2f} s (aim 2.0), first judged {judged:.2f} s")


def main() -> None:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=DEFAULT_VIDEO)
    parser.add_argument("--turn", type=float, default=10.0, help="seconds a turn")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fps", default="30,60", help="of the source; of --duration the first")
    parser.add_argument("--duration", type=float, help="watch memory for so many seconds instead")
    parser.add_argument(
        "--apart", action="store_true", help="give the model a processor of its own in both loops"
    )
    asked = parser.parse_args()
    rates = [float(fps) for fps in asked.fps.split(",")]
    if asked.duration is not None:
        watch_memory(asked.video, rates[0], asked.duration)
        return
    try:
        with spread(apart=asked.apart):
            pass  # else it would be refused only after the starts were timed
    except OSError as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    time_start(asked.video)
    for fps in rates:
        print(f"source of {fps:g} frames/s:")
        speed = fps / fps_of(asked.video)
        compare(asked.video, speed, asked.turn, asked.rounds, apart=asked.apart)
    if hasattr(os, "getloadavg"):
        print(f"load of the machine: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
