"""Centres that somebody chose: side by side, or on one sheet to take home.

The address holds the permanent ids and nothing else, so it can be shared, kept and printed. A
centre stays there when its recognition ends: the page then says so.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitals.sort_keys import dutch_sort_key

from ..models import Centre
from ..models.centre import CARD_DETAILS
from .pages import Crumb, PublicPage
from .parameters import UnusableParameter, readable
from .qr import qr_code

MOST_COMPARED = 4
MOST_ON_SHEET = 6
"""As many as fit on one A4."""
MOST_NAMED = 20
"""More ids than anybody chooses are not looked up."""
MOST_SIMILAR = 10


def address_of_choice(page: str, centres: Iterable[Centre], of: PublicPage) -> str:
    """Return the address of ``page`` with ``centres`` chosen, as of the day that ``of`` shows."""
    query = {"centrum": [centre.public_id for centre in centres]}
    if of.day != of.today:
        query["peildatum"] = of.day.isoformat()
    return f"{reverse(page)}?{urlencode(query, doseq=True)}"


class ChosenCentres(PublicPage):
    """A page about the centres that the address names, each once, in alphabetical order."""

    parameters = frozenset({"centrum"})
    page: str
    most: int
    details: tuple = CARD_DETAILS

    def chosen(self) -> list[Centre]:
        """Return the centres; one that merged into another stands for that other.

        Raises ``UnusableParameter`` for an id that no public centre has, and for a great many.
        """
        ids = list(dict.fromkeys(filter(None, map(str.strip, self.request.GET.getlist("centrum")))))
        if len(ids) > MOST_NAMED:
            raise UnusableParameter(_("The address names more than %s centres.") % MOST_NAMED)
        rows = Centre.objects.public().filter(
            Q(public_id__in=ids, merged_into=None) | Q(predecessors__public_id__in=ids)
        )
        rows = rows.select_related("hospital").with_hospital_name_on(self.day).distinct()
        known = set(
            Centre.objects.public().filter(public_id__in=ids).values_list("public_id", flat=True)
        )
        if unknown := [each for each in ids if each not in known]:
            raise UnusableParameter(
                _("This register has no centre with the id “%s”.") % readable(unknown[0], 20)
            )
        centres = list(rows)
        if centres:
            prefetch_related_objects(centres, *self.details)
        return sorted(centres, key=lambda one: (dutch_sort_key(one.title[0]), one.hospital_name))

    def get_context_data(self, **kwargs) -> dict:
        centres = self.chosen()
        without = [[other for other in centres if other != centre] for centre in centres]
        addresses = [address_of_choice(self.page, others, self) for others in without]
        return super().get_context_data(**kwargs) | {
            "centres": centres,
            "with_removal": list(zip(centres, addresses, strict=True)),
            "most": self.most,
            "is_too_many": len(centres) > self.most,
        }


class Comparison(ChosenCentres):
    """Two to four centres side by side, on facts and dates: no score and no ranking."""

    template_name = "centres/compare.html"
    page = "centres:compare"
    most = MOST_COMPARED
    details = (*CARD_DETAILS, "specialties")

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        centres = context["centres"]
        return context | {
            "sheet_url": address_of_choice("centres:sheet", centres, self),
            "similar": self.similar(centres),
        }

    def similar(self, centres: list[Centre]) -> list[tuple[Centre, str]]:
        """Return centres to add, each with the address that adds it: for the same conditions."""
        if not 0 < len(centres) < self.most:
            return []
        conditions = {each.pk for centre in centres for each in centre.conditions.all()}
        rows = Centre.objects.public().current().filter(conditions__in=conditions).distinct()
        rows = rows.exclude(pk__in=[centre.pk for centre in centres]).select_related("hospital")
        rows = rows.with_hospital_name_on(self.day).in_order_of()[:MOST_SIMILAR]
        return [(other, address_of_choice(self.page, [*centres, other], self)) for other in rows]

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Centres"), reverse("centres:list")), Crumb(_("Compare centres"))]


class Sheet(ChosenCentres):
    """One A4 for the consulting room: the chosen centres, and a QR code with their ids only."""

    template_name = "centres/sheet.html"
    page = "centres:sheet"
    most = MOST_ON_SHEET

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        address = address_of_choice(self.page, context["centres"], self)
        url = f"{self.site}{address}"
        return context | {"sheet_address": url, "qr_code": qr_code(url)}

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Centres"), reverse("centres:list")), Crumb(_("Sheet to take home"))]
