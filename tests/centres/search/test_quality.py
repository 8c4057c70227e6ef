"""Search over the real data: the measured figures, and names that may never be missed."""

import hashlib
import re

import pytest
from django.core.management import call_command

from benchmarks.search_quality import QUESTIONS, answers_to, figures_of
from centres.models import CentreName, ConditionName
from centres.search.ranking import find
from centres.search.snapshot import read_snapshot
from hospitals.models import Hospital
from tests.standing import standing_world

LISTS = "b7c9"
"""The beginning of the digest over all lists below: the same on SQLite and on PostgreSQL.

Whoever changes the data, the questions or the ranking looks at ``python3 dev.py search_quality``
and puts the new one here.
"""


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    def load():
        call_command("load_register", "data", verbosity=0)
        return read_snapshot(version=0)

    with standing_world(load, django_db_blocker) as snapshot:
        yield snapshot


@pytest.fixture
def snapshot(register, db):
    return register


def found(snapshot, question: str) -> list[int]:
    """Return the keys of the centres, the first ones first."""
    buckets = find(snapshot.index, question).buckets
    return [snapshot.keys[number] for bucket in buckets for number in bucket]


def names_of(snapshot, *fields: str) -> list[tuple[str, int]]:
    from centres.models import Centre

    rows = Centre.objects.filter(pk__in=snapshot.keys).values_list("pk", *fields)
    return [(name, pk) for pk, *names in rows for name in names if name]


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_the_right_centre_is_found(snapshot, path):
    figures = figures_of(answers_to(path))
    assert figures.are_good_enough, figures


def test_both_databases_give_the_same_lists(snapshot):
    lists = [answer.found for path in QUESTIONS for answer in answers_to(path)]
    assert hashlib.sha256(repr(lists).encode()).hexdigest()[: len(LISTS)] == LISTS


def test_every_centre_is_first_for_its_own_exact_name(snapshot):
    names = names_of(snapshot, "name", "plain_name", "name_en", "plain_name_en")
    alike: dict[str, set[int]] = {}
    for name, pk in names:
        alike.setdefault(name.casefold(), set()).add(pk)
    missed = [
        name
        for name, pk in names
        if not set(found(snapshot, name)[: len(alike[name.casefold()])]) <= alike[name.casefold()]
        or pk not in found(snapshot, name)[: len(alike[name.casefold()])]
    ]
    assert missed == []


def test_every_centre_is_in_the_first_three_for_each_of_its_other_names(snapshot):
    rows = CentreName.objects.values_list("name", "centre")
    assert rows
    assert [name for name, pk in rows if pk not in found(snapshot, name)[:3]] == []


ABBREVIATION = re.compile(r"[A-Za-z]{2,4}\Z")


def test_every_abbreviation_of_a_condition_finds_the_centres_for_it(snapshot):
    names = ConditionName.objects.filter(kind=ConditionName.Kind.ABBREVIATION)
    treated = names.filter(condition__centres__isnull=False)
    rows = set(treated.values_list("name", "condition__centres"))
    rows = {(name, pk) for name, pk in rows if ABBREVIATION.match(name)}
    assert len({name for name, _pk in rows}) > 40
    assert {(name, pk) for name, pk in rows if pk not in found(snapshot, name)} == set()


def test_every_abbreviation_of_a_hospital_finds_all_of_its_centres_first(snapshot):
    missed, tried = [], 0
    for hospital in Hospital.objects.filter(centres__isnull=False).distinct():
        names = {hospital.short_name, *hospital.other_names.splitlines()}
        centres = set(hospital.centres.values_list("pk", flat=True))
        for name in filter(ABBREVIATION.match, names):
            tried += 1
            if set(found(snapshot, name)[: len(centres)]) != centres:
                missed.append(name)
    assert tried > 5
    assert missed == []
