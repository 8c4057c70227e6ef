"""What ``docs/import-format.md`` says of the tables, and what their columns declare."""

from pathlib import Path

from django.utils import translation

from centres.imports.columns import Choice, Column
from centres.imports.tables import Table

DOCUMENT = Path(__file__).parents[1] / "docs" / "import-format.md"


def documented(part: str) -> dict[str, list[str]]:
    """Return the rows of columns under each table's heading in one part of the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    (chosen,) = (each for each in text.split("\n## ") if each.startswith(f"{part}\n"))
    tables, rows = {}, []
    for line in chosen.splitlines():
        if line.startswith("###"):
            rows = tables.setdefault(line.strip("# "), [])
        elif line.startswith("| `"):
            rows.append(line)
    return tables


def declared(tables: tuple[Table, ...]) -> dict[str, list[str]]:
    with translation.override("en"):
        return {
            f"{table.name} / {table.dutch}": [row_of(column) for column in table.columns]
            for table in tables
        }


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
