import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hwasil.engine.matte.guided import Floats, GuidedFilter

_shares = st.floats(0, 1, width=32)


@given(arrays(np.float32, (12, 15, 3), elements=_shares), _shares)
def test_what_is_even_stays_as_it_is(colors: Floats, value: float) -> None:
    even = np.full((12, 15), value, np.float32)
    assert np.abs(GuidedFilter(colors, 2, 1e-3)(even) - even).max() < 1e-3


def test_a_blurred_edge_follows_that_of_the_colors() -> None:
    colors = np.zeros((40, 40, 3), np.float32)
    colors[:, 20:] = (0.9, 0.2, 0.1)
    blurred = np.broadcast_to(np.clip((np.arange(40) - 14) / 12, 0, 1), (40, 40)).astype(np.float32)
    sharp = GuidedFilter(colors, 4, 1e-4)(blurred)
    assert np.diff(sharp[20])[19] > 0.3
    assert np.diff(blurred[20]).max() < 0.1


def test_its_solution_is_the_least_squares_line_of_a_window() -> None:
    """Equations 5 and 6 of the paper, solved by NumPy for the one window that covers the whole picture."""
    random = np.random.default_rng(3)
    colors = random.random((5, 5, 3), np.float32)
    given_map = random.random((5, 5), np.float32)
    smoothness = 0.01
    rows = colors.reshape(-1, 3)
    spread = rows - rows.mean(axis=0)
    covariance = spread.T @ spread / 25 + smoothness * np.eye(3)
    slope = np.linalg.solve(covariance, spread.T @ (given_map.ravel() - given_map.mean()) / 25)
    constant = given_map.mean() - slope @ rows.mean(axis=0)
    guided = GuidedFilter(np.tile(colors, (9, 9, 1)).astype(np.float32), 2, smoothness)
    # Every window of a picture that repeats itself holds the same pixels.
    coefficients = guided.coefficients(np.tile(given_map, (9, 9)))[22, 22]
    assert np.allclose(coefficients, [*slope, constant], atol=1e-3)


def test_channels_that_say_the_same_explain_themselves() -> None:
    """Their covariance has a determinant of nearly nothing."""
    noise = np.random.default_rng(1).random((96, 96, 1), np.float32)
    colors = noise * np.array([1, 0.7, 0.3], np.float32)
    red = np.ascontiguousarray(colors[:, :, 0])
    assert np.abs(GuidedFilter(colors, 2, 1e-5)(red) - red).max() < 0.01
