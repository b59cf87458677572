"""French lines of errors of the history, and why a session is not kept in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FRENCH: Mapping[str, str] = {
    "the history {path} {what_now}": "l’historique {path} {what_now}",
    "does not fit on the disk; make room": "ne tient pas sur le disque\u00a0; faites de la place",
    "is in use by another program; close it, then try again": (
        "est utilisé par un autre programme\u00a0; fermez celui-ci, puis réessayez"
    ),
    "is damaged or no history at all; it was left as it is: move it away": (
        "est endommagé ou n’est pas un historique\u00a0; rien n’y a été changé\u00a0: déplacez-le"
    ),
    "is damaged; it was left as it is: move it away, and a new one begins": (
        "est endommagé\u00a0; rien n’y a été changé\u00a0: déplacez-le, et un nouveau commence"
    ),
    "cannot be used ({why}); see that its folder may be written to and has space, or choose "
    "another one with {variable}": (
        "ne peut pas être utilisé ({why})\u00a0; veillez à ce que l’écriture soit permise dans son "
        "dossier et qu’il y ait de la place, ou choisissez-en un autre avec {variable}"
    ),
    "{path} is another program's file; it was left as it is: move it away, or choose another "
    "folder with {variable}": (
        "{path} est le fichier d’un autre programme\u00a0; rien n’y a été changé\u00a0: "
        "déplacez-le, ou choisissez un autre dossier avec {variable}"
    ),
    "the history {path} is of a newer posecoach (version {version}, known here: {known}); it was "
    "left as it is: install that posecoach": (
        "l’historique {path} vient d’un posecoach plus récent (version {version}, connue "
        "ici\u00a0: {known})\u00a0; rien n’y a été changé\u00a0: installez ce posecoach-là"
    ),
    "the history {path} has a row that posecoach did not write; move the file away, and a new "
    "one begins": (
        "l’historique {path} a une ligne que posecoach n’a pas écrite\u00a0; déplacez le fichier, "
        "et un nouveau commence"
    ),
    "deleted, but another program still reads the old bytes; they go when it ends: close every "
    "other posecoach": (
        "supprimé, mais un autre programme lit encore les anciennes données\u00a0; elles "
        "disparaissent avec lui\u00a0: fermez tous les autres posecoach"
    ),
    "this session is not kept: {why}": "cette séance n’est pas gardée\u00a0: {why}",
    "the disk does not answer; see whether it is still there": (
        "le disque ne répond pas\u00a0; vérifiez qu’il est toujours là"
    ),
    "it was deleted with 'history forget' while it ran": (
        "elle a été supprimée avec «\u00a0history forget\u00a0» pendant son déroulement"
    ),
    "{kind} in the history; please report it": (
        "{kind} dans l’historique\u00a0; merci de le signaler"
    ),
}
"""From the English template to the French one."""
