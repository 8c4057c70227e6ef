"""Rules on rounds and reported totals."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from centres.models import AnnouncedRound, PublishedRound, ReportedTotal
from tests.builders import make_announced_round, make_edition, make_round
from tests.refused import assert_refused, rules_of

pytestmark = pytest.mark.django_db
DAY, NEXT_DAY = datetime.date(2024, 5, 1), datetime.date(2024, 5, 2)


def round_with(**fields) -> PublishedRound:
    defaults = {"year": 2024, "number": 1, "released_on": DAY, "figures_origin": "computed"}
    return PublishedRound(**{"edition": make_edition()} | defaults | fields)


def announced_with(**fields) -> AnnouncedRound:
    dates = {"opens_on": DAY, "closes_on": DAY}
    dates |= {"meets_on": NEXT_DAY, "planned_release_on": NEXT_DAY}
    return AnnouncedRound(**{"year": 2024, "number": 1, "edition": make_edition()} | dates | fields)


def total(**fields) -> ReportedTotal:
    defaults = {"as_of": DAY, "count": 281, "scope": "alle centra", "source_name": "STZ"}
    return ReportedTotal(**defaults | fields)


def after(first, second):
    first.save()
    return second


VIOLATIONS = {
    "round_number_stands_once_per_year": lambda: round_with(number=make_round(2024).number),
    "round_has_a_year_and_a_number": lambda: round_with(year=2016),
    "no_more_recognised_than_handled": lambda: round_with(handled=27, recognised=28),
    "new_and_reassessed_add_up": lambda: round_with(
        recognised=28, recognised_new=5, recognised_again=22
    ),
    "reported_figures_have_a_source": lambda: round_with(figures_origin="reported"),
    "round_release_precision_fits": lambda: round_with(released_on=None),
    "round_is_announced_once": lambda: announced_with(year=make_announced_round().year),
    "announced_dates_are_in_order": lambda: announced_with(meets_on=DAY),
    "reported_total_stands_once": lambda: after(total(), total()),
    "reported_total_has_a_source": lambda: total(source_name=""),
}


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_rule_refuses_violation(rule):
    assert_refused(VIOLATIONS[rule](), rule)


def test_every_rule_is_tested():
    assert set(VIOLATIONS) == rules_of(AnnouncedRound, PublishedRound, ReportedTotal)


@pytest.mark.parametrize(
    "dates",
    [
        {"opens_on": NEXT_DAY},
        {"closes_on": NEXT_DAY},
        {"meets_on": datetime.date(2024, 5, 3)},
    ],
)
def test_dates_of_an_announced_round_are_in_order(dates):
    announced_with().full_clean()
    assert_refused(announced_with(**dates), "announced_dates_are_in_order")


@pytest.mark.parametrize(
    "figures",
    [
        {"handled": 54, "recognised": 28, "recognised_new": 5, "recognised_again": 23},
        {"handled": 28, "recognised": 28},
        {"handled": None, "recognised": 28, "recognised_new": 5},
    ],
)
def test_figures_that_can_be_true_are_accepted(figures):
    round_with(**figures).full_clean()


def test_rounds_released_before_a_day_include_those_of_unknown_date():
    earlier = make_round(2023)
    unknown = make_round(2022, released_on=None, released_on_precision="unknown")
    make_round(2025)
    assert list(PublishedRound.objects.released_on_or_before(DAY)) == [earlier, unknown]


@pytest.mark.parametrize(
    ("released_on", "precision", "is_released", "is_refused"),
    [
        (None, "unknown", True, False),
        (DAY, "day", True, False),
        (NEXT_DAY, "day", False, True),
        (datetime.date(2024, 5, 31), "month", True, False),  # in May: perhaps, and shown as such
        (datetime.date(2024, 12, 31), "year", True, False),
        (datetime.date(2024, 6, 30), "month", False, True),
        (datetime.date(2025, 12, 31), "year", False, True),
        (datetime.date(2023, 12, 31), "year", True, False),
    ],
)
def test_what_is_not_released_on_a_day_is_not_shown_and_not_recorded(
    released_on, precision, is_released, is_refused
):
    one = make_round(released_on=released_on, released_on_precision=precision)
    shown = PublishedRound.objects.released_on_or_before(DAY)
    assert (one.is_released_on(DAY), shown.filter(pk=one.pk).exists()) == (is_released,) * 2
    assert refuses(one) == is_refused


def refuses(one: PublishedRound) -> bool:
    try:
        one.refuse_unreleased(DAY)
    except ValidationError:
        return True
    return False


def round_form(**over) -> dict:
    edition = make_edition()
    given = {"year": 2026, "number": 1, "edition": edition.pk, "figures_origin": "reported"}
    return given | {"source_name": "STZ"} | over


@pytest.mark.parametrize(
    ("text", "number"), [("3-3-2026", 0), ("2027", 0), ("2-3-2026", 1), ("2026", 1), ("", 1)]
)
def test_staff_cannot_record_a_round_before_its_release(editor_client, clock, text, number):
    data = round_form(released_on=text)
    response = editor_client.post(reverse("admin:centres_publishedround_add"), data)
    assert PublishedRound.objects.count() == number
    if not number:
        assert list(response.context["adminform"].form.errors) == ["released_on"]


@pytest.mark.parametrize("origin", PublishedRound.Figures)
def test_staff_change_reported_figures_and_never_computed_ones(editor_client, clock, origin):
    one = make_round(figures_origin=origin, source_name="STZ")
    address = reverse("admin:centres_publishedround_change", args=[one.pk])
    has_button = b'name="_save"' in editor_client.get(address).content
    assert has_button == (origin == PublishedRound.Figures.REPORTED)
    made = editor_client.post(
        reverse("admin:centres_publishedround_add"), round_form(number=2, figures_origin="computed")
    )
    assert list(made.context["adminform"].form.errors) == ["figures_origin"]


def test_round_is_named_by_year_and_number():
    assert make_round(2024, 2).code == "2024-2"


# The staff's page of what is public before the release ------------------------------------------


def admin_address(page: str, *args) -> str:
    return reverse(f"admin:centres_announcedround_{page}", args=args)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("who", ["reader_client", "editor_client", "superuser_client"])
def test_staff_read_what_is_announced_and_write_none_of_it(request, who, language):
    client, announced = request.getfixturevalue(who), make_announced_round(applications=54)
    with override(language):
        pages = {
            "list": admin_address("changelist"),
            "round": admin_address("change", announced.pk),
            "history": admin_address("history", announced.pk),
            "add": admin_address("add"),
        }
    assert {page: client.get(url).status_code for page, url in pages.items()} == {
        "list": 200, "round": 200, "history": 200, "add": 403,
    }  # fmt: skip
    saved = client.post(pages["round"], {"applications": 55, "why": "Omdat"})
    announced.refresh_from_db()
    assert (saved.status_code, announced.applications) == (403, 54)


def test_list_of_announced_rounds_asks_as_many_queries_for_one_as_for_three(
    editor_client, django_assert_num_queries
):
    make_announced_round(2026)
    editor_client.get(admin_address("changelist"))
    with django_assert_num_queries(8):
        editor_client.get(admin_address("changelist"))
    make_announced_round(2027)
    make_announced_round(2028)
    with django_assert_num_queries(8):
        editor_client.get(admin_address("changelist"))
