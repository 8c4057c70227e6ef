"""The list of centres, and one centre."""

import datetime

from django.conf import settings
from django.db.models import F, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitals.places import Point, kilometres, places_called
from hospitals.terms import months_later

from ..filters import MOST_LETTERS, CentreFilter
from ..missed_searches import count_missed
from ..models import Centre, Recognition
from ..models.centre import CARD_DETAILS
from ..search.current import snapshots
from ..search.explanations import (
    conditions_without_centre,
    correction,
    nearest_conditions,
    several_meanings,
)
from ..search.snapshot import Snapshot
from ..sentences import status_text
from .choice import address_of_choice
from .criteria import criteria_by_theme
from .facts import facts_of_centre
from .found_centres import FoundCentres
from .life import life_of
from .map import map_of_centres
from .pages import Crumb, PublicPage
from .parameters import UnusableParameter, printable, readable
from .qr import qr_code
from .referral_note import referral_note
from .results import filter_groups, page_of, with_place, without_words
from .structured_data import clinic

LONGEST_PLACE = 60
OTHER_CENTRES_SHOWN = 10
RELATED_CENTRES_FETCHED = 30


class CentreList(PublicPage):
    """All public centres, narrowed by the filters in the address."""

    template_name = "centres/centre_list.html"
    parameters = frozenset({*CentreFilter.base_filters, "sortering", "nabij", "pagina"})

    def get_context_data(self, **kwargs) -> dict:
        filterset = self.checked_filters()
        values = {**filterset.form.cleaned_data}
        words, snapshot = values.pop("q"), self.snapshot()
        chosen = {name: value for name, value in values.items() if value}
        places = places_called(self.near())
        near = places[0].point if len(places) == 1 else None
        centres = FoundCentres(snapshot, words, chosen, self.day, near)
        order = self.request.GET.get("sortering") or ("relevantie" if words else "naam")
        cards = centres.in_order(order)
        groups = filter_groups(filterset, centres.counts, self.request.GET)
        number = self.request.GET.get("pagina", "")
        context = {
            "form": filterset.form,
            "groups": groups,
            "chips": [chip for group in groups for chip in group.chips],
            "words": words,
            "near": self.near(),
            "knows_postcodes": snapshot.knows_postcodes,
            "near_known": near is not None,
            "near_choices": [
                (place.label, with_place(self.request.GET, place.label))
                for place in (places if len(places) > 1 else ())
            ],
            "was_cut": filterset.was_cut,
            "most_letters": MOST_LETTERS,
            "total": centres.total,
            "page": page_of(cards, number, total=centres.total),
            "order": order,
            "orders": centres.orders,
        }
        return (
            super().get_context_data(**kwargs) | context | self.other_meanings(centres, filterset)
        )

    def near(self) -> str:
        """Return from where the visitor wants to know distances, as it was typed."""
        return printable(self.request.GET.get("nabij", "")).strip()[:LONGEST_PLACE]

    def snapshot(self) -> Snapshot:
        """Return the snapshot to search; see ``search.current`` for when it is an earlier one."""
        snapshot = snapshots.of_version(self.version.number)
        self.is_of_this_version = snapshot.version == self.version.number
        return snapshot

    def other_meanings(self, centres: FoundCentres, filterset: CentreFilter) -> dict:
        """Return what else the words may mean, and where to go when they find nothing."""
        words, found, snapshot, query = (
            centres.words, centres.found, centres.snapshot, self.request.GET
        )  # fmt: skip
        context: dict = {"found": found}
        if found:
            mended = correction(snapshot.index, words, found)
            context |= {
                "correction": mended,
                "correction_url": without_words(query, mended.question) if mended else "",
                "meanings": several_meanings(snapshot, words),
            }
        if found and not found.items and self.day == self.today:
            count_missed(words, on=self.today)
        if not centres.total:
            asked = [word for word, _meaning in found.words] if found else []
            context |= {
                "ways_out": centres.ways_out(query, filterset.labels),
                "nearest": nearest_conditions(snapshot, asked),
                "without_centre": conditions_without_centre(snapshot, words),
            }
        return context

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
        text = status_text(recognition, self.day)
        periods, facts = periods_of([centre, *predecessors]), facts_of_centre(centre)
        path = reverse("centres:detail", args=[centre.public_id])
        permanent = f"{self.site}{path}"
        return super().get_context_data(**kwargs) | {
            "centre": centre,
            "recognition": recognition,
            "status": text.status,
            "status_text": text,
            "periods": periods,
            "life": life_of(periods, self.day),
            "facts": facts,
            "map": map_of_centres(self.day, [centre, *others], here=centre),
            "referral_note": referral_note(centre, facts, text, day=self.day, url=permanent),
            "qr_code": qr_code(permanent),
            "permanent_url": permanent,
            "compare_url": address_of_choice("centres:compare", [centre], self),
            "sheet_url": address_of_choice("centres:sheet", [centre], self),
            "figures": centre.yearly_figures.all(),
            "smallest_number": settings.SMALLEST_NUMBER_SHOWN,
            "others": nearest_first(centre, others),
            "themes": criteria_by_theme(self.version.number, recognition),
            "confirmation_is_old": self.confirmation_is_old(),
        }

    def things(self, context: dict) -> list[dict]:
        recognition, facts = context["recognition"], context["facts"]
        return [clinic(self.centre, recognition, facts, self.day, self.site)]

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


def nearest_first(centre: Centre, others: list[Centre]) -> list[Centre]:
    """Tell of each how far it is from ``centre``, and put the nearest first.

    Those of which that is not known come last, in the order they had.
    """
    for other in others:
        known = [
            kilometres(here, there) for here in points_of(centre) for there in points_of(other)
        ]
        other.kilometres = round(min(known)) if known else None
    return sorted(others, key=lambda one: (one.kilometres is None, one.kilometres or 0))


def points_of(centre: Centre) -> list[Point]:
    """Return where ``centre`` is, as far as that is known."""
    places = [each for each in centre.shown_locations if each.latitude is not None]
    return [Point(float(each.latitude), float(each.longitude)) for each in places]


def permanently_at(record, request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Return the redirect from an old address to the page of ``record``, the query kept."""
    query = request.META.get("QUERY_STRING", "")
    url = record.get_absolute_url()
    return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)
