"""A list of results: its filters with their counts, the chips to take a filter off, its order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..filters import CentreFilter
from ..search.listing import Counts
from .parameters import UnusableParameter, readable

PAGE_SIZE = 25

ORDERS = {
    "relevantie": gettext_lazy("best match first"),
    "naam": gettext_lazy("name"),
    "ziekenhuis": gettext_lazy("hospital"),
    "afstand": gettext_lazy("distance, nearest first"),
    "einde": gettext_lazy("end of the recognition, soonest first"),
}


class Option(NamedTuple):
    """One value of a filter, with the number of centres that it gives."""

    value: str
    label: str
    centres: int
    is_chosen: bool


class Chip(NamedTuple):
    """A chosen value, and the address of the list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class FilterGroup:
    """One filter as it stands on the page. ``options`` leaves out what would give nothing."""

    name: str
    label: str
    options: list[Option]
    chips: list[Chip]

    @property
    def is_open(self) -> bool:
        """Whether the group stands open on the page: when something in it is chosen."""
        return bool(self.chips)


def filter_groups(filterset: CentreFilter, counts: Counts, query: QueryDict) -> list[FilterGroup]:
    """Return the groups of the form in their order, with counts and chips."""
    fields = filterset.form.fields
    return [
        _group(name, fields[name], filterset.form.cleaned_data[name], counts.get(name, {}), query)
        for name in fields
        if name != "q"
    ]


def _group(name, field, chosen, counts, query) -> FilterGroup:
    options = [
        Option(value, label, counts.get(value, 0), value in chosen)
        for value, label in field.choices
    ]
    shown = [option for option in options if option.centres or option.is_chosen]
    chips = [
        Chip(option.label, without(query, name, option.value))
        for option in options
        if option.is_chosen
    ]
    return FilterGroup(name, field.label, shown, chips)


def without(query: QueryDict, name: str, value: str) -> str:
    """Return the query string of the list without one chosen value, at its first page."""
    rest = query.copy()
    rest.setlist(name, [other for other in query.getlist(name) if other != value])
    rest.pop("pagina", None)
    return f"?{rest.urlencode()}"


def without_words(query: QueryDict, words: str) -> str:
    """Return the query string of the list with other ``words``, at its first page."""
    rest = query.copy()
    rest["q"] = words
    rest.pop("pagina", None)
    return f"?{rest.urlencode()}"


def with_place(query: QueryDict, place: str) -> str:
    """Return the query string of the list with the place from which distances are told."""
    rest = query.copy()
    rest["nabij"] = place
    rest.pop("pagina", None)
    return f"?{rest.urlencode()}"


def page_of(rows: QuerySet | Sequence, number: str, *, total: int) -> Page:
    """Return the page ``number`` (as it stands in the address) of a list of ``total`` rows.

    Raises ``UnusableParameter`` when there is no such page.
    """
    paginator = Paginator(rows, PAGE_SIZE)
    paginator.count = total  # known from the counts: no query of its own
    text = number.strip() or "1"
    is_number = text.isascii() and text.isdigit() and len(text) <= 9
    if not (is_number and 1 <= int(text) <= paginator.num_pages):
        raise UnusableParameter(
            _("There is no page “%(page)s”: the list has %(pages)s.")
            % {"page": readable(text, 20), "pages": paginator.num_pages}
        )
    return paginator.page(int(text))
