"""French lines of errors of files: videos, landmarks, sessions, exports, reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_VIDEOS = {
    "{path}: no such file; check the folder and the spelling": (
        "{path}\u00a0: fichier introuvable\u00a0; vérifiez le dossier et l’orthographe"
    ),
    "{path} is a folder; name one video file in it": (
        "{path} est un dossier\u00a0; indiquez un fichier vidéo qui s’y trouve"
    ),
    "{path} is not a regular file; save the video to a file first": (
        "{path} n’est pas un fichier ordinaire\u00a0; enregistrez d’abord la vidéo dans un fichier"
    ),
    "{path} may not be read; ask its owner for read permission": (
        "la lecture de {path} est interdite\u00a0; demandez-en le droit à son propriétaire"
    ),
    "{path} cannot be read ({why}); copy it here again": (
        "impossible de lire {path} ({why})\u00a0; copiez-le de nouveau ici"
    ),
    "{path} is empty (0 bytes); copy it again from the camera": (
        "{path} est vide (0\u00a0octet)\u00a0; copiez-le de nouveau depuis la caméra"
    ),
    "{path} is a picture, not a video; give a recording": (
        "{path} est une image, pas une vidéo\u00a0; donnez un enregistrement"
    ),
    "{path} is not a video that can be read; give an MP4, MOV, MKV, WebM or AVI": (
        "{path} n’est pas une vidéo lisible\u00a0; donnez un fichier MP4, MOV, MKV, WebM ou AVI"
    ),
    "{path} is cut off or damaged: the index that an MP4 needs is missing or broken; copy the "
    "whole file again from the camera": (
        "{path} est tronqué ou endommagé\u00a0: l’index dont un MP4 a besoin manque ou est "
        "abîmé\u00a0; copiez de nouveau le fichier entier depuis la caméra"
    ),
    "{path} has no video in it; give a file with a picture": (
        "{path} ne contient pas de vidéo\u00a0; donnez un fichier qui a une image"
    ),
    "{path} has no video in it (only sound); give a file with a picture": (
        "{path} ne contient pas de vidéo (du son seulement)\u00a0; donnez un fichier qui a une "
        "image"
    ),
    "{path}: its codec cannot be decoded here; convert it to an H.264 MP4": (
        "{path}\u00a0: son codec ne peut pas être décodé ici\u00a0; convertissez-le en MP4 H.264"
    ),
    "{path}: its picture has no size; record or convert it again": (
        "{path}\u00a0: son image n’a pas de taille\u00a0; refaites l’enregistrement ou la "
        "conversion"
    ),
    "{path}: its picture of {width}x{height} is larger than 8K; scale it down to {side_px} on "
    "the longer side": (
        "{path}\u00a0: son image de {width}x{height} dépasse 8K\u00a0; réduisez le grand côté à "
        "{side_px}"
    ),
    "{path}: no picture in it could be decoded, it is damaged or cut off; copy it again from the "
    "camera, or convert it to an H.264 MP4": (
        "{path}\u00a0: aucune image n’a pu être décodée, le fichier est endommagé ou "
        "tronqué\u00a0; copiez-le de nouveau depuis la caméra, ou convertissez-le en MP4 H.264"
    ),
    "{path}: its clock leaps to {time_s:.0f} s, the times in it are damaged; copy it again from "
    "the camera, or convert it to an H.264 MP4": (
        "{path}\u00a0: son horloge saute à {time_s:.0f}\u00a0s, ses temps sont abîmés\u00a0; "
        "copiez-le de nouveau depuis la caméra, ou convertissez-le en MP4 H.264"
    ),
    "{path}: its pixel format {format} cannot be converted; convert it to an H.264 MP4": (
        "{path}\u00a0: son format de pixels {format} n’est pas pris en charge\u00a0; "
        "convertissez-le en MP4 H.264"
    ),
    "{path}: there is not a single frame in it; record it again": (
        "{path}\u00a0: il n’y a pas une seule image dedans\u00a0; refaites l’enregistrement"
    ),
    "{path} has changed while it was reviewed; review it again": (
        "{path} a changé pendant son évaluation\u00a0; évaluez-le de nouveau"
    ),
    "{folder}: no video and no recording of landmarks in it (hidden files and posecoach's own "
    "results do not count); name another folder": (
        "{folder}\u00a0: ni vidéo ni enregistrement de points de repère dedans (les fichiers "
        "cachés et les résultats de posecoach ne comptent pas)\u00a0; indiquez un autre dossier"
    ),
}

_RECORDINGS = {
    "{path}: damaged or cut short ({why}); record it again": (
        "{path}\u00a0: endommagé ou tronqué ({why})\u00a0; refaites l’enregistrement"
    ),
    "{path} cannot be read ({why}); name a file that may be read": (
        "impossible de lire {path} ({why})\u00a0; indiquez un fichier dont la lecture est permise"
    ),
    "{path}, line {number}: {why}; this is not a whole recording of landmarks, record it again": (
        "{path}, ligne {number}\u00a0: {why}\u00a0; ce n’est pas un enregistrement entier de "
        "points de repère, refaites-le"
    ),
    "time {time_s} s does not come after {last_s} s": (
        "le temps {time_s}\u00a0s ne vient pas après {last_s}\u00a0s"
    ),
    "schema {found} is not {wanted}": "le schéma {found} n’est pas {wanted}",
    "the landmarks are not BlazePose's 33": (
        "les points de repère ne sont pas les 33 de BlazePose"
    ),
    "width_px and height_px = {sizes}: whole numbers above 0 are needed": (
        "width_px et height_px = {sizes}\u00a0: il faut des nombres entiers au-dessus de 0"
    ),
    "t = {value} is not a time in seconds": "t = {value} n’est pas un temps en secondes",
    "a huge number": "un nombre immense",
    "'{key}' is not {shape} finite numbers": "«\u00a0{key}\u00a0» n’est pas {shape} nombres finis",
    "{value} is not a number": "{value} n’est pas un nombre",
    "not a line of JSON": "ce n’est pas une ligne de JSON",
    "not a JSON object": "ce n’est pas un objet JSON",
}

_SESSIONS = {
    "{path} is not there; name a folder that 'posecoach review --out' wrote": (
        "{path} n’existe pas\u00a0; indiquez un dossier écrit par «\u00a0posecoach review "
        "--out\u00a0»"
    ),
    "{path} is not a whole session ({why}); review the recording again": (
        "{path} n’est pas une séance entière ({why})\u00a0; évaluez de nouveau l’enregistrement"
    ),
    "it is larger than any session": "le fichier est plus grand que toute séance",
    "it names no routine": "aucun programme n’y est indiqué",
    "its routine is wrong: {why}": "son programme est faux\u00a0: {why}",
    "its thresholds are no table": "ses seuils ne sont pas une table",
    "its threshold {name} is not a number": "son seuil {name} n’est pas un nombre",
    "its thresholds are wrong: {why}": "ses seuils sont faux\u00a0: {why}",
    "it is not JSON": "ce n’est pas du JSON",
    "its schema is not {schema}": "son schéma n’est pas {schema}",
    "{path} is not a session as posecoach writes it ({why}); review the recording again": (
        "{path} n’est pas une séance telle que posecoach l’écrit ({why})\u00a0; évaluez de nouveau "
        "l’enregistrement"
    ),
    "no {key}": "{key} manque",
    "{value} where a number is needed": "{value} là où il faut un nombre",
    "{value} where a text is needed": "{value} là où il faut un texte",
    "{path} is damaged ({why}); review the recording again": (
        "{path} est endommagé ({why})\u00a0; évaluez de nouveau l’enregistrement"
    ),
    "its times do not advance": "ses temps n’avancent pas",
    "could not convert string to float: {text}": "{text} n’est pas un nombre",
    "{path} cannot be read ({why}); name a folder that may be read": (
        "impossible de lire {path} ({why})\u00a0; indiquez un dossier dont la lecture est permise"
    ),
    "{path} is no folder and no recording of landmarks; name what a review wrote with --out": (
        "{path} n’est ni un dossier ni un enregistrement de points de repère\u00a0; indiquez ce "
        "qu’une évaluation a écrit avec --out"
    ),
    "{path}: no recorded landmarks in it ({names}); name a folder that a review wrote with --out": (
        "{path}\u00a0: pas de points de repère enregistrés dedans ({names})\u00a0; indiquez un "
        "dossier qu’une évaluation a écrit avec --out"
    ),
}

_EXPORTS = {
    "{path} is not what a review writes ({why}); review the recording again": (
        "{path} n’est pas ce qu’écrit une évaluation ({why})\u00a0; évaluez de nouveau "
        "l’enregistrement"
    ),
    "{path} is not there; review the video itself with --out, which keeps its landmarks": (
        "{path} n’existe pas\u00a0; évaluez la vidéo elle-même avec --out, qui garde ses points de "
        "repère"
    ),
    "{landmarks} and {frames} are not of the same recording ({why}); review it again": (
        "{landmarks} et {frames} ne viennent pas du même enregistrement ({why})\u00a0; évaluez-le "
        "de nouveau"
    ),
    "{time_s} s is not {other_s} s": "{time_s}\u00a0s n’est pas {other_s}\u00a0s",
    "no column {names}": "colonne {names} absente",
    "a column is there twice": "une colonne s’y trouve deux fois",
    "line {number}: {why}": "ligne {number}\u00a0: {why}",
    "'{key}' is not a list of objects": "«\u00a0{key}\u00a0» n’est pas une liste d’objets",
    "'{name}' is none of {allowed}": "«\u00a0{name}\u00a0» n’est pas parmi {allowed}",
    "'{name}' is not a number": "«\u00a0{name}\u00a0» n’est pas un nombre",
    "'{name}' is not a whole number": "«\u00a0{name}\u00a0» n’est pas un nombre entier",
    "{name} is neither yes nor no": "{name} n’est ni yes ni no",
    "{name} is not finite": "{name} n’est pas fini",
    "{folder}: there is not a single frame in it; record it again": (
        "{folder}\u00a0: il n’y a pas une seule image dedans\u00a0; refaites l’enregistrement"
    ),
}

_WRITING = {
    "{path} could not be written ({why}); choose a folder that exists, may be written to and has "
    "space": (
        "impossible d’écrire {path} ({why})\u00a0; choisissez un dossier qui existe, où l’écriture "
        "est permise et où il y a de la place"
    ),
    "{path} is not a folder; choose another one with --out": (
        "{path} n’est pas un dossier\u00a0; choisissez-en un autre avec --out"
    ),
    "{path} is a folder; name a file in it": (
        "{path} est un dossier\u00a0; indiquez un fichier dedans"
    ),
    "{path} would be overwritten by its own result; choose another folder with --out": (
        "{path} serait écrasé par son propre résultat\u00a0; choisissez un autre dossier avec --out"
    ),
    "no temporary folder can be made ({why}); make room, or choose a folder with --out": (
        "impossible de créer un dossier temporaire ({why})\u00a0; faites de la place, ou "
        "choisissez un dossier avec --out"
    ),
    "{path} is there already and is no posecoach guide; name another file": (
        "{path} existe déjà et n’est pas un guide de posecoach\u00a0; indiquez un autre fichier"
    ),
    "no snapshot in {folder} ({why}); choose a folder that may be written to and has space": (
        "pas d’image gardée dans {folder} ({why})\u00a0; choisissez un dossier où l’écriture est "
        "permise et où il y a de la place"
    ),
    "{folder} holds a recording already ({name}); choose another folder with --out": (
        "{folder} contient déjà un enregistrement ({name})\u00a0; choisissez un autre dossier avec "
        "--out"
    ),
    "the disk of {folder} is nearly full; what is recorded is kept, make room for more or choose "
    "another folder with --out": (
        "le disque de {folder} est presque plein\u00a0; ce qui est enregistré est gardé, faites de "
        "la place ou choisissez un autre dossier avec --out"
    ),
    "{folder}: an earlier result cannot be replaced ({why}); close what has it open, or choose "
    "another --out": (
        "{folder}\u00a0: impossible de remplacer un résultat antérieur ({why})\u00a0; fermez ce "
        "qui l’utilise, ou choisissez un autre --out"
    ),
    "this PyAV was built without {encoder}, so no video can be written; install its own wheel "
    "(pip install --force-reinstall --only-binary av av), or use --no-video": (
        "ce PyAV est fait sans {encoder}, aucune vidéo ne peut donc être écrite\u00a0; installez "
        "sa propre archive (pip install --force-reinstall --only-binary av av), ou prenez "
        "--no-video"
    ),
    "{html} is not there; write the report first": (
        "{html} n’existe pas\u00a0; écrivez d’abord le rapport"
    ),
    "no browser that can print was found; install Chromium, Chrome or Edge, or open {html} and "
    "print it yourself": (
        "aucun navigateur capable d’imprimer n’a été trouvé\u00a0; installez Chromium, Chrome ou "
        "Edge, ou ouvrez {html} et imprimez vous-même"
    ),
    "{program} printed nothing; open {html} and print it yourself": (
        "{program} n’a rien imprimé\u00a0; ouvrez {html} et imprimez vous-même"
    ),
    "{program} did not finish printing; print the page yourself": (
        "{program} n’a pas fini d’imprimer\u00a0; imprimez vous-même la page"
    ),
    "{program} cannot be started ({why}); print the page yourself": (
        "impossible de démarrer {program} ({why})\u00a0; imprimez vous-même la page"
    ),
}

FRENCH: Mapping[str, str] = {
    **_VIDEOS,
    **_RECORDINGS,
    **_SESSIONS,
    **_EXPORTS,
    **_WRITING,
}
"""From the English template to the French one."""
