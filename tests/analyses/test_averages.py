import numpy as np
import pytest

from simulator.analyses.summary import averages, summarise


def test_averages_agree_with_the_full_summary():
    draws = np.random.default_rng(3).lognormal(size=(4, 512))
    means, errors = averages(draws)
    full = summarise(draws)
    assert means == pytest.approx([row.mean for row in full], rel=1e-12)
    assert errors == pytest.approx([row.standard_error.mean for row in full], rel=1e-9)


def test_a_certainty_has_no_error():
    means, errors = averages(np.array([[7.0], [np.nan]]))
    assert means[0] == 7.0
    assert errors[0] == 0.0
    assert np.isnan(means[1])
    assert np.isnan(errors[1])


def test_an_endless_average_has_no_known_error():
    draws = np.ones((1, 64))
    draws[0, 5] = np.inf
    means, errors = averages(draws)
    assert means[0] == np.inf
    assert np.isnan(errors[0])
