"""In which periods a hospital is a member of STZ."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..constraints import ChangesRaiseVersion, PeriodsDoNotOverlap
from ..partial_dates import PartialDate, Precision, precision_field, precision_fits
from ..records import Record, Sourced
from .hospital import Hospital


class MembershipQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Memberships that hold on ``day``; an unknown bound is taken to lie beyond it."""
        return self.filter(
            Q(member_from__isnull=True) | Q(member_from__lte=day),
            Q(member_through__isnull=True) | Q(member_through__gte=day),
        )


class Membership(Record, Sourced):
    """A period in which a hospital is a member of STZ; no last day means: until further notice."""

    hospital = models.ForeignKey(
        Hospital, models.PROTECT, verbose_name=_("hospital"), related_name="memberships"
    )
    member_from = models.DateField(_("member from"), null=True, blank=True)
    member_from_precision = precision_field(
        _("precision of the first day"), default=Precision.UNKNOWN
    )
    member_through = models.DateField(_("member through"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of STZ")
        verbose_name_plural = _("memberships of STZ")
        ordering = ["hospital", models.F("member_from").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member_through__gte=models.F("member_from"))
                | Q(member_from__isnull=True)
                | Q(member_through__isnull=True),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day of membership lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["hospital"],
                condition=Q(member_through__isnull=True),
                name="hospital_has_one_running_membership",
                violation_error_message=_("This hospital has a running membership already."),
            ),
            precision_fits("member_from", name="membership_precision_fits", message=_(
                "Say how precisely the first day is known, or leave it empty.")),
            PeriodsDoNotOverlap(
                owner="hospital",
                first="member_from",
                last=["member_through"],
                open_ended=True,
                name="memberships_do_not_overlap",
                violation_error_message=_("Two memberships of one hospital overlap."),
            ),
            ChangesRaiseVersion(name="membership_raises_version"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.hospital}: {self.first_day}"

    @classmethod
    def of_hospital_on(cls, day: datetime.date) -> models.Exists:
        """Return whether the hospital of the outer query is a member on ``day``."""
        return models.Exists(cls.objects.on(day).filter(hospital=models.OuterRef("pk")))

    def covers(self, day: datetime.date) -> bool:
        """Python form of ``MembershipQuerySet.on``."""
        has_begun = self.member_from is None or self.member_from <= day
        return has_begun and (self.member_through is None or self.member_through >= day)

    @property
    def first_day(self) -> PartialDate:
        return PartialDate(self.member_from, self.member_from_precision)
