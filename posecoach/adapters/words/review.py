"""Words of the table that a review or a live session prints on the terminal.

A script may look for ``valid`` and its kin: in English they are the session file's own values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters import wording
from posecoach.core.attempts import Doubt, HoldVerdict
from posecoach.core.faults import FaultKind, Severity
from posecoach.core.legs import Legs

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class ReviewWords:
    """One language's texts.

    Attributes
    ----------
    verdicts, legs, faults, severities
        Words in the table, in lower case.
    doubts
        Why it cannot be told; a clause after ``unsure``.
    unsure
        ``{number}`` of the hold, and ``{why}``.
    headline, headline_one
        ``{valid}`` of ``{total}`` attempts, ``{routine}``, ``{target}`` seconds, ``{how}``; the
        same where there was one attempt.
    no_hold
        None in ``{seconds}``.
    both_legs, one_leg
        How a routine draws up the legs.
    no_start
        Rest was never seen.
    one_leg_alone
        For ``{seconds}`` one leg alone was drawn, where the routine wants both.
    columns
        Heads: number, legs, verdict, span, credited, rejected, paused, hip flexion.
    span, seconds
        ``{start}`` and ``{end}``; ``{n}``.
    remark
        ``{number}`` of the hold, ``{text}``.
    fault
        ``{kind}``, ``{span}``, ``{severity}``.
    outside
        Before the faults outside the holds, ``{faults}``.
    decimal_mark
        Of numbers.
    """

    verdicts: Mapping[HoldVerdict, str]
    legs: Mapping[Legs, str]
    faults: Mapping[FaultKind, str]
    severities: Mapping[Severity, str]
    doubts: Mapping[Doubt, str]
    unsure: str
    headline: str
    headline_one: str
    no_hold: str
    both_legs: str
    one_leg: str
    no_start: str
    one_leg_alone: str
    columns: tuple[str, ...]
    span: str
    seconds: str
    remark: str
    fault: str
    outside: str
    decimal_mark: str


ENGLISH = ReviewWords(
    verdicts={
        HoldVerdict.VALID: "valid",
        HoldVerdict.TOO_SHORT: "too short",
        HoldVerdict.FAULTED: "faulted",
        HoldVerdict.UNSURE: "unsure",
    },
    legs={Legs.BOTH: "both", Legs.LEFT: "left", Legs.RIGHT: "right"},
    faults={kind: kind.value for kind in FaultKind},
    severities={severity: severity.value for severity in Severity},
    doubts={
        Doubt.NO_REST: "nobody lay at rest in the start position, so lifts cannot be measured",
        Doubt.OBLIQUE: "the camera looks along the body; put it at the side",
        Doubt.FAR_LEG: "the far leg was hidden behind the near one",
        Doubt.OUT_OF_SIGHT: "too many seconds of it were out of sight",
        Doubt.ANGLE: "the leg was so near to being let go that its angle cannot tell",
        Doubt.LIFT: "head or shoulders were too near to counting as lifted",
    },
    unsure="{number}: I can't tell, because {why}",
    headline="{valid} valid of {total} attempts ({routine}: {target} s, {how})",
    headline_one="{valid} valid of {total} attempt ({routine}: {target} s, {how})",
    no_hold="No hold of the legs drawn up was seen in {seconds} s.",
    both_legs="both legs",
    one_leg="one leg at a time",
    no_start=(
        "The start position was never seen: before the first hold, lie still for two seconds "
        "with the whole body in view."
    ),
    one_leg_alone=(
        "One leg alone was drawn up for {seconds} s, which makes no hold here: "
        "for one leg at a time take --routine gentle-single."
    ),
    columns=(
        "#",
        "legs",
        "verdict",
        "from … to",
        "credited",
        "rejected",
        "paused",
        "hip flexion L, R",
    ),
    span="{start} … {end} s",
    seconds="{n} s",
    remark="{number}: {text}",
    fault="{kind} {span} ({severity})",
    outside="Outside the holds: {faults}",
    decimal_mark=".",
)

FRENCH = ReviewWords(
    verdicts=wording.FRENCH.verdicts,
    legs={Legs.BOTH: "les deux", Legs.LEFT: "gauche", Legs.RIGHT: "droite"},
    faults=wording.FRENCH.faults,
    severities={Severity.BLOCKS: "bloque", Severity.ADVISES: "conseil"},
    doubts={
        Doubt.NO_REST: (
            "la position de départ n’a pas été vue au repos, rien ne permet de mesurer tête et "
            "épaules"
        ),
        Doubt.OBLIQUE: "la caméra regarde le corps en long\u00a0; placez-la de profil",
        Doubt.FAR_LEG: "la jambe éloignée était cachée derrière l’autre",
        Doubt.OUT_OF_SIGHT: "trop de secondes étaient hors de vue",
        Doubt.ANGLE: "la jambe était trop près d’être relâchée pour que l’angle permette de juger",
        Doubt.LIFT: "la tête ou les épaules étaient trop près de la limite pour en juger",
    },
    unsure="{number}\u00a0: impossible à dire, car {why}",
    headline="Comptés\u00a0: {valid} sur {total} essais ({routine}\u00a0: {target}\u00a0s, {how})",
    headline_one="{valid} compté sur {total} essai ({routine}\u00a0: {target}\u00a0s, {how})",
    no_hold="Aucun maintien des jambes ramenées n’a été vu en {seconds}\u00a0s.",
    both_legs="les deux jambes",
    one_leg="une jambe à la fois",
    no_start=(
        "La position de départ n’a jamais été vue\u00a0: avant le premier maintien, restez "
        "immobile deux secondes, tout le corps dans l’image."
    ),
    one_leg_alone=(
        "Une seule jambe a été ramenée pendant {seconds}\u00a0s, ce qui ne fait pas un maintien "
        "ici\u00a0: pour une jambe à la fois, prenez --routine gentle-single."
    ),
    columns=(
        "n°",
        "jambes",
        "verdict",
        "de … à",
        "crédité",
        "refusé",
        "en pause",
        "hanche G, D",
    ),
    span="{start} … {end}\u00a0s",
    seconds="{n}\u00a0s",
    remark="{number}\u00a0: {text}",
    fault="{kind} {span} ({severity})",
    outside="Hors des maintiens\u00a0: {faults}",
    decimal_mark=",",
)

CATALOGUES: Mapping[str, ReviewWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
