"""Whether a document that was read is a ``posecoach.session/1``: keys and types."""

from __future__ import annotations

from typing import Any, TypeAlias

from posecoach.adapters.session_json import SCHEMA

Shape: TypeAlias = Any
"""A type, a tuple of types, a set of allowed values, a list of one shape, or a dict of shapes."""

_NUMBER, _ANGLE = (int, float), (int, float, type(None))
_FLEXION = {"median": _ANGLE, "peak": _ANGLE}
_FAULT = {"kind": str, "severity": str, "start_s": _NUMBER, "end_s": _NUMBER}
_HOLD = {
    "index": int,
    "legs": {"both", "left", "right"},
    "start_s": _NUMBER,
    "end_s": _NUMBER,
    "credited_s": _NUMBER,
    "rejected_s": _NUMBER,
    "paused_s": _NUMBER,
    "verdict": {"valid", "too_short", "faulted", "unsure"},
    "unsure_because": (str, type(None)),
    "hip_flexion_deg": {"left": _FLEXION, "right": _FLEXION},
    "gain_deg": _ANGLE,
    "faults": [_FAULT],
}
_SESSION = {
    "schema": {SCHEMA},
    "source": dict,
    "routine": {"name": str, "legs": {"both", "single"}, "comfort_deg": _NUMBER},
    "valid_holds": int,
    "holds": [_HOLD],
    "faults": [_FAULT],
}


def is_session(value: Any) -> bool:  # noqa: ANN401 - it is looked at because it may be anything
    """Whether a value has every key of a session that is read again, with the right types."""
    return _fits(value, _SESSION) and _is_range(value["routine"].get("per_day"))


def _fits(value: object, shape: Shape) -> bool:
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return False
        return all(key in value and _fits(value[key], inner) for key, inner in shape.items())
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(item, shape[0]) for item in value)
    if isinstance(shape, set):
        return isinstance(value, str) and value in shape
    return isinstance(value, shape) and not isinstance(value, bool)


def _is_range(value: object) -> bool:
    return value is None or (_fits(value, [int]) and isinstance(value, list) and len(value) == 2)
