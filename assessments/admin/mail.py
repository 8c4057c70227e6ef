"""The outbox and the letters: read, never written by hand. What went wrong is decided on here."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.models import Centre
from hospitals.attention import Attention
from hospitals.list_filters import AttentionFilter
from hospitals.verb_pages import Verb

from ..conflicts import visible_applications
from ..correspondence import hidden_centres, visible_messages
from ..letters import hash_of as hash_of_letter
from ..models import Letter, OutboxMessage
from ..outbox import hash_of
from ..reminders import Due, planned_on
from ..sending import (
    IN_STATE,
    NOT_DEALT_WITH,
    MailState,
    give_up,
    mark_as_gone_out,
    may_be_given_up,
    may_be_tried_again,
    state_of,
    try_again,
)
from .application_forms import ReasonForm
from .parts import ConfidentialAdmin, PartAdmin, now


def may_have_gone_out(day) -> QuerySet[OutboxMessage]:
    """Mails whose sending was begun and not finished."""
    return OutboxMessage.objects.filter(IN_STATE[MailState.BEGUN])


def not_delivered(day) -> QuerySet[OutboxMessage]:
    """Mails that the program gave up, until a person decides on them."""
    return OutboxMessage.objects.filter(NOT_DEALT_WITH)


ATTENTION = (
    Attention("mail-begun", gettext_lazy("Mail that may have gone out, or not"), may_have_gone_out),
    Attention("mail-given-up", gettext_lazy("Mail that could not be delivered"), not_delivered),
)


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return MailState.choices

    def queryset(self, request, queryset):
        known = self.value() in MailState.values
        return queryset.filter(IN_STATE[MailState(self.value())]) if known else queryset


def offered_when(is_possible):
    """Return ``is_possible`` as ``Verb.offered`` asks it."""
    return lambda message, day: is_possible(message)


VERBS = (
    Verb("try-again", gettext_lazy("Try again"), gettext_lazy(
        "It goes out at the next run. If it did go out before, the receiver gets it twice."),
         ReasonForm, now(try_again), offered_when(may_be_tried_again)),
    Verb("gone-out", gettext_lazy("Mark as gone out"), gettext_lazy(
        "For when the mail server or the receiver says that it arrived."),
         ReasonForm, now(mark_as_gone_out), offered_when(may_be_tried_again)),
    Verb("give-up", gettext_lazy("Give up"), gettext_lazy(
        "It does not go out any more. It stays in the outbox."),
         ReasonForm, now(give_up), offered_when(may_be_given_up)),
)  # fmt: skip


def told_hash(is_right: bool) -> str:
    """Return what to say of a hash beside it."""
    return _("it is the hash of this text") if is_right else _("it is NOT the hash of this text")


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ConfidentialAdmin):
    change_list_template = "admin/assessments/outbox_list.html"
    list_display = ("subject", "to_email", "kind", "state", "created_at", "sent_at", "attempts")
    list_filter = (AttentionFilter, StateFilter, "kind")
    search_fields = ("to_email", "to_name", "subject")
    ordering = ("-created_at", "-pk")
    attention = ATTENTION
    verbs = VERBS
    fieldsets = (
        (gettext_lazy("What was written?"), {"fields": (
            "kind", "application", "to_name", "to_email", "subject", "body", "created_at")}),
        (gettext_lazy("Did it go out?"), {"fields": (
            "state", "attempts", "next_attempt_at", "sending_since", "sent_at", "gave_up_at",
            "last_error")}),
        (gettext_lazy("Is it what was put in the outbox?"), {"fields": (
            "message_id", "sha256", "hash_is_right")}),
    )  # fmt: skip
    readonly_fields = ("state", "message_id", "sha256", "hash_is_right")

    def get_urls(self):
        view = self.admin_site.admin_view(self.reminders_view)
        pages = [path("reminders/", view, name="assessments_outboxmessage_reminders")]
        return [*pages, *super().get_urls()]

    def get_queryset(self, request):
        visible = visible_messages(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=visible)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def may_use_verbs(self, request) -> bool:
        """Only verbs write a mail; who may change applications may use them."""
        return request.user.has_perm("assessments.change_application")

    @admin.display(description=gettext_lazy("state"))
    def state(self, message) -> str:
        return state_of(message).label

    @admin.display(description=gettext_lazy("does the hash agree?"))
    def hash_is_right(self, message) -> str:
        return told_hash(hash_of(message) == message.sha256)

    def reminders_view(self, request):
        """Show which reminders go out today, as far as the person who asks may know of them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        mails = visible_reminders(request.user, today)
        context = self.admin_site.each_context(request) | {
            "title": _("Reminders of today"),
            "opts": self.opts,
            "today": today,
            "count": len(mails),
            "rows": [(due, due.why(today)) for dues in mails for due in dues],
        }
        return TemplateResponse(request, "admin/assessments/reminders.html", context)


def visible_reminders(user, day) -> list[list[Due]]:
    """Return the reminders of ``day``, each as what ``user`` may know of it: no empty ones."""
    mails = [reminder.dues for reminder in planned_on(day)]
    about = {due.application.pk for dues in mails for due in dues if due.application}
    centres = {due.centre.pk for dues in mails for due in dues if due.centre}
    visible = set(visible_applications(user).filter(pk__in=about).values_list("pk", flat=True))
    visible_centres = centres - set(hidden_centres(user, Centre.objects.filter(pk__in=centres)))
    seen = [
        [
            due
            for due in dues
            if (due.application is None or due.application.pk in visible)
            and (due.centre is None or due.centre.pk in visible_centres)
        ]
        for dues in mails
    ]
    return [dues for dues in seen if dues]


@admin.register(Letter)
class LetterAdmin(PartAdmin):
    """Letters as they were approved, and archived as they were sent."""

    to_application = "decision__application"
    list_display = ("subject", "approved_at", "approved_by", "posted_at")
    list_select_related = ("decision__application", "approved_by", "message")
    search_fields = ("subject", "decision__application__reference")
    ordering = ("-approved_at", "-pk")
    fieldsets = (
        (gettext_lazy("What does it say?"), {"fields": ("decision", "subject", "body")}),
        (gettext_lazy("Who approved it?"), {"fields": (
            "approved_by", "approved_at", "written_for", "sha256", "hash_is_right")}),
        (gettext_lazy("What became of it?"), {"fields": ("message", "replaced_by")}),
    )  # fmt: skip
    readonly_fields = ("sha256", "hash_is_right", "replaced_by")

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    @admin.display(description=gettext_lazy("put in the outbox"), ordering="message__created_at")
    def posted_at(self, letter):
        return letter.message and letter.message.created_at

    @admin.display(description=gettext_lazy("does the hash agree?"))
    def hash_is_right(self, letter) -> str:
        return told_hash(hash_of_letter(letter.subject, letter.body) == letter.sha256)

    @admin.display(description=gettext_lazy("replaced by"))
    def replaced_by(self, letter) -> str:
        later = Letter.objects.filter(decision__replaces=letter.decision).first()
        if later is None:
            return "–"
        address = reverse("admin:assessments_letter_change", args=[later.pk])
        return format_html('<a href="{}">{}</a>', address, later)
