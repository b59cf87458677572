"""A session that was written down, read back with suspicion."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from posecoach.adapters.paths import shown_path
from posecoach.adapters.session_json import SCHEMA
from posecoach.core.config import Thresholds
from posecoach.core.routine import Routine, routine_from
from posecoach.errors import InputError, Phrase, RoutineError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import NoReturn

_LARGEST_BYTES = 64 * 2**20  # a day of holds is far smaller


class SessionFileError(InputError):
    """A ``session.json`` that is missing, broken, or of another schema."""


def read_session(path: Path) -> dict[str, Any]:
    """Read a ``posecoach.session/1`` document; what lies in it is still to be checked.

    Raises
    ------
    SessionFileError
        It is missing, no JSON, too large, or of another schema.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise SessionFileError(
            "{path} is not there; name a folder that 'posecoach review --out' wrote",
            path=shown_path(path),
        ) from error
    except OSError as error:
        raise SessionFileError(
            "{path} cannot be read ({why}); name a file that may be read",
            path=shown_path(path),
            why=error,
        ) from error
    if len(content) > _LARGEST_BYTES:
        _fail(path, Phrase("it is larger than any session"))
    return _parsed(path, content)


def routine_of(document: dict[str, Any], path: Path) -> Routine:
    """The routine that a session was judged by.

    Raises
    ------
    SessionFileError
        There is none in it, or it has a mistake.
    """
    table = document.get("routine")
    if not isinstance(table, dict):
        _fail(path, Phrase("it names no routine"))
    try:
        # A source that was not given is written as an empty text.
        return routine_from({key: value for key, value in table.items() if value not in ("", None)})
    except RoutineError as error:
        _fail(path, Phrase("its routine is wrong: {why}", why=error))


def thresholds_of(document: dict[str, Any], path: Path) -> Thresholds:
    """The thresholds that a session was judged with.

    Where it does not say, as no session did at first, they are the defaults. A name that is
    not known here is of another version's judgement and left out: it means nothing here.

    Raises
    ------
    SessionFileError
        What stands there is no table of finite numbers above 0.
    """
    table = document.get("thresholds", {})
    if not isinstance(table, dict):
        _fail(path, Phrase("its thresholds are no table"))
    known = {f.name: table[f.name] for f in fields(Thresholds) if f.name in table}
    for name, value in known.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            _fail(path, Phrase("its threshold {name} is not a number", name=name))
    try:
        return Thresholds().with_changes(**known)
    except (ValueError, OverflowError) as error:  # OverflowError: a whole number without end
        _fail(path, Phrase("its thresholds are wrong: {why}", why=error))


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is not a number")

    try:
        value = json.loads(content.decode("utf-8"), parse_constant=refuse)
    except (ValueError, RecursionError):  # ValueError: no UTF-8, no JSON, a number without end
        _fail(path, Phrase("it is not JSON"))
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        _fail(path, Phrase("its schema is not {schema}", schema=SCHEMA))
    return value


def _fail(path: Path, why: Phrase) -> NoReturn:
    raise SessionFileError(
        "{path} is not a whole session ({why}); review the recording again",
        path=shown_path(path),
        why=why,
    )
