"""Files as people's programs write them, and files that are something else."""

import datetime
import io
import zipfile

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from centres.imports.csv_files import harmless, without_apostrophe
from centres.imports.files import read_path, read_upload
from centres.imports.sheets import Unreadable
from tests.centres.imported import saved, workbook


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def table(name: str, content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    (sheet,) = read_upload(name, content)
    return sheet.headings, [(row.line, row.cells) for row in sheet.rows]


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_upload(name, content)
    return str(refused.value)


EXPECTED = (["naam", "plaats"], [(2, ["Máxima MC", "Veldhoven"])])


@pytest.mark.parametrize(
    "content",
    [
        "naam,plaats\nMáxima MC,Veldhoven\n".encode(),
        "naam;plaats\r\nMáxima MC;Veldhoven\r\n".encode("cp1252"),
        "naam;plaats\r\nMáxima MC;Veldhoven\r\n".encode("utf-8-sig"),
        "naam\tplaats\nMáxima MC\tVeldhoven".encode(),
        "naam,plaats\rMáxima MC,Veldhoven\r".encode(),
        "naam;plaats\r\n  Máxima\u00a0 MC ; Veldhoven\r\n;;\r\n\r\n".encode(),
        'naam,"plaats"\n"Máxima MC",Veldhoven\n'.encode(),
    ],
    ids=["utf-8", "dutch excel", "bom", "tabs", "old mac", "stray spaces and empty rows", "quotes"],
)
def test_csv_is_read_whatever_program_wrote_it(content):
    assert table("locaties.csv", content) == EXPECTED


def test_excels_separator_line_counts_as_a_line():
    content = b"sep=;\r\nnaam;plaats\r\nIsala;Zwolle\r\n"
    assert table("x.csv", content) == (["naam", "plaats"], [(3, ["Isala", "Zwolle"])])


def test_lines_are_numbered_as_a_spreadsheet_numbers_rows():
    content = b'naam,opmerking\n\nIsala,"een\ntwee"\nCWZ,\n'
    assert table("x.csv", content)[1] == [(3, ["Isala", "een\ntwee"]), (4, ["CWZ", ""])]


def test_separator_inside_quoted_heading_does_not_count():
    assert table("x.csv", b'"a;b;c",d\n1,2\n') == (["a;b;c", "d"], [(2, ["1", "2"])])


@pytest.mark.parametrize(
    ("cell", "text"),
    [("'=1+1", "=1+1"), ("'+31 38", "+31 38"), ("''-a", "'-a"), ("'s-Graveland", "'s-Graveland")],
)
def test_apostrophe_of_an_export_is_taken_off(cell, text):
    assert table("x.csv", f"a;b\n{cell};1\n".encode())[1] == [(2, [text, "1"])]


@given(st.text(alphabet="'=+-@\t\r a"))
def test_what_was_made_harmless_reads_as_it_was(text):
    assert without_apostrophe(harmless(text)) == text
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("file_name", "table_name"),
    [
        ("centres.csv", "centres"),
        ("Centra (1).csv", "centra"),
        ("centres-2026-03-02.csv", "centres"),
        ("centres-2026-03-02 (1).csv", "centres"),
        ("hospital names.csv", "hospital_names"),
        ("Patiëntenorganisaties - kopie.csv", "patientenorganisaties"),
    ],
)
def test_file_name_says_which_table_a_csv_is(file_name, table_name):
    assert [sheet.name for sheet in read_upload(file_name, b"a,b\n1,2\n")] == [table_name]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.csv", b"", "x.csv is empty."),
        ("x.csv", b" \n;;\n", "x.csv is empty."),
        (
            "x.csv",
            b"a,b\x00\n",
            "x.csv is not a text file. Save the list as CSV UTF-8 or as .xlsx.",
        ),
        (
            "x.csv",
            b"na\x81m\n1\n",
            "x.csv has characters that cannot be read. Save the list as CSV UTF-8.",
        ),
        (
            "x.csv",
            b'a,b\n"open,2\n',
            "x.csv, line 2: the quotation marks are not in pairs, or a cell is huge.",
        ),
        ("x.csv", b"a," * 201 + b"\n1", "x.csv has more than 200 columns."),
        ("x.xls", b"\xd0\xcf", "x.xls is neither .xlsx nor .csv. Save the list as one of these."),
        (
            "x.xlsx",
            b"a,b\n1,2\n",
            "x.xlsx is not an Excel workbook that can be read. Save it again as .xlsx.",
        ),
        (
            "x.xlsx",
            b"PK\x03\x04" + b"\x00" * 60,
            "x.xlsx is not an Excel workbook that can be read. Save it again as .xlsx.",
        ),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(name, content, message):
    assert refusal(name, content) == message


def test_zip_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    message = "x.xlsx is not an Excel workbook that can be read. Save it again as .xlsx."
    assert refusal("x.xlsx", file.getvalue()) == message


def test_workbook_cut_off_in_the_middle_is_refused():
    content = workbook(centra=[["naam"], ["Isala"]])
    message = "x.xlsx is not an Excel workbook that can be read. Save it again as .xlsx."
    assert refusal("x.xlsx", content[: len(content) // 2]) == message


def test_workbook_that_unpacks_to_far_too_much_is_refused(settings):
    settings.IMPORT_MAX_BYTES = 10_000
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * 1_000_000)
    assert refusal("x.xlsx", file.getvalue()) == "x.xlsx is too large once unpacked."


def test_file_above_the_limit_is_refused(settings, tmp_path):
    settings.IMPORT_MAX_BYTES = 2**20
    path = tmp_path / "x.csv"
    path.write_bytes(b"a" * (2**20 + 1))
    with pytest.raises(Unreadable) as refused:
        read_path(path)
    assert str(refused.value) == "x.csv is larger than 1 MB."


def test_more_rows_than_the_limit_are_refused(settings):
    settings.IMPORT_MAX_ROWS = 3
    assert refusal("x.csv", b"a\n1\n2\n3\n") == (
        "x.csv has more than 3 rows. Split it, or remove the empty rows below."
    )


def test_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Unreadable) as refused:
        read_path(tmp_path / "gone.csv")
    assert (
        str(refused.value)
        == f"{tmp_path / 'gone.csv'} cannot be opened: No such file or directory."
    )


def test_directory_without_lists_is_refused(tmp_path):
    (tmp_path / "README.md").write_text("uitleg")
    with pytest.raises(Unreadable) as refused:
        read_path(tmp_path)
    assert str(refused.value) == f"There is no CSV file in {tmp_path}."


def test_workbook_has_a_table_per_sheet_and_empty_sheets_do_not_count():
    content = workbook(Centra=[["naam"], ["Longkanker"]], Blad2=[], Rondes=[["jaar"], [2024]])
    read = [(one.name, one.source, one.rows[0].cells) for one in read_upload("l.xlsx", content)]
    assert read == [
        ("centra", "l.xlsx, Centra", ["Longkanker"]),
        ("rondes", "l.xlsx, Rondes", ["2024"]),
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (datetime.date(2024, 3, 1), "d-m-yyyy", "2024-03-01"),
        (datetime.datetime(2024, 3, 1, tzinfo=None), "DD/MM/YYYY", "2024-03-01"),  # noqa: DTZ001
        (datetime.date(2024, 3, 1), "[$-413]mmm-yy;@", "2024-03"),
        (datetime.date(2024, 1, 1), "yyyy", "2024"),
        (54, "General", "54"),
        (54.0, "General", "54"),
        (51.813, "0.000", "51.813"),
        (True, "General", "yes"),
        (False, "General", "no"),
        ("  tekst ", "General", "tekst"),
    ],
)
def test_cell_of_a_workbook_is_read_as_it_is_shown(value, number_format, text):
    book = Workbook()
    book.active.append(["kop"])
    cell = book.active.cell(row=2, column=1, value=value)
    cell.number_format = number_format
    (sheet,) = read_upload("l.xlsx", saved(book))
    assert [row.cells for row in sheet.rows] == [[text]]


def test_error_of_a_formula_is_named_with_its_cell():
    content = workbook(centra=[["naam", "soort"], ["Long", "#N/A"]])
    assert refusal("l.xlsx", content) == (
        "l.xlsx, centra: cell B2 holds the error #N/A. Mend the formula first."
    )


@given(name=st.sampled_from(["x.csv", "x.xlsx"]), content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(name, content):
    try:
        sheets = read_upload(name, content)
    except Unreadable as refused:
        assert name in str(refused)
    else:
        assert len(sheets) == 1
