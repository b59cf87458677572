"""Every line of every error has its French: the package's own source is walked."""

from __future__ import annotations

import ast
import errno
import os
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

import posecoach
from posecoach.adapters.words import (
    command,
    errors_fr_files,
    errors_fr_history,
    errors_fr_model,
    errors_fr_work,
    notes,
)
from posecoach.adapters.words.errors import FRENCH, error_text, text_of
from posecoach.adapters.words.notes import note_text
from posecoach.adapters.words.system_fr import REASONS
from posecoach.errors import InputError, ModelError, Phrase

PACKAGE = Path(posecoach.__path__[0])
WHOLE_ALREADY = PACKAGE / "errors.py"  # makes phrases of what others say


@cache
def trees() -> Mapping[Path, ast.Module]:
    """Every module's syntax tree."""
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def family() -> frozenset[str]:
    """The names of all kinds of errors, wherever they are, and of the pieces of lines."""
    bases = {
        node.name: {ast.unparse(base) for base in node.bases}
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"PoseCoachError", "Phrase"}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return frozenset(found)


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Where errors and phrases are made, and how."""
    for path, tree in trees().items():
        if path == WHOLE_ALREADY:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in family():
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@cache
def templates() -> Mapping[str, tuple[str, frozenset[str]]]:
    """Every English template with its place and the fields that are given there."""
    return {
        call.args[0].value: (where, frozenset(k.arg for k in call.keywords if k.arg is not None))
        for where, call in calls()
        if call.args and isinstance(call.args[0], ast.Constant)
    }


def places(template: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_there_are_errors_to_look_at() -> None:
    """The kinds of every room are found, and the lines."""
    assert {"RoutineError", "StoreError", "SessionFileError", "ClusterError"} <= family()
    assert len(templates()) > 150


def test_a_line_is_a_plain_text_where_it_is_raised() -> None:
    """No f-string, sum or format, whose result no catalogue could know."""
    made_up = [
        where
        for where, call in calls()
        if len(call.args) != 1
        or not isinstance(call.args[0], ast.Constant)
        or not isinstance(call.args[0].value, str)
    ]
    assert made_up == []


def test_a_kind_is_called_by_its_name() -> None:
    """A line that is raised through a variable would not be seen by the tests here."""
    hidden = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and any(isinstance(n, ast.Name) and n.id in family() for n in _values(node.value))
    ]
    assert hidden == []


def _values(value: ast.expr) -> Iterator[ast.expr]:
    """What an expression may come to."""
    if isinstance(value, ast.IfExp):
        yield from (value.body, value.orelse)
    yield value


def test_only_catalogues_word_a_line_whole() -> None:
    """``worded`` takes what a catalogue gave, and never a text of its own."""
    worded = [
        (str(path), node)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) == "worded"
    ]
    assert worded
    texts = [
        where
        for where, call in worded
        if isinstance(call.args[0], (ast.Constant, ast.JoinedStr, ast.BinOp))
    ]
    assert texts == []


def test_the_fields_fill_the_places() -> None:
    """None is missing, and none is given for nothing."""
    for where, call in calls():
        template = ast.literal_eval(call.args[0])
        given = {keyword.arg for keyword in call.keywords}
        assert places(template) == given, (where, template)


def test_every_line_has_its_french() -> None:
    """And what is no line any more has none."""
    assert [template for template in templates() if template not in FRENCH] == []
    assert [template for template in FRENCH if template not in templates()] == []


def test_no_area_repeats_another() -> None:
    """One French line for an English one, in one module."""
    areas = (errors_fr_files, errors_fr_history, errors_fr_model, errors_fr_work)
    assert sum(len(area.FRENCH) for area in areas) == len(FRENCH)


def test_both_languages_have_the_same_places() -> None:
    """A name or number that English tells is not lost, nor asked for in vain."""
    for english, french in FRENCH.items():
        assert french.strip(), english
        assert places(english) == places(french), french


@pytest.mark.parametrize(
    "mistake",
    [
        r"(?<![\u00a0\u202f])[:;?!»](?![\w/.])",  # but in an address and in {n:.0f}
        r"(?<=[\w})]) [:;?!](?= )",
        r"«(?!\u00a0)",
        r"(?<!\d)[\d}] (?:s|m|cm|px|Mo|octets?)\b(?!\w)",
        r"\.\.\.|  ",
        r"\w'\w",
        r"(?i)\b(tu|toi|ton|tes|t’es)\b",
        r"`",
    ],
    ids=["high", "plain blank", "guillemets", "units", "dots", "apostrophe", "tu", "backtick"],
)
def test_french_is_typeset_as_french(mistake: str) -> None:
    """The rules of the other catalogues hold for errors, too."""
    texts = [*FRENCH.values(), *REASONS.values()]
    # Numbers of bytes may stand apart from their word, as names do.
    own = [re.sub(r"(\{\w*bytes\}) octets", r"\1", text) for text in texts]
    assert [text for text in own if re.search(mistake, text)] == []


def test_an_error_is_told_in_a_language() -> None:
    """English as it was raised; French with its pieces; a language without catalogue: English."""
    error = ModelError(
        "cannot look into {folder} ({why})",
        folder="/x",
        why=OSError(errno.EACCES, os.strerror(errno.EACCES)),
    )
    assert error_text(error, "en") == str(error) == "cannot look into /x (Permission denied)"
    assert error_text(error, "fr") == "impossible de regarder dans /x (permission refusée)"
    assert error_text(error, "de") == str(error)


def test_the_systems_errors_are_told_in_a_language() -> None:
    """The reason alone, without number and name."""
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/x")
    assert error_text(full, "fr") == "plus de place sur le disque"
    assert error_text(full, "en") == os.strerror(errno.ENOSPC)


def test_what_a_catalogue_has_worded_stays() -> None:
    """It is in the person's language already."""
    assert error_text(InputError.worded("déjà {fait}"), "fr") == "déjà {fait}"
    assert text_of(Phrase("no line of ours"), "fr") == "no line of ours"


# --- what stands beside errors -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [(command.ENGLISH, command.FRENCH), (notes.ENGLISH, notes.FRENCH)],
    ids=["commands", "notes"],
)
def test_catalogues_have_the_same_places(one: object, other: object) -> None:
    """Each text has the same names in braces in both languages, and is not empty."""
    for name in [field.name for field in fields(one)]:  # type: ignore[arg-type]  # dataclasses
        english, french = getattr(one, name), getattr(other, name)
        pairs = zip(
            *(
                (list(text.values()) if isinstance(text, Mapping) else [text])
                for text in (english, french)
            ),
            strict=True,
        )
        for left, right in pairs:
            assert left.strip(), name
            assert right.strip(), name
            assert places(left) == places(right), name
    assert list(command.ENGLISH.counts) == list(command.FRENCH.counts)


def test_notes_of_a_file_are_told_in_french() -> None:
    """Each, several together with figures, and one that posecoach never wrote."""
    english = notes.BETWEEN.join(
        [
            notes.ENGLISH.ends_early_of.format(seconds="2.5", whole="10.0"),
            notes.ENGLISH.damaged.format(n=3),
            notes.ENGLISH.nobody,
        ]
    )
    assert note_text(english, "en") == english
    assert note_text(english, "fr") == (
        "la vidéo finit trop tôt\u00a0: 2,5\u00a0s sur 10,0\u00a0s ont pu être décodées\u00a0; "
        "paquets endommagés, passés\u00a0: 3\u00a0; "
        "personne n’a été vu\u00a0; filmez tout le corps, de profil, avec de la lumière"
    )
    assert note_text("by hand", "fr") == "by hand"
    for field in fields(notes.ENGLISH):
        text = getattr(notes.ENGLISH, field.name)
        said = note_text(text.format(seconds="1.0", whole="2.0", n=1), "fr")
        french = getattr(notes.FRENCH, field.name)
        assert said == french.format(seconds="1,0", whole="2,0", n=1)
