"""Every mistake that click can find in a command line is told in French: all are made here."""

from __future__ import annotations

import os
import string
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import click
import pytest

from posecoach.adapters.words import usage
from posecoach.adapters.words.usage import FRENCH
from posecoach.cli import cli
from posecoach.cli_usage import usage_text

ROOT = cli.make_context("posecoach", [], resilient_parsing=True)
NUMBERS = (type(click.INT), type(click.FLOAT))  # ranges are of these kinds, too
FREE = (type(click.STRING), type(click.BOOL))  # no value of theirs is refused


def commands(above: click.Context = ROOT) -> Iterator[click.Context]:
    """Every command in a context of its own, groups before what is in them."""
    yield above
    if isinstance(above.command, click.Group):
        for name, command in above.command.commands.items():
            yield from commands(click.Context(command, info_name=name, parent=above))


def refused(kind: click.ParamType, file: Path) -> list[str]:
    """Values that a kind of parameter does not take; of files and folders, none can be read."""
    if isinstance(kind, click.Choice):
        return ["neither's"]
    if isinstance(kind, click.Path):
        return [str(file), str(file.parent)]
    bounds: list[str] = []
    if isinstance(kind, (click.IntRange, click.FloatRange)):
        bounds += [] if kind.min is None else [str(kind.min - 1)]
        bounds += [] if kind.max is None else [str(kind.max + 1)]
    if isinstance(kind, NUMBERS):
        return ["two", *bounds]
    assert isinstance(kind, FREE), f"what does {kind!r} refuse?"
    return []


def mistakes(command: click.Command, file: Path) -> Iterator[list[str]]:
    """Arguments that a command refuses, a mistake each."""
    yield ["--no-such-thing-anywhere"]
    yield ["-x"]
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    assert len(arguments) < 2, "which of them has the value?"
    for parameter in command.params:
        said = [] if isinstance(parameter, click.Argument) else [parameter.opts[0]]
        yield from ([*said, value] for value in refused(parameter.type, file))
        if isinstance(parameter, click.Option):
            yield [said[0][:-1]]
            yield [f"{said[0]}=yes" if parameter.is_flag else said[0]]
    if isinstance(command, click.Group):
        yield from ([], ["juggling"], *([f"{name}x"] for name in command.commands))
    elif any(one.required for one in arguments):
        yield []
    if not isinstance(command, click.Group) and all(one.nargs == 1 for one in arguments):
        good = [_good(one) for one in arguments]
        yield from ([*good, "more"], [*good, "more", "and more"])


def _good(argument: click.Argument) -> str:
    return argument.type.choices[0] if isinstance(argument.type, click.Choice) else "1"


def error_of(context: click.Context, arguments: list[str]) -> click.ClickException | None:
    """What click says of arguments; nothing is run but groups, to find what is not in them."""
    command, above = context.command, context.parent
    try:
        made = command.make_context(context.info_name, arguments, parent=above)
        if isinstance(command, click.Group) and not (
            command.invoke_without_command and not arguments
        ):
            command.invoke(made)
    except click.ClickException as error:
        return error
    return None


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> list[click.ClickException]:
    """One of every mistake in every command."""
    file = tmp_path_factory.mktemp("usage") / "file"
    file.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "access", lambda *_args, **_kwargs: False)  # root may read anything
        found = [
            error_of(context, arguments)
            for context in commands()
            for arguments in mistakes(context.command, file)
        ]
    return [error for error in found if error is not None]


def test_all_kinds_of_mistakes_are_made(errors: list[click.ClickException]) -> None:
    """The tests below have something to hold."""
    kinds = {type(error).__name__ for error in errors}
    assert {"UsageError", "NoSuchOption", "BadOptionUsage"} <= kinds
    assert {"BadParameter", "MissingParameter"} <= kinds
    assert len(errors) > 150


def test_english_is_as_click_says_it(errors: list[click.ClickException]) -> None:
    """To the character; so is a language that there is not."""
    for error in errors:
        assert usage_text(error, "en") == usage_text(error, "de") == error.format_message()


def test_every_error_has_its_french(errors: list[click.ClickException]) -> None:
    """None is click's own line, nor has a piece of it."""
    for error in errors:
        french = usage_text(error, "fr")
        assert french != error.format_message()
        for english in ("Invalid", "No such", "not ", " is ", "Option ", "Got", "Missing", "mean"):
            assert english not in french


def test_no_french_is_there_for_nothing(
    errors: list[click.ClickException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any one of the lines an error is told otherwise."""
    told = [usage_text(error, "fr") for error in errors]
    less = [
        replace(FRENCH, kept={english: fr for english, fr in FRENCH.kept.items() if english != one})
        for one in FRENCH.kept
    ]
    less += [
        replace(FRENCH, **{field.name: ""}) for field in fields(FRENCH) if field.name != "kept"
    ]
    for words in less:
        monkeypatch.setattr(usage, "CATALOGUES", {"fr": words})
        assert [usage_text(error, "fr") for error in errors] != told, words


def test_both_languages_have_the_same_places() -> None:
    """What click tells of names and values is not lost, nor asked for in vain."""

    def places(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}

    for english, french in FRENCH.kept.items():
        assert places(english) == places(french), french


@pytest.mark.parametrize(
    ("error", "french"),
    [
        (click.UsageError("something new"), "something new"),
        (click.BadParameter("something new"), "Invalid value: something new"),
        (click.FileError("x", "gone"), "Could not open file 'x': gone"),
        (
            click.BadParameter("something new", param=click.Option(["--so"])),
            "Invalid value for '--so': something new",
        ),
        (
            click.MissingParameter(param=click.Option(["--so"])),
            "Missing option '--so'.",
        ),
    ],
)
def test_what_is_not_known_stays_as_click_says_it(error: click.ClickException, french: str) -> None:
    """Another version of click may have lines that no command of today can raise."""
    assert usage_text(error, "fr") == french


@pytest.mark.parametrize("value", ["it's", 'a "b"', 'it\'s "x"', "", "\n", "a' is not one of 'b"])
def test_a_value_is_told_as_it_was_typed(value: str) -> None:
    """Without the quotes and escapes that Python puts around it."""
    option = click.Option(["--so"], type=click.Choice(["a", "b"]))
    with pytest.raises(click.BadParameter) as told:
        option.type.convert(value, option, None)
    assert usage_text(told.value, "fr") == (
        f"--so\u00a0: «\u00a0{value}\u00a0» n’est pas permis\u00a0; il faut l’un de a, b"
    )
