"""The rounds, and one round: announced with its dates, released with its outcome."""

import datetime
import io

import pytest
from django.core.management import call_command

from centres.models import PublishedRound
from centres.public.round_figures import Figures
from centres.remembered import forget_all
from hospitals.partial_dates import Precision
from tests.builders import (
    make_announced_round,
    make_centre,
    make_edition,
    make_recognition,
    make_round,
)
from tests.pages import address, classes_of, text_of

LIST, ROUND = "centres:round_list", "centres:round_detail"
REPORTED = PublishedRound.Figures.REPORTED
RELEASED = datetime.date(2026, 6, 2)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def reported(register):
    return make_round(
        2025,
        edition=register.edition,
        figures_origin=REPORTED,
        handled=54,
        recognised=28,
        recognised_new=5,
        recognised_again=23,
        source_name="STZ-nieuws",
    )


@pytest.fixture
def announced(register):
    """A round that is open in March 2026; its neighbour opens a year later."""
    make_announced_round(2027, edition=register.edition)
    return make_announced_round(2026, edition=register.edition, applications=54)


@pytest.fixture
def released(register, announced):
    """The announced round, released a day later than was planned."""
    round_ = make_round(2026, edition=register.edition, released_on=RELEASED, handled=3)
    make_recognition(make_centre(name="Nieuw erkend"), RELEASED, round=round_,
                     valid_through=datetime.date(2030, 6, 1), is_reassessment=False)  # fmt: skip
    return round_


def summaries(page) -> list[tuple[str, ...]]:
    return [tuple(text_of(part) for part in card) for card in page.all("article", "card")]


def rows(page) -> list[list[str]]:
    """Return the table below the drawing, row by row."""
    (table,) = page.all("table", "chart__table")
    return [[text_of(cell) for cell in row] for row in table.iter("tr")]


def drawn(page) -> list[str]:
    """Return the numbers and marks in the drawing, without its scale."""
    texts = drawing_of(page).iter(f"{SVG}text")
    return [text_of(each) for each in texts if "chart__text--end" not in classes_of(each)]


def drawing_of(page):
    (drawing,) = [each for each in page.all(f"{SVG}svg") if each.get("role") == "img"]
    return drawing


# The list -----------------------------------------------------------------------------------------


def test_rounds_stand_newest_first_with_their_figures(read, reported):
    page = read(LIST)
    assert page.texts("h2")[:2] == ["Figures per round", "Released rounds"]
    assert summaries(page) == [
        (
            "Round 2025-1",
            "54 applications handled, 28 recognised (5 new, 23 reassessments)."
            " A source reported these figures.",
            "Released on 1 May 2025. Criteria: edition 2024.",
            "Source: STZ-nieuws",
        ),
        (
            "Round 2024-1",
            "The number of applications is not known.",
            "Released on 1 May 2024. Criteria: edition 2024.",
        ),
    ]


def test_round_that_was_not_released_on_the_day_is_not_there(read, reported):
    day_before = {"peildatum": "2025-04-30"}
    page = read(LIST, **day_before)
    assert [title for title, *_ in summaries(page)] == ["Round 2024-1"]
    assert [row[0] for row in rows(page)] == ["Round", "2024-1"]
    read(ROUND, "2025-1", answers=404, **day_before)
    page = read(LIST, peildatum="2025-05-01")
    assert [title for title, *_ in summaries(page)] == ["Round 2025-1", "Round 2024-1"]
    assert [row[0] for row in rows(page)] == ["Round", "2024-1", "2025-1 (reported)"]


def test_empty_list_says_so(read):
    page = read(LIST)
    assert "On this day no round was public yet." in page.texts("p")
    assert page.all(css_class="chart") == page.all("table") == []


def test_announced_rounds_stand_above_with_where_they_stand(read, announced):
    page = read(LIST)
    headings = ["Current and coming rounds", "Figures per round", "Released rounds"]
    assert page.texts("h2")[:3] == headings
    assert summaries(page)[:2] == [
        (
            "Round 2027-1",
            "Opens for applications on 1 March 2027.",
            "Criteria: edition 2024.",
        ),
        (
            "Round 2026-1",
            "Open for applications through 31 March 2026.",
            "Criteria: edition 2024.",
        ),
    ]
    assert [row[0] for row in rows(page)] == ["Round", "2024-1"]


def test_released_round_moves_to_the_released_ones(read, released):
    before = summaries(read(LIST, peildatum="2026-06-01"))
    assert [title for title, *_ in before] == ["Round 2027-1", "Round 2026-1", "Round 2024-1"]
    page = read(LIST, peildatum="2026-06-02")
    assert summaries(page)[1] == (
        "Round 2026-1",
        "3 applications handled, 1 recognised (1 new, 0 reassessments).",
        "Released on 2 June 2026. Criteria: edition 2024.",
    )
    assert len(summaries(page)) == 3


def test_drawing_and_table_have_the_rounds_oldest_first(read, reported):
    page = read(LIST)
    assert rows(page) == [
        ["Round", "recognised, new", "recognised, reassessment", "not recognised", "handled"],
        ["2024-1", "unknown", "unknown", "unknown", "unknown"],
        ["2025-1 (reported)", "5", "23", "26", "54"],
    ]
    assert drawn(page) == [
        "?", "2024-1", "5", "23", "26", "54", "2025-1", "reported",
    ]  # fmt: skip
    assert drawing_of(page).get("aria-label") == (
        "Applications handled per round. The table below has the same numbers."
    )


def test_round_that_does_not_say_what_was_new_has_a_series_of_its_own(read, reported):
    make_round(2023, edition=reported.edition, figures_origin=REPORTED, handled=30, recognised=20,
               source_name="Krant")  # fmt: skip
    assert rows(read(LIST, language="nl")) == [
        ["Ronde", "erkend, nieuw", "erkend, herbeoordeling",
         "erkend, nieuw of herbeoordeling is onbekend", "niet erkend", "behandeld"],
        ["2023-1 (gemeld)", "onbekend", "onbekend", "20", "10", "30"],
        ["2024-1", "onbekend", "onbekend", "onbekend", "onbekend", "onbekend"],
        ["2025-1 (gemeld)", "5", "23", "0", "26", "54"],
    ]  # fmt: skip


def test_table_leads_to_the_rounds_on_the_same_day(read, reported):
    for query in ({}, {"peildatum": "2025-05-01"}):
        (table,) = read(LIST, **query).all("table", "chart__table")
        assert [link.get("href") for link in table.iter("a")] == [
            address(ROUND, "2024-1", **query), address(ROUND, "2025-1", **query),
        ]  # fmt: skip


# Where a round stands -----------------------------------------------------------------------------

STANDINGS = [
    ("2026-02-28", "Opens for applications on 1 March 2026.", "Aanvragen kan vanaf 1 maart 2026."),
    (
        "2026-03-01",
        "Open for applications through 31 March 2026.",
        "Aanvragen kan tot en met 31 maart 2026.",
    ),
    (
        "2026-03-31",
        "Open for applications through 31 March 2026.",
        "Aanvragen kan tot en met 31 maart 2026.",
    ),
    (
        "2026-04-01",
        "The committee is assessing the applications. STZ expects the outcome on 1 June 2026.",
        "De commissie beoordeelt de aanvragen. STZ verwacht de uitslag op 1 juni 2026.",
    ),
    (
        "2026-06-01",
        "The committee is assessing the applications. STZ expects the outcome on 1 June 2026.",
        "De commissie beoordeelt de aanvragen. STZ verwacht de uitslag op 1 juni 2026.",
    ),
    (
        "2026-06-02",
        "The committee is assessing the applications. STZ expected the outcome on 1 June 2026;"
        " it is not there yet.",
        "De commissie beoordeelt de aanvragen. STZ verwachtte de uitslag op 1 juni 2026, maar die"
        " is er nog niet.",
    ),
]


@pytest.mark.parametrize(("day", "english", "dutch"), STANDINGS)
def test_announced_round_says_where_it_stands_on_the_day(read, announced, day, english, dutch):
    page = read(ROUND, "2026-1", peildatum=day)
    assert page.texts("p", "lead") == [english]
    assert page.description == f"Assessment round 2026-1 of STZ. {english}"
    assert read(ROUND, "2026-1", peildatum=day, language="nl").texts("p", "lead") == [dutch]
    card = next(card for card in summaries(read(LIST, peildatum=day)) if card[0] == "Round 2026-1")
    assert card[1].removesuffix(" 54 applications.") == english


@pytest.mark.parametrize("language", ["nl", "en"])
def test_announced_round_shows_its_dates_and_nothing_of_an_outcome(read, announced, language):
    page = read(ROUND, "2026-1", language=language)
    assert (
        page.facts
        == {
            "en": {
                "Open for applications": "1 March 2026 through 31 March 2026",
                "Committee meeting": "12 May 2026",
                "Outcome expected": "1 June 2026",
                "Criteria": "edition 2024",
            },
            "nl": {
                "Aanvragen kan van": "1 maart 2026 tot en met 31 maart 2026",
                "Vergadering van de commissie": "12 mei 2026",
                "Uitslag verwacht op": "1 juni 2026",
                "Criteria": "editie 2024",
            },
        }[language]
    )
    (main,) = page.all("main")
    assert page.cards == []
    assert [heading.get("id") for heading in main.iter("h2")] == ["about-record"]


@pytest.mark.parametrize(("day", "shown"), [("2026-03-31", None), ("2026-04-01", "54")])
def test_number_of_applications_stands_there_once_the_round_is_closed(read, announced, day, shown):
    assert read(ROUND, "2026-1", peildatum=day).facts.get("Applications") == shown
    card = next(card for card in summaries(read(LIST, peildatum=day)) if card[0] == "Round 2026-1")
    assert card[1].endswith(" 54 applications.") == bool(shown)


@pytest.mark.parametrize(
    ("number", "words"), [(None, ""), (0, " 0 applications."), (1, " 1 application.")]
)
def test_number_of_applications_is_said_in_words_that_fit(read, register, number, words):
    make_announced_round(2026, edition=register.edition, applications=number)
    (card, _released) = summaries(read(LIST, peildatum="2026-04-01"))
    standing = "The committee is assessing the applications. STZ expects the outcome on"
    assert card[1] == f"{standing} 1 June 2026.{words}"


# After the release --------------------------------------------------------------------------------


def test_released_round_shows_its_outcome_with_the_dates_beside_it(read, released):
    page = read(ROUND, "2026-1", peildatum="2026-06-02")
    assert page.texts("p", "lead") == [
        "3 applications handled, 1 recognised (1 new, 0 reassessments)."
    ]
    assert page.titles == ["Nieuw erkend"]
    assert page.facts == {
        "Released": "2 June 2026",
        "Open for applications": "1 March 2026 through 31 March 2026",
        "Committee meeting": "12 May 2026",
        "Outcome expected": "1 June 2026",
        "Criteria": "edition 2024",
    }


def test_outcome_is_not_there_on_the_day_before(read, released):
    page = read(ROUND, "2026-1", peildatum="2026-06-01")
    assert page.texts("p", "lead") == [
        "The committee is assessing the applications. STZ expects the outcome on 1 June 2026."
    ]
    assert "Released" not in page.facts
    assert page.cards == []
    assert "Nieuw erkend" not in page.main
    assert "handled" not in page.main


def test_reported_figures_have_their_source_and_known_centres(read, reported):
    make_recognition(make_centre(name="Bekend"), round=reported)
    page = read(ROUND, "2025-1")
    assert page.texts("p", "lead") == [
        "54 applications handled, 28 recognised (5 new, 23 reassessments)."
    ]
    assert page.texts("p", "source") == ["Source: STZ-nieuws"]
    assert page.titles == ["Bekend"]
    assert "This register knows 1 of the 28 centres by name." in page.texts("p")


def test_computed_figures_count_the_recognitions(read, register):
    round_ = make_round(2023, handled=3, edition=register.edition)
    for is_reassessment in (True, False, True):
        make_recognition(make_centre(), round=round_, is_reassessment=is_reassessment)
    page = read(ROUND, "2023-1")
    assert page.texts("p", "lead") == [
        "3 applications handled, 3 recognised (1 new, 2 reassessments)."
    ]
    assert len(page.cards) == 3


def test_computed_figures_do_not_guess_what_was_new(read, register):
    round_ = make_round(2023, handled=3, edition=register.edition)
    for is_reassessment in (True, None):
        make_recognition(make_centre(), round=round_, is_reassessment=is_reassessment)
    assert read(ROUND, "2023-1").texts("p", "lead") == ["3 applications handled, 2 recognised."]
    assert rows(read(LIST))[1] == ["2023-1", "unknown", "unknown", "2", "1", "3"]


def test_more_recognitions_than_were_handled_give_no_number_below_zero(read, register):
    round_ = make_round(2023, handled=1, edition=register.edition)
    for _ in range(2):
        make_recognition(make_centre(), round=round_, is_reassessment=True)
    assert rows(read(LIST))[1] == ["2023-1", "0", "2", "unknown", "1"]


def test_round_without_known_centres_says_so(read, reported):
    page = read(ROUND, "2025-1")
    assert page.cards == []
    assert "This register does not know yet which centres these are." in page.texts("p")


@pytest.mark.parametrize(
    ("released_on", "precision", "fact", "sentence"),
    [
        (datetime.date(2024, 12, 31), Precision.YEAR, "2024", "Released in 2024."),
        (datetime.date(2024, 5, 31), Precision.MONTH, "May 2024", "Released in May 2024."),
        (None, Precision.UNKNOWN, "unknown", "Released on a day that is not known."),
    ],
)
def test_release_is_written_as_far_as_it_is_known(
    read, clock, released_on, precision, fact, sentence
):
    make_round(
        2024,
        edition=make_edition(name="2024"),
        released_on=released_on,
        released_on_precision=precision,
    )
    assert read(ROUND, "2024-1").facts == {"Released": fact, "Criteria": "edition 2024"}
    assert summaries(read(LIST))[0][2] == f"{sentence} Criteria: edition 2024."


@pytest.mark.parametrize("code", ["2024-2", "2023-1", "9999-99", "2026-2", "2028-1"])
def test_unknown_round_is_not_found(read, announced, code):
    read(ROUND, code, answers=404)


# The sentence -------------------------------------------------------------------------------------

SENTENCES = [
    (
        (54, 28, 5, 23),
        "54 applications handled, 28 recognised (5 new, 23 reassessments)",
        "54 aanvragen behandeld, 28 erkend (5 nieuw, 23 herbeoordelingen)",
    ),
    (
        (1, 1, 0, 1),
        "1 application handled, 1 recognised (0 new, 1 reassessment)",
        "1 aanvraag behandeld, 1 erkend (0 nieuw, 1 herbeoordeling)",
    ),
    (
        (2, 0, 0, 0),
        "2 applications handled, 0 recognised (0 new, 0 reassessments)",
        "2 aanvragen behandeld, 0 erkend (0 nieuw, 0 herbeoordelingen)",
    ),
    (
        (30, 20, None, None),
        "30 applications handled, 20 recognised",
        "30 aanvragen behandeld, 20 erkend",
    ),
    (
        (17, None, None, None),
        "17 applications handled; how many were recognised is not known",
        "17 aanvragen behandeld; hoeveel er zijn erkend, is niet bekend",
    ),
    (
        (None, 12, 10, 2),
        "12 recognised (10 new, 2 reassessments); the number of applications is not known",
        "12 erkend (10 nieuw, 2 herbeoordelingen); het aantal aanvragen is niet bekend",
    ),
    (
        (None, None, None, None),
        "The number of applications is not known",
        "Het aantal aanvragen is niet bekend",
    ),
]


@pytest.mark.parametrize(("figures", "english", "dutch"), SENTENCES)
def test_sentence_says_what_is_known(read, register, figures, english, dutch):
    names = ("handled", "recognised", "recognised_new", "recognised_again")
    make_round(2025, edition=register.edition, figures_origin=REPORTED, source_name="Krant",
               **dict(zip(names, figures, strict=True)))  # fmt: skip
    assert read(ROUND, "2025-1").texts("p", "lead") == [f"{english}."]
    assert read(ROUND, "2025-1", language="nl").texts("p", "lead") == [f"{dutch}."]


def test_figures_say_how_many_were_not_recognised():
    known = {"new": None, "again": None, "is_reported": True}
    counts = [(54, 28), (28, 28), (None, 28), (54, None), (27, 28)]
    assert [Figures(*pair, **known).not_recognised for pair in counts] == [26, 0, None, None, None]


# The round of the real data -----------------------------------------------------------------------

SOURCE = (
    "https://www.stz.nl/bouwstenen-en-raamwerk/bouwsteen-waarmaken-van-topzorg/"
    "stz-topklinische-expertisecentra/"
)


def test_real_round_of_2024_shows_its_reported_figures_with_their_source(read):
    call_command("load_register", "data", stdout=io.StringIO())
    page = read(LIST, language="nl")
    assert summaries(page) == [
        (
            "Ronde 2024-1",
            "54 aanvragen behandeld, 28 erkend (5 nieuw, 23 herbeoordelingen)."
            " Een bron meldt deze cijfers.",
            "Openbaar gemaakt in 2024. Criteria: editie 2024.",
            "Bron: stz.nl, 2024",
        )
    ]
    assert rows(page)[1:] == [["2024-1 (gemeld)", "5", "23", "26", "54"]]
    page = read(ROUND, "2024-1", language="nl")
    assert page.texts("p", "lead") == [
        "54 aanvragen behandeld, 28 erkend (5 nieuw, 23 herbeoordelingen)."
    ]
    assert page.link("stz.nl") == SOURCE
    assert "De bron hieronder meldt deze cijfers." in page.main
    assert page.texts("p", "source") == ["Bron: stz.nl, 2024"]


# Queries ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rounds", [1, 3])
def test_rounds_ask_a_fixed_number_of_queries(client, register, django_assert_num_queries, rounds):
    for number in range(1, rounds + 1):
        make_announced_round(2026, number, edition=make_edition())
        make_round(2025, number, edition=make_edition())
    urls = {address(LIST): 4, address(ROUND, "2026-1"): 4}
    for url, queries in urls.items():
        forget_all()
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200
