"""The help pages in French, piece by piece.

The key is the English of the code, or click's own: a paragraph, an option's help, a metavar, a
heading, a default that is told in words. English needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE = {
    "Usage:": "Utilisation\u00a0:",
    "Options:": "Options\u00a0:",
    "Commands:": "Commandes\u00a0:",
    "; ": "\u00a0; ",
    "default: {default}": "par défaut\u00a0: {default}",
    "Show this message and exit.": "Afficher cette aide et quitter.",
    "Show the version and exit.": "Afficher la version et quitter.",
}

_METAVARS = {
    "[OPTIONS]": "[OPTIONS]",
    "COMMAND": "COMMANDE",
    "[COMMAND]": "[COMMANDE]",
    "[ARGS]...": "[ARGUMENTS]…",
    "VIDEO|FOLDER…": "VIDÉO|DOSSIER…",
    "SESSION…": "SÉANCE…",
    "DIR": "DOSSIER",
    "FILE": "FICHIER",
    "[FILE]": "[FICHIER]",
    "FILE|-": "FICHIER|-",
    "NAME|FILE": "NOM|FICHIER",
    "NAME=VALUE": "NOM=VALEUR",
    "N|PATH|URL": "N|CHEMIN|URL",
    "INDEX|PATH|URL": "N|CHEMIN|URL",
    "FORMAT,…": "FORMAT,…",
    "ADDRESS": "ADRESSE",
    "TEXT": "TEXTE",
    "YYYY-MM-DD": "AAAA-MM-JJ",
    "FLOAT RANGE": "NOMBRE",
    "NO.": "Nº",
    "[NO.]": "[Nº]",
    "0..10": "0..10",
    "N": "N",
    "S": "S",
}

_DEFAULTS = {
    "the cores it may use": "les cœurs à sa disposition",
    "the last": "la dernière",
    "at the routine's end": "à la fin du programme",
    "a new folder named after the time": "un nouveau dossier nommé d’après l’heure",
}

_COMMANDS = {
    "Coach for one stretch, knees to chest: watches, measures, and counts honest holds.": (
        "Coach pour un étirement, les genoux à la poitrine\u00a0: regarde, mesure, et compte les "
        "maintiens vraiment tenus."
    ),
    # check
    "See whether all is ready: model, camera, sound, light, and where the laptop stands.": (
        "Vérifier que tout est prêt\u00a0: modèle, caméra, son, lumière, et place de l’ordinateur."
    ),
    "A window shows the outline to lie down in and the one thing to change, which is said and "
    "printed as well; q ends it. It ends by itself as soon as all is right.": (
        "Une fenêtre montre la silhouette où s’allonger et la seule chose à changer, qui est aussi "
        "dite et affichée dans le terminal\u00a0; q y met fin. Elle se ferme d’elle-même dès que "
        "tout va bien."
    ),
    "The exit code is 0 when all is right, the sound too unless --mute is given, and 1 else.": (
        "Le code de sortie est 0 quand tout va bien, le son aussi sauf avec --mute, et 1 sinon."
    ),
    # guide
    "Learn the stretch before you lie down: why, how, how often, and who should ask first.": (
        "Apprendre l’étirement avant de s’allonger\u00a0: pourquoi, comment, combien de fois, et "
        "qui doit d’abord demander conseil."
    ),
    # history
    "Past sessions: days, holds, comfort range, left against right, how it felt.": (
        "Les séances passées\u00a0: jours, maintiens, amplitude confortable, gauche et droite, "
        "ressenti."
    ),
    "Keep how the last session felt.": "Noter le ressenti de la dernière séance.",
    "Write everything that is kept as CSV or JSON.": (
        "Écrire tout ce qui est conservé, en CSV ou en JSON."
    ),
    "Delete a session, a day or everything for good.": (
        "Supprimer définitivement une séance, un jour ou tout."
    ),
    # live
    "Coach a session at the camera: lie down, listen, breathe.": (
        "Guider une séance à la caméra\u00a0: allongez-vous, écoutez, respirez."
    ),
    # model
    "Get, import or locate the pose model.": "Obtenir, importer ou localiser le modèle.",
    "Download the model and verify it.": "Télécharger le modèle et le vérifier.",
    "Take the model from FILE: a .task bundle, or the mediapipe wheel that carries it.": (
        "Prendre le modèle dans FICHIER\u00a0: un fichier .task, ou l’archive (wheel) de mediapipe "
        "qui le contient."
    ),
    "Print where the model lies, verified.": "Afficher où se trouve le modèle, vérifié.",
    # rejudge
    "What if: judge recorded landmarks again under other rules.": (
        "Et si\u00a0: réévaluer un enregistrement selon d’autres règles."
    ),
    "SESSION is a folder that a review wrote with --out, a recording of landmarks, or a folder "
    "with many of either, however deep. Nothing in them is changed.": (
        "SÉANCE est un dossier que «\u00a0review\u00a0» a écrit avec --out, un enregistrement de "
        "points de repère, ou un dossier qui en contient plusieurs, à n’importe quelle profondeur. "
        "Rien n’y est changé."
    ),
    # report
    "Write report.html from what 'review --out DIR' left in DIR.": (
        "Écrire report.html à partir du DOSSIER d’un «\u00a0review --out\u00a0»."
    ),
    # review
    "Judge recorded stretches: videos, or landmarks recorded from them.": (
        "Évaluer des étirements filmés\u00a0: vidéos ou leurs points de repère."
    ),
    "Of a FOLDER, all that is in it, however deep. With --out DIR each of many gets a folder in "
    "DIR, beside summary.csv and index.html, and what is done there is not done again, whatever "
    "its name has become.": (
        "D’un DOSSIER, tout ce qu’il contient, à n’importe quelle profondeur. Avec --out DOSSIER, "
        "quand il y en a plusieurs, chaque enregistrement y reçoit son propre dossier, à côté de "
        "summary.csv et index.html, et ce qui y est déjà fait n’est pas refait, même sous un "
        "autre nom."
    ),
}

_SHARED_OPTIONS = {
    "A routine that ships with posecoach, or a .toml file.": (
        "Un programme fourni avec posecoach, ou un fichier .toml."
    ),
    "Seconds a hold must last.": "Durée d’un maintien, en secondes.",
    "Which pose model.": "Le modèle à utiliser.",
    "Language.": "Langue.",
}

_LIVE_OPTIONS = {
    # check
    "A webcam's number, a phone camera's address, or a recording.": (
        "Le numéro d’une webcam, l’adresse de la caméra d’un téléphone, ou un enregistrement."
    ),
    "Language of what is said and printed.": "Langue de ce qui est dit et affiché.",
    "Whether to speak.": "Parler ou non.",
    "No sound at all.": "Aucun son.",
    "No window: words alone.": "Sans fenêtre\u00a0: des mots seulement.",
    "How long to look at most.": "Combien de secondes regarder au plus.",
    # live
    "A webcam's number, a phone's camera, or a recording played at its own pace.": (
        "Le numéro d’une webcam, la caméra d’un téléphone, ou un enregistrement lu à son rythme."
    ),
    "Language of voice, window and terminal.": "Langue de la voix, de la fenêtre et du terminal.",
    "The system's voice, or tones alone.": "La voix du système, ou seulement des sons.",
    "No sound.": "Aucun son.",
    "Do not breathe along.": "Ne pas rythmer la respiration.",
    "No window: sound and history alone.": "Sans fenêtre\u00a0: seulement le son et l’historique.",
    "Fill the screen; f switches it.": "Plein écran\u00a0; f l’active ou le quitte.",
    "Begin at once, however the picture is.": "Commencer aussitôt, quelle que soit l’image.",
    "Keep the landmarks, to be reviewed; no picture.": (
        "Garder les points de repère, pour une évaluation\u00a0; aucune image."
    ),
    "Keep the camera's picture, too.": "Garder aussi l’image de la caméra.",
    "Where recordings and snapshots go.": "Où vont les enregistrements et les photos.",
    "End by itself S seconds after the camera opened.": (
        "Se terminer de soi-même S secondes après l’ouverture de la caméra."
    ),
    "Print how long each stage of the loop took.": (
        "Afficher le temps qu’a pris chaque étape de la boucle."
    ),
}

_REVIEW_OPTIONS = {
    # review
    "Write report.html, annotated.mp4, session.json, frames.csv and the landmarks here.": (
        "Écrire ici report.html, annotated.mp4, session.json, frames.csv et les points de repère."
    ),
    "Write the session as JSON; - is stdout.": (
        "Écrire la séance en JSON\u00a0; - est la sortie standard."
    ),
    "Do not write the annotated video.": "Ne pas écrire la vidéo annotée.",
    "Of many, how many are reviewed at a time.": (
        "S’il y en a plusieurs, combien sont évalués en même temps."
    ),
    "Of many, review also those that are done in --out.": (
        "S’il y en a plusieurs, évaluer aussi ceux qui sont déjà faits dans --out."
    ),
    "Send the reviews to this Dask cluster, such as tcp://host:8786; files stay where they are, in "
    "a folder that all of its workers share.": (
        "Confier les évaluations à cette grappe Dask, par exemple tcp://host:8786\u00a0; les "
        "fichiers restent où ils sont, dans un dossier que toutes ses machines de travail "
        "partagent."
    ),
    "Also write csv, json, parquet, mot, trc or rrd into --out.": (
        "Écrire aussi csv, json, parquet, mot, trc ou rrd dans --out."
    ),
    "Language of the table and the report.": "Langue du tableau et du rapport.",
    # rejudge
    "Judge by this routine.": "Évaluer selon ce programme.",
    "A threshold, such as head_up_torso=0.1; may be repeated.": (
        "Un seuil, par exemple head_up_torso=0.1\u00a0; peut être répété."
    ),
    "Write the comparison as JSON; - is stdout.": (
        "Écrire la comparaison en JSON\u00a0; - est la sortie standard."
    ),
    # report
    "The report's language.": "Langue du rapport.",
    "Print it to report.pdf too; needs Chromium or the like.": (
        "L’imprimer aussi dans report.pdf\u00a0; demande Chromium ou un navigateur semblable."
    ),
    # guide
    "Language of the guide.": "Langue du guide.",
    "Write a page with pictures; without FILE to posecoach-guide-LANG.html here.": (
        "Écrire une page illustrée\u00a0; sans FICHIER, dans posecoach-guide-LANG.html ici même."
    ),
    # model
    "Keep a verified model that is there already.": "Garder un modèle vérifié qui est déjà là.",
}

_HISTORY_OPTIONS = {
    "Write it as a page that opens in any browser, instead of printing it.": (
        "L’écrire comme une page qui s’ouvre dans tout navigateur, au lieu de l’afficher."
    ),
    "How far back sessions are listed.": "Sur combien de jours la liste des séances remonte.",
    "List every hold, too.": "Donner aussi la liste des maintiens.",
    "Pain, 0 is none. Asked if left out.": (
        "La douleur, 0 pour aucune. Demandée si l’option manque."
    ),
    "A few words.": "Quelques mots.",
    "Which.": "Laquelle.",
    "A row a hold; - is stdout.": "Une ligne par maintien\u00a0; - est la sortie standard.",
    "Every session whole; - is stdout.": (
        "Toutes les séances, entières\u00a0; - est la sortie standard."
    ),
    "Every session of a day.": "Toutes les séances d’un jour.",
    "Every session.": "Toutes les séances.",
    "Do not ask.": "Ne pas demander confirmation.",
}

FRENCH: Mapping[str, str] = {
    **_PAGE,
    **_METAVARS,
    **_DEFAULTS,
    **_COMMANDS,
    **_SHARED_OPTIONS,
    **_LIVE_OPTIONS,
    **_REVIEW_OPTIONS,
    **_HISTORY_OPTIONS,
}
"""From the English piece to the French one."""

CATALOGUES: Mapping[str, Mapping[str, str]] = {"en": {}, "fr": FRENCH}
"""By language code (ISO 639-1)."""
