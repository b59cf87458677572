"""How many cores this process may use, which is not how many the machine has."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def usable_cores(quota: Path = _QUOTA) -> int:
    """At least 1: what the system lets this process run on, and a container's share of it."""
    cores = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    # "max 100000", or microseconds a period: "150000 100000" are one and a half cores.
    with suppress(OSError, ValueError, ZeroDivisionError):
        allowed, period = quota.read_text(encoding="ascii").split()
        cores = min(cores, int(allowed) // int(period))
    return max(1, cores)
