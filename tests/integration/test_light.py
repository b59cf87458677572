"""What is said of the light in rendered rooms: daylight, lamp, dusk, a window, a glass door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from posecoach.adapters.picture_facts import picture_facts
from posecoach.core.config import Thresholds
from posecoach.core.landmarks import PoseFrame, Side
from posecoach.core.setup_checks import FrameJudge
from posecoach.core.setup_keys import Advice, Check, Outcome, Result
from posecoach.core.trunk import trunk_of
from tests.fixtures.make_light import FOLDER, SCENES, SIZE_PX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posecoach.adapters.model_store import Model

CFG = Thresholds()
BEFORE_DOOR = {"door_behind_light_clothes", "door_behind_dark_clothes"}
WELL_LIT = set(SCENES) - BEFORE_DOOR


def picture(name: str) -> NDArray[np.uint8]:
    """RGB."""
    bgr = cv2.imread(str(FOLDER / f"{name}.jpg"))
    assert bgr is not None
    return np.ascontiguousarray(bgr[..., ::-1], dtype=np.uint8)


def seen_in(name: str, model: Model) -> PoseFrame:
    """What the pose model finds in it."""
    from posecoach.adapters.estimator import PatientEstimator  # noqa: PLC0415 - slow to load

    with PatientEstimator(model.path, CFG) as estimate:
        return estimate(picture(name), 0.0)


def light_of(name: str, frame: PoseFrame) -> Outcome:
    """The light's check of one picture."""
    judge = FrameJudge(CFG, *SIZE_PX)
    facts = picture_facts(picture(name), frame)
    return judge(frame.pose, Side.LEFT, facts, frozenset(), legs_at_rest=True)[Check.LIGHT]


@pytest.mark.parametrize("name", SCENES)
def test_where_nobody_is_seen_a_glaring_door_is_named(name: str) -> None:
    """It hides people from the model; dusk, a lamp or a window higher up do not."""
    expected = Advice.BACKLIGHT if name in BEFORE_DOOR else Result.PASSED
    assert light_of(name, PoseFrame(0.0, None)) is expected


@pytest.mark.model
@pytest.mark.parametrize("name", sorted(WELL_LIT))
def test_whoever_is_seen_in_a_room_that_will_do_hears_nothing_of_light(
    name: str, pose_model: Model
) -> None:
    """The model finds a body on its back, in dark clothes too, and the light passes."""
    frame = seen_in(name, pose_model)
    assert frame.pose is not None
    assert trunk_of(frame.pose).is_supine(CFG)
    assert light_of(name, frame) is Result.PASSED


@pytest.mark.model
@pytest.mark.parametrize("name", sorted(BEFORE_DOOR))
def test_whoever_lies_before_a_glaring_door_hears_of_the_light(
    name: str, pose_model: Model
) -> None:
    """The model finds nobody, or somebody who sits: the advice is the light all the same."""
    frame = seen_in(name, pose_model)
    assert frame.pose is None or not trunk_of(frame.pose).is_supine(CFG)
    assert light_of(name, frame) is Advice.BACKLIGHT
