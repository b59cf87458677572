"""What the memory run says of a run's samples."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.live_memory import growth


def run(mib_an_hour: float, *, warm_up_mib: float = 200.0) -> list[tuple[float, float]]:
    """Half an hour of samples that grow evenly, after a start that grows fast."""
    times_s = [5.0 * i for i in range(360)]
    return [
        (t, 400.0 - warm_up_mib * math.exp(-t / 15) + mib_an_hour * t / 3600 + (-1) ** i * 0.5)
        for i, t in enumerate(times_s)
    ]


@pytest.mark.parametrize("mib_an_hour", [0.0, 12.0, -7.0])
def test_growth_is_told_an_hour(mib_an_hour: float) -> None:
    """As much as there is, however the start went and however the samples jitter."""
    first, last, told = growth(run(mib_an_hour))
    assert told == pytest.approx(mib_an_hour, abs=0.1)
    assert first < 410 > last


def test_a_short_run_has_a_growth_too() -> None:
    """The warm-up is a tenth of it at most."""
    assert growth([(float(t), 100.0 + t) for t in range(40)])[2] == pytest.approx(3600.0)


_TAKES_64_MIB = """
from benchmarks.live_memory import memory_mib
before = memory_mib()
taken = b"x" * (64 * 2**20)
print(memory_mib() - before, len(taken))
"""


def test_memory_is_seen() -> None:
    """What a process takes is in the figure.

    In a process of its own: what other tests took before it and gave back says nothing here.
    """
    printed = subprocess.run(
        [sys.executable, "-c", _TAKES_64_MIB],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
    ).stdout
    assert 48.0 < float(printed.split()[0]) < 80.0
