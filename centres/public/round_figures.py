"""The figures of a round: as a source reported them, or computed from the recognitions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import PublishedRound


@dataclass(frozen=True)
class Figures:
    """How many applications a round handled and recognised; ``None`` is not known."""

    handled: int | None
    recognised: int | None
    new: int | None
    again: int | None
    is_reported: bool

    @property
    def sentence(self) -> str:
        """Say it as STZ does: "54 applications handled, 28 recognised (5 new, 23 reassessed)"."""
        if self.handled is None or self.recognised is None:
            return _("The number of applications is not known")
        handled = ngettext(
            "%(count)s application handled", "%(count)s applications handled", self.handled
        ) % {"count": self.handled}
        if self.new is None or self.again is None:
            return _("%(handled)s, %(recognised)s recognised") % {
                "handled": handled,
                "recognised": self.recognised,
            }
        again = ngettext("%(count)s reassessment", "%(count)s reassessments", self.again) % {
            "count": self.again
        }
        return _("%(handled)s, %(recognised)s recognised (%(new)s new, %(again)s)") % {
            "handled": handled,
            "recognised": self.recognised,
            "new": self.new,
            "again": again,
        }


def figures_of(round_: PublishedRound) -> Figures:
    """Return the figures of a round from ``with_recognised_counts``."""
    if round_.figures_origin == PublishedRound.Figures.REPORTED:
        return Figures(
            round_.handled,
            round_.recognised,
            round_.recognised_new,
            round_.recognised_again,
            is_reported=True,
        )
    return Figures(
        round_.handled,
        round_.counted,
        round_.counted_new,
        round_.counted_again,
        is_reported=False,
    )
