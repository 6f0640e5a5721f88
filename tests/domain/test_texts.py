"""What people type is made even: nothing hidden makes two names look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.texts import clean, one_line, text_faults

OVERRIDES = [chr(each) for each in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
UNSEEN = ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u3164", "\U000e0041", "\u206e", "\ufff9"]
# A word with its ZWNJ, and a year with its last ZWJ, as Persian writes them.
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
HIJRI = "1405 \u0647\u200d"


@pytest.mark.parametrize("even", [clean, one_line])
@pytest.mark.parametrize("hidden", OVERRIDES + UNSEEN)
def test_what_nobody_sees_is_dropped(even, hidden):
    assert even(f"{hidden}Cust{hidden}oms{hidden}") == "Customs"


@pytest.mark.parametrize("even", [clean, one_line])
@pytest.mark.parametrize("text", [PERSIAN, HIJRI, "A\u200e (\u200f\u0628\u200f)", "x\u061c1"])
def test_what_arabic_and_persian_need_stays(even, text):
    assert even(text) == text


@pytest.mark.parametrize("mark", ["\u200c", "\u200e", "\u200f", "\u061c"])
def test_a_mark_at_the_ends_of_a_name_is_dropped(mark):
    assert one_line(f" {mark} Ana{mark} ") == "Ana"


@pytest.mark.parametrize(
    "text", ["\u200d", "\u200e\u200f", " \u202e ", "\u3164\u200b", "\u200d \u200c"]
)
def test_a_name_of_nothing_that_can_be_seen_is_empty(text):
    assert one_line(text) == ""


@given(st.text())
def test_an_even_text_is_not_changed_again(text):
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(st.text())
def test_a_name_stands_on_one_line(text):
    assert len(one_line(text).splitlines()) <= 1


def test_a_text_that_is_too_long_or_cannot_be_kept_is_named():
    faults = [text_faults("comment", text, 3) for text in ("abcd", "a\x00", "abc")]
    assert [[each.code for each in found] for found in faults] == [
        ["too_long"],
        ["unreadable_characters"],
        [],
    ]
