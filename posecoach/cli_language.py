"""The ``--lang`` option, the same for every command, and what it was for whoever prints an error.

A call has one language. It is looked for in the arguments before click reads them, for an error
may come, or the help page be asked for, before click has come to the option; and it is kept in
the object that all contexts of a call share, for errors are printed when those are gone.
"""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any

import click

from posecoach.adapters.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LANGUAGES = ("en", "fr")  # the catalogues know them, but `--help` must not wait for numpy
_OPTION = "--lang"
_KEY = "lang"


def lang_option(about: str | None = None) -> Callable[[Any], Any]:
    """Add ``--lang`` to a command; ``about`` is its help.

    click reads it before any other option, so that a mistake in it is told first. A command of a
    group that does not say has the group's.
    """
    return click.option(
        _OPTION,
        type=click.Choice(LANGUAGES),
        default=DEFAULT_LANGUAGE,
        show_default=True,
        is_eager=True,
        callback=_heard,
        help=about,
    )


def asked_language(arguments: Sequence[str]) -> str | None:
    """The language that arguments name, whatever else is wrong in them; None for none.

    Of several it is the last that is known.
    """
    asked = None
    options = takewhile(lambda word: word != "--", arguments)
    for word, following in pairwise([*options, ""]):
        name, equals, value = word.partition("=")
        lang = value if equals else following
        if name == _OPTION and lang in LANGUAGES:
            asked = lang
    return asked


def listen(context: click.Context, arguments: Sequence[str]) -> None:
    """Keep the language that arguments name, if they do."""
    lang = asked_language(arguments)
    if lang is not None:
        context.ensure_object(dict)[_KEY] = lang


def chosen_language(chosen: Mapping[str, str]) -> str:
    """The language of the call that was made with this object, English where it named none."""
    return chosen.get(_KEY, DEFAULT_LANGUAGE)


def language_taker(context: click.Context) -> str | None:
    """The path of the command that has the option: a context's own, or that of a group above."""
    at: click.Context | None = context
    while at is not None:
        if any(_OPTION in parameter.opts for parameter in at.command.params):
            return at.command_path
        at = at.parent
    return None


def _heard(context: click.Context, _parameter: click.Parameter, _lang: str) -> str:
    return chosen_language(context.ensure_object(dict))
