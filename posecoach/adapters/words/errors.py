"""Every error's line in every language.

The English line, where it is raised, is the key: ``InputError("{path} is empty", path=…)``. What
a library says of itself, such as a parser of its file, stays in the library's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.adapters.words import (
    errors_fr_files,
    errors_fr_history,
    errors_fr_model,
    errors_fr_work,
    system_fr,
)
from posecoach.errors import phrase_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posecoach.errors import Phrase

FRENCH: Mapping[str, str] = {
    **errors_fr_files.FRENCH,
    **errors_fr_history.FRENCH,
    **errors_fr_model.FRENCH,
    **errors_fr_work.FRENCH,
}
"""From the English template to the French one."""

_TEMPLATES: Mapping[str, Mapping[str, str]] = {"fr": {**system_fr.REASONS, **FRENCH}}


def error_text(error: BaseException, lang: str) -> str:
    """The line of an error, of the system's too, in a language; English where there is none."""
    return text_of(phrase_of(error), lang)


def text_of(phrase: Phrase, lang: str) -> str:
    """A line, or a piece of one, in a language."""
    templates = _TEMPLATES.get(lang, {})
    return phrase.text(lambda template: templates.get(template, template))
