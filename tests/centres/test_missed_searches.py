"""Searches without a result: counted from the third time, and made a name of a condition."""

import datetime

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.urls import reverse

from centres.missed_searches import count_missed, make_name, set_aside, without_what_identifies
from centres.models import ConditionName, MissedSearch
from hospitals.records import ChangedMeanwhile
from tests.builders import make_centre, make_condition, make_recognition, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
WORDS = "stijve nek"


@pytest.fixture(autouse=True)
def nothing_counted():
    caches["searches"].clear()


def miss(words: str = WORDS, times: int = 1, on: datetime.date = DAY) -> list[tuple[str, int]]:
    for _time in range(times):
        count_missed(words, on=on)
    return list(MissedSearch.objects.values_list("words", "times"))


def make_missed(**over) -> MissedSearch:
    return MissedSearch.objects.create(**{"words": WORDS, "times": 3, "last_on": DAY} | over)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Stijve  NEK!", "stijve nek"),
        ("hernia 0612345678", "hernia"),
        ("jan@voorbeeld.example rugpijn", "rugpijn"),
        ("rugpijn Kerkstraat 12 Utrecht", "rugpijn utrecht"),
        ("rugpijn 1234 AB", "rugpijn"),
        ("rugpijn 1234ab", "rugpijn"),
        ("https://voorbeeld.example/x rugpijn", "rugpijn"),
        ("06-12345678", ""),
        ("een twee drie vier vijf zes", ""),
        ("x" * 61, ""),
        ("", ""),
    ],
)
def test_what_identifies_somebody_is_taken_out(question, kept):
    assert without_what_identifies(question) == kept


@pytest.mark.parametrize(("times", "rows"), [(2, []), (3, [(WORDS, 3)]), (4, [(WORDS, 4)])])
def test_words_are_stored_from_the_third_time(times, rows):
    miss("iets anders", times=2)
    assert miss(times=times) == rows


def test_spellings_count_together_and_the_last_day_is_kept():
    miss("Stijve nek", times=2)
    assert miss("stijve NEK.", on=DAY + datetime.timedelta(days=1)) == [(WORDS, 3)]
    assert MissedSearch.objects.get().last_on == DAY + datetime.timedelta(days=1)


def test_no_more_rows_than_people_can_look_at(monkeypatch):
    monkeypatch.setattr("centres.missed_searches.MOST_ROWS", 1)
    make_missed(words="ander")
    assert miss(times=3) == [("ander", 3)]


def test_a_search_on_the_page_counts_when_its_words_find_nothing(client, clock):
    make_recognition(make_centre(name="Longkanker"))
    address = reverse("centres:list")
    for query in ("longkanker", "stijve+nek&soort=treatment", "longkanker&soort=treatment"):
        for _time in range(3):
            client.get(f"{address}?q={query}")
    for _time in range(3):
        client.get(f"{address}?q=rugpijn&peildatum=2025-01-01")
    assert list(MissedSearch.objects.values_list("words", "last_on")) == [(WORDS, clock)]


def test_the_first_times_are_remembered_longer_than_the_cache_does_by_itself(settings, tmp_path):
    settings.CACHES = settings.CACHES | {
        "searches": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": tmp_path,
            "TIMEOUT": 0,
        }
    }
    assert miss(times=3) == [(WORDS, 3)]


def test_nobody_is_told_who_searched(editor_client, clock):
    """Not even of somebody who is logged in: the page does not look."""
    answers = [editor_client.get(reverse("centres:list"), {"q": WORDS}) for _time in range(4)]
    assert MissedSearch.objects.get().times == 4
    assert not MissedSearch.history.exists()
    assert [answer for answer in answers if "Cookie" in answer.headers["Vary"]] == []


def test_one_click_makes_it_a_name_and_the_same_search_hits(editor_client, client, clock):
    condition = make_condition(name="Nekklachten")
    centre = make_recognition(make_centre(conditions=[condition])).centre
    other = make_recognition(make_centre()).centre
    missed = make_missed()
    found = client.get(reverse("centres:list"), {"q": WORDS}).context["page"].object_list
    assert found == []
    address = reverse("admin:centres_missedsearch_name", args=[missed.pk])
    form = editor_client.get(address).context["form"]
    assert (form["kind"].value(), form["why"].value()) == (
        "lay",
        "Mensen zoeken ernaar met deze woorden",
    )
    answer = editor_client.post(
        address, {"version": 1, "condition": condition.pk, "kind": "lay", "why": "Zoekvraag"}
    )
    assert answer.status_code == 302
    found = client.get(reverse("centres:list"), {"q": WORDS}).context["page"].object_list
    assert (found, other in found) == ([centre], False)
    name = ConditionName.objects.get()
    assert name.history.get().history_user == editor_client.user
    missed.refresh_from_db()
    assert missed.condition == condition


def test_the_nearest_condition_is_proposed(editor_client):
    near, far = make_condition(name="Nekpijn"), make_condition(name="Rugpijn")
    make_recognition(make_centre(conditions=[near, far]))
    missed = make_missed(words="nekpijn snachts")
    page = editor_client.get(reverse("admin:centres_missedsearch_name", args=[missed.pk]))
    assert page.context["form"]["condition"].value() == near.pk


def test_a_name_that_the_condition_has_is_refused_and_nothing_is_written():
    condition, missed = make_condition(), make_missed()
    condition.names.create(name=WORDS, kind="lay")
    with pytest.raises(ValidationError, match="Deze naam staat er al"):
        make_name(missed, version=1, condition=condition, kind="lay", by=None, why="Vraag")
    missed.refresh_from_db()
    assert (missed.version, missed.condition, ConditionName.objects.count()) == (1, None, 1)


def test_the_second_of_two_is_told():
    condition, missed = make_condition(), make_missed()
    set_aside(missed, version=1, by=make_user("editor"), why="Geen zorg")
    with pytest.raises(ChangedMeanwhile):
        make_name(missed, version=1, condition=condition, kind="lay", by=None, why="Vraag")
    assert not ConditionName.objects.exists()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["open"]),
        ("?dealt_with=name", ["naam"]),
        ("?dealt_with=aside", ["terzijde"]),
        ("?dealt_with=all", ["naam", "open", "terzijde"]),
    ],
)
def test_the_list_shows_first_what_is_to_be_looked_at(editor_client, query, shown):
    make_missed(words="open")
    make_missed(words="naam", condition=make_condition())
    make_missed(words="terzijde", is_set_aside=True)
    page = editor_client.get(reverse("admin:centres_missedsearch_changelist") + query)
    assert sorted(str(row) for row in page.context["cl"].result_list) == shown


def test_a_reader_reads_and_decides_nothing(reader_client):
    missed = make_missed()
    assert reader_client.get(reverse("admin:centres_missedsearch_changelist")).status_code == 200
    for verb in ("name", "set_aside"):
        address = reverse(f"admin:centres_missedsearch_{verb}", args=[missed.pk])
        assert reader_client.get(address).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_cache_that_does_not_work_breaks_no_page(client, settings, caplog):
    """Such as after an update, before ``createcachetable``."""
    broken = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "not_there"}
    settings.CACHES = settings.CACHES | {"searches": broken}
    assert client.get(reverse("centres:list"), {"q": WORDS}).status_code == 200
    assert "was not counted" in caplog.text
    assert WORDS not in caplog.text
