"""``manage.py load_register``: the real data, what it prints, what it refuses."""

import csv
import io
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from centres.imports.loading import TABLES
from centres.models import Centre, CriteriaEdition, Recognition
from hospitals.models import Hospital, RegisterVersion
from tests.builders import make_hospital, make_user

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[2] / "data"


def load_register(path, *options: str, language="en") -> str:
    out = io.StringIO()
    call_command("load_register", path, "--language", language, *options, stdout=out)
    return out.getvalue()


def refusal(path, *options: str, language="en") -> list[str]:
    with pytest.raises(CommandError) as refused:
        load_register(path, *options, language=language)
    return str(refused.value).splitlines()


def rows_of(name: str) -> int:
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _row in csv.DictReader(file))


@pytest.fixture
def hospitals_file(tmp_path) -> Path:
    path = tmp_path / "hospitals.csv"
    path.write_text("name,short_name\nZiekenhuis Oost,ZO\n")
    return path


def test_real_data_loads_whole_and_a_second_time_changes_nothing():
    started = time.perf_counter()
    load_register(DATA)
    assert time.perf_counter() - started < 60  # 5 s on a quiet machine
    files = {path.stem for path in DATA.glob("*.csv")}
    loaded = [table for table in TABLES if table.name in files]
    assert {table.name for table in loaded} == files
    assert {table.name: table.model.objects.count() for table in loaded} == {
        table.name: rows_of(table.name) for table in loaded
    }
    assert CriteriaEdition.objects.filter(in_use_since__isnull=True).count() == 0
    before = history_and_version()
    lines = load_register(DATA).splitlines()
    assert lines == [
        f"{table.name}: 0 new, 0 changed, {rows_of(table.name)} unchanged" for table in loaded
    ]
    assert history_and_version() == before


def history_and_version() -> tuple[int, ...]:
    models = {model for table in TABLES for model in table.makes}
    return RegisterVersion.current().number, *(model.history.count() for model in models)


def test_real_data_keeps_unknown_unknown():
    load_register(DATA)
    assert set(Recognition.objects.values_list("origin", flat=True)) == {"public_source"}
    assert Recognition.objects.filter(source_url="").count() == 0
    assert Centre.objects.filter(conditions=None).count() == 0


def test_dry_run_prints_the_differences_and_writes_nothing(hospitals_file):
    make_hospital(name="Ziekenhuis Oost", short_name="Oost")
    make_hospital(name="Ziekenhuis West")
    assert load_register(hospitals_file, "--dry-run").splitlines() == [
        "hospitals: 0 new, 1 changed, 0 unchanged",
        "  ~ Ziekenhuis Oost (line 2)",
        "      short_name: “Oost” → “ZO”",
        "  ? only in the register, left alone: Ziekenhuis West",
        "This was a dry run: nothing was written.",
    ]
    assert Hospital.objects.get(name="Ziekenhuis Oost").short_name == "Oost"


def test_history_names_the_file_and_the_user(hospitals_file):
    user = make_user()
    load_register(hospitals_file, "--by", user.username)
    (entry,) = Hospital.history.all()
    assert (entry.history_user, entry.history_change_reason) == (
        user,
        "Imported from hospitals.csv",
    )


def test_mistakes_are_printed_with_file_line_and_column(hospitals_file):
    hospitals_file.write_text("name,short_name,agb\nOost,,\nWest,ZW,12\n")
    assert refusal(hospitals_file) == [
        "hospitals.csv, line 2, column “short_name”: This cell may not be empty.",
        "hospitals.csv, line 3, column “agb”:"
        " An AGB code of a hospital is eight digits and begins with 06.",
        "2 mistakes: nothing was loaded.",
    ]
    assert Hospital.objects.count() == 0


def test_beyond_a_number_mistakes_are_counted(hospitals_file):
    hospitals_file.write_text("name,short_name\n" + "Oost,\n" * 203)
    lines = refusal(hospitals_file)
    assert (len(lines), lines[-2:]) == (
        202,
        ["  and 3 more", "203 mistakes: nothing was loaded."],
    )


def test_file_that_is_not_there_is_said(tmp_path):
    path = tmp_path / "gone.csv"
    assert refusal(path) == [f"{path} cannot be opened: No such file or directory."]


def test_unknown_account_is_said(hospitals_file):
    assert refusal(hospitals_file, "--by", "niemand") == ["There is no account “niemand”."]
    assert Hospital.objects.count() == 0


def test_dutch_excel_file_loads(tmp_path):
    path = tmp_path / "ziekenhuizen.csv"
    path.write_bytes("Naam;Korte naam;Bron datum\r\nMáxima MC;MMC;1-3-2024\r\n".encode("cp1252"))
    load_register(path)
    hospital = Hospital.objects.get()
    assert (hospital.name, hospital.source_published.isoformat()) == ("Máxima MC", "2024-03-01")
