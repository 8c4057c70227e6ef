"""Who may see a late exception: it tells that a hospital applies, so it is as hidden as that is.

An exception concerns its hospital and the centre that it names. Who has an interest there sees it
nowhere, and neither asks nor grants it; nor does who has a conflict with the application that uses
it, or with one for the same centre.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hospitals.sort_keys import fold

from .conflicts import Employment, employments_of, hidden_applications
from .models import LateException


def visible_exceptions(user) -> QuerySet[LateException]:
    """Return the exceptions that ``user`` may know of."""
    return LateException.objects.exclude(pk__in=_hidden(user, LateException.objects.all()))


def refuse_conflict_in_exception(exception: LateException, by) -> None:
    """Raise ``ValidationError`` when ``by`` has an interest in ``exception``, saved or not.

    The program itself (``None``) has none.
    """
    if by is not None and _is_hidden(exception, employments_of(by), _Hidden(by)):
        raise ValidationError(
            _("You have a conflict of interest in this exception; a colleague does this."),
            code="conflict_of_interest",
        )


def _hidden(user, exceptions: QuerySet[LateException]) -> list[int]:
    employments, hidden = employments_of(user), _Hidden(user)
    rows = exceptions.select_related("round", "centre").prefetch_related("centre__partners")
    return [row.pk for row in rows if _is_hidden(row, employments, hidden)]


class _Hidden:
    """What the applications are about that a person has a conflict with."""

    def __init__(self, user):
        rows = hidden_applications(user).values_list(
            "late_exception", "round", "centre", "hospital"
        )
        self.exceptions = {exception for exception, *_rest in rows}
        self.centres = {(round, centre) for _exception, round, centre, _hospital in rows}
        self.hospitals = {
            (round, hospital) for _exception, round, centre, hospital in rows if centre is None
        }


def _is_hidden(
    exception: LateException, employments: Iterable[Employment], hidden: _Hidden
) -> bool:
    if exception.pk is not None and exception.pk in hidden.exceptions:
        return True
    if exception.centre_id is None:
        is_about_hidden = (exception.round_id, exception.hospital_id) in hidden.hospitals
    else:
        is_about_hidden = (exception.round_id, exception.centre_id) in hidden.centres
    return is_about_hidden or _has_interest(exception, employments)


def _has_interest(exception: LateException, employments: Iterable[Employment]) -> bool:
    partners = exception.centre.partners.all() if exception.centre_id else ()
    hospitals = {exception.hospital_id, *(partner.hospital_id for partner in partners)} - {None}
    outside = {fold(partner.outside_name) for partner in partners if partner.outside_name}
    return any(
        employment.counts_for(exception.round.opens_on)
        and (employment.hospital_id in hospitals or fold(employment.outside_name) in outside)
        for employment in employments
    )
