"""The rounds, and one round."""

import datetime

import pytest

from centres.models import PublishedRound
from hospitals.partial_dates import Precision
from tests.builders import make_centre, make_edition, make_recognition, make_round
from tests.pages import text_of

LIST, ROUND = "centres:round_list", "centres:round_detail"
REPORTED = PublishedRound.Figures.REPORTED


@pytest.fixture
def reported(register):
    return make_round(
        2025,
        edition=register.edition,
        figures_origin=REPORTED,
        handled=54,
        recognised=28,
        recognised_new=5,
        recognised_again=23,
        source_name="STZ-nieuws",
    )


def summaries(page) -> list[tuple[str, ...]]:
    return [tuple(text_of(part) for part in card) for card in page.all("article", "card")]


def test_rounds_stand_newest_first_with_their_figures(read, reported):
    released = "Released: 1 May {}. Criteria: edition 2024."
    assert summaries(read(LIST)) == [
        (
            "Round 2025-1",
            "54 applications handled, 28 recognised (5 new, 23 reassessments).",
            released.format(2025),
            "Source: STZ-nieuws",
        ),
        ("Round 2024-1", "The number of applications is not known.", released.format(2024)),
    ]


def test_round_that_was_not_released_on_the_day_is_not_there(read, reported):
    day_before = {"peildatum": "2025-04-30"}
    assert [title for title, *_ in summaries(read(LIST, **day_before))] == ["Round 2024-1"]
    read(ROUND, "2025-1", answers=404, **day_before)
    assert [title for title, *_ in summaries(read(LIST, peildatum="2025-05-01"))] == [
        "Round 2025-1",
        "Round 2024-1",
    ]


def test_empty_list_says_so(read):
    assert "No round had been released on this day." in read(LIST).texts("p")


def test_reported_figures_have_their_source_and_known_centres(read, reported):
    make_recognition(make_centre(name="Bekend"), round=reported)
    page = read(ROUND, "2025-1")
    assert page.texts("p", "lead") == [
        "54 applications handled, 28 recognised (5 new, 23 reassessments)."
    ]
    assert page.texts("p", "source") == ["Source: STZ-nieuws"]
    assert page.titles == ["Bekend"]
    assert "This register knows 1 of the 28 centres by name." in page.texts("p")


def test_computed_figures_count_the_recognitions(read, register):
    round_ = make_round(2023, handled=3, edition=register.edition)
    for is_reassessment in (True, False, True):
        make_recognition(make_centre(), round=round_, is_reassessment=is_reassessment)
    page = read(ROUND, "2023-1")
    assert page.texts("p", "lead") == [
        "3 applications handled, 3 recognised (1 new, 2 reassessments)."
    ]
    assert len(page.cards) == 3


def test_round_without_known_centres_says_so(read, reported):
    page = read(ROUND, "2025-1")
    assert page.cards == []
    assert "This register does not know yet which centres these are." in page.texts("p")


def test_release_known_to_the_year_is_written_so(read, clock):
    make_round(
        2024,
        edition=make_edition(name="2024"),
        released_on=datetime.date(2024, 12, 31),
        released_on_precision=Precision.YEAR,
    )
    assert read(ROUND, "2024-1").facts == {"Released": "2024", "Criteria": "edition 2024"}


@pytest.mark.parametrize("code", ["2024-2", "2023-1", "9999-99"])
def test_unknown_round_is_not_found(read, register, code):
    read(ROUND, code, answers=404)
