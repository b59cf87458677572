"""The ``--lang`` option, the same for every command, and what it was for whoever prints an error.

Errors are printed when the command's own context is gone; so the option's value is kept in the
object that all contexts of one call share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from posecoach.adapters.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = ("en", "fr")  # the catalogues know them, but `--help` must not wait for numpy
_KEY = "lang"


def lang_option(about: str | None = None) -> Callable[[Any], Any]:
    """Add ``--lang`` to a command; ``about`` is its help.

    It is read before any other option, so that whatever is wrong with those is told in it. A
    command of a group that does not say has the group's.
    """
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=DEFAULT_LANGUAGE,
        show_default=True,
        is_eager=True,
        callback=_choose,
        help=about,
    )


def chosen_language(chosen: dict[str, str]) -> str:
    """The language of the command that was run with this object, English where it has none."""
    return chosen.get(_KEY, DEFAULT_LANGUAGE)


def _choose(context: click.Context, _parameter: click.Parameter, lang: str) -> str:
    chosen = context.ensure_object(dict)
    if context.get_parameter_source("lang") is ParameterSource.DEFAULT:
        lang = chosen.get(_KEY, lang)
    chosen[_KEY] = lang
    return lang
