"""``docs/import-format.md`` says what the importer of a round does."""

from assessments.imports.views import TABLES
from tests.import_format import declared, documented


def test_document_names_every_table_and_column_of_a_round():
    assert documented("The tables of a round") == declared(TABLES)


def test_no_two_columns_of_a_table_of_a_round_share_a_heading():
    for table in TABLES:
        words = [heading for column in table.columns for heading in column.words]
        assert sorted(words) == sorted(set(words))


def test_every_key_is_made_of_columns():
    for table in TABLES:
        assert {heading for key in table.keys for heading in key} <= table.by_heading.keys()
