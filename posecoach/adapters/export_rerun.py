"""Rerun: ``review.rrd``, to scrub landmarks, angles and verdicts in space and time.

Everything stands on one timeline, ``time``, seconds from the video's first frame:

- ``image/landmarks`` in px, ``world/landmarks`` in m (x right, y down, z away from the camera,
  origin mid-hip), with the skeleton; a landmark not to be believed is not there;
- ``angles/…`` in degrees, ``lengths/…`` in torso lengths, ``seconds/…``: every measure of
  frames.csv under its own name; NaN where not seen;
- ``state/phase``, ``state/hold``, ``state/faults`` and ``state/verdict``: their changes;
- ``events``: holds as they end, faults as they begin.

The file brings its own layout. Writing it starts no viewer and no server.
"""

from __future__ import annotations

import hashlib
import json
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from posecoach.adapters.export_tables import Kind
from posecoach.adapters.files import write_whole
from posecoach.adapters.paths import shown_path
from posecoach.core.landmarks import INDEX, LANDMARK_NAMES, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from posecoach.adapters.export_source import Judged, ReviewFiles
    from posecoach.adapters.export_tables import Cell, Column, Row

_NAME = "review.rrd"
_FRAMES_AT_ONCE = 1000
_GROUPS = {"deg": "angles", "torso length": "lengths", "s": "seconds"}
_STATES = {"phase": "phase", "hold": "hold_state", "faults": "faults"}
_CHAINS = (
    ("ear", "shoulder", "hip", "knee", "ankle", "heel", "foot_index", "ankle"),
    ("shoulder", "elbow", "wrist"),
)
_NO_HOLD = "no hold"
_LEVELS = {"blocks": "WARN", "advises": "INFO"}


def write_rerun(review: ReviewFiles, folder: Path) -> tuple[Path, ...]:
    """Write the recording; it is held in memory, about a kilobyte a frame."""
    document, holds = review.document(), review.holds()
    columns = [c for c in review.frame_columns() if c.kind is Kind.NUMBER and c.name != "time_s"]
    log = _Log(document)
    log.events([*_held(holds), *_faulted(review.faults())])
    log.changes("verdict", _verdicts(holds))
    for state, name in _STATES.items():
        log.changes(state, ((row["time_s"], row[name]) for row in review.frame_rows()))
    frames = review.judged()
    while block := list(islice(frames, _FRAMES_AT_ONCE)):
        log.landmarks(block)
        log.measures(columns, block)
    write_whole(folder / _NAME, log.content())
    return (folder / _NAME,)


class _Log:
    """A Rerun recording in memory.

    Parameters
    ----------
    document
        The session. Its hash is the recording's id, because the viewer merges recordings of
        the same id.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        import rerun as rr  # noqa: PLC0415 - an optional extra

        self._rr = rr
        identity = hashlib.sha256(json.dumps(document).encode()).hexdigest()[:32]
        self._recording = rr.RecordingStream("posecoach", recording_id=identity)
        self._bytes = self._recording.binary_stream()
        self._recording.send_recording_name(_source(document))
        self._recording.send_blueprint(_layout())
        body = rr.ClassDescription(
            info=(0, "person"),
            keypoint_annotations=list(enumerate(LANDMARK_NAMES)),
            keypoint_connections=list(_bones()),
        )
        self._recording.log("/", rr.AnnotationContext(body), static=True)
        self._recording.log("world", rr.ViewCoordinates.RDF, static=True)

    def content(self) -> bytes:
        """The whole file. To be called once: what is read piece by piece is no valid file."""
        content: bytes = self._bytes.read() or b""
        return content

    def landmarks(self, block: Sequence[Judged]) -> None:
        """In the picture and in space; a frame without anybody has none."""
        seen = [_seen(judged) for judged in block]
        ids = np.concatenate(seen)
        marks = {"keypoint_ids": ids, "class_ids": np.zeros_like(ids)}
        poses = [(judged.frame.pose, index) for judged, index in zip(block, seen, strict=True)]
        px = [np.empty((0, 2)), *(pose.points_px[i] for pose, i in poses if pose is not None)]
        m = [np.empty((0, 3)), *(pose.world_m[i] for pose, i in poses if pose is not None)]
        for entity, columns in (
            ("image/landmarks", self._rr.Points2D.columns(positions=np.concatenate(px), **marks)),
            ("world/landmarks", self._rr.Points3D.columns(positions=np.concatenate(m), **marks)),
        ):
            times_s = [judged.frame.time_s for judged in block]
            self._send(entity, times_s, columns.partition([len(index) for index in seen]))

    def measures(self, columns: Iterable[Column], block: Sequence[Judged]) -> None:
        """Every number of frames.csv as a time series."""
        times_s = [judged.frame.time_s for judged in block]
        for column in columns:
            values = [np.nan if (v := j.row[column.name]) is None else v for j in block]
            entity = f"{_GROUPS[column.unit or 's']}/{column.name}"
            self._send(entity, times_s, self._rr.Scalars.columns(scalars=values))

    def changes(self, name: str, states: Iterable[tuple[Cell, Cell]]) -> None:
        """A state, where it changes."""
        kept: list[tuple[Cell, str]] = []
        for time_s, state in states:
            text = ", ".join(state) if isinstance(state, tuple) else str(state)
            if not kept or kept[-1][1] != text:
                kept.append((time_s, text))
        if kept:
            times_s, texts = zip(*kept, strict=True)
            columns = self._rr.StateChange.columns(state=[text or "none" for text in texts])
            self._send(f"state/{name}", times_s, columns)

    def events(self, events: Sequence[tuple[Cell, str, str]]) -> None:
        """Time, level and text of what happened."""
        if events:
            times_s, levels, texts = zip(*events, strict=True)
            columns = self._rr.TextLog.columns(text=texts, level=levels)
            self._send("events", times_s, columns)

    def _send(self, entity: str, times_s: Sequence[Cell], columns: Any) -> None:  # noqa: ANN401 - Rerun's
        when = [self._rr.TimeColumn("time", duration=list(times_s))]
        self._rr.send_columns(entity, when, columns, recording=self._recording)


def _source(document: dict[str, Any]) -> str:
    """The video's name as the viewer shows it."""
    source = document.get("source")
    path = source.get("path") if isinstance(source, dict) else None
    return shown_path(Path(path)) if isinstance(path, str) and path else "posecoach"


def _seen(judged: Judged) -> NDArray[np.intp]:
    """Landmarks to be believed."""
    pose = judged.frame.pose
    if pose is None:
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(np.isfinite(pose.points_px).all(axis=1))


def _held(holds: Iterable[Row]) -> Iterator[tuple[Cell, str, str]]:
    for hold in holds:
        text = f"hold {hold['index']}: {hold['verdict']}, {hold['credited_s']} s credited"
        yield hold["end_s"], "INFO", text


def _faulted(faults: Iterable[Row]) -> Iterator[tuple[Cell, str, str]]:
    for fault in faults:
        text = f"{fault['kind']} until {fault['end_s']} s ({fault['severity']})"
        yield fault["start_s"], _LEVELS[str(fault["severity"])], text


def _verdicts(holds: Iterable[Row]) -> Iterator[tuple[Cell, Cell]]:
    yield 0.0, _NO_HOLD
    for hold in holds:
        yield hold["start_s"], f"{hold['index']}: {hold['verdict']}"
        yield hold["end_s"], _NO_HOLD


def _bones() -> Iterator[tuple[int, int]]:
    """Pairs of landmarks with a line between them."""
    for side in Side:
        for chain in _CHAINS:
            joints = [INDEX[side, joint] for joint in chain]
            yield from pairwise(joints)
    for joint in ("shoulder", "hip"):
        yield INDEX[Side.LEFT, joint], INDEX[Side.RIGHT, joint]


def _layout() -> Any:  # noqa: ANN401 - Rerun's
    from rerun import blueprint as rrb  # noqa: PLC0415 - an optional extra

    space = rrb.Vertical(
        rrb.Spatial2DView(origin="image", name="In the picture, px"),
        rrb.Spatial3DView(origin="world", name="In space, m"),
    )
    time = rrb.Vertical(
        rrb.TimeSeriesView(origin="angles", name="Angles, degrees"),
        rrb.TimeSeriesView(origin="lengths", name="Lifts and distances, torso lengths"),
        rrb.StateTimelineView(origin="state", name="Phase, hold, faults, verdict"),
        rrb.TextLogView(origin="events", name="Events"),
    )
    return rrb.Blueprint(rrb.Horizontal(space, time, column_shares=[2, 3]))
