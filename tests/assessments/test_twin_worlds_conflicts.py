"""Who has a conflict gets the same answers whatever becomes of the application, byte for byte.

The worlds are one database with and without an act, which comes last and is undone: keys, dates
and versions of all else are equal. Only the reference and the hospital of an application that is
new may differ, in a row that tells no more than that (``without``).
"""

import re
from collections import Counter
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments import applications, committee, decisions, dossiers, findings, outbox, rounds
from assessments import models as m
from centres.remembered import forget_all
from tests.assessments import builders as make
from tests.assessments.builders import CLOSES, MEETS, WHY
from tests.assessments.crawl import Answer, answer_of, crawl, differences
from tests.assessments.every_record import ONE_DAY, SECRET
from tests.builders import make_centre, make_member, make_recognition, make_user
from tests.conftest import set_clock
from tests.standing import standing_world

pytestmark = pytest.mark.once

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = ("member", "chair", "deputy", "declared", "editor", "both", "superuser", "contact", "other")
LISTS = (
    "application", "assessmentround", "assignment", "decision", "document", "lateexception",
    "letter", "outboxmessage", "committeemember", "contact", "objection", "requirement",
)  # fmt: skip
HIDDEN = {
    m.Application: "hospital",
    m.Assignment: "application__hospital",
    m.Decision: "application__hospital",
    m.Document: "application__hospital",
    m.Letter: "decision__application__hospital",
    m.LateException: "hospital",
    m.OutboxMessage: "application__hospital",
}
"""What nobody with a conflict finds, each with the path to its hospital."""
TOLD_ELSEWHERE = re.compile(
    r"^/(?!beheer/assessments|beoordelen)|/add/|/import/|[?&](o|_facets|_changelist_filters)="
)
"""Links to the public part, which other tests read whole, and to the same page once more."""


class World:
    """A hospital with applications in a round in assessment and in an open one; a bystander.

    Each round holds an application with a conflict in both worlds: that the person has one is
    known to them, and so is that the whole round is none of theirs.
    """

    def __init__(self):
        self.recorder, self.second = make_user("editor"), make_user("editor")
        self.assessors = [make.make_committee_member(), make.make_committee_member()]
        self.hospital, self.bystander = make_member(), make_member()
        self.centre, self.later = make_centre(self.hospital), make_centre(self.hospital)
        make_recognition(self.centre)
        make_recognition(self.later)
        self.assessing, self.open = make.make_open_round(), make.make_open_round()
        here, beside = {"hospital": self.hospital}, {"hospital": self.bystander}
        self.submitted = make.make_submitted(self.assessing, self.centre)
        self.accepted, self.judged = (
            make.make_accepted(self.assessing, proposed_name=f"{SECRET} {number}", **here)
            for number in (1, 2)
        )
        self.assigned = self.assign(self.judged)
        make.make_findings(self.assign(make.make_accepted(self.assessing, **beside))[0])
        self.draft = make.make_draft(self.open, proposed_name=f"{SECRET} 3", **here)
        make.make_submitted(self.open, **beside)
        make.close(self.assessing)
        self.people = self.make_people()

    def assign(self, application) -> list:
        return [make.make_assessor(application, each, by=self.recorder) for each in self.assessors]

    def make_people(self) -> dict:
        here, members = self.hospital, make.make_committee_member
        declared, free = members(), members(role="chair")
        for each in (self.submitted, self.accepted, self.judged, self.draft):
            for member, reason in ((declared, "Familie"), (free, "")):
                answer = {"has_conflict": bool(reason), "reason": reason, "on": CLOSES}
                committee.declare(member, each, by=member.user, **answer)
        editor, superuser = make_user("editor"), make_user("superuser")
        return {
            "member": members(here).user,
            "chair": members(here, role="chair").user,
            "deputy": members(here, role="deputy").user,
            "declared": declared.user,
            "editor": make.make_contact(here, user=editor).user,
            "both": members(here, role="deputy", user=make_user("editor")).user,
            "superuser": make.make_contact(here, user=superuser).user,
            "contact": make.make_contact(here, user=make_user()).user,
            "other": make.make_contact(self.bystander, user=make_user()).user,
            "free editor": make_user("editor"),
            "free member": free.user,
        }

    def step(self, record) -> dict:
        return {"version": record.version, "by": self.recorder, "why": WHY}


# What may differ --------------------------------------------------------------------------------


def accept(w: World) -> None:
    applications.accept(w.submitted, on=MEETS, **w.step(w.submitted))


def ask_to_complete(w: World) -> None:
    applications.return_for_completion(
        w.submitted, version=w.submitted.version, question=SECRET, due_on=MEETS, on=CLOSES,
        criteria=w.assessing.edition.criteria.all()[:1], by=w.recorder,
    )  # fmt: skip


def withdraw(w: World) -> None:
    applications.withdraw(w.accepted, on=MEETS, **w.step(w.accepted))


def find(w: World) -> None:
    for assignment in w.assigned:
        make.make_findings(assignment, m.Verdict.NOT, SECRET)


def agree(w: World) -> None:
    find(w)
    told = {"version": 0, "verdict": m.Verdict.NOT, "reason": SECRET, "by": w.recorder}
    for criterion in w.assessing.edition.criteria.all():
        findings.record_consensus(w.judged, criterion=criterion, **told)


def judge(w: World, outcome=m.DecisionOutcome.RECOGNISED) -> m.Decision:
    return make.decide(w.judged, outcome, by=w.recorder, reasons=SECRET)


def approve(w: World) -> None:
    make.approve_letter(judge(w), by=w.recorder)


def reconsider(w: World) -> None:
    judged = judge(w).application
    decisions.reconsider(judged, **w.step(judged))


def add_document(w: World) -> None:
    dossiers.add_document(
        w.draft, title=SECRET, criterion=w.open.edition.criteria.first(), on=CLOSES,
        file=ContentFile(b"%PDF-1.7 evidence", name="jaarverslag.pdf"), **w.step(w.draft),
    )  # fmt: skip


def write_mails(w: World) -> None:
    """Write a mail about an application, and a notice about the round that tells of all in it."""
    about = {m.OutboxMessage.Kind.ASSIGNMENT: w.judged, m.OutboxMessage.Kind.NOTICE: None}
    for kind, application in about.items():
        outbox.write_mail(
            kind=kind, key=f"twin-{kind}", application=application, to_name="Kim", why=WHY, by=None,
            to_email="kim@ziekenhuis.example", subject=SECRET, body=SECRET,
        )  # fmt: skip


def except_late(w: World) -> None:
    asked = {"hospital": w.hospital, "last_day": CLOSES + ONE_DAY, "reason": SECRET}
    for round_ in (w.assessing, w.open):
        made = rounds.ask_exception(round=round_, centre=None, by=w.recorder, **asked)
    rounds.grant_exception(made, version=made.version, by=w.second, why=WHY)


def apply_new(w: World) -> m.Application:
    return make.make_submitted(w.open, hospital=w.hospital, proposed_name=f"{SECRET} 4")


def apply_again(w: World) -> m.Application:
    return make.make_submitted(w.open, w.later)


DIFFERENCES = {
    "a new centre applies": apply_new,
    "a centre applies again": apply_again,
    "accepted": accept,
    "asked to complete": ask_to_complete,
    "withdrawn": withdraw,
    "assessors": lambda w: w.assign(w.accepted),
    "findings": find,
    "consensus": agree,
    "recognised": judge,
    "not recognised": lambda w: judge(w, m.DecisionOutcome.NOT_RECOGNISED),
    "with requirements": lambda w: judge(w, m.DecisionOutcome.WITH_REQUIREMENTS),
    "letter approved": approve,
    "reconsidered": reconsider,
    "document": add_document,
    "mail": write_mails,
    "late exception": except_late,
}


def do_everything(w: World, *, with_new: bool) -> list[m.Application]:
    """Do what can be done together; return the applications that are new."""
    for act in (accept, agree, withdraw, approve, add_document, write_mails, except_late):
        act(w)
    return [apply_new(w), apply_again(w)] if with_new else []


# The comparison ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with pytest.MonkeyPatch.context() as patch:
        set_clock(patch, MEETS)
        with standing_world(World, django_db_blocker) as world:
            world.read = {}
            yield world


@pytest.fixture
def world(made, db) -> World:
    world = deepcopy(made)
    world.read = made.read  # what was read without a difference is so for every test
    return world


@contextmanager
def only_here():
    """Undo at the end what the block does."""
    with transaction.atomic():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)


def client_of(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.people[role], backend=BACKEND)
    return client


def answers(client: Client, addresses) -> dict[str, Answer]:
    forget_all()
    return {address: answer_of(client, address) for address in addresses}


def in_admin(model: str, name: str, *keys) -> str:
    return reverse(f"admin:assessments_{model}_{name}", args=keys)


def addresses_in(world: World) -> list[str]:
    """Return the pages on which something of several applications shows."""
    both = (world.assessing, world.open)
    return [
        *(in_admin("assessmentround", "overview", each.pk) for each in both),
        *(in_admin(name, "changelist") for name in LISTS[:8]), "/beheer/", "/beoordelen/",
        *(reverse("assessments:agenda", args=[each.year, each.number]) for each in both),
        f"{in_admin('committeemember', 'interests')}?hospital={world.hospital.pk}",
    ]  # fmt: skip


def more_addresses_in(world: World) -> list[str]:
    member = m.CommitteeMember.objects.earliest("pk")
    centre, hospital = world.later.pk, world.hospital.pk
    asked = "app_label=assessments&model_name=application&field_name=centre"
    return [
        "/", "/en/assess/", reverse("assessments:calendar", args=[member.calendar_key]),
        f"/centra/{world.later.slug}/", f"/ziekenhuizen/{world.hospital.slug}/", "/rondes/2026-1/",
        "/account/2fa/", f"/beheer/autocomplete/?{asked}&term={world.later.name}",
        *(in_admin(name, "changelist") for name in LISTS[8:]),
        *(f"{in_admin(name, 'changelist')}?q=Geheim" for name in LISTS[:8]),
        in_admin("assessmentround", "release", world.assessing.pk),
        in_admin("assessmentround", "history", world.assessing.pk),
        in_admin("assessmentround", "radar"), in_admin("outboxmessage", "reminders"),
        *(f"/beheer/centres/centre/{centre}/{end}/" for end in ("change", "history", "merge")),
        *(f"/beheer/hospitals/hospital/{hospital}/{end}/" for end in ("change", "history")),
    ]  # fmt: skip


def addresses_of_hidden(world: World) -> list[str]:
    """Return the pages of the newest record of each kind about the hospital, as it stands now."""
    found = []
    for model, path in HIDDEN.items():
        for record in model.objects.filter(**{path: world.hospital}).order_by("-pk")[:1]:
            name = model._meta.model_name
            found += [in_admin(name, end, record.pk) for end in ("change", "history")]
    newest = m.Application.objects.filter(hospital=world.hospital).latest("pk")
    found += [in_admin("application", end, newest.pk) for end in ("accept", "decide")]
    pages = ("dossier", "print", "declare", "findings", "submit", "consensus")
    return found + [reverse(f"assessments:{each}", args=[newest.reference]) for each in pages]


def one_of_each_kind():
    """Return a choice of links: one of those that differ in numbers, and in what is asked."""
    kinds: Counter[str] = Counter()

    def follow(link: str) -> bool:
        kind = re.sub(r"\d+|AAN-\w+", "N", link.partition("=")[0])
        kinds[kind] += 1
        return kinds[kind] == 1 and not TOLD_ELSEWHERE.search(link)

    return follow


def without(new: list[m.Application], known: m.Application, answer: Answer) -> Answer:
    """Return ``answer`` without what may be known of ``new``: the reference and the hospital.

    It stands in a row that is the row of ``known``, of the same hospital, but for the reference:
    a row that tells more is left in place.
    """
    row = rb"(?:\n *)?<(tr|li)>(?:(?!<tr>|<li>).)*?%s.*?</\1>(?:\n *(?=\n))?"
    found, body = re.search(row % known.reference.encode(), answer.body, re.DOTALL), answer.body
    for each in new if found else ():
        told = found[0].replace(known.reference.encode(), each.reference.encode())
        body = body.replace(told, b"", 1)
    headers = tuple(pair for pair in answer.headers if pair[0] != "content-length")
    return Answer(answer.status, headers, body)


def differ(world: World, new: list[m.Application], *worlds: dict) -> dict:
    """Return where the answers of two worlds differ, but for what may be known of ``new``."""
    if new:
        worlds = [
            {address: without(new, world.draft, each) for address, each in answers.items()}
            for answers in worlds
        ]
    return differences(*worlds)


@pytest.mark.parametrize("name", DIFFERENCES)
def test_who_has_a_conflict_reads_the_same_whatever_happens(name, world):
    """Read by who has both workplaces; an editor without a conflict does read the difference."""
    addresses, editor = addresses_in(world), client_of(world, "free editor")
    both = client_of(world, "both")
    if not world.read:
        for role, client in (("both", both), ("free editor", editor)):
            world.read[role] = answers(client, addresses)
    with only_here():
        made = DIFFERENCES[name](world)
        after = answers(both, addresses)
        assert any(answer_of(editor, each) != world.read["free editor"][each] for each in addresses)
    new = [made] if name.startswith("a ") else []
    assert differ(world, new, world.read["both"], after) == {}


@pytest.mark.parametrize("role", ROLES)
def test_each_person_reads_the_same_when_everything_happens(role, world):
    client, addresses = client_of(world, role), addresses_in(world) + more_addresses_in(world)
    follow = one_of_each_kind() if role == "both" else lambda link: False
    before = crawl(client, *addresses, follow=follow)
    with only_here():
        new = do_everything(world, with_new=role != "declared")
        hidden = addresses_of_hidden(world)
        after = answers(client, before)
        of_hidden = answers(client, hidden)
    assert differ(world, new, before, after) == {}
    assert differences(answers(client, hidden), of_hidden) == {}
    assert [each for each in (after | of_hidden).values() if SECRET.encode() in each.body] == []
    assert {each.status for each in of_hidden.values()} <= {302, 403, 404}


def test_a_member_without_a_conflict_reads_the_difference(world):
    client, addresses = client_of(world, "free member"), addresses_in(world)
    before = answers(client, addresses)
    with only_here():
        do_everything(world, with_new=True)
        changed = differences(before, answers(client, addresses))
    assert {"/beoordelen/", "/beoordelen/vergadering/2026-1/"} <= set(changed)
    assert any(SECRET.encode() in after.body for _before, after in changed.values())
