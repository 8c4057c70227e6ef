"""The start page counts what needs attention, and each list shows exactly those rows."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from centres import attention
from centres.models import Centre
from hospitals.attention import without_agb
from hospitals.models import Membership
from tests.builders import (
    make_centre,
    make_condition,
    make_hospital,
    make_member,
    make_public_source_recognition,
    make_recognition,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db

COMPLETE = {"name_en": "Heart centre", "referral_phone": "038 123 45 67"}


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def make_complete_centre(today, **over) -> Centre:
    hospital = make_member(agb=over.pop("agb", ""))
    centre = make_centre(
        hospital, conditions=[make_condition()], confirmed_on=today, **COMPLETE | over
    )
    make_recognition(centre, today - days(30), today + days(1000))
    return centre


@pytest.mark.parametrize(
    ("word", "over"),
    [
        (attention.without_contact, {"referral_phone": ""}),
        (attention.without_english_name, {"name_en": ""}),
        (attention.long_since_confirmed, {"confirmed_on": None}),
    ],
)
def test_a_centre_that_lacks_something_is_shown_and_a_complete_one_is_not(today, word, over):
    make_complete_centre(today)
    lacking = make_complete_centre(today)
    Centre.objects.filter(pk=lacking.pk).update(**over)
    assert list(word(today)) == [lacking]


def test_a_centre_that_never_had_a_recognition_is_shown(today):
    make_complete_centre(today)
    lacking = make_centre()
    assert list(attention.without_recognition(today)) == [lacking]


def test_a_centre_without_condition_is_shown(today):
    make_complete_centre(today)
    lacking = make_complete_centre(today)
    lacking.conditions.clear()
    assert list(attention.without_condition(today)) == [lacking]


@pytest.mark.parametrize(
    ("confirmed_on", "shown"),
    [(datetime.date(2025, 2, 2), False), (datetime.date(2025, 2, 1), True)],
)
def test_a_confirmation_is_too_old_after_13_months(today, confirmed_on, shown):
    centre = make_complete_centre(today)
    Centre.objects.filter(pk=centre.pk).update(confirmed_on=confirmed_on)
    assert attention.long_since_confirmed(today).exists() is shown


@pytest.mark.parametrize(
    ("last_day", "shown"),
    [
        (datetime.date(2026, 3, 1), False),
        (datetime.date(2026, 3, 2), True),
        (datetime.date(2027, 3, 2), True),
        (datetime.date(2027, 3, 3), False),
    ],
)
def test_a_recognition_that_ends_within_a_year_is_shown(today, last_day, shown):
    make_recognition(valid_from=datetime.date(2023, 5, 1), valid_through=last_day)
    assert attention.ending_soon(today).exists() is shown


def test_a_recognition_that_is_followed_by_another_asks_no_attention(today):
    centre = make_centre()
    make_recognition(centre, datetime.date(2022, 5, 1), datetime.date(2026, 4, 30))
    make_recognition(centre, datetime.date(2026, 5, 1), datetime.date(2030, 4, 30))
    assert list(attention.ending_soon(today)) == []


def test_a_recognition_that_is_not_confirmed_is_shown(today):
    make_recognition()
    unconfirmed = make_public_source_recognition(valid_from="2018").centre
    assert list(attention.unconfirmed(today)) == [unconfirmed]


def test_a_centre_that_has_merged_asks_no_attention(today):
    centre = make_centre(merged_into=make_complete_centre(today))
    assert [word.key for word in attention.ATTENTION if centre in word.rows(today)] == []


def test_only_a_member_without_agb_is_shown(today):
    make_member(agb="06010101")
    make_hospital()
    member = make_member()
    Membership.objects.filter(hospital=member).update(member_from=None)
    assert list(without_agb(today)) == [member]


def test_each_count_on_the_start_page_is_the_number_of_rows_in_its_list(editor_client):
    make_recognition()
    make_public_source_recognition(valid_from="2018")
    for block in editor_client.get(reverse("admin:index")).context["attention"]:
        listed = editor_client.get(block["list_url"]).context["cl"].result_count
        assert (block["key"], block["count"]) == (block["key"], listed)


def test_the_start_page_asks_the_same_number_of_queries_for_one_and_three(
    editor_client, django_assert_num_queries
):
    editor_client.get(reverse("admin:index"))
    make_public_source_recognition()
    with django_assert_num_queries(78):
        editor_client.get(reverse("admin:index"))
    make_public_source_recognition()
    make_public_source_recognition()
    with django_assert_num_queries(78):
        editor_client.get(reverse("admin:index"))


def test_a_worklist_that_does_not_exist_is_said_so(editor_client):
    make_recognition()
    address = reverse("admin:centres_centre_changelist")
    response = editor_client.get(f"{address}?attention=nonsense", follow=True)
    assert response.redirect_chain == [(f"{address}?e=1", 302)]
    assert len(response.context["messages"]) == 1


def links_on(client, centre) -> list[str]:
    page = client.get(reverse("admin:centres_centre_change", args=[centre.pk]))
    return Page(page).links()


def test_a_centre_without_a_recognition_leads_to_adding_one_and_not_to_the_site(editor_client):
    centre, neighbour = make_centre(), make_recognition().centre
    add = f"{reverse('admin:centres_recognition_add')}?centre={centre.pk}"
    site = reverse("admin:view_on_site", args=[content_type(), centre.pk])
    links = links_on(editor_client, centre)
    assert (add in links, site in links) == (True, False)
    other_add = f"{reverse('admin:centres_recognition_add')}?centre={neighbour.pk}"
    other_site = reverse("admin:view_on_site", args=[content_type(), neighbour.pk])
    links = links_on(editor_client, neighbour)
    assert (other_add in links, other_site in links) == (False, True)


def content_type() -> int:
    return ContentType.objects.get_for_model(Centre).pk


def test_who_may_only_read_is_offered_no_recognition_to_add(reader_client):
    centre = make_centre()
    add = f"{reverse('admin:centres_recognition_add')}?centre={centre.pk}"
    assert add not in links_on(reader_client, centre)


def test_the_start_page_tells_the_last_change_with_who_and_why(editor_client):
    centre = make_centre(name="Hartcentrum")
    centre.name = "Hartfalencentrum"
    centre.save_with_history(by=editor_client.user, why="Nieuwe naam")
    change, records = editor_client.get(reverse("admin:index")).context["recent_changes"][0]
    assert (change.who, change.why) == (editor_client.user.username, "Nieuwe naam")
    assert [(record.model, record.name, record.kind) for record in records] == [
        (Centre, "Hartfalencentrum", "~")
    ]
