"""A picture is gathered over a while: movement smears, and leans where rows are read late."""

from __future__ import annotations

import importlib.util
from dataclasses import replace

import numpy as np
import pytest

from sample_videos.scene.sensor import SENSORS
from sample_videos.scene.shutter import Shutter
from sample_videos.script.catalogue import SCRIPTS
from sample_videos.script.film import Film, picture_at
from sample_videos.script.take import Take

needs_numba = pytest.mark.skipif(
    importlib.util.find_spec("numba") is None,
    reason="numba is not installed: pip install 'posecoach[samples]'",
)


def test_what_stands_still_is_drawn_once() -> None:
    """And what moves as often as its way asks for, evenly about the picture's own time."""
    shutter = Shutter(exposure_s=0.03, readout_s=0.01)
    assert shutter.moments(0.0).tolist() == [0.0]
    moments = shutter.moments(5.0)
    assert len(moments) == 4
    assert np.diff(moments) == pytest.approx([0.01] * 3)
    assert moments.sum() == pytest.approx(0.0)
    assert len(shutter.moments(1e6)) <= 10


@pytest.mark.parametrize("count", [1, 2, 7])
def test_each_row_gathers_all_its_light(count: int) -> None:
    """Shares add up to one, and light comes half before and half after the picture's middle."""
    shutter = Shutter(exposure_s=0.02, readout_s=0.03)
    weights = shutter.weights(count, 48)
    assert weights.sum(axis=0) == pytest.approx(np.ones(48), abs=1e-6)
    assert weights == pytest.approx(weights[::-1, ::-1], abs=1e-6)


def test_rows_are_read_one_after_the_other() -> None:
    """With a short exposure the first row sees the first moment only, the last row the last."""
    weights = Shutter(exposure_s=0.001, readout_s=0.02).weights(5, 100)
    assert weights[:, 0].argmax() == 0
    assert weights[:, -1].argmax() == 4
    seen_s = Shutter(0.001, 0.02).moments(6.0) @ weights
    assert (np.diff(seen_s) >= -1e-9).all()


def test_light_is_not_gathered_for_longer_than_there_are_pictures() -> None:
    """A poor camera at 30 pictures a second has 33 ms and no more, and an uneven one too."""
    take = replace(Take(), sensor="poor")
    assert Film("both_knees", take, fps=30.0).shutter.exposure_s == pytest.approx(1 / 30)
    assert Film("both_knees", take, fps=10.0).shutter.exposure_s == SENSORS["poor"].exposure_s
    uneven = Film("both_knees", replace(take, uneven=True), fps=10.0)
    assert uneven.shutter.exposure_s == pytest.approx(0.033)


@needs_numba
def test_only_what_moves_is_smeared(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a jerk a long exposure softens the edges of the moving foot; those of the room stay."""
    sharpness = {}
    for exposure_s in (1 / 1000, 1 / 15):
        eye = replace(SENSORS["good"], noise=0.0, exposure_s=exposure_s, readout_s=1e-6)
        monkeypatch.setitem(SENSORS, "tried", eye)
        film = Film("jerky", replace(SCRIPTS["jerky"].take, sensor="tried"), 15.0, (160, 120))
        shown = np.array([picture_at(film, t) for t in (4.0, 1.0)], dtype=float)
        edges = np.abs(np.diff(shown, axis=2)).sum(axis=-1) ** 2
        sharpness[exposure_s] = edges[0].sum(), edges[1].sum()
    assert sharpness[1 / 15][0] < 0.9 * sharpness[1 / 1000][0]
    assert sharpness[1 / 15][1] == pytest.approx(sharpness[1 / 1000][1], rel=0.01)
