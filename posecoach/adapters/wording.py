"""What the person reads: one catalogue a language.

Few, calm words. Nothing urges anyone past a comfortable range: a cue invites, and names what
may rest. A no-break space keeps a number with its unit. A further language is a further
:class:`Catalogue` in :data:`CATALOGUES`; a test holds every catalogue complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.words.numbers import number_text
from posecoach.core.attempts import Doubt, HoldVerdict
from posecoach.core.checker import Phase
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posecoach.core.attempts import HoldRecord
    from posecoach.core.routine import Routine


@dataclass(frozen=True)
class Catalogue:
    """Every short text of one language.

    Attributes
    ----------
    cues
        What to tell the person, a short sentence for each state and each fault.
    faults, verdicts, doubts, phases
        Words for tables, in lower case.
    seconds
        A duration; ``{n}`` is the number.
    of_target
        Under the clock's seconds; ``{n}`` is the target in seconds.
    paused
        In its place while the clock stands still.
    not_counting
        In its place once the hold cannot count any more.
    holds
        Under the count where the routine names no number.
    of_holds, of_one_hold
        The same where it does; ``{n}`` is the number, or the least and the most.
    range
        From ``{least}`` to ``{most}``.
    last_hold
        The last attempt; ``{verdict}`` and ``{detail}`` (seconds, or why it is unsure).
    not_calibrated
        No rest is known to measure against.
    hip
        The hip angle; ``{angle}`` with its degree sign.
    decimal_mark
        Between a number's whole and its fraction.
    """

    cues: Mapping[CueKey | FaultKind, str]
    faults: Mapping[FaultKind, str]
    verdicts: Mapping[HoldVerdict, str]
    doubts: Mapping[Doubt, str]
    phases: Mapping[Phase, str]
    seconds: str
    of_target: str
    paused: str
    not_counting: str
    holds: str
    of_holds: str
    of_one_hold: str
    range: str
    last_hold: str
    not_calibrated: str
    hip: str
    decimal_mark: str

    def count_text(self, routine: Routine) -> str:
        """What stands under the count of valid holds.

        A single-leg routine names its repetitions per side; the count has both sides in it.
        """
        if routine.repetitions is None:
            return self.holds
        sides = 2 if routine.is_single else 1
        least, most = (sides * count for count in routine.repetitions)
        if least == most == 1:
            return self.of_one_hold
        number = str(least) if least == most else self.range.format(least=least, most=most)
        return self.of_holds.format(n=number)

    def target_text(self, routine: Routine) -> str:
        """The clock's target."""
        return self.of_target.format(n=self.number(routine.hold_s))

    def number(self, value: float) -> str:
        """A number that a person has given, as it was given."""
        return number_text(value, "g", self.decimal_mark)

    def last_hold_text(self, record: HoldRecord) -> str:
        """What became of the last attempt: its verdict, and its seconds or the doubt."""
        if record.doubt is not None:
            detail = self.doubts[record.doubt]
        else:
            detail = self.seconds.format(n=int(record.attempt.counted_s))
        return self.last_hold.format(verdict=self.verdicts[record.verdict], detail=detail)


ENGLISH = Catalogue(
    cues={
        CueKey.NOT_SEEN: "I can't see you just now",
        CueKey.LIE_DOWN: "Lie down on your back",
        CueKey.DRAW_IN: "Draw in when you are ready",
        CueKey.HOLD: "Hold, and breathe slowly",
        CueKey.ENOUGH: "Well held. Let go slowly",
        CueKey.LET_GO: "Let go, and rest a moment",
        FaultKind.NOT_SUPINE: "Lie flat on your back",
        FaultKind.HEAD_UP: "Let your head rest on the mat",
        FaultKind.SHOULDERS_UP: "Let your shoulders rest on the mat",
        FaultKind.LEG_STRAIGHT: "Let your knee bend",
        FaultKind.NOT_CLOSE_ENOUGH: "Breathe out, a little closer if that is comfortable",
        FaultKind.HANDS_OFF: "Let your hands hold the leg",
        FaultKind.JERKY: "Slowly and gently",
        FaultKind.BOTH_AT_ONCE: "Next time, one leg after the other",
        FaultKind.FREE_LEG_UP: "Rest the other foot on the floor",
    },
    faults={
        FaultKind.NOT_SUPINE: "not on the back",
        FaultKind.HEAD_UP: "head up",
        FaultKind.SHOULDERS_UP: "shoulders up",
        FaultKind.LEG_STRAIGHT: "leg too straight",
        FaultKind.NOT_CLOSE_ENOUGH: "not close enough",
        FaultKind.HANDS_OFF: "hands off the leg",
        FaultKind.JERKY: "drawn in too fast",
        FaultKind.BOTH_AT_ONCE: "both legs at once",
        FaultKind.FREE_LEG_UP: "other foot off the floor",
    },
    verdicts={
        HoldVerdict.VALID: "counted",
        HoldVerdict.TOO_SHORT: "too short",
        HoldVerdict.FAULTED: "not counted",
        HoldVerdict.UNSURE: "unsure",
    },
    doubts={
        Doubt.NO_REST: "no start position seen",
        Doubt.OBLIQUE: "camera not side-on",
        Doubt.FAR_LEG: "far leg hidden",
        Doubt.OUT_OF_SIGHT: "out of sight too long",
        Doubt.ANGLE: "angle too near the limit",
        Doubt.LIFT: "lift too near the limit",
    },
    phases={
        Phase.ABSENT: "nobody in view",
        Phase.NOT_SUPINE: "not lying down",
        Phase.REST: "at rest",
        Phase.DRAWING_IN: "drawing in",
        Phase.DRAWN: "drawn in",
        Phase.RELEASING: "letting go",
    },
    seconds="{n}\u00a0s",
    of_target="of {n}\u00a0s",
    paused="paused",
    not_counting="stopped",
    holds="holds",
    of_holds="of {n} holds",
    of_one_hold="of one hold",
    range="{least}–{most}",
    last_hold="Last hold: {verdict}, {detail}",
    not_calibrated="Start position not seen yet: lie still for a moment",
    hip="hip {angle}",
    decimal_mark=".",
)

FRENCH = Catalogue(
    cues={
        CueKey.NOT_SEEN: "Je ne vous vois plus",
        CueKey.LIE_DOWN: "Allongez-vous sur le dos",
        CueKey.DRAW_IN: "Ramenez vers vous quand vous voulez",
        CueKey.HOLD: "Tenez, et respirez lentement",
        CueKey.ENOUGH: "Bien tenu. Relâchez lentement",
        CueKey.LET_GO: "Relâchez, et reposez-vous un instant",
        FaultKind.NOT_SUPINE: "Restez à plat sur le dos",
        FaultKind.HEAD_UP: "Laissez la tête reposer sur le tapis",
        FaultKind.SHOULDERS_UP: "Laissez les épaules reposer sur le tapis",
        FaultKind.LEG_STRAIGHT: "Laissez le genou se plier",
        FaultKind.NOT_CLOSE_ENOUGH: "Expirez, un peu plus près si c’est agréable",
        FaultKind.HANDS_OFF: "Laissez les mains tenir la jambe",
        FaultKind.JERKY: "Lentement, en douceur",
        FaultKind.BOTH_AT_ONCE: "La prochaine fois, une jambe après l’autre",
        FaultKind.FREE_LEG_UP: "Reposez l’autre pied au sol",
    },
    faults={
        FaultKind.NOT_SUPINE: "pas sur le dos",
        FaultKind.HEAD_UP: "tête levée",
        FaultKind.SHOULDERS_UP: "épaules levées",
        FaultKind.LEG_STRAIGHT: "jambe trop tendue",
        FaultKind.NOT_CLOSE_ENOUGH: "pas assez près",
        FaultKind.HANDS_OFF: "mains loin de la jambe",
        FaultKind.JERKY: "ramené trop vite",
        FaultKind.BOTH_AT_ONCE: "les deux jambes à la fois",
        FaultKind.FREE_LEG_UP: "autre pied décollé du sol",
    },
    verdicts={
        HoldVerdict.VALID: "compté",
        HoldVerdict.TOO_SHORT: "trop court",
        HoldVerdict.FAULTED: "non compté",
        HoldVerdict.UNSURE: "incertain",
    },
    doubts={
        Doubt.NO_REST: "position de départ non vue",
        Doubt.OBLIQUE: "caméra pas de profil",
        Doubt.FAR_LEG: "jambe éloignée cachée",
        Doubt.OUT_OF_SIGHT: "hors de vue trop longtemps",
        Doubt.ANGLE: "angle trop près de la limite",
        Doubt.LIFT: "élévation trop près de la limite",
    },
    phases={
        Phase.ABSENT: "personne en vue",
        Phase.NOT_SUPINE: "pas sur le dos",
        Phase.REST: "au repos",
        Phase.DRAWING_IN: "montée",
        Phase.DRAWN: "ramené",
        Phase.RELEASING: "descente",
    },
    seconds="{n}\u00a0s",
    of_target="sur {n}\u00a0s",
    paused="en pause",
    not_counting="arrêté",
    holds="maintiens",
    of_holds="sur {n} maintiens",
    of_one_hold="sur un maintien",
    range="{least} à {most}",
    last_hold="Dernier maintien\u00a0: {verdict}, {detail}",
    not_calibrated="Position de départ pas encore vue\u00a0: restez immobile un instant",
    hip="hanche {angle}",
    decimal_mark=",",
)

CATALOGUES: Mapping[str, Catalogue] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
