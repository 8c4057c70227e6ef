"""Decisions on applications, what they require, and objections to them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centres.models import Recognition
from hospitals.constraints import FrozenOnceReleased
from hospitals.records import Record

from .applications import Application
from .rules import RELEASED_MESSAGE, two_people

DECISION_TABLE = "assessments_decision"


class DecisionOutcome(models.TextChoices):
    RECOGNISED = "recognised", _("recognised")
    WITH_REQUIREMENTS = "with_requirements", _("recognised with requirements")
    NOT_RECOGNISED = "not_recognised", _("not recognised")
    DEFERRED = "deferred", _("deferred")


RECOGNISING = (DecisionOutcome.RECOGNISED, DecisionOutcome.WITH_REQUIREMENTS)


class DecisionQuerySet(models.QuerySet):
    def current(self):
        """The decisions that hold: those that no later decision replaces."""
        return self.filter(replaced_by__isnull=True)


class Decision(Record):
    """The outcome of an application, with its reasons.

    Before the release it may be replaced by reconsidering it; after it only by a correction, which
    names the decision it replaces, gives a reason and takes a second person. Nothing is
    overwritten.

    ``valid_from`` is the first day of the recognition; empty means: the day of the release, or the
    day after the term that still runs. ``recognition`` is what the release produced.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("application"), related_name="decisions"
    )
    outcome = models.CharField(_("outcome"), max_length=17, choices=DecisionOutcome.choices)
    reasons = models.TextField(_("reasons"), help_text=_("The hospital reads these in its letter."))
    decided_on = models.DateField(_("decided on"))
    decided_by = models.CharField(
        _("decided by"), max_length=200, help_text=_("Such as: the committee, meeting of 3 June.")
    )
    valid_from = models.DateField(
        _("recognised from"),
        null=True,
        blank=True,
        help_text=_("Empty: the day of the release, or the day after the term that still runs."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+"
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    correction_reason = models.TextField(_("why it replaces the other"), blank=True, default="")
    recognition = models.ForeignKey(
        Recognition,
        models.PROTECT,
        verbose_name=_("recognition"),
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

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["application", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(replaces__isnull=True),
                name="application_has_one_first_decision",
                violation_error_message=_("There is a decision on this application already."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=DecisionOutcome.values) & ~Q(reasons=""),
                name="decision_has_an_outcome_and_reasons",
                violation_error_message=_("A decision has an outcome and reasons."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(outcome__in=["recognised", "with_requirements"]),
                name="only_a_recognition_has_a_first_day",
                violation_error_message=_("Only a recognition has a first day."),
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, correction_reason="")
                | (Q(replaces__isnull=False) & ~Q(correction_reason="")),
                name="replacing_decision_has_a_reason",
                violation_error_message=_("A decision that replaces another says why."),
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("pk")),
                name="decision_does_not_replace_itself",
                violation_error_message=_("A decision does not replace itself."),
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="released_decision_has_a_person",
                violation_error_message=_("A released decision has the person who released it."),
            ),
            two_people("recorded_by", "released_by", name="decision_takes_two_people"),
            FrozenOnceReleased(
                owner="id",
                owner_table=DECISION_TABLE,
                name="released_decision_does_not_change",
                violation_error_message=RELEASED_MESSAGE,
            ),
        ]

    def __str__(self):
        return f"{self.application.reference}: {self.get_outcome_display()}"

    @property
    def recognises(self) -> bool:
        return self.outcome in RECOGNISING


class Requirement(Record):
    """What a conditional decision asks: by when, and how the hospital shows that it is met."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("decision"), related_name="requirements"
    )
    text = models.TextField(_("what is required"))
    evidence = models.TextField(_("how it is shown"))
    due_on = models.DateField(_("due on"))

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["decision", "due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], name="requirement_by_due_day")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(evidence=""),
                name="requirement_says_what_and_how",
                violation_error_message=_("Say what is required and how it is shown."),
            ),
            FrozenOnceReleased(
                owner="decision",
                owner_table=DECISION_TABLE,
                name="released_requirement_does_not_change",
                violation_error_message=RELEASED_MESSAGE,
            ),
        ]

    def __str__(self):
        return self.text[:80]


class RequirementCheck(Record):
    """Whether a requirement was met, judged on a day. The requirement itself does not change."""

    requirement = models.OneToOneField(
        Requirement, models.PROTECT, verbose_name=_("requirement"), related_name="check_result"
    )
    is_met = models.BooleanField(_("met"))
    judged_on = models.DateField(_("judged on"))
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("judged by"), related_name="+"
    )
    explanation = models.TextField(_("what was shown"))

    class Meta:
        verbose_name = _("judgement of a requirement")
        verbose_name_plural = _("judgements of requirements")
        ordering = ["requirement"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(explanation=""),
                name="requirement_check_has_an_explanation",
                violation_error_message=_("Say what was shown."),
            )
        ]

    def __str__(self):
        return str(self.requirement)


class Objection(Record):
    """A hospital objects to a released decision."""

    class Outcome(models.TextChoices):
        FOUNDED = "founded", _("founded")
        PARTLY_FOUNDED = "partly_founded", _("partly founded")
        UNFOUNDED = "unfounded", _("unfounded")
        INADMISSIBLE = "inadmissible", _("inadmissible")
        WITHDRAWN = "withdrawn", _("withdrawn by the hospital")

    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("decision"), related_name="objections"
    )
    received_on = models.DateField(_("received on"))
    term_through = models.DateField(_("term for objecting through"))
    grounds = models.TextField(_("grounds"))
    outcome = models.CharField(
        _("outcome"), max_length=14, choices=Outcome.choices, blank=True, default=""
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    effect = models.TextField(_("effect and reasons"), blank=True, default="")
    new_decision = models.OneToOneField(
        Decision,
        models.PROTECT,
        verbose_name=_("new decision"),
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(outcome=""),
                name="decision_has_one_open_objection",
                violation_error_message=_("There is an open objection already."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True, effect="")
                | (
                    Q(outcome__in=["founded", "partly_founded", "unfounded", "inadmissible",
                                   "withdrawn"], decided_on__isnull=False)
                    & ~Q(effect="")
                ),
                name="objection_outcome_is_complete_or_absent",
                violation_error_message=_("An outcome has its day and what it does."),
            ),
            models.CheckConstraint(
                condition=~Q(grounds=""),
                name="objection_has_grounds",
                violation_error_message=_("Say on which grounds."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.decision.application.reference}: {self.received_on.isoformat()}"

    @property
    def is_in_time(self) -> bool:
        return self.received_on <= self.term_through
