"""Judgements that are saved one by one: with a script in place, and without it by a page.

An assessor's findings and the committee's consensus are asked for in the same way, so what happens
to a form is written once, here.
"""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from centres.models import Criterion
from hospitals.records import ChangedMeanwhile
from hospitals.refusals import refusal_for
from hospitals.verb_pages import add_refusal

from ..forms import JudgementForm
from ..models import Consensus, Finding, Verdict
from .pages import ApplicationPage

FRAGMENT = "criterion-"


@dataclass
class Judged:
    """A criterion on the page: what is saved of it, when, and the form to change it.

    ``form`` may hold what was typed and not saved; ``refused`` says that somebody else came first.
    """

    criterion: Criterion
    saved: Finding | Consensus | None
    saved_at: datetime.datetime | None = None
    form: JudgementForm | None = None
    refused: bool = False

    @property
    def version(self) -> int:
        """The version that the form sends along: after a refusal the one that is out of date.

        So saving as you go overwrites nothing by itself; that takes a button (``_saved.html``).
        """
        if self.refused:
            return self.form.cleaned_data["version"]
        return self.saved.version if self.saved else 0

    @property
    def lacks_reason(self) -> bool:
        """Whether what is saved still needs a reason."""
        return bool(self.saved and self.saved.verdict != Verdict.MEETS and not self.saved.reason)

    @property
    def anchor(self) -> str:
        return f"{FRAGMENT}{self.criterion.number}"


class JudgementPage(ApplicationPage):
    """A page with a form per criterion. Subclasses say what is saved, and which verb saves it."""

    part = "assessments/_saved.html"
    address = ""
    """The name of the page's address."""

    save_address = ""
    """The name of the address that saves one criterion."""

    def saved_judgements(self) -> dict[int, Finding | Consensus]:
        """Return what is saved, by criterion."""
        raise NotImplementedError

    def save(self, criterion: Criterion, *, version: int, verdict: str, reason: str):
        """Save one judgement by its verb."""
        raise NotImplementedError

    def refuse_closed(self) -> HttpResponse | None:
        """Return the answer to a form that comes when nothing can be saved, or ``None``."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *, number: int, **kwargs) -> HttpResponse:
        criterion = get_object_or_404(self.application.round.edition.criteria, number=number)
        if answer := self.refuse_closed():
            return answer
        form = JudgementForm(request.POST, auto_id=auto_id(criterion))
        refused = False
        if form.is_valid():
            try:
                self.save(criterion, **form.cleaned_data)
            except ValidationError as refusal:
                refused = isinstance(refusal, ChangedMeanwhile)
                add_refusal(form, refusal)
            except IntegrityError as error:
                form.add_error(None, refusal_for(error))
        return self.answer(criterion, form, refused=refused)

    def answer(self, criterion: Criterion, form: JudgementForm, *, refused: bool) -> HttpResponse:
        """Return what comes after a form: the part of the page, or the page."""
        status = 409 if refused else 200 if form.is_valid() else 422
        if self.request.htmx:
            judged = self.judged_one(criterion)
            judged.form, judged.refused = form, refused
            return self.render_part(self.part, status=status, judged=judged, is_answer=True)
        if form.is_valid():
            page = reverse(self.address, args=[self.application.reference])
            return redirect(f"{page}#{FRAGMENT}{criterion.number}")
        judged = self.judged()
        for each in judged:
            if each.criterion == criterion:
                each.form, each.refused = form, refused
        return self.page(status=status, judged=judged)

    def judged(self) -> list[Judged]:
        """Return the criteria of the edition, each with what is saved and its form."""
        saved = self.saved_judgements()
        moments = saved_at(saved.values())
        return [
            with_form(each, saved.get(each.pk), moments)
            for each in self.application.round.edition.criteria.all()
        ]

    def judged_one(self, criterion: Criterion) -> Judged:
        saved = self.saved_judgements().get(criterion.pk)
        return with_form(criterion, saved, saved_at([saved] if saved else []))

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs) | {"save_address": self.save_address}
        return context if "judged" in context else context | {"judged": self.judged()}


def auto_id(criterion: Criterion) -> str:
    return f"id_{criterion.number}_%s"


def with_form(criterion: Criterion, saved, moments: dict) -> Judged:
    initial = {"verdict": saved.verdict, "reason": saved.reason} if saved else {}
    form = JudgementForm(initial=initial, auto_id=auto_id(criterion))
    return Judged(criterion, saved, moments.get(saved.pk) if saved else None, form)


def saved_at(judgements) -> dict[int, datetime.datetime]:
    """Return by key when each judgement was last saved: its history knows."""
    judgements = list(judgements)
    if not judgements:
        return {}
    history = type(judgements[0]).history.model.objects
    rows = history.filter(id__in=[each.pk for each in judgements]).order_by("history_date")
    return dict(rows.values_list("id", "history_date"))
