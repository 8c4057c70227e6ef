"""Editions of the criteria: put in use once, frozen from then on."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from centres.editions import put_in_use
from centres.models import CriteriaEdition, Criterion, Theme
from hospitals.records import ChangedMeanwhile
from tests.builders import make_criterion, make_edition, make_user
from tests.refused import assert_refused, refused_by_database, rules_of

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 1, 1)
EDITION_FROZEN = "edition_in_use_does_not_change"
CRITERION_FROZEN = "criterion_of_edition_in_use_does_not_change"


def criterion(edition=None, number=1) -> Criterion:
    edition = edition or make_edition(criteria=0, in_use_since=None)
    return Criterion(edition=edition, number=number, theme=Theme.TEAM, name="N", text="T")


def number_taken() -> Criterion:
    return criterion(make_edition(criteria=1, in_use_since=None))


VIOLATIONS = {
    "criterion_number_stands_once_per_edition": number_taken,
    "criterion_numbers_begin_at_1": lambda: criterion(number=0),
}


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_rule_refuses_violation(rule):
    assert_refused(VIOLATIONS[rule](), rule)


def test_every_rule_is_tested():
    frozen = {EDITION_FROZEN, CRITERION_FROZEN}
    assert set(VIOLATIONS) | frozen == rules_of(CriteriaEdition, Criterion)


# An edition in use does not change --------------------------------------------------------------


def refused_in_form(record) -> None:
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    assert [error.code for error in refusal.value.error_dict["__all__"]] == ["edition_in_use"]


def test_edition_in_use_is_frozen():
    edition = make_edition()
    edition.name = "Anders"
    refused_in_form(edition)
    with refused_by_database(EDITION_FROZEN):
        edition.save()
    with refused_by_database(EDITION_FROZEN):
        CriteriaEdition.objects.update(in_use_since=None)
    with refused_by_database(EDITION_FROZEN):
        make_edition(criteria=0).delete()


def test_criterion_of_edition_in_use_is_frozen():
    edition = make_edition(criteria=1)
    changed = edition.criteria.get()
    changed.text = "Anders"
    refused_in_form(changed)
    with refused_by_database(CRITERION_FROZEN):
        changed.save()
    with refused_by_database(CRITERION_FROZEN):
        changed.delete()
    refused_in_form(criterion(edition, 2))
    with refused_by_database(CRITERION_FROZEN):
        make_criterion(edition, 2)


def test_criterion_does_not_move_into_or_out_of_an_edition_in_use():
    in_use = make_edition(criteria=1)
    draft = make_edition(criteria=0, in_use_since=None)
    with refused_by_database(CRITERION_FROZEN):
        in_use.criteria.update(edition=draft)
    with refused_by_database(CRITERION_FROZEN):
        Criterion.objects.filter(pk=make_criterion(draft, 2).pk).update(edition=in_use)


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE centres_criterion SET text = 'Anders'", CRITERION_FROZEN),
        ("DELETE FROM centres_criterion", CRITERION_FROZEN),
        ("UPDATE centres_criteriaedition SET name = 'Anders'", EDITION_FROZEN),
    ],
)
def test_change_in_use_by_raw_sql_is_refused(statement, rule):
    make_edition(criteria=1)
    with refused_by_database(rule), connection.cursor() as cursor:
        cursor.execute(statement)


def test_edition_beside_one_in_use_can_change():
    make_edition()
    draft = make_edition(criteria=1, in_use_since=None)
    draft.name = "Anders"
    draft.full_clean()
    draft.save()
    draft.criteria.get().delete()


# Putting an edition in use ----------------------------------------------------------------------


def test_put_in_use_sets_the_day_and_tells_the_history():
    edition, staff = make_edition(in_use_since=None), make_user()
    put_in_use(edition, version=edition.version, on=DAY, by=staff, why="Besluit bestuur")
    edition.refresh_from_db()
    last = edition.history.first()
    assert edition.in_use_since == DAY
    assert (last.history_user, last.history_change_reason) == (staff, "Besluit bestuur")
    assert last.prev_record.in_use_since is None


@pytest.mark.parametrize("numbers", [[], [2], [1, 3]])
def test_put_in_use_with_a_gap_in_the_criteria_is_refused(numbers):
    edition = make_edition(criteria=0, in_use_since=None)
    for number in numbers:
        make_criterion(edition, number)
    with pytest.raises(ValidationError) as refusal:
        put_in_use(edition, version=edition.version, on=DAY, by=None, why="Besluit")
    assert refusal.value.code == "criteria_are_not_numbered"


def test_put_in_use_twice_is_refused():
    edition = make_edition()
    with pytest.raises(ValidationError) as refusal:
        put_in_use(edition, version=edition.version, on=DAY, by=None, why="Besluit")
    assert refusal.value.code == "edition_in_use"


def test_put_in_use_of_an_older_version_is_refused():
    edition = make_edition(in_use_since=None)
    with pytest.raises(ChangedMeanwhile):
        put_in_use(edition, version=edition.version + 1, on=DAY, by=None, why="Besluit")
