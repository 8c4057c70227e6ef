"""Staff keep applications in the admin: who sees them, what they enter, and the steps of each."""

import datetime

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from django.utils.translation import override

from assessments import committee
from assessments.applications import return_for_completion
from assessments.models import (
    Answer,
    Application,
    Assignment,
    Decision,
    Document,
    OutboxMessage,
    Requirement,
)
from assessments.rounds import ask_exception, grant_exception
from assessments.states import ApplicationState
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    OPENS,
    WHY,
    complete,
    decide,
    make_accepted,
    make_assessor,
    make_committee_member,
    make_decided,
    make_draft,
    make_findings,
    make_open_round,
    make_submitted,
)
from tests.assessments.pages_of_staff import errors_of, list_of, page_of, shown_in, use
from tests.builders import make_centre, make_member, make_recognition, make_user
from tests.conftest import client_of, set_clock

pytestmark = pytest.mark.django_db

ENTERED = {"contact_name": "Kim", "contact_email": "kim@ziekenhuis.example"}
APPLICATION_PAGES = [
    "change", "history", "answer", "document", "approval", "late", "submit", "return", "accept",
    "assign", "consensus", "decide", "reconsider", "withdraw",
]  # fmt: skip
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def opening_day(monkeypatch):
    """It is the day on which the rounds of these tests open."""
    set_clock(monkeypatch, OPENS)


def references(response) -> list[str]:
    return [row.reference for row in response.context["cl"].result_list]


# Who sees what ----------------------------------------------------------------------------------


@pytest.fixture(params=["superuser", "editor"])
def conflicted(request):
    """Somebody who works for the hospital of one application, and not for that of the other."""
    hidden_at, client = make_member(name="Eigen ziekenhuis"), client_of(request.param)
    make_committee_member(hidden_at, user=client.user)
    round_ = make_open_round()
    hidden = make_accepted(round_, hospital=hidden_at, proposed_name="Geheim centrum")
    shown = make_accepted(round_, proposed_name="Zichtbaar centrum")
    make_assessor(hidden)
    client.hidden, client.shown = hidden, shown
    return client


def test_conflict_hides_an_application_from_the_list_and_its_counts(conflicted):
    for query in ({}, {"q": "centrum"}, {"state__exact": "in_assessment"}, {"_facets": "True"}):
        response = conflicted.get(list_of(Application), query)
        assert references(response) == [conflicted.shown.reference], query
        assert response.context["cl"].result_count == 1
        assert conflicted.hidden.reference not in response.content.decode()
    page = conflicted.get(list_of(Application), {"_facets": "True"}).content.decode()
    assert page.count("(1)") >= 1
    assert "(2)" not in page


def test_conflict_hides_every_page_of_an_application_as_if_it_were_not_there(conflicted):
    decision = decide(conflicted.hidden, "with_requirements")
    pages = {
        conflicted.hidden: APPLICATION_PAGES,
        conflicted.hidden.assignments.get(): ["history", "confirm", "unassign", "set_aside"],
        decision: ["history", "letter", "correct", "release_correction", "object"],
        decision.requirements.get(): ["history", "judge"],
    }
    for address in [page_of(record, page) for record in pages for page in pages[record]]:
        assert (address, conflicted.get(address).status_code) == (address, 404)
        assert (address, conflicted.post(address).status_code) == (address, 404)
    for part in list(pages)[1:]:
        assert (part, conflicted.get(page_of(part)).status_code) == (part, 404)
    for model in (Assignment, Decision, Requirement):
        assert conflicted.get(list_of(model)).context["cl"].result_count == 0


def test_conflict_leaves_nothing_to_choose_by_typing(conflicted):
    source = {"app_label": "assessments", "model_name": "answer", "field_name": "application"}
    answer = conflicted.get(reverse("admin:autocomplete"), source | {"term": "centrum"}).json()
    assert [found["id"] for found in answer["results"]] == [str(conflicted.shown.pk)]


def test_conflict_refuses_an_action_on_a_hidden_application(conflicted):
    hidden = make_submitted(conflicted.hidden.round, hospital=conflicted.hidden.hospital)
    shown = make_submitted(conflicted.hidden.round)
    chosen = [hidden.pk, shown.pk]
    posted = {"action": "accept_chosen", ACTION_CHECKBOX_NAME: chosen, "confirmed": "1"}
    posted |= {"seen": [f"{each.pk}:{each.version}" for each in (hidden, shown)], "why": WHY}
    page = conflicted.post(list_of(Application), posted).content.decode()
    states = Application.objects.filter(pk__in=chosen).values_list("state", flat=True)
    assert set(states) == {"submitted"}
    assert hidden.reference not in page


def test_start_page_counts_only_what_a_person_may_see(monkeypatch, conflicted):
    for application in (conflicted.hidden, conflicted.shown):
        returned = make_submitted(application.round, hospital=application.hospital)
        criteria = [application.round.edition.criteria.first()]
        return_for_completion(
            returned, version=returned.version, criteria=criteria, question="?", due_on=OPENS,
            on=OPENS, by=make_user(),
        )  # fmt: skip
    set_clock(monkeypatch, OPENS + ONE_DAY)
    blocks = {
        block["key"]: block["count"]
        for block in conflicted.get(reverse("admin:index")).context["attention"]
    }
    assert blocks["not-completed"] == 1


def test_a_reader_reads_all_and_does_nothing(reader_client):
    application = make_decided(make_open_round(), outcome="with_requirements")
    page = reader_client.get(page_of(application))
    assert (page.status_code, page.context["verbs"]) == (200, [])
    assert [row["buttons"] for row in page.context["decisions"]] == [[]]
    assert "Geachte Kim de Vries" in page.content.decode()  # the letter
    assert reader_client.get(list_of(Application)).status_code == 200
    closed = [page_of(application, "reconsider"), page_of(application.decisions.get(), "letter")]
    closed.append(reverse("admin:assessments_application_add"))
    assert [reader_client.get(address).status_code for address in closed] == [403, 403, 403]
    posted = {"action": "accept_chosen", ACTION_CHECKBOX_NAME: [application.pk]}
    reader_client.post(list_of(Application), posted | {"confirmed": "1", "why": WHY})
    application.refresh_from_db()
    assert application.state == "decided"


# Entering and editing ---------------------------------------------------------------------------


def test_entering_derives_the_kind_and_keeps_the_proposed_centre(editor_client):
    round_, hospital, partner = make_open_round(), make_member(), make_member()
    posted = ENTERED | {"round": round_.pk, "hospital": hospital.pk, "proposed_name": "Nieuw"}
    posted |= {"proposed_kind": "condition", "proposed_partners": [partner.pk], "kind": "x"}
    response = editor_client.post(reverse("admin:assessments_application_add"), posted)
    assert response.status_code == 302
    application = Application.objects.get()
    assert (application.title, application.kind, application.state) == ("Nieuw", "new", "draft")
    assert list(application.proposed_partners.all()) == [partner]
    assert application.history.first().history_user == editor_client.user

    centre = make_centre()
    make_recognition(centre)
    posted = ENTERED | {"round": round_.pk, "hospital": centre.hospital.pk, "centre": centre.pk}
    editor_client.post(reverse("admin:assessments_application_add"), posted)
    assert Application.objects.get(centre=centre).kind == "reassessment"


def test_entering_what_may_not_be_is_refused_with_a_sentence(editor_client):
    round_, centre, other = make_open_round(), make_centre(), make_member()
    add = reverse("admin:assessments_application_add")
    wrong_hospital = ENTERED | {"round": round_.pk, "hospital": other.pk, "centre": centre.pk}
    response = editor_client.post(add, wrong_hospital)
    assert response.context["adminform"].form.errors["centre"] == [
        "Dit is geen centrum van dit ziekenhuis."
    ]
    make_committee_member(centre.hospital, user=editor_client.user)
    own = ENTERED | {"round": round_.pk, "hospital": centre.hospital.pk, "centre": centre.pk}
    response = editor_client.post(add, own)
    assert len(response.context["adminform"].form.non_field_errors()) == 1
    assert Application.objects.count() == 0


def test_a_draft_is_edited_with_a_reason_and_at_the_version_that_was_seen(editor_client):
    draft = make_draft(make_open_round(), make_centre())
    posted = {"contact_name": "Bo", "contact_email": "bo@z.example", "seen_version": draft.version}
    response = editor_client.post(page_of(draft), posted)
    assert list(response.context["adminform"].form.errors) == ["why"]
    assert editor_client.post(page_of(draft), posted | {"why": WHY}).status_code == 302
    again = editor_client.post(page_of(draft), posted | {"why": WHY, "contact_name": "Ali"})
    assert again.status_code == 200
    draft.refresh_from_db()
    assert (draft.contact_name, draft.history.first().history_change_reason) == ("Bo", WHY)


def test_an_edit_that_makes_a_conflict_for_who_edits_is_refused(editor_client):
    own = make_member()
    draft = make_draft(make_open_round())
    make_committee_member(own, user=editor_client.user)
    posted = ENTERED | {"proposed_name": "Nieuw", "proposed_kind": "condition", "why": WHY}
    posted |= {"seen_version": draft.version, "proposed_partners": [own.pk]}
    response = editor_client.post(page_of(draft), posted)
    assert len(response.context["adminform"].form.non_field_errors()) == 1
    draft.refresh_from_db()
    assert (draft.proposed_partners.count(), draft.contact_name) == (0, "Kim de Vries")


def test_a_submitted_application_is_read_only(editor_client):
    submitted = make_submitted(make_open_round())
    posted = {"contact_name": "Bo", "contact_email": "bo@z.example", "why": WHY}
    response = editor_client.post(page_of(submitted), posted | {"seen_version": submitted.version})
    assert response.status_code == 403


def test_an_edit_of_what_was_submitted_meanwhile_is_told_who_did_that(editor_client):
    draft = make_draft(make_open_round())
    complete(draft)
    posted = {"contact_name": "Bo", "contact_email": "bo@z.example", "why": WHY}
    posted |= {"seen_version": draft.version}
    colleague = client_of("editor")
    use(colleague, draft, "submit", why=WHY)
    response = editor_client.post(page_of(draft), posted, follow=True)
    [told] = [str(message) for message in response.context["messages"]]
    assert colleague.user.get_username() in told
    draft.refresh_from_db()
    assert (draft.state, draft.contact_name) == ("submitted", "Kim de Vries")


# The steps --------------------------------------------------------------------------------------


def verbs_on(client, application) -> list[str]:
    shown = client.get(page_of(application)).context["verbs"]
    return [address.rstrip("/").rpartition("/")[2] for _label, address in shown]


def test_buttons_follow_the_state(editor_client):
    round_ = make_open_round()
    draft, submitted, accepted = make_draft(round_), make_submitted(round_), make_accepted(round_)
    ready = make_accepted(round_)
    make_findings(make_assessor(ready))
    decided = make_decided(round_)
    assert verbs_on(editor_client, draft) == [
        "answer", "document", "approval", "late", "submit", "withdraw"]  # fmt: skip
    assert verbs_on(editor_client, submitted) == ["return", "accept", "assign", "withdraw"]
    assert verbs_on(editor_client, accepted) == ["assign", "decide", "withdraw"]
    assert verbs_on(editor_client, ready) == ["assign", "consensus", "decide", "withdraw"]
    assert verbs_on(editor_client, decided) == ["reconsider", "withdraw"]
    assert editor_client.get(page_of(draft, "accept")).status_code == 404


def test_a_dossier_goes_from_draft_into_assessment(editor_client):
    draft = make_draft(make_open_round())
    first, second = draft.round.edition.criteria.all()
    use(editor_client, draft, "answer", why=WHY, **{f"criterion_{first.pk}": "Wij doen dit."})
    refused = use(editor_client, draft, "submit", why=WHY)
    assert len(errors_of(refused)) == 3
    use(editor_client, draft, "answer", why=WHY, **{f"criterion_{second.pk}": "Dit ook."})
    for body in ("board", "medical_staff"):
        answers = {"body": body, "name": "Robin", "approved_on": OPENS.isoformat()}
        use(editor_client, draft, "approval", why=WHY, **answers)
    assert use(editor_client, draft, "submit", why=WHY).status_code == 302
    asked = {"criteria": [second.pk], "question": "Hoeveel?", "due_on": CLOSES.isoformat()}
    assert use(editor_client, draft, "return", **asked).status_code == 302

    page = editor_client.get(page_of(draft, "answer"))
    form = page.context["form"]
    assert (form.open, form.closed) == ([second], [(first, "Wij doen dit.")])
    use(editor_client, draft, "answer", why=WHY, **{f"criterion_{second.pk}": "Dertig."})
    use(editor_client, draft, "submit", why=WHY)
    assert use(editor_client, draft, "accept", why=WHY).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.accepted_on) == (ApplicationState.IN_ASSESSMENT, OPENS)
    texts = Answer.objects.filter(application=draft).values_list("text", flat=True)
    assert set(texts) == {"Wij doen dit.", "Dertig."}


def test_answers_that_nobody_touched_are_not_written_again(editor_client):
    draft = make_draft(make_open_round())
    complete(draft, text="Eerste regel.\nTweede regel.")
    first, second = draft.round.edition.criteria.all()
    posted = {f"criterion_{first.pk}": "Eerste regel.\r\nTweede regel."}
    posted |= {f"criterion_{second.pk}": "Anders.\r\nNog iets."}
    assert use(editor_client, draft, "answer", why=WHY, **posted).status_code == 302
    answers = draft.answers.order_by("criterion__number").values_list("version", "text")
    assert list(answers) == [
        (1, "Eerste regel.\nTweede regel."), (2, "Anders.\nNog iets.")]  # fmt: skip


def test_a_criterion_that_is_closed_cannot_be_smuggled_in(editor_client):
    returned = make_submitted(make_open_round())
    first, second = returned.round.edition.criteria.all()
    asked = {"criteria": [second.pk], "question": "Hoeveel?", "due_on": CLOSES.isoformat()}
    use(editor_client, returned, "return", **asked)
    use(editor_client, returned, "answer", why=WHY, **{f"criterion_{first.pk}": "Anders"})
    assert set(returned.answers.values_list("text", flat=True)) == {"Wij voldoen hieraan."}


def test_a_stale_form_and_a_double_click_do_nothing_twice(editor_client):
    draft = make_draft(make_open_round())
    complete(draft)
    shown = shown_in(editor_client.get(page_of(draft, "submit"))) | {"why": WHY}
    stale = shown_in(editor_client.get(page_of(draft, "withdraw"))) | {"why": WHY}
    assert editor_client.post(page_of(draft, "submit"), shown).status_code == 302
    response = editor_client.post(page_of(draft, "submit"), shown)
    assert editor_client.user.get_username() in errors_of(response)[0]
    response = editor_client.post(page_of(draft, "withdraw"), stale)
    assert editor_client.user.get_username() in errors_of(response)[0]
    draft.refresh_from_db()
    assert (draft.state, draft.history.filter(state="submitted").count()) == ("submitted", 1)


def test_a_late_exception_is_one_for_this_application(editor_client, monkeypatch):
    round_ = make_open_round()
    draft, other = make_draft(round_), make_draft(round_)
    last_day = CLOSES + ONE_DAY
    asked = {"round": round_, "centre": None, "last_day": last_day, "reason": WHY}
    for hospital in (draft.hospital, other.hospital):
        exception = ask_exception(hospital=hospital, by=make_user(), **asked)
        grant_exception(exception, version=1, by=make_user(), why=WHY)
    choices = editor_client.get(page_of(draft, "late")).context["form"].fields["exception"].queryset
    assert [choice.hospital for choice in choices] == [draft.hospital]
    response = use(editor_client, draft, "late", exception=exception.pk, why=WHY)
    assert (response.status_code, len(errors_of(response))) == (200, 1)
    use(editor_client, draft, "late", exception=choices[0].pk, why=WHY)
    draft.refresh_from_db()
    complete(draft)
    set_clock(monkeypatch, last_day)
    assert use(editor_client, draft, "submit", why=WHY).status_code == 302
    complete(other)
    response = use(editor_client, other, "submit", why=WHY)
    assert len(errors_of(response)) == 1


def test_assessors_are_chosen_among_members_without_a_conflict(editor_client):
    application = make_accepted(make_open_round())
    make_committee_member(application.hospital)
    free = make_committee_member(make_member())
    form = editor_client.get(page_of(application, "assign")).context["form"]
    assert list(form.fields["member"].queryset) == [free]
    assert use(editor_client, application, "assign", member=free.pk, why=WHY).status_code == 302
    assignment = application.assignments.get()
    assert (assignment.member, assignment.confirmed_by) == (free, editor_client.user)
    assert OutboxMessage.objects.get().to_email == free.user.email
    form = editor_client.get(page_of(application, "assign")).context["form"]
    assert list(form.fields["member"].queryset) == []
    response = use(editor_client, assignment, "unassign", why=WHY)
    assert response.url == page_of(application)
    assert application.assignments.count() == 0


def test_set_aside_is_for_submitted_findings(editor_client):
    application = make_accepted(make_open_round())
    draft, submitted = make_assessor(application), make_assessor(application)
    make_findings(submitted)
    assert editor_client.get(page_of(draft, "set_aside")).status_code == 404
    assert editor_client.get(page_of(submitted, "unassign")).status_code == 404
    assert use(editor_client, submitted, "set_aside", why=WHY).status_code == 302
    submitted.refresh_from_db()
    assert submitted.set_aside_on == OPENS


def test_consensus_is_recorded_whole_or_not_at_all(editor_client):
    application = make_accepted(make_open_round())
    make_findings(make_assessor(application), "not", "Te weinig patiënten.")
    first, second = application.round.edition.criteria.all()
    page = editor_client.get(page_of(application, "consensus"))
    assert page.content.decode().count("Te weinig patiënten.") == 2
    shown = shown_in(page)
    verdicts = {f"verdict_{first.pk}": "meets", f"verdict_{second.pk}": "not"}
    response = editor_client.post(page_of(application, "consensus"), shown | verdicts)
    assert response.status_code == 200
    assert application.consensus.count() == 0
    reason = {f"reason_{second.pk}": "Te weinig."}
    response = editor_client.post(page_of(application, "consensus"), shown | verdicts | reason)
    assert response.status_code == 302
    agreed = application.consensus.values_list("criterion", "verdict", "reason")
    assert set(agreed) == {(first.pk, "meets", ""), (second.pk, "not", "Te weinig.")}
    other = {f"verdict_{first.pk}": "partly", f"reason_{first.pk}": "Toch niet."}
    response = editor_client.post(page_of(application, "consensus"), shown | verdicts | other)
    assert response.status_code == 200  # somebody recorded another one meanwhile
    assert application.consensus.get(criterion=first).verdict == "meets"


# Several at once --------------------------------------------------------------------------------


def act_on(client, action: str, *applications, **answers):
    """Choose ``applications`` in the list, and confirm on the page that follows."""
    chosen = {"action": action, ACTION_CHECKBOX_NAME: [each.pk for each in applications]}
    page = client.post(list_of(Application), chosen)
    seen = [mark for row in page.context["rows"] for mark in row.marks]
    posted = chosen | {"confirmed": "1", "seen": seen} | answers
    return client.post(list_of(Application), posted)


def states_of(*applications) -> list[str]:
    for application in applications:
        application.refresh_from_db()
    return [application.state for application in applications]


def test_accepting_several_asks_a_reason_and_takes_all_or_none(editor_client):
    round_ = make_open_round()
    one, two, draft = make_submitted(round_), make_submitted(round_), make_draft(round_)
    response = act_on(editor_client, "accept_chosen", one, two)
    assert list(response.context["form"].errors) == ["why"]
    response = act_on(editor_client, "accept_chosen", one, two, draft, why=WHY)
    [error] = errors_of(response)
    assert error.startswith(f"{draft.reference}: ")
    assert states_of(one, two, draft) == ["submitted", "submitted", "draft"]
    assert act_on(editor_client, "accept_chosen", one, two, why=WHY).status_code == 302
    assert states_of(one, two) == ["in_assessment", "in_assessment"]


def test_confirming_assessors_of_several_tells_whom_and_refuses_where_there_is_none(editor_client):
    round_ = make_open_round()
    for _number in range(3):
        make_committee_member()
    one, two = make_accepted(round_), make_accepted(round_)
    committee.propose_assignments(round_, on=OPENS, by=None, why=WHY)
    bare = make_accepted(round_)
    response = act_on(editor_client, "confirm_assessors", one, bare, why=WHY)
    assert errors_of(response) == [f"{bare.reference}: Er is geen voorgestelde beoordelaar."]
    assert Assignment.objects.filter(confirmed_on__isnull=False).count() == 0
    act_on(editor_client, "confirm_assessors", one, two, why=WHY)
    assert Assignment.objects.filter(confirmed_by=editor_client.user).count() == 4
    assert OutboxMessage.objects.count() == 4


def test_an_action_on_what_changed_meanwhile_is_refused(editor_client):
    application = make_submitted(make_open_round())
    chosen = {"action": "accept_chosen", ACTION_CHECKBOX_NAME: [application.pk], "why": WHY}
    stale = chosen | {"confirmed": "1", "seen": [f"{application.pk}:{application.version - 1}"]}
    assert len(errors_of(editor_client.post(list_of(Application), stale))) == 1
    assert states_of(application) == ["submitted"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens_in_both_languages(editor_client, language):
    application = make_accepted(make_open_round())
    make_findings(make_assessor(application))
    decide(application, "with_requirements")
    draft = make_draft(application.round)
    with override(language):
        pages = [page_of(application), page_of(application, "history"), page_of(draft)]
        pages += [page_of(application.decisions.get(), "letter"), list_of(Application)]
        pages += [page_of(draft, page) for page in ("answer", "document", "approval", "late")]
        pages += [list_of(model) for model in (Assignment, Decision, Document, Requirement)]
        pages += [page_of(application.assignments.get()), page_of(application.decisions.get())]
    assert {page: editor_client.get(page).status_code for page in pages} == dict.fromkeys(
        pages, 200
    )


# How many queries -------------------------------------------------------------------------------


LIST_QUERIES = 11
PAGE_QUERIES = 25


def test_list_asks_the_same_number_of_queries_for_one_and_three_rows(
    editor_client, django_assert_num_queries
):
    round_ = make_open_round()
    make_accepted(round_)
    editor_client.get(list_of(Application))
    for _number in range(2):
        with django_assert_num_queries(LIST_QUERIES):
            editor_client.get(list_of(Application))
        make_accepted(round_, make_centre())
        make_draft(round_)


def test_page_asks_the_same_number_of_queries_for_one_and_three_parts(
    editor_client, django_assert_num_queries
):
    application = make_accepted(make_open_round())
    decide(application, "with_requirements")
    application.refresh_from_db()
    editor_client.get(page_of(application))
    member = make_committee_member()
    add_parts(application, member)
    with django_assert_num_queries(PAGE_QUERIES):
        editor_client.get(page_of(application))
    for _number in range(2):
        add_parts(application, make_committee_member())
    with django_assert_num_queries(PAGE_QUERIES):
        editor_client.get(page_of(application))


def add_parts(application, member) -> None:
    by = make_user()
    Assignment.objects.create(
        application=application, member=member, confirmed_on=OPENS, confirmed_by=by
    )
    Document.objects.create(
        application=application, criterion=None, title="Bijlage", file="aa/bb", size=1,
        file_name="a.pdf", content_type="application/pdf", sha256="0" * 64, added_on=OPENS,
    )  # fmt: skip
    application.completion_requests.create(
        question="?", due_on=OPENS, asked_on=OPENS, asked_by=by, answered_on=OPENS
    ).criteria.set(application.round.edition.criteria.all())
    application.decisions.get().requirements.create(text="Meer", evidence="Zo", due_on=MEETS)
