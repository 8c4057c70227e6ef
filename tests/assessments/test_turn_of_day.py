"""The turn of the day: the first request of a day finds the register as it is on that day."""

import datetime
import logging

import html5lib
import pytest
from django.db import OperationalError, connection

from assessments import applications
from assessments.extensions import apply_due_extensions
from assessments.models import Extension
from centres.models import Recognition
from hospitals.models import RegisterVersion
from stz_registry import turn_of_day
from tests.assessments.builders import OPENS, WHY, make_open_round, make_submitted
from tests.builders import make_centre, make_recognition
from tests.conftest import set_clock
from tests.pages import classes_of, text_of
from tests.same_moment import at_the_same_moment

TERM_ENDS, DAY_AFTER = datetime.date(2026, 3, 31), datetime.date(2026, 4, 1)
RENEWING = "Herbeoordeling loopt, de erkenning loopt door tot en met 1 augustus 2026"


@pytest.fixture
def on(monkeypatch):
    """Return a function that sets the clock; the first request of each day is one again."""
    monkeypatch.setattr(turn_of_day, "turned_through", datetime.date.min)
    return lambda day: set_clock(monkeypatch, day)


def make_term(**over) -> Recognition:
    return make_recognition(make_centre(**over), datetime.date(2022, 4, 1), TERM_ENDS)


def accept_reassessment(recognition) -> None:
    application = make_submitted(make_open_round(), recognition.centre)
    applications.accept(application, version=application.version, on=OPENS, by=None, why=WHY)


def status_of(client, recognition) -> str:
    """Return the status that the page of the centre shows."""
    return status_in(client.get(f"/centra/{recognition.centre.slug}/"))


def status_in(response) -> str:
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    (panel,) = [each for each in page.iter("div") if "status-panel" in classes_of(each)]
    return text_of(panel.find("span"))


@pytest.mark.django_db
def test_the_public_reads_of_the_reassessment_from_the_day_after_the_term(client, on):
    extended, neighbour = make_term(), make_term()
    accept_reassessment(extended)
    on(TERM_ENDS)
    before = [status_of(client, each) for each in (extended, neighbour)]
    assert before == ["Erkend tot en met 31 maart 2026"] * 2
    on(DAY_AFTER)
    after = [status_of(client, each) for each in (extended, neighbour)]
    assert after == [RENEWING, "Verlopen, niet meer erkend sinds 1 april 2026"]


@pytest.mark.django_db
def test_the_version_of_the_register_tells_nothing_before_that_day(client, on):
    recognition = make_term()
    round_ = make_open_round()  # opening is public
    application = make_submitted(round_, recognition.centre)
    versions = [RegisterVersion.current().number]
    applications.accept(application, version=application.version, on=OPENS, by=None, why=WHY)
    versions.append(RegisterVersion.current().number)
    for day in (OPENS, TERM_ENDS, DAY_AFTER, DAY_AFTER):
        on(day)
        client.get("/")
        versions.append(RegisterVersion.current().number)
    assert len(set(versions[:4])) == 1
    assert versions[3] < versions[4] == versions[5]


@pytest.mark.django_db
def test_an_old_page_in_a_cache_is_not_taken_for_the_new_one(client, on):
    recognition = make_term()
    accept_reassessment(recognition)
    address = f"/centra/{recognition.centre.slug}/"
    on(TERM_ENDS)
    etag = client.get(address).headers.get("ETag", "")
    on(DAY_AFTER)
    answer = client.get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, status_in(answer)) == (200, RENEWING)


@pytest.mark.django_db
def test_a_day_costs_one_query_in_each_process(client, on, django_assert_num_queries):
    on(TERM_ENDS)
    with django_assert_num_queries(1):
        turn_of_day.turn_to(TERM_ENDS)
    with django_assert_num_queries(0):
        turn_of_day.turn_to(TERM_ENDS)
        turn_of_day.turn_to(OPENS)
    with django_assert_num_queries(1):
        turn_of_day.turn_to(DAY_AFTER)


def test_the_address_for_machines_asks_no_database(client, on):
    on(DAY_AFTER)
    assert client.get("/healthz").status_code == 200
    assert turn_of_day.turned_through == datetime.date.min


@pytest.mark.django_db
def test_a_failure_breaks_no_page_and_is_tried_again_at_the_next_request(client, on, caplog):
    recognition = make_term()
    accept_reassessment(recognition)

    def refuse(execute, sql, params, many, context):
        if "assessments_extension" in sql:
            raise OperationalError("the disk is full")
        return execute(sql, params, many, context)

    on(DAY_AFTER)
    with connection.execute_wrapper(refuse), caplog.at_level(logging.ERROR):
        status = status_of(client, recognition)
    assert [record.message for record in caplog.records] == [
        "The turn of the day failed; the next request tries again."
    ]
    assert status == "Verlopen, niet meer erkend sinds 1 april 2026"
    assert status_of(client, recognition) == RENEWING


@pytest.mark.django_db(transaction=True)
def test_several_processes_at_midnight_apply_an_extension_once(move_to_file):
    move_to_file()

    def world():
        accept_reassessment(make_term())
        accept_reassessment(make_term())

    assert at_the_same_moment(world) == [None]
    applied = at_the_same_moment(*[lambda: apply_due_extensions(on=DAY_AFTER)] * 3)
    assert sum(applied) == 2
    (extensions,) = at_the_same_moment(
        lambda: list(Extension.objects.values_list("applied_on", "dropped_on"))
    )
    assert extensions == [(DAY_AFTER, None)] * 2
