"""Each cause widens the interval by itself, and by about as much as geometry says."""

import math
from dataclasses import replace

import pytest

from posecoach.core.chain import Chain
from posecoach.core.uncertainty import Causes, Sight, causes_of, with_jitter
from tests.core.test_chain import NOWHERE, TORSO, bent

CLEAR = Sight(
    torso_px=TORSO,
    knee_visibility=1.0,
    knee_hidden=False,
    foot_hidden=False,
    outside_torso=0.0,
    yaw_deg=0.0,
    rest_known=True,
    world_deg=120.0,
)


def width(chain: Chain, sight: Sight) -> float:
    """Half the interval of a chain so seen."""
    return causes_of(chain, sight).half_width_deg


def test_a_leg_seen_well_is_known_to_less_than_ten_degrees() -> None:
    """Side-on, knee in plain view, both angles alike: and never to less than five."""
    assert 5.0 < width(bent(120.0), CLEAR) < 10.0


@pytest.mark.parametrize(
    "worse",
    [
        {"knee_visibility": 0.5},
        {"knee_hidden": True},
        {"outside_torso": 0.2},
        {"yaw_deg": 30.0},
        {"yaw_deg": -30.0},
        {"rest_known": False},
        {"world_deg": 90.0},
        {"torso_px": 20.0},
    ],
    ids=str,
)
def test_whatever_is_seen_worse_is_less_sure(worse: dict[str, float]) -> None:
    """Each cause alone widens the interval by a degree and more."""
    scale = worse.get("torso_px", TORSO) / TORSO
    chain = bent(120.0)
    places = (chain.shoulder, chain.hip, chain.knee)
    seen = Chain(*((x * scale, y * scale) for x, y in places))
    assert width(seen, replace(CLEAR, **worse)) > width(chain, CLEAR) + 1.0


def test_a_hidden_knee_whose_foot_is_seen_elsewhere_is_less_sure() -> None:
    """With its foot behind the near leg it is somewhere there; else doubt may say more."""
    hidden = replace(CLEAR, knee_hidden=True)
    behind, elsewhere = replace(hidden, foot_hidden=True), hidden
    for doubt in (0.0, 0.05):
        sights = [replace(sight, knee_visibility=1.0 - doubt) for sight in (behind, elsewhere)]
        assert width(bent(120.0), sights[0]) == pytest.approx(width(bent(120.0), sights[1]))
    doubted = [replace(sight, knee_visibility=0.5) for sight in (behind, elsewhere)]
    assert width(bent(120.0), doubted[1]) > width(bent(120.0), doubted[0]) + 5.0


def test_joints_misplaced_turn_what_they_should() -> None:
    """At a right angle, both segments a torso long: 2 x 3.5 % of it, 4 deg."""
    sight = replace(CLEAR, torso_px=1e6, world_deg=90.0)
    chain = Chain((1e6, 0.0), (0.0, 0.0), (0.0, -1e6))
    assert causes_of(chain, sight).joints == pytest.approx(math.degrees(2 * 0.035), abs=1e-6)


def test_a_folded_hip_is_surer_than_an_open_one() -> None:
    """A misplaced hip turns both segments alike when they lie together."""
    folded, straight = (causes_of(bent(deg), CLEAR).joints for deg in (150.0, 20.0))
    assert folded < 0.75 * straight


def test_a_thigh_that_points_at_the_camera_tells_little() -> None:
    """Seen at half its length, each pixel turns it twice as far."""
    whole, short = (causes_of(bent(120.0, thigh=px), CLEAR).joints for px in (TORSO, TORSO / 2))
    assert short > 1.4 * whole


def test_what_the_world_does_not_tell_does_not_disagree() -> None:
    """Without a world angle there is nothing to compare."""
    assert causes_of(bent(120.0), replace(CLEAR, world_deg=math.nan)).disagreement == 0.0
    assert causes_of(bent(120.0), replace(CLEAR, world_deg=100.0)).disagreement == pytest.approx(6)


def test_causes_add_as_squares() -> None:
    """Three and four make five, scaled to cover 95 %; jitter is one more of them."""
    scale = Causes(1.0, 0.0, 0.0, 0.0).half_width_deg
    assert Causes(3.0, 0.0, 4.0, 0.0).half_width_deg == pytest.approx(5 * scale)
    assert with_jitter(3 * scale, 4.0) == pytest.approx(5 * scale)


@pytest.mark.parametrize("joint", ["shoulder", "hip", "knee"])
def test_what_is_not_seen_has_no_width(joint: str) -> None:
    """NaN in, NaN out."""
    assert math.isnan(width(replace(bent(120.0), **{joint: NOWHERE}), CLEAR))
