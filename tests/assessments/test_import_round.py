"""A whole round from a spreadsheet: through the verbs, all of it or nothing, mistakes named."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from assessments import applications as verbs
from assessments import committee
from assessments.imports.views import TABLES
from assessments.models import Answer, Application, Approval
from assessments.states import ApplicationState
from centres.imports.files import read_upload
from centres.imports.loading import ChangedSincePreview, load
from centres.models import Partner
from hospitals.models import RegisterVersion
from tests.assessments.builders import (
    WHY,
    close,
    complete,
    make_accepted,
    make_committee_member,
    make_draft,
    make_open_round,
    make_planned_round,
    make_submitted,
    moment,
)
from tests.assessments.imported import CONTACT, KIM, ON, load_round
from tests.builders import (
    make_centre,
    make_condition,
    make_edition,
    make_member,
    make_recognition,
    make_user,
)
from tests.centres.imported import counts, mistakes, workbook
from tests.conftest import client_of

pytestmark = pytest.mark.django_db

NEW = f"round,hospital,proposed_name,proposed_kind,{CONTACT}"
KNOWN = f"round,hospital,centre,{CONTACT}"
BOTH = "board_name,board_approved_on,medical_staff_name,medical_staff_approved_on"
SIGNED = "Robin Jansen,2-2-2026,Sam Bakker,3-2-2026"
CONFLICT = "You have a conflict of interest in what this row is about; a colleague loads it."


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


@pytest.fixture
def round_():
    """A round that is open, with two criteria."""
    return make_open_round()


@pytest.fixture
def hospital():
    return make_member(name="Ziekenhuis Oost", short_name="ZO")


@pytest.fixture
def centre(hospital):
    return make_centre(hospital=hospital, name="Longkanker")


# A whole round ------------------------------------------------------------------------------------


def test_round_of_54_applications_is_loaded_whole_and_a_second_time_changes_nothing(round_):
    centres = [make_centre(hospital=make_member(), name=f"Centrum {n}") for n in range(23)]
    for each in centres:
        make_recognition(each)
    hospitals = [centre.hospital for centre in centres]
    applications = [f"round,hospital,centre,proposed_name,proposed_kind,kind,{CONTACT},{BOTH}"]
    answers = ["round,hospital,centre,proposed_name,criterion,text"]
    for number in range(54):
        hospital = hospitals[number % 23].short_name
        known = centres[number].public_id if number < 23 else ""
        proposed = "" if known else f"Nieuw centrum {number}"
        kind = "reassessment," if known else "condition,new"
        kind = f",{kind[:-1]}" if known else kind
        row = f"2026-1,{hospital},{known},{proposed}"
        applications.append(f"{row},{kind},{KIM},{SIGNED},10-2-2026")
        answers += [f"{row},{criterion},Wij doen dit." for criterion in (1, 2)]
    applications[0] += ",submitted_on"
    tables = {"applications": "\n".join(applications), "answers": "\n".join(answers)}

    report = load_round(**tables)
    assert (mistakes(report), counts(report)) == (
        [],
        {"applications": (54, 0, 0), "answers": (108, 0, 0)},
    )
    assert Application.objects.filter(state="submitted", submitted_on="2026-02-10").count() == 54
    assert Application.objects.filter(kind="reassessment").count() == 23
    assert (Answer.objects.count(), Approval.objects.count()) == (108, 108)

    entries = (Application.history.count(), Answer.history.count(), Approval.history.count())
    again = load_round(**tables)
    assert (mistakes(again), counts(again)) == (
        [],
        {"applications": (0, 0, 54), "answers": (0, 0, 108)},
    )
    assert entries == (
        Application.history.count(),
        Answer.history.count(),
        Approval.history.count(),
    )


def test_dry_run_goes_through_all_of_it_and_writes_nothing(round_, centre):
    row = f"2026-1,ZO,Longkanker,{KIM},{SIGNED},10-2-2026"
    tables = {
        "applications": f"{KNOWN},{BOTH},submitted_on\n{row}\n",
        "answers": "round,hospital,centre,criterion,text\n2026-1,ZO,Longkanker,1,Ja\n",
    }
    missing = ("applications.csv", 2, "submitted_on", "The answer to criterion 2 is missing.")
    assert mistakes(load_round(dry_run=True, **tables)) == [missing]
    tables["answers"] += "2026-1,ZO,Longkanker,2,Ook\n"
    report = load_round(dry_run=True, **tables)
    assert (mistakes(report), counts(report)) == (
        [],
        {"applications": (1, 0, 0), "answers": (2, 0, 0)},
    )
    assert (Application.objects.count(), Application.history.count()) == (0, 0)
    assert load_round(agreed=report.fingerprint, **tables).mistakes == []
    assert Application.objects.get().state == "submitted"


def test_workbook_as_dutch_excel_writes_it_is_loaded(round_, centre, hospital):
    condition, partner = make_condition(name="Astma"), make_member(short_name="ZW")
    day = moment(datetime.date(2026, 2, 10)).replace(tzinfo=None)  # as Excel has it
    content = workbook(
        Aanvragen=[
            [
                *("Ronde", "Ziekenhuis", "Centrum", "Voorgestelde naam", "Voorgestelde soort"),
                *("Voor wie", "Aandoeningen", "Partners", "Soort", "Contactpersoon"),
                *("E-mail contactpersoon", "Patiëntenorganisatie"),
                *("Verklaring patiëntenorganisatie", "Datum verklaring", "Raad van bestuur"),
                *("Raad van bestuur op", "Medische staf", "Medische staf op", "Ingediend op"),
            ],
            [
                *("2026-1", "ZO", "Longkanker", None, None, None, None, None, "nieuw"),
                *("Kim de Vries", "kim@ziekenhuis.example", "Longkanker Nederland"),
                *("Wij steunen dit.", day, "Robin Jansen", day, "Sam Bakker", day, day),
            ],
            [
                *("2026-1", "Ziekenhuis Oost", None, "Astma", "ziektebeeld", "Voor iedereen"),
                *("Astma", "ZW", None, "Kim de Vries", "kim@ziekenhuis.example"),
            ],
        ],
        Antwoorden=[
            ["Ronde", "Ziekenhuis", "Centrum", "Criterium", "Antwoord"],
            ["2026-1", "ZO", "Longkanker", 1, "Wij doen dit\nsinds 2009."],
            ["2026-1", "ZO", "Longkanker", 2, "Ook dit."],
        ],
    )
    with translation.override("nl"):
        report = load(read_upload("ronde.xlsx", content), tables=TABLES, by=None, why=WHY, on=ON)
    assert mistakes(report) == []
    known, proposed = Application.objects.order_by("proposed_name")
    assert (known.centre, known.state, known.submitted_on) == (centre, "submitted", day.date())
    assert known.patient_statement_on == day.date()
    assert list(known.answers.values_list("criterion__number", "text")) == [
        (1, "Wij doen dit\nsinds 2009."),
        (2, "Ook dit."),
    ]
    assert list(known.approvals.values_list("body", "name", "approved_on")) == [
        ("board", "Robin Jansen", day.date()),
        ("medical_staff", "Sam Bakker", day.date()),
    ]
    assert (proposed.proposed_name, proposed.proposed_kind, proposed.state) == (
        *("Astma", "condition", "draft"),
    )
    assert list(proposed.proposed_conditions.all()) == [condition]
    assert list(proposed.proposed_partners.all()) == [partner]
    newest = proposed.history.first()
    assert [link.hospital for link in newest.proposed_partners.all()] == [partner]


# What a row does to an application that is there --------------------------------------------------


def test_draft_is_changed_and_completed_and_submitted(round_, centre):
    draft = make_draft(round_, centre)
    report = load_round(
        applications=f"{KNOWN},{BOTH},submitted_on\n2026-1,ZO,Longkanker,Noor Smit,"
        f"noor@ziekenhuis.example,{SIGNED},2026-02-10\n",
        answers="reference,criterion,text\n"
        f"{draft.reference},1,Het eerste\n{draft.reference},2,Het tweede\n",
    )
    assert (mistakes(report), counts(report)) == (
        [],
        {"applications": (0, 1, 0), "answers": (2, 0, 0)},
    )
    draft.refresh_from_db()
    assert (draft.contact_name, draft.state) == ("Noor Smit", "submitted")
    assert {row.history_change_reason for row in draft.history.all()} == {
        WHY,
        "Imported from list.xlsx",
    }


def test_column_that_is_missing_and_empty_cell_leave_answers_approvals_and_submission(
    round_, centre
):
    application = make_submitted(round_, centre)
    before = application.history.count()
    report = load_round(
        applications=f"{KNOWN},{BOTH},submitted_on\n2026-1,ZO,Longkanker,{KIM},,,,,\n"
    )
    assert (mistakes(report), counts(report)) == ([], {"applications": (0, 0, 1)})
    assert application.history.count() == before
    assert (application.answers.count(), application.approvals.count()) == (2, 2)


@pytest.mark.parametrize(
    ("columns", "cells", "heading", "reason"),
    [
        (
            *("patient_organisation", "Longfonds", "patient_organisation"),
            "This part of the application is closed; it does not change any more.",
        ),
        (
            *("submitted_on", "11-2-2026", "submitted_on"),
            "It was submitted on 5 January 2026 already.",
        ),
        (
            *("board_name", "Iemand Anders", "board_name"),
            "This part of the application is closed; it does not change any more.",
        ),
    ],
)
def test_application_that_was_submitted_does_not_change(
    round_, centre, columns, cells, heading, reason
):
    application = make_submitted(round_, centre)
    report = load_round(
        applications=f"{KNOWN},{columns}\n2026-1,ZO,Longkanker,{KIM},{cells}\n",
    )
    assert mistakes(report) == [("applications.csv", 2, heading, reason)]
    assert application.history.count() == Application.history.count()


def test_only_the_criteria_that_reopened_are_answered(round_, centre):
    application, asker = make_submitted(round_, centre), make_user("editor")
    first, _second = round_.edition.criteria.all()
    verbs.return_for_completion(
        application, version=application.version, criteria=[first], question="Hoeveel?",
        due_on=ON, on=ON, by=asker,
    )  # fmt: skip
    rows = "reference,criterion,text\n{0},1,Vijftig\n{0},2,Zestig\n"
    report = load_round(answers=rows.format(application.reference))
    closed = "This part of the application is closed; it does not change any more."
    assert mistakes(report) == [("answers.csv", 3, "text", closed)]
    assert load_round(answers=f"reference,criterion,text\n{application.reference},1,Vijftig\n")
    assert application.answers.get(criterion=first).text == "Vijftig"
    application.refresh_from_db()
    assert application.status == ApplicationState.RETURNED


def test_application_that_was_withdrawn_is_not_entered_again(round_, centre):
    application = make_submitted(round_, centre)
    verbs.withdraw(application, version=application.version, on=ON, by=None, why=WHY)
    rows = f"{KNOWN}\n2026-1,ZO,Longkanker,{KIM}\n"
    assert counts(load_round(applications=rows)) == {"applications": (0, 0, 1)}
    assert Application.objects.count() == 1
    standing = make_draft(round_, centre)
    rows = rows.replace("Kim", "Noor")
    assert counts(load_round(applications=rows)) == {"applications": (0, 1, 0)}
    standing.refresh_from_db()
    assert standing.contact_name == "Noor de Vries"


def test_file_with_the_columns_of_an_export_changes_nothing(round_, centre, hospital):
    """An export tells the reference and the state besides; the list is passed over there."""
    application = make_submitted(round_, centre)
    columns = [column.heading for column in TABLES[0].columns]
    cells = [column.text(application) for column in TABLES[0].columns]
    with translation.override("en"):
        content = workbook(applications=[columns, cells])
        report = load(read_upload("x.xlsx", content), tables=TABLES, by=None, why=WHY, on=ON)
    assert (mistakes(report), counts(report)) == ([], {"x.xlsx, applications": (0, 0, 1)})


def test_applications_of_the_round_that_are_not_in_the_list_are_told(round_, centre):
    other = make_draft(round_)
    make_draft(make_planned_round())
    report = load_round(applications=f"{KNOWN}\n2026-1,ZO,Longkanker,{KIM}\n")
    assert report.tables[0].only_in_register == [str(other)]


# Mistakes -----------------------------------------------------------------------------------------


def test_every_wrong_cell_is_named_and_nothing_is_loaded(round_, centre, hospital):
    make_recognition(centre)
    report = load_round(
        applications=f"{NEW},centre,kind,{BOTH},submitted_on\n"
        f"2026-1,ZO,Goed,condition,{KIM},,,,,,,\n"
        f"2026-9,Nergens,Fout,raar,{KIM},,,,,,,31-2-2026\n"
        f"2026-1,ZO,,,{KIM},Longkanker,new,,,,,\n"
        f"2026-1,ZO,Kind,condition,{KIM},,reassessment,,,,,\n"
        f"2026-1,ZO,Naam,condition,{KIM},,,Robin Jansen,,,,\n"
        f"2026-1,ZO,Dag,condition,{KIM},,,,,Sam Bakker,21-2-2026,\n"
        f"2026-1,ZO,Later,condition,{KIM},,,,,,,21-2-2026\n"
        f"2026-1,ZO,,,{KIM},,,,,,,\n"
        f"2026-1,ZO,Adres,condition,Kim de Vries,kim,,,,,,,\n",
        answers="round,hospital,proposed_name,criterion,text\n"
        "2026-1,ZO,Goed,1,Een\n"
        "2026-1,ZO,Goed,3,Drie\n"
        "2026-1,ZO,Goed,1,Nog een\n"
        "2026-1,ZO,Adres,1,Een\n"
        "2026-1,ZO,Weg,1,Een\n"
        "2026-1,ZO,Goed,2,\n",
    )
    assert mistakes(report) == [
        ("applications.csv", 3, "round", "There is no assessment round “2026-9”."),
        ("applications.csv", 3, "hospital", "There is no hospital “Nergens”."),
        ("applications.csv", 3, "proposed_kind", "“raar” is not one of: condition, diagnostics,"
         " treatment, organisation."),
        ("applications.csv", 3, "submitted_on", "“31-2-2026” is not a date. Write 1-3-2024,"
         " 2024-03-01, 03-2024 or 2024."),
        ("applications.csv", 4, "kind", "By the record this is “reassessment”. Write that, or leave"
         " the cell empty."),
        ("applications.csv", 5, "kind", "By the record this is “new”. Write that, or leave the cell"
         " empty."),
        ("applications.csv", 6, "board_approved_on", "An approval has a name and a day."),
        ("applications.csv", 7, "medical_staff_approved_on", "This day lies ahead."),
        ("applications.csv", 8, "submitted_on", "This day lies ahead."),
        ("applications.csv", 9, "", "Choose a centre of the register, or propose one with its name"
         " and its kind; not both."),
        ("applications.csv", 10, "contact_email", "Enter a valid email address."),
        ("answers.csv", 3, "criterion", "There is no criterion 3 in the edition of this round."),
        ("answers.csv", 4, "", "Line 2 is about the same record."),
        ("answers.csv", 6, "", "There is no application for this. Name it by its reference, or by"
         " its round, hospital, and centre or proposed name."),
        ("answers.csv", 7, "text", "This cell may not be empty."),
    ]  # fmt: skip
    assert (Application.objects.count(), Answer.objects.count()) == (0, 0)


def test_application_that_stands_in_the_list_twice_is_refused(round_, hospital):
    report = load_round(applications=f"{NEW}\n" + f"2026-1,ZO,Astma,condition,{KIM}\n" * 2)
    assert mistakes(report) == [("applications.csv", 3, "", "Line 2 is about the same record.")]


def test_mistakes_are_named_in_dutch_by_dutch_headings(round_, hospital):
    with translation.override("nl"):
        report = load_round(
            aanvragen="ronde;ziekenhuis;voorgestelde_naam;voorgestelde_soort;contactpersoon;"
            "e-mail_contactpersoon;soort\n2026-1;ZO;Astma;aandoening;Kim;kim@x.example;"
            "herbeoordeling\n"
        )
    reason = "Volgens het register is dit “nieuw”. Schrijf dat, of laat de cel leeg."
    assert mistakes(report) == [("aanvragen.csv", 2, "soort", reason)]


def test_incomplete_application_is_not_submitted_and_everything_missing_is_named(round_, centre):
    report = load_round(
        applications=f"{KNOWN},submitted_on\n2026-1,ZO,Longkanker,{KIM},10-2-2026\n",
        answers="round,hospital,centre,criterion,text\n2026-1,ZO,Longkanker,2,Ja\n",
    )
    assert mistakes(report) == [
        ("applications.csv", 2, "submitted_on", "The answer to criterion 1 is missing."),
        ("applications.csv", 2, "submitted_on", "The approval is missing of: hospital board."),
        ("applications.csv", 2, "submitted_on", "The approval is missing of: medical staff."),
    ]
    assert Application.objects.count() == 0


def test_submission_after_the_closing_day_asks_for_an_exception(round_, centre):
    draft = make_draft(round_, centre)
    complete(draft)
    close(round_)
    day = round_.closes_on + datetime.timedelta(days=1)
    rows = f"{KNOWN},submitted_on\n2026-1,ZO,Longkanker,{KIM},{day}\n"
    report = load_round(applications=rows, on=day)
    (mistake,) = mistakes(report)
    assert mistake == (
        *("applications.csv", 2, "submitted_on"),
        "The last day was 27 February 2026. Later needs an exception granted by a second person.",
    )


def test_row_for_a_round_that_is_over_is_refused(round_, hospital):
    round_.state = "cancelled"
    round_.save()
    report = load_round(applications=f"{NEW}\n2026-1,ZO,Astma,condition,{KIM}\n")
    assert mistakes(report) == [("applications.csv", 2, "", "The round is over.")]


def test_tables_of_the_register_are_not_loaded_here():
    report = load_round(centres="hospital,name\nZO,Longkanker\n")
    reason = "There is no table with this name. The tables are: applications, answers."
    assert mistakes(report) == [("centres.csv", 0, "", reason)]


# Conflicts of interest ----------------------------------------------------------------------------


@pytest.mark.parametrize("is_there", [True, False])
def test_rows_about_a_conflict_are_refused_whether_or_not_there_is_an_application(
    round_, hospital, is_there
):
    """By employment at the hospital, at a partner of the centre and at one that is proposed."""
    employer, neighbour = make_member(short_name="ZE"), make_member(short_name="ZN")
    shared = make_centre(hospital=hospital, name="Samen")
    Partner.objects.create(centre=shared, hospital=employer)
    own = make_centre(hospital=employer, name="Eigen")
    make_draft(round_, make_centre(hospital=neighbour, name="Ver"))
    if is_there:
        make_accepted(round_, own)
        make_accepted(round_, shared)
        make_draft(
            round_, hospital=neighbour, proposed_name="Nieuw", partners=[employer],
        )  # fmt: skip
    member = make_committee_member(employer).user
    report = load_round(
        by=member,
        applications=f"{KNOWN},proposed_name,proposed_kind,partners\n"
        f"2026-1,ZN,Ver,{KIM},,,\n2026-1,ZE,Eigen,{KIM},,,\n2026-1,ZO,Samen,{KIM},,,\n"
        f"2026-1,ZN,,{KIM},Nieuw,condition,ZE\n",
    )
    assert mistakes(report) == [("applications.csv", line, "", CONFLICT) for line in (3, 4, 5)]
    assert report.tables[0].only_in_register == []
    report = load_round(
        by=member,
        answers="round,hospital,centre,criterion,text\n"
        "2026-1,ZN,Ver,1,Ja\n2026-1,ZE,Eigen,1,Ja\n2026-1,ZO,Samen,1,Ja\n",
    )
    assert mistakes(report) == [("answers.csv", line, "", CONFLICT) for line in (3, 4)]


def test_rows_about_a_declared_conflict_are_refused(round_, centre):
    member, application = make_committee_member(), make_accepted(round_, centre)
    committee.declare(
        member, application, has_conflict=True, reason="Familie", on=ON, by=member.user
    )
    rows = f"{KNOWN}\n2026-1,ZO,Longkanker,{KIM}\n"
    report = load_round(by=member.user, applications=rows)
    assert mistakes(report) == [("applications.csv", 2, "", CONFLICT)]
    answers = f"reference,criterion,text\n{application.reference},1,Ja\n"
    report = load_round(by=member.user, answers=answers)
    assert mistakes(report) == [("answers.csv", 2, "", CONFLICT)]
    assert mistakes(load_round(by=make_committee_member().user, applications=rows)) == []


# Changed since the preview ------------------------------------------------------------------------


def test_load_is_refused_when_an_application_changed_although_the_version_did_not(round_, centre):
    rows = f"{KNOWN}\n2026-1,ZO,Longkanker,Noor Smit,noor@ziekenhuis.example\n"
    agreed = load_round(applications=rows, dry_run=True).fingerprint
    version = RegisterVersion.current().number
    make_draft(round_, centre)
    assert RegisterVersion.current().number == version
    with pytest.raises(ChangedSincePreview):
        load_round(applications=rows, agreed=agreed)
    assert Application.objects.get().contact_name == "Kim de Vries"


# The page -----------------------------------------------------------------------------------------


@pytest.fixture
def address() -> str:
    return reverse("admin:round_import")


def upload(client, address, text: str):
    file = SimpleUploadedFile("applications.csv", text.encode())
    return client.post(address, {"file": file})


def test_page_of_the_round_loads_what_was_confirmed(
    monkeypatch, editor_client, address, round_, centre
):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)
    assert address.endswith("/assessments/assessmentround/import/")
    page = editor_client.get(address)
    assert [table.name for table in page.context["tables"]] == ["applications", "answers"]
    response = upload(editor_client, address, f"{KNOWN}\n2026-1,ZO,Longkanker,{KIM}\n")
    assert Application.objects.count() == 0
    assert f'href="{address}"' in response.content.decode()
    token = response.context["form"]["token"].value()
    response = editor_client.post(address, {"token": token, "reason": "Opgave van februari"})
    assert (response.status_code, response.url) == (302, address)
    (entry,) = Application.history.all()
    assert (entry.history_user, entry.history_change_reason) == (
        editor_client.user,
        "Imported from applications.csv: Opgave van februari",
    )


def test_page_asks_to_look_again_when_somebody_entered_the_application_meanwhile(
    monkeypatch, editor_client, address, round_, centre
):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)
    response = upload(
        editor_client, address, f"{KNOWN}\n2026-1,ZO,Longkanker,Noor Smit,noor@x.example\n"
    )
    token = response.context["form"]["token"].value()
    make_draft(round_, centre)
    response = editor_client.post(address, {"token": token, "reason": "Opgave"})
    (table,) = response.context["report"].tables
    assert (len(table.new), len(table.changed)) == (0, 1)
    assert Application.objects.get().contact_name == "Kim de Vries"
    editor_client.post(address, {"token": token, "reason": "Opgave"})
    assert Application.objects.get().contact_name == "Noor Smit"


def test_page_is_for_who_may_add_and_change_applications(client, reader_client, address):
    assert reader_client.get(address).status_code == 403
    assert client_of("superuser").get(address).status_code == 200
    assert client.get(address).status_code == 302


def test_editions_of_other_rounds_do_not_matter(centre):
    make_open_round(edition=make_edition(criteria=1))
    make_open_round(edition=make_edition(criteria=3))
    report = load_round(
        applications=f"{KNOWN}\n2026-2,ZO,Longkanker,{KIM}\n",
        answers="round,hospital,centre,criterion,text\n2026-2,ZO,Longkanker,3,Ja\n",
    )
    assert mistakes(report) == []
    assert Answer.objects.get().criterion.number == 3
