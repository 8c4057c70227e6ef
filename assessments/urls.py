"""Addresses of the committee's workplace: Dutch words, and under /en/ the same in English."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import declarations, documents, dossiers, feeds, findings, home, meetings

app_name = "assessments"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path(_("calendar/renew/"), home.RenewCalendarKey.as_view(), name="renew_calendar"),
    path(_("calendar/<str:key>.ics"), feeds.calendar_feed, name="calendar"),
    path(_("meeting/<int:year>-<int:number>/"), meetings.Agenda.as_view(), name="agenda"),
    path(_("<slug:reference>/documents/<int:pk>/"), documents.download, name="document"),
    path("<slug:reference>/", dossiers.Dossier.as_view(), name="dossier"),
    path(_("<slug:reference>/print/"), dossiers.PrintedDossier.as_view(), name="print"),
    path(_("<slug:reference>/interest/"), declarations.Declare.as_view(), name="declare"),
    path(
        _("<slug:reference>/findings/"),
        findings.Findings.as_view(http_method_names=["get", "head"]),
        name="findings",
    ),
    path(
        _("<slug:reference>/findings/<int:number>/"),
        findings.Findings.as_view(http_method_names=["post"]),
        name="save_finding",
    ),
    path(_("<slug:reference>/submit/"), findings.SubmitFindings.as_view(), name="submit"),
    path(
        _("<slug:reference>/consensus/"),
        meetings.ConsensusOfCommittee.as_view(http_method_names=["get", "head"]),
        name="consensus",
    ),
    path(
        _("<slug:reference>/consensus/<int:number>/"),
        meetings.ConsensusOfCommittee.as_view(http_method_names=["post"]),
        name="save_consensus",
    ),
]
