"""Members of the committee and contacts of hospitals, with what they have an interest in."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital
from hospitals.record_admin import RecordAdmin, RecordInline

from ..conflicts import Employment, has_employment_conflict, visible_applications
from ..models import Application, CommitteeMember, Contact, Employer
from ..states import ApplicationState

PREVIEW = "interests"
OVER = (ApplicationState.RELEASED, ApplicationState.WITHDRAWN)


class InterestsForm(forms.Form):
    """Asks for whom somebody works or worked, before they are invited."""

    hospital = forms.ModelMultipleChoiceField(
        Hospital.objects.filter(merged_into__isnull=True),
        label=_("STZ hospitals"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    outside = forms.CharField(
        label=_("Employers outside STZ"),
        help_text=_("One on each line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def employments(self) -> list[Employment]:
        hospitals = [Employment(each.pk, "", None) for each in self.cleaned_data["hospital"]]
        names = map(str.strip, self.cleaned_data["outside"].splitlines())
        return [*hospitals, *(Employment(None, name, None) for name in names if name)]


def open_conflicts(user, employments: list[Employment]) -> tuple[list[Application], int]:
    """Return the open applications in which ``employments`` are an interest, and of how many.

    Only of those that ``user`` may see: neither number tells of another.
    """
    visible = (
        visible_applications(user)
        .exclude(state__in=OVER)
        .select_related("round", "hospital", "centre")
        .prefetch_related("centre__partners", "proposed_partners")
    )
    applications = list(visible)
    concerned = [each for each in applications if has_employment_conflict(employments, each)]
    return concerned, len(applications)


class NotOneselfMixin:
    """Nobody writes of themselves for whom they work: a conflict of interest follows from it."""

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not is_oneself(request, obj)


def is_oneself(request, record) -> bool:
    return record is not None and record.user_id == request.user.pk


class EmployerInline(NotOneselfMixin, RecordInline):
    model = Employer
    fields = ("hospital", "outside_name", "employed_from", "employed_through")

    def has_add_permission(self, request, obj) -> bool:
        return super().has_add_permission(request, obj) and not is_oneself(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not is_oneself(request, obj)


class PersonAdmin(NotOneselfMixin, RecordAdmin):
    is_confidential = True

    def get_autocomplete_fields(self, request) -> list[str]:
        """Accounts are chosen from a list: who is no superuser may not search them."""
        return [name for name in super().get_autocomplete_fields(request) if name != "user"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            accounts = get_user_model().objects.filter(is_active=True)
            kwargs["queryset"] = accounts.order_by("last_name", "username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _labelled(self, db_field, field):
        if db_field.name != "user":
            return super()._labelled(db_field, field)
        field.label_from_instance = account_label
        return field


def account_label(user) -> str:
    name = user.get_full_name()
    return f"{name} ({user.get_username()})" if name else user.get_username()


@admin.register(CommitteeMember)
class CommitteeMemberAdmin(PersonAdmin):
    change_list_template = "admin/assessments/committeemember/change_list.html"
    list_display = ("name", "role", "works_for", "member_from", "member_through")
    list_filter = ("role", "employers__hospital")
    list_select_related = ("user",)
    search_fields = ("user__first_name", "user__last_name", "user__username")
    ordering = ("user__last_name", "user__username")
    fixed_fields = ("user",)
    inlines = (EmployerInline,)
    fieldsets = ((None, {"fields": ("user", "role", "member_from", "member_through")}),)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("employers__hospital")

    def get_urls(self):
        page = path(
            f"{PREVIEW}/", self.admin_site.admin_view(self.interests_view), name=PREVIEW_NAME
        )
        return [page, *super().get_urls()]

    def interests_view(self, request):
        """Say in which open applications somebody would have an interest, before the invitation."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = InterestsForm(request.GET or None)
        context = self.admin_site.each_context(request) | {
            "title": _("Which conflicts of interest would somebody have?"),
            "form": form,
            "opts": self.opts,
            "list_url": reverse("admin:assessments_committeemember_changelist"),
        }
        if form.is_valid():
            context["concerned"], context["total"] = open_conflicts(
                request.user, form.employments()
            )
        return TemplateResponse(request, "admin/assessments/interests.html", context)

    @admin.display(description=_("name"), ordering="user__last_name")
    def name(self, member) -> str:
        return str(member)

    @admin.display(description=_("works or worked for"))
    def works_for(self, member) -> str:
        return ", ".join(str(each) for each in member.employers.all())


PREVIEW_NAME = "assessments_committeemember_interests"


@admin.register(Contact)
class ContactAdmin(PersonAdmin):
    list_display = ("name", "hospital", "position", "email", "contact_through")
    list_filter = ("hospital",)
    list_select_related = ("hospital",)
    search_fields = ("name", "email", "hospital__name", "hospital__short_name")
    ordering = ("hospital__sort_key", "name", "pk")
    fixed_fields = ("hospital",)
    fieldsets = (
        (_("Who is it?"), {"fields": ("hospital", "name", "position", "email", "user")}),
        (_("Until when?"), {"fields": ("contact_through",)}),
    )
