"""Many clips' scores pooled into the figures of the report: plain data, ready for JSON.

A figure that nothing was measured for is None, never 0.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.accuracy_faults import KINDS
from benchmarks.accuracy_uncertainty import MEASURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from benchmarks.accuracy_match import ClipScore, Counts, FlexionSamples

    Mask = Callable[[FlexionSamples], NDArray[np.bool_]]
    Wanted = Callable[[ClipScore], bool]

Figures = dict[str, Any]

_LIMITS_OF_AGREEMENT = 1.96  # standard deviations: J. M. Bland, D. G. Altman, Lancet 1986
_LEAST_HOLD_FRAMES = 15
_ROUGHLY = 1e-6


def summary(scores: Sequence[ClipScore]) -> Figures:
    """Every figure of the report."""
    stretches = [s for s in scores if s.is_stretch]
    return {
        "flexion": _flexion(stretches),
        "repeatability": {
            "near": _repeatability(stretches, near=True),
            "far": _repeatability(stretches, near=False),
        },
        "uncertainty": {what: _uncertainty(stretches, what) for what in MEASURES},
        "hold_timing": {
            "all": _timing(stretches),
            "side-on to ±20°": _timing([s for s in stretches if _within(20.0)(s)]),
        },
        "counts": _counts(scores),
        "faults": {kind: _faults(scores, kind) for kind in KINDS},
        "tracking": _tracking(scores),
    }


# --- hip flexion ------------------------------------------------------------------------------


def _near(s: FlexionSamples) -> NDArray[np.bool_]:
    return s.near & s.raised


def _near_held(s: FlexionSamples) -> NDArray[np.bool_]:
    return s.near & (s.hold >= 0)


def _near_standing(s: FlexionSamples) -> NDArray[np.bool_]:
    return s.near & ~s.raised


def _far(s: FlexionSamples) -> NDArray[np.bool_]:
    return ~s.near & s.raised


def _far_seen(s: FlexionSamples) -> NDArray[np.bool_]:
    return ~s.near & s.raised & ~s.hidden


def _yaw(*allowed_deg: float) -> Wanted:
    return lambda score: any(abs(score.yaw_deg - a) < _ROUGHLY for a in allowed_deg)


def _within(most_deg: float) -> Wanted:
    return lambda score: abs(score.yaw_deg) <= most_deg + _ROUGHLY


def _at_height(height_m: float) -> Wanted:
    return lambda score: _yaw(0.0)(score) and abs(score.height_m - height_m) < _ROUGHLY


_VIEWS: dict[str, Wanted] = {
    "within 10°": _within(10.0),
    "within 30°": _within(30.0),
    "side-on": _yaw(0.0),
    "±10°": _yaw(-10.0, 10.0),
    "±20°": _yaw(-20.0, 20.0),
    "±30°": _yaw(-30.0, 30.0),
    "from the head side, 10° to 30°": _yaw(10.0, 20.0, 30.0),
    "from the feet side, 10° to 30°": _yaw(-10.0, -20.0, -30.0),
    "side-on, camera 0.3 m": _at_height(0.3),
    "side-on, camera 0.55 m": _at_height(0.55),
    "side-on, camera 0.8 m": _at_height(0.8),
    "side-on, camera 1.2 m": _at_height(1.2),
}


def _flexion(scores: Sequence[ClipScore]) -> Figures:
    legs: dict[str, Mask] = {"near": _near, "far": _far, "far, said to be seen": _far_seen}
    found = {
        leg: {view: agreement(scores, mask, wanted) for view, wanted in _VIEWS.items()}
        for leg, mask in legs.items()
    }
    found["near, in the hold"] = {
        view: agreement(scores, _near_held, _VIEWS[view]) for view in ("within 10°", "within 30°")
    }
    found["near, foot on the floor"] = {
        view: agreement(scores, _near_standing, _VIEWS[view])
        for view in ("within 10°", "within 30°")
    }
    return found


def agreement(scores: Iterable[ClipScore], mask: Mask, wanted: Wanted) -> Figures:
    """Bias, MAE and limits of agreement of the frames that a mask picks, pooled."""
    chosen = [s.flexion for s in scores if wanted(s) and mask(s.flexion).any()]
    if not chosen:
        return {"clips": 0, "frames": 0, "measured": None, "product": None, "raw": None}
    true, measured, raw = (
        np.concatenate([getattr(s, name)[mask(s)] for s in chosen])
        for name in ("true_deg", "measured_deg", "raw_deg")
    )
    return {
        "clips": len(chosen),
        "frames": len(true),
        "measured": _rounded(float(np.mean(~np.isnan(measured))), 3),
        "product": errors_of(measured - true),
        "raw": errors_of(raw - true),
    }


def errors_of(errors_deg: NDArray[np.float64]) -> Figures | None:
    """Bias, mean absolute error, limits of agreement; NaN is left out."""
    errors = errors_deg[~np.isnan(errors_deg)]
    if len(errors) == 0:
        return None
    bias, sd = float(np.mean(errors)), float(np.std(errors))
    return {
        "bias_deg": _rounded(bias, 2),
        "mae_deg": _rounded(float(np.mean(np.abs(errors))), 2),
        "limits_deg": [
            _rounded(bias - _LIMITS_OF_AGREEMENT * sd, 1),
            _rounded(bias + _LIMITS_OF_AGREEMENT * sd, 1),
        ],
    }


def _repeatability(scores: Sequence[ClipScore], *, near: bool) -> Figures:
    """Standard deviation of the error within each hold; the median and the worst."""
    spreads = []
    for score in scores:
        s = score.flexion
        for number in {int(n) for n in s.hold if n >= 0}:
            picked = (s.hold == number) & (s.near == near)
            errors = (s.measured_deg - s.true_deg)[picked]
            errors = errors[~np.isnan(errors)]
            if len(errors) >= _LEAST_HOLD_FRAMES:
                spreads.append(float(np.std(errors)))
    return {"holds": len(spreads), "sd_deg": _spread(spreads, 2)}


def _uncertainty(scores: Sequence[ClipScore], what: str) -> Figures:
    """How large a measure's errors are, and how many of them lie within its own half width."""
    parts = [score.told[what] for score in scores if what in score.told]
    parts = [part for part in parts if len(part.true)]
    if not parts:
        return {"frames": 0, "mae": None, "half_width": None, "covered": None}
    errors = np.concatenate([part.measured - part.true for part in parts])
    half_widths = np.concatenate([part.half_width for part in parts])
    covered = np.concatenate([part.covered for part in parts])
    return {
        "frames": len(errors),
        "bias": _rounded(float(np.mean(errors)), 3),
        "mae": _rounded(float(np.mean(np.abs(errors))), 3),
        "half_width": _rounded(float(np.median(half_widths)), 3),
        "covered": _rounded(float(np.mean(covered)), 4),
    }


# --- holds ------------------------------------------------------------------------------------


def _timing(scores: Sequence[ClipScore]) -> Figures:
    matches = [(m, score.name) for score in scores for m in score.holds]
    found: Figures = {"holds": len(matches)}
    for name in ("start_s", "end_s", "credited_s"):
        errors = [(getattr(m, name), clip) for m, clip in matches]
        errors = [(e, clip) for e, clip in errors if not np.isnan(e)]
        sizes = [abs(e) for e, _ in errors]
        worst = sorted(errors, key=lambda pair: -abs(pair[0]))[:3]
        found[name] = {
            "bias": _rounded(float(np.mean([e for e, _ in errors])), 3) if errors else None,
            **_spread(sizes, 3),
            "worst_clips": [f"{clip} ({error:+.2f} s)" for error, clip in worst],
        }
    return found


def _spread(values: Sequence[float], digits: int) -> Figures:
    if not values:
        return {"median": None, "p95": None, "worst": None}
    return {
        "median": _rounded(float(np.median(values)), digits),
        "p95": _rounded(float(np.percentile(values, 95)), digits),
        "worst": _rounded(max(values), digits),
    }


def _counts(scores: Sequence[ClipScore]) -> Figures:
    stretches = [s for s in scores if s.is_stretch]
    others = [s for s in scores if not s.is_stretch]
    return {
        "side-on to ±20°": _sessions([s for s in stretches if _within(20.0)(s)]),
        "±30°": _sessions([s for s in stretches if not _within(20.0)(s)]),
        "all": _sessions(stretches),
        "not the stretch": {
            "clips": len(others),
            "false_holds": sum(s.counts.false for s in others),
            "where": [s.name for s in others if s.counts.false],
        },
    }


def _sessions(scores: Sequence[ClipScore]) -> Figures:
    def total(of: Callable[[Counts], int]) -> int:
        return sum(of(s.counts) for s in scores)

    exact = sum(s.counts.exact for s in scores)
    holds = total(lambda c: c.holds)
    return {
        "sessions": len(scores),
        "exact": exact,
        "exact_share": _share(exact, len(scores)),
        "expected": total(lambda c: c.expected),
        "missed": total(lambda c: c.missed),
        "missed_unsure": total(lambda c: c.missed_unsure),
        "false": total(lambda c: c.false),
        "attempts": total(lambda c: c.attempts),
        "attempts_found": total(lambda c: c.attempts_found),
        "wrong_leg": total(lambda c: c.wrong_leg),
        "unsure_share": _share(total(lambda c: c.unsure), holds),
        "wrong_sessions": [
            f"{s.name} (missed {s.counts.missed}, false {s.counts.false})"
            for s in scores
            if not s.counts.exact
        ],
    }


# --- faults and tracking ----------------------------------------------------------------------


def _faults(scores: Sequence[ClipScore], kind: str) -> Figures:
    parts = [(s.name, s.faults[kind]) for s in scores if kind in s.faults]
    demanded, found = (sum(getattr(p, n) for _, p in parts) for n in ("demanded", "found"))
    flagged, right = (sum(getattr(p, n) for _, p in parts) for n in ("flagged", "right"))
    return {
        "demanded": demanded,
        "found": found,
        "recall": _share(found, demanded),
        "flagged": flagged,
        "right": right,
        "precision": _share(right, flagged),
        "delay_s": _spread([d for _, p in parts for d in p.delays_s], 2),
        "missed_in": [name for name, p in parts if p.found < p.demanded],
        "wrong_in": [name for name, p in parts if p.right < p.flagged],
    }


def _tracking(scores: Sequence[ClipScore]) -> Figures:
    tracks = [asdict(s.tracking) for s in scores]
    visible = sum(t["visible_frames"] for t in tracks)
    lost = sum(t["lost_frames"] for t in tracks)
    return {
        "visible_frames": visible,
        "lost_frames": lost,
        "lost_share": _share(lost, visible),
        "lost_s": _rounded(sum(t["lost_s"] for t in tracks), 1),
        "swaps_repaired": sum(t["swaps_repaired"] for t in tracks),
    }


def _share(part: int, whole: int) -> float | None:
    return None if whole == 0 else _rounded(part / whole, 4)


def signed(value: float, digits: int = 1) -> str:
    """A figure with its sign; what rounds to nothing is +0.0, never -0.0."""
    return f"{_rounded(value, digits):+.{digits}f}"


def _rounded(value: float, digits: int) -> float:
    return round(value, digits) + 0.0  # no minus zero
