"""A comparison of judgements as JSON, ``posecoach.rejudge/1``.

    {"schema": "posecoach.rejudge/1",
     "asked": {"routine": name|null, "hold_s": s|null,
               "thresholds": {NAME: {"old", "new", "unit", "reason"}}},
     "recordings": [{"path", "has_session", "changed",
                     "old": {"routine", "hold_s", "thresholds": {NAME: value}, TALLY…},
                     "new": {…},
                     "holds": [{"change": "same|verdict|new|gone",
                                "old": HOLD|null, "new": HOLD|null,
                                "reasons": [{"kind", "fault", "doubt", "old_s", "new_s"}]}]}],
     "broken": [{"path", "error"}],
     "total": {"recordings", "changed", "old": TALLY, "new": TALLY}}

A HOLD's fields are those of ``posecoach.session/1``: verdict, unsure_because and the times. A
TALLY is attempts, one number a verdict, and credited_s. A recording's thresholds are those that
differ from the defaults. Seconds throughout; what does not
apply is null.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from posecoach.adapters.paths import shown_path
from posecoach.core.attempts import HoldVerdict
from posecoach.core.comparison import Tally
from posecoach.core.config import Thresholds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posecoach.core.comparison import HoldChange, Reason
    from posecoach.core.session import Hold
    from posecoach.rejudge import Asked, Outcome, Rejudged, Rules

SCHEMA = "posecoach.rejudge/1"


def rejudge_dict(asked: Asked, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The whole comparison as plain values."""
    done = [outcome.rejudged for outcome in outcomes if outcome.rejudged is not None]
    return {
        "schema": SCHEMA,
        "asked": {
            "routine": None if asked.routine is None else asked.routine.name,
            "hold_s": asked.hold_s,
            "thresholds": _thresholds(asked),
        },
        "recordings": [_recording(one) for one in done],
        "broken": [
            {"path": shown_path(outcome.path), "error": str(outcome.error)}
            for outcome in outcomes
            if outcome.error is not None
        ],
        "total": {
            "recordings": len(done),
            "changed": sum(one.is_changed for one in done),
            "old": _tally(sum((one.old for one in done), Tally())),
            "new": _tally(sum((one.new for one in done), Tally())),
        },
    }


def _thresholds(asked: Asked) -> dict[str, Any]:
    changes = (asdict(change) for change in asked.threshold_changes())
    return {change.pop("name"): change for change in changes}


def _recording(one: Rejudged) -> dict[str, Any]:
    return {
        "path": shown_path(one.path),
        "has_session": one.has_session,
        "changed": one.is_changed,
        "old": {**_rules(one.old_rules), **_tally(one.old)},
        "new": {**_rules(one.new_rules), **_tally(one.new)},
        "holds": [_change(change) for change in one.changes],
    }


def _rules(rules: Rules) -> dict[str, Any]:
    usual = asdict(Thresholds())
    own = {name: value for name, value in asdict(rules.cfg).items() if value != usual[name]}
    return {"routine": rules.routine.name, "hold_s": rules.routine.hold_s, "thresholds": own}


def _tally(tally: Tally) -> dict[str, Any]:
    verdicts = {verdict.value: tally.verdicts.get(verdict, 0) for verdict in HoldVerdict}
    return {"attempts": tally.attempts, **verdicts, "credited_s": _s(tally.credited_s)}


def _change(change: HoldChange) -> dict[str, Any]:
    return {
        "change": change.change.value,
        "old": _hold(change.old),
        "new": _hold(change.new),
        "reasons": [_reason(reason) for reason in change.reasons],
    }


def _hold(hold: Hold | None) -> dict[str, Any] | None:
    if hold is None:
        return None
    attempt, doubt = hold.record.attempt, hold.record.doubt
    return {
        "verdict": hold.record.verdict.value,
        "unsure_because": None if doubt is None else doubt.value,
        "start_s": _s(attempt.start_s),
        "end_s": _s(attempt.end_s),
        "credited_s": _s(attempt.credited_s),
        "rejected_s": _s(attempt.rejected_s),
        "paused_s": _s(attempt.paused_s),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "kind": reason.kind.value,
        "fault": None if reason.fault is None else reason.fault.value,
        "doubt": None if reason.doubt is None else reason.doubt.value,
        "old_s": _s(reason.old_s),
        "new_s": _s(reason.new_s),
    }


def _s(value_s: float | None) -> float | None:
    return None if value_s is None else round(value_s, 3)
