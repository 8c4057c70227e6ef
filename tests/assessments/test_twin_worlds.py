"""Two worlds that differ only in what is confidential answer the public byte for byte the same.

The worlds are the same database with and without an act, so that keys, dates and versions are
equal too: a savepoint is rolled back between them. Everything is read: pages in both languages,
other days, searches, counts, entity tags and other headers, error pages.
"""

import datetime
import re
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client

from assessments import applications, committee, decisions, letters, releases
from assessments.extensions import apply_due_extensions
from assessments.models import DecisionOutcome, Verdict
from centres.models import Centre
from centres.remembered import forget_all
from tests.assessments.builders import (
    RELEASES,
    WHY,
    approve_letter,
    close,
    decide,
    make_assessor,
    make_committee_member,
    make_draft,
    make_findings,
    make_open_round,
    make_submitted,
    moment,
)
from tests.assessments.crawl import answer_of, crawl, differences
from tests.builders import make_centre, make_condition, make_member, make_recognition, make_user
from tests.conftest import set_clock

TERM_ENDS = datetime.date(2026, 3, 31)
BEFORE, AFTER = datetime.date(2026, 3, 31), datetime.date(2026, 4, 1)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def before_the_term_ends(monkeypatch):
    set_clock(monkeypatch, BEFORE)


class World:
    """A round that is closed: a reassessment, a centre that is new, and a bystander."""

    def __init__(self):
        self.recorder, self.releaser = make_user("editor"), make_user("editor")
        self.condition = make_condition(name="Ziekte van Parkinson", slug="parkinson")
        self.hospital = make_member(name="Ziekenhuis Oost", short_name="Oost", slug="oost")
        self.centre = make_centre(
            self.hospital, name="Parkinsoncentrum", slug="parkinson-oost",
            conditions=[self.condition],
        )  # fmt: skip
        make_recognition(self.centre, datetime.date(2022, 4, 1), TERM_ENDS)
        make_recognition(make_centre(name="Hartcentrum", slug="hart"))
        self.round = make_open_round()
        self.again = make_submitted(self.round, self.centre)
        self.new = make_submitted(self.round, hospital=self.hospital, proposed_name="Slaapcentrum")


@pytest.fixture
def world() -> World:
    return World()


@contextmanager
def only_here():
    """Undo at the end what the block does."""
    with transaction.atomic():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)


def public_answers() -> dict:
    """Return everything that a visitor without an account can open."""
    forget_all()
    beginnings = ["/", "/en/", "/rondes/2026-1/", "/healthz", "/beheer/", "/beoordelen/"]
    beginnings += [f"/centra/?{query}" for query in ("q=slaap", "q=parkinson", "sortering=einde")]
    beginnings += [f"/zoeken/suggesties?q={typed}" for typed in ("slaap", "park", "oost")]
    beginnings += [
        f"/centra/?peildatum={day}" for day in ("2026-04-01", "2026-06-01", "2031-01-01")
    ]
    for query in ("", "?peildatum=2026-04-02", "?peildatum=2027-01-01"):
        beginnings += [f"{address}{query}" for address in addresses_of_records()]
    beginnings += ["/robots.txt", "/sitemap.xml", "/melden/centrum/slaapcentrum-oost/"]
    files = ("pages", "centres", "conditions", "hospitals", "rounds")
    beginnings += [f"/sitemap-{section}.xml" for section in files]
    beginnings += ["/centra/slaapcentrum-oost/", "/rondes/2026-2/", "/centra/?x=1", "/nergens/"]
    chosen = Centre.objects.get(slug="parkinson-oost").public_id
    beginnings += [f"/vergelijken/?centrum={chosen}", f"/spreekkamer/?centrum={chosen}"]
    return crawl(Client(), *beginnings, follow=lambda link: not ONE_IS_ENOUGH.search(link))


ONE_IS_ENOUGH = re.compile(
    "/melden/|/report/|/vergelijken/|/compare/|/spreekkamer/|/consulting-room/"
    "|[?&](provincie|specialisme|soort|leeftijd)="
)
"""Pages of which there are many, that say no more than the page of a record or the whole list."""


def addresses_of_records() -> list[str]:
    return [
        "/centra/parkinson-oost/",
        "/ziekenhuizen/oost/",
        "/aandoeningen/parkinson/",
        "/ziekenhuizen/",
        "/rondes/",
        "/cijfers/",
        "/en/figures/",
    ]


def accept_all(world: World) -> None:
    for application in (world.again, world.new):
        application.refresh_from_db()  # another world may have moved it
        applications.accept(
            application, version=application.version, on=world.round.opens_on, by=None, why=WHY
        )


def assess(world: World, verdict: Verdict) -> None:
    """Take both applications through assessors, findings and a decision with its letter."""
    accept_all(world)
    good = verdict == Verdict.MEETS
    outcome = DecisionOutcome.RECOGNISED if good else DecisionOutcome.NOT_RECOGNISED
    for application in (world.again, world.new):
        make_findings(make_assessor(application, by=world.recorder), verdict, "Zo gevonden.")
        approve_letter(decide(application, outcome, by=world.recorder), by=world.recorder)
    close(world.round)


@pytest.mark.parametrize("verdict", [Verdict.MEETS, Verdict.NOT])
def test_outcomes_that_are_not_released_change_no_public_answer(world, verdict):
    before = public_answers()
    assert len(before) > 60
    with only_here():
        assess(world, verdict)
        releases.schedule(
            world.round,
            version=world.round.version,
            release_at=moment(RELEASES),
            at=moment(BEFORE),
            by=world.releaser,
            why=WHY,
        )
        assert differences(before, public_answers()) == {}


def test_an_application_for_a_new_centre_changes_no_public_answer(world):
    before = public_answers()
    with only_here():
        other = make_submitted(world.round, hospital=world.hospital, proposed_name="Longcentrum")
        applications.accept(other, version=other.version, on=world.round.opens_on, by=None, why=WHY)
        make_draft(world.round, hospital=world.hospital, proposed_name="Oogcentrum")
        assert differences(before, public_answers()) == {}
        applications.withdraw(other, version=other.version, on=BEFORE, by=None, why=WHY)
        assert differences(before, public_answers()) == {}


def test_a_reassessment_shows_only_from_the_day_after_the_old_term(world, monkeypatch):
    before = public_answers()
    with only_here():
        accept_all(world)
        assert apply_due_extensions(on=BEFORE) == 0
        assert differences(before, public_answers()) == {}
    set_clock(monkeypatch, AFTER)
    ended = public_answers()
    with only_here():
        accept_all(world)
        assert apply_due_extensions(on=AFTER) == 1
        changed = differences(ended, public_answers())
        own_page = changed["/centra/parkinson-oost/"]
    assert b"herbeoordeling loopt" in own_page[1].body.lower()
    assert b"herbeoordeling loopt" not in own_page[0].body.lower()


def test_the_release_does_change_public_answers(world, monkeypatch):
    """The comparison would notice: it is not blind."""
    set_clock(monkeypatch, RELEASES)
    before = public_answers()
    assess(world, Verdict.MEETS)
    releases.release(
        world.round, version=world.round.version, at=moment(RELEASES), by=world.releaser, why=WHY
    )
    changed = differences(before, public_answers())
    assert {"/rondes/2026-1/", "/cijfers/", "/centra/", "/centra/slaapcentrum-oost/"} <= set(
        changed
    )


def test_refused_applicants_are_named_nowhere_after_the_release(world, monkeypatch):
    set_clock(monkeypatch, RELEASES)
    assess(world, Verdict.NOT)
    releases.release(
        world.round, version=world.round.version, at=moment(RELEASES), by=world.releaser, why=WHY
    )
    named = [
        address for address, answer in public_answers().items() if b"Slaapcentrum" in answer.body
    ]
    assert named == []


def test_a_visitor_gets_no_cookie_and_no_trace_of_the_workplaces(world):
    answers = public_answers()
    assert [
        address for address, each in answers.items() if "set-cookie" in dict(each.headers)
    ] == []
    assert answer_of(Client(), f"/beoordelen/{world.new.reference}/").status in (302, 404)


def test_assigning_and_declaring_changes_no_public_answer(world):
    before = public_answers()
    accept_all(world)
    member = make_committee_member()
    committee.assign(world.new, member=member, on=BEFORE, by=world.recorder, why=WHY)
    committee.declare(
        member, world.again, has_conflict=True, reason="Familie", on=BEFORE, by=member.user
    )
    close(world.round)
    decision = decide(world.new, DecisionOutcome.DEFERRED, by=world.recorder)
    letters.text_of(decision, released_on=RELEASES)
    decisions.reconsider(
        decision.application, version=decision.application.version, by=world.recorder, why=WHY
    )
    assert differences(before, public_answers()) == {}
