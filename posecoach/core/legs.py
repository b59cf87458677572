"""A value for each leg, and which legs are meant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

from posecoach.core.landmarks import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class PerLeg(Generic[T]):
    """The same measure of both legs (the person's own left and right)."""

    left: T
    right: T

    def of(self, side: Side) -> T:
        """Value of one side."""
        return self.left if side is Side.LEFT else self.right

    def replaced(self, side: Side, value: T) -> PerLeg[T]:
        """Copy with one side's value changed."""
        if side is Side.LEFT:
            return PerLeg(value, self.right)
        return PerLeg(self.left, value)

    def mirrored(self) -> PerLeg[T]:
        """Copy with the sides exchanged."""
        return PerLeg(self.right, self.left)


def per_leg(make: Callable[[Side], U]) -> PerLeg[U]:
    """Make a value for each side."""
    return PerLeg(make(Side.LEFT), make(Side.RIGHT))


class Legs(str, Enum):
    """Which legs a hold draws up."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides meant."""
        if self is Legs.BOTH:
            return (Side.LEFT, Side.RIGHT)
        return (Side(self.value),)

    @staticmethod
    def of(sides: Iterable[Side]) -> Legs | None:
        """The legs that these sides make; None for no side."""
        found = set(sides)
        if not found:
            return None
        return Legs.BOTH if len(found) == 2 else Legs(found.pop().value)
