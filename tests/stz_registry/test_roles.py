"""The groups hold exactly what the roles say, on a database that was just migrated."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from stz_registry.roles import EDITOR, READER, ROLES, make_roles

pytestmark = pytest.mark.django_db

NAMES = (
    "application",
    "assessmentround",
    "centre",
    "committeemember",
    "condition",
    "contact",
    "criteriaedition",
    "hospital",
    "membership",
    "patientorganisation",
    "publishedround",
    "recognition",
    "reportedtotal",
    "specialty",
)
PARTS = (
    "centrename",
    "conditioncode",
    "conditionname",
    "criterion",
    "employer",
    "formername",
    "location",
    "partner",
    "yearlyfigure",
)
READ_ONLY = (
    "announcedround",
    "answer",
    "approval",
    "assignment",
    "completionrequest",
    "conflictdeclaration",
    "consensus",
    "decision",
    "document",
    "extension",
    "finding",
    "lateexception",
    "letter",
    "objection",
    "outboxmessage",
    "requirement",
    "requirementcheck",
    "sentreminder",
    "suspension",
)
"""What only verbs write."""


BY_VERBS = ("errorreport", "missedsearch")
"""What readers or the program make and editors deal with by verbs."""


def permissions_of(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def test_a_reader_may_view_every_record_and_no_more():
    assert permissions_of(READER) == {
        f"view_{name}" for name in (*NAMES, *PARTS, *READ_ONLY, *BY_VERBS)
    }


def test_an_editor_adds_and_changes_and_removes_only_parts_of_records():
    expected = {f"view_{name}" for name in (*NAMES, *PARTS, *READ_ONLY, *BY_VERBS)}
    expected |= {f"{act}_{name}" for act in ("add", "change") for name in (*NAMES, *PARTS)}
    expected |= {f"change_{name}" for name in BY_VERBS}
    expected |= {f"delete_{name}" for name in PARTS}
    assert permissions_of(EDITOR) == expected


def test_there_are_no_other_groups():
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def test_each_permission_exists_once_and_is_called_as_django_calls_it():
    centre = Permission.objects.filter(codename="change_centre")
    assert [permission.name for permission in centre] == ["Can change expertise centre"]


def test_making_the_roles_again_changes_nothing():
    before = {name: permissions_of(name) for name in ROLES}
    make_roles(apps, None)
    assert {name: permissions_of(name) for name in ROLES} == before
