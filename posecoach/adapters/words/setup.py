"""What is said of the setup: aloud, on the terminal, and in the table of `posecoach check`.

Head and feet are the person's own, so an advice reads the same for whoever stands at the laptop
and for whoever lies on the mat. Left and right are only named as seen from behind the laptop:
in front of it they are the other way round.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.core.setup_keys import Advice, Check, Result, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posecoach.core.setup_gate import SetupStep


@dataclass(frozen=True)
class SetupWords:
    """Every text about the setup, of one language.

    Attributes
    ----------
    spoken
        An advice aloud: short, calm.
    lines
        The same on the terminal, with its reason; ``{distance}`` is where the laptop belongs.
    pointed
        In its place where the way is known: ``{way}`` is a word of ``ways``, ``{deg}`` degrees.
    checks, results, ways
        Words for tables and lines.
    model, camera, picture, sound
        What `check` looks at besides.
    muted, tones, speech
        What is to be heard.
    cameras
        Which there are.
    size
        The picture's, where it is another than was asked for.
    rate
        ``{n}`` frames a second.
    looking
        It begins, for ``{n}`` seconds at most.
    well_seen
        Over the picture, when nothing in it is to be changed.
    ready, silent, timed_out, ended
        How it ends, after ``{n}`` seconds; ``{advice}`` is a line, ``{note}`` why nothing is heard.
    nothing_wrong
        Nothing to change was found, but not everything was seen either.
    unjudged
        As things are, ``{faults}`` cannot be told: for whoever starts anyway.
    heading
        Of the table: what, how it is, and what was found.
    """

    spoken: Mapping[Advice, str]
    lines: Mapping[Advice, str]
    pointed: Mapping[Advice, str]
    checks: Mapping[Check, str]
    results: Mapping[Result, str]
    ways: Mapping[Way, str]
    model: str
    camera: str
    picture: str
    sound: str
    muted: str
    tones: str
    speech: str
    cameras: str
    size: str
    rate: str
    looking: str
    well_seen: str
    ready: str
    silent: str
    timed_out: str
    ended: str
    nothing_wrong: str
    unjudged: str
    heading: tuple[str, str, str]

    def advice_line(self, setup: SetupStep, distance: str) -> str | None:
        """The one thing to change, with the way where it is known; None: nothing.

        Parameters
        ----------
        distance
            Where the laptop belongs, in words.
        """
        advice, way = setup.advice, setup.way
        if advice is None:
            return None
        if way is None or math.isnan(setup.amount_deg) or advice not in self.pointed:
            return self.lines[advice].format(distance=distance)
        return self.pointed[advice].format(way=self.ways[way], deg=f"{setup.amount_deg:g}")


ENGLISH = SetupWords(
    spoken={
        Advice.NO_CAMERA: "The camera is gone. Please look at its plug, or at the phone.",
        Advice.COVERED: "The picture is black. Open the camera's shutter, or put on a light.",
        Advice.FROZEN: "The picture stands still. If it stays so, plug the camera in again.",
        Advice.TOO_DARK: "It is too dark for me. Please put on a light.",
        Advice.TOO_SLOW: "The picture is too slow. Please close other programs.",
        Advice.NOBODY: "I can't see you. I need all of you in the picture, head and feet.",
        Advice.LIE_DOWN: "Lie on your back, with all of you in the picture.",
        Advice.BACKLIGHT: "The light is behind you. Close the curtain, or light your side.",
        Advice.TOO_NEAR: "The laptop is too near. Move it back a little.",
        Advice.HEAD_CUT: "I can't see your head. Turn the laptop a little towards it.",
        Advice.FEET_CUT: "I can't see your feet. Turn the laptop a little towards them.",
        Advice.TOP_CUT: "Your knees need room above. Tip the screen back a little.",
        Advice.BOTTOM_CUT: "I can't see the mat. Tip the screen down a little.",
        Advice.TOO_FAR: "The laptop is too far away. Bring it nearer.",
        Advice.ASKEW: "The picture is askew. Set the laptop level.",
        Advice.LIE_ACROSS: "I see you from one end. Lie with your side to the laptop.",
        Advice.MOVE_TO_HEAD: "Move the laptop towards your head, and turn it to face you.",
        Advice.MOVE_TO_FEET: "Move the laptop towards your feet, and turn it to face you.",
    },
    lines={
        Advice.NO_CAMERA: (
            "the camera is gone: look at its plug or, if it is a phone, at its app; I am trying to "
            "reach it"
        ),
        Advice.COVERED: (
            "open the camera's shutter or the laptop's lid, or put on a light: the picture is black"
        ),
        Advice.FROZEN: (
            "if it stays so, plug the camera in again: its picture stands still, and I can't tell "
            "just now"
        ),
        Advice.TOO_DARK: "put on a light: it is too dark to tell head from shoulders",
        Advice.TOO_SLOW: (
            "close other programs, and put on a light: there are too few pictures a second"
        ),
        Advice.NOBODY: (
            "I can't see anybody: the whole body, head and feet, belongs in the picture, with the "
            "laptop {distance} away"
        ),
        Advice.LIE_DOWN: "lie on your back on the mat, head and feet in the picture",
        Advice.BACKLIGHT: (
            "close the curtain behind you, or put a lamp beside the laptop: I see only your outline"
        ),
        Advice.TOO_NEAR: (
            "move the laptop back, until it is {distance} away: you do not fit into the picture"
        ),
        Advice.HEAD_CUT: "turn the laptop a little towards your head: I can't see it",
        Advice.FEET_CUT: "turn the laptop a little towards your feet: I can't see them",
        Advice.TOP_CUT: "tip the screen back a little: there is no room above for your knees",
        Advice.BOTTOM_CUT: "tip the screen down a little: the mat's near edge is cut off",
        Advice.TOO_FAR: (
            "bring the laptop nearer, until it is {distance} away: you are small in the picture"
        ),
        Advice.ASKEW: "set the laptop level: it leans to one side, or the mat lies on a slope",
        Advice.LIE_ACROSS: (
            "lie across the picture, with your side to the laptop: I look along your body"
        ),
        Advice.MOVE_TO_HEAD: (
            "move the laptop towards your head and turn it to face you: it sees you from the feet"
        ),
        Advice.MOVE_TO_FEET: (
            "move the laptop towards your feet and turn it to face you: it sees you from the head"
        ),
    },
    pointed={
        Advice.HEAD_CUT: (
            "turn the laptop a little towards your head (about {deg}°, to the {way} seen from "
            "behind it): I can't see it"
        ),
        Advice.FEET_CUT: (
            "turn the laptop a little towards your feet (about {deg}°, to the {way} seen from "
            "behind it): I can't see them"
        ),
        Advice.MOVE_TO_HEAD: (
            "move the laptop towards your head (to the {way} seen from behind it) and turn it to "
            "face you: it sees you about {deg}° from the feet's end"
        ),
        Advice.MOVE_TO_FEET: (
            "move the laptop towards your feet (to the {way} seen from behind it) and turn it to "
            "face you: it sees you about {deg}° from the head's end"
        ),
    },
    checks={
        Check.LIGHT: "light",
        Check.FRAME_RATE: "frame rate",
        Check.LYING: "on the back",
        Check.IN_VIEW: "head to feet in view",
        Check.DISTANCE: "distance",
        Check.LEVEL: "level",
        Check.SIDE_ON: "side-on",
    },
    results={
        Result.PASSED: "good",
        Result.FAILED: "to change",
        Result.UNKNOWN: "not seen yet",
    },
    ways={Way.LEFT: "left", Way.RIGHT: "right"},
    model="model",
    camera="camera",
    picture="picture",
    sound="sound",
    muted="muted",
    tones="tones",
    speech="a voice",
    cameras="Cameras: {cameras}",
    size="{own}, asked for {asked}",
    rate="{n} a second",
    looking="Lie on the mat, side-on to the laptop. I look for up to {n}\u00a0s.",
    well_seen="I can see you well",
    ready="Ready: all is right, after {n}\u00a0s.",
    silent=("All is right but the sound, after {n}\u00a0s; {note}, or do without it, with --mute."),
    timed_out="Not ready after {n}\u00a0s: {advice}",
    ended="The picture ended after {n}\u00a0s: {advice}",
    nothing_wrong="there was too little to go by; look once more, for longer",
    unjudged="As it is I won't be able to tell: {faults}",
    heading=("check", "result", "found"),
)

FRENCH = SetupWords(
    spoken={
        Advice.NO_CAMERA: "La caméra a disparu. Vérifiez son câble, ou le téléphone.",
        Advice.COVERED: "L'image est noire. Ouvrez le cache de la caméra, ou allumez une lampe.",
        Advice.FROZEN: "L'image est figée. Si cela dure, rebranchez la caméra.",
        Advice.TOO_DARK: "Il fait trop sombre pour moi. Allumez une lampe, s'il vous plaît.",
        Advice.TOO_SLOW: "L'image est trop lente. Fermez les autres programmes.",
        Advice.NOBODY: "Je ne vous vois pas. Il me faut tout le corps, de la tête aux pieds.",
        Advice.LIE_DOWN: "Couchez-vous sur le dos, le corps entier dans l'image.",
        Advice.BACKLIGHT: (
            "La lumière est derrière vous. Fermez le rideau ou éclairez du côté de l’ordinateur."
        ),
        Advice.TOO_NEAR: "L'ordinateur est trop près. Reculez-le un peu.",
        Advice.HEAD_CUT: "Je ne vois pas votre tête. Tournez un peu l'ordinateur vers elle.",
        Advice.FEET_CUT: "Je ne vois pas vos pieds. Tournez un peu l'ordinateur vers eux.",
        Advice.TOP_CUT: "Il faut de la place pour vos genoux. Penchez un peu l'écran en arrière.",
        Advice.BOTTOM_CUT: "Je ne vois pas le tapis. Penchez un peu l'écran vers le bas.",
        Advice.TOO_FAR: "L'ordinateur est trop loin. Rapprochez-le.",
        Advice.ASKEW: "L'image est de travers. Posez l'ordinateur bien à plat.",
        Advice.LIE_ACROSS: "Je vous vois dans la longueur. Couchez-vous de profil.",
        Advice.MOVE_TO_HEAD: "Déplacez l'ordinateur vers votre tête, et tournez-le vers vous.",
        Advice.MOVE_TO_FEET: "Déplacez l'ordinateur vers vos pieds, et tournez-le vers vous.",
    },
    lines={
        Advice.NO_CAMERA: (
            "la caméra a disparu\u00a0: vérifiez son câble ou, si c’est un téléphone, son "
            "application\u00a0; j’essaie de la retrouver"
        ),
        Advice.COVERED: (
            "ouvrez le cache de la caméra ou l’écran de l’ordinateur, ou allumez une "
            "lampe\u00a0: l’image est noire"
        ),
        Advice.FROZEN: (
            "si cela dure, rebranchez la caméra\u00a0: son image est figée, et je ne peux rien "
            "dire pour l’instant"
        ),
        Advice.TOO_DARK: (
            "allumez une lampe\u00a0: il fait trop sombre pour distinguer la tête des épaules"
        ),
        Advice.TOO_SLOW: (
            "fermez les autres programmes et allumez une lampe\u00a0: il y a trop peu d’images par "
            "seconde"
        ),
        Advice.NOBODY: (
            "je ne vois personne\u00a0: le corps entier, de la tête aux pieds, doit être dans "
            "l’image, l’ordinateur à une distance de {distance}"
        ),
        Advice.LIE_DOWN: "couchez-vous sur le dos, sur le tapis, tête et pieds dans l’image",
        Advice.BACKLIGHT: (
            "fermez le rideau derrière vous, ou posez une lampe à côté de l’ordinateur\u00a0: je "
            "ne vois que votre silhouette"
        ),
        Advice.TOO_NEAR: (
            "reculez l’ordinateur, à une distance de {distance}\u00a0: vous ne tenez pas dans "
            "l’image"
        ),
        Advice.HEAD_CUT: "tournez un peu l’ordinateur vers votre tête\u00a0: je ne la vois pas",
        Advice.FEET_CUT: "tournez un peu l’ordinateur vers vos pieds\u00a0: je ne les vois pas",
        Advice.TOP_CUT: (
            "penchez un peu l’écran en arrière\u00a0: il n’y a pas de place en haut pour vos genoux"
        ),
        Advice.BOTTOM_CUT: ("penchez un peu l’écran vers le bas\u00a0: le bord du tapis est coupé"),
        Advice.TOO_FAR: (
            "rapprochez l’ordinateur, à une distance de {distance}\u00a0: votre corps est trop "
            "petit dans l’image"
        ),
        Advice.ASKEW: (
            "posez l’ordinateur bien à plat\u00a0: il penche d’un côté, ou le tapis est en pente"
        ),
        Advice.LIE_ACROSS: (
            "couchez-vous en travers de l’image, de profil\u00a0: je vous vois dans la longueur"
        ),
        Advice.MOVE_TO_HEAD: (
            "déplacez l’ordinateur vers votre tête et tournez-le vers vous\u00a0: il vous voit "
            "depuis les pieds"
        ),
        Advice.MOVE_TO_FEET: (
            "déplacez l’ordinateur vers vos pieds et tournez-le vers vous\u00a0: il vous voit "
            "depuis la tête"
        ),
    },
    pointed={
        Advice.HEAD_CUT: (
            "tournez un peu l’ordinateur vers votre tête (d’environ {deg}°, vers la {way} quand on "
            "est derrière lui)\u00a0: je ne la vois pas"
        ),
        Advice.FEET_CUT: (
            "tournez un peu l’ordinateur vers vos pieds (d’environ {deg}°, vers la {way} quand on "
            "est derrière lui)\u00a0: je ne les vois pas"
        ),
        Advice.MOVE_TO_HEAD: (
            "déplacez l’ordinateur vers votre tête (vers la {way} quand on est derrière lui) et "
            "tournez-le vers vous\u00a0: il vous voit à environ {deg}° du côté des pieds"
        ),
        Advice.MOVE_TO_FEET: (
            "déplacez l’ordinateur vers vos pieds (vers la {way} quand on est derrière lui) et "
            "tournez-le vers vous\u00a0: il vous voit à environ {deg}° du côté de la tête"
        ),
    },
    checks={
        Check.LIGHT: "lumière",
        Check.FRAME_RATE: "cadence",
        Check.LYING: "sur le dos",
        Check.IN_VIEW: "visible de la tête aux pieds",
        Check.DISTANCE: "distance",
        Check.LEVEL: "à plat",
        Check.SIDE_ON: "de profil",
    },
    results={
        Result.PASSED: "bien",
        Result.FAILED: "à changer",
        Result.UNKNOWN: "pas encore vu",
    },
    ways={Way.LEFT: "gauche", Way.RIGHT: "droite"},
    model="modèle",
    camera="caméra",
    picture="image",
    sound="son",
    muted="coupé",
    tones="des sons",
    speech="une voix",
    cameras="Caméras\u00a0: {cameras}",
    size="{own}, demandé\u00a0: {asked}",
    rate="{n} par seconde",
    looking="Couchez-vous sur le tapis, de profil. Je regarde pendant {n}\u00a0s au plus.",
    well_seen="Je vous vois bien",
    ready="C’est prêt\u00a0: tout va bien, au bout de {n}\u00a0s.",
    silent=(
        "Tout va bien sauf le son, au bout de {n}\u00a0s\u00a0; {note}, ou passez-vous du son, "
        "avec --mute."
    ),
    timed_out="Pas prêt au bout de {n}\u00a0s\u00a0: {advice}",
    ended="L’image s’est arrêtée au bout de {n}\u00a0s\u00a0: {advice}",
    nothing_wrong="il y avait trop peu à voir\u00a0; relancez, pour plus longtemps",
    unjudged="En l’état, je ne pourrai pas juger\u00a0: {faults}",
    heading=("contrôle", "résultat", "constaté"),
)

CATALOGUES: Mapping[str, SetupWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
