"""Two judgements of the same recording, laid side by side: what changed, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from posecoach.core.attempts import HoldVerdict
from posecoach.core.faults import FaultKind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from posecoach.core.attempts import Doubt
    from posecoach.core.hold import Attempt
    from posecoach.core.session import Hold

_NOTICED_S = 0.05  # half of the tenth that is shown: less is no change


class Change(str, Enum):
    """What became of an attempt under the other rules."""

    SAME = "same"  # the same verdict; its seconds may be others
    VERDICT = "verdict"
    NEW = "new"
    GONE = "gone"


class ReasonKind(str, Enum):
    """Why it became so."""

    MORE_FAULT = "more_fault"  # a blocking fault now lasts longer
    LESS_FAULT = "less_fault"
    TARGET = "target"  # other seconds are asked for
    DOUBT = "doubt"  # it cannot be told any more
    CERTAIN = "certain"  # it can be told now
    GRACE = "grace"  # a fault now outlasts its grace, or no longer does
    COUNTED = "counted"  # the seconds are booked otherwise
    JOINED = "joined"  # it is part of another attempt now
    SPLIT = "split"  # it was part of another attempt
    NOT_DRAWN = "not_drawn"  # no legs are drawn there, as the new rules have it
    DRAWN = "drawn"


@dataclass(frozen=True)
class Reason:
    """One reason.

    Attributes
    ----------
    fault, doubt
        Which, where it is about one.
    old_s, new_s
        The seconds it is about: of the fault, the target, or what was counted.
    """

    kind: ReasonKind
    fault: FaultKind | None = None
    doubt: Doubt | None = None
    old_s: float | None = None
    new_s: float | None = None


@dataclass(frozen=True)
class HoldChange:
    """One attempt under the old and the new rules; None where it is none.

    Attributes
    ----------
    reasons
        Why its verdict is another one, or why it is new or gone; of the same verdict the
        faults that last longer or shorter.
    """

    change: Change
    old: Hold | None
    new: Hold | None
    reasons: tuple[Reason, ...] = ()

    @property
    def is_noticed(self) -> bool:
        """Whether the verdict, or any of its shown seconds, is another one."""
        if self.old is None or self.new is None or self.change is not Change.SAME:
            return True
        pairs = zip(_shown_s(self.old), _shown_s(self.new), strict=True)
        return any(abs(old - new) > _NOTICED_S for old, new in pairs)


@dataclass(frozen=True)
class Tally:
    """Attempts counted up.

    Attributes
    ----------
    verdicts
        How many of each; one that is not there is 0.
    credited_s
        Of all attempts.
    """

    verdicts: Mapping[HoldVerdict, int] = field(default_factory=dict)
    credited_s: float = 0.0

    @staticmethod
    def of(holds: Iterable[Hold]) -> Tally:
        """Count a session's attempts."""
        verdicts = dict.fromkeys(HoldVerdict, 0)
        credited_s = 0.0
        for hold in holds:
            verdicts[hold.record.verdict] += 1
            credited_s += hold.record.attempt.credited_s
        return Tally(verdicts, credited_s)

    @property
    def attempts(self) -> int:
        """All of them."""
        return sum(self.verdicts.values())

    @property
    def valid(self) -> int:
        """Those that count."""
        return self.verdicts.get(HoldVerdict.VALID, 0)

    def __add__(self, other: Tally) -> Tally:
        both = {v: self.verdicts.get(v, 0) + other.verdicts.get(v, 0) for v in HoldVerdict}
        return Tally(both, self.credited_s + other.credited_s)


def compare(
    old: Sequence[Hold], new: Sequence[Hold], *, old_target_s: float, new_target_s: float
) -> tuple[HoldChange, ...]:
    """Match the attempts of two judgements and say what changed.

    Attempts that overlap in time are the same one; where several do, those that overlap
    longest.

    Parameters
    ----------
    old, new
        Of the same recording.
    old_target_s, new_target_s
        Seconds that the routines ask for.

    Returns
    -------
    In order of time; every attempt of both is in exactly one.
    """
    pairs = _matched(old, new)
    changes = [
        _matched_change(old[i], new[j], (old_target_s, new_target_s)) for i, j in pairs.items()
    ]
    changes += [
        HoldChange(Change.GONE, hold, None, (_gone_because(hold, new),))
        for i, hold in enumerate(old)
        if i not in pairs
    ]
    changes += [
        HoldChange(Change.NEW, None, hold, (_new_because(hold, old),))
        for j, hold in enumerate(new)
        if j not in pairs.values()
    ]
    return tuple(sorted(changes, key=_start_s))


def _matched(old: Sequence[Hold], new: Sequence[Hold]) -> dict[int, int]:
    """Index of the old attempt to that of the new one, longest overlap first."""
    overlaps = [
        (-overlap_s, i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if (overlap_s := _overlap_s(one, other)) > 0.0
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(overlaps):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _overlap_s(one: Hold, other: Hold) -> float:
    a, b = one.record.attempt, other.record.attempt
    return min(a.end_s, b.end_s) - max(a.start_s, b.start_s)


def _start_s(change: HoldChange) -> float:
    held = change.old if change.new is None else change.new
    assert held is not None  # one of the two is there
    return held.record.attempt.start_s


def _shown_s(hold: Hold) -> tuple[float, ...]:
    a = hold.record.attempt
    return (a.start_s, a.end_s, a.credited_s, a.rejected_s, a.paused_s)


# --- why ----------------------------------------------------------------------------------------


def _matched_change(old: Hold, new: Hold, targets_s: tuple[float, float]) -> HoldChange:
    if old.record.verdict is new.record.verdict:
        return HoldChange(Change.SAME, old, new, tuple(_fault_moves(old, new)))
    return HoldChange(Change.VERDICT, old, new, tuple(_reasons(old, new, targets_s)))


def _reasons(old: Hold, new: Hold, targets_s: tuple[float, float]) -> list[Reason]:
    """Why the verdict is another one; at least one reason."""
    if new.record.doubt is not None:
        return [Reason(ReasonKind.DOUBT, doubt=new.record.doubt)]
    kind = _kind_that_explains(old.record.verdict, new.record.verdict)
    reasons = [reason for reason in _fault_moves(old, new) if reason.kind is kind]
    a, b = old.record.attempt, new.record.attempt
    if not reasons and a.spoilt != b.spoilt:
        reasons.append(Reason(ReasonKind.GRACE))
    if targets_s[0] != targets_s[1]:
        reasons.append(Reason(ReasonKind.TARGET, old_s=targets_s[0], new_s=targets_s[1]))
    if old.record.doubt is not None:
        reasons.insert(0, Reason(ReasonKind.CERTAIN, doubt=old.record.doubt))
    return reasons or [Reason(ReasonKind.COUNTED, old_s=a.counted_s, new_s=b.counted_s)]


def _kind_that_explains(was: HoldVerdict, now: HoldVerdict) -> ReasonKind:
    """A fault that grew cannot explain a verdict that became better, nor the other way round."""
    is_worse = now is HoldVerdict.FAULTED or was is HoldVerdict.VALID
    return ReasonKind.MORE_FAULT if is_worse else ReasonKind.LESS_FAULT


def _fault_moves(old: Hold, new: Hold) -> Iterator[Reason]:
    """Blocking faults that last longer or shorter than before."""
    for fault in FaultKind:
        old_s, new_s = _fault_s(old, fault), _fault_s(new, fault)
        if fault.severity is Severity.BLOCKS and abs(new_s - old_s) > _NOTICED_S:
            kind = ReasonKind.MORE_FAULT if new_s > old_s else ReasonKind.LESS_FAULT
            yield Reason(kind, fault=fault, old_s=old_s, new_s=new_s)


def _fault_s(hold: Hold, kind: FaultKind) -> float:
    return sum(fault.end_s - fault.start_s for fault in hold.faults if fault.kind is kind)


def _gone_because(hold: Hold, new: Sequence[Hold]) -> Reason:
    is_part = any(_overlap_s(hold, other) > 0.0 for other in new)
    return _moved(hold.record.attempt, ReasonKind.JOINED if is_part else ReasonKind.NOT_DRAWN)


def _new_because(hold: Hold, old: Sequence[Hold]) -> Reason:
    was_part = any(_overlap_s(hold, other) > 0.0 for other in old)
    return _moved(hold.record.attempt, ReasonKind.SPLIT if was_part else ReasonKind.DRAWN)


def _moved(attempt: Attempt, kind: ReasonKind) -> Reason:
    return Reason(kind, new_s=attempt.end_s - attempt.start_s)
