"""Dutch sorting: the same order in Python and on both databases."""

import csv
from pathlib import Path

import pytest

from hospitals.models import Hospital
from hospitals.sort_keys import MAX_LENGTH, dutch_sort_key, fold, initial
from tests.builders import make_condition

DATA = Path(__file__).resolve().parents[2] / "data"

IN_ORDER = [
    "ARTEXT",
    "Café",
    "cafeïne",
    "Éénoog",
    "Fryslân",
    "hart falen",
    "hartfalen",
    "’s-Hertogenbosch",
    "Hilversum",
    "hoofd- en aangezichtspijn",
    "Übercentrum",
    "Yersinia",
    "IJsselland",
    "IJzer",
    "Zwolle",
]


def test_names_stand_in_dutch_order():
    assert sorted(set(IN_ORDER), key=dutch_sort_key) == IN_ORDER


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("'s-Hertogenbosch", "hertogenbosch"),
        ("’s-Hertogenbosch", "hertogenbosch"),
        ("'t Gooi", "gooi"),
        ("IJsselland", "ysselland"),
        ("Ĳsselland", "ysselland"),
        ("Fryslân", "fryslan"),
        ("hoofd- en aangezichtspijn", "hoofd0en0aangezichtspyn"),
        ("Type 2", "type012"),
        ("(iLab) & meer", "ilab0meer"),
        ("", ""),
        ("Sint 's", "sint0s"),
    ],
)
def test_key_of_a_name(text, key):
    assert dutch_sort_key(text) == key


def test_key_of_a_long_name_fits_the_column():
    assert len(dutch_sort_key("a1 " * 100)) == MAX_LENGTH


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("’s-Hertogenbosch", "H"),
        ("IJsselland", "IJ/Y"),
        ("Yersinia", "IJ/Y"),
        ("3D-centrum", "0-9"),
    ],
)
def test_heading_in_the_list(name, heading):
    assert initial(dutch_sort_key(name)) == heading


def test_fold_leaves_no_accent_and_no_capital():
    assert fold("Fryslân ÉÉN Übung") == "fryslan een ubung"


def names_in_data() -> set[str]:
    """Return every name in the data that the register comes with."""
    names = set(IN_ORDER)
    for table in DATA.glob("*.csv"):
        with table.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                names |= {row[column] for column in ("name", "short_name") if row.get(column)}
    return names


@pytest.mark.django_db
def test_database_sorts_every_name_as_python_does():
    names = names_in_data()
    Hospital.objects.bulk_create(
        Hospital(name=name, short_name="Z", slug=f"z-{number}")
        for number, name in enumerate(sorted(names))
    )
    stored = list(Hospital.objects.order_by("sort_key", "pk").values_list("name", flat=True))
    assert stored == sorted(sorted(names), key=dutch_sort_key)


@pytest.mark.django_db
def test_key_follows_a_change_of_name():
    condition = make_condition(name="Oud")
    condition.name = "IJzer"
    condition.save()
    condition.refresh_from_db()
    assert condition.sort_key == "yzer"
