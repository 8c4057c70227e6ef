"""Who may not see an application: conflicts of interest, derived from employment or declared.

One rule, in SQL (``conflict_condition``) and in Python (``has_conflict``) side by side; one table
of cases in ``tests/assessments/test_conflicts.py`` holds them to each other. Everything that shows
an application to a person begins with ``visible_applications``: pages, lists, counts, exports, mail
and the calendar. The rule holds for everybody, superusers and the chair included.

A person has a conflict when, at the opening of the round or in the ``CONFLICT_YEARS`` before it
(or since), they worked for the hospital of the application, for that of the centre (another one
after a merger) or for a partner hospital of the centre; and when they declared one. Source: the
design of the register, sections 1 and 3.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, Partner
from hospitals.models import Hospital
from hospitals.sort_keys import fold
from hospitals.terms import months_later

from .models import Application, AssessmentRound, ConflictDeclaration, Contact, Employer


@dataclass(frozen=True)
class Employment:
    """For whom a person works or worked, and through when (``None``: until now)."""

    hospital_id: int | None
    outside_name: str
    through: datetime.date | None

    @property
    def counts_through(self) -> datetime.date | None:
        """The last day on which a round may open for which this employment is an interest."""
        return self.through and months_later(self.through, 12 * settings.CONFLICT_YEARS)

    def counts_for(self, opens_on: datetime.date) -> bool:
        return self.counts_through is None or opens_on <= self.counts_through


def employments_of(user) -> list[Employment]:
    """Return for whom ``user`` works or worked: as a member, or as a hospital's contact.

    Who works for a hospital that merged works for the one that it went into, and the other way
    round: each of them is an interest, whichever the records name.
    """
    as_member = Employer.objects.filter(member__user=user)
    as_contact = Contact.objects.filter(user=user)
    rows = [*as_member.values_list("hospital_id", "outside_name", "employed_through")]
    rows += [(h, "", d) for h, d in as_contact.values_list("hospital_id", "contact_through")]
    families = _merged_hospitals() if rows else {}
    return [
        Employment(each, outside_name, through)
        for hospital, outside_name, through in rows
        for each in families.get(hospital, (hospital,))
    ]


def _merged_hospitals() -> dict[int, set[int]]:
    """Return for each hospital that merged, or into which one did, all that are one with it."""
    merged = Hospital.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    together: dict[int, set[int]] = {}
    for hospital, into in merged:  # whatever merged before leads to the last one: one step
        together.setdefault(into, {into}).add(hospital)
    return {hospital: family for family in together.values() for hospital in family}


def conflict_condition(user) -> Q:
    """Return the condition on an application that ``user`` has a conflict with it (SQL form)."""
    declared = ConflictDeclaration.objects.filter(
        application=OuterRef("pk"), member__user=user, has_conflict=True
    )
    condition = Q(Exists(declared))
    for employment in employments_of(user):
        condition |= _employed_at(employment)
    return condition


def _employed_at(employment: Employment) -> Q:
    partners = Partner.objects.filter(centre=OuterRef("centre"))
    if employment.hospital_id is None:
        concerned = Q(Exists(partners.filter(pk__in=_partners_called(employment.outside_name))))
    else:
        proposed = Application.proposed_partners.through.objects.filter(
            application=OuterRef("pk"), hospital=employment.hospital_id
        )
        concerned = (
            Q(hospital=employment.hospital_id)
            | Q(centre__hospital=employment.hospital_id)
            | Q(Exists(partners.filter(hospital=employment.hospital_id)))
            | Q(Exists(proposed))
        )
    if employment.counts_through is None:
        return concerned
    return concerned & Q(round__opens_on__lte=employment.counts_through)


def _partners_called(name: str) -> list[int]:
    """Return the partners outside STZ of this name, whatever its capitals and accents.

    In Python, because the two databases fold letters differently; there are few of them.
    """
    outside = Partner.objects.exclude(outside_name="").values_list("pk", "outside_name")
    return [pk for pk, other in outside if fold(other) == fold(name)]


def visible_applications(user) -> QuerySet[Application]:
    """Return the applications that ``user`` has no conflict with.

    Whether they may see applications at all is judged elsewhere (``assessments.access``).
    """
    return Application.objects.exclude(conflict_condition(user))


def hidden_applications(user) -> QuerySet[Application]:
    """Return the applications with which ``user`` has a conflict.

    Of these a page may show the reference and the hospital, and nothing else.
    """
    return Application.objects.filter(conflict_condition(user))


def has_conflict(user, application: Application) -> bool:
    """Return whether ``user`` has a conflict with ``application`` (Python form)."""
    if _has_declared(user, application):
        return True
    return has_employment_conflict(employments_of(user), application)


def has_employment_conflict(employments: Iterable[Employment], application: Application) -> bool:
    """Return whether one of ``employments`` is an interest in ``application``."""
    return are_interested(employments, application.round, *concerned_hospitals(application))


def are_interested(
    employments: Iterable[Employment],
    round: AssessmentRound,
    hospitals: set[int],
    outside: set[str],
) -> bool:
    """Return whether one of ``employments`` is an interest in one of these hospitals in ``round``.

    Arguments:
        hospitals: ids of hospitals; ``outside``: folded names of those outside STZ.
    """
    return any(
        employment.counts_for(round.opens_on)
        and (
            employment.hospital_id in hospitals
            if employment.hospital_id is not None
            else fold(employment.outside_name) in outside
        )
        for employment in employments
    )


def concerned_hospitals(application: Application) -> tuple[set[int], set[str]]:
    """Return the hospitals that have an interest: ids, and folded names of those outside STZ."""
    partners = application.proposed_partners.all()
    return concerned_by(application.hospital_id, application.centre, partners)


def concerned_by(
    hospital_id: int, centre: Centre | None, partners: Iterable[Hospital]
) -> tuple[set[int], set[str]]:
    """Return which hospitals an application would concern, as ``concerned_hospitals`` does.

    Arguments:
        hospital_id: the hospital that applies; ``centre``: for which; ``partners``: those that a
            centre which the register does not know would have.
    """
    hospitals = {hospital_id, *(partner.pk for partner in partners)}
    outside = set()
    if centre is not None:
        hospitals.add(centre.hospital_id)
        for partner in centre.partners.all():
            if partner.hospital_id:
                hospitals.add(partner.hospital_id)
            else:
                outside.add(fold(partner.outside_name))
    return hospitals, outside


def _has_declared(user, application: Application) -> bool:
    return any(
        declaration.has_conflict and declaration.member.user_id == user.pk
        for declaration in application.declarations.select_related("member")
    )


def refuse_conflict(application: Application, by) -> None:
    """Raise ``ValidationError`` when ``by`` has a conflict with ``application``.

    The program itself (``None``) has none.
    """
    if by is not None and has_conflict(by, application):
        raise ValidationError(
            _("You have a conflict of interest in this application; a colleague does this."),
            code="conflict_of_interest",
        )


def refuse_interest(by, *, round, hospital_id, centre, partners=()) -> None:
    """Raise ``ValidationError`` when ``by`` would have a conflict with an application for this.

    Judged before the record is: whether there is one already is told to nobody with an interest.
    """
    if by is None:
        return
    concerned = concerned_by(hospital_id, centre, partners)
    if are_interested(employments_of(by), round, *concerned):
        raise ValidationError(
            _("You have a conflict of interest in this application; a colleague does this."),
            code="conflict_of_interest",
        )


def refuse_conflict_in_round(round, by) -> None:
    """Raise ``ValidationError`` when ``by`` has a conflict with any application of ``round``.

    What concerns a whole round would otherwise tell of the one application.
    """
    if by is not None and hidden_applications(by).filter(round=round).exists():
        raise ValidationError(
            _("You have a conflict of interest in this round; a colleague does this."),
            code="conflict_of_interest",
        )
