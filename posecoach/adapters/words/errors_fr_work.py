"""French lines of errors of options and routines, and of reviewing many."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROUTINES = {
    "no routine '{name_or_file}'; there are {known}, or give a .toml file": (
        "pas de programme «\u00a0{name_or_file}\u00a0»\u00a0; il y a {known}, ou donnez un fichier "
        ".toml"
    ),
    "routine file {path}: {why}": "fichier de programme {path}\u00a0: {why}",
    "no such file; check the folder and the spelling": (
        "fichier introuvable\u00a0; vérifiez le dossier et l’orthographe"
    ),
    "it cannot be read ({why}); name a file that may be read": (
        "impossible de le lire ({why})\u00a0; indiquez un fichier dont la lecture est permise"
    ),
    "it is not a text file in UTF-8": "ce n’est pas un fichier de texte en UTF-8",
    "it is not TOML: {why}": "ce n’est pas du TOML\u00a0: {why}",
    "it has a number of thousands of digits, or brackets nested as deep; write it anew": (
        "il contient un nombre de milliers de chiffres, ou autant de crochets emboîtés\u00a0; "
        "récrivez-le"
    ),
    "unknown key '{key}'; known keys are {known}": (
        "clé «\u00a0{key}\u00a0» inconnue\u00a0; les clés connues sont {known}"
    ),
    "the key '{key}' is missing": "la clé «\u00a0{key}\u00a0» manque",
    "{key} = {value}: a number is needed": "{key} = {value}\u00a0: il faut un nombre",
    "{key} = {shown}: {least:g} to {most:g} is allowed": (
        "{key} = {shown}\u00a0: de {least:g} à {most:g} est permis"
    ),
    "{key} = {value:g}: at least 0.1 s is needed": (
        "{key} = {value:g}\u00a0: il faut au moins 0.1\u00a0s"
    ),
    "{key} = {value}: more than 0 s is needed": ("{key} = {value}\u00a0: il faut plus de 0\u00a0s"),
    "{key} = {value}: a text that is not empty is needed": (
        "{key} = {value}\u00a0: il faut un texte qui n’est pas vide"
    ),
    "legs = {value}: one of {known} is allowed": (
        "legs = {value}\u00a0: l’un de {known} est permis"
    ),
    "{key} = {value}: [least, most] of whole numbers from 1 is allowed": (
        "{key} = {value}\u00a0: [minimum, maximum], des nombres entiers à partir de 1, est permis"
    ),
    "no threshold '{name}'; there are: {known}": (
        "pas de seuil «\u00a0{name}\u00a0»\u00a0; il y a\u00a0: {known}"
    ),
    "threshold {name} = {value}: a finite number above 0 is needed": (
        "seuil {name} = {value}\u00a0: il faut un nombre fini au-dessus de 0"
    ),
}

_OPTIONS = {
    "--duration {value}: a number of seconds above 0 is needed, such as --duration 600": (
        "--duration {value}\u00a0: un nombre de secondes au-dessus de 0 est attendu, par exemple "
        "--duration 600"
    ),
    "--export needs a folder to write to; name one with --out DIR": (
        "--export a besoin d’un dossier où écrire\u00a0; indiquez-en un avec --out DOSSIER"
    ),
    "--export {name}: one of {known} is needed": "--export {name}\u00a0: il faut l’un de {known}",
    "--export {name} needs {package}: pip install 'posecoach[{extra}]'": (
        "--export {name} a besoin de {package}\u00a0: pip install 'posecoach[{extra}]'"
    ),
    "--export {name} needs {package}: use Python {version} or newer and pip install "
    "'posecoach[{extra}]'": (
        "--export {name} a besoin de {package}\u00a0: prenez Python {version} ou plus récent et "
        "pip install 'posecoach[{extra}]'"
    ),
    "--json {json_to} is a folder; name a file in it": (
        "--json {json_to} est un dossier\u00a0; indiquez un fichier dedans"
    ),
    "--json {json_to}: there is no such folder; make it, or name another": (
        "--json {json_to}\u00a0: ce dossier n’existe pas\u00a0; créez-le, ou indiquez-en un autre"
    ),
    "--json {json_to} would overwrite what is reviewed; name another file": (
        "--json {json_to} écraserait ce qui est évalué\u00a0; indiquez un autre fichier"
    ),
    "--set {text}: a number is needed after =, such as head_up_torso=0.1": (
        "--set {text}\u00a0: il faut un nombre après =, par exemple head_up_torso=0.1"
    ),
    "--set {text}: NAME=VALUE is needed, such as head_up_torso=0.1": (
        "--set {text}\u00a0: il faut NOM=VALEUR, par exemple head_up_torso=0.1"
    ),
    "--set: {why}": "--set\u00a0: {why}",
    "nothing is to change; give --routine, --hold or --set": (
        "il n’y a rien à changer\u00a0; donnez --routine, --hold ou --set"
    ),
    "no language '{lang}'; there are {known}": (
        "pas de langue «\u00a0{lang}\u00a0»\u00a0; il y a {known}"
    ),
    "there is no session {number}; 'posecoach history' lists them": (
        "il n’y a pas de séance {number}\u00a0; «\u00a0posecoach history\u00a0» en donne la liste"
    ),
    "there is no session of {day}; 'posecoach history' lists them": (
        "il n’y a pas de séance du {day}\u00a0; «\u00a0posecoach history\u00a0» en donne la liste"
    ),
    "there is no session yet that could have felt like anything": (
        "il n’y a encore aucune séance dont dire le ressenti"
    ),
    "nobody is there to be asked; say it with --pain 0..10": (
        "il n’y a personne à qui le demander\u00a0; dites-le avec --pain 0..10"
    ),
    "name what to write: --csv FILE, --json FILE, or - for stdout": (
        "indiquez ce qu’il faut écrire\u00a0: --csv FICHIER, --json FICHIER, ou - pour la sortie "
        "standard"
    ),
    "only one of --csv and --json can go to stdout": (
        "seul l’un de --csv et --json peut aller à la sortie standard"
    ),
    "say what to forget: a session's number, --day YYYY-MM-DD, or --all": (
        "dites ce qu’il faut oublier\u00a0: le numéro d’une séance, --day AAAA-MM-JJ, ou --all"
    ),
    "--day {day}: a day such as 2026-03-31 is needed": (
        "--day {day}\u00a0: il faut un jour comme 2026-03-31"
    ),
    "nothing was deleted; answer y, or add --yes": (
        "rien n’a été supprimé\u00a0; répondez o, ou ajoutez --yes"
    ),
}

_MANY = {
    "{path}: not reviewed, because of an error in posecoach or a library ({why}); review it alone "
    "to see more": (
        "{path}\u00a0: non évalué, à cause d’une erreur dans posecoach ou une bibliothèque "
        "({why})\u00a0; évaluez-le seul pour en voir davantage"
    ),
    "{path}: not reviewed, because its process died, perhaps for lack of memory; try again with "
    "--jobs 1": (
        "{path}\u00a0: non évalué, car son processus est mort, peut-être faute de mémoire\u00a0; "
        "réessayez avec --jobs 1"
    ),
    "{path}: not reviewed, because of its workers ({why}); review it alone to see more": (
        "{path}\u00a0: non évalué, à cause de ses machines de travail ({why})\u00a0; évaluez-le "
        "seul pour en voir davantage"
    ),
    "each that tried it died, perhaps for lack of memory": (
        "chacune qui s’y est mise est morte, peut-être faute de mémoire"
    ),
    "{path}: not reviewed, because a worker {why}": (
        "{path}\u00a0: non évalué, car une machine de travail {why}"
    ),
}

_CLUSTER = {
    "--dask needs --out DIR: a folder that every worker can write to under the same name": (
        "--dask a besoin de --out DOSSIER\u00a0: un dossier où chaque machine de travail peut "
        "écrire sous le même nom"
    ),
    "--dask needs the package 'distributed'; get it with pip install 'posecoach[cluster]'": (
        "--dask a besoin du paquet «\u00a0distributed\u00a0»\u00a0; obtenez-le avec pip install "
        "'posecoach[cluster]'"
    ),
    "no Dask scheduler at {address} ({why}); start one with 'dask scheduler', or check the "
    "address": (
        "pas d’ordonnanceur Dask à {address} ({why})\u00a0; démarrez-en un avec «\u00a0dask "
        "scheduler\u00a0», ou vérifiez l’adresse"
    ),
    "a host and a port are needed, such as tcp://host:8786": (
        "il faut une machine et un port, comme tcp://host:8786"
    ),
    "the cluster has no workers; start one with 'dask worker', in the same environment": (
        "la grappe n’a aucune machine de travail\u00a0; démarrez-en une avec «\u00a0dask "
        "worker\u00a0», dans le même environnement"
    ),
    "worker {worker} {why}": "la machine de travail {worker} {why}",
    "a worker cannot run this posecoach ({why}); install the same one on every worker": (
        "une machine de travail ne peut pas faire tourner ce posecoach ({why})\u00a0; installez le "
        "même sur chacune"
    ),
    "has {name} {theirs}, here it is {ours}; {remedy}": (
        "a {name} {theirs}, ici c’est {ours}\u00a0; {remedy}"
    ),
    "has another posecoach {version} (code {theirs}, here {ours}); {remedy}": (
        "a un autre posecoach {version} (code {theirs}, ici {ours})\u00a0; {remedy}"
    ),
    "has the pose model {theirs}, here it is {ours}; {remedy}": (
        "a le modèle {theirs}, ici c’est {ours}\u00a0; {remedy}"
    ),
    "has no pose model, here it is {ours}; {remedy}": (
        "n’a pas de modèle, ici c’est {ours}\u00a0; {remedy}"
    ),
    "none": "aucun",
    "install the same one on every worker": "installez le même sur chaque machine de travail",
    "run 'posecoach model fetch' on every worker": (
        "lancez «\u00a0posecoach model fetch\u00a0» sur chaque machine de travail"
    ),
    "sees another {path}; {remedy}": "voit un autre {path}\u00a0; {remedy}",
    "cannot read and write in {path}; {remedy}": (
        "ne peut pas lire et écrire dans {path}\u00a0; {remedy}"
    ),
    "cannot read {path}; {remedy}": "ne peut pas lire {path}\u00a0; {remedy}",
    "share the folders of the recordings and of --out under the same path": (
        "partagez les dossiers des enregistrements et de --out sous le même chemin"
    ),
    "the cluster has lost all of its workers; start some, and then this again: what is done is "
    "kept": (
        "la grappe a perdu toutes ses machines de travail\u00a0; démarrez-en, puis relancez\u00a0: "
        "ce qui est fait est gardé"
    ),
    "the connection to the Dask scheduler was lost; start this again: what is done is kept": (
        "la connexion à l’ordonnanceur Dask est perdue\u00a0; relancez\u00a0: ce qui est fait est "
        "gardé"
    ),
}

FRENCH: Mapping[str, str] = {**_ROUTINES, **_OPTIONS, **_MANY, **_CLUSTER}
"""From the English template to the French one."""
