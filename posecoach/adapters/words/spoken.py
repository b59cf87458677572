"""What the person hears: one catalogue a language.

Short sentences for somebody who lies down and cannot look. A cue names what may rest; nothing
urges anyone past comfort. The safety line holds what the sources of the routines say
(PratiConnect; Verywell Health, Anne Asher, CPT), in our own words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING

from posecoach.adapters.words import setup
from posecoach.core.cues import CueKey
from posecoach.core.faults import FaultKind
from posecoach.core.landmarks import Side
from posecoach.core.setup_keys import Advice
from posecoach.core.utterance import SpokenKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posecoach.core.utterance import Utterance

    Key = SpokenKey | CueKey | FaultKind | Advice

COUNTDOWN_S = (10, 3, 2, 1)
"""The seconds left that are announced; voices prepare these numbers beforehand."""


@dataclass(frozen=True)
class SpokenWords:
    """Every spoken line of one language.

    Attributes
    ----------
    lines
        What is said; ``{n}`` is the utterance's value, ``{side}`` a word of ``sides``.
    singular
        The line in its place where the value is 1 and that makes a difference.
    plain
        The line in its place where the utterance brings no number or no side, or a count of
        nothing.
    sides
        The word for a leg's side, as it stands in the lines.
    """

    lines: Mapping[Key, str]
    singular: Mapping[Key, str]
    plain: Mapping[Key, str]
    sides: Mapping[Side, str]


def text_of(utterance: Utterance, words: SpokenWords) -> str:
    """What is said for an utterance; never with a gap, whatever the utterance lacks."""
    if utterance.verdict is not None:
        first = text_of(utterance.verdict, words)
        return f"{first} {text_of(replace(utterance, verdict=None), words)}"
    key, value, side = utterance.key, utterance.value, utterance.side
    line = words.lines[key]
    given = {"n": value, "side": None if side is None else words.sides[side]}
    if any(given[name] in (None, 0) for name in _placeholders(line)):
        return words.plain[key]
    if value == 1:
        line = words.singular.get(key, line)
    return line.format(**given)


def texts_to_prepare(words: SpokenWords) -> Iterator[str]:
    """Every text that can be rendered before it is wanted, the countdown first.

    A count that comes a second late is wrong, and the platforms' voices take their time.
    """
    countdown = words.lines[SpokenKey.SECONDS_LEFT]
    yield from (countdown.format(n=seconds) for seconds in COUNTDOWN_S)
    for line in words.lines.values():
        names = _placeholders(line)
        if not names:
            yield line
        elif names == {"side"}:
            yield from (line.format(side=side) for side in words.sides.values())


def _placeholders(line: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(line) if name}


def _advice_lines(words: setup.SetupWords) -> dict[Key, str]:
    return {advice: words.spoken[advice] for advice in Advice}


ENGLISH = SpokenWords(
    lines={
        SpokenKey.SOUND_CHECK: "This is how you will hear me.",
        SpokenKey.SETUP_READY: "I can see you well.",
        SpokenKey.SETUP_ANYWAY: "I begin as it is. There are things I won't be able to tell.",
        SpokenKey.WELCOME: "Hello. Lie down on your back, and make yourself comfortable.",
        SpokenKey.SAFETY: (
            "Before we begin. Not with an acute disc herniation, unless a doctor says so. "
            "Stop if it hurts. If your knee complains, hold behind the thigh. "
            "If your head will not stay down, put a small pillow under it."
        ),
        SpokenKey.SETTLE: "Lie still for a moment.",
        SpokenKey.BREATHE_IN: "Breathe in.",
        SpokenKey.BREATHE_OUT: "Breathe out.",
        SpokenKey.CLOSER: "Breathe out, a little closer if comfortable.",
        SpokenKey.READY: "Ready. Whenever you like.",
        SpokenKey.BEGIN_SIDE: "Slowly, your {side} knee.",
        SpokenKey.HALF_WAY: "Half way.",
        SpokenKey.SECONDS_LEFT: "{n}.",
        SpokenKey.COUNTED: "That makes {n}.",
        SpokenKey.NOT_COUNTED: "That one was not counted.",
        SpokenKey.UNSURE: "I can't tell. That one stays open.",
        SpokenKey.REST: "Rest for {n} seconds.",
        SpokenKey.OTHER_SIDE: "Now your {side} knee.",
        SpokenKey.PAUSED: "Paused.",
        SpokenKey.RESUMED: "On we go.",
        SpokenKey.CAMERA_LOST: "The camera is gone. Rest a moment, I am trying to reach it.",
        SpokenKey.CAMERA_BACK: "I have a picture again.",
        SpokenKey.CAMERA_GIVEN_UP: (
            "The camera stays away, so I end here. What you held is kept: {n} holds."
        ),
        SpokenKey.TIME_UP: "The time is up. {n} holds counted. Stay lying for as long as you like.",
        SpokenKey.ENOUGH_FOR_TODAY: "That is enough for today. Go on only if you like.",
        SpokenKey.FINISHED: "Well done. {n} holds counted. Stay lying for as long as you like.",
        CueKey.NOT_SEEN: "I can't see you just now.",
        CueKey.LIE_DOWN: "Lie down on your back.",
        CueKey.DRAW_IN: "Draw in when you are ready.",
        CueKey.HOLD: "Hold, and breathe slowly.",
        CueKey.ENOUGH: "Well held. Let go slowly.",
        CueKey.LET_GO: "Let go, and rest a moment.",
        FaultKind.NOT_SUPINE: "Lie flat on your back.",
        FaultKind.HEAD_UP: "Let your head rest.",
        FaultKind.SHOULDERS_UP: "Let your shoulders rest.",
        FaultKind.LEG_STRAIGHT: "Let your knee bend.",
        FaultKind.NOT_CLOSE_ENOUGH: "A little closer, if comfortable.",
        FaultKind.HANDS_OFF: "Let your hands hold the leg.",
        FaultKind.JERKY: "Slowly and gently.",
        FaultKind.BOTH_AT_ONCE: "Next time, one leg, then the other.",
        FaultKind.FREE_LEG_UP: "Rest the other foot on the floor.",
        **_advice_lines(setup.ENGLISH),
    },
    singular={
        SpokenKey.REST: "Rest for one second.",
        SpokenKey.CAMERA_GIVEN_UP: (
            "The camera stays away, so I end here. What you held is kept: one hold."
        ),
        SpokenKey.TIME_UP: "The time is up. One hold counted. Stay lying for as long as you like.",
        SpokenKey.FINISHED: "Well done. One hold counted. Stay lying for as long as you like.",
    },
    plain={
        SpokenKey.BEGIN_SIDE: "Slowly, one knee.",
        SpokenKey.SECONDS_LEFT: "A few seconds more.",
        SpokenKey.COUNTED: "Counted.",
        SpokenKey.REST: "Rest a moment.",
        SpokenKey.OTHER_SIDE: "Now the other knee.",
        SpokenKey.CAMERA_GIVEN_UP: "The camera stays away, so I end here.",
        SpokenKey.TIME_UP: "The time is up. Stay lying for as long as you like.",
        SpokenKey.FINISHED: "Well done. Stay lying for as long as you like.",
    },
    sides={Side.LEFT: "left", Side.RIGHT: "right"},
)

# « genou » in place of « jambe »: its adjectives are those of the sides, whoever is spoken to.
FRENCH = SpokenWords(
    lines={
        SpokenKey.SOUND_CHECK: "Voilà comment vous m'entendrez.",
        SpokenKey.SETUP_READY: "Je vous vois bien.",
        SpokenKey.SETUP_ANYWAY: "Je commence ainsi. Je ne pourrai pas tout juger.",
        SpokenKey.WELCOME: "Bonjour. Allongez-vous sur le dos, installez-vous bien.",
        SpokenKey.SAFETY: (
            "Avant de commencer. Pas en cas de hernie discale aiguë, sauf avis médical. "
            "Arrêtez si cela fait mal. Si le genou proteste, tenez l'arrière de la cuisse. "
            "Si la tête ne veut pas reposer, glissez dessous un petit coussin."
        ),
        SpokenKey.SETTLE: "Restez immobile un instant.",
        SpokenKey.BREATHE_IN: "Inspirez.",
        SpokenKey.BREATHE_OUT: "Expirez.",
        SpokenKey.CLOSER: "Expirez, et plus près si c'est agréable.",
        SpokenKey.READY: "C'est prêt. Quand vous voulez.",
        SpokenKey.BEGIN_SIDE: "Doucement, le genou {side}.",
        SpokenKey.HALF_WAY: "La moitié.",
        SpokenKey.SECONDS_LEFT: "{n}.",
        SpokenKey.COUNTED: "Cela fait {n}.",
        SpokenKey.NOT_COUNTED: "Celui-ci n'a pas compté.",
        SpokenKey.UNSURE: "Je ne peux pas en juger.",
        SpokenKey.REST: "Reposez-vous {n} secondes.",
        SpokenKey.OTHER_SIDE: "Maintenant le genou {side}.",
        SpokenKey.PAUSED: "En pause.",
        SpokenKey.RESUMED: "Nous reprenons.",
        SpokenKey.CAMERA_LOST: (
            "La caméra a disparu. Reposez-vous un instant, j'essaie de la retrouver."
        ),
        SpokenKey.CAMERA_BACK: "J'ai de nouveau une image.",
        SpokenKey.CAMERA_GIVEN_UP: (
            "La caméra ne revient pas, je m'arrête donc ici. Ce que vous avez tenu est "
            "gardé\u00a0: {n} maintiens."
        ),
        SpokenKey.TIME_UP: (
            "Le temps est écoulé. {n} maintiens comptés. Reposez-vous à votre guise."
        ),
        SpokenKey.ENOUGH_FOR_TODAY: "C'est assez pour aujourd'hui. La suite est facultative.",
        SpokenKey.FINISHED: "Très bien. {n} maintiens comptés. Reposez-vous à votre guise.",
        CueKey.NOT_SEEN: "Je ne vous vois plus.",
        CueKey.LIE_DOWN: "Allongez-vous sur le dos.",
        CueKey.DRAW_IN: "Ramenez vers vous, quand vous voulez.",
        CueKey.HOLD: "Tenez, et respirez lentement.",
        CueKey.ENOUGH: "Bien tenu. Relâchez lentement.",
        CueKey.LET_GO: "Relâchez, et reposez-vous.",
        FaultKind.NOT_SUPINE: "Restez à plat sur le dos.",
        FaultKind.HEAD_UP: "Laissez reposer la tête.",
        FaultKind.SHOULDERS_UP: "Laissez reposer les épaules.",
        FaultKind.LEG_STRAIGHT: "Laissez le genou se plier.",
        FaultKind.NOT_CLOSE_ENOUGH: "Un peu plus près, si c'est agréable.",
        FaultKind.HANDS_OFF: "Laissez les mains tenir la jambe.",
        FaultKind.JERKY: "Lentement, en douceur.",
        FaultKind.BOTH_AT_ONCE: "La prochaine fois, une jambe après l'autre.",
        FaultKind.FREE_LEG_UP: "Reposez l'autre pied au sol.",
        **_advice_lines(setup.FRENCH),
    },
    singular={
        SpokenKey.REST: "Reposez-vous une seconde.",
        SpokenKey.CAMERA_GIVEN_UP: (
            "La caméra ne revient pas, je m'arrête donc ici. Ce que vous avez tenu est "
            "gardé\u00a0: un maintien."
        ),
        SpokenKey.TIME_UP: "Le temps est écoulé. Un maintien compté. Reposez-vous à votre guise.",
        SpokenKey.FINISHED: "Très bien. Un maintien compté. Reposez-vous à votre guise.",
    },
    plain={
        SpokenKey.BEGIN_SIDE: "Doucement, un genou.",
        SpokenKey.SECONDS_LEFT: "Encore quelques secondes.",
        SpokenKey.COUNTED: "Compté.",
        SpokenKey.REST: "Reposez-vous un instant.",
        SpokenKey.OTHER_SIDE: "Maintenant l'autre genou.",
        SpokenKey.CAMERA_GIVEN_UP: "La caméra ne revient pas, je m'arrête donc ici.",
        SpokenKey.TIME_UP: "Le temps est écoulé. Reposez-vous à votre guise.",
        SpokenKey.FINISHED: "Très bien. Reposez-vous à votre guise.",
    },
    sides={Side.LEFT: "gauche", Side.RIGHT: "droit"},
)

CATALOGUES: Mapping[str, SpokenWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
