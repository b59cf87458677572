"""The figures as Markdown, against the aims, and against the floors that CI holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy_stats import signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Figures = dict[str, Any]
SCHEMA = "posecoach.accuracy/1"
RULES = ("at_most", "at_least", "within")
_NONE = "–"


@dataclass(frozen=True)
class Aim:
    """What one figure should reach: ``at_most`` or ``at_least`` the value."""

    what: str
    path: tuple[str, ...]
    rule: str
    value: float
    unit: str = ""


_FLEXION_INTRO = (
    "Measured less true, degrees. Near: towards the camera. Every picture in which the foot is "
    "off the floor and the person lies on the back, ways in and out included. Raw: image angle "
    "of the landmarks as they come. `laptop_nudged` is pooled by where the camera stands before "
    "the push, which turns it by 6° towards the head and tilts it by 3°.\n"
)
_FORM = ("head_up", "shoulders_up")
_REST = ("not_supine", "leg_straight", "not_close_enough", "hands_off", "jerky", "both_at_once",
         "free_leg_up")  # fmt: skip
_NEAR_10 = ("flexion", "near", "within 10°", "product")
_CREDIT = ("hold_timing", "all", "credited_s")


def _fault_aims(kinds: Sequence[str], least: float) -> list[Aim]:
    return [
        Aim(f"`{kind}`, {what}", ("faults", kind, what), "at_least", least)
        for kind in kinds
        for what in ("precision", "recall")
    ]


AIMS: tuple[Aim, ...] = (
    Aim("near leg within ±10°, MAE", (*_NEAR_10, "mae_deg"), "at_most", 3.0, "°"),
    Aim("near leg within ±10°, bias", (*_NEAR_10, "bias_deg"), "within", 1.5, "°"),
    Aim("near leg within ±30°, MAE", ("flexion", "near", "within 30°", "product", "mae_deg"),
        "at_most", 5.0, "°"),
    Aim("far leg side-on where said to be seen, MAE",
        ("flexion", "far, said to be seen", "side-on", "product", "mae_deg"), "at_most", 6.0, "°"),
    Aim("credited seconds, median error", (*_CREDIT, "median"), "at_most", 0.10, " s"),
    Aim("credited seconds, p95 error", (*_CREDIT, "p95"), "at_most", 0.4, " s"),
    Aim("sessions with the right count, side-on to ±20°",
        ("counts", "side-on to ±20°", "exact_share"), "at_least", 0.98),
    *_fault_aims(_FORM, 0.97),
    *(Aim(f"`{kind}`, delay p95", ("faults", kind, "delay_s", "p95"), "at_most", 0.8, " s")
      for kind in _FORM),
    *_fault_aims(_REST, 0.93),
    Aim("false holds where it is not the stretch", ("counts", "not the stretch", "false_holds"),
        "at_most", 0.0),
)  # fmt: skip


def look_up(figures: Mapping[str, Any], path: Sequence[str]) -> float | None:
    """The number at a path; None if nothing was measured there.

    Raises
    ------
    KeyError
        There is no such figure.
    """
    value: Any = figures
    for step in path:
        if value is None:
            return None
        value = value[step]
    return None if value is None else float(value)


def holds(rule: str, bound: float, value: float) -> bool:
    """Whether a value keeps a rule: ``at_most``, ``at_least``, or ``within`` plus and minus."""
    if rule == "at_least":
        return value >= bound
    return (abs(value) if rule == "within" else value) <= bound


def below_floors(figures: Figures, floors: Sequence[Mapping[str, Any]]) -> list[str]:
    """One line for each floor that the figures fall below.

    Parameters
    ----------
    floors
        ``{"path": [...], "rule": "at_most" | "at_least" | "within", "value": number}`` each.
    """
    lines = []
    for floor in floors:
        value = look_up(figures, floor["path"])
        name = " / ".join(floor["path"])
        if value is None:
            lines.append(f"{name}: nothing was measured")
        elif not holds(floor["rule"], floor["value"], value):
            rule = floor["rule"].replace("_", " ")
            lines.append(f"{name} is {value:g}; the floor is {rule} {floor['value']:g}")
    return lines


# --- Markdown ---------------------------------------------------------------------------------


def markdown(document: Figures) -> str:
    """The whole report."""
    figures = document["figures"]
    parts = [
        "# Accuracy on rendered clips with exact truth\n",
        _what(document),
        "## Aims\n",
        _aims(figures),
        "## Hip flexion\n",
        _FLEXION_INTRO,
        _flexion(figures),
        _repeatability(figures),
        "## Uncertainty\n",
        _uncertainty(figures),
        "## Hold timing\n",
        _timing(figures),
        "## Counts\n",
        _counts(figures),
        "## Faults\n",
        _faults(figures),
        "## Tracking\n",
        _tracking(figures),
    ]
    return "\n".join(parts)


def _what(document: Figures) -> str:
    width, height = document["size_px"]
    return (
        f"{document['clips']} of {document['clips_in_matrix']} clips of the {document['matrix']} "
        f"matrix, half: {document['half']}; {width}×{height}, {document['fps']:g} pictures a "
        f"second; model {document['model']}. The person is a mannequin: figures on people may "
        "differ.\n"
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join("---" for _ in head) + "|"]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return _NONE
    return f"{value:g}" if isinstance(value, float) else str(value)


def _percent(value: float | None) -> str:
    return _NONE if value is None else f"{value:.1%}"


def _aims(figures: Figures) -> str:
    rows = []
    for aim in AIMS:
        value = look_up(figures, aim.path)
        sign = {"at_most": "≤ ", "at_least": "≥ ", "within": "±"}[aim.rule]
        met = "not measured"
        if value is not None:
            met = "yes" if holds(aim.rule, aim.value, value) else "**no**"
        reached = None if value is None else f"{value:g}{aim.unit}"
        rows.append((aim.what, f"{sign}{aim.value:g}{aim.unit}", reached, met))
    return _table(("what", "aim", "reached", "met"), rows)


def _flexion(figures: Figures) -> str:
    rows = []
    for leg, views in figures["flexion"].items():
        for view, found in views.items():
            if found["frames"]:
                errors = [_errors(found[name]) for name in ("product", "raw")]
                rows.append(
                    (leg, view, found["clips"], found["frames"], _percent(found["measured"]),
                     *errors[0], *errors[1][:2])
                )  # fmt: skip
    head = ("leg", "view", "clips", "frames", "measured", "bias", "MAE", "95 % limits",
            "raw bias", "raw MAE")  # fmt: skip
    return _table(head, rows)


def _errors(found: Figures | None) -> tuple[object, object, object]:
    if found is None:
        return None, None, None
    low, high = found["limits_deg"]
    return signed(found["bias_deg"]), f"{found['mae_deg']:.1f}", f"{signed(low)} to {signed(high)}"


def _repeatability(figures: Figures) -> str:
    rows = [
        (leg, found["holds"], *found["sd_deg"].values())
        for leg, found in figures["repeatability"].items()
    ]
    intro = "Repeatability: standard deviation of the error within one hold, degrees.\n\n"
    return intro + _table(("leg", "holds", "median", "p95", "worst"), rows)


def _uncertainty(figures: Figures) -> str:
    rows = []
    for what, f in figures["uncertainty"].items():
        if f["frames"]:
            unit, digits = ("°", 1) if "leg" in what else (" torso", 3)
            numbers = (f"{f[key]:.{digits}f}{unit}" for key in ("bias", "mae", "half_width"))
            rows.append((what, f["frames"], *numbers, _percent(f["covered"])))
    intro = (
        "Every measure carries the half width of an interval that is to cover the truth in about "
        "95 % of pictures. Legs: foot off the floor; lifts: legs drawn.\n\n"
    )
    head = ("measure", "frames", "bias", "MAE", "median half width", "truth within it")
    return intro + _table(head, rows)


def _timing(figures: Figures) -> str:
    rows = []
    names = {"start_s": "start", "end_s": "end", "credited_s": "credited"}
    for view, timing in figures["hold_timing"].items():
        for key, name in names.items():
            f = timing[key]
            rows.append((view, timing["holds"], name, f["bias"], f["median"], f["p95"],
                         f["worst"], "; ".join(f["worst_clips"])))  # fmt: skip
    intro = "Attempts that were found; errors in s, their sizes but for the bias.\n\n"
    head = ("view", "attempts", "error of", "bias", "median", "p95", "worst", "worst in")
    return intro + _table(head, rows)


def _counts(figures: Figures) -> str:
    counts, rows, wrong = figures["counts"], [], []
    for view in ("side-on to ±20°", "±30°", "all"):
        f = counts[view]
        rows.append((view, f["sessions"], f["exact"], _percent(f["exact_share"]), f["expected"],
                     f"{f['missed']} ({f['missed_unsure']} unsure)", f["false"],
                     f"{f['attempts_found']} of {f['attempts']}", f["wrong_leg"],
                     _percent(f["unsure_share"])))  # fmt: skip
    wrong = [f"- {line}" for line in counts["all"]["wrong_sessions"]]
    other = counts["not the stretch"]
    head = ("view", "sessions", "exact", "share", "valid holds", "missed", "false",
            "attempts found", "other leg named", "`unsure`")  # fmt: skip
    listing = "Sessions with another count:\n\n" + "\n".join(wrong) + "\n" if wrong else ""
    where = f": {', '.join(other['where'])}" if other["where"] else ""
    return (
        _table(head, rows)
        + f"\nNot the stretch: {other['false_holds']} false holds in {other['clips']} clips, each "
        f"judged under a both-legs and a single-leg prescription of 3 s{where}.\n\n" + listing
    )


def _faults(figures: Figures) -> str:
    rows = []
    for kind, f in figures["faults"].items():
        delay = f["delay_s"]
        rows.append((f"`{kind}`", f["demanded"], f["found"], _percent(f["recall"]), f["flagged"],
                     f["right"], _percent(f["precision"]), delay["median"], delay["p95"],
                     delay["worst"]))  # fmt: skip
    head = ("fault", "true", "found", "recall", "flagged", "right", "precision",
            "delay median, s", "p95", "worst")  # fmt: skip
    lines = []
    for kind, f in figures["faults"].items():
        lines += [f"- `{kind}` missed in {', '.join(f['missed_in'])}"] * bool(f["missed_in"])
        lines += [f"- `{kind}` wrongly in {', '.join(f['wrong_in'])}"] * bool(f["wrong_in"])
    return _table(head, rows) + "\n" + "\n".join(lines) + "\n"


def _tracking(figures: Figures) -> str:
    f = figures["tracking"]
    return (
        f"Lost: {f['lost_frames']} of {f['visible_frames']} pictures with a person in them "
        f"({_percent(f['lost_share'])}), {f['lost_s']:g} s by the sessions' own account. "
        f"Exchanges of the legs' names repaired: {f['swaps_repaired']}. "
        f"`unsure` verdicts: {_percent(figures['counts']['all']['unsure_share'])} of all holds.\n"
    )
