"""The figures of a round: as a source reported them, or computed from the recognitions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import PublishedRound
from .charts import Bar, BarChart, Look, Series, bar_chart
from .rounds_on_day import RoundOnDay


@dataclass(frozen=True)
class Figures:
    """How many applications a round handled and recognised; ``None`` is not known."""

    handled: int | None
    recognised: int | None
    new: int | None
    again: int | None
    is_reported: bool

    @property
    def is_split(self) -> bool:
        """Whether it is known how many were new and how many were assessed again."""
        return self.new is not None and self.again is not None

    @property
    def not_recognised(self) -> int | None:
        """How many of those handled were not recognised: refused, deferred or sent back."""
        if self.handled is None or self.recognised is None or self.recognised > self.handled:
            return None
        return self.handled - self.recognised

    @property
    def sentence(self) -> str:
        """Say it as STZ does: "54 applications handled, 28 recognised (5 new, 23 reassessments)".

        What is not known is left out, and said.
        """
        if self.handled is None and self.recognised is None:
            return _("The number of applications is not known")
        if self.handled is None:
            return _("%(recognised)s; the number of applications is not known") % {
                "recognised": self._recognised_part
            }
        handled = ngettext(
            "%(count)s application handled", "%(count)s applications handled", self.handled
        ) % {"count": self.handled}
        if self.recognised is None:
            return _("%(handled)s; how many were recognised is not known") % {"handled": handled}
        return f"{handled}, {self._recognised_part}"

    @property
    def _recognised_part(self) -> str:
        recognised = _("%(count)s recognised") % {"count": self.recognised}
        if not self.is_split:
            return recognised
        again = ngettext("%(count)s reassessment", "%(count)s reassessments", self.again) % {
            "count": self.again
        }
        new = _("%(count)s new") % {"count": self.new}
        return f"{recognised} ({new}, {again})"


def figures_of(round_: PublishedRound) -> Figures:
    """Return the figures of a round from ``with_recognised_counts``.

    Computed figures need the number handled: without it the recognitions in this register need
    not be all those of the round.
    """
    if round_.figures_origin == PublishedRound.Figures.REPORTED:
        return Figures(
            round_.handled,
            round_.recognised,
            round_.recognised_new,
            round_.recognised_again,
            is_reported=True,
        )
    if round_.handled is None:
        return Figures(None, None, None, None, is_reported=False)
    adds_up = round_.counted_new + round_.counted_again == round_.counted
    return Figures(
        round_.handled,
        round_.counted,
        round_.counted_new if adds_up else None,
        round_.counted_again if adds_up else None,
        is_reported=False,
    )


def released_with_figures(rounds: Sequence[RoundOnDay]) -> list[tuple[RoundOnDay, Figures]]:
    """Return which of ``rounds`` were released, in the same order, each with its figures."""
    return [(each, figures_of(each.published)) for each in rounds if each.published]


def chart_of(released: Sequence[tuple[RoundOnDay, Figures]], *, query: str) -> BarChart:
    """Return the drawing of what came out of each round, oldest first.

    Arguments:
        released: the rounds, newest first.
        query: what the links in the table say after the question mark, such as the day.
    """
    is_split = all(figures.is_split or figures.recognised is None for _round, figures in released)
    series = [
        Series(_("recognised, new"), Look.SOLID),
        Series(_("recognised, reassessment"), Look.STRIPED),
        *([] if is_split else [Series(_("recognised, new or again is unknown"), Look.DOTTED)]),
        Series(_("not recognised"), Look.HOLLOW),
    ]
    return bar_chart(
        name="rounds",
        title=_("Applications handled per round"),
        heading=_("Round"),
        series=series,
        bars=[_bar(round_, figures, is_split, query) for round_, figures in reversed(released)],
        total_label=_("handled"),
    )


def _bar(round_: RoundOnDay, figures: Figures, all_are_split: bool, query: str) -> Bar:
    new_or_again = 0 if figures.is_split else figures.recognised
    address = round_.get_absolute_url()
    return Bar(
        label=round_.code,
        values=(
            figures.new if figures.is_split else None,
            figures.again if figures.is_split else None,
            *([] if all_are_split else [new_or_again]),
            figures.not_recognised,
        ),
        total=figures.handled,
        note=_("reported") if figures.is_reported else "",
        url=f"{address}?{query}" if query else address,
    )
