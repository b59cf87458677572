"""What the commands themselves print: how they ended, and a line for each of many recordings.

What is wrong with a file is an error's own line, see :mod:`posecoach.adapters.words.errors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class CommandWords:
    """One language's lines.

    Attributes
    ----------
    stopped, stopped_before, stopped_above
        Ctrl-C: of one thing; of many that are kept; of many that were printed.
    stopped_in
        Ctrl-C while ``{path}`` was reviewed.
    judged_anyway
        ``{path}`` has a fault, ``{note}``.
    not_seen
        In ``{path}`` nothing could be measured, ``{note}``.
    nothing_written
        A warning where many are reviewed without ``--out``.
    cannot_print, cannot_use
        Neither stdout nor a file of ours, ``{path}``; ``{why}`` is the system's.
    wrong_usage
        ``{line}`` says what is wrong with a command line, ``{help}`` shows how it is right.
    written
        A result lies in ``{path}``.
    line
        ``{number}`` of ``{total}``: ``{path}`` with ``{valid}`` of ``{attempts}`` holds,
        ``{credited}`` seconds, ``{how}``.
    same_as, kept, taken
        How: it is another's, ``{path}``; an earlier run's; it took ``{seconds}``.
    counts
        ``{n}`` of each status.
    decimal_mark
        Of numbers.
    stages
        What is done at the moment, beside its bar.
    """

    stopped: str
    stopped_before: str
    stopped_above: str
    stopped_in: str
    judged_anyway: str
    not_seen: str
    nothing_written: str
    cannot_print: str
    cannot_use: str
    wrong_usage: str
    written: str
    line: str
    same_as: str
    kept: str
    taken: str
    counts: Mapping[str, str]
    decimal_mark: str
    stages: Mapping[str, str]


ENGLISH = CommandWords(
    stopped="stopped",
    stopped_before="stopped; what was done before is kept",
    stopped_above="stopped; what was judged until then is above",
    stopped_in="{path}: stopped; what was judged until then is kept",
    judged_anyway="{path}: {note}; what is there was judged",
    not_seen="{path}: {note}",
    nothing_written="without --out DIR nothing is written: no report, no summary, and after a stop "
    "all of it is done again",
    cannot_print="cannot print ({why}); send the output elsewhere",
    cannot_use="cannot use {path} ({why}); send the output elsewhere",
    wrong_usage="{line} (see '{help}')",
    written="Written to {path}",
    line="[{number}/{total}] {path}: {valid} of {attempts} counted, {credited} s credited ({how})",
    same_as="same as {path}",
    kept="kept from an earlier run",
    taken="in {seconds} s",
    counts={
        "reviewed": "{n} reviewed",
        "kept": "{n} kept",
        "same": "{n} same",
        "failed": "{n} failed",
    },
    decimal_mark=".",
    stages={
        "looking": "looking",
        "drawing": "drawing",
        "reading": "reading",
        "judging": "judging again",
        "all": "all",
    },
)

FRENCH = CommandWords(
    stopped="arrêté",
    stopped_before="arrêté\u00a0; ce qui était déjà fait est gardé",
    stopped_above="arrêté\u00a0; ce qui a été évalué jusque-là est ci-dessus",
    stopped_in="{path}\u00a0: arrêté\u00a0; ce qui a été évalué jusque-là est gardé",
    judged_anyway="{path}\u00a0: {note}\u00a0; ce qui s’y trouve a été évalué",
    not_seen="{path}\u00a0: {note}",
    nothing_written="sans --out DOSSIER rien n’est écrit\u00a0: ni rapport ni résumé, et après un "
    "arrêt tout est à refaire",
    cannot_print="impossible d’afficher ({why})\u00a0; envoyez la sortie ailleurs",
    cannot_use="impossible d’utiliser {path} ({why})\u00a0; envoyez la sortie ailleurs",
    wrong_usage="{line} (voir «\u00a0{help}\u00a0»)",
    written="Écrit dans {path}",
    line="[{number}/{total}] {path}\u00a0: {valid} comptés sur {attempts}, "
    "{credited}\u00a0s créditées ({how})",
    same_as="comme {path}",
    kept="gardé d’une évaluation antérieure",
    taken="en {seconds}\u00a0s",
    counts={
        "reviewed": "évalués\u00a0: {n}",
        "kept": "gardés\u00a0: {n}",
        "same": "identiques\u00a0: {n}",
        "failed": "en échec\u00a0: {n}",
    },
    decimal_mark=",",
    stages={
        "looking": "examen",
        "drawing": "dessin",
        "reading": "lecture",
        "judging": "nouvelle évaluation",
        "all": "tous",
    },
)

CATALOGUES: Mapping[str, CommandWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
