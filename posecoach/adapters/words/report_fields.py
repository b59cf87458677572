"""Which texts the report has, whatever the language, and how a language writes numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posecoach.core.attempts import Doubt
    from posecoach.core.faults import FaultKind
    from posecoach.core.legs import Legs


@dataclass(frozen=True)
class ReportWords:
    """Every text of the report in one language; what stands in braces is filled in.

    Attributes
    ----------
    decimal, thousands
        How numbers are written.
    mend_fault, mend_doubt
        What to do next time: an invitation, never a demand for more.
    why_*
        The reason for it, in figures.
    measured
        Paragraphs on the method and its limits.
    """

    language: str
    decimal: str
    thousands: str
    seconds: str
    span: str
    degrees: str
    degrees_span: str
    percent: str
    of_number: str
    labelled: str
    unseen: str
    page_title: str
    heading: str
    routine_line: str
    routine_legs: Mapping[bool, str]
    recorded: str
    legs: Mapping[Legs, str]
    sides: Mapping[Legs, str]
    # --- the four cards
    counted: str
    no_attempts: str
    asked_times: str
    asked_times_a_side: str
    one_leg: str
    credited: str
    credited_target: str
    credited_longest: str
    comfort: str
    comfort_note: str
    comfort_estimate: str
    next_time: str
    went_well: str
    mend_fault: Mapping[FaultKind, str]
    mend_doubt: Mapping[Doubt, str]
    mend_too_short: str
    mend_no_start: str
    mend_no_attempt: str
    well: str
    why_lost: str
    why_seconds: str
    why_outside: str
    why_advice: str
    why_doubt: str
    why_too_short: str
    look: str
    # --- video and chart
    video: str
    video_label: str
    video_none: str
    video_gone: str
    chart: str
    chart_hint_click: str
    chart_hint_drag: str
    chart_label: str
    no_script: str
    axis_flexion: str
    axis_lift: str
    axis_time: str
    strip_holds: str
    strip_faults: str
    left_hip: str
    right_hip: str
    head: str
    shoulders: str
    comfort_limit: str
    head_limit: str
    shoulders_limit: str
    band: str
    readout: str
    # --- tables
    holds: str
    no_holds: str
    faults: str
    no_faults: str
    hold_n: str
    outside: str
    column_hold: str
    column_verdict: str
    column_time: str
    column_seconds: str
    column_flexion: str
    column_picture: str
    column_fault: str
    column_effect: str
    column_when: str
    blocks: str
    advises: str
    keeps_out: str
    play_label: str
    still_hold: str
    still_fault: str
    ledger: str
    ledger_label: str
    ledger_credited: str
    ledger_rejected: str
    ledger_paused: str
    ledger_about: str
    figures: str
    figures_about: str
    # --- how it was measured
    measured_heading: str
    measured: tuple[str, ...]
    measured_band: str
    measured_rest: str
    measured_no_rest: str
    measured_near: Mapping[Legs, str]
    measured_lost: str
    measured_moved: str
    measured_note: str
    measured_model: str
    not_medical: str

    def number(self, value: float, digits: int = 0) -> str:
        """A number as this language writes it; a minus sign that is one."""
        text = f"{value:,.{digits}f}"
        if float(text.replace(",", "")) == 0:
            text = text.lstrip("-")
        marks = {",": self.thousands, ".": self.decimal, "-": "−"}
        return "".join(marks.get(mark, mark) for mark in text)

    def duration(self, value_s: float) -> str:
        """Seconds with their unit."""
        return self.seconds.format(n=self.number(value_s, 1))
