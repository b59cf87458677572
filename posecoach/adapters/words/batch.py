"""Words of many reviews: their index page. Words for faults are the catalogue's in wording.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.core.landmarks import Side

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class BatchWords:
    """Every text of the index page in one language.

    Attributes
    ----------
    language
        Its code (ISO 639-1).
    decimal
        Of numbers.
    done
        ``{done}`` of ``{total}`` recordings.
    all_done
        The same when there is nothing left: ``{total}``.
    failed
        ``{n}`` that could not be judged.
    routine
        ``{name}`` and ``{target}``, the seconds a hold must reach.
    counted, all_counted
        ``{n}`` valid holds of ``{total}``: of a recording, and of all.
    seconds, degrees_span
        ``{n}``; ``{least}`` and ``{most}``.
    times
        ``{what}`` and how often, ``{n}``.
    same, kept
        Beside a recording that shares another's result, or has one of an earlier run.
    not_judged
        Before the reason.
    """

    language: str
    decimal: str
    title: str
    done: str
    all_done: str
    failed: str
    routine: str
    counted: str
    all_counted: str
    seconds: str
    degrees_span: str
    times: str
    column_recording: str
    column_counted: str
    column_credited: str
    column_comfort: Mapping[Side, str]
    column_faults: str
    no_attempts: str
    unseen: str
    no_faults: str
    same: str
    kept: str
    not_judged: str
    about: str
    waiting: str
    table_label: str
    comfort_note: str
    not_medical: str


ENGLISH = BatchWords(
    language="en",
    decimal=".",
    title="Knees to chest: recordings reviewed",
    done="Recordings: {done} of {total} done; those that are not stand at the end",
    all_done="Recordings: {total}, all done",
    failed="could not be judged: {n}",
    routine="{name}: {target} a hold",
    counted="{n} of {total}",
    all_counted="Holds that counted: {n} of {total}",
    seconds="{n}\u00a0s",
    degrees_span="{least}–{most}°",
    times="{what} ({n})",
    column_recording="recording",
    column_counted="holds that counted",
    column_credited="credited",
    column_comfort={Side.LEFT: "comfort range, left", Side.RIGHT: "comfort range, right"},
    column_faults="faults",
    no_attempts="no hold seen",
    unseen="not seen",
    no_faults="none",
    same="the same recording as another one here",
    kept="from an earlier run",
    not_judged="Not judged:",
    about="About the recording:",
    waiting="Not done yet",
    table_label="Recordings with what they came to",
    comfort_note="Comfort range: hip flexion, median to peak, in the holds that counted; where "
    "none did, in all of them.",
    not_medical="This is not a medical device, and no diagnosis.",
)

FRENCH = BatchWords(
    language="fr",
    decimal=",",
    title="Genoux à la poitrine\u00a0: enregistrements évalués",
    done="Enregistrements\u00a0: {done} faits sur {total}\u00a0; les autres sont à la fin",
    all_done="Enregistrements\u00a0: {total}, tous faits",
    failed="n’ont pas pu être évalués\u00a0: {n}",
    routine="{name}\u00a0: {target} par maintien",
    counted="{n} sur {total}",
    all_counted="Maintiens comptés\u00a0: {n} sur {total}",
    seconds="{n}\u00a0s",
    degrees_span="{least}–{most}°",
    times="{what} ({n})",
    column_recording="enregistrement",
    column_counted="maintiens comptés",
    column_credited="crédité",
    column_comfort={
        Side.LEFT: "amplitude confortable, gauche",
        Side.RIGHT: "amplitude confortable, droite",
    },
    column_faults="fautes",
    no_attempts="aucun maintien vu",
    unseen="non vue",
    no_faults="aucune",
    same="le même enregistrement qu’un autre ici",
    kept="d’une évaluation antérieure",
    not_judged="Non évalué\u00a0:",
    about="À propos de l’enregistrement\u00a0:",
    waiting="Pas encore faits",
    table_label="Les enregistrements et leur résultat",
    comfort_note="Amplitude confortable\u00a0: flexion de la hanche, de la médiane au maximum, "
    "dans les maintiens comptés\u00a0; s’il n’y en a pas, dans tous.",
    not_medical="Ceci n’est pas un dispositif médical, ni un diagnostic.",
)

CATALOGUES: Mapping[str, BatchWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
