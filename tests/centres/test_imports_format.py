"""``docs/import-format.md`` says what the importer does."""

from pathlib import Path

import pytest
from django.utils import translation

from centres.imports.columns import Choice, Column
from centres.imports.loading import TABLES
from centres.imports.sheets import word

DOCUMENT = Path(__file__).parents[2] / "docs" / "import-format.md"


def documented() -> dict[str, list[str]]:
    """Return the rows of columns under each table's heading."""
    tables, rows = {}, []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("##"):
            rows = tables.setdefault(line.strip("# "), [])
        elif line.startswith("| `"):
            rows.append(line)
    return {name: rows for name, rows in tables.items() if " / " in name}


def row_of(column: Column) -> str:
    cells = (
        f"`{column.heading}`",
        f"`{column.dutch}`",
        "yes" if column.required else "",
        accepted(column),
        column.example,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def accepted(column: Column) -> str:
    if not isinstance(column, Choice):
        return column.accepted
    pairs = [(known[0], known[-1]) for known in column.choices.values()]
    return ", ".join(code if code == dutch else f"{code} / {dutch}" for code, dutch in pairs)


def test_document_names_every_table_and_column():
    with translation.override("en"):
        declared = {
            f"{table.name} / {table.dutch}": [row_of(column) for column in table.columns]
            for table in TABLES
        }
    assert documented() == declared


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
