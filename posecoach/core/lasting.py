"""For how long something has been so: the one memory that many rules of a session need."""

from __future__ import annotations


class Lasting:
    """Counts the seconds in which something has been so without a break."""

    def __init__(self) -> None:
        self._since_s: float | None = None

    def __call__(self, time_s: float, is_so: bool) -> float:
        """Take in one moment; the seconds since it became so, 0 where it is not so."""
        if not is_so:
            self._since_s = None
            return 0.0
        if self._since_s is None:
            self._since_s = time_s
        return time_s - self._since_s
