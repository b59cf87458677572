"""What is wrong with a command line, in the person's language: click's errors, worded anew.

An error's own fields are told where it has them. Of the rest click keeps the English text alone;
that is known again by its template, and what is not known stays as click says it.
"""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from typing import TYPE_CHECKING

import click

from posecoach.adapters.words import help as help_words
from posecoach.adapters.words import usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posecoach.adapters.words.usage import UsageWords


def usage_text(error: click.ClickException, lang: str) -> str:
    """The line of an error of click's, in a language; click's own where it is not known."""
    words = usage.CATALOGUES.get(lang)
    line = None if words is None else _line(error, words, help_words.CATALOGUES[lang])
    return error.format_message() if line is None else line


def _line(
    error: click.ClickException, words: UsageWords, metavars: Mapping[str, str]
) -> str | None:
    if isinstance(error, click.BadParameter):
        return _parameter_line(error, words, metavars)
    if isinstance(error, click.NoSuchOption):
        line: str | None = words.no_option.format(name=error.option_name)
    else:
        line = _known_again(error.message, words.kept)
    # Of a command, too; click has had no class for that before 8.4.
    near = getattr(error, "possibilities", None)
    if line is None or not near:
        return line
    return words.near.format(line=line, near=_either(sorted(near), words))


def _parameter_line(
    error: click.BadParameter, words: UsageWords, metavars: Mapping[str, str]
) -> str | None:
    if error.param is None:
        return None
    what = _shown(error.param, error.ctx, metavars)
    if isinstance(error, click.MissingParameter):
        is_argument = isinstance(error.param, click.Argument)  # no option of ours is required
        return words.missing.format(what=what) if is_argument else None
    why = _known_again(error.message, words.kept)
    return None if why is None else words.wrong.format(what=what, why=why)


def _shown(
    param: click.Parameter, context: click.Context | None, metavars: Mapping[str, str]
) -> str:
    """A parameter as the help shows it."""
    if isinstance(param, click.Argument):
        metavar = param.get_error_hint(context).strip("'")
        return metavars.get(metavar, metavar)
    return " / ".join(param.opts)


def _either(names: Sequence[str], words: UsageWords) -> str:
    *some, other = names
    return words.either.format(some=", ".join(some), other=other) if some else other


def _known_again(text: str, templates: Mapping[str, str]) -> str | None:
    """A text that was made from one of the templates, made from the other language's."""
    for english, other in templates.items():
        if found := _pattern(english).fullmatch(text):
            quoted = _quoted(english)
            fields = found.groupdict().items()
            return other.format(
                **{name: _unquoted(said) if name in quoted else said for name, said in fields}
            )
    return None


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What finds a text that was made from a template, and what is in its places."""
    pieces = string.Formatter().parse(template)
    return re.compile(
        "".join(
            re.escape(text) + (f"(?P<{name}>.*)" if name else "") for text, name, _, _ in pieces
        ),
        re.DOTALL,
    )


@cache
def _quoted(template: str) -> frozenset[str]:
    pieces = string.Formatter().parse(template)
    return frozenset(name for _, name, _, form in pieces if name is not None and form == "r")


def _unquoted(said: str) -> str:
    """What stands in Python's quotes; of several, one after the other."""
    value = ast.literal_eval(said)
    return value if isinstance(value, str) else ", ".join(value)
