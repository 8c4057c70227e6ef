"""Rules on a centre and what belongs to it, and the words of its queryset."""

import datetime

import pytest

from centres.mergers import merge
from centres.models import Centre, CentreName, Kind, Partner, YearlyFigure
from tests.builders import make_centre, make_hospital, make_recognition
from tests.refused import assert_refused, rules_of

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 5, 1)


def centre(**fields) -> Centre:
    defaults = {"name": "Nieuw", "slug": "nieuw", "kind": Kind.CONDITION}
    return Centre(**{"hospital": make_hospital()} | defaults | fields)


def merged_into_itself() -> Centre:
    itself = make_centre()
    itself.merged_into = itself
    return itself


def same_name_at_same_hospital() -> Centre:
    present = make_centre()
    return centre(hospital=present.hospital, name=present.name)


def twice(model, **fields):
    owner = make_centre()
    model.objects.create(centre=owner, **fields)
    return model(centre=owner, **fields)


def figure(**fields) -> dict:
    return {"year": 2024, "measure": "operaties", "definition": "Alle", "value": 120} | fields


VIOLATIONS = {
    "centre_name_stands_once_per_hospital": same_name_at_same_hospital,
    "centre_has_a_known_kind": lambda: centre(kind="hobby"),
    "centre_is_not_merged_into_itself": merged_into_itself,
    "centre_has_other_name_once": lambda: twice(CentreName, name="Borstcentrum"),
    "only_a_former_name_has_a_last_day": lambda: CentreName(
        centre=make_centre(), name="Borstcentrum", used_through=DAY
    ),
    "partner_is_inside_or_outside_stz": lambda: Partner(
        centre=make_centre(), hospital=make_hospital(), outside_name="UMC"
    ),
    "partner_inside_stz_stands_once_per_centre": lambda: twice(Partner, hospital=make_hospital()),
    "partner_outside_stz_stands_once_per_centre": lambda: twice(Partner, outside_name="UMC"),
    "yearly_figure_stands_once": lambda: twice(YearlyFigure, **figure()),
    "yearly_figure_has_a_year": lambda: YearlyFigure(centre=make_centre(), **figure(year=1889)),
}


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_rule_refuses_violation(rule):
    assert_refused(VIOLATIONS[rule](), rule)


def test_every_rule_is_tested():
    assert set(VIOLATIONS) == rules_of(Centre, CentreName, Partner, YearlyFigure)


def test_partner_that_is_nobody_is_refused():
    assert_refused(Partner(centre=make_centre()), "partner_is_inside_or_outside_stz")


def test_same_name_at_another_hospital_is_accepted():
    make_centre(name="Longkanker")
    centre(name="Longkanker").full_clean()


def test_public_leaves_out_a_centre_without_recognition():
    public = make_recognition().centre
    make_centre()
    assert list(Centre.objects.public()) == [public]


def test_current_leaves_out_what_has_merged():
    old, new = make_centre(), make_centre()
    merge(old, into=new, version=old.version, on=DAY, by=None, why="Samengegaan")
    assert list(Centre.objects.current()) == [new]


def test_recognised_on_counts_a_centre_once(today):
    recognised = make_recognition().centre
    make_recognition(recognised, datetime.date(2020, 5, 1), datetime.date(2024, 4, 30))
    make_recognition(valid_through=datetime.date(2025, 4, 30))
    assert list(Centre.objects.recognised_on(today)) == [recognised]


def test_sort_key_follows_the_plain_name_else_the_official_one():
    plain = make_centre(name="Expertisecentrum Mamma", plain_name="Borstkanker")
    official = make_centre(name="ARTEXT")
    assert plain.sort_key == "borstkanker"
    assert official.sort_key == "artext"


def test_history_keeps_the_links_of_a_centre():
    from tests.builders import make_condition

    condition = make_condition()
    linked = make_centre(conditions=[condition])
    kept = linked.history.first().conditions.all()
    assert [link.condition for link in kept] == [condition]
