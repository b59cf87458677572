"""All scripts there are, by name."""

from sample_videos.script import faults, others, stretches
from sample_videos.script.library import SCRIPTS, Script, script

# What belongs together, by the module it is written in.
FAMILIES = {
    "stretches": stretches.__name__,
    "faults": faults.__name__,
    "not the stretch": others.__name__,
}

__all__ = ["FAMILIES", "SCRIPTS", "Script", "script"]
