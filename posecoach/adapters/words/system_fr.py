"""What the system says of a file or a connection, in French.

The key is the English text that this system gives for the reason, as an error carries it.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_BY_NUMBER: Mapping[int, str] = {
    errno.EPERM: "opération non permise",
    errno.ENOENT: "aucun fichier ni dossier de ce nom",
    errno.EIO: "erreur de lecture ou d’écriture",
    errno.EBADF: "mauvais descripteur de fichier",
    errno.ENOMEM: "mémoire insuffisante",
    errno.EACCES: "permission refusée",
    errno.EBUSY: "déjà utilisé",
    errno.EEXIST: "existe déjà",
    errno.ENODEV: "aucun appareil de ce genre",
    errno.ENOTDIR: "un dossier est attendu",
    errno.EISDIR: "c’est un dossier",
    errno.EINVAL: "argument non valable",
    errno.ENFILE: "trop de fichiers ouverts sur ce système",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.EFBIG: "fichier trop grand",
    errno.ENOSPC: "plus de place sur le disque",
    errno.EROFS: "disque en lecture seule",
    errno.EPIPE: "plus personne ne lit la sortie",
    errno.ENAMETOOLONG: "nom de fichier trop long",
    errno.ENOTEMPTY: "le dossier n’est pas vide",
    errno.ELOOP: "trop de liens symboliques",
    errno.ECONNREFUSED: "connexion refusée",
    errno.ECONNRESET: "connexion coupée par l’autre côté",
    errno.ENETUNREACH: "réseau inaccessible",
    errno.EHOSTUNREACH: "machine inaccessible",
    errno.ETIMEDOUT: "délai dépassé",
}
_ONLY_SOME_SYSTEMS: Mapping[str, str] = {
    "EDQUOT": "quota de disque dépassé",
    "ESTALE": "fichier d’un réseau qui a changé",
}

REASONS: Mapping[str, str] = {
    **{os.strerror(number): text for number, text in _BY_NUMBER.items()},
    **{
        os.strerror(getattr(errno, name)): text
        for name, text in _ONLY_SOME_SYSTEMS.items()
        if hasattr(errno, name)
    },
}
"""From the system's words to French."""
