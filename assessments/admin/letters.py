"""The letter about a decision: read exactly as it goes out, then approved."""

import datetime

from django import forms
from django.utils import timezone

from hospitals.verb_pages import VerbForm

from ..letters import approve_letter, hash_of, text_of
from ..models import Decision
from ..progress import expected_release


class LetterForm(VerbForm):
    """Carries the day that the letter was written for and the hash of the text that was read.

    Another day is chosen in the address: the letter is shown again, and nothing is approved.
    """

    released_on = forms.DateField(widget=forms.HiddenInput)
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, initial, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = self._day(initial)
        self.subject, self.body = text_of(self.record, released_on=self.day)
        shown = {"released_on": self.day.isoformat(), "sha256": hash_of(self.subject, self.body)}
        self.initial = initial | shown
        self.shown = {"version": initial["version"]} | shown

    def _day(self, initial: dict) -> datetime.date:
        asked = self.data if self.is_bound else initial
        try:
            return datetime.date.fromisoformat(asked.get("released_on", ""))
        except ValueError:
            return likely_release(self.record, on=timezone.localdate())


def likely_release(decision: Decision, *, on: datetime.date) -> datetime.date:
    """Return the day on which ``decision`` is released as far as is known on ``on``.

    A correction is released by itself; any other decision with its round.
    """
    if decision.replaces is not None and decision.replaces.released_at is not None:
        return on
    return expected_release(decision.application.round, on=on)


def letter_of(decision: Decision):
    """Return the letter about ``decision``, or ``None`` when none was approved."""
    return getattr(decision, "letter", None)


def is_not_posted(decision: Decision, day: datetime.date) -> bool:
    """Return whether the letter can still be approved: the decision was not released."""
    return decision.released_at is None and not hasattr(decision, "replaced_by")


def approve(decision: Decision, *, version: int, **answers) -> None:
    """Approve the letter that was read; another text is refused by its hash."""
    approve_letter(decision, at=timezone.now(), **answers)
