"""Every rule on hospitals, by its name: refused in a form and by the database."""

import datetime

import pytest

from hospitals.models import FormerName, Hospital, Location, Membership
from hospitals.partial_dates import Precision
from tests.builders import make_hospital, make_location, make_membership
from tests.refused import assert_refused, rules_of

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 5, 1)
BEFORE = datetime.date(2024, 4, 30)


def hospital(**fields) -> Hospital:
    defaults = {"name": "Nieuw", "short_name": "N", "slug": "nieuw"}
    return Hospital(**defaults | fields)


def merged_into_itself() -> Hospital:
    itself = make_hospital()
    itself.merged_into = itself
    return itself


def another_with(**identifier) -> Hospital:
    make_hospital(**identifier)
    return hospital(**identifier)


def former_name(**fields) -> FormerName:
    return FormerName(hospital=make_hospital(), name="Oud", **fields)


def former_name_twice() -> FormerName:
    first = former_name()
    first.save()
    return FormerName(hospital=first.hospital, name=first.name)


def location(**fields) -> Location:
    return Location(hospital=make_hospital(), **{"place": "Zwolle"} | fields)


def location_beside_main(**fields) -> Location:
    return Location(hospital=make_location().hospital, **{"place": "Zwolle"} | fields)


def membership(**fields) -> Membership:
    return Membership(hospital=make_hospital(), **fields)


def membership_beside(present: dict, **fields) -> Membership:
    known = {"member_from_precision": Precision.DAY}
    beside = make_membership(**known | present)
    return Membership(hospital=beside.hospital, **known | fields)


VIOLATIONS = {
    "agb_code_is_of_a_hospital": lambda: hospital(agb="01234567"),
    "ura_number_is_eight_digits": lambda: hospital(ura="1234567"),
    "kvk_number_is_eight_digits": lambda: hospital(kvk="1234567a"),
    "agb_code_is_of_one_hospital": lambda: another_with(agb="06010203"),
    "ura_number_is_of_one_hospital": lambda: another_with(ura="00001234"),
    "kvk_number_is_of_one_hospital": lambda: another_with(kvk="12345678"),
    "hospital_is_not_merged_into_itself": merged_into_itself,
    "hospital_source_date_precision_fits": lambda: hospital(source_date=DAY),
    "former_name_stands_once_per_hospital": former_name_twice,
    "former_name_precision_fits": lambda: former_name(used_through=DAY),
    "hospital_has_one_main_location": lambda: location_beside_main(is_main=True, name="B"),
    "location_stands_once_per_hospital": location_beside_main,
    "location_has_a_place_or_a_name": lambda: location(place=""),
    "location_lies_in_the_netherlands": lambda: location(latitude="48.85000", longitude="5"),
    "postcode_is_dutch": lambda: location(postcode="0123 AB"),
    "membership_ends_after_it_starts": lambda: membership(
        member_from=DAY, member_from_precision=Precision.DAY, member_through=BEFORE
    ),
    "hospital_has_one_running_membership": lambda: Membership(hospital=make_membership().hospital),
    "membership_precision_fits": lambda: membership(member_from=DAY),
    "memberships_do_not_overlap": lambda: membership_beside(
        {"member_from": BEFORE, "member_through": DAY}, member_from=DAY
    ),
}


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_rule_refuses_violation(rule):
    assert_refused(VIOLATIONS[rule](), rule)


def test_every_rule_is_tested():
    assert set(VIOLATIONS) == rules_of(Hospital, FormerName, Location, Membership)


@pytest.mark.parametrize("known", [{"latitude": "52.50000"}, {"longitude": "6.10000"}])
def test_location_with_one_coordinate_is_refused(known):
    assert_refused(location(**known), "location_lies_in_the_netherlands")


def test_empty_identifiers_may_stand_at_more_hospitals():
    make_hospital(agb="", ura="", kvk="")
    hospital(agb="", ura="", kvk="").full_clean()


def test_memberships_on_adjacent_days_are_accepted():
    later = membership_beside({"member_from": BEFORE, "member_through": BEFORE}, member_from=DAY)
    later.full_clean()
    later.save()


def test_membership_running_for_ever_meets_a_later_one():
    later = membership_beside(
        {"member_from": BEFORE}, member_from=DAY, member_through=datetime.date(2030, 1, 1)
    )
    assert_refused(later, "memberships_do_not_overlap")
