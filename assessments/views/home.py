"""Where a member begins: what there is to do, and the address of the calendar."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ..calendars import findings_due_on, renew_key
from ..forms import VersionForm
from ..worklist import conflicts_of, work_of
from .pages import MemberPage


class Home(MemberPage):
    """The applications of the member by round. Those with a conflict: reference and hospital."""

    http_method_names = ["get", "head"]
    template_name = "assessments/home.html"

    def get_context_data(self, **kwargs) -> dict:
        work = work_of(self.member)
        address = reverse("assessments:calendar", args=[self.member.calendar_key])
        return super().get_context_data(**kwargs) | {
            "running": [(each, findings_due_on(each.round)) for each in work if each.is_running],
            "earlier": [each for each in work if not each.is_running],
            "conflicts": conflicts_of(self.member),
            "calendar_address": self.request.build_absolute_uri(address),
        }


class RenewCalendarKey(MemberPage):
    """Gives the calendar a new address."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = VersionForm(request.POST)
        if form.is_valid():
            try:
                renew_key(self.member, version=form.cleaned_data["version"], by=request.user)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                messages.success(request, _("Your calendar has a new address."))
        return redirect(reverse("assessments:home") + "#calendar")
