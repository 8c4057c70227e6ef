"""Rounds are released at the moment that was scheduled, in the name of who scheduled it."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hospitals.records import ChangedMeanwhile
from hospitals.refusals import refusal_for

from .models import AssessmentRound, OutboxMessage
from .notices import LANGUAGE
from .outbox import write_mail
from .releases import release
from .states import RoundState


@dataclass(frozen=True)
class Outcome:
    """What came of a scheduled release: ``refusals`` are empty when the round is public."""

    round: AssessmentRound
    refusals: tuple[str, ...] = ()


def release_due(*, at: datetime.datetime) -> list[Outcome]:
    """Release every round whose moment is there, each by itself.

    What is refused stays scheduled, so that it happens once nothing is in the way any more; who
    scheduled it hears of it, once a day.
    """
    due = AssessmentRound.objects.filter(state=RoundState.ASSESSING, release_at__lte=at)
    rounds = due.select_related("scheduled_by").order_by("pk")
    return [outcome for round in rounds if (outcome := _release(round, at=at)) is not None]


def _release(round: AssessmentRound, *, at: datetime.datetime) -> Outcome | None:
    """Release one round. Returns ``None`` when somebody changes it at this moment: it is theirs."""
    with override(LANGUAGE):
        why = str(_("Released at the scheduled moment"))
        try:
            release(round, version=round.version, at=at, by=round.scheduled_by, why=why)
        except ChangedMeanwhile:
            return None
        except ValidationError as error:
            refusal = error
        except IntegrityError as error:
            refusal = refusal_for(error)
        else:
            return Outcome(round)
        tell_scheduler(round, on=timezone.localtime(at).date())
        return Outcome(round, tuple(refusal.messages))


def tell_scheduler(round: AssessmentRound, *, on: datetime.date) -> OutboxMessage | None:
    """Tell who scheduled the release of ``round`` that it did not happen: once a day.

    The mail names nothing that is in the way: the overview of the round does.
    """
    user = round.scheduled_by
    if not user.email:
        return None
    name = user.get_full_name() or user.get_username()
    with override(LANGUAGE):
        return write_mail(
            kind=OutboxMessage.Kind.NOTICE,
            key=f"release-{round.pk}-{on}",
            to_name=name,
            to_email=user.email,
            subject=str(_("Round %(code)s was not released")) % {"code": round.code},
            body=render_to_string(
                "assessments/mail/release_blocked.txt", {"name": name, "round": round}
            ),
            by=None,
            why=str(_("Release refused")),
        )
