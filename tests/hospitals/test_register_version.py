"""Every change of public data raises the register's version; nothing else does."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.utils import timezone

from centres.models import Centre, ErrorReport, MissedSearch
from hospitals.constraints import ChangesRaiseVersion
from hospitals.models import Hospital, RegisterVersion
from tests.builders import make_centre, make_condition, make_hospital, make_user

pytestmark = pytest.mark.django_db


@contextmanager
def raises_version(at_least: int = 1):
    before = RegisterVersion.current().number
    yield
    assert RegisterVersion.current().number >= before + at_least


@contextmanager
def leaves_version():
    before = RegisterVersion.current().number
    yield
    assert RegisterVersion.current().number == before


NOT_SHOWN = (ErrorReport, MissedSearch)
"""What readers say, which no page of a record shows."""


def public_models() -> list[type[models.Model]]:
    """Return the models of public data: not the counter, and not the tables of the history."""
    return [
        model
        for app in ("hospitals", "centres")
        for model in apps.get_app_config(app).get_models()
        if model not in (RegisterVersion, *NOT_SHOWN)
        and not model.__name__.startswith("Historical")
    ]


def rules_of(model: type[models.Model]) -> list[ChangesRaiseVersion]:
    rules = model._meta.constraints
    return [rule for rule in rules if isinstance(rule, ChangesRaiseVersion)]


@pytest.mark.parametrize("model", public_models())
def test_every_public_model_declares_the_rule_with_its_links(model):
    links = {field.remote_field.through._meta.db_table for field in model._meta.many_to_many}
    assert [set(rule.links) for rule in rules_of(model)] == [links]


@pytest.mark.parametrize("model", public_models())
def test_every_public_table_has_its_triggers(model):
    (rule,) = rules_of(model)
    for table in (model._meta.db_table, *rule.links):
        assert triggers_of(table, rule.name) == ["DELETE", "INSERT", "UPDATE"]


def triggers_of(table: str, rule: str) -> list[str]:
    """Return on which changes of ``table`` the triggers of ``rule`` fire."""
    if connection.vendor == "sqlite":
        question = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    else:
        question = (
            "SELECT trigger_name || '_' || event_manipulation FROM information_schema.triggers"
            " WHERE event_object_table = %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(question, [table])
        names = [name for (name,) in cursor.fetchall() if name.startswith(f"{rule}_")]
    return sorted(name.rpartition("_")[2].upper() for name in names)


def test_every_way_to_write_raises_the_version():
    with raises_version():
        hospital = make_hospital()
    with raises_version():
        hospital.save()
    with raises_version():
        Hospital.objects.update(note="x")
    with raises_version():
        Hospital.objects.bulk_create([Hospital(name="Nieuw", short_name="N", slug="nieuw")])
    with raises_version():
        Hospital.objects.bulk_update([hospital], ["note"])
    with raises_version():
        hospital.delete()


def test_every_change_of_a_link_raises_the_version():
    centre, condition = make_centre(), make_condition()
    with raises_version():
        centre.conditions.add(condition)
    with leaves_version():
        centre.conditions.add(condition)
    with raises_version():
        centre.conditions.remove(condition)
    with raises_version():
        centre.conditions.set([condition])
    with raises_version():
        condition.centres.clear()


def test_raw_sql_raises_the_version():
    make_centre()
    with raises_version(), connection.cursor() as cursor:
        cursor.execute("UPDATE centres_centre SET note = 'x'")


def test_version_falls_back_with_its_transaction():
    with leaves_version():
        point = transaction.savepoint()
        make_centre()
        transaction.savepoint_rollback(point)
    assert Centre.objects.count() == 0


def test_accounts_sessions_and_history_leave_the_version():
    hospital = make_hospital()
    with leaves_version():
        user = make_user()
        Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
        get_user_model().objects.filter(pk=user.pk).update(first_name="A")
        hospital.history.update(history_change_reason="x")


def test_version_remembers_when_it_was_raised():
    assert RegisterVersion.objects.count() == 0
    assert (RegisterVersion.current().number, RegisterVersion.current().changed_at) == (0, None)
    make_hospital()
    age = timezone.now() - RegisterVersion.current().changed_at
    assert abs(age.total_seconds()) < 60


def test_there_is_one_counter():
    from django.db import IntegrityError

    make_hospital()
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterVersion.objects.create(pk=2)
    assert RegisterVersion.objects.count() == 1
