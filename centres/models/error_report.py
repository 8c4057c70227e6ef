"""What readers report: something on a page is not right."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital
from hospitals.records import Record

from .centre import Centre
from .conditions import Condition

LONGEST_MESSAGE = 2000


class ErrorReport(Record):
    """A report by a reader without an account, and what STZ answers.

    It is about one record, or about the register as a whole. Its state is work that people do, so
    it is stored. Nothing of it is public but the state and the answer, to whoever has the reference
    (``docs/decisions/0021-reports-without-an-account.md``).
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        TAKEN_UP = "taken_up", _("being looked into")
        SETTLED = "settled", _("settled")

    reference = models.CharField(_("reference"), max_length=11, unique=True)
    centre = models.ForeignKey(
        Centre, models.PROTECT, verbose_name=_("centre"), null=True, blank=True, related_name="+"
    )
    hospital = models.ForeignKey(
        Hospital, models.PROTECT, verbose_name=_("hospital"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    condition = models.ForeignKey(
        Condition, models.PROTECT, verbose_name=_("condition"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    round_code = models.CharField(_("round"), max_length=10, blank=True, default="")
    message = models.TextField(
        _("message"), max_length=LONGEST_MESSAGE, validators=[MaxLengthValidator(LONGEST_MESSAGE)]
    )
    email = models.EmailField(_("e-mail"), blank=True, default="")
    language = models.CharField(_("language"), max_length=2)
    received_at = models.DateTimeField(_("received"))
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.RECEIVED
    )
    answer = models.TextField(_("answer"), blank=True, default="")
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["received_at", "pk"]
        indexes = [
            models.Index(fields=["state", "received_at"], name="error_report_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(centre__isnull=True, hospital__isnull=True, condition__isnull=True)
                    | Q(centre__isnull=True, hospital__isnull=True, round_code="")
                    | Q(centre__isnull=True, condition__isnull=True, round_code="")
                    | Q(hospital__isnull=True, condition__isnull=True, round_code="")
                ),
                name="error_report_is_about_one_record",
                violation_error_message=_("A report is about one record at most."),
            ),
            models.CheckConstraint(
                condition=~Q(message=""),
                name="error_report_says_something",
                violation_error_message=_("Describe what is wrong."),
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_at__isnull=False) & ~Q(answer="")
                | Q(state__in=["received", "taken_up"], settled_at__isnull=True),
                name="error_report_is_settled_with_an_answer",
                violation_error_message=_("A report is settled with an answer, on a day."),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def about(self) -> Centre | Hospital | Condition | str:
        """The record that the report is about; the code of a round, or nothing, as text."""
        return self.centre or self.hospital or self.condition or self.round_code
