"""Accounts in the workplace: a name, a role, and a password that its owner replaces.

Superusers keep them. The groups are the roles, which stand in the code (``roles.py``), so they
have no pages of their own, and nobody hands out separate permissions. Nor have allauth's e-mail
addresses: the register knows one address per account.
"""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from hospitals.record_admin import OwnLookups

from .accounts import expect_own_password
from .roles import ONE_TIME_PASSWORD, TITLES

ABOUT = ("username", "first_name", "last_name", "email")


def title_of(group: Group) -> str:
    return str(TITLES.get(group.name, group.name))


class RoleField(forms.ModelMultipleChoiceField):
    """The groups, called as people call them."""

    def __init__(self, **options):
        super().__init__(
            Group.objects.order_by("name"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("Role"),
            help_text=_(
                "An editor adds and changes records, a reader only reads them. Who has a one-time"
                " password chooses another one before anything else."
            ),
            **options,
        )

    def label_from_instance(self, group: Group) -> str:
        return title_of(group)


class AccountForm(UserChangeForm):
    groups = RoleField()


class NewAccountForm(UserCreationForm):
    """A new account; what its maker types as password, its owner replaces at once."""

    groups = RoleField(initial=lambda: Group.objects.filter(name=ONE_TIME_PASSWORD))


class OneTimePasswordForm(AdminPasswordChangeForm):
    """A password that somebody else chose: its owner replaces it at the next log-in."""

    def save(self, commit=True):
        user = super().save(commit)
        if user.has_usable_password():
            expect_own_password(user)
        return user


admin.site.unregister([EmailAddress, Group, User])


@admin.register(User)
class AccountAdmin(OwnLookups, UserAdmin):
    form, add_form = AccountForm, NewAccountForm
    add_form_template = None  # Django's speaks of a second step, which there is not
    change_password_form = OneTimePasswordForm
    list_display = ("username", "first_name", "last_name", "roles", "is_superuser", "is_active")
    list_filter = ("is_active", "is_superuser")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (_("Who is it?"), {"fields": (*ABOUT, "password")}),
        (_("What may this person do?"), {"fields": ("groups", "is_superuser", "is_active")}),
        (_("Since when?"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (_("Who is it?"), {"fields": ABOUT}),
        (_("What may this person do?"), {"fields": ("groups",)}),
        (_("One-time password"), {
            "fields": ("password1", "password2"),
            "description": _(
                "Pass it on to this person, who chooses a password of their own at the first"
                " log-in."
            ),
        }),
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request, obj=None):
        fixed = () if request.user.is_superuser else ("is_superuser",)
        return (*super().get_readonly_fields(request, obj), *fixed)

    def has_change_permission(self, request, obj=None) -> bool:
        """Only a superuser changes a superuser, whatever permissions somebody else was given."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or not (obj and obj.is_superuser))

    def has_delete_permission(self, request, obj=None) -> bool:
        """The history names who made each change; who leaves is made inactive."""
        return False

    def save_model(self, request, obj, form, change):
        """Every account that is made here is for staff: there are no others."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    @admin.display(description=_("role"))
    def roles(self, user: User) -> str:
        return ", ".join(title_of(group) for group in user.groups.all())
