"""The parts that the public pages are made of, with all their states, for those who maintain them.

``docs/design.md`` says how to change one or add one. Cards and drawings show centres of the
register itself, one for each status that it holds; ``make_example`` makes one that has them all.
"""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitals.models import RegisterVersion

from ..models import Centre
from ..models.centre import CARD_DETAILS
from ..sentences import StatusText, status_sentence
from ..status import Status
from .charts import Bar, Look, Series, bar_chart
from .life import life_of
from .map import map_of_centres, map_of_hospitals
from .qr import qr_code
from .results import Chip

URL_NAME = "components"


def components_view(site):
    """Return the view of the page, for whoever may enter ``site``."""

    def components(request: HttpRequest) -> HttpResponse:
        day = timezone.localdate()
        return render(request, "admin/components.html", components_of(day) | {
            "day": day,
            "today": day,
            "coverage_note": f"pages/coverage_note.{get_language()}.html",
            "qr_code": qr_code(request.build_absolute_uri(reverse("centres:home"))),
        })  # fmt: skip

    return site.admin_view(components)


def components_of(day) -> dict:
    """Return what the page shows on ``day``."""
    centres = one_of_each_status(day)
    lives = [(centre, life_of(centre.recognitions.all(), day)) for centre in centres]
    return {
        "colours": COLOURS,
        "steps": STEPS,
        "statuses": [StatusText(status, status.label, "") for status in Status],
        "panels": [_panel(centre, day) for centre in centres],
        "centres": centres,
        "lives": [(centre, life) for centre, life in lives if life],
        "maps": [
            found
            for found in (
                map_of_hospitals(RegisterVersion.current().number),
                map_of_centres(day, centres, here=centres[0] if centres else None),
            )
            if found
        ],
        "chart": _chart(),
        "chips": [Chip(_("Adults"), "#chips"), Chip("Utrecht", "#chips")],
    }


def one_of_each_status(day) -> list[Centre]:
    """Return a public centre for each status that the register holds on ``day``."""
    public = Centre.objects.public().current().with_status_on(day).in_order_of()
    public = public.select_related("hospital").with_hospital_name_on(day)
    found = [public.filter(status_on_day=status).first() for status in Status]
    centres = [centre for centre in found if centre]
    prefetch_related_objects(centres, *CARD_DETAILS)
    return centres


def _panel(centre: Centre, day) -> StatusText:
    recognition = centre.recognition_on(day)
    status = recognition.status_on(day)
    return StatusText(status, status.label, status_sentence(recognition, day))


def _chart():
    return bar_chart(
        name="component",
        title=_("A bar chart"),
        heading=_("Year"),
        series=[Series(look.value, look) for look in Look],
        bars=[Bar("A", (4, 3, 2, 1)), Bar("B", (2, None, 1, 3), total=9)],
        total_label=_("total"),
    )


COLOURS = ("ground", "ground-soft", "ink", "ink-soft", "line", "line-strong", "brand", "brand-deep",
           "accent", "link", "focus", "good", "good-ground", "wait", "wait-ground", "stop",
           "stop-ground", "plain", "plain-ground", "mark")  # fmt: skip
STEPS = ("step--1", "step-0", "step-1", "step-2", "step-3", "step-4")
