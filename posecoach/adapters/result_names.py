"""The names of what a review leaves in its folder, for those who write and those who read."""

from __future__ import annotations

LANDMARKS_NAME = "landmarks.jsonl.gz"
SESSION_NAME = "session.json"
FRAMES_NAME = "frames.csv"
ANNOTATED_NAME = "annotated.mp4"
REPORT_NAME = "report.html"

RECORDING_NAME = "recording.mp4"
"""The camera's picture, where a live session was asked to keep it."""
