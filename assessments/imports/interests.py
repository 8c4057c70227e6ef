"""Which rows a person may not load, because of a conflict of interest.

Judged by the row itself as much as by the record: a row about an application that would be a
conflict is refused in the same words whether there is such an application or not.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from hospitals.models import Hospital

from ..conflicts import are_interested, concerned_by, employments_of, hidden_applications
from ..models import Application, AssessmentRound


class Interests:
    """What ``by`` has a conflict with; the program itself (``None``) has none."""

    def __init__(self, by):
        self._employments = employments_of(by) if by is not None else []
        hidden = hidden_applications(by) if by is not None else Application.objects.none()
        self._hidden = set(hidden.values_list("pk", flat=True))

    def hide(self, application: Application) -> bool:
        return application.pk in self._hidden

    def refuse(
        self,
        application: Application | None,
        *,
        round: AssessmentRound,
        hospital: Hospital,
        centre: Centre | None,
        partners: Iterable[Hospital] = (),
    ) -> None:
        """Raise ``ValidationError`` when a row about this is about a conflict of ``by``.

        Arguments:
            application: the one that is there, if it is; the others are what the row says.
        """
        is_hidden = application is not None and self.hide(application)
        concerned = concerned_by(hospital.pk, centre, partners) if self._employments else ((), ())
        if is_hidden or are_interested(self._employments, round, *concerned):
            raise ValidationError(
                _("You have a conflict of interest in what this row is about; a colleague"
                  " loads it."),
                code="conflict_of_interest",
            )  # fmt: skip
