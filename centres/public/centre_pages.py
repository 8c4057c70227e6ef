"""The list of centres, and one centre."""

import datetime

from django.conf import settings
from django.db.models import F, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitals.terms import months_later

from ..facets import facet_counts
from ..filters import CentreFilter
from ..models import Centre, Recognition
from ..models.centre import CARD_DETAILS
from ..sentences import status_text
from .criteria import criteria_by_theme
from .facts import facts_of_centre
from .pages import Crumb, PublicPage
from .parameters import UnusableParameter, readable
from .results import ORDERS, filter_groups, in_order, page_of

OTHER_CENTRES_SHOWN = 10
RELATED_CENTRES_FETCHED = 30


class CentreList(PublicPage):
    """All public centres, narrowed by the filters in the address."""

    template_name = "centres/centre_list.html"
    parameters = frozenset({*CentreFilter.base_filters, "sortering", "pagina"})

    def get_context_data(self, **kwargs) -> dict:
        filterset = self.checked_filters()
        chosen = filterset.form.cleaned_data
        counts = facet_counts(filterset, self.version.number)
        # Every centre has one kind, so the kinds that are chosen add up to the whole list.
        total = sum(
            number
            for kind, number in counts.get("soort", {}).items()
            if not chosen["soort"] or kind in chosen["soort"]
        )
        order = self.request.GET.get("sortering") or "naam"
        centres = in_order(filterset.narrowed(), order, self.day).for_cards(self.day)
        groups = filter_groups(filterset, counts, self.request.GET)
        return super().get_context_data(**kwargs) | {
            "form": filterset.form,
            "groups": groups,
            "chips": [chip for group in groups for chip in group.chips],
            "words": chosen["q"],
            "total": total,
            "page": page_of(centres, self.request.GET.get("pagina", ""), total=total),
            "order": order,
            "orders": ORDERS,
        }

    def checked_filters(self) -> CentreFilter:
        """Return the filters, or refuse the address with a sentence about the wrong value."""
        filterset = CentreFilter(self.request.GET, day=self.day, version_number=self.version.number)
        for name, errors in filterset.form.errors.items():
            raise UnusableParameter(
                _("The value of “%(name)s” cannot be used. %(reason)s")
                % {"name": name, "reason": readable(errors[0], 200)}
            )
        return filterset

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Centres"))]


class CentreDetail(PublicPage):
    """One centre, found by the name in its address or by its permanent id."""

    template_name = "centres/centre_detail.html"

    def get(self, request: HttpRequest, *args, slug: str, **kwargs) -> HttpResponse:
        centres = Centre.objects.public().select_related("hospital", "merged_into")
        centres = centres.with_hospital_name_on(self.day)
        self.centre = get_object_or_404(centres, Q(slug=slug) | Q(public_id=slug))
        target = self.centre.merged_into or self.centre
        if target.slug != slug:
            return permanently_at(target, request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        centre, others, predecessors = self.centre, *self.related()
        # Together, so that all of them cost one query per kind of detail.
        prefetch_related_objects([centre, *others, *predecessors], *CARD_DETAILS)
        recognition = centre.recognition_on(self.day)
        return super().get_context_data(**kwargs) | {
            "centre": centre,
            "recognition": recognition,
            "status": recognition.status_on(self.day),
            "status_text": status_text(recognition, self.day),
            "periods": periods_of([centre, *predecessors]),
            "facts": facts_of_centre(centre),
            "figures": centre.yearly_figures.all(),
            "smallest_number": settings.SMALLEST_NUMBER_SHOWN,
            "others": others,
            "themes": criteria_by_theme(self.version.number, recognition),
            "confirmation_is_old": self.confirmation_is_old(),
        }

    def related(self) -> tuple[list[Centre], list[Centre]]:
        """Return other centres for the same conditions, and those that merged into this one.

        Of the others no more than fit on the page: the page of the condition has them all.
        """
        links = Centre.conditions.through.objects
        shared = links.filter(centre=self.centre).values("condition")
        same = Q(merged_into=None, pk__in=links.filter(condition__in=shared).values("centre"))
        related = Centre.objects.public().filter(Q(merged_into=self.centre) | same)
        related = (
            related.exclude(pk=self.centre.pk)
            .select_related("hospital")
            .with_hospital_name_on(self.day)
        )
        related = related.in_order_of(F("merged_into").asc(nulls_last=True))
        found = list(related[:RELATED_CENTRES_FETCHED])
        others = [centre for centre in found if centre.merged_into_id is None]
        predecessors = [centre for centre in found if centre.merged_into_id is not None]
        return others[:OTHER_CENTRES_SHOWN], predecessors

    def confirmation_is_old(self) -> bool:
        """Return whether the hospital confirmed this page too long ago to rely on."""
        oldest = months_later(self.today, -settings.CONFIRMATION_HOLDS_MONTHS)
        confirmed_on = self.centre.confirmed_on
        return confirmed_on is not None and confirmed_on < oldest

    def crumbs(self) -> list[Crumb]:
        title, language = self.centre.title
        return [Crumb(_("Centres"), reverse("centres:list")), Crumb(title, language=language)]


def periods_of(centres: list[Centre]) -> list[Recognition]:
    """Return the recognitions of ``centres``, the latest first; unknown starts come last."""
    periods = [recognition for centre in centres for recognition in centre.recognitions.all()]
    return sorted(periods, key=lambda one: one.valid_from or datetime.date.min, reverse=True)


def permanently_at(record, request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Return the redirect from an old address to the page of ``record``, the query kept."""
    query = request.META.get("QUERY_STRING", "")
    url = record.get_absolute_url()
    return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)
