"""The setup gate over live pictures: the same for `check`, and for `live` before it begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.camera_types import CameraEventKind
from posecoach.adapters.picture_facts import picture_facts
from posecoach.core.setup_gate import SetupGate
from posecoach.core.setup_keys import Advice
from posecoach.core.setup_teller import SetupTeller
from posecoach.core.speech_queue import SpeechQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from posecoach.adapters.front import Front, Status
    from posecoach.core.coach import CoachStep
    from posecoach.core.config import Thresholds
    from posecoach.core.setup_gate import SetupStep
    from posecoach.core.utterance import Utterance
    from posecoach.live_frames import LiveFrames
    from posecoach.live_session import Speaker

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


class SetupRound:
    """A sink of the one loop before a session: each look is measured, said and shown.

    Attributes
    ----------
    looked
        What is known of the setup; None: nothing yet.
    """

    def __init__(
        self,
        frames: LiveFrames,
        runner: SetupRunner,
        speaker: Speaker,
        front: Front,
        status: Callable[[float], Status],
    ) -> None:
        self._frames, self._runner = frames, runner
        self._speaker, self._front, self._status = speaker, front, status
        self._queue = SpeechQueue(runner.unheard)
        self.looked: SetupStep | None = None

    def __call__(self, step: CoachStep) -> None:
        """Take in the frame that was judged, or a moment without a picture."""
        seen = self._seen(step)
        if seen is None:
            return
        self.looked, time_s = seen.setup, step.frame.time_s
        if seen.utterance is not None:
            self._queue.offer(seen.utterance)
        self._speaker(self._queue.next(time_s, self._speaker.busy), time_s)
        self._front.show_setup(self._frames.look, step, seen.setup, self._status(time_s))

    def _seen(self, step: CoachStep) -> SetupLook | None:
        look, trouble = self._frames.look, self._frames.trouble
        if look is not None:
            return self._runner(look.frame.image_rgb, step)
        return None if trouble is None else self._runner.blind(trouble, step.frame.time_s)
