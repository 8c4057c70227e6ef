"""Applications: entered, submitted in time, returned for completion, accepted, withdrawn."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from assessments import applications, dossiers, rounds
from assessments.models import Answer, Application, ApplicationKind, Approval, LateException
from assessments.states import ApplicationState
from hospitals.records import ChangedMeanwhile
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    OPENS,
    WHY,
    close,
    complete,
    decide,
    make_accepted,
    make_draft,
    make_open_round,
    make_planned_round,
    make_submitted,
)
from tests.builders import (
    make_centre,
    make_condition,
    make_edition,
    make_hospital,
    make_recognition,
    make_user,
)

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
LAST = MEETS - ONE_DAY


def step(record) -> dict:
    return {"version": record.version, "by": None, "why": WHY}


def ready(round_, **over) -> Application:
    """Return a draft that lacks nothing."""
    application = make_draft(round_, **over)
    complete(application)
    return application


def submit(application, on: datetime.date) -> str:
    """Submit, and return "" or the code of the refusal."""
    try:
        applications.submit(application, on=on, **step(application))
    except ValidationError as refusal:
        return refusal.code
    return ""


# Entering ---------------------------------------------------------------------------------------


def test_enter_keeps_what_is_proposed():
    condition, partner = make_condition(), make_hospital()
    made = make_draft(make_open_round(), conditions=[condition], partners=[partner])
    assert list(made.proposed_conditions.all()) == [condition]
    assert list(made.proposed_partners.all()) == [partner]
    assert (made.status, made.kind) == (ApplicationState.DRAFT, ApplicationKind.NEW)


def test_a_centre_applies_once_per_round():
    round_, centre = make_open_round(), make_centre()
    first = make_draft(round_, centre)
    with pytest.raises(ValidationError):
        make_draft(round_, centre)
    applications.withdraw(first, on=OPENS, **step(first))
    make_draft(round_, centre)
    make_draft(make_open_round(edition=round_.edition), centre)
    assert Application.objects.count() == 3


def test_a_centre_of_another_hospital_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_draft(make_open_round(), make_centre(), hospital=make_hospital())
    assert refusal.value.error_dict["centre"][0].code == "other_hospital"


def test_nothing_is_entered_in_a_round_that_is_over():
    round_ = make_open_round()
    rounds.cancel(round_, **step(round_))
    with pytest.raises(ValidationError) as refusal:
        make_draft(round_)
    assert refusal.value.code == "round_is_over"


@pytest.mark.parametrize(
    ("period", "kind"),
    [
        (None, ApplicationKind.NEW),
        ((datetime.date(2022, 4, 1), datetime.date(2026, 3, 31)), ApplicationKind.REASSESSMENT),
        ((datetime.date(2018, 4, 1), datetime.date(2022, 3, 31)), ApplicationKind.REASSESSMENT),
    ],
)
def test_the_kind_follows_from_the_record(period, kind):
    centre = make_centre()
    if period:
        make_recognition(centre, *period)
    assert make_draft(make_open_round(), centre).kind == kind


def test_the_kind_is_derived_anew_at_every_step():
    """A recognition that is entered meanwhile, of another centre here each time."""
    round_ = make_open_round()
    draft, submitted, accepted = (
        make(round_, make_centre()) for make in (make_draft, make_submitted, make_accepted)
    )
    for application in (draft, submitted, accepted):
        make_recognition(application.centre)
    complete(draft)
    submit(draft, OPENS)
    applications.accept(submitted, on=OPENS, **step(submitted))
    decide(accepted)
    kinds = set(Application.objects.values_list("kind", flat=True))
    assert kinds == {ApplicationKind.REASSESSMENT}


# Submitting -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (OPENS - ONE_DAY, "not_open_yet"),
        (OPENS, ""),
        (CLOSES - ONE_DAY, ""),
        (CLOSES, ""),
        (CLOSES + ONE_DAY, "too_late"),
    ],
)
def test_in_time_is_from_the_opening_through_the_closing_day(on, code):
    application = ready(make_open_round())
    assert submit(application, on) == code
    assert application.submitted_on == (None if code else on)


def test_a_round_that_is_planned_takes_no_application():
    assert submit(ready(make_planned_round()), OPENS) == "not_open_yet"


def with_exception(*, granted: bool) -> Application:
    round_, hospital = make_open_round(), make_hospital()
    exception = rounds.ask_exception(
        round=round_, hospital=hospital, centre=None, last_day=LAST, reason="Ziek",
        by=make_user("editor"),
    )  # fmt: skip
    if granted:
        rounds.grant_exception(exception, version=1, by=make_user("editor"), why=WHY)
    application = ready(round_, hospital=hospital, late_exception=exception)
    close(round_)
    return application


@pytest.mark.parametrize(
    ("granted", "on", "code"),
    [
        (False, CLOSES + ONE_DAY, "too_late"),
        (True, CLOSES + ONE_DAY, ""),
        (True, LAST, ""),
        (True, LAST + ONE_DAY, "too_late"),
    ],
)
def test_late_takes_an_exception_that_was_granted(granted, on, code):
    assert submit(with_exception(granted=granted), on) == code


def test_an_exception_of_another_application_is_refused():
    own = with_exception(granted=True)
    with pytest.raises(ValidationError) as refusal:
        make_draft(own.round, late_exception=own.late_exception)
    assert refusal.value.error_dict["late_exception"][0].code == "other_application"


def test_everything_that_is_missing_is_named_at_once():
    application = make_draft(make_open_round())
    second = application.round.edition.criteria.get(number=2)
    dossiers.answer(application, answers={second: "Wij voldoen."}, **step(application))
    assert applications.missing_in(application) == [
        "Het antwoord op criterium 1 ontbreekt.",
        "Het akkoord ontbreekt van: raad van bestuur.",
        "Het akkoord ontbreekt van: medische staf.",
    ]
    with pytest.raises(ValidationError) as refusal:
        applications.submit(application, on=OPENS, **step(application))
    assert refusal.value.messages == applications.missing_in(application)
    complete(application)
    assert applications.missing_in(application) == []


def test_a_stale_form_is_told_who_came_first():
    application, first = ready(make_open_round()), make_user("editor")
    stale = Application.objects.get(pk=application.pk)
    applications.submit(application, version=application.version, on=OPENS, by=first, why=WHY)
    with pytest.raises(ChangedMeanwhile) as refusal:
        applications.withdraw(stale, on=OPENS, **step(stale))
    assert refusal.value.params["who"] == first


# Completion -------------------------------------------------------------------------------------


def send_back(application, criteria, due_on=LAST):
    return applications.return_for_completion(
        application,
        version=application.version,
        criteria=criteria,
        question="Hoeveel patiënten?",
        due_on=due_on,
        on=CLOSES,
        by=make_user("editor"),
    )


def test_only_the_named_criteria_reopen():
    application = make_submitted(make_open_round())
    first, second = application.round.edition.criteria.order_by("number")
    send_back(application, [first])
    assert dossiers.open_criteria(application) == {first.pk}
    dossiers.answer(application, answers={first: "Vijftig."}, **step(application))
    for closed in (
        lambda: dossiers.answer(application, answers={second: "Nee."}, **step(application)),
        lambda: dossiers.approve(
            application, body="board", name="Ander", approved_on=OPENS, on=OPENS,
            **step(application),
        ),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refusal:
            closed()
        assert refusal.value.code == "criterion_is_closed"
    texts = Answer.objects.order_by("criterion__number").values_list("text", flat=True)
    assert list(texts) == ["Vijftig.", "Wij voldoen hieraan."]


def test_approvals_reopen_with_the_criterion_that_asks_for_them():
    application = make_submitted(make_open_round(edition=make_edition(criteria=13)))
    send_back(application, application.round.edition.criteria.filter(number=13))
    dossiers.approve(
        application, body="board", name="Ander", approved_on=OPENS, on=OPENS, **step(application)
    )
    names = Approval.objects.order_by("body").values_list("name", flat=True)
    assert list(names) == ["Ander", "Robin Jansen"]


@pytest.mark.parametrize(("on", "code"), [(LAST, ""), (LAST + ONE_DAY, "too_late")])
def test_a_completion_is_in_time_through_its_own_day(on, code):
    application = make_submitted(make_open_round(), on=CLOSES)
    request = send_back(application, application.round.edition.criteria.all()[:1])
    close(application.round)
    assert submit(application, on) == code
    request.refresh_from_db()
    assert request.answered_on == (None if code else on)
    assert application.submitted_on == CLOSES


@pytest.mark.parametrize("criteria", ["none", "strange"])
def test_a_request_names_criteria_of_the_edition(criteria):
    application = make_submitted(make_open_round())
    named = {"none": [], "strange": list(make_edition(criteria=1).criteria.all())}[criteria]
    with pytest.raises(ValidationError) as refusal:
        send_back(application, named)
    assert set(refusal.value.error_dict) == {"criteria"}
    assert application.status == ApplicationState.SUBMITTED


@pytest.mark.parametrize("make", [make_submitted, make_accepted])
def test_what_was_submitted_is_closed(make):
    application = make(make_open_round())
    assert dossiers.open_criteria(application) == set()
    first = application.round.edition.criteria.first()
    with pytest.raises(ValidationError) as refusal:
        dossiers.answer(application, answers={first: "Anders."}, **step(application))
    assert refusal.value.code == "criterion_is_closed"


def test_answers_that_do_not_differ_are_not_written_and_empty_ones_are_removed():
    application = make_draft(make_open_round())
    first, second = application.round.edition.criteria.order_by("number")
    for answers in ({first: "Ja", second: "Ook"}, {first: "Ja", second: ""}):
        dossiers.answer(application, answers=answers, **step(application))
    (standing,) = Answer.objects.all()
    assert (standing.criterion, standing.text, standing.history.count()) == (first, "Ja", 1)


def test_an_approval_lies_not_ahead():
    application = make_draft(make_open_round())
    facts = {"body": "board", "name": "Robin", "on": OPENS}
    with pytest.raises(ValidationError) as refusal:
        dossiers.approve(application, approved_on=OPENS + ONE_DAY, **facts, **step(application))
    assert set(refusal.value.error_dict) == {"approved_on"}
    dossiers.approve(application, approved_on=OPENS, **facts, **step(application))


def test_an_exception_is_offered_to_the_application_that_it_is_for():
    round_, centre = make_open_round(), make_centre()
    for each in (centre, None):
        rounds.ask_exception(
            round=round_, hospital=centre.hospital, centre=each,
            last_day=CLOSES + datetime.timedelta(days=5), reason="Ziek", by=make_user("editor"),
        )  # fmt: skip
    for application in (make_draft(round_, centre), make_draft(round_, hospital=centre.hospital)):
        fitting = [each for each in LateException.objects.all() if each.is_for(application)]
        assert list(applications.exceptions_for(application)) == fitting
        assert len(fitting) == 1
