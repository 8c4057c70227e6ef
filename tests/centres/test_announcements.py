"""What becomes public of a round: announced, brought up to date, taken back, published."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from centres.announcements import announce, publish_round, take_back
from centres.models import AnnouncedRound, PublishedRound
from hospitals.models import RegisterVersion
from hospitals.partial_dates import Precision
from tests.builders import (
    make_announced_round,
    make_edition,
    make_recognition,
    make_round,
    make_user,
)

DATES = {
    "opens_on": datetime.date(2026, 3, 1),
    "closes_on": datetime.date(2026, 3, 31),
    "meets_on": datetime.date(2026, 5, 12),
    "planned_release_on": datetime.date(2026, 6, 1),
}
RELEASED = datetime.date(2026, 6, 2)
WHY = "De ronde gaat open"

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition(name="2024")


@pytest.fixture
def editor():
    return make_user("editor")


def announced(edition, *, by=None, **over) -> AnnouncedRound:
    values = {"year": 2026, "number": 1, "edition": edition, "applications": None, "why": WHY}
    return announce(**values | DATES | over, by=by)


def published(edition, *, by=None, **over) -> PublishedRound:
    values = {"year": 2026, "number": 1, "edition": edition, "released_on": RELEASED}
    return publish_round(**values | {"handled": 54, "why": WHY} | over, by=by)


def register_version() -> int:
    return RegisterVersion.current().number


def public_fields(record) -> dict:
    return {
        name: getattr(record, name)
        for name in (*DATES, "year", "number", "edition", "applications")
    }


def test_announced_round_has_its_dates_and_remembers_who_and_why(edition, editor):
    before = register_version()
    round_ = announced(edition, by=editor)
    assert public_fields(AnnouncedRound.objects.get()) == DATES | {
        "year": 2026, "number": 1, "edition": edition, "applications": None,
    }  # fmt: skip
    (entry,) = round_.history.all()
    assert (entry.history_user, entry.history_change_reason) == (editor, WHY)
    assert register_version() > before


def test_announcing_the_same_again_writes_nothing(edition):
    first = announced(edition)
    neighbour = make_announced_round(2026, 2, edition=edition)
    before = register_version()
    again = announced(edition)
    assert (again.pk, again.version, again.history.count()) == (first.pk, 1, 1)
    assert register_version() == before
    assert set(AnnouncedRound.objects.all()) == {first, neighbour}


@pytest.mark.parametrize(
    "change",
    [
        {"closes_on": datetime.date(2026, 4, 1)},
        {"opens_on": datetime.date(2026, 2, 28)},
        {"meets_on": datetime.date(2026, 5, 13)},
        {"planned_release_on": datetime.date(2026, 6, 2)},
        {"applications": 54},
        {"applications": 0},
    ],
)
def test_announcing_what_differs_changes_the_row(edition, change):
    announced(edition)
    neighbour = make_announced_round(2026, 2, edition=edition)
    before = register_version()
    announced(edition, **change)
    round_, other = AnnouncedRound.objects.order_by("number")
    assert public_fields(round_) == public_fields(neighbour) | {"number": 1} | change
    assert (round_.version, round_.history.count(), other.version) == (2, 2, 1)
    assert register_version() > before


def test_announcing_another_edition_changes_the_row(edition):
    announced(edition)
    later = make_edition(name="2027")
    assert announced(later).edition == AnnouncedRound.objects.get().edition == later


@pytest.mark.parametrize("wrong", [{"closes_on": datetime.date(2026, 2, 28)}, {"why": " "}])
def test_wrong_announcement_is_refused_and_leaves_what_stood(edition, wrong):
    with pytest.raises(ValidationError):
        announced(edition, **wrong)
    assert not AnnouncedRound.objects.exists()
    announced(edition)
    with pytest.raises(ValidationError):
        announced(edition, **{"applications": 3} | wrong)
    assert AnnouncedRound.objects.get().applications is None


def test_round_taken_back_is_gone_and_its_history_stays(edition, editor):
    round_, neighbour = announced(edition), make_announced_round(2026, 2, edition=edition)
    other_year = make_announced_round(2027, 1, edition=edition)
    before = register_version()
    take_back(year=2026, number=1, by=editor, why="Gaat niet door")
    assert set(AnnouncedRound.objects.all()) == {neighbour, other_year}
    last = AnnouncedRound.history.filter(id=round_.pk).first()
    assert (last.history_type, last.history_user, last.history_change_reason) == (
        "-", editor, "Gaat niet door",
    )  # fmt: skip
    assert register_version() > before


def test_taking_back_needs_a_reason(edition):
    announced(edition)
    with pytest.raises(ValidationError):
        take_back(year=2026, number=1, by=None, why=" ")
    assert AnnouncedRound.objects.count() == 1


def test_taking_back_what_was_never_announced_writes_nothing(edition):
    announced(edition)
    before = register_version()
    take_back(year=2026, number=2, by=None, why="Gaat niet door")
    assert (AnnouncedRound.objects.count(), register_version()) == (1, before)


def test_published_round_counts_its_recognitions_and_leaves_the_dates(edition, editor):
    announced(edition)
    make_recognition(round=make_round(2025, edition=edition), is_reassessment=True)
    round_ = published(edition, by=editor)
    for is_reassessment in (True, True, False):
        make_recognition(round=round_, is_reassessment=is_reassessment)
    found = PublishedRound.objects.with_recognised_counts().get(year=2026)
    assert (found.handled, found.counted, found.counted_new, found.counted_again) == (54, 3, 1, 2)
    assert (found.released_on, found.released_on_precision) == (RELEASED, Precision.DAY)
    assert (found.edition, found.figures_origin) == (edition, PublishedRound.Figures.COMPUTED)
    assert found.history.get().history_user == editor
    assert public_fields(AnnouncedRound.objects.get())["planned_release_on"] == datetime.date(
        2026, 6, 1
    )


def test_round_is_published_once(edition):
    published(edition)
    before = register_version()
    with pytest.raises(ValidationError) as refusal:
        published(edition, handled=55)
    assert refusal.value.messages == ["Deze ronde staat er al."]
    assert (PublishedRound.objects.get().handled, register_version()) == (54, before)
    published(edition, number=2)
    assert PublishedRound.objects.count() == 2
