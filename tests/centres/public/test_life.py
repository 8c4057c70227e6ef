"""The drawing of a centre's periods: what is certain whole, what may be dashed."""

import datetime

import pytest

from centres.public.life import Look, Piece, life_of
from tests.builders import (
    make_centre,
    make_public_source_recognition,
    make_recognition,
    make_suspension,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 7, 2)


def drawn(recognition, day=DAY):
    recognition.refresh_from_db()
    return life_of([recognition], day)


@pytest.fixture
def recognition(db):
    return make_recognition(
        make_centre(),
        valid_from=datetime.date(2024, 1, 1),
        valid_through=datetime.date(2027, 12, 31),
    )


def test_a_term_of_four_whole_years_fills_the_drawing(recognition):
    life = drawn(recognition)
    assert life.pieces == (Piece(Look.RUNNING, "0.00%", "100.00%"),)
    assert [year for _x, year in life.ticks] == [2024, 2025, 2026, 2027, 2028]
    assert life.today_x == "62.49%"
    assert life.looks == (Look.RUNNING,)


@pytest.mark.parametrize(
    ("day", "look"),
    [("2023-12-31", Look.TERM), ("2024-01-01", Look.RUNNING), ("2027-12-31", Look.RUNNING),
     ("2028-01-01", Look.TERM)],
)  # fmt: skip
def test_a_term_looks_recognised_on_its_days_only(recognition, day, look):
    life = drawn(recognition, datetime.date.fromisoformat(day))
    assert [piece.look for piece in life.pieces] == [look]


def test_extension_and_suspension_are_drawn_apart(recognition):
    recognition.extended_through = datetime.date(2028, 3, 31)
    recognition.extension_reason = "Herbeoordeling"
    recognition.save()
    make_suspension(recognition, datetime.date(2025, 1, 1),
                    suspended_through=datetime.date(2025, 1, 31))  # fmt: skip
    assert [piece.look for piece in drawn(recognition).pieces] == [
        Look.RUNNING, Look.MORE, Look.PAUSE,
    ]  # fmt: skip


def test_a_suspension_until_further_notice_ends_with_the_recognition(recognition):
    make_suspension(recognition, datetime.date(2027, 12, 31))
    (pause,) = [piece for piece in drawn(recognition).pieces if piece.look == Look.PAUSE]
    assert (pause.x, pause.width) == ("99.93%", "0.07%")


def test_an_early_end_cuts_the_term(recognition):
    recognition.ended_how, recognition.last_day = "returned", datetime.date(2025, 12, 31)
    recognition.save()
    (piece,) = drawn(recognition).pieces
    assert (piece.look, piece.x) == (Look.TERM, "0.00%")
    assert piece.width == "66.70%"  # of the years 2024 through 2026, in which the day lies


def test_years_that_are_known_to_the_year_only_are_dashed():
    recognition = make_public_source_recognition(make_centre(), "2018", "2022")
    looks = [piece.look for piece in drawn(recognition).pieces]
    assert looks == [Look.MAYBE, Look.TERM, Look.MAYBE]


def test_without_a_known_day_nothing_is_drawn():
    assert drawn(make_public_source_recognition(make_centre(), "", "")) is None


def test_a_long_life_has_six_years_at_most_on_its_line(recognition):
    old = make_recognition(
        recognition.centre,
        valid_from=datetime.date(2008, 1, 1),
        valid_through=datetime.date(2011, 12, 31),
    )
    life = life_of([recognition, old], DAY)
    assert [year for _x, year in life.ticks] == [2008, 2012, 2016, 2020, 2024, 2028]
