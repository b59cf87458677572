"""Ctrl-C as a request: the loop ends after the frame at hand, and what was done is kept.

So, if asked for, are a closed terminal and a shutdown.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


# Windows knows no SIGHUP.
_ENDS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class StopRequest:
    """Whether the person has asked to stop."""

    def __init__(self) -> None:
        self.requested = False


@contextmanager
def stop_on_interrupt(*, or_end: bool = False) -> Iterator[StopRequest]:
    """Note the first Ctrl-C instead of raising it; a second one raises as ever.

    Outside the main thread, where no signal can be caught, nothing is ever requested.

    Parameters
    ----------
    or_end
        The same for a closed terminal (SIGHUP) and for being asked to end (SIGTERM), as at
        shutdown: a second one ends the process at once.
    """
    request = StopRequest()
    if threading.current_thread() is not threading.main_thread():
        yield request
        return
    numbers = [signal.SIGINT, *(_ENDS if or_end else ())]
    before = {number: signal.getsignal(number) for number in numbers}

    def note(number: int, _frame: FrameType | None) -> None:
        request.requested = True
        again = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
        signal.signal(number, again)

    for number in numbers:
        signal.signal(number, note)
    try:
        yield request
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
