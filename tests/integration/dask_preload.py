"""Loaded by the Dask workers of the tests: counts judgements, and holds one back.

Set by the environment: POSECOACH_COUNT is a file that gets a line for each judgement that has
begun and for each that has ended; POSECOACH_GATE is a file without which the recording named
``slow…`` is not judged.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from posecoach import batch_work
from posecoach.app import review  # not batch_work's: Dask loads this file more than once


def _note(what: str, path: Path) -> None:
    # Opened to append, one line at once: lines of several processes do not mix.
    with Path(os.environ["POSECOACH_COUNT"]).open("a", encoding="utf-8") as stream:
        stream.write(f"{what} {path.name.split('.')[0]} {os.getpid()}\n")


def _counted(path: Path, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as they came
    _note("begun", path)
    if path.name.startswith("slow"):
        while not Path(os.environ["POSECOACH_GATE"]).exists():
            time.sleep(0.05)
    done = review(path, *arguments, **named)
    _note("ended", path)
    return done


batch_work.review = _counted
