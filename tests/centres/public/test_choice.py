"""Centres that somebody chose: side by side, and on one sheet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres.remembered import forget_all
from hospitals.models import FormerName
from hospitals.partial_dates import Precision
from tests.builders import make_centre, make_recognition
from tests.pages import SVG, Page, address, text_of

pytestmark = pytest.mark.usefixtures("shared_register")

BOTH = pytest.mark.parametrize("page", ["centres:compare", "centres:sheet"])


@pytest.fixture
def centres(register):
    """Five centres besides the one of the register, in no order, and its hidden neighbours."""
    made = []
    for name in ("Zenuwpijn", "Artrose", "ms-centrum", "Émail", "Beroerte"):
        made.append(make_centre(register.hospital, name=name, conditions=[register.condition]))
        make_recognition(made[-1])
    return made


def ids(centres) -> list[str]:
    return [centre.public_id for centre in centres]


def columns(page: Page) -> list[str]:
    """Return what stands at the head of the comparison."""
    (table,) = page.all("table", "compare")
    return [text_of(cell) for cell in table.find("thead").iter("th")][1:]


def rows(page: Page) -> dict[str, list[str]]:
    (table,) = page.all("table", "compare")
    found = {}
    for row in table.find("tbody"):
        head, *cells = [text_of(cell) for cell in row]
        found[head] = cells
    return found


def test_centres_stand_side_by_side_in_the_order_of_the_alphabet(read, centres, register):
    page = read("centres:compare", centrum=ids([centres[0], register.centre, centres[1]]))
    assert columns(page) == ["Artrose", "Parkinsoncentrum", "Zenuwpijn"]
    assert rows(page)["Status"] == ["Recognised through 30 April 2028"] * 3
    assert rows(page)["Period"] == ["1 May 2024 through 30 April 2028"] * 3
    assert rows(page)["Specialty"] == ["not stated", "Neurology", "not stated"]
    assert rows(page)["Hospital"] == ["Ziekenhuis Oost, Zwolle"] * 3


def test_status_and_hospital_are_those_of_another_day(read, centres, register):
    FormerName.objects.update(used_through="2024-12-31", used_through_precision=Precision.DAY)
    day = {"peildatum": "2024-04-30"}
    page = read("centres:compare", centrum=ids([register.centre, centres[0]]), **day)
    assert rows(page)["Status"] == ["Recognised from 1 May 2024"] * 2
    assert rows(page)["Hospital"] == ["Het Oude Gasthuis, Zwolle"] * 2


def test_each_column_can_be_taken_off_and_a_similar_centre_added(read, centres, register):
    chosen = [register.centre, centres[0]]
    page = read("centres:compare", centrum=ids(chosen), peildatum="2025-01-15")
    without = [link for link in page.links() if f"centrum={register.centre.public_id}" not in link]
    taken_off = address("centres:compare", centrum=ids([centres[0]]), peildatum="2025-01-15")
    assert taken_off in without
    added = [link for link in page.links() if link.count("centrum=") == 3]
    expected = [centres[1], centres[4], centres[3], centres[2]]  # by name
    assert added == [
        address("centres:compare", centrum=ids([*chosen, other]), peildatum="2025-01-15")
        for other in expected
    ]


def test_four_centres_fit_and_five_are_asked_to_choose_from(read, centres):
    assert columns(read("centres:compare", centrum=ids(centres[:4]))) == [
        "Artrose", "Émail", "ms-centrum", "Zenuwpijn"
    ]  # fmt: skip
    page = read("centres:compare", centrum=ids(centres))
    assert page.texts(css_class="notice")[0].startswith(
        "You chose 5 centres. At most 4 fit on this page."
    )
    assert page.all("table", "compare") == []
    assert len([link for link in page.links() if link.count("centrum=") == 4]) == 5


def test_one_centre_asks_for_another_and_none_says_what_to_do(read, centres):
    page = read("centres:compare", centrum=ids(centres[:1]))
    assert page.texts(css_class="notice") == ["Choose one more centre to compare with."]
    assert "You have not chosen a centre yet." in read("centres:compare").main
    assert "You have not chosen a centre yet." in read("centres:sheet").main


@BOTH
def test_a_centre_named_twice_stands_there_once(read, centres, page):
    shown = read(page, centrum=ids([centres[0], centres[0]]))
    assert shown.main.count("Zenuwpijn, Ziekenhuis Oost") <= 2
    assert len(shown.all("article", "card") or columns(shown)) == 1


@BOTH
def test_an_id_of_no_public_centre_is_refused_as_one_that_never_was(read, register, page):
    refused = make_centre(register.hospital, name="Afgewezen")
    for unknown in (refused.public_id, "TEC-000000"):
        shown = read(page, centrum=[unknown], answers=400)
        assert shown.texts(css_class="error-reason") == [
            f"This register has no centre with the id “{unknown}”."
        ]


@BOTH
def test_a_centre_that_merged_stands_for_the_one_it_merged_into(read, register, centres, page):
    centres[1].merged_into = register.centre
    centres[1].save()
    shown = read(page, centrum=ids([centres[1], register.centre]))
    assert "Artrose" not in shown.main
    assert "Parkinsoncentrum" in shown.main


def test_sheet_holds_the_centres_and_a_code_with_their_ids_only(read, centres, register):
    page = read("centres:sheet", centrum=ids([centres[0], register.centre]))
    assert page.titles == ["Parkinsoncentrum", "Zenuwpijn"]
    url = "http://testserver" + address("centres:sheet", centrum=ids([register.centre, centres[0]]))
    (back,) = page.all("div", "sheet__back")
    assert [link.get("href") for link in back.iter("a")] == [url]
    assert len(list(back.iter(f"{SVG}svg"))) == 1


def test_six_centres_fit_on_a_sheet_and_seven_do_not(read, register, centres):
    assert len(read("centres:sheet", centrum=ids([register.centre, *centres])).titles) == 6
    make_recognition(more := make_centre(register.hospital, name="Nog een"))
    page = read("centres:sheet", centrum=ids([register.centre, *centres, more]))
    assert page.texts(css_class="notice")[0].startswith("You chose 7 centres. At most 6 fit")


def test_more_ids_than_anybody_chooses_are_refused(read, register):
    many = [f"TEC-0000{number:02}" for number in range(21)]
    page = read("centres:compare", centrum=many, answers=400)
    assert page.texts(css_class="error-reason") == ["The address names more than 20 centres."]


@BOTH
@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_a_fixed_number_of_queries(client, centres, page, number):
    forget_all()
    with CaptureQueriesContext(connection) as asked:
        client.get(address(page, centrum=ids(centres[:number])))
    assert len(asked) == {"centres:compare": 11, "centres:sheet": 9}[page]


def test_lists_let_a_reader_choose_centres(read, register, centres):
    for page in (
        read("centres:list"),
        read("centres:condition_detail", "parkinson"),
        read("hospitals:detail", "oost"),
    ):
        boxes = [each for each in page.all("input") if each.get("name") == "centrum"]
        assert {each.get("value") for each in boxes} == set(ids([register.centre, *centres]))
        assert {each.get("form") for each in boxes} == {"choice"}
        (form,) = [form for form in page.all("form") if form.get("id") == "choice"]
        assert form.get("action") == address("centres:compare")
