"""Dates known to the day, the month or the year, or not at all."""

import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hospitals.partial_dates import UNKNOWN_DATE, PartialDate, Precision

DAY, MONTH, YEAR = Precision.DAY, Precision.MONTH, Precision.YEAR


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "precision", "as_start", "as_end"),
    [
        ("2018", YEAR, "2018-12-31", "2018-01-01"),
        ("2024-02", MONTH, "2024-02-29", "2024-02-01"),
        ("2023-2", MONTH, "2023-02-28", "2023-02-01"),
        ("2-2023", MONTH, "2023-02-28", "2023-02-01"),
        ("2023-06-24", DAY, "2023-06-24", "2023-06-24"),
        ("24-6-2023", DAY, "2023-06-24", "2023-06-24"),
        (" 29-2-2024 ", DAY, "2024-02-29", "2024-02-29"),
    ],
)
def test_what_is_known_is_stored_by_its_certain_bound(text, precision, as_start, as_end):
    known = PartialDate.parse(text)
    assert known.precision == precision
    assert (known.as_start(), known.as_end()) == (date(as_start), date(as_end))


def test_empty_text_is_an_unknown_date():
    assert PartialDate.parse("  ") == UNKNOWN_DATE
    assert (UNKNOWN_DATE.as_start(), UNKNOWN_DATE.as_end()) == (None, None)
    assert UNKNOWN_DATE.isoformat() == ""


@pytest.mark.parametrize(
    "text", ["2024-02-30", "29-2-2023", "2024-13", "18", "mei 2024", "1/5/2024", "0000", "2024-"]
)
def test_other_text_is_refused(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "dutch", "english"),
    [
        ("2018", "2018", "2018"),
        ("2023-10", "oktober 2023", "October 2023"),
        ("2024-05-01", "1 mei 2024", "May 1, 2024"),
    ],
)
def test_date_in_words_of_the_reader(text, dutch, english):
    with translation.override("nl"):
        assert str(PartialDate.parse(text)) == dutch
    with translation.override("en"):
        assert str(PartialDate.parse(text)) in (english, "1 May 2024")


def test_unknown_date_in_words():
    with translation.override("en"):
        assert str(UNKNOWN_DATE) == "unknown"


@given(day=st.dates(datetime.date(1900, 1, 1)), precision=st.sampled_from([DAY, MONTH, YEAR]))
def test_stored_bounds_tell_the_same_date(day, precision):
    known = PartialDate(day, precision)
    written = known.isoformat()
    assert PartialDate.parse(written).isoformat() == written
    assert PartialDate(known.as_start(), precision).isoformat() == written
    assert PartialDate(known.as_end(), precision).isoformat() == written
    assert known.as_end() <= day <= known.as_start()
