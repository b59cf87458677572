"""The one tree of errors: each message is one line that says what to do next.

The command line prints the message and leaves with the error's ``exit_code``; no other
module decides about exit codes.

A line is written in English where it is raised, as a template with named places, and that
template is its key in the other languages: ``adapters/words/errors.py`` looks it up. So the
code stays readable, the core raises errors without a catalogue, and ``str()`` is English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    Kind = TypeVar("Kind", bound="PoseCoachError")


class Phrase:
    """A line, or a piece of one, that every language has its own text for.

    Parameters
    ----------
    template
        In English, ``{name}`` where a field goes; without fields it is the text as it is.
    fields
        Numbers stay numbers, for a template may say how they are written. An error or another
        phrase is a piece that is translated with the line. Anything else is its ``str()``.

    Attributes
    ----------
    template, fields
        As given, the fields in a form that can be pickled: workers send errors home.
    """

    def __init__(self, template: str, /, **fields: object) -> None:
        self.template = template
        self.fields: Mapping[str, Phrase | int | float | str] = {
            name: _piece(value) for name, value in fields.items()
        }

    def text(self, translated: Callable[[str], str]) -> str:
        """The line in a language, given what makes its template of the English one."""
        template = translated(self.template)
        if not self.fields:
            return template
        pieces = {
            name: piece.text(translated) if isinstance(piece, Phrase) else piece
            for name, piece in self.fields.items()
        }
        return template.format(**pieces)

    def __str__(self) -> str:
        return self.text(lambda template: template)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Phrase):
            return NotImplemented
        return (self.template, self.fields) == (other.template, other.fields)

    def __hash__(self) -> int:
        return hash(str(self))


def _piece(value: object) -> Phrase | int | float | str:
    if isinstance(value, (Phrase, int, float, str)):
        return value
    return phrase_of(value) if isinstance(value, BaseException) else str(value)


def phrase_of(error: BaseException) -> Phrase:
    """The line of an error; of the system's its bare reason, which has a translation, too."""
    if isinstance(error, PoseCoachError):
        return error.phrase
    # FFmpeg's errors have the system's words as well, and are not all an OSError.
    return Phrase(getattr(error, "strerror", None) or str(error))


class PoseCoachError(Exception):
    """Something the person can act on; the message says how.

    Parameters
    ----------
    template, fields
        Of the line, as :class:`Phrase` takes them.

    Attributes
    ----------
    phrase
        The line, for any language.
    """

    exit_code = 1

    def __init__(self, template: str, /, **fields: object) -> None:
        self.phrase = Phrase(template, **fields)
        super().__init__(str(self.phrase))

    @classmethod
    def worded(cls: type[Kind], line: str) -> Kind:
        """An error whose line comes from a catalogue, in the person's language already."""
        return cls(line)


class InputError(PoseCoachError):
    """A video, camera or recording that cannot be judged."""


class LandmarkFileError(InputError):
    """A recorded landmark sequence that is broken, or of another schema."""


class ModelError(PoseCoachError):
    """The pose model is missing, damaged, or could not be had."""


class OutputError(PoseCoachError):
    """A result could not be written."""


class UsageError(PoseCoachError):
    """Wrong usage: an option's value, or a file that the user wrote."""

    exit_code = 2


class RoutineError(UsageError):
    """A routine that does not exist, or a routine file with a mistake in it."""


class ImproperValueError(PoseCoachError, ValueError):
    """A value that cannot be; whoever asked for it puts the line into one that says where."""
