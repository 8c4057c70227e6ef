"""The state of topclinical expertise in figures, each with its definition."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ..models import ReportedTotal
from ..search.current import snapshots
from ..search.snapshot import Snapshot
from .figures import centre_figures, hospital_figures, status_figures
from .figures_over_years import chart_of_years, over_the_years
from .pages import Crumb, PublicPage
from .round_figures import chart_of, released_with_figures
from .rounds_on_day import rounds_on
from .spread import spread_of


class Figures(PublicPage):
    """Everything that can be counted, as it stood on the day, with what each number counts."""

    template_name = "centres/figures.html"

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        number, day, snapshot = self.version.number, self.day, self.snapshot()
        asked = day if day != self.today else None
        years = over_the_years(number, day)
        return context | {
            "groups": [
                (_("In short"), centre_figures(snapshot, number, day, asked)),
                (_("All centres by status"), status_figures(snapshot, day, asked)),
                (_("Hospitals"), hospital_figures(context["coverage"], number, day, asked)),
            ],
            "reported_totals": ReportedTotal.objects.filter(as_of__lte=day),
            "years": years,
            "chart_of_years": chart_of_years(years) if years.moments else None,
            "spread": spread_of(snapshot, number, day, asked),
            **self.rounds(),
        }

    def rounds(self) -> dict:
        released = released_with_figures(rounds_on(self.day))
        query = {"peildatum": self.day.isoformat()} if self.day != self.today else {}
        return {
            "has_reported": any(figures.is_reported for _round, figures in released),
            "chart_of_rounds": chart_of(released, query=urlencode(query)) if released else None,
        }

    def snapshot(self) -> Snapshot:
        """Return the snapshot to count in; see ``search.current`` for when it is an earlier one."""
        snapshot = snapshots.of_version(self.version.number)
        self.is_of_this_version = snapshot.version == self.version.number
        return snapshot

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Figures"))]
