"""Making an example with its rounds: the same for the same seed, on any day, and for good."""

import datetime
import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction

from assessments.example.rounds import make_rounds
from assessments.models import (
    Answer,
    Application,
    AssessmentRound,
    Assignment,
    Decision,
    Finding,
    Requirement,
)
from assessments.states import ApplicationState, RoundState
from centres.example.register import EARLIEST_DAY, make_register
from centres.models import Centre, Recognition
from centres.status import Status

DAY = datetime.date(2026, 3, 2)

pytestmark = pytest.mark.django_db


def make_example(day: datetime.date, seed: int = 1) -> None:
    make_register(centres=10, seed=seed, day=day)
    make_rounds(seed=seed, day=day)


def picture() -> dict[str, list[tuple]]:
    """Return what the rounds say, without the keys by which the database joins them."""
    rows = {
        AssessmentRound: ("year", "number", "state", "opens_on", "planned_release_on"),
        Application: (
            *("reference", "round__year", "round__number", "state", "kind", "submitted_on"),
            *("hospital__slug", "centre__public_id", "proposed_name"),
        ),
        Answer: ("application__reference", "criterion__number", "text"),
        Assignment: ("application__reference", "member__user__username", "submitted_on"),
        Finding: (
            *("assignment__application__reference", "assignment__member__user__username"),
            *("criterion__number", "verdict"),
        ),
        Decision: ("application__reference", "outcome", "recognition__centre__public_id"),
        Centre: ("public_id", "slug", "name"),
        Recognition: ("centre__public_id", "valid_from", "valid_through", "extended_through"),
        Application.history.model: ("reference", "state", "history_date"),
    }
    return {
        model.__name__: sorted(model.objects.values_list(*fields), key=repr)
        for model, fields in rows.items()
    }


def test_same_seed_gives_the_same_rounds_in_every_state_on_the_earliest_day():
    pictures = []
    for _ in range(2):
        with transaction.atomic():
            make_example(EARLIEST_DAY, seed=7)
            pictures.append(picture())
            states = AssessmentRound.objects.values_list("state", flat=True)
            assert set(states) == set(RoundState)
            states = Application.objects.values_list("state", flat=True)
            assert set(states) == set(ApplicationState)
            due = Requirement.objects.filter(due_on__lt=EARLIEST_DAY)
            assert due.filter(check_result__isnull=True).exists()
            centres = Centre.objects.with_status_on(EARLIEST_DAY)
            assert set(centres.values_list("status_on_day", flat=True)) == set(Status)
            transaction.set_rollback(True)
    assert pictures[0] == pictures[1]


def test_command_makes_rounds_and_accounts_of_every_role_and_removes_none_of_it(settings):
    settings.DEBUG = True
    told = io.StringIO()
    options = {"centres": 10, "day": DAY, "users": True, "second_factor": "off"}
    call_command("make_example", stdout=told, **options)
    lines = [line.split() for line in told.getvalue().splitlines()]
    assert ["8", "members", "of", "the", "committee"] in lines
    assert ["2", "rounds:", "released"] in lines
    names = [words[0] for words in lines if words[0].startswith("voorbeeld-")]
    assert names == [
        "voorbeeld-beheerder",
        "voorbeeld-redacteur",
        "voorbeeld-lezer",
        "voorbeeld-redacteur-2",
        "voorbeeld-voorzitter",
        "voorbeeld-commissielid",
        "voorbeeld-belang",
        "voorbeeld-ziekenhuis",
    ]
    users = {user.username: user for user in get_user_model().objects.all()}
    assert [users[name].is_staff for name in names] == [True] * 4 + [False] * 4
    assert {users[name].has_usable_password() for name in names} == {True}
    assert {users[name].has_usable_password() for name in users.keys() - set(names)} == {False}
    groups = users["voorbeeld-redacteur-2"].groups.values_list("name", flat=True)
    assert list(groups) == ["editor"]
    assert Centre.history.filter(history_user=users["voorbeeld-redacteur-2"]).exists()
    before = (Centre.objects.count(), Application.objects.count())
    for replace in (False, True):
        with pytest.raises(CommandError, match="what was released is never removed"):
            call_command("make_example", centres=10, replace=replace)
    assert (Centre.objects.count(), Application.objects.count()) == before
