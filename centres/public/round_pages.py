"""Assessment rounds: dates, criteria, and once released the figures and the outcomes."""

from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Centre
from .grouped_centres import GroupedCentres
from .pages import Crumb, PublicPage
from .round_figures import chart_of, figures_of, released_with_figures
from .rounds_on_day import rounds_on


class RoundList(PublicPage):
    template_name = "centres/round_list.html"

    def get_context_data(self, **kwargs) -> dict:
        rounds = rounds_on(self.day)
        released = released_with_figures(rounds)
        query = {"peildatum": self.day.isoformat()} if self.day != self.today else {}
        return super().get_context_data(**kwargs) | {
            "not_released": [each for each in rounds if not each.published],
            "released": released,
            "has_reported": any(figures.is_reported for _each, figures in released),
            "chart": chart_of(released, query=urlencode(query)) if released else None,
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Rounds"))]


class RoundDetail(GroupedCentres):
    """One round: its dates; once released its figures and the centres known to come from it."""

    template_name = "centres/round_detail.html"

    def get(self, request, *args, code: tuple[int, int], **kwargs):
        year, number = code
        found = rounds_on(self.day, Q(year=year, number=number))
        if not found:
            raise Http404
        (self.round,) = found
        return super().get(request, *args, **kwargs)

    def centres(self):
        if not self.round.published:
            return Centre.objects.none()
        from_round = self.round.published.recognitions.values("centre")
        return Centre.objects.public().current().filter(pk__in=from_round)

    def get_context_data(self, **kwargs) -> dict:
        published = self.round.published
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "figures": figures_of(published) if published else None,
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Rounds"), reverse("centres:round_list")), Crumb(self.round.code)]
