"""The classes of every command and group: they hear ``--lang`` early, and show help in it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import click

from posecoach.adapters.words.help import CATALOGUES
from posecoach.cli_help import HelpPage, in_words
from posecoach.cli_language import chosen_language, listen

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Context(click.Context):
    """One command of a call; what it prints of itself is in the call's language."""

    def make_formatter(self) -> click.HelpFormatter:
        words = _words_of(self)
        if not words:
            return super().make_formatter()
        return HelpPage(words, width=self.terminal_width, max_width=self.max_content_width)


class Command(click.Command):
    """A command that speaks the language of the call."""

    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; but hear the language first, for an error or the help may end the parsing."""
        listen(ctx, args)
        return super().parse_args(ctx, args)


class Group(Command, click.Group):
    """The same of a group; its commands are of these classes, too."""

    command_class = Command
    group_class = type

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, each with the beginning of its help."""
        words = _words_of(ctx)
        shown = copy(self)
        shown.commands = {name: _worded(one, words) for name, one in self.commands.items()}
        super(Group, shown).format_commands(ctx, formatter)


def _words_of(context: click.Context) -> Mapping[str, str]:
    """The pieces of a help page in the call's language; none for English."""
    return CATALOGUES[chosen_language(context.ensure_object(dict))]


def _worded(command: click.Command, words: Mapping[str, str]) -> click.Command:
    """A command whose help click can shorten: it must be in its language before."""
    shown = copy(command)
    if words and command.help is not None:
        shown.help = in_words(command.help, words)
    return shown
