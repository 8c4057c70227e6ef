"""What is written to hospitals and committee: letters, the outbox, and which reminders went out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from hospitals.constraints import FrozenOnceReleased
from hospitals.models import Hospital
from hospitals.records import Record

from .applications import Application
from .decisions import DECISION_TABLE, Decision
from .rules import RELEASED_MESSAGE


class Contact(Record):
    """Who at a hospital hears about rounds and terms. Personal data: never public.

    ``user`` is the account of this person, if there is one.
    """

    hospital = models.ForeignKey(
        Hospital, models.PROTECT, verbose_name=_("hospital"), related_name="+"
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    position = models.CharField(
        _("position"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("Such as: quality manager."),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("account"),
        null=True,
        blank=True,
        related_name="+",
    )
    contact_through = models.DateField(
        _("contact through"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )

    class Meta:
        verbose_name = _("contact of a hospital")
        verbose_name_plural = _("contacts of hospitals")
        ordering = ["hospital__sort_key", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "email"],
                name="contact_stands_once_per_hospital",
                violation_error_message=_("This person is a contact of this hospital already."),
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.hospital.short_name})"


class OutboxMessage(Record):
    """A mail that is to go out, exactly as it will be sent.

    ``key`` names what it is about, so that nothing is written twice. A message whose sending was
    begun and not finished may have gone out: it is not sent again by itself but shown to staff,
    as is one that failed too often (``gave_up_at``; ``last_error`` stands until somebody decides).
    """

    class Kind(models.TextChoices):
        LETTER = "letter", _("letter about a decision")
        REMINDER = "reminder", _("reminder")
        ASSIGNMENT = "assignment", _("assignment")
        NOTICE = "notice", _("notice to staff")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=200, unique=True, editable=False)
    application = models.ForeignKey(
        Application,
        models.PROTECT,
        verbose_name=_("application"),
        null=True,
        blank=True,
        related_name="+",
    )
    to_name = models.CharField(_("to"), max_length=200, blank=True, default="")
    to_email = models.EmailField(_("address"))
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    message_id = models.CharField(max_length=200, unique=True, editable=False)
    sha256 = models.CharField(_("hash"), max_length=64, editable=False)
    created_at = models.DateTimeField(_("written at"), db_default=Now())
    next_attempt_at = models.DateTimeField(_("next attempt"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sending_since = models.DateTimeField(_("sending since"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    gave_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True, default="")

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(sent_at__isnull=True, gave_up_at__isnull=True),
                name="mail_that_waits",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(gave_up_at__isnull=True),
                name="mail_is_sent_or_given_up",
                violation_error_message=_("A mail was sent or given up, not both."),
            )
        ]

    def __str__(self):
        return f"{self.to_email}: {self.subject}"


class Letter(Record):
    """The letter about a decision: approved as text, then archived exactly as it was sent.

    ``written_for`` is the day of release that its dates were written for. ``body`` is the approved
    text; a release on another day, or a changed decision, asks for a new approval.
    """

    decision = models.OneToOneField(
        Decision, models.PROTECT, verbose_name=_("decision"), related_name="letter"
    )
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    sha256 = models.CharField(_("hash"), max_length=64, editable=False)
    written_for = models.DateField(_("written for a release on"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("approved by"), related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"))
    message = models.OneToOneField(
        OutboxMessage,
        models.PROTECT,
        verbose_name=_("mail"),
        null=True,
        blank=True,
        related_name="letter",
    )

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-approved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") & ~Q(sha256=""),
                name="letter_has_a_text",
                violation_error_message=_("A letter has a text."),
            ),
            FrozenOnceReleased(
                owner="decision",
                owner_table=DECISION_TABLE,
                name="released_letter_does_not_change",
                violation_error_message=RELEASED_MESSAGE,
            ),
        ]

    def __str__(self):
        return f"{self.decision.application.reference}: {self.subject}"


class SentReminder(models.Model):
    """That a person was reminded of something, at a step of its rule: once, on a day.

    One mail may name several things; ``about`` says which one this is, with the day that it is due,
    so that the steps begin anew when that day moves. Who may not know of ``application``, or of
    applications for ``centre``, does not see the mail (``assessments.correspondence``).
    """

    kind = models.CharField(_("kind"), max_length=30)
    step = models.CharField(_("step"), max_length=10)
    about = models.CharField(_("about"), max_length=60)
    email = models.EmailField(_("address"))
    day = models.DateField(_("day"))
    application = models.ForeignKey(
        Application,
        models.PROTECT,
        verbose_name=_("application"),
        null=True,
        blank=True,
        related_name="+",
    )
    centre = models.ForeignKey(
        Centre, models.PROTECT, verbose_name=_("centre"), null=True, blank=True, related_name="+"
    )
    message = models.ForeignKey(
        OutboxMessage, models.PROTECT, verbose_name=_("mail"), related_name="+"
    )

    class Meta:
        verbose_name = _("sent reminder")
        verbose_name_plural = _("sent reminders")
        ordering = ["-day", "kind", "email"]
        indexes = [models.Index(fields=["day"], name="reminder_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "kind", "step", "email"],
                name="person_is_reminded_once_per_step",
                violation_error_message=_("This person was reminded of this already."),
            )
        ]

    def __str__(self):
        return f"{self.day.isoformat()} {self.kind}-{self.step}: {self.email}"
