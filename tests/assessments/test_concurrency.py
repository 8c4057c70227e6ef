"""Two people at the same moment: one wins and the other is told who came first; and `kill -9`."""

import contextlib
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from assessments import applications, decisions, releases
from assessments.completeness import applications_to_release
from assessments.models import (
    Application,
    AssessmentRound,
    Decision,
    DecisionOutcome,
    OutboxMessage,
)
from assessments.states import ApplicationState, RoundState
from centres.models import Centre, PublishedRound, Recognition
from hospitals.models import RegisterVersion
from hospitals.records import ChangedMeanwhile
from tests.assessments.builders import (
    MEETS,
    OPENS,
    RELEASES,
    WHY,
    close,
    make_accepted,
    make_decided,
    make_open_round,
    make_submitted,
    moment,
)
from tests.builders import make_user
from tests.same_moment import at_the_same_moment

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


def decide_as(user, application, outcome=DecisionOutcome.DEFERRED):
    """Return the act of deciding on the application as it is now."""
    mine = Application.objects.get(pk=application.pk)
    return lambda: decisions.decide(
        mine,
        version=mine.version,
        outcome=outcome,
        reasons=f"Door {user.pk}.",
        decided_on=MEETS,
        decided_by="de commissie",
        by=user,
    )


def release_as(user, round_):
    mine = AssessmentRound.objects.get(pk=round_.pk)
    return lambda: releases.release(
        mine, version=mine.version, at=moment(RELEASES), by=user, why=WHY
    )


def accept_as(user, application):
    mine = Application.objects.get(pk=application.pk)
    step = {"version": mine.version, "on": OPENS, "by": user, "why": WHY}
    return lambda: applications.accept(mine, **step)


def reconsider_as(user, application):
    mine = Application.objects.get(pk=application.pk)
    return lambda: decisions.reconsider(mine, version=mine.version, by=user, why=WHY)


def now(act):
    """Do ``act`` where other threads see it, and return what it gave."""
    (outcome,) = at_the_same_moment(act)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@pytest.fixture(autouse=True)
def elsewhere(move_to_file):
    """Let all that follows happen in threads of its own, on SQLite in a file of its own.

    The tests' own database stays empty: it could not be emptied, because what is in use or
    released is never removed.
    """
    move_to_file()


def race(*acts) -> tuple[int, list]:
    """Let the acts run at the same moment; return which one won, and all that they gave."""
    outcomes = at_the_same_moment(*acts)
    (winner,) = [place for place, each in enumerate(outcomes) if not isinstance(each, Exception)]
    return winner, outcomes


def told(loser) -> tuple:
    """Return what the loser of a race is told: that, and by whom, the record was changed."""
    return type(loser), loser.params["who"]


def to_release(recorder, *, size: int = 1) -> AssessmentRound:
    """Make a round that is closed, with ``size`` decided applications."""
    round_ = make_open_round()
    for _each in range(size):
        make_decided(round_, by=recorder)
    return close(round_)


def test_of_two_people_who_decide_one_wins():
    def world():
        users, application = [make_user(), make_user()], make_accepted(make_open_round())
        return users, [decide_as(user, application) for user in users]

    users, acts = now(world)
    winner, outcomes = race(*acts)
    assert told(outcomes[1 - winner]) == (ChangedMeanwhile, users[winner])
    stored = now(lambda: list(Decision.objects.values_list("reasons", flat=True)))
    assert stored == [f"Door {users[winner].pk}."]


@pytest.mark.parametrize(("make", "act"), [(make_accepted, decide_as), (make_submitted, accept_as)])
def test_a_double_click_acts_once(make, act):
    def world():
        user, application = make_user(), make(make_open_round())
        return user, application.version, [act(user, application) for _click in range(2)]

    user, version, acts = now(world)
    winner, outcomes = race(*acts)
    assert told(outcomes[1 - winner]) == (ChangedMeanwhile, user)
    assert now(lambda: Application.objects.get().version) == version + 1


def test_a_double_click_releases_once():
    def world():
        user, round_ = make_user(), to_release(make_user())
        return user, [release_as(user, round_) for _click in range(2)]

    user, acts = now(world)
    winner, outcomes = race(*acts)
    assert told(outcomes[1 - winner]) == (ChangedMeanwhile, user)
    counted = [PublishedRound.objects, Recognition.objects, OutboxMessage.objects]
    assert now(lambda: [each.count() for each in counted]) == [1, 1, 1]


def test_reconsidering_while_releasing():
    """Either the round is public and stays so, or the application is assessed again."""

    def world():
        recorder, releaser = make_user(), make_user()
        round_ = to_release(recorder)
        application = Application.objects.get()
        acts = [release_as(releaser, round_), reconsider_as(recorder, application)]
        return releaser, acts

    releaser, acts = now(world)
    winner, outcomes = race(*acts)
    states = now(lambda: (AssessmentRound.objects.get().state, Application.objects.get().state))
    if winner == 0:
        assert told(outcomes[1]) == (ChangedMeanwhile, releaser)
        assert states == (RoundState.RELEASED, ApplicationState.RELEASED)
    else:
        assert codes_of(outcomes[0]) == {"release_is_blocked"}
        assert states == (RoundState.ASSESSING, ApplicationState.IN_ASSESSMENT)
        assert now(PublishedRound.objects.count) == 0


def codes_of(error: ValidationError) -> set[str]:
    return {each.code for each in error.error_list}


def test_deciding_while_releasing():
    """The letter about a decision that is made at this moment is approved by nobody."""

    def world():
        recorder, releaser = make_user(), make_user()
        round_ = to_release(recorder)
        late = make_accepted(make_open_round(edition=round_.edition))
        Application.objects.filter(pk=late.pk).update(round=round_)
        return [release_as(releaser, round_), decide_as(recorder, late)]

    winner, outcomes = race(*now(world))
    assert (winner, codes_of(outcomes[0])) == (1, {"release_is_blocked"})
    assert now(PublishedRound.objects.count) == 0


def test_a_stale_form_is_told_who_changed_the_round():
    def world():
        first, second = make_user(), make_user()
        round_ = to_release(make_user())
        late = release_as(second, round_)
        moments = {"release_at": moment(RELEASES), "at": moment(MEETS)}
        releases.schedule(round_, version=round_.version, by=first, why=WHY, **moments)
        return first, late

    first, late = now(world)
    (outcome,) = at_the_same_moment(late)
    assert told(outcome) == (ChangedMeanwhile, first)


# kill -9 ----------------------------------------------------------------------------------------

CHILD = """
import datetime, sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from django.contrib.auth import get_user_model
from assessments.models import AssessmentRound
from assessments.releases import release
round_ = AssessmentRound.objects.get(pk=sys.argv[2])
user = get_user_model().objects.get(pk=sys.argv[3])
at = datetime.datetime.fromisoformat(sys.argv[4])
print("ready", flush=True)
sys.stdin.readline()
release(round_, version=round_.version, at=at, by=user, why="Openbaar")
print("done", flush=True)
sys.stdin.readline()
"""
SIZE = 5


@pytest.fixture
def ready(elsewhere) -> SimpleNamespace:
    """A round of some applications, ready to release, in a database that other processes reach."""

    def world():
        releaser, round_ = make_user(), to_release(make_user(), size=SIZE)
        last = list(applications_to_release(round_))[-1]
        return SimpleNamespace(round=round_, releaser=releaser, last=last)

    return now(world)


def database() -> str:
    """Return the name of the database, or of its file, for another process."""
    return now(lambda: str(connection.settings_dict["NAME"]))


@contextlib.contextmanager
def releasing(world, count: int = 1):
    """Give processes that are about to release the round, and end them at the end."""
    arguments = [database(), world.round.pk, world.releaser.pk, moment(RELEASES).isoformat()]
    command = [sys.executable, "-c", CHILD, *map(str, arguments)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with contextlib.ExitStack() as stack:
        children = [
            stack.enter_context(subprocess.Popen(command, cwd=ROOT, text=True, **pipes))
            for _each in range(count)
        ]
        try:
            assert [child.stdout.readline() for child in children] == ["ready\n"] * count
            yield children
        finally:
            for child in children:
                child.kill()


def go(child) -> None:
    child.stdin.write("\n")
    child.stdin.flush()


def what_is_public() -> tuple:
    """Return how much of the release is there, once nobody writes any more."""

    def count():
        with transaction.atomic():
            RegisterVersion.lock()
            return (
                AssessmentRound.objects.get().state,
                Application.objects.filter(released_at__isnull=False).count(),
                Decision.objects.filter(released_at__isnull=False).count(),
                OutboxMessage.objects.filter(kind="letter").count(),
                Recognition.objects.count(),
                Centre.objects.count(),
                PublishedRound.objects.count(),
            )

    return now(count)


NOTHING = (RoundState.ASSESSING, 0, 0, 0, 0, 0, 0)
ALL = (RoundState.RELEASED, SIZE, SIZE, SIZE, SIZE, SIZE, 1)

ENDLESS = (
    "SELECT count(*) FROM (WITH RECURSIVE endless(n) AS"
    " (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT n FROM endless)"
)


def kill_in_sqlite(world, child) -> None:
    """Let the database stand still at the last application, and kill the process there."""
    with contextlib.closing(sqlite3.connect(database(), timeout=0)) as other:
        other.execute(
            "CREATE TRIGGER standstill BEFORE UPDATE ON assessments_application"
            f" WHEN NEW.id = {world.last.pk} BEGIN {ENDLESS}; END"
        )
        go(child)
        wait_until(lambda: is_locked(other))
        time.sleep(0.5)  # it works its way to the last application, which it never gets past
        child.kill()
        child.wait()
        other.execute("DROP TRIGGER standstill")


def is_locked(other: sqlite3.Connection) -> bool:
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    other.rollback()
    return False


def kill_in_postgresql(world, child) -> None:
    """Hold the row of the last application, and kill the process that waits for it."""

    def hold():
        with transaction.atomic():
            Application.objects.select_for_update().get(pk=world.last.pk)
            go(child)
            wait_until(somebody_waits)
            child.kill()
            child.wait()

    now(hold)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def wait_until(condition, seconds: int = 30) -> None:
    for _time in range(20 * seconds):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def test_a_kill_in_the_middle_of_a_release_leaves_nothing(ready):
    kill = {"sqlite": kill_in_sqlite, "postgresql": kill_in_postgresql}[connection.vendor]
    with releasing(ready) as (child,):
        kill(ready, child)
    assert what_is_public() == NOTHING
    now(lambda: release_as(ready.releaser, ready.round)())
    assert what_is_public() == ALL


def test_a_kill_at_any_moment_leaves_all_or_nothing(ready):
    found = []
    with releasing(ready, count=3) as children:
        for child in children:
            go(child)
            time.sleep(random.uniform(0, 0.4))
            child.kill()
            child.wait()
            found.append(what_is_public())
    assert set(found) <= {NOTHING, ALL}
    if found[-1] == NOTHING:
        now(lambda: release_as(ready.releaser, ready.round)())
    assert what_is_public() == ALL
