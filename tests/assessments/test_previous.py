"""The previous assessment beside this one: which it is, what changed, and what it required."""

import copy
import datetime
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments import committee, decisions, dossiers, releases
from assessments.findings import record_consensus
from assessments.models import DecisionOutcome, Requirement, Verdict
from assessments.previous import changes, compare, previous_application, released_decision
from tests.assessments.builders import (
    WHY,
    approve_letter,
    client_of_member,
    close,
    decide,
    make_accepted,
    make_assessor,
    make_committee_member,
    make_findings,
    make_open_round,
    moment,
)
from tests.builders import make_centre, make_edition, make_member, make_user
from tests.standing import standing_world

SAME = [(False, "Wij zien veel patiënten.")]


# Words that differ ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "old", "new"),
    [
        ("Wij zien veel patiënten.", "Wij zien veel patiënten.", SAME, SAME),
        ("Wij zien veel patiënten.", "  Wij zien\n\nveel patiënten. ", SAME,
         [(False, "Wij zien\n\nveel patiënten.")]),
        ("Wij zien 40 patiënten.", "Wij zien 60 patiënten.",
         [(False, "Wij zien "), (True, "40 "), (False, "patiënten.")],
         [(False, "Wij zien "), (True, "60 "), (False, "patiënten.")]),
        ("Een team.", "Een groot team.", [(False, "Een team.")],
         [(False, "Een "), (True, "groot "), (False, "team.")]),
        ("", "Een team.", [], [(True, "Een team.")]),
        ("Een team.", "", [(True, "Een team.")], []),
        ("", "", [], []),
    ],
)  # fmt: skip
def test_changes_are_marked_by_words(before, now, old, new):
    marked = changes(before, now)
    assert [[*joined(pieces)] for pieces in marked] == [old, new]


def joined(pieces):
    """Join neighbours that are marked alike: how many pieces a run of words has does not count."""
    whole = []
    for differs, text in pieces:
        if whole and whole[-1][0] == differs:
            whole[-1] = (differs, whole[-1][1] + text)
        else:
            whole.append((differs, text))
    return whole


# Criteria side by side --------------------------------------------------------------------------


def criterion(number: int):
    return SimpleNamespace(pk=number * 10, number=number)


def answer(number: int, text: str):
    return SimpleNamespace(criterion=criterion(number), criterion_id=number * 10, text=text)


class Rows(list):
    def all(self):
        return self


def previous_with(criteria, answers):
    edition = SimpleNamespace(criteria=Rows(criteria))
    return SimpleNamespace(
        round=SimpleNamespace(edition=edition), answers=Rows(answers), consensus=Rows()
    )


def test_exactly_the_changed_criteria_are_changed():
    now = [answer(1, "Gelijk."), answer(2, "Nieuw."), answer(4, "Alleen nu."), answer(5, "A  b")]
    before = [answer(1, "Gelijk."), answer(2, "Oud."), answer(3, "Vervallen."), answer(5, "A b")]
    previous = previous_with([criterion(number) for number in (1, 2, 3, 5)], before)
    found = compare([criterion(number) for number in (1, 2, 4, 5)], now, previous)
    assert [
        (each.earlier or each.criterion).number for each in found if each.is_changed
    ] == [2]  # fmt: skip
    assert [each.criterion.number for each in found if each.is_new] == [4]
    assert [each.earlier.number for each in found if each.criterion is None] == [3]
    assert [(each.now, each.before) for each in found] == [
        ("Gelijk.", "Gelijk."),
        ("Nieuw.", "Oud."),
        ("", "Vervallen."),
        ("Alleen nu.", ""),
        ("A  b", "A b"),
    ]


def test_without_a_previous_time_every_criterion_is_new_and_none_is_changed():
    [only] = compare([criterion(1)], [answer(1, "Nu.")], None)
    assert (only.is_new, only.is_changed, only.now) == (True, False, "Nu.")


# Which application it is ------------------------------------------------------------------------


class World:
    """A centre that was recognised with requirements in 2022 and is assessed again in 2026.

    The edition of 2022 had criteria 1 and 2, that of 2026 has 1, 2 and 3. A bystander of the same
    hospital went through both rounds.
    """

    def __init__(self):
        self.editor, self.releaser = make_user("editor"), make_user("editor")
        self.hospital = make_member(name="Ziekenhuis Oost", short_name="Oost")
        self.centre = make_centre(self.hospital, name="Hartcentrum")
        self.assessor = make_committee_member()
        self.before = self.released_application(2022)
        self.round = make_open_round(edition=make_edition(criteria=3), by=self.editor)
        self.now = make_accepted(self.round, self.centre, by=self.editor)
        self.bystander = make_accepted(self.round, hospital=self.hospital, by=self.editor)
        self.assignment = make_assessor(self.now, self.assessor, by=self.editor)

    def released_application(self, year: int):
        round_ = make_open_round(year, make_edition(criteria=2, name=f"Oud {year}"))
        application = make_accepted(round_, self.centre, on=round_.opens_on)
        other = make_accepted(round_, hospital=self.hospital, on=round_.opens_on)
        assessor = make_assessor(application, self.assessor, by=self.editor)
        make_findings(assessor, Verdict.PARTLY, "Toen nog te weinig onderzoek.")
        first = round_.edition.criteria.get(number=1)
        record_consensus(
            application,
            criterion=first,
            version=0,
            verdict=Verdict.PARTLY,
            reason="Samen gevonden.",
            by=self.editor,
        )
        for each in (application, other):
            outcome = DecisionOutcome.WITH_REQUIREMENTS
            approve_letter(decide(each, outcome, by=self.editor), by=self.editor)
        close(round_)
        releases.release(
            round_,
            version=round_.version,
            at=moment(round_.planned_release_on),
            by=self.releaser,
            why=WHY,
        )
        application.refresh_from_db()
        return application

    def answer(self, number: int, text: str) -> None:
        """Let the hospital have answered otherwise than the builders let it."""
        self.now.answers.filter(criterion__number=number).update(text=text)

    def page(self, name: str = "dossier") -> str:
        address = reverse(f"assessments:{name}", args=[self.now.reference])
        return client_of_member(self.assessor).get(address).content.decode()


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with standing_world(World, django_db_blocker) as made:
        yield made


@pytest.fixture
def world(made, db) -> World:
    return copy.deepcopy(made)


def test_the_previous_application_is_the_last_released_one_of_the_centre(world):
    user = world.assessor.user
    assert previous_application(world.now, user=user) == world.before
    assert previous_application(world.before, user=user) is None
    assert previous_application(world.bystander, user=user) is None
    later = world.released_application(2025)
    assert previous_application(world.now, user=user) == later


def test_an_application_that_proposed_the_centre_is_the_previous_one_too(world):
    proposed = world.before.round.applications.get(centre=None)
    centre = released_decision(proposed).recognition.centre
    again = make_accepted(world.round, centre, by=world.editor)
    assert previous_application(again, user=world.assessor.user) == proposed


def test_a_previous_application_with_a_conflict_is_not_there(world):
    committee.declare(
        world.assessor,
        world.before,
        has_conflict=True,
        reason="Toen werkte mijn man er.",
        on=datetime.date(2026, 3, 2),
        by=world.assessor.user,
    )
    assert previous_application(world.now, user=world.assessor.user) is None
    page = world.page()
    assert "Dit register heeft er geen die u mag lezen." in page
    assert "Toen nog te weinig onderzoek." not in page


# On the page ------------------------------------------------------------------------------------


def article_of(page: str, number: int) -> str:
    """Return what the page says on the criterion with ``number``."""
    return page.split(f'id="c{number}"')[1].split("</article>")[0]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("name", ["dossier", "print"])
def test_the_dossier_marks_what_changed_since(world, name):
    world.answer(1, "Wij voldoen hier ruim aan.")
    page = world.page(name)
    articles = {
        number: page.split(f'id="c{number}"')[1].split("</article>")[0] for number in (1, 2, 3)
    }
    marks = {
        number: ("Antwoord gewijzigd" in text, "Nieuw in deze editie" in text)
        for number, text in articles.items()
    }
    assert marks == {1: (True, False), 2: (False, False), 3: (False, True)}
    assert (page.count("<ins>"), page.count("<del>")) == (1, 1)
    assert "ruim aan." in articles[1].split("<ins>")[1].split("</ins>")[0]
    assert "hieraan." in articles[1].split("<del>")[1].split("</del>")[0]


@pytest.mark.usefixtures("clock")
def test_the_dossier_shows_what_was_found_and_with_which_edition(world):
    page = world.page()
    assert "Toen nog te weinig onderzoek." in page
    assert "Samen gevonden." in page
    assert "Dat was met editie Oud 2022 van de criteria, dit is editie" in page


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("is_met", "pinned", "words"),
    [(None, True, "Nog niet beoordeeld"), (False, True, "Niet voldaan"), (True, False, "Voldaan")],
)
def test_requirements_that_are_not_met_stand_on_top(world, is_met, pinned, words):
    requirement = Requirement.objects.get(decision__application=world.before)
    if is_met is not None:
        decisions.judge_requirement(
            requirement,
            version=0,
            is_met=is_met,
            explanation="Het diploma.",
            on=datetime.date(2023, 1, 9),
            by=world.editor,
        )
    page = world.page()
    heading = "waaraan niet is voldaan" if pinned else "waaraan is voldaan"
    assert page.count(requirement.text) == 1
    assert page.index(heading) < page.index(requirement.text)
    assert (page.index(requirement.text) < page.index('id="about"')) is pinned
    assert words in page


@pytest.mark.usefixtures("clock")
def test_documents_stand_with_their_criterion_and_lead_to_their_address(world):
    first = world.round.edition.criteria.get(number=1)
    type(world.now).objects.filter(pk=world.now.pk).update(state="draft")
    world.now.refresh_from_db()
    made = [
        dossiers.add_document(
            world.now,
            version=world.now.version,
            criterion=criterion,
            title=title,
            file=SimpleUploadedFile(f"{title}.pdf", b"%PDF-1.7 evidence"),
            on=world.round.opens_on,
            by=world.editor,
            why=WHY,
        )
        for criterion, title in [(first, "Jaarverslag"), (None, "Plattegrond")]
    ]
    type(world.now).objects.filter(pk=world.now.pk).update(state="in_assessment")
    page = world.page()
    addresses = [
        reverse("assessments:document", args=[world.now.reference, each.pk]) for each in made
    ]
    assert [each in article_of(page, 1) for each in addresses] == [True, False]
    assert [page.count(each) for each in addresses] == [1, 1]


@pytest.mark.usefixtures("clock")
def test_a_released_round_shows_what_the_member_assessed_in_it(world):
    page = client_of_member(world.assessor).get(reverse("assessments:home")).content.decode()
    earlier = page.split('id="earlier"')[1].split("</section>")[0]
    applications = world.before.round.applications.all()
    assert [each for each in applications if each.reference in earlier] == [world.before]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("number", [1, 3])
def test_the_dossier_asks_as_much_beside_one_criterion_as_beside_three(
    world, number, django_assert_num_queries
):
    round_ = make_open_round(number=2, edition=make_edition(criteria=number), by=world.editor)
    application = make_accepted(round_, world.centre, by=world.editor)
    make_assessor(application, world.assessor, by=world.editor)
    client = client_of_member(world.assessor)
    with django_assert_num_queries(25):
        client.get(reverse("assessments:dossier", args=[application.reference]))
