"""Verb pages that begin with what stands, that say what happened, and that remove a mistake."""

import datetime

from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect
from django.utils.formats import date_format

from hospitals.verb_pages import Verb, VerbForm


class CorrectionForm(VerbForm):
    """Shows what stands in the fields of ``record``, to be put right."""

    def __init__(self, *args, record, initial, **kwargs):
        names = [name for name in self.base_fields if hasattr(record, name)]
        standing = {name: getattr(record, name) for name in names}
        super().__init__(*args, record=record, initial=standing | initial, **kwargs)


class CorrectingPages:
    """For a ``RecordAdmin``: pages for verbs that correct or remove a record.

    Attributes:
        told: what is said when a verb is done, by its name; the answers may stand in it.
    """

    told: dict[str, str] = {}

    def address_after_removal(self, record) -> str:
        """Return where to go when ``record`` is there no more."""
        raise NotImplementedError

    def verb_view(self, request, object_id: str, verb: Verb):
        record = self.get_object(request, unquote(object_id))
        response = super().verb_view(request, object_id, verb)
        if verb.name == "remove" and isinstance(response, HttpResponseRedirect):
            return HttpResponseRedirect(self.address_after_removal(record))
        return response

    def done_message(self, verb: Verb, record, answers: dict) -> str:
        if verb.name in self.told:
            return self.told[verb.name] % in_words(answers)
        return super().done_message(verb, record, answers)


def in_words(answers: dict) -> dict:
    """Return ``answers`` with each day as people read it."""
    return {name: _as_read(answer) for name, answer in answers.items()}


def _as_read(answer):
    is_day = isinstance(answer, datetime.date)
    return date_format(answer, "DATE_FORMAT") if is_day else answer
