"""A review's folder to make a report from: real files of a short recorded sequence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from posecoach.adapters.routine_files import load_routine
from posecoach.adapters.video_writer import VideoWriter
from posecoach.app import ReviewOptions, review
from posecoach.core.config import Thresholds
from posecoach.core.routine import with_hold
from tests.fixtures.make import landmarks_of

GREY_PER_S = 6  # how fast the film's grey rises, so that a still tells its time
FPS = 10


def reviewed(
    folder: Path, name: str = "mannequin_both", routine: str = "lower-back-relief"
) -> Path:
    """Review recorded landmarks into a folder; a hold counts from 10 s on."""
    chosen = with_hold(load_routine(routine), 10.0)
    options = ReviewOptions(chosen, Thresholds(), folder)
    review(landmarks_of(name), options, progress=lambda *_: None)
    return folder


def film_beside(folder: Path, longer_s: float = 0.0) -> Path:
    """Write the review's annotated.mp4, as long or longer; its grey tells the time."""
    path = folder / "annotated.mp4"
    document = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    seconds = document["source"]["duration_s"] + longer_s
    with VideoWriter(path, 320, 180) as writer:
        for index in range(round(seconds * FPS)):
            time_s = index / FPS
            grey = 10 + GREY_PER_S * time_s
            writer.write(np.full((180, 320, 3), min(255, round(grey)), np.uint8), time_s)
    change_session(folder, lambda d: d["source"].update(annotated=True))
    return path


def change_session(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Edit session.json as somebody with an editor would."""
    path = folder / "session.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
