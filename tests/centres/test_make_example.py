"""The invented register: complete at any size, the same for the same seed, and plainly invented."""

import datetime
import io
from collections import Counter

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from centres.example.accounts import make_accounts
from centres.example.register import make_register
from centres.models import (
    Centre,
    CentreName,
    Condition,
    ConditionName,
    Partner,
    PublishedRound,
    Recognition,
    Specialty,
    Suspension,
    YearlyFigure,
)
from centres.status import Status
from hospitals.models import Hospital
from tests.builders import make_condition, make_hospital, make_specialty

DAY = datetime.date(2026, 3, 2)
AROUND = [datetime.date(2024, 2, 29) + datetime.timedelta(days=97 * step) for step in range(16)]

pytestmark = pytest.mark.django_db


def statuses_on(day: datetime.date) -> Counter:
    return Counter(Centre.objects.with_status_on(day).values_list("status_on_day", flat=True))


def make_without_rounds(*words: str, stdout=None, **options) -> None:
    """Call the command for the public register alone; ``tests/assessments`` has its rounds."""
    call_command("make_example", *words, rounds="off", stdout=stdout or io.StringIO(), **options)


def picture() -> dict[str, list[tuple]]:
    """Return what the register says, without the keys by which the database joins it."""
    rows = {
        Hospital: ("public_id", "slug", "name", "merged_into__slug"),
        ConditionName: ("condition__slug", "kind", "name"),
        Centre: (
            *("public_id", "slug", "name", "plain_name", "name_en", "kind", "age_group"),
            *("reach", "for_whom", "confirmed_on", "hospital__slug", "merged_into__slug"),
        ),
        Centre.conditions.through: ("centre__slug", "condition__slug"),
        Centre.locations.through: ("centre__slug", "location__name"),
        CentreName: ("centre__slug", "name", "used_through"),
        Partner: ("centre__slug", "hospital__slug", "outside_name"),
        Recognition: (
            *("centre__slug", "outcome", "origin", "round__year", "round__number"),
            *("valid_from", "valid_through", "extended_through", "last_day"),
        ),
        Suspension: ("recognition__centre__slug", "suspended_from", "suspended_through"),
        YearlyFigure: ("centre__slug", "year", "value"),
        PublishedRound: ("year", "number", "handled", "recognised"),
        Centre.history.model: ("slug", "name", "history_date", "history_change_reason"),
    }
    return {
        model.__name__: sorted(model.objects.values_list(*fields), key=repr)
        for model, fields in rows.items()
    }


# On any day ---------------------------------------------------------------------------------------


def test_status_in_sql_and_in_python_is_the_same_around_the_day_of_an_example():
    make_register(centres=120, seed=3, day=DAY)
    for day in [DAY, *AROUND]:
        centres = Centre.objects.with_status_on(day)
        centres = centres.prefetch_related("recognitions__suspensions")
        in_sql = {centre.slug: centre.status_on_day for centre in centres}
        assert in_sql == {centre.slug: centre.status_on(day) for centre in centres}


# The same again, or not ---------------------------------------------------------------------------


def test_same_seed_gives_the_same_register():
    make_register(centres=60, seed=7, day=DAY)
    first = picture()
    make_register(centres=60, seed=7, day=DAY, replace=True)
    assert picture() == first


def test_same_seed_on_another_day_gives_the_same_centres():
    def identities():
        fields = ("public_id", "slug", "name", "kind", "age_group")
        return list(Centre.objects.order_by("public_id").values_list(*fields))

    make_register(centres=60, seed=7, day=DAY)
    first = identities()
    make_register(centres=60, seed=7, day=datetime.date(2028, 2, 29), replace=True)
    assert identities() == first
    assert set(statuses_on(datetime.date(2028, 2, 29))) == set(Status)


def test_another_seed_gives_another_register():
    make_register(centres=10, seed=1, day=DAY)
    first = set(Centre.objects.values_list("public_id", flat=True))
    make_register(centres=10, seed=2, day=DAY, replace=True)
    assert first.isdisjoint(Centre.objects.values_list("public_id", flat=True))


@pytest.mark.parametrize("day", ["2022-01-01", "2024-02-29", "2026-03-15", "2026-09-14"])
def test_example_has_every_status_on_any_day(day):
    day = datetime.date.fromisoformat(day)
    make_register(centres=300, seed=5, day=day)
    assert set(statuses_on(day)) == set(Status)


@pytest.mark.parametrize(("centres", "hospitals", "conditions"), [(10, 6, 42), (281, 27, 120)])
def test_hospitals_and_conditions_grow_with_the_centres(centres, hospitals, conditions):
    make_register(centres=centres, seed=1, day=DAY)
    assert (Hospital.objects.count(), Condition.objects.count()) == (hospitals, conditions)


# Refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("centres", [-1, 0, 9, 100_001])
def test_impossible_number_of_centres_is_refused(centres):
    with pytest.raises(CommandError, match="from 10 through 100,000 centres"):
        call_command("make_example", centres=centres)


@pytest.mark.parametrize("day", ["2021-12-31", "9999-12-31"])
def test_impossible_reference_day_is_refused(day):
    with pytest.raises(CommandError, match="reference day lies from 2022-01-01"):
        call_command("make_example", "--day", day)


def test_text_that_is_no_day_is_refused():
    with pytest.raises(CommandError, match="'2024-02-30' is not a day such as 2026-03-31"):
        call_command("make_example", "--day", "2024-02-30")


@pytest.mark.parametrize("options", [{}, {"replace": True}])
def test_real_register_is_never_touched(options):
    hospital = make_hospital()
    with pytest.raises(CommandError, match="records that are not an example"):
        call_command("make_example", centres=10, **options)
    assert list(Hospital.objects.all()) == [hospital]


def test_database_with_other_records_than_hospitals_is_never_touched():
    specialty = make_specialty()
    with pytest.raises(CommandError, match="records that are not an example"):
        call_command("make_example", centres=10, replace=True)
    assert list(Specialty.objects.all()) == [specialty]


def test_replace_leaves_what_staff_added_to_an_example():
    make_register(centres=10, seed=1, day=DAY)
    condition = make_condition()
    with pytest.raises(CommandError, match="records that are not an example"):
        call_command("make_example", centres=10, replace=True)
    assert Condition.objects.filter(pk=condition.pk).exists()


def test_second_example_is_refused_without_replace():
    make_without_rounds(centres=10)
    with pytest.raises(CommandError, match="Add --replace"):
        make_without_rounds(centres=60)
    assert Centre.objects.count() == 10


def test_replace_leaves_nothing_of_the_example_before():
    make_without_rounds(centres=60)
    make_without_rounds(centres=10, replace=True)
    assert Centre.objects.count() == 10
    assert Centre.history.filter(history_type="+").count() == 10
    assert PublishedRound.objects.count() == 8


# The command --------------------------------------------------------------------------------------


def test_command_tells_what_it_made():
    told = io.StringIO()
    make_without_rounds("--centres", "10", "--day", "2026-03-02", stdout=told)
    assert [line.split() for line in told.getvalue().splitlines()[:3]] == [
        ["An", "invented", "register:"],
        ["6", "hospitals"],
        ["42", "conditions"],
    ]
    assert "Centres by status on 2026-03-02:\n        1 recognised\n" in told.getvalue()
    assert not get_user_model().objects.exists()


def test_users_are_refused_outside_development(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="on a development machine only"):
        call_command("make_example", centres=10, users=True)
    assert not Hospital.objects.exists()
    assert not get_user_model().objects.exists()


def test_users_can_log_in_with_what_is_printed(settings):
    settings.DEBUG = True
    accounts = make_accounts(second_factor=True)
    for account in accounts:
        assert account.user.check_password(account.password)
        code = format_hotp_value(hotp_value(account.totp_secret, next(counters())))
        totp = Authenticator.objects.get(user=account.user, type=Authenticator.Type.TOTP)
        assert totp.wrap().validate_code(code)
        assert len(account.recovery_codes) == 10
    assert [account.role.title for account in accounts] == ["superuser", "editor", "reader"]


def test_users_have_the_rights_of_their_role_and_no_more(settings):
    settings.DEBUG = True
    make_accounts(second_factor=False)
    users = get_user_model().objects.order_by("username")
    groups = [list(user.groups.values_list("name", flat=True)) for user in users]
    assert [user.username for user in users] == [
        "voorbeeld-beheerder",
        "voorbeeld-lezer",
        "voorbeeld-redacteur",
    ]
    assert groups == [[], ["reader"], ["editor"]]
    assert [user.is_superuser for user in users] == [True, False, False]
    assert not Authenticator.objects.exists()


def test_users_made_again_get_new_passwords(settings):
    settings.DEBUG = True
    before = [account.password for account in make_accounts(second_factor=True)]
    after = make_accounts(second_factor=False)
    assert not set(before) & {account.password for account in after}
    assert get_user_model().objects.count() == 3
    assert not Authenticator.objects.exists()


def test_users_appear_in_the_history(settings):
    settings.DEBUG = True
    told = io.StringIO()
    make_without_rounds(centres=60, users=True, second_factor="off", stdout=told)
    authors = Centre.history.values_list("history_user__username", flat=True).distinct()
    assert set(authors) == {"voorbeeld-beheerder", "voorbeeld-redacteur"}
    assert told.getvalue().count("password:") == 3
    assert "authenticator secret" not in told.getvalue()
