"""The One Euro filter: aware of time, calm at rest, quick in motion, forgetful when told."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.core.smoothing import Jitter, OneEuro


def euro() -> OneEuro:
    """Return a filter with the project's defaults for angles."""
    return OneEuro(2.0, 0.05)


def step_response(fps: float, height: float = 50.0) -> dict[float, float]:
    """A second of 0, then a second of `height`; the smoothed values by time since the step."""
    smooth = euro()
    times_s = np.arange(round(2 * fps) + 1) / fps
    values = {t: smooth(float(t), height if t >= 1.0 else 0.0) for t in times_s}
    return {float(t) - 1.0: value for t, value in values.items() if t >= 1.0}


def test_the_first_value_passes_unchanged_also_at_time_zero() -> None:
    """A first timestamp of 0.0 is a time: the second value is smoothed and not taken as it is."""
    smooth = euro()
    assert smooth(0.0, 10.0) == 10.0
    second = smooth(1 / 30, 20.0)
    assert 10.0 < second < 20.0


def test_a_start_at_zero_is_like_any_other_start() -> None:
    """Only differences of time count."""
    early, late = euro(), euro()
    for k, value in enumerate([10.0, 12.0, 20.0, 19.0]):
        assert early(k / 8, value) == pytest.approx(late(1000 + k / 8, value), abs=1e-9)


@given(st.floats(-1000, 1000), st.lists(st.floats(0.001, 5), min_size=1, max_size=20))
def test_a_constant_stays_constant(value: float, gaps_s: list[float]) -> None:
    """Whatever the frame rate, nothing is made of nothing."""
    smooth = euro()
    for time_s in np.cumsum([0.0, *gaps_s]):
        assert smooth(float(time_s), value) == pytest.approx(value)


@pytest.mark.parametrize("fps", [5, 15, 30, 60, 240])
def test_a_step_is_followed_without_overshoot(fps: float) -> None:
    """The answer to a step rises all the time, never beyond it, and gets there."""
    values = list(step_response(fps).values())
    assert all(b >= a for a, b in itertools.pairwise(values))
    assert 0.0 < values[0] < 50.0
    assert values[-1] == pytest.approx(50.0, abs=0.5)
    assert max(values) <= 50.0


def test_the_step_response_hardly_depends_on_the_frame_rate() -> None:
    """15 and 30 frames a second are within a tenth of the step a quarter second later."""
    slow, fast = step_response(15), step_response(30)
    for time_s in (4 / 15, 8 / 15):
        a = min(slow.items(), key=lambda item: abs(item[0] - time_s))[1]
        b = min(fast.items(), key=lambda item: abs(item[0] - time_s))[1]
        assert a == pytest.approx(b, abs=5.0)


def test_rest_is_calmed() -> None:
    """Shimmer of ±1 comes out at less than half of that."""
    smooth = OneEuro(2.0, 0.0)
    out = [smooth(k / 30, (-1.0) ** k) for k in range(90)]
    assert max(abs(value) for value in out[30:]) < 0.5


def test_speed_opens_the_filter() -> None:
    """A higher beta lags less behind a moving leg."""
    calm, quick = OneEuro(2.0, 0.0), OneEuro(2.0, 0.05)
    for k in range(31):
        truth = 100.0 * k / 30
        lag_calm, lag_quick = truth - calm(k / 30, truth), truth - quick(k / 30, truth)
    assert 0.0 < lag_quick < lag_calm / 1.5


def test_the_lag_of_a_ramp_is_the_filters_time_constant() -> None:
    """Without beta a low-pass of 2 Hz follows a ramp 1/(2π·2) s late."""
    smooth = OneEuro(2.0, 0.0)
    out = [smooth(k / 100, 100.0 * k / 100) for k in range(301)]
    assert 300.0 - out[-1] == pytest.approx(100.0 / (4 * math.pi), rel=0.02)


def test_reset_forgets() -> None:
    """After a reset the next value passes unchanged, also at an earlier time."""
    smooth = euro()
    smooth(5.0, 10.0)
    smooth(5.1, 90.0)
    smooth.reset()
    assert smooth(0.0, -3.0) == -3.0
    fresh = euro()
    fresh(0.0, -3.0)
    assert smooth(0.1, 5.0) == fresh(0.1, 5.0)


def test_a_missing_value_is_missing_and_forgets() -> None:
    """NaN comes out as NaN, and the next value passes unchanged."""
    smooth = euro()
    smooth(0.0, 10.0)
    assert math.isnan(smooth(0.1, math.nan))
    assert smooth(0.2, 90.0) == 90.0


def test_time_going_backwards_is_refused() -> None:
    """The message names both times."""
    smooth = euro()
    smooth(1.0, 10.0)
    with pytest.raises(ValueError, match=r"0\.5 s after 1\.0 s"):
        smooth(0.5, 10.0)


def test_the_same_time_again_gives_the_last_value() -> None:
    """A second frame at the same time is no news and does no harm."""
    smooth = euro()
    smooth(1.0, 10.0)
    last = smooth(1.1, 20.0)
    assert smooth(1.1, 99.0) == last


def test_jitter_is_how_far_a_signal_strays() -> None:
    """Shaken by 2 to either side about its smooth course, after two seconds it reads 2."""
    jitter = Jitter()
    strayed = [jitter(k / 30, 2.0 * (-1) ** k, 0.0) for k in range(60)]
    assert strayed[0] == 0.0
    assert strayed[7] < 1.5
    assert strayed[-1] == pytest.approx(2.0, abs=0.05)


def test_jitter_forgets_what_was_before_a_gap() -> None:
    """A missing value is missing, and what comes after begins anew."""
    jitter = Jitter()
    for k in range(30):
        jitter(k / 30, 5.0, 0.0)
    assert math.isnan(jitter(1.0, math.nan, math.nan))
    assert jitter(1.1, 5.0, 5.0) == 0.0
    assert jitter(1.2, 1.0, 1.0) == 0.0
