"""What the history says: in the terminal, on the page, and when it asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from posecoach.core.landmarks import Side
from posecoach.core.progress import NextStep, TodayState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True)
class HistoryWords:
    """Every text of the history in one language.

    Attributes
    ----------
    language
        Its code (ISO 639-1).
    weekdays, months
        Short names, Monday and January first.
    first
        The first day of a month.
    short_date, long_date
        Of ``{weekday}``, ``{day}``, ``{month}`` and ``{year}``.
    summary
        ``{days}``, ``{sessions}``, ``{holds}`` counted, ``{since}`` a date.
    today
        ``{done}`` sessions, and what the routine says: ``{range}``.
    closer
        The leg that comes closer; ``{left}`` and ``{right}`` are angles.
    suggestion
        ``{asked}`` and ``{suggested}`` degrees.
    confirm, forgotten
        ``{count}`` of ``{all}`` sessions; ``{count}``.
    yes
        Answers to ``confirm``, in lower case; every other one is no.
    """

    language: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    first: str
    short_date: str
    long_date: str
    title: str
    empty: str
    summary: str
    today: Mapping[TodayState, str]
    next_steps: Mapping[NextStep, str]
    closer: Mapping[Side, str]
    alike: str
    suggestion: str
    sessions: str
    number: str
    day: str
    time: str
    routine: str
    counted: str
    held: str
    left: str
    right: str
    pain: str
    note: str
    notes: str
    interrupted: str
    running: str
    earlier: str
    holds: str
    hold: str
    legs: Mapping[str, str]
    verdict: str
    seconds: str
    faults: str
    comfort: str
    comfort_how: str
    week_of: str
    nothing: str
    range: str
    per_day_chart: str
    pain_chart: str
    no_charts: str
    not_medical: str
    ask_pain: str
    ask_again: str
    ask_note: str
    feel_kept: str
    confirm: str
    yes: tuple[str, ...]
    forgotten: str
    not_forgotten: str

    def short(self, day: date) -> str:
        """A day in a table."""
        return self._date(self.short_date, day)

    def long(self, day: date) -> str:
        """A day with its year."""
        return self._date(self.long_date, day)

    def short_monday(self, ordinal: int) -> str:
        """A week's Monday in a table: its weekday is known."""
        day = date.fromordinal(ordinal)
        return self._date("{day} {month}", day)

    def clock(self, moment: datetime) -> str:
        """The time of a day."""
        return f"{moment:%H:%M}"

    def _date(self, form: str, day: date) -> str:
        return form.format(
            weekday=self.weekdays[day.weekday()],
            day=self.first if day.day == 1 else day.day,
            month=self.months[day.month - 1],
            year=day.year,
        )


ENGLISH = HistoryWords(
    language="en",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    first="1",
    short_date="{weekday} {day} {month}",
    long_date="{day} {month} {year}",
    title="Knees to chest: your history",
    empty="Nothing is kept yet. Your first session with 'posecoach live' will be here.",
    summary="Days: {days}. Sessions: {sessions}. Holds counted: {holds}. Since {since}.",
    today={
        TodayState.NONE_YET: "Today: none yet. The routine says {range} a day, when it suits you.",
        TodayState.BEGUN: "Today: {done}. The routine says {range} a day, when it suits you.",
        TodayState.ENOUGH: "Today: {done}. The routine says {range} a day: this is enough.",
        TodayState.AT_MOST: "Today: {done}. The routine says {range} a day: enough for today.",
        TodayState.BEYOND: (
            "Today: {done}, more than the routine's {range} a day. Rest until tomorrow."
        ),
    },
    next_steps={
        NextStep.BOTH_MAY_BE_NEXT: (
            "You have had some days without pain, one leg at a time. Lifting both legs may be "
            "next, if you like: one after the other, gently (--routine gentle-double)."
        ),
        NextStep.STAY_SINGLE: (
            "You felt some pain. Do not go on to both legs: stay with one leg at a time, within "
            "comfort, and ask a physiotherapist or doctor."
        ),
        NextStep.BACK_TO_SINGLE: (
            "You felt some pain with both legs. Go back to one leg at a time, within comfort "
            "(--routine gentle-single), and ask a physiotherapist or doctor."
        ),
        NextStep.STOP_AND_ASK: (
            "You felt more than mild pain. Leave this stretch until a physiotherapist or doctor "
            "has looked at it."
        ),
    },
    closer={
        Side.LEFT: (
            "Over four weeks your left leg comes closer ({left}) than your right ({right}). That "
            "is an observation; if it is new or hurts, ask a physiotherapist or doctor."
        ),
        Side.RIGHT: (
            "Over four weeks your right leg comes closer ({right}) than your left ({left}). That "
            "is an observation; if it is new or hurts, ask a physiotherapist or doctor."
        ),
    },
    alike=(
        "Left ({left}) and right ({right}) are alike over four weeks, as far as the camera can "
        "tell."
    ),
    suggestion=(
        "This routine asks for {asked}, and you rest short of that. A routine file of your own "
        "with comfort_deg = {suggested} would count what is comfortable for you."
    ),
    sessions="Sessions",
    number="No.",
    day="Day",
    time="Time",
    routine="Routine",
    counted="Counted",
    held="Held",
    left="Left",
    right="Right",
    pain="Pain",
    note="Note",
    notes="Notes",
    interrupted="cut off; what it had is kept",
    running="running just now",
    earlier="Earlier sessions: {count}. See them with --days {days}.",
    holds="Holds",
    hold="Hold",
    legs={"both": "both", "left": "left", "right": "right"},
    verdict="Verdict",
    seconds="{n}\u00a0s",
    faults="Faults",
    comfort="Comfort range",
    comfort_how=(
        "Hip flexion in the counted holds of each week: from the least to the most, and the "
        "middle one."
    ),
    week_of="Week of",
    nothing="–",
    range="{least} to {most}",
    per_day_chart="Holds counted each day",
    pain_chart="Pain told afterwards, 0 to 10",
    no_charts=(
        "There are no charts on this page because plotly is not installed; the tables have "
        "every number."
    ),
    not_medical="Measured by a webcam; not a medical device. This page was made on your machine "
    "and sends nothing.",
    ask_pain="How did that feel? Pain from 0 (none) to 10; Enter skips: ",
    ask_again="A whole number from 0 to 10, or Enter to skip.",
    ask_note="A few words about it; Enter skips: ",
    feel_kept="Kept with session {number}: pain {pain}.",
    confirm="Delete for good? Sessions: {count} of {all} [y/N]: ",
    yes=("y", "yes"),
    forgotten="Deleted for good: {count}. Exports and backups of yours are not touched.",
    not_forgotten="Nothing was deleted.",
)

FRENCH = HistoryWords(
    language="fr",
    weekdays=("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    months=(
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juil.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ),
    first="1er",
    short_date="{weekday} {day} {month}",
    long_date="{day} {month} {year}",
    title="Genoux à la poitrine\u00a0: votre historique",
    empty=(
        "Rien n’est encore conservé. Votre première séance avec «\u00a0posecoach live\u00a0» "
        "apparaîtra ici."
    ),
    summary=(
        "Jours\u00a0: {days}. Séances\u00a0: {sessions}. Maintiens comptés\u00a0: {holds}. "
        "Depuis le {since}."
    ),
    today={
        TodayState.NONE_YET: (
            "Aujourd’hui\u00a0: pas encore. Le programme prévoit {range} fois par jour, quand cela "
            "vous convient."
        ),
        TodayState.BEGUN: (
            "Aujourd’hui\u00a0: {done}. Le programme prévoit {range} fois par jour, quand cela "
            "vous convient."
        ),
        TodayState.ENOUGH: (
            "Aujourd’hui\u00a0: {done}. Le programme prévoit {range} fois par jour\u00a0: cela "
            "suffit."
        ),
        TodayState.AT_MOST: (
            "Aujourd’hui\u00a0: {done}. Le programme prévoit {range} fois par jour\u00a0: c’est "
            "assez pour aujourd’hui."
        ),
        TodayState.BEYOND: (
            "Aujourd’hui\u00a0: {done}, plus que ne prévoit le programme ({range} fois par jour). "
            "Reposez-vous jusqu’à demain."
        ),
    },
    next_steps={
        NextStep.BOTH_MAY_BE_NEXT: (
            "Vous avez eu quelques jours sans douleur, une jambe à la fois. Si vous le souhaitez, "
            "l’étape suivante peut être de lever les deux jambes\u00a0: l’une après l’autre, en "
            "douceur (--routine gentle-double)."
        ),
        NextStep.STAY_SINGLE: (
            "Vous avez ressenti une douleur. Ne passez pas aux deux jambes\u00a0: restez à une "
            "jambe à la fois, sans dépasser ce qui est confortable, et demandez conseil à un "
            "kinésithérapeute ou à un médecin."
        ),
        NextStep.BACK_TO_SINGLE: (
            "Vous avez ressenti une douleur avec les deux jambes. Revenez à une jambe à la fois, "
            "sans dépasser ce qui est confortable (--routine gentle-single), et demandez conseil "
            "à un kinésithérapeute ou à un médecin."
        ),
        NextStep.STOP_AND_ASK: (
            "Votre douleur a été plus que légère. Laissez cet étirement de côté jusqu’à l’avis "
            "d’un kinésithérapeute ou d’un médecin."
        ),
    },
    closer={
        Side.LEFT: (
            "Sur quatre semaines, votre jambe gauche vient plus près ({left}) que la droite "
            "({right}). C’est une observation\u00a0; si c’est nouveau ou douloureux, demandez "
            "conseil à un kinésithérapeute ou à un médecin."
        ),
        Side.RIGHT: (
            "Sur quatre semaines, votre jambe droite vient plus près ({right}) que la gauche "
            "({left}). C’est une observation\u00a0; si c’est nouveau ou douloureux, demandez "
            "conseil à un kinésithérapeute ou à un médecin."
        ),
    },
    alike=(
        "Gauche ({left}) et droite ({right}) sont semblables sur quatre semaines, autant que la "
        "caméra puisse en juger."
    ),
    suggestion=(
        "Ce programme demande {asked}, et vous vous arrêtez avant. Un programme à vous, avec "
        "comfort_deg = {suggested}, compterait ce qui est confortable pour vous."
    ),
    sessions="Séances",
    number="Nº",
    day="Jour",
    time="Heure",
    routine="Programme",
    counted="Comptés",
    held="Tenu",
    left="Gauche",
    right="Droite",
    pain="Douleur",
    note="Note",
    notes="Notes",
    interrupted="interrompue\u00a0; ce qui était fait est conservé",
    running="en cours en ce moment",
    earlier="Séances plus anciennes\u00a0: {count}. Pour les voir\u00a0: --days {days}.",
    holds="Maintiens",
    hold="Maintien",
    legs={"both": "les deux", "left": "gauche", "right": "droite"},
    verdict="Verdict",
    seconds="{n}\u00a0s",
    faults="Fautes",
    comfort="Amplitude confortable",
    comfort_how=(
        "Flexion de hanche dans les maintiens comptés de chaque semaine\u00a0: de la plus petite "
        "à la plus grande, et celle du milieu."
    ),
    week_of="Semaine du",
    nothing="–",
    range="{least} à {most}",
    per_day_chart="Maintiens comptés chaque jour",
    pain_chart="Douleur indiquée après coup, de 0 à 10",
    no_charts=(
        "Cette page est sans graphiques parce que plotly n’est pas installé\u00a0; les tableaux "
        "contiennent tous les nombres."
    ),
    not_medical="Mesuré par une webcam\u00a0; ce n’est pas un dispositif médical. Cette page a été "
    "faite sur votre machine et n’envoie rien.",
    ask_pain=(
        "Comment était-ce\u00a0? Douleur de 0 (aucune) à 10\u00a0; Entrée pour passer\u00a0: "
    ),
    ask_again="Un nombre entier de 0 à 10, ou Entrée pour passer.",
    ask_note="Quelques mots\u00a0; Entrée pour passer\u00a0: ",
    feel_kept="Conservé avec la séance {number}\u00a0: douleur {pain}.",
    confirm="Supprimer définitivement\u00a0? Séances\u00a0: {count} sur {all} [o/N]\u00a0: ",
    yes=("o", "oui"),
    forgotten=(
        "Séances supprimées définitivement\u00a0: {count}. Vos exports et vos sauvegardes restent "
        "tels quels."
    ),
    not_forgotten="Rien n’a été supprimé.",
)

CATALOGUES: Mapping[str, HistoryWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
