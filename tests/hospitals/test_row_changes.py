"""Rows within a record's page: what a colleague saved meanwhile is never overwritten."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from centres.models import YearlyFigure
from hospitals.models import Hospital, Location
from tests.builders import make_centre, make_hospital, make_location
from tests.centres.imported import load_tables
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


def address(record) -> str:
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])


def fields_of(form) -> dict[str, str]:
    """Return what a browser sends for ``form`` when nothing is typed, as its HTML says."""
    sent = {}
    for bound in form:
        tags = re.findall(r"<(?:input|textarea|select)[^>]*>", str(bound))
        hidden = [tag for tag in tags if 'name="initial-' in tag]
        sent |= {attribute(tag, "name"): attribute(tag, "value") for tag in hidden}
        sent[bound.html_name] = bound.field.prepare_value(bound.value())
    return {name: "" if value is None else value for name, value in sent.items()}


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def opened(client: Client, record) -> dict:
    """Open the page of ``record``; return what the browser would send, with a reason."""
    context = client.get(address(record)).context
    data = fields_of(context["adminform"].form) | {"why": "Gebeld"}
    for inline in context["inline_admin_formsets"]:
        data |= fields_of(inline.formset.management_form)
        for form in inline.formset.initial_forms:
            data |= fields_of(form)
    return {name: value for name, value in data.items() if value is not False}


def errors(response) -> list[str]:
    return [str(error) for error in response.context["errors"]]


def colleague_moves(location: Location, **changes):
    """Let a colleague save ``location`` on the page of locations; return who it was."""
    colleague = client_of("editor")
    response = colleague.post(address(location), opened(colleague, location) | changes)
    assert response.status_code == 302
    return colleague.user


@pytest.fixture
def hospital() -> Hospital:
    hospital = make_hospital()
    make_location(hospital, place="Zwolle", address="Oude Weg 1", is_main=True)
    return hospital


def test_a_row_that_was_left_alone_keeps_the_change_of_a_colleague(editor_client, hospital):
    data = opened(editor_client, hospital)
    colleague_moves(hospital.locations.get(), address="Nieuwe Weg 2")
    saved = editor_client.post(address(hospital), data | {"website": "https://nieuw.example"})
    hospital.refresh_from_db()
    location = hospital.locations.get()
    assert (saved.status_code, hospital.website) == (302, "https://nieuw.example")
    assert (location.address, location.version) == ("Nieuwe Weg 2", 2)


def test_a_row_that_a_colleague_changed_too_is_refused_with_what_was_typed(editor_client, hospital):
    data = opened(editor_client, hospital) | {"website": "https://nieuw.example"}
    colleague = colleague_moves(hospital.locations.get(), address="Nieuwe Weg 2")
    response = editor_client.post(address(hospital), data | {"locations-0-address": "Mijn Weg 3"})
    hospital.refresh_from_db()
    (row,) = response.context["inline_admin_formsets"][0].formset.initial_forms
    assert (hospital.website, hospital.locations.get().address) == ("", "Nieuwe Weg 2")
    assert (row["address"].value(), row["seen_version"].value()) == ("Mijn Weg 3", "1")
    assert colleague.username in errors(response)[0]


def test_a_row_that_a_colleague_changed_is_not_removed(editor_client, hospital):
    data = opened(editor_client, hospital)
    colleague_moves(hospital.locations.get(), address="Nieuwe Weg 2")
    response = editor_client.post(address(hospital), data | {"locations-0-DELETE": "on"})
    assert (response.status_code, hospital.locations.count()) == (200, 1)


def test_a_row_without_its_version_is_refused(editor_client, hospital):
    data = opened(editor_client, hospital) | {"locations-0-address": "Mijn Weg 3"}
    del data["locations-0-seen_version"]
    response = editor_client.post(address(hospital), data)
    assert (response.status_code, hospital.locations.get().address) == (200, "Oude Weg 1")


def test_a_row_that_a_colleague_removed_is_explained(editor_client, hospital):
    data = opened(editor_client, hospital)
    hospital.locations.all().delete()
    response = editor_client.post(address(hospital), data)
    (row,) = response.context["inline_admin_formsets"][0].formset.initial_forms
    assert (response.status_code, len(row.non_field_errors())) == (200, 1)


def test_a_row_that_is_changed_and_one_that_is_left_alone(editor_client, hospital):
    other = make_location(hospital, place="Assen", address="Brink 1", is_main=False)
    data = opened(editor_client, hospital)
    (row,) = [
        name
        for name, value in data.items()
        if value == "Oude Weg 1" and not name.startswith("initial-")
    ]
    editor_client.post(address(hospital), data | {row: "Nieuwe Weg 2"})
    changed = hospital.locations.get(is_main=True)
    other.refresh_from_db()
    assert (changed.address, changed.version, changed.history.count()) == ("Nieuwe Weg 2", 2, 2)
    assert (other.address, other.version, other.history.count()) == ("Brink 1", 1, 1)


def test_a_stale_row_is_not_judged_when_it_was_left_alone(editor_client, hospital):
    """The main location moved to another place meanwhile; the page still shows the old one."""
    first = hospital.locations.get()
    second = make_location(hospital, place="Assen", is_main=False)
    data = opened(editor_client, hospital)
    Location.objects.filter(pk=first.pk).update(is_main=False)
    Location.objects.filter(pk=second.pk).update(is_main=True)
    saved = editor_client.post(address(hospital), data | {"website": "https://nieuw.example"})
    assert (saved.status_code, hospital.locations.get(is_main=True)) == (302, second)


def test_a_figure_that_was_imported_meanwhile_stays(editor_client):
    centre = make_centre()
    figure = YearlyFigure(centre=centre, year=2024, value=10, measure="Consult", definition="Alle")
    figure.save_with_history(by=None, why="Opgave")
    data = opened(editor_client, centre)
    row = f"{centre.public_id};2024;Consult;Alle;12"
    load_tables(yearly_figures=f"centre;year;measure;definition;value\n{row}\n")
    saved = editor_client.post(address(centre), data | {"name_en": "Heart centre"})
    refused = editor_client.post(
        address(centre),
        data | {"seen_version": 2, "yearly_figures-0-value": "11"},
    )
    figure.refresh_from_db()
    assert (saved.status_code, refused.status_code, figure.value) == (302, 200, 12)
