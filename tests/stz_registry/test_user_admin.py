"""How superusers keep accounts in the workplace."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import NoReverseMatch, reverse

from stz_registry.accounts import has_one_time_password
from stz_registry.roles import EDITOR, ONE_TIME_PASSWORD
from tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db

ADD = "admin:auth_user_add"
NEW = {
    "username": "roos",
    "first_name": "Roos",
    "last_name": "Visser",
    "email": "roos@stz.example",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def ids_of(*groups: str) -> list[int]:
    return list(Group.objects.filter(name__in=groups).values_list("pk", flat=True))


def fields_of(response) -> list[str]:
    return list(response.context["adminform"].form.fields)


def test_a_new_account_is_for_staff_with_its_role(superuser_client):
    superuser_client.post(reverse(ADD), NEW | {"groups": ids_of(EDITOR)})
    user = User.objects.get(username="roos")
    assert (user.is_staff, user.is_superuser, user.check_password(PASSWORD)) == (True, False, True)
    assert (user.get_full_name(), user.email) == ("Roos Visser", "roos@stz.example")
    assert [group.name for group in user.groups.all()] == [EDITOR]


def test_a_new_account_has_a_one_time_password_unless_unticked(superuser_client):
    form = superuser_client.get(reverse(ADD)).context["adminform"].form
    assert [group.name for group in form["groups"].initial] == [ONE_TIME_PASSWORD]
    superuser_client.post(reverse(ADD), NEW | {"groups": ids_of(EDITOR, ONE_TIME_PASSWORD)})
    assert has_one_time_password(User.objects.get(username="roos"))


def test_roles_are_called_in_the_language_of_the_page(superuser_client):
    form = superuser_client.get(f"/en{reverse(ADD)}".replace("beheer", "admin"))
    choices = form.context["adminform"].form["groups"].field.choices
    assert [label for _value, label in choices] == ["Editor", "One-time password", "Reader"]


def test_no_separate_permissions_are_handed_out(superuser_client):
    address = reverse("admin:auth_user_change", args=[make_user("reader").pk])
    assert fields_of(superuser_client.get(address)) == [
        "username",
        "first_name",
        "last_name",
        "email",
        "password",
        "groups",
        "is_superuser",
        "is_active",
    ]


def test_the_groups_have_no_pages_of_their_own():
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")


def test_a_password_that_a_colleague_sets_is_a_one_time_password(superuser_client):
    user, other = make_user("editor"), make_user("editor")
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    data = {"password1": "a new long password", "password2": "a new long password"}
    superuser_client.post(address, data | {"usable_password": "true"})
    user.refresh_from_db()
    assert user.check_password("a new long password")
    assert (has_one_time_password(user), has_one_time_password(other)) == (True, False)


def test_an_account_is_not_removed_since_the_history_names_it(superuser_client):
    user = make_user("editor")
    address = reverse("admin:auth_user_delete", args=[user.pk])
    assert superuser_client.post(address, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def test_somebody_who_may_change_accounts_makes_no_superuser(reader_client):
    grant(reader_client.user, "view_user", "change_user")
    colleague, chief = make_user("reader"), make_user("superuser")
    own = reader_client.get(reverse("admin:auth_user_change", args=[colleague.pk]))
    assert "is_superuser" not in fields_of(own)
    refused = reader_client.post(reverse("admin:auth_user_change", args=[chief.pk]), {})
    password = reader_client.get(reverse("admin:auth_user_password_change", args=[chief.pk]))
    assert (refused.status_code, password.status_code) == (403, 403)


def grant(user: User, *codenames: str) -> None:
    from django.contrib.auth.models import Permission

    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))


def apps_in_menu(client) -> list[str]:
    return [app["app_label"] for app in client.get(reverse("admin:index")).context["app_list"]]


def test_an_editor_sees_the_records_in_the_menu_and_no_accounts(editor_client):
    assert sorted(apps_in_menu(editor_client)) == ["assessments", "centres", "hospitals"]


def test_a_reader_may_not_open_the_accounts(reader_client):
    assert reader_client.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_the_list_of_accounts_names_each_ones_role(superuser_client, django_assert_max_num_queries):
    make_user("editor", username="aafje")
    with django_assert_max_num_queries(10):
        page = superuser_client.get(reverse("admin:auth_user_changelist"))
    rows = page.context["cl"].result_list
    assert [user.username for user in rows][:1] == ["aafje"]
