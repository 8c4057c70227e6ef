"""The pages before an act on several applications of a round: what was chosen, and why.

The chosen applications are looked up among those that the person may see, so one with a conflict
is the same as one that does not exist. The form posts back what was seen of each.
"""

import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from hospitals.record_forms import ReasonField
from hospitals.refusals import add_refusal, refusal_for
from hospitals.verb_forms import day_field

from ..models import AssessmentRound
from ..progress import Steps, expected_release, steps_in
from .bulk_acts import ACTS, BulkAct, may_act

NOT_THERE = gettext_lazy(
    "One of the applications that you chose is not there. Look again at how the round stands."
)
NOTHING_CHOSEN = gettext_lazy("Tick at least one application.")


class ReleaseDayForm(forms.Form):
    """The day of release that letters are written for."""

    released_on = day_field(gettext_lazy("Written for a release on"))


class BulkForm(forms.Form):
    """Why; without that question where the act has a reason of its own."""

    why = ReasonField()

    def __init__(self, *args, asks_why: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["why"]


class BulkPages:
    """For the admin of rounds: a page for each of the acts on several applications."""

    def get_urls(self):
        pages = [
            path(
                f"<int:round_id>/{act.name}/",
                self.admin_site.admin_view(self.bulk_view),
                {"act": act},
                name=f"{self.opts.app_label}_{self.opts.model_name}_{_name(act)}",
            )
            for act in ACTS
        ]
        return pages + super().get_urls()

    def bulk_view(self, request, round_id: int, act: BulkAct):
        round = self.round_to_show(request, round_id)
        if not may_act(request.user):
            raise PermissionDenied
        released_on = release_day(request, round)
        steps = steps_in(round, request.user, released_on=released_on)
        try:
            chosen = chosen_steps(request, act, steps)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return HttpResponseRedirect(self._address("overview", round))
        form = BulkForm(request.POST or None, asks_why=act.asks_why)
        if form.is_valid() and self._acted(request, act, chosen, form, released_on):
            messages.success(request, told(act, len(chosen)))
            return HttpResponseRedirect(self._address("overview", round))
        if form.errors:  # shown anew, as it stands now
            steps = steps_in(round, request.user, released_on=released_on)
            chosen = chosen_steps(request, act, steps)
        page = self._bulk_page(request, round, act, chosen, form, released_on)
        return TemplateResponse(request, "admin/assessments/round_bulk.html", page)

    def _acted(self, request, act: BulkAct, chosen: list[Steps], form, released_on) -> bool:
        try:
            act.act(
                seen_in(request, act, chosen),
                by=request.user,
                why=form.cleaned_data.get("why", ""),
                released_on=released_on,
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
        except IntegrityError as error:
            form.add_error(None, refusal_for(error))
        return form.is_valid()

    def _bulk_page(self, request, round, act: BulkAct, chosen, form, released_on) -> dict:
        obstacles = [(each, act.obstacle(each)) for each in chosen]
        possible = [each for each, obstacle in obstacles if not obstacle]
        return self.admin_site.each_context(request) | {
            "title": act.label,
            "subtitle": round.code,
            "opts": self.opts,
            "original": round,
            "act": act,
            "form": form,
            "released_on": released_on,
            "day_form": ReleaseDayForm(initial={"released_on": released_on}),
            "chosen": chosen,
            "items": [act.item(each, released_on) for each in possible],
            "refused": [pair for pair in obstacles if pair[1]],
            "possible_url": f"?{query_for(possible, released_on)}" if possible else "",
            "media": self.media + form.media,
        }


def _name(act: BulkAct) -> str:
    return act.name.replace("-", "_")


def release_day(request, round: AssessmentRound) -> datetime.date:
    """Return the day of release in the address or the form, else the expected one."""
    form = ReleaseDayForm(request.POST if request.method == "POST" else request.GET)
    if form.is_valid():
        return form.cleaned_data["released_on"]
    return expected_release(round, on=timezone.localdate())


def chosen_steps(request, act: BulkAct, steps: list[Steps]) -> list[Steps]:
    """Return the steps of the applications that were chosen.

    Nobody chose when the page is opened by a link: then all that the act is possible for.
    Raises ``ValidationError`` when one is not there, or nothing was ticked.
    """
    asked = request.POST if request.method == "POST" else request.GET
    references = asked.getlist("application")
    if not references and request.method != "POST" and "chosen" not in asked:
        return [each for each in steps if not act.obstacle(each)]
    by_reference = {each.application.reference: each for each in steps}
    if not references:
        raise ValidationError(NOTHING_CHOSEN, code="nothing_chosen")
    if not by_reference.keys() >= set(references):
        raise ValidationError(NOT_THERE, code="not_there")
    return [each for each in steps if each.application.reference in set(references)]


def seen_in(request, act: BulkAct, chosen: list[Steps]) -> list[tuple]:
    """Return the records of the chosen applications, each with what was seen of it.

    Raises ``ValidationError`` when something was posted that is not there any more, or nothing.
    """
    records = {str(record.pk): record for each in chosen for record in act.records(each)}
    pairs = [mark.partition(":") for mark in request.POST.getlist("seen")]
    if not pairs or any(key not in records for key, _colon, _mark in pairs):
        now = [f"{each.application.reference}: {act.obstacle(each)}" for each in chosen
               if act.obstacle(each)]  # fmt: skip
        raise ValidationError(now or [NOT_THERE], code="not_there")
    return [(records[key], mark) for key, _colon, mark in pairs]


def query_for(chosen: list[Steps], released_on: datetime.date) -> str:
    references = [each.application.reference for each in chosen]
    return urlencode(
        {"application": references, "released_on": released_on.isoformat()}, doseq=True
    )


def told(act: BulkAct, number: int) -> str:
    return f"{act.label}: {number}"


def address_of(act: BulkAct, round: AssessmentRound) -> str:
    """Return the address of the page of ``act`` for ``round``."""
    return reverse(f"admin:assessments_assessmentround_{_name(act)}", args=[round.pk])
