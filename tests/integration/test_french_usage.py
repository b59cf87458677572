"""Whoever asks for French is told wrong usage in French, also where click finds it.

Through ``main``, which chooses code and line; click's own runner would leave both out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conftest import Cli

FR = ["--lang", "fr"]


def typeset(line: str) -> str:
    """French as it is written here: with the no-break spaces that a keyboard lacks."""
    for mark in (" :", " ;", " ?", " »"):
        line = line.replace(mark, f"\u00a0{mark[1:]}")
    return line.replace("« ", "«\u00a0")


@pytest.mark.parametrize(
    ("command", "mistake", "line"),
    [
        ("live", ["--hold", "abc"], "--hold : « abc » n’est pas un nombre"),
        ("live", ["--bogus-option"], "pas d’option « --bogus-option »"),
        ("live", ["--voic", "x"], "pas d’option « --voic » ; vouliez-vous dire --voice ?"),
        (
            "live",
            ["--record-vid"],
            "pas d’option « --record-vid » ; vouliez-vous dire --record ou --record-video ?",
        ),
        (
            "live",
            ["--voice", "song"],
            "--voice : « song » n’est pas permis ; il faut l’un de speech, tones",
        ),
        ("live", ["now"], "argument en trop : now"),
        ("live", ["right", "now"], "arguments en trop : right now"),
        ("review", [], "il manque l’argument VIDÉO|DOSSIER…"),
        ("review", ["a.mp4", "--jobs", "0"], "--jobs : 0 n’est pas permis ; il faut x>=1"),
        ("review", ["a.mp4", "--jobs", "two"], "--jobs : « two » n’est pas un nombre entier"),
        ("check", ["--seconds", "soon"], "--seconds : « soon » n’est pas un nombre"),
        ("report", [], "il manque l’argument DOSSIER"),
        ("history feel", ["--pain", "11"], "--pain : 11 n’est pas permis ; il faut 0<=x<=10"),
        ("history forget", ["last"], "[Nº] : « last » n’est pas un nombre entier"),
        ("history", ["juggle"], "pas de commande « juggle »"),
        ("history", ["feal"], "pas de commande « feal »"),
    ],
)
def test_wrong_usage_is_told_in_french(
    cli: Cli, command: str, mistake: list[str], line: str
) -> None:
    """In one line with exit code 2, wherever the language is asked for; and which help tells more.

    Of some mistakes click says so before it has come to the language.
    """
    told = typeset(f"posecoach: {line}")
    seen = typeset(f"(voir « posecoach {command} --lang fr --help »)")
    for arguments in ([*FR, *mistake], [*mistake, *FR], ["--lang=fr", *mistake]):
        ran = cli(*command.split(), *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.complaint.startswith(told)
        assert ran.complaint.endswith(seen)


def test_a_value_that_is_missing(cli: Cli) -> None:
    """Of which command it is, click does not say; the next option is no value, either."""
    for option, line in (
        ("--hold", "--hold a besoin d’une valeur"),
        ("--mute=yes", "--mute ne prend pas de valeur"),
    ):
        ran = cli("live", *FR, option)
        assert ran.code == 2
        assert ran.complaint == typeset(f"posecoach: {line} (voir « posecoach --help »)")
    swallowed = cli("live", "--hold", *FR)
    assert typeset("--hold : « --lang » n’est pas un nombre") in swallowed.complaint


def test_a_path_of_the_wrong_kind(cli: Cli, tmp_path: Path) -> None:
    """A folder in place of a file, and a file in place of a folder."""
    (tmp_path / "file").touch()
    ran = cli("live", *FR, "--out", tmp_path / "file")
    assert typeset("est un fichier ; il faut un dossier") in ran.complaint
    ran = cli("history", *FR, "--html", tmp_path)
    assert typeset("est un dossier ; il faut un fichier") in ran.complaint


def test_a_command_without_the_option_of_a_group_that_has_it(cli: Cli) -> None:
    """It speaks the group's language, and its help is found through the group."""
    ran = cli("history", *FR, "export", "--bogus")
    assert ran.complaint == typeset(
        "posecoach: pas d’option « --bogus » (voir « posecoach history --lang fr export --help »)"
    )
    ran = cli("model", "path", *FR)
    assert ran.complaint == typeset(
        "posecoach: pas d’option « --lang » (voir « posecoach model path --help »)"
    )


def test_a_command_that_there_is_not(cli: Cli) -> None:
    """Nobody can have read the language but the first look at the line."""
    ran = cli("revieuw", "a.mp4", *FR)
    assert ran.complaint == typeset(
        "posecoach: pas de commande « revieuw » ; vouliez-vous dire review ? "
        "(voir « posecoach --help »)"
    )


@pytest.mark.parametrize(
    ("arguments", "line", "see"),
    [
        ("live --hold abc", "Invalid value for '--hold'", "live"),
        ("live --lang xx --hold abc", "Invalid value for '--lang'", "live"),
        ("live --lang", "Option '--lang'", ""),
        ("history --lang fr feel --lang en --bogus", "No such option", "history feel"),
    ],
)
def test_english_is_told_otherwise(cli: Cli, arguments: str, line: str, see: str) -> None:
    """Also where the language itself is wrong, or where the last one is English."""
    ran = cli(*arguments.split())
    assert ran.code == 2
    assert ran.complaint.startswith(f"posecoach: {line}")
    assert ran.complaint.endswith(f" (see '{f'posecoach {see}'.strip()} --help')")
