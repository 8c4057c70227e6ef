"""Every address, opened by every role: what each gets is what ``docs/permissions.md`` says.

Addresses are found by walking the resolver and roles are the columns of the table, so nothing new
escapes: an address that stands in no row, or in two, fails, and so does a row without an address.
"""

import itertools
import re
from collections.abc import Iterator
from copy import deepcopy
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation

from assessments.admin.parts import ConfidentialAdmin
from hospitals.models import Hospital
from tests.assessments.builders import MEETS
from tests.assessments.every_record import SECRET, EveryRecord
from tests.conftest import set_clock
from tests.standing import standing_world

pytestmark = pytest.mark.once
TABLE = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"
LOG_IN = ("/account/login/", "/en/account/login/", "/beheer/login/")
NO_SUCH_KEY, NO_SUCH_RECORD = "no-such-key", 999_999
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


# The table --------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A row of the table: patterns of names of addresses, and by role what each gets there."""

    patterns: list[str]
    says: dict[str, str]

    def is_about(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.patterns)


def rows_of_table() -> list[Row]:
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("|")]
    head, _ruler, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [
        Row(
            [each for cell in cells[0].split("<br>") for each in expanded(cell.strip("` "))],
            dict(zip(head[1:], cells[1:], strict=True)),
        )
        for cells in rows
    ]


def expanded(pattern: str) -> list[str]:
    """Return ``a_{b,c}`` as ``a_b`` and ``a_c``."""
    parts = re.split(r"\{([^}]*)\}", pattern)
    choices = [part.split(",") if at % 2 else [part] for at, part in enumerate(parts)]
    return ["".join(each) for each in itertools.product(*choices)]


ROWS = rows_of_table()


# The addresses ----------------------------------------------------------------------------------


def names_of_addresses(resolver=None, namespaces=()) -> Iterator[str]:
    """Yield the name of every address; what has no name is called by its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from names_of_addresses(pattern, inner)
        else:
            yield ":".join([*namespaces, pattern.name or str(pattern.pattern)])


NAMES = sorted(set(names_of_addresses()))
OF_NO_RECORD = ("_changelist", "_add", "_radar", "_reminders", "_interests")
ASKED = {"admin:autocomplete": "?app_label=centres&model_name=recognition&field_name=centre"}
NO_JUDGEMENT = {"verdict": "meets", "reason": "", "version": 0}
SENT = {
    "assessments:save_finding": NO_JUDGEMENT,
    "assessments:save_consensus": NO_JUDGEMENT,
    "assessments:renew_calendar": {"version": 1},
}
"""Well-formed answers to the addresses that only take a form."""


def address_of(name: str, about: dict) -> str:
    without_name = {
        "admin:<path:object_id>/": "/beheer/assessments/application/1/",
        "admin:(?P<url>.*)$": "/beheer/nergens/",
    }
    return without_name.get(name) or reverse(name, **about) + ASKED.get(name, "")


def choices_for(name: str, world: EveryRecord) -> list[dict]:
    """Return what an address of this name may be about, each as ``reverse`` takes it."""
    if (known := known_choice(name, world)) is not None:
        return [{"kwargs": known}]
    model = model_of(name)
    if model is None or name.endswith(OF_NO_RECORD):
        return [{}]
    keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
    assert keys, f"{name}: there is none in the world"
    return [{"args": [key]} for key in keys]


def known_choice(name: str, world: EveryRecord) -> dict | None:
    reference = {"reference": world.application.reference}
    round_ = {"year": world.round.year, "number": world.round.number}
    hospitals = ContentType.objects.get_for_model(Hospital).pk
    known = {
        "centres:detail": {"slug": world.centre.slug},
        "centres:condition_detail": {"slug": world.centre.conditions.get().slug},
        "centres:round_detail": {"code": tuple(round_.values())},
        "centres:report_centre": {"slug": world.centre.slug},
        "centres:report_condition": {"slug": world.centre.conditions.get().slug},
        "centres:report_hospital": {"slug": world.hospital.slug},
        "centres:report_round": {"code": tuple(round_.values())},
        "centres:report_received": {"reference": world.report.reference},
        "hospitals:detail": {"slug": world.hospital.slug},
        "sitemap": {"section": "pages"},
        "assessments:home": {},
        "assessments:renew_calendar": {},
        "assessments:calendar": {"key": world.member.calendar_key},
        "assessments:agenda": round_,
        "assessments:document": reference | {"pk": world.document.pk},
        "assessments:save_finding": reference | {"number": 1},
        "assessments:save_consensus": reference | {"number": 1},
        "account_confirm_email": {"key": NO_SUCH_KEY},
        "account_reset_password_from_key": {"uidb36": "1", "key": NO_SUCH_KEY},
        "mfa_remove_webauthn": {"pk": 1},
        "mfa_edit_webauthn": {"pk": 1},
        "admin:app_list": {"app_label": "assessments"},
        "admin:auth_user_password_change": {"id": world.editor.pk},
        "admin:view_on_site": {"content_type_id": hospitals, "object_id": world.hospital.pk},
    }
    return known.get(name, reference if name.startswith("assessments:") else None)


def model_of(name: str):
    """Return the model whose page of the admin ``name`` is, or ``None``."""
    found = re.match(r"admin:([a-z]+)_([a-z]+)_", name)
    return found and apps.all_models[found[1]].get(found[2])


# What they get ----------------------------------------------------------------------------------


def answer_to(ask, address: str, *data) -> HttpResponse:
    """Return the answer to ``ask``, a method of a client, and undo what it did."""
    client = ask.__self__
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = ask(address, *data)
        response.body = b"".join(response)  # which closes a file: its pages are streamed
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def word_for(response: HttpResponse) -> str:
    """Return the answer in a word of the table; what the table has no word for as its status."""
    status = response.status_code
    if status in (301, 302):
        return "log in" if response["Location"].startswith(LOG_IN) else "goes on"
    refusals = {403: "no", 404: "nothing"}
    return refusals.get(status, "yes" if status in (200, 409, 422) else str(status))


def told(client: Client, name: str, address: str) -> str:
    """Return in a word of the table what ``client`` gets at ``address``, to read and to send.

    Raises ``AssertionError`` when a reader who may not know of it is shown what is secret.
    """
    opened = answer_to(client.get, address)
    word = word_for(opened)
    if word == "goes on" or (word == "yes" and takes_forms_if_it_opens(name)):
        answers = [opened]
    else:
        sent = answer_to(client.post, address, SENT.get(name, {}))
        word, answers = together(opened, sent), [opened, sent]
    if not client.may_know:
        assert [each for each in answers if SECRET.encode() in each.body] == [], address
    return word


def takes_forms_if_it_opens(name: str) -> bool:
    """Only the page of a record may be open to read and closed to change."""
    return name.startswith("admin:") and not name.endswith("_change")


def together(opened: HttpResponse, sent: HttpResponse) -> str:
    """Return the one word for what may be read and what may be sent."""
    reads, sends = word_for(opened), word_for(sent)
    if opened.status_code == 405:
        return sends
    if reads == "yes" and sends in ("no", "nothing"):
        return "read"
    is_refused = reads != "yes" and sends in ("log in", "no", "nothing")
    if sent.status_code == 405 or is_refused or (reads == "yes" and sends in ("yes", "goes on")):
        return reads
    return f"{reads}, and {sends} to a form"


MAY_KNOW = {"member", "chair", "reader", "editor"}


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = {"EVIDENCE_FOLDER": tmp_path_factory.mktemp("evidence")}
    with pytest.MonkeyPatch.context() as patch, override_settings(**folder):
        set_clock(patch, MEETS)
        with standing_world(EveryRecord, django_db_blocker) as world:
            yield world


@pytest.fixture
def clients(made, db) -> dict[str, Client]:
    clients = {"anonymous": Client()}
    for role, user in made.people.items():
        clients[role] = Client()
        clients[role].force_login(user, backend=BACKEND)
    for role, client in clients.items():
        client.may_know = role in MAY_KNOW
    return clients


def useful_choice(name: str, world: EveryRecord, editor: Client) -> dict:
    """Return what ``name`` may be about so that an editor may do something there, if there is."""
    *others, last = choices_for(name, world)
    for about in others:
        if told(editor, name, address_of(name, about)) in ("yes", "goes on"):
            return about
    return last


# The tests --------------------------------------------------------------------------------------


def test_every_address_stands_in_one_row_and_every_row_has_an_address():
    patterns = [pattern for row in ROWS for pattern in row.patterns]
    fits = {name: [each for each in patterns if fnmatchcase(name, each)] for name in NAMES}
    assert {name: found for name, found in fits.items() if len(found) != 1} == {}
    used = {pattern for found in fits.values() for pattern in found}
    assert [pattern for pattern in patterns if pattern not in used] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.patterns[0])
def test_every_role_gets_at_an_address_what_the_table_says(row, made, clients):
    differ = []
    for name in filter(row.is_about, NAMES):
        address = address_of(name, useful_choice(name, made, clients["editor"]))
        found = {role: told(client, name, address) for role, client in clients.items()}
        differ += [(name, role, got) for role, got in found.items() if got != row.says[role]]
        assert list(found) == list(row.says)
    assert differ == []


@pytest.mark.parametrize("role", ROWS[0].says)
def test_an_english_address_answers_as_the_dutch_one(role, made, clients):
    client, differ = clients[role], []
    for name in NAMES:
        if name.startswith("admin:"):
            continue  # the same pages, and too many to open again
        about = choices_for(name, made)[0]
        words = []
        for language in ("nl", "en"):
            with translation.override(language):
                words.append(word_for(answer_to(client.get, address_of(name, about))))
        if words[0] != words[1]:
            differ.append((name, *words))
    assert differ == []


def test_who_has_a_conflict_finds_every_record_as_one_that_is_not_there(made, clients):
    """A superuser, so that nothing but the conflict is in the way."""
    client, shown = clients["superuser, conflict"], []
    for name in filter(is_confidential, NAMES):
        gone = answers_at(client, name, NO_SUCH_RECORD)
        for about in choices_for(name, made):
            if answers_at(client, name, *about["args"]) != gone:
                shown.append((name, about))
    assert shown == []


def is_confidential(name: str) -> bool:
    """Return whether ``name`` is a page of the admin about one application or a part of it."""
    model = model_of(name)
    return (
        model is not None
        and not name.endswith(OF_NO_RECORD)
        and isinstance(admin.site.get_model_admin(model), ConfidentialAdmin)
    )


def answers_at(client: Client, name: str, key: int) -> list[tuple[int, bytes]]:
    """Return what reading and sending answer, without the address itself."""
    address = reverse(name, args=[key])
    answers = [answer_to(client.get, address), answer_to(client.post, address, {})]
    return [(each.status_code, each.body.replace(address.encode(), b"")) for each in answers]


def test_who_may_know_is_shown_what_is_secret(made, clients):
    """The search for the secret would notice: it is not blind."""
    dossier = reverse("assessments:dossier", args=[made.application.reference])
    page = reverse("admin:assessments_application_change", args=[made.application.pk])
    for role, address in (("member", dossier), ("chair", dossier), ("editor", page)):
        assert SECRET.encode() in answer_to(clients[role].get, address).body
