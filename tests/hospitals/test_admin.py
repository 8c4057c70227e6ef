"""How staff keep hospitals: places, former names, renames, mergers, and dates as text."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hospitals.forms import PartialDateField, written
from hospitals.models import Hospital
from hospitals.partial_dates import PartialDate
from tests.builders import make_hospital, make_location, make_membership

pytestmark = pytest.mark.django_db

INLINES = ("locations", "former_names", "memberships")


@pytest.mark.parametrize("text", ["2024", "10-2023", "24-6-2023", ""])
def test_a_partial_date_is_shown_as_it_is_typed(text):
    date = PartialDateField(stored=PartialDate.as_start).clean(text)
    assert written(date) == text


@pytest.mark.parametrize("text", ["31-2-2024", "13-2024", "juni 2024", "24-06-23"])
def test_a_text_that_is_no_date_is_refused(text):
    with pytest.raises(ValidationError):
        PartialDateField(stored=PartialDate.as_start).clean(text)


def rows(prefix: str, *forms: dict, initial: int = 0) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def hospital_form(hospital: Hospital | None = None, **over) -> dict:
    data = {"name": "Ziekenhuis Oost", "short_name": "Oost", "slug": "oost", "verified": "no"}
    if hospital:
        data |= {"seen_version": hospital.version, "why": "Gebeld"}
    for prefix in INLINES:
        data |= rows(prefix)
    return data | over


def change_page(hospital: Hospital) -> str:
    return reverse("admin:hospitals_hospital_change", args=[hospital.pk])


def test_a_hospital_is_added_with_its_place_and_membership(editor_client):
    data = hospital_form() | rows("locations", {"place": "Zwolle", "is_main": "on"})
    data |= rows("memberships", {"member_from": "2018"})
    response = editor_client.post(reverse("admin:hospitals_hospital_add"), data)
    hospital = Hospital.objects.get()
    membership = hospital.memberships.get()
    assert (response.status_code, hospital.place) == (302, "Zwolle")
    assert membership.first_day.isoformat() == "2018"
    assert membership.history.get().history_user == editor_client.user


def test_a_second_running_membership_is_refused_with_a_sentence(editor_client):
    hospital = make_hospital()
    running = make_membership(hospital)
    data = hospital_form(hospital) | rows(
        "memberships",
        {"id": running.pk, "hospital": hospital.pk, "member_from": ""},
        {"hospital": hospital.pk, "member_from": "2020"},
        initial=1,
    )
    response = editor_client.post(change_page(hospital), data)
    assert (response.status_code, hospital.memberships.count()) == (200, 1)


def test_two_main_locations_in_one_form_are_refused_with_a_sentence(editor_client):
    hospital = make_hospital()
    data = hospital_form(hospital) | rows(
        "locations",
        {"hospital": hospital.pk, "place": "Zwolle", "is_main": "on"},
        {"hospital": hospital.pk, "place": "Assen", "is_main": "on"},
    )
    response = editor_client.post(change_page(hospital), data)
    errors = response.context["adminform"].form.non_field_errors()
    assert (response.status_code, hospital.locations.count(), len(errors)) == (200, 0, 1)


def test_the_name_of_a_hospital_changes_by_renaming_only(editor_client):
    hospital = make_hospital(name="Medisch Centrum")
    editor_client.post(change_page(hospital), hospital_form(hospital, name="Anders"))
    hospital.refresh_from_db()
    assert hospital.name == "Medisch Centrum"


def test_a_renamed_hospital_keeps_its_old_name_with_its_last_day(editor_client):
    hospital, neighbour = make_hospital(name="Medisch Centrum"), make_hospital()
    data = {
        "version": hospital.version,
        "name": "Ziekenhuis Noord",
        "short_name": "Noord",
        "last_day_of_old_name": "31-12-2024",
        "why": "Fusie",
    }
    editor_client.post(reverse("admin:hospitals_hospital_rename", args=[hospital.pk]), data)
    hospital.refresh_from_db()
    former = hospital.former_names.get()
    assert (hospital.name, former.name) == ("Ziekenhuis Noord", "Medisch Centrum")
    assert former.used_through == datetime.date(2024, 12, 31)
    assert neighbour.former_names.count() == 0


def test_a_name_that_is_still_used_is_not_replaced(editor_client, clock):
    hospital = make_hospital(name="Medisch Centrum")
    data = {
        "version": hospital.version,
        "name": "Ziekenhuis Noord",
        "short_name": "Noord",
        "last_day_of_old_name": clock.isoformat(),
        "why": "Fusie",
    }
    page = reverse("admin:hospitals_hospital_rename", args=[hospital.pk])
    response = editor_client.post(page, data)
    hospital.refresh_from_db()
    assert list(response.context["form"].errors) == ["last_day_of_old_name"]
    assert hospital.name == "Medisch Centrum"


def test_a_merged_hospital_offers_no_second_merger(editor_client):
    into = make_hospital()
    hospital = make_hospital(merged_into=into)
    page = reverse("admin:hospitals_hospital_merge", args=[hospital.pk])
    assert editor_client.get(page).status_code == 404


def test_a_place_is_chosen_by_its_name_and_its_hospital(editor_client):
    make_location(make_hospital(short_name="Oost"), place="Zwolle")
    field = {"app_label": "centres", "model_name": "centre", "field_name": "locations"}
    response = editor_client.get(reverse("admin:autocomplete"), field | {"term": "Zwolle"})
    assert [choice["text"] for choice in response.json()["results"]] == ["Zwolle (Oost)"]
