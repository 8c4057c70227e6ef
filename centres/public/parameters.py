"""Query parameters: read strictly, and refused with a sentence, never ignored in silence."""

import datetime
import re
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

EARLIEST_DAY = datetime.date(1900, 1, 1)
LATEST_DAY = datetime.date(2199, 12, 31)

# Other sites add these to a link that somebody shares; they say nothing to the register.
_ADDED_BY_OTHERS = re.compile(r"^(utm_\w+|fbclid|gclid|msclkid|mc_cid|mc_eid)$")


class UnusableParameter(BadRequest):
    """A query parameter that the register cannot use; its text is a sentence for the reader."""


def reference_date(request: HttpRequest, today: datetime.date) -> datetime.date:
    """Return the day as of which the reader wants to see the register: ``peildatum``, or today.

    Raises ``UnusableParameter`` for a text that is no day from 1900 through 2199.
    """
    text = request.GET.get("peildatum", "").strip()
    if not text:
        return today
    try:
        day = parse_date(text)
    except ValueError:  # well formed, but no such day: 2024-02-30
        day = None
    if day is None or not EARLIEST_DAY <= day <= LATEST_DAY:
        raise UnusableParameter(
            _("“%s” is not a day that the register knows. Write it like this: 2024-05-31.")
            % readable(text)
        )
    return day


def refuse_unknown(request: HttpRequest, known: set[str]) -> None:
    """Raise ``UnusableParameter`` when the address has a parameter that the page does not know."""
    for name in request.GET:
        if name not in known and not _ADDED_BY_OTHERS.match(name):
            raise UnusableParameter(
                _("This page does not know the parameter “%(name)s”. It knows: %(known)s.")
                % {"name": readable(name), "known": ", ".join(sorted(known))}
            )


def refuse_repeated(request: HttpRequest, single: set[str]) -> None:
    """Raise ``UnusableParameter`` when a parameter that takes one value is given several."""
    for name in single:
        if len({value.strip() for value in request.GET.getlist(name)}) > 1:
            raise UnusableParameter(
                _("The parameter “%(name)s” takes one value, and the address has several.")
                % {"name": name}
            )


def normalised(query: QueryDict) -> str:
    """Return the query in one fixed order, without what is empty or was added by others."""
    pairs = {
        (name, value.strip())
        for name, values in query.lists()
        for value in values
        if value.strip() and not _ADDED_BY_OTHERS.match(name)
    }
    return urlencode(sorted(pairs))


def printable(text: str, *, instead: str = " ") -> str:
    """Return ``text`` with ``instead`` for each character that does not belong on a page."""
    return "".join(char if char.isprintable() else instead for char in text)


def readable(text: str, length: int = 60) -> str:
    """Return what somebody sent in a form that can stand on a page: printable and not too long."""
    shown = printable(text, instead="�")
    return shown if len(shown) <= length else f"{shown[:length]}…"
