"""The scripts. A new one is a function of ten lines with `script` before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sample_videos.script.take import Take

if TYPE_CHECKING:
    from collections.abc import Callable

    from sample_videos.script.performer import Performer

    Act = Callable[[Performer], None]


@dataclass(frozen=True)
class Script:
    """What is done, and the take it is shown in unless another is asked for."""

    name: str
    about: str
    perform: Act
    take: Take = field(default_factory=Take)


SCRIPTS: dict[str, Script] = {}


def script(take: Take | None = None) -> Callable[[Act], Act]:
    """Enter a function as a script under its own name; its docstring says what it is."""

    def enter(act: Act) -> Act:
        about = (act.__doc__ or "").strip().splitlines()[0]
        SCRIPTS[act.__name__] = Script(act.__name__, about, act, take or Take())
        return act

    return enter
