"""What is wrong with a command line, in the languages that click does not speak.

English has no words here: click's own are printed as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class UsageWords:
    """One language's lines.

    Attributes
    ----------
    no_option
        ``{name}`` is none.
    near, either
        A line about a wrong name, ``{line}``, with those that are meant perhaps, ``{near}``;
        several of them: ``{some}`` and the last, ``{other}``.
    missing
        The argument ``{what}`` was not given.
    wrong
        The value of ``{what}`` is refused, ``{why}``.
    kept
        Lines, and reasons why a value is refused, of which click keeps nothing but the text: from
        click's English template. ``{name!r}`` is what click shows as Python does, in quotes.
    """

    no_option: str
    near: str
    either: str
    missing: str
    wrong: str
    kept: Mapping[str, str]


FRENCH = UsageWords(
    no_option="pas d’option «\u00a0{name}\u00a0»",
    near="{line}\u00a0; vouliez-vous dire {near}\u00a0?",
    either="{some} ou {other}",
    missing="il manque l’argument {what}",
    wrong="{what}\u00a0: {why}",
    kept={
        "Missing command.": "il manque une commande",
        "No such command {name!r}.": "pas de commande «\u00a0{name}\u00a0»",
        "Got unexpected extra argument ({args})": "argument en trop\u00a0: {args}",
        "Got unexpected extra arguments ({args})": "arguments en trop\u00a0: {args}",
        "Option {name!r} requires an argument.": "{name} a besoin d’une valeur",
        "Option {name!r} does not take a value.": "{name} ne prend pas de valeur",
        "{value!r} is not one of {choices!r}.": (
            "«\u00a0{value}\u00a0» n’est pas permis\u00a0; il faut l’un de {choices}"
        ),
        "{value!r} is not a valid float.": "«\u00a0{value}\u00a0» n’est pas un nombre",
        "{value!r} is not a valid float range.": "«\u00a0{value}\u00a0» n’est pas un nombre",
        "{value!r} is not a valid integer.": "«\u00a0{value}\u00a0» n’est pas un nombre entier",
        "{value!r} is not a valid integer range.": (
            "«\u00a0{value}\u00a0» n’est pas un nombre entier"
        ),
        "{value} is not in the range {range}.": "{value} n’est pas permis\u00a0; il faut {range}",
        "Directory {path!r} is a file.": "{path} est un fichier\u00a0; il faut un dossier",
        "File {path!r} is a directory.": "{path} est un dossier\u00a0; il faut un fichier",
        "Directory {path!r} is not readable.": (
            "impossible de lire le dossier {path}\u00a0; vérifiez ses droits d’accès"
        ),
        "File {path!r} is not readable.": (
            "impossible de lire le fichier {path}\u00a0; vérifiez ses droits d’accès"
        ),
        "Path {path!r} is not readable.": (
            "impossible de lire {path}\u00a0; vérifiez ses droits d’accès"
        ),
    },
)

CATALOGUES: Mapping[str, UsageWords] = {"fr": FRENCH}
"""By language code (ISO 639-1)."""
