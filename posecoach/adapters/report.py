"""The report of a review: ``report.html`` beside the files that it is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.adapters.files import write_whole
from posecoach.adapters.report_model import read_report
from posecoach.adapters.report_stills import deepest_s, take_stills, worst_s
from posecoach.adapters.result_names import ANNOTATED_NAME, REPORT_NAME
from posecoach.adapters.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from pathlib import Path

    from posecoach.adapters.report_model import ReportData
    from posecoach.core.config import Thresholds


def write_report(
    folder: Path,
    *,
    lang: str = DEFAULT_LANGUAGE,
    cfg: Thresholds | None = None,
) -> Path:
    """Write the report of what a review left in a folder.

    The page holds all but the video, which it expects beside it: so the folder can be moved,
    and the page alone still shows figures, chart and stills. A video that the session says is
    not its own, such as one of an earlier review into the same folder, is left out.

    Parameters
    ----------
    lang
        Language code; one that there is no catalogue for is English.
    cfg
        The thresholds for the limits in the chart; None: those that the session names.

    Raises
    ------
    InputError
        session.json or frames.csv is missing or broken, or the video cannot be read.
    OutputError
        The report cannot be written.
    """
    # Imported here: templates are needed by this alone.
    from posecoach.adapters.report_page import page  # noqa: PLC0415

    data = read_report(folder)
    path = folder / ANNOTATED_NAME
    stills = None
    if data.annotated and path.is_file():
        stills = take_stills(path, _moments(data), data.duration_s)
    html = page(data, cfg or data.cfg, lang, stills)
    target = folder / REPORT_NAME
    # A name may hold half a character; the page shows a question mark for it.
    write_whole(target, html.encode("utf-8", errors="replace"))
    return target


def _moments(data: ReportData) -> list[float]:
    """Every moment worth a still: the holds first."""
    faults = [fault for hold in data.holds for fault in hold.faults]
    return [
        *(deepest_s(data.track, hold) for hold in data.holds),
        *(worst_s(data.track, fault) for fault in (*faults, *data.faults)),
    ]
