"""Who may see which mail: nobody with a conflict sees a mail about that application.

A letter names its application, and a reminder everything that it is about. A reminder that a centre
may apply tells whether it did, so it is hidden from everybody who has an interest in that centre,
whether there is an application or not, and with all of that hospital once they have a conflict with
one of its applications: which centre it is then does not show either. A notice about a round tells
of all applications in it.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from hospitals.sort_keys import fold

from .conflicts import concerned_by, employments_of, hidden_applications
from .models import OutboxMessage, SentReminder


def visible_messages(user) -> QuerySet[OutboxMessage]:
    """Return the mails that ``user`` may know of."""
    hidden = hidden_applications(user)
    reminders = SentReminder.objects.filter(
        Q(application__in=hidden.values("pk"))
        | Q(centre__in=hidden_centres(user, _reminded_centres()))
    )
    messages = OutboxMessage.objects.exclude(application__in=hidden.values("pk"))
    messages = messages.exclude(pk__in=reminders.values("message"))
    if hidden.exists():
        messages = messages.exclude(~Q(to_email=user.email), kind=OutboxMessage.Kind.NOTICE)
    return messages


def _reminded_centres() -> QuerySet[Centre]:
    return Centre.objects.filter(pk__in=SentReminder.objects.values("centre"))


def hidden_centres(user, centres: QuerySet[Centre]) -> list[int]:
    """Return those of ``centres`` of which ``user`` may not know whether they apply.

    However long ago somebody worked there: there is no round yet whose opening says what counts.
    """
    applications = hidden_applications(user).values_list("hospital", "centre__hospital")
    hospitals = {pk for pair in applications for pk in pair} - {None}
    outside = set()
    for employment in employments_of(user):
        if employment.hospital_id is None:
            outside.add(fold(employment.outside_name))
        else:
            hospitals.add(employment.hospital_id)
    if not hospitals and not outside:
        return []
    return [
        centre.pk
        for centre in centres.prefetch_related("partners")
        if _concerns(centre, hospitals, outside)
    ]


def _concerns(centre: Centre, hospitals: Iterable[int], outside: Iterable[str]) -> bool:
    inside_stz, outside_stz = concerned_by(centre.hospital_id, centre, ())
    return not (inside_stz.isdisjoint(hospitals) and outside_stz.isdisjoint(outside))


def refuse_hidden(message: OutboxMessage, by) -> None:
    """Raise ``ValidationError`` when ``by`` may not know of ``message``.

    The program itself (``None``) may.
    """
    if by is not None and not visible_messages(by).filter(pk=message.pk).exists():
        raise ValidationError(
            _("You have a conflict of interest in this application; a colleague does this."),
            code="conflict_of_interest",
        )
