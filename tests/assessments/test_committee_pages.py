"""The committee's workplace: who opens what, and what each page holds back."""

import copy
import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assessments import applications, committee, findings, rounds
from assessments.models import Assignment, ConflictDeclaration, Consensus, Finding, Verdict
from tests.assessments.builders import (
    WHY,
    client_of_member,
    close,
    decide,
    make_accepted,
    make_assessor,
    make_committee_member,
    make_draft,
    make_findings,
    make_open_round,
    make_submitted,
)
from tests.builders import PASSWORD, make_edition, make_member, make_user
from tests.conftest import client_of
from tests.standing import standing_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = datetime.date(2026, 3, 2)  # what the fixture ``clock`` says
HIDDEN_TITLE, OTHER_TITLE = "Geheim slaapcentrum", "Longcentrum"


class World:
    """A round in assessment. Anna and Bram assess the heart centre, Carla chairs.

    Anna works for the hospital of the sleep centre, and nobody assigned her to the lung centre.
    """

    def __init__(self):
        self.editor = make_user("editor")
        self.round = make_open_round(edition=make_edition(criteria=3), by=self.editor)
        self.own_hospital = make_member(name="Ziekenhuis West", short_name="West")
        self.hospital = make_member(name="Ziekenhuis Oost", short_name="Oost")
        self.anna = member_called("Anna", self.own_hospital)
        self.bram = member_called("Bram")
        self.carla = member_called("Carla", role="chair")
        self.heart = self.application("Hartcentrum")
        self.lung = self.application(OTHER_TITLE)
        self.sleep = self.application(HIDDEN_TITLE, hospital=self.own_hospital)
        self.annas = make_assessor(self.heart, self.anna, by=self.editor)
        self.brams = make_assessor(self.heart, self.bram, by=self.editor)
        close(self.round)

    def application(self, name: str, **over):
        fields = {"hospital": self.hospital, "proposed_name": name} | over
        return make_accepted(self.round, by=self.editor, **fields)


def member_called(name: str, *employers, **over):
    user = make_user(username=name.lower(), first_name=name, last_name="de Boer")
    return make_committee_member(*employers, user=user, **over)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with standing_world(World, django_db_blocker) as made:
        yield made


@pytest.fixture
def world(made, db) -> World:
    return copy.deepcopy(made)


def address(name: str, *args) -> str:
    return reverse(f"assessments:{name}", args=args)


def pages_of(application) -> list[str]:
    """Return every address about one application."""
    names = ["dossier", "print", "declare", "findings", "submit", "consensus"]
    return [address(name, application.reference) for name in names]


def words(response) -> str:
    """Return the text of a page on one line, without the marks."""
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def saving(client, application, number=1, **fields):
    data = {"version": 0, "verdict": "meets", "reason": ""} | fields
    headers = data.pop("headers", None)
    where = address("save_finding", application.reference, number)
    return client.post(where, data, headers=headers)


# Who may come in ----------------------------------------------------------------------------------


def every_address(world) -> list[str]:
    return [address("home"), address("agenda", 2026, 1), *pages_of(world.heart)]


def test_nobody_comes_in_without_logging_in(world):
    client = Client()
    assert {
        (each, client.get(each).url) for each in every_address(world)
    } == {(each, f"/account/login/?next={each}") for each in every_address(world)}  # fmt: skip


@pytest.mark.parametrize("role", ["", "reader", "editor", "superuser"])
def test_who_is_not_in_the_committee_is_refused(world, role):
    client = client_of(role)
    assert {client.get(each).status_code for each in every_address(world)} == {403}


@pytest.mark.parametrize(("through", "status"), [("2026-03-01", 403), ("2026-03-02", 200)])
def test_a_member_comes_in_through_the_last_day(world, through, status):
    world.bram.member_through = datetime.date.fromisoformat(through)
    world.bram.save()
    assert client_of_member(world.bram).get(address("home")).status_code == status


def test_a_member_whose_account_was_closed_is_sent_to_log_in(world):
    client = client_of_member(world.bram)
    world.bram.user.is_active = False
    world.bram.user.save()
    assert client.get(address("home")).status_code == 302


@pytest.mark.parametrize(("is_staff", "first_page"), [(False, "/beoordelen/"), (True, "/beheer/")])
def test_after_logging_in_a_member_begins_here_and_staff_in_the_admin(world, is_staff, first_page):
    world.bram.user.is_staff = is_staff
    world.bram.user.save()
    fields = {"login": world.bram.user.username, "password": PASSWORD}
    assert Client().post(reverse("account_login"), fields).url == first_page


def test_the_second_factor_is_asked_everywhere_but_at_the_calendar(world, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client = client_of_member(world.anna)
    answers = {client.get(each).headers["Location"] for each in every_address(world)}
    assert answers == {reverse("mfa_index")}
    assert saving(client, world.heart).headers["Location"] == reverse("mfa_index")
    assert Client().get(address("calendar", world.anna.calendar_key)).status_code == 200


def test_every_answer_stays_out_of_caches_and_search_engines(world):
    anna, stranger = client_of_member(world.anna), client_of("editor")
    calendar = address("calendar", world.anna.calendar_key)
    answers = [anna.get(each) for each in [*every_address(world), calendar]]
    answers += [anna.get(address("dossier", "AAN-BESTAAT")), stranger.get(address("home"))]
    answers += [Client().get(address("home"))]
    assert {each.headers["Cache-Control"] for each in answers} == {"private, no-store"}
    assert {each.headers["X-Robots-Tag"] for each in answers} == {"noindex, nofollow"}


def test_english_pages_have_english_addresses_and_words(world):
    with override("en"):
        home, agenda = address("home"), address("agenda", 2026, 1)
        dossier = address("declare", world.heart.reference)
    assert (home, agenda) == ("/en/assess/", "/en/assess/meeting/2026-1/")
    assert dossier == f"/en/assess/{world.heart.reference}/interest/"
    client = client_of_member(world.anna)
    assert "Not submitted yet" in words(client.get(home))
    assert (
        'href="/en/assess/meeting/2026-1/"'
        in client.get("/beoordelen/vergadering/2026-1/").content.decode()
    )


# What a conflict hides ----------------------------------------------------------------------------


def test_an_application_with_a_conflict_is_a_reference_and_a_hospital(world):
    page = client_of_member(world.anna).get(address("home")).content.decode()
    [line] = [line for line in page.splitlines() if world.sleep.reference in line]
    assert line.strip() == f"<ul><li>{world.sleep.reference}, Ziekenhuis West</li></ul>"
    assert HIDDEN_TITLE not in page


def test_pages_about_an_application_with_a_conflict_are_not_there(world):
    client = client_of_member(world.anna)
    statuses = {each: client.get(each).status_code for each in pages_of(world.sleep)}
    consensus = address("consensus", world.sleep.reference)
    expected = dict.fromkeys(statuses, 404) | {consensus: 403}  # only who leads comes that far
    assert statuses == expected
    assert saving(client, world.sleep).status_code == 404


def everything_anna_reads(world) -> list[bytes]:
    client = client_of_member(world.anna)
    pages = [*every_address(world), *pages_of(world.lung), *pages_of(world.sleep)]
    pages += [address("calendar", world.anna.calendar_key)]
    token = re.compile(rb'csrfmiddlewaretoken" value="[^"]*')
    return [token.sub(b"", client.get(each).content) for each in pages]


def test_nothing_depends_on_what_happens_to_an_application_with_a_conflict(world):
    before = everything_anna_reads(world)
    committee.assign(world.sleep, member=world.bram, on=DAY, by=world.editor, why=WHY)
    committee.declare(
        world.bram, world.sleep, has_conflict=False, reason="", on=DAY, by=world.bram.user
    )
    make_findings(world.sleep.assignments.get(), Verdict.NOT, "Te weinig patiënten.")
    decide(world.sleep, "not_recognised", by=world.editor)
    assert everything_anna_reads(world) == before
    world.sleep.refresh_from_db()
    applications.withdraw(
        world.sleep, version=world.sleep.version, on=DAY, by=world.editor, why=WHY
    )
    assert everything_anna_reads(world) == before


def test_the_chair_with_a_conflict_sees_no_more(world):
    committee.declare(
        world.carla, world.lung, has_conflict=True, reason="Familie", on=DAY, by=world.carla.user
    )
    client = client_of_member(world.carla)
    assert {client.get(each).status_code for each in pages_of(world.lung)} == {404}
    pages = [client.get(each).content.decode() for each in every_address(world)]
    assert [page for page in pages if OTHER_TITLE in page] == []


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_draft_and_a_withdrawn_application_are_no_business_of_the_committee(world, state):
    if state == "draft":
        round_ = make_open_round(number=2, by=world.editor)
        application = make_draft(round_, by=world.editor)
    else:
        application = world.lung
        applications.withdraw(
            application, version=application.version, on=DAY, by=world.editor, why=WHY
        )
    client = client_of_member(world.anna)
    assert client.get(address("declare", application.reference)).status_code == 404
    assert application.reference not in client.get(address("home")).content.decode()


# Home ---------------------------------------------------------------------------------------------


def test_home_says_what_to_do_and_what_is_submitted(world):
    client = client_of_member(world.anna)
    before = words(client.get(address("home")))
    assert "Nog niet ingediend 0 van de 3 criteria zijn klaar." in before
    make_findings(world.annas)
    after = words(client.get(address("home")))
    assert "Ingediend op 15 april 2026 Nu te doen: Niets: u hebt uw bevindingen" in after
    assert "Nog niet ingediend" not in after


def test_the_title_shows_only_once_there_is_no_interest(world):
    client = client_of_member(world.anna)
    assert OTHER_TITLE not in client.get(address("home")).content.decode()
    answer = client.post(address("declare", world.lung.reference), {"has_conflict": "no"})
    assert answer.url == address("dossier", world.lung.reference)
    assert OTHER_TITLE in client.get(address("home")).content.decode()


def test_a_proposed_assessor_is_not_yet_at_work(world):
    Assignment.objects.create(application=world.lung, member=world.anna)
    page = words(client_of_member(world.anna).get(address("home")))
    assert page.count("Nu te doen:") == 1


@pytest.mark.parametrize("number", [1, 3])
def test_home_asks_as_much_for_one_application_as_for_three(
    world, number, django_assert_num_queries
):
    client = client_of_member(world.anna)
    for each in range(number - 1):
        application = world.application(f"Centrum {each}")
        make_assessor(application, world.anna, by=world.editor)
    with django_assert_num_queries(16):
        client.get(address("home"))


# The declaration ----------------------------------------------------------------------------------


def test_every_page_leads_to_the_question_first(world):
    client = client_of_member(world.anna)
    question = address("declare", world.lung.reference)
    pages = [address(name, world.lung.reference) for name in ("dossier", "print", "findings")]
    assert [client.get(each).url for each in pages] == [question] * 3
    page = words(client.get(question))
    assert (world.lung.reference in page, "Ziekenhuis Oost" in page) == (True, True)
    assert OTHER_TITLE not in page


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "has_conflict"),
        ({"has_conflict": "yes"}, "reason"),
        ({"has_conflict": "yes", "reason": "  "}, "reason"),
        ({"has_conflict": "perhaps"}, "has_conflict"),
    ],
)
def test_an_answer_that_is_not_complete_is_not_recorded(world, answers, field):
    answer = client_of_member(world.anna).post(address("declare", world.lung.reference), answers)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not ConflictDeclaration.objects.filter(application=world.lung).exists()


def test_who_has_an_interest_sees_the_application_no_more(world):
    client = client_of_member(world.anna)
    answers = {"has_conflict": "yes", "reason": "Mijn zus werkt er."}
    answer = client.post(address("declare", world.heart.reference), answers)
    assert answer.url == address("home")
    assert not world.heart.assignments.filter(member=world.anna).exists()
    page = client.get(address("home")).content.decode()
    assert f"<li>{world.heart.reference}, Ziekenhuis Oost</li>" in page
    assert client.get(address("declare", world.heart.reference)).status_code == 404


# Findings -----------------------------------------------------------------------------------------


def test_a_finding_is_saved_with_its_moment(world):
    client = client_of_member(world.anna)
    answer = saving(client, world.heart, verdict="partly", reason="Nog weinig onderzoek.")
    where = address("findings", world.heart.reference)
    assert answer.url == f"{where}#criterion-1"
    saved = world.annas.findings.get()
    assert (saved.verdict, saved.reason, saved.version) == ("partly", "Nog weinig onderzoek.", 1)
    page = client.get(where)
    assert re.search(r"Opgeslagen op \d+ \w+ \d{4} om \d\d:\d\d", words(page))
    assert page.content.decode().count('name="version" value="1"') == 1


def test_a_script_gets_only_the_moment_and_the_version(world):
    client = client_of_member(world.anna)
    answer = saving(client, world.heart, headers={"HX-Request": "true"})
    assert re.fullmatch(r" ?Opgeslagen om \d\d:\d\d ?", words(answer))
    assert '<input type="hidden" name="version" value="1">' in answer.content.decode()


@pytest.mark.parametrize("script", [True, False])
def test_a_stale_finding_is_refused_and_what_was_typed_is_kept(world, script):
    client = client_of_member(world.anna)
    saving(client, world.heart, reason="De eerste versie.")
    headers = {"HX-Request": "true"} if script else {}
    typed = {"verdict": "not", "reason": "Uit een ander venster."}
    answer = saving(client, world.heart, version=0, headers=headers, **typed)
    assert answer.status_code == 409
    page = answer.content.decode().partition('id="criterion-2"')[0]
    versions = re.findall(r'<(input|button)[^>]* name="version" value="(\d)"', page)
    assert versions == [("input", "0"), ("button", "1")]  # only on purpose it takes the place
    assert "De eerste versie." in page
    assert script or "Uit een ander venster.</textarea>" in page
    saved = world.annas.findings.get()
    assert (saved.verdict, saved.reason) == ("meets", "De eerste versie.")
    assert saving(client, world.heart, version=1, **typed).status_code == 302


def test_an_unknown_verdict_is_refused(world):
    answer = saving(client_of_member(world.anna), world.heart, verdict="great")
    assert (answer.status_code, Finding.objects.count()) == (422, 0)


def test_a_script_that_is_logged_out_says_that_nothing_was_saved(world):
    answer = saving(Client(), world.heart, headers={"HX-Request": "true"})
    assert (answer.status_code, "Niet opgeslagen" in words(answer)) == (401, True)


def test_who_does_not_assess_writes_no_findings(world):
    client = client_of_member(world.carla)
    client.post(address("declare", world.heart.reference), {"has_conflict": "no"})
    assert client.get(address("findings", world.heart.reference)).status_code == 403
    assert saving(client, world.heart).status_code == 403
    assert Finding.objects.count() == 0


def test_submitting_names_what_is_missing(world):
    client = client_of_member(world.anna)
    saving(client, world.heart, 1)
    saving(client, world.heart, 2, verdict="not")
    where = address("submit", world.heart.reference)
    page = client.get(where)
    assert [each.number for each in page.context["missing"]] == [2, 3]
    assert "<button" not in page.content.decode().partition("<h1")[2]
    refused = client.post(where, {"version": world.annas.version})
    assert refused.status_code == 409
    assert "Nog niet volledig: de criteria 2, 3." in words(refused)


def test_submitted_findings_are_to_read_only(world):
    client = client_of_member(world.anna)
    make_findings(world.annas, Verdict.PARTLY, "Nog niet alles.", submit=False)
    answer = client.post(address("submit", world.heart.reference), {"version": world.annas.version})
    assert answer.url == address("findings", world.heart.reference)
    page = client.get(answer.url)
    assert "Ingediend op 2 maart 2026" in words(page)
    assert "<textarea" not in page.content.decode()
    assert saving(client, world.heart, version=1, verdict="meets").status_code == 302
    late = saving(client, world.heart, version=1, headers={"HX-Request": "true"})
    assert (late.status_code, "Niet opgeslagen" in words(late)) == (409, True)
    assert set(world.annas.findings.values_list("verdict", flat=True)) == {"partly"}


def test_findings_wait_until_the_application_is_accepted(world):
    round_ = make_open_round(number=2, by=world.editor)
    application = make_submitted(round_, by=world.editor)
    make_assessor(application, world.bram, by=world.editor)
    client = client_of_member(world.bram)
    page = client.get(address("findings", application.reference))
    assert (page.status_code, "<textarea" in page.content.decode()) == (200, False)
    assert "zodra STZ de aanvraag in behandeling neemt" in words(client.get(address("home")))


# Own view first -----------------------------------------------------------------------------------


def test_findings_of_others_show_only_after_ones_own(world):
    make_findings(world.brams, Verdict.NOT, "Te weinig patiënten.")
    client = client_of_member(world.anna)
    pages = [*every_address(world), *pages_of(world.heart)]
    seen = [each for each in pages if "Te weinig pati" in client.get(each).content.decode()]
    assert seen == []
    assert "Dien eerst uw eigen bevindingen in" in words(client.get(address("agenda", 2026, 1)))
    make_findings(world.annas)
    assert "Te weinig patiënten." in words(client.get(address("agenda", 2026, 1)))


def test_who_does_not_assess_reads_findings_once_all_are_submitted(world):
    client = client_of_member(world.carla)
    client.post(address("declare", world.heart.reference), {"has_conflict": "no"})
    make_findings(world.brams, Verdict.NOT, "Te weinig patiënten.")
    waiting = words(client.get(address("agenda", 2026, 1)))
    assert "Zichtbaar zodra alle beoordelaars hun bevindingen hebben ingediend." in waiting
    assert "Te weinig" not in waiting
    make_findings(world.annas)
    assert "Te weinig patiënten." in words(client.get(address("agenda", 2026, 1)))


def test_the_agenda_keeps_an_application_closed_that_was_not_declared(world):
    make_findings(world.annas)
    make_findings(world.brams, Verdict.NOT, "Te weinig patiënten.")
    page = words(client_of_member(world.carla).get(address("agenda", 2026, 1)))
    assert ("Te weinig" in page, "Hartcentrum" in page) == (False, False)
    assert "Geef eerst aan of u een belang hebt bij " + world.heart.reference in page


@pytest.mark.parametrize(("year", "number"), [(2026, 2), (2025, 1)])
def test_a_round_that_is_not_open_has_no_agenda(world, year, number):
    rounds.plan(
        by=world.editor,
        why=WHY,
        year=2026,
        number=2,
        edition=world.round.edition,
        opens_on=DAY,
        closes_on=DAY,
        meets_on=DAY + datetime.timedelta(days=1),
        planned_release_on=DAY + datetime.timedelta(days=1),
    )
    assert client_of_member(world.anna).get(address("agenda", year, number)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_agenda_asks_as_much_for_one_application_as_for_three(
    world, number, django_assert_num_queries
):
    client = client_of_member(world.anna)
    make_findings(world.annas)
    for each in range(number - 1):
        application = world.application(f"Centrum {each}")
        make_findings(make_assessor(application, world.anna, by=world.editor))
    with django_assert_num_queries(14):
        client.get(address("agenda", 2026, 1))


# Consensus ----------------------------------------------------------------------------------------


def consenting(client, application, number=1, **fields):
    data = {"version": 0, "verdict": "partly", "reason": "Samen besproken."} | fields
    return client.post(address("save_consensus", application.reference, number), data)


def everybody_submits(world) -> Client:
    """Let both assessors submit; return the chair, who has declared."""
    make_findings(world.annas)
    make_findings(world.brams, Verdict.NOT, "Te weinig patiënten.")
    client = client_of_member(world.carla)
    client.post(address("declare", world.heart.reference), {"has_conflict": "no"})
    return client


def test_who_leads_records_the_consensus(world):
    client = everybody_submits(world)
    assert consenting(client, world.heart).status_code == 302
    recorded = Consensus.objects.get()
    assert (recorded.verdict, recorded.recorded_by) == ("partly", world.carla.user)
    assert "Samen besproken." in words(client.get(address("agenda", 2026, 1)))
    assert consenting(client, world.heart, reason="Een ander venster.").status_code == 409
    assert consenting(client, world.heart, version=1, reason="Anders.").status_code == 302


def test_a_consensus_without_its_reason_is_refused_and_kept(world):
    answer = consenting(everybody_submits(world), world.heart, verdict="not", reason="")
    assert (answer.status_code, Consensus.objects.count()) == (422, 0)
    assert "Geef een reden, behalve als het criterium voldoet." in words(answer)


def test_a_consensus_waits_for_every_assessor(world):
    make_findings(world.annas)
    client = client_of_member(world.carla)
    client.post(address("declare", world.heart.reference), {"has_conflict": "no"})
    page = client.get(address("consensus", world.heart.reference))
    assert "<textarea" not in page.content.decode()
    assert (consenting(client, world.heart).status_code, Consensus.objects.count()) == (422, 0)


def test_a_member_records_no_consensus(world):
    everybody_submits(world)
    client = client_of_member(world.anna)
    assert client.get(address("consensus", world.heart.reference)).status_code == 403
    assert consenting(client, world.heart).status_code == 403
    assert Consensus.objects.count() == 0


def test_a_consensus_does_not_change_after_the_decision(world):
    client = everybody_submits(world)
    decide(world.heart, by=world.editor)
    assert (consenting(client, world.heart).status_code, Consensus.objects.count()) == (422, 0)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("findings", 13), ("submit", 13), ("consensus", 16)])
def test_pages_ask_as_much_for_one_criterion_as_for_three(
    world, number, name, queries, django_assert_num_queries
):
    edition = make_edition(criteria=number)
    application = make_accepted(make_open_round(number=2, edition=edition, by=world.editor))
    assignment = make_assessor(application, world.carla, by=world.editor)
    make_findings(assignment, submit=name == "consensus")
    client = client_of_member(world.carla)
    with django_assert_num_queries(queries):
        client.get(address(name, application.reference))


# The dossier on paper -----------------------------------------------------------------------------


def test_the_printed_dossier_carries_the_reader_and_the_day(world):
    findings.save_finding(
        world.annas,
        criterion=world.round.edition.criteria.first(),
        version=0,
        verdict="partly",
        reason="Alleen van mij.",
        by=world.anna.user,
    )
    page = words(client_of_member(world.anna).get(address("print", world.heart.reference)))
    running = f"Vertrouwelijk · {world.heart.reference} · voor Anna de Boer"
    assert (running in page, "afgedrukt op 2 maart 2026" in page) == (True, True)
    assert "Alleen van mij." in page
    other = words(client_of_member(world.bram).get(address("print", world.heart.reference)))
    assert ("Bram de Boer" in other, "Alleen van mij." in other) == (True, False)


@pytest.mark.parametrize("number", [1, 3])
def test_the_dossier_asks_as_much_for_one_criterion_as_for_three(
    world, number, django_assert_num_queries
):
    client = client_of_member(world.bram)
    round_ = make_open_round(number=2, edition=make_edition(criteria=number), by=world.editor)
    application = make_accepted(round_, by=world.editor)
    make_assessor(application, world.bram, by=world.editor)
    with django_assert_num_queries(14):
        client.get(address("dossier", application.reference))
