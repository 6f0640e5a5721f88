"""METHOD.md 2: the band of a point, and when a missing foundation holds it down."""

import pytest

from assessment.domain.bands import band_of, is_held


@pytest.mark.parametrize(("point", "band"), [(0, 0), (0.124, 0), (0.125, 1), (0.375, 2), (1, 4)])
def test_a_band_is_the_level_nearest_to_the_point_halves_upwards(point, band):
    assert band_of(point, held=False) == band


@pytest.mark.parametrize(("point", "band"), [(0, 0), (0.2, 1), (0.375, 1), (1, 1)])
def test_a_missing_foundation_holds_the_band_at_one_at_most(point, band):
    assert band_of(point, held=True) == band


@pytest.mark.parametrize("point", [0.375, 0.72, 1])
def test_a_band_below_the_level_nearest_to_its_point_is_held(point):
    assert is_held(point, band_of(point, held=True))


@pytest.mark.parametrize("point", [0, 0.2, 0.374])
def test_a_foundation_that_lowers_no_band_holds_none(point):
    assert not is_held(point, band_of(point, held=True))


@pytest.mark.parametrize("point", [0, 0.125, 0.5, 0.7083333333333334, 1])
def test_a_band_that_no_foundation_lowers_is_not_held(point):
    assert not is_held(point, band_of(point, held=False))


@pytest.mark.parametrize(("point", "band"), [(None, None), (0.9, None), (None, 1)])
def test_without_a_point_or_a_band_nothing_is_held(point, band):
    assert not is_held(point, band)
