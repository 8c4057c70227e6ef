"""The list of centres: which cards, in which order, behind which filters."""

import datetime

import pytest

from centres.models import CentreName, ConditionName
from centres.status import EndedHow, Outcome
from hospitals.models import FormerName, Location
from hospitals.partial_dates import Precision
from tests.builders import (
    make_centre,
    make_condition,
    make_hospital,
    make_location,
    make_member,
    make_membership,
    make_public_source_recognition,
    make_recognition,
    make_specialty,
    make_suspension,
)
from tests.pages import Card, address

LIST = "centres:list"


def make_listed(name: str, *, hospital=None, **over):
    """Make a recognised centre that the list shows under ``name``."""
    centre = make_centre(hospital, name=name, **over)
    make_recognition(centre)
    return centre


def hospital_in(place: str, province: str, **over):
    hospital = make_hospital(**over)
    make_membership(hospital)
    make_location(hospital, place=place, province=province)
    return hospital


def test_list_shows_public_centres_only(read, register):
    assert read(LIST).cards == [
        Card(
            title="Parkinsoncentrum",
            where="Ziekenhuis Oost, Zwolle",
            status="Recognised through 30 April 2028",
            about="For: Ziekte van Parkinson",
            url="/en/centres/parkinsoncentrum-oost/",
        )
    ]


def test_list_states_its_total(read, register):
    page = read(LIST)
    assert page.texts("h1") == ["Expertise centres"]
    assert "1 centre" in page.texts("h2")
    make_listed("Tweede")
    assert "2 centres" in read(LIST).texts("h2")


def test_empty_register_says_that_nothing_was_found(read):
    page = read(LIST)
    assert page.cards == []
    assert "0 centres" in page.texts("h2")
    assert "No STZ centre found. That says nothing about the care in your hospital." in page.main
    assert page.counts == {}


def test_for_whom_takes_the_place_of_the_conditions(read, clock):
    make_listed("Een", for_whom="Voor iedereen.", for_whom_en="For everybody.")
    assert [card.about for card in read(LIST).cards] == ["For everybody."]


def test_other_day_changes_status_and_name_of_the_hospital(read, register):
    cards = read(LIST, peildatum="2024-05-01").cards
    assert [(card.where, card.status) for card in cards] == [
        ("Het Oude Gasthuis, Zwolle", "Recognised through 30 April 2028")
    ]
    cards = read(LIST, peildatum="2028-05-01").cards
    assert [(card.where, card.status) for card in cards] == [
        ("Ziekenhuis Oost, Zwolle", "Expired, no longer recognised since 1 May 2028")
    ]


def test_other_day_changes_the_counts_by_status(read, register):
    assert read(LIST).counts["status"] == {"recognised": 1}
    assert read(LIST, peildatum="2024-04-30").counts["status"] == {"upcoming": 1}
    assert read(LIST, peildatum="2028-05-01").counts["status"] == {"expired": 1}


# Words ------------------------------------------------------------------------------------------


@pytest.fixture
def breast_centre(clock):
    """A centre that many words find, beside one that none of them does."""
    hospital = hospital_in(
        "Den Haag", "Zuid-Holland", name="Ziekenhuis West", short_name="ZW", other_names="Westeinde"
    )
    condition = make_condition(name="Borstkanker", name_en="Breast cancer")
    ConditionName.objects.create(condition=condition, kind="professional", name="mammacarcinoom")
    centre = make_listed(
        "Mammapoli",
        hospital=hospital,
        plain_name="Zorg voor de borst",
        plain_name_en="Care for the breast",
        conditions=[condition],
    )
    CentreName.objects.create(centre=centre, name="Borstenhuis")
    make_listed("Hartcentrum", hospital=hospital_in("Delft", "Zuid-Holland", name="Reinier"))
    return centre


@pytest.mark.parametrize(
    "words",
    [
        "mammapoli",
        "zorg",
        "care",
        "borstkanker",
        "breast cancer",
        "mammacarcinoom",
        "borstenhuis",
        "ziekenhuis west",
        "zw",
        "westeinde",
        "haag",
        "  HAAG   carcinoom ",
    ],
)
def test_words_find_by_every_name(read, breast_centre, words):
    assert read(LIST, q=words).titles == ["Care for the breast"]


@pytest.mark.parametrize("words", ["hartkanker", "haag hart", "%", "_", "\\"])
def test_words_that_do_not_all_fit_find_nothing(read, breast_centre, words):
    assert read(LIST, q=words).titles == []


def test_words_stand_in_the_heading_the_box_and_the_title(read, breast_centre):
    page = read(LIST, q="borst <b>")
    assert page.texts("h1") == ["Centres for “borst <b>”"]
    assert page.title == "Centres for “borst <b>” – STZ expertise register"
    assert [box.get("value") for box in page.all("input") if box.get("id") == "q"] == ["borst <b>"]


# Filters ----------------------------------------------------------------------------------------


@pytest.fixture
def spread(clock):
    """Four centres that differ in hospital, province, place, kind, specialty, age and status."""
    north = hospital_in("Groningen", "Groningen", name="Noord", slug="noord")
    south = hospital_in("Venlo", "Limburg", name="Zuid", slug="zuid")
    make_location(south, place="Sittard", province="Limburg", is_main=False)
    neurology, surgery = make_specialty(slug="neurologie"), make_specialty(slug="chirurgie")
    adult = make_centre(
        north, name="A", kind="condition", age_group="adults", specialties=[neurology, surgery]
    )
    child = make_centre(
        north, name="B", kind="treatment", age_group="children", specialties=[surgery]
    )
    plain = make_centre(south, name="C", kind="treatment")
    former = make_centre(south, name="D", kind="diagnostics", age_group="all")
    make_recognition(adult)
    make_recognition(child, outcome=Outcome.WITH_REQUIREMENTS)
    make_public_source_recognition(plain)
    make_recognition(former, ended_how=EndedHow.RETURNED, last_day=datetime.date(2025, 1, 31))


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({}, "ABCD"),
        ({"ziekenhuis": "noord"}, "AB"),
        ({"ziekenhuis": ["noord", "zuid"]}, "ABCD"),
        ({"provincie": "Limburg"}, "CD"),
        ({"plaats": "Venlo"}, "CD"),
        ({"plaats": ["Venlo", "Groningen"]}, "ABCD"),
        ({"soort": "treatment"}, "BC"),
        ({"soort": ["condition", "diagnostics"]}, "AD"),
        ({"specialisme": "chirurgie"}, "AB"),
        ({"specialisme": ["chirurgie", "neurologie"]}, "AB"),
        ({"leeftijd": "onbekend"}, "C"),
        ({"leeftijd": ["onbekend", "all"]}, "CD"),
        ({"status": "recognised"}, "A"),
        ({"status": ["recognised", "recognised_with_requirements"]}, "AB"),
        ({"status": "returned"}, "D"),
        ({"status": "unconfirmed"}, "C"),
        ({"ziekenhuis": "noord", "soort": "treatment"}, "B"),
        ({"ziekenhuis": "noord", "soort": ["treatment", "condition"], "leeftijd": "adults"}, "A"),
        ({"ziekenhuis": "noord", "status": "returned"}, ""),
        ({"soort": ""}, "ABCD"),
    ],
)
def test_filters_fit_or_within_and_between(read, spread, chosen, titles):
    page = read(LIST, **chosen)
    assert page.titles == list(titles)
    assert f"{len(titles)} centre{'' if len(titles) == 1 else 's'}" in page.texts("h2")


def test_options_carry_what_choosing_them_gives(read, spread):
    assert read(LIST, ziekenhuis="noord").counts == {
        "status": {"recognised": 1, "recognised_with_requirements": 1},
        "ziekenhuis": {"noord": 2, "zuid": 2},
        "provincie": {"Groningen": 2},
        "plaats": {"Groningen": 2},
        "soort": {"condition": 1, "treatment": 1},
        "specialisme": {"chirurgie": 2, "neurologie": 1},
        "leeftijd": {"children": 1, "adults": 1},
    }


def test_chosen_values_are_ticked_even_when_they_give_nothing(read, spread):
    page = read(LIST, ziekenhuis="noord", status="returned")
    assert page.ticked == [("status", "returned"), ("ziekenhuis", "noord")]
    assert page.counts["status"] == {
        "recognised": 1,
        "recognised_with_requirements": 1,
        "returned": 0,
    }


def test_a_chip_takes_its_value_off_and_goes_to_the_first_page(read, spread):
    page = read(
        LIST, soort=["treatment", "condition"], ziekenhuis="noord", q="e", peildatum="2025-06-01"
    )
    rest = "q=e&peildatum=2025-06-01"
    assert {
        text.removeprefix("Remove filter: ").removesuffix(" ×"): chip.get("href")
        for text, chip in zip(page.texts("a", "chip"), page.all("a", "chip"), strict=True)
    } == {
        "Noord": f"?soort=treatment&soort=condition&{rest}",
        "Condition": f"?soort=treatment&ziekenhuis=noord&{rest}",
        "Treatment": f"?soort=condition&ziekenhuis=noord&{rest}",
    }
    assert page.link("Remove all filters") == address(LIST, peildatum="2025-06-01")


# Order and pages --------------------------------------------------------------------------------


def test_order_by_name_is_dutch_and_ties_stand_by_age_of_the_record(read, clock):
    for name in ("Zeven", "'s-Hertogenbosch", "ijzer", "Élan", "eland", "Yoga"):
        make_listed(name)
    first, second = make_listed("Long"), make_listed("Long")
    page = read(LIST)
    assert page.titles == [
        "Élan", "eland", "'s-Hertogenbosch", "Long", "Long", "Yoga", "ijzer", "Zeven",
    ]  # fmt: skip
    urls = [card.url for card in page.cards if card.title == "Long"]
    assert urls == [address("centres:detail", centre.slug) for centre in (first, second)]


def test_order_by_hospital_puts_names_within_it(read, clock):
    south, north = make_member(name="Zuid"), make_member(name="Noord")
    make_listed("B", hospital=north)
    make_listed("A", hospital=south)
    make_listed("C", hospital=north)
    assert read(LIST, sortering="ziekenhuis").titles == ["B", "C", "A"]


def test_order_by_end_puts_the_soonest_first_and_unknown_last(read, clock):
    day = datetime.date
    make_public_source_recognition(make_centre(name="Onbekend"))
    make_recognition(make_centre(name="Laat"), valid_through=day(2028, 4, 30))
    make_recognition(make_centre(name="Tegelijk"), valid_through=day(2027, 4, 30))
    make_recognition(make_centre(name="Ook tegelijk"), valid_through=day(2027, 4, 30))
    make_recognition(
        make_centre(name="Verlengd"),
        valid_from=day(2021, 1, 1),
        valid_through=day(2025, 1, 1),
        extended_through=day(2027, 6, 1),
        extension_reason="Aanvraag loopt",
    )
    assert read(LIST, sortering="einde").titles == [
        "Ook tegelijk", "Tegelijk", "Verlengd", "Laat", "Onbekend",
    ]  # fmt: skip


@pytest.mark.parametrize("order", ["naam", "ziekenhuis", "einde"])
def test_pages_together_hold_each_centre_once(read, clock, order):
    hospital = make_member()
    for _ in range(30):
        make_listed(f"Centrum {_}", hospital=hospital)
    pages = [read(LIST, sortering=order, pagina=number).titles for number in (1, 2)]
    assert [len(titles) for titles in pages] == [25, 5]
    assert sorted(pages[0] + pages[1]) == sorted(f"Centrum {number}" for number in range(30))


def test_pages_link_to_each_other_and_keep_the_query(read, clock):
    hospital = make_member()
    for number in range(51):
        make_listed(f"Centrum {number}", hospital=hospital)
    page = read(LIST, q="centrum", pagina=2, peildatum="2025-06-01")
    (navigation,) = page.all("nav", "pagination")
    assert [link.get("href") for link in navigation.iter("a")] == [
        f"?q=centrum&pagina={number}&peildatum=2025-06-01" for number in (1, 1, 3, 3)
    ]
    assert page.title == "Centres for “centrum”, page 2 of 3 – STZ expertise register"
    assert page.all("ol", "cards")[0].get("start") == "26"


@pytest.mark.parametrize("number", ["0", "2", "-1", "1.5", "x", "１", "9" * 30])
def test_a_page_that_does_not_exist_is_refused_with_a_sentence(read, register, number):
    page = read(LIST, answers=400, pagina=number)
    shown = number if len(number) <= 20 else f"{number[:20]}…"
    assert page.texts(css_class="error-reason") == [f"There is no page “{shown}”: the list has 1."]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            {"sortering": "beste"},
            "The list does not know the order “beste”. It knows: naam, ziekenhuis, afstand, einde.",
        ),
        (
            {"kleur": "rood"},
            "This page does not know the parameter “kleur”. It knows: leeftijd, nabij, pagina,"
            " peildatum, plaats, provincie, q, soort, sortering, specialisme, status, ziekenhuis.",
        ),
        (
            {"soort": "ziekte"},
            "The value of “soort” cannot be used. Select a valid choice. ziekte is not one of the"
            " available choices.",
        ),
        (
            {"peildatum": "2024-02-30"},
            "“2024-02-30” is not a day that the register knows. Write it like this: 2024-05-31.",
        ),
    ],
)
def test_what_the_list_does_not_know_is_refused_with_a_sentence(read, register, query, sentence):
    page = read(LIST, answers=400, **query)
    assert page.texts(css_class="error-reason") == [sentence]


def test_parameters_that_other_sites_add_are_no_mistake(read, register):
    assert read(LIST, utm_source="nieuwsbrief", fbclid="x").titles == ["Parkinsoncentrum"]


def test_province_and_place_are_of_the_main_location(read, clock):
    hospital = hospital_in("Zwolle", "Overijssel")
    make_location(hospital, place="Urk", province="Flevoland", is_main=False)
    make_listed("Een", hospital=hospital)
    counts = read(LIST).counts
    assert (counts["provincie"], counts["plaats"]) == ({"Overijssel": 1}, {"Zwolle": 1})
    assert Location.objects.filter(place="Urk").count() == 1
    assert read(LIST, provincie="Flevoland").titles == []


def test_every_status_stands_in_the_list_with_its_date(read, clock):
    day = datetime.date
    suspended = make_recognition(make_centre(name="D"))
    make_suspension(suspended, day(2026, 1, 15))
    make_recognition(make_centre(name="A"))
    make_recognition(make_centre(name="B"), outcome=Outcome.WITH_REQUIREMENTS)
    old = {"valid_from": day(2021, 3, 1), "valid_through": day(2025, 2, 28)}
    extension = {"extended_through": day(2026, 8, 31), "extension_reason": "Aanvraag loopt"}
    make_recognition(make_centre(name="C"), **old, **extension)
    later = {"valid_from": day(2026, 4, 1), "valid_through": day(2030, 3, 31)}
    make_recognition(make_centre(name="E"), **later)
    make_recognition(make_centre(name="F"), **old)
    ended = {"last_day": day(2026, 2, 1)}
    make_recognition(make_centre(name="G"), ended_how=EndedHow.RETURNED, **ended)
    make_recognition(make_centre(name="H"), ended_how=EndedHow.WITHDRAWN, **ended)
    make_public_source_recognition(make_centre(name="I"))
    assert [card.status for card in read(LIST).cards] == [
        "Recognised through 30 April 2028",
        "Recognised with requirements, through 30 April 2028",
        "Being reassessed, recognition continues through 31 August 2026",
        "Suspended since 15 January 2026",
        "Recognised from 1 April 2026",
        "Expired, no longer recognised since 1 March 2025",
        "Returned by the hospital, last day 1 February 2026",
        "Withdrawn by STZ, last day 1 February 2026",
        "Not confirmed, recognised in 2018 according to a public source",
    ]


def test_former_name_of_unknown_date_changes_nothing(read, register):
    FormerName.objects.create(
        hospital=register.hospital,
        name="Ooit",
        used_through=None,
        used_through_precision=Precision.UNKNOWN,
    )
    assert [card.where for card in read(LIST).cards] == ["Ziekenhuis Oost, Zwolle"]
