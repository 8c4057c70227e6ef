"""An edition of the criteria is put in use. From then on nothing in it changes."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitals.changes import changing

from .models import CriteriaEdition
from .models.criteria import refuse_change_in_use


def put_in_use(edition: CriteriaEdition, *, version: int, on: datetime.date, by, why: str) -> None:
    """Put ``edition`` in use from ``on``. There is no way back.

    Raises ``ValidationError`` when it is in use already or its criteria are not numbered 1, 2, 3
    and so on without a gap, and ``ChangedMeanwhile``.
    """
    # Before the claim: the database refuses even that of an edition in use.
    refuse_change_in_use(edition, edition.pk)
    with changing(edition, version=version, by=by, why=why):
        numbers = list(edition.criteria.order_by("number").values_list("number", flat=True))
        if not numbers or numbers != list(range(1, len(numbers) + 1)):
            raise ValidationError(
                _("The criteria of an edition are numbered 1, 2, 3 and so on, without a gap."),
                code="criteria_are_not_numbered",
            )
        edition.in_use_since = on
