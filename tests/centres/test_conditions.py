"""Conditions with their names and codes."""

import pytest
from django.utils import translation

from centres.codes import CodeSystem
from centres.models import Condition, ConditionCode, ConditionName
from tests.builders import make_centre, make_condition, make_recognition
from tests.refused import assert_refused, rules_of

pytestmark = pytest.mark.django_db


def name(**fields) -> ConditionName:
    defaults = {"kind": ConditionName.Kind.LAY, "name": "hernia"}
    return ConditionName(**{"condition": make_condition()} | defaults | fields)


def code(**fields) -> ConditionCode:
    defaults = {"system": CodeSystem.ICD10, "code": "C50.9"}
    return ConditionCode(**{"condition": make_condition()} | defaults | fields)


def second(make):
    first = make()
    first.save()
    return make(condition=first.condition)


VIOLATIONS = {
    "condition_name_stands_once": lambda: second(name),
    "condition_name_is_not_empty": lambda: name(name=""),
    "condition_code_stands_once": lambda: second(code),
    "code_has_the_format_of_its_system": lambda: code(code="50.9"),
}


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_rule_refuses_violation(rule):
    assert_refused(VIOLATIONS[rule](), rule)


def test_every_rule_is_tested():
    assert set(VIOLATIONS) == rules_of(Condition, ConditionName, ConditionCode)


def test_one_word_may_name_more_conditions():
    name().save()
    name().full_clean()


def test_public_conditions_are_those_with_a_public_centre():
    with_public_centre, with_other_centre = make_condition(), make_condition()
    make_condition()
    make_recognition(make_centre(conditions=[with_public_centre]))
    make_centre(conditions=[with_other_centre])
    assert list(Condition.objects.public()) == [with_public_centre]


@pytest.mark.parametrize(
    ("names", "language", "shown"),
    [
        ({"name": "Borstkanker", "name_en": "Breast cancer"}, "nl", "Borstkanker"),
        ({"name": "Borstkanker", "name_en": "Breast cancer"}, "en", "Breast cancer"),
        ({"name": "Borstkanker"}, "en", "Borstkanker"),
    ],
)
def test_condition_is_named_in_the_language_of_the_reader(names, language, shown):
    with translation.override(language):
        assert str(make_condition(**names)) == shown
