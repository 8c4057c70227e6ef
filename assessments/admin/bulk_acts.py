"""What can be done with several applications of a round at once, and for which it is possible."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import bulk
from ..committee import ASSESSABLE
from ..letters import hash_of, text_of
from ..progress import Steps
from ..states import may

CHANGE = "assessments.change_application"


def may_act(user) -> bool:
    """Return whether ``user`` may do things with applications; conflicts are judged besides."""
    return user.has_perm(CHANGE)


@dataclass(frozen=True)
class Item:
    """One application on the page of an act.

    Attributes:
        marks: what was seen, to be posted back: a record and its version or hash.
        words: what the page says of it.
        letter: the text to read before it is approved.
    """

    steps: Steps
    marks: tuple[tuple[int, str], ...]
    words: str = ""
    letter: tuple[str, str] | None = None


@dataclass(frozen=True)
class BulkAct:
    """One act on several applications.

    Attributes:
        name: the last part of the address of its page.
        label: the text of its button and the heading of its page.
        explanation: what happens, in a sentence above the list.
        obstacle: why it is not possible for an application; empty when it is.
        item: what the page shows and posts back, for a day of release.
        act: does it: ``act(seen, by=, why=, released_on=)`` with pairs of a record and its mark.
        records: the records that the marks are of, in the steps of the applications.
        asks_why: whether a reason is asked.
        is_for_a_day: whether it is done for a day of release, which may be chosen.
    """

    name: str
    label: str
    explanation: str
    obstacle: Callable[[Steps], str]
    item: Callable[[Steps, datetime.date], Item]
    records: Callable[[Steps], list]
    act: Callable
    asks_why: bool = True
    is_for_a_day: bool = False


def no_acceptance(steps: Steps) -> str:
    if may("accept", steps.application.status):
        return ""
    return _("It is “%(state)s”.") % {"state": steps.application.status.label}


def no_confirmation(steps: Steps) -> str:
    if steps.application.status not in ASSESSABLE:
        return _("It is “%(state)s”.") % {"state": steps.application.status.label}
    return "" if steps.proposed else _("No assessor is proposed.")


def no_approval(steps: Steps) -> str:
    if steps.decision is None:
        return _("There is no outcome yet.")
    return _("Its letter is approved already.") if steps.letter_is_approved else ""


def item_to_accept(steps: Steps, released_on: datetime.date) -> Item:
    application = steps.application
    return Item(steps, ((application.pk, str(application.version)),), application.status.label)


def item_to_confirm(steps: Steps, released_on: datetime.date) -> Item:
    marks = tuple((each.pk, str(each.version)) for each in steps.proposed)
    return Item(steps, marks, ", ".join(str(each.member) for each in steps.proposed))


def item_to_approve(steps: Steps, released_on: datetime.date) -> Item:
    letter = text_of(steps.decision, released_on=released_on)
    return Item(steps, ((steps.decision.pk, hash_of(*letter)),), letter=letter)


def version_in(mark: str) -> int:
    """Return the version that was posted back; 0, at which no record is, for anything else."""
    return int(mark) if mark.isdecimal() else 0


def accept(seen, *, by, why: str, released_on) -> None:
    versions = [(application, version_in(mark)) for application, mark in seen]
    bulk.accept_all(versions, on=timezone.localdate(), by=by, why=why)


def confirm(seen, *, by, why: str, released_on) -> None:
    versions = [(assignment, version_in(mark)) for assignment, mark in seen]
    bulk.confirm_all(versions, on=timezone.localdate(), by=by, why=why)


def approve(seen, *, by, why: str, released_on) -> None:
    bulk.approve_letters(seen, released_on=released_on, at=timezone.now(), by=by)


ACTS = (
    BulkAct(
        "accept", gettext_lazy("Accept applications"), gettext_lazy(
            "They are taken into assessment. A reassessment that was asked for in time keeps the"
            " recognition alive while it lasts."),
        no_acceptance, item_to_accept, lambda steps: [steps.application], accept,
    ),
    BulkAct(
        "confirm-assessors", gettext_lazy("Confirm proposed assessors"), gettext_lazy(
            "Each of them hears of it by mail, and can begin once the dossier is open."),
        no_confirmation, item_to_confirm,
        lambda steps: [each.assignment for each in steps.assessors], confirm,
    ),
    BulkAct(
        "approve-letters", gettext_lazy("Approve letters"), gettext_lazy(
            "Read each letter. What you approve is what goes out, word for word, on the day of the"
            " release."),
        no_approval, item_to_approve,
        lambda steps: [steps.decision] if steps.decision else [], approve, asks_why=False,
        is_for_a_day=True,
    ),
)  # fmt: skip
