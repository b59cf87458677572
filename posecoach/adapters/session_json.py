"""The session as JSON, ``posecoach.session/1``: a contract that others rely on.

Times are seconds from the video's first frame, angles degrees. What could not be measured is
null, never 0 or a guess.

``one_leg_s`` and ``thresholds`` came later: documents without them are as valid.
``thresholds`` has every one that was judged with, not only those that were changed, because
what is the default today need not be tomorrow. So did ``source.annotated``: whether the
annotated video that may lie beside the document is of this very session.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from posecoach.core.attempts import FlexionSummary
    from posecoach.core.config import Thresholds
    from posecoach.core.faults import Fault
    from posecoach.core.routine import Routine
    from posecoach.core.session import Hold, Session

SCHEMA = "posecoach.session/1"


@dataclass(frozen=True)
class SourceInfo:
    """Where the session came from.

    Attributes
    ----------
    path
        As the user gave it.
    note
        What was wrong with it, e.g. that its end is missing; None: nothing.
    annotated
        Whether the annotated video beside the document is of this session; None: it is not said.
    """

    path: str
    width_px: int
    height_px: int
    note: str | None = None
    annotated: bool | None = None


@dataclass(frozen=True)
class ModelInfo:
    """What found the landmarks; None where a recording does not say."""

    name: str | None
    sha256: str | None


def session_dict(
    session: Session,
    source: SourceInfo,
    model: ModelInfo,
    routine: Routine,
    cfg: Thresholds | None = None,
) -> dict[str, Any]:
    """The session as plain values, in the order of the contract.

    Parameters
    ----------
    cfg
        What it was judged with; None: it is not said.
    """
    rest = session.rest
    thresholds = {} if cfg is None else {"thresholds": asdict(cfg)}
    annotated = {} if source.annotated is None else {"annotated": source.annotated}
    return {
        "schema": SCHEMA,
        "source": {
            "path": source.path,
            "width": source.width_px,
            "height": source.height_px,
            "duration_s": _time(session.duration_s),
            "frames": session.frames,
            "near_side": None if session.near_side is None else session.near_side.value,
            "note": source.note,
            **annotated,
        },
        "model": asdict(model),
        "routine": {key: value for key, value in asdict(routine).items() if value is not None},
        "valid_holds": session.valid_holds,
        "holds": [_hold(number, hold) for number, hold in enumerate(session.holds, start=1)],
        "faults": [_fault(fault) for fault in session.faults],
        "tracking": {
            "pose_frames": session.pose_frames,
            "lost_s": _time(session.lost_s),
            "swaps_repaired": session.swaps_repaired,
        },
        "calibration": {
            "source": "none" if rest is None else "rest",
            "start_s": None if rest is None else _time(rest.start_s),
            "end_s": None if rest is None else _time(rest.end_s),
            "camera_moved_s": [_time(moved) for moved in session.camera_moved_s],
        },
        "one_leg_s": _time(session.one_leg_s),
        **thresholds,
    }


def to_json(value: Any) -> str:  # noqa: ANN401 - JSON is any plain value
    """As text; NaN would be a bug and is refused."""
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _hold(number: int, hold: Hold) -> dict[str, Any]:
    record = hold.record
    attempt = record.attempt
    return {
        "index": number,
        "legs": record.legs.value,
        "start_s": _time(attempt.start_s),
        "end_s": _time(attempt.end_s),
        "credited_s": _time(attempt.credited_s),
        "rejected_s": _time(attempt.rejected_s),
        "paused_s": _time(attempt.paused_s),
        "verdict": record.verdict.value,
        "unsure_because": None if record.doubt is None else record.doubt.value,
        "hip_flexion_deg": {
            "left": _flexion(record.hip_flexion_deg.left),
            "right": _flexion(record.hip_flexion_deg.right),
        },
        "gain_deg": _angle(record.gain_deg),
        "faults": [_fault(fault) for fault in hold.faults],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "kind": fault.kind.value,
        "severity": fault.kind.severity.value,
        "start_s": _time(fault.start_s),
        "end_s": _time(fault.end_s),
    }


def _flexion(summary: FlexionSummary) -> dict[str, Any]:
    return {"median": _angle(summary.median_deg), "peak": _angle(summary.peak_deg)}


def _time(value_s: float) -> float:
    return round(value_s, 3)


def _angle(value_deg: float) -> float | None:
    return None if math.isnan(value_deg) else round(value_deg, 1)
