"""Assessment rounds: dates, criteria, figures and, once released, the outcomes."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Centre, PublishedRound
from .grouped_centres import GroupedCentres
from .pages import Crumb, PublicPage
from .round_figures import figures_of


class RoundList(PublicPage):
    template_name = "centres/round_list.html"

    def get_context_data(self, **kwargs) -> dict:
        rounds = PublishedRound.objects.public().released_on_or_before(self.day)
        rounds = rounds.select_related("edition").with_recognised_counts()
        rounds = rounds.order_by("-year", "-number")  # counting leaves the model's own order out
        return super().get_context_data(**kwargs) | {
            "rounds": [(round_, figures_of(round_)) for round_ in rounds],
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Rounds"))]


class RoundDetail(GroupedCentres):
    """One round: its figures, and the centres that this register knows to come from it."""

    template_name = "centres/round_detail.html"

    def get(self, request, *args, code: tuple[int, int], **kwargs):
        year, number = code
        rounds = PublishedRound.objects.public().released_on_or_before(self.day)
        rounds = rounds.select_related("edition").with_recognised_counts()
        self.round = get_object_or_404(rounds, year=year, number=number)
        return super().get(request, *args, **kwargs)

    def centres(self):
        from_round = self.round.recognitions.values("centre")
        return Centre.objects.public().current().filter(pk__in=from_round)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "figures": figures_of(self.round),
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Rounds"), reverse("centres:round_list")), Crumb(self.round.code)]
