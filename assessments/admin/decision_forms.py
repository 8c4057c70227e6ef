"""What is asked before a decision, its correction, and an objection to it."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from hospitals.record_forms import ReasonField
from hospitals.verb_forms import LongTextField, day_field
from hospitals.verb_pages import VerbForm

from ..decisions import Asked
from ..models import Decision, DecisionOutcome, Objection, Requirement

ROWS = 12
"""Rows for requirements on the page; without JavaScript there are no buttons that add one."""

ROWS_IN_SIGHT = 3


class RequirementForm(forms.Form):
    """One requirement; a row that is empty, or was emptied, asks for nothing."""

    text = LongTextField(label=_("What is required?"), rows=2)
    evidence = LongTextField(label=_("How is it shown?"), rows=2)
    due_on = forms.DateField(label=_("Due on"), widget=AdminDateWidget)

    def has_changed(self) -> bool:
        return any((self[name].data or "").strip() for name in self.fields)


class RequirementRows(BaseFormSet):
    def get_form_kwargs(self, index) -> dict:
        return super().get_form_kwargs(index) | {"empty_permitted": True}

    @property
    def in_sight(self) -> list[tuple[int, RequirementForm]]:
        """The numbered rows that the page shows at once: those in use, and one or more besides."""
        return self._numbered[: self._count_in_sight]

    @property
    def folded(self) -> list[tuple[int, RequirementForm]]:
        return self._numbered[self._count_in_sight :]

    @property
    def asked(self) -> list[Asked]:
        return [Asked(**row.cleaned_data) for row in self.forms if row.cleaned_data]

    @property
    def _numbered(self) -> list[tuple[int, RequirementForm]]:
        return list(enumerate(self.forms, start=1))

    @property
    def _count_in_sight(self) -> int:
        in_use = [
            number
            for number, row in self._numbered
            if row.initial or (row.is_bound and row.has_changed())
        ]
        return max([ROWS_IN_SIGHT, *(number + 1 for number in in_use)])


RequirementFormSet = formset_factory(
    RequirementForm, RequirementRows, extra=ROWS, max_num=ROWS, absolute_max=ROWS
)


class DecideForm(VerbForm):
    """Asks for a decision with its requirements, beginning with the decision that stands."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=DecisionOutcome.choices, widget=forms.RadioSelect
    )
    reasons = LongTextField(
        label=_("Reasons"), help_text=_("The hospital reads these in its letter."), rows=8
    )
    decided_on = day_field(_("Decided on"))
    decided_by = forms.CharField(
        label=_("Decided by"),
        help_text=_("Such as: the committee, meeting of 3 June. It stands under the letter."),
        max_length=200,
    )
    valid_from = forms.DateField(
        label=_("Recognised from"),
        help_text=_("Empty: the day of the release, or the day after the term that still runs."),
        required=False,
        widget=AdminDateWidget,
    )
    why = ReasonField(
        label=_("Why another decision?"),
        help_text=_("A colleague reads this, next to the decision that stood before."),
    )

    def __init__(self, *args, initial, **kwargs):
        super().__init__(*args, **kwargs)
        standing = self.standing()
        self.initial = {"decided_on": self.record_application().round.meets_on} | initial
        if standing is None:
            del self.fields["why"]
        else:
            names = ("outcome", "reasons", "decided_on", "decided_by", "valid_from")
            self.initial |= {name: getattr(standing, name) for name in names}
        self.consensus = self.record_application().consensus.select_related("criterion")
        self.requirements = RequirementFormSet(
            self.data if self.is_bound else None,
            prefix="requirements",
            initial=rows_of(standing),
        )

    @property
    def media(self):
        return super().media + self.requirements.media

    def record_application(self):
        return self.record

    def standing(self) -> Decision | None:
        return self.record.decisions.current().first()

    def is_valid(self) -> bool:
        rows_are_valid = self.requirements.is_valid()
        if self.is_bound and not rows_are_valid:
            self.add_error(None, _("Look at the requirements below."))
        return super().is_valid() and rows_are_valid

    def answers(self) -> dict:
        return self.cleaned_data | {"requirements": self.requirements.asked}


def rows_of(decision: Decision | None) -> list[dict]:
    """Return the requirements of ``decision`` as they are typed."""
    names = ("text", "evidence", "due_on")
    return list(decision.requirements.values(*names)) if decision else []


class CorrectDecisionForm(DecideForm):
    """Asks for a decision in the place of ``record``, which was released."""

    why = ReasonField(
        label=_("Why is it corrected?"),
        help_text=_(
            "The hospital reads this in its letter. When a recognition is withdrawn, it is the"
            " reason that the public reads."
        ),
    )

    def record_application(self):
        return self.record.application

    def standing(self) -> Decision:
        return self.record


class ObjectionForm(VerbForm):
    received_on = day_field(_("Received on"))
    grounds = LongTextField(
        label=_("Grounds"), help_text=_("What the hospital objects to."), rows=4
    )


class DecideObjectionForm(VerbForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Objection.Outcome.choices)
    effect = LongTextField(
        label=_("Effect and reasons"),
        help_text=_("What it changes, and why. Staff read this."),
        rows=4,
    )
    new_decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("New decision"),
        help_text=_("The correction that follows from it, when there is one."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        corrections = Decision.objects.filter(
            application=self.record.decision.application_id, pk__gt=self.record.decision_id
        )
        self.fields["new_decision"].queryset = corrections.select_related("application")


class JudgeForm(VerbForm):
    is_met = forms.TypedChoiceField(
        label=_("Is it met?"),
        choices=[("yes", _("Met")), ("no", _("Not met"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    explanation = LongTextField(label=_("What was shown?"), help_text=_("Staff read this."), rows=4)

    def __init__(self, *args, initial, **kwargs):
        super().__init__(*args, initial=initial, **kwargs)
        if (check := check_of(self.record)) is not None:
            self.initial["is_met"] = "yes" if check.is_met else "no"
            self.initial["explanation"] = check.explanation


def check_of(requirement: Requirement):
    """Return the judgement of ``requirement``, or ``None`` when it was not judged."""
    return getattr(requirement, "check_result", None)
