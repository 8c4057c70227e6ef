"""The pages on which staff put right or remove what was written of a recognition by mistake."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import gettext

from centres.models import Centre, Recognition, Suspension
from centres.status import EndedHow, Origin
from tests.builders import make_recognition, make_suspension

pytestmark = pytest.mark.django_db
LAST = datetime.date(2025, 6, 30)
ENDED = {"ended_how": EndedHow.RETURNED, "last_day": LAST, "end_reason": "Mevrouw De Wit is weg"}


def page(record, name: str) -> str:
    return reverse(f"admin:centres_{record._meta.model_name}_{name}", args=[record.pk])


def buttons(client, record) -> list[str]:
    """Return the last part of the address of each button on the page of ``record``."""
    verbs = client.get(page(record, "change")).context["verbs"]
    return [address.strip("/").rsplit("/", 1)[-1] for _label, address in verbs]


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_buttons_follow_what_there_is_to_put_right(editor_client, clock):
    plain = ["extend", "suspend", "give-back", "withdraw"]
    assert buttons(editor_client, make_recognition()) == [*plain, "remove"]
    assert buttons(editor_client, make_recognition(**ENDED)) == ["correct", "remove"]
    decided = make_recognition(origin=Origin.DECISION, **ENDED)
    assert buttons(editor_client, decided) == ["correct"]
    suspension = make_suspension(make_recognition(), LAST)
    assert buttons(editor_client, suspension) == ["correct", "remove"]


def test_a_correction_begins_with_what_stands(editor_client):
    form = editor_client.get(page(make_recognition(**ENDED), "correct")).context["form"]
    assert (form["last_day"].value(), form["end_reason"].value()) == (LAST, ENDED["end_reason"])
    assert (form["extended_through"].value(), form["version"].value()) == (None, 1)


def test_a_public_reason_is_put_right(editor_client):
    recognition = make_recognition(**ENDED)
    answers = {"last_day": "30-6-2025", "ended_how": "returned", "end_reason": "Team weg"}
    response = editor_client.post(
        page(recognition, "correct"), answers | {"version": 1, "why": "Noemde een persoon"}
    )
    recognition.refresh_from_db()
    assert (response.status_code, recognition.end_reason) == (302, "Team weg")
    assert recognition.history.first().history_change_reason == "Noemde een persoon"
    assert recognition.history.first().history_user == editor_client.user


def test_a_correction_without_a_reason_is_refused(editor_client):
    recognition = make_recognition(**ENDED)
    response = editor_client.post(page(recognition, "correct"), {"version": 1})
    assert list(response.context["form"].errors) == ["why"]
    assert Recognition.objects.get().end_reason == ENDED["end_reason"]


def test_a_mistake_is_removed_and_the_list_follows(editor_client):
    wrong, neighbour = make_recognition(), make_recognition()
    answers = {"version": 1, "why": "Hoort bij een ander centrum"}
    response = editor_client.post(page(wrong, "remove"), answers, follow=True)
    assert response.redirect_chain == [(reverse("admin:centres_recognition_changelist"), 302)]
    assert list(Recognition.objects.all()) == [neighbour]
    assert list(Centre.objects.public()) == [neighbour.centre]


def test_a_decision_has_no_page_to_remove_it(editor_client):
    decided = make_recognition(origin=Origin.DECISION)
    assert editor_client.get(page(decided, "remove")).status_code == 404


def test_a_suspension_is_put_right_and_removed(editor_client):
    suspension = make_suspension(make_recognition(), LAST)
    answers = {"version": 1, "suspended_from": "1-7-2025", "reason": "Geen team", "why": "Fout"}
    editor_client.post(page(suspension, "correct"), answers)
    suspension.refresh_from_db()
    assert suspension.suspended_from == datetime.date(2025, 7, 1)
    response = editor_client.post(page(suspension, "remove"), {"version": 2, "why": "Fout"})
    assert response["Location"] == page(suspension.recognition, "change")
    assert Suspension.objects.count() == 0


def test_the_page_of_a_recognition_leads_to_its_suspensions(editor_client):
    suspension = make_suspension(make_recognition(), LAST)
    content = editor_client.get(page(suspension.recognition, "change")).content.decode()
    assert page(suspension, "change").split("?")[0] in content


def test_a_reader_corrects_and_removes_nothing(reader_client):
    suspension = make_suspension(make_recognition(**ENDED), datetime.date(2025, 6, 1))
    for record in (suspension, suspension.recognition):
        for name in ("correct", "remove"):
            assert reader_client.post(page(record, name), {}).status_code == 403
    assert Suspension.objects.count() == 1


def test_a_verb_that_is_done_says_what_happened(editor_client, clock):
    answers = {"version": 1, "first_day": "1-11-2026", "reason": "Geen team"}
    response = editor_client.post(page(make_recognition(), "suspend"), answers)
    words = gettext("The recognition is suspended from %(first_day)s.")
    assert said(response)[0] == words % {"first_day": "1 november 2026"}
