"""What the live screen says beside the overlay's own texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.front import SESSION_KEYS, Key
from posecoach.core.flow import Pause
from posecoach.core.landmarks import Side

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class ScreenWords:
    """One language's texts.

    Attributes
    ----------
    welcome, settling, breathing, ready
        What is to be done in these stages; breathing: the start position is known.
    resting
        ``{n}`` seconds more.
    rest_over
        In its place in the rest's last moment.
    pauses
        Why the session stands still, and what ends that.
    finished, finished_one, finished_none
        The routine's end, by how many holds count; ``{n}``.
    held
        The seconds held in all those; ``{n}``.
    next_side, this_side
        Above the leg's name, before the hold and in it.
    sides, both
        The leg's name, the person's own left or right.
    each_side
        How many holds each leg has, at the end; ``{left}``, ``{right}``.
    recording, muted
        The signs.
    said
        What was said last; ``{text}``.
    keys
        What each key does, as short as can be.
    key_names
        What stands on the key, where it is no letter.
    """

    welcome: str
    settling: str
    breathing: str
    ready: str
    resting: str
    rest_over: str
    pauses: Mapping[Pause, str]
    finished: str
    finished_one: str
    finished_none: str
    held: str
    next_side: str
    this_side: str
    sides: Mapping[Side, str]
    both: str
    each_side: str
    recording: str
    muted: str
    said: str
    keys: Mapping[Key, str]
    key_names: Mapping[Key, str]

    def finished_text(self, valid_holds: int, held_s: float | None) -> str:
        """The session in one line."""
        by_count = {0: self.finished_none, 1: self.finished_one}
        text = by_count.get(valid_holds, self.finished).format(n=valid_holds)
        if valid_holds and held_s is not None:
            text += self.held.format(n=round(held_s))
        return text

    def key_list(self, *, in_session: bool) -> tuple[tuple[str, str], ...]:
        """Each key that does something now, and what it does."""
        return tuple(
            (self.key_names.get(key, key.value), text)
            for key, text in self.keys.items()
            if in_session or key not in SESSION_KEYS
        )


ENGLISH = ScreenWords(
    welcome="Welcome. Lie down on your back",
    settling="Lie still for a moment",
    breathing="Lie still, a few slow breaths",
    ready="Ready. Draw in when you like",
    resting="Rest, {n}\u00a0s more",
    rest_over="Rest",
    pauses={
        Pause.ASKED: "Paused. The space bar goes on",
        Pause.CAMERA: "Paused: no picture from the camera",
        Pause.BLACK: "Paused: the picture is black. Is the camera's shutter closed?",
        Pause.FROZEN: "Paused: the camera's picture stands still",
        Pause.NOBODY: "Paused: I can't see you just now",
    },
    finished="Well done. {n} holds counted",
    finished_one="Well done. One hold counted",
    finished_none="The session is over. No hold counted",
    held=", {n}\u00a0s in all",
    next_side="next",
    this_side="now",
    sides={Side.LEFT: "left knee", Side.RIGHT: "right knee"},
    both="both knees",
    each_side="left {left}, right {right}",
    recording="Recording the picture",
    muted="Sound is off",
    said="“{text}”",
    keys={
        Key.QUIT: "quit",
        Key.PAUSE: "pause",
        Key.MUTE: "mute",
        Key.RECALIBRATE: "recalibrate",
        Key.SNAPSHOT: "snapshot",
        Key.FULL_SCREEN: "full screen",
    },
    key_names={Key.PAUSE: "space"},
)

FRENCH = ScreenWords(
    welcome="Bienvenue. Allongez-vous sur le dos",
    settling="Restez immobile un instant",
    breathing="Restez immobile, respirez lentement",
    ready="C’est prêt. Quand vous voulez",
    resting="Repos, encore {n}\u00a0s",
    rest_over="Repos",
    pauses={
        Pause.ASKED: "En pause. Espace pour reprendre",
        Pause.CAMERA: "En pause\u00a0: pas d’image de la caméra",
        Pause.BLACK: "En pause\u00a0: l’image est noire. Le cache de la caméra est-il fermé\u00a0?",
        Pause.FROZEN: "En pause\u00a0: l’image de la caméra est figée",
        Pause.NOBODY: "En pause\u00a0: je ne vous vois plus",
    },
    finished="Très bien. {n}\u00a0maintiens comptés",
    finished_one="Très bien. Un maintien compté",
    finished_none="La séance est finie. Aucun maintien compté",
    held=", {n}\u00a0s en tout",
    next_side="ensuite",
    this_side="maintenant",
    sides={Side.LEFT: "genou gauche", Side.RIGHT: "genou droit"},
    both="les deux genoux",
    each_side="gauche {left}, droite {right}",
    recording="L’image est enregistrée",
    muted="Le son est coupé",
    said="«\u00a0{text}\u00a0»",
    keys={
        Key.QUIT: "quitter",
        Key.PAUSE: "pause",
        Key.MUTE: "son",
        Key.RECALIBRATE: "recalibrer",
        Key.SNAPSHOT: "photo",
        Key.FULL_SCREEN: "plein écran",
    },
    key_names={Key.PAUSE: "espace"},
)

CATALOGUES: Mapping[str, ScreenWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
