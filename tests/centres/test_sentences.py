"""What is said about a recognition on a day: label and sentence, in one table."""

import datetime

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from centres.models import Recognition
from centres.sentences import in_words, period, period_text, status_text, written
from centres.status import EndedHow, Outcome, Status
from hospitals.partial_dates import PartialDate, Precision
from tests.builders import (
    make_public_source_recognition,
    make_recognition,
    make_suspension,
)

DAY = datetime.date
TERM = "from 1 May 2024 through 30 April 2028."
RUNNING = f"Recognised by STZ {TERM}"


def plain() -> Recognition:
    return make_recognition()


def with_requirements() -> Recognition:
    return make_recognition(outcome=Outcome.WITH_REQUIREMENTS)


def extended() -> Recognition:
    extension = {"extended_through": DAY(2028, 10, 31), "extension_reason": "Aanvraag loopt"}
    return make_recognition(**extension)


def suspended() -> Recognition:
    recognition = make_recognition()
    make_suspension(recognition, DAY(2025, 1, 1), suspended_through=DAY(2025, 3, 31))
    make_suspension(recognition, DAY(2026, 1, 1))
    return recognition


def returned() -> Recognition:
    return make_recognition(ended_how=EndedHow.RETURNED, last_day=DAY(2026, 6, 30))


def withdrawn() -> Recognition:
    return make_recognition(ended_how=EndedHow.WITHDRAWN, last_day=DAY(2026, 6, 30))


def by_month() -> Recognition:
    return make_public_source_recognition(valid_from="2023-10", valid_through="2027-10")


def by_year() -> Recognition:
    return make_public_source_recognition(valid_from="2018")


def by_year_with_requirements() -> Recognition:
    outcome = Outcome.WITH_REQUIREMENTS
    return make_public_source_recognition(valid_from="2024", valid_through="2028", outcome=outcome)


def by_day() -> Recognition:
    return make_public_source_recognition(valid_from="2020-06-06", valid_through="2024-06-05")


def by_unknown() -> Recognition:
    return make_public_source_recognition(valid_from="")


def until_year() -> Recognition:
    return make_public_source_recognition(valid_from="2024-05-01", valid_through="2028")


TABLE = [
    (
        plain,
        "2024-04-30",
        "Recognised from 1 May 2024",
        "Recognised by STZ from 1 May 2024. The recognition has yet to begin.",
    ),
    (plain, "2024-05-01", "Recognised through 30 April 2028", RUNNING),
    (plain, "2028-04-30", "Recognised through 30 April 2028", RUNNING),
    (
        plain,
        "2028-05-01",
        "Expired, no longer recognised since 1 May 2028",
        f"No longer recognised since 1 May 2028. The recognition ran {TERM}",
    ),
    (
        with_requirements,
        "2026-03-02",
        "Recognised with requirements, through 30 April 2028",
        f"Recognised by STZ with requirements, {TERM}",
    ),
    (extended, "2028-04-30", "Recognised through 30 April 2028", RUNNING),
    (
        extended,
        "2028-05-01",
        "Being reassessed, recognition continues through 31 October 2028",
        "This centre is being reassessed. The recognition of 1 May 2024 continues through"
        " 31 October 2028.",
    ),
    (
        extended,
        "2028-11-01",
        "Expired, no longer recognised since 1 November 2028",
        "No longer recognised since 1 November 2028. The recognition ran from 1 May 2024 through"
        " 31 October 2028.",
    ),
    (suspended, "2024-12-31", "Recognised through 30 April 2028", RUNNING),
    (
        suspended,
        "2025-03-31",
        "Suspended since 1 January 2025",
        "STZ has suspended the recognition since 1 January 2025. It does not count for now.",
    ),
    (suspended, "2025-04-01", "Recognised through 30 April 2028", RUNNING),
    (
        suspended,
        "2026-03-02",
        "Suspended since 1 January 2026",
        "STZ has suspended the recognition since 1 January 2026. It does not count for now.",
    ),
    (
        returned,
        "2026-06-30",
        "Recognised through 30 June 2026",
        "Recognised by STZ from 1 May 2024 through 30 June 2026.",
    ),
    (
        returned,
        "2026-07-01",
        "Returned by the hospital, last day 30 June 2026",
        "The hospital returned the recognition. The last day was 30 June 2026.",
    ),
    (
        withdrawn,
        "2026-07-01",
        "Withdrawn by STZ, last day 30 June 2026",
        "STZ withdrew the recognition. The last day was 30 June 2026.",
    ),
    (
        by_year_with_requirements,
        "2026-03-02",
        "Recognised with requirements, until some day in 2028",
        "Recognised by STZ with requirements since 2024, until some day in 2028."
        " The source does not give the exact days.",
    ),
    (
        by_day,
        "2026-03-02",
        "Not confirmed, recognised on 6 June 2020 according to a public source",
        "Recognised on 6 June 2020 according to a public source."
        " Whether this recognition still holds is not confirmed here.",
    ),
    (
        by_month,
        "2023-10-30",
        "Not confirmed, recognised in October 2023 according to a public source",
        "Recognised in October 2023 according to a public source."
        " Whether this recognition still holds is not confirmed here.",
    ),
    (
        by_month,
        "2023-10-31",
        "Recognised until some day in October 2027",
        "Recognised by STZ since October 2023, until some day in October 2027."
        " The source does not give the exact days.",
    ),
    (
        by_month,
        "2027-10-01",
        "Not confirmed, recognised in October 2023 according to a public source",
        "Recognised in October 2023 according to a public source."
        " Whether this recognition still holds is not confirmed here.",
    ),
    (
        by_year,
        "2026-03-02",
        "Not confirmed, recognised in 2018 according to a public source",
        "Recognised in 2018 according to a public source."
        " Whether this recognition still holds is not confirmed here.",
    ),
    (
        by_unknown,
        "2026-03-02",
        "Not confirmed, date not known",
        "Recognised according to a public source, on a date that it does not give."
        " Whether this recognition still holds is not confirmed here.",
    ),
    (
        until_year,
        "2027-12-31",
        "Recognised until some day in 2028",
        "Recognised by STZ since 1 May 2024, until some day in 2028."
        " The source does not give the exact days.",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("recorded", "day", "label", "sentence"), TABLE)
def test_status_has_these_words(recorded, day, label, sentence):
    with override("en"):
        text = status_text(recorded(), DAY.fromisoformat(day))
    assert (strip_tags(text.label), strip_tags(text.sentence)) == (label, sentence)


def test_table_covers_every_status(db):
    found = {recorded().status_on(DAY.fromisoformat(day)) for recorded, day, *_words in TABLE}
    assert found == set(Status)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0].__name__} {row[1]}")
def test_words_are_filled_in_either_language(db, language, row):
    recorded, day, *_words = row
    with override(language):
        text = status_text(recorded(), DAY.fromisoformat(day))
    for words in (text.label, text.sentence):
        assert not set("{}") & set(words)
        assert "None" not in words


def test_period_that_is_over_is_not_said_to_be_the_end(db):
    recognition = make_recognition()
    with override("en"):
        over = period_text(recognition, DAY(2028, 5, 1))
        running = period_text(recognition, DAY(2028, 4, 30))
    assert (over.status, strip_tags(over.label)) == (Status.EXPIRED, "Ended on 30 April 2028")
    assert strip_tags(running.label) == "Recognised through 30 April 2028"


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (("2024-05-01", "2028-04-30"), "1 May 2024 through 30 April 2028"),
        (("2023-10", "2027-10"), "October 2023 until some day in October 2027"),
        (("2018", ""), "from 2018, end not known"),
        (("", "2028-04-30"), "start not known, through 30 April 2028"),
        (("", ""), "period not known"),
    ],
)
def test_period_is_written_as_far_as_it_is_known(db, bounds, words):
    with override("en"):
        assert strip_tags(period(make_public_source_recognition(None, *bounds))) == words


@pytest.mark.parametrize(
    ("date", "markup"),
    [
        (
            PartialDate(DAY(2024, 5, 1), Precision.DAY),
            '<time datetime="2024-05-01">1 May 2024</time>',
        ),
        (
            PartialDate(DAY(2024, 5, 31), Precision.MONTH),
            '<time datetime="2024-05">May 2024</time>',
        ),
        (PartialDate(DAY(2024, 12, 31), Precision.YEAR), '<time datetime="2024">2024</time>'),
        (PartialDate(None, Precision.UNKNOWN), "unknown"),
    ],
)
def test_date_stands_in_a_time_element_as_far_as_it_is_known(date, markup):
    with override("en"):
        assert written(date) == markup


def test_day_is_written_in_the_language_of_the_reader():
    with override("nl"):
        assert in_words(DAY(2024, 5, 1)) == '<time datetime="2024-05-01">1 mei 2024</time>'
