"""What staff export can be loaded again, and changes nothing."""

import datetime
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centres.imports.files import read_path, read_upload
from centres.imports.loading import load
from centres.models import Centre, CentreName, Condition, Partner, Recognition
from centres.status import EndedHow, Origin
from hospitals.models import Hospital, RegisterVersion
from tests.builders import (
    make_centre,
    make_condition,
    make_hospital,
    make_location,
    make_recognition,
    make_round,
    make_specialty,
)
from tests.centres.imported import TODAY, mistakes

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[2] / "data"
TABLES = {
    "hospitals": Hospital,
    "conditions": Condition,
    "centres": Centre,
    "recognitions": Recognition,
}
KINDS = ("export_csv", "export_xlsx")


def exported(client, model: type, how: str) -> tuple[str, bytes]:
    """Return the name and the content of the file with all records of ``model``."""
    records = list(model.objects.values_list("pk", flat=True))
    response = client.post(
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
        {"action": how, "_selected_action": records[:1], "select_across": "1"},
    )
    name = re.search(r'filename="(.+)"', response["Content-Disposition"])[1]
    return name, response.content


def loaded_again(client, model: type, how: str) -> tuple:
    """Return mistakes, and how many rows are new, changed and unchanged."""
    report = load(read_upload(*exported(client, model, how)), by=None, why="Terug", on=TODAY)
    (table,) = report.tables or [None]
    numbers = table and (len(table.new), len(table.changed), table.unchanged)
    return mistakes(report), numbers


def assert_nothing_changes(client) -> None:
    before = RegisterVersion.current().number
    found = {
        (name, how): loaded_again(client, model, how)
        for name, model in TABLES.items()
        for how in KINDS
    }
    assert found == {
        (name, how): ([], (0, 0, model.objects.count()))
        for name, model in TABLES.items()
        for how in KINDS
    }
    assert RegisterVersion.current().number == before


def test_export_of_the_real_data_loads_again_and_changes_nothing(reader_client):
    load(read_path(DATA), by=None, why="Beginstand", on=TODAY)
    assert min(model.objects.count() for model in TABLES.values()) > 20
    assert_nothing_changes(reader_client)


def test_export_of_what_is_hard_to_write_loads_again_and_changes_nothing(reader_client):
    hospital = make_hospital(name="Zwolle", short_name="Noord", other_names="een\r\ntwee")
    make_hospital(name="Noord", short_name="Zwolle")
    named = make_location(hospital, name="Noord", place="Zwolle")
    nameless = make_location(hospital, is_main=False)
    specialty = make_specialty(name='Longziekten; hart, en "meer"')
    condition = make_condition(name="=1+1", summary="'-twee\nregels")
    condition.specialties.add(specialty)
    condition.codes.create(system="icd10", code="C34")
    centre = make_centre(
        hospital,
        name="@hart",
        conditions=[condition],
        specialties=[specialty],
        referral_phone="+31 38 123 45 67",
        for_whom="Een.\r\n\r\nTwee  drie. ",
        confirmed_on=datetime.date(2026, 3, 1),
    )
    centre.locations.set([nameless])
    make_centre(hospital, name="Noord").locations.set([named])
    make_centre(make_hospital(), name="@hart", merged_into=centre)
    CentreName.objects.create(centre=centre, name="-oud", kind="former", used_through=TODAY)
    Partner.objects.create(centre=centre, hospital=make_hospital())
    Partner.objects.create(centre=centre, outside_name="UMC Ergens")
    day = datetime.date(2024, 12, 31)
    make_recognition(centre, round=make_round(2024), ended_how=EndedHow.RETURNED, last_day=day)
    make_recognition(origin=Origin.DECISION, is_reassessment=False)
    assert_nothing_changes(reader_client)


def test_the_file_has_the_headings_of_the_import_and_tells_the_status(reader_client, clock):
    make_recognition(make_centre(make_hospital(name="Ziekenhuis Oost")))
    name, content = exported(reader_client, Recognition, "export_csv")
    headings, row = (line.split(";") for line in content.decode("utf-8-sig").splitlines())
    told = dict(zip(headings, row, strict=True))
    assert name == "recognitions-2026-03-02.csv"
    assert headings[:4] == ["hospital", "centre", "valid_from", "valid_through"]
    assert (told["hospital"], told["valid_from"]) == ("Ziekenhuis Oost", "2024-05-01")
    assert told["status"] == "recognised"


@pytest.mark.parametrize("model", TABLES.values())
def test_an_export_of_three_asks_no_more_than_an_export_of_one(reader_client, model):
    numbers = []
    for records in (1, 2):
        for _number in range(records):
            condition, specialty = make_condition(), make_specialty()
            make_recognition(make_centre(conditions=[condition], specialties=[specialty]))
        with CaptureQueriesContext(connection) as queries:
            exported(reader_client, model, "export_csv")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
