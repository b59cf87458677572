"""The four cards at the top of the report, as what the template shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from posecoach.adapters.report_advice import Reason, comfort_deg, ledger, one_thing
from posecoach.adapters.report_chart import VERDICT_MARKS
from posecoach.adapters.report_texts import span_deg, target_text
from posecoach.adapters.tables import is_one_leg_told
from posecoach.core.attempts import Doubt
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.legs import Legs

if TYPE_CHECKING:
    from posecoach.adapters.report_advice import Advice
    from posecoach.adapters.report_model import HoldRow, ReportData
    from posecoach.adapters.report_texts import Texts
    from posecoach.adapters.words.report_fields import ReportWords

_MOST_PIPS = 24  # more small buttons than this are no overview
_SCALE_DEG = (60.0, 150.0)  # feet flat to the end of any hip


def counted_card(data: ReportData, texts: Texts) -> dict[str, Any]:
    """Valid holds out of attempts, and each of them."""
    words, total = texts.own, len(data.holds)
    value = words.of_number.format(n=data.valid_holds, total=total) if total else None
    asked = None
    if data.routine.repetitions is not None:
        least, most = data.routine.repetitions
        number = str(least) if least == most else texts.shared.range.format(least=least, most=most)
        form = words.asked_times_a_side if data.routine.is_single else words.asked_times
        asked = form.format(range=number)
    pips = [_pip(hold, texts) for hold in data.holds] if total <= _MOST_PIPS else []
    return {"value": value, "asked": asked, "pips": pips, "one_leg": _one_leg(data, words)}


def _one_leg(data: ReportData, words: ReportWords) -> str | None:
    """That one leg alone was drawn where the routine wants both."""
    if not is_one_leg_told(data.routine, data.one_leg_s, len(data.holds)):
        return None
    return words.one_leg.format(seconds=words.duration(data.one_leg_s))


def _pip(hold: HoldRow, texts: Texts) -> dict[str, Any]:
    name = texts.own.hold_n.format(n=hold.number)
    return {
        "verdict": hold.verdict.value,
        "text": f"{hold.number}\u00a0{VERDICT_MARKS[hold.verdict]}",
        "label": texts.own.labelled.format(what=name, said=texts.shared.verdicts[hold.verdict]),
        "seek_s": hold.start_s,
    }


def credited_card(data: ReportData, words: ReportWords) -> dict[str, Any]:
    """Credited seconds against the target, and the ledger."""
    sums = ledger(data.holds)
    parts = [
        ("credited", words.ledger_credited, sums.credited_s),
        ("rejected", words.ledger_rejected, sums.rejected_s),
        ("paused", words.ledger_paused, sums.paused_s),
    ]
    target = target_text(data, words)
    longest = max((hold.credited_s for hold in data.holds), default=None)
    return {
        "value": words.duration(sums.credited_s),
        "target": words.credited_target.format(target=target)
        if longest is None
        else words.credited_longest.format(target=target, longest=words.duration(longest)),
        "parts": [
            {
                "key": key,
                "name": name,
                "seconds": words.duration(value_s),
                "share": _share(value_s, sums.total_s),
            }
            for key, name, value_s in parts
        ],
        "label": words.labelled.format(
            what=words.ledger,
            said=words.ledger_label.format(
                **{key: words.duration(value_s) for key, _, value_s in parts}
            ),
        ),
    }


def _share(part: float, whole: float) -> str:
    """Percent for a style sheet, which always has a decimal point."""
    return f"{100 * part / whole:.2f}" if whole > 0 else "0"


def sides_of(data: ReportData) -> tuple[Side, ...]:
    """The near leg first: it is seen best."""
    return (Side.RIGHT, Side.LEFT) if data.near_side is Side.RIGHT else (Side.LEFT, Side.RIGHT)


def comfort_card(data: ReportData, side: Side, words: ReportWords) -> dict[str, Any]:
    """One leg's range, as text and as a part of a scale."""
    found = comfort_deg(data.holds, side)
    is_far = data.near_side is not None and side is not data.near_side
    left, right = (0.0, 0.0) if found is None else (found.median_deg, found.peak_deg)
    low, high = _SCALE_DEG
    start, end = (min(max((v - low) / (high - low), 0.0), 1.0) for v in (left, right))
    return {
        "leg": words.legs[Legs(side.value)],
        "key": side.value,
        "value": words.unseen if found is None else span_deg(found, words),
        "start": f"{100 * start:.1f}",
        "width": f"{100 * (end - start):.1f}" if found else None,
        "asked": f"{100 * (data.routine.comfort_deg - low) / (high - low):.1f}",
        "note": words.comfort_estimate if found and is_far and not data.routine.is_single else None,
    }


# --- the one thing ------------------------------------------------------------------------------


def mend_card(data: ReportData, texts: Texts) -> dict[str, Any]:
    """The one thing to mend next time, why, and where to see it."""
    advice, words = one_thing(data), texts.own
    look = None
    if advice.look_s is not None:
        look = {
            "seek_s": advice.look_s,
            "text": words.look.format(time=words.duration(advice.look_s)),
        }
    return {
        "heading": words.went_well if advice.reason is Reason.WELL else words.next_time,
        "well": advice.reason is Reason.WELL,
        "text": _what_to_do(advice, data, words),
        "why": _why(advice, data, texts),
        "look": look,
    }


def _what_to_do(advice: Advice, data: ReportData, words: ReportWords) -> str:
    if isinstance(advice.what, FaultKind):
        return words.mend_fault[advice.what]
    if isinstance(advice.what, Doubt):
        return words.mend_doubt[advice.what]
    target = target_text(data, words)
    return {
        Reason.TOO_SHORT: words.mend_too_short.format(target=target),
        Reason.NO_START: words.mend_no_start,
        Reason.NO_ATTEMPT: words.mend_no_attempt,
    }.get(advice.reason, words.well)


def _why(advice: Advice, data: ReportData, texts: Texts) -> str | None:
    words = texts.own
    form = {
        Reason.LOST: words.why_lost,
        Reason.OUTSIDE: words.why_outside,
        Reason.SECONDS: words.why_seconds,
        Reason.ADVICE: words.why_advice,
        Reason.DOUBT: words.why_doubt,
        Reason.TOO_SHORT: words.why_too_short,
    }.get(advice.reason)
    if form is None:
        return None
    what = ""
    if isinstance(advice.what, FaultKind):
        what = texts.shared.faults[advice.what]
    elif isinstance(advice.what, Doubt):
        what = texts.shared.doubts[advice.what]
    return form.format(
        what=what[:1].upper() + what[1:],
        n=advice.holds,
        total=len(data.holds),
        seconds=words.duration(advice.seconds_s),
        target=target_text(data, words),
    )
