"""``summary.csv``: one row an input, for a spreadsheet or another program.

    file             the recording, as it was named or found
    content_sha256   of what it holds; two rows with the same are the same recording
    status           reviewed (in this run), kept (from an earlier run), same (as another row,
                     whose result it shares) or failed
    result           the folder with the result, from this file's place
    attempts         holds that were tried, and of them by verdict:
    valid, too_short, faulted, unsure
    credited_s       seconds that counted, of all attempts together
    target_s         seconds a hold must reach
    left_median_deg, left_peak_deg, right_median_deg, right_peak_deg
                     the comfort range of each leg: hip flexion in the holds that counted (in all
                     of them where none did), the median of the holds and the highest peak
    faults           kind:how often, also outside the holds, e.g. "head_up:2 jerky:1"
    note             what was wrong with a recording although it was judged, in English
    error            why it was not judged, in English
    seconds_taken    that the review took

UTF-8, a comma between the cells, a dot in numbers. An empty cell is not known. Inputs that are
not done yet have no row. A text that a spreadsheet would run as a formula gets an apostrophe in
front.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from posecoach.adapters.paths import shown_path
from posecoach.adapters.report_advice import comfort_deg
from posecoach.adapters.report_model import holds_of
from posecoach.adapters.words.notes import BETWEEN, ENGLISH
from posecoach.core.attempts import HoldVerdict
from posecoach.core.landmarks import Side
from posecoach.core.legs import PerLeg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posecoach.batch_work import Done, Outcome
    from posecoach.core.attempts import FlexionSummary
    from posecoach.errors import PoseCoachError

SUMMARY_NAME = "summary.csv"
COLUMNS = (
    "file",
    "content_sha256",
    "status",
    "result",
    "attempts",
    "valid",
    "too_short",
    "faulted",
    "unsure",
    "credited_s",
    "target_s",
    "left_median_deg",
    "left_peak_deg",
    "right_median_deg",
    "right_peak_deg",
    "faults",
    "note",
    "error",
    "seconds_taken",
)


@dataclass(frozen=True)
class Figures:
    """What a session came to.

    Attributes
    ----------
    verdicts
        How many attempts of each.
    comfort
        Of each leg; None: it was not seen in any hold.
    faults
        How many of each kind, by its name, also outside the holds.
    """

    verdicts: Mapping[HoldVerdict, int]
    credited_s: float
    target_s: float
    comfort: PerLeg[FlexionSummary | None]
    faults: Mapping[str, int]

    @property
    def attempts(self) -> int:
        """All of them."""
        return sum(self.verdicts.values())

    @property
    def valid(self) -> int:
        """Those that counted."""
        return self.verdicts[HoldVerdict.VALID]


@dataclass(frozen=True)
class Row:
    """What became of one input.

    Attributes
    ----------
    index
        Its place among the inputs.
    folder
        The name of the folder with its result; None: there is none.
    figures
        None: it was not judged.
    """

    index: int
    file: str
    content_sha256: str | None
    status: str
    folder: str | None
    figures: Figures | None
    note: str | None
    error: PoseCoachError | None
    seconds_taken: float | None


def row_of(outcome: Outcome) -> Row:
    """An outcome as it is told, in a summary or on a page."""
    done = outcome.done
    is_judged = done is not None and outcome.out is not None
    return Row(
        outcome.index,
        shown_path(outcome.path),
        outcome.content_sha256,
        _status(outcome),
        outcome.out.name if is_judged and outcome.out is not None else None,
        None if done is None else figures_of(done.document),
        None if done is None else note_of(done),
        outcome.error,
        outcome.seconds_taken,
    )


def note_of(done: Done) -> str | None:
    """What was wrong with a recording although it was judged."""
    notes = [] if done.note is None else [done.note]
    if not done.any_hip_seen:
        notes.append(unseen(done.document))
    return BETWEEN.join(notes) or None


def unseen(document: Mapping[str, Any]) -> str:
    """What to do where no hip was seen in any frame; a note in English."""
    return ENGLISH.part if document["tracking"]["pose_frames"] else ENGLISH.nobody


def figures_of(document: Mapping[str, Any]) -> Figures:
    """Add up a session.

    Raises
    ------
    KeyError, TypeError, ValueError
        The document is no session.
    """
    holds = holds_of(document)
    counted = Counter(hold.verdict for hold in holds)
    inside = [fault for hold in document["holds"] for fault in hold["faults"]]
    faults = Counter(str(fault["kind"]) for fault in [*inside, *document["faults"]])
    return Figures(
        {verdict: counted[verdict] for verdict in HoldVerdict},
        sum(hold.credited_s for hold in holds),
        float(document["routine"]["hold_s"]),
        PerLeg(comfort_deg(holds, Side.LEFT), comfort_deg(holds, Side.RIGHT)),
        dict(faults.most_common()),
    )


def summary_csv(rows: Iterable[Row]) -> str:
    """The table, with its head."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n", restval="")
    writer.writeheader()
    writer.writerows(_cells(row) for row in rows)
    return stream.getvalue()


def _status(outcome: Outcome) -> str:
    if outcome.done is None:
        return "failed"
    if outcome.same_as is not None:
        return "same"
    return "kept" if outcome.done.is_kept else "reviewed"


def _cells(row: Row) -> dict[str, Any]:
    figures = row.figures
    return {
        "file": _no_formula(row.file),
        "content_sha256": row.content_sha256,
        "status": row.status,
        "result": _no_formula(row.folder or ""),
        **({} if figures is None else _figure_cells(figures)),
        "note": _no_formula(row.note or ""),
        "error": "" if row.error is None else _no_formula(" ".join(str(row.error).split())),
        "seconds_taken": None if row.seconds_taken is None else round(row.seconds_taken, 1),
    }


def _figure_cells(figures: Figures) -> dict[str, Any]:
    cells: dict[str, Any] = {"attempts": figures.attempts}
    cells |= {verdict.value: count for verdict, count in figures.verdicts.items()}
    cells |= {"credited_s": round(figures.credited_s, 3), "target_s": figures.target_s}
    for side in Side:
        comfort = figures.comfort.of(side)
        if comfort is not None:
            cells[f"{side.value}_median_deg"] = _angle(comfort.median_deg)
            cells[f"{side.value}_peak_deg"] = _angle(comfort.peak_deg)
    return cells | {"faults": " ".join(f"{kind}:{n}" for kind, n in figures.faults.items())}


def _angle(value_deg: float) -> float | None:
    return None if math.isnan(value_deg) else round(value_deg, 1)


def _no_formula(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
