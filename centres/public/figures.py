"""The key figures of the register on a day, each with what exactly it counts.

The numbers of centres come from the sets that the list of centres is narrowed by, so a figure and
the list behind it cannot differ. ``docs/figures.md`` has them all on one page.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.models import Hospital, RegisterVersion
from hospitals.terms import months_later

from ..models import Centre, Recognition
from ..remembered import remembered
from ..search.listing import statuses_on
from ..search.snapshot import Snapshot
from ..status import IN_FORCE, Status
from .coverage import Coverage, NumberOf
from .list_addresses import IS_RECOGNISED, NO_LONGER, list_address
from .sections import Section


@dataclass(frozen=True)
class Figure:
    """One number of the page.

    Attributes:
        name: what it is called in tests and documents.
        label: what it is called on the page.
        definition: what exactly it counts, in whole sentences.
        url: where a reader can check it; empty when there is no such list.
    """

    name: str
    label: str
    value: int
    definition: str
    url: str = ""


DEFINITIONS = {
    Status.RECOGNISED: gettext_lazy(
        "STZ has recognised the centre. The recognition runs on this day, and we know of no"
        " requirements."
    ),
    Status.WITH_REQUIREMENTS: gettext_lazy(
        "The recognition runs on this day. The centre has yet to arrange or to show something."
    ),
    Status.RENEWING: gettext_lazy(
        "The term is over and the centre is being assessed again. STZ has extended the recognition"
        " meanwhile."
    ),
    Status.SUSPENDED: gettext_lazy("The recognition does not count for the time being."),
    Status.UPCOMING: gettext_lazy("STZ has recognised the centre, from a day after this one."),
    Status.UNCONFIRMED: gettext_lazy(
        "A public source says that STZ recognised the centre. Whether that holds on this day, we"
        " do not know."
    ),
}
"""What it means to be counted under each status, but for those of what is over."""


def centres_by_status(snapshot: Snapshot, day: datetime.date) -> Mapping[str, int]:
    """Return how many centres of the register have each status on ``day``."""
    return {status: len(centres) for status, centres in statuses_on(snapshot, day).items()}


def centre_figures(
    snapshot: Snapshot, version_number: int, day: datetime.date, asked: datetime.date | None
) -> list[Figure]:
    """Return how many centres there are, how many are recognised, and how many of these end soon.

    Arguments:
        asked: the day that links to lists name; see ``list_address``.
    """
    by_status = centres_by_status(snapshot, day)
    ending_by = months_later(day, settings.ENDING_SOON_MONTHS)
    return [
        Figure(
            "in_register",
            _("Centres in this register"),
            sum(by_status.values()),
            _(
                "All expertise centres in this register, whatever their status. A centre that"
                " merged into another one does not count."
            ),
            list_address(asked),
        ),
        Figure(
            "recognised_together",
            _("Recognised on this day"),
            sum(by_status.get(status, 0) for status in IN_FORCE),
            _(
                "Centres of which we know for certain that they are recognised on this day. These"
                " are the first three statuses below."
            ),
            list_address(asked, status=IS_RECOGNISED),
        ),
        Figure(
            "ending",
            _("Recognised, ends within a year"),
            _counted(version_number, day, ending_by)["ending"],
            _(
                "Recognised centres whose recognition ends by %(day)s, or may end by then. STZ can"
                " recognise a centre again."
            )
            % {"day": date_format(ending_by, "DATE_FORMAT")},
            "",  # no filter gives just these; the list can only be put in order of the end
        ),
    ]


def status_figures(
    snapshot: Snapshot, day: datetime.date, asked: datetime.date | None
) -> list[Figure]:
    """Return the number of centres per status; together they are all centres of the register."""
    by_status = centres_by_status(snapshot, day)
    figures = [
        Figure(
            status.value,
            capfirst(status.label),
            by_status.get(status, 0),
            str(definition),
            list_address(asked, status=status.value),
        )
        for status, definition in DEFINITIONS.items()
    ]
    former = Figure(
        "no_longer",
        str(Section.FORMER.label),
        sum(by_status.get(status, 0) for status in NO_LONGER),
        _("The recognition expired, the hospital returned it, or STZ withdrew it."),
        list_address(asked, status=NO_LONGER),
    )
    return [*figures, former]


def hospital_figures(
    coverage: Coverage, version_number: int, day: datetime.date, asked: datetime.date | None
) -> list[Figure]:
    """Return how many members STZ has, and how many of these have a centre."""
    ending_by = months_later(day, settings.ENDING_SOON_MONTHS)
    query = f"?peildatum={asked.isoformat()}" if asked else ""
    return [
        Figure(
            "members",
            _("STZ hospitals"),
            coverage.members,
            _(
                "Hospitals that are a member of STZ on this day. A hospital also counts when we do"
                " not know since when it is a member."
            ),
            reverse("hospitals:list") + query,
        ),
        Figure(
            "members_with_recognised",
            _("STZ hospitals with a recognised centre"),
            _counted(version_number, day, ending_by)["with_recognised"],
            _(
                "Members with one centre or more of which we know for certain that it is recognised"
                " on this day."
            ),
        ),
        Figure(
            "members_with_centre",
            _("STZ hospitals with a centre in this register"),
            coverage.hospitals,
            _("Members with one centre or more in this register, whatever its status."),
        ),
    ]


@remembered()
def _counted(version_number: int, day: datetime.date, ending_by: datetime.date) -> dict[str, int]:
    """Return the numbers that neither the list of centres nor the coverage gives (one query)."""
    centres = Centre.objects.current().recognised_on(day).filter(hospital=OuterRef("pk"))
    members = Hospital.objects.members_on(day).filter(merged_into__isnull=True)
    in_force = Recognition.objects.in_force_on(day).filter(centre__merged_into=None)
    counted = {
        "with_recognised": members.filter(Exists(centres)),
        # Recognitions of one centre do not overlap: each that is in force is one centre.
        "ending": in_force.ending_between(day, ending_by),
    }
    counts = {name: NumberOf(rows.order_by().values("pk")) for name, rows in counted.items()}
    query = RegisterVersion.objects.annotate(**counts).values(*counts)
    return query.first() or dict.fromkeys(counts, 0)  # an empty register has no version yet
