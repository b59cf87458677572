"""Laws of the plane geometry: what must not change an angle does not, NaN in is NaN out."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from posecoach.core.geometry import (
    PlaneMotion,
    distance_to_polyline,
    elevation_deg,
    fit_rigid,
    joint_flexion_deg,
    line_direction,
)

Array = NDArray[np.float64]
NAN_POINT = np.array([math.nan, 1.0])

coordinate = st.floats(-2000, 2000).map(lambda value: round(value, 3))
point = st.tuples(coordinate, coordinate).map(np.array)
angle = st.floats(-math.pi, math.pi)


def cloud(least: int) -> st.SearchStrategy[Array]:
    """Return points that do not all lie together."""
    points = st.lists(st.tuples(coordinate, coordinate), min_size=least, max_size=12)
    return points.map(np.array).filter(lambda array: float(np.ptp(array, axis=0).max()) > 1.0)


@st.composite
def triangles(draw: st.DrawFn) -> tuple[Array, Array, Array]:
    """Three points, the outer ones at least a pixel from the middle one."""
    a, b, c = draw(point), draw(point), draw(point)
    assume(math.dist(a, b) > 1 and math.dist(c, b) > 1)
    return a, b, c


def rotated(points: Array, turn_rad: float) -> Array:
    """Turn points about the origin."""
    cos, sin = math.cos(turn_rad), math.sin(turn_rad)
    turned: Array = points @ np.array([[cos, -sin], [sin, cos]]).T
    return turned


# acos is steep at its ends: rounding of 1e-16 in the cosine is 1e-6 degrees there.
ANGLE_TOLERANCE_DEG = 1e-4


@pytest.mark.parametrize(
    ("distal", "flexion_deg"),
    [
        ((2.0, 0.0), 0.0),  # straight on
        ((1.0, 1.0), 90.0),
        ((1.0, -1.0), 90.0),
        ((0.0, 0.0), 180.0),  # folded back onto the first segment
        ((1.5, math.sqrt(3) / 2), 60.0),  # off the straight line by 60°
        ((0.5, math.sqrt(3) / 2), 120.0),  # an equilateral triangle
        ((2.0, 1.0), 45.0),
    ],
)
def test_known_triangles(distal: tuple[float, float], flexion_deg: float) -> None:
    """With the first segment from (0, 0) to (1, 0) the flexion can be seen on paper."""
    found = joint_flexion_deg(np.array([0.0, 0.0]), np.array([1.0, 0.0]), np.array(distal))
    assert found == pytest.approx(flexion_deg, abs=1e-6)


def test_flexion_in_space() -> None:
    """Three dimensions do as well: two edges of a cube meet at 90°."""
    corner = np.zeros(3)
    assert joint_flexion_deg(np.array([1.0, 0, 0]), corner, np.array([0, 0, 2.0])) == 90.0


@given(triangles())
def test_flexion_survives_mirroring(triangle: tuple[Array, Array, Array]) -> None:
    """The other side of the body has the same angles."""
    mirrored = [corner * (-1, 1) for corner in triangle]
    assert joint_flexion_deg(*mirrored) == pytest.approx(joint_flexion_deg(*triangle))


@given(triangles(), st.floats(0.01, 100))
def test_flexion_survives_scaling(triangle: tuple[Array, Array, Array], scale: float) -> None:
    """A nearer camera sees the same angles."""
    scaled = [corner * scale for corner in triangle]
    expected = joint_flexion_deg(*triangle)
    assert joint_flexion_deg(*scaled) == pytest.approx(expected, abs=ANGLE_TOLERANCE_DEG)


@given(triangles(), angle, point)
def test_flexion_survives_rotation_and_shift(
    triangle: tuple[Array, Array, Array], turn_rad: float, shift: Array
) -> None:
    """A tilted camera that is moved aside sees the same angles."""
    moved = [rotated(corner, turn_rad) + shift for corner in triangle]
    expected = joint_flexion_deg(*triangle)
    assert joint_flexion_deg(*moved) == pytest.approx(expected, abs=ANGLE_TOLERANCE_DEG)


@given(triangles(), st.integers(100, 8000), st.integers(100, 8000))
def test_flexion_survives_the_aspect_of_the_image(
    triangle: tuple[Array, Array, Array], width_px: int, height_px: int
) -> None:
    """Normalised coordinates, scaled back by width and height, give the true angle."""
    size = np.array([width_px, height_px], dtype=np.float64)
    normalised = [corner / size for corner in triangle]
    expected = joint_flexion_deg(*triangle)
    back = joint_flexion_deg(*(corner * size for corner in normalised))
    assert back == pytest.approx(expected, abs=ANGLE_TOLERANCE_DEG)


@given(triangles())
def test_flexion_is_symmetric_and_in_range(triangle: tuple[Array, Array, Array]) -> None:
    """It does not matter from which end the joint is looked at; 0 to 180 is all there is."""
    a, b, c = triangle
    flexion_deg = joint_flexion_deg(a, b, c)
    assert 0.0 <= flexion_deg <= 180.0
    assert joint_flexion_deg(c, b, a) == flexion_deg


@pytest.mark.parametrize("missing", [0, 1, 2])
@given(triangle=triangles())
def test_flexion_of_a_missing_point_is_missing(
    missing: int, triangle: tuple[Array, Array, Array]
) -> None:
    """NaN in any of the three points, NaN out."""
    corners = list(triangle)
    corners[missing] = NAN_POINT
    assert math.isnan(joint_flexion_deg(*corners))


@given(point, point)
def test_flexion_of_a_segment_without_length_is_missing(a: Array, b: Array) -> None:
    """Two landmarks on one spot have no direction."""
    assert math.isnan(joint_flexion_deg(a, a, b))
    assert math.isnan(joint_flexion_deg(b, a, a))


@pytest.mark.parametrize(
    ("spot", "expected"),
    [
        ((5.0, 3.0), 3.0),  # above the first segment
        ((-3.0, 4.0), 5.0),  # before its beginning
        ((12.0, 5.0), 2.0),  # right of the second segment
        ((10.0, 14.0), 4.0),  # past its end
        ((10.0, 0.0), 0.0),  # on the corner
    ],
)
def test_distance_to_polyline(spot: tuple[float, float], expected: float) -> None:
    """An L from (0, 0) over (10, 0) to (10, 10): distances that can be read off."""
    corners = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    assert distance_to_polyline(np.array(spot), corners) == pytest.approx(expected)


def test_distance_to_polyline_of_one_spot() -> None:
    """A chain whose corners coincide is that spot."""
    assert distance_to_polyline(np.array([3.0, 4.0]), np.zeros((3, 2))) == pytest.approx(5.0)


@given(point, cloud(2))
def test_distance_to_polyline_is_at_most_that_to_a_corner(spot: Array, corners: Array) -> None:
    """The nearest point of a chain is no farther than its nearest corner."""
    nearest = min(math.dist(spot, corner) for corner in corners)
    assert distance_to_polyline(spot, corners) <= nearest + 1e-6


def test_distance_to_polyline_of_a_missing_point_is_missing() -> None:
    """NaN in the point or in any corner, NaN out."""
    corners = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    assert math.isnan(distance_to_polyline(NAN_POINT, corners))
    for index in range(3):
        broken = corners.copy()
        broken[index] = np.nan
        assert math.isnan(distance_to_polyline(np.zeros(2), broken))


@pytest.mark.parametrize(
    ("vector", "expected"),
    [
        ((1.0, 0.0), 0.0),
        ((-1.0, 0.0), 0.0),
        ((0.0, -2.0), 90.0),  # y points down, so this is straight up
        ((0.0, 2.0), -90.0),
        ((1.0, -1.0), 45.0),
        ((0.0, -1.0, math.sqrt(3)), 30.0),
        ((0.0, 0.0), math.nan),
        ((math.nan, 1.0), math.nan),
    ],
)
def test_elevation(vector: tuple[float, ...], expected: float) -> None:
    """Up is negative y; no direction has no elevation."""
    assert elevation_deg(np.array(vector)) == pytest.approx(expected, nan_ok=True)


@given(point, angle, st.floats(1, 1000), st.integers(2, 6))
def test_line_direction_finds_the_line(
    start: Array, turn_rad: float, length: float, count: int
) -> None:
    """Points along a line give back its direction, from the first to the last point."""
    way = np.array([math.cos(turn_rad), math.sin(turn_rad)])
    points = start + np.linspace(0, length, count)[:, None] * way
    np.testing.assert_allclose(line_direction(points), way, atol=1e-6)
    np.testing.assert_allclose(line_direction(points[::-1]), -way, atol=1e-6)


def test_line_direction_minimises_the_distance_across() -> None:
    """Four points mirrored about the x axis: the line is the x axis, and not a regression's."""
    points = np.array([[0.0, 1.0], [0.0, -1.0], [10.0, -1.0], [10.0, 1.0]])
    np.testing.assert_allclose(line_direction(points), [1.0, 0.0], atol=1e-12)


@pytest.mark.parametrize("spot", [(0.0, 0.0), (0.1, 0.1), (123.4, 567.8)])
def test_line_direction_of_one_spot_is_missing(spot: tuple[float, float]) -> None:
    """Points that all coincide have no direction, whatever rounding makes of their mean."""
    assert np.isnan(line_direction(np.array([spot] * 3))).all()


def test_line_direction_of_a_missing_point_is_missing() -> None:
    """NaN in, NaN out."""
    assert np.isnan(line_direction(np.array([[0.0, 0.0], [1.0, 1.0], NAN_POINT]))).all()


@given(cloud(2), angle, point)
def test_rigid_fit_recovers_a_motion(before: Array, turn_rad: float, shift: Array) -> None:
    """A cloud that was turned and shifted tells by how much, and nothing remains."""
    after = rotated(before, turn_rad) + shift
    motion = fit_rigid(before, after)
    np.testing.assert_allclose(motion.apply(before), after, atol=1e-6)
    np.testing.assert_allclose(motion.matrix, rotated(np.eye(2), turn_rad).T, atol=1e-6)
    assert motion.residual == pytest.approx(0.0, abs=1e-6)


@given(cloud(3), angle, point, st.integers(0, 2))
def test_rigid_fit_leaves_out_missing_points(
    before: Array, turn_rad: float, shift: Array, missing: int
) -> None:
    """One missing point takes nothing from a fit that the others determine."""
    rest = np.delete(before, missing, axis=0)
    assume(float(np.ptp(rest, axis=0).max()) > 1.0)
    after = rotated(before, turn_rad) + shift
    broken = after.copy()
    broken[missing] = np.nan
    np.testing.assert_allclose(fit_rigid(before, broken).apply(before), after, atol=1e-5)
    np.testing.assert_allclose(fit_rigid(broken, before).apply(after), before, atol=1e-5)


def test_rigid_fit_neither_scales_nor_mirrors() -> None:
    """What a rigid motion cannot explain is left as the residual."""
    square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    bigger = fit_rigid(square, 3 * square)
    np.testing.assert_allclose(np.linalg.det(bigger.matrix), 1.0)
    # Each corner lies √2 from the middle and should lie 3√2 from it.
    assert bigger.residual == pytest.approx(2 * math.sqrt(2))
    triangle = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 1.0]])
    mirrored = fit_rigid(triangle, triangle * (-1, 1))
    np.testing.assert_allclose(np.linalg.det(mirrored.matrix), 1.0)
    assert mirrored.residual > 0.1


def test_a_turn_is_no_stretch() -> None:
    """Turned by 5 degrees nothing is longer; a tenth narrower is a tenth."""
    turn = math.radians(5.0)
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    assert PlaneMotion(rotation, np.zeros(2), 0.0).stretch == pytest.approx(0.0, abs=1e-9)
    narrower = rotation @ np.diag([0.9, 1.05])
    assert PlaneMotion(narrower, np.zeros(2), 0.0).stretch == pytest.approx(0.1)


def test_rigid_fit_of_fewer_than_two_pairs_is_missing() -> None:
    """One pair tells the shift but not the turn, so it tells nothing."""
    one = np.array([[1.0, 2.0], [np.nan, np.nan]])
    motion = fit_rigid(one, one)
    assert np.isnan(motion.matrix).all()
    assert np.isnan(motion.shift).all()
    assert math.isnan(motion.residual)
    assert np.isnan(motion.apply(np.zeros(2))).all()
