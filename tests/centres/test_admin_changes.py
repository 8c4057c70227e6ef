"""A change has a reason, and nobody overwrites somebody else."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from centres.models import Centre, Condition, Recognition
from centres.status import Origin
from tests.builders import (
    make_centre,
    make_condition,
    make_edition,
    make_hospital,
    make_location,
    make_recognition,
    make_user,
)

pytestmark = pytest.mark.django_db

CENTRE_INLINES = ("other_names", "partners", "yearly_figures")


def address(record, page: str = "change") -> str:
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[record.pk])


def management(*prefixes: str) -> dict:
    return {
        f"{prefix}-{part}": "0"
        for prefix in prefixes
        for part in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }


def centre_form(centre: Centre, **over) -> dict:
    """Return what the browser sends when ``centre`` is saved with the fields ``over`` changed."""
    data = {
        "name": centre.name,
        "kind": centre.kind,
        "verified": centre.verified,
        "seen_version": centre.version,
        "why": "Gebeld met het ziekenhuis",
    }
    return data | management(*CENTRE_INLINES) | over


def errors(response) -> list[str]:
    form = response.context["adminform"].form
    return [str(message) for messages in form.errors.values() for message in messages]


def test_a_change_without_a_reason_is_not_saved(editor_client):
    centre = make_centre(name="Hartcentrum")
    response = editor_client.post(address(centre), centre_form(centre, name="Anders", why=" "))
    centre.refresh_from_db()
    assert (centre.name, list(response.context["adminform"].form.errors)) == (
        "Hartcentrum",
        ["why"],
    )


def test_a_change_keeps_who_and_why_in_the_history(editor_client):
    centre = make_centre(name="Hartcentrum")
    response = editor_client.post(address(centre), centre_form(centre, name="Hartfalencentrum"))
    centre.refresh_from_db()
    last = centre.history.first()
    assert response.status_code == 302
    assert (centre.name, centre.version) == ("Hartfalencentrum", 2)
    assert (last.history_user, last.history_change_reason) == (
        editor_client.user,
        "Gebeld met het ziekenhuis",
    )


def test_a_row_saved_along_keeps_the_same_reason(editor_client):
    centre = make_centre()
    row = {"other_names-0-name": "Hartpoli", "other_names-0-kind": "alternative"}
    data = centre_form(centre) | row | {"other_names-TOTAL_FORMS": "1"}
    editor_client.post(address(centre), data)
    name = centre.other_names.get()
    assert (name.name, name.history.get().history_change_reason) == (
        "Hartpoli",
        "Gebeld met het ziekenhuis",
    )


def test_a_link_keeps_the_same_reason(editor_client):
    centre, condition = make_centre(), make_condition(name="Hartfalen")
    editor_client.post(address(centre), centre_form(centre, conditions=[condition.pk]))
    last = centre.history.first()
    assert (list(centre.conditions.all()), last.history_change_reason) == (
        [condition],
        "Gebeld met het ziekenhuis",
    )


def test_a_row_removed_by_an_editor_stays_in_the_history(editor_client):
    centre = make_centre()
    name = centre.other_names.create(name="Hartpoli")
    data = centre_form(centre) | {
        "other_names-TOTAL_FORMS": "1",
        "other_names-INITIAL_FORMS": "1",
        "other_names-0-id": name.pk,
        "other_names-0-centre": centre.pk,
        "other_names-0-name": "Hartpoli",
        "other_names-0-kind": "alternative",
        "other_names-0-seen_version": name.version,
        "other_names-0-DELETE": "on",
    }
    editor_client.post(address(centre), data)
    last = type(name).history.first()
    assert centre.other_names.count() == 0
    assert (last.history_type, last.history_change_reason) == ("-", "Gebeld met het ziekenhuis")


def test_saving_over_somebody_elses_change_is_refused_and_keeps_what_was_typed(editor_client):
    centre = make_centre(name="Hartcentrum")
    form = centre_form(centre, name="Mijn naam")
    colleague = make_user("editor", first_name="Roos", last_name="Vos")
    centre.version = 2
    centre.name = "Haar naam"
    centre.save_with_history(by=colleague, why="Eerder")
    response = editor_client.post(address(centre), form)
    centre.refresh_from_db()
    shown = response.context["adminform"].form
    assert (centre.name, centre.version) == ("Haar naam", 2)
    assert (shown["name"].value(), shown["seen_version"].value()) == ("Mijn naam", "1")
    assert str(colleague) in errors(response)[0]


def test_a_location_of_another_hospital_is_refused(editor_client):
    centre, elsewhere = make_centre(), make_location(make_hospital(), place="Assen")
    response = editor_client.post(address(centre), centre_form(centre, locations=[elsewhere.pk]))
    assert list(response.context["adminform"].form.errors) == ["locations"]


def test_a_new_centre_with_a_location_but_no_hospital_is_refused_with_a_sentence(editor_client):
    data = {"name": "Hartcentrum", "slug": "hart", "kind": "condition", "verified": "no"}
    data |= management(*CENTRE_INLINES) | {"locations": [make_location().pk]}
    response = editor_client.post(reverse("admin:centres_centre_add"), data)
    assert list(response.context["adminform"].form.errors) == ["hospital"]


def test_a_slug_stays_when_it_is_sent_again(editor_client):
    centre = make_centre(slug="hartcentrum")
    editor_client.post(address(centre), centre_form(centre, slug="anders"))
    centre.refresh_from_db()
    assert centre.slug == "hartcentrum"


def recognition_form(centre, **over) -> dict:
    data = {
        "centre": centre.pk,
        "outcome": "full",
        "origin": "register",
        "is_reassessment": "unknown",
        "valid_from": "1-5-2024",
        "valid_through": "30-4-2028",
    }
    return data | management("suspensions") | over


def test_a_recognition_is_added_with_dates_as_text(editor_client):
    centre = make_centre()
    response = editor_client.post(
        reverse("admin:centres_recognition_add"), recognition_form(centre)
    )
    recognition = centre.recognitions.get()
    assert response.status_code == 302
    assert (recognition.valid_from, recognition.valid_through) == (
        datetime.date(2024, 5, 1),
        datetime.date(2028, 4, 30),
    )
    assert recognition.history.get().history_user == editor_client.user


def test_a_recognition_from_a_public_source_keeps_how_precisely_it_is_known(editor_client):
    centre = make_centre()
    data = recognition_form(
        centre,
        origin="public_source",
        outcome="not_stated",
        valid_from="10-2023",
        valid_through="",
        source_url="https://ziekenhuis.example/nieuws",
        source_date="2023",
    )
    editor_client.post(reverse("admin:centres_recognition_add"), data)
    recognition = centre.recognitions.get()
    assert (
        recognition.first_known.isoformat(),
        recognition.last_known.isoformat(),
        recognition.source_published.isoformat(),
    ) == ("2023-10", "", "2023")


def test_a_date_that_is_no_date_is_explained_at_the_field(editor_client):
    centre = make_centre()
    response = editor_client.post(
        reverse("admin:centres_recognition_add"), recognition_form(centre, valid_from="mei 2024")
    )
    assert list(response.context["adminform"].form.errors) == ["valid_from"]


def test_a_recognition_that_overlaps_is_refused_with_the_sentence_of_the_rule(editor_client):
    centre = make_centre()
    make_recognition(centre)
    response = editor_client.post(
        reverse("admin:centres_recognition_add"), recognition_form(centre)
    )
    assert (centre.recognitions.count(), len(errors(response))) == (1, 1)


def test_a_decision_is_not_recorded_by_hand(editor_client):
    centre = make_centre()
    response = editor_client.post(
        reverse("admin:centres_recognition_add"), recognition_form(centre, origin="decision")
    )
    assert list(response.context["adminform"].form.errors) == ["origin"]


def test_a_decision_is_only_read(editor_client):
    recognition = make_recognition(origin=Origin.DECISION)
    page = editor_client.get(address(recognition))
    saved = editor_client.post(address(recognition), {"outcome": "with_requirements"})
    assert (page.context["has_change_permission"], saved.status_code) == (False, 403)


def verb(recognition: Recognition, name: str) -> str:
    return reverse(f"admin:centres_recognition_{name}", args=[recognition.pk])


def test_a_recognition_is_suspended_with_a_reason(editor_client):
    recognition = make_recognition(
        valid_from=datetime.date(2024, 5, 1), valid_through=datetime.date(2099, 4, 30)
    )
    data = {"version": 1, "first_day": "1-6-2025", "reason": "Geen team"}
    response = editor_client.post(verb(recognition, "suspend"), data)
    suspension = recognition.suspensions.get()
    assert response.status_code == 302
    assert (suspension.suspended_from, suspension.reason) == (
        datetime.date(2025, 6, 1),
        "Geen team",
    )


@pytest.mark.parametrize(
    ("name", "answers", "field", "value"),
    [
        ("extend", {"through": "30-4-2100"}, "extended_through", datetime.date(2100, 4, 30)),
        ("give_back", {"last_day": "1-6-2025"}, "ended_how", "returned"),
        ("withdraw", {"last_day": "1-6-2025"}, "ended_how", "withdrawn"),
    ],
)
def test_the_other_verbs_change_the_recognition(editor_client, name, answers, field, value):
    recognition = make_recognition(valid_through=datetime.date(2099, 4, 30))
    response = editor_client.post(
        verb(recognition, name), answers | {"version": 1, "reason": "Besluit"}
    )
    recognition.refresh_from_db()
    assert (response.status_code, getattr(recognition, field)) == (302, value)


def test_a_verb_that_is_refused_says_why_and_changes_nothing(editor_client):
    recognition = make_recognition(valid_through=datetime.date(2099, 4, 30))
    data = {"version": 1, "last_day": "1-6-2101", "reason": "Besluit"}
    response = editor_client.post(verb(recognition, "withdraw"), data)
    recognition.refresh_from_db()
    assert (response.status_code, recognition.ended_how) == (200, "")
    assert len(response.context["form"].errors) == 1


def test_a_verb_on_a_version_that_is_past_is_refused(editor_client):
    recognition = make_recognition(valid_through=datetime.date(2099, 4, 30))
    data = {"version": 7, "last_day": "1-6-2025", "reason": "Besluit"}
    response = editor_client.post(verb(recognition, "withdraw"), data)
    recognition.refresh_from_db()
    assert (response.status_code, recognition.ended_how) == (200, "")


def test_a_reader_uses_no_verb(reader_client):
    recognition = make_recognition(valid_through=datetime.date(2099, 4, 30))
    assert reader_client.get(verb(recognition, "withdraw")).status_code == 403


def test_an_edition_in_use_is_only_read(editor_client):
    page = editor_client.get(address(make_edition()))
    assert page.context["has_change_permission"] is False


def test_an_edition_is_put_in_use(editor_client):
    edition = make_edition(in_use_since=None)
    data = {"version": edition.version, "on": "1-1-2027", "why": "Vastgesteld door het bestuur"}
    editor_client.post(reverse("admin:centres_criteriaedition_put_in_use", args=[edition.pk]), data)
    edition.refresh_from_db()
    assert edition.in_use_since == datetime.date(2027, 1, 1)


def test_a_centre_merges_into_another(editor_client):
    centre, other = make_centre(), make_centre()
    data = {"version": centre.version, "into": other.pk, "why": "Samengegaan"}
    editor_client.post(reverse("admin:centres_centre_merge", args=[centre.pk]), data)
    centre.refresh_from_db()
    assert centre.merged_into == other


def test_the_history_tells_before_after_who_and_why(editor_client):
    centre, condition = make_centre(name="Hartcentrum"), make_condition(name="Hartfalen")
    row = {"other_names-0-name": "Hartpoli", "other_names-0-kind": "alternative"}
    data = centre_form(centre, name="Hartfalencentrum", conditions=[condition.pk])
    editor_client.post(address(centre), data | row | {"other_names-TOTAL_FORMS": "1"})
    change, records = editor_client.get(address(centre, "history")).context["changes"][0]
    told = [
        (record.model.__name__, field.before, field.after)
        for record in records
        for field in record.fields
    ]
    assert change.why == "Gebeld met het ziekenhuis"
    assert set(told) >= {
        ("Centre", "Hartcentrum", "Hartfalencentrum"),
        ("Centre", "", "Hartfalen"),
        ("CentreName", "", "Hartpoli"),
    }


def exported(client, model: type, how: str):
    opts = model._meta
    records = model.objects.values_list("pk", flat=True)
    return client.post(
        reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
        {"action": how, "_selected_action": list(records)},
    )


def test_a_name_does_not_become_a_formula_in_csv(reader_client):
    make_condition(name="=1+1", slug="som")
    lines = exported(reader_client, Condition, "export_csv").content.decode("utf-8-sig")
    assert lines.splitlines()[1].split(";")[:3] == ["som", "'=1+1", ""]


def test_a_name_does_not_become_a_formula_in_a_workbook(reader_client):
    make_condition(name="=1+1", slug="som")
    content = exported(reader_client, Condition, "export_xlsx").content
    cell = load_workbook(io.BytesIO(content)).active["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("model", [Centre, Recognition])
def test_a_list_is_exported_with_a_row_for_each_record(reader_client, model):
    make_recognition(make_centre(conditions=[make_condition(), make_condition()]))
    make_recognition()
    lines = exported(reader_client, model, "export_csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
