"""No filter in an address leads back to what a person may not know of."""

import datetime

import pytest
from django.contrib import admin

from assessments.models import AssessmentRound, CommitteeMember
from centres.models import Recognition
from tests.assessments.builders import (
    make_accepted,
    make_assessor,
    make_open_round,
)
from tests.assessments.pages_of_staff import list_of
from tests.builders import make_centre, make_recognition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (AssessmentRound, "applications__isnull=False"),
        (AssessmentRound, "late_exceptions__isnull=True"),
        (CommitteeMember, "assignments__isnull=False"),
        (CommitteeMember, "declarations__isnull=False"),
        (Recognition, "%2B__isnull=False"),
        (Recognition, "%2B=1"),
    ],
)
def test_a_list_does_not_filter_by_what_points_at_its_rows(editor_client, model, query):
    centre = make_centre()
    make_recognition(centre, datetime.date(2022, 4, 1), datetime.date(2026, 3, 31))
    make_assessor(make_accepted(make_open_round(), centre))
    assert editor_client.get(f"{list_of(model)}?{query}").status_code == 400


def test_no_list_at_all_has_a_way_back(rf, django_user_model):
    request = rf.get("/")
    request.user = django_user_model(is_superuser=True, is_active=True)
    backwards = {
        (model.__name__, relation.name)
        for model, model_admin in admin.site._registry.items()
        for relation in model._meta.get_fields(include_hidden=True)
        if model._meta.app_label != "axes"
        if relation.auto_created and not relation.concrete
        if model_admin.lookup_allowed(f"{relation.name}__isnull", "0", request)
    }
    assert backwards == set()
