"""What is asked before a verb of an application: answers, evidence, approvals and its moves."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from centres.models import Criterion
from hospitals.record_forms import ReasonField, RecordForm
from hospitals.verb_forms import LongTextField, day_field
from hospitals.verb_pages import VerbForm

from ..applications import exceptions_for
from ..conflicts import refuse_interest
from ..dossiers import open_criteria
from ..evidence import CONTENT_TYPES
from ..late_exceptions import visible_exceptions
from ..models import Approval, LateException
from ..states import ApplicationState


class ApplicationForm(RecordForm):
    """Enters or changes an application. A conflict of interest comes before every other rule."""

    by = None
    """Who fills it in; the admin says so."""

    def _post_clean(self) -> None:
        asked = self.cleaned_data
        if self.instance.pk is None and asked.get("round") and asked.get("hospital"):
            try:
                refuse_interest(
                    self.by,
                    round=asked["round"],
                    hospital_id=asked["hospital"].pk,
                    centre=asked.get("centre"),
                    partners=asked.get("proposed_partners") or (),
                )
            except ValidationError as refusal:
                self.add_error(None, refusal)
                return
        super()._post_clean()


class ReasonForm(VerbForm):
    why = ReasonField()


class AnswersForm(VerbForm):
    """A field for each criterion that is open; the template shows the others."""

    why = ReasonField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        answers = {each.criterion_id: each.text for each in self.record.answers.all()}
        opened = open_criteria(self.record)
        self.open, self.closed = [], []
        for criterion in self.record.round.edition.criteria.all():
            if criterion.pk in opened:
                self.open.append(criterion)
                self.fields[name_of(criterion)] = answer_field(answers.get(criterion.pk, ""))
            else:
                self.closed.append((criterion, answers.get(criterion.pk, "")))
        self.fields["why"] = self.fields.pop("why")  # asked last

    def answers(self) -> dict:
        cleaned = self.cleaned_data
        answers = {criterion: cleaned[name_of(criterion)] for criterion in self.open}
        return {"version": cleaned["version"], "why": cleaned["why"], "answers": answers}

    def fieldsets(self):
        of_criteria = [
            (str(each), {"fields": [name_of(each)], "description": escape(each.text)})
            for each in self.open
        ]
        return [*of_criteria, (None, {"fields": ["why"]})]


def name_of(criterion: Criterion) -> str:
    return f"criterion_{criterion.pk}"


def answer_field(answer: str) -> forms.Field:
    return LongTextField(label=_("Answer"), initial=answer, required=False, rows=6)


class DocumentForm(VerbForm):
    criterion = forms.ModelChoiceField(
        Criterion.objects.none(),
        label=_("Criterion"),
        required=False,
        empty_label=_("the whole application"),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ",".join(CONTENT_TYPES)}),
    )
    why = ReasonField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        criteria = self.record.round.edition.criteria.filter(pk__in=open_criteria(self.record))
        self.fields["criterion"].queryset = criteria
        self.fields["file"].help_text = _(
            "PDF, Word or Excel without macros, PNG or JPEG; at most %(number)s MB."
        ) % {"number": settings.EVIDENCE_MAX_BYTES // 2**20}
        if self.record.status != ApplicationState.DRAFT:  # the whole is closed then
            self.fields["criterion"].required = True


class ApprovalForm(VerbForm):
    body = forms.ChoiceField(label=_("Approved by"), choices=Approval.Body.choices)
    name = forms.CharField(label=_("Name of who signed"), max_length=200)
    approved_on = day_field(_("Approved on"))
    why = ReasonField()


class ReturnForm(VerbForm):
    criteria = forms.ModelMultipleChoiceField(
        Criterion.objects.none(),
        label=_("Criteria"),
        help_text=_("Only these open again."),
        widget=forms.CheckboxSelectMultiple,
    )
    question = LongTextField(
        label=_("What is asked?"),
        help_text=_("The hospital reads this. It is kept as the reason, too."),
        rows=4,
    )
    due_on = day_field(_("To be completed through"), _("On this day it is still in time."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criteria"].queryset = self.record.round.edition.criteria.all()


class LateForm(VerbForm):
    exception = forms.ModelChoiceField(
        LateException.objects.none(),
        label=_("Exception"),
        help_text=_("It holds once a second person has granted it; see the page of the round."),
    )
    why = ReasonField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        visible = exceptions_for(self.record).filter(pk__in=visible_exceptions(self.by))
        self.fields["exception"].queryset = visible.select_related("round", "hospital", "centre")
