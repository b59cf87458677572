"""What ``posecoach live`` prints on the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class LiveWords:
    """One language's lines.

    Attributes
    ----------
    how_to_end
        Said at the start where there is no window whose keys could be pressed.
    lie_down
        Over the picture while nothing is to be changed, and nothing known as yet.
    not_begun
        It was left while the camera was set up.
    kept
        What was recorded lies in ``{folder}``.
    recording_ended
        It cannot go on, ``{why}``; the coaching does.
    snapshot
        A picture was kept as ``{file}``.
    """

    how_to_end: str
    lie_down: str
    not_begun: str
    kept: str
    recording_ended: str
    snapshot: str


ENGLISH = LiveWords(
    how_to_end="Watching; Ctrl-C ends it.",
    lie_down="Lie on the mat, side-on, all of you in the picture",
    not_begun="The session had not begun; nothing was kept.",
    kept="Recorded in {folder}",
    recording_ended="the recording ends here: {why}; the coaching goes on",
    snapshot="Picture kept: {file}",
)

FRENCH = LiveWords(
    how_to_end="Je regarde\u00a0; Ctrl-C met fin à la séance.",
    lie_down="Couchez-vous sur le tapis, de profil, tout le corps dans l’image",
    not_begun="La séance n’avait pas commencé\u00a0; rien n’a été gardé.",
    kept="Enregistré dans {folder}",
    recording_ended="l’enregistrement s’arrête ici\u00a0: {why}\u00a0; la séance continue",
    snapshot="Image gardée\u00a0: {file}",
)

CATALOGUES: Mapping[str, LiveWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
