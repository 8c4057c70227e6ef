"""How the centres are spread: over provinces, specialties, kinds and ages, as lists with bars.

The numbers come from the sets that the list of centres is narrowed by: each is the total of the
list that it links to. Rows stand in the order of the alphabet or of the closed list, never in
that of their numbers: this is no ranking.
"""

import datetime
from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pyroaring import BitMap

from hospitals.models import Province
from hospitals.sort_keys import dutch_sort_key

from ..models import AgeGroup, Kind
from ..search.listing import narrowed
from ..search.snapshot import AGE_NOT_KNOWN, Snapshot
from .bar_lists import BarList, Row, bar_list
from .list_addresses import IS_RECOGNISED, list_address
from .options import Options, specialty_options


class Spread:
    """The centres of a register on ``day``, counted under each value of a filter.

    Arguments:
        asked: the day that links to lists name; see ``list_address``.
    """

    def __init__(self, snapshot: Snapshot, day: datetime.date, asked: datetime.date | None):
        self.snapshot, self.asked = snapshot, asked
        self.everything = snapshot.everything
        self.recognised = narrowed(snapshot, self.everything, {"status": IS_RECOGNISED}, day)

    def rows(self, name: str, options: Iterable[tuple[str, str]]) -> list[Row]:
        """Return a row for each value of the filter ``name``, given with its label."""
        sets = self.snapshot.values[name]
        return [
            self._row(label, sets.get(value, BitMap()), **{name: value}) for value, label in options
        ]

    def row_of_the_rest(self, name: str, label: str) -> list[Row]:
        """Return the row of the centres that have no value of the filter, if there are any."""
        having = BitMap.union(BitMap(), *self.snapshot.values[name].values())
        rest = self.everything - having
        return [self._row(label, rest)] if rest else []

    def _row(self, label: str, centres: BitMap, **filters: str) -> Row:
        recognised, all_of_them = len(self.recognised & centres), len(centres)
        has_list = bool(filters)
        return Row(
            label,
            recognised,
            all_of_them,
            list_address(self.asked, **filters, status=IS_RECOGNISED)
            if has_list and recognised
            else "",
            list_address(self.asked, **filters) if has_list and all_of_them else "",
        )


def spread_of(
    snapshot: Snapshot, version_number: int, day: datetime.date, asked: datetime.date | None
) -> list[BarList]:
    """Return the lists of the page, in their order."""
    spread = Spread(snapshot, day, asked)
    return [
        _per_province(spread),
        _per_specialty(spread, specialty_options(version_number)),
        _per_kind(spread),
        _per_age(spread),
    ]


def _per_province(spread: Spread) -> BarList:
    in_order = [(name, name) for name in sorted(Province.values, key=dutch_sort_key)]
    return bar_list(
        name="provinces",
        title=_("Centres per province"),
        heading=_("Province"),
        definition=_(
            "A centre counts in the province of its hospital's main location. Is it at another"
            " location? Then it counts there, and in each province where it has one."
        ),
        rows=spread.rows("provincie", in_order) + spread.row_of_the_rest("provincie", _("unknown")),
    )


def _per_specialty(spread: Spread, options: Options) -> BarList:
    in_order = sorted(options, key=lambda option: dutch_sort_key(option[1]))
    rows = [row for row in spread.rows("specialisme", in_order) if row.whole]
    return bar_list(
        name="specialties",
        title=_("Centres per specialty"),
        heading=_("Specialty"),
        definition=_(
            "A centre can have several specialties and counts under each of them. So these numbers"
            " together can be more than all centres. Specialties without a centre are left out."
        ),
        rows=rows + spread.row_of_the_rest("specialisme", _("not stated")),
    )


def _per_kind(spread: Spread) -> BarList:
    return bar_list(
        name="kinds",
        title=_("Centres per kind"),
        heading=_("Kind"),
        definition=_("Each centre counts once, under what it has specialised in."),
        rows=spread.rows("soort", _capitalised(Kind.choices)),
    )


def _per_age(spread: Spread) -> BarList:
    return bar_list(
        name="ages",
        title=_("Centres per age of the patients"),
        heading=_("Age"),
        definition=_(
            "For which age a centre is meant, if the register knows. Often no source says so."
        ),
        rows=spread.rows(
            "leeftijd", _capitalised([*AgeGroup.choices, (AGE_NOT_KNOWN, _("not stated"))])
        ),
    )


def _capitalised(options: Iterable[tuple[str, str]]) -> Options:
    return tuple((value, capfirst(str(label))) for value, label in options)
