"""``docs/import-format.md`` says what the importer does."""

import pytest

from centres.imports.loading import TABLES
from centres.imports.sheets import word
from tests.import_format import declared, documented


def test_document_names_every_table_and_column():
    assert documented("The tables") == declared(TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_two_columns_of_a_table_share_a_heading(table):
    words = [heading for column in table.columns for heading in column.words]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_key_is_made_of_columns(table):
    assert {heading for key in table.keys for heading in key} <= table.by_heading.keys()


def test_no_two_tables_share_a_name():
    words = [name for table in TABLES for name in table.words]
    assert sorted(words) == sorted(set(words))


def test_headings_are_compared_without_capitals_accents_and_signs():
    assert [word(text) for text in ("E-mail ", "Patiënten", "gebruikt t/m")] == [
        "e_mail",
        "patienten",
        "gebruikt_t_m",
    ]
