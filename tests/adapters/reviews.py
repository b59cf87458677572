"""Folders as a review leaves them, made from recorded landmarks in a moment."""

from __future__ import annotations

import shutil
from pathlib import Path

from posecoach.adapters.result_names import LANDMARKS_NAME
from posecoach.adapters.routine_files import load_routine
from posecoach.app import ReviewOptions, review
from posecoach.core.config import Thresholds
from posecoach.core.routine import with_hold
from tests.fixtures.make import PRESCRIPTIONS, Prescription, landmarks_of


def reviewed(name: str, folder: Path) -> Path:
    """Review a fixture into a folder, landmarks beside, as of a video."""
    return reviewed_recording(landmarks_of(name), PRESCRIPTIONS[name], folder)


def reviewed_recording(landmarks: Path, prescription: Prescription, folder: Path) -> Path:
    """The same of any recorded landmarks."""
    routine = with_hold(load_routine(prescription.routine), prescription.hold_s)
    options = ReviewOptions(routine, Thresholds(), folder)
    review(landmarks, options, progress=lambda *_: None)
    shutil.copy(landmarks, folder / LANDMARKS_NAME)
    return folder
