"""Which processor the loops' threads keep to when the live benchmark is told to part them."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from benchmarks.live_turn import spread

if TYPE_CHECKING:
    from collections.abc import Callable

MAY_PART = hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1
parts = pytest.mark.skipif(not MAY_PART, reason="needs two processors, and Linux to choose one")


def processors_of_a_thread(first: Callable[[], None] = lambda: None) -> set[int]:
    """What a thread that begins now may run on once it has done something first."""
    found: list[set[int]] = []

    def run() -> None:
        first()
        found.append(os.sched_getaffinity(0))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


@parts
def test_the_model_has_a_processor_of_its_own() -> None:
    """Nothing else runs on it, and afterwards everything may run everywhere again."""
    every = os.sched_getaffinity(0)
    with spread(apart=True) as keep_apart:
        model = processors_of_a_thread(keep_apart)
        others = processors_of_a_thread()
    assert model == {min(every)}
    assert others == every - model == every - {min(every)}
    assert os.sched_getaffinity(0) == every


def test_nobody_is_kept_anywhere_unasked() -> None:
    """Without the option nothing is done."""
    with spread(apart=False) as keep_apart:
        keep_apart()
        if MAY_PART:
            assert len(os.sched_getaffinity(0)) > 1


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="needs Linux")
def test_one_processor_cannot_be_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said in one line, and nothing is changed."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _thread: {0})
    with pytest.raises(OSError, match="one processor only"), spread(apart=True):
        pass


def test_a_system_that_cannot_part_them_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows and macOS."""
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    with pytest.raises(OSError, match="cannot be kept"), spread(apart=True):
        pass
