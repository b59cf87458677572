"""A finished review as a table on the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from posecoach.core.attempts import Doubt, HoldVerdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from posecoach.core.attempts import FlexionSummary
    from posecoach.core.faults import Fault
    from posecoach.core.routine import Routine
    from posecoach.core.session import Hold, Session

_VERDICTS = {
    HoldVerdict.VALID: ("valid", "blue"),
    HoldVerdict.TOO_SHORT: ("too short", "yellow"),
    HoldVerdict.FAULTED: ("faulted", "red"),
    HoldVerdict.UNSURE: ("unsure", "magenta"),
}

_DOUBTS = {
    Doubt.NO_REST: "nobody lay at rest in the start position, so lifts cannot be measured",
    Doubt.OBLIQUE: "the camera looks along the body; put it at the side",
    Doubt.FAR_LEG: "the far leg was hidden behind the near one",
    Doubt.OUT_OF_SIGHT: "too many seconds of it were out of sight",
}

_NO_START = (
    "The start position was never seen: before the first hold, lie still for two seconds with "
    "the whole body in view."
)

ONE_LEG_S = 5.0  # longer than it takes to bring up the second leg
_ONE_LEG = (
    "One leg alone was drawn up for {seconds:.1f} s, which makes no hold here: "
    "for one leg at a time review it with --routine gentle-single."
)


def print_review(console: Console, session: Session, routine: Routine) -> None:
    """Print the verdict, the holds, and the faults outside them."""
    console.print(_headline(session, routine))
    if session.holds:
        console.print(_holds_table(session.holds))
    elif session.rest is None:
        console.print(_NO_START)
    if not routine.is_single and session.one_leg_s > ONE_LEG_S:
        console.print(_ONE_LEG.format(seconds=session.one_leg_s))
    for remark in _remarks(session.holds):
        console.print(remark)
    if session.faults:
        console.print("Outside the holds: " + _faults_text(session.faults))


def _headline(session: Session, routine: Routine) -> str:
    attempts = len(session.holds)
    if not attempts:
        return f"No hold of the legs drawn up was seen in {session.duration_s:.1f} s."
    plural = "" if attempts == 1 else "s"
    return (
        f"{session.valid_holds} valid of {attempts} attempt{plural} "
        f"({escape(routine.name)}: {routine.hold_s:g} s, {_legs_text(routine)})"
    )


def _legs_text(routine: Routine) -> str:
    return "one leg at a time" if routine.is_single else "both legs"


def _holds_table(holds: Iterable[Hold]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("#", justify="right")
    table.add_column("legs", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for name in ("from … to", "credited", "rejected", "paused", "hip flexion L, R"):
        table.add_column(name, justify="right", no_wrap=True)
    for number, hold in enumerate(holds, start=1):
        table.add_row(str(number), *_hold_cells(hold))
    return table


def _hold_cells(hold: Hold) -> tuple[str, ...]:
    attempt = hold.record.attempt
    name, colour = _VERDICTS[hold.record.verdict]
    flexion = hold.record.hip_flexion_deg
    return (
        hold.record.legs.value,
        f"[{colour}]{name}[/]",
        f"{attempt.start_s:.1f} … {attempt.end_s:.1f} s",
        f"{attempt.credited_s:.1f} s",
        f"{attempt.rejected_s:.1f} s",
        f"{attempt.paused_s:.1f} s",
        f"{_degrees(flexion.left)}, {_degrees(flexion.right)}",
    )


def _remarks(holds: Iterable[Hold]) -> Iterator[str]:
    """What there is to say of each hold beyond its row: faults, and why it is unsure."""
    for number, hold in enumerate(holds, start=1):
        if hold.record.doubt is not None:
            yield f"{number}: I can't tell, because {_DOUBTS[hold.record.doubt]}"
        if hold.faults:
            yield f"{number}: {_faults_text(hold.faults)}"


def _degrees(summary: FlexionSummary) -> str:
    return "?" if math.isnan(summary.median_deg) else f"{summary.median_deg:.0f}°"


def _faults_text(faults: Iterable[Fault]) -> str:
    return ", ".join(_fault_text(fault) for fault in faults)


def _fault_text(fault: Fault) -> str:
    when = f"{fault.start_s:.1f} … {fault.end_s:.1f} s"
    return f"{fault.kind.value} {when} ({fault.kind.severity.value})"
