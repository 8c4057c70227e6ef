"""What the register says about a recognition on a day, in words for the reader.

Dates stand in words and in ``<time>``. Each status has one sentence for the centre's own page and
one short form for lists, so that status and date are never apart.
"""

import datetime
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hospitals.partial_dates import PartialDate, Precision

from .models import Recognition
from .status import Status

ONE_DAY = datetime.timedelta(days=1)


def in_words(day: datetime.date) -> SafeString:
    """Return ``day`` in words, in a ``<time>`` element."""
    return written(PartialDate(day, Precision.DAY))


def written(date: PartialDate) -> SafeString | str:
    """Return a date as far as it is known, in words."""
    if date.day is None:
        return _("unknown")
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), date)


def plain(day: datetime.date) -> str:
    """Return ``day`` in words without markup, for descriptions and titles."""
    return date_format(day, "DATE_FORMAT")


class StatusText(NamedTuple):
    """A status on a day with its words: the label for lists, the sentence for the own page."""

    status: Status
    label: SafeString
    sentence: SafeString


def status_text(recognition: Recognition, day: datetime.date) -> StatusText:
    """Return the status of ``recognition`` on ``day`` and what to say about it."""
    return StatusText(
        recognition.status_on(day),
        status_label(recognition, day),
        status_sentence(recognition, day),
    )


def period_text(recognition: Recognition, day: datetime.date) -> StatusText:
    """Return the same as ``status_text`` for one of several periods of a centre.

    That its term is over does not say that the centre is no longer recognised: another period
    may have followed.
    """
    text = status_text(recognition, day)
    if text.status != Status.EXPIRED:
        return text
    return text._replace(label=_filled(_("Ended on {runs_through}"), recognition, day))


def status_label(recognition: Recognition, day: datetime.date) -> SafeString:
    """Return the short form for a list: the status with the date that goes with it."""
    status = recognition.status_on(day)
    text = {
        Status.RECOGNISED: (
            _("Recognised through {last}")
            if recognition.end_known.is_exact
            else _("Recognised until some day in {last}")
        ),
        Status.WITH_REQUIREMENTS: (
            _("Recognised with requirements, through {last}")
            if recognition.end_known.is_exact
            else _("Recognised with requirements, until some day in {last}")
        ),
        Status.RENEWING: _("Being reassessed, recognition continues through {runs_through}"),
        Status.SUSPENDED: _("Suspended since {suspended_from}"),
        Status.UPCOMING: _("Recognised from {first}"),
        Status.EXPIRED: _("Expired, no longer recognised since {gone_since}"),
        Status.RETURNED: _("Returned by the hospital, last day {last_day}"),
        Status.WITHDRAWN: _("Withdrawn by STZ, last day {last_day}"),
        Status.UNCONFIRMED: _unconfirmed_label(recognition),
    }[status]
    return _filled(text, recognition, day)


def status_sentence(recognition: Recognition, day: datetime.date) -> SafeString:
    """Return the sentence for the centre's own page."""
    status = recognition.status_on(day)
    text = {
        Status.RECOGNISED: _recognised_sentence(recognition),
        Status.WITH_REQUIREMENTS: _with_requirements_sentence(recognition),
        Status.RENEWING: _(
            "This centre is being reassessed. The recognition of {first} continues through"
            " {runs_through}."
        ),
        Status.SUSPENDED: _(
            "STZ has suspended the recognition since {suspended_from}. It does not count for now."
        ),
        Status.UPCOMING: _("Recognised by STZ from {first}. The recognition has yet to begin."),
        Status.EXPIRED: _(
            "No longer recognised since {gone_since}. The recognition ran from {first} through"
            " {runs_through}."
        ),
        Status.RETURNED: _("The hospital returned the recognition. The last day was {last_day}."),
        Status.WITHDRAWN: _("STZ withdrew the recognition. The last day was {last_day}."),
        Status.UNCONFIRMED: _unconfirmed_sentence(recognition),
    }[status]
    return _filled(text, recognition, day)


def period(recognition: Recognition) -> SafeString:
    """Return the period of a recognition as far as it is known: "1 May 2024 – 30 April 2028"."""
    first_known, last_known = recognition.first_known, recognition.end_known
    if first_known.day is None and last_known.day is None:
        return format_html("{}", _("period not known"))
    if last_known.day is None:
        text = _("from {first}, end not known")
    elif first_known.day is None:
        text = _("start not known, through {last}")
    elif last_known.is_exact:
        text = _("{first} through {last}")
    else:
        text = _("{first} until some day in {last}")
    return format_html(text, first=written(first_known), last=written(last_known))


def _recognised_sentence(recognition: Recognition) -> str:
    if recognition.is_known_to_the_day:
        return _("Recognised by STZ from {first} through {last}.")
    return _(
        "Recognised by STZ since {first}, until some day in {last}."
        " The source does not give the exact days."
    )


def _with_requirements_sentence(recognition: Recognition) -> str:
    if recognition.is_known_to_the_day:
        return _("Recognised by STZ with requirements, from {first} through {last}.")
    return _(
        "Recognised by STZ with requirements since {first}, until some day in {last}."
        " The source does not give the exact days."
    )


def _unconfirmed_label(recognition: Recognition) -> str:
    if recognition.valid_from is None:
        return _("Not confirmed, date not known")
    if recognition.first_known.is_exact:
        return _("Not confirmed, recognised on {first} according to a public source")
    return _("Not confirmed, recognised in {first} according to a public source")


def _unconfirmed_sentence(recognition: Recognition) -> str:
    if recognition.valid_from is None:
        return _(
            "Recognised according to a public source, on a date that it does not give."
            " Whether this recognition still holds is not confirmed here."
        )
    if recognition.first_known.is_exact:
        return _(
            "Recognised on {first} according to a public source."
            " Whether this recognition still holds is not confirmed here."
        )
    return _(
        "Recognised in {first} according to a public source."
        " Whether this recognition still holds is not confirmed here."
    )


def _filled(text: str, recognition: Recognition, day: datetime.date) -> SafeString:
    runs_through = recognition.runs_through
    suspension = next((s for s in recognition.suspensions.all() if s.covers(day)), None)
    dates = {
        "first": written(recognition.first_known),
        "last": written(recognition.end_known),
        "runs_through": runs_through and in_words(runs_through),
        "gone_since": runs_through and in_words(runs_through + ONE_DAY),
        "last_day": recognition.last_day and in_words(recognition.last_day),
        "suspended_from": suspension and in_words(suspension.suspended_from),
    }
    return format_html(text, **dates)
