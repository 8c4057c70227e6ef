"""Conditions from A to Z, and one condition with its centres."""

from itertools import groupby

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitals.sort_keys import dutch_sort_key, initial

from ..models import Centre, Condition
from ..remembered import remembered
from .facts import facts_of_condition
from .grouped_centres import GroupedCentres
from .map import map_of_centres
from .pages import Crumb, PublicPage
from .structured_data import condition_of


@remembered()
def conditions_by_letter(version_number: int, language: str) -> tuple:
    """Return the conditions that have a centre, by first letter, in the reader's language.

    Each condition has ``centre_count``. The result is a tuple of pairs of a letter and conditions.
    """
    shown = Q(centres__in=Centre.objects.public().current())
    rows = Condition.objects.annotate(centre_count=Count("centres", filter=shown))

    def key(condition: Condition) -> str:
        return dutch_sort_key(str(condition))

    in_order = sorted(rows.filter(centre_count__gt=0), key=key)
    return tuple(
        (letter, tuple(found))
        for letter, found in groupby(in_order, key=lambda condition: initial(key(condition)))
    )


def often_looked_for(letters: tuple, most: int) -> list[Condition]:
    """Return up to ``most`` conditions for the home page: those that staff chose, in order of name.

    As long as staff chose none it is those with the most centres, and the page says that.

    Arguments:
        letters: of ``conditions_by_letter``.
    """
    conditions = [condition for _letter, found in letters for condition in found]
    chosen = [condition for condition in conditions if condition.is_often_sought]
    return (chosen or sorted(conditions, key=lambda one: -one.centre_count))[:most]


class ConditionList(PublicPage):
    template_name = "centres/condition_list.html"

    def get_context_data(self, **kwargs) -> dict:
        letters = conditions_by_letter(self.version.number, get_language())
        return super().get_context_data(**kwargs) | {
            "letters": letters,
            "total": sum(len(conditions) for _letter, conditions in letters),
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Conditions"))]


class ConditionDetail(GroupedCentres):
    """One condition: what it is, what else it is called, and which centres there are."""

    template_name = "centres/condition_detail.html"

    def get(self, request, *args, slug: str, **kwargs):
        self.condition = get_object_or_404(Condition.objects.public(), slug=slug)
        return super().get(request, *args, **kwargs)

    def centres(self):
        return Centre.objects.public().current().filter(conditions=self.condition)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | {
            "condition": self.condition,
            "facts": facts_of_condition(self.condition),
            "map": map_of_centres(self.day, context["page"]),
        }

    def things(self, context: dict) -> list[dict]:
        return condition_of(self.condition, context["facts"], context["page"], self.site)

    def crumbs(self) -> list[Crumb]:
        conditions = Crumb(_("Conditions"), reverse("centres:condition_list"))
        name, language = self.condition.title
        return [conditions, Crumb(name, language=language)]
