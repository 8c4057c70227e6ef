"""Assessment rounds, and the named exceptions to their closing day."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, CriteriaEdition, PublishedRound
from hospitals.constraints import FrozenOnceReleased
from hospitals.models import Hospital
from hospitals.records import Record

from ..states import RoundState
from .rules import RELEASED_MESSAGE, complete_or_absent, two_people


def default_term() -> int:
    return settings.RECOGNITION_TERM_YEARS


class AssessmentRound(Record):
    """A round of assessment: its dates, its norm, and how far it is.

    The committee may assess ``capacity`` applications; empty means that nobody said how many. The
    release happens at ``release_at`` when it is scheduled, otherwise by hand.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number in the year"))
    edition = models.ForeignKey(
        CriteriaEdition,
        models.PROTECT,
        verbose_name=_("edition of the criteria"),
        related_name="+",
    )
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(
        _("closes on"), help_text=_("The last day on which an application is in time.")
    )
    meets_on = models.DateField(_("committee meets on"))
    planned_release_on = models.DateField(_("planned release"))
    term_years = models.PositiveSmallIntegerField(
        _("term in years"),
        default=default_term,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    capacity = models.PositiveSmallIntegerField(
        _("capacity of the committee"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many applications it can assess in this round; empty when not known."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState.choices, default=RoundState.PLANNED
    )
    release_at = models.DateTimeField(_("release scheduled at"), null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("scheduled by"),
        null=True,
        blank=True,
        related_name="+",
    )
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("released by"),
        null=True,
        blank=True,
        related_name="+",
    )
    published = models.OneToOneField(
        PublishedRound,
        models.PROTECT,
        verbose_name=_("published round"),
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("assessment round")
        verbose_name_plural = _("assessment rounds")
        ordering = ["-year", "-number"]
        indexes = [models.Index(fields=["state", "release_at"], name="round_by_state_and_moment")]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="assessment_round_number_stands_once_per_year",
                violation_error_message=_("This round is there already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2017, 2199), number__range=(1, 99)),
                name="assessment_round_has_a_year_and_a_number",
                violation_error_message=_(
                    "The year lies from 2017 (when STZ began) and the number from 1."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    closes_on__gte=F("opens_on"),
                    meets_on__gt=F("closes_on"),
                    planned_release_on__gte=F("meets_on"),
                ),
                name="round_dates_are_in_order",
                violation_error_message=_(
                    "The dates are not in order: opening, closing, then the meeting on a later day,"
                    " then the release."
                ),
            ),
            models.CheckConstraint(
                condition=Q(term_years__range=(1, 8))
                & (Q(capacity__isnull=True) | Q(capacity__gte=1)),
                name="round_has_a_term_and_a_capacity",
                violation_error_message=_("The term is 1 to 8 years and the capacity at least 1."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values)
                & (
                    ~Q(state=RoundState.RELEASED)
                    & Q(released_at__isnull=True, released_by__isnull=True, published__isnull=True)
                    | Q(
                        state=RoundState.RELEASED,
                        released_at__isnull=False,
                        published__isnull=False,
                    )
                ),
                name="released_round_is_complete",
                violation_error_message=_("A released round has a moment and a published round."),
            ),
            complete_or_absent(
                "release_at", "scheduled_by", name="scheduled_release_has_a_person", message=_(
                    "A scheduled release has a moment and the person who scheduled it.")),
            FrozenOnceReleased(
                owner="id",
                owner_table="assessments_assessmentround",
                name="released_round_does_not_change",
                violation_error_message=RELEASED_MESSAGE,
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def status(self) -> RoundState:
        return RoundState(self.state)


class LateException(Record):
    """A named exception to the closing day of a round, asked by one person and granted by another.

    It is for one application, which names it; ``last_day`` takes the place of the closing day.
    """

    round = models.ForeignKey(
        AssessmentRound, models.PROTECT, verbose_name=_("round"), related_name="late_exceptions"
    )
    hospital = models.ForeignKey(
        Hospital, models.PROTECT, verbose_name=_("hospital"), related_name="+"
    )
    centre = models.ForeignKey(
        Centre, models.PROTECT, verbose_name=_("centre"), null=True, blank=True, related_name="+"
    )
    last_day = models.DateField(_("may be submitted through"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by"), related_name="+"
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("granted by"),
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("late exception")
        verbose_name_plural = _("late exceptions")
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="late_exception_has_a_reason",
                violation_error_message=_("An exception has a reason."),
            ),
            two_people("asked_by", "granted_by", name="late_exception_takes_two_people"),
        ]

    def __str__(self):
        return f"{self.round}: {self.centre or self.hospital}"

    def is_for(self, application) -> bool:
        """Return whether this is for the round, the hospital and the centre of ``application``."""
        return (self.round_id, self.hospital_id, self.centre_id) == (
            application.round_id,
            application.hospital_id,
            application.centre_id,
        )
