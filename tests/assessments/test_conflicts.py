"""Who has a conflict of interest: one table of cases holds SQL and Python to each other."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from assessments import (
    applications,
    committee,
    conflicts,
    corrections,
    decisions,
    dossiers,
    letters,
    releases,
    rounds,
)
from assessments.access import may_read_dossier, readable_applications
from assessments.completeness import blocks
from assessments.conflicts import has_conflict, visible_applications
from assessments.models import (
    Application,
    CommitteeMember,
    ConflictDeclaration,
    DecisionOutcome,
    Employer,
)
from centres.mergers import merge_hospitals
from centres.models import Partner
from hospitals.models import Hospital
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    OPENS,
    RELEASES,
    WHY,
    decide,
    make_accepted,
    make_committee_member,
    make_contact,
    make_draft,
    make_open_round,
    make_submitted,
    moment,
)
from tests.assessments.snapshots import snapshot, written_since
from tests.builders import make_centre, make_hospital, make_member, make_user

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
FOUR_YEARS_BEFORE = OPENS.replace(year=OPENS.year - 4)


@pytest.fixture
def world() -> SimpleNamespace:
    """An application for a centre with partners, one for a proposed centre, and a neighbour."""
    round_ = make_open_round()
    centre, other = make_centre(), make_centre()
    partner, proposed = make_hospital(), make_hospital()
    Partner.objects.create(centre=centre, hospital=partner)
    Partner.objects.create(centre=centre, outside_name="Universitair Medisch Centrum Sint-Élias")
    return SimpleNamespace(
        round=round_,
        own=centre.hospital,
        partner=partner,
        proposed_partner=proposed,
        stranger=make_hospital(),
        known=make_submitted(round_, centre),
        new=make_draft(round_, hospital=centre.hospital, partners=[proposed]),
        neighbour=make_draft(round_, other),
    )


def worked_at(place: str, through: datetime.date | None = None, **rights):
    """Return a maker of a member who worked at the hospital called ``place`` in the world."""

    def make(world):
        member = make_committee_member(**rights)
        hospital = getattr(world, place, None)
        where = {"hospital": hospital} if hospital else {"outside_name": place}
        Employer.objects.create(member=member, employed_through=through, **where)
        return member.user

    return make


def declared(answer: bool):
    def make(world):
        member = make_committee_member()
        facts = {"has_conflict": answer, "reason": "Familie" if answer else ""}
        ConflictDeclaration.objects.create(
            member=member, application=world.known, declared_on=OPENS, **facts
        )
        return member.user

    return make


def contact_of(place: str, through: datetime.date | None = None):
    def make(world):
        user = make_user()
        make_contact(getattr(world, place), user=user, contact_through=through)
        return user

    return make


def at_two_places(world):
    user = worked_at("own", FOUR_YEARS_BEFORE - ONE_DAY)(world)
    Employer.objects.create(member=CommitteeMember.objects.get(user=user), hospital=world.partner)
    return user


def at_the_hospital_that_took_over(world):
    """The hospital merged during the round: its centre belongs to another one now."""
    into = make_hospital()
    Hospital.objects.filter(pk=world.own.pk).update(merged_into=into)
    world.known.centre.hospital = into
    world.known.centre.save()
    return make_committee_member(into).user


CASES = {
    "works for the hospital": (worked_at("own"), {"known", "new"}),
    "worked there through four years before": (
        worked_at("own", FOUR_YEARS_BEFORE), {"known", "new"}),
    "worked there through one day earlier": (worked_at("own", FOUR_YEARS_BEFORE - ONE_DAY), set()),
    "works for a partner": (worked_at("partner"), {"known"}),
    "worked for a partner through four years before": (
        worked_at("partner", FOUR_YEARS_BEFORE), {"known"}),
    "worked for a partner one day earlier": (
        worked_at("partner", FOUR_YEARS_BEFORE - ONE_DAY), set()),
    "works for a partner outside STZ": (
        worked_at("universitair medisch centrum SINT-ELIAS"), {"known"}),
    "worked outside STZ one day too early": (
        worked_at("Universitair Medisch Centrum Sint-Élias", FOUR_YEARS_BEFORE - ONE_DAY), set()),
    "works for another one outside STZ": (worked_at("Universitair Medisch Centrum"), set()),
    "works for a proposed partner": (worked_at("proposed_partner"), {"new"}),
    "works for a hospital that is not concerned": (worked_at("stranger"), set()),
    "an old and a present employer": (at_two_places, {"known"}),
    "works for the hospital that took over": (
        at_the_hospital_that_took_over, {"known", "new"}),
    "declared an interest": (declared(True), {"known"}),
    "declared to have none": (declared(False), set()),
    "is a contact of the hospital": (contact_of("own"), {"known", "new"}),
    "was a contact through four years before": (
        contact_of("own", FOUR_YEARS_BEFORE), {"known", "new"}),
    "was a contact one day earlier": (contact_of("own", FOUR_YEARS_BEFORE - ONE_DAY), set()),
    "leads the committee": (worked_at("own", role="chair"), {"known", "new"}),
    "is superuser": (
        lambda world: worked_at("own", user=make_user("superuser"))(world), {"known", "new"}),
    "is nobody": (lambda world: make_user(), set()),
}  # fmt: skip


@pytest.mark.parametrize(("make", "names"), CASES.values(), ids=list(CASES))
def test_both_forms_of_the_rule_hide_the_same(world, make, names):
    user = make(world)
    every = {"known": world.known, "new": world.new, "neighbour": world.neighbour}
    fresh = {name: Application.objects.get(pk=each.pk) for name, each in every.items()}
    hidden = set(conflicts.hidden_applications(user))
    assert hidden == {fresh[name] for name in names}
    assert set(conflicts.visible_applications(user)) == set(fresh.values()) - hidden
    assert {name for name, each in fresh.items() if conflicts.has_conflict(user, each)} == names


def test_a_leap_day_counts_through_the_same_date_four_years_later():
    employment = conflicts.Employment(1, "", datetime.date(2024, 2, 29))
    assert employment.counts_for(datetime.date(2028, 2, 29))
    assert not employment.counts_for(datetime.date(2028, 3, 1))


def test_what_is_open_to_whom(world):
    """Role, membership and declaration come on top of the conflicts."""
    staff, chair = make_user("reader"), make_committee_member(world.own, role="chair")
    member, former = make_committee_member(), make_committee_member(member_through=OPENS - ONE_DAY)
    superuser = worked_at("own", user=make_user("superuser"))(world)
    people = [staff, chair.user, member.user, former.user, superuser, make_user()]
    known = [readable_applications(user, on=OPENS).count() for user in people]
    assert known == [3, 1, 3, 0, 1, 0]
    for declared, is_open in [(False, True), (True, False)]:
        committee.declare(
            member, world.known, has_conflict=declared, reason="Familie", on=OPENS, by=None
        )
        assert may_read_dossier(member.user, world.known, on=OPENS) is is_open
    assert [may_read_dossier(user, world.known, on=OPENS) for user in people] == [True] + [
        False
    ] * 5


# Verbs refuse who has a conflict ----------------------------------------------------------------


def step(record, by) -> dict:
    return {"version": record.version, "by": by, "why": WHY}


VERBS = {
    "submit": lambda w: applications.submit(w.draft, on=OPENS, **step(w.draft, w.by)),
    "answer": lambda w: dossiers.answer(w.draft, answers={}, **step(w.draft, w.by)),
    "approve": lambda w: dossiers.approve(
        w.draft, body="board", name="R", approved_on=OPENS, on=OPENS, **step(w.draft, w.by)),
    "return": lambda w: applications.return_for_completion(
        w.submitted, version=w.submitted.version, criteria=w.criteria, question="Vul aan",
        due_on=CLOSES, on=OPENS, by=w.by),
    "accept": lambda w: applications.accept(w.submitted, on=OPENS, **step(w.submitted, w.by)),
    "withdraw": lambda w: applications.withdraw(w.submitted, on=OPENS, **step(w.submitted, w.by)),
    "enter": lambda w: make_draft(w.round, hospital=w.hospital, by=w.by),
    "assign": lambda w: committee.assign(
        w.submitted, member=w.member, on=OPENS, by=w.by, why=WHY),
    "propose": lambda w: committee.propose_assignments(w.round, on=OPENS, by=w.by, why=WHY),
    "decide": lambda w: decide(w.accepted, by=w.by),
    "approve letter": lambda w: letters.approve_letter(
        w.decision, released_on=RELEASES, sha256="", at=moment(OPENS), by=w.by),
    "reconsider": lambda w: decisions.reconsider(
        w.decision.application, **step(w.decision.application, w.by)),
    "correct": lambda w: decisions.record_correction(
        w.decision, version=1, outcome="recognised", reasons="Zo", decided_on=MEETS,
        decided_by="de commissie", by=w.by, why=WHY),
    "release correction": lambda w: corrections.release_correction(
        w.decision, at=moment(RELEASES), **step(w.decision, w.by)),
    "object": lambda w: decisions.object_to(
        w.decision, received_on=RELEASES, grounds="Zo", on=RELEASES, by=w.by),
    "close": lambda w: rounds.close_round(w.round, on=CLOSES + ONE_DAY, **step(w.round, w.by)),
    "cancel": lambda w: rounds.cancel(w.round, **step(w.round, w.by)),
    "schedule": lambda w: releases.schedule(
        w.round, release_at=moment(RELEASES), at=moment(OPENS), **step(w.round, w.by)),
    "unschedule": lambda w: releases.unschedule(w.round, **step(w.round, w.by)),
    "release": lambda w: releases.release(w.round, at=moment(RELEASES), **step(w.round, w.by)),
}  # fmt: skip


def test_every_verb_refuses_who_has_a_conflict_and_writes_nothing():
    round_ = make_open_round()
    hospital = make_hospital()
    decision = decide(make_accepted(round_, hospital=hospital), DecisionOutcome.RECOGNISED)
    world = SimpleNamespace(
        round=round_,
        hospital=hospital,
        criteria=round_.edition.criteria.all(),
        draft=make_draft(round_, hospital=hospital),
        submitted=make_submitted(round_, hospital=hospital),
        accepted=make_accepted(round_, hospital=hospital),
        decision=decision,
        by=make_user("superuser"),
    )
    make_contact(hospital, user=world.by)
    world.member = make_committee_member()
    before, answers = snapshot(), {}
    for name, act in VERBS.items():
        with pytest.raises(ValidationError) as refusal:
            act(world)
        answers[name] = refusal.value.code
    assert answers == dict.fromkeys(VERBS, "conflict_of_interest")
    assert {table for table in written_since(before) if "hospital" not in table} == set()


def test_the_release_is_blocked_with_one_sentence_that_tells_nothing():
    round_ = make_open_round()
    member = make_committee_member(make_submitted(round_).hospital)
    (block,) = blocks(round_, on=RELEASES, by=member.user)
    assert block.application is None
    assert block.sentence == ("U hebt een belang bij deze ronde; een collega doet dit.")


def test_who_works_for_one_of_two_that_merged_has_an_interest_in_both():
    round_, gone, stays = make_open_round(), make_member(), make_member()
    people = [make_committee_member(each).user for each in (gone, stays)]
    shared = make_centre()
    shared.partners.create(hospital=gone)
    before = [make_submitted(round_, hospital=gone), make_submitted(round_, shared)]
    merge_hospitals(gone, into=stays, version=gone.version, by=None, why="Fusie")
    applications = [*before, make_submitted(round_, hospital=stays)]
    assert [has_conflict(user, each) for user in people for each in applications] == [True] * 6
    assert [visible_applications(user).count() for user in people] == [0, 0]
