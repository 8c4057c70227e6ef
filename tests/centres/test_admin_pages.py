"""Every page of the staff's workplace opens, for those who may and in both languages."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

from centres.models import (
    Centre,
    Condition,
    CriteriaEdition,
    PatientOrganisation,
    PublishedRound,
    Recognition,
    ReportedTotal,
    Specialty,
)
from hospitals.models import Hospital, Location
from tests.builders import (
    make_centre,
    make_condition,
    make_edition,
    make_location,
    make_member,
    make_public_source_recognition,
    make_recognition,
    make_round,
    make_specialty,
)

pytestmark = pytest.mark.django_db

MODELS = [
    Centre,
    Condition,
    CriteriaEdition,
    Hospital,
    Location,
    PatientOrganisation,
    PublishedRound,
    Recognition,
    ReportedTotal,
    Specialty,
]


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def make_one_of_each() -> dict:
    centre = make_centre(conditions=[make_condition()], specialties=[make_specialty()])
    return {
        Centre: centre,
        Condition: centre.conditions.get(),
        CriteriaEdition: make_edition(in_use_since=None),
        Hospital: centre.hospital,
        Location: centre.hospital.locations.get(),
        PatientOrganisation: PatientOrganisation.objects.create(name="Hartgroep"),
        PublishedRound: make_round(),
        Recognition: make_recognition(centre),
        ReportedTotal: ReportedTotal.objects.create(
            as_of="2022-12-31", count=281, scope="alle", source_name="Jaarverslag"
        ),
        Specialty: centre.specialties.get(),
    }


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", ["changelist", "add", "change", "history"])
def test_every_page_opens_for_an_editor(editor_client, page, language):
    records = make_one_of_each()
    for model in MODELS:
        args = [records[model].pk] if page in ("change", "history") else []
        with override(language):
            path = address(model, page, *args)
        response = editor_client.get(path)
        assert (model, response.status_code) == (model, 200)


@pytest.mark.parametrize(
    ("page", "status"), [("changelist", 200), ("change", 200), ("history", 200), ("add", 403)]
)
def test_a_reader_reads_everything_and_adds_nothing(reader_client, page, status):
    records = make_one_of_each()
    for model in MODELS:
        args = [records[model].pk] if page in ("change", "history") else []
        response = reader_client.get(address(model, page, *args))
        assert (model, response.status_code) == (model, status)


def test_a_reader_saves_nothing(reader_client):
    centre = make_centre(name="Hartcentrum")
    response = reader_client.post(address(Centre, "change", centre.pk), {"name": "Anders"})
    centre.refresh_from_db()
    assert (response.status_code, centre.name) == (403, "Hartcentrum")


def test_nothing_that_is_kept_can_be_deleted(superuser_client):
    records = make_one_of_each()
    for model in MODELS:
        response = superuser_client.post(
            address(model, "delete", records[model].pk), {"post": "yes"}
        )
        assert (model, response.status_code) == (model, 403)


def test_a_partial_date_is_read_as_far_as_it_is_known(reader_client):
    recognition = make_public_source_recognition(valid_from="2018")
    page = reader_client.get(address(Recognition, "change", recognition.pk)).content.decode()
    assert ("2018" in page, "31 december 2018" in page) == (True, False)


def test_every_relation_is_chosen_by_typing(editor_client):
    request = RequestFactory().get("/")
    request.user = editor_client.user
    missing = []
    for model in MODELS:
        record_admin = admin.site.get_model_admin(model)
        pages = [record_admin, *record_admin.get_inline_instances(request)]
        for page in pages:
            shown = flatten_fieldsets(page.get_fieldsets(request))
            relations = [
                field.name
                for field in (*page.opts.fields, *page.opts.many_to_many)
                if field.is_relation and field.name in shown
            ]
            chosen = page.get_autocomplete_fields(request)
            missing += [(model, name) for name in relations if name not in chosen]
    assert missing == []


@pytest.mark.parametrize("model", [Centre, Recognition, Hospital, Location, Condition])
def test_a_list_asks_the_same_number_of_queries_for_one_and_three_rows(
    editor_client, django_assert_num_queries, model
):
    expected = {Centre: 11, Recognition: 12, Hospital: 8, Location: 7, Condition: 9}[model]
    make_full_centre()
    editor_client.get(address(model, "changelist"))
    with django_assert_num_queries(expected):
        editor_client.get(address(model, "changelist"))
    for _number in range(2):
        make_full_centre()
    with django_assert_num_queries(expected):
        editor_client.get(address(model, "changelist"))


def make_full_centre():
    hospital = make_member()
    make_location(hospital, place="Assen", is_main=False)
    centre = make_centre(hospital, conditions=[make_condition(), make_condition()])
    make_recognition(centre)
