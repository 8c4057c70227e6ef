"""Entering an application tells who has a conflict nothing of those that are there."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.assessments.builders import make_contact, make_open_round, make_submitted
from tests.builders import make_centre, make_member

pytestmark = pytest.mark.django_db
CONFLICT = ["U hebt een belang bij deze aanvraag; een collega doet dit."]


def test_what_applied_already_is_refused_in_the_same_words_as_what_did_not(editor_client):
    hospital, round_ = make_member(), make_open_round()
    applied, did_not = make_centre(hospital), make_centre(hospital)
    make_submitted(round_, applied)
    make_submitted(round_, hospital=hospital, proposed_name="Geheim centrum")
    make_contact(hospital, user=get_user_model().objects.get(groups__name="editor"))
    fields = {"round": round_.pk, "hospital": hospital.pk}
    fields |= {"contact_name": "Kim", "contact_email": "kim@ziekenhuis.example"}
    proposals = [
        {"centre": applied.pk},
        {"centre": did_not.pk},
        {"proposed_name": "Geheim centrum", "proposed_kind": "condition"},
        {"proposed_name": "Ander centrum", "proposed_kind": "condition"},
    ]
    answers = [
        editor_client.post(reverse("admin:assessments_application_add"), fields | each)
        for each in proposals
    ]
    told = [each.context["adminform"].form.errors for each in answers]
    assert told == [{"__all__": CONFLICT}] * 4
