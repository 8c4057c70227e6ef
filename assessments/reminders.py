"""Which reminders are due on a day: to whom, of what, and why. Rules only; nothing is written here.

A rule has steps: so many days before the last day. A step is due from its day on until the next
step takes over, and a person hears of it once per thing. So it does not matter how often the rules
are asked on a day, and what fell on a day on which nobody asked comes on the next one. Nobody hears
of what is done: submitted, met, released or withdrawn; nor does a hospital that left STZ, a contact
or a member whose time is over, or somebody with a conflict of interest.

``reminder_mails`` writes the mails.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres.models import Centre, Recognition
from hospitals.partial_dates import PartialDate
from hospitals.terms import months_later

from .applications import last_day_to_submit
from .calendars import findings_due_on
from .conflicts import visible_applications
from .models import (
    Application,
    AssessmentRound,
    Assignment,
    CommitteeMember,
    CompletionRequest,
    Decision,
    Requirement,
    SentReminder,
)
from .people import Contacts, Person
from .radar import round_of, rounds_ahead, terms_on
from .states import ApplicationState, RoundState

ONE_DAY = datetime.timedelta(days=1)
OPEN, LATE = "open", "late"
"""Steps that are no number: the round is open, and the day is past."""


class Kind(models.TextChoices):
    """What a reminder is about; the label is the subject of its mail."""

    OPENING = "opening", gettext_lazy("Ask for reassessment: the round is open")
    CLOSING = "closing", gettext_lazy("Your application is not submitted yet")
    COMPLETION = "completion", gettext_lazy("Complete your application")
    REQUIREMENT = "requirement", gettext_lazy("A requirement of your recognition")
    TERM = "term", gettext_lazy("Your recognition ends")
    FINDINGS = "findings", gettext_lazy("Your findings are not submitted yet")


@dataclass(frozen=True)
class Due:
    """One thing that one person is to be reminded of.

    Attributes:
        step: how long before ``last_day``, in days or months; or ``OPEN`` or ``LATE``.
        key: the thing and the day that it hangs on: a day that moves begins the steps anew.
        application, centre: what it is about, which decides who may know of it.
    """

    kind: Kind
    step: str
    key: str
    person: Person
    last_day: datetime.date
    application: Application | None = None
    centre: Centre | None = None
    round: AssessmentRound | None = None
    requirement: Requirement | None = None
    term: PartialDate | None = None

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What a person hears of once."""
        return (self.key, self.kind.value, self.step, self.person.key)

    @property
    def thing(self) -> str:
        return str(self.application or self.centre.title_nl)

    @property
    def is_late(self) -> bool:
        return self.step == LATE

    def why(self, day: datetime.date) -> str:
        """Return why this is due on ``day``, in a sentence for staff."""
        if self.step == OPEN:
            return _("Round %(code)s is open; nobody applied.") % {"code": self.round.code}
        if self.step == LATE:
            return _("The last day is past and it is not met.")
        left = (self.last_day - day).days
        days = ngettext("%(left)s day left", "%(left)s days left", left) % {"left": left}
        if self.kind == Kind.TERM:
            return _("%(days)s; the step of %(step)s months.") % {"days": days, "step": self.step}
        return _("%(days)s; the step of %(step)s days.") % {"days": days, "step": self.step}


@dataclass(frozen=True)
class Reminder:
    """One mail: all that one person is to be reminded of, of one kind."""

    kind: Kind
    person: Person
    dues: tuple[Due, ...]


def step_on(
    day: datetime.date, last_day: datetime.date, steps: Iterable[int], *, in_months: bool = False
) -> str | None:
    """Return the step that ``day`` is in: the last one that began, through ``last_day``."""
    if day > last_day:
        return None
    begun = [
        step
        for step in steps
        if day >= (months_later(last_day, -step) if in_months
                   else last_day - datetime.timedelta(days=step))
    ]  # fmt: skip
    return str(min(begun)) if begun else None


def dues_on(day: datetime.date) -> list[Due]:
    """Return everything that is due on ``day``, whether somebody was reminded of it or not."""
    contacts = Contacts(day)
    rules = (openings, closings, completions, requirements, terms)
    return [*(due for rule in rules for due in rule(day, contacts)), *findings(day)]


def planned_on(day: datetime.date) -> list[Reminder]:
    """Return the mails that would go out on ``day``: one per person and kind.

    Somebody who had a mail of a kind on that day already hears of the rest on the next one.
    """
    dues = {due.identity: due for due in dues_on(day)}
    keys = {due.key for due in dues.values()}
    sent = SentReminder.objects.filter(about__in=keys)
    known = set(sent.values_list("about", "kind", "step", "email"))
    today = set(SentReminder.objects.filter(day=day).values_list("kind", "email"))
    mails: dict[tuple, list[Due]] = {}
    for identity, due in dues.items():
        mail = (due.kind.value, due.person.key)
        if identity not in known and mail not in today:
            mails.setdefault(mail, []).append(due)
    return [Reminder(dues[0].kind, dues[0].person, tuple(dues)) for dues in mails.values()]


# The rules ----------------------------------------------------------------------------------------


def openings(day: datetime.date, contacts: Contacts) -> Iterator[Due]:
    """A round is open in which a term falls, and the centre did not apply."""
    ahead = list(rounds_ahead())
    for recognition in without_application(day):
        round = round_of(recognition.valid_through, ahead)
        if round is None or round.status != RoundState.OPEN:
            continue
        if recognition.valid_through < day or not round.opens_on <= day <= round.closes_on:
            continue
        for person in contacts.of_hospital(recognition.centre.hospital):
            key = f"round-{round.pk} centre-{recognition.centre_id}"
            yield Due(Kind.OPENING, OPEN, key, person, round.closes_on, round=round,
                      **about_term(recognition))  # fmt: skip


def terms(day: datetime.date, contacts: Contacts) -> Iterator[Due]:
    """A term ends, and the centre did not apply."""
    for recognition in without_application(day):
        last_day = recognition.valid_through
        step = step_on(day, last_day, settings.REMIND_TERM_MONTHS, in_months=True)
        for person in contacts.of_hospital(recognition.centre.hospital) if step else ():
            key = f"recognition-{recognition.pk} {last_day}"
            yield Due(Kind.TERM, step, key, person, last_day, **about_term(recognition))


def about_term(recognition: Recognition) -> dict:
    term = PartialDate(recognition.valid_through, recognition.valid_through_precision)
    return {"centre": recognition.centre, "term": term}


def closings(day: datetime.date, contacts: Contacts) -> Iterator[Due]:
    """A draft can still be submitted."""
    drafts = Application.objects.filter(
        state=ApplicationState.DRAFT,
        round__state__in=(RoundState.OPEN, RoundState.ASSESSING),
        round__opens_on__lte=day,
    ).select_related("round", "hospital__merged_into", "centre", "late_exception")
    for application in drafts.order_by("pk"):
        last_day = last_day_to_submit(application, None)
        step = step_on(day, last_day, settings.REMIND_CLOSING_DAYS)
        for person in contacts.of_application(application) if step else ():
            key = f"application-{application.pk} {last_day}"
            yield Due(Kind.CLOSING, step, key, person, last_day, application=application)


def completions(day: datetime.date, contacts: Contacts) -> Iterator[Due]:
    """An application was returned and is not completed."""
    asked = CompletionRequest.objects.filter(
        answered_on__isnull=True, application__state=ApplicationState.RETURNED
    ).select_related("application__hospital__merged_into", "application__centre")
    for request in asked.order_by("pk"):
        step = step_on(day, request.due_on, settings.REMIND_COMPLETION_DAYS)
        for person in contacts.of_application(request.application) if step else ():
            key = f"completion-{request.pk} {request.due_on}"
            yield Due(Kind.COMPLETION, step, key, person, request.due_on,
                      application=request.application)  # fmt: skip


def requirements(day: datetime.date, contacts: Contacts) -> Iterator[Due]:
    """A requirement is not met: before its day, and once after it. Never on the day itself."""
    for requirement in open_requirements(day).order_by("due_on", "pk"):
        due_on, application = requirement.due_on, requirement.decision.application
        step = LATE if day > due_on else step_on(day, due_on, settings.REMIND_REQUIREMENT_DAYS)
        if step is None or day == due_on:
            continue
        for person in contacts.of_application(application):
            key = f"requirement-{requirement.pk} {due_on}"
            yield Due(Kind.REQUIREMENT, step, key, person, due_on, application=application,
                      requirement=requirement)  # fmt: skip


def findings(day: datetime.date) -> Iterator[Due]:
    """An assessor did not submit, and the day on which findings are due comes near."""
    steps = settings.REMIND_FINDINGS_DAYS
    by_user: dict = {}
    for assignment in open_assignments(day).order_by("pk"):
        last_day = findings_due_on(assignment.application.round)
        if step := step_on(day, last_day, steps):
            by_user.setdefault(assignment.member.user, []).append((assignment, last_day, step))
    for user, rows in by_user.items():
        person = Person(user.get_full_name() or user.get_username(), user.email)
        visible = set(visible_applications(user).values_list("pk", flat=True))
        for assignment, last_day, step in rows:
            if assignment.application_id in visible:
                key = f"assignment-{assignment.pk} {last_day}"
                yield Due(Kind.FINDINGS, step, key, person, last_day,
                          application=assignment.application)  # fmt: skip


# What the rules look at ---------------------------------------------------------------------------


def without_application(day: datetime.date) -> list[Recognition]:
    """Return the recognitions with a term that ends, for which nobody applied to go on."""
    found = list(terms_on(day).select_related("centre__hospital__merged_into"))
    deferred = Decision.objects.current().filter(
        application=models.OuterRef("pk"), released_at__isnull=False, outcome="deferred"
    )
    applications = (
        Application.objects.standing()
        .filter(centre__in=[each.centre_id for each in found])
        .select_related("round")
        .annotate(is_deferred=models.Exists(deferred))
    )
    by_centre: dict[int, list[Application]] = {}
    for application in applications:
        by_centre.setdefault(application.centre_id, []).append(application)
    return [each for each in found if not has_applied(each, by_centre.get(each.centre_id, ()))]


def has_applied(recognition: Recognition, applications: Sequence[Application]) -> bool:
    """Return whether one of ``applications`` is for what comes after ``recognition``.

    Not the one that it came from, a draft that is too late, or one that was deferred.
    """
    return any(
        application.round.planned_release_on > recognition.valid_from
        and not application.is_deferred
        and (
            application.status != ApplicationState.DRAFT
            or application.round.status in (RoundState.PLANNED, RoundState.OPEN)
        )
        for application in applications
    )


def open_requirements(day: datetime.date) -> models.QuerySet[Requirement]:
    """Return the requirements of decisions that stand, not met, of recognitions that go on."""
    standing = Decision.objects.filter(released_at__isnull=False).exclude(
        replaced_by__released_at__isnull=False
    )
    first = day + datetime.timedelta(days=max(settings.REMIND_REQUIREMENT_DAYS))
    return (
        Requirement.objects.filter(decision__in=standing, due_on__lte=first)
        .exclude(check_result__is_met=True)
        .exclude(decision__recognition__last_day__lt=day)
        .select_related("decision__application__hospital__merged_into",
                        "decision__application__centre")
    )  # fmt: skip


def open_assignments(day: datetime.date) -> models.QuerySet[Assignment]:
    """Return the confirmed assessors on ``day`` who did not submit, in rounds that run."""
    return (
        Assignment.objects.filter(
            member__in=CommitteeMember.objects.on(day).filter(user__is_active=True),
            confirmed_on__isnull=False,
            submitted_on__isnull=True,
            application__state=ApplicationState.IN_ASSESSMENT,
        )
        .exclude(member__user__email="")
        .select_related("member__user", "application__round", "application__hospital",
                        "application__centre")
    )  # fmt: skip
