"""The setup gate over live pictures: the same for `check`, and for `live` before it begins.

A loop that has a picture and the coach's step for it calls :class:`SetupRunner`; `check` has no
loop of its own beside it and uses :func:`setup_looks`. It is not a live session's loop: that one
shows nobody, and hands out no picture, while the picture is black or stands still, and says with
:meth:`SetupRunner.blind` why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.camera_types import CameraEventKind
from posecoach.adapters.front import ATTEND_EVERY_S
from posecoach.adapters.picture_facts import picture_facts
from posecoach.core.setup_gate import SetupGate
from posecoach.core.setup_keys import Advice
from posecoach.core.setup_teller import SetupTeller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from posecoach.adapters.camera_types import CameraEvent, LiveSource
    from posecoach.adapters.looking import Look, Looker
    from posecoach.core.coach import Coach, CoachStep
    from posecoach.core.config import Thresholds
    from posecoach.core.setup_gate import SetupStep
    from posecoach.core.utterance import Utterance

_BLIND: Mapping[CameraEventKind, Advice] = {
    CameraEventKind.LOST: Advice.NO_CAMERA,
    CameraEventKind.BLACK: Advice.COVERED,
    CameraEventKind.FROZEN: Advice.FROZEN,
}


@dataclass(frozen=True)
class SetupLook:
    """One look at the setup.

    Attributes
    ----------
    setup
        What is known of it.
    utterance
        What to say now, if anything: for the speech queue.
    """

    setup: SetupStep
    utterance: Utterance | None


class SetupRunner:
    """Gate and teller for one camera.

    Parameters
    ----------
    cfg
        The thresholds of the judgement.
    width_px, height_px
        Of the frames.
    begins
        A session follows; see :class:`~posecoach.core.setup_teller.SetupTeller`.
    """

    def __init__(
        self, cfg: Thresholds, *, width_px: int, height_px: int, begins: bool = True
    ) -> None:
        self._gate = SetupGate(cfg, width_px=width_px, height_px=height_px)
        self._tell = SetupTeller(begins=begins)

    def __call__(self, image_rgb: NDArray[np.uint8], step: CoachStep) -> SetupLook:
        """Look at one frame, after the coach.

        Parameters
        ----------
        image_rgb
            (height, width, 3) uint8: the picture that ``step`` was made from, with nothing
            drawn on it.
        """
        setup = self._gate(step, picture_facts(image_rgb, step.frame))
        return SetupLook(setup, self._tell(setup))

    def blind(self, trouble: CameraEventKind, time_s: float) -> SetupLook:
        """Take in a moment without a picture.

        Parameters
        ----------
        trouble
            LOST, BLACK or FROZEN.
        """
        setup = self._gate.blind(time_s, _BLIND[trouble])
        return SetupLook(setup, self._tell(setup))

    def unheard(self, utterance: Utterance) -> None:
        """Take note that the speech queue has dropped it: it is said again a little sooner."""
        self._tell.unheard(utterance)


def setup_looks(
    source: LiveSource,
    looker: Looker,
    coach: Coach,
    runner: SetupRunner,
    *,
    attend: Callable[[], None],
    on_event: Callable[[CameraEvent], None],
    should_stop: Callable[[], bool],
) -> Iterator[tuple[Look, CoachStep, SetupLook]]:
    """Look at a camera's frames until it is over or ``should_stop``.

    Parameters
    ----------
    attend
        Called at every turn, also while nothing comes: the window lives.

    Raises
    ------
    PoseCoachError
        The model cannot be loaded, or a recording cannot be decoded any further.
    """
    while not (looker.is_over or should_stop()):
        attend()
        look = looker.next(ATTEND_EVERY_S)
        for event in source.events():
            on_event(event)
        if look is not None:
            step = coach.step(look.pose)
            yield look, step, runner(look.frame.image_rgb, step)
