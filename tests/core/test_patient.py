"""The patient among several people: the one who lies on the back."""

import itertools
import math
import warnings

import numpy as np
import pytest

from posecoach.core.config import Thresholds
from posecoach.core.landmarks import Pose
from posecoach.core.patient import choose_patient, lying_score
from posecoach.core.trunk import NO_TRUNK, Trunk, trunk_of
from tests.core.synthetic import Figure, drawn, resting
from tests.core.test_trunk import missing

CFG = Thresholds()


def chosen(*figures: Figure, last: Pose | None = None) -> Figure:
    """Choose among figures, in every order in which they may be reported."""
    found = set()
    for order in itertools.permutations(figures):
        poses = [figure.pose() for figure in order]
        patient = choose_patient(poses, CFG, last)
        found.add(order[next(i for i, pose in enumerate(poses) if pose is patient)])
    assert len(found) == 1, "the order of the list must not matter"
    return found.pop()


def test_nobody() -> None:
    """Of nobody nobody is chosen."""
    assert choose_patient([], CFG) is None


def test_the_one_who_lies() -> None:
    """A therapist who kneels beside, or sits, is not the patient."""
    patient = drawn()
    therapist = resting(trunk_deg=80.0, x_px=900.0)
    helper = resting(trunk_deg=50.0, x_px=300.0)
    assert chosen(patient, therapist, helper) == patient


def test_supine_goes_before_prone_and_side() -> None:
    """Of those who lie, the one on the back."""
    patient = resting(trunk_deg=20.0)  # not the flattest of them
    assert chosen(patient, resting(roll_deg=180.0), resting(roll_deg=90.0)) == patient


def test_supine_goes_before_near() -> None:
    """The patient of the frame before who sits up has not taken the place of one who lies."""
    patient, other = resting(x_px=1000.0), resting(trunk_deg=80.0, x_px=400.0)
    assert chosen(patient, other, last=resting(x_px=400.0).pose()) == patient


def test_two_who_lie_the_one_from_before() -> None:
    """Side by side on two mats: whoever was the patient stays the patient."""
    one, two = resting(x_px=400.0, trunk_deg=5.0), resting(x_px=900.0)
    assert chosen(one, two, last=resting(x_px=410.0).pose()) == one
    assert chosen(one, two, last=resting(x_px=880.0).pose()) == two
    assert chosen(one, two) == two, "with nothing known, the flatter one"


def test_nobody_supine_the_one_who_lies_most() -> None:
    """Getting up is no reason to judge somebody who stands."""
    assert chosen(resting(trunk_deg=60.0), resting(trunk_deg=85.0)).trunk_deg == 60.0


def test_a_person_without_a_trunk_is_never_preferred() -> None:
    """A pose with missing shoulders ranks last, silently, and so does one that is all missing."""
    whole, broken = resting(trunk_deg=70.0).pose(), missing(resting().pose(), 11, 12, 23, 24)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert choose_patient([broken, whole], CFG, last=whole) is whole
        assert choose_patient([whole, broken], CFG, last=broken) is whole
        assert choose_patient([broken], CFG) is broken


@pytest.mark.parametrize(
    ("elevation_deg", "chest_deg", "score"),
    [(0.0, 90.0, 1.0), (60.0, 30.0, 0.5), (-60.0, 30.0, 0.5), (0.0, -90.0, 0.5), (90.0, 0.0, 0.0)],
)
def test_lying_score(elevation_deg: float, chest_deg: float, score: float) -> None:
    """The cosine of the slope, halved when the chest looks down."""
    assert lying_score(Trunk(elevation_deg, chest_deg, 0.0, 0.0)) == pytest.approx(score)


def test_lying_score_of_the_unseen_is_zero() -> None:
    """No trunk, no lying."""
    assert lying_score(NO_TRUNK) == 0.0
    assert not np.isnan(lying_score(trunk_of(missing(resting().pose(), 11))))
    assert not math.isnan(lying_score(NO_TRUNK))
