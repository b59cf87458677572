"""The one tree of errors: each message is one line that says what to do next.

The command line prints the message and leaves with the error's ``exit_code``; no other
module decides about exit codes.
"""


class PoseCoachError(Exception):
    """Something the person can act on; the message says how."""

    exit_code = 1


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
