"""A page that lists centres under headings of their status."""

from django.conf import settings
from django.db.models import QuerySet

from hospitals.terms import months_later

from .pages import PublicPage
from .results import page_of
from .sections import in_sections, section_counts


class GroupedCentres(PublicPage):
    """A page with ``centres()``: those of one hospital, or those for one condition."""

    parameters = frozenset({"pagina"})

    def centres(self) -> QuerySet:
        """Return the public centres that the page lists."""
        raise NotImplementedError

    def cards(self, centres: QuerySet) -> QuerySet:
        """Return ``centres`` with all that their cards show."""
        return centres.for_cards(self.day)

    def get_context_data(self, **kwargs) -> dict:
        ending_by = months_later(self.day, settings.ENDING_SOON_MONTHS)
        centres = in_sections(self.centres(), self.day, ending_by)
        counts = section_counts(centres)
        total = sum(counts.values())
        page = page_of(self.cards(centres), self.request.GET.get("pagina", ""), total=total)
        return super().get_context_data(**kwargs) | {
            "counts": counts,
            "total": total,
            "page": page,
        }
