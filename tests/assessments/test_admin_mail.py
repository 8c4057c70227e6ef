"""The outbox, the letters and the reminders of today, as staff see them."""

import datetime

import pytest
from django.urls import reverse

from assessments import committee, decisions, releases
from assessments.correspondence import visible_messages
from assessments.models import Contact, DecisionOutcome, Letter, OutboxMessage
from assessments.reminder_mails import remind
from assessments.scheduled_releases import release_due
from centres.models import Partner
from tests.assessments.builders import (
    CLOSES,
    OPENS,
    RELEASES,
    WHY,
    approve_letter,
    decide,
    make_committee_member,
    make_contact,
    make_draft,
    make_open_round,
    make_round_to_release,
    moment,
)
from tests.assessments.pages_of_staff import list_of, page_of, use
from tests.builders import make_centre, make_member, make_recognition, make_user
from tests.conftest import client_of, set_clock

pytestmark = pytest.mark.django_db
REMINDERS = "/beheer/assessments/outboxmessage/reminders/"
LONG_AGO = moment(datetime.date(2020, 1, 1))


def make_mails(number: int = 1, **over) -> list[OutboxMessage]:
    """Write a reminder about a draft of a hospital of its own, as often as asked."""
    round_ = make_open_round()
    drafts = [make_draft(round_, **over) for _each in range(number)]
    for draft in drafts:
        email = f"kim-{draft.pk}@ziekenhuis.example"
        type(draft).objects.filter(pk=draft.pk).update(contact_email=email)
    remind(on=CLOSES)
    return list(OutboxMessage.objects.filter(kind="reminder").order_by("pk"))


def listed(client, **query) -> list[OutboxMessage]:
    response = client.get(list_of(OutboxMessage), query)
    assert response.status_code == 200
    return sorted(response.context["cl"].result_list, key=lambda message: message.pk)


# The list and its verbs ---------------------------------------------------------------------------


def test_the_list_is_filtered_by_what_became_of_a_mail(editor_client):
    waiting, begun, sent, dead = make_mails(4)
    for message, fields in [
        (begun, {"sending_since": LONG_AGO}),
        (sent, {"sending_since": LONG_AGO, "sent_at": LONG_AGO}),
        (dead, {"gave_up_at": LONG_AGO, "last_error": "550"}),
    ]:
        OutboxMessage.objects.filter(pk=message.pk).update(**fields)
    states = ("waiting", "begun", "sent", "given-up")
    assert [listed(editor_client, state=state) for state in states] == [
        [waiting],
        [begun],
        [sent],
        [dead],
    ]
    assert listed(editor_client, attention="mail-begun") == [begun]
    assert listed(editor_client, attention="mail-given-up") == [dead]
    blocks = editor_client.get("/beheer/").context["attention"]
    counts = {block["key"]: block["count"] for block in blocks}
    assert (counts["mail-begun"], counts["mail-given-up"]) == (1, 1)


@pytest.mark.parametrize(
    ("verb", "state"), [("try_again", "waiting"), ("gone_out", "sent"), ("give_up", "given-up")]
)
def test_staff_decide_on_a_dead_letter_with_a_reason(editor_client, verb, state):
    (dead,) = make_mails()
    OutboxMessage.objects.update(gave_up_at=LONG_AGO, last_error="550", attempts=8)
    use(editor_client, dead, verb, why="De ontvanger belde")
    assert listed(editor_client, state=state) == [dead]
    assert listed(editor_client, attention="mail-given-up") == []
    last = dead.history.first()
    assert (last.history_user, last.history_change_reason) == (
        editor_client.user,
        "De ontvanger belde",
    )


def test_nothing_can_be_written_by_hand_not_even_by_a_superuser(superuser_client):
    (message,) = make_mails()
    page = superuser_client.get(page_of(message))
    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert "het is de hash van deze tekst" in page.content.decode()
    add = reverse("admin:assessments_outboxmessage_add")
    assert superuser_client.get(add).status_code == 403
    superuser_client.post(page_of(message), {"subject": "Anders"})
    message.refresh_from_db()
    assert message.subject == "Uw aanvraag is nog niet ingediend"


def test_a_reader_reads_and_decides_nothing(reader_client):
    (message,) = make_mails()
    assert listed(reader_client) == [message]
    assert reader_client.get(page_of(message, "give_up")).status_code == 403


def test_a_text_that_was_changed_is_told(reader_client):
    (message,) = make_mails()
    OutboxMessage.objects.update(body="Iets anders")
    page = reader_client.get(page_of(message)).content.decode()
    assert "het is NIET de hash van deze tekst" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_of_the_list_do_not_grow(number, editor_client, django_assert_num_queries):
    make_mails(number)
    editor_client.get(list_of(OutboxMessage))
    with django_assert_num_queries(15):
        assert len(listed(editor_client)) == number


# Conflicts of interest ----------------------------------------------------------------------------


@pytest.fixture(params=["superuser", "editor"])
def conflicted(request):
    """Somebody who works for the hospital of one application, and not for that of the other."""
    client = client_of(request.param)
    client.hidden, client.shown = make_mails(2)
    make_committee_member(client.hidden.application.hospital, user=client.user)
    return client


def test_a_conflict_hides_the_mail_everywhere(conflicted):
    hidden = conflicted.hidden
    OutboxMessage.objects.update(gave_up_at=LONG_AGO, last_error="550")
    for query in ({}, {"q": "ziekenhuis.example"}, {"state": "given-up"}, {"_facets": "True"}):
        response = conflicted.get(list_of(OutboxMessage), query)
        assert list(response.context["cl"].result_list) == [conflicted.shown], query
        assert hidden.to_email not in response.content.decode()
    for page in ("change", "history", "try_again", "gone_out", "give_up"):
        assert (page, conflicted.get(page_of(hidden, page)).status_code) == (page, 404)
    start = conflicted.get("/beheer/")
    counts = {block["key"]: block["count"] for block in start.context["attention"]}
    assert counts["mail-given-up"] == 1
    assert hidden.to_email not in start.content.decode()


def test_a_mail_about_several_is_hidden_with_any_of_them():
    hospital, round_ = make_member(), make_open_round()
    one, _other = (make_draft(round_, hospital=hospital) for _each in range(2))
    remind(on=CLOSES)
    member, colleague = make_committee_member(), make_user("editor")
    committee.declare(member, one, has_conflict=True, reason="Familie", on=OPENS, by=member.user)
    message = OutboxMessage.objects.get()
    assert message.application is None
    assert list(visible_messages(member.user)) == []
    assert list(visible_messages(colleague)) == [message]


def make_term_mail():
    """Write the mail to one hospital that the term of its centre ends; return the centre."""
    hospital = make_member()
    make_contact(hospital)
    centre = make_centre(hospital)
    make_recognition(centre, datetime.date(2022, 6, 1), datetime.date(2026, 9, 30))
    remind(on=OPENS)
    assert OutboxMessage.objects.count() == 1
    return centre


def works_for(hospital):
    return make_committee_member(hospital, user=make_user("editor")).user


def is_contact_of(hospital):
    user = make_user("editor")
    Contact.objects.create(hospital=hospital, name="Kim", email=user.email, user=user)
    return user


@pytest.mark.parametrize("interested_in", [works_for, is_contact_of])
@pytest.mark.parametrize("in_partner", [False, True])
def test_that_nobody_applied_is_hidden_from_who_has_an_interest(interested_in, in_partner):
    """Whether there is an application or not: that the mail is missing would tell of one."""
    centre = make_term_mail()
    partner = make_member()
    Partner.objects.create(centre=centre, hospital=partner)
    user = interested_in(partner if in_partner else centre.hospital)
    assert not visible_messages(user).exists()
    assert visible_messages(works_for(make_member())).count() == 1


def test_who_declared_a_conflict_sees_none_of_these_mails_of_that_hospital():
    centre = make_term_mail()
    other = make_draft(make_open_round(), make_centre(centre.hospital))
    member = make_committee_member(user=make_user("editor"))
    assert visible_messages(member.user).count() == 1
    committee.declare(member, other, has_conflict=True, reason="Familie", on=OPENS, by=member.user)
    assert not visible_messages(member.user).exists()


def test_a_notice_about_a_round_is_hidden_from_who_has_a_conflict():
    world = make_round_to_release(DecisionOutcome.RECOGNISED)
    world.applications[0].decisions.get().letter.delete()
    round_ = world.round
    moments = {"release_at": moment(RELEASES), "at": moment(OPENS)}
    releases.schedule(round_, version=round_.version, by=world.releaser, why=WHY, **moments)
    release_due(at=moment(RELEASES))
    conflicted = works_for(world.applications[0].hospital)
    notices = [visible_messages(user).count() for user in (conflicted, make_user("editor"))]
    assert notices == [0, 1]


# The reminders of today ---------------------------------------------------------------------------


def test_the_page_shows_what_would_go_today_and_sends_nothing(monkeypatch, reader_client):
    set_clock(monkeypatch, CLOSES)
    make_draft(make_open_round(), proposed_name="Slaapcentrum")
    page = reader_client.get(REMINDERS)
    text = page.content.decode()
    assert "Vandaag, 27 februari 2026, zou er nog 1 mail gaan, voor zover u die mag zien." in text
    assert "nog 0 dagen; de stap van 3 dagen." in text
    assert [due.application.proposed_name for due, _why in page.context["rows"]] == ["Slaapcentrum"]
    assert not OutboxMessage.objects.exists()
    remind(on=CLOSES)
    assert reader_client.get(REMINDERS).context["rows"] == []
    link = f'href="{REMINDERS}"'
    assert link in reader_client.get(list_of(OutboxMessage)).content.decode()


def test_the_page_tells_nothing_of_what_a_person_may_not_see(monkeypatch):
    """Not by its count either: it reads the same with and without the hidden application."""
    set_clock(monkeypatch, CLOSES)
    client = client_of("superuser")
    hospital, round_ = make_member(), make_open_round()
    make_committee_member(hospital, user=client.user)
    make_draft(round_)
    make_contact(hospital)
    make_recognition(make_centre(hospital), datetime.date(2022, 6, 1), datetime.date(2026, 9, 30))
    before = client.get(REMINDERS)
    hidden = make_draft(round_, hospital=hospital)
    after = client.get(REMINDERS)
    assert before.context["count"] == after.context["count"] == 1
    assert hidden.reference not in after.content.decode()
    assert len(before.context["rows"]) == len(after.context["rows"]) == 1


def test_the_page_needs_the_right_to_read_mail(client):
    assert client.get(REMINDERS).status_code == 302
    stranger = client_of("")
    assert stranger.get(REMINDERS).status_code == 302


# Letters ------------------------------------------------------------------------------------------


def test_letters_are_archived_as_they_were_sent(reader_client):
    world = make_round_to_release(DecisionOutcome.RECOGNISED, DecisionOutcome.DEFERRED)
    round_ = world.round
    releases.release(
        round_, version=round_.version, at=moment(RELEASES), by=world.releaser, why=WHY
    )
    letter = Letter.objects.get(decision__outcome="recognised")
    response = reader_client.get(page_of(letter))
    text = response.content.decode()
    assert (response.status_code, response.context["has_change_permission"]) == (200, False)
    assert "het is de hash van deze tekst" in text
    assert letter.sha256 in text
    make_committee_member(letter.decision.application.hospital, user=reader_client.user)
    assert reader_client.get(page_of(letter)).status_code == 404
    others = reader_client.get(list_of(Letter)).context["cl"].result_list
    assert [each.decision.outcome for each in others] == ["deferred"]


def test_a_letter_names_the_one_that_replaces_it(reader_client):
    world = make_round_to_release(DecisionOutcome.RECOGNISED)
    application = world.applications[0]
    letter = Letter.objects.get()
    decisions.reconsider(application, version=application.version, by=world.recorder, why=WHY)
    later = approve_letter(decide(application, "deferred", by=world.recorder, why=WHY))
    text = reader_client.get(page_of(letter)).content.decode()
    assert f'<a href="{page_of(later)}">' in text
