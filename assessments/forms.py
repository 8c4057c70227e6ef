"""What committee members fill in. What may be is judged by the verbs; forms only ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Verdict

YES, NO = "yes", "no"


class DeclarationForm(forms.Form):
    """Asks whether there is an interest, and which."""

    has_conflict = forms.TypedChoiceField(
        label=_("Do you have an interest in this application?"),
        choices=[(NO, _("No, I have no interest")), (YES, _("Yes, I have an interest"))],
        coerce=lambda answer: answer == YES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    reason = forms.CharField(
        label=_("Which interest?"),
        help_text=_("Only when you answer yes. STZ reads this."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict:
        """Refuse an interest without saying which; a reason for having none is not kept."""
        answers = super().clean()
        if answers.get("has_conflict") and not answers.get("reason"):
            self.add_error(
                "reason", forms.ValidationError(_("Say which interest."), code="required")
            )
        elif "has_conflict" in answers and not answers["has_conflict"]:
            answers["reason"] = ""
        return answers


class JudgementForm(forms.Form):
    """Asks for a verdict on one criterion and the reason for it.

    ``version`` is that of the judgement that was seen; 0 when there was none. Several of these
    stand on one page: give each an ``auto_id`` of its own.
    """

    use_required_attribute = False

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=Verdict.choices, required=False, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed unless the criterion is met."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class VersionForm(forms.Form):
    """Asks for nothing but the version that was seen, before something that is final."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
