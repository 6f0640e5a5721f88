"""Numbers that people type: in their language, or as a computer writes them."""

import pytest
from flask_babel import force_locale

from web.i18n import parse_number


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "1,500", 1500),
        ("en", " 2.5 ", 2.5),
        ("fr", "2,5", 2.5),
        ("fr", "2.5", 2.5),
        ("en", "", None),
    ],
)
def test_a_number_is_read_in_the_language_of_the_page(app, language, text, value):
    with app.test_request_context(), force_locale(language):
        assert parse_number(text) == value


@pytest.mark.parametrize("text", ["many", "nan", "inf", "1e999", "1,5"])
def test_what_is_no_finite_number_is_refused(app, text):
    with app.test_request_context(), force_locale("en"), pytest.raises(ValueError):  # noqa: PT011 - the words are Babel's
        parse_number(text)
