"""Truth against verdict, by hand-made recordings whose errors are known."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy_faults import drawn_spans, flags, match_faults
from benchmarks.accuracy_match import (
    Span,
    counted_s,
    flexion_samples,
    match_holds,
    paired,
    tracking,
)

STEP_S = 0.1


def truth(
    seconds: float = 20.0,
    attempts: tuple[tuple[str, float, float], ...] = (),
    faults: tuple[tuple[str, float, float], ...] = (),
    head_up: tuple[float, float] = (0.0, 0.0),
    unseen: tuple[float, float] = (0.0, 0.0),
) -> dict[str, Any]:
    """Someone with the left side near, 50 degrees at rest and 120 in attempts."""

    def inside(time_s: float, side: str) -> bool:
        return any(side in legs and a <= time_s < b for legs, a, b in attempts)

    def frame(time_s: float) -> dict[str, Any]:
        drawn = [side for side in "LR" if inside(time_s, side)]
        return {
            "t": time_s,
            "flex": {side: 120.0 if side in drawn else 50.0 for side in "LR"},
            "knee": {"L": 120.0, "R": 120.0},
            "head_off_m": 0.2 if head_up[0] <= time_s < head_up[1] else 0.0,
            "shoulder_lift_m": 0.0,
            "hands": "LR",
            "feet_up": "".join(drawn),
            "visible": not unseen[0] <= time_s < unseen[1],
        }

    return {
        "script": "by_hand",
        "near": "left",
        "torso_m": 0.5,
        "attempts": [
            {"legs": legs, "first_leg_s": a, "start_s": a, "end_s": b, "credit_s": b - a}
            for legs, a, b in attempts
        ],
        "faults": [{"kind": k, "start_s": a, "end_s": b} for k, a, b in faults],
        "frames": [frame(round(i * STEP_S, 3)) for i in range(round(seconds / STEP_S))],
    }


def rows_of(
    true: dict[str, Any],
    flagged: tuple[tuple[str, float, float], ...] = (),
    error_deg: float = 0.0,
    **cells: str,
) -> list[dict[str, str]]:
    """What the product would write with a constant error and these flags."""
    return [
        {
            "time_s": f"{frame['t']:.3f}",
            "hip_flexion_left_deg": f"{frame['flex']['L'] + error_deg:.1f}",
            "hip_flexion_right_deg": f"{frame['flex']['R'] - error_deg:.1f}",
            "far_leg_hidden": "no",
            "near_side": "left",
            "faults": " ".join(k for k, a, b in flagged if a <= frame["t"] < b),
        }
        | cells
        for frame in true["frames"]
    ]


def hold(start_s: float, end_s: float, verdict: str = "valid", legs: str = "both") -> Any:  # noqa: ANN401 - JSON is any plain value
    return {
        "start_s": start_s, "end_s": end_s, "credited_s": end_s - start_s, "verdict": verdict,
        "legs": legs,
    }  # fmt: skip


def session(*holds: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON is any plain value
    return {"holds": list(holds), "tracking": {"lost_s": 0.5, "swaps_repaired": 2}}


# --- hip flexion ------------------------------------------------------------------------------


def test_a_constant_error_is_found_per_leg() -> None:
    """The near leg reads 3 too much, the far one 3 too little; rest and hold are told apart."""
    true = truth(attempts=(("L", 5.0, 10.0),))
    raw = {"L": [60.0] * 200, "R": [math.nan] * 200}
    samples = flexion_samples(true, rows_of(true, error_deg=3.0), raw)
    errors = samples.measured_deg - samples.true_deg
    np.testing.assert_allclose(errors[samples.near], 3.0)
    np.testing.assert_allclose(errors[~samples.near], -3.0)
    assert samples.raised.sum() == (samples.hold == 0).sum() == 50
    assert not (samples.raised & ~samples.near).any()
    assert np.isnan(samples.raw_deg[~samples.near]).all()


def test_what_is_not_there_is_not_compared() -> None:
    """Neither an unseen person nor one who sits has a hip flexion to compare."""
    true = truth(faults=(("not_supine", 0.0, 4.0),), unseen=(10.0, 12.0))
    raw = {"L": [50.0] * 200, "R": [50.0] * 200}
    samples = flexion_samples(true, rows_of(true), raw)
    assert len(samples.time_s) == 2 * (200 - 40 - 20)
    assert samples.time_s.min() == 4.0


def test_a_missing_cell_is_missing_and_only_the_far_leg_hides() -> None:
    """An empty cell is NaN, never 0; the near leg is never hidden."""
    true = truth()
    raw = {"L": [50.0] * 200, "R": [50.0] * 200}
    rows = rows_of(true, hip_flexion_left_deg="", far_leg_hidden="yes")
    samples = flexion_samples(true, rows, raw)
    assert np.isnan(samples.measured_deg[samples.near]).all()
    assert (samples.hidden == ~samples.near).all()


def test_another_recording_is_refused() -> None:
    """Rows at times that the truth does not know are an error, not a nearest guess."""
    true = truth()
    rows = rows_of(true)
    rows[7]["time_s"] = "0.740"
    with pytest.raises(ValueError, match="render it again"):
        paired(true, rows)


# --- holds ------------------------------------------------------------------------------------


def match(true: dict[str, Any], *holds: Any, single: bool = False, hold_s: float = 5.0) -> Any:  # noqa: ANN401 - JSON is any plain value
    return match_holds(true, session(*holds), single=single, hold_s=hold_s)


def test_errors_are_measured_less_true() -> None:
    """Begun 0.2 s late, ended 0.1 s early: 0.3 s too little."""
    ((found,), counts) = match(truth(attempts=(("LR", 5.0, 12.0),)), hold(5.2, 11.9))
    assert (found.start_s, found.end_s) == (pytest.approx(0.2), pytest.approx(-0.1))
    assert found.credited_s == pytest.approx(-0.3)
    assert counts.exact
    assert (counts.expected, counts.attempts_found, counts.holds) == (1, 1, 1)


def test_an_end_that_the_recording_cuts_off_is_no_error() -> None:
    """Where the recording ends in the hold there is no release to compare."""
    ((found,), _) = match(truth(attempts=(("LR", 5.0, 20.0),)), hold(5.0, 19.0))
    assert math.isnan(found.end_s)


@pytest.mark.parametrize(
    ("holds", "missed", "unsure", "false"),
    [
        ((), 1, 0, 0),
        ((hold(5.0, 12.0, "faulted"),), 1, 0, 0),
        ((hold(5.0, 12.0, "unsure"),), 1, 1, 0),
        ((hold(5.0, 12.0), hold(14.0, 19.5)), 0, 0, 1),
        ((hold(12.5, 19.5),), 1, 0, 1),
        ((hold(5.0, 8.0, "too_short"), hold(8.1, 12.0)), 0, 0, 0),
    ],
)
def test_counts(holds: tuple[Any, ...], missed: int, unsure: int, false: int) -> None:
    """What is missing, doubted or too many is counted as such; the larger half is the match."""
    _, counts = match(truth(attempts=(("LR", 5.0, 12.0),)), *holds)
    assert (counts.missed, counts.missed_unsure, counts.false) == (missed, unsure, false)
    assert counts.exact == (missed == 0 and false == 0)


def test_a_short_attempt_must_not_count() -> None:
    """Valid where the truth is too short is a false hold, although it lies on an attempt."""
    _, counts = match(truth(attempts=(("LR", 5.0, 9.0),)), hold(5.0, 10.2))
    assert (counts.expected, counts.missed, counts.false) == (0, 0, 1)


def test_one_leg_is_no_attempt_where_both_are_prescribed() -> None:
    """And the leg's name matters where single legs are."""
    true = truth(attempts=(("L", 5.0, 12.0),))
    assert match(true, single=False)[1].attempts == 0
    assert match(true, hold(5.0, 12.0, legs="left"), single=True)[1].wrong_leg == 0
    assert match(true, hold(5.0, 12.0, legs="right"), single=True)[1].wrong_leg == 1


def test_a_long_fault_ends_what_counts() -> None:
    """Three seconds with the head up: only what came before them counts."""
    true = truth(attempts=(("LR", 5.0, 15.0),), head_up=(8.0, 11.0))
    assert counted_s(true, true["attempts"][0]) == pytest.approx(3.0)


def test_a_short_fault_only_pauses() -> None:
    """A second with the head up costs a second; so does one in the dark."""
    true = truth(attempts=(("LR", 5.0, 15.0),), head_up=(8.0, 9.0), unseen=(11.0, 12.0))
    assert counted_s(true, true["attempts"][0]) == pytest.approx(8.0)


@given(st.lists(st.tuples(st.floats(0, 18), st.floats(0.2, 6)), max_size=6))
def test_nothing_is_counted_twice(drawn: list[tuple[float, float]]) -> None:
    """Whatever the session says, each hold and each attempt is used once at most."""
    true = truth(attempts=(("LR", 2.0, 8.0), ("LR", 10.0, 17.0)))
    holds = [hold(start, start + length) for start, length in drawn]
    matches, counts = match(true, *holds)
    assert len(matches) <= min(2, len(holds))
    assert counts.expected - counts.missed + counts.false == len(holds)


# --- faults -----------------------------------------------------------------------------------


def score(
    kind: str,
    true: tuple[tuple[str, float, float], ...],
    flagged: tuple[tuple[str, float, float], ...],
    **how: bool,
) -> Any:  # noqa: ANN401 - a FaultScore or nothing
    recording = truth(attempts=(("LR", 2.0, 18.0),), faults=true)
    options = {"single": False, "is_stretch": True} | how
    return match_faults(recording, rows_of(recording, flagged), **options).get(kind)


def test_a_fault_is_found_with_its_delay() -> None:
    """Up at 5 s, flagged at 5.6 s."""
    found = score("head_up", (("head_up", 5.0, 8.0),), (("head_up", 5.6, 8.2),))
    assert (found.demanded, found.found, found.flagged, found.right) == (1, 1, 1, 1)
    assert list(found.delays_s) == [pytest.approx(0.6)]


def test_a_flag_at_another_time_is_wrong_and_the_fault_missed() -> None:
    """A flag long after is no discovery."""
    found = score("head_up", (("head_up", 5.0, 7.0),), (("head_up", 9.0, 10.0),))
    assert (found.found, found.flagged, found.right) == (0, 1, 0)


def test_a_flag_of_another_kind_is_wrong() -> None:
    """The head is not the shoulders."""
    assert score("head_up", (("shoulders_up", 5.0, 7.0),), (("head_up", 5.5, 7.0),)).right == 0
    assert score("shoulders_up", (("shoulders_up", 5.0, 7.0),), ()).found == 0


def test_flicker_is_one_flag() -> None:
    """Two pictures without the flag do not make two of it, a second does."""
    true = truth()
    rows = rows_of(true, (("jerky", 5.0, 6.0), ("jerky", 6.2, 7.0), ("jerky", 8.5, 9.0)))
    assert flags(rows, "jerky") == [Span(5.0, 6.9), Span(8.5, 8.9)]


@pytest.mark.parametrize(
    "true",
    [
        (("head_up", 5.0, 5.6),),
        (("head_up", 4.0, 5.5), ("not_supine", 5.5, 9.0)),
    ],
)
def test_the_brief_and_the_passing_are_neither_demanded_nor_wrong(
    true: tuple[tuple[str, float, float], ...],
) -> None:
    """A fault at the rule's very edge, or a head on its way to sitting, decides nothing."""
    for flagged in ((), (("head_up", 5.4, 5.8),)):
        found = score("head_up", true, flagged)
        assert (found.demanded, found.found, found.flagged) == (0, 0, 0)


def test_the_rules_of_a_hold_are_demanded_while_the_legs_are_drawn() -> None:
    """Head up from 4 s, legs drawn from 6 s: the delay counts from 6 s, and 4.5 s is not wrong."""
    true = truth(attempts=(("LR", 6.0, 12.0),), faults=(("head_up", 4.0, 8.0),))
    late = rows_of(true, (("head_up", 6.5, 8.0),))
    early = rows_of(true, (("head_up", 4.5, 5.5), ("head_up", 6.5, 8.0)))
    for rows in (late, early):
        found = match_faults(true, rows, single=False, is_stretch=True)["head_up"]
        assert (found.demanded, found.found, found.right, found.flagged) == (1, 1, 1, 1)
        assert list(found.delays_s) == [pytest.approx(0.5)]
    idle = truth(faults=(("head_up", 4.0, 8.0),))
    scores = match_faults(idle, rows_of(idle), single=False, is_stretch=True)
    assert scores["head_up"].demanded == 0


def test_drawn_spans_know_the_prescription() -> None:
    """One leg is enough where single legs are prescribed, and never where both are."""
    true = truth(attempts=(("L", 3.0, 5.0), ("LR", 8.0, 10.0)))
    assert drawn_spans(true, single=False) == [Span(8.0, 10.0)]
    assert drawn_spans(true, single=True) == [Span(3.0, 5.0), Span(8.0, 10.0)]


def test_a_fault_in_the_dark_is_not_demanded() -> None:
    """What the picture does not show nobody can flag."""
    true = truth(attempts=(("LR", 2.0, 18.0),), faults=(("head_up", 5.0, 8.0),), unseen=(4.0, 9.0))
    scores = match_faults(true, rows_of(true), single=False, is_stretch=True)
    assert scores["head_up"].demanded == 0


def test_what_is_compared_hangs_on_the_prescription() -> None:
    """No free leg with both legs prescribed; only posture where it is not the stretch."""
    flagged = (("free_leg_up", 5.0, 6.0),)
    assert score("free_leg_up", (), flagged) is None
    assert score("free_leg_up", (), flagged, single=True).flagged == 1
    assert score("jerky", (), (), is_stretch=False) is None
    assert score("not_supine", (), (), is_stretch=False) is not None


def test_tracking_counts_only_pictures_with_a_person() -> None:
    """Not found in the dark is no loss."""
    true = truth(unseen=(0.0, 5.0))
    rows = rows_of(true)
    for row in rows[:60]:
        row["near_side"] = ""
    found = tracking(true, session(), rows)
    assert (found.visible_frames, found.lost_frames) == (150, 10)
    assert (found.lost_s, found.swaps_repaired) == (0.5, 2)
