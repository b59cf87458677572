"""Routines from files: those that ship with posecoach, and the user's own."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path
from typing import Any

from posecoach.core.routine import Routine, routine_from
from posecoach.errors import RoutineError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DEFAULT_ROUTINE = "lower-back-relief"


def routine_names() -> tuple[str, ...]:
    """Names of the routines that ship with posecoach."""
    files = (resources.files("posecoach") / "routines").iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


def load_routine(name_or_file: str) -> Routine:
    """Read a routine by its name, or from a ``.toml`` file.

    Raises
    ------
    RoutineError
        There is no such routine or file, or the file has a mistake in it; the message says
        which.
    """
    if name_or_file in routine_names():
        shipped = resources.files("posecoach") / "routines" / f"{name_or_file}.toml"
        return routine_from(tomllib.loads(shipped.read_text(encoding="utf-8")))
    path = Path(name_or_file)
    if path.suffix != ".toml":
        raise RoutineError(
            "no routine '{name_or_file}'; there are {known}, or give a .toml file",
            name_or_file=name_or_file,
            known=", ".join(routine_names()),
        )
    try:
        return routine_from(_parse(path))
    except RoutineError as error:
        raise RoutineError("routine file {path}: {why}", path=path, why=error) from error


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RoutineError("no such file; check the folder and the spelling") from error
    except OSError as error:
        raise RoutineError(
            "it cannot be read ({why}); name a file that may be read", why=error
        ) from error
    except UnicodeDecodeError as error:
        raise RoutineError("it is not a text file in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise RoutineError("it is not TOML: {why}", why=error) from error
    except (ValueError, RecursionError) as error:
        raise RoutineError(
            "it has a number of thousands of digits, or brackets nested as deep; write it anew"
        ) from error
