"""Words of ``posecoach rejudge``: what other rules would have changed.

Verdicts, faults and doubts have theirs in :mod:`posecoach.adapters.wording`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.core.comparison import ReasonKind

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Catalogue:
    """Every text of the comparison in one language.

    Attributes
    ----------
    reasons
        Why a verdict is another one; ``{fault}``, ``{doubt}``, ``{old}`` and ``{new}`` (seconds
        with their unit) where it is about one.
    rules
        Over the list of what is changed.
    rule
        ``{name}``, ``{old}``, ``{new}``, ``{unit}``.
    routine
        The name of the line that tells the routine.
    by_session
        In place of an old value that is each session's own.
    own_threshold
        A recording that was judged with another ``{name}`` than the default: its ``{value}``
        and ``{unit}``.
    changed
        ``{name}`` of the recording, valid holds and attempts before and after.
    unchanged
        The same where nothing changed.
    no_session
        The old rules are the default ones, ``{routine}``.
    number, was, now, span, credited
        Heads of the columns.
    none
        In place of an attempt that is none under the one or the other rules.
    from_to
        ``{start}`` and ``{end}`` of an attempt, numbers.
    old_new
        ``{old}`` and ``{new}`` seconds, numbers, if they differ.
    seconds
        ``{n}``.
    remark
        ``{text}`` about the attempt ``{number}``.
    total
        Over the table of all recordings: ``{recordings}`` and how many ``{changed}``.
    attempts
        The row of all attempts.
    decimal_mark
        Of numbers.
    """

    reasons: Mapping[ReasonKind, str]
    rules: str
    rule: str
    routine: str
    by_session: str
    own_threshold: str
    changed: str
    unchanged: str
    no_session: str
    number: str
    was: str
    now: str
    span: str
    credited: str
    none: str
    from_to: str
    old_new: str
    seconds: str
    remark: str
    total: str
    attempts: str
    decimal_mark: str


ENGLISH = Catalogue(
    reasons={
        ReasonKind.MORE_FAULT: "{fault} for {new} instead of {old}",
        ReasonKind.LESS_FAULT: "{fault} for {new} instead of {old}",
        ReasonKind.TARGET: "{new} are asked for instead of {old}",
        ReasonKind.DOUBT: "it can't be told: {doubt}",
        ReasonKind.CERTAIN: "it can be told now, which it could not: {doubt}",
        ReasonKind.GRACE: "another limit for how long a fault may last",
        ReasonKind.COUNTED: "{new} count instead of {old}",
        ReasonKind.JOINED: "part of a longer hold now",
        ReasonKind.SPLIT: "was part of a longer hold",
        ReasonKind.NOT_DRAWN: "these legs make no hold under the new rules",
        ReasonKind.DRAWN: "these legs made no hold under the old rules",
    },
    rules="What if",
    rule="{name}: {old} → {new} {unit}",
    routine="routine",
    by_session="as recorded",
    own_threshold="was judged with {name} = {value} {unit}",
    changed="{name}: {new} of {new_attempts} counted, was {old} of {old_attempts}",
    unchanged="{name}: no change, {new} of {new_attempts} counted",
    no_session="No session beside it: the old rules are those of {routine}.",
    number="#",
    was="was",
    now="is now",
    span="from … to",
    credited="credited",
    none="–",
    from_to="{start} … {end}\u00a0s",
    old_new="{old} → {new}\u00a0s",
    seconds="{n}\u00a0s",
    remark="{number}: {text}",
    total="All recordings: {recordings}, changed: {changed}",
    attempts="attempts",
    decimal_mark=".",
)

FRENCH = Catalogue(
    reasons={
        ReasonKind.MORE_FAULT: "{fault} pendant {new} au lieu de {old}",
        ReasonKind.LESS_FAULT: "{fault} pendant {new} au lieu de {old}",
        ReasonKind.TARGET: "{new} sont demandées au lieu de {old}",
        ReasonKind.DOUBT: "on ne peut pas le dire\u00a0: {doubt}",
        ReasonKind.CERTAIN: "on peut le dire maintenant, auparavant non\u00a0: {doubt}",
        ReasonKind.GRACE: "autre limite pour la durée d’une faute",
        ReasonKind.COUNTED: "{new} comptent au lieu de {old}",
        ReasonKind.JOINED: "fait maintenant partie d’un maintien plus long",
        ReasonKind.SPLIT: "faisait partie d’un maintien plus long",
        ReasonKind.NOT_DRAWN: "ces jambes ne font pas un maintien selon les nouvelles règles",
        ReasonKind.DRAWN: "ces jambes ne faisaient pas un maintien selon les anciennes règles",
    },
    rules="Et si",
    rule="{name}\u00a0: {old} → {new} {unit}",
    routine="programme",
    by_session="comme enregistré",
    own_threshold="était évalué avec {name} = {value} {unit}",
    changed=("{name}\u00a0: {new} sur {new_attempts} comptés, auparavant {old} sur {old_attempts}"),
    unchanged="{name}\u00a0: aucun changement, {new} sur {new_attempts} comptés",
    no_session="Pas de séance à côté\u00a0: les anciennes règles sont celles de {routine}.",
    number="n°",
    was="avant",
    now="maintenant",
    span="de … à",
    credited="créditées",
    none="–",
    from_to="{start} … {end}\u00a0s",
    old_new="{old} → {new}\u00a0s",
    seconds="{n}\u00a0s",
    remark="{number}\u00a0: {text}",
    total="Tous les enregistrements\u00a0: {recordings}, changés\u00a0: {changed}",
    attempts="essais",
    decimal_mark=",",
)

CATALOGUES: Mapping[str, Catalogue] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
