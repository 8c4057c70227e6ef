"""The calendar of a committee member: the days of the rounds, as a file that a calendar follows.

It holds days of rounds and nothing of an application, so no conflict of interest can show in it.
An event keeps its identifier when its day moves, and its sequence number goes up with the version
of the round, so that calendars move the event instead of adding one.
"""

import datetime

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from hospitals.changes import changing

from .models import AssessmentRound, CommitteeMember
from .models.committee import calendar_key
from .states import RoundState

ONE_DAY = datetime.timedelta(days=1)
DOMAIN = "assessments.stz-tec-register"
"""Ends every identifier; it never changes, whatever the address of the register."""


def rounds_in_calendar(*, on: datetime.date):
    """Return the rounds whose days matter on the day ``on``, each with ``changed_at``.

    A cancelled round stays until it would have been over, so that calendars hear of it.
    """
    history = AssessmentRound.history.model.objects.filter(id=OuterRef("pk"))
    cancelled = Q(state=RoundState.CANCELLED, planned_release_on__gte=on)
    return (
        AssessmentRound.objects.filter(
            Q(state__in=[RoundState.OPEN, RoundState.ASSESSING]) | cancelled
        )
        .annotate(changed_at=Subquery(history.order_by("-history_date").values("history_date")[:1]))
        .order_by("year", "number")
    )


def findings_due_on(round: AssessmentRound) -> datetime.date:
    """Return the day by which findings are due: a while before the meeting, after the closing."""
    before = datetime.timedelta(days=settings.FINDINGS_DUE_DAYS_BEFORE_MEETING)
    return max(round.meets_on - before, round.closes_on + ONE_DAY)


def days_of(round: AssessmentRound) -> dict[str, tuple[datetime.date, str]]:
    """Return the days of ``round`` that a member must know: the day and its title, by kind."""
    code = {"code": round.code}
    return {
        "closes": (round.closes_on, _("STZ round %(code)s: last day for applications") % code),
        "findings": (findings_due_on(round), _("STZ round %(code)s: findings are due") % code),
        "meets": (round.meets_on, _("STZ round %(code)s: the committee meets") % code),
        "release": (round.planned_release_on, _("STZ round %(code)s: planned release") % code),
    }


def calendar(*, on: datetime.date) -> bytes:
    """Return the calendar as it stands on the day ``on``, in the language of the reader."""
    made = Calendar()
    made.add("prodid", f"-//STZ//{DOMAIN}//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("STZ expertise register: assessment"))
    for round in rounds_in_calendar(on=on):
        for kind, (day, title) in days_of(round).items():
            made.add_component(event(round, kind, day, title))
    return made.to_ical()


def event(round: AssessmentRound, kind: str, day: datetime.date, title: str) -> Event:
    """Return one day of ``round`` (from ``rounds_in_calendar``) as an event of the whole day."""
    made = Event()
    made.add("uid", f"round-{round.pk}-{kind}@{DOMAIN}")
    made.add("sequence", round.version)
    made.add("dtstamp", round.changed_at)
    made.add("last-modified", round.changed_at)
    made.add("summary", title)
    made.add("dtstart", day)
    made.add("dtend", day + ONE_DAY)
    made.add("transp", "TRANSPARENT")
    cancelled = round.status == RoundState.CANCELLED
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return made


def owner_of(key: str, *, on: datetime.date) -> CommitteeMember | None:
    """Return the member on the day ``on`` whose calendar ``key`` opens, or ``None``."""
    members = CommitteeMember.objects.on(on).filter(user__is_active=True)
    return members.filter(calendar_key=key).first()


def renew_key(member: CommitteeMember, *, version: int, by) -> None:
    """Give the calendar of ``member`` a new address; the old one opens nothing any more."""
    why = str(_("New address for the calendar"))
    with changing(member, version=version, by=by, why=why):
        member.calendar_key = calendar_key()
