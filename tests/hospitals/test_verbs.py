"""Renames, mergers and terms."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from hospitals.changes import changing
from hospitals.mergers import merge
from hospitals.models import FormerName, Hospital
from hospitals.records import ChangedMeanwhile
from hospitals.renames import rename
from hospitals.terms import last_day_of_term
from tests.builders import make_hospital, make_user

DAY = datetime.date(2024, 12, 31)
TODAY = datetime.date(2026, 3, 2)
ONE_DAY = datetime.timedelta(days=1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def rename_to(hospital: Hospital, name: str, last_day=DAY, by=None):
    return rename(
        hospital,
        version=hospital.version,
        name=name,
        short_name=name[:10],
        last_day_of_old_name=last_day,
        on=TODAY,
        by=by,
        why="Nieuwe naam",
    )


@pytest.mark.django_db
def test_rename_keeps_id_and_address_and_remembers_the_old_name():
    hospital, staff = make_hospital(name="Medisch Centrum Leeuwarden"), make_user()
    same = hospital.public_id, hospital.slug
    former = rename_to(hospital, "Frisius MC", by=staff)
    hospital = Hospital.objects.get(pk=hospital.pk)

    assert (hospital.public_id, hospital.slug) == same
    assert (hospital.name, hospital.sort_key) == ("Frisius MC", "frisius0mc")
    assert (former.name, former.used_through) == ("Medisch Centrum Leeuwarden", DAY)
    last = hospital.history.first()
    assert (last.history_user, last.history_change_reason) == (staff, "Nieuwe naam")
    assert last.prev_record.name == "Medisch Centrum Leeuwarden"


@pytest.mark.django_db
def test_name_on_a_day_follows_each_rename():
    hospital = make_hospital(name="A")
    rename_to(hospital, "B", day("2010-06-30"))
    rename_to(hospital, "C", day("2020-06-30"))
    names = {on: hospital.name_on(day(on)) for on in ("2010-06-30", "2010-07-01", "2020-06-30")}
    assert names == {"2010-06-30": "A", "2010-07-01": "B", "2020-06-30": "B"}
    assert hospital.name_on(day("2020-07-01")) == "C"


@pytest.mark.django_db
def test_name_on_a_day_leaves_out_a_name_of_unknown_time():
    hospital = make_hospital(name="Nieuw")
    hospital.former_names.create(name="Oud")
    assert hospital.name_on(day("1990-01-01")) == "Nieuw"


@pytest.mark.django_db
def test_rename_that_is_not_possible_leaves_nothing():
    hospital, other = make_hospital(), make_hospital()
    for name in (hospital.name, other.name, ""):
        with pytest.raises(ValidationError):
            rename_to(hospital, name)
    assert hospital.former_names.count() == 0
    assert Hospital.objects.get(pk=hospital.pk).version == hospital.version == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("last_day", "code"),
    [
        (TODAY, "name_still_used"),
        (TODAY + ONE_DAY, "name_still_used"),
        (DAY, "earlier_name_ended_later"),
        (DAY - ONE_DAY, "earlier_name_ended_later"),
    ],
)
def test_rename_with_a_last_day_that_does_not_fit_is_refused(last_day, code):
    hospital = make_hospital(name="A")
    rename_to(hospital, "B")
    with pytest.raises(ValidationError) as refusal:
        rename_to(hospital, "C", last_day)
    [error] = refusal.value.error_dict["last_day_of_old_name"]
    assert error.code == code
    assert [former.name for former in hospital.former_names.all()] == ["A"]
    assert Hospital.objects.get(pk=hospital.pk).name == "B"


@pytest.mark.django_db
def test_rename_may_follow_the_last_name_by_a_day():
    hospital = make_hospital(name="A")
    rename_to(hospital, "B")
    rename_to(hospital, "C", DAY + ONE_DAY)
    rename_to(hospital, "D", TODAY - ONE_DAY)
    assert [former.name for former in hospital.former_names.all()] == ["C", "B", "A"]


@pytest.mark.django_db
def test_rename_back_keeps_the_former_name_with_its_last_day():
    hospital = make_hospital(name="A")
    rename_to(hospital, "B", day("2010-06-30"))
    rename_to(hospital, "A", day("2020-06-30"))
    assert [former.name for former in hospital.former_names.all()] == ["B", "A"]
    names = [hospital.name_on(day(on)) for on in ("2010-06-30", "2010-07-01", "2020-07-01")]
    assert names == ["A", "B", "A"]


@pytest.mark.django_db
def test_rename_back_takes_a_former_name_without_a_day_away():
    hospital, staff = make_hospital(name="B"), make_user()
    undated = hospital.former_names.create(name="A")
    hospital.former_names.create(name="Ouder")
    rename_to(hospital, "A", by=staff)
    assert {former.name for former in hospital.former_names.all()} == {"B", "Ouder"}
    last = FormerName.history.filter(id=undated.pk).first()
    assert (last.history_type, last.history_user) == ("-", staff)


def merged(record: Hospital, into: Hospital) -> None:
    merge(record, into=into, version=record.version, by=None, why="Fusie")


@pytest.mark.django_db
def test_merge_keeps_both_and_tells_the_history():
    old, new = make_hospital(), make_hospital()
    merged(old, new)
    assert list(new.predecessors.all()) == [old]
    assert old.history.first().history_change_reason == "Fusie"
    assert Hospital.objects.count() == 2


@pytest.mark.django_db
def test_merge_of_what_others_merged_into_takes_them_along():
    oldest, old, new = make_hospital(), make_hospital(), make_hospital()
    merged(oldest, old)
    merged(old, new)
    assert set(new.predecessors.all()) == {oldest, old}
    assert old.predecessors.count() == 0


@pytest.mark.django_db
def test_merge_that_is_not_possible_is_refused():
    old, new, third = make_hospital(), make_hospital(), make_hospital()
    merged(old, new)
    for record, into in [(third, third), (third, old), (old, third), (new, old)]:
        with pytest.raises(ValidationError):
            merged(Hospital.objects.get(pk=record.pk), into)
    assert list(Hospital.objects.filter(merged_into__isnull=False)) == [old]


@pytest.mark.django_db
def test_change_of_an_older_version_is_refused_without_a_trace():
    hospital = make_hospital(name="Oud")
    with pytest.raises(ChangedMeanwhile), changing(hospital, version=2, by=None, why="Test"):
        hospital.name = "Nieuw"
    assert hospital.name == "Oud"
    assert hospital.history.count() == 1


@pytest.mark.parametrize(
    ("first_day", "years", "last_day"),
    [
        ("2024-05-01", 4, "2028-04-30"),
        ("2024-01-01", 4, "2027-12-31"),
        ("2024-03-01", 4, "2028-02-29"),
        ("2023-03-01", 4, "2027-02-28"),
        ("2024-02-29", 4, "2028-02-28"),
        ("2024-02-29", 3, "2027-02-28"),
        ("2024-02-28", 1, "2025-02-27"),
    ],
)
def test_last_day_of_term(first_day, years, last_day):
    assert last_day_of_term(day(first_day), years) == day(last_day)


def test_term_of_no_years_is_refused():
    with pytest.raises(ValueError, match="at least one year"):
        last_day_of_term(DAY, 0)
