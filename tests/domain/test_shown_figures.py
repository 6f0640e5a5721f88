"""What a page may show of a part: the point from 65 % on, else the range alone (METHOD.md 2)."""

from dataclasses import replace

import pytest

from assessment.domain.scoring import NOTHING


@pytest.mark.parametrize(
    ("completeness", "shown"),
    [(None, (None, None)), (0.649, (None, None)), (0.65, (0.5, 2)), (1, (0.5, 2))],
)
def test_the_point_and_the_band_show_from_65_per_cent_on(completeness, shown):
    part = replace(NOTHING, point=0.5, band=2, completeness=completeness)
    assert (part.shown_point, part.shown_band) == shown
