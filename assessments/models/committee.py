"""The committee: its members, for whom they work, their conflicts, and what they assess."""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital
from hospitals.records import Record

from .applications import Application, of_application
from .rules import complete_or_absent


def calendar_key() -> str:
    return secrets.token_urlsafe(32)


class CommitteeMemberQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Members on ``day``."""
        return self.filter(
            Q(member_through__isnull=True) | Q(member_through__gte=day), member_from__lte=day
        )


class CommitteeMember(Record):
    """A person in the committee. ``calendar_key`` opens the calendar of deadlines, nothing else."""

    secret_fields = ("calendar_key",)

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY = "deputy", _("deputy chair")
        MEMBER = "member", _("member")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("account"),
        related_name="+",
    )
    role = models.CharField(_("role"), max_length=6, choices=Role.choices, default=Role.MEMBER)
    member_from = models.DateField(_("member from"))
    member_through = models.DateField(_("member through"), null=True, blank=True)
    calendar_key = models.CharField(
        max_length=43, unique=True, default=calendar_key, editable=False
    )

    objects = CommitteeMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee member")
        verbose_name_plural = _("committee members")
        ordering = ["user__last_name", "user__username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["chair", "deputy", "member"])
                & (Q(member_through__isnull=True) | Q(member_through__gte=F("member_from"))),
                name="committee_member_has_a_role_and_a_period",
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self):
        return self.user.get_full_name() or self.user.get_username()

    @property
    def leads(self) -> bool:
        """Whether this member records what the committee finds together."""
        return self.role in (self.Role.CHAIR, self.Role.DEPUTY)

    def is_member_on(self, day: datetime.date) -> bool:
        """Python form of ``CommitteeMemberQuerySet.on``."""
        ended = self.member_through is not None and self.member_through < day
        return self.member_from <= day and not ended


class Employer(Record):
    """For whom a member works or worked: a hospital of STZ, or an organisation outside it."""

    member = models.ForeignKey(
        CommitteeMember, models.PROTECT, verbose_name=_("member"), related_name="employers"
    )
    hospital = models.ForeignKey(
        Hospital,
        models.PROTECT,
        verbose_name=_("STZ hospital"),
        null=True,
        blank=True,
        related_name="+",
    )
    outside_name = models.CharField(
        _("employer outside STZ"), max_length=200, blank=True, default=""
    )
    employed_from = models.DateField(_("employed from"), null=True, blank=True)
    employed_through = models.DateField(
        _("employed through"), null=True, blank=True, help_text=_("Empty: until now.")
    )

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        ordering = ["member", F("employed_through").desc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hospital__isnull=True) & ~Q(outside_name="")
                | Q(hospital__isnull=False, outside_name=""),
                name="employer_is_inside_or_outside_stz",
                violation_error_message=_(
                    "Choose an STZ hospital or give the name of an employer outside STZ, not both."
                ),
            ),
            models.CheckConstraint(
                condition=Q(employed_from__isnull=True)
                | Q(employed_through__isnull=True)
                | Q(employed_through__gte=F("employed_from")),
                name="employment_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]

    def __str__(self):
        return str(self.hospital or self.outside_name)


class ConflictDeclaration(Record):
    """What a member answered to "Do you have an interest in this application?".

    A declared conflict stays: nobody lifts it, the chair and the member included.
    """

    member = models.ForeignKey(
        CommitteeMember, models.PROTECT, verbose_name=_("member"), related_name="declarations"
    )
    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("application"), related_name="declarations"
    )
    has_conflict = models.BooleanField(_("has a conflict of interest"))
    reason = models.TextField(_("which interest"), blank=True, default="")
    declared_on = models.DateField(_("declared on"))

    class Meta:
        verbose_name = _("declaration of interest")
        verbose_name_plural = _("declarations of interest")
        ordering = ["application", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "application"],
                name="member_declares_once_per_application",
                violation_error_message=_("This declaration is there already."),
            ),
            models.CheckConstraint(
                condition=Q(has_conflict=False) | ~Q(reason=""),
                name="conflict_has_a_reason",
                violation_error_message=_("Say which interest."),
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.application.reference}"


class Assignment(Record):
    """A member assesses an application: proposed by the program, confirmed by staff.

    The findings of the assessor are a draft until ``submitted_on``, and stay as they are after it.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("application"), related_name="assignments"
    )
    member = models.ForeignKey(
        CommitteeMember, models.PROTECT, verbose_name=_("assessor"), related_name="assignments"
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        related_name="+",
    )
    submitted_on = models.DateField(_("findings submitted on"), null=True, blank=True)
    set_aside_on = models.DateField(
        _("set aside on"),
        null=True,
        blank=True,
        help_text=_("A conflict of interest came to light after the findings were submitted."),
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["application", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "member"],
                name="member_assesses_an_application_once",
                violation_error_message=_("This member assesses this application already."),
            ),
            complete_or_absent(
                "confirmed_on", "confirmed_by", name="confirmed_assignment_has_a_person", message=_(
                    "A confirmed assignment has a day and the person who confirmed it.")),
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=True) | Q(confirmed_on__isnull=False),
                name="only_a_confirmed_assessor_submits_findings",
                violation_error_message=_("Only a confirmed assessor submits findings."),
            ),
            models.CheckConstraint(
                condition=Q(set_aside_on__isnull=True) | Q(submitted_on__isnull=False),
                name="only_submitted_findings_are_set_aside",
                violation_error_message=_("Only findings that were submitted are set aside."),
            ),
            of_application("released_assignment_does_not_change"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.application.reference}: {self.member}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_on is not None
