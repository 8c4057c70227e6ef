"""What loading a list does to the register: matching, differences, mistakes, all or nothing."""

import datetime

import pytest
from django.utils import translation

from centres.imports.loading import ChangedSincePreview
from centres.imports.reports import Change
from centres.models import Centre, Condition, CriteriaEdition, PublishedRound, Recognition
from centres.status import Origin
from hospitals.models import Hospital, Location, Membership, RegisterVersion
from tests.builders import (
    make_centre,
    make_condition,
    make_edition,
    make_hospital,
    make_location,
    make_member,
    make_public_source_recognition,
    make_recognition,
    make_round,
    make_specialty,
    make_user,
)
from tests.centres.imported import CENTRE, HOSPITAL, TODAY, WHY, counts, load_tables, mistakes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


# What stands in the list comes into the register ---------------------------------------------


def test_new_records_get_ids_and_names_in_the_address():
    load_tables(hospitals=HOSPITAL, centres=CENTRE)
    hospital, centre = Hospital.objects.get(), Centre.objects.get()
    assert (hospital.slug, hospital.public_id[:4]) == ("ziekenhuis-oost", "ZKH-")
    assert (centre.slug, centre.public_id[:4]) == ("longkanker-zo", "TEC-")


def test_name_in_the_address_that_is_taken_gets_a_number():
    make_centre(make_hospital(short_name="ZO"), slug="longkanker-zo")
    load_tables(centres=CENTRE)
    assert Centre.objects.get(name="Longkanker").slug == "longkanker-zo-2"


def test_second_load_finds_the_same_records_and_writes_nothing():
    load_tables(hospitals=HOSPITAL, centres=CENTRE)
    before = RegisterVersion.current().number, Centre.history.count(), Centre.objects.get().version
    report = load_tables(hospitals=HOSPITAL, centres=CENTRE)
    after = RegisterVersion.current().number, Centre.history.count(), Centre.objects.get().version
    assert (after, counts(report)) == (before, {"hospitals": (0, 0, 1), "centres": (0, 0, 1)})


def test_difference_is_written_and_told_old_to_new():
    make_member(name="Ziekenhuis Oost", short_name="ZO", website="https://oud.example")
    neighbour = make_member(website="https://buur.example")
    report = load_tables(
        hospitals="naam;korte_naam;website\nziekenhuis oost;ZO;https://nieuw.example\n"
    )
    (table,) = report.tables
    (difference,) = table.changed
    assert (difference.line, difference.changes) == (
        2,
        [
            Change("name", "Ziekenhuis Oost", "ziekenhuis oost"),
            Change("website", "https://oud.example", "https://nieuw.example"),
        ],
    )
    assert table.only_in_register == [neighbour.name]
    neighbour.refresh_from_db()
    assert (neighbour.website, neighbour.version) == ("https://buur.example", 1)


def test_history_says_who_and_why_once_per_record():
    user = make_user()
    make_hospital(name="Ziekenhuis Oost", short_name="ZO")
    make_condition(name="Longkanker", slug="longkanker")
    centre = make_centre(Hospital.objects.get(), name="Longkanker")
    load_tables(centres=CENTRE.replace(";\n", ";Longkanker\n"), by=user)
    (change,) = centre.history.all()[:1]
    assert (change.history_user, change.history_change_reason) == (user, WHY)
    assert (change.history_type, change.conditions.count()) == ("~", 1)
    assert centre.history.count() == 2  # made, and changed once


def test_missing_column_leaves_the_value_and_empty_cell_empties_it():
    make_hospital(name="Ziekenhuis Oost", short_name="ZO", website="https://a.example", agb="")
    load_tables(hospitals="name,short_name,agb\nZiekenhuis Oost,ZO,06010101\n")
    assert Hospital.objects.get().website == "https://a.example"
    load_tables(hospitals="name,short_name,website\nZiekenhuis Oost,ZO,\n")
    assert (Hospital.objects.get().website, Hospital.objects.get().agb) == ("", "06010101")


def test_lists_in_cells_become_names_codes_and_links():
    make_specialty(slug="longziekten", name="Longziekten")
    load_tables(
        conditions=(
            "naam;gewone_woorden;afkortingen;icd10;specialismen\n"
            "Longkanker;kanker in de long | longtumor;NSCLC|;C34;longziekten\n"
        )
    )
    condition = Condition.objects.get()
    assert sorted(condition.names.values_list("kind", "name")) == [
        ("abbreviation", "NSCLC"),
        ("lay", "kanker in de long"),
        ("lay", "longtumor"),
    ]
    assert list(condition.codes.values_list("system", "code")) == [("icd10", "C34")]
    assert [one.slug for one in condition.specialties.all()] == ["longziekten"]


def test_list_in_a_cell_is_the_whole_list_and_its_history_stays():
    load_tables(conditions="name,lay_names\nLongkanker,een|twee\n")
    condition = Condition.objects.get()
    load_tables(conditions="name,lay_names\nLongkanker,twee|drie\n")
    assert sorted(condition.names.values_list("name", flat=True)) == ["drie", "twee"]
    history = condition.names.model.history.order_by("history_id")
    assert [(one.history_type, one.name) for one in history] == [
        ("+", "een"),
        ("+", "twee"),
        ("-", "een"),
        ("+", "drie"),
    ]
    assert {one.history_change_reason for one in history} == {WHY}


def test_partner_is_a_hospital_of_the_register_or_one_outside_stz():
    east, west = make_hospital(short_name="ZO"), make_hospital(name="Ziekenhuis West")
    load_tables(
        centres=f"hospital,name,kind,partners\nZO,Long,condition,{west.public_id}|Academisch ZH\n"
    )
    partners = Centre.objects.get(hospital=east).partners
    assert list(partners.values_list("hospital__name", "outside_name")) == [
        ("Ziekenhuis West", ""),
        (None, "Academisch ZH"),
    ]


def test_dates_are_kept_as_far_as_they_are_known():
    centre = make_centre()
    load_tables(
        recognitions=(
            "centre;valid_from;valid_through;origin;bron_adres\n"
            f"{centre.public_id};03-2022;2026;openbare bron;https://a.example\n"
        )
    )
    recognition = Recognition.objects.get()
    assert recognition.valid_from == datetime.date(2022, 3, 31)
    assert recognition.valid_through == datetime.date(2026, 1, 1)
    assert (recognition.first_known.isoformat(), recognition.last_known.isoformat()) == (
        "2022-03",
        "2026",
    )


def test_decimal_comma_and_too_many_decimals_are_read():
    hospital = make_hospital(short_name="ZO")
    text = "hospital;place;latitude;longitude\nZO;Zwolle;52,5130001;6,0940\n"
    load_tables(locations=text)
    assert load_tables(locations=text).tables[0].unchanged == 1
    location = Location.objects.get(hospital=hospital)
    assert (str(location.latitude), str(location.longitude)) == ("52.51300", "6.09400")


# Which record a row means ----------------------------------------------------------------------


def test_row_with_an_id_renames_the_record_with_that_id():
    hospital = make_hospital(name="Oude Naam", short_name="ON", slug="oude-naam")
    load_tables(hospitals=f"id,name,short_name\n{hospital.public_id},Nieuwe Naam,NN\n")
    hospital.refresh_from_db()
    assert (hospital.name, hospital.slug) == ("Nieuwe Naam", "oude-naam")


def test_centre_is_found_within_its_hospital():
    east, west = make_hospital(short_name="ZO"), make_hospital(short_name="ZW")
    make_centre(east, name="Longkanker")
    other = make_centre(west, name="Longkanker")
    load_tables(
        recognitions=(
            "ziekenhuis;centrum;geldig_van;geldig_tot_en_met;uitkomst;herkomst\n"
            "ZW;longkanker;1-5-2024;30-4-2028;volledig;register\n"
        )
    )
    assert list(Recognition.objects.values_list("centre", "outcome")) == [(other.pk, "full")]


def test_stz_record_makes_a_period_from_a_public_source_precise():
    centre = make_centre()
    recognition = make_public_source_recognition(centre, "2024", "2028")
    row = "centre,valid_from,valid_through,outcome,origin\n"
    load_tables(recognitions=f"{row}{centre.public_id},1-5-2024,30-4-2028,full,register\n")
    recognition.refresh_from_db()
    assert (recognition.valid_from, recognition.origin) == (
        datetime.date(2024, 5, 1),
        Origin.REGISTER,
    )


def test_first_day_of_a_running_membership_is_filled_in():
    hospital = make_member(short_name="ZO")
    load_tables(memberships="hospital,member_from\nZO,2011\n")
    (membership,) = Membership.objects.filter(hospital=hospital)
    assert membership.first_day.isoformat() == "2011"


def test_two_locations_in_one_place_are_two():
    make_hospital(short_name="ZO")
    text = "hospital,name,place\nZO,,Arnhem\nZO,Arnhem-Zuid,Arnhem\n"
    assert counts(load_tables(locations=text)) == {"locations": (2, 0, 0)}
    assert counts(load_tables(locations=text)) == {"locations": (0, 0, 2)}


# What a list may not change -----------------------------------------------------------------------


def test_recognition_decided_in_the_register_is_not_changed_by_a_list():
    recognition = make_recognition(origin=Origin.DECISION)
    head = "centre,valid_from,valid_through,outcome,origin\n"
    row = f"{head}{recognition.centre.public_id},1-5-2024,30-4-2028,%s,register\n"
    report = load_tables(recognitions=row % "with_requirements")
    assert mistakes(report) == [
        (
            "recognitions.csv",
            2,
            "",
            "This recognition was decided in the register; a list does not change it.",
        )
    ]


def test_public_source_does_not_change_what_stz_recorded():
    recognition = make_recognition()
    report = load_tables(
        recognitions="centre,valid_from,origin\n"
        f"{recognition.centre.public_id},2024,public_source\n"
    )
    assert mistakes(report) == [
        (
            "recognitions.csv",
            2,
            "",
            "This recognition is known from STZ's own records; a public source does not change it.",
        )
    ]


def test_a_list_does_not_move_a_centre_to_another_hospital():
    centre = make_centre(make_hospital(name="Ziekenhuis Oost"), name="Longkanker")
    make_hospital(short_name="ZW")
    rows = f"id,hospital,name,kind\n{centre.public_id},%s,Longkanker,condition\n"
    reason = "This never changes: the register has “Ziekenhuis Oost”. Write the same."
    assert mistakes(load_tables(centres=rows % "ZW")) == [("centres.csv", 2, "hospital", reason)]
    assert counts(load_tables(centres=rows % "ziekenhuis oost")) == {"centres": (0, 0, 1)}
    assert Centre.objects.get().hospital.name == "Ziekenhuis Oost"


def test_a_decision_never_comes_out_of_a_list():
    centre, recorded = make_centre(), make_recognition()
    rows = "centre,valid_from,valid_through,outcome,origin\n"
    for one in (centre, recorded.centre):
        rows += f"{one.public_id},1-5-2024,30-4-2028,full,decision\n"
    assert mistakes(load_tables(recognitions=rows)) == [
        (
            "recognitions.csv",
            2,
            "origin",
            "A decision comes out of an assessment, never out of a list.",
        ),
        (
            "recognitions.csv",
            3,
            "",
            "This recognition was decided in the register; a list does not change it.",
        ),
    ]
    recorded.refresh_from_db()
    assert recorded.origin == Origin.REGISTER


def test_a_round_is_loaded_once_it_is_released():
    make_edition(name="2030")
    rows = "year,number,edition,figures_origin,released_on\n2026,1,2030,computed,%s\n"
    reason = "This day lies ahead. Record a round once it is released."
    expected = [("rounds.csv", 2, "released_on", reason)]
    assert mistakes(load_tables(rounds=rows % "3-3-2026")) == expected
    assert mistakes(load_tables(rounds=rows % "2-3-2026")) == []
    assert mistakes(load_tables(rounds=rows % "4-2026")) == expected
    assert PublishedRound.objects.get().released_on == TODAY


def test_a_round_that_was_released_in_the_register_is_not_changed_by_a_list():
    make_round(2024, 1, edition=make_edition(name="2024"), handled=54)
    rows = "year,number,edition,handled,figures_origin,source_name\n2024,1,2024,%s,%s,STZ"
    reason = "This round was released in the register. It does not change."
    for handled, origin in (("55", "computed"), ("54", "reported")):
        found = mistakes(load_tables(rounds=rows % (handled, origin)))
        assert found == [("rounds.csv", 2, "", reason)]


def test_what_an_export_tells_besides_is_passed_over():
    make_centre(make_hospital(short_name="ZO"), name="Longkanker")
    rows = "hospital,name,kind,status,opgegaan_in\nZO,Longkanker,condition,expired,TEC-1\n"
    assert counts(load_tables(centres=rows)) == {"centres": (0, 0, 1)}


def test_text_that_differs_in_spaces_and_line_ends_only_is_the_same():
    hospital = make_hospital(short_name="ZO")
    make_centre(hospital, name="Longkanker", for_whom="Een.\r\n Twee  drie. ")
    rows = 'hospital,name,kind,for_whom\nZO,Longkanker,condition,"Een.\nTwee drie."\n'
    assert counts(load_tables(centres=rows)) == {"centres": (0, 0, 1)}


def test_who_is_called_so_goes_before_who_is_also_known_so():
    make_hospital(name="Ziekenhuis Oost", short_name="Noord")
    make_hospital(name="Noord", short_name="ZN")
    load_tables(centres="hospital,name,kind\nNoord,Longkanker,condition\n")
    assert Centre.objects.get().hospital.short_name == "ZN"


CRITERIA = "edition,number,theme,name,text\n2030,1,team,Team,Er is een team.\n"
ROUND = "year,number,edition,figures_origin\n2030,1,2030,computed\n"


def test_edition_that_a_round_uses_is_put_in_use():
    load_tables(criteria=CRITERIA, rounds=ROUND)
    assert CriteriaEdition.objects.get().in_use_since == TODAY
    assert PublishedRound.objects.get().edition.name == "2030"


def test_edition_in_use_is_skipped_when_the_same_and_refused_when_changed():
    load_tables(criteria=CRITERIA, rounds=ROUND)
    assert counts(load_tables(criteria=CRITERIA, rounds=ROUND)) == {
        "criteria": (0, 0, 1),
        "rounds": (0, 0, 1),
    }
    message = "This edition is in use: it does not change any more. Make a new edition."
    report = load_tables(criteria=CRITERIA.replace("een team", "geen team"))
    assert mistakes(report) == [("criteria.csv", 2, "", message)]
    report = load_tables(criteria=CRITERIA.replace(",1,", ",2,"))
    assert mistakes(report) == [("criteria.csv", 2, "", message)]


def test_edition_without_a_round_stays_open():
    make_edition(name="2030", criteria=0, in_use_since=None)
    load_tables(criteria=CRITERIA)
    assert CriteriaEdition.objects.get().in_use_since is None


# Dry run, confirmation, size ----------------------------------------------------------------------


def test_dry_run_tells_all_and_writes_nothing():
    report = load_tables(hospitals=HOSPITAL, centres=CENTRE, dry_run=True)
    assert counts(report) == {"hospitals": (1, 0, 0), "centres": (1, 0, 0)}
    assert (Hospital.objects.count(), Hospital.history.count()) == (0, 0)
    assert RegisterVersion.current().number == 0


def test_load_is_refused_when_the_register_is_at_another_version():
    report = load_tables(hospitals=HOSPITAL, dry_run=True)
    make_hospital()
    with pytest.raises(ChangedSincePreview):
        load_tables(hospitals=HOSPITAL, agreed=report.fingerprint)
    assert not Hospital.objects.filter(name="Ziekenhuis Oost").exists()


def test_load_counts_the_database_itself_once_it_is_loaded(django_assert_num_queries):
    rows = "".join(f"Ziekenhuis {number},Z{number}\n" for number in range(30))
    load_tables(hospitals=f"name,short_name\n{rows}")
    with django_assert_num_queries(4):  # savepoint, version, hospitals, its release
        load_tables(hospitals=f"name,short_name\n{rows}")


def test_location_of_another_hospital_is_refused_for_a_centre():
    make_hospital(short_name="ZO")
    make_location(make_hospital(), place="Arnhem")
    report = load_tables(centres="hospital,name,kind,locations\nZO,Long,condition,Arnhem\n")
    reason = "Not a location of this hospital: Arnhem."
    assert mistakes(report) == [("centres.csv", 2, "locations", reason)]
    report = load_tables(centres="hospital,name,kind,locations\nZO,Long,condition,Ede\n")
    reason = "There is no location “Ede”."
    assert mistakes(report) == [("centres.csv", 2, "locations", reason)]
