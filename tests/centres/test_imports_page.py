"""The import page: preview first, then confirm with a reason; nothing written before."""

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from hospitals.models import Hospital, RegisterVersion
from tests.builders import make_hospital
from tests.centres.imported import workbook
from tests.conftest import client_of

pytestmark = pytest.mark.django_db

LIST = workbook(hospitals=[["name", "short_name"], ["Ziekenhuis Oost", "ZO"]])
WRONG = workbook(hospitals=[["name", "short_name"], ["Ziekenhuis Oost", None]])


@pytest.fixture
def address() -> str:
    with translation.override("en"):
        return reverse("admin:register_import")


def upload(client, address, content=LIST, name="list.xlsx"):
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def token_of(response) -> str:
    return response.context["form"]["token"].value()


def test_page_names_every_table(editor_client, address):
    response = editor_client.get(address)
    assert response.status_code == 200
    assert "yearly_figures" in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_reader_may_not_import(reader_client, address, method):
    assert getattr(reader_client, method)(address).status_code == 403


def test_visitor_is_sent_to_log_in(client, address):
    assert client.get(address).status_code == 302


def test_preview_shows_what_is_new_and_writes_nothing(editor_client, address):
    response = upload(editor_client, address)
    (table,) = response.context["report"].tables
    assert [difference.record for difference in table.new] == ["Ziekenhuis Oost"]
    assert "Ziekenhuis Oost" in response.content.decode()
    assert (Hospital.objects.count(), RegisterVersion.current().number) == (0, 0)


def test_confirmation_loads_the_list_with_its_reason(editor_client, address):
    token = token_of(upload(editor_client, address))
    response = editor_client.post(address, {"token": token, "reason": "Opgave van maart"})
    assert response.status_code == 302
    (entry,) = Hospital.history.all()
    assert (entry.history_user, entry.history_change_reason) == (
        editor_client.user,
        "Imported from list.xlsx: Opgave van maart",
    )
    again = editor_client.post(address, {"token": token, "reason": "Nog eens"}, follow=True)
    assert [str(message) for message in again.context["messages"]] == [
        "The list was loaded: 1 new, 0 changed.",
        "The file is no longer here. Choose it again.",
    ]


def test_confirmation_without_a_reason_is_refused(editor_client, address):
    token = token_of(upload(editor_client, address))
    response = editor_client.post(address, {"token": token, "reason": " "})
    assert (response.status_code, token_of(response)) == (200, token)
    assert response.context["form"].errors.keys() == {"reason"}
    assert Hospital.objects.count() == 0


def test_change_after_the_preview_asks_to_look_again(editor_client, address):
    token = token_of(upload(editor_client, address))
    make_hospital(name="Ziekenhuis Oost", short_name="Oost")
    response = editor_client.post(address, {"token": token, "reason": "Opgave"})
    (table,) = response.context["report"].tables
    assert (len(table.new), len(table.changed)) == (0, 1)
    assert Hospital.objects.get().short_name == "Oost"
    editor_client.post(address, {"token": token_of(response), "reason": "Opgave"})
    assert Hospital.objects.get().short_name == "ZO"


def test_a_waiting_list_stands_apart_from_counts_of_log_in_attempts(editor_client, address):
    caches["default"].set("count", 1)
    token = token_of(upload(editor_client, address))
    caches["default"].clear()
    response = editor_client.post(address, {"token": token, "reason": "Opgave"})
    assert (response.status_code, Hospital.objects.count()) == (302, 1)


def test_upload_of_somebody_else_is_not_found(editor_client, address):
    token = token_of(upload(editor_client, address))
    other = client_of("editor")
    response = other.post(address, {"token": token, "reason": "Opgave"})
    assert (response.status_code, Hospital.objects.count()) == (302, 0)


@pytest.mark.parametrize("token", ["", "x", "a" * 32, "\x00" * 32, "é" * 300])
def test_token_that_is_none_of_ours_leads_back(editor_client, address, token):
    response = editor_client.post(address, {"token": token, "reason": "Opgave"})
    assert (response.status_code, response.url) == (302, address)


def test_wrong_list_is_shown_with_line_and_column_and_cannot_be_confirmed(editor_client, address):
    response = upload(editor_client, address, WRONG)
    page = response.content.decode()
    assert "<td>list.xlsx, hospitals</td><td>2</td><td>short_name</td>" in page
    assert "This cell may not be empty." in page
    assert 'name="reason"' not in page
    editor_client.post(address, {"token": token_of(response), "reason": "Toch"})
    assert Hospital.objects.count() == 0


def test_list_that_changes_nothing_says_so(editor_client, address):
    make_hospital(name="Ziekenhuis Oost", short_name="ZO")
    page = upload(editor_client, address).content.decode()
    assert "There is nothing to load." in page
    assert 'name="reason"' not in page


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("list.pdf", b"%PDF", "list.pdf is neither .xlsx nor .csv. Save the list as one of these."),
        ("list.xlsx", b"x", "list.xlsx is not an Excel workbook that can be read."),
        ("list.csv", b"", "The submitted file is empty."),
        ("list.csv", b"\x00", "list.csv is not a text file."),
    ],
)
def test_what_is_no_list_is_refused_on_the_page(editor_client, address, name, content, message):
    response = upload(editor_client, address, content, name)
    (error,) = response.context["form"].errors["file"]
    assert (response.status_code, error[: len(message)]) == (200, message)


def test_too_large_a_file_is_refused_on_the_page(editor_client, address, settings):
    settings.IMPORT_MAX_BYTES = 2**20
    response = upload(editor_client, address, b"a" * (2**20 + 1), "list.csv")
    assert response.context["form"].errors["file"] == ["list.csv is larger than 1 MB."]


def test_names_in_a_list_are_text_on_the_page(editor_client, address):
    name = "<script>alert(1)</script>"
    content = workbook(hospitals=[["name", "short_name"], [name, name]])
    page = upload(editor_client, address, content, f"{'a'}.xlsx").content.decode()
    assert name not in page
