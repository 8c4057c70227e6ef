"""The page of one centre."""

import datetime

import pytest

from centres.models import CentreName, ConditionCode, PatientOrganisation, YearlyFigure
from centres.sentences import plain
from centres.status import EndedHow
from hospitals.partial_dates import Precision
from tests.builders import (
    make_centre,
    make_condition,
    make_edition,
    make_location,
    make_member,
    make_public_source_recognition,
    make_recognition,
    make_round,
    make_suspension,
)
from tests.pages import Page, address, text_of

pytestmark = pytest.mark.usefixtures("shared_register")

CENTRE = "centres:detail"
CRITERION = [f"Criterium {number}" for number in range(1, 14)] + ["Wat wordt gevraagd."]


def test_page_says_what_where_and_until_when(read, register):
    page = read(CENTRE, "parkinsoncentrum-oost")
    assert page.texts("h1") == ["Parkinsoncentrum"]
    assert page.title == "Parkinsoncentrum, Ziekenhuis Oost – STZ expertise register"
    assert page.texts(css_class="record__where") == ["Ziekenhuis Oost, Zwolle"]
    assert page.texts(css_class="status-panel") == [
        "Recognised through 30 April 2028 Recognised by STZ from 1 May 2024 through 30 April 2028."
    ]
    assert page.facts == {
        "Conditions": "Ziekte van Parkinson",
        "Kind": "Condition",
        "Specialty": "Neurology",
        "Age": "Not stated",
        "Together with": "Academie West (not an STZ hospital)",
        "Also called": "Centrum Beweging",
        "How to refer": "Not given by the hospital.",
        "Advice line": "Not given by the hospital.",
        "Codes": "ICD-10: G20",
    }


def test_sections_stand_in_the_order_of_the_design(read, register):
    assert list(read(CENTRE, "parkinsoncentrum-oost").sections)[:-1] == [
        "For whom",
        "What you can do",
        "For referrers",
        "What STZ looked at",
        "Other centres for these conditions",
        "Timeline",
        "Is something wrong here?",
    ]


def test_plain_name_comes_first_and_the_official_name_below(client, register):
    register.centre.plain_name = "Zorg bij Parkinson"
    register.centre.save()
    page = Page(client.get(address(CENTRE, "parkinsoncentrum-oost")))
    assert page.texts("h1") == ["Zorg bij Parkinson"]
    assert page.texts(css_class="record__official") == ["Official name: Parkinsoncentrum"]


@pytest.mark.parametrize(
    ("day", "panel"),
    [
        (
            "2024-04-30",
            "Recognised from 1 May 2024"
            " Recognised by STZ from 1 May 2024. The recognition has yet to begin.",
        ),
        (
            "2028-04-30",
            "Recognised through 30 April 2028"
            " Recognised by STZ from 1 May 2024 through 30 April 2028.",
        ),
        (
            "2028-05-01",
            "Expired, no longer recognised since 1 May 2028 No longer recognised since 1 May 2028."
            " The recognition ran from 1 May 2024 through 30 April 2028.",
        ),
    ],
)
def test_other_day_changes_the_status(read, register, day, panel):
    page = read(CENTRE, "parkinsoncentrum-oost", peildatum=day)
    (shown,) = page.texts(css_class="status-panel")
    that_day = plain(datetime.date.fromisoformat(day))
    assert shown.replace(f"This is how it stands on {that_day}. ", "", 1) == panel
    assert that_day in shown


def test_other_day_changes_the_name_of_the_hospital(read, register):
    page = read(CENTRE, "parkinsoncentrum-oost", peildatum="2024-12-31")
    assert page.texts(css_class="record__where") == ["Het Oude Gasthuis, Zwolle"]


@pytest.mark.parametrize("slug", ["bestaat-niet", "TEC-000000", "TEC-lower", "Parkinsoncentrum"])
def test_unknown_centre_is_not_found(read, register, slug):
    assert read(CENTRE, slug, answers=404).texts("h1") == ["Page not found"]


def test_centre_without_recognition_is_not_found(client, register):
    refused = make_centre(name="Afgewezen", slug="afgewezen")
    assert client.get(address(CENTRE, "afgewezen")).status_code == 404
    assert client.get(address(CENTRE, refused.public_id)).status_code == 404


def test_permanent_id_leads_to_the_slug_with_the_query_kept(client, register):
    response = client.get(address(CENTRE, register.centre.public_id, peildatum="2025-01-01"))
    assert (response.status_code, response["Location"]) == (
        301,
        address(CENTRE, "parkinsoncentrum-oost", peildatum="2025-01-01"),
    )


def test_merged_centre_leads_to_its_successor(client, register):
    merged = make_centre(slug="opgegaan", merged_into=register.centre)
    make_recognition(merged)
    for name in ("opgegaan", merged.public_id):
        response = client.get(address(CENTRE, name))
        assert (response.status_code, response["Location"]) == (
            301,
            address(CENTRE, "parkinsoncentrum-oost"),
        )


def test_other_centres_share_a_condition(read, register):
    hospital = register.hospital
    shared, other = register.condition, make_condition()
    for name, condition in (("Ander centrum", shared), ("Vreemd centrum", other)):
        make_recognition(make_centre(hospital, name=name, conditions=[condition]))
    assert read(CENTRE, "parkinsoncentrum-oost").titles == ["Ander centrum"]


def test_no_more_than_ten_other_centres_are_shown(read, register):
    for _ in range(12):
        make_recognition(make_centre(register.hospital, conditions=[register.condition]))
    assert len(read(CENTRE, "parkinsoncentrum-oost").cards) == 10


def test_referrers_see_what_the_hospital_gave(client, register):
    register.centre.referral_route = "Via ZorgDomein"
    register.centre.referral_phone = "038 123 45 67"
    register.centre.referral_email = "verwijzen@oost.example"
    register.centre.referral_url = "https://oost.example/verwijzen"
    register.centre.advice_phone = "038 765 43 21"
    register.centre.save()
    ConditionCode.objects.create(condition=register.condition, system="icd10", code="F02.3")
    ConditionCode.objects.create(condition=register.condition, system="icpc", code="N87")
    facts = Page(client.get(address(CENTRE, "parkinsoncentrum-oost"))).facts
    assert [facts[term] for term in ("How to refer", "Advice line", "Codes")] == [
        "Via ZorgDomein 038 123 45 67 verwijzen@oost.example Page for referrers",
        "038 765 43 21",
        "ICD-10: F02.3, G20 ICPC: N87",
    ]


def test_criteria_are_those_of_the_round(read, register):
    newer = make_edition(name="2028", criteria=1)
    centre = make_centre(register.hospital)
    make_recognition(centre, round=make_round(2028, edition=newer))
    counts = [
        len(read(CENTRE, slug).all("ol", "criteria")[0].findall("li"))
        for slug in ("parkinsoncentrum-oost", centre.slug)
    ]
    assert counts == [13, 1]


def test_source_of_each_fact_stands_with_it(read, register):
    centre = make_centre(
        register.hospital,
        source_name="Website Oost",
        source_url="https://oost.example/tec",
        source_date=datetime.date(2024, 3, 1),
        source_date_precision=Precision.MONTH,
    )
    make_public_source_recognition(centre, term_source_url="https://www.stz.example/termijn")
    page = read(CENTRE, centre.slug)
    of_recognition = "Source: Nieuwsbericht. Term of four years: stz.example"
    assert page.texts(css_class="source") == [
        of_recognition,
        of_recognition,
        "Source: Website Oost, March 2024",
    ]
    assert page.link("Website Oost") == "https://oost.example/tec"


def test_timeline_tells_every_period_and_its_suspensions(read, register):
    centre = make_centre(register.hospital)
    make_recognition(centre, round=register.round)
    earlier = make_recognition(centre, datetime.date(2020, 5, 1), datetime.date(2024, 4, 30))
    make_suspension(
        earlier, datetime.date(2022, 1, 1), suspended_through=datetime.date(2022, 1, 31)
    )
    (timeline,) = read(CENTRE, centre.slug).all("ol", "timeline")
    assert [text_of(period) for period in timeline] == [
        "1 May 2024 through 30 April 2028 Recognised through 30 April 2028 Round 2024-1",
        "1 May 2020 through 30 April 2024 Ended on 30 April 2024"
        " Suspended from 1 January 2022 through 31 January 2022: Wachten op nieuw team",
    ]


def test_centre_that_lost_its_recognition_keeps_its_page_with_the_reason(read, register):
    centre = make_centre(register.hospital)
    make_recognition(
        centre,
        ended_how=EndedHow.WITHDRAWN,
        last_day=datetime.date(2025, 6, 30),
        end_reason="Team vertrokken.",
    )
    assert read(CENTRE, centre.slug).texts(css_class="status-panel") == [
        "Withdrawn by STZ, last day 30 June 2025 STZ withdrew the recognition."
        " The last day was 30 June 2025. Team vertrokken."
    ]


@pytest.mark.parametrize(
    ("confirmed_on", "sentence"),
    [
        (None, "The hospital has not yet confirmed this page."),
        (datetime.date(2026, 1, 5), "Confirmed by the hospital on 5 January 2026."),
        (datetime.date(2025, 2, 2), "Confirmed by the hospital on 2 February 2025."),
        (
            datetime.date(2025, 2, 1),
            "Confirmed by the hospital on 1 February 2025."
            " That is more than a year ago: some of it may have changed.",
        ),
    ],
)
def test_page_says_when_it_was_confirmed(read, register, confirmed_on, sentence):
    centre = make_centre(register.hospital, confirmed_on=confirmed_on)
    make_recognition(centre)
    (section,) = read(CENTRE, centre.slug).all("section", "about-record")
    _heading, tell_us, confirmed, permanent = section
    assert text_of(confirmed) == sentence
    assert tell_us.find("a").get("href") == address("centres:report_centre", centre.slug)
    assert text_of(permanent) == f"Permanent id: {centre.public_id}"


def test_locations_organisations_and_figures_are_shown(read, register):
    centre = make_centre(register.hospital, conditions=[register.condition])
    make_recognition(centre)
    centre.locations.add(
        make_location(register.hospital, name="Poli Noord", place="Urk", is_main=False)
    )
    own = PatientOrganisation.objects.create(name="Vereniging A", website="https://a.example/")
    centre.patient_organisations.add(own)
    PatientOrganisation.objects.create(name="Vereniging B").conditions.add(register.condition)
    YearlyFigure.objects.create(
        centre=centre, year=2025, measure="Behandelingen", definition="Per patiënt.", value=1200
    )
    CentreName.objects.create(centre=centre, name="Oude naam", kind="former")
    page = read(CENTRE, centre.slug)
    assert page.texts(css_class="record__where") == ["Ziekenhuis Oost, Urk"]
    assert page.sections["What you can do"] == []
    assert page.link("Vereniging A") == "https://a.example/"
    assert "Vereniging B" in page.main
    assert page.texts("td") == ["2025", "Behandelingen Per patiënt.", "1200"]


def test_dutch_only_texts_are_marked_on_english_pages(read, register):
    register.centre.for_whom = "Voor iedereen."
    register.centre.save()
    marked = read(CENTRE, "parkinsoncentrum-oost")
    dutch = [text_of(each) for each in marked.root.iter() if lang(each) == "nl"]
    assert [text for text in dutch if text not in CRITERION] == [
        "Nederlands",
        "Parkinsoncentrum",
        "Parkinsoncentrum",
        "Voor iedereen.",
        "Ziekte van Parkinson",
        "Centrum Beweging",
        "Parkinsoncentrum",  # in the text for a letter
        "Opgegaan centrum",
    ]


def test_nothing_is_marked_as_dutch_on_dutch_pages(read, register):
    page = read(CENTRE, "parkinsoncentrum-oost", language="nl")
    assert [lang(each) for each in page.root.iter() if lang(each)] == ["nl", "en"]


def lang(element) -> str | None:
    return element.get("lang")


def test_text_for_a_letter_says_all_that_a_referrer_needs(read, register):
    centre = make_centre(
        register.hospital,
        name="Pijncentrum",
        conditions=[register.condition],
        referral_route="Stuur een brief.",
        referral_phone="038 123 45 67",
        advice_email="overleg@oost.example",
    )
    make_recognition(centre)
    (note,) = read(CENTRE, centre.slug).all("pre")
    assert "".join(note.itertext()).splitlines() == [
        "Pijncentrum, Ziekenhuis Oost, Zwolle",
        "On 2 March 2026: Recognised through 30 April 2028",
        "How to refer: Stuur een brief, 038 123 45 67",
        "Advice line: overleg@oost.example",
        "Codes: ICD-10 G20",
        f"{centre.public_id}, http://testserver/en/centres/{centre.public_id}/",
    ]


def test_other_centres_stand_nearest_first_with_their_distance(read, register):
    places = {"Ver": ("50.88000", "5.96000"), "Dichtbij": ("52.26000", "6.79000"), "Weet niet": ()}
    register.hospital.locations.update(latitude="52.51000", longitude="6.09000")
    for name, where in places.items():
        centre = make_centre(make_member(name=name), conditions=[register.condition], name=name)
        make_recognition(centre)
        if where:
            centre.hospital.locations.update(latitude=where[0], longitude=where[1])
    cards = read(CENTRE, "parkinsoncentrum-oost").cards
    assert [(card.title, card.where.rpartition(" · ")[2]) for card in cards] == [
        ("Dichtbij", "55 km as the crow flies"),
        ("Ver", "181 km as the crow flies"),
        ("Weet niet", "Weet niet, Zwolle"),
    ]
