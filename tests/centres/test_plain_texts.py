"""Who saves a text that could be plainer hears so, kindly, and it is saved all the same."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from centres.models import Condition
from tests.builders import make_centre, make_condition, make_recognition
from tests.centres.test_admin_changes import centre_form, management

pytestmark = pytest.mark.django_db

LONG = "Wij helpen " + "heel " * 19 + "veel mensen."  # 23 words
PLAIN = "Wij helpen mensen met een beroerte."


def warnings_of(response) -> list[str]:
    said = get_messages(response.wsgi_request)
    return [str(message) for message in said if message.level_tag == "warning"]


def saved(client, centre, **over):
    page = reverse("admin:centres_centre_change", args=[centre.pk])
    response = client.post(page, centre_form(centre, **over))
    centre.refresh_from_db()
    return response


def test_a_plain_text_is_saved_without_a_word(editor_client):
    centre = make_centre()
    assert warnings_of(saved(editor_client, centre, for_whom=PLAIN)) == []
    assert centre.for_whom == PLAIN


def test_a_hard_text_is_saved_with_a_tip_per_finding(editor_client):
    centre = make_centre()
    text = f"{LONG} Dat gaat conform afspraak."
    response = saved(editor_client, centre, for_whom=text, referral_route_en="Prior to that, call.")
    assert (response.status_code, centre.for_whom) == (302, text)
    assert warnings_of(response) == [
        "Opgeslagen. “Voor wie” kan nog eenvoudiger. Een zin heeft 23 woorden; 20 is genoeg:"
        " “Wij helpen heel heel heel …”",
        "Opgeslagen. “Voor wie” kan nog eenvoudiger. “conform” is een moeilijk woord."
        " Gewoner is: “volgens”.",
        "Opgeslagen. “Hoe te verwijzen, in het Engels” kan nog eenvoudiger."
        " “Prior to” is een moeilijk woord. Gewoner is: “before”.",
    ]


def test_three_tips_on_one_text_are_enough(editor_client):
    response = saved(editor_client, make_centre(), for_whom=" ".join([LONG] * 4))
    assert len(warnings_of(response)) == 3


def test_a_text_that_was_there_already_is_not_looked_at(editor_client):
    centre = make_centre(for_whom=LONG)
    response = saved(editor_client, centre, for_whom=LONG, referral_route=PLAIN)
    assert (warnings_of(response), centre.referral_route) == ([], PLAIN)


def test_what_is_refused_gives_no_tip(editor_client):
    centre = make_centre()
    response = saved(editor_client, centre, for_whom=LONG, seen_version=centre.version + 1)
    assert (response.status_code, warnings_of(response), centre.for_whom) == (200, [], "")


def test_the_tip_is_in_the_language_of_the_workplace(editor_client):
    condition = make_condition(name="Beroerte")
    data = {"name": "Beroerte", "summary_en": "A hypertension.", "seen_version": 1, "why": "Mail"}
    page = reverse("admin:centres_condition_change", args=[condition.pk])
    response = editor_client.post(
        f"/en/admin{page.removeprefix('/beheer')}", data | management("names", "codes")
    )
    assert Condition.objects.get().summary_en == "A hypertension."
    assert warnings_of(response) == [
        "Saved. “What it is, in English” can be plainer."
        " “hypertension” is a hard word. Plainer is: “high blood pressure”."
    ]


def test_a_reason_for_the_public_gets_a_tip_once_the_verb_is_done(editor_client, clock):
    recognition = make_recognition()
    page = reverse("admin:centres_recognition_suspend", args=[recognition.pk])
    answers = {"version": 1, "first_day": "1-3-2026", "reason": "De arts is derhalve weg."}
    refused = editor_client.post(page, answers | {"version": 7})
    assert (refused.status_code, warnings_of(refused)) == (200, [])
    assert warnings_of(editor_client.post(page, answers)) == [
        "Opgeslagen. “Reden” kan nog eenvoudiger."
        " “derhalve” is een moeilijk woord. Gewoner is: “daarom”."
    ]
    assert recognition.suspensions.get().reason == "De arts is derhalve weg."
