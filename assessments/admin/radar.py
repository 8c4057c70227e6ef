"""The reassessment radar: which terms end when, and whether the rounds have room for them."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centres.public.charts import Bar, BarChart, Look, Series, bar_chart

from ..radar import MONTHS_AHEAD, MONTHS_BEFORE, MonthLoad, Radar, radar_on


class RadarPage:
    """For the admin of rounds: the page of the radar."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.radar_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_radar"
        return [path("radar/", view, name=name), *super().get_urls()]

    def radar_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        radar = radar_on(today)
        context = self.admin_site.each_context(request) | {
            "title": _("Reassessment radar"),
            "opts": self.opts,
            "today": today,
            "radar": radar,
            "chart": chart_of(radar),
            "years": MONTHS_AHEAD // 12,
            "months_before": MONTHS_BEFORE,
            "last_month": radar.months[-1].first_day,
        }
        return TemplateResponse(request, "admin/assessments/radar.html", context)


def chart_of(radar: Radar) -> BarChart:
    """Return the drawing of the terms that end per month."""
    return bar_chart(
        name="radar",
        title=_("Terms that end, per month"),
        heading=_("Month"),
        series=(
            Series(_("in a planned round"), Look.SOLID),
            Series(_("no round planned in time"), Look.STRIPED),
        ),
        bars=[_bar(month) for month in radar.months],
        total_label=_("Together"),
    )


def _bar(month: MonthLoad) -> Bar:
    is_marked = month.first_day.month == 1
    return Bar(
        label=date_format(month.first_day, "F Y"),
        values=(month.in_round, month.without_round),
        mark=str(month.first_day.year) if is_marked else "",
    )
