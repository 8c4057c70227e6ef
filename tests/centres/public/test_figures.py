"""The page with figures: what each number counts, and that the list behind it counts the same."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres.models import ReportedTotal
from centres.public.bar_lists import WIDTH, Row, bar_list
from centres.public.figures_over_years import MOST_YEARS
from centres.status import EndedHow, Outcome
from tests.builders import (
    FIRST_DAY,
    LAST_DAY,
    make_centre,
    make_hospital,
    make_location,
    make_member,
    make_membership,
    make_public_source_recognition,
    make_recognition,
    make_specialty,
    make_suspension,
)
from tests.pages import Page, address, text_of

FIGURES = "centres:figures"
ONE_DAY = datetime.timedelta(days=1)
STATUSES = (
    "recognised", "recognised_with_requirements", "renewing", "suspended", "upcoming",
    "unconfirmed", "no_longer",
)  # fmt: skip


def figures(page: Page) -> dict[str, int]:
    """Return the key figures of the page by their names, as they are printed."""
    return {
        each.get("id").removeprefix("figure-"): int(text_of(each.find("dd")).split()[0])
        for each in page.all("div", "figures__one")
    }


def rows(page: Page, caption: str) -> list[tuple[str, ...]]:
    """Return the label and the numbers of each row of the table with ``caption``."""
    (table,) = [each for each in page.all("table") if text_of(each.find("caption")) == caption]
    found = [[text_of(cell).split(" recog")[0] for cell in row] for row in table.find("tbody")]
    found = [[cell.split(" in this")[0] for cell in row] for row in found]
    return [tuple(cell for cell in row if cell) for row in found]


def years(page: Page) -> list[tuple[str, ...]]:
    return rows(page, "The numbers of the drawing: Recognised centres at the end of each year")


@pytest.fixture
def every_status(clock):
    """A centre of each status, of no longer recognised one in each way, and of recognised two."""
    hospital, on = make_member(), datetime.date
    for _ in range(2):
        make_recognition(make_centre(hospital))
    make_recognition(make_centre(hospital), outcome=Outcome.WITH_REQUIREMENTS)
    make_recognition(
        make_centre(hospital), on(2022, 1, 1), on(2025, 12, 31),
        extended_through=on(2026, 6, 30), extension_reason="De aanvraag was op tijd.",
    )  # fmt: skip
    make_suspension(make_recognition(make_centre(hospital)), on(2026, 1, 1))
    make_recognition(make_centre(hospital), on(2026, 5, 1), on(2030, 4, 30))
    make_public_source_recognition(make_centre(hospital))
    make_recognition(make_centre(hospital), on(2020, 1, 1), on(2023, 12, 31))
    for how in EndedHow:
        make_recognition(make_centre(hospital), ended_how=how, last_day=on(2025, 1, 31))
    return hospital


# Key figures --------------------------------------------------------------------------------------


def test_small_register_counts_what_is_public_and_nothing_else(read, register):
    assert figures(read(FIGURES)) == {
        "in_register": 1,
        "recognised_together": 1,
        "ending": 0,
        **dict.fromkeys(STATUSES, 0),
        "recognised": 1,
        "members": 1,
        "members_with_recognised": 1,
        "members_with_centre": 1,
    }


def test_every_status_is_counted_apart_and_together_they_are_all(read, every_status):
    found = figures(read(FIGURES))
    assert [found[status] for status in STATUSES] == [2, 1, 1, 1, 1, 1, 3]
    assert found["in_register"] == sum(found[status] for status in STATUSES) == 10
    assert found["recognised_together"] == 4


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (FIRST_DAY - ONE_DAY, "upcoming"),
        (FIRST_DAY, "recognised"),
        (LAST_DAY, "recognised"),
        (LAST_DAY + ONE_DAY, "no_longer"),
    ],
)
def test_recognition_counts_from_its_first_through_its_last_day(read, clock, day, status):
    make_recognition()
    found = figures(read(FIGURES, peildatum=day.isoformat()))
    assert [name for name in STATUSES if found[name]] == [status]
    is_recognised = int(status == "recognised")
    assert (found["recognised_together"], found["members_with_recognised"]) == (
        is_recognised, is_recognised,
    )  # fmt: skip
    assert (found["in_register"], found["members_with_centre"]) == (1, 1)


@pytest.mark.parametrize(
    ("day", "ending"), [("2027-04-29", 0), ("2027-04-30", 1), ("2028-04-30", 1), ("2028-05-01", 0)]
)
def test_ending_is_what_ends_at_most_a_year_later(read, clock, day, ending):
    make_recognition()
    make_suspension(make_recognition(), FIRST_DAY)
    make_recognition(
        valid_from=datetime.date(2026, 1, 1), valid_through=datetime.date(2029, 12, 31)
    )
    assert figures(read(FIGURES, peildatum=day))["ending"] == ending


def test_members_are_those_of_the_day(read, clock):
    left = make_hospital()
    make_membership(left, member_through=datetime.date(2025, 12, 31))
    make_recognition(make_centre(left))
    make_member()
    hospitals = ("members", "members_with_recognised", "members_with_centre")

    def on(day: str) -> list[int]:
        found = figures(read(FIGURES, peildatum=day))
        return [found[name] for name in hospitals]

    assert on("2025-12-31") == [2, 1, 1]
    assert on("2026-01-01") == [1, 0, 0]


# Lists with bars ----------------------------------------------------------------------------------


@pytest.fixture
def spread(every_status):
    """Centres at two locations, of two specialties, of a known age, and of nothing known."""
    lungs, heart = make_specialty(name="Longen"), make_specialty(name="Hart")
    make_specialty(name="Zonder centrum")
    zeeland = make_location(make_member(), name="Zuid", province="Zeeland", is_main=False)
    utrecht = make_location(zeeland.hospital, name="Midden", province="Utrecht", is_main=False)
    both = make_centre(specialties=[lungs, heart], age_group="children", kind="treatment")
    both.locations.set([zeeland, utrecht])
    make_recognition(both)
    make_public_source_recognition(make_centre(specialties=[heart], age_group="all"))
    nowhere = make_hospital()
    make_membership(nowhere)
    make_recognition(make_centre(nowhere))


def test_centres_are_counted_under_each_value_that_they_have(read, spread):
    page = read(FIGURES)
    provinces = rows(page, "Centres per province")
    assert [row for row in provinces if row[2] != "0"] == [
        ("Overijssel", "4", "11"), ("Utrecht", "1", "1"), ("Zeeland", "1", "1"),
        ("unknown", "1", "1"),
    ]  # fmt: skip
    assert [row[0] for row in provinces[:3]] == ["Drenthe", "Flevoland", "Fryslân"]
    assert len(provinces) == 13
    assert rows(page, "Centres per specialty") == [
        ("Hart", "1", "2"), ("Longen", "1", "1"), ("not stated", "5", "11"),
    ]  # fmt: skip
    assert rows(page, "Centres per kind") == [
        ("Condition", "5", "12"), ("Diagnostics", "0", "0"), ("Treatment", "1", "1"),
        ("Organisation of care", "0", "0"),
    ]  # fmt: skip
    assert rows(page, "Centres per age of the patients") == [
        ("Children", "1", "1"), ("Adults", "0", "0"), ("All ages", "0", "1"),
        ("Not stated", "5", "11"),
    ]  # fmt: skip


@pytest.mark.parametrize("query", [{}, {"peildatum": "2024-01-15"}, {"peildatum": "2031-01-01"}])
def test_every_number_is_the_total_of_the_list_that_it_links_to(client, read, spread, query):
    page = read(FIGURES, **query)
    links = [
        link
        for place in [*page.all("td", "number"), *page.all("dd", "figures__value")]
        for link in place.iter("a")
        if link.get("href").startswith(address("centres:list"))
        and "sortering" not in link.get("href")  # the soonest to end come first in that list
    ]
    said = [(link.get("href"), int(text_of(link).split()[0])) for link in links]
    assert len(said) > 10
    assert {parse_qs(urlsplit(url).query).get("peildatum", [None])[0] for url, _ in said} == {
        query.get("peildatum")
    }
    assert said == [(url, client.get(url).context["total"]) for url, _number in said]


def test_bars_are_on_the_scale_of_the_longest_row():
    drawn = bar_list(
        name="a", title="A", heading="A", definition="A.",
        rows=[Row("none", 0, 0), Row("half", 1, 5), Row("longest", 10, 10)],
    )  # fmt: skip
    assert [(each.filled, each.length) for each in drawn.rows] == [
        (0, 0), (WIDTH // 10, WIDTH // 2), (WIDTH, WIDTH),
    ]  # fmt: skip
    empty = bar_list(name="a", title="A", heading="A", definition="A.", rows=[Row("none", 0, 0)])
    assert [(each.filled, each.length) for each in empty.rows] == [(0, 0)]


# Over the years -----------------------------------------------------------------------------------


@pytest.fixture
def of_years(clock):
    """Recognitions of which more or less is known; one began again after a gap."""
    make_public_source_recognition(valid_from="2018", valid_through="2022")
    again = make_public_source_recognition(valid_from="2019-06", valid_through="2023-06").centre
    make_recognition(again)
    make_public_source_recognition(valid_from="2021")
    make_public_source_recognition(valid_from="", valid_through="")
    make_suspension(
        make_recognition(), datetime.date(2024, 12, 1), suspended_through=datetime.date(2025, 1, 31)
    )
    merged = make_recognition().centre
    merged.merged_into = again
    merged.save()


EXPECTED = [
    ("2018", "1", "0"),
    ("2019", "2", "0"),
    ("2020", "2", "0"),
    ("2021", "2", "1"),
    ("2022", "1", "2"),
    ("2023", "0", "3"),
    ("2024", "1", "2"),
    ("2025", "2", "2"),
]


def test_years_keep_what_is_certain_apart_from_what_is_not(read, of_years):
    page = read(FIGURES)
    assert years(page) == [*EXPECTED, ("2026 (on this day)", "2", "2")]
    assert page.main.count("Of 1 centre we do not know since when it is recognised.") == 1


def test_years_end_on_the_day_that_is_asked(read, of_years):
    assert years(read(FIGURES, peildatum="2022-12-30")) == [
        *EXPECTED[:4], ("2022 (on this day)", "1", "2"),
    ]  # fmt: skip
    assert years(read(FIGURES, peildatum="2017-05-01")) == [("2017 (on this day)", "0", "0")]
    assert years(read(FIGURES, peildatum="2028-05-01"))[-2:] == [
        ("2027", "2", "2"), ("2028 (on this day)", "0", "2"),
    ]  # fmt: skip
    assert len(years(read(FIGURES, peildatum="2199-12-31"))) == MOST_YEARS


def test_a_year_leads_to_the_centres_that_were_certainly_recognised(client, read, of_years):
    (place,) = read(FIGURES).all("div", "other-days")
    totals = [client.get(link.get("href")).context["total"] for link in place.iter("a")]
    assert totals == [*(int(certain) for _year, certain, _perhaps in EXPECTED), 2]


def test_no_total_stands_above_the_bars_of_what_does_not_add_up(read, of_years):
    (place,) = read(FIGURES).all("div", "other-days")
    assert [each for each in place.iter() if "--total" in each.get("class", "")] == []


# The page -----------------------------------------------------------------------------------------


def test_counts_by_others_stand_with_their_source_once_they_were_made(read, register):
    ReportedTotal.objects.create(
        as_of=datetime.date(2026, 3, 3), as_of_precision="day", count=300, is_approximate=True,
        scope="alle", source_name="Nieuws",
    )  # fmt: skip
    caption = "How many centres there are according to this register and to others"
    earlier = ("2022", "281", "alle", "STZ-jaarverslag")
    own = ("1", "whatever their status", "This register")
    assert rows(read(FIGURES), caption) == [("2 March 2026", *own), earlier]
    assert rows(read(FIGURES, peildatum="2026-03-03"), caption) == [
        ("3 March 2026", *own), ("3 March 2026", "about 300", "alle", "Nieuws"), earlier,
    ]  # fmt: skip
    assert "We know of no count by others." in read(FIGURES, peildatum="2021-12-31").main


def test_empty_register_has_zeros_and_no_drawing(read):
    page = read(FIGURES)
    assert set(figures(page).values()) == {0}
    assert page.all("figure") == page.all("table", "chart__table") == []
    assert "On this day no round was public yet." in page.texts("p")


def test_figures_are_remembered_until_the_register_changes(client, register):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address(FIGURES))
        assert response.status_code == 200
        return len(queries)

    asked()
    assert asked() == 4  # the version; the rounds; what others counted
    make_recognition(make_centre(register.hospital))
    assert asked() > 4
    assert figures(Page(client.get(address(FIGURES))))["in_register"] == 2
