"""How light a picture is: the picture, and the person in it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from posecoach.adapters.picture_facts import picture_facts
from posecoach.core.landmarks import Pose, PoseFrame

NOBODY = PoseFrame(1.5, None)


def grey(level: int, width: int = 640, height: int = 480) -> NDArray[np.uint8]:
    """An even picture."""
    return np.full((height, width, 3), level, np.uint8)


def somebody(left: float, top: float, right: float, bottom: float) -> PoseFrame:
    """A person whose head and trunk fill this box, px; the rest of the body is elsewhere."""
    points = np.full((33, 2), 5.0)
    points[[*range(11), 11, 12]] = (right, top)
    points[[23, 24]] = (left, bottom)
    return PoseFrame(1.5, Pose(points, np.zeros(33), np.ones(33), np.zeros((33, 3))))


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (480, 640), (32, 24)])
@pytest.mark.parametrize("level", [0, 51, 255])
def test_brightness_of_an_even_picture(level: int, size: tuple[int, int]) -> None:
    """Its level, whatever the picture's size; white alone is blown out."""
    facts = picture_facts(grey(level, *size), NOBODY)
    assert facts.time_s == 1.5
    assert facts.brightness == pytest.approx(level / 255, abs=1e-6)
    assert facts.clipped == (1.0 if level == 255 else 0.0)
    assert math.isnan(facts.person_light)


def test_green_is_brighter_than_blue() -> None:
    """Luma, as the eye and the landmarker's training have it, not the mean of the channels."""
    green, blue = grey(0), grey(0)
    green[..., 1], blue[..., 2] = 255, 255
    light, dark = (picture_facts(image, NOBODY).brightness for image in (green, blue))
    assert light == pytest.approx(0.587, abs=1e-6)
    assert dark == pytest.approx(0.114, abs=1e-6)


def test_a_person_against_a_window() -> None:
    """A dark body before a bright window is told from the window."""
    image = grey(255)
    image[200:300, 200:500] = 10
    facts = picture_facts(image, somebody(200, 200, 500, 300))
    assert facts.person_light == pytest.approx(10 / 255, abs=1e-6)
    assert facts.brightness > 0.8
    assert facts.clipped == pytest.approx(1 - 100 * 300 / (640 * 480), abs=0.03)


def test_the_shade_is_what_lies_beside_the_window() -> None:
    """Of a picture that is half window and half dark room, the room; of an even one, itself."""
    image = grey(30)
    image[:, 320:] = 240
    facts = picture_facts(image, NOBODY)
    assert facts.shade == pytest.approx(30 / 255, abs=1e-6)
    assert facts.clipped == pytest.approx(0.5, abs=0.03)
    assert picture_facts(grey(200), NOBODY).shade == pytest.approx(200 / 255, abs=1e-6)


def test_dark_clothes_are_no_backlight() -> None:
    """What counts is what is lit: a third of skin outweighs black trousers."""
    image = grey(128)
    image[200:300, 200:500] = 5
    image[200:300, 400:500] = 140
    facts = picture_facts(image, somebody(200, 200, 500, 300))
    assert facts.person_light == pytest.approx(140 / 255, abs=1e-6)


@pytest.mark.parametrize(
    "box", [(-900, -900, -700, -700), (3, 3, 4, 4), (math.nan, math.nan, math.nan, math.nan)]
)
def test_who_is_not_in_the_picture_has_no_light(box: tuple[float, float, float, float]) -> None:
    """Outside, too small or not seen: not known, and no error."""
    assert math.isnan(picture_facts(grey(90), somebody(*box)).person_light)


def test_a_person_half_outside() -> None:
    """Only the part in the picture is looked at."""
    image = grey(20)
    image[:, 500:] = 200
    facts = picture_facts(image, somebody(520, 100, 900, 300))
    assert facts.person_light == pytest.approx(200 / 255, abs=1e-6)
