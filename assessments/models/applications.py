"""Applications: a centre in a round, who approved it, and what was asked to complete it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, Condition, Criterion, Kind, Specialty
from hospitals.constraints import FrozenOnceReleased
from hospitals.identifiers import new_public_id, public_id_field
from hospitals.models import Hospital
from hospitals.records import Record

from ..states import ApplicationState
from .rounds import AssessmentRound, LateException
from .rules import RELEASED_MESSAGE

APPLICATION_TABLE = "assessments_application"


def application_reference() -> str:
    return new_public_id("AAN")


class ApplicationKind(models.TextChoices):
    NEW = "new", _("new")
    REASSESSMENT = "reassessment", _("reassessment")


class ApplicationQuerySet(models.QuerySet):
    def standing(self):
        """Applications that were not withdrawn."""
        return self.exclude(state=ApplicationState.WITHDRAWN)

    def handled(self):
        """Applications that the round decides on: submitted and not withdrawn."""
        return self.standing().exclude(state=ApplicationState.DRAFT)


class Application(Record):
    """What a hospital asks of STZ in a round: to recognise a centre, or to assess it again.

    It is about a centre of the register, or about one that it proposes: then the centre is made at
    the release, because a centre in the public tables would tell that there is an application.

    ``reference`` is opaque on purpose: counting numbers would tell how many others there are.
    ``kind`` follows from the record (``assessments.applications.kind_of``).
    """

    reference = public_id_field("AAN", application_reference)
    round = models.ForeignKey(
        AssessmentRound, models.PROTECT, verbose_name=_("round"), related_name="applications"
    )
    hospital = models.ForeignKey(
        Hospital, models.PROTECT, verbose_name=_("hospital"), related_name="+"
    )
    centre = models.ForeignKey(
        Centre,
        models.PROTECT,
        verbose_name=_("centre"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty for a centre that the register does not know: fill in its name below."),
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=ApplicationKind.choices, default=ApplicationKind.NEW
    )
    proposed_name = models.CharField(_("official name"), max_length=200, blank=True, default="")
    proposed_name_en = models.CharField(_("English name"), max_length=200, blank=True, default="")
    proposed_plain_name = models.CharField(_("plain name"), max_length=200, blank=True, default="")
    proposed_plain_name_en = models.CharField(
        _("plain English name"), max_length=200, blank=True, default=""
    )
    proposed_kind = models.CharField(
        _("kind of centre"), max_length=12, choices=Kind.choices, blank=True, default=""
    )
    proposed_for_whom = models.TextField(_("for whom"), blank=True, default="")
    proposed_conditions = models.ManyToManyField(
        Condition, verbose_name=_("conditions"), blank=True, related_name="+"
    )
    proposed_specialties = models.ManyToManyField(
        Specialty, verbose_name=_("specialties"), blank=True, related_name="+"
    )
    proposed_partners = models.ManyToManyField(
        Hospital,
        verbose_name=_("partner hospitals"),
        blank=True,
        related_name="+",
        help_text=_("Who works there may not assess this application."),
    )
    patient_organisation = models.CharField(
        _("patient organisation"), max_length=200, blank=True, default=""
    )
    patient_statement = models.TextField(
        _("statement of the patient organisation"), blank=True, default=""
    )
    patient_statement_on = models.DateField(_("date of the statement"), null=True, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=200)
    contact_email = models.EmailField(
        _("e-mail of the contact person"), help_text=_("The letters go to this address.")
    )
    state = models.CharField(
        _("state"),
        max_length=13,
        choices=ApplicationState.choices,
        default=ApplicationState.DRAFT,
        db_index=True,
    )
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    late_exception = models.OneToOneField(
        LateException,
        models.PROTECT,
        verbose_name=_("late exception"),
        null=True,
        blank=True,
        related_name="application",
    )
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    _history_m2m_fields = (proposed_conditions, proposed_specialties, proposed_partners)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["round", "hospital__sort_key", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "centre"],
                condition=Q(centre__isnull=False) & ~Q(state="withdrawn"),
                name="centre_applies_once_per_round",
                violation_error_message=_("This centre has an application in this round already."),
            ),
            models.UniqueConstraint(
                fields=["round", "hospital", "proposed_name"],
                condition=Q(centre__isnull=True) & ~Q(state="withdrawn"),
                name="proposed_centre_applies_once_per_round",
                violation_error_message=_(
                    "This hospital proposes a centre of this name in this round already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(centre__isnull=False, proposed_name="")
                | (Q(centre__isnull=True) & ~Q(proposed_name="") & ~Q(proposed_kind="")),
                name="application_is_for_one_centre",
                violation_error_message=_(
                    "Choose a centre of the register, or propose one with its name and its kind;"
                    " not both."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="new") | Q(kind="reassessment", centre__isnull=False),
                name="reassessment_is_of_a_known_centre",
                violation_error_message=_("A reassessment is of a centre in the register."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values)
                & (Q(state__in=["draft", "withdrawn"]) | Q(submitted_on__isnull=False)),
                name="application_has_a_known_state",
                violation_error_message=_("An application that was submitted has its day."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "returned", "withdrawn"])
                | Q(accepted_on__isnull=False),
                name="assessed_application_was_accepted",
                violation_error_message=_("An application in assessment was accepted on a day."),
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True)),
                name="withdrawn_application_has_its_day",
                violation_error_message=_("A withdrawn application has its day."),
            ),
            models.CheckConstraint(
                condition=Q(state="released", released_at__isnull=False)
                | (~Q(state="released") & Q(released_at__isnull=True)),
                name="released_application_has_its_moment",
                violation_error_message=_("A released application has its moment."),
            ),
            FrozenOnceReleased(
                owner="id",
                owner_table=APPLICATION_TABLE,
                name="released_application_does_not_change",
                violation_error_message=RELEASED_MESSAGE,
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def clean(self):
        """Refuse a centre of another hospital, and an exception that is not for this application.

        A hospital may merge during a round: then its centre is one of the hospital it went into.
        """
        if self.centre_id and self.hospital_id and not self._is_centre_of_hospital():
            raise ValidationError(
                {"centre": ValidationError(
                    _("This is not a centre of this hospital."), code="other_hospital")}
            )  # fmt: skip
        exception = self.late_exception
        if exception is not None and not exception.is_for(self):
            raise ValidationError(
                {"late_exception": ValidationError(
                    _("This exception is for another application."), code="other_application")}
            )  # fmt: skip

    def _is_centre_of_hospital(self) -> bool:
        return self.centre.hospital_id in (self.hospital_id, self.hospital.merged_into_id)

    @property
    def title(self) -> str:
        """What the centre is called: the plain name first."""
        if self.centre_id:
            return self.centre.title_nl
        return self.proposed_plain_name or self.proposed_name

    @property
    def status(self) -> ApplicationState:
        return ApplicationState(self.state)

    @property
    def is_reassessment(self) -> bool:
        return self.kind == ApplicationKind.REASSESSMENT

    @property
    def is_released(self) -> bool:
        return self.state == ApplicationState.RELEASED


def of_application(name: str) -> FrozenOnceReleased:
    """Return the constraint that a row of an application stays as it was released."""
    return FrozenOnceReleased(
        owner="application",
        owner_table=APPLICATION_TABLE,
        name=name,
        violation_error_message=RELEASED_MESSAGE,
    )


class Approval(Record):
    """The approval that criterion 13 asks for: by the hospital board, and by the medical staff."""

    class Body(models.TextChoices):
        BOARD = "board", _("hospital board")
        MEDICAL_STAFF = "medical_staff", _("medical staff")

    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("application"), related_name="approvals"
    )
    body = models.CharField(_("approved by"), max_length=13, choices=Body.choices)
    name = models.CharField(_("name of who signed"), max_length=200)
    approved_on = models.DateField(_("approved on"))

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["application", "body"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "body"],
                name="body_approves_an_application_once",
                violation_error_message=_("This approval is there already."),
            ),
            models.CheckConstraint(
                condition=Q(body__in=["board", "medical_staff"]) & ~Q(name=""),
                name="approval_has_a_body_and_a_name",
                violation_error_message=_("Say who approved, and the name of who signed."),
            ),
            of_application("released_approval_does_not_change"),
        ]

    def __str__(self):
        return f"{self.get_body_display()}: {self.name}"


class CompletionRequest(Record):
    """What STZ asks the hospital to complete: only the named criteria reopen, until a new day."""

    application = models.ForeignKey(
        Application,
        models.PROTECT,
        verbose_name=_("application"),
        related_name="completion_requests",
    )
    criteria = models.ManyToManyField(Criterion, verbose_name=_("criteria"), related_name="+")
    question = models.TextField(_("what is asked"))
    due_on = models.DateField(_("to be completed through"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by"), related_name="+"
    )
    asked_on = models.DateField(_("asked on"))
    answered_on = models.DateField(_("completed on"), null=True, blank=True)

    _history_m2m_fields = (criteria,)

    class Meta:
        verbose_name = _("request for completion")
        verbose_name_plural = _("requests for completion")
        ordering = ["application", "-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_on__isnull=True),
                name="application_has_one_open_completion_request",
                violation_error_message=_("There is an open request for completion already."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("asked_on")) & ~Q(question=""),
                name="completion_is_due_after_it_is_asked",
                violation_error_message=_("Say what is asked, and a day that is not past."),
            ),
            of_application("released_completion_request_does_not_change"),
        ]

    def __str__(self):
        return f"{self.application.reference}: {self.question[:60]}"
