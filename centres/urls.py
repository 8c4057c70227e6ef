"""Addresses of the public pages: Dutch words, and under /en/ the same in English."""

from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from .public import (
    centre_pages,
    choice,
    condition_pages,
    figure_pages,
    fixed_pages,
    report_pages,
    round_pages,
    suggestions,
)
from .public.round_code import RoundCode

register_converter(RoundCode, "round")

app_name = "centres"
urlpatterns = [
    path("", fixed_pages.Home.as_view(), name="home"),
    path(_("centres/"), centre_pages.CentreList.as_view(), name="list"),
    path(_("centres/<slug:slug>/"), centre_pages.CentreDetail.as_view(), name="detail"),
    path(_("compare/"), choice.Comparison.as_view(), name="compare"),
    path(_("consulting-room/"), choice.Sheet.as_view(), name="sheet"),
    path(_("search/suggestions"), suggestions.SuggestionList.as_view(), name="suggestions"),
    path(_("conditions/"), condition_pages.ConditionList.as_view(), name="condition_list"),
    path(
        _("conditions/<slug:slug>/"),
        condition_pages.ConditionDetail.as_view(),
        name="condition_detail",
    ),
    path(_("rounds/"), round_pages.RoundList.as_view(), name="round_list"),
    path(_("rounds/<round:code>/"), round_pages.RoundDetail.as_view(), name="round_detail"),
    path(_("figures/"), figure_pages.Figures.as_view(), name="figures"),
    path(_("report/"), report_pages.ReportError.as_view(), name="report"),
    path(
        _("report/centre/<slug:slug>/"),
        report_pages.ReportError.as_view(kind="centre"),
        name="report_centre",
    ),
    path(
        _("report/hospital/<slug:slug>/"),
        report_pages.ReportError.as_view(kind="hospital"),
        name="report_hospital",
    ),
    path(
        _("report/condition/<slug:slug>/"),
        report_pages.ReportError.as_view(kind="condition"),
        name="report_condition",
    ),
    path(
        _("report/round/<round:code>/"),
        report_pages.ReportError.as_view(kind="round"),
        name="report_round",
    ),
    path(_("report/not-received/"), report_pages.ReportIgnored.as_view(), name="report_ignored"),
    path(
        _("report/received/<slug:reference>/"),
        report_pages.ReportReceived.as_view(),
        name="report_received",
    ),
    path(_("criteria/"), fixed_pages.Criteria.as_view(), name="criteria"),
    path(_("about/"), fixed_pages.About.as_view(), name="about"),
    path(_("glossary/"), fixed_pages.Glossary.as_view(), name="glossary"),
    path(_("privacy/"), fixed_pages.Privacy.as_view(), name="privacy"),
    path(_("accessibility/"), fixed_pages.Accessibility.as_view(), name="accessibility"),
]
