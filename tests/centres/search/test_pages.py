"""The list of centres as a search: why each is there, what else is meant, and the ways out."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from centres.filters import MOST_LETTERS
from centres.models import Recognition
from centres.remembered import forget_all
from tests.builders import make_centre, make_condition, make_member, make_recognition
from tests.pages import Page

pytestmark = pytest.mark.django_db
LIST = "/centra/"


def make(name: str, hospital=None, **over):
    return make_recognition(make_centre(hospital, name=name, **over)).centre


def search(client, question: str, **more):
    return client.get(LIST, {"q": question, **more})


def titles(answer) -> list[str]:
    return [centre.name for centre in answer.context["page"]]


@pytest.fixture
def diabetes():
    condition = make_condition(name="Diabetes")
    condition.names.create(name="suikerziekte", kind="lay")
    condition.names.create(name="sugar disease", kind="english")
    return condition


def test_a_card_says_by_which_word_it_was_found(client, clock, diabetes):
    make("Diabetescentrum", conditions=[diabetes])
    make("Longkanker")
    answer = search(client, "suikerziekte")
    assert titles(answer) == ["Diabetescentrum"]
    page = answer.content.decode()
    assert "Gevonden via: <mark>suikerziekte</mark>" in page
    assert "Gevonden via" not in search(client, "diabetes").content.decode()


def test_the_words_that_were_looked_for_are_marked(client, clock):
    make("Longkanker <b>& meer</b>")
    page = search(client, "LONGKANKER meer").content.decode()
    assert "<mark>Longkanker</mark> &lt;b&gt;&amp; <mark>meer</mark>&lt;/b&gt;" in page


def test_a_correction_is_offered_and_leads_on_with_the_filters(client, clock):
    make("Vasculitis", kind="treatment")
    answer = search(client, "vascullitis", soort="treatment")
    assert answer.context["correction"] == ("vasculitis", 1)
    page = answer.content.decode()
    assert 'Bedoelde u: <a href="?q=vasculitis&amp;soort=treatment">vasculitis</a>' in page
    assert "Bedoelde u" not in search(client, "vasculitis").content.decode()


def test_a_word_with_several_meanings_lets_the_reader_choose(client, clock):
    conditions = [make_condition(name=name) for name in ("Liesbreuk", "Rughernia")]
    for condition in conditions:
        condition.names.create(name="hernia", kind="lay")
    centre = make("Buikwandcentrum", conditions=conditions[:1])
    answer = search(client, "hernia")
    assert titles(answer) == [centre.name]
    [(text, meanings)] = answer.context["meanings"]
    assert (text, [each.name for each in meanings]) == ("hernia", ["Liesbreuk", "Rughernia"])
    page = answer.content.decode()
    assert f'<a href="{conditions[0].get_absolute_url()}">Liesbreuk</a> (1 centrum)' in page
    assert "Rughernia (geen centrum in dit register)" in page


def test_the_ways_out_when_nothing_is_found(client, clock):
    condition = make_condition(name="Longkanker")
    hospital = make_member()
    hospital.locations.update(place="Groningen")
    make("Hartfalen", hospital, kind="treatment")
    make("Longzorg", conditions=[condition], kind="condition")
    answer = search(client, "longkanker groningen", soort="condition")
    assert titles(answer) == []
    ways = [(way.label, way.centres) for way in answer.context["ways_out"]]
    assert ways == [("“groningen”", 1)]
    assert [each.name for each in answer.context["nearest"]] == ["Longkanker"]
    page = answer.content.decode()
    assert "We hebben gezocht naar “longkanker groningen”." in page
    nothing = "Geen STZ-centrum gevonden. Dat zegt niets over de zorg in uw ziekenhuis."
    assert nothing in Page(answer).texts("p")
    way = answer.context["ways_out"][0]
    assert titles(client.get(LIST + way.url)) == ["Longzorg"]


def test_a_filter_to_leave_out_is_called_by_its_label(client, clock):
    make("Longkanker", kind="treatment")
    answer = search(client, "longkanker", soort="diagnostics")
    assert [(way.label, way.centres) for way in answer.context["ways_out"]] == [("diagnostiek", 1)]


def test_a_known_condition_without_a_centre_is_said(client, clock):
    make("Longkanker")
    make_condition(name="Jicht")
    assert (
        "Dit register heeft geen centrum voor: Jicht." in search(client, "jicht").content.decode()
    )


def test_the_order_is_that_of_the_match_unless_another_is_asked(client, clock):
    for name in ("Zeldzaam hart", "Hartcentrum"):
        make(name)
    assert titles(search(client, "hart")) == ["Zeldzaam hart", "Hartcentrum"]
    assert titles(search(client, "hart", sortering="naam")) == ["Hartcentrum", "Zeldzaam hart"]
    assert client.get(LIST, {"sortering": "relevantie"}).status_code == 400


def test_a_long_question_is_cut_and_the_page_says_so(client, clock):
    make("Longkanker")
    page = search(client, "longkanker" + " " * MOST_LETTERS).content.decode()
    assert "Alleen de eerste 200 tekens" not in page  # spaces around it are nothing
    answer = search(client, "longkanker " + "en " * MOST_LETTERS)
    assert titles(answer) == ["Longkanker"]
    assert "Wij gebruikten alleen de eerste 200 tekens van uw zoekvraag." in answer.content.decode()


def test_what_is_not_public_is_in_no_answer(client, clock):
    """Not in results, counts, suggestions, corrections or meanings; nor is what was removed."""
    secret = make_condition(name="Geheimziekte")
    make_centre(name="Geheimcentrum", conditions=[secret])
    removed = make("Verdwenen")
    assert titles(search(client, "verdwenen")) == ["Verdwenen"]
    Recognition.objects.filter(centre=removed).delete()
    for question in ("geheimcentrum", "geheimcentrun", "verdwenen", "verdwenem", "geheimziekte"):
        answer = search(client, question)
        assert (titles(answer), answer.context["correction"]) == ([], None)
        assert (answer.context["groups"][0].options, answer.context["nearest"]) == ([], [])
        suggestions = client.get(reverse("centres:suggestions"), {"q": question}).json()
        assert suggestions == {"suggestions": []}


class HostileText(TestCase):
    @settings(max_examples=20, deadline=datetime.timedelta(seconds=1))
    @given(st.text(max_size=10_000) | st.text("abcdeint ", max_size=10_000))
    def test_no_text_makes_search_raise_or_take_a_second(self, text):
        forget_all()
        make("Longkanker")
        for address in (LIST, reverse("centres:suggestions")):
            assert self.client.get(address, {"q": text}).status_code == 200


def suggested(client, typed: str, **more) -> list[tuple[str, str, str]]:
    answer = client.get(reverse("centres:suggestions"), {"q": typed, **more})
    return [(row["kind"], row["name"], row["detail"]) for row in answer.json()["suggestions"]]


def test_conditions_hospitals_places_and_centres_are_suggested(client, clock, diabetes):
    hospital = make_member(name="Suikerziekenhuis")
    hospital.locations.update(place="Suikerdorp")
    make("Suikercentrum", hospital, conditions=[diabetes])
    make("Longkanker", hospital)
    assert suggested(client, "suik") == [
        ("Aandoening", "Diabetes", "1 centrum"),
        ("Ziekenhuis", "Suikerziekenhuis", "2 centra"),
        ("Plaats", "Suikerdorp", "2 centra"),
        ("Centrum", "Suikercentrum", "Suikerziekenhuis"),
        ("Centrum", "Longkanker", "Suikerziekenhuis"),
    ]


def test_suggestions_lead_to_pages_of_the_same_day(client, clock, diabetes):
    make("Diabetescentrum", conditions=[diabetes])
    answer = client.get(
        reverse("centres:suggestions"), {"q": "diabetes", "peildatum": "2026-01-01"}
    )
    for row in answer.json()["suggestions"]:
        assert row["url"].endswith("?peildatum=2026-01-01")
        assert client.get(row["url"]).status_code == 200


@pytest.mark.parametrize("typed", ["", "d", "  ", "!"])
def test_too_little_suggests_nothing(client, clock, diabetes, typed):
    make("Diabetescentrum", conditions=[diabetes])
    assert suggested(client, typed) == []


def test_an_unknown_parameter_of_the_suggestions_is_refused(client, clock):
    assert client.get(reverse("centres:suggestions"), {"q": "a", "x": "1"}).status_code == 400


def test_a_name_in_another_language_is_marked_as_such(client, clock, diabetes):
    make("Diabetescentrum", conditions=[diabetes])
    page = client.get("/en/centres/", {"q": "suikerziekte"}).content.decode()
    assert 'Found by: <mark><span lang="nl">suikerziekte</span></mark>' in page
    page = client.get("/en/centres/", {"q": "sugar"}).content.decode()
    assert "Found by: <mark>sugar disease</mark>" in page
