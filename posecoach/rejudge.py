"""What if: recorded landmarks judged again under other rules, one or a month of them.

Both judgements are made now, by the same code, so that what differs is the rules' doing. The
old rules are those of the ``session.json`` beside a recording; one from before sessions named
their thresholds was judged with the defaults.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.adapters.interrupt import stop_on_interrupt
from posecoach.adapters.landmark_log import SUFFIXES, is_landmark_file
from posecoach.adapters.paths import shown_path
from posecoach.adapters.result_names import SESSION_NAME
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.adapters.session_reader import read_session, routine_of, thresholds_of
from posecoach.app import ReviewOptions, review
from posecoach.core.comparison import Tally, compare
from posecoach.core.config import Thresholds
from posecoach.core.routine import with_hold
from posecoach.errors import InputError, PoseCoachError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from posecoach.core.comparison import HoldChange
    from posecoach.core.routine import Routine
    from posecoach.core.session import Hold


@dataclass(frozen=True)
class Rules:
    """What a recording is judged by."""

    routine: Routine
    cfg: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True)
class ThresholdChange:
    """One threshold's old and new value, with its unit and the reason of its default."""

    name: str
    old: float
    new: float
    unit: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """What is to be another than it was; None, or not in it: as before.

    Attributes
    ----------
    hold_s
        Seconds a hold must last.
    thresholds
        By name, see :class:`Thresholds`.
    """

    routine: Routine | None = None
    hold_s: float | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def applied(self, old: Rules) -> Rules:
        """The new rules.

        Raises
        ------
        UsageError
            A threshold that does not exist (the message lists those that do), or a value that
            it cannot have.
        """
        routine = self.routine or old.routine
        if self.hold_s is not None:
            routine = with_hold(routine, self.hold_s)
        try:
            return Rules(routine, old.cfg.with_changes(**self.thresholds))
        except ValueError as error:
            raise UsageError("--set: {why}", why=error) from error

    def threshold_changes(self) -> tuple[ThresholdChange, ...]:
        """What is changed of the thresholds, as :meth:`check` has found them valid.

        The old value is the default; a recording may have its own
        (:attr:`Rejudged.own_thresholds`).
        """
        after = Thresholds().with_changes(**self.thresholds)
        return _changes(self.thresholds, Thresholds(), after)

    def check(self) -> None:
        """Refuse what no recording can be judged by, before the first is read.

        Raises
        ------
        UsageError
            As :meth:`applied`; or nothing is asked for.
        """
        if self.routine is None and self.hold_s is None and not self.thresholds:
            raise UsageError("nothing is to change; give --routine, --hold or --set")
        self.applied(Rules(load_routine(DEFAULT_ROUTINE)))


@dataclass(frozen=True)
class Rejudged:
    """One recording under both rules.

    Attributes
    ----------
    has_session
        Whether there was a session beside; else the old rules are the defaults.
    changes
        Attempt by attempt.
    """

    path: Path
    old_rules: Rules
    new_rules: Rules
    has_session: bool
    changes: tuple[HoldChange, ...]
    old: Tally
    new: Tally

    @property
    def own_thresholds(self) -> tuple[ThresholdChange, ...]:
        """What it was judged with where that was not the default and is another now."""
        was, now, usual = self.old_rules.cfg, self.new_rules.cfg, Thresholds()
        names = [
            f.name
            for f in fields(Thresholds)
            if getattr(was, f.name) not in (getattr(usual, f.name), getattr(now, f.name))
        ]
        return _changes(names, was, now)

    @property
    def is_changed(self) -> bool:
        """Whether any attempt is judged, or timed, otherwise."""
        return any(change.is_noticed for change in self.changes)


@dataclass(frozen=True)
class Outcome:
    """What became of one recording: both judgements, or the error that says why not."""

    path: Path
    rejudged: Rejudged | None = None
    error: PoseCoachError | None = None


def _changes(names: Iterable[str], old: Thresholds, new: Thresholds) -> tuple[ThresholdChange, ...]:
    known = {f.name: f.metadata for f in fields(Thresholds)}
    return tuple(
        ThresholdChange(name, getattr(old, name), getattr(new, name), **known[name])
        for name in names
    )


def recordings_in(path: Path) -> list[Path]:
    """The recordings that are meant: a file itself, or all in a folder, however deep.

    Raises
    ------
    InputError
        There is none; the message says what to name.
    """
    if path.is_dir():
        found = sorted(_walked(path))
        if not found:
            raise InputError(
                "{path}: no recorded landmarks in it ({names}); name a folder that a review "
                "wrote with --out",
                path=shown_path(path),
                names=" or ".join(SUFFIXES),
            )
        return found
    if not is_landmark_file(path):
        raise InputError(
            "{path} is no folder and no recording of landmarks; name what a review wrote "
            "with --out",
            path=shown_path(path),
        )
    return [path]


def rejudge_all(recordings: Iterable[Path], asked: Asked, take: Callable[[Outcome], None]) -> bool:
    """Judge every recording under both rules; ``take`` gets each outcome as it is there.

    A recording that cannot be judged costs only itself.

    Returns
    -------
    Whether Ctrl-C ended it early; what was taken until then is whole.
    """
    with stop_on_interrupt() as stop:
        for path in recordings:
            outcome, was_interrupted = _rejudge_one(path, asked)
            take(outcome)
            if stop.requested or was_interrupted:
                return True
    return False


def session_beside(recording: Path) -> Path:
    """Where a recording's session lies: ``NAME.session.json``, or ``session.json``."""
    suffix = next(suffix for suffix in reversed(SUFFIXES) if recording.name.endswith(suffix))
    return recording.with_name(recording.name.removesuffix(suffix) + SESSION_NAME)


def label_of(recording: Path) -> Path:
    """What a recording is called: its folder where that is its review, else its own name."""
    return recording.parent if recording.name in SUFFIXES else recording


def _walked(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):  # follows no links: no ring can catch it
        for name in names:
            if name.endswith(SUFFIXES) and not name.startswith("."):
                yield Path(parent) / name


def _rejudge_one(path: Path, asked: Asked) -> tuple[Outcome, bool]:
    try:
        old_rules, has_session = _old_rules(path)
        new_rules = asked.applied(old_rules)
        old, first_interrupted = _holds(path, old_rules)
        new, second_interrupted = _holds(path, new_rules)
    except PoseCoachError as error:
        return Outcome(path, error=error), False
    changes = compare(
        old,
        new,
        old_target_s=old_rules.routine.hold_s,
        new_target_s=new_rules.routine.hold_s,
    )
    tallies = Tally.of(old), Tally.of(new)
    done = Rejudged(path, old_rules, new_rules, has_session, changes, *tallies)
    return Outcome(path, done), first_interrupted or second_interrupted


def _old_rules(recording: Path) -> tuple[Rules, bool]:
    path = session_beside(recording)
    if not path.exists():
        return Rules(load_routine(DEFAULT_ROUTINE)), False
    document = read_session(path)
    return Rules(routine_of(document, path), thresholds_of(document, path)), True


def _holds(path: Path, rules: Rules) -> tuple[Sequence[Hold], bool]:
    done = review(path, ReviewOptions(rules.routine, rules.cfg), progress=_silent)
    return done.session.holds, done.interrupted


def _silent(stage: str, done_s: float, total_s: float | None, /) -> None:
    """A single recording takes a moment; progress is told of many."""
