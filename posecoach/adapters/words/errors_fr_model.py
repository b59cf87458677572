"""French lines of errors of the pose model and of the voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOUND_OR_NOT = {
    "mediapipe, which finds the landmarks, cannot be loaded ({why}); install it again (pip install "
    "--force-reinstall '{needed}') and any system library that this names": (
        "mediapipe, qui trouve les points de repère, ne peut pas être chargé ({why})\u00a0; "
        "réinstallez-le (pip install --force-reinstall '{needed}') avec toute bibliothèque du "
        "système nommée ici"
    ),
    "the model {model} does not load ({why}); get it anew with 'posecoach model fetch'": (
        "le modèle {model} ne se charge pas ({why})\u00a0; obtenez-le de nouveau avec "
        "«\u00a0posecoach model fetch\u00a0»"
    ),
    "no '{variant}' model in {folder}; get it with 'posecoach model fetch {variant}'": (
        "pas de modèle «\u00a0{variant}\u00a0» dans {folder}\u00a0; obtenez-le avec "
        "«\u00a0posecoach model fetch {variant}\u00a0»"
    ),
    "there is no model {variant}; choose one of: {choices}": (
        "il n’y a pas de modèle {variant}\u00a0; choisissez parmi\u00a0: {choices}"
    ),
    "{path} is missing; get it with `posecoach model fetch`, or without network with `posecoach "
    "model import FILE`": (
        "{path} manque\u00a0; obtenez-le avec «\u00a0posecoach model fetch\u00a0», ou sans réseau "
        "avec «\u00a0posecoach model import FICHIER\u00a0»"
    ),
    "{path} is damaged or not a model known here: {found} instead of {wanted}; replace it with "
    "`posecoach model fetch`": (
        "{path} est endommagé ou n’est pas un modèle connu ici\u00a0: {found} au lieu de "
        "{wanted}\u00a0; remplacez-le avec «\u00a0posecoach model fetch\u00a0»"
    ),
    "{size_bytes:,} bytes": "{size_bytes} octets",
    "{size_bytes:,} bytes (SHA-256 {digest}…)": "{size_bytes} octets (SHA-256 {digest}…)",
    "{one} or {other}": "{one} ou {other}",
    "model from {host}": "modèle depuis {host}",
    "{path} is not a file; move it away and run `posecoach model fetch`": (
        "{path} n’est pas un fichier\u00a0; déplacez-le et lancez «\u00a0posecoach model "
        "fetch\u00a0»"
    ),
    "cannot look into {folder} ({why})": "impossible de regarder dans {folder} ({why})",
    "cannot read {path} ({why}); check its permissions": (
        "impossible de lire {path} ({why})\u00a0; vérifiez ses droits d’accès"
    ),
    "cannot write {path} ({why}); make room or choose another folder with {variable}": (
        "impossible d’écrire {path} ({why})\u00a0; faites de la place ou choisissez un autre "
        "dossier avec {variable}"
    ),
}

_FETCHED = {
    "cannot fetch {model}: {tried}. Elsewhere, download {url}, or the wheel {package} {version}, "
    "and run `posecoach model import FILE` here": (
        "impossible d’obtenir {model}\u00a0: {tried}. Téléchargez ailleurs {url}, ou l’archive "
        "{package} {version}, et lancez ici «\u00a0posecoach model import FICHIER\u00a0»"
    ),
    "cannot fetch {model}: {tried}. Elsewhere, download {url} and run `posecoach model import "
    "FILE` here": (
        "impossible d’obtenir {model}\u00a0: {tried}. Téléchargez ailleurs {url} et lancez ici "
        "«\u00a0posecoach model import FICHIER\u00a0»"
    ),
    "{first}; {second}": "{first}\u00a0; {second}",
    "{host} answered with HTTP status {status}": "{host} a répondu par le code HTTP {status}",
    "{host} failed ({why})": "échec avec {host} ({why})",
    "{host} sent more than the {size_bytes:,} bytes expected": (
        "{host} a envoyé plus que les {size_bytes} octets attendus"
    ),
    "{host} sent only {got_bytes:,} of {size_bytes:,} bytes": (
        "{host} n’a envoyé que {got_bytes} octets sur {size_bytes}"
    ),
    "{host} sent a file with the wrong SHA-256": "{host} a envoyé un fichier au mauvais SHA-256",
    "{address} is not an https address": "{address} n’est pas une adresse https",
    "the package index needs pip, which this Python lacks (`python -m ensurepip` adds it)": (
        "l’index des paquets demande pip, qui manque à ce Python («\u00a0python -m "
        "ensurepip\u00a0» l’ajoute)"
    ),
    "pip could not download {what} ({why})": "pip n’a pas pu télécharger {what} ({why})",
    "{package} {version} from the package index": "{package} {version} de l’index des paquets",
    "no reason given": "sans dire pourquoi",
    "the wheel could not be had ({why})": "impossible d’obtenir l’archive ({why})",
    "the bundle built from the wheel is not {wanted}; please report this with the version of your "
    "flatbuffers package": (
        "le modèle tiré de l’archive n’est pas {wanted}\u00a0; merci de le signaler avec la "
        "version de votre paquet flatbuffers"
    ),
}

_IMPORTED = {
    "the wheel of {package} {version}": "l’archive (wheel) de {package} {version}",
    "{file} is no model known here; expected {needed}, or a .task of {known}": (
        "{file} n’est pas un modèle connu ici\u00a0; il faut {needed}, ou un .task de {known}"
    ),
    "cannot use {file}: {why}; expected {needed}": (
        "impossible d’utiliser {file}\u00a0: {why}\u00a0; il faut {needed}"
    ),
    "{file} does not exist; name a .task file or a mediapipe wheel": (
        "{file} n’existe pas\u00a0; indiquez un fichier .task ou une archive (wheel) de mediapipe"
    ),
    "{file} is not a file; name a .task file or a mediapipe wheel": (
        "{file} n’est pas un fichier\u00a0; indiquez un fichier .task ou une archive (wheel) de "
        "mediapipe"
    ),
    "cannot read {file} ({why}); check its permissions": (
        "impossible de lire {file} ({why})\u00a0; vérifiez ses droits d’accès"
    ),
    "{path} is not a readable wheel ({why})": "{path} n’est pas une archive lisible ({why})",
    "the wheel holds no {member}": "l’archive ne contient pas {member}",
    "{member} in the wheel is not the network wanted (SHA-256 {digest}…)": (
        "{member} dans l’archive n’est pas le réseau voulu (SHA-256 {digest}…)"
    ),
    "mediapipe is not installed; run `pip install posecoach` again": (
        "mediapipe n’est pas installé\u00a0; lancez de nouveau «\u00a0pip install posecoach\u00a0»"
    ),
    "this mediapipe has no metadata schema; versions 0.10.30 and 0.10.31 do": (
        "ce mediapipe n’a pas de schéma de métadonnées\u00a0; les versions 0.10.30 et 0.10.31 en "
        "ont un"
    ),
}

_VOICE = {
    "no voice speaks '{lang}'": "aucune voix ne parle «\u00a0{lang}\u00a0»",
}

FRENCH: Mapping[str, str] = {**_FOUND_OR_NOT, **_FETCHED, **_IMPORTED, **_VOICE}
"""From the English template to the French one."""
